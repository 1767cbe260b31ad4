"""The screen of `lint`: findings by their code, the gravest first, each with how to mend it."""

from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eqeval.core.lint.report import Finding, LintReport
from eqeval.render.narrow import broken
from eqeval.render.terminal import MOST_INPUTS
from eqeval.words import Words

View = Literal["summary", "failures", "full"]

# Of one code no more are shown, unless everything was asked for; how many are left out is said.
LONGEST = 10
# Cells between the columns of a finding, the widest name of a school, and the least room for what is said.
_GAP, _WIDEST_NAME, _NARROWEST = 2, 28, 30
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def show(report: LintReport, words: Words, view: View, console: Console) -> None:
    """Print the head, then the errors, the warnings, what was confirmed, and the notes."""
    colon = words("list.colon")

    def line(key: str, text: Text) -> None:
        console.print(Text.assemble((f"{words(key)}{colon}", "bold"), text))

    console.print(Text(report.county, "bold"))
    paren = words("paren", text=report.standard.document)
    day = words("screen.as_of", day=report.as_of)
    line("screen.standard", Text(f"{report.standard.title}{paren} {report.standard.id} {day}"))
    shown = report.inputs if len(report.inputs) <= MOST_INPUTS else report.inputs[:1]
    for one in shown:
        line("screen.input", Text(one.path))
    if len(shown) < len(report.inputs):
        line("screen.input", Text(words("screen.more_inputs", count=len(report.inputs) - 1)))
    if report.previous:
        line("lint.previous", Text(report.previous.path))
    errors, warnings, notes = (report.of(severity) for severity in ("error", "warning", "note"))
    confirmed = report.of("warning", confirmed=True)
    style = "bold red" if errors else "yellow" if warnings else "green"
    line("screen.issues", Text(report.headline, style))
    counts = {"error": len(errors), "warning": len(warnings), "confirmed": len(confirmed), "note": len(notes)}
    line("lint.counts", Text(words("lint.counts.text", **counts)))
    blocks: list[tuple[str, Sequence[Finding], int | None]] = [
        ("lint.block.error", errors, LONGEST),
        ("lint.block.warning", warnings, LONGEST),
        ("lint.block.confirmed", confirmed, None),
        ("lint.block.note" if view == "full" else "lint.block.note.hidden", notes, 0),
    ]
    for key, findings, most in blocks:
        if findings:
            console.print()
            console.print(Text(f"■ {words(key)}", "bold"))
            _groups(findings, None if view == "full" else 0 if view == "summary" else most, words, console)
    if errors or warnings:
        console.print()
        line("screen.next", Text(words("lint.next", code=(errors or warnings)[0].issue.code)))


def _groups(findings: Sequence[Finding], most: int | None, words: Words, console: Console) -> None:
    """Print the findings of each code together, in the order in which the codes come first."""
    groups: dict[str, list[Finding]] = {}
    for one in findings:
        groups.setdefault(one.issue.code, []).append(one)
    for code, group in groups.items():
        first = group[0]
        count = words("lint.places", count=len(group))
        console.print(Text.assemble((code, _STYLES[first.issue.severity]), f" {first.what}", (f"  {count}", "dim")))
        shown = group if most is None else group[:most]
        if shown:
            _places(shown, words, console)
        if most and len(group) > most:
            console.print(Text(f"    {words('screen.more', count=len(group) - most)}", "dim"))
        if first.issue.severity != "note" and not first.issue.confirmed:
            console.print(Text(f"    {words('explain.mend')}{words('list.colon')}{first.mend}", "dim"))


def _places(findings: Sequence[Finding], words: Words, console: Console) -> None:
    """Align cell, school and message of some findings; where the message would have no room, put them in a line."""
    rows = [(one.issue.cell or one.issue.sheet or "", one.issue.school or "", one.issue.message) for one in findings]
    place, school = (max(cell_len(row[at]) for row in rows) for at in (0, 1))
    room = console.width - 2 * _GAP - place - _GAP - min(school, _WIDEST_NAME) - _GAP
    if room < _NARROWEST:
        for row in rows:
            said = words("list.colon").join(part for part in row[1:] if part)
            console.print(Text(f"    {row[0]} {said}" if row[0] else f"    {said}"))
        return
    table = Table.grid(padding=(0, _GAP, 0, 0))
    table.add_column(min_width=_GAP)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=_WIDEST_NAME)
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row("", Text(row[0]), Text(row[1]), broken(Text(row[2]), room))
    console.print(table)
