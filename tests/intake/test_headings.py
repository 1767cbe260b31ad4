"""Headings as offices word them: another word for an item, years, groups, units, and what must not be taken for one."""

from collections.abc import Callable
from functools import partial

import pytest
from county import HEADINGS, Row, grids, junior, nine_year, primary, standard
from layouts import Column, Sheet, of
from msgspec.structs import replace
from test_office_tables import banded, census, issues, refused, size_of, table, value

from eqeval.core.census import Census
from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, Raw, word
from eqeval.core.intake import take
from eqeval.core.intake.known import lexicon_of
from eqeval.core.origin import column_letters
from eqeval.core.parts.items import Item
from eqeval.core.parts.written import Title
from eqeval.words import Words

REST: list[Column] = [(each, of(each)) for each in HEADINGS if not each.startswith(("初中", "高中"))]


def without(*headings: str) -> list[Column]:
    return [column for column in REST if column[0] not in headings]


@pytest.mark.parametrize(
    ("plain", "written", "item"),
    [
        ("小学在校生数", "学生（人）", "pupils"),
        ("小学高于规定学历教师数", "高于国家规定学历的专任教师数", "higher_degree_teachers"),
        ("小学县级以上骨干教师数", "获县级以上骨干教师称号人数", "backbone_teachers"),
        ("小学体育艺术专任教师数", "体艺专任教师（人）", "pe_art_teachers"),
        ("小学体育艺术专任教师数", "专任教师 > 其中：体育、音乐、美术", "pe_art_teachers"),
        ("小学最大班额", "班级最多学生数", "largest_class"),
        ("室内体育用房面积", "室内运动场馆建筑面积（m²）", "indoor_sports_area"),
        ("教学仪器设备资产值", "教学设备总值（万元）", "equipment_value"),
        ("网络多媒体教室数", "装有网络多媒体设备的教室数", "multimedia_rooms"),
        ("小学在校生数", "在校学生总人数", "pupils"),
        ("小学在校生数", "在校学生（人） > 小学", "pupils"),
        ("小学在校生数", "在校学生", "pupils"),
        ("小学在校生数", "在校生总人数", "pupils"),
        ("小学在校生数", "小学生数", "pupils"),
        ("小学高于规定学历教师数", "高于规定学历的专任教师（人） > 小学", "higher_degree_teachers"),
        ("小学班级数", "教学班（个）", "classes"),
        ("小学班级数", "教学班级数", "classes"),
        ("小学最大班额", "班额（最大）", "largest_class"),
        ("小学高于规定学历教师数", "超规定学历教师", "higher_degree_teachers"),
        ("小学县级以上骨干教师数", "县（区）级以上骨干教师数", "backbone_teachers"),
        ("小学体育艺术专任教师数", "体、音、美教师数", "pe_art_teachers"),
        ("小学班级数", "班级（个）", "classes"),
        ("小学县级以上骨干教师数", "骨干教师 > 县级及以上", "backbone_teachers"),
        ("小学体育艺术专任教师数", "音体美教师 > 专职", "pe_art_teachers"),
        ("小学最大班额", "最大班额 > 实际", "largest_class"),
        ("小学最大班额", "班额 > 最大", "largest_class"),
        ("小学最大班额", "每班人数（人） > 最多", "largest_class"),
        ("运动场地面积", "体育运动场地 > 面积", "sports_area"),
        ("教学仪器设备资产值", "教学仪器设备值（万元） > 账面原值", "equipment_value"),
        ("小学在校生数", "学生 > 合计", "pupils"),
        ("小学在校生数", "规模 > 学生 > 总数", "pupils"),
        ("小学在校生数", "学生情况 > 总人数", "pupils"),
        ("小学班级数", "班级 > 合计", "classes"),
        ("小学班级数", "班级情况 > 总数", "classes"),
        ("小学高于规定学历教师数", "教师学历 > 高于规定", "higher_degree_teachers"),
        ("小学体育艺术专任教师数", "体育艺术（音乐美术）教师", "pe_art_teachers"),
        ("教学及辅助用房面积", "教学及辅助用房 > 现有面积（㎡）", "teaching_area"),
        ("音乐专用教室数", "音乐教室 > 达标间数（≥96㎡）", "music_rooms"),
        ("小学最大班额", "最大班\n学生数", "largest_class"),
        ("小学高于规定学历教师数", "专任教师情况（人） > 高于规定学历", "higher_degree_teachers"),
        ("小学县级以上骨干教师数", "县级以上（含县级）骨干教师数", "backbone_teachers"),
        ("小学体育艺术专任教师数", "其中：体育、艺术（美术、音乐）专任教师", "pe_art_teachers"),
        ("小学体育艺术专任教师数", "音体美教师", "pe_art_teachers"),
        ("教学及辅助用房面积", "教辅用房面积（㎡）", "teaching_area"),
        ("运动场地面积", "体育运动场地面积（平方米）", "sports_area"),
        ("教学仪器设备资产值", "教学仪器设备（万元）", "equipment_value"),
        ("音乐专用教室数", "功能室 > 音乐（间）", "music_rooms"),
        ("小学在校生数", "学年初在校学生数", "pupils"),
        ("小学在校生数", "在校生数-小学", "pupils"),
        ("小学班级数", "小学 / 班级数", "classes"),
        ("小学高于规定学历教师数", "教师情况（人） > 其中高于规定学历", "higher_degree_teachers"),
        ("小学县级以上骨干教师数", "县（市、区）级以上骨干教师数", "backbone_teachers"),
        ("小学体育艺术专任教师数", "体音美专任教师数", "pe_art_teachers"),
        ("教学仪器设备资产值", "教学仪器设备 > 总值", "equipment_value"),
        ("网络多媒体教室数", "网络多媒体教室 > 间数", "multimedia_rooms"),
        ("小学高于规定学历教师数", "专任教师数 > 其中：专科及以上", "higher_degree_teachers"),
        ("小学高于规定学历教师数", "大专及以上学历教师数（人）", "higher_degree_teachers"),
        ("小学最大班额", "最大班班额", "largest_class"),
        ("小学在校生数", "学籍在校生数", "pupils"),
        ("小学在校生数", "1.1其中：在校生数", "pupils"),
        ("室内体育用房面积", "2.1.3 室内体育用房面积", "indoor_sports_area"),
        ("室内体育用房面积", "其中：①室内体育用房面积", "indoor_sports_area"),
        ("室内体育用房面积", "（2.1）室内体育用房面积", "indoor_sports_area"),
        ("小学体育艺术专任教师数", "专任体育艺术教师数", "pe_art_teachers"),
        ("小学高于规定学历教师数", "大专以上学历专任教师数", "higher_degree_teachers"),
        ("美术专用教室数", "达标美术教室数", "art_rooms"),
        ("音乐专用教室数", "音乐教室（≥96㎡）", "music_rooms"),
        ("美术专用教室数", "美术专用教室 > 面积不小于90㎡", "art_rooms"),
        ("教学及辅助用房面积", "全校 > 教学及辅助用房面积（现有）", "teaching_area"),
        ("小学高于规定学历教师数", "超过规定学历的教师总数（人）", "higher_degree_teachers"),
        ("小学县级以上骨干教师数", "区县级以上骨干教师人数", "backbone_teachers"),
        ("小学县级以上骨干教师数", "县（区）级以上骨干教师-小学", "backbone_teachers"),
        ("小学县级以上骨干教师数", "小学县及县以上骨干教师合计", "backbone_teachers"),
        ("小学体育艺术专任教师数", "音乐体育美术专任教师", "pe_art_teachers"),
        ("小学体育艺术专任教师数", "体育与艺术（音乐、美术）教师人数 > 小学", "pe_art_teachers"),
        ("教学及辅助用房面积", "教学、辅助用房面积/m²", "teaching_area"),
        ("网络多媒体教室数", "网络多媒体教室 > 实配", "multimedia_rooms"),
        ("室内体育用房面积", "体育场馆（㎡） > 室内", "indoor_sports_area"),
        ("运动场地面积", "体育场馆面积 > 室外面积", "sports_area"),
        ("小学在校生数", "在籍生数", "pupils"),
        ("小学高于规定学历教师数", "大专及以上教师数", "higher_degree_teachers"),
        ("小学高于规定学历教师数", "具有专科及以上学历的专任教师", "higher_degree_teachers"),
        ("小学高于规定学历教师数", "小学专科以上", "higher_degree_teachers"),
        ("小学体育艺术专任教师数", "音体美专职教师数", "pe_art_teachers"),
        ("小学体育艺术专任教师数", "小学体艺", "pe_art_teachers"),
        ("教学及辅助用房面积", "教学用房及教学辅助用房面积", "teaching_area"),
        ("运动场地面积", "校园运动场地面积（㎡）", "sports_area"),
        ("教学仪器设备资产值", "教学仪器、设备资产值（万元）", "equipment_value"),
        # The number of an indicator before a heading, and the stage before it or in brackets.
        ("小学高于规定学历教师数", "A1小学高于规定学历教师数", "higher_degree_teachers"),
        ("教学及辅助用房面积", "A4-1 教学及辅助用房面积（㎡）", "teaching_area"),
        ("运动场地面积", "（A5）运动场地面积", "sports_area"),
        ("教学仪器设备资产值", "指标6：教学仪器设备资产值（万元）", "equipment_value"),
        ("小学县级以上骨干教师数", "A2.县级以上骨干教师数 > 小学", "backbone_teachers"),
        ("小学体育艺术专任教师数", "[小学]体育艺术专任教师数", "pe_art_teachers"),
    ],
)
def test_other_words_for_an_item(plain: str, written: str, item: str) -> None:
    columns: list[Column] = [*without(plain), (written, of(plain))]
    row = primary()
    found = census(Sheet("小学").head(columns).body(columns, [row]).grid())
    assert value(found, item) == row[plain]
    assert issues(found, "N604") == issues(found, "W514") == []


