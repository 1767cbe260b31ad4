"""Workbooks of Excel 97 to 2003, and .et files of WPS: read by python-calamine after a walk through their records.

The walk finds what python-calamine does not say: errors and hidden rows, formulas whose result is an empty text (it
reads 0), and cells so far away that it would ask for too much memory.
"""

from struct import unpack_from

from eqeval.core.grid import Grid
from eqeval.io import calamine, ole, records
from eqeval.io.places import Seen
from eqeval.io.source import Source

_STREAMS = ("Workbook", "Book")
_EOF, _SHEET, _PASSWORD, _STRINGS = 0x0A, 0x85, 0x2F, 0xFC
_FORMULA, _LABEL, _NUMBER, _RK, _TRUTH, _SHARED = 0x06, 0x204, 0x203, 0x27E, 0x205, 0xFD
_SEVERAL, _ROW, _COLUMNS, _MERGED, _RICH, _DIMENSIONS = 0xBD, 0x208, 0x7D, 0xE5, 0xD6, 0x200
_SINGLE = {_FORMULA, _LABEL, _NUMBER, _RK, _TRUTH, _SHARED, _RICH}
_KNOWN = {*_SINGLE, _SEVERAL, _ROW, _COLUMNS, _MERGED, _EOF}

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
    stream = ole.stream_of(source.content, _STREAMS, source)
    starts, strings = _listed(stream, source)
    source.hold("sheets", len(starts))
    source.hold("strings", strings)
    # The reader takes in all sheets at once, also those that are hidden.
    looked = [_look(stream, start, str(number), source) for number, start in enumerate(starts, 1)]
    workbook = calamine.load(ole.wrap(_modest(stream, starts)), source)
    listed = workbook.sheets_metadata
    if len(listed) != len(starts):
        raise source.damaged("sheets")
    seen: dict[int, Seen] = {}
    for number, one in enumerate(listed):
        looked[number].sheet = one.name
        if calamine.is_table(one) and (calamine.is_visible(one) or one.name == wanted):
            seen[number] = looked[number]
    found = dict(calamine.grids(workbook, seen, source))
    return [
        found.get(number) or Grid(str(source.path), one.name, [], hidden=True)
        for number, one in enumerate(listed)
        if calamine.is_table(one)
    ]


def _modest(stream: bytes, starts: list[int]) -> bytes:
    """Take back the size that each sheet claims: the reader sets memory aside for all of it."""
    changed = bytearray(stream)
    for start in starts:
        at = start
        for kind, content in records.in_xls(stream, start):
            if kind == _DIMENSIONS:
                changed[at + 4 : at + 4 + len(content)] = bytes(len(content))
            if kind in (_DIMENSIONS, _EOF):
                break
            at += 4 + len(content)
    return bytes(changed)


def _listed(stream: bytes, source: Source) -> tuple[list[int], int]:
    """List where the sheets start, and how many strings the file claims."""
    starts: list[int] = []
    strings = 0
    for kind, content in records.in_xls(stream):
        if kind == _SHEET and len(content) >= 4:
            starts.append(int.from_bytes(content[:4], "little"))
        elif kind == _STRINGS and len(content) >= 8:
            strings = int.from_bytes(content[4:8], "little")
        elif kind == _PASSWORD:
            raise source.refuse("E143")
        elif kind == _EOF:
            break
    return starts, strings


def _look(stream: bytes, start: int, name: str, source: Source) -> Seen:
    seen = Seen(name)
    for number, (kind, content) in enumerate(records.in_xls(stream, start)):
        if not number % 10_000:
            source.in_time()
        if kind not in _KNOWN:
            continue
        if kind == _EOF:
            source.cells += seen.cells
            return seen
        size = len(content)
        if kind in _SINGLE and size >= 6:
            row, column = content[0] | content[1] << 8, content[2] | content[3] << 8
            seen.value_at(row, column, source)
            if kind == _TRUTH and size >= 8 and content[7]:
                seen.values[row, column] = ERRORS.get(content[6], OTHER_ERROR)
            elif kind == _FORMULA and content[12:14] == _NO_NUMBER:
                if content[6] == _ERROR_RESULT:
                    seen.values[row, column] = ERRORS.get(content[8], OTHER_ERROR)
                elif content[6] == _EMPTY_RESULT:
                    seen.values[row, column] = ""
        elif kind == _SEVERAL and size >= 6:
            row, first = content[0] | content[1] << 8, content[2] | content[3] << 8
            seen.value_at(row, first + (size - 6) // 6 - 1, source)
        elif kind == _ROW and size >= 16 and content[12] & _ROW_HIDDEN:
            row = content[0] | content[1] << 8
            seen.hidden_rows.append((row, row))
        elif kind == _COLUMNS and size >= 10 and content[8] & _COLUMN_HIDDEN:
            first, last = unpack_from("<HH", content)
            seen.hidden_columns.append((first, last))
        elif kind == _MERGED and size >= 2:
            for at in range(2, size - 7, 8):
                top, bottom, left, right = unpack_from("<4H", content, at)
                seen.merge((top, left, bottom, right), source)
    raise source.damaged("record", part=name)
