"""Finds what a school hardly has: zeros, classes of no usual size, parts above their whole, stages without pupils."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from eqeval.core.census import Census, School
from eqeval.core.figures.exact import Number, plain
from eqeval.core.intake.findings import Findings
from eqeval.core.lint.units import brief, titled
from eqeval.core.parts.plausible import Plausible
from eqeval.core.vocabulary import SeldomAbove, Vocabulary


def check(census: Census, marks: Plausible, vocabulary: Vocabulary, findings: Findings) -> None:
    """Look at every school by itself."""
    asked = {issue.school for issue in census.issues if issue.code == "W501"}
    zeros = [(mark, vocabulary.items[mark.item].stages or (None,)) for mark in marks.seldom_zero]
    pupils = vocabulary.roles["pupils"]
    for school in census.schools:
        for mark, stages in zeros:
            for stage in stages:
                values = school.staged.get(stage) if stage else school.values
                if values and values.get(mark.item) == 0 and values.get(pupils, 0) >= mark.pupils:
                    key = (mark.item, stage)
                    title = titled(key, vocabulary, findings)
                    findings.about("W554", school, key, "0", item=title, pupils=plain(values[pupils]))
        _classes(school, marks, vocabulary, findings)
        for part in vocabulary.seldom_above:
            _above(school, part, vocabulary, findings)
        _stages(school, vocabulary, school.name in asked, findings)


def parts_of(school: School, stages: tuple[str, ...]) -> Iterator[tuple[str | None, Mapping[str, Number]]]:
    """List the values of the stages that an item has columns for, or those of the whole school."""
    if not stages:
        yield None, school.values
    for stage in stages:
        if stage in school.staged:
            yield stage, school.staged[stage]


def _classes(school: School, marks: Plausible, vocabulary: Vocabulary, findings: Findings) -> None:
    roles, size, times = vocabulary.roles, marks.class_size, marks.class_size.times
    for stage, values in school.staged.items():
        pupils, classes = values.get(roles["pupils"]), values.get(roles["classes"])
        if not pupils or not classes or pupils < size.pupils:
            continue
        # Sites have small classes of their own, however many they are together.
        low = size.at_least
        if size.split and classes > size.split.classes and not school.sites and school.type not in marks.unlike:
            low = size.split.at_least
        if not low * classes <= pupils <= size.at_most * classes:
            findings.about(
                "W555",
                school,
                (roles["classes"], stage),
                plain(classes),
                stage=findings.words.text(vocabulary.stages[stage].title),
                pupils=plain(pupils),
                average=brief(Fraction(pupils) / classes),
                low=low,
                high=size.at_most,
            )
        largest = values.get(roles["largest_class"], 0)
        # Without a fraction for every school.
        above = largest >= size.pupils and largest * classes * times.denominator > times.numerator * pupils
        if largest > size.largest or above:
            findings.about(
                "W567",
                school,
                (roles["largest_class"], stage),
                plain(largest),
                stage=findings.words.text(vocabulary.stages[stage].title),
                average=brief(Fraction(pupils) / classes),
                times=plain(times),
                most=size.largest,
            )


def _above(school: School, part: SeldomAbove, vocabulary: Vocabulary, findings: Findings) -> None:
    for stage, values in parts_of(school, vocabulary.items[part.part].stages):
        small, large = values.get(part.part), values.get(part.whole)
        if small is not None and large is not None and small > large and small > part.few:
            cell = next(iter(school.cells(part.whole, stage)), "")
            why = findings.words.text(part.message)
            findings.about("W559", school, (part.part, stage), plain(small), whole=plain(large), other=cell, why=why)


def _stages(school: School, vocabulary: Vocabulary, asked: bool, findings: Findings) -> None:
    """A school of several stages without a single pupil, or with none in a stage that its type is expected to teach.

    asked: whether a blank stage of this school was asked about already; then this is no zero.
    """
    words, pupils = findings.words, vocabulary.roles["pupils"]
    kind = vocabulary.types.get(school.type or "")
    if kind is None or len(kind.stages) < 2 or asked:
        return
    title = words.text(kind.title)
    if not school.staged:
        findings.about("W560", school, (pupils, kind.stages[0]), "0", type=title)
        return
    for stage in kind.stages:
        if stage not in school.staged:
            name = words.text(vocabulary.stages[stage].title)
            findings.about("N642", school, (pupils, stage), "0", type=title, stage=name)
