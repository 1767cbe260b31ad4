"""What is hardly right is asked about, what is merely poor or small is not, and no verdict hangs on it."""

import random
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pytest
from county import FILE, Row, grids, junior, nine_year, primary, school, standard, teaching_point

from eqeval.core.census import Census, Issue
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.core.lint.change import compare
from eqeval.core.lint.names import folded
from eqeval.core.lint.screening import screen
from eqeval.words import Words

ZH = Words("zh")
DAY = date(2026, 9, 1)


def census(rows: Iterable[Row], classes: Iterable[Sequence[Raw]] | None = None, name: str = "某县") -> Census:
    return taken(grids(rows, classes), name)


def taken(sheets: list[Grid], name: str = "某县") -> Census:
    loaded = standard()
    (found,) = take(sheets, loaded.standard, loaded.vocabulary, name, ZH).values()
    return found


def screened(rows: Iterable[Row], classes: Iterable[Sequence[Raw]] | None = None, name: str = "某县") -> list[Issue]:
    return screen(census(rows, classes, name), standard().vocabulary, ZH, DAY)


def codes(issues: Iterable[Issue]) -> list[str]:
    return [issue.code for issue in issues]


def many(count: int = 20, **changed: Raw) -> list[Row]:
    """Primary schools of 200 to 1340 pupils, with codes of their own; what is changed is that of the first."""
    rows = [
        primary(学校名称=f"村{number}小学", 学校代码=f"21330{number:05}", 小学在校生数=200 + 60 * number)
        for number in range(count)
    ]
    stated = {key: value for key, value in rows[0].items() if key not in changed} | changed
    return [stated, *rows[1:]]


def test_a_county_that_meets_everything_raises_nothing() -> None:
    assert screened([*many(), junior(), nine_year()]) == []


# A single value against the rest. The first school has 200 pupils, 1400 ㎡ (7 for each, as everywhere) and 60 万元.


@pytest.mark.parametrize(
    ("item", "usual", "times"),
    [
        ("教学及辅助用房面积", 1400, 10),
        ("教学仪器设备资产值", 60, 10000),
        ("运动场地面积", 1800, 100),
    ],
)
def test_a_value_in_another_unit_is_named_with_its_cell(item: str, usual: int, times: int) -> None:
    for wrong in (usual * times, usual / times):
        changed: dict[str, Any] = {"室内体育用房面积": 0, item: wrong}
        (issue,) = (one for one in screened(many(20, **changed)) if one.code == "W551")
        assert (issue.school, issue.severity, issue.sheet, issue.file) == ("村0小学", "warning", "学校", FILE)
        assert issue.cell is not None and issue.cell.endswith("2")
        assert f"{times} 倍" in issue.message


@pytest.mark.parametrize(("value", "asked"), [(6999, False), (7000, True), (280, True), (281, False)])
def test_five_times_is_where_asking_begins(value: int, asked: bool) -> None:
    """7 ㎡ for each pupil everywhere else: 35 are five times as much, 1.4 a fifth."""
    found = codes(screened(many(教学及辅助用房面积=value, 室内体育用房面积=0)))
    assert ("W551" in found) is asked


def test_what_is_counted_may_be_few_but_not_many_times_too_many() -> None:
    assert "W551" not in codes(screened(many(小学县级以上骨干教师数=1)))
    assert "W551" not in codes(screened(many(网络多媒体教室数=0)))
    assert "W551" in codes(screened(many(网络多媒体教室数=50)))


def test_a_single_teacher_is_never_too_many() -> None:
    points = [teaching_point(学校名称=f"山{n}教学点", 学校代码=f"21331{n:05}", 小学在校生数=40) for n in range(12)]
    points[0] = teaching_point(学校名称="山0教学点", 学校代码="2133100000", 小学在校生数=3, 小学体育艺术专任教师数=1)
    assert "W551" not in codes(screened([*many(), *points]))
    points[0]["小学体育艺术专任教师数"] = 5
    assert "W551" in codes(screened([*many(), *points]))


def test_small_schools_have_much_space_and_are_held_against_small_schools() -> None:
    """Teaching points of 8 pupils on grounds of 400 ㎡ have five times what the county has, all of them alike."""
    points = [
        teaching_point(学校名称=f"山{n}教学点", 学校代码=f"21331{n:05}", 小学在校生数=8, 运动场地面积=400 + n)
        for n in range(12)
    ]
    assert codes(screened([*many(), *points])) == []
    points[5]["运动场地面积"] = 40000
    (issue,) = screened([*many(), *points])
    assert (issue.code, issue.school) == ("W551", "山5教学点")