@pytest.mark.parametrize(
    ("plain", "item", "counted", "other"),
    [
        ("音乐专用教室数", "music_rooms", "音乐教室 > 间数", "音乐教室 > 面积"),
        ("网络多媒体教室数", "multimedia_rooms", "网络多媒体教室 > 数量", "网络多媒体教室 > 面积（㎡）"),
        ("室内体育用房面积", "indoor_sports_area", "室内体育用房 > 面积", "室内体育用房 > 间数"),
        ("运动场地面积", "sports_area", "运动场地 > 总面积（㎡）", "运动场地 > 数量"),
        ("教学仪器设备资产值", "equipment_value", "教学仪器设备 > 金额（万元）", "教学仪器设备 > 数量（台/件）"),
        ("小学体育艺术专任教师数", "pe_art_teachers", "体育艺术教师 > 人数", "体育艺术教师 > 面积"),
        ("小学最大班额", "largest_class", "最大班额 > 人数", "最大班额 > 间数"),
    ],
)
def test_what_is_counted_below_an_item_has_to_be_counted_in_its_unit(
    plain: str, item: str, counted: str, other: str
) -> None:
    row = primary()
    alone = Sheet("小学").head(both := [*without(plain), (other, lambda _: 77)]).body(both, [row])
    found = census(alone.grid())
    assert item not in found.sections[0].values and other.split(" > ")[0] in str(issues(found, "N604")[0].value)
    columns: list[Column] = [*without(plain), (other, lambda _: 77), (counted, of(plain))]
    found = census(Sheet("小学").head(columns).body(columns, [row]).grid())
    assert value(found, item) == row[plain]
    assert len(issues(found, "N604")) == 1 and not issues(found, "W514")


@pytest.mark.parametrize(
    ("plain", "item", "written"),
    [
        ("小学县级以上骨干教师数", "backbone_teachers", "校级以上骨干教师数"),
        ("小学县级以上骨干教师数", "backbone_teachers", "区县级以上骨干教师占比"),
        ("小学县级以上骨干教师数", "backbone_teachers", "区县级以上骨干教师培训经费"),
        ("小学体育艺术专任教师数", "pe_art_teachers", "体育与艺术兼职教师人数"),
        ("小学体育艺术专任教师数", "pe_art_teachers", "体育与艺术教室数"),
        ("小学高于规定学历教师数", "higher_degree_teachers", "低于规定学历教师人数"),
        ("教学仪器设备资产值", "equipment_value", "教学仪器设备数"),
        ("小学班级数", "classes", "教学班人数"),
        ("小学在校生数", "pupils", "学生间数"),
    ],
)
def test_spellings_stand_for_a_known_heading_only_as_a_whole(plain: str, item: str, written: str) -> None:
    columns: list[Column] = [*without(plain), (written, lambda _: 7)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert item not in found.sections[0].values
    assert [issue.value for issue in issues(found, "N604")] == [written]


def test_headings_that_differ_in_their_spelling_only_mean_one_item() -> None:
    for name in ("cn-quality-2017", "cn-basic-2012"):
        lexicon = lexicon_of(standard(name).vocabulary, [standard(name).standard])
        meant: dict[tuple[tuple[str, ...], str], set[str]] = {}
        for path, found in lexicon.paths.items():
            place = meant.setdefault((path[:-1], lexicon.spelling(path[-1])), set())
            place.update(str((each.key[0], each.part and each.part[1], each.band)) for each in found)
        several = {path: items for path, items in meant.items() if len({item.split(",")[0] for item in items}) > 1}
        assert not several
        assert len(meant) < len(lexicon.paths)


@pytest.mark.parametrize(
    "leaves", [("博士研究生学历", "硕士研究生学历", "大学本科学历", "大学专科学历"), ("博士", "硕士", "本科", "大专")]
)
@pytest.mark.parametrize("above", ["专任教师学历情况", "专任教师按学历分（人）"])
def test_degrees_may_be_written_out_below_their_group(above: str, leaves: tuple[str, ...]) -> None:
    parts: list[Column] = [(f"{above} > {leaf}", lambda _: 2) for leaf in leaves]
    columns = [*without("小学高于规定学历教师数"), *parts]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "higher_degree_teachers") == 8


def test_subjects_may_be_written_out_below_their_group() -> None:
    parts: list[Column] = [(f"任教学科 > {leaf}教师", lambda _: 2) for leaf in ("体育", "音乐", "美术")]
    columns = [*without("小学体育艺术专任教师数"), *parts]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "pe_art_teachers") == 6


def test_backbone_teachers_of_the_province_and_above_are_one_level() -> None:
    parts: list[Column] = [(f"骨干教师 > {leaf}", lambda _: 3) for leaf in ("省级及以上", "市级", "县（区）级")]
    columns = [*without("小学县级以上骨干教师数"), *parts]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "backbone_teachers") == 9


def test_rooms_that_are_large_enough_come_before_all_rooms() -> None:
    columns: list[Column] = [
        *without("音乐专用教室数"),
        ("音乐教室 > 间数", lambda _: 9),
        ("音乐教室 > 其中：96㎡及以上（间）", of("音乐专用教室数")),
    ]
    found = census(Sheet("小学").head(columns).body(columns, [row := primary()]).grid())
    assert value(found, "music_rooms") == row["音乐专用教室数"]


