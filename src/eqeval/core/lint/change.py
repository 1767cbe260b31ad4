"""Compares a census with last year's: figures that jump, schools missing or new, of another type, code, or name."""

from difflib import get_close_matches
from fractions import Fraction

from eqeval.core.census import Census, Issue, School
from eqeval.core.figures.exact import Number, percent, plain
from eqeval.core.grid import word
from eqeval.core.intake.findings import Findings
from eqeval.core.lint.doubts import parts_of
from eqeval.core.lint.units import titled
from eqeval.core.parts.plausible import Change
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

# A school that is missing may be one of so many new ones.
MOST_NEW = 200


def compare(census: Census, before: Census, vocabulary: Vocabulary, words: Words) -> list[Issue]:
    """Name what is not as it was; schools are joined by their code, then by their name."""
    findings = Findings(words)
    faults = sum(issue.severity == "error" for issue in before.issues)
    if faults:
        findings.add("N643", before.schools[0].rows[0], None, faults)
    joined, lost = _join(census, before)
    new = [school for school in census.schools if id(school) not in joined]
    for school in census.schools:
        was = joined.get(id(school))
        if was is None:
            findings.about("N640", school, (vocabulary.roles["name"], None), school.name)
            continue
        if school.type and was.type and school.type != was.type:
            kinds = (words.text(vocabulary.types[one.type or ""].title) for one in (was, school))
            old, now = kinds
            findings.about("W558", school, (vocabulary.roles["type"], None), now, before=old, place=_place(was))
        if word(school.name) != word(was.name):
            key = (vocabulary.roles["name"], None)
            findings.about("N636", school, key, school.name, before=was.name, place=_place(was, key))
        for change in vocabulary.plausible.changes if vocabulary.plausible else ():
            _change(school, was, change, vocabulary, findings)
    _codes([(school, joined[id(school)]) for school in census.schools if id(school) in joined], vocabulary, findings)
    # Where most schools have other names, none is the nearest.
    names = [school.name for school in new] if len(new) <= MOST_NEW else []
    for was in lost:
        near = words.join(get_close_matches(was.name, names, n=1, cutoff=0.5)) or "—"
        findings.about("W557", was, (vocabulary.roles["name"], None), was.name, near=near)
    return findings.issues


def _join(census: Census, before: Census) -> tuple[dict[int, School], list[School]]:
    """Find every school of now in the table of then, by the identity of the school; the second are those not found."""
    joined: dict[int, School] = {}
    used: set[int] = set()
    for label in ("code", "name"):
        then: dict[str, list[School]] = {}
        for was in before.schools:
            mark = word(getattr(was, label))
            if mark and id(was) not in used:
                then.setdefault(mark, []).append(was)
        for school in census.schools:
            found = then.get(word(getattr(school, label)), [])
            if id(school) not in joined and found:
                joined[id(school)] = found.pop(0)
                used.add(id(joined[id(school)]))
    return joined, [was for was in before.schools if id(was) not in used]


def _codes(pairs: list[tuple[School, School]], vocabulary: Vocabulary, findings: Findings) -> None:
    """Name the schools, joined by their name, that have another code; if most have, the two years use other codes."""
    coded = [(school, was) for school, was in pairs if word(school.code) and word(was.code)]
    other = [(school, was) for school, was in coded if word(school.code) != word(was.code)]
    key = (vocabulary.roles["code"], None)
    all_of_them = len(other) > 1 and 2 * len(other) > len(coded)
    for school, was in other[:1] if all_of_them else other:
        said = "code.changed.most" if all_of_them else "code.changed"
        why = findings.words(said, before=was.code, place=_place(was, key), count=len(other))
        findings.about("W552", school, key, school.code, column=all_of_them, why=why)


def _change(school: School, was: School, change: Change, vocabulary: Vocabulary, findings: Findings) -> None:
    stages = vocabulary.items[change.item].stages
    then, today = dict(parts_of(was, stages)), dict(parts_of(school, stages))
    for stage in dict.fromkeys([*today, *then]):
        # A stage that is not taught has no pupils; of what else it has, nothing is known.
        nothing: dict[str, Number] = {change.item: 0} if change.item == vocabulary.roles["pupils"] else {}
        now, old = (one.get(stage, nothing).get(change.item) for one in (today, then))
        if now is None or old is None:
            continue
        moved = max(now, old) - min(now, old)
        if moved <= change.by * old or moved <= change.least:
            continue
        key = (change.item, stage)
        findings.about(
            "W556",
            school,
            key,
            plain(now),
            item=titled(key, vocabulary, findings),
            before=plain(old),
            place=_place(was, key),
            share=percent(Fraction(now - old) / old, 0) if old else "—",
            by=percent(change.by),
        )


def _place(was: School, key: tuple[str, str | None] | None = None) -> str:
    """Name a cell of last year's table, with its file."""
    return next(iter(was.cells(*key)), "") if key else was.rows[0].name(0)
