"""Layouts met in counties: each gives the same figures as the plain table of the same county."""

import json
from pathlib import Path

import pytest
from conftest import Run
from county import HEADINGS, Row, full_secondary, grids, junior, nine_year, primary, standard, teaching_point
from layouts import Column, Sheet, of, platform, save

from eqeval.core.census import Census, Issue
from eqeval.core.grid import Grid
from eqeval.core.intake import take
from eqeval.words import Words

COUNTY = [
    primary(学校名称="甲小学", 学校代码="3101"),
    primary(学校名称="乙小学", 学校代码="3102", 小学在校生数=480),
    teaching_point(学校名称="丙教学点", 学校代码="3103", 小学在校生数=60),
    junior(学校名称="丁初中", 学校代码="3201", 初中在校生数=720),
    nine_year(学校名称="戊学校", 学校代码="3301"),
    full_secondary(学校名称="己中学", 学校代码="3401"),
]


def census(*sheets: Grid) -> Census:
    (found,) = take(list(sheets), standard().standard, standard().vocabulary, "测试县", Words("zh")).values()
    return found


def figures(found: Census) -> dict[tuple[str, str], dict[str, object]]:
    """The numbers of every section, with its share of what the school has in common."""
    return {
        (section.school.name, section.stage): {**section.values, "": section.share, "类型": section.school.type}
        for section in found.sections
    }


def plain(rows: list[Row] = COUNTY) -> dict[tuple[str, str], dict[str, object]]:
    return figures(census(*grids(rows)))


def same(found: Census, rows: list[Row] = COUNTY, without: tuple[str, ...] = ()) -> None:
    """Compare with the plain table; nothing may be in doubt."""
    read, wanted = figures(found), plain(rows)
    assert set(read) == set(wanted)
    for key, values in wanted.items():
        assert {name: read[key].get(name) for name in values if name not in without} == {
            name: value for name, value in values.items() if name not in without
        }, key
    assert [school.name for school in found.schools if school.doubt] == []


def issues(found: Census, code: str) -> list[Issue]:
    return [issue for issue in found.issues if issue.code == code]


def codes(found: Census) -> list[str]:
    return sorted({issue.code for issue in found.issues})


def taught(rows: list[Row], stage: str) -> list[Row]:
    return [row for row in rows if row.get(f"{stage}在校生数") is not None]


def export(stage: str, rows: list[Row] = COUNTY) -> Grid:
    columns = platform(stage)
    sheet = Sheet("Sheet1").head(columns).body(columns, taught(rows, stage))
    return sheet.grid(f"教育事业统计_{stage}.xlsx")


def test_the_export_of_the_platform_in_a_file_for_each_stage() -> None:
    found = census(export("小学"), export("初中"), export("高中"))
    same(found, without=("teachers",))
    assert not [issue for issue in found.issues if issue.severity == "error"]
    nine = next(school for school in found.schools if school.name == "戊学校")
    # The parts of a sum are all named, and what both files say is named in both.
    assert len(nine.cells("higher_degree_teachers", "primary")) == 4
    assert len(nine.cells("higher_degree_teachers", "junior")) == 3
    assert len(nine.cells("teaching_area")) == 2


def test_the_export_goes_through_the_command_line(run: Run, tmp_path: Path) -> None:
    for stage in ("小学", "初中", "高中"):
        columns = platform(stage)
        save(tmp_path / f"统计_{stage}.xlsx", Sheet("Sheet1").head(columns).body(columns, taught(COUNTY, stage)))
    ran = run("check", "统计_小学.xlsx", "统计_初中.xlsx", "统计_高中.xlsx", "-o", "json", "--as-of", "2026-09-01")
    report = json.loads(ran.out)
    assert ran.code == 0, ran.said
    assert {section["outcome"] for section in report["sections"]} == {"met"}
    assert len(report["sections"]) == 7