def test_of_both_degrees_each_stage_takes_its_own() -> None:
    columns: list[Column] = [
        ("学校名称", of("学校名称")),
        ("在校生数", lambda _: 600),
        ("专任教师 > 其中：本科及以上", lambda _: 20),
        ("专任教师 > 其中：专科及以上", lambda _: 30),
    ]
    for name, told in (("甲小学", 30), ("甲初级中学", 20)):
        found = census(Sheet("情况").head(columns).body(columns, [primary(学校名称=name)]).grid())
        assert value(found, "higher_degree_teachers") == told


def test_what_stands_in_for_the_whole_is_a_part_beside_the_other_part() -> None:
    columns: list[Column] = [*without("教学及辅助用房面积"), ("教学用房面积（㎡）", lambda _: 4000)]
    assert value(census(Sheet("小学").head(columns).body(columns, [primary()]).grid()), "teaching_area") == 4000
    columns.append(("辅助用房面积（㎡）", lambda _: 900))
    assert value(census(Sheet("小学").head(columns).body(columns, [primary()]).grid()), "teaching_area") == 4900
    columns.append(("教学及辅助用房面积", lambda _: 5000))
    assert value(census(Sheet("小学").head(columns).body(columns, [primary()]).grid()), "teaching_area") == 5000


def test_degrees_below_and_above_are_added_in_a_primary_school() -> None:
    columns: list[Column] = [*without("小学高于规定学历教师数")]
    columns += [("专任教师 > 本科及以上", lambda _: 30), ("专任教师 > 专科", lambda _: 5)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "higher_degree_teachers") == 35


