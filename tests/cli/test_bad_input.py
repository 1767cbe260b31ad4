"""Bad data: the right exit code, no traceback, the file or cell by name, everything at once."""

import json
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import Ran, Run
from county import Row, junior, nine_year, primary, school, statements, write_xlsx
from openpyxl import load_workbook
from samples import csv_bytes, png, protected, table, zip_of

from eqeval.core.grid import Grid, Raw

GOOD = [primary(), junior()]


def unusable(ran: Ran, *fragments: str) -> None:
    assert ran.code == 4
    assert ran.out == ""
    assert "Traceback" not in ran.err
    for fragment in fragments:
        assert fragment in ran.err


def good_bytes(tmp_path: Path) -> bytes:
    return table(tmp_path / "good.xlsx", GOOD).read_bytes()


NO_TABLE = {
    "picture": png(),
    "noise": bytes((n * 7919) % 251 for n in range(5000)),
    "zip": zip_of({"a.txt": b"x"}),
    "docx": zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00\n",
    "zero bytes": b"\x00" * 2048,
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000,
    "only the mark of a zip": b"PK\x03\x04",
    "gzip": b"\x1f\x8b\x08\x00" + bytes(range(200)),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".csv", ".ods", ""])
@pytest.mark.parametrize("name", NO_TABLE)
def test_not_a_workbook(run: Run, tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(NO_TABLE[name])
    unusable(run("check", path.name), path.name)


@pytest.mark.parametrize("content", [b"", b"   \n\t\n"])
def test_empty_file(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "空.xlsx").write_bytes(content)
    unusable(run("check", "空.xlsx"), "空.xlsx", "空的")


def test_a_file_with_a_byte_order_mark_only(run: Run, tmp_path: Path) -> None:
    (tmp_path / "空.csv").write_bytes(b"\xef\xbb\xbf")
    unusable(run("check", "空.csv"), "空.csv")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_workbook(run: Run, tmp_path: Path, share: float) -> None:
    content = good_bytes(tmp_path)
    (tmp_path / "半.xlsx").write_bytes(content[: int(len(content) * share)])
    unusable(run("check", "半.xlsx"), "半.xlsx")


def test_workbook_with_a_damaged_sheet(run: Run, tmp_path: Path) -> None:
    import zipfile
    from io import BytesIO

    source = zipfile.ZipFile(BytesIO(good_bytes(tmp_path)))
    parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:700]
    (tmp_path / "坏.xlsx").write_bytes(zip_of(parts))
    unusable(run("check", "坏.xlsx"), "坏.xlsx")


def test_a_folder_and_a_missing_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "数据").mkdir()
    unusable(run("check", "数据"), "数据", "文件夹")
    unusable(run("check", "没有.xlsx"), "没有.xlsx")


def test_all_unusable_files_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()
    (tmp_path / "b.xlsx").write_bytes(png())
    unusable(run("check", "a.xlsx", "b.xlsx", "c.xlsx"), "a.xlsx", "b.xlsx", "c.xlsx")


def test_bad_data_and_bad_standard_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("id: [", encoding="utf-8")
    unusable(run("check", "没有.xlsx", "-s", "s.yaml"), "没有.xlsx", "s.yaml:1:")


def test_password(run: Run, tmp_path: Path) -> None:
    (tmp_path / "密.xlsx").write_bytes(protected())
    unusable(run("check", "密.xlsx"), "密.xlsx", "密码")
    assert "password" in run("check", "密.xlsx", "--lang", "en").err


def test_device(run: Run) -> None:
    unusable(run("check", "/dev/null"), "/dev/null")


# Headings


def test_no_known_headings(run: Run, tmp_path: Path) -> None:
    rows: list[list[Raw]] = [["学校的名", "种类", "小学学生数", "教学用房面积"], ["甲", "小学", 100, 300]]
    write_xlsx(tmp_path / "a.xlsx", [Grid("a.xlsx", "表1", rows)])
    unusable(run("check", "a.xlsx"), "a.xlsx", "表1", "学校名称", "学校的名")


