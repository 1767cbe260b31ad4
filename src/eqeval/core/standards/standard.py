"""A standard (评估标准): its identity, its definitions and its rules."""

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, Literal

from pydantic import Field

from eqeval.core.indicator import Indicator
from eqeval.core.origin import item_and_stage
from eqeval.core.parts.condition import Compares, ItemIs
from eqeval.core.parts.items import Item
from eqeval.core.parts.relaxation import Relaxation
from eqeval.core.parts.scope import Scope
from eqeval.core.parts.validity import Validity
from eqeval.core.parts.written import Identifier, Model, Positive, Title, parts_of, words_in
from eqeval.core.rules import AnyRule
from eqeval.core.rules.all_of import AllRules
from eqeval.core.rules.any_of import AnyOfRules
from eqeval.core.rules.count import Count
from eqeval.core.rules.meets import Meets
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.score import Score
from eqeval.core.rules.some_of import SomeRules
from eqeval.core.rules.threshold import Threshold
from eqeval.core.rules.tiers import Tiers
from eqeval.core.terms import Terms
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words


class Split(Model):
    """How shared resources of a combined school are divided among its stages."""

    clause: str
    weights: dict[str, Positive]

    @cached_property
    def whole_weights(self) -> dict[str, int]:
        """Scale the weights 1 : 1.1 : 1.32 to whole numbers, so that shares stay integers."""
        scale = lcm(*(Fraction(weight).denominator for weight in self.weights.values()))
        return {stage: int(weight * scale) for stage, weight in self.weights.items()}


class Checked(Model):
    """How well the text was compared with the official document."""

    state: Literal["official", "secondary", "memory", "example"]
    note: Title


class Identity(Model):
    """Which text a standard encodes, who issued it, when it holds, and how well it was checked."""

    id: Identifier
    title: Title
    document: str
    authority: Title
    region: str
    valid: Validity
    checked: Checked
    source: str | None = None


class Extension(Identity):
    """What the file of a standard that extends another may say; eqeval.core.standards.extend applies it."""

    extends: Identifier
    only: list[str] | None = None
    remove: list[str] = []
    override: dict[str, dict[str, Any]] = {}
    vocabulary: str | None = None
    items: dict[str, Item] = {}
    split: Split | None = None
    scopes: dict[str, Scope] = {}
    indicators: dict[str, Indicator] = {}
    rules: list[AnyRule] = []


class Standard(Identity):
    """All that a measure says, as data."""

    extends: Identifier | None = None
    vocabulary: Identifier
    items: dict[str, Item] = {}
    split: Split
    scopes: dict[str, Scope]
    indicators: dict[str, Indicator]
    rules: list[AnyRule] = Field(min_length=1)

    def every_rule(self) -> Iterator[Rule]:
        """List all rules with those inside them, in the order of the file."""
        for rule in self.rules:
            yield rule
            yield from inner_rules(rule)

    @cached_property
    def items_read(self) -> frozenset[str]:
        """The items that verdicts wait for."""
        return frozenset(_items_read(self))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every word in it that may name an item."""
        words = frozenset(words_in(self, ("title", "clause", "note", "items")))
        return words | {item_and_stage(each)[0] for each in words}

    @cached_property
    def items_of_conditions(self) -> frozenset[str]:
        """The items that conditions of rules, indicators and scopes ask for."""
        parts: list[Model] = [*self.rules, *self.indicators.values(), *self.scopes.values()]
        named = {one.item for part in parts for one in parts_of(part, ItemIs)}
        for one in (each for part in parts for each in parts_of(part, Compares)):
            named |= {*one.of, *(one.per or ()), *one.items()}
        return frozenset(named)

    def relaxations(self) -> dict[str, Relaxation]:
        """Index every relaxation of the standard by its id."""
        found: list[Relaxation] = [one for indicator in self.indicators.values() for one in indicator.also]
        for rule in self.every_rule():
            if isinstance(rule, Threshold | Count):
                found += rule.relax
            elif isinstance(rule, Quorum | Tiers):
                found += [one for part in rule.of if isinstance(part, Member) for one in part.relax]
        return {one.id: one for one in found}


# What only relaxes, excludes or describes: a blank there leaves the ordinary rule as it is.
_OPTIONAL = {
    "headings",
    "also",
    "relax",
    "when",
    "leave_out",
    "title",
    "clause",
    "unit",
    "note",
    "seed",
    "id",
    "kind",
    "declared",
}


def items_read(standard: Standard, stated: Collection[str] = ()) -> frozenset[str]:
    """Name the items that verdicts wait for: all that rules and their indicators read, relaxations left aside.

    stated: the columns of indicators whose values the table states; theirs need not be formed.
    """
    return frozenset(_items_read(standard, stated)) if stated else standard.items_read


def _items_read(standard: "Standard", stated: Collection[str] = ()) -> set[str]:
    named = {word for rule in standard.rules for word in words_in(rule, _OPTIONAL)}
    used = [indicator for name, indicator in standard.indicators.items() if name in named]
    named |= {word for one in used if one.column not in stated for word in words_in(one, _OPTIONAL)}
    named |= {item for one in used for item in one.per}
    return named | {item_and_stage(name)[0] for name in named}


def items_named(standards: Iterable[Standard], vocabulary: Vocabulary) -> frozenset[str]:
    """List the items that can change a verdict: those that a standard names anywhere, and those that make a school."""
    return frozenset(vocabulary.roles.values()).union(*(standard.names for standard in standards))


def references_of(standard: Standard) -> list[Meets]:
    """List the rules that refer to other standards."""
    return [rule for rule in standard.every_rule() if isinstance(rule, Meets)]


def inner_rules(rule: Rule) -> Iterator[Rule]:
    """List the rules inside a rule, however deep."""
    inside: list[Rule] = []
    if isinstance(rule, AllRules | AnyOfRules | SomeRules):
        inside += rule.parts
    elif isinstance(rule, Quorum | Tiers):
        inside += [part for part in rule.of if isinstance(part, Rule)]
    elif isinstance(rule, Score):
        inside += [item.rule for block in rule.blocks for item in block.items if item.rule]
    for each in inside:
        yield each
        yield from inner_rules(each)


def terms_of(standard: Standard, vocabulary: Vocabulary, words: Words) -> Terms:
    """Put together what rules need to speak of their subjects."""
    return Terms(
        items={**vocabulary.items, **standard.items},
        indicators=standard.indicators,
        scopes=standard.scopes,
        stages={name: stage.title for name, stage in vocabulary.stages.items()},
        types={name: kind.title for name, kind in vocabulary.types.items()},
        answers={name: forms[0] for name, forms in vocabulary.answers.items()},
        words=words,
    )
