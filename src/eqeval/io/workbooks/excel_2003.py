"""Workbooks of Excel 2003 in one XML file, as some systems still export them under the name .xls."""

from datetime import date, datetime

from eqeval.core.grid import PERCENT, Grid, Raw
from eqeval.io.workbooks import calamine, shown, xml
from eqeval.io.workbooks.places import LAST_COLUMN, LAST_ROW, Seen
from eqeval.io.workbooks.source import Source

# The format that is called so, and the style of a cell that has none.
_PERCENT, _DEFAULT = "Percent", "Default"


def read(text: str, wanted: str | None, source: Source) -> list[Grid]:
    """Read the visible sheets, and the hidden one that is asked for by name."""
    reader = _Reader(source)
    declared = xml.undeclared(text)
    xml.walk(declared.encode(), source.path.name, source, reader.start, reader.end, reader.characters)
    return [
        Grid(str(source.path), seen.sheet, [], hidden=True)
        if hidden and seen.sheet != wanted
        else calamine.grid(rows, seen, source)
        for seen, rows, hidden in reader.sheets
    ]


class _Reader:
    """Follows sheets, rows and cells; an index says where one stands that does not follow its neighbour."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sheets: list[tuple[Seen, list[list[Raw]], bool]] = []
        self.row = self.column = self.columns = 0
        self.after_row = self.after_column = 0
        self.formula = self.type = ""
        self.text: list[str] | None = None
        self.has_data = False
        self.visible: list[str] | None = None
        # The style that is being read, what styles show behind a number, and which one each place has.
        self.style = ""
        self.signs: dict[str, str] = {}
        self.row_style = self.cell_style = ""
        self.column_styles: dict[int, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = xml.local(tag)
        given = {xml.local(key): value for key, value in attributes.items()}
        if name == "Worksheet":
            self.source.hold("sheets", len(self.sheets) + 1)
            self.sheets.append((Seen(given.get("Name", "")), [], False))
            self.row = self.after_row = self.columns = 0
            self.column_styles = {}
        if not self.sheets:
            self.start_style(name, given)
            return
        seen = self.sheets[-1][0]
        match name:
            case "Column":
                first = _index(given, self.columns, LAST_COLUMN, self.source, seen)
                self.columns = first + 1 + _count(given, "Span")
                if given.get("StyleID") in self.signs:
                    self.column_styles |= dict.fromkeys(range(first, self.columns), given["StyleID"])
                if given.get("Hidden") == "1":
                    seen.hidden_columns.append((first, self.columns - 1))
            case "Row":
                self.row = _index(given, self.after_row, LAST_ROW, self.source, seen)
                self.after_row = self.row + 1 + _count(given, "Span")
                self.after_column = 0
                self.row_style = given.get("StyleID", "")
                if given.get("Hidden") == "1":
                    seen.hidden_rows.append((self.row, self.after_row - 1))
                self.source.in_time()
            case "Cell":
                self.column = _index(given, self.after_column, LAST_COLUMN, self.source, seen)
                across, down = _count(given, "MergeAcross"), _count(given, "MergeDown")
                self.after_column = self.column + 1 + across
                if across or down:
                    seen.merge((self.row, self.column, self.row + down, self.column + across), self.source)
                self.formula, self.has_data = given.get("Formula", ""), False
                self.cell_style = given.get("StyleID") or self.row_style or self.column_styles.get(self.column, "")
            case "Data":
                self.type, self.text, self.has_data = given.get("Type", "String"), [], True
            case "Visible":
                self.visible = []

    def start_style(self, name: str, given: dict[str, str]) -> None:
        match name:
            case "Style":
                self.style = given.get("ID", "")
                if sign := self.signs.get(given.get("Parent", "")):
                    self.signs[self.style] = sign
            case "NumberFormat":
                written = given.get("Format", "General")
                sign = PERCENT if written == _PERCENT else shown.sign(written)
                self.signs.pop(self.style, None)
                if sign:
                    self.signs[self.style] = sign

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)
        elif self.visible is not None:
            self.visible.append(text)

    def end(self, tag: str) -> None:
        match xml.local(tag):
            case "Data" if self.text is not None:
                value = _value(self.type, "".join(self.text))
                sign = self.signs.get(self.cell_style or _DEFAULT) if self.signs else None
                self.put(calamine.as_seen(value, sign) if sign and type(value) is float else value)
                self.text = None
            case "Cell" if self.sheets and self.formula and not self.has_data:
                self.put(f"={self.formula.removeprefix('=')}")
            case "Worksheet":
                self.source.cells += self.sheets[-1][0].cells
            case "Visible" if self.visible is not None:
                hidden = "".join(self.visible).strip() in ("SheetHidden", "SheetVeryHidden")
                self.sheets[-1] = (*self.sheets[-1][:2], hidden)
                self.visible = None

    def put(self, value: Raw) -> None:
        if value == "" or not self.sheets:
            return
        seen, rows, _ = self.sheets[-1]
        seen.value_at(self.row, self.column, self.source)
        rows += [[] for _ in range(self.row + 1 - len(rows))]
        row = rows[self.row]
        row += [""] * (self.column + 1 - len(row))
        row[self.column] = value


def _value(kind: str, text: str) -> Raw:
    try:
        match kind:
            case "Number":
                return float(text)
            case "Boolean":
                return text.strip() == "1"
            case "DateTime":
                found = datetime.fromisoformat(text)
                return found if found.time().isoformat() != "00:00:00" else date(found.year, found.month, found.day)
    except ValueError:
        return text
    return text


def _index(given: dict[str, str], following: int, last: int, source: Source, seen: Seen) -> int:
    written = given.get("Index")
    if written is None:
        return following
    if not written.isdecimal() or not 0 < int(written[:9]) <= last or len(written) > 9:
        raise source.damaged("row", part=seen.sheet, found=written[:40])
    return int(written) - 1


def _count(given: dict[str, str], name: str) -> int:
    written = given.get(name, "0")
    return min(int(written[:9]), LAST_COLUMN) if written.isdecimal() else 0
