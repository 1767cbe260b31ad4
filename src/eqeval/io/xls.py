"""Workbooks of Excel 97 to 2003, and .et files of WPS: read by python-calamine after a walk through their records.

The walk finds what python-calamine does not say: errors and hidden rows, formulas whose result is an empty text (it
reads 0), and cells so far away that it would ask for too much memory.
"""

from dataclasses import dataclass
from struct import unpack_from

from eqeval.core.grid import Grid
from eqeval.io import calamine, records
from eqeval.io.places import Seen
from eqeval.io.source import Source

_STREAMS = ("Workbook", "Book")
_BOF, _EOF, _SHEET, _PASSWORD, _STRINGS = (0x0809, 0x0809), 0x0A, 0x85, 0x2F, 0xFC
_FORMULA, _LABEL, _NUMBER, _RK, _STRING, _TRUTH, _SHARED = 0x06, 0x204, 0x203, 0x27E, 0x207, 0x205, 0xFD
_SEVERAL, _ROW, _COLUMNS, _MERGED, _RICH = 0xBD, 0x208, 0x7D, 0xE5, 0xD6
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


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    start: int
    visible: bool
    is_sheet: bool


def read(wanted: str | None, source: Source) -> list[Grid]:
    """Read the visible sheets, and the hidden one that is asked for by name."""
    stream = records.stream_of(source.content, _STREAMS, source)
    starts, strings = _listed(stream, source)
    source.hold("sheets", len(starts))
    source.hold("strings", strings)
    workbook = calamine.load(source.content, source)
    listed = workbook.sheets_metadata
    if len(listed) != len(starts):
        raise source.damaged("sheets")
    visible = [calamine.is_visible(one) or one.name == wanted for one in listed]
    kept = [number for number, one in enumerate(listed) if calamine.is_table(one)]
    seen = {number: _look(stream, starts[number], listed[number].name, source) for number in kept if visible[number]}
    found = dict(calamine.grids(workbook, seen, source))
    return [found.get(n) or Grid(str(source.path), listed[n].name, [], hidden=True) for n in kept]


def _listed(stream: bytes, source: Source) -> tuple[list[int], int]:
    """List where the sheets start, and how many strings the file claims."""
    starts: list[int] = []
    strings = 0
    for kind, content in records.in_xls(stream):
        if kind == _SHEET and len(content) >= 4:
            starts.append(int.from_bytes(content[:4], "little"))
        elif kind == _STRINGS and len(content) >= 8:
            strings = max(unpack_from("<II", content))
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
            row, last = content[0] | content[1] << 8, content[-2] | content[-1] << 8
            seen.value_at(row, last, source)
        elif kind == _ROW and size >= 16 and content[12] & _ROW_HIDDEN:
            seen.hidden_rows.add(content[0] | content[1] << 8)
        elif kind == _COLUMNS and size >= 10 and content[8] & _COLUMN_HIDDEN:
            seen.hide_columns(*unpack_from("<HH", content))
        elif kind == _MERGED and size >= 2:
            for at in range(2, size - 7, 8):
                top, bottom, left, right = unpack_from("<4H", content, at)
                seen.merged.append((top, left, bottom, right))
    raise source.damaged("record", part=name)
