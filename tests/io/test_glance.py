"""Which files of a folder are tables: what check reads under any name, and never a manual, a log or a copy."""

import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from county import grids, junior, primary
from tables_in import DATA, delimited, excel_2003, page, xlsb

from eqeval.core.grid import Raw
from eqeval.io.counties.folders import tables_in
from eqeval.io.counties.glance import is_table
from eqeval.io.workbooks import workbook
from eqeval.words import Words

HEADINGS: list[Raw] = ["学校名称", "办学类型", "在校生数"]


def rows(count: int) -> list[list[Raw]]:
    below: list[list[Raw]] = [[f"{number}小学", "小学", number] for number in range(count)]
    return [HEADINGS, *below]


def zip_of(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


ROWS, LONG = rows(8), rows(3000)
ODT = zip_of(mimetype=b"application/vnd.oasis.opendocument.text")
# Python writes its log so; a program may part its columns; poems are even.
LOG = "\n".join(f"2026-01-0{n} 08:00:00,123 - INFO - read {n} files" for n in range(1, 9))
EVEN_LOG = "\n".join(f"2026-01-0{n} 08:00:00\tINFO\t{n}\tread" for n in range(1, 9))
README = "请先打开模板,再填写各校数据,最后保存\n其他问题,请联系,教育局\n"
ENGLISH = "Open the table, fill it in, save it.\nAsk, wait, and see.\n"
POEM = "床前,明月光,疑是地上霜\n举头,望明月,低头思故乡\n"
LIST = "甲小学\t乙小学\t丙小学\n丁小学\t戊小学\t己小学\n"


def document(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + f"{stream}\0".encode("utf-16-le").ljust(1024, b"\0")


TABLES = {
    "普通.dat": (DATA / "table.xlsx").read_bytes(),
    "旧.dat": (DATA / "table.xls").read_bytes(),
    "开放.dat": (DATA / "table.ods").read_bytes(),
    "二进制.dat": xlsb({"A": ROWS}),
    "无后缀": (DATA / "table.xlsx").read_bytes(),
    "甲县.2026": (DATA / "table.xlsx").read_bytes(),
    "金山.ET": (DATA / "table.xls").read_bytes(),
    "2003.xml": excel_2003({"A": ROWS}),
    "制表符.txt": delimited(ROWS, "\t", "utf-16"),
    "国标.txt": delimited(ROWS, ",", "gb18030"),
    "长.txt": delimited(LONG, "\t", "utf-8"),
    "长国标.txt": delimited(LONG, ",", "gb18030"),
    "长二字节.txt": delimited(LONG, ";", "utf-16"),
    "有标题.txt": "云溪县学校情况表\n".encode() + delimited(ROWS, ",", "utf-8"),
    "分列.tsv": delimited(ROWS, "\t", "utf-8"),
    "网页.xls": page(ROWS),
    # Called a table: what is wrong with it has to be told.
    "坏.xlsx": b"PK broken",
    "空.csv": b"",
}
OTHERS = {
    "README.txt": README.encode(),
    "国标说明.txt": README.encode("gb18030"),
    "read me.txt": ENGLISH.encode(),
    "诗.txt": POEM.encode(),
    "名单.txt": LIST.encode(),
    "日志.txt": LOG.encode(),
    "整齐的日志.txt": EVEN_LOG.encode(),
    "run.log": delimited(ROWS),
    "一行.txt": "学校名称,办学类型,在校生数\n".encode(),
    "空.txt": b"",
    "空白.txt": b" \r\n\0\0",
    "网页.dat": page(ROWS),
    "网页.html": page(ROWS),
    "别的.xml": b"<?xml version='1.0'?><a>1,2,3</a>",
    "图.dat": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "文档.dat": ODT,
    "压缩.dat": zip_of(a=b"x"),
    "坏压缩.dat": b"PK\x03\x04 broken",
    "旧文档.dat": document("WordDocument"),
    "无名.dat": document("Something"),
    "有密码.dat": document("EncryptedPackage"),
    "杂.dat": bytes(range(256)) * 8,
    "甲县.xlsx.bak": (DATA / "table.xlsx").read_bytes(),
    "甲县.xlsx~": (DATA / "table.xlsx").read_bytes(),
    "甲县.old": (DATA / "table.xlsx").read_bytes(),
    "Makefile": b"a:\n\tb\t1\nc:\n\td\t2\n",
    "说明.pdf": b"%PDF-1.7",
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_known_by_name_or_by_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TABLES[name])
    assert is_table(tmp_path / name)
    if not name.startswith(("坏", "空")):
        # And check reads what is taken.
        assert workbook.read(tmp_path / name, Words("zh")).grids


@pytest.mark.parametrize("name", OTHERS)
def test_everything_else_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(OTHERS[name])
    assert not is_table(tmp_path / name)


def test_the_table_of_a_county_as_office_programs_save_it_as_text(tmp_path: Path) -> None:
    (grid,) = grids([primary(), primary(学校名称="乙小学"), junior()])
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "gb18030", "utf-16")):
        (tmp_path / f"{number}.txt").write_bytes(delimited(grid.rows, "\t", encoding))
        assert is_table(tmp_path / f"{number}.txt"), encoding


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "向无处").symlink_to(tmp_path / "无")
    assert not is_table(tmp_path / "向无处")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管道")
        assert not is_table(tmp_path / "管道")
    (tmp_path / "夹").mkdir()
    assert not is_table(tmp_path / "夹")


def test_a_file_that_cannot_be_opened_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.dat").write_bytes(TABLES["普通.dat"])

    def closed(*_: object, **__: object) -> io.BytesIO:
        raise PermissionError

    monkeypatch.setattr(Path, "open", closed)
    assert not is_table(tmp_path / "x.dat")


def test_a_large_package_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "大.dat", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", bytes(1 << 24))
    assert is_table(tmp_path / "大.dat")


@pytest.mark.parametrize("packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_package_is_answered_for_too(tmp_path: Path, packed: int) -> None:
    content, chance = io.BytesIO(), random.Random(packed)
    with zipfile.ZipFile(content, "w", packed) as package:
        package.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", b"<x/>" * 50)
    for _ in range(500):
        damaged = bytearray(content.getvalue())
        for _ in range(chance.randint(1, 3)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / "无后缀").write_bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))])
        assert is_table(tmp_path / "无后缀") in (True, False)


def test_a_folder_gives_its_tables_and_names_the_others(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(TABLES["普通.dat"])
    for name in ("制表符.txt", "金山.ET"):
        (tmp_path / name).write_bytes(TABLES[name])
    for name in ("README.txt", "run.log"):
        (tmp_path / name).write_bytes(OTHERS[name])
    (tmp_path / "~$甲.xlsx").write_bytes(b"\x05me")
    tables, others, locks = tables_in(tmp_path, Words("zh"))
    assert ({path.name for path in tables}, sorted(others), locks) == (
        {"甲.xlsx", "制表符.txt", "金山.ET"}, ["README.txt", "run.log"], 1,
    )  # fmt: skip
