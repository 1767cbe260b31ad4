"""OpenDocument spreadsheets (.ods), read from their one XML part.

python-calamine reads them too, but shows errors and uncalculated formulas as blanks, truth values as numbers and
durations as codes, and asks for memory for whatever a repeated cell claims; so all of it would have to be read again.
"""

import re
from datetime import date, datetime, timedelta

from eqeval.core.grid import Grid, Raw
from eqeval.io import calamine, xml
from eqeval.io.package import Package
from eqeval.io.places import LAST_COLUMN, LAST_ROW, Seen
from eqeval.io.source import Source

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?)?")
_HIDDEN = ("collapse", "filter")
_TRUTH = {"TRUE": True, "FALSE": False}


def read(package: Package, wanted: str | None, source: Source) -> list[Grid]:
    """Read the visible sheets, and the hidden one that is asked for by name."""
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise source.refuse("E143")
    content = xml.utf8(package.read(_CONTENT), _CONTENT, source)
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

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "table:table-cell" | "table:covered-table-cell" if self.seen and not self.aside:
                self.cell = attributes
                self.cell_times = _times(attributes, "table:number-columns-repeated", LAST_COLUMN)
                self.paragraphs = []
            case "text:p" if self.cell is not None and not self.aside:
                self.paragraphs.append("")
            case "text:s" if self.paragraphs and not self.aside:
                self.paragraphs[-1] += " " * min(_times(attributes, "text:c", LAST_COLUMN), 1000)
            case "text:tab" if self.paragraphs and not self.aside:
                self.paragraphs[-1] += "\t"
            case "text:line-break" if self.paragraphs and not self.aside:
                self.paragraphs[-1] += "\n"
            case "office:annotation" | "draw:frame" | "table:shapes":
                self.aside += 1
            case "table:table-row" if self.seen and not self.aside:
                self.row_times = _times(attributes, "table:number-rows-repeated", LAST_ROW)
                self.column, self.cells = 0, []
                if attributes.get("table:visibility") in _HIDDEN:
                    self.seen.hidden_rows.append((self.row, self.row + self.row_times - 1))
                self.source.in_time()
            case "table:table-column" if self.seen:
                times = _times(attributes, "table:number-columns-repeated", LAST_COLUMN)
                if attributes.get("table:visibility") in _HIDDEN:
                    self.seen.hidden_columns.append((self.column, self.column + times - 1))
                self.column += times
            case "table:table":
                self.start_table(attributes)
            case "style:style":
                self.style = attributes.get("style:name", "")
            case "style:table-properties" if attributes.get("table:display") == "false":
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

    def characters(self, text: str) -> None:
        if self.paragraphs and self.cell is not None and not self.aside:
            self.paragraphs[-1] += text

    def end(self, tag: str) -> None:
        match tag:
            case "table:table-cell" | "table:covered-table-cell" if self.cell is not None and not self.aside:
                self.end_cell(self.cell)
                self.cell = None
            case "table:table-row" if self.seen and not self.aside:
                self.end_row(self.seen)
            case "office:annotation" | "draw:frame" | "table:shapes":
                self.aside -= 1
            case "table:table":
                self.depth -= 1
                if self.seen and not self.depth:
                    self.source.cells += self.seen.cells
                    self.grids.append(calamine.grid(self.rows, self.seen, self.source))
                    self.seen = None

    def end_cell(self, cell: dict[str, str]) -> None:
        value = _value(cell, self.paragraphs)
        if value != "":
            self.cells.append((self.column, self.cell_times, value))
        down, across = (cell.get(f"table:number-{what}-spanned", "1") for what in ("rows", "columns"))
        if self.seen and (down, across) != ("1", "1") and down.isdecimal() and across.isdecimal():
            last_row, last_column = self.row + int(down[:7]) - 1, self.column + int(across[:7]) - 1
            self.seen.merge((self.row, self.column, last_row, last_column), self.source)
        self.column += self.cell_times

    def end_row(self, seen: Seen) -> None:
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
    kind, shown = cell.get("office:value-type", ""), "\n".join(paragraphs)
    if cell.get("calcext:value-type") == "error":
        return shown or "#ERROR!"
    try:
        match kind:
            case "float" | "currency" | "percentage":
                return _TRUTH.get(shown, float(cell["office:value"]))
            case "string":
                return cell.get("office:string-value") or shown
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
    return shown


def _duration(written: str) -> timedelta:
    found = _DURATION.fullmatch(written)
    if not found:
        raise ValueError(written)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] else length


def _times(attributes: dict[str, str], name: str, most: int) -> int:
    written = attributes.get(name, "1")
    return min(max(int(written[:9]), 1), most) if written.isdecimal() else 1
