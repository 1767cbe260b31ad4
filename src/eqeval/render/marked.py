"""A copy of the input with every finding marked in its cell, and a sheet that lists them for the written answers."""

import io
import re
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from eqeval.core.grid import Grid
from eqeval.core.lint.report import Finding, LintReport
from eqeval.render.copied import copy, free, title_of, write_text
from eqeval.render.signs import printable
from eqeval.words import LANGUAGES, Words

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FILLS = {"error": "FFC7CE", "warning": "FFEB9C", "note": "DDEBF7", "confirmed": "E2EFDA"}
_CELL = re.compile(r"!([A-Z]{1,3}[1-9]\d*)$")
# What stands above it in a comment was there before.
_OWN = "—— eqeval ——"
# The most that a comment should hold; the height of a line.
COMMENT, LINE = 1000, 15
_COLUMNS = ("finding", "severity", "sheet", "cell", "school", "found", "message", "mend", "answer")
_WIDTHS = (8, 8, 12, 10, 24, 14, 60, 36, 40)
# What a written answer belongs to: the code, the sheet, the cell and the school.
_KEY = (0, 2, 3, 4)

Place = tuple[str, str] | None
Answers = dict[tuple[str, ...], str]


class Marked(Struct, frozen=True):
    """The bytes of the copy, and what it could not keep, as sentences."""

    content: bytes
    lost: list[str]


def mark(report: LintReport, content: bytes, grids: Sequence[Grid], suffix: str, words: Words) -> Marked:
    """Copy the input and mark it; the marks of an earlier copy are taken off first, its written answers are kept.

    grids: the sheets as they were read. suffix: that of the copy; only .xlsm keeps macros.
    """
    lost: list[str] = []
    book = copy(content, grids, suffix, words, lost)
    answers = _cleaned(book, words)
    title = free(words("marked.sheet"), book.sheetnames)
    places = [_place(one, grids[0].file, book.sheetnames) for one in report.findings]
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for one, place in zip(report.findings, places, strict=True):
        if place:
            sheet, address = place
            by_cell.setdefault((sheet, _seen(book[sheet], address)), []).append(one)
    for (sheet, address), findings in by_cell.items():
        _mark(book[sheet][address], findings, words)
    _list(book.create_sheet(title), list(zip(report.findings, places, strict=True)), answers, words)
    target = io.BytesIO()
    book.save(target)
    return Marked(target.getvalue(), lost)


def _place(finding: Finding, file: str, sheets: Sequence[str]) -> Place:
    """Find the sheet and the cell of a finding in the copy; None where it speaks of no cell, or of another file."""
    issue = finding.issue
    found = _CELL.search(issue.cell or "")
    if found is None or issue.sheet is None or issue.file not in (None, file):
        return None
    sheet = issue.sheet if issue.sheet in sheets else title_of(issue.sheet)
    return (sheet, found[1]) if sheet in sheets else None


def _seen(sheet: "Worksheet", address: str) -> str:
    """Name the cell that is seen where a merged one covers this one; in a damaged file one may cover another."""
    areas = [(area, area.coord.split(":")[0]) for area in sheet.merged_cells.ranges]
    while over := next((corner for area, corner in areas if address in area and corner != address), ""):
        address = over
    return address


def _cleaned(book: "Workbook", words: Words) -> Answers:
    """Take the marks and the list of an earlier copy out of a workbook, and keep what was answered."""
    from openpyxl.styles import PatternFill

    title = words("marked.sheet")
    found = next(book[title].iter_rows(max_row=1, values_only=True), ()) if title in book.sheetnames else ()
    if list(found) not in [[Words(language)(f"column.{name}") for name in _COLUMNS] for language in LANGUAGES]:
        return {}
    answers: Answers = {}
    for row in book[title].iter_rows(min_row=2, values_only=True):
        *key, answer = (str(row[place] or "") for place in (*_KEY, -1))
        if answer:
            answers[tuple(key)] = answer
    book.remove(book[title])
    for sheet in book.worksheets:
        marked: list[Any] = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
        for cell in marked:
            before, own, _ = cell.comment.text.partition(_OWN)
            if own:
                cell.comment.text = before.strip()
                cell.comment = cell.comment if before.strip() else None
                cell.fill = PatternFill()
    return answers


def _mark(cell: Any, findings: list[Finding], words: Words) -> None:
    """Colour a cell by its gravest finding, and say all of them in a comment behind the one that stands there."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    first = findings[0].issue
    colour = _FILLS["confirmed" if first.confirmed else first.severity]
    cell.fill = PatternFill("solid", fgColor=colour)
    mend = words("explain.mend") + words("list.colon")
    parts = [cell.comment.text] if cell.comment else []
    parts += [_OWN, *(f"{one.issue.code} {one.issue.message}\n{mend}{one.mend}" for one in findings)]
    author = cell.comment.author if cell.comment else "eqeval"
    comment = Comment(printable("\n".join(parts))[:COMMENT], author)
    comment.width, comment.height = 360, 60 + 60 * len(findings)
    cell.comment = comment


def _list(sheet: "Worksheet", findings: Sequence[tuple[Finding, Place]], answers: Answers, words: Words) -> None:
    """List every finding with a link to its cell, and a column for the written answer."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.hyperlink import Hyperlink

    for column, (name, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True), 1):
        head = sheet.cell(1, column, words(f"column.{name}"))
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E79")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, (one, place) in enumerate(findings, 2):
        issue = one.issue
        address = place[1] if place else (issue.cell or "")
        severity = words(f"severity.{issue.severity}")
        known = (issue.code, severity, issue.sheet, address, issue.school, issue.value, issue.message, one.mend)
        texts = [text or "" for text in known]
        said = issue.confirmed
        answer = f"{said.reason}{words('paren', text=said.until)}" if said else ""
        texts.append(answer or answers.get(tuple(texts[place] for place in _KEY), ""))
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(number, column)
            if text:
                write_text(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        # Not every program makes a row as high as its text; a Chinese sign is as wide as two.
        long = [len(text.encode("gb18030", "replace")) / width for text, width in zip(texts, _WIDTHS, strict=True)]
        sheet.row_dimensions[number].height = LINE * max(1, ceil(max(long)))
        colour = _FILLS["confirmed" if issue.confirmed else issue.severity]
        sheet.cell(number, 1).fill = PatternFill("solid", fgColor=colour)
        if place:
            link: Any = sheet.cell(number, _COLUMNS.index("cell") + 1)
            link.hyperlink = Hyperlink(link.coordinate, location=f"{quote_sheetname(place[0])}!{place[1]}")
            link.font = Font(color="0563C1", underline="single")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