def test_nearest_headings_are_named(run: Run, tmp_path: Path) -> None:
    rows: list[list[Raw]] = [["学校的名称", "运动场地的面积"], ["甲", 1]]
    write_xlsx(tmp_path / "a.xlsx", [Grid("a.xlsx", "表1", rows)])
    unusable(run("check", "a.xlsx"), "学校名称 ← 学校的名称", "运动场地面积 ← 运动场地的面积")


@pytest.mark.parametrize("rows", [[], [["", None]], [[None]]])
def test_an_empty_sheet(run: Run, tmp_path: Path, rows: list[list[Raw]]) -> None:
    write_xlsx(tmp_path / "a.xlsx", [Grid("a.xlsx", "学校", rows)])
    unusable(run("check", "a.xlsx"), "a.xlsx")


def test_headings_only(run: Run, tmp_path: Path) -> None:
    rows: list[list[Raw]] = [[*primary()]]
    write_xlsx(tmp_path / "a.xlsx", [Grid("a.xlsx", "学校", rows)])
    unusable(run("check", "a.xlsx"), "a.xlsx", "没有学校")


def test_totals_only(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", [{"学校名称": "合计", "小学在校生数": 5}])
    unusable(run("check", "a.xlsx"), "a.xlsx")


def test_doubled_headings_name_both_cells(run: Run, tmp_path: Path) -> None:
    rows: list[list[Raw]] = [["学校名称", "办学类型", "运动场地面积", "运动场地面积（㎡）"], ["甲", "小学", 1, 2]]
    write_xlsx(tmp_path / "a.xlsx", [Grid("a.xlsx", "学校", rows)])
    unusable(run("check", "a.xlsx"), "学校!C1", "学校!D1", "运动场地面积")


def test_the_column_that_tells_rows_apart_is_missing(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", GOOD, without=["学校名称"])
    unusable(run("check", "a.xlsx"), "a.xlsx", "学校名称")


def test_without_the_column_of_types_nothing_is_said_without_a_word(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", GOOD, statements(), without=["办学类型"])
    ran = run("check", "a.xlsx")
    assert (ran.code, ran.err) == (0, "") and "W583" in ran.out and "核实 1 处警告" in ran.out
    table(tmp_path / "a.xlsx", [*GOOD, primary(学校名称="乙学校")], statements(), without=["办学类型"])
    ran = run("check", "a.xlsx")
    assert ran.code == 3 and "E127" in ran.out and "乙学校" in ran.out


def test_a_missing_column_is_no_zero(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", GOOD, statements(), without=["运动场地面积"])
    ran = run("check", "a.xlsx")
    assert ran.code == 3
    assert "E108" in ran.out
    assert "运动场地面积" in ran.out


# Cells: found, named, never read as 0; without a sure failure there is no verdict.

CELLS: dict[str, tuple[Row, str, str, str]] = {
    "text for a number": (primary(运动场地面积="约5000"), "E201", "学校!Y2", "约5000"),
    "another quantity in the cell": (primary(运动场地面积="5400人"), "E211", "学校!Y2", "5400人"),
    "an inequality": (primary(运动场地面积=">5400"), "E201", "学校!Y2", ">5400"),
    "NaN": (primary(运动场地面积="NaN"), "E201", "学校!Y2", "NaN"),
    "inf": (primary(运动场地面积="inf"), "E201", "学校!Y2", "inf"),
    "scientific text": (primary(运动场地面积="1e3"), "E201", "学校!Y2", "1e3"),
    "a date": (primary(运动场地面积=date(2026, 9, 1)), "E201", "学校!Y2", "2026-09-01"),
    "a moment": (primary(小学在校生数=datetime(2026, 9, 1, 8, 30)), "E201", "学校!J2", "2026-09-01"),
    "yes": (primary(小学高于规定学历教师数=True), "E201", "学校!Q2", "TRUE"),
    "negative": (primary(运动场地面积=-5400), "E202", "学校!Y2", "-5400"),
    "negative text": (primary(小学在校生数="-600"), "E202", "学校!J2", "-600"),
    "half a pupil": (primary(小学在校生数=600.5), "E203", "学校!J2", "600.5"),
    "half a teacher": (primary(小学县级以上骨干教师数=11.5), "E203", "学校!S2", "11.5"),
    "half a class": (primary(小学班级数="15.5"), "E203", "学校!M2", "15.5"),
    "unknown type": (primary(办学类型="小学校"), "E204", "学校!C2", "小学校"),
    "no type": (primary(办学类型=None), "E204", "学校!C2", "不是学校的行"),
    "unknown choice": (primary(是否计校数="也许"), "E205", "学校!H2", "也许"),
    "no year": (primary(建成年份="很久以前"), "E206", "学校!G2", "很久以前"),
    "year 18": (primary(建成年份=18), "E206", "学校!G2", "18"),
    "no name": (primary(学校名称=None), "E207", "学校!A2", ""),
    "blank": (primary(运动场地面积=None), "E210", "学校!Y2", "运动场地面积"),
    "largest class above pupils": (primary(小学最大班额=601), "E301", "学校!O2", "601"),
    "indoor above total": (primary(室内体育用房面积=5000), "E301", "学校!X2", "5000"),
    "degrees above teachers": (primary(小学专任教师数=30), "E301", "学校!Q2", "36"),
    "teachers without pupils": (primary(初中高于规定学历教师数=3), "E302", "学校!R2", "3"),
    "no pupils": (primary() | {"小学在校生数": None}, "E302", "学校!J2", "班级数 15"),
    "no classes": (primary(小学班级数=0), "E303", "学校!M2", "0"),
    "average above largest": (primary(小学最大班额=39), "E304", "学校!O2", "39"),
    "no parent": (primary(学校名称="乙校", 是否计校数="否"), "E402", "学校!A2", ""),
    "unknown parent": (primary(学校名称="乙校", 是否计校数="否", 所属学校="丁校"), "E403", "学校!I2", "丁校"),
}  # fmt: skip
# A wrong cell that no requirement of this county waits for leaves the verdict as it is.
HARMLESS = {"no year", "year 18"}


@pytest.mark.parametrize("name", CELLS)
def test_a_bad_cell_is_named_and_leaves_no_verdict(run: Run, tmp_path: Path, name: str) -> None:
    row, code, cell, found = CELLS[name]
    table(tmp_path / "a.xlsx", [row, junior(), primary(学校名称="丙小学")], statements())
    ran = run("check", "a.xlsx")
    assert "Traceback" not in ran.said
    (line,) = [line for line in ran.out.splitlines() if f"错误 {code}" in line][:1] or [ran.out]
    assert found in line
    if code != "E402":
        assert cell in line
    assert ran.code == (0 if name in HARMLESS else 3)
    english = run("check", "a.xlsx", "--lang", "en")
    assert english.code == ran.code
    assert f"error {code}" in english.out


def test_an_error_value_is_an_error(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = table(tmp_path / "a.xlsx", GOOD, statements())
    book = load_workbook(path)
    cell = book["学校"]["Y2"]
    cell.value, cell.data_type = "#DIV/0!", "e"
    book.save(path)
    ran = run("check", path)
    assert ran.code == 3
    (line,) = [line for line in ran.out.splitlines() if "E201 学校!Y2" in line]
    assert "#DIV/0!" in line


def test_a_number_in_the_format_of_a_date_is_shown_how_to_mend(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = table(tmp_path / "a.xlsx", GOOD, statements())
    book = load_workbook(path)
    book["学校"]["Y2"].number_format = "yyyy-mm-dd"
    book["学校"]["J2"].number_format = "h:mm"
    book.save(path)
    for language, mended in (("zh", "格式改成“常规”"), ("en", "set the format General")):
        lines = [
            line for line in run("lint", path, "-o", "json=-", "--lang", language).out.splitlines() if mended in line
        ]
        assert len(lines) == 2 and "学校!J2" in lines[0] and "学校!Y2" in lines[1]


def test_a_formula_without_a_result_is_no_blank(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = table(tmp_path / "a.xlsx", GOOD, statements())
    book = load_workbook(path)
    book["学校"]["Y2"].value = "=W2*2"
    book.save(path)
    ran = run("check", path)
    assert ran.code == 3
    (line,) = [line for line in ran.out.splitlines() if "E201 学校!Y2" in line]
    assert "=W2*2" in line and "重新计算并保存" in line and "填 0" not in line


def test_a_formula_in_the_column_of_a_relaxation_is_no_blank(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = table(tmp_path / "a.xlsx", [primary(随迁子女在校生数=0), junior()], statements())
    book = load_workbook(path)
    sheet = book["学校"]
    column = [cell.value for cell in sheet[1]].index("随迁子女在校生数") + 1
    sheet.cell(2, column).value = "=1+1"
    book.save(path)
    assert "E201" in run("check", path).out


@pytest.mark.parametrize("found", ["#DIV/0!", "#N/A", "#VALUE!", "#REF!"])
def test_an_error_value_in_text_is_an_error(run: Run, tmp_path: Path, found: str) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes([primary(运动场地面积=found), junior()]))
    ran = run("check", "a.csv")
    assert ran.code == 3
    (line,) = [line for line in ran.out.splitlines() if "E201" in line and "a!Y2" in line]
    assert found in line


def test_everything_wrong_is_said_at_once(run: Run, tmp_path: Path) -> None:
    bad = [{**row, "学校名称": f"校{number}", "学校代码": f"{number}"} for number, (row, code, _, _)
           in enumerate(CELLS.values()) if code not in ("E207", "E402", "E403")]  # fmt: skip
    table(tmp_path / "a.xlsx", bad, statements())
    ran = run("check", "a.xlsx", "-o", "json")
    codes = {issue["code"] for issue in json.loads(ran.out)["issues"]}
    assert codes >= {"E201", "E202", "E203", "E204", "E205", "E206", "E210", "E301", "E302", "E303", "E304"}
    assert ran.err == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_issues_name_the_file_where_several_are_read(run: Run, tmp_path: Path, lang: str) -> None:
    table(tmp_path / "东.xlsx", [primary(运动场地面积="?")])
    table(tmp_path / "西.xlsx", [junior(运动场地面积="?")])
    ran = run("check", "东.xlsx", "西.xlsx", "--lang", lang)
    lines = [line for line in ran.out.splitlines() if "E201" in line and "学校!Y2" in line]
    assert len(lines) == 2
    assert "东.xlsx" in lines[0]
    assert "西.xlsx" in lines[1]


@pytest.mark.parametrize("other", [{}, {"小学在校生数": 700}])
def test_a_school_twice(run: Run, tmp_path: Path, other: dict[str, Raw]) -> None:
    table(tmp_path / "a.xlsx", [primary(), primary(**other), junior()], statements())
    ran = run("check", "a.xlsx")
    assert ran.code == 3
    assert "E401" in ran.out
    assert "学校!A3" in ran.out
    assert "学校!A2" in ran.out


def test_schools_of_one_name_with_codes(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", [primary(学校代码="1"), primary(学校代码="2"), junior()], statements())
    assert run("check", "a.xlsx").code == 0


CLASSES = [("甲小学", "一年级", f"{number}班", 40) for number in range(1, 16)]


@pytest.mark.parametrize("grade", ["一年级", "六年级", "九年级", "学前班"])
def test_a_class_of_an_unknown_school_leaves_its_county_open(run: Run, tmp_path: Path, grade: str) -> None:
    """A school that the table forgot has pupils who change every coefficient, so that nobody can say 达标."""
    classes: list[tuple[Raw, ...]] = [*CLASSES, ("丁小学", grade, "1班", 40), ("丁小学", grade, "2班", 40)]
    table(tmp_path / "a.xlsx", GOOD, statements(), classes)
    assert run("check", "a.xlsx", "-o", "json=a.json").code == 3
    said = json.loads((tmp_path / "a.json").read_text("utf-8"))
    errors = [(one["code"], one["cell"]) for one in said["issues"] if one["severity"] == "error"]
    assert errors == [("E404", "班级!A17")]
    stages = {"一年级": {"primary"}, "九年级": {"junior"}}.get(grade, {"primary", "junior"})
    assert {one["stage"] for one in said["sections"] if one["school"] == "丁小学"} == stages
    assert {one["stage"] for one in said["dispersion"] if one["outcome"] == "undetermined"} == stages


def test_a_senior_class_of_an_unknown_school_opens_nothing(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", GOOD, statements(), [*CLASSES, ("丁中学", "高一", "1班", 60)])
    ran = run("check", "a.xlsx")
    assert (ran.code, "E404" in ran.out) == (0, True)


@pytest.mark.parametrize(("type_name", "code"), [("完全中学", 0), ("初级中学", 3)])
def test_a_senior_class_counts_for_nothing_where_the_school_teaches_the_stage(
    run: Run, tmp_path: Path, type_name: str, code: int
) -> None:
    classes: list[tuple[Raw, ...]] = [("乙中学", "七年级", "1班", 48)] * 15
    rows = [primary(), school(type_name, {"学校名称": "乙中学"})]
    table(tmp_path / "a.xlsx", rows, statements(), [*classes, ("乙中学", "高一", "1班", 60)])
    ran = run("check", "a.xlsx")
    assert (ran.code, "E407" in ran.out) == (code, code == 3)


def test_an_unknown_school_leaves_each_of_several_counties_open(run: Run, tmp_path: Path) -> None:
    """Nobody knows of which of them it is."""
    rows = [
        one(学校名称=f"{county}{number}", 县=county)
        for county in "甲乙"
        for number, one in enumerate((primary, junior))
    ]
    table(tmp_path / "a.xlsx", rows, None, [("丁小学", "一年级", "1班", 40)])
    counties = run("batch", "a.xlsx", "-o", "json=a.json")
    assert counties.code == 3
    said = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [(one["county"], one["coefficients_met"]) for one in said["counties"]] == [("甲", 7), ("乙", 7)]


@pytest.mark.parametrize("grade", ["学前班", "十三年级", "0", None])
def test_class_of_an_unknown_grade(run: Run, tmp_path: Path, grade: str | None) -> None:
    """A class of 48 is too large in 小学 and not in 初中: nobody knows."""
    table(tmp_path / "a.xlsx", [nine_year()], statements(), [("甲九年制学校", grade, "1班", 48)])
    ran = run("check", "a.xlsx")
    assert ran.code == 3
    assert "E405" in ran.out
    assert "班级!B2" in ran.out


@pytest.mark.parametrize("pupils", ["四十", -1, 40.5, None, True])
def test_class_without_a_usable_number(run: Run, tmp_path: Path, pupils: Raw) -> None:
    table(tmp_path / "a.xlsx", GOOD, statements(), [*CLASSES[1:], ("甲小学", "一年级", "1班", pupils)])
    ran = run("check", "a.xlsx")
    assert ran.code == 3
    assert "班级!D16" in ran.out


def test_a_large_class_fails_whatever_else_is_unknown(run: Run, tmp_path: Path) -> None:
    classes: list[tuple[Raw, ...]] = [*CLASSES[2:], ("甲小学", "一年级", "1班", 46), ("甲小学", "一年级", "2班", "?")]
    table(tmp_path / "a.xlsx", GOOD, statements(), classes)
    assert run("check", "a.xlsx").code == 1


def test_list_of_classes_without_columns(run: Run, tmp_path: Path) -> None:
    rows: list[list[Raw]] = [["学校名称", "人数"], ["甲小学", 40]]
    from county import grids

    write_xlsx(tmp_path / "a.xlsx", [*grids(GOOD), Grid("a.xlsx", "班级", rows)])
    ran = run("check", "a.xlsx")
    # Sizes of classes stay open, and all else is judged.
    assert (ran.code, ran.err) == (3, "")
    assert "错误 E111 班级 工作表“班级”缺少列：年级" in ran.out


@pytest.mark.parametrize(
    ("item", "said", "code"),
    [
        ("V1", "也许", "E205"),
        ("C6", "还行", "E205"),
        ("教师年平均工资收入", (9, "人", "表"), "E211"),
        ("社会认可度", 0.9, "E209"),
        ("社会认可度", "很高", "E201"),
        ("社会认可度", -5, "E202"),
        ("特殊教育学校学生人数", 10.5, "E203"),
        ("满意度", "90%", "W506"),
    ],
)
def test_bad_values_of_the_county(run: Run, tmp_path: Path, item: str, said: Raw, code: str) -> None:
    table(tmp_path / "a.xlsx", GOOD, statements({item: said}))
    ran = run("check", "a.xlsx")
    assert code in ran.out
    assert "县级!" in ran.out
    assert ran.code in (0, 3)
    assert run("check", "a.xlsx", "--strict").code in ((0,) if code == "W506" else (3,))


@pytest.mark.parametrize(
    ("item", "highest", "more", "rule"),
    [
        ("基本均衡认定已满年数", 50, 51, "E1"),
        ("基本均衡认定已满年数", 50, 2018, "E1"),
        ("国家质量监测最低科目水平等级", 4, 5, "C9"),
        ("国家质量监测最大校际差异率", 1, 1.001, "C9"),
        ("近三年小学综合差异系数最大值", 3, 43.8, "E3"),
        ("近三年初中综合差异系数最大值", 3, 3.001, "E3"),
    ],
)
def test_what_no_county_can_have_counts_for_nothing(
    run: Run, tmp_path: Path, item: str, highest: Raw, more: Raw, rule: str
) -> None:
    place = f"县级!B{[*statements(), item].index(item) + 2}"
    for value, asked in ((highest, []), (more, [place])):
        table(tmp_path / "a.xlsx", GOOD, statements({item: value}))
        found = json.loads(run("check", "a.xlsx", "-o", "json").out)
        assert [issue["cell"] for issue in found["issues"] if issue["code"] == "E214"] == asked
        (line,) = (one for one in found["requirements"] if one["id"] == rule)
        assert (line["outcome"] == "undetermined") is bool(asked) or rule == "C9"


def test_a_rate_above_one_hundred_percent_is_questioned(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", GOOD, statements({"社会认可度": "850%"}))
    ran = run("check", "a.xlsx", "-o", "json")
    assert ran.code == 3
    place = list(statements()).index("社会认可度") + 2
    questioned = [line for line in json.loads(ran.out)["requirements"] if "850" in line["because"]]
    assert [(line["id"], line["outcome"], line["cells"]) for line in questioned] == [
        ("D1", "undetermined", [f"县级!B{place}"])
    ]


# Encodings, formats, suffixes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("suffix", [".csv", ".txt", ".xlsx", ".xls", ""])
def test_csv_by_its_bytes(run: Run, tmp_path: Path, encoding: str, suffix: str) -> None:
    path = tmp_path / f"学校{suffix}"
    path.write_bytes(csv_bytes(GOOD, encoding))
    ran = run("check", path, "-o", "json")
    assert ran.code == 0
    assert [one["school"] for one in json.loads(ran.out)["sections"]] == ["甲小学", "甲初中"]


@pytest.mark.parametrize("suffix", [".csv", ".xls", ".ods", ".txt", ".pdf", ""])
def test_workbook_by_its_bytes(run: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"学校{suffix}"
    path.write_bytes(good_bytes(tmp_path))
    assert run("check", path).code == 0


@pytest.mark.parametrize("newline", [b"\r\n", b"\n", b"\r"])
def test_csv_line_ends(run: Run, tmp_path: Path, newline: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes(GOOD).replace(b"\r\n", newline))
    assert run("check", "a.csv").code == 0


@pytest.mark.parametrize("delimiter", [b"\t"])
def test_csv_delimiters(run: Run, tmp_path: Path, delimiter: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes(GOOD).replace(b",", delimiter))
    assert run("check", "a.csv").code == 0


def test_utf_16_text_of_excel(run: Run, tmp_path: Path) -> None:
    """Excel's `Unicode text` is UTF-16 with tabs: read, or refused by name."""
    (tmp_path / "a.txt").write_bytes(csv_bytes(GOOD, "utf-16").replace(b",\x00", b"\t\x00"))
    ran = run("check", "a.txt")
    assert ran.code in (0, 4)
    assert ran.code == 0 or "a.txt" in ran.err


def test_csv_with_an_open_quote(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes(GOOD).replace("甲小学".encode(), '"甲小学'.encode()))
    ran = run("check", "a.csv")
    assert ran.code in (3, 4)
    assert "Traceback" not in ran.said


@pytest.mark.parametrize("text", ["学校名称\n", "a,b,c\n1,2,3\n", "hello", "学校名称,办学类型\n"])
def test_text_that_is_no_table(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    unusable(run("check", "a.csv"), "a.csv")


def test_hidden_sheets_are_not_read_silently(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = table(tmp_path / "a.xlsx", GOOD, statements())
    book = load_workbook(path)
    book["县级"].sheet_state = "hidden"
    book.save(path)
    ran = run("check", path, "--view", "full")
    assert ran.code == 0
    (line,) = [line for line in ran.out.split("■")[0].splitlines() if "N606" in line]
    assert "县级" in line, "a sheet that is passed over is named"
    assert "提示 1" in run("check", path).out


def test_full_width_digits_and_thousands(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", [primary(运动场地面积="５，４００", 小学在校生数="600 "), junior()], statements())
    assert run("check", "a.xlsx").code == 0


def test_school_out_of_scope_is_listed(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", [*GOOD, school("职业学校")], statements())
    ran = run("check", "a.xlsx", "-o", "json")
    assert "N601" in {issue["code"] for issue in json.loads(ran.out)["issues"]}


def test_a_part_of_the_county_above_its_whole_is_questioned(run: Run, tmp_path: Path) -> None:
    said = statements(
        {"社会认可度": None, "社会认可度满意问卷数": (1200, "份", "表"), "社会认可度有效问卷数": (1000, "份", "表")}
    )
    table(tmp_path / "a.xlsx", GOOD, said)
    ran = run("check", "a.xlsx", "-o", "json")
    assert ran.code == 3
    questioned = [line for line in json.loads(ran.out)["requirements"] if "120" in line["because"]]
    assert [(line["id"], line["outcome"]) for line in questioned] == [("D1", "undetermined")]
    assert [cell.partition("!")[0] for cell in questioned[0]["cells"]] == ["县级", "县级"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no RLIMIT_AS to end what takes too much")
@pytest.mark.parametrize(("row", "column"), [(20_000, 16_384), (1_048_576, 16_384)])
def test_a_stray_cell_far_away_does_not_use_up_the_memory(tmp_path: Path, row: int, column: int) -> None:
    """A blank in the last corner of a sheet is common; the cells between are not data."""
    from openpyxl import load_workbook

    path = table(tmp_path / "a.xlsx", GOOD, statements())
    book = load_workbook(path)
    book["学校"].cell(row, column).value = " "
    book.save(path)
    limited = (
        "import resource, sys\nresource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))\n"
        "from eqeval.cli.app import main\nmain(sys.argv[1:])"
    )
    done = subprocess.run([sys.executable, "-c", limited, "check", str(path), "-q"], capture_output=True)
    assert done.returncode in (0, 4), done.stderr.decode()[-500:]
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("order", [("学校名称", "学校代码"), ("学校代码", "学校名称")])
@pytest.mark.parametrize(
    ("name", "code_", "code"),
    [
        ("甲小学", "", 1),
        ("", "2133000001", 1),
        ("县甲小学", "2133000001", 1),
        ("甲小学", "9", 1),
        ("甲小学", "2133000002", 3),
    ],
)
def test_a_class_is_of_the_school_that_its_row_names_or_codes(
    run: Run, tmp_path: Path, order: tuple[str, str], name: str, code_: str, code: int
) -> None:
    """Whichever column comes first; where they are of two schools, it may be the largest class of both."""
    rows = [primary(学校代码="2133000001"), junior(学校代码="2133000002")]
    said = {"学校名称": name, "学校代码": code_}
    from county import grids

    listed = Grid(
        "a.xlsx", "班级", [[*order, "年级", "班级", "学生数"], [*(said[each] for each in order), "一年级", "1班", 60]]
    )
    write_xlsx(tmp_path / "a.xlsx", [*grids(rows, None, statements()), listed])
    ran = run("check", "a.xlsx")
    assert (ran.code, "E410" in ran.out) == (code, code == 3)


def test_a_class_without_a_school_leaves_the_county_open(run: Run, tmp_path: Path) -> None:
    table(tmp_path / "a.xlsx", GOOD, statements(), [(None, "一年级", "1班", 60)])
    ran = run("check", "a.xlsx", "--view", "full")
    assert (ran.code, "班级!A2" in ran.out, "见数据问题 E207" in ran.out, "E404" in ran.out) == (3, True, True, False)


def test_a_first_row_without_a_county_is_judged_nowhere(run: Run, tmp_path: Path) -> None:
    rows = [
        one(学校名称=f"{county}{number}", 县=county)
        for county in "甲乙"
        for number, one in enumerate((primary, junior))
    ]
    rows[0]["县"] = None
    table(tmp_path / "a.xlsx", rows)
    ran = run("batch", "a.xlsx", "-o", "json=a.json")
    counties = json.loads((tmp_path / "a.json").read_text("utf-8"))["counties"]
    assert [(one["county"], one["sections"], one["coefficients_met"]) for one in counties] == [
        ("甲", 2, 7),
        ("乙", 2, 14),
    ]
    assert "E411" in run("check", "a.xlsx", "--county", "甲").out
    assert ran.code == 3


def test_a_county_that_is_cut_short_in_some_rows_lacks_no_school(run: Run, tmp_path: Path) -> None:
    """云川 beside 云川县: as two counties both would be judged without a part of their schools."""
    rows = [
        one(学校名称=f"{county}{number}", 县=county)
        for county in ("云川县", "石桥")
        for number, one in enumerate((primary, junior))
    ]
    rows.append(primary(学校名称="丙小学", 县="云川"))
    table(tmp_path / "a.xlsx", rows)
    ran = run("check", "a.xlsx", "--county", "云川县")
    assert (ran.code, "E415" in ran.out, "学校!" in ran.out) == (3, True, True)
    other = run("check", "a.xlsx", "--county", "石桥")
    assert (other.code, "E415" in other.out) == (0, False)
    rows[-1]["县"] = "云川县"
    table(tmp_path / "b.xlsx", rows)
    assert run("check", "b.xlsx", "--county", "云川县").code == 0


def test_a_number_that_several_classes_share_is_of_none(run: Run, tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.xlsx", GOOD, statements(), [("甲小学", "一年级", "1班", 84), ("甲小学", "一年级", "2班", None)]
    )
    book = load_workbook(path)
    book["班级"].merge_cells("D2:D3")
    book.save(path)
    ran = run("check", "a.xlsx")
    assert (ran.code, "E121" in ran.out, "第 2–3 行" in ran.out) == (3, True, True)


def test_two_columns_of_pupils_in_the_list_of_classes_are_refused(run: Run, tmp_path: Path) -> None:
    from county import grids

    listed = Grid(
        "a.xlsx", "班级", [["学校名称", "年级", "班级", "学生数", "学生数"], ["甲小学", "一年级", "1班", 40, 60]]
    )
    write_xlsx(tmp_path / "a.xlsx", [*grids(GOOD, None, statements()), listed])
    ran = run("check", "a.xlsx")
    assert (ran.code, "E111" in ran.out, "班级!D1、班级!E1" in ran.out) == (3, True, True)
