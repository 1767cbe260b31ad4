"""Formulas of an .xls that were never calculated are named with their cells; results that may be real are believed."""

import json
from collections.abc import Sequence
from pathlib import Path
from struct import pack

import pytest
from conftest import Run
from county import grids, junior, primary
from tables_in import DATA

from eqeval.core.grid import Raw, text
from eqeval.core.origin import column_letters
from eqeval.io.workbooks import ole, workbook
from eqeval.words import Words

EMPTY, NOUGHT, FIVE = b"\3\0\0\0\0\0\xff\xff", bytes(8), pack("<d", 5)
# A1, A1:B1, Sheet2!A1; and what is made of them.
CELL, AREA, OTHER = b"\x44\0\0\0\xc0", b"\x25\0\0\0\0\0\xc0\1\xc0", b"\x5a\0\0\0\0\0\xc0"
ADDED = CELL + CELL + b"\3"
# The result of a formula, its flags and its tokens; or a text, or a number.
Cell = tuple[bytes, int, bytes] | Raw


def record(kind: int, content: bytes) -> bytes:
    return pack("<HH", kind, len(content)) + content


def xls(*sheets: Sequence[Sequence[Cell]], version: int = 0x600) -> bytes:
    """Write a workbook with sheets A, B …"""
    listed = [
        record(0x85, pack("<IHB", 0, 0, 1) + (b"" if version < 0x600 else b"\0") + bytes([65 + number]))
        for number in range(len(sheets))
    ]
    begin, end = record(0x809, pack("<HH", version, 5) + bytes(12)), record(0x0A, b"")
    at = len(begin) + sum(map(len, listed)) + len(end)
    bodies = b""
    for number, rows in enumerate(sheets):
        listed[number] = listed[number][:4] + pack("<I", at + len(bodies)) + listed[number][8:]
        bodies += record(0x809, pack("<HH", version, 0x10) + bytes(12))
        for row, cells in enumerate(rows):
            bodies += b"".join(written(pack("<HHH", row, column, 0), cell) for column, cell in enumerate(cells))
        bodies += end
    return ole.wrap(begin + b"".join(listed) + end + bodies)


def written(place: bytes, cell: Cell) -> bytes:
    if isinstance(cell, tuple):
        result, flags, tokens = cell
        return record(0x06, place + result + pack("<HIH", flags, 0, len(tokens)) + tokens)
    if isinstance(cell, int | float):
        return record(0x203, place + pack("<d", cell))
    return record(0x204, place + pack("<HB", len(str(cell)), 1) + str(cell).encode("utf-16-le")) if cell else b""


def read(tmp_path: Path, content: bytes) -> list[list[Raw]]:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    return [row for grid in workbook.read(path, Words("zh")).grids for row in grid.rows]


def test_noughts_that_have_to_be_calculated(tmp_path: Path) -> None:
    asked = (NOUGHT, 2, ADDED)
    assert read(tmp_path, xls([[asked, (NOUGHT, 3, CELL), (NOUGHT, 0, ADDED), (FIVE, 0, ADDED)]])) == [["=", "=", 0, 5]]
    # Volatile functions are always calculated, and their results are real.
    assert read(tmp_path, xls([[(NOUGHT, 1, ADDED), (FIVE, 1, ADDED)]])) == [[0, 5]]


@pytest.mark.parametrize("other", [FIVE, b"\2\0\7\0\0\0\xff\xff", b"\1\0\1\0\0\0\xff\xff"])
def test_a_program_that_calculates_is_believed(other: bytes, tmp_path: Path) -> None:
    (row, *_) = read(tmp_path, xls([[(NOUGHT, 2, ADDED), (NOUGHT, 0, ADDED)]], [[(other, 2, ADDED)]]))
    assert row == [0, 0]


@pytest.mark.parametrize(
    "tokens",
    [
        *(CELL + CELL + bytes([sign]) for sign in (3, 4, 5, 6, 7, 9, 14)),
        *(CELL + bytes([sign]) for sign in (0x12, 0x13, 0x14)),
        CELL + CELL + b"\3\x15",
        AREA + b"\x19\x10\0\0",
        AREA + b"\x42\1\4\0",
        CELL + CELL + b"\x22\2\5\0",
        CELL + b"\x1e\2\0\x41\x1b\0",
        AREA + b"\x1e\1\0\x61\x5a\1",
    ],
)
def test_sums_that_are_empty_texts(tokens: bytes, tmp_path: Path) -> None:
    assert read(tmp_path, xls([[(EMPTY, 0, tokens), (EMPTY, 0, CELL), (FIVE, 0, ADDED)]])) == [["=", "=", 5]]


@pytest.mark.parametrize(
    "tokens",
    [
        CELL,
        OTHER,
        CELL + b"\x15",
        CELL + CELL + b"\x08",
        # IF and LEFT may come to an empty text, whatever stands in them.
        ADDED + b"\x17\0\0\x42\3\1\0",
        CELL + b"\x1e\1\0\x42\2\x73\0",
        # $E$579 alone looks as if a function were called.
        b"\x44\x42\2\4\0",
        # A constant in braces has bytes behind its tokens.
        b"\x60\0\0\0\0\0\0\0",
    ],
)
def test_texts_that_may_be_empty(tokens: bytes, tmp_path: Path) -> None:
    assert read(tmp_path, xls([[(EMPTY, 0, tokens), (FIVE, 0, ADDED)]])) == [["", 5]]


def test_addresses_of_excel_5_tell_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, xls([[(EMPTY, 0, b"\x44\0\xc0\3"), (FIVE, 0, ADDED)]], version=0x500)) == [["", 5]]
    assert read(tmp_path, xls([[(NOUGHT, 3, b"\x44\0\xc0\3")]], version=0x500)) == [["="]]


def test_what_libreoffice_calculated_stays(tmp_path: Path) -> None:
    table = read(tmp_path, (DATA / "table.xls").read_bytes())
    assert [text(row[7]) for row in table[:4]] == ["公式", "24", "", "24.5"]


@pytest.mark.parametrize("cell", [(NOUGHT, 2, ADDED), (EMPTY, 0, ADDED)])
def test_a_county_hears_of_the_cell(cell: Cell, run: Run, tmp_path: Path) -> None:
    (grid,) = grids([primary(), junior()])
    column = grid.rows[0].index("小学在校生数")
    rows: list[list[Cell]] = [[*row] for row in grid.rows]
    rows[1][column] = cell
    (tmp_path / "a.xls").write_bytes(xls(rows))
    report = json.loads(run("check", "a.xls", "-o", "json").out)
    found = [(one["code"], one["cell"], one["value"]) for one in report["issues"] if one["code"][0] == "E"]
    assert found == [("E201", f"A!{column_letters(column)}2", "=")]