def summary(stage: str) -> list[Column]:
    """The columns of an office's own table for one stage; its headings do not say the stage."""
    return [
        ("序 号", lambda row: 1),
        ("学校\n名称", of("学校名称")),
        ("学校代码", of("学校代码")),
        ("办学类型", of("办学类型")),
        ("学生数（人）", of(f"{stage}在校生数")),
        ("班级数(个)", of(f"{stage}班级数")),
        ("最大班额", of(f"{stage}最大班额")),
        ("教师 > 专任教师总数", lambda row: 99),
        ("教师 > 高于规定学历教师数", of(f"{stage}高于规定学历教师数")),
        ("教师 > 县级及以上骨干教师数", of(f"{stage}县级以上骨干教师数")),
        ("教师 > 体育、艺术（美术、音乐）专任教师数", of(f"{stage}体育艺术专任教师数")),
        ("教学及辅助\n用房面积（㎡）", of("教学及辅助用房面积")),
        ("其中：室内体育用房面积（M2）", of("室内体育用房面积")),
        ("运动场地面积㎡", of("运动场地面积")),
        ("教学仪器设备值（万元）", of("教学仪器设备资产值")),
        ("１．网络多媒体教室数（间）", of("网络多媒体教室数")),
        ("2.音乐教室数()", of("音乐专用教室数")),
        ("3、美术教室数", of("美术专用教室数")),
        ("建成年份", of("建成年份")),
    ]


# A full secondary school has its senior pupils nowhere in such a table.
OFFICE = [row for row in COUNTY if row["办学类型"] != "完全中学"]


def stacked(caption: bool, again: bool, numbers_above: bool = False) -> Sheet:
    """Both stages below each other: with a caption above each, and the headings again or not."""
    columns = summary("小学")
    sheet = Sheet("汇总").line("某县义务教育学校办学条件汇总表").line("填报单位：某县教育局", None, "2025年9月")
    for stage in ("小学", "初中"):
        if caption:
            sheet.line(f"{'一二'[stage == '初中']}、{stage}")
        if again or stage == "小学":
            if numbers_above:
                sheet.line(*range(1, len(columns) + 1))
            sheet.head(columns)
            sheet.line(*(f"L{number + 1}" for number in range(len(columns))))
        rows = taught(OFFICE, stage)
        sheet.body(summary(stage), rows)
        sheet.line(None, "……")
        sheet.total(summary(stage), rows, "小计", at=1)
    return sheet.line("注：1.数据来自教育事业统计。").line("填表人：某某", None, "审核人：某某")


@pytest.mark.parametrize("again", [True, False])
def test_blocks_below_each_other(again: bool) -> None:
    found = census(stacked(caption=True, again=again).grid())
    same(found, OFFICE, without=("teachers",))
    assert [issue.message for issue in found.issues if issue.severity in ("error", "warning")] == []
    assert "N602" in codes(found)


def test_numbers_of_columns_above_headings_are_no_school() -> None:
    found = census(stacked(caption=True, again=True, numbers_above=True).grid())
    same(found, OFFICE, without=("teachers",))
    assert [issue.message for issue in found.issues if issue.severity in ("error", "warning")] == []
    assert any("列的编号" in issue.message for issue in found.issues if issue.code == "N609" and issue.value == "1")


def test_blocks_on_two_sheets() -> None:
    sheets = [Sheet(stage).line("办学条件").head(summary(stage)).body(summary(stage), taught(OFFICE, stage)).grid()
              for stage in ("小学", "初中")]  # fmt: skip
    same(census(*sheets), OFFICE, without=("teachers",))


def test_a_column_for_the_stage() -> None:
    sheet = Sheet("汇总").head([("学段", of("")), *summary("小学")])
    for stage in ("小学", "初中"):
        sheet.body([("学段", lambda row, stage=stage: stage), *summary(stage)], taught(OFFICE, stage))  # type: ignore[misc]
    same(census(sheet.grid()), OFFICE, without=("teachers",))


def test_stages_side_by_side_under_their_captions() -> None:
    def both(heading: str) -> list[Column]:
        return [(f"{heading} > {stage}", of(stage + heading)) for stage in ("小学", "初中")]

    columns: list[Column] = [
        ("学校", of("学校名称")),
        ("学校类别", of("办学类型")),
        *both("在校生数"),
        ("在校生数 > 高中", of("高中在校生数")),
        *both("班级数"),
        *both("最大班额"),
        *both("高于规定学历教师数"),
        *both("县级以上骨干教师数"),
        *both("体育艺术专任教师数"),
        ("教学及辅助用房 > 总面积", lambda row: 1),
        ("教学及辅助用房面积", of("教学及辅助用房面积")),
        ("室内体育用房", of("室内体育用房面积")),
        ("运动场地面积", of("运动场地面积")),
        ("教学仪器设备资产值（账面原值）(万元)", of("教学仪器设备资产值")),
        ("网络多媒体教室", of("网络多媒体教室数")),
        ("音乐教室间数", of("音乐专用教室数")),
        ("美术教室间数", of("美术专用教室数")),
        ("建成年份", of("建成年份")),
    ]
    for merge in (True, False):
        found = census(Sheet("汇总").line("标题").head(columns, merge).body(columns, COUNTY).grid())
        same(found)


