"""Files that are broken, or made to break their reader: a message and exit code 4; no traceback, no hang, no abort."""

import io
import os
import socket
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran, Run
from mutate import mutant, samples
from tables_in import DATA, excel_2003, part, rezip, xlsb, xlsx, xlsx_of

from eqeval.core.errors import InputError, UsageError
from eqeval.core.grid import Grid
from eqeval.io.workbooks import limits, ole, patterns, workbook
from eqeval.words import Words

SAMPLES = samples()
XLSX, XLS, ODS = (SAMPLES[kind] for kind in ("xlsx", "xls", "ods"))
CELL = '<row r="1"><c r="A1" t="str"><v>x</v></c></row>'


def read(tmp_path: Path, content: bytes, name: str = "a.xlsx") -> list[Grid]:
    path = tmp_path / name
    path.write_bytes(content)
    return workbook.read(path, Words("zh")).grids


def refused(tmp_path: Path, content: bytes, *wanted: str) -> str:
    """The file is refused, in Chinese and in English, and the message has these words."""
    with pytest.raises(InputError) as error:
        read(tmp_path, content)
    message = str(error.value)
    assert str(tmp_path / "a.xlsx") in message
    assert all(word in message for word in wanted), message
    with pytest.raises(InputError):
        workbook.read(tmp_path / "a.xlsx", Words("en"))
    return message


@pytest.mark.parametrize("kind", SAMPLES)
def test_mutants_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    """The same numbers are the same files in every run; benchmarks/fuzz_readers.py tries as many as you like."""
    path, words, read_whole = tmp_path / "x", Words("zh"), 0
    for seed in range(250):
        path.write_bytes(mutant(SAMPLES[kind], seed))
        try:
            grids = workbook.read(path, words).grids
        except InputError as error:
            assert str(path) in str(error)
        else:
            read_whole += 1
            assert all(len(row) == len(grid.rows[0]) for grid in grids for row in grid.rows)
    assert read_whole, "otherwise nothing is tried but the first bytes"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "xlsb"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_a_file_is_not_half_a_table(kind: str, share: float, tmp_path: Path) -> None:
    refused(tmp_path, SAMPLES[kind][: int(len(SAMPLES[kind]) * share)])


STRANGERS = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "图片"),
    "gif": (b"GIF89a\x01\0\x01\0", "图片"),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 ", "图片"),
    "rar": (b"Rar!\x1a\x07\x01\0", "压缩包"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\x04", "压缩包"),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", "压缩包"),
    "rtf": (b"{\\rtf1\\ansi 1}", "Word"),
    "sqlite": (b"SQLite format 3\0\x10\0", "数据库"),
    "program": (b"MZ\x90\0\x03\0\0\0", "程序"),
    "mht": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHT"),
    "xml": (b'<?xml version="1.0"?><a><b/></a>', "XML"),
    "flat ods": (
        b'<?xml version="1.0"?><office:document><style:style/><table:table/></office:document>',
        "XML",
    ),
    "page": (b"<html><body><form>login</form></body></html>", "网页"),
    "zeros": (bytes(5000), "空的"),
    "blanks": (b" \r\n\t\n", "空的"),
    "nothing": (b"", "空的"),
    "noise": (bytes(range(256)) * 8, "不是工作簿"),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_what_is_no_table_is_called_by_its_name(name: str, tmp_path: Path) -> None:
    content, word = STRANGERS[name]
    refused(tmp_path, content, word)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (zipped(**{"word__document.xml": b"<w/>"}), "Word"),
        (zipped(**{"ppt__presentation.xml": b"<w/>"}), "演示文稿"),
        (zipped(**{"OFD.xml": b"<w/>"}), "OFD"),
        (zipped(**{"学校.xlsx": XLSX}), "解压"),
        (zipped(), "空的 zip"),
        (zipped(**{"content.xml": b"<office:document-content><office:text/></office:document-content>"}), "Word"),
    ],
)
def test_zip_files_that_are_no_workbook(content: bytes, word: str, tmp_path: Path) -> None:
    refused(tmp_path, content, word)


_STREAMS = ("DocumentSummaryInformation", "WordDocument")


def test_a_word_document_of_the_old_format(tmp_path: Path) -> None:
    refused(tmp_path, XLS.replace("Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")[:16]))
    old, new = (name.ljust(len("DocumentSummaryInformation"), "\0").encode("utf-16-le") for name in _STREAMS)
    # A table may be embedded in a document: the stream of the document stands beside the one of the table.
    refused(tmp_path, XLS.replace(old, new), "Word")
    # What is cut off still tells what it was meant to be.
    refused(tmp_path, XLS[:400] + "WordDocument\0".encode("utf-16-le"), "Word")


