"""The summary of a batch in every format: complete, readable by others, and safe whatever a school is called."""

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from conftest import Ran, Run
from county import junior, nine_year, primary, statements
from openpyxl import load_workbook
from samples import table

HOSTILE = "=1+1 <b>|"


@pytest.fixture
def written(batch: Run, tmp_path: Path) -> tuple[Ran, Path]:
    """A county that fails, with a hostile name of a school, one that waits for evidence, and a broken file."""
    here = tmp_path / "省"
    here.mkdir()
    failing = [primary(学校名称=HOSTILE, 学校代码="12", 小学县级以上骨干教师数=0), nine_year(), junior()]
    table(here / "甲县.xlsx", failing, statements() | {"县名称": ("甲县", "", "")})
    table(here / "乙县.xlsx", [primary(), junior()], statements({"B1": None}) | {"县名称": ("乙县", "", "")})
    (here / "坏.xlsx").write_bytes(b"PK\x03\x04")
    out = tmp_path / "out"
    out.mkdir()
    endings = {"json": "json", "csv": "csv", "xlsx": "xlsx", "markdown": "md", "junit": "xml", "github": "txt"}
    given = [part for name, end in endings.items() for part in ("-o", f"{name}={out / f's.{end}'}")]
    return batch(here, *given), out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_json_follows_its_schema(run: Run, written: tuple[Ran, Path]) -> None:
    schema = json.loads(run("schema", "batch").out)
    found = json.loads((written[1] / "s.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(found)
    assert len(found["sections"]) == 6
    assert len(found["coefficients"]) == 28
    assert found["exit"] == written[0].code == 4
    assert {one["school"] for one in found["sections"]} >= {HOSTILE}


def test_csv_has_a_row_for_every_county_section_and_coefficient(written: tuple[Ran, Path]) -> None:
    _, out = written
    counties = rows(out / "s.csv")
    *judged, broken = [(row["县"], row["结论"]) for row in counties]
    assert judged == [("乙县", "达标"), ("甲县", "未达标")]
    assert (Path(broken[0]).name, broken[1]) == ("坏.xlsx", "不能评估")
    (total,) = rows(out / "s-合计.csv")
    assert (total["县数"], total["达标的县"], total["学部数"], total["差异系数个数"]) == ("2", "1", "6", "28")
    sections = rows(out / "s-学部.csv")
    assert len(sections) == 6
    hostile = next(row for row in sections if "1+1" in row["学校"])
    assert hostile["学校"] == f"'{HOSTILE}"
    assert (hostile["低于要求的指标"], hostile["A2"], hostile["结论"]) == ("A2", "0", "未达标")
    assert len(rows(out / "s-差异系数.csv")) == 28
    assert len(rows(out / "s-不能评估的文件.csv")) == 1
    assert rows(out / "s-提示.csv") == []
    assert rows(out / "s-短板.csv")[0]["指标"] == "A2"
    issues = {(row["县"], row["代码"], row["程度"]): row["处数"] for row in rows(out / "s-数据问题.csv")}
    assert issues["甲县", "W552", "警告"] == "1"


def test_workbook_has_the_same_rows_and_text_stays_text(written: tuple[Ran, Path]) -> None:
    book = load_workbook(written[1] / "s.xlsx")
    assert book.sheetnames == [
        "各县",
        "合计",
        "学部",
        "要求中的学校",
        "差异系数",
        "短板",
        "数据问题",
        "不能评估的文件",
        "提示",
    ]
    values: list[list[Any]] = [[cell.value for cell in row] for row in book["学部"].iter_rows()]
    hostile = next(row for row in values if HOSTILE in row)
    assert hostile[values[0].index("A2")] == 0
    cell = next(cell for row in book["学部"].iter_rows() for cell in row if cell.value == HOSTILE)
    assert cell.data_type == "s"
    assert len(values) == 7
    # Whoever prints it gets whole rows.
    pages = [book[name].sheet_properties.pageSetUpPr for name in ("合计", "学部")]
    assert [page is not None and page.fitToPage for page in pages] == [True, True]


def test_markdown_junit_and_github(written: tuple[Ran, Path]) -> None:
    _, out = written
    page = (out / "s.md").read_text(encoding="utf-8")
    assert "2 个县中 1 个由数据计算的要求全部达标，1 个未达标" in page
    assert "| 甲县 | 未达标 |" in page
    assert "坏.xlsx | 不能评估 |" in page
    tree = ElementTree.fromstring((out / "s.xml").read_bytes())
    cases = {case.get("name"): case for case in tree.iter("testcase")}
    assert cases[f"{HOSTILE} 小学"].find("failure") is not None
    assert cases["B1"].find("skipped") is not None
    broken = [case.get("name") or "" for case in tree.iter("testcase") if case.find("error") is not None]
    assert [Path(name).name for name in broken] == ["坏.xlsx"]
    lines = (out / "s.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("::error title=eqeval batch::2 个县中")
    assert sum("title=甲县::" in line for line in lines) == 1
    assert not [line for line in lines if "title=乙县::" in line]


def test_schools_that_break_a_requirement_on_the_county_are_named_as_in_its_report(batch: Run, tmp_path: Path) -> None:
    """A school may meet all seven indicators, and be the one for which the county fails."""
    schools = [
        primary(小学最大班额=46),
        nine_year(),
        junior(初中在校生数=2001),
        junior(学校名称="乙初中", 初中最大班额=None),
    ]
    table(tmp_path / "甲县.xlsx", schools, statements() | {"县名称": ("甲县", "", "")})
    given = [
        part
        for each in ("json=s.json", "csv=s.csv", "junit=s.xml")
        for part in ("-o", each.replace("=", f"={tmp_path}/"))
    ]
    ran = batch(tmp_path / "甲县.xlsx", "--view", "full", "--out", tmp_path / "out", *given)
    report = json.loads((tmp_path / "out" / "甲县.json").read_text(encoding="utf-8"))
    told = [
        (one["rule"], one["school"], one["stage"], one["value"], one["outcome"], one["cells"])
        for rule in report["requirements"]
        if rule["id"] in ("B3", "B4", "B5")
        for one in rule["subjects"]
        if one["outcome"] != "met"
    ]
    found = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["subjects"]
    keys = ("rule", "school", "stage", "value", "outcome", "cells")
    assert [tuple(one[key] for key in keys) for one in found] == told
    assert [(one["rule"], one["school"], one["outcome"]) for one in found] == [
        ("B4", "甲初中", "not_met"),
        ("B5", "甲小学", "not_met"),
        ("B5", "乙初中", "undetermined"),
    ]
    assert "甲县 甲小学 小学 B5 班额：46，要求 ≤45" in ran.out and "乙初中" not in ran.out
    assert [(row["条目"], row["学校"], row["实际"]) for row in rows(tmp_path / "s-要求中的学校.csv")][:2] == [
        ("B4", "甲初中", "2001"),
        ("B5", "甲小学", "46"),
    ]
    tree = ElementTree.fromstring((tmp_path / "s.xml").read_bytes())
    failed = {
        (case.get("classname"), case.get("name")) for case in tree.iter("testcase") if case.find("failure") is not None
    }
    assert ("eqeval.cn-quality-2017.甲县.B5", "甲小学 小学") in failed


def test_one_table_goes_to_the_screen(batch: Run, written: tuple[Ran, Path], tmp_path: Path) -> None:
    ran = batch(tmp_path / "省", "-o", "csv")
    assert len(ran.out.splitlines()) == 4
    assert ran.out.startswith("\ufeff县,")


@pytest.mark.parametrize(("form", "end"), [("xlsx", "xlsx"), ("markdown", "md"), ("junit", "xml"), ("terminal", "txt")])
def test_full_reports_in_other_formats(
    batch: Run, written: tuple[Ran, Path], tmp_path: Path, form: str, end: str
) -> None:
    full = tmp_path / "full"
    batch(tmp_path / "省", "--out", full, "--out-format", form)
    assert sorted(file.name for file in full.iterdir() if file.is_file()) == [f"乙县.{end}", f"甲县.{end}"]


def test_english(batch: Run, written: tuple[Ran, Path], tmp_path: Path) -> None:
    ran = batch(tmp_path / "省", "-o", "csv", "--lang", "en")
    assert ran.out.startswith("\ufeffcounty,outcome,")
