"""Forms of single schools give the same census as the plain table of the same county, and say where they do not."""

import json
import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Run
from county import COUNTY_HEADINGS, Row, grids, junior, nine_year, primary, standard, statements, write_xlsx
from workbooks import (
    Written,
    changed,
    code,
    of,
    statistics,
    vertical,
    write_sheets,
    write_vertical,
)

from eqeval.core.census import Census, School
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.io.written.standards import load
from eqeval.words import Words

SEED = 20260901
FORM = "学校填报数据"
EQUIPMENT = "教学仪器设备资产值（账面原值）"
FIRST = f"[甲小学.xlsx]{FORM}"


def county(seed: int = SEED, count: int = 8) -> list[Row]:
    """Schools with one stage each; some fail, some pass."""
    dice = random.Random(seed)
    rows: list[Row] = []
    row: Row
    for number in range(count):
        make = dice.choice((primary, junior))
        stage = "小学" if make is primary else "初中"
        pupils = dice.randrange(200, 1900)
        row = {
            "学校名称": f"第{number}{stage}",
            f"{stage}在校生数": pupils,
            f"{stage}高于规定学历教师数": dice.randrange(pupils // 30, pupils // 10),
            f"{stage}体育艺术专任教师数": dice.randrange(4, 20),
            "教学及辅助用房面积": dice.randrange(2000, 20000) + dice.choice((0, 0.5, 0.25)),
            "教学仪器设备资产值": dice.randrange(1000, 60000) / 100,
        }
        rows.append(make(**row))
        rows[-1]["学校代码"] = code(rows[-1])
    return rows


def reported(run: Run, *paths: Path, code: int | None = None) -> dict[str, Any]:
    ran = run("check", *paths, "--as-of", "2026-09-01", "-o", "json")
    assert code is None or ran.code == code, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def without_cells(part: Any) -> Any:
    """What a report says, apart from where it was read."""
    if isinstance(part, dict):
        return {key: without_cells(value) for key, value in part.items() if key != "cells"}
    return [without_cells(each) for each in part] if isinstance(part, list) else part


def by_school(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = without_cells(sections)
    return sorted(found, key=lambda section: (section["school"], section["stage"]))


def codes(report: dict[str, Any]) -> list[str]:
    return [issue["code"] for issue in report["issues"]]


def issue(report: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [issue for issue in report["issues"] if issue["code"] == code]
    assert isinstance(found, dict)
    return found


def folder(tmp_path: Path, rows: list[Row], change: Mapping[str, Raw] | None = None, name: str = "云溪县") -> Path:
    place = tmp_path / name
    place.mkdir()
    for row in rows:
        write_vertical(place / f"{row['学校名称']}.xlsx", changed(vertical(row), change or {}))
    return place


def taken(sheets: list[Grid]) -> Census:
    loaded = standard()
    (census,) = take(sheets, loaded.standard, loaded.vocabulary, "县", Words("zh")).values()
    return census


def grid(written: list[Written], file: str = "甲.xlsx") -> Grid:
    rows: list[list[Raw]] = [["填报项目", "单位", "填报值"], *[list(each) for each in written]]
    return Grid(file, FORM, rows, f"[{file}]{FORM}")


def school_of(written: list[Written]) -> School:
    (one,) = taken([grid(written)]).schools
    return one


def found(census: Census, code: str) -> list[tuple[str | None, str]]:
    return [(one.cell, one.message) for one in census.issues if one.code == code]


@pytest.mark.parametrize("seed", [SEED, SEED + 1, SEED + 2])
def test_a_folder_of_forms_is_judged_as_the_plain_table(run: Run, tmp_path: Path, seed: int) -> None:
    rows = county(seed)
    plain = reported(run, write_xlsx(tmp_path / "表.xlsx", grids(rows)))
    forms = reported(run, folder(tmp_path, rows))
    assert by_school(forms["sections"]) == by_school(plain["sections"])
    for part in ("outcome", "dispersion"):
        assert without_cells(forms[part]) == without_cells(plain[part])
    outcomes = [[(one["id"], one["outcome"]) for one in report["requirements"]] for report in (forms, plain)]
    assert outcomes[0] == outcomes[1]
    assert {"not_met"} < {one["outcome"] for one in forms["sections"]}
    assert forms["county"] == "云溪县"
    assert {code[0] for code in codes(forms)} <= {"N", "W"}


def test_every_number_knows_the_cell_of_its_file(run: Run, tmp_path: Path) -> None:
    rows = county()
    sections = reported(run, folder(tmp_path, rows))["sections"]
    for section in sections:
        degrees, equipment = (next(i for i in section["indicators"] if i["id"] == name) for name in ("A1", "A6"))
        place = f"[{section['school']}.xlsx]{FORM}!"
        junior_ = section["stage"] == "junior"
        # 本科, 硕士, 博士研究生 and, in a primary school, 专科; then the pupils.
        degree_cells = "E16+E17+E18" if junior_ else "E15+E12+E13+E14"
        assert degrees["cells"] == [place + degree_cells, place + ("E8" if junior_ else "E7")]
        assert f"{place}E29" in equipment["cells"]


def test_explain_takes_a_folder(run: Run, tmp_path: Path) -> None:
    place = folder(tmp_path, [primary(学校名称="甲小学")])
    ran = run("explain", place, "--school", "甲小学", "--indicator", "A1")
    assert ran.code == 0
    assert f"{FORM}!E15+E12+E13+E14" in ran.out


def test_sums_and_units_are_exact() -> None:
    row = primary(学校名称="甲小学", 小学高于规定学历教师数=41)
    written = changed(vertical(row), {"教学仪器设备资产值（账面原值）": "351,234.56"})
    one = school_of([(label, "亩" if label == "校内体育场面积" else unit, 3 if label == "校内体育场面积" else value)
                     for label, unit, value in written])  # fmt: skip
    assert one.values["equipment_value"] == Fraction("35.123456")
    assert one.values["sports_area"] == 2000
    assert one.staged["primary"]["higher_degree_teachers"] == 41
    assert one.staged["primary"]["pe_art_teachers"] == row["小学体育艺术专任教师数"]


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("小学学生人数", " 小 学 学 生\n人 数 "),
        ("小学学生人数", "6. 小学学生人数*"),
        ("小学学生人数", "学生人数（小学）"),
        ("校内体育场面积", "其中：校内体育场面积（平方米）"),
        ("县级及以上骨干教师数", "小学县级以上骨干教师数"),
    ],
)
def test_labels_are_recognised_as_they_are_written(label: str, written: str) -> None:
    plain = school_of(vertical(primary()))
    other = school_of([(written if each[0] == label else each[0], *each[1:]) for each in vertical(primary())])
    assert other.values == plain.values


def test_a_school_of_two_stages_needs_figures_of_each(run: Run, tmp_path: Path) -> None:
    row = nine_year(学校名称="丁学校", 小学班级数=15, 初中班级数=16)
    single = vertical(primary(学校名称="丁学校"))
    shared: dict[str, Raw] = {"学校类型": "九年一贯制", "小学学生人数": 600, "初中学生人数": 600}
    staged: list[Written] = [(f"{stage}{label}", "", row[f"{stage}{item}"]) for stage in ("小学", "初中")
              for label, item in (("班级总数", "班级数"), ("最大班额", "最大班额"))]  # fmt: skip
    census = taken([grid(changed(single, shared))])
    ((cell, message),) = found(census, "E131")
    assert cell == f"[甲.xlsx]{FORM}!C9"
    assert "小学、初中" in message
    assert "班级总数 (C9)" in message
    assert "体育专任教师人数 (C20)" in message
    (one,) = census.schools
    assert "classes" not in one.staged["primary"]
    assert "backbone_teachers" not in one.values
    assert not found(census, "E210") or all("班级" not in text for _, text in found(census, "E210"))
    (one,) = taken([grid([*changed(single, shared), *staged])]).schools
    assert (one.staged["primary"]["classes"], one.staged["junior"]["classes"]) == (15, 16)


def test_class_sizes_arrive_by_band() -> None:
    bands: list[Written] = [("每班25人以下班级个数", "个", 1), ("每班41-45人班级个数", "个", 14)]
    staged = school_of([*vertical(primary()), *bands]).staged["primary"]
    assert (staged["classes_25_or_fewer"], staged["classes_41_45"]) == (1, 14)


@pytest.mark.parametrize(
    ("year", "by_2010", "by_2016", "built", "named"),
    [
        (2012, "否", "是", 2012, False),
        (None, "否", "是", 2016, False),
        (None, "否", "否", 2017, False),
        (1950, "否", "否", 2017, True),
        (2011, "是", "是", 2010, True),
    ],
)
def test_the_campus_counts_and_not_the_year_of_foundation(
    year: int | None, by_2010: str, by_2016: str, built: int, named: bool
) -> None:
    flags: list[Written] = [("是否2010年及之前规划并建成", "", by_2010), ("是否2016年及之前规划并建成", "", by_2016)]
    year_: Raw = year
    census = taken([grid([*changed(vertical(primary()), {"建校时间": year_}), *flags])])
    assert census.schools[0].values["built"] == built
    assert bool(found(census, "W532")) is named


def test_a_small_rural_school_is_rural() -> None:
    flag: Written = ("是否50人及以上但不足100人的乡村小规模学校和教学点", "是/否", "是")
    assert school_of([*vertical(primary()), flag]).choices["location"] == "rural"


def test_the_county_fills_in_a_form_too(run: Run, tmp_path: Path) -> None:
    said = {
        "特殊教育学校经费总额": 590000,
        "特殊教育学校学生人数": 100,
        "教师年平均工资收入": 91000,
        "公务员年平均工资收入": 90000,
        "符合交流条件教师总数": 300,
        "实际交流轮岗教师数": 31,
        "实际交流骨干教师数量": 7,
        "优质高中招生计划总人数": 900,
        "优质高中招生分配指标数": 450,
        "符合条件的随迁子女数": 200,
        "在公办和政府购买服务民办学校就读的随迁子女数": 170,
        "残疾儿童少年数": 40,
        "残疾儿童少年入学数": 39,
    }
    rows = county(count=3)
    table = grids(rows, county={item: (value, "", "") for item, value in said.items()})
    plain = reported(run, write_xlsx(tmp_path / "表.xlsx", table))
    place = folder(tmp_path, rows)
    form: list[Written] = [
        ("区县名称", "", "云溪县"),
        ("区县代码", "", "330000"),
        ("特殊教育学校经费总额", "万元", 59),
        ("特殊教育学校学生人数", "人", 100),
        ("上年度义务教育学校教师年平均工资收入水平（不含民办学校）", "万元", 9.1),
        ("当地公务员年平均工资收入", "万元", "9.0"),
        ("符合交流条件教师总数", "人", 300),
        ("实际交流轮岗教师数", "人", 31),
        ("实际交流骨干教师数量", "人", 7),
        ("优质高中招生计划总人数", "人", 900),
        ("优质高中招生分配指标数", "人", 450),
        ("向农村学校分配指标数", "人", 200),
        ("符合条件的随迁子女总人数", "人", 200),
        ("在县域内公办学校就读的随迁子女人数", "人", 150),
        ("在政府购买服务的民办学校就读随迁子女人数", "人", 20),
        ("适龄残疾儿童少年总数", "人", 40),
        ("适龄残疾儿童少年入学总人数", "人", 39),
    ]
    write_vertical(place / "区县填报表格.xlsx", form, "区县填报数据")
    forms = reported(run, place)
    assert forms["county"] == "云溪县"
    outcomes = [{one["id"]: one["outcome"] for one in report["requirements"]} for report in (forms, plain)]
    assert outcomes[0] == outcomes[1]
    assert outcomes[0]["B7"] == "not_met"
    assert outcomes[0]["B8"] == "met"
    cells = next(one for one in forms["requirements"] if one["id"] == "B7")["cells"]
    assert "[区县填报表格.xlsx]区县填报数据!E4" in cells
    assert "W506" not in codes(forms)


def edited(tmp_path: Path, change: Callable[[list[Written]], list[Written]]) -> Path:
    place = tmp_path / "县"
    place.mkdir()
    for row in (primary(学校名称="甲小学"), junior(学校名称="乙初中")):
        written = vertical(row)
        write_vertical(place / f"{row['学校名称']}.xlsx", change(written) if row["学校名称"] == "甲小学" else written)
    return place


BROKEN: list[tuple[str, Callable[[list[Written]], list[Written]], str, list[str]]] = [
    ("E133", lambda rows: [*rows, ("教学及辅助用房总面积", "平方米", 1)], "教学及辅助用房总面积", ["4200"]),
    ("E130", lambda rows: [(a, b.replace("元", "册"), c) for a, b, c in rows], EQUIPMENT, ["册"]),
    ("E130", lambda rows: [("教学仪器设备值（万元）" if a == EQUIPMENT else a, b, c) for a, b, c in rows],
     "教学仪器设备值（万元）", ["万元、元"]),
    ("W531", lambda rows: [*rows, ("网络多媒体教师间数", "间", 3)], "网络多媒体教师间数", ["网络多媒体教室间数"]),
    ("E207", lambda rows: changed(rows, {"学校名称": None}), "学校名称", []),
    ("E204", lambda rows: changed(rows, {"学校类型": "大学"}), "学校类型", ["大学"]),
    ("E201", lambda rows: changed(rows, {"网络多媒体教室间数": "十五"}), "网络多媒体教室间数", ["十五"]),
    ("E201", lambda rows: changed(rows, {"硕士学历教师人数（小学）": "两人"}), "硕士学历教师人数（小学）", ["两人"]),
    ("E201", lambda rows: changed(rows, {"硕士学历教师人数（小学）": "3㎡"}), "硕士学历教师人数（小学）", ["3㎡"]),
    ("E202", lambda rows: changed(rows, {"硕士学历教师人数（小学）": -1}), "硕士学历教师人数（小学）", ["-1"]),
    ("E203", lambda rows: changed(rows, {"美术专任教师人数": 0.5}), "美术专任教师人数", ["0.5"]),
    ("E210", lambda rows: changed(rows, {"网络多媒体教室间数": None}), "网络多媒体教室间数", ["网络多媒体教室数"]),
    ("W530", lambda rows: changed(rows, {"专科学历教师人数（小学）": None}), "专科学历教师人数（小学）", ["专科"]),
    ("W530", lambda rows: changed(rows, {"学校代码": " "}), "学校代码", ["学校代码"]),
    ("W532", lambda rows: changed(rows, {"学校体育馆面积": 7}), "学校体育馆面积", ["室内"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change", "label", "said"), BROKEN, ids=[one[0] for one in BROKEN])
def test_what_is_wrong_is_named_with_file_sheet_and_cell(
    run: Run, tmp_path: Path, code: str, change: Callable[[list[Written]], list[Written]], label: str, said: list[str]
) -> None:
    report = reported(run, edited(tmp_path, change))
    about = [one for one in report["issues"] if one["code"] == code]
    labels = [each[0] for each in change(vertical(primary(学校名称="甲小学")))]
    # The last row of that name: the second one is at fault.
    cell = f"{FIRST}!E{1 + len(labels) - labels[::-1].index(label)}"
    assert [one["cell"] for one in about] == [cell], report["issues"]
    assert all(text in about[0]["message"] for text in said), about
    errors = {one["code"] for one in report["issues"] if one["severity"] == "error"}
    # Nothing is named twice; of a sum the blank part is named as well as the sum.
    assert errors <= {code, "E210"} if code == "W530" else errors <= {code}
    if code.startswith("E"):
        assert report["outcome"] in ("undetermined", "not_met")


def test_a_value_that_was_refused_is_not_used(run: Run, tmp_path: Path) -> None:
    report = reported(run, edited(tmp_path, BROKEN[0][1]), code=3)
    area = next(one for one in report["sections"][-1]["indicators"] if one["id"] == "A4")
    assert report["sections"][-1]["school"] == "甲小学"
    assert (area["value"], area["outcome"]) == (None, "undetermined")


def test_two_files_of_one_school(run: Run, tmp_path: Path) -> None:
    place = folder(tmp_path, [primary(学校名称="甲小学")])
    write_vertical(place / "甲小学(1).xlsx", vertical(primary(学校名称="甲小学")))
    double = issue(reported(run, place, code=3), "E401")
    cells = {double["cell"], f"[甲小学(1).xlsx]{FORM}!E2", f"{FIRST}!E2"}
    assert len(cells) == 3 or any(cell in double["message"] for cell in cells - {double["cell"]})


def test_a_file_that_is_no_form_is_refused(run: Run, tmp_path: Path) -> None:
    place = folder(tmp_path, [primary(学校名称="甲小学")])
    write_sheets(place / "通知.xlsx", {"Sheet1": [["关于填报的通知"]]})
    ran = run("check", place)
    assert ran.code == 4
    assert "通知.xlsx" in ran.err
    assert "关于填报的通知" in ran.err
    assert "填报项目" in ran.err


def test_what_is_not_needed_is_counted(run: Run, tmp_path: Path) -> None:
    place = folder(tmp_path, [primary(学校名称="甲小学"), junior(学校名称="乙初中")])
    (place / "填表说明.docx").write_bytes(b"PK")
    (place / "~$甲小学.xlsx").write_bytes(b"x")
    (place / ".DS_Store").write_bytes(b"x")
    report = reported(run, place)
    # 音乐教室总间数 in both.
    assert "1 个项目" in issue(report, "N620")["message"]
    assert "2 张" in issue(report, "N621")["message"]
    other = issue(report, "N622")["message"]
    assert "填表说明.docx、1 个" in other
    assert "DS_Store" not in other
    assert [one["path"].rpartition("/")[2] for one in report["inputs"]] == ["乙初中.xlsx", "甲小学.xlsx"]


def test_files_are_taken_in_the_order_of_their_names_with_folders_inside(run: Run, tmp_path: Path) -> None:
    place = folder(tmp_path, [primary(学校名称=f"小学{n}") for n in (10, 9, 2)])
    (place / "初中").mkdir()
    write_vertical(place / "初中" / "a.xlsx", vertical(junior(学校名称="丙初中")))
    names = [one["path"].rpartition("云溪县/")[2] for one in reported(run, place)["inputs"]]
    assert names == ["初中/a.xlsx", "小学2.xlsx", "小学9.xlsx", "小学10.xlsx"]


def test_an_empty_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "空" / "说明.txt").write_text("无", encoding="utf-8")
    for command in (("check", tmp_path / "空"), ("explain", tmp_path / "空", "--school", "甲")):
        ran: Ran = run(*command)
        assert ran.code == 4
        assert ".xlsx" in ran.err


def test_a_folder_of_plain_tables_is_a_county(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "县"
    place.mkdir()
    for name, rows in (("小学", [primary()]), ("初中", [junior()])):
        write_xlsx(place / f"{name}.xlsx", grids(rows))
    report = reported(run, place)
    assert {one["school"] for one in report["sections"]} == {"甲小学", "甲初中"}


@pytest.mark.parametrize("seed", [SEED, SEED + 3])
def test_statistics_forms_are_read_by_their_labels(run: Run, tmp_path: Path, seed: int) -> None:
    rows = county(seed)
    plain = reported(run, write_xlsx(tmp_path / "表.xlsx", grids(rows)))
    place = tmp_path / "统计"
    place.mkdir()
    for number, row in enumerate(rows):
        # The rows move from year to year.
        write_sheets(place / f"{row['学校名称']}.xlsx", statistics(row, number % 3))
    forms = reported(run, place)
    assert by_school(forms["sections"]) == by_school(plain["sections"])
    assert without_cells(forms["dispersion"]) == without_cells(plain["dispersion"])
    section = forms["sections"][0]
    area = next(one for one in section["indicators"] if one["id"] == "A4")
    assert all(cell.startswith(f"[{section['school']}.xlsx]教基") for cell in area["cells"])
    # Music and art rooms and the largest class are in no such form.
    assert {code for code in codes(forms) if code.startswith("E")} == {"E108"}


def sheets_of(row: Row) -> dict[str, list[list[Raw]]]:
    return statistics(row)


def stat_census(sheets: dict[str, list[list[Raw]]]) -> Census:
    return taken([Grid("甲.xlsx", name, rows) for name, rows in sheets.items()])


def replaced(sheets: dict[str, list[list[Raw]]], old: str, new: str) -> dict[str, list[list[Raw]]]:
    return {name: [[new if cell == old else cell for cell in row] for row in rows] for name, rows in sheets.items()}


def test_a_label_that_is_not_there_is_named_and_its_number_open() -> None:
    census = stat_census(replaced(statistics(primary()), "一、教学及辅助用房", "教学楼"))
    ((_, message),) = found(census, "W533")
    assert "教基5170_小学" in message
    assert "教学及辅助用房" in message
    assert "teaching_area" not in census.schools[0].values


AREA, ROW = ("本学年校舍建筑面积", "计"), ("一、教学及辅助用房",)


@pytest.mark.parametrize(
    ("gone", "place"),
    [(ROW, "教基5170_小学!C4"), (AREA, "教基5170_小学!A6"), ((*AREA, *ROW), "教基5170_小学")],
)
def test_what_a_form_has_no_cell_for_is_asked_for_where_it_would_stand(gone: tuple[str, ...], place: str) -> None:
    sheets = statistics(primary())
    sheets["教基5170_小学"] = [["别的" if cell in gone else cell for cell in row] for row in sheets["教基5170_小学"]]
    census = stat_census(sheets)
    ((cell, message),) = [one for one in found(census, "E128") if "教学及辅助用房面积" in one[1]]
    assert cell == place
    assert place in message
    assert not found(census, "E210")


def test_a_school_whose_form_lacks_a_row_of_the_others_is_asked_for_it() -> None:
    rows = [primary(), primary(学校名称="乙小学")]
    shorter = [row for row in vertical(rows[1]) if row[0] != "网络多媒体教室间数"]
    census = taken([grid(vertical(rows[0])), grid(shorter, "乙小学.xlsx")])
    ((cell, message),) = found(census, "E128")
    assert cell == f"[乙小学.xlsx]{FORM}"
    assert "网络多媒体教室数" in message
    assert not found(census, "E210")


def test_rows_of_the_older_form_of_conditions_are_read_too() -> None:
    sheets = statistics(primary())
    rows: list[list[Raw]] = [
        ["指标名称", "单位", "编号", "数量"],
        ["甲", "乙", "丙", 1],
        ["运动场地面积", "平方米", "01", 5400],
    ]
    sheets = {name: each for name, each in sheets.items() if "5176" not in name} | {"基础基522_小学": rows}
    census = stat_census(sheets)
    assert census.schools[0].values["sports_area"] == 5400
    assert [message for _, message in found(census, "W533") if "运动场地面积" in message] == []


def art(columns: tuple[str, ...], *figures: int) -> Census:
    """A primary school whose teachers of arts stand in some columns."""
    sheets = statistics(primary())
    sheets["教基4155_小学"] = [
        ["指标名称", "代码", "合计", *columns], ["甲", "乙", *range(1, 2 + len(columns))], ["总计", "01", 60, *figures],
        ["博士研究生", "02", 0], ["硕士研究生", "03", 1], ["本科", "04", 30], ["专科", "05", 9]]  # fmt: skip
    return stat_census(sheets)


@pytest.mark.parametrize(
    ("columns", "figures", "teachers"),
    [
        (("体育", "音乐", "美术"), (3, 2, 1), 6),
        (("体育与健康", "艺术"), (3, 4), 7),
        (("体育与健康", "艺术", "音乐", "美术"), (3, 5, 3, 2), 8),
        (("体育与健康", "艺术", "音乐", "美术"), (3, 1, 3, 2), 9),
        (("体育与健康", "艺术", "音乐", "美术"), (3, 4, 0, 0), 7),
        (("体育与健康", "艺术", "音乐", "美术"), (3, 6, 3, 2), None),
    ],
)
def test_teachers_of_arts_are_counted_once(
    columns: tuple[str, ...], figures: tuple[int, ...], teachers: int | None
) -> None:
    census = art(columns, *figures)
    assert census.schools[0].staged["primary"].get("pe_art_teachers") == teachers
    assert len(found(census, "E134")) == (teachers is None)


def test_both_stages_of_one_form_stay_apart() -> None:
    sheets = statistics(primary(学校名称="丁学校"))
    sheets["教基1001_小学"][-1][-1] = "九年一贯制学校"
    degrees = ("博士研究生", "硕士研究生", "本科", "专科")
    head: list[list[Raw]] = [
        ["指标名称", "代码", "合计", "体育与健康", "音乐", "美术"],
        ["甲", "乙", 1, 2, 3, 4],
        ["总计", "01", 90, 9, 9, 9],
    ]
    blocks: list[list[Raw]] = []
    for stage, start in (("小学", 1), ("初中", 11)):
        blocks.append([stage, "02", 50, start, start, start])
        blocks += [[degree, "03", start] for degree in degrees]
    sheets["教基4155_九年一贯制学校"] = head + blocks
    del sheets["教基4155_小学"]
    (one,) = stat_census(sheets).schools
    assert one.staged["primary"]["higher_degree_teachers"] == 4
    assert one.staged["junior"]["higher_degree_teachers"] == 33
    assert one.staged["primary"]["pe_art_teachers"] == 3
    assert one.staged["junior"]["pe_art_teachers"] == 33


@pytest.mark.parametrize(("total", "degrees"), [(40, 31), (41, None)])
def test_blank_rows_are_zero_only_where_the_form_adds_up(total: int, degrees: int | None) -> None:
    sheets = statistics(primary())
    sheets["教基4155_小学"] = [
        ["指标名称", "代码", "合计", "体育", "音乐", "美术"], ["甲", "乙", 1, 2, 3, 4], ["总计", "01", total, 3, 2, 1],
        ["博士研究生", "02", None], ["硕士研究生", "03", 1], ["本科", "04", 30], ["专科", "05", None],
        ["高中阶段", "06", 9], ["高中阶段以下", "07", None]]  # fmt: skip
    census = stat_census(sheets)
    assert census.schools[0].staged["primary"].get("higher_degree_teachers") == degrees
    assert [cell for cell, _ in found(census, "E210")] == ([] if degrees else ["教基4155_小学!C4+C7"])


def test_statistics_that_are_not_needed_are_named() -> None:
    sheets = statistics(primary()) | {"教基4153_小学": [["指标名称", "代码"], ["甲", "乙"], ["总计", "01", 3]]}
    assert ["教基4153_小学" in message for _, message in found(stat_census(sheets), "N621")] == [True]


def test_forms_of_before_2021_have_columns_only() -> None:
    sheets = {name: rows for name, rows in statistics(primary()).items() if "5176" not in name}
    sheets["基础基522_小学"] = [
        ["占地面积及其他办学条件"],
        ["", "编号", "占地面积（平方米）", None, "教室（间）", None, "固定资产总值（万元）", None],
        ["", "", "计", "其中：运动场地面积", "计", "其中：网络多媒体教室", "计", "其中：教学仪器设备资产值"],
        ["甲", "乙", 1, 2, 3, 4, 5, 6], ["本校", "01", 30000, 5400, 40, 15, 900, 180.5]]  # fmt: skip
    (one,) = stat_census(sheets).schools
    assert one.values["sports_area"] == 5400
    assert one.values["multimedia_rooms"] == 15
    assert one.values["equipment_value"] == Fraction("180.5")


@pytest.mark.parametrize("corner", [None, "指标", "项目"])
@pytest.mark.parametrize("beside", [("单位", "编号"), ("计量单位", "代码")])
def test_codes_and_units_show_where_the_row_labels_are(corner: str | None, beside: tuple[str, str]) -> None:
    sheets = dict(statistics(primary()))
    rows = [list(row) for row in sheets["教基5176_小学"]]
    start = next(number for number, row in enumerate(rows) if row[0] == "指标名称")
    sheets["教基5176_小学"] = [["占地面积及其他办学条件"], [corner, *beside, "数量"], *rows[start + 2 :]]
    census = stat_census(sheets)
    plain = stat_census(statistics(primary())).schools[0].values
    assert "sports_area" in plain and census.schools[0].values == plain
    assert not [message for _, message in found(census, "N621") if "5176" in message]


def test_two_units_below_each_other_are_no_sign_of_a_form() -> None:
    sheets = dict(statistics(primary()))
    sheets["教基5176_小学"] = [[None, "单位"], ["其中：运动场地面积", "平方米", 5400], ["教室", "间", 40]]
    census = stat_census(sheets)
    assert "sports_area" not in census.schools[0].values
    assert [message for _, message in found(census, "N621") if "5176" in message]


def test_a_form_of_columns_only_needs_no_labels_of_rows() -> None:
    sheets = {name: rows for name, rows in statistics(primary()).items() if "5176" not in name}
    sheets["基础基522_小学"] = [
        ["占地面积及其他办学条件"],
        ["占地面积（平方米）", "其中：运动场地面积", "网络多媒体教室（间）", "教学仪器设备资产值（万元）"],
        [1, 2, "3", 4], [30000, 5400, 15, 180.5]]  # fmt: skip
    census = stat_census(sheets)
    told = {"sports_area": 5400, "multimedia_rooms": 15, "equipment_value": Fraction("180.5")}
    assert {item: census.schools[0].values.get(item) for item in told} == told
    assert not [message for _, message in found(census, "N621") if "522" in message]
    # Without the row that numbers the columns nobody knows where the headings end.
    del sheets["基础基522_小学"][2]
    census = stat_census(sheets)
    assert "sports_area" not in census.schools[0].values
    assert [message for _, message in found(census, "N621") if "522" in message]


def test_an_ordinary_table_is_left_as_it_is() -> None:
    sheets = grids([primary()], county=statements())
    assert not {one.code for one in taken(sheets).issues} & {"N620", "N621", "W531"}
    assert COUNTY_HEADINGS[0] == "项目"


def test_a_form_must_speak_of_items_that_exist(tmp_path: Path) -> None:
    library = Path(standard().path).parent
    (tmp_path / "vocabulary").mkdir()
    text = (library / "vocabulary" / "cn-schools.yaml").read_text(encoding="utf-8")
    for old, new in (("{item: built, labels: [建成年份", "{item: bilt, labels: [建成年份"), ("  leads:", "  leds:")):
        (tmp_path / "vocabulary" / "cn-schools.yaml").write_text(text.replace(old, new), encoding="utf-8")
        (tmp_path / "x.yaml").write_text(Path(standard().path).read_text(encoding="utf-8"), encoding="utf-8")
        with pytest.raises(Exception, match=r"bilt|leds"):
            load(str(tmp_path / "x.yaml"), Words("zh"))


def test_the_only_stage_takes_the_figures_of_the_whole_school() -> None:
    row = junior()
    one = school_of(vertical(row))
    assert one.staged["junior"]["classes"] == of(row, "班级数")