@pytest.mark.parametrize("behind", ["¹", "²", "⁷", "\nSports ground", "\nSports ground (m2)", " \r\n Area"])
def test_the_number_of_a_note_and_a_translation_are_no_part_of_a_heading(behind: str) -> None:
    columns = [column for column in without("运动场地面积") if column[0] != "学校名称"]
    columns = [("学校名称\nSchool name", of("学校名称")), *columns, (f"运动场地面积{behind}", lambda _: 5400)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert (found.schools[0].name, value(found, "sports_area")) == ("甲小学", 5400)


@pytest.mark.parametrize("behind", ["Area per pupil", "Area, m2/pupil", "Planned area", "Share, %", "A"])
def test_a_translation_that_says_something_else_is_not_passed_over(behind: str) -> None:
    columns = [*without("运动场地面积"), (f"运动场地面积\n{behind}", lambda _: 5400)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "sports_area") is None
    assert any("运动场地面积" in issue.message for issue in issues(found, "E108"))


def test_a_unit_in_a_line_of_its_own_is_one() -> None:
    columns: list[Column] = [
        *without("运动场地面积"),
        ("运动场地面积\n（公顷）", lambda _: 1),
        ("运动场地面积\nm²", lambda _: 2),
    ]
    assert "运动场地面积" in refused(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    columns = [*without("教学仪器设备资产值"), ("教学仪器设备资产值\n元", lambda _: 180000)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "equipment_value") == 18


@pytest.mark.parametrize(
    ("said", "kind"), [("211小学", "primary_school"), ("311-初级中学", "junior_school"), ("1小学", None)]
)
def test_the_code_of_a_type_may_stand_before_it(said: str, kind: str | None) -> None:
    found = census(table([primary(办学类型=said)]))
    assert found.schools[0].type == kind


@pytest.mark.parametrize("plain", ["小学高于规定学历教师数", "小学体育艺术专任教师数"])
@pytest.mark.parametrize("remark", ["含兼职", "含代课教师"])
def test_who_works_part_time_does_not_count(plain: str, remark: str) -> None:
    columns: list[Column] = [*without(plain), (f"{plain}（{remark}）", lambda _: 9)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert [remark in issue.message for issue in issues(found, "E125")] == [True]


def test_subjects_count_their_full_time_teachers_only() -> None:
    names = ("体育", "音乐", "美术")
    columns: list[Column] = [*without("小学体育艺术专任教师数")]
    for name in names:
        columns += [(f"{name}教师 > 专任", lambda _: 3), (f"{name}教师 > 兼职", lambda _: 5)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "pe_art_teachers") == 9
    columns = [*without("小学体育艺术专任教师数"), *((f"音体美教师 > {name}", of_two) for name in names)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "pe_art_teachers") == 6


def of_two(_: Row) -> int:
    return 2


@pytest.mark.parametrize("remark", ["台", "台套", "件"])
def test_a_number_of_machines_is_no_value(remark: str) -> None:
    columns: list[Column] = [*without("教学仪器设备资产值"), (f"教学仪器设备（{remark}）", lambda _: 300)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert issues(found, "E125") and "equipment_value" not in found.sections[0].values


@pytest.mark.parametrize(
    "heading",
    [
        "学生 > 寄宿生 > 合计",
        "毕业生 > 合计",
        "学生 > 合计 > 女",
        "学生 > 其中 > 合计",
        "招生 > 总数",
        "学生 > 毕业生 > 总人数",
    ],
)
def test_the_total_of_a_part_is_not_that_of_the_whole(heading: str) -> None:
    columns: list[Column] = [*without("小学在校生数"), (heading, lambda _: 90)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "pupils") is None and issues(found, "E108")


def test_subjects_below_the_teachers_of_subjects_are_added_up() -> None:
    subjects: list[Column] = [(f"学科教师 > {each}", lambda _: 3) for each in ("体育", "音乐", "美术")]
    columns = [*without("小学体育艺术专任教师数"), *subjects]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "pe_art_teachers") == 9


def test_a_table_of_which_no_column_is_known_is_not_said_to_be_blank() -> None:
    columns: list[Column] = [*REST[:3], ("学生在校生女生", lambda _: 300), ("学生班级大班额班数", lambda _: 1)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert issues(found, "E108") and not issues(found, "E417")


MISTAKEN = [
    (name, item, heading, known.why)
    for name, item in standard().vocabulary.items.items()
    for known in item.mistaken
    for heading in known.headings
]


@pytest.mark.parametrize(("name", "item", "heading", "why"), MISTAKEN, ids=[each[2] for each in MISTAKEN])
def test_a_column_that_is_often_taken_for_an_item_is_not_read_and_it_is_said_why(
    name: str, item: Item, heading: str, why: Title
) -> None:
    own = item.headings["primary"][0] if isinstance(item.headings, dict) else item.headings[0]
    columns: list[Column] = [*without(own), (f"办学条件 > {heading}（实际）", lambda _: 40)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, name) is None
    (said,) = [issue.message for issue in issues(found, "E108") if own in issue.message]
    assert heading in said and Words("zh").text(why) in said


def test_pupils_whose_column_is_missing_are_missed_once() -> None:
    columns = without("小学在校生数")
    found = census(Sheet("学校").head(columns).body(columns, [primary(), primary(学校名称="乙小学")]).grid())
    (said,) = [issue for issue in found.issues if issue.severity == "error"]
    assert said.code == "E108" and "小学在校生数" in said.message
    assert all("pupils" not in section.values for section in found.sections) and len(found.sections) == 2


def test_teachers_of_a_stage_that_is_not_taught_are_named_where_its_pupils_have_no_column() -> None:
    columns: list[Column] = [*without(), ("初中高于规定学历教师数", of("初中高于规定学历教师数"))]
    found = census(Sheet("学校").head(columns).body(columns, [primary(初中高于规定学历教师数=3)]).grid())
    assert [issue.value for issue in issues(found, "E302")] == ["3"]


def test_a_makeshift_column_for_the_type_counts_only_where_it_names_types() -> None:
    columns: list[Column] = [*without("办学类型", "举办者类型"), ("学校性质", lambda _: "公办")]
    rows = [primary(), primary(学校名称="乙小学")]
    found = census(Sheet("小学").head(columns).body(columns, rows).grid())
    assert [school.type for school in found.schools] == ["primary_school"] * 2
    assert not issues(found, "E204") and [issue.value for issue in issues(found, "N604")] == ["学校性质"]
    assert "办学类型" in issues(census(Sheet("表").head(columns).body(columns, rows).grid()), "W583")[0].message
    columns[-1] = ("学校性质", lambda row: "公办" if row["学校名称"] == "乙小学" else row["办学类型"])
    found = census(Sheet("学校").head(columns).body(columns, rows).grid())
    assert [issue.school for issue in issues(found, "E204")] == ["乙小学"]


@pytest.mark.parametrize("written", ["学校名", "学校全称", "义务教育学校名称"])
def test_the_name_of_a_school_has_no_unit(written: str) -> None:
    found = census(table([primary()], 学校名称=written))
    assert [school.name for school in found.schools] == ["甲小学"]


@pytest.mark.parametrize(
    "dated", ["2026年在校生数", "2025-2026学年度在校生数", "2026年秋季学期在校生数", "在校生数 > 2026年"]
)
def test_a_year_before_a_heading_is_said_and_changes_nothing(dated: str) -> None:
    columns: list[Column] = [*without("小学在校生数"), (dated, of("小学在校生数"))]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "pupils") == 600
    (said,) = issues(found, "W512")
    assert "20" in str(said.value)


def dated(*years: str) -> Grid:
    """A table that has the pupils of several years side by side; 600 are those of the first."""
    first, *others = (f"在校生数 > {year}" for year in years)
    columns: list[Column] = [
        *without("小学在校生数"),
        *((year, lambda _: 5) for year in others[:1]),
        (first, of("小学在校生数")),
        *((year, lambda _: 7) for year in others[1:]),
    ]
    return Sheet("小学").head(columns).body(columns, [primary()]).grid()


@pytest.mark.parametrize(
    "years",
    [("2026年", "2025年"), ("2025-2026学年", "2024-2025学年"), ("2026年", "2024年", "2025年"), ("本年数", "上年数")],
)
def test_of_columns_of_several_years_the_latest_is_read(years: tuple[str, ...]) -> None:
    assert value(census(dated(*years)), "pupils") == 600


def test_columns_of_earlier_years_are_named() -> None:
    (said,) = issues(census(dated("2026年", "2024年", "2025年")), "N637")
    assert (said.value, "2024、2025 年的 2 列" in said.message) == ("在校生数 > 2024年", True)


@pytest.mark.parametrize("years", [("2026年", "2026年"), ("2026年", "期初")])
def test_columns_that_no_year_tells_apart_are_two_for_one_item(years: tuple[str, ...]) -> None:
    columns: list[Column] = [*without("小学在校生数"), *((f"在校生数 > {year}", lambda _: 5) for year in years[:1])]
    columns += [("在校生数" if years[1] == "期初" else f"在校生数 > {years[1]}", of("小学在校生数"))]
    assert "两列都是“在校生数”" in refused(Sheet("小学").head(columns).body(columns, [primary()]).grid())


LEVELS = [("国家级", 1), ("省级", 2), ("市级", 3), ("县级", 6)]


@pytest.mark.parametrize(
    "path", ["骨干教师 > {}", "各级骨干教师人数 > {}骨干", "师资情况 > {}骨干教师", "{}骨干教师数"]
)
@pytest.mark.parametrize("first", [0, 1])
def test_backbone_teachers_of_every_level_are_added_up(path: str, first: int) -> None:
    parts: list[Column] = [(path.format(level), lambda _, n=n: n) for level, n in LEVELS[first:]]  # type: ignore[misc]
    found = census(
        Sheet("小学").head(columns := [*without("小学县级以上骨干教师数"), *parts]).body(columns, [primary()]).grid()
    )
    assert value(found, "backbone_teachers") == 12 - first
    (said,) = issues(found, "W575")
    assert "县级以上骨干教师数" in said.message


@pytest.mark.parametrize("path", ["骨干教师 > {}", "{}骨干教师数"])
@pytest.mark.parametrize("above", ["市级以上", "市级及以上"])
def test_levels_above_one_and_that_below_it_are_the_whole(path: str, above: str) -> None:
    parts: list[Column] = [(path.format(above), lambda _: 4), (path.format("县级"), lambda _: 8)]
    columns = [*without("小学县级以上骨干教师数"), *parts]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert (value(found, "backbone_teachers"), issues(found, "E118"), len(issues(found, "W575"))) == (12, [], 1)


@pytest.mark.parametrize(
    ("there", "wanted"),
    [(("县级",), "市级以上骨干教师数"), (("市级以上",), "县级骨干教师数"), (("省级", "市级"), "县级骨干教师数")],
)
def test_of_several_sums_the_one_is_asked_for_that_lacks_the_least(there: tuple[str, ...], wanted: str) -> None:
    columns = [*without("小学县级以上骨干教师数"), *((f"{level}骨干教师数", of_two) for level in there)]
    (said,) = issues(census(Sheet("小学").head(columns).body(columns, [primary()]).grid()), "E118")
    assert f"：{wanted}；" in said.message


def _varied(plain: str, number: int, row: Row) -> Raw:
    return f"{row[plain]}{number}"


@pytest.mark.parametrize(
    ("plain", "written", "said"),
    [
        ("小学在校生数", ("在校学生数 > 一年级 > 人数", "在校学生数 > 二年级 > 人数"), "请加一列合计"),
        ("小学班级数", ("班级数", "班数"), "请只留一列，或改掉"),
        ("学校名称", ("小学 > 学校名称", "初中 > 学校名称"), "并排的几张表"),
    ],
)
def test_columns_for_one_item_are_not_all_mended_by_leaving_one(
    plain: str, written: tuple[str, ...], said: str
) -> None:
    columns = without(plain)
    for number, heading in enumerate(written):
        columns.append((heading, partial(_varied, plain, number)))
    assert said in refused(Sheet("小学").head(columns).body(columns, [primary(), primary(学校名称="乙小学")]).grid())


def test_a_level_that_is_not_there_is_named() -> None:
    parts: list[Column] = [(f"骨干教师 > {level}", lambda _: 1) for level in ("省级", "市级")]
    found = census(
        Sheet("小学").head(columns := [*without("小学县级以上骨干教师数"), *parts]).body(columns, [primary()]).grid()
    )
    assert (value(found, "backbone_teachers"), len(issues(found, "E118")), issues(found, "W575")) == (None, 1, [])


def test_the_total_of_the_levels_comes_before_them() -> None:
    parts: list[Column] = [(f"骨干教师 > {level}", lambda _: 9) for level, _ in LEVELS]
    columns = [*without("小学县级以上骨干教师数"), ("骨干教师 > 小计", lambda _: 11), *parts]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert (value(found, "backbone_teachers"), issues(found, "W575")) == (11, [])


@pytest.mark.parametrize("path", ["艺体专任教师数 > {}", "其中： > {}教师", "音体美教师人数 > {}"])
def test_teachers_of_sports_and_arts_by_subject(path: str) -> None:
    parts: list[Column] = [(path.format(each), lambda _: 2) for each in ("体育", "音乐", "美术")]
    columns = [*without("小学体育艺术专任教师数"), *parts]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "pe_art_teachers") == 6


@pytest.mark.parametrize("group", ["专任教师数 > 按学历分", "专任教师 > 学历情况", "专任教师情况（人） > 最高学历"])
@pytest.mark.parametrize(
    "degrees", [("博士", "硕士", "本科", "大专"), ("博士研究生毕业", "硕士研究生毕业", "本科毕业", "专科毕业")]
)
def test_degrees_under_other_words(group: str, degrees: tuple[str, ...]) -> None:
    parts: list[Column] = [(f"{group} > {degree}", lambda _, n=n: n) for n, degree in enumerate(degrees, 1)]  # type: ignore[misc]
    columns = [*without("小学高于规定学历教师数"), *parts]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "higher_degree_teachers") == 10


def sports(**counts: int) -> Callable[[str], object]:
    """Read the teachers of PE and art from one column a subject."""

    def read(path: str) -> object:
        parts: list[Column] = [(path.format(name), lambda _, n=n: n) for name, n in counts.items()]  # type: ignore[misc]
        columns = [*without("小学体育艺术专任教师数"), *parts]
        return value(census(Sheet("小学").head(columns).body(columns, [primary()]).grid()), "pe_art_teachers")

    return read


@pytest.mark.parametrize("path", ["{}教师（人）", "专任教师数 > 按学科分 > {}", "专任教师 > 按授课课程分 > {}"])
def test_subjects_side_by_side_are_all_added(path: str) -> None:
    assert sports(体育=5, 音乐=2, 美术=1)(path) == 8
    assert sports(体育=5, 音乐=2, 美术=1, 艺术=1)(path) == 9
    assert sports(体育=5, 艺术=3)(path) == 8


@pytest.mark.parametrize(("total", "told"), [(62, 0), (63, 1)])
def test_the_total_of_a_part_is_that_of_its_column(total: int, told: int) -> None:
    degrees = (("本科", 31), ("专科", 4), ("硕士", 1), ("博士", 0))
    parts: list[Column] = [(f"学历 > {name}", lambda _, n=n: n) for name, n in degrees]  # type: ignore[misc]
    columns = [*without("小学高于规定学历教师数"), *parts]
    grid = Sheet("小学").head(columns).body(columns, [primary(), primary(学校名称="乙小学")]).grid()
    sums: list[Raw] = ["合计", *[None] * (len(columns) - 1)]
    sums[len(columns) - 4 :] = [total, 8, 2, 0]
    grid.rows.append(sums)
    assert len(issues(census(grid), "W513")) == told


@pytest.mark.parametrize(("total", "told"), [(93, 0), (94, 1)])
def test_the_total_of_a_part_counts_the_rows_below_headings_that_are_repeated(total: int, told: int) -> None:
    parts: list[Column] = [(f"学历 > {name}", lambda _, n=n: n) for name, n in (("本科", 31), ("专科", 4))]  # type: ignore[misc]
    columns = [*without("小学高于规定学历教师数"), *parts]
    sheet = Sheet("小学").head(columns).body(columns, [primary(), primary(学校名称="乙小学")])
    grid = sheet.head(columns).body(columns, [primary(学校名称="丙小学")]).grid()
    grid.rows.append(["合计", *[None] * (len(columns) - 3), total, 12])
    assert len(issues(census(grid), "W513")) == told


@pytest.mark.parametrize("group", ["专任教师任教学科（人）", "专任教师 > 按授课课程分 > 艺术", "兼职教师"])
def test_a_subject_that_teachers_teach_is_never_a_room(group: str) -> None:
    rooms = ("音乐专用教室数", "美术专用教室数")
    subjects: list[Column] = [(f"{group} > 音乐", lambda _: 7), (f"{group} > 美术", lambda _: 7)]
    columns = [*without(*rooms), *subjects]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "music_rooms") is None
    assert value(found, "art_rooms") is None
    assert all(any(name in issue.message for issue in issues(found, "E108")) for name in rooms)


