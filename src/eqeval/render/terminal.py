"""The screen: what a county has to know, in the order in which it needs it."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from eqeval.core.census import Issue
from eqeval.core.figures import exact
from eqeval.core.reports.report import DispersionLine, IndicatorLine, Report, RequirementLine, SectionLine, View
from eqeval.core.verdict import Outcome
from eqeval.render import closeness
from eqeval.render.pane import LONGEST, SEVERITIES, STYLES, Pane
from eqeval.words import Words

# Findings of one code: so many are shown, so that hundreds of a kind leave room for the others and for the verdict.
SAME = 8


def show(report: Report, words: Words, view: View, console: Console) -> None:
    """Print everything of a report that the view asks for."""
    pane = Pane(words, console, view == "full")
    pane.head(report.county, report.standard, report.as_of, report.inputs)
    pane.line("screen.verdict", report.headline, STYLES[report.outcome])
    _issues(report, pane, view)
    if view == "summary":
        _reasons(_of(report, Outcome.NOT_MET), pane)
    elif report.sections:
        _sections(report, pane)
    if report.dispersion:
        _coefficients(report, pane)
    _requirements(report, pane, view)
    if view != "summary":
        for key, lines in (
            ("screen.relaxed", closeness.relaxed(report, words)),
            ("screen.rounding", closeness.hanging(report, words)),
            ("screen.near", closeness.near(report, words)),
        ):
            if lines:
                pane.title(key)
                pane.listed(lines)
    pane.print()
    pane.line("screen.next", report.next_step)


def _of(report: Report, outcome: Outcome) -> list[SectionLine]:
    return [one for one in report.sections if one.outcome == outcome]


def _issues(report: Report, pane: Pane, view: View) -> None:
    """What is wrong with the data: errors and warnings, and notes where all was asked for; a few of each code."""
    words = pane.words
    counts = {level: sum(one.severity == level for one in report.issues) for level in SEVERITIES}
    confirmed = sum(one.confirmed is not None for one in report.issues)
    said = words("screen.issues.count", **counts)
    said += words("screen.issues.confirmed", count=confirmed) if confirmed else ""
    hidden = words("screen.issues.hidden") if counts["note"] and not pane.full else ""
    pane.line("screen.issues", said + hidden)
    levels = {"summary": ("error",), "failures": ("error", "warning")}.get(view, tuple(SEVERITIES))
    groups: dict[tuple[str, bool], list[Issue]] = {}
    for one in report.issues:
        if one.severity in levels:
            groups.setdefault((one.code, one.confirmed is not None), []).append(one)
    left = len(report.issues) if pane.full else LONGEST
    unsaid = 0
    for (code, _), found in groups.items():
        shown = found if pane.full else found[: min(SAME, left)]
        left -= len(shown)
        if not shown:
            unsaid += len(found)
            continue
        for one in shown:
            pane.print(_issue(one, words))
        if len(found) > len(shown):
            pane.print(f"  {words('screen.issues.same', code=code, count=len(found) - len(shown))}", "dim")
    pane.more(unsaid)


def _issue(one: Issue, words: Words) -> Text:
    """Say one finding with its place and its school."""
    place = one.cell or one.sheet or ""
    return Text.assemble(
        "  ",
        (f"{words(f'severity.{one.severity}')} {one.code}", "green" if one.confirmed else SEVERITIES[one.severity]),
        f" {place} " if place else " ",
        (f"{one.school}{words('list.colon')}" if one.school else ""),
        one.message,
    )


def _sections(report: Report, pane: Pane) -> None:
    """The schools that fail, then those that lack data; all of them in the full view."""
    if pane.full:
        _section_table("screen.all_sections", report.sections, pane)
        return
    failing, open_ = _of(report, Outcome.NOT_MET), _of(report, Outcome.UNDETERMINED)
    if failing:
        if _section_table("screen.failing", failing, pane):
            # Else they would read as lines of the last school.
            pane.print()
        _reasons(failing, pane)
    else:
        pane.title("screen.none_failing")
    if open_:
        _section_table("screen.open", open_, pane)


def _reasons(lines: Sequence[SectionLine], pane: Pane) -> None:
    """One line for every section that fails: how many items are met, at the floor, and below it."""
    colon = pane.words("list.colon")
    pane.listed([f"{line.school} {line.stage_text}{colon}{line.because}" for line in lines], "dim")


def _section_table(key: str, lines: Sequence[SectionLine], pane: Pane) -> bool:
    """One row for every indicator that is not met, or for every indicator where everything was asked for.

    Says whether the rows are lines of their own, as on a narrow terminal.
    """
    pane.title(key)
    table = pane.table("school", "stage", "indicator", "value", "required", "floor", "outcome", "shortfall")
    rows = [
        _indicator(section, line)
        for section in lines
        for line in section.indicators
        if pane.full or line.outcome != Outcome.MET
    ]
    return pane.cut(table, rows)


def _indicator(section: SectionLine, line: IndicatorLine) -> list[Text]:
    """Lay out one indicator of one section."""
    return [
        Text(section.school),
        Text(section.stage_text),
        Text(f"{line.id} {line.short}"),
        Text(line.value_text or "—"),
        Text(line.required_text),
        Text(line.floor_text),
        Text(line.outcome_text, STYLES[line.outcome]),
        Text(line.shortfall.text if line.shortfall else " ".join(line.notes[:1]) if line.value is None else ""),
    ]


def _coefficients(report: Report, pane: Pane) -> None:
    """The table of the coefficients, and the composite of each stage."""
    words = pane.words
    # One heading for all: how they are weighted is told where all are weighted alike.
    weights = {line.weight_text for line in report.dispersion}
    pane.title("screen.cv", weight=words("paren", text=weights.pop()) if len(weights) == 1 else "")
    table = pane.table("stage", "indicator", "mean", "cv", "limit", "outcome", "largest")
    pane.rows(table, [_coefficient(line, pane) for line in report.dispersion])
    if any(line.approximate for line in report.dispersion):
        pane.print(words("screen.approximate"), "dim")
    for composite in report.composite:
        values = {"stage": composite.stage_text, "cv": composite.cv_text, "limit": composite.limit_text}
        if composite.outcome is None:
            pane.print(words("screen.composite", **values), "dim")
        else:
            pane.print(Text.assemble(words("screen.composite.limit", **values), pane.outcome(composite.outcome)))
            for note in composite.notes:
                pane.print(f"  {note}", "dim")


def _coefficient(line: DispersionLine, pane: Pane) -> list[Text]:
    """Lay out one coefficient."""
    share = pane.words("paren", text=exact.percent(line.largest_share, 0))
    return [
        Text(line.stage_text),
        Text(f"{line.indicator} {line.short}"),
        Text(line.mean_text or "—"),
        Text(line.cv_text or "—"),
        Text(line.limit_text),
        pane.outcome(line.outcome),
        Text(f"{line.largest}{share}" if line.largest else ""),
    ]


def _requirements(report: Report, pane: Pane, view: View) -> None:
    """The other requirements with the schools that break them, then what is awaiting evidence."""
    others = [one for one in report.requirements if one.id not in report.core]
    shown = [
        one for one in others if pane.full or one.outcome in (Outcome.NOT_MET, Outcome.UNDETERMINED) or one.subjects
    ]
    if shown:
        pane.title("screen.requirements")
        table = pane.table("rule", "title", "outcome", "because")
        pane.rows(
            table,
            [[Text(line.id), Text(line.title), pane.outcome(line.outcome), Text(line.because)] for line in shown],
        )
    if view != "summary":
        _subjects(shown, pane)
    if report.awaiting and not pane.full:
        pane.title("screen.awaiting")
        for one in report.awaiting:
            pane.print(f"  {one.id} {one.title}{pane.words('list.colon')}{one.because}")


def _subjects(lines: Sequence[RequirementLine], pane: Pane) -> None:
    """The schools that break a requirement, or pass it only by a relaxation."""
    rows = [
        [
            Text(one.rule),
            Text(one.school),
            Text(one.stage_text),
            Text(one.value_text or "—"),
            Text(one.limit_text),
            pane.outcome(one.outcome),
            Text(pane.words("list.comma").join(one.cells)),
        ]
        for line in lines
        for one in line.subjects
        if one.outcome not in (Outcome.MET, Outcome.NOT_APPLICABLE)
    ]
    if rows:
        pane.title("screen.requirements.unmet")
        pane.cut(pane.table("rule", "school", "stage", "value", "required", "outcome", "cells"), rows)
