"""The self-assessment form of one school: its sentences give the figures of the plain table, or are named."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import Run
from county import Row, grids, junior, nine_year, primary, standard, write_xlsx
from workbooks import of

from eqeval.core.census import Census
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.words import Words


def form(row: Row, changed: Mapping[str, Raw] | None = None, about: str | None = None) -> Grid:
    """Fill in the form of a school, as it is printed; blanks of stages that it does not teach stay blank."""
    figure = {name: "＿＿" if value is None else value for name, value in {**row, **(changed or {})}.items()}

    def both(item: str) -> str:
        return f"小学 {figure.get('小学' + item, '____')}人； 初中{figure.get('初中' + item, '＿＿')}人。"

    about = about or f"{row['学校名称']} （{row['办学类型']}）  建校于{figure['建成年份']}年"
    sports = f"（其中： 体育场 {figure['运动场地面积']}平方米、体育馆{figure['室内体育用房面积']}平方米、"
    rows: list[list[Raw]] = [
        ["附件4某市创建国家义务教育优质均衡发展县（市、区）学校自评表"],
        [about],
        ["A 级指标", "B 级指标及评估要点", "指标值或简要结论", "是否达标"],
        ["A1资源配置", "1.每百名学生拥有高于规定学历教 师数：小学、初中分别达到4.2 人以 上、5.3 人以上。",
         f"学校拥有高于规定学历教师数：{both('高于规定学历教师数')}"
         "每百名学生拥有高于规定学历教师数：小学 6 人；初中 5 人。"],
        [None, "2.每百名学生拥有县级以上骨干教 师数", f"学校拥有县级以上骨干教师数：{both('县级以上骨干教师数')}"],
        [None, "3.每百名学生拥有体育、艺术专任教师数",
         f"学校拥有体育、艺术（美术、音乐）专任教 师数：{both('体育艺术专任教师数')}"],
        [None, "4.生均教学及辅助用房面积", f"学校拥有教学辅助用房面积：{figure['教学及辅助用房面积']}平方米。"],
        [None, "5.生均体育运动场馆面积", f"学校拥有体育场馆面积：9999平方米"
         f"{sports}校园其他专用运动场地面积＿＿平方米）。"],
        [None, "6.生均教学仪器设备值", f"学校教学仪器设备值{figure['教学仪器设备资产值']}万元。"
         "生均教学仪 器设备值：小学3000元。"],
        [None, "7.每百名学生拥有网络多媒体教室 数", f"学校共有{figure['网络多媒体教室数']}间多媒体教室。"],
        ["A2政府保障程度", "1.所有小学、初中每 12 个班级配备 音乐、美术专用教室 1 间以上",
         f"全校教学班数 {of(row, '班级数')}个。 配备音乐专用教室 2间，面积分别为：98, 97平方米"],
        [None, "2.所有小学、初中规模不超过 2000 人",
         f"全校中小学生数600人。其中：小学 {figure.get('小学在校生数', '____')} 人、"
         f"初中 {figure.get('初中在校生数', '＿＿')} 人、高中＿＿ 人。"],
        [None, "3.小学、初中所有班级学生数", f"最大班额学生数{of(row, '最大班额')}人，超过45 人的小学班 级0个"],
    ]  # fmt: skip
    return Grid(f"{row['学校名称']}.xlsx", "自评表", rows, f"[{row['学校名称']}.xlsx]自评表")


def census(*sheets: Grid) -> Census:
    (found,) = take(list(sheets), standard().standard, standard().vocabulary, "测试县", Words("zh")).values()
    return found


# Rooms by their area are not read from a sentence, nor where a school lies.
LEFT = {"music_rooms", "art_rooms"}


@pytest.mark.parametrize("row", [primary(), junior(学校名称="乙初中")])
def test_the_form_gives_the_figures_of_the_plain_table(row: Row) -> None:
    (read,), (plain,) = census(form(row)).sections, census(*grids([row])).sections
    assert (read.school.name, read.stage, read.share) == (plain.school.name, plain.stage, plain.share)
    assert dict(read.values) == {name: value for name, value in plain.values.items() if name not in LEFT}
    assert read.cells("pupils") == (f"[{row['学校名称']}.xlsx]自评表!C12",)


def test_numbers_that_are_not_read_are_named_with_their_cells() -> None:
    found = census(form(primary()))
    left = {
        issue.cell.rpartition("!")[2]: issue.message for issue in found.issues if issue.code == "N646" and issue.cell
    }
    assert set(left) == {"C4", "C8", "C9", "C11", "C12", "C13"}
    assert left["C11"].endswith("2、98、97")


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ("甲小学（小学）建校于2018年", "甲小学"),
        ("__甲小学__学校 （小学）  建校于2018年", "甲小学"),
        ("__甲实验__学校 （小学）  建校于2018年", "甲实验学校"),
        ("甲小学 （小学√、初中、九年一贯制、十二年一贯制）  建校于＿＿＿＿年", "甲小学"),
    ],
)
def test_the_name_stands_in_the_line_above(about: str, name: str) -> None:
    (school,) = census(form(primary(), about=about)).schools
    assert (school.name, school.type, school.doubt) == (name, "primary_school", None)


def test_types_that_are_all_left_standing_say_nothing() -> None:
    found = census(form(primary(), about="甲小学 （小学、初中、九年一贯制、十二年一贯制）  建校于2018年"))
    assert ("E204", "[甲小学.xlsx]自评表!A2") in [(issue.code, issue.cell) for issue in found.issues]


def test_a_form_without_a_name_is_an_error() -> None:
    found = census(form(primary(), about="_____________学校 （小学、初中）  建校于＿＿＿＿年"), *grids([junior()]))
    assert [issue.code for issue in found.issues if issue.severity == "error" and issue.code in ("E207", "E123")] == [
        "E207"
    ]


def test_classes_of_a_whole_combined_school_are_not_divided() -> None:
    row = nine_year()
    found = census(form(row))
    assert "E131" in {issue.code for issue in found.issues}
    assert {section.stage for section in found.sections} == {"primary", "junior"}
    assert [section.values.get("classes") for section in found.sections] == [None, None]
    assert [section.values["higher_degree_teachers"] for section in found.sections] == [36, 36]


def test_text_where_a_number_belongs_is_named() -> None:
    found = census(form(primary(), {"小学高于规定学历教师数": "三十"}))
    assert [issue.cell for issue in found.issues if issue.code == "E201"] == ["[甲小学.xlsx]自评表!C4"]


def test_a_folder_of_forms_is_a_county(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "某县"
    folder.mkdir()
    for row in (primary(), junior(学校名称="乙初中")):
        write_xlsx(folder / f"{row['学校名称']}.xlsx", [form(row)])
    ran = run("check", "某县", "--as-of", "2026-09-01")
    assert "2 个学部中 0 个未达标" in ran.out, ran.said
    ran = run("inspect", "某县")
    assert "2 份填报表合成的学校表" in ran.out
