"""Files that are called after different counties, and those that only look so."""

import json
from itertools import count
from pathlib import Path

import pytest
from conftest import Run
from county import junior, primary, standard
from layouts import Sheet, of
from openpyxl import Workbook

from eqeval.core.intake.county.names import names

HEADS = ("学校名称", "学校代码", "办学类型", "小学在校生数", "初中在校生数", "教学及辅助用房面积")
_number = count(1)


def folder(at: Path, *files: tuple[str, str | None], schools: int = 2) -> Path:
    """Write tables of different schools: the name of each file, and the title above it."""
    at.mkdir()
    for name, title in files:
        sheet = Sheet("Sheet1")
        if title:
            sheet.line(title)
        columns = [(each, of(each)) for each in HEADS]
        made = [(primary, junior)[one % 2](学校名称=f"第{next(_number)}校") for one in range(schools)]
        book = Workbook()
        page = book.active
        assert page is not None
        for row in sheet.head(columns).body(columns, made).rows:
            page.append(row)
        book.save(at / f"{name}.xlsx")
    return at


def asked(run: Run, at: Path) -> bool:
    said = run("check", at, "--view", "full").out
    assert "E107" not in said
    return "W562" in said


@pytest.mark.parametrize(
    "files",
    [
        [("东山县学校数据", "东山县义务教育学校数据"), ("西河区学校数据", "西河区义务教育学校数据")],
        [("东山县学校数据", None), ("西河区学校数据", None)],
        [("数据1", "东山县义务教育学校数据"), ("数据2", "西河区义务教育学校数据")],
        [("云州市东山县", None), ("云州市西河区", None)],
        [("2026年忠县学校", None), ("2026年和县学校", None)],
        [("1", "填报单位：东山县教育局"), ("2", "填报单位：阿拉善左旗教育局")],
    ],
)
def test_files_of_two_counties_are_asked_about(run: Run, tmp_path: Path, files: list[tuple[str, str | None]]) -> None:
    assert asked(run, folder(tmp_path / "全部", *files))


@pytest.mark.parametrize(
    "files",
    [
        [("某县教师", None), ("某县校舍", None)],
        [("东山县教师", None), ("附件2026年东山县校舍", "云南省东山县校舍")],
        [("小学", None), ("初中", None)],
        [("城区小学", None), ("镇区小学", None), ("乡村小学", None)],
        [("东学区", None), ("西片区", None), ("社区", None), ("园区", None), ("全县", None), ("本区", None)],
        [("龙潭镇", None), ("云溪乡", None)],
        [("东山县小学", None), ("初中", None)],
        [("云州市小学", None), ("云州市东山县初中", None)],
        [("红旗学校", None), ("城市学校", None), ("东区小学", None)],
        [("市直学校", None), ("各县区学校", None)],
    ],
)
def test_files_of_one_county_are_not(run: Run, tmp_path: Path, files: list[tuple[str, str | None]]) -> None:
    assert not asked(run, folder(tmp_path / "全部", *files))


def test_a_file_of_one_school_may_be_called_by_any_place(run: Run, tmp_path: Path) -> None:
    assert not asked(run, folder(tmp_path / "a", ("东山县第一小学", None), ("西河区第二小学", None), schools=1))
    assert asked(run, folder(tmp_path / "b", ("东山县第一小学", None), ("西河区第二小学", None), schools=2))


def test_both_counties_their_files_and_what_to_do_are_named_once(run: Run, tmp_path: Path) -> None:
    at = folder(tmp_path / "全部", ("东山县1", None), ("东山县2", None), ("西河区1", None), ("西河区2", None))
    issues = json.loads(run("check", at, "-o", "json").out)["issues"]
    (said,) = (one["message"] for one in issues if one["code"] == "W562")
    assert all(each in said for each in ("东山县1.xlsx", "西河区1.xlsx", "eqeval batch", "2 个不同的县"))
    assert "东山县2.xlsx" not in said and "西河区2.xlsx" not in said


def test_a_column_of_counties_needs_no_question(run: Run, tmp_path: Path) -> None:
    at = folder(tmp_path / "全部", ("东山县", None), ("西河区", None))
    for path in at.iterdir():
        book = Workbook()
        page = book.active
        assert page is not None
        row = primary(学校名称=f"{path.stem}第一校")
        page.append(["县", *HEADS])
        page.append(["云川县", *(row.get(each) for each in HEADS)])
        page.append(["云川县", *(({**row, "学校名称": f"{path.stem}第二校"}).get(each) for each in HEADS)])
        book.save(path)
    assert not asked(run, at)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("2025-2026学年云州市东山县义务教育学校情况表", ["云州市", "东山县"]),
        ("石柱土家族自治县学校", ["石柱土家族自治县"]),
        ("东山县城区学校", ["东山县"]),
        ("实验小学东校区", []),
        ("城区、镇区学校", []),
        ("省级示范县", []),
        ("东山县市区小学", ["东山县"]),
        ("市中区", ["市中区"]),
        ("Dongshan 2026", []),
    ],
)
def test_names_in_titles(title: str, found: list[str]) -> None:
    assert names(title, standard().vocabulary) == found