@pytest.mark.parametrize("group", ["专用教室（间）", "功能室", "功能室情况"])
def test_rooms_are_told_by_the_level_above_them(group: str) -> None:
    rooms: list[Column] = [(f"{group} > 音乐", lambda _: 7), (f"{group} > 美术", lambda _: 6)]
    columns = [*without("音乐专用教室数", "美术专用教室数"), *rooms]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert (value(found, "music_rooms"), value(found, "art_rooms")) == (7, 6)


def test_masters_and_doctors_may_share_a_column() -> None:
    degrees = (("研究生", 2), ("本科", 30), ("专科", 4))
    parts: list[Column] = [(f"专任教师学历（人） > {name}", lambda _, n=n: n) for name, n in degrees]  # type: ignore[misc]
    columns = [*without("小学高于规定学历教师数"), *parts]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "higher_degree_teachers") == 36


@pytest.mark.parametrize(
    ("plain", "written", "item"),
    [
        ("教学及辅助用房面积", "教学及辅助用房面积（不含室内体育用房）", "teaching_area"),
        ("教学及辅助用房面积", "教学及辅助用房面积（㎡，已扣除室内体育用房）", "teaching_area"),
        ("教学及辅助用房面积", "教学及辅助用房（不含体育馆） > 面积", "teaching_area"),
        ("运动场地面积", "体育场地面积（含室内体育用房）", "sports_area"),
    ],
)
def test_a_remark_that_makes_a_column_another_quantity_is_an_error(plain: str, written: str, item: str) -> None:
    columns: list[Column] = [(written if each == plain else each, take) for each, take in REST]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    (said,) = issues(found, "E125")
    assert plain in said.message and said.cell is not None and said.severity == "error"
    assert value(found, item) is None
    assert not issues(found, "W512") and not issues(found, "N604")


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("教学及辅助用房面积", "教学及辅助用房面积（含室内体育用房）"),
        ("运动场地面积", "运动场地面积（不含室内体育用房）"),
    ],
)
def test_a_remark_that_says_what_is_asked_for_changes_nothing(plain: str, written: str) -> None:
    columns: list[Column] = [(written if each == plain else each, take) for each, take in REST]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert not issues(found, "E125")
    assert found.schools[0].values == census(Sheet("小学").head(REST).body(REST, [primary()]).grid()).schools[0].values


@pytest.mark.parametrize(
    ("smallest", "largest"), [("≤25人", "≥66人"), ("25人以下班", "65人以上"), ("25人及以下（个）", "66人及以上（个）")]
)
def test_bands_count_classes_whatever_their_unit(smallest: str, largest: str) -> None:
    def with_units(row: list[Raw]) -> list[Raw]:
        names = {"25人及以下": smallest, "66人以上": largest, "班额": "班额（个）"}
        return [names.get(str(raw), raw) for raw in row]

    grid = banded([0, 0, 0, 5, 9, 1, 0, 0, 0, 0])
    grid.rows[:2] = map(with_units, grid.rows[:2])
    assert size_of(grid) == "not_met"


@pytest.mark.parametrize(
    ("bands", "classes", "least", "most", "said"),
    [
        ({"45人及以下": 13, "46—55人": 2, "56-65人": 0, "66人及以上": 0}, 15, 46, 55, "46–55"),
        ({"45人及以下": 15, "46—55人": 0, "56-65人": 0, "66人及以上": 0}, 15, 1, 45, "1–45"),
        ({"50人及以下": 14, "51-55人": 1}, 15, 51, 55, "51–55"),
        ({"45人及以下": 11, "56人及以上": 4}, 15, 56, None, "≥56"),
        # Two classes stand in no band, and may be any.
        ({"45人及以下": 11, "46—55人": 2}, 15, 46, None, "≥46"),
        # Without the number of classes all sizes have to be told.
        ({"45人及以下": 13, "46—55人": 2, "56人及以上": 0}, None, 46, 55, "46–55"),
        # No class is as large as the highest band says; of those between nobody knows.
        ({"45人及以下": 13, "46—55人": 2, "66人及以上": 0}, None, 46, 65, "46–65"),
        ({"45人以下": 13, "46人-55人": 2, "56人以上（含）": 0}, 15, 46, 55, "46–55"),
        ({"45人及以下": 13, "46—55人": 2}, None, 46, None, "≥46"),
    ],
)
def test_bands_of_any_width(
    bands: dict[str, int], classes: int | None, least: int, most: int | None, said: str
) -> None:
    columns: list[Column] = [*without("小学最大班额", "小学班级数")]
    columns += [("班级数 > 合计", lambda _: classes)] if classes else []
    columns += [(f"班级数 > {band}", lambda _, count=count: count) for band, count in bands.items()]  # type: ignore[misc]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    (school,) = found.schools
    assert school.least["largest_class"]["primary"] == least
    assert school.most.get("largest_class", {}).get("primary") == most
    assert f" {said} " in issues(found, "N614")[0].message