def test_an_export_of_over_300_columns_goes_through_the_command_line(run: Run, tmp_path: Path) -> None:
    paths = []
    for stage in ("小学", "初中", "高中"):
        columns = platform(stage, filler=320)
        sheet = Sheet("Sheet1").head(columns).body(columns, taught(COUNTY, stage))
        paths.append(save(tmp_path / f"教育事业统计_{stage}.xlsx", sheet))
    report = json.loads(run("check", *paths, "-o", "json").out)
    assert len(report["sections"]) == 7
    assert {indicator["outcome"] for section in report["sections"] for indicator in section["indicators"]} == {"met"}


def titled(title: str, *stages: str) -> Grid:
    """An office's table of schools of one stage each, whose columns do not say the stage."""
    sheet = Sheet("汇总").line(title).head(summary("小学"))
    for number, stage in enumerate(stages):
        row = (primary if stage == "小学" else junior)(学校名称=f"第{number}校")
        sheet.body(summary(stage), [row])
    return sheet.grid()


@pytest.mark.parametrize("title", ["初中学业水平考试考点学校资源情况", "云川县第一小学等学校数据"])
def test_a_title_with_the_word_of_a_stage_does_not_outdo_the_types_of_the_schools(title: str) -> None:
    found = census(titled(title, "小学", "小学", "初中"))
    assert [part.stage for part in found.sections] == ["primary", "primary", "junior"]
    assert [issue.code for issue in found.issues if issue.code in ("W502", "N611")] == []


@pytest.mark.parametrize(("others", "stage"), [(4, "junior"), (3, "primary")])
def test_one_of_five_schools_may_have_attached_classes(others: int, stage: str) -> None:
    found = census(titled("某县初中办学条件汇总表", "小学", *["初中"] * others))
    assert found.sections[0].stage == stage


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (("2024年", "2025年"), "2025年"),
        (("2025年", "2024年"), "2025年"),
        (("上年", "本年"), "本年"),
        (("2025学年", "2024—2025学年"), None),
        (("甲", "2025年"), "甲"),
    ],
)
def test_of_two_years_the_later_one_is_read(names: tuple[str, str], read: str | None) -> None:
    columns: list[Column] = [(each, of(each)) for each in HEADINGS]
    sheets = [Sheet(name).head(columns).body(columns, [primary(小学在校生数=500 + n)]) for n, name in enumerate(names)]
    found = census(*(sheet.grid() for sheet in sheets))
    assert read is None or found.schools[0].cells("pupils", "primary") == (f"{read}!J2",)
    assert len(issues(found, "W511")) == 1


def test_the_stages_of_the_later_year_are_one_table() -> None:
    called = [(f"{year}年{stage}", stage) for year in (2024, 2025) for stage in ("小学", "初中")]
    sheets = (Sheet(name).head(summary(stage)).body(summary(stage), taught(OFFICE, stage)) for name, stage in called)
    found = census(*(sheet.grid() for sheet in sheets))
    same(found, OFFICE, without=("teachers",))
    assert len(issues(found, "W511")) == 2


def paged(heads_below: bool, per_page: int) -> Sheet:
    """Three schools of each stage below a caption, with the headings again on every page; nothing else says the stage.

    heads_below: whether the second caption has headings of its own, or stands between schools.
    """
    columns = [column for column in summary("小学") if column[0] not in ("办学类型", "学校代码")]
    sheet = Sheet("汇总")
    for caption, names in (("一、小学", "甲乙丙"), ("二、初中", "丁戊己")):
        rows = [primary(学校名称=f"{name}学校") for name in names]
        sheet.line(caption)
        for start in range(0, len(rows), per_page):
            if start or heads_below or "小学" in caption:
                sheet.head(columns)
            sheet.body(columns, rows[start : start + per_page])
    return sheet


@pytest.mark.parametrize("heads_below", [True, False])
@pytest.mark.parametrize("per_page", [1, 2])
def test_the_stage_of_a_caption_goes_on_over_pages(heads_below: bool, per_page: int) -> None:
    found = census(paged(heads_below, per_page).grid())
    assert [(school.name[0], *school.staged) for school in found.schools] == [
        *((name, "primary") for name in "甲乙丙"),
        *((name, "junior") for name in "丁戊己"),
    ]
