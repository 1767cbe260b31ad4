"""What a standard asks in the rows of the application form: the requirement of a row, its figures, its limits."""

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from eqeval.core.census import CONFLICT, Statement
from eqeval.core.figures.exact import Number
from eqeval.core.grid import Raw, word
from eqeval.core.intake.declared.sentences import NUMBER, Piece, filled_blanks, folded, pieces, plain
from eqeval.core.parts.bound import compare
from eqeval.core.parts.declaration import slots
from eqeval.core.parts.written import Title
from eqeval.core.rules.attestation import Attestation
from eqeval.core.rules.compare import Compare
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.share import Share
from eqeval.core.rules.survey import Survey
from eqeval.core.standards.standard import Standard, inner_rules
from eqeval.core.vocabulary import Vocabulary

# 1. 12、 before the name of a row.
_NUMBERED = re.compile(r"^\(?\d{1,2}[.、)]")


class Asked(Struct, frozen=True):
    """A requirement as the application form asks for it: how its row is recognised, and its sentence."""

    rule: Rule
    rows: tuple[re.Pattern[str], ...]
    titles: frozenset[str]
    parts: tuple[Piece, ...]
    items: tuple[str, ...]

    @property
    def leaves(self) -> list[Rule]:
        """The requirement itself, or those that it consists of."""
        return [one for one in (self.rule, *inner_rules(self.rule)) if not list(inner_rules(one))]

    @property
    def attested(self) -> list[Attestation]:
        """What somebody has to say of it."""
        return [one for one in self.leaves if isinstance(one, Attestation)]

    @property
    def single(self) -> str | None:
        """The item that the only figure of its row is; None where it has none, or several."""
        found = [name for one in self.leaves if (name := _principal(one))]
        return found[0] if len(found) == 1 and len([one for one in self.leaves if ways(one)]) == 1 else None

    def limit(self) -> tuple[Number, bool] | None:
        """Give the only limit of the requirement, and whether it is a share."""
        if isinstance(self.rule, Compare) and not isinstance(self.rule.to, dict):
            return self.rule.to, False
        if isinstance(self.rule, Share | Survey) and len(self.rule.limits) == 1 and self.rule.limits[0].fixed:
            return self.rule.limits[0].fixed.limit, True
        return None


def of_standard(standard: Standard, vocabulary: Vocabulary) -> tuple[Asked, ...]:
    """List the requirements of a standard that the application form asks for."""
    return tuple(_asked(rule, vocabulary) for rule in standard.every_rule() if rule.declared)


def _asked(rule: Rule, vocabulary: Vocabulary) -> Asked:
    told = rule.declared
    assert told is not None
    rows = tuple(re.compile(".*".join(re.escape(plain(part)) for part in name.split("…"))) for name in told.rows)
    titles = frozenset(plain(title) for title in _languages(rule.title))
    items = tuple(dict.fromkeys(name for sentence in told.says for name in slots(sentence) if name))
    return Asked(rule, rows, titles, tuple(pieces(told.says, vocabulary)), items)


def _languages(title: Title) -> Iterable[str]:
    return [title] if isinstance(title, str) else title.values()


def speaks_of(name: Raw, known: Sequence[Asked]) -> list[Asked]:
    """List the requirements that the name of a row speaks of, by its words; what stands where says nothing."""
    written = plain(_NUMBERED.sub("", word(name)))
    titled = [one for one in known if written.removeprefix(plain(one.rule.id)) in one.titles]
    return titled or [one for one in known if any(row.search(written) for row in one.rows)]


def numbered(name: Raw) -> bool:
    """Whether the name of a row begins with its number."""
    return bool(_NUMBERED.match(word(name)))


def numbers_in(name: Raw) -> list[str]:
    """List the numbers that are printed in the name of a row, without its own and those filled into blanks."""
    filled = list(filled_blanks(name))
    found = re.findall(NUMBER, _NUMBERED.sub("", folded(name)))
    return [each for each in found if each not in filled]


def ways(rule: Rule) -> list[frozenset[str]]:
    """List the sets of items any of which is enough for a requirement; empty for one that no figure decides."""
    if isinstance(rule, Share):
        parts = [frozenset({*(rule.of or ()), *(rule.per or ())})] if rule.of else []
        return [*parts, frozenset({rule.stated})]
    if isinstance(rule, Survey):
        return [frozenset({rule.satisfied, rule.returned}), frozenset({rule.stated})]
    if isinstance(rule, Compare):
        return [frozenset({*rule.of, *(rule.per or ()), *(rule.to if isinstance(rule.to, dict) else ())})]
    return []


def _principal(rule: Rule) -> str | None:
    """Name the item that a requirement is about, where one figure tells all."""
    if isinstance(rule, Share | Survey):
        return rule.stated
    enough = ways(rule)
    return next(iter(enough[0])) if enough and len(enough[0]) == 1 else None


def lacking(rule: Rule, said: Mapping[str, Statement]) -> list[str]:
    """Name the items that a requirement still waits for: the shortest of its ways."""
    enough = ways(rule)
    if any(all(_known(name, said) for name in each) for each in enough):
        return []
    return [name for name in min(enough, key=len) if name not in said or not said[name].cell] if enough else []


def _known(name: str, said: Mapping[str, Statement]) -> bool:
    return name in said and (said[name].number is not None or said[name].text == CONFLICT)


def fails(item: str, value: Number, known: Asked) -> bool:
    """Whether a figure alone makes a requirement fail, whatever the others are."""
    return any(
        isinstance(one, Compare) and set(one.of) == {item} and one.per is None and not isinstance(one.to, dict)
        and not _compared(one, value)
        for one in known.leaves
    )  # fmt: skip


def _compared(rule: Compare, value: Number) -> bool:
    assert not isinstance(rule.to, dict)
    return compare(rule.operator, value, rule.to)


def percent(value: Number, share: bool) -> Number:
    """Write a limit as the form prints it."""
    return Fraction(value) * 100 if share else value