@pytest.mark.parametrize(
    ("bands", "least", "most", "said"),
    [
        ({"超过45人班级数": 0}, None, 45, "1–45"),
        ({"超过45人班级数": 2}, 46, None, "≥46"),
        ({"46—55人": 0, "56人及以上": 0}, None, 45, "1–45"),
        ({"46—55人": 1, "56人及以上": 0}, 46, 55, "46–55"),
        ({"46—55人": None, "56人及以上": 0}, None, 55, "1–55"),
        # A gap between the bands.
        ({"46—50人": 0, "56人及以上": 0}, None, 55, "1–55"),
        # A class of 60 and none above 45 contradict each other.
        ({"超过45人班级数": 0, "56-60人": 1}, 56, None, "≥56"),
    ],
)
def test_only_the_highest_bands(bands: dict[str, int | None], least: int | None, most: int | None, said: str) -> None:
    columns: list[Column] = [*without("小学最大班额", "小学班级数"), ("小学班级数", lambda _: 15)]
    columns += [(f"班额 > {band}", lambda _, count=count: count) for band, count in bands.items()]  # type: ignore[misc]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    (school,) = found.schools
    assert school.least.get("largest_class", {}).get("primary") == least
    assert school.most.get("largest_class", {}).get("primary") == most
    assert f" {said} " in issues(found, "N614")[0].message
    # The other classes stand in no band at all.
    assert issues(found, "W515") == []


def test_bands_without_a_class_say_nothing_where_the_highest_is_not_among_them() -> None:
    columns: list[Column] = [*without("小学最大班额"), ("班额 > 46—50人", lambda _: 0), ("班额 > 51-55人", lambda _: 0)]
    (school,) = census(Sheet("小学").head(columns).body(columns, [primary()]).grid()).schools
    assert "largest_class" not in school.least and "largest_class" not in school.most


def test_bands_of_a_stage_that_are_items_of_their_own_go_with_those_that_are_none() -> None:
    columns: list[Column] = [*without("小学最大班额", "小学班级数"), ("小学班级数", lambda _: 15)]
    columns += [("小学45人及以下班级数", lambda _: 13), ("小学46-50人班级数", lambda _: 2)]
    columns += [("小学51-55人班级数", lambda _: 0), ("小学56人及以上班级数", lambda _: 0)]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    (school,) = found.schools
    assert (school.least["largest_class"]["primary"], school.most["largest_class"]["primary"]) == (46, 50)
    assert issues(found, "W515") == []


def test_bands_may_stand_below_a_group_for_each_stage() -> None:
    counts = {"小学": (13, 2, 0), "初中": (12, 0, 3)}
    columns: list[Column] = [*without("小学最大班额", "初中最大班额")]
    row = nine_year(小学班级数=15, 初中班级数=15)
    for stage, own in counts.items():
        for band, count in zip(("45人及以下", "46-50人", "51人及以上"), own, strict=True):
            row[f"{stage}{band}"] = count
            columns.append((f"{stage}班额情况 > {band}", of(f"{stage}{band}")))
    found = census(Sheet("学校").head(columns).body(columns, [row]).grid())
    (school,) = found.schools
    least, most = school.least["largest_class"], school.most["largest_class"]
    assert (least["primary"], most["primary"], least["junior"], "junior" in most) == (46, 50, 51, False)
    assert not issues(found, "W515") and not issues(found, "W514")


def test_columns_that_no_verdict_needs_stay_unread() -> None:
    """A word that is near is not the same: nothing is taken for a total that is one of its parts."""
    row: Row = primary()
    columns: list[Column] = [
        *REST,
        ("在校生数 > 其中：女", lambda _: 3),
        ("专任教师 > #女", lambda _: 4),
        ("校长姓名", lambda _: "甲"),
    ]
    found = census(Sheet("小学").head(columns).body(columns, [row]).grid())
    assert value(found, "pupils") == 600
    assert {issue.value for issue in issues(found, "N604")} >= {"校长姓名"}


def test_groups_may_stand_above_a_name_that_is_merged_downwards() -> None:
    columns: list[Column] = [("学校基本信息 > 学校名称", of("学校名称")), ("学校基本信息 > 办学类型", of("办学类型"))]
    columns += [
        (f"{head} > {stage}", of(stage + head))
        for head in ("在校生数", "班级数", "最大班额", "高于规定学历教师数", "县级以上骨干教师数", "体育艺术专任教师数")
        for stage in ("小学", "初中")
    ]
    columns += [("教室 > 专用教室 > 音乐（间）", of("音乐专用教室数"))]
    found = census(Sheet("学校").line("学校一览表").head(columns).body(columns, [primary()]).grid())
    assert found.schools[0].staged["primary"]["pupils"] == 600
    assert value(found, "music_rooms") == 2


ARTS = ("体育", "艺术", "音乐", "美术")


def arts(*rows: tuple[int, int, int, int]) -> Sheet:
    """Schools with one column a subject; arts may be the total of the two behind it."""
    parts: list[Column] = [(f"专任教师 > 按学科分 > {name}", of(name)) for name in ARTS]
    columns = [*without("小学体育艺术专任教师数"), *parts]
    schools = [
        primary(学校名称=f"第{number}小学") | dict(zip(ARTS, row, strict=True)) for number, row in enumerate(rows)
    ]
    return Sheet("小学").head(columns).body(columns, schools)


@pytest.mark.parametrize(
    ("rows", "teachers", "code"),
    [
        (((5, 3, 2, 1), (4, 2, 1, 1)), (8, 6), "N632"),
        (((5, 1, 2, 1), (4, 2, 1, 1)), (9, 8), ""),
        (((5, 3, 0, 0), (4, 2, 0, 0)), (8, 6), ""),
        (((5, 4, 2, 1), (4, 2, 1, 1)), (None, None), "E122"),
    ],
)
def test_a_total_beside_its_parts_is_never_added(
    rows: tuple[tuple[int, int, int, int], ...], teachers: tuple[object, ...], code: str
) -> None:
    found = census(arts(*rows).grid())
    assert tuple(value(found, "pe_art_teachers", number) for number in range(len(rows))) == teachers
    assert [issue.code for issue in found.issues if issue.code in ("N632", "E122")] == ([code] if code else [])


def test_a_column_without_a_heading_is_named() -> None:
    columns: list[Column] = [*REST, ("", lambda row: row["运动场地面积"])]
    (said,) = issues(
        census(Sheet("学校").head(columns).body(columns, [primary(), primary(学校名称="乙小学")]).grid()), "N631"
    )
    assert (said.value, "2 格" in said.message) == ("5400", True)
    assert issues(census(Sheet("学校").head(REST).body(REST, [primary()]).grid()), "N631") == []


@pytest.mark.parametrize(
    "written",
    [
        "教学仪器设备资产值①",
        "▲教学仪器设备资产值*",
        "教学仪器设备资产值\n单位：万元",
        "教学仪器设备资产值（账面，单位：万元）",
    ],
)
def test_marks_of_notes_and_units_in_words(written: str) -> None:
    assert value(census(table([primary()], 教学仪器设备资产值=written)), "equipment_value") == 180


