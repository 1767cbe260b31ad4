"""The screen of `lint`: findings by their code, the gravest first, each with how to mend it."""

from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eqeval.core.lint.report import Finding, LintReport
from eqeval.render.narrow import broken
from eqeval.render.pane import SEVERITIES, Pane
from eqeval.words import Words

View = Literal["summary", "failures", "full"]

# Of one code no more are shown, unless everything was asked for; how many are left out is said.
LONGEST = 10
# Cells between the columns of a finding, the widest name of a school, and the least room for what is said.
_GAP, _WIDEST_NAME, _NARROWEST = 2, 28, 30


def show(report: LintReport, words: Words, view: View, console: Console, marked: bool = False) -> None:
    """Print the head, then the errors, the warnings, what was confirmed, and the notes.

    marked: whether there is a marked copy already, so that nobody has to be told how one is made.
    """
    pane = Pane(words, console, view == "full")
    pane.head(report.county, report.standard, report.as_of, report.inputs)
    if report.previous:
        pane.line("lint.previous", report.previous.path)
    errors, warnings, notes = (report.of(severity) for severity in ("error", "warning", "note"))
    confirmed = report.of("warning", confirmed=True)
    pane.line("screen.issues", report.headline, "bold red" if errors else "yellow" if warnings else "green")
    counts = {"error": len(errors), "warning": len(warnings), "confirmed": len(confirmed), "note": len(notes)}
    pane.line("lint.counts", words("lint.counts.text", **counts))
    blocks: list[tuple[str, Sequence[Finding], int | None]] = [
        ("lint.block.error", errors, LONGEST),
        ("lint.block.warning", warnings, LONGEST),
        ("lint.block.confirmed", confirmed, None),
        ("lint.block.note" if pane.full else "lint.block.note.hidden", notes, 0),
    ]
    for key, findings, most in blocks:
        if findings:
            pane.title(key)
            _groups(findings, None if pane.full else 0 if view == "summary" else most, pane)
    if errors or warnings:
        pane.print()
        advice = words("lint.next", code=(errors or warnings)[0].issue.code)
        pane.line("screen.next", advice if marked else advice + words("lint.next.copy"))


def _groups(findings: Sequence[Finding], most: int | None, pane: Pane) -> None:
    """Print the findings of each code together, in the order in which the codes come first."""
    words = pane.words
    groups: dict[str, list[Finding]] = {}
    for one in findings:
        groups.setdefault(one.issue.code, []).append(one)
    for code, group in groups.items():
        first = group[0]
        count = words("lint.places", count=len(group))
        pane.print(Text.assemble((code, SEVERITIES[first.issue.severity]), f" {first.what}", (f"  {count}", "dim")))
        shown = group if most is None else group[:most]
        if shown:
            _places(shown, words, pane.console)
        if most:
            pane.more(len(group) - len(shown), "    ")
        if first.issue.severity != "note" and not first.issue.confirmed:
            pane.print(f"    {words('explain.mend')}{words('list.colon')}{first.mend}", "dim")


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