@pytest.mark.parametrize(("times", "asked"), [(5.99, False), (6, True)])
def test_where_schools_lie_far_apart_asking_begins_later(times: float, asked: bool) -> None:
    """A quarter of the schools have three times as much as the others: twice three times is far."""
    rows = many(20)
    for number in range(1, 20, 4):
        rows[number]["教学仪器设备资产值"] = 3 * float(str(rows[number]["教学仪器设备资产值"]))
    rows[0]["教学仪器设备资产值"] = float(str(rows[0]["教学仪器设备资产值"])) * times
    assert codes(screened(rows)) == (["W551"] if asked else [])


def test_several_wrong_values_do_not_hide_each_other() -> None:
    rows = many(30)
    for number in range(0, 30, 4):
        rows[number]["教学仪器设备资产值"] = 10000 * float(str(rows[number]["教学仪器设备资产值"]))
    assert codes(screened(rows)) == ["W551"] * 8


@pytest.mark.parametrize(("area", "asked"), [(1999.9, False), (2000, True)])
def test_a_building_for_many_with_five_pupils_left_is_no_slip(area: float, asked: bool) -> None:
    """Schools of 100 to 140 pupils and 1000 ㎡; five pupils count as a hundred, so asking begins at 20 ㎡."""
    rows = [
        primary(学校名称=f"村{n}小学", 学校代码=f"21330{n:05}", 小学在校生数=100 + 5 * n, 室内体育用房面积=0,
                教学及辅助用房面积=1000, 运动场地面积=1000 + 50 * n)
        for n in range(9)
    ]  # fmt: skip
    left: dict[str, Raw] = {"小学在校生数": 5, "小学班级数": 1, "小学最大班额": 5, "教学及辅助用房面积": area}
    left |= {"室内体育用房面积": 0, "运动场地面积": 1000, "教学仪器设备资产值": 20}
    found = screened([*rows, primary(学校名称="山小学", 学校代码="2133100000", **left)])
    assert codes(found) == (["W551"] if asked else [])


def test_a_crowded_school_in_a_city_is_no_slip() -> None:
    """1.5 ㎡ of grounds for each of 5,000 pupils, 9 ㎡ elsewhere: little for each, but no less than others have."""
    rows = many(20)
    rows[0] = primary(学校名称="城小学", 学校代码="2133999999", 小学在校生数=5000, 运动场地面积=7500)
    assert codes(screened(rows)) == []
    rows[0] |= {"运动场地面积": 750}
    assert codes(screened(rows)) == ["W551"]


@pytest.mark.parametrize(("indoor", "asked"), [(5, False), (4, True), (9999, False), (10000, True)])
def test_indoor_areas_lie_far_apart(indoor: int, asked: bool) -> None:
    """1 ㎡ for each pupil everywhere else: a store room here, a gymnasium there."""
    found = screened(many(室内体育用房面积=indoor, 教学及辅助用房面积=1400 if indoor < 1400 else 10000))
    assert ("W551" in [issue.code for issue in found if issue.item == "indoor_sports_area"]) is asked


def test_special_rooms_are_counted_by_classes() -> None:
    rows = many(音乐专用教室数=10)
    (issue,) = screened(rows)
    assert (issue.code, issue.item, issue.cell) == ("W551", "music_rooms", "学校!AB2")
    every = [{**row, "美术专用教室数": 10 * int(str(row["美术专用教室数"]))} for row in many()]
    (column,) = screened(every)
    assert (column.code, column.item) == ("W550", "art_rooms")
    assert "除以 10 " in column.message


def test_the_rooms_of_a_school_with_a_senior_stage_are_divided_by_the_classes_that_are_counted() -> None:
    rows = [school("完全中学", {"学校名称": f"中{n}", "学校代码": f"34330{n:05}", "初中在校生数": 300 + 60 * n})
            for n in range(8)]  # fmt: skip
    assert screened(rows) == []
    rows[3]["音乐专用教室数"] = 30
    assert codes(screened(rows)) == ["W551"]


