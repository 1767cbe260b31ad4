"""A standard as people read it: rules with clause, sentence and data; and in what two standards differ."""

from collections.abc import Iterator

from msgspec import Struct

from eqeval.core.figures import exact
from eqeval.core.indicator import Indicator
from eqeval.core.origin import item_and_stage
from eqeval.core.parts.written import Model, judged, words_in
from eqeval.core.rules.attestation import Attestation
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.tiers import Tiers
from eqeval.core.rules.veto import Veto
from eqeval.core.standards import details
from eqeval.core.standards.standard import Standard, inner_rules
from eqeval.core.terms import Terms


class Entry(Struct, frozen=True):
    """One rule as a reader sees it; depth counts the rules that it is inside of."""

    id: str
    depth: int
    kind: str
    title: str
    clause: str
    sentence: str
    binding: str
    needs: tuple[str, ...]
    notes: tuple[str, ...]
    seed: tuple[str, ...]


def identity(standard: Standard, terms: Terms) -> Iterator[tuple[str, str]]:
    """Say which text it is, as label and value."""
    words = terms.words
    yield words("standard.document"), standard.document
    yield words("standard.authority"), words.text(standard.authority)
    yield words("standard.region"), standard.region
    yield words("standard.valid"), validity(standard, terms)
    if standard.extends:
        yield words("standard.extends"), standard.extends
    yield words("explain.checked"), f"{words(f'checked.{standard.checked.state}')}；{words.text(standard.checked.note)}"
    if standard.source:
        yield words("standard.source"), standard.source


def validity(standard: Standard, terms: Terms) -> str:
    """Write from when to when a standard holds."""
    since, until = standard.valid.since, standard.valid.until
    return f"{since or '…'} — {until or '…'}" + (
        f"（{terms.words.text(standard.valid.note)}）" if standard.valid.note else ""
    )


def entries(standard: Standard, terms: Terms) -> Iterator[Entry]:
    """List every rule, each followed by the rules and indicators inside it."""
    counted = [rule for rule in standard.every_rule() if isinstance(rule, Quorum | Tiers)]
    told = {part.indicator for rule in counted for part in rule.of if isinstance(part, Member)}
    for rule in standard.rules:
        yield from _entries(rule, terms, 0, told)


def _entries(rule: Rule, terms: Terms, depth: int, told: set[str]) -> Iterator[Entry]:
    words = terms.words
    notes = [words.text(rule.note)] if rule.note else []
    notes += [words("describe.due", day=due.by, counties=words.join(due.counties or [])) for due in rule.due]
    notes += details.of_rule(rule, terms, told)
    yield Entry(
        rule.id,
        depth,
        str(getattr(rule, "kind", "")),
        words.text(rule.title),
        rule.clause,
        rule.sentence(terms),
        rule.binding,
        tuple(needs(rule, terms)),
        tuple(notes),
        tuple(rule.seed),
    )
    if isinstance(rule, Quorum | Tiers):
        for part in rule.of:
            if isinstance(part, Member):
                yield _member(part, terms, depth + 1)
    for inner in inner_rules(rule) if not isinstance(rule, Quorum | Tiers) else _direct(rule):
        yield from _entries(inner, terms, depth + 1, told)


def _direct(rule: Quorum | Tiers) -> list[Rule]:
    return [part for part in rule.of if isinstance(part, Rule)]


def _member(part: Member, terms: Terms, depth: int) -> Entry:
    words = terms.words
    indicator = terms.indicators[part.indicator]
    needed = tuple(terms.name(item) for item in dict.fromkeys(indicator.items()))
    return Entry(
        part.indicator,
        depth,
        "indicator",
        words.text(indicator.title),
        indicator.clause,
        part.sentence(terms),
        "must",
        needed,
        tuple(details.of_member(part, terms)),
        tuple(part.seed),
    )


# Fields that describe a rule and name no data.
_SAID = ("id", "title", "clause", "note", "seed", "kind", "declared")


def needs(rule: Rule, terms: Terms) -> list[str]:
    """Name the data that a rule reads; an attestation reads a statement of its own."""
    if isinstance(rule, Attestation | Veto):
        return [terms.words("describe.statement", id=rule.id)]
    found = [item for item in words_in(rule, _SAID) if item_and_stage(item)[0] in terms.items]
    indicators = [name for name in words_in(rule, _SAID) if name in terms.indicators]
    items = dict.fromkeys([*found, *(item for name in indicators for item in terms.indicators[name].items())])
    return [terms.name(item) for item in items]


class Difference(Struct, frozen=True):
    """One rule that two standards treat differently, and whether a verdict can change by it."""

    id: str
    kind: str
    title: str
    left: str
    right: str
    verdicts: bool


def differences(left: Standard, left_terms: Terms, right: Standard, right_terms: Terms) -> Iterator[Difference]:
    """Compare two standards rule by rule, by id.

    A verdict can change where a rule is added or removed, or what it asks for, of whom, or how bindingly differs;
    another title, clause or note changes none.
    """
    ours = {entry.id: (entry, rule) for entry, rule in _indexed(left, left_terms)}
    theirs = {entry.id: (entry, rule) for entry, rule in _indexed(right, right_terms)}
    for name in dict.fromkeys([*ours, *theirs]):
        if name not in theirs:
            yield Difference(name, "removed", ours[name][0].title, ours[name][0].sentence, "", True)
        elif name not in ours:
            yield Difference(name, "added", theirs[name][0].title, "", theirs[name][0].sentence, True)
        else:
            (old, before), (new, after) = ours[name], theirs[name]
            if before != after:
                kind = "changed"
                decides = judged(before) != judged(after)
                yield Difference(name, kind, new.title, old.sentence, new.sentence, decides)


def definitions(left: Standard, left_terms: Terms, right: Standard, right_terms: Terms) -> Iterator[Difference]:
    """Compare what rules rest on: the split of combined schools, and how items are read."""
    words = right_terms.words
    if left.split.weights != right.split.weights:
        weights = [
            " : ".join(
                f"{terms.stage(stage)} {exact.plain(weight)}" for stage, weight in standard.split.weights.items()
            )
            for standard, terms in ((left, left_terms), (right, right_terms))
        ]
        yield Difference("split", "changed", words("explain.split"), weights[0], weights[1], True)
    for name in dict.fromkeys([*left.items, *right.items]):
        old, new = left_terms.items.get(name), right_terms.items.get(name)
        if old is not None and new is not None and old != new:
            yield Difference(name, "changed", words.text(new.title), "", "", judged(old) != judged(new))


def _indexed(standard: Standard, terms: Terms) -> Iterator[tuple[Entry, object]]:
    """Pair every entry with everything that decides it: the rule, or the member with its indicator."""
    whole: dict[str, object] = {rule.id: (rule, _scope(rule, standard)) for rule in standard.every_rule()}
    # What is taken over names the document whose clause it cites; the parent's own rules cite it without a word.
    whole |= {rule.id: (_cited(rule, standard), _scope(rule, standard)) for rule in standard.rules}
    for rule in standard.every_rule():
        if isinstance(rule, Quorum | Tiers):
            for part in rule.of:
                if isinstance(part, Member):
                    whole[part.id] = (part, _cited(standard.indicators[part.indicator], standard))
    for entry in entries(standard, terms):
        yield entry, whole[entry.id]


def _cited(part: Rule | Indicator, standard: Standard) -> Model:
    return part.model_copy(update={"document": part.document or standard.document})


def _scope(rule: Rule, standard: Standard) -> object:
    return standard.scopes.get(getattr(rule, "scope", None) or "")
