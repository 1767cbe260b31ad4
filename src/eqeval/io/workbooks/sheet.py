"""One sheet of an .xlsx before python-calamine reads it: proven plain by a few searches, or written anew as plain.

python-calamine shows error cells and formulas without a stored result as blanks, stops at `#SPILL!`, and asks for
memory for all cells up to the furthest one. A sheet is plain where none of this can happen.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from eqeval.io.workbooks import patterns, xml
from eqeval.io.workbooks.places import LAST_COLUMN, LAST_ROW, Seen, name, place, span
from eqeval.io.workbooks.source import Source

# What a plain row looks like: every cell with its place, in columns up to IV; numbers that keep their digits; formulas
# with their results; no error. Nothing is read out by this pattern: it only says that nothing can go wrong.
_FORMULA = rb"(?:<f(?: [^<>]*[^<>/])?>[^<]{0,9000}</f>|<f [^<>]*/>)?+"
_TEXT = rb'(?: xml:space="preserve")?+>[^<]{0,9000}'
_CELL = (
    rb'<c r="(?:[A-Z]|[A-H][A-Z]|I[A-V])[1-9]\d{0,%d}"(?: s="\d{1,6}")?+(?:(?: t="\w+")?+ ?/>'
    rb'|(?: t="n")?+>(?:</c>|' + _FORMULA + rb"<v>-?+\d{1,15}(?:\.\d{0,20})?+(?:E-\d{1,3})?+</v></c>)"
    rb'| t="s"><v>\d{1,9}</v></c>'
    rb'| t="inlineStr"><is><t' + _TEXT + rb"</t></is></c>"
    rb'| t="str">' + _FORMULA + rb"<v" + _TEXT + rb"</v></c>"
    rb'| t="b">' + _FORMULA + rb"<v>[01]</v></c>)"
)
_ROW = rb'<row r="[1-9]\d{0,%d}"(?![^<>]*\bhidden="(?:1|t|on))[^<>]*+(?<!/)>(?:' + _CELL + rb")*+</row>"
_EMPTY_ROW = rb'<row r="[1-9]\d{0,%d}"(?![^<>]*\bhidden="(?:1|t|on))[^<>]*/>'
_ROWS = rb"<sheetData>(?:\s*+(?:" + _ROW + rb"|" + _EMPTY_ROW + rb"))*+\s*+</sheetData>"
_FILLED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^<>]*(?<!/)>(?!</c>)')
_LETTERS, _DIGITS = re.compile(rb'<c r="([A-Z]+)'), re.compile(rb'<c r="[A-Z]+(\d+)"')
# No more than so many can be named by letters up to IV.
_COLUMNS, _LONGEST = 256, 9_000
# Numbers of rows have so many digits at least, as far as patterns go, and at most.
_FEWEST, _MOST = 3, 6
_PIECE, _OVERLAP = 1 << 20, 32
_HIDDEN = re.compile(rb"<!|\bhidden\s*=\s*[\"'](?:1|t|on)")
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"')
_FOREIGN = re.compile(r"\[\d+\]")
_END = b"</worksheet>"

# What a single repetition of a pattern is asked for; longer ones are found by it too.
_LONGEST_RUN = 30_000

_TRUE = ("1", "true", "on")
_NO_RESULT = "="
_ERROR = "#ERROR!"
_OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
EMPTY = _OPEN + b"</sheetData></worksheet>"
_KNOWN = {"s", "b", "n", "d", "str"}


class Shared(Struct, frozen=True):
    """What the sheets of a workbook share.

    sheets: how many are read, which share what memory is allowed. linked: whether there are links to other files, so
    that formulas have to be looked at. signs: what styles of cells show behind a number. blank: the numbers of some
    shared texts that are empty.
    """

    sheets: int
    linked: bool
    signs: Mapping[int, str]
    blank: tuple[int, ...]


def prepare(data: bytes, sheet: str, shared: Shared, source: Source) -> tuple[bytes, Seen]:
    """Give the sheet as it may be read, and what the reader would not have said of it.

    Args:
        data: the part, in UTF-8.
        sheet: what the sheet is called.
        shared: what holds for all sheets of the workbook.

    Raises:
        InputError: where the part is broken, or a cell stands further away than any county's.
    """
    seen = Seen(sheet)
    if not _plain(data, seen, shared, source):
        data = _Writer(seen, shared, source).write(data)
        source.cells += seen.cells
        return data, seen
    source.cells += seen.cells
    seen.given = data.count(b"</c>") - sum(data.count(b' t="s"><v>%d</v></c>' % number) for number in shared.blank)
    seen.doubtful = source.limits["characters"] < _LONGEST
    for reference in _MERGED.findall(data, data.rindex(b"</sheetData>")):
        if found := span(reference.decode()):
            seen.merge(found, source)
    for sign in dict.fromkeys(shared.signs.values()):
        _show(sign, {style for style, each in shared.signs.items() if each == sign}, data, seen)
    return data, seen


def _show(sign: str, styles: set[int], data: bytes, seen: Seen) -> None:
    """Note the cells of a plain sheet with some styles; those without a number are passed over later."""
    any_of = b'(?: s="(?:%s)")%s' % (b"|".join(b"%d" % each for each in sorted(styles)), b"?" if 0 in styles else b"")
    for found in re.finditer(rb'<c r="([A-Z]+\d+)"%s(?: t="n")?>' % any_of, data):
        if cell := place(found[1].decode()):
            seen.show(sign, *cell)


def refuse_doubles(data: bytes, sheet: str, source: Source) -> None:
    """Refuse a plain sheet that gives a cell two values: the reader keeps the last one, and nobody knows which holds.

    Raises:
        InputError: where there is such a cell.
    """
    columns: dict[bytes, int] = {}
    rows: dict[bytes, int] = {}
    for found in _FILLED.finditer(data):
        letters, number = found.groups()
        column, taken = columns.setdefault(letters, 1 << len(columns)), rows.get(number, 0)
        if taken & column:
            raise source.refuse("E147", sheet=sheet, cell=(letters + number).decode())
        rows[number] = taken | column


def long_text(data: bytes, source: Source) -> bool:
    """Whether anything between two tags could be longer than a cell may be."""
    return re.search(rb"<[^<]{%d}" % min(source.limits["characters"], _LONGEST_RUN), data) is not None


def _plain(data: bytes, seen: Seen, shared: Shared, source: Source) -> bool:
    """Whether nothing in the sheet can be misread. What looks odd need not be: then the sheet is written anew."""
    start = data.find(b"<sheetData>")
    if not patterns.EXACT or start < 0:
        return False
    if not data.rstrip().endswith(_END) or (shared.linked and b"<f" in data) or _HIDDEN.search(data, 0, start):
        return False
    limits = source.limits
    last = data.rfind(b'<row r="', start) + len(b'<row r="')
    # As many digits as the number of the last row has; nearly every table has fewer than a thousand rows.
    digits = max(_FEWEST, data.find(b'"', last) - last)
    plain = _plain_rows(digits).match(data, start) if digits <= _MOST else None
    if not plain or data.find(b"<sheetData", plain.end()) >= 0:
        return False
    furthest = 10**digits - 1
    roomy = limits["columns"] >= _COLUMNS and limits["rows"] >= furthest
    if roomy and limits["cells"] >= _COLUMNS * furthest * shared.sheets:
        return True
    # How far it reaches has to be measured.
    row, column = _extent(data, start, plain.end())
    # Blank cells are among them; whether one has a value is seen when the sheet is written anew.
    far = row > limits["rows"] or column >= limits["columns"]
    if far or source.cells + row * (column + 1) > limits["cells"]:
        return False
    seen.last_row, seen.last_column = row - 1, column
    return True


@lru_cache(maxsize=_MOST)
def _plain_rows(digits: int) -> re.Pattern[bytes]:
    """The pattern of a plain sheet whose rows have numbers of so many digits at most."""
    return re.compile(_ROWS % ((digits - 1,) * 3))


def _extent(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Measure a plain sheet: its last row, counted from 1, and its last column, counted from 0; piece by piece."""
    row, widest = 0, b"A"
    for at in range(start, end, _PIECE):
        # A name that is cut by the end of a piece is whole in the next one, which begins before it.
        piece = max(start, at - _OVERLAP), min(end, at + _PIECE)
        row = max(row, max(map(int, _DIGITS.findall(data, *piece)), default=0))
        widest = max({widest, *_LETTERS.findall(data, *piece)}, key=lambda letters: (len(letters), letters))
    _, column = place(f"{widest.decode()}1") or (0, LAST_COLUMN)
    return row, column