def test_too_few_schools_have_no_middle_and_are_held_against_what_any_school_may_have() -> None:
    (issue,) = screened(many(4, 教学仪器设备资产值=600000))
    assert (issue.code, issue.school, issue.cell, issue.severity) == ("W569", "村0小学", "学校!Z2", "warning")
    assert "0.008 和 15" in issue.message
    assert codes(screened(many(5, 教学仪器设备资产值=600000))) == ["W551"]


@pytest.mark.parametrize(
    ("item", "value", "asked"),
    [
        # 200 pupils: 0.008 to 15 万元 and 0.2 to 300 ㎡ for each, at most half a PE or art teacher.
        ("教学仪器设备资产值", 3000, False),
        ("教学仪器设备资产值", 3001, True),
        ("教学仪器设备资产值", 1.6, False),
        ("教学仪器设备资产值", 1.59, True),
        ("教学及辅助用房面积", 60000, False),
        ("教学及辅助用房面积", 60001, True),
        ("小学体育艺术专任教师数", 100, False),
        ("小学体育艺术专任教师数", 101, True),
        ("小学体育艺术专任教师数", 0, False),
    ],
)
def test_how_far_a_school_without_others_may_lie(item: str, value: Raw, asked: bool) -> None:
    assert codes(screened(many(4, **{item: value}))) == (["W569"] if asked else [])


@pytest.mark.parametrize(("value", "asked"), [(2070, False), (2071, True)])
def test_special_schools_are_not_held_against_the_others(value: int, asked: bool) -> None:
    """15 万元 for each of 138 pupils is where asking begins; the others have 0.3. Their classes are small."""
    stated: dict[str, Raw] = {"小学在校生数": 60, "初中在校生数": 78, "小学班级数": 8, "初中班级数": 13}
    special = school("特殊教育学校", {**stated, "小学最大班额": 9, "初中最大班额": 6, "教学仪器设备资产值": value})
    assert codes(screened([*many(20), special])) == (["W569"] if asked else [])


def test_a_school_of_few_pupils_without_others_counts_as_a_small_one() -> None:
    """1,400 ㎡ for each of 4 pupils; as one of a hundred it has 56."""
    stated = {"小学在校生数": 4, "小学班级数": 1, "小学最大班额": 4, "教学及辅助用房面积": 5600}
    assert screened([teaching_point(**stated, 运动场地面积=3000, 网络多媒体教室数=6)]) == []


# A whole column against what is usual.


@pytest.mark.parametrize(("times", "factor"), [(10000, 10000), (1000, 1000)])
def test_a_whole_column_in_another_unit_is_noticed(times: int, factor: int) -> None:
    rows = [{**row, "教学仪器设备资产值": float(str(row["教学仪器设备资产值"])) * times} for row in many()]
    (issue,) = screened(rows)
    assert (issue.code, issue.school, issue.item) == ("W550", None, "equipment_value")
    assert f"除以 {factor} " in issue.message


def test_a_column_that_is_too_small_names_the_other_direction() -> None:
    rows = [{**row, "教学仪器设备资产值": float(str(row["教学仪器设备资产值"])) / 10000} for row in many()]
    (issue,) = screened(rows)
    assert issue.code == "W550"
    assert "乘以 10000 " in issue.message


@pytest.mark.parametrize(("each", "asked"), [(3, False), (3.01, True), (0.04, False), (0.0399, True)])
def test_the_ends_of_what_is_usual_are_usual(each: float, asked: bool) -> None:
    """equipment_value per pupil lies between 0.04 and 3 万元."""
    rows = [{**row, "教学仪器设备资产值": float(str(row["小学在校生数"])) * each} for row in many()]
    assert codes(screened(rows)) == (["W550"] if asked else [])


# Zeros, classes, parts, stages.