def test_the_unit_in_words_counts() -> None:
    found = census(table([primary(教学仪器设备资产值=1800000)], 教学仪器设备资产值="教学仪器设备资产值，单位：元"))
    assert value(found, "equipment_value") == 180


@pytest.mark.parametrize(("unit", "times"), [("万平方米", 10000), ("百平方米", 100), ("千平方米", 1000)])
def test_areas_in_larger_units(unit: str, times: int) -> None:
    found = census(table([primary(运动场地面积=3)], 运动场地面积=f"运动场地面积（{unit}）"))
    assert value(found, "sports_area") == 3 * times
    assert value(census(table([primary(运动场地面积=f"3{unit}")])), "sports_area") == 3 * times


def test_what_is_far_too_long_is_no_heading_and_not_taken_apart() -> None:
    lexicon = lexicon_of(standard().vocabulary, [standard().standard])
    assert lexicon.level("小学在校生数" + "(人)" * 300).text == "小学在校生数"
    assert lexicon.level(long := "小学在校生数" + "(人)" * 10_000).text == long


@pytest.mark.parametrize(
    "above",
    [
        [[1.0, 2.0, 3.0, 4.0]],
        [["1", "2", "3", "4"]],
        [["班额", 2026.0, 9.0, 1.0]],
        [["某县", "班额"], [1.0, 2.0, 3.0, 4.0]],
    ],
)
def test_numbers_above_the_headings_of_a_small_sheet_hide_nothing(above: list[list[Raw]]) -> None:
    rows: list[list[Raw]] = [["学校名称", "年级", "班级", "学生数"], ["甲小学", "一年级", "1班", 44.0]]
    for name in ("班级", "附表2"):
        (found,) = take(
            [*grids([primary()]), Grid("a.xlsx", name, [*above, *rows])],
            standard().standard, standard().vocabulary, "测试县", Words("zh"),
        ).values()  # fmt: skip
        assert [len(school.classes) for school in found.schools] == [1], name


@pytest.mark.parametrize(
    ("plain", "written", "said"),
    [
        ("教学及辅助用房面积", "生均 > 教学及辅助用房面积（㎡）", "生均"),
        ("小学高于规定学历教师数", "每百名学生拥有 > 高于规定学历教师数", "每百名学生拥有"),
        ("运动场地面积", "规划 > 运动场地面积", "规划"),
        ("小学在校生数", "在校生数（上学年）", "上学年"),
        ("小学在校生数", "在校生数（2027年规划）", "2027年规划"),
        ("网络多媒体教室数", "多媒体教室（到2026年底预计）", "到2026年底预计"),
        ("运动场地面积", "运动场地面积（目标）", "目标"),
        ("小学县级以上骨干教师数", "骨干教师数（校级）", "校级"),
        ("网络多媒体教室数", "多媒体教室（不联网）", "不联网"),
        ("小学县级以上骨干教师数", "骨干教师数（仅省级）", "仅省级"),
        ("小学县级以上骨干教师数", "县级以上骨干教师数（不含县级）", "不含县级"),
        ("小学体育艺术专任教师数", "体育艺术专任教师数（含兼任）", "含兼任"),
        ("小学高于规定学历教师数", "高于规定学历教师数（不含编外）", "不含编外"),
    ],
)
def test_a_word_that_makes_it_another_figure_is_refused_with_its_column(plain: str, written: str, said: str) -> None:
    found = census(
        Sheet("学校")
        .head([*without(plain), (written, of(plain))])
        .body([*without(plain), (written, of(plain))], [primary()])
        .grid()
    )
    assert [issue.value for issue in issues(found, "E125")] == [said]
    assert plain.removeprefix("小学") in str([issue.message for issue in issues(found, "E108")])


def test_another_figure_beside_the_one_that_is_asked_for_is_only_not_used() -> None:
    columns = [*REST, ("上学年 > 运动场地面积", lambda _: 1), ("在建 > 教学及辅助用房面积", lambda _: 2)]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert (value(found, "sports_area"), issues(found, "E125")) == (5400, [])


def test_the_plan_of_a_later_year_is_not_the_latest_figure() -> None:
    columns: list[Column] = [
        *without("小学在校生数"),
        ("在校生数（2025年）", of("小学在校生数")),
        ("在校生数（2027年规划）", lambda _: 9),
    ]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert (value(found, "pupils"), issues(found, "E125")) == (600, [])


@pytest.mark.parametrize("unit", ["美元", "港币"])
def test_an_amount_in_another_currency_is_refused(unit: str) -> None:
    columns: list[Column] = [*without("教学仪器设备资产值"), (f"教学仪器设备资产值（{unit}）", lambda _: 9)]
    assert unit in refused(Sheet("小学").head(columns).body(columns, [primary()]).grid())


def test_another_figure_that_nobody_asks_for_is_a_column_of_no_use() -> None:
    columns = [*REST, ("上学年 > 图书册数", lambda _: 100)]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert (issues(found, "E125"), len(issues(found, "N604"))) == ([], 1)


@pytest.mark.parametrize("group", ["本学年", "现状", "校舍与场地", "校舍及设施情况", "装备情况", "校舍建筑面积"])
def test_a_group_that_changes_nothing_is_passed_over(group: str) -> None:
    columns = [*without("运动场地面积"), (f"{group} > 运动场地面积", of("运动场地面积"))]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert (value(found, "sports_area"), issues(found, "W514")) == (5400, [])


def test_what_stands_below_the_heading_of_an_item_beside_others_is_a_part_of_it() -> None:
    parent = "县级以上骨干教师数"
    shares: list[Column] = [(f"{parent} > 特级教师", lambda _: 1), (f"{parent} > 学科带头人", lambda _: 1)]
    columns = [*without("小学县级以上骨干教师数"), *shares, (f"{parent} > 骨干教师", of("小学县级以上骨干教师数"))]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert value(found, "backbone_teachers") is None
    assert [issue.value for issue in issues(found, "E125")] == ["特级教师、学科带头人"]
    alone = [*without("小学县级以上骨干教师数"), (f"{parent} > 骨干教师", of("小学县级以上骨干教师数"))]
    assert value(census(Sheet("学校").head(alone).body(alone, [primary()]).grid()), "backbone_teachers") == 12


@pytest.mark.parametrize("number", ["(3)", "（12）", "⑫"])
def test_the_number_of_a_column_is_no_remark(number: str) -> None:
    columns = [*without("运动场地面积"), (f"运动场地面积{number}", of("运动场地面积"))]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert (value(found, "sports_area"), issues(found, "W512")) == (5400, [])


@pytest.mark.parametrize("below", [("省级以上", "市级以上", "县级以上"), ("本部", "分校", "合班")])
def test_a_row_that_divides_a_heading_is_no_school_where_nothing_is_merged(below: tuple[str, ...]) -> None:
    """As in a CSV file: the figure of the first column is not that of the whole."""
    columns = [*(each for each in HEADINGS if each != "小学县级以上骨干教师数"), "小学骨干教师数"]
    made = Sheet("学校").line(*columns, None, None).line(*[None] * (len(columns) - 1), *below)
    row = primary(小学骨干教师数=1)
    found = census(made.line(*(row.get(each) for each in columns), 2, 9).grid())
    assert [(one.name, "backbone_teachers" in one.staged["primary"]) for one in found.schools] == [("甲小学", False)]
    (said,) = issues(found, "E108")
    assert f"小学骨干教师数 > {below[0]}" in said.message


def test_a_row_of_codes_divides_no_heading() -> None:
    made = Sheet("学校").line(*HEADINGS, None).line(*[None] * (len(HEADINGS) - 1), "L98", "L99")
    found = census(made.line(*(primary().get(each) for each in HEADINGS)).grid())
    assert [one.name for one in found.schools] == ["甲小学"]
    assert "art_rooms" in found.schools[0].values


