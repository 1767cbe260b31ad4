"""What a county should look at twice: what passes by a relaxation, hangs on rounding, or lies close to its limit."""

from collections.abc import Iterator

from eqeval.core.reports.report import DispersionLine, IndicatorLine, Report, SectionLine
from eqeval.words import Words


def relaxed(report: Report, words: Words) -> list[str]:
    """Say where a relaxation counts."""
    colon = words("list.colon")
    found = [
        f"{section.school} {section.stage_text} {one.id}{colon}{one.notes[0]}"
        for section, one in _indicators(report)
        if one.relaxed_by
    ]
    return found + [
        f"{one.school} {one.rule} {one.value_text} {one.limit_text}{colon}{one.relaxed_title}"
        for line in report.requirements
        for one in line.subjects
        if one.relaxed_by
    ]


def hanging(report: Report, words: Words) -> list[str]:
    """Say which verdicts a reader of rounded figures would see otherwise."""
    found = [_figures(section, one, words) for section, one in _indicators(report) if one.hangs]
    return found + [_coefficient(one, words) for one in report.dispersion if one.hangs]


def near(report: Report, words: Words) -> list[str]:
    """Say what lies close to a limit, on either side."""
    found = [_figures(section, one, words) for section, one in _indicators(report) if one.near and not one.hangs]
    return found + [_coefficient(one, words) for one in report.dispersion if one.near and not one.hangs]


def _indicators(report: Report) -> Iterator[tuple[SectionLine, IndicatorLine]]:
    return ((section, one) for section in report.sections for one in section.indicators)


def _figures(section: SectionLine, line: IndicatorLine, words: Words) -> str:
    """One value beside its requirement and floor."""
    paren = words("paren", text=f"{line.required_text} / {line.floor_text}")
    return f"{section.school} {section.stage_text} {line.id} {line.value_text}{paren} {line.outcome_text}"


def _coefficient(line: DispersionLine, words: Words) -> str:
    """One coefficient beside its limit."""
    outcome = words(f"outcome.{line.outcome}")
    return f"{line.stage_text} {line.indicator} CV {line.cv_text} / {line.limit_text} {outcome}"