@pytest.mark.parametrize(
    ("item", "pupils", "asked"),
    [
        ("运动场地面积", 49, False),
        ("运动场地面积", 50, True),
        ("教学及辅助用房面积", 1, True),
        ("小学体育艺术专任教师数", 499, False),
        ("小学体育艺术专任教师数", 500, True),
        ("小学县级以上骨干教师数", 2000, False),
    ],
)
def test_a_zero_that_is_improbable(item: str, pupils: int, asked: bool) -> None:
    stated: dict[str, Raw] = {"小学在校生数": pupils, item: 0}
    found = screened([school("小学", {**stated, "室内体育用房面积": 0, "小学班级数": -(-pupils // 40)}), junior()])
    assert codes(found) == (["W554"] if asked else [])


@pytest.mark.parametrize(
    ("pupils", "classes", "asked"),
    [(80, 1, False), (81, 1, True), (30, 6, False), (30, 7, True), (29, 29, False), (161, 2, True), (160, 2, False)],
)
def test_an_average_class_of_no_usual_size(pupils: int, classes: int, asked: bool) -> None:
    row = primary(小学在校生数=pupils, 小学班级数=classes, 小学最大班额=-(-pupils // classes), 网络多媒体教室数=1)
    assert codes(screened([row])) == (["W555"] if asked else [])


@pytest.mark.parametrize(
    ("pupils", "classes", "asked"), [(216, 12, False), (215, 12, False), (234, 13, False), (233, 13, True)]
)
def test_grades_are_split_only_where_a_class_would_be_large(pupils: int, classes: int, asked: bool) -> None:
    row = primary(小学在校生数=pupils, 小学班级数=classes, 小学最大班额=18)
    assert codes(screened([row])) == (["W555"] if asked else [])


def test_classes_of_several_sites_are_small_each() -> None:
    sites = [teaching_point(学校名称=f"山{n}教学点", 是否计校数="否", 所属学校="甲小学", 小学在校生数=10, 小学班级数=2,
                            小学最大班额=5) for n in range(5)]  # fmt: skip
    found = screened([primary(小学在校生数=120, 小学班级数=6, 小学最大班额=25), *sites])
    assert "W555" not in codes(found)


@pytest.mark.parametrize(
    ("pupils", "classes", "largest", "asked"),
    [
        (600, 15, 100, True),
        (600, 15, 90, False),
        (600, 15, 91, True),
        (180, 15, 30, False),
        (180, 15, 31, True),
        (40, 10, 29, False),
        (40, 10, 30, True),
    ],
)
def test_a_largest_class_far_above_the_average(pupils: int, classes: int, largest: int, asked: bool) -> None:
    """More than two and a half times the average, from 30 pupils on; more than 90 in any school."""
    row = primary(小学在校生数=pupils, 小学班级数=classes, 小学最大班额=largest)
    found = [issue for issue in screened([row]) if issue.code == "W567"]
    assert [(issue.cell, issue.severity, issue.item) for issue in found] == (
        [("学校!O2", "warning", "largest_class")] if asked else []
    )


def test_a_dwindled_school_may_have_more_rooms_with_media_than_pupils() -> None:
    stated: dict[str, Raw] = {"小学在校生数": 4, "小学班级数": 2, "小学最大班额": 2, "教学及辅助用房面积": 600}
    assert "W559" not in codes(screened([primary(**stated, 网络多媒体教室数=12)]))
    assert "W559" in codes(screened([primary(**stated, 网络多媒体教室数=13)]))


def test_more_backbone_teachers_than_teachers_above_the_degree() -> None:
    assert screened([primary(小学高于规定学历教师数=26, 小学县级以上骨干教师数=26)]) == []
    (issue,) = screened([primary(小学高于规定学历教师数=26, 小学县级以上骨干教师数=27)])
    assert (issue.code, issue.value) == ("W559", "27")
    assert "学校!Q2" in issue.message


def test_a_stage_of_zero_is_noted_and_a_blank_one_is_not_noted_twice() -> None:
    empty = {"初中班级数": None, "初中最大班额": None, "初中高于规定学历教师数": None}
    empty |= {"初中县级以上骨干教师数": None, "初中体育艺术专任教师数": None}
    zero = census([nine_year(初中在校生数=0, **empty)])
    assert codes(screen(zero, standard().vocabulary, ZH, DAY)) == ["N642"]
    blank = census([nine_year(初中在校生数=None, **empty)])
    assert codes(blank.issues) == ["W501"]
    assert screen(blank, standard().vocabulary, ZH, DAY) == []
    both = nine_year(小学在校生数=0, 初中在校生数=0, **empty)
    both |= {key.replace("初中", "小学"): None for key in empty}
    assert codes(screened([both, primary()])) == ["W560"]


def test_a_junior_school_with_primary_pupils_is_a_warning_of_the_reading() -> None:
    found = census([junior(小学在校生数=100, 小学班级数=3)])
    assert "W502" in codes(found.issues)
    assert "N642" not in codes(screen(found, standard().vocabulary, ZH, DAY))


# Codes and names.


@pytest.mark.parametrize(
    ("code", "asked"),
    [("2133000001", False), (2133000001, False), ("２１３３００００01", False), ("213300001", True), (None, False),
     ("21330000011", True), ("21A3000001", True), (2.133e12, True), ("²133000001", False)],
)  # fmt: skip
def test_a_code_of_the_wrong_form(code: Raw, asked: bool) -> None:
    assert codes(screened([primary(学校代码=code)])) == (["W552"] if asked else [])


@pytest.mark.parametrize(("others", "asked"), [(3, False), (4, True)])
def test_a_code_of_another_province(others: int, asked: bool) -> None:
    """Digits 3 and 4 are those of the province: the same in at least four of five schools."""
    rows = many(others, 学校代码="2133900000")
    rows.append(primary(学校名称="外小学", 学校代码="2144000001", 小学在校生数=700))
    found = screened(rows)
    assert [(issue.code, issue.school, issue.cell) for issue in found] == (
        [("W552", "外小学", f"学校!B{others + 2}")] if asked else []
    )
    assert all("第 3 至 4 位是 44" in issue.message and f"{others} 所学校是 33" in issue.message for issue in found)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("第一小学", "第 一 小学", True),
        ("第一小学", "第1小学", True),
        ("第十二小学", "第12小学", True),
        ("第二十小学", "第20小学", True),
        ("第一小学", "一小", True),
        ("（新城）小学", "新城小学", True),
        ("某县实验小学", "实验小学", True),
        ("某县城实验小学", "某县实验小学", True),
        ("某县城东小学", "某县城西小学", False),
        ("第一小学", "第二小学", False),
        ("第十一小学", "第一小学", False),
        ("城东小学", "城西小学", False),
        ("实验小学", "实验中学", False),
        ("育才小学", "育英小学", False),
    ],
)
def test_names_that_mean_one_school(left: str, right: str, same: bool) -> None:
    rows = [
        primary(学校名称=left, 学校代码="2133000001"),
        primary(学校名称=right, 学校代码="2133000002", 小学在校生数=700),
    ]
    found = screened(rows)
    assert codes(found) == (["W553"] if same else [])
    if same:
        assert found[0].school == right and left in found[0].message


def test_names_that_are_alike_are_one_school_where_all_figures_are_the_same() -> None:
    rows = [primary(学校名称="云岭育才小学", 学校代码="2133000001")]
    rows += [primary(学校名称="云岭育材小学", 学校代码="2133000002")]
    assert codes(screened(rows)) == ["W553"]
    rows[1]["运动场地面积"] = 9001
    assert codes(screened(rows)) == []


def test_schools_of_other_numbers_are_not_alike_whatever_their_figures() -> None:
    rows = [primary(学校名称=f"云岭第{number}小学", 学校代码=f"21330{number:05}") for number in range(1, 30)]
    assert "W553" not in codes(screened(rows))


# One campus under two names.

CAMPUS: Row = {
    "教学及辅助用房面积": 5281,
    "室内体育用房面积": 305,
    "运动场地面积": 9402,
    "教学仪器设备资产值": 187,
    "网络多媒体教室数": 31,
    "音乐专用教室数": 2,
    "美术专用教室数": 3,
}


def halves(left: str = "龙潭学校", right: str = "龙潭九年一贯制学校", **changed: Raw) -> list[Row]:
    """The rows of a nine-year school under two names; what is changed is of the second."""
    return [primary(学校名称=left, 学校代码="2133000001") | CAMPUS,
            junior(学校名称=right, 学校代码="2133000002") | CAMPUS | changed]  # fmt: skip


def shared(rows: list[Row]) -> list[tuple[str | None, str | None]]:
    return [(issue.school, issue.cell) for issue in screened(rows) if issue.code == "W561"]


@pytest.mark.parametrize("right", ["云川县龙潭学校", "龙潭九年一贯制学校", "龙潭中学", "龙潭学校①", "丁校"])
def test_schools_of_two_stages_with_one_campus_are_one(right: str) -> None:
    rows = [primary(), *halves(right=right), junior()]
    (issue,) = (one for one in screened(rows) if one.code == "W561")
    assert (issue.school, issue.cell, issue.severity) == (right, "学校!A4", "warning")
    assert "龙潭学校" in issue.message and "学校!A3" in issue.message
    assert "教学及辅助用房面积、室内体育用房面积" in issue.message


@pytest.mark.parametrize("item", CAMPUS)
def test_one_figure_that_differs_makes_two_schools(item: str) -> None:
    first, second = halves()
    assert shared([first, second | {item: 306}]) == []


def test_a_blank_is_not_compared_and_zeros_are_not_counted() -> None:
    assert len(shared(halves(音乐专用教室数=None, 美术专用教室数=None))) == 1
    assert shared(halves(音乐专用教室数=None, 美术专用教室数=None, 网络多媒体教室数=None)) == []
    rows = halves(音乐专用教室数=0, 美术专用教室数=0)
    for row in rows:
        row |= {"音乐专用教室数": 0, "美术专用教室数": 0}
    assert len(shared(rows)) == 1
    for row in rows:
        row["网络多媒体教室数"] = 0
    assert shared(rows) == []


def test_schools_with_a_stage_in_common_are_not_one() -> None:
    rows = halves()
    assert shared([rows[0], nine_year(学校名称="乙学校") | CAMPUS]) == []
    assert shared([rows[0], primary(学校名称="丙小学") | CAMPUS]) == []


def test_of_several_with_the_same_campus_the_most_alike_names_are_paired_once() -> None:
    first, second = halves("龙潭学校", "龙潭学校初中")
    others = [primary(学校名称="东小学") | CAMPUS, junior(学校名称="乙山初中") | CAMPUS]
    found = {issue.school: issue.message for issue in screened([others[0], second, first, others[1]])
             if issue.code == "W561"}  # fmt: skip
    assert set(found) == {"龙潭学校", "乙山初中"}
    assert "龙潭学校初中" in found["龙潭学校"] and "东小学" in found["乙山初中"]


def test_a_name_that_consists_of_what_is_left_out_stays() -> None:
    assert folded("学校", ["学", "校"]) == "学校"


# The figures of another row.


def repeated(rows: list[Row]) -> list[tuple[str | None, str | None]]:
    return [(issue.school, issue.cell) for issue in screened(rows) if issue.code == "W568"]


def test_a_row_with_the_figures_of_another_one_is_named() -> None:
    own = {"学校名称", "学校代码"}
    rows = many(6)
    rows[4] = {key: rows[4 if key in own else 2][key] for key in rows[4]}
    (issue,) = (one for one in screened(rows) if one.code == "W568")
    assert (issue.school, issue.cell, issue.severity) == ("村4小学", "学校!A6", "warning")
    assert "村2小学" in issue.message and "学校!A4" in issue.message
    assert repeated(many(6)) == []


def test_a_campus_that_was_pasted_into_another_row_is_named() -> None:
    rows = many(6)
    rows[4] |= CAMPUS
    rows[1] |= CAMPUS
    rows[5] |= CAMPUS
    assert repeated(rows) == [("村4小学", "学校!A6"), ("村5小学", "学校!A7")]


def test_round_figures_agree_by_chance() -> None:
    """400, 20, 300, 5, 1, 1 and 1 have seven digits without zeros, 411, 21, 311, 5.5, 1, 1 and 1 thirteen."""
    point: Row = {"小学在校生数": 20, "小学班级数": 1, "小学最大班额": 20, "小学高于规定学历教师数": 2,
                  "小学县级以上骨干教师数": 0, "小学体育艺术专任教师数": 0, "网络多媒体教室数": 1,
                  "音乐专用教室数": 1, "美术专用教室数": 1}  # fmt: skip
    sizes: dict[int, Row] = {name: teaching_point(学校名称=f"山{name}教学点", 学校代码=f"213310000{name}") | point
                             for name in (1, 2)}  # fmt: skip
    sizes[2] |= {"小学在校生数": 30, "小学最大班额": 30, "小学高于规定学历教师数": 3, "小学班级数": 2}
    round_: Row = {"教学及辅助用房面积": 400, "室内体育用房面积": 20, "运动场地面积": 300, "教学仪器设备资产值": 5}
    assert repeated([row | round_ for row in sizes.values()]) == []
    exact: Row = {"教学及辅助用房面积": 411, "室内体育用房面积": 21, "运动场地面积": 311, "教学仪器设备资产值": 5.5}
    assert repeated([row | exact for row in sizes.values()]) == [("山2教学点", "学校!A3")]


def test_what_was_asked_about_already_is_not_asked_about_again() -> None:
    rows = [primary(学校名称="云岭育才小学", 学校代码="2133000001") | CAMPUS]
    rows += [primary(学校名称="云岭育材小学", 学校代码="2133000002") | CAMPUS]
    assert codes(screened(rows)) == ["W553"]
    assert repeated(halves()) == []


# Order.


def test_a_list_of_classes_in_another_order_is_noted_once() -> None:
    rows = [
        primary(学校名称=f"{name}小学", 学校代码=f"213300000{place}", 运动场地面积=6000 + place)
        for place, name in enumerate("甲乙丙丁")
    ]
    listed = {"甲": 0, "乙": 1, "丙": 2, "丁": 3}

    def classes(order: str) -> list[list[Raw]]:
        return [[f"{name}小学", "一年级", f"{one}班", 40] for name in order for one in range(15)]

    assert codes(screened(rows, classes("".join(listed)))) == []
    assert codes(screened(rows, classes("甲丙"))) == []
    (issue,) = screened(rows, classes("乙甲丁丙"))
    assert (issue.code, issue.sheet, issue.cell, issue.school) == ("N641", "班级", "班级!A17", "甲小学")


# Last year.


def changes(now: list[Row], then: list[Row]) -> list[Issue]:
    return compare(census(now), census(then), standard().vocabulary, ZH)


@pytest.mark.parametrize(("pupils", "asked"), [(800, False), (801, True), (480, False), (479, True)])
def test_a_jump_is_more_than_the_share(pupils: int, asked: bool) -> None:
    """Pupils change by at most a quarter; 640 last year, when also the school of 160 more is not yet a jump."""
    now, then = [primary(小学在校生数=pupils)], [primary(小学在校生数=640)]
    found = [issue for issue in changes(now, then) if issue.item == "pupils"]
    assert codes(found) == (["W556"] if asked else [])


@pytest.mark.parametrize(("pupils", "asked"), [(80, False), (81, True)])
def test_a_jump_of_a_few_is_none(pupils: int, asked: bool) -> None:
    """From 20 pupils to 80 is much, but 60 at most."""
    now, then = [teaching_point(小学在校生数=pupils)], [teaching_point(小学在校生数=20)]
    found = [issue for issue in changes(now, then) if issue.item == "pupils"]
    assert codes(found) == (["W556"] if asked else [])


def test_schools_are_joined_by_code_then_by_name() -> None:
    then = [primary(学校名称="甲小学", 学校代码="2133000001"), primary(学校名称="乙小学", 学校代码="2133000002")]
    then += [primary(学校名称="丙小学", 学校代码="2133000003")]
    now = [primary(学校名称="甲村小学", 学校代码="2133000001"), primary(学校名称="乙小学", 学校代码="2133000009")]
    now += [primary(学校名称="丙中心小学", 学校代码="2133000008")]
    found = changes(now, then)
    assert [(issue.code, issue.school, issue.cell) for issue in found] == [
        ("N636", "甲村小学", "学校!A2"),
        ("N640", "丙中心小学", "学校!A4"),
        ("W552", "乙小学", "学校!B3"),
        ("W557", "丙小学", "学校!A4"),
    ]
    assert "甲小学" in found[0].message and "2133000002" in found[2].message
    assert "丙中心小学" in found[3].message


def test_a_year_that_uses_other_codes_is_said_once() -> None:
    then = [row | {"学校代码": f"G{place:09}"} for place, row in enumerate(many(6))]
    found = changes(many(6), then)
    assert [(issue.code, issue.school) for issue in found] == [("W552", None)]
    assert "共 6 所" in found[0].message
    now = many(6)
    for place in (0, 1, 2):
        then[place]["学校代码"] = now[place]["学校代码"]
    assert codes(changes(now, then)) == ["W552"] * 3
    then[5]["学校代码"] = None
    assert codes(changes(now, then)) == ["W552"] * 2


def test_a_stage_that_came_or_went_is_a_jump_of_its_pupils() -> None:
    now, then = [nine_year(学校名称="甲学校")], [primary(学校名称="甲学校")]
    found = changes(now, then)
    assert codes(found).count("W558") == 1
    assert [issue.value for issue in found if issue.item == "pupils"] == ["600"]
    assert [issue.value for issue in changes(then, now) if issue.item == "pupils"] == ["0"]


def test_last_year_with_errors_is_compared_as_far_as_it_can_be_read() -> None:
    found = changes([primary()], [primary(小学在校生数="约600", 运动场地面积=90000)])
    assert codes(found) == ["N643", "W556"]


# Nothing of it decides, and nothing of it takes long.


def test_screening_never_makes_an_error() -> None:
    chance = random.Random(7)
    rows = many(25)
    for row in rows:
        for key in [key for key in row if key not in ("学校名称", "办学类型", "是否计校数", "城乡类型")]:
            if chance.random() < 0.2:
                row[key] = chance.choice([None, 0, 1, 10**6, "约", "２0", -3, 3.5])
    assert {issue.severity for issue in screened(rows)} <= {"warning", "note"}


def test_many_schools_alike_are_compared_with_their_neighbours_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from eqeval.core.lint import names

    calls: list[Any] = []
    monkeypatch.setattr(names, "_alike", lambda left, right: calls.append((left, right)))
    rows = [primary(学校名称=f"村{number}小学", 学校代码=f"21330{number:05}") for number in range(300)]
    screened(rows)
    assert 0 < len(calls) <= 2 * len(rows)


def of_years(title: str = "", sheet: str = "学校", below: str = "", file: str = FILE, year: Raw = None) -> list[str]:
    """What is asked of the years of a table with a title, on a sheet, in a file, with a line below it."""
    (grid,) = grids([primary(), primary(学校名称="乙小学", 学校代码="2133000002")])
    width = len(grid.rows[0])
    if year is not None:
        for number, row in enumerate(grid.rows):
            row.append(year if number else "年度")
        width += 1
    lines: list[list[Raw]] = [[title, *[None] * (width - 1)]] if title else []
    last: list[list[Raw]] = [[below, *[None] * (width - 1)]] if below else []
    named = Grid(file, sheet, [*lines, *grid.rows, *last])
    found = screen(taken([named]), standard().vocabulary, ZH, DAY)
    return [f"{issue.cell or issue.sheet}:{issue.value}" for issue in found if issue.code == "W591"]


@pytest.mark.parametrize(
    "said",
    [
        "2019—2020学年度某县小学办学条件统计表", "某县2024年统计表", "二〇二三年统计表", "2021-22学年度统计表",
        "2030年某县统计表",
        "某县学校情况（截至2023年底）", "某县2027年统计表", "2018至2019学年统计表",
    ],
)  # fmt: skip
def test_a_table_of_years_ago_or_to_come_is_asked_about(said: str) -> None:
    """The wrong file was judged without a word; its title, or else its sheet or its file, says so."""
    assert of_years(said) == [f"学校!A1:{said}"]
    assert of_years(sheet=said) == [f"{said}:{said}"]
    assert of_years(file=f"{said}.xlsx") == [f"学校:{said}"]
    # The title knows better than the name of the file.
    assert of_years("2026年统计表", file=f"{said}.xlsx") == of_years("2026年统计表", sheet=said) == []


@pytest.mark.parametrize(
    "said",
    [
        "2025年统计表", "2026年统计表", "2025—2026学年度统计表", "2026-2027学年统计表", "2024—2025学年统计表",
        "2024-25学年统计表",
        "按2017年版标准统计", "教督〔2017〕6号统计表", "《2012年办法》统计表", "迎接2027年国家督导评估学校情况表",
        "2028年创建县学校情况表",
        "填报日期：2024年3月1日", "统计表", "2019年以来新建学校统计表", "2024001统计表",
    ],
)  # fmt: skip
def test_a_table_of_the_last_count_is_not_asked_about(said: str) -> None:
    assert of_years(said) == of_years(sheet=said) == []


def test_a_line_below_a_table_may_state_its_year_and_a_column_too() -> None:
    said = "注：在校生数为2023年数据"
    assert of_years("2026年统计表", below=said) == [f"学校!A5:{said}"]
    assert of_years(below="注：2019年新建教学楼一栋") == []
    assert of_years(year="2022") == ["学校!AD2:2022"]
    assert of_years(year="2025-2026学年") == []