@pytest.mark.parametrize(
    ("sizes", "read"),
    [
        ((40, 42, 45), True),
        ((40.5, 42, 45), False),
        ((38, 42, 45), False),
        ((40, 40, 40), False),
        ((45, 45, 50), False),
    ],
)
def test_class_sizes_are_those_of_the_largest_classes_where_the_figures_say_so(
    sizes: tuple[float, ...], read: bool
) -> None:
    """600 pupils in 15 classes: the largest has 40 at least. 45 and 50 are standards."""
    names = ("甲小学", "乙小学", "丙小学")
    columns: list[Column] = [
        *without("小学最大班额"),
        ("班额（人）", lambda row: sizes[names.index(str(row["学校名称"]))]),
    ]
    found = census(Sheet("小学").head(columns).body(columns, [primary(学校名称=name) for name in names]).grid())
    assert (value(found, "largest_class") == sizes[0]) is read
    assert bool(issues(found, "N635")) is read and bool(issues(found, "E108")) is not read


def test_what_is_part_time_stands_beside_what_counts() -> None:
    path = "音体美教师 > "
    taught: list[Column] = [(f"{path}合计", lambda _: 9), (f"{path}专职", lambda _: 6), (f"{path}兼职", lambda _: 3)]
    columns = [*without("小学体育艺术专任教师数"), *taught]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert (value(found, "pe_art_teachers"), issues(found, "E125")) == (6, [])


def test_degrees_of_teachers_are_added_up() -> None:
    names = ("研究生", "本科", "大专", "中专及以下")
    degrees: list[Column] = [(f"教师学历 > {name}", lambda _, n=n: n) for n, name in enumerate(names, 3)]  # type: ignore[misc]
    columns = [*without("小学高于规定学历教师数"), *degrees]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "higher_degree_teachers") == 12


SIDEWAYS: list[list[Raw]] = [["学校名称", "甲小学", "乙小学"], ["在校生数", 600, 500], ["班级数", 15, 12]]


@pytest.mark.parametrize("cover", [[["云溪县2026年数据"]], [], SIDEWAYS])
def test_a_hidden_sheet_is_named_where_no_table_is_found(cover: list[list[Raw]]) -> None:
    one = standard()
    seen = Grid("甲.xlsx", "封面", cover)
    hidden = [Grid("甲.xlsx", "学校数据", [], hidden=True), Grid("乙.xlsx", "别的", [], hidden=True)]
    with pytest.raises(InputError) as error:
        take([seen, *hidden], one.standard, one.vocabulary, "云溪县", Words("zh"))
    assert "--sheet 学校数据" in str(error.value) and "别的" not in str(error.value)
    with pytest.raises(InputError) as error:
        take([seen], one.standard, one.vocabulary, "云溪县", Words("zh"))
    assert "隐藏" not in str(error.value)


@pytest.mark.parametrize("written", ["大专以上学历专任教师数", "专科及以上学历教师数"])
def test_a_degree_that_counts_in_primary_schools_only_is_said_not_to_in_junior_ones(written: str) -> None:
    heads = [each for each in HEADINGS if not each.startswith(("小学", "高中", "初中高于"))]
    columns: list[Column] = [(each.removeprefix("初中"), of(each)) for each in heads]
    columns.append((written, lambda _: 30))
    found = census(Sheet("初中").head(columns).body(columns, [junior()]).grid())
    (said,) = issues(found, "E108")
    assert written in said.message and "在这个学段不能当作它" in said.message
    assert "higher_degree_teachers" not in found.schools[0].staged["junior"]


def test_a_column_that_is_missing_because_it_is_hidden_is_named() -> None:
    (grid,) = grids([primary()])
    at = [str(raw) for raw in grid.rows[0]].index("运动场地面积")
    (said,) = issues(census(replace(grid, hidden_columns=frozenset({at}))), "E108")
    assert f"“运动场地面积”列；隐藏的 {column_letters(at)} 列像是它" in said.message


def both_stages(**headings: str) -> Census:
    """A nine-year school, with the plain columns of both stages under other headings."""
    columns: list[Column] = [(headings.get(each, each), of(each)) for each in HEADINGS if not each.startswith("高中")]
    return census(Sheet("学校").head(columns).body(columns, [nine_year(初中高于规定学历教师数=41)]).grid())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("高于规定学历教师数（小学：专科及以上）", "高于规定学历教师数（初中：本科及以上）"),
        ("高于规定学历教师数（小学:人）", "高于规定学历教师数（初中:人）"),
        ("高于规定学历教师数【小学】", "【初中】高于规定学历教师数"),
        ("A1-1小学专科以上", "A1-2初中本科以上"),
        ("小学大专及以上教师数", "初中具有本科及以上学历的专任教师"),
    ],
)
def test_stages_in_headings_tell_two_columns_apart(first: str, second: str) -> None:
    found = both_stages(小学高于规定学历教师数=first, 初中高于规定学历教师数=second)
    (school,) = found.schools
    said = [school.staged[stage]["higher_degree_teachers"] for stage in ("primary", "junior")]
    assert said == [nine_year()["小学高于规定学历教师数"], 41]


def test_a_degree_that_every_junior_teacher_needs_is_none_above_it() -> None:
    found = both_stages(初中高于规定学历教师数="初中大专及以上教师数")
    assert "higher_degree_teachers" not in found.schools[0].staged["junior"]
    assert issues(found, "E108")


@pytest.mark.parametrize(
    ("plain", "written", "item"),
    [
        ("小学县级以上骨干教师数", "小学骨干", "backbone_teachers"),
        ("教学及辅助用房面积", "教辅用房建筑面积（㎡）", "teaching_area"),
        ("室内体育用房面积", "体育馆（室内）面积", "indoor_sports_area"),
        ("运动场地面积", "室外场地面积", "sports_area"),
        ("网络多媒体教室数", "多媒体网络教室数", "multimedia_rooms"),
        ("网络多媒体教室数", "联网多媒体教室数", "multimedia_rooms"),
    ],
)
def test_what_may_be_something_else_is_read_for_want_of_another_and_said(plain: str, written: str, item: str) -> None:
    columns: list[Column] = [*without(plain), (written, of(plain))]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, item) == primary()[plain]
    assert any(one.value and one.value in word(written) for one in issues(found, "N635"))
    columns = [*REST, (written, lambda _: 1)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, item) == primary()[plain] and not issues(found, "N635")


@pytest.mark.parametrize(
    "heading", ["A1", "A级教师数", "3A教室数", "B5纸张数", "指标1", "全校学生数", "交互式多媒体教室数"]
)
def test_what_only_looks_like_a_number_or_may_be_more_is_left_over(heading: str) -> None:
    columns: list[Column] = [*without("小学在校生数", "网络多媒体教室数"), (heading, lambda _: 7)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert heading in {one.value for one in issues(found, "N604")}


@pytest.mark.parametrize(
    ("levels"),
    [
        ("国家级", "省级", "地市级", "县区级"),
        ("国家级", "自治区级", "盟市级", "旗县级"),
        ("国家级", "省级", "州级", "县级"),
        ("国家级", "省级", "设区市级", "县（市、区）级"),
        ("国家级", "省级", "地级", "旗级"),
    ],
)
@pytest.mark.parametrize("under", ["骨干教师 > {}", "{}骨干教师数"])
def test_the_levels_of_backbone_teachers_are_called_by_what_a_place_has(levels: tuple[str, ...], under: str) -> None:
    counts = dict(zip(levels, (1, 2, 3, 4), strict=True))
    columns = [
        *without("小学县级以上骨干教师数"),
        *((under.format(one), lambda _, n=n: n) for one, n in counts.items()),
    ]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "backbone_teachers") == 10
