"""Workbooks of Excel 97 to 2003, and .et files of WPS: read by python-calamine after a walk through their records.

The walk finds what python-calamine does not say: errors and hidden rows, formulas whose result is an empty text (it
reads 0) or that were never calculated, and cells so far away that it would ask for too much memory.
"""

import re
from functools import lru_cache
from io import BytesIO
from struct import unpack_from

from eqeval.core.errors import InputError
from eqeval.core.grid import Grid
from eqeval.io.workbooks import calamine, kinds, ole, patterns, records, xls_book
from eqeval.io.workbooks.formulas import Formulas
from eqeval.io.workbooks.places import Seen
from eqeval.io.workbooks.source import Source

_STREAMS = ("Workbook", "Book")
_EOF = 0x0A
_FORMULA, _LABEL, _NUMBER, _RK, _TRUTH, _SHARED = 0x06, 0x204, 0x203, 0x27E, 0x205, 0xFD
_SEVERAL, _ROW, _COLUMNS, _MERGED, _RICH, _DIMENSIONS = 0xBD, 0x208, 0x7D, 0xE5, 0xD6, 0x200
_SINGLE = {_FORMULA, _LABEL, _NUMBER, _RK, _TRUTH, _SHARED, _RICH}
_FIGURES = {_NUMBER, _RK, _SEVERAL}
_ASIDE = {_ROW, _COLUMNS, _MERGED}

# What a plain run of records looks like: rows that are not hidden, blank cells, texts, and numbers that keep their
# digits (the last byte of a number says how large it is), all within so many rows and 256 columns.
_MODERATE, _SHOWN = rb"[\x00-\x42\x80-\xc2]", rb"[\x00-\x1f\x40-\x5f\x80-\x9f\xc0-\xdf]"
_LAST_MODERATE = 0x42
# So many numbers or blanks stand in one record of a plain run.
_IN_ONE = 40
_WRITTEN_OUT = 12
_PLAIN_COLUMNS = 256 + _IN_ONE
# Sheets stand one behind the other; a file in which all start at one place would be read as often as it has sheets.
_AGAIN = 4
# No text that stands within a sheet is longer.
_LONGEST_RECORD = 8_224

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
OTHER_ERROR = "#ERROR!"
# What stands in a formula in place of a number: the kind of its result.
_NO_NUMBER, _ERROR_RESULT, _EMPTY_RESULT = b"\xff\xff", 2, 3
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01


def read(wanted: str | None, source: Source) -> list[Grid]:
    """Read the visible sheets, and the hidden one that is asked for by name."""
    stream = _stream(source)
    book = xls_book.read(stream, source)
    starts, signs = book.starts, book.signs
    source.hold("sheets", len(starts))
    source.hold("strings", book.strings)
    size, modest, formulas = len(stream), bytearray(stream), Formulas(book.modern)
    # The reader takes in all sheets at once, also those that are hidden.
    looked, walked = list[Seen](), 0
    for number, start in enumerate(starts, 1):
        sheet, end = _look(stream, start, str(number), modest, formulas, len(starts), source)
        looked.append(sheet)
        walked += end - start
        if walked > _AGAIN * size:
            raise source.damaged("sheets")
    formulas.put()
    workbook = calamine.load(BytesIO(ole.wrap(bytes(modest))), source)
    listed = workbook.sheets_metadata
    if len(listed) != len(starts):
        raise source.damaged("sheets")
    seen: dict[int, Seen] = {}
    for number, one in enumerate(listed):
        looked[number].sheet = one.name
        looked[number].doubtful |= min(starts) > source.limits["characters"]
        if calamine.is_table(one) and (calamine.is_visible(one) or one.name == wanted):
            seen[number] = looked[number]
            if signs:
                xls_book.show(stream, starts[number], signs, looked[number])
    found = dict(calamine.grids(workbook, seen, source))
    return [
        found.get(number) or Grid(str(source.path), one.name, [], hidden=True)
        for number, one in enumerate(listed)
        if calamine.is_table(one)
    ]


def _stream(source: Source) -> bytes:
    """Take the stream of the workbook out of its container, unless that holds something else."""
    try:
        container = ole.Container(source)
    except InputError:
        # What it was meant to be may still be told.
        _refuse_others(source.content, source)
        raise
    _refuse_others(container.directory, source)
    return container.stream(_STREAMS)


def _refuse_others(names: bytes, source: Source) -> None:
    if kinds.is_encrypted(names):
        raise source.refuse("E143")
    if kind := kinds.in_ole(names):
        raise source.kind(kind)