class _Writer:
    """Writes a sheet anew: every cell with its place, errors and formulas without a result as text."""

    def __init__(self, seen: Seen, shared: Shared, source: Source) -> None:
        self.seen, self.linked, self.signs, self.source = seen, shared.linked, shared.signs, source
        self.out: list[str] = []
        self.row = self.column = -1
        # Cells stand in their order, and each once; only where one does not, they are compared.
        self.last, self.ordered = (-1, -1), True
        self.type = self.style = ""
        self.in_cell = self.in_phonetic = False
        # What is being collected, and what was: the formula, the value, the text.
        self.into: list[str] | None = None
        self.formula: list[str] | None = None
        self.value: list[str] | None = None
        self.text: list[str] = []

    def write(self, data: bytes) -> bytes:
        xml.walk(data, self.seen.sheet, self.source, self.start, self.end, self.characters)
        plain = _OPEN + "".join(self.out).encode() + b"</sheetData></worksheet>"
        if not self.ordered:
            refuse_doubles(plain, self.seen.sheet, self.source)
        return plain

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match xml.local(tag):
            case "c":
                self.start_cell(attributes)
            case "v" if self.in_cell:
                self.value = self.into = []
            case "t" if self.in_cell and not self.in_phonetic:
                self.into = self.text
            case "f" if self.in_cell:
                self.formula = self.into = []
            case "rPh":
                self.in_phonetic = True
            case "row":
                self.start_row(attributes)
            case "col" if attributes.get("hidden") in _TRUE:
                first, last = attributes.get("min", ""), attributes.get("max", "")
                if first.isdecimal() and last.isdecimal():
                    self.seen.hidden_columns.append((int(first[:9]) - 1, int(last[:9]) - 1))
            case "mergeCell":
                if found := span(attributes.get("ref", "")):
                    self.seen.merge(found, self.source)

    def start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self.row += 1
        elif number.isdecimal() and 0 < int(number[:9]) <= LAST_ROW and len(number) < 9:
            self.row = int(number) - 1
        else:
            raise self.source.damaged("row", part=self.seen.sheet, found=number[:40])
        self.column = -1
        if attributes.get("hidden") in _TRUE:
            self.seen.hidden_rows.append((self.row, self.row))
        self.source.in_time()

    def start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        elif found := place(reference):
            self.row, self.column = found
        else:
            raise self.source.damaged("cell", part=self.seen.sheet, found=reference[:40])
        self.in_cell = True
        self.type, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.formula = self.value = None
        self.text = []

    def characters(self, text: str) -> None:
        if self.into is not None:
            self.into.append(text)

    def end(self, tag: str) -> None:
        match xml.local(tag):
            case "v" | "t" | "f":
                self.into = None
            case "rPh":
                self.in_phonetic = False
            case "c" if self.in_cell:
                self.in_cell = False
                self.end_cell()

    def end_cell(self) -> None:
        kind, value = self.type, "".join(self.value or ())
        if kind == "inlineStr":
            kind, value = "str", "".join(self.text)
        elif kind == "e":
            kind, value = "str", value or _ERROR
        elif self.formula is not None and not value and (kind != "str" or self.value is None):
            # A text result may be empty; everything else without a value was never calculated.
            kind, value = "str", _NO_RESULT + "".join(self.formula)
        if self.linked and self.formula and _FOREIGN.search("".join(self.formula)):
            self.seen.foreign.add(self.row, self.column)
        if not value:
            return
        self.seen.value_at(self.row, self.column, self.source)
        here = self.row, self.column
        self.ordered &= here > self.last
        self.last = here
        kind = kind if kind in _KNOWN else "str"
        styled = int(self.style[:9] if self.style.isdecimal() else 0) if self.signs else 0
        if kind == "n" and (sign := self.signs.get(styled)):
            self.seen.show(sign, self.row, self.column)
        style = f' s="{self.style}"' if self.style.isdecimal() else ""
        place_ = name(self.row, self.column)
        self.out.append(
            f'<row r="{self.row + 1}"><c r="{place_}"{style} t="{kind}"><v>{xml.escape(value)}</v></c></row>'
        )