def test_a_password_is_named_and_how_to_take_it_off(tmp_path: Path) -> None:
    refused(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码", "另存")
    manifest = part(ODS, "META-INF/manifest.xml").replace(
        b"</manifest:manifest>", b"<x encryption-data/></manifest:manifest>"
    )
    refused(tmp_path, rezip(ODS, {"META-INF/manifest.xml": manifest}), "密码")
    start = XLS.index(b"\x09\x08\x10\0") + 20  # the first record after the one that opens the stream
    locked = XLS[:start] + b"\x2f\0" + XLS[start + 2 :]
    refused(tmp_path, locked, "密码")
    broken = bytearray(XLSX)
    for at in [n for n in range(len(broken)) if broken[n : n + 4] == b"PK\1\2"]:
        broken[at + 8] |= 1
    refused(tmp_path, bytes(broken), "密码")


def small(**found: int) -> Callable[[pytest.MonkeyPatch], None]:
    def lower(monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in found.items():
            monkeypatch.setenv(limits.setting(name), str(value))

    return lower


def rows(count: int, width: int = 2) -> str:
    cells = [f'<c r="{chr(65 + column)}{{0}}"><v>1</v></c>' for column in range(width)]
    return "".join(f'<row r="{n}">{"".join(cells).format(n)}</row>' for n in range(1, count + 1))


LIMITED: dict[str, tuple[int, int, Callable[[int], bytes]]] = {
    # The limit, the largest count that is allowed under it, and a file with a count.
    "rows": (10, 10, lambda n: xlsx(rows(n))),
    "columns": (4, 4, lambda n: xlsx(rows(2, n))),
    "cells": (20, 10, lambda n: xlsx(rows(n))),
    "strings": (5, 5, lambda n: xlsx(CELL, sharedStrings=b"<sst>" + b"<si><t>x</t></si>" * n + b"</sst>")),
    "characters": (50, 50, lambda n: xlsx(CELL.replace("x", "汉" * n))),
    "sheets": (3, 3, lambda n: excel_2003({f"{k}": [["x"]] for k in range(n)})),
    "entries": (6, 6, lambda n: rezip(xlsx(CELL), {f"{k}.txt": b"" for k in range(n - 4)})),
    "merged": (3, 3, lambda n: b"<table>" + b"<tr><td colspan=2>x</td></tr>" * n),
    "file_mib": (1, 1 << 20, lambda n: (b"x" * 1000 + b",y\n") * (n // 1003) + b"y" * (n % 1003)),
    "unpacked_mib": (2, 2 << 20, lambda n: xlsx_of(_padded(n))),
}


def _padded(size: int) -> bytes:
    """A sheet with which the whole workbook unpacks to this size."""
    content = xlsx(CELL)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        others = sum(one.file_size for one in parts.infolist())
        sheet = parts.read("xl/worksheets/sheet1.xml")
    padding = size - others + len(parts.NameToInfo["[Content_Types].xml"].filename) * 0
    return sheet.replace(b"</sheetData>", b" " * (padding + len(b"<Types/>")) + b"</sheetData>")


@pytest.mark.parametrize("name", LIMITED)
def test_every_limit_is_exact_and_names_its_setting(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit, allowed, make = LIMITED[name]
    monkeypatch.setenv(limits.setting(name), str(limit))
    assert read(tmp_path, make(allowed))
    message = refused(tmp_path, make(allowed + 1), limits.setting(name), str(limit))
    assert "放宽" in message
    monkeypatch.setenv(limits.setting(name), str(limit * 2))
    assert read(tmp_path, make(allowed + 1)), "and the setting raises it"


def test_every_limit_has_a_sentence_and_a_default() -> None:
    words = Words("zh")
    for name, value in limits.DEFAULTS.items():
        assert str(value) in words(f"reading.limit.{name}", found=value + 1, most=value)


@pytest.mark.parametrize("value", ["0", "-1", "abc", "1.5", "²", "9" * 30])
def test_a_setting_that_is_no_number_is_wrong_usage(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EQEVAL_MAX_ROWS", value)
    with pytest.raises(UsageError, match="EQEVAL_MAX_ROWS"):
        read(tmp_path, XLSX)


def test_time_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eqeval.io.workbooks.source.monotonic", lambda: 10**9)
    refused(tmp_path, XLSX, "EQEVAL_MAX_SECONDS", "60")


def test_a_part_packed_too_tightly_is_a_bomb(tmp_path: Path) -> None:
    bomb = xlsx(CELL + " " * (9 << 20))
    assert len(bomb) < 20_000
    refused(tmp_path, bomb, "EQEVAL_MAX_RATIO")


def claim(content: bytes, name: str, **claimed: int) -> bytes:
    """Let the directory of a zip file lie about a part."""
    broken = bytearray(content)
    at = content.index(b"PK\1\2")
    while content[at + 46 : at + 46 + len(name)] != name.encode():
        at = content.index(b"PK\1\2", at + 1)
    places = {"crc": 16, "packed": 20, "size": 24, "offset": 42}
    for what, value in claimed.items():
        broken[at + places[what] : at + places[what] + 4] = struct.pack("<I", value)
    return bytes(broken)


def test_what_the_directory_claims_is_not_believed(tmp_path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    whole = part(xlsx(CELL), sheet)
    refused(tmp_path, claim(xlsx(CELL), sheet, size=10, crc=zlib.crc32(whole[:10])), sheet)
    refused(tmp_path, claim(xlsx(CELL), sheet, size=10**6), sheet)
    refused(tmp_path, claim(xlsx(CELL), sheet, size=0xFFFFFFF0), "EQEVAL_MAX_UNPACKED_MIB")
    refused(tmp_path, claim(xlsx(CELL), sheet, crc=1), sheet)
    refused(tmp_path, claim(xlsx(CELL), sheet, packed=3), sheet)
    refused(tmp_path, claim(xlsx(CELL), sheet, offset=0), "重叠")


def test_parts_of_one_name(tmp_path: Path) -> None:
    out = io.BytesIO(xlsx(CELL))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("XL/worksheets/Sheet1.xml", b"<worksheet/>")
    refused(tmp_path, out.getvalue(), "两次")


DTD = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_no_part_may_declare_entities(name: str, tmp_path: Path) -> None:
    whole = part(XLSX, name)
    end = whole.index(b"?>") + 2 if whole.startswith(b"<?xml") else 0
    refused(tmp_path, rezip(XLSX, {name: whole[:end] + DTD + whole[end:]}), "DTD")


def test_entities_in_other_formats(tmp_path: Path) -> None:
    content = part(ODS, "content.xml")
    end = content.index(b"?>") + 2
    refused(tmp_path, rezip(ODS, {"content.xml": content[:end] + DTD + content[end:]}), "DTD")
    whole = excel_2003({"A": [["x"]]})
    end = whole.index(b"?>") + 2
    refused(tmp_path, whole[:end] + DTD + whole[end:], "DTD")


@pytest.mark.parametrize(
    ("cell", "setting"),
    [
        ("XFD1048576", "ROWS"),
        ("XFD1", "COLUMNS"),
        ("A1048576", "ROWS"),
        ("A250001", "ROWS"),
        ("AMK1", "COLUMNS"),
        ("IV200000", "CELLS"),
    ],
)
def test_cells_far_away_are_named(cell: str, setting: str, tmp_path: Path) -> None:
    message = refused(tmp_path, xlsx(CELL + f'<row r="2"><c r="{cell}"><v>1</v></c></row>'), f"EQEVAL_MAX_{setting}")
    assert f" {cell} " in message


def test_blanks_far_away_are_no_cells(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    dimension = '<worksheet xmlns="x"><dimension ref="A1:XFD1048576"/><sheetData>'
    (grid,) = read(tmp_path, xlsx(f"{dimension}{CELL}{far}</sheetData></worksheet>"))
    assert grid.rows == [["x"]]


def test_cells_far_away_in_other_formats(tmp_path: Path) -> None:
    refused(tmp_path, xlsb({"A": [["x"], [None] * 1024 + [1]]}), "AMK2", "EQEVAL_MAX_COLUMNS")
    content = part(ODS, "content.xml").replace(b"1048566", b"9", 1)
    assert read(tmp_path, rezip(ODS, {"content.xml": content}))
    stray = b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    far = content.replace(b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row>', stray)
    assert read(tmp_path, rezip(ODS, {"content.xml": far}))
    far = far.replace(b'number-rows-repeated="9"', b'number-rows-repeated="1000000"')
    refused(tmp_path, rezip(ODS, {"content.xml": far}), "EQEVAL_MAX_ROWS")
    refused(tmp_path, excel_2003({"A": [["x"]]}).replace(b"<Row>", b'<Row ss:Index="1048576">'), "EQEVAL_MAX_ROWS")
    assert read(tmp_path, b"<table><tr><td colspan=1000 rowspan=1000>x</table>")[0].rows == [["x"]]
    wide = b"<table><tr><td colspan=1000 rowspan=1000>x</td>" + b"<td colspan=1000 rowspan=1000>y</td>" * 9
    refused(tmp_path, wide, "EQEVAL_MAX_")


@pytest.mark.parametrize(
    "row",
    [
        '<row r="99999999999"><c r="A99999999999"><v>5</v></c></row>',
        '<row r="0"><c r="A0"><v>5</v></c></row>',
        '<row r="x"><c><v>5</v></c></row>',
        '<row r="1"><c r="AAAA1"><v>5</v></c></row>',
        '<row r="1"><c r="1A"><v>5</v></c></row>',
    ],
)
def test_numbers_of_rows_that_wrap(row: str, tmp_path: Path) -> None:
    refused(tmp_path, xlsx(row))


def test_the_count_of_strings_is_not_believed(tmp_path: Path) -> None:
    for count in (b"0", b"3000000000", b"99999999999999999999", b"-1"):
        strings = b'<sst count="%b" uniqueCount="%b"><si><t>x</t></si></sst>' % (count, count)
        (grid,) = read(tmp_path, xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', sharedStrings=strings))
        assert grid.rows == [["x"]]
    refused(tmp_path, xlsx('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', sharedStrings=b"<sst/>"))


def test_a_sheet_in_another_encoding_is_read_and_never_garbage(tmp_path: Path) -> None:
    sheet = part(xlsx(CELL.replace("x", "甲小学")), "xl/worksheets/sheet1.xml").decode()
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "gb18030", "gb2312", "utf-8-sig"):
        declared = "" if encoding.startswith("utf") else f'<?xml version="1.0" encoding="{encoding}"?>'
        (grid,) = read(tmp_path, xlsx_of((declared + sheet).encode(encoding)))
        assert grid.rows == [["甲小学"]], encoding
    refused(tmp_path, xlsx_of(sheet.encode("gb18030")), "utf-8")
    refused(tmp_path, xlsx_of(('<?xml version="1.0" encoding="klingon"?>' + sheet).encode()), "klingon")


def test_control_characters_and_text_that_looks_like_a_formula(tmp_path: Path) -> None:
    (grid,) = read(
        tmp_path, xlsx('<row r="1"><c r="A1" t="str"><v>a\x0bb</v></c><c r="B1" t="str"><v>=1+1</v></c></row>')
    )
    assert grid.rows == [["a\x0bb" if patterns.EXACT else "ab", "=1+1"]]
    (grid,) = read(tmp_path, xlsx('<row r="1" hidden="1"><c r="A1" t="str"><v>a\x0bb</v></c></row>'))
    assert grid.rows == [["ab"]]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no /dev, no named pipes and no sockets in folders")
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "fifo", "socket"])
def test_what_is_no_file_is_not_waited_for(name: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / name
    if name == "fifo":
        os.mkfifo(path)
    with socket.socket(socket.AF_UNIX) as listening:
        if name == "socket":
            listening.bind(name)
        ran = run("check", path)
    assert (ran.code, "Traceback" in ran.said) == (4, False)
    assert "设备" in ran.err
    assert name in ran.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no path for the standard input")
def test_standard_input_that_is_a_pipe(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "eqeval", "check", "/dev/stdin"], input=XLSX, capture_output=True)
    assert done.returncode == 4
    assert b"Traceback" not in done.stderr


def ended(ran: Ran, word: str) -> None:
    assert ran.code == 4
    assert "Traceback" not in ran.said
    assert word in ran.err


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for administrators")
def test_links_that_lead_nowhere(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").symlink_to("gone.xlsx")
    ended(run("check", "a.xlsx"), "gone.xlsx")
    (tmp_path / "b.xlsx").symlink_to("b.xlsx")
    ended(run("check", "b.xlsx"), "b.xlsx")


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS refuse names that are no text")
def test_a_name_that_is_no_text(run: Run, tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/\xff.xlsx"))
    path.write_bytes(b"%PDF")
    ended(run("check", path), "PDF")


def test_paths_that_name_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(XLSX)
    ended(run("check", "a.xlsx/b"), "找不到")
    (tmp_path / "b.xlsx").mkdir()
    ended(run("check", "b.xlsx"), "文件夹")
    with pytest.raises(InputError, match="文件夹"):
        workbook.read(tmp_path / "b.xlsx", Words("zh"))
    ended(run("check", "x" * 5000), "读不了")


def test_a_large_file_of_nothing_is_not_read(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    ended(run("check", path), "EQEVAL_MAX_FILE_MIB")


def test_panics_of_the_reader_stay_off_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for seed in range(60):
        try:
            read(tmp_path, mutant(XLS, seed))
        except InputError:
            continue
    assert capfd.readouterr().err == ""


def test_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 45_000


def test_an_xls_that_claims_its_size_again(tmp_path: Path) -> None:
    """Another size behind the first cells made the reader ask for so much memory that the process was ended."""
    number = XLS.index(bytes.fromhex("03020e00"))
    path = tmp_path / "a.xls"
    path.write_bytes(XLS[:number] + b"\0" + XLS[number + 1 :])
    call = [sys.executable, "-m", "eqeval", "inspect", str(path)]
    done = subprocess.run(call, capture_output=True, check=False)
    assert done.returncode in (0, 4), done.stderr


def test_an_xls_is_the_same_record_by_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain records are passed in one step; where fewer columns are allowed than they may fill, one by one."""

    def outcome(content: bytes) -> object:
        try:
            return read(tmp_path, content)
        except InputError as error:
            return str(error).replace("1024", "255")

    large, number = struct.pack("<d", 1e16), XLS.index(bytes.fromhex("03020e00")) + 10
    changed = [XLS, XLS[:number] + large + XLS[number + 8 :], *(mutant(XLS, seed) for seed in range(1000, 1200))]
    at_once = list(map(outcome, changed))
    monkeypatch.setenv("EQEVAL_MAX_COLUMNS", "255")
    assert list(map(outcome, changed)) == at_once
    assert at_once[0] != at_once[1]


def record(number: int, content: bytes = b"") -> bytes:
    """Write a record of an .xls."""
    return struct.pack("<2H", number, len(content)) + content


def number_at(row: int, column: int, value: float = 1.0) -> bytes:
    return record(0x203, struct.pack("<3Hd", row, column, 0, value))


def xls_of(*sheets: bytes, names: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", starts: int = 0) -> bytes:
    """Write an .xls of sheets that have these records; `starts` more sheets start where the last one does."""
    version, named = struct.pack("<2H12x", 0x600, 5), [*names[: len(sheets)], *map(str, range(starts))]
    at = len(record(0x809, version) + record(0x0A)) + sum(12 + len(name) for name in named)
    listed, bodies = b"", [record(0x809, version) + sheet + record(0x0A) for sheet in sheets]
    for number, name in enumerate(named):
        before = bodies[: min(number, len(bodies) - 1)]
        content = struct.pack("<I2xBB", at + len(b"".join(before)), len(name), 0) + name.encode()
        listed += record(0x85, content)
    return ole.wrap(record(0x809, version) + listed + record(0x0A) + b"".join(bodies))


def test_two_sheets_of_one_name_in_old_workbooks(tmp_path: Path) -> None:
    sheets = number_at(0, 0, 1), number_at(0, 0, 2)
    assert [grid.rows for grid in read(tmp_path, xls_of(*sheets))] == [[[1.0]], [[2.0]]]
    refused(tmp_path, xls_of(*sheets, names="AA"), "A")
    both = xlsb({"A": [["x"]], "B": [["y"]]})
    listed = part(both, "xl/workbook.bin").replace("B".encode("utf-16-le"), "A".encode("utf-16-le"))
    refused(tmp_path, rezip(both, {"xl/workbook.bin": listed}), "A")


@pytest.mark.skipif(not patterns.EXACT, reason="Python before 3.11.5 passes nothing by")
def test_what_was_passed_by_is_measured_beside_what_was_not(tmp_path: Path) -> None:
    wide, far, huge = number_at(0, 255), number_at(65_535, 0, 1e20), number_at(0, 0, 1e20)
    refused(tmp_path, xls_of(wide + far), "IV1", "EQEVAL_MAX_CELLS")
    (grid,) = read(tmp_path, xls_of(wide + huge + number_at(9_999, 0, 1e20)))
    assert (len(grid.rows), len(grid.rows[0])) == (10_000, 256)


def test_sheets_that_are_one_sheet_are_not_read_again_and_again(tmp_path: Path) -> None:
    cells = number_at(0, 0) * 100
    assert len(read(tmp_path, xls_of(cells, starts=2))) == 3
    refused(tmp_path, xls_of(cells, starts=9), "目录")
