"""The screen: what a county has to know, in the order in which it needs it."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eqeval.core.census import Issue
from eqeval.core.figures import exact
from eqeval.core.reports.report import DispersionLine, IndicatorLine, Report, RequirementLine, SectionLine, View
from eqeval.core.verdict import Outcome
from eqeval.render.narrow import put
from eqeval.words import Words

# Lists longer than this are cut, and the cut is said, unless everything was asked for.
LONGEST = 30
# A county of a hundred files names the first.
MOST_INPUTS = 5

# Findings of one code: so many are shown, so that hundreds of a kind leave room for the others and for the verdict.
SAME = 8
_STYLES = {
    Outcome.MET: "green",
    Outcome.TOLERATED: "yellow",
    Outcome.NOT_MET: "bold red",
    Outcome.UNDETERMINED: "magenta",
    Outcome.NOT_APPLICABLE: "dim",
    Outcome.ATTESTED: "green",
    Outcome.AWAITING: "cyan",
    Outcome.NOT_DUE: "dim",
}
_SEVERITIES = {"error": "bold red", "warning": "yellow", "note": "dim"}


class Screen:
    """Prints one report; school names are text, never markup."""

    def __init__(self, report: Report, words: Words, view: View) -> None:
        self.report, self.words, self.view = report, words, view
        self.full = view == "full"

    def show(self, console: Console) -> None:
        """Print everything that the view asks for."""
        self.console = console
        self.head()
        self.issues()
        if self.view == "summary":
            self.reasons([one for one in self.report.sections if one.outcome == Outcome.NOT_MET])
        elif self.report.sections:
            self.sections()
        if self.report.dispersion:
            self.coefficients()
        self.requirements()
        if self.view != "summary":
            self.notes()
        self.foot()

    def head(self) -> None:
        """County, file, standard, day, and the verdict in one line."""
        report, words = self.report, self.words
        self.console.print(Text(report.county, "bold"))
        paren = words("paren", text=report.standard.document)
        standard = f"{report.standard.title}{paren} {report.standard.id}"
        day = words("screen.as_of", day=report.as_of)
        self.line(words("screen.standard"), Text(f"{standard} {day}"))
        shown = report.inputs if len(report.inputs) <= MOST_INPUTS else report.inputs[:1]
        for line in shown:
            self.line(words("screen.input"), Text(line.path))
        if len(shown) < len(report.inputs):
            self.line(words("screen.input"), Text(words("screen.more_inputs", count=len(report.inputs) - 1)))
        self.line(words("screen.verdict"), Text(report.headline, _STYLES[report.outcome]))

    def line(self, label: str, text: Text) -> None:
        """Print a label and a text behind it."""
        self.console.print(Text.assemble((f"{label}{self.words('list.colon')}", "bold"), text))

    def title(self, key: str, **values: str) -> None:
        """Print the heading of a block."""
        self.console.print()
        self.console.print(Text(f"■ {self.words(key, **values)}", "bold"))

    def table(self, *columns: str) -> Table:
        """Make a table with these columns; figures stand to the right."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        figures = {"value", "required", "floor", "shortfall", "mean", "cv", "limit", "pupils"}
        for column in columns:
            right = column in figures
            table.add_column(
                self.words(f"column.{column}"),
                justify="right" if right else "left",
                no_wrap=right or column in ("stage", "rule", "outcome"),
                overflow="fold",
            )
        return table

    def cut(self, rows: list[list[Text]], table: Table) -> None:
        """Print a table, saying how many rows are left out."""
        shown = rows if self.full else rows[:LONGEST]
        for row in shown:
            table.add_row(*row)
        put(table, self.console, self.words)
        if len(rows) > len(shown):
            self.console.print(Text(self.words("screen.more", count=len(rows) - len(shown)), "dim"))

    def outcome(self, outcome: Outcome) -> Text:
        """Say an outcome in its colour."""
        return Text(self.words(f"outcome.{outcome}"), _STYLES[outcome])

    def issues(self) -> None:
        """What is wrong with the data: errors and warnings, and notes where all was asked for; a few of each code."""
        report, words = self.report, self.words
        counts = {level: sum(one.severity == level for one in report.issues) for level in _SEVERITIES}
        confirmed = sum(one.confirmed is not None for one in report.issues)
        said = words("screen.issues.count", **counts)
        said += words("screen.issues.confirmed", count=confirmed) if confirmed else ""
        hidden = words("screen.issues.hidden") if counts["note"] and not self.full else ""
        self.line(words("screen.issues"), Text(said + hidden))
        levels = {"summary": ("error",), "failures": ("error", "warning")}.get(self.view, tuple(_SEVERITIES))
        groups: dict[tuple[str, bool], list[Issue]] = {}
        for one in report.issues:
            if one.severity in levels:
                groups.setdefault((one.code, one.confirmed is not None), []).append(one)
        left = len(report.issues) if self.full else LONGEST
        unsaid = 0
        for (code, _), found in groups.items():
            shown = found if self.full else found[: min(SAME, left)]
            left -= len(shown)
            if not shown:
                unsaid += len(found)
                continue
            for one in shown:
                self.console.print(self.issue(one))
            if len(found) > len(shown):
                more = words("screen.issues.same", code=code, count=len(found) - len(shown))
                self.console.print(Text(f"  {more}", "dim"))
        if unsaid:
            self.console.print(Text(words("screen.more", count=unsaid), "dim"))

    def issue(self, one: Issue) -> Text:
        """Say one finding with its place and its school."""
        words, place = self.words, one.cell or one.sheet or ""
        return Text.assemble(
            "  ",
            (
                f"{words(f'severity.{one.severity}')} {one.code}",
                "green" if one.confirmed else _SEVERITIES[one.severity],
            ),
            f" {place} " if place else " ",
            (f"{one.school}{words('list.colon')}" if one.school else ""),
            one.message,
        )

    def sections(self) -> None:
        """The schools that fail, then those that lack data; all of them in the full view."""
        if self.full:
            self.section_table("screen.all_sections", self.report.sections, everything=True)
            return
        failing = [one for one in self.report.sections if one.outcome == Outcome.NOT_MET]
        if failing:
            self.section_table("screen.failing", failing)
            self.reasons(failing)
        else:
            self.title("screen.none_failing")
        open_ = [one for one in self.report.sections if one.outcome == Outcome.UNDETERMINED]
        if open_:
            self.section_table("screen.open", open_)

    def reasons(self, lines: list[SectionLine]) -> None:
        """One line for every section that fails: how many items are met, at the floor, and below it."""
        shown = lines if self.full else lines[:LONGEST]
        for line in shown:
            text = f"  {line.school} {line.stage_text}{self.words('list.colon')}{line.because}"
            self.console.print(Text(text, "dim"))
        if len(lines) > len(shown):
            self.console.print(Text(self.words("screen.more", count=len(lines) - len(shown)), "dim"))

    def section_table(self, key: str, lines: Iterable[SectionLine], everything: bool = False) -> None:
        """One row for every indicator that is not met, or for every indicator."""
        self.title(key)
        table = self.table("school", "stage", "indicator", "value", "required", "floor", "outcome", "shortfall")
        rows = []
        for section in lines:
            shown = [line for line in section.indicators if everything or line.outcome != Outcome.MET]
            rows += [self.indicator_row(section, line) for line in shown]
        self.cut(rows, table)

    def indicator_row(self, section: SectionLine, line: IndicatorLine) -> list[Text]:
        """Lay out one indicator of one section."""
        return [
            Text(section.school),
            Text(section.stage_text),
            Text(f"{line.id} {line.short}"),
            Text(line.value_text or "—"),
            Text(line.required_text),
            Text(line.floor_text),
            Text(line.outcome_text, _STYLES[line.outcome]),
            Text(line.shortfall.text if line.shortfall else " ".join(line.notes[:1]) if line.value is None else ""),
        ]

    def coefficients(self) -> None:
        """The table of the coefficients, and the composite of each stage."""
        # One heading for all: how they are weighted is told where all are weighted alike.
        weights = {line.weight_text for line in self.report.dispersion}
        self.title("screen.cv", weight=self.words("paren", text=weights.pop()) if len(weights) == 1 else "")
        table = self.table("stage", "indicator", "mean", "cv", "limit", "outcome", "largest")
        for line in self.report.dispersion:
            table.add_row(*self.coefficient_row(line))
        put(table, self.console, self.words)
        if any(line.approximate for line in self.report.dispersion):
            self.console.print(Text(self.words("screen.approximate"), "dim"))
        for composite in self.report.composite:
            values = {"stage": composite.stage_text, "cv": composite.cv_text, "limit": composite.limit_text}
            if composite.outcome is None:
                self.console.print(Text(self.words("screen.composite", **values), "dim"))
            else:
                text = self.words("screen.composite.limit", **values)
                self.console.print(Text.assemble(text, self.outcome(composite.outcome)))
                for note in composite.notes:
                    self.console.print(Text(f"  {note}", "dim"))

    def coefficient_row(self, line: DispersionLine) -> list[Text]:
        """Lay out one coefficient."""
        share = self.words("paren", text=exact.percent(line.largest_share, 0))
        largest = f"{line.largest}{share}" if line.largest else ""
        return [
            Text(line.stage_text),
            Text(f"{line.indicator} {line.short}"),
            Text(line.mean_text or "—"),
            Text(line.cv_text or "—"),
            Text(line.limit_text),
            self.outcome(line.outcome),
            Text(largest),
        ]

    def requirements(self) -> None:
        """The other requirements with the schools that break them, then what is awaiting evidence."""
        others = [one for one in self.report.requirements if one.id not in self.report.core]
        shown = [
            one for one in others if self.full or one.outcome in (Outcome.NOT_MET, Outcome.UNDETERMINED) or one.subjects
        ]
        if shown:
            self.title("screen.requirements")
            table = self.table("rule", "title", "outcome", "because")
            for line in shown:
                table.add_row(Text(line.id), Text(line.title), self.outcome(line.outcome), Text(line.because))
            put(table, self.console, self.words)
        if self.view != "summary":
            self.subjects(shown)
        if self.report.awaiting and not self.full:
            self.title("screen.awaiting")
            for one in self.report.awaiting:
                self.console.print(Text(f"  {one.id} {one.title}{self.words('list.colon')}{one.because}"))

    def subjects(self, lines: list[RequirementLine]) -> None:
        """The schools that break a requirement, or pass it only by a relaxation."""
        rows = [
            [
                Text(one.rule),
                Text(one.school),
                Text(one.stage_text),
                Text(one.value_text or "—"),
                Text(one.limit_text),
                self.outcome(one.outcome),
                Text(self.words("list.comma").join(one.cells)),
            ]
            for line in lines
            for one in line.subjects
            if one.outcome not in (Outcome.MET, Outcome.NOT_APPLICABLE)
        ]
        if rows:
            self.title("screen.requirements.unmet")
            self.cut(rows, self.table("rule", "school", "stage", "value", "required", "outcome", "cells"))

    def notes(self) -> None:
        """Near misses, verdicts that hang on rounding, and what passes by a relaxation."""
        lines = [(section, one) for section in self.report.sections for one in section.indicators]
        self.listing("screen.relaxed", self.relaxed(lines))
        self.listing("screen.rounding", self.hanging(lines))
        self.listing("screen.near", self.near(lines))

    def listing(self, key: str, rows: list[str]) -> None:
        """Print a list of lines under a heading, if there are any."""
        if not rows:
            return
        self.title(key)
        shown = rows if self.full else rows[:LONGEST]
        for row in shown:
            self.console.print(Text(f"  {row}"))
        if len(rows) > len(shown):
            self.console.print(Text(self.words("screen.more", count=len(rows) - len(shown)), "dim"))

    def relaxed(self, lines: list[tuple[SectionLine, IndicatorLine]]) -> list[str]:
        """Say where a relaxation counts."""
        found = [
            f"{section.school} {section.stage_text} {one.id}{self.words('list.colon')}{one.notes[0]}"
            for section, one in lines
            if one.relaxed_by
        ]
        return found + [
            f"{one.school} {one.rule} {one.value_text} {one.limit_text}{self.words('list.colon')}{one.relaxed_title}"
            for line in self.report.requirements
            for one in line.subjects
            if one.relaxed_by
        ]

    def hanging(self, lines: list[tuple[SectionLine, IndicatorLine]]) -> list[str]:
        """Say which verdicts a reader of rounded figures would see otherwise."""
        found = [self.figures(section, one) for section, one in lines if one.hangs]
        return found + [self.coefficient(one) for one in self.report.dispersion if one.hangs]

    def near(self, lines: list[tuple[SectionLine, IndicatorLine]]) -> list[str]:
        """Say what lies close to a limit, on either side."""
        found = [self.figures(section, one) for section, one in lines if one.near and not one.hangs]
        return found + [self.coefficient(one) for one in self.report.dispersion if one.near and not one.hangs]

    def figures(self, section: SectionLine, line: IndicatorLine) -> str:
        """One value beside its requirement and floor."""
        outcome = line.outcome_text
        marks = f"{line.required_text} / {line.floor_text}"
        paren = self.words("paren", text=marks)
        return f"{section.school} {section.stage_text} {line.id} {line.value_text}{paren} {outcome}"

    def coefficient(self, line: DispersionLine) -> str:
        """One coefficient beside its limit."""
        outcome = self.outcome(line.outcome).plain
        return f"{line.stage_text} {line.indicator} CV {line.cv_text} / {line.limit_text} {outcome}"

    def foot(self) -> None:
        """The next step."""
        self.console.print()
        self.line(self.words("screen.next"), Text(self.report.next_step))


def show(report: Report, words: Words, view: View, console: Console) -> None:
    """Print a report on a console."""
    Screen(report, words, view).show(console)
