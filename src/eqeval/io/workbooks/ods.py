"""OpenDocument spreadsheets (.ods), read from their one XML part.

python-calamine reads them too, but shows errors and uncalculated formulas as blanks, truth values as numbers and
durations as codes, and asks for memory for whatever a repeated cell claims; so all of it would have to be read again.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from eqeval.core.grid import Grid, Percent, Raw
from eqeval.io.workbooks import calamine, plain_ods, shown, xml
from eqeval.io.workbooks.package import Package
from eqeval.io.workbooks.places import LAST_COLUMN, LAST_ROW, Seen
from eqeval.io.workbooks.source import Source

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?)?")
_ASIDE = ("office:annotation", "draw:frame", "table:shapes", "text:ruby-text")
# No text has more blanks in a row than this.
_SPACES = 1000
_HIDDEN = ("collapse", "filter")
_SHOWN = re.compile(r"[^\d-]*(-?[\d,]+(?:\.\d+)?)\s*(\D*)")
_TRUTH = {"TRUE": True, "FALSE": False}


def read(package: Package, wanted: str | None, source: Source) -> list[Grid]:
    """Read the visible sheets, and the hidden one that is asked for by name."""
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise source.refuse("E143")
    unpacked = package.read(_CONTENT)
    grids = plain_ods.read(unpacked, _CONTENT, package, lambda around: _walk(around, wanted, source))
    return _walk(unpacked, wanted, source) if grids is None else grids


def _walk(part: bytes, wanted: str | None, source: Source) -> list[Grid]:
    content = xml.utf8(part, _CONTENT, source)
    if b"office:spreadsheet" not in content:
        raise source.kind("word")
    reader = _Reader(wanted, source)
    xml.walk(content, _CONTENT, source, reader.start, reader.end, reader.characters)
    return reader.grids


class _Reader:
    """Follows the tables, rows and cells, and puts each value where its repetitions say."""

    def __init__(self, wanted: str | None, source: Source) -> None:
        self.wanted, self.source = wanted, source
        self.grids: list[Grid] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.depth = 0
        self.seen: Seen | None = None
        self.rows: list[list[Raw]] = []
        self.row = self.column = 0
        self.row_times = self.cell_times = 1
        self.cells: list[tuple[int, int, Raw]] = []
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[str] = []
        # Notes and drawings in a cell have paragraphs of their own, which are not its value.
        self.aside = 0
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "table:table-cell": self.start_cell,
            "table:covered-table-cell": self.start_cell,
            "text:p": self.start_paragraph,
            "text:s": lambda given: self.characters(" " * min(_times(given, "text:c", LAST_COLUMN), _SPACES)),
            "text:tab": lambda _: self.characters("\t"),
            "text:line-break": lambda _: self.characters("\n"),
            "table:table-row": self.start_row,
            "table:table-column": self.start_column,
            "table:table": self.start_table,
            "style:style": self.start_style,
            "style:table-properties": self.start_properties,
            **dict.fromkeys(_ASIDE, self.start_aside),
        }
        self.ends: dict[str, Callable[[], None]] = {
            "table:table-cell": self.end_cell,
            "table:covered-table-cell": self.end_cell,
            "table:table-row": self.end_row,
            "table:table": self.end_table,
            **dict.fromkeys(_ASIDE, self.end_aside),
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if handler := self.starts.get(tag):
            handler(attributes)

    def end(self, tag: str) -> None:
        if handler := self.ends.get(tag):
            handler()

    def characters(self, text: str) -> None:
        if self.paragraphs and self.cell is not None and not self.aside:
            self.paragraphs[-1] += text

    def start_cell(self, attributes: dict[str, str]) -> None:
        if self.seen and not self.aside:
            self.cell = attributes
            self.cell_times = _times(attributes, "table:number-columns-repeated", LAST_COLUMN)
            self.paragraphs = []

    def start_paragraph(self, _: dict[str, str]) -> None:
        if self.cell is not None and not self.aside:
            self.paragraphs.append("")

    def start_aside(self, _: dict[str, str]) -> None:
        self.aside += 1

    def start_row(self, attributes: dict[str, str]) -> None:
        if self.seen and not self.aside:
            self.row_times = _times(attributes, "table:number-rows-repeated", LAST_ROW)
            self.column, self.cells = 0, []
            if attributes.get("table:visibility") in _HIDDEN:
                self.seen.hidden_rows.append((self.row, self.row + self.row_times - 1))
            self.source.in_time()

    def start_column(self, attributes: dict[str, str]) -> None:
        if self.seen and not self.aside:
            times = _times(attributes, "table:number-columns-repeated", LAST_COLUMN)
            if attributes.get("table:visibility") in _HIDDEN:
                self.seen.hidden_columns.append((self.column, self.column + times - 1))
            self.column += times

    def start_style(self, attributes: dict[str, str]) -> None:
        self.style = attributes.get("style:name", "")

    def start_properties(self, attributes: dict[str, str]) -> None:
        if attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def start_table(self, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > 1 or self.aside:
            return
        self.source.hold("sheets", len(self.grids) + 1)
        name = attributes.get("table:name", "")
        self.rows, self.row, self.column = [], 0, 0
        if attributes.get("table:style-name") in self.hidden_styles and name != self.wanted:
            self.grids.append(Grid(str(self.source.path), name, [], hidden=True))
        else:
            self.seen = Seen(name)

    def end_aside(self) -> None:
        self.aside -= 1

    def end_table(self) -> None:
        self.depth -= 1
        if self.seen and not self.depth:
            self.source.cells += self.seen.cells
            self.grids.append(calamine.grid(self.rows, self.seen, self.source))
            self.seen = None

    def end_cell(self) -> None:
        cell, self.cell = self.cell, None
        if cell is None or self.aside:
            self.cell = cell
            return
        value = _value(cell, self.paragraphs)
        if value != "":
            self.cells.append((self.column, self.cell_times, value))
        down, across = cell.get("table:number-rows-spanned", "1"), cell.get("table:number-columns-spanned", "1")
        if self.seen and (down, across) != ("1", "1") and down.isdecimal() and across.isdecimal():
            last_row, last_column = self.row + int(down[:7]) - 1, self.column + int(across[:7]) - 1
            self.seen.merge((self.row, self.column, last_row, last_column), self.source)
        self.column += self.cell_times

    def end_row(self) -> None:
        seen = self.seen
        if not seen or self.aside:
            return
        if self.cells:
            column, times, _ = self.cells[-1]
            seen.value_at(self.row + self.row_times - 1, column + times - 1, self.source)
            self.rows += [[] for _ in range(self.row - len(self.rows))]
            row: list[Raw] = []
            for column, times, value in self.cells:
                row += [""] * (column - len(row))
                row += [value] * times
            self.rows += [[*row] for _ in range(self.row_times)]
        self.row += self.row_times


def _value(cell: dict[str, str], paragraphs: list[str]) -> Raw:
    """Read a cell as its type says; a type that is none, and a formula that has no value, stay what is shown."""
    kind, seen = cell.get("office:value-type", ""), "\n".join(paragraphs)
    if cell.get("calcext:value-type") == "error":
        return seen or "#ERROR!"
    try:
        match kind:
            case "percentage":
                return Percent(cell["office:value"])
            case "float" | "currency":
                return _TRUTH[seen] if seen in _TRUTH else _labelled(float(cell["office:value"]), seen)
            case "string":
                return cell.get("office:string-value") or seen
            case "boolean":
                return cell["office:boolean-value"] == "true"
            case "date":
                written = cell["office:date-value"]
                return date.fromisoformat(written) if len(written) == 10 else datetime.fromisoformat(written)
            case "time":
                return _duration(cell["office:time-value"])
    except (KeyError, ValueError, OverflowError):
        pass
    if not kind and not paragraphs and (formula := cell.get("table:formula")):
        return f"={formula.removeprefix('of:').removeprefix('=')}"
    return seen


def _labelled(number: float, seen: str) -> Raw:
    """Give a number with the words that its cell shows behind it; the cell holds what is seen as well."""
    found = _SHOWN.fullmatch(seen)
    words = shown.words(found[2]) if found else ""
    if not found or not words:
        return number
    whole, _, decimals = found[1].replace(",", "").partition(".")
    near = abs(float(f"{whole}.{decimals or 0}") - number) <= 10.0 ** -len(decimals)
    return calamine.as_seen(number, words if near else f"{shown.SCALED}{seen}")


def _duration(written: str) -> timedelta:
    found = _DURATION.fullmatch(written)
    if not found:
        raise ValueError(written)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] else length


def _times(attributes: dict[str, str], name: str, most: int) -> int:
    written = attributes.get(name)
    if written is None:
        return 1
    return min(max(int(written[:9]), 1), most) if written.isdecimal() else 1