def _plain_rows(sheets: int, source: Source) -> int:
    """Say in how many rows records are passed by; in none where the limits are narrower than all that may hold."""
    limits = source.limits
    if not patterns.EXACT:
        return 0
    rows = min(limits["rows"], limits["cells"] // (2 * _PLAIN_COLUMNS * max(sheets, 1)))
    return min(rows >> 8, 256) << 8 if limits["columns"] >= _PLAIN_COLUMNS else 0


@lru_cache(maxsize=8)
def _run(last: int) -> re.Pattern[bytes]:
    """Write the pattern of a plain run. last: the upper byte of its last row."""
    place, number = rb".[\x00-" + re.escape(bytes([last])) + rb"].\x00", b"....." + _MODERATE
    text, figure = rb"\xfd\x00\x0a\x00" + place + b"......", rb"\x7e\x02\x0a\x00" + place + number
    row = rb"\x08\x02\x10\x00.{12}" + _SHOWN + b"..."
    counts = range(2, _IN_ONE + 1)
    # Written out, what is repeated is passed by faster; longer ones are seldom and take long to compile.
    several = (number * count if count <= _WRITTEN_OUT else rb"(?:%b){%d}" % (number, count) for count in counts)
    figures = (_sized(6 + 6 * count) + place + each + b".." for count, each in zip(counts, several, strict=True))
    blanks = (_sized(6 + 2 * count) + place + rb".{%d}" % (2 * count + 2) for count in counts)
    plain = (
        # Texts follow upon each other in most tables, and so do figures, and rows before their cells.
        _often(text) + rb"(?:" + figure + rb")*+",
        _often(figure),
        rb"\xbd\x00(?:" + rb"|".join(figures) + rb")",
        rb"\x03\x02\x0e\x00" + place + rb".{9}" + _MODERATE,
        _often(row),
        rb"\x01\x02\x06\x00" + place + rb"..",
        rb"\xbe\x00(?:" + rb"|".join(blanks) + rb")",
    )
    return re.compile(rb"(?:" + rb"|".join(plain) + rb")++", re.DOTALL)


def _often(record: bytes) -> bytes:
    return record + rb"(?:" + record + rb")*+"


def _sized(length: int) -> bytes:
    return re.escape(bytes([length])) + rb"\x00"


def _look(
    stream: bytes, at: int, name: str, modest: bytearray, formulas: Formulas, sheets: int, source: Source
) -> tuple[Seen, int]:
    """Walk through a sheet from where it starts, from one record that is not plain to the next, and say where it ends.

    Takes back the size that the sheet claims, since the reader sets memory aside for all of it.
    """
    limits = source.limits
    seen, size = Seen(name, doubtful=limits["characters"] < _LONGEST_RECORD), len(stream)
    begun, rows, passed = at, _plain_rows(sheets, source), False
    plain = _run((rows >> 8) - 1) if rows else None
    last_row = last_column = -1
    while at + 4 <= size:
        if plain and (run := plain.match(stream, at)):
            at, passed = run.end(), True
            source.in_time()
            continue
        kind = stream[at] | stream[at + 1] << 8
        start = at + 4
        at = start + (stream[at + 2] | stream[at + 3] << 8)
        if kind in _SINGLE or kind == _SEVERAL:
            if at < start + 6 or at > size:
                break
            row, column = stream[start] | stream[start + 1] << 8, stream[start + 2] | stream[start + 3] << 8
            if kind == _SEVERAL:
                column += (at - start - 6) // 6 - 1
            if row > last_row or column > last_column:
                seen.value_at(row, column, source)
                last_row, last_column = seen.last_row, seen.last_column
            if kind in (_TRUTH, _FORMULA):
                _unseen(kind, stream[start:at], row, column, seen)
                if kind == _FORMULA:
                    formulas.look(stream[start:at], row, column, seen)
            elif kind in _FIGURES:
                seen.doubtful = True
        elif kind == _EOF:
            if (
                passed
                and max(last_row + 1, rows) * max(last_column + 1, _PLAIN_COLUMNS) > limits["cells"] // 2 // sheets
            ):
                # What was passed by may be as wide as the rest is long.
                _measure(stream, begun, seen, source)
            source.cells += seen.cells
            return seen, at
        elif kind == _DIMENSIONS:
            modest[start:at] = bytes(len(modest[start:at]))
        elif kind in _ASIDE:
            _aside(kind, stream[start:at], seen, source)
    raise source.damaged("record", part=name)


def _measure(stream: bytes, at: int, seen: Seen, source: Source) -> None:
    """Walk through a sheet once more, record by record, for how far it reaches."""
    for kind, content in records.in_xls(stream, at):
        if kind in _SINGLE or kind == _SEVERAL:
            row, column = unpack_from("<HH", content)
            seen.value_at(row, column + (len(content) // 6 - 2 if kind == _SEVERAL else 0), source)
        elif kind == _EOF:
            break


def _unseen(kind: int, content: bytes, row: int, column: int, seen: Seen) -> None:
    """Note what the reader shows as a blank or as 0."""
    if kind == _TRUTH:
        if len(content) >= 8 and content[7]:
            seen.values[row, column] = ERRORS.get(content[6], OTHER_ERROR)
    elif content[12:14] == _NO_NUMBER:
        if content[6] == _ERROR_RESULT:
            seen.values[row, column] = ERRORS.get(content[8], OTHER_ERROR)
        elif content[6] == _EMPTY_RESULT:
            seen.values[row, column] = ""
    elif len(content) < 14 or content[13] & 0x7F > _LAST_MODERATE:
        seen.doubtful = True


def _aside(kind: int, content: bytes, seen: Seen, source: Source) -> None:
    """Note what is hidden and what is merged."""
    source.in_time()
    size = len(content)
    if kind == _ROW and size >= 16 and content[12] & _ROW_HIDDEN:
        row = content[0] | content[1] << 8
        seen.hidden_rows.append((row, row))
    elif kind == _COLUMNS and size >= 10 and content[8] & _COLUMN_HIDDEN:
        first, last = unpack_from("<HH", content)
        seen.hidden_columns.append((first, last))
    elif kind == _MERGED:
        for start in range(2, size - 7, 8):
            top, bottom, left, right = unpack_from("<4H", content, start)
            seen.merge((top, left, bottom, right), source)
