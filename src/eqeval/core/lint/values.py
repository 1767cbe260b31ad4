"""Finds stated values that are hardly values of their indicators: totals, or figures in another unit."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from eqeval.core.census import Census, Section
from eqeval.core.figures.exact import Number, plain
from eqeval.core.indicator import Indicator
from eqeval.core.intake.findings import Findings
from eqeval.core.lint.units import FEWEST, brief
from eqeval.core.parts.plausible import Plausible, Usual
from eqeval.core.vocabulary import Vocabulary


class Range(Struct, frozen=True):
    """Between which ends the middle school of a county lies, and a single one.

    measured: whether all that is divided is measured, and not counted; few of those are always possible.
    """

    low: Number
    high: Number
    far: int
    measured: bool


def check(
    census: Census, indicators: Mapping[str, Indicator], marks: Plausible, vocabulary: Vocabulary, findings: Findings
) -> None:
    """Hold the stated values of every indicator against what its items usually come to, stage by stage."""
    columns = {one.column for one in indicators.values()}
    stating = [one for one in census.sections if not columns.isdisjoint(one.values)]
    for indicator in indicators.values() if stating else ():
        for stage in vocabulary.stages:
            having = [one for one in stating if one.stage == stage and one.values.get(indicator.column)]
            usual = _range(indicator, stage, marks.usual, vocabulary) if having else None
            if usual is not None and not _column(having, indicator, usual, vocabulary, findings):
                _values(having, indicator, usual, marks, vocabulary, findings)


def _range(indicator: Indicator, stage: str, usual: list[Usual], vocabulary: Vocabulary) -> Range | None:
    """Say what an indicator usually comes to: the sum of what its items do, if all of them are known so.

    What is taken off may be nothing.
    """
    known = {(one.item, one.per): one for one in usual}
    added = {item: factor for item, factor in indicator.sum_of(stage).items() if factor > 0}
    if len(indicator.per) != 1 or any((item, per) not in known for item in added for per in indicator.per):
        return None
    (per,) = indicator.per
    times = Fraction(indicator.times) / indicator.per[per]
    parts = [(known[item, per], factor * times) for item, factor in added.items()]
    return Range(
        sum(one.between[0] * factor for one, factor in parts),
        sum(one.between[1] * factor for one, factor in parts),
        max(one.far for one, _ in parts),
        all(vocabulary.items[item].kind == "number" for item in added),
    )


def _column(
    having: list[Section], indicator: Indicator, usual: Range, vocabulary: Vocabulary, findings: Findings
) -> bool:
    """Ask about a column whose middle school lies outside of what is usual."""
    middle = sorted(one.values[indicator.column] for one in having)[len(having) // 2]
    if len(having) < FEWEST or usual.low <= middle <= usual.high:
        return False
    _tell("W580", having[0], indicator, usual.low, usual.high, vocabulary, findings, column=True, middle=brief(middle))
    return True


def _values(
    having: list[Section],
    indicator: Indicator,
    usual: Range,
    marks: Plausible,
    vocabulary: Vocabulary,
    findings: Findings,
) -> None:
    """Ask about single values that lie as far beyond as none of its size may."""
    low, high = Fraction(usual.low) / usual.far, usual.high * usual.far
    for one in having:
        value, pupils = one.values[indicator.column], one.values.get(vocabulary.roles["pupils"])
        nominal = Fraction(value) * pupils / max(pupils, marks.small_school) if pupils else value
        if nominal > high or (usual.measured and value < low):
            _tell("W581", one, indicator, low, high, vocabulary, findings)


def _tell(
    code: str,
    section: Section,
    indicator: Indicator,
    low: Number,
    high: Number,
    vocabulary: Vocabulary,
    findings: Findings,
    column: bool = False,
    **beside: str,
) -> None:
    text = findings.words.text
    findings.about(
        code,
        section.school,
        (indicator.column, section.stage),
        "" if column else plain(section.values[indicator.column]),
        column,
        item=text(indicator.title),
        stage=text(vocabulary.stages[section.stage].title),
        unit=text(indicator.unit),
        low=brief(low),
        high=brief(high),
        **beside,
    )
