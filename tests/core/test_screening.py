"""What is hardly right is asked about, what is merely poor or small is not, and no verdict hangs on it."""

import random
from collections.abc import Iterable, Sequence
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


def census(rows: Iterable[Row], classes: Iterable[Sequence[Raw]] | None = None, name: str = "某县") -> Census:
    return taken(grids(rows, classes), name)


def taken(sheets: list[Grid], name: str = "某县") -> Census:
    loaded = standard()
    (found,) = take(sheets, loaded.standard, loaded.vocabulary, name, ZH).values()
    return found


def screened(rows: Iterable[Row], classes: Iterable[Sequence[Raw]] | None = None, name: str = "某县") -> list[Issue]:
    return screen(census(rows, classes, name), standard().vocabulary, ZH)


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


def test_too_few_schools_have_no_middle() -> None:
    assert screened(many(4, 教学仪器设备资产值=600000)) == []


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


@pytest.mark.parametrize(("each", "asked"), [(3, False), (3.01, True), (0.02, False), (0.0199, True)])
def test_the_ends_of_what_is_usual_are_usual(each: float, asked: bool) -> None:
    """equipment_value per pupil lies between 0.02 and 3 万元."""
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
    row = primary(小学在校生数=pupils, 小学班级数=classes, 小学最大班额=min(pupils, 90), 网络多媒体教室数=1)
    assert codes(screened([row])) == (["W555"] if asked else [])


def test_more_backbone_teachers_than_teachers_above_the_degree() -> None:
    assert screened([primary(小学高于规定学历教师数=26, 小学县级以上骨干教师数=26)]) == []
    (issue,) = screened([primary(小学高于规定学历教师数=26, 小学县级以上骨干教师数=27)])
    assert (issue.code, issue.value) == ("W559", "27")
    assert "学校!Q2" in issue.message


def test_a_stage_of_zero_is_noted_and_a_blank_one_is_not_noted_twice() -> None:
    empty = {"初中班级数": None, "初中最大班额": None, "初中高于规定学历教师数": None}
    empty |= {"初中县级以上骨干教师数": None, "初中体育艺术专任教师数": None}
    zero = census([nine_year(初中在校生数=0, **empty)])
    assert codes(screen(zero, standard().vocabulary, ZH)) == ["N642"]
    blank = census([nine_year(初中在校生数=None, **empty)])
    assert codes(blank.issues) == ["W501"]
    assert screen(blank, standard().vocabulary, ZH) == []
    both = nine_year(小学在校生数=0, 初中在校生数=0, **empty)
    both |= {key.replace("初中", "小学"): None for key in empty}
    assert codes(screened([both, primary()])) == ["W560"]


def test_a_junior_school_with_primary_pupils_is_a_warning_of_the_reading() -> None:
    found = census([junior(小学在校生数=100, 小学班级数=3)])
    assert "W502" in codes(found.issues)
    assert "N642" not in codes(screen(found, standard().vocabulary, ZH))


# Codes and names.


@pytest.mark.parametrize(
    ("code", "asked"),
    [("2133000001", False), (2133000001, False), ("２１３３００００01", False), ("213300001", True), (None, False),
     ("21330000011", True), ("21A3000001", True), (2.133e12, True), ("²133000001", False)],
)  # fmt: skip
def test_a_code_of_the_wrong_form(code: Raw, asked: bool) -> None:
    assert codes(screened([primary(学校代码=code)])) == (["W552"] if asked else [])


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
    assert codes(screened(rows)) == []


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


# Order.


def test_a_list_of_classes_in_another_order_is_noted_once() -> None:
    rows = [primary(学校名称=f"{name}小学", 学校代码=f"213300000{place}") for place, name in enumerate("甲乙丙丁")]
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
    assert [(issue.code, issue.school) for issue in found] == [("N640", "丙中心小学"), ("W557", "丙小学")]
    assert "丙中心小学" in found[1].message


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
