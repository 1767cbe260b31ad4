"""Forms of single schools however they are laid out: where labels, values, codes and stages may stand."""

from collections.abc import Sequence

import pytest
from county import standard

from eqeval.core.census import Census, School
from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, Range, Raw
from eqeval.core.intake import take
from eqeval.words import Words

Rows = Sequence[Sequence[Raw]]


def census(*forms: Rows, merged: tuple[Range, ...] = ()) -> Census:
    """Read some forms, each in a file of its own."""
    grids = [
        Grid(f"{number}.xlsx", "登记表", list(map(list, rows)), f"{number}.xlsx/登记表", merged=merged)
        for number, rows in enumerate(forms)
    ]
    (found,) = take(grids, standard().standard, standard().vocabulary, "测试县", Words("zh")).values()
    return found


def refused(*forms: Rows) -> str:
    with pytest.raises(InputError) as error:
        census(*forms)
    return str(error.value)


def codes(found: Census) -> set[str]:
    return {issue.code for issue in found.issues}


# Label, value, unit.
SCHOOL: list[tuple[str, Raw, str]] = [
    ("学校名称", "甲小学", ""),
    ("办学类型", "小学", ""),
    ("在校生数", 600, "人"),
    ("班级数", 15, "个"),
    ("运动场地面积", 6000, "㎡"),
    ("教学仪器设备值", 120.5, "万元"),
    ("网络多媒体教室数", 16, "间"),
]
NAMED: list[Sequence[Raw]] = [("学校名称", "甲学校"), ("办学类型", "九年一贯制学校")]
# Label, primary, junior.
STAGED: list[tuple[str, Raw, Raw]] = [("在校生数", 600, 500), ("班级数", 15, 12), ("最大班额", 44, 48)]
WHOLE: list[tuple[str, Raw]] = [("运动场地面积", 9000), ("网络多媒体教室数", 30)]


def is_school(found: Census) -> None:
    (one,) = found.schools
    assert (one.name, one.type) == ("甲小学", "primary_school")
    assert one.staged["primary"]["pupils"] == 600 and one.staged["primary"]["classes"] == 15
    told = {"sports_area": 6000, "equipment_value": 120.5, "multimedia_rooms": 16}
    assert {item: one.values.get(item) for item in told} == told


def figures(one: School) -> dict[str, list[Raw]]:
    """What a school has in its two stages, and as a whole."""
    items = ("pupils", "classes", "largest_class")
    found: dict[str, list[Raw]] = {
        item: [one.staged.get(stage, {}).get(item) for stage in ("primary", "junior")] for item in items
    }
    return found | {"whole": [one.values.get("sports_area"), one.values.get("multimedia_rooms")]}


NINE_YEARS = {"pupils": [600, 500], "classes": [15, 12], "largest_class": [44, 48], "whole": [9000, 30]}


@pytest.mark.parametrize(
    "rows",
    [
        [(None, label, None, value) for label, value, _ in SCHOOL],
        [(label, None, None, value, unit) for label, value, unit in SCHOOL],
        [(label, value, None, unit) for label, value, unit in SCHOOL],
        [(label, None, unit, value) for label, value, unit in SCHOOL],
        [(label, f"{number:02}", value) for number, (label, value, _) in enumerate(SCHOOL)],
        [(label, number, unit, value) for number, (label, value, unit) in enumerate(SCHOOL)],
        [(number, label, value) for number, (label, value, _) in enumerate(SCHOOL)],
        [("项目", "标准", "现状"), *((label, "", value) for label, value, _ in SCHOOL)],
        [("基本情况", *SCHOOL[0]), *((None, *each) for each in SCHOOL[1:])],
        [("项目", None, "数值"), ("基本", *SCHOOL[0]), *((None, *each) for each in SCHOOL[1:])],
        [SCHOOL[0], SCHOOL[1], *((label, None, value) for label, value, _ in SCHOOL[2:])],
        [(label, None, value) for label, value, _ in SCHOOL[:2]]
        + [(None, label, value) for label, value, _ in SCHOOL[2:]],
        [("学校名称", "甲小学", None, "办学类型", "小学"), ("在校生数", None, 600, "班级数", 15)]
        + [(label, None, value) for label, value, _ in SCHOOL[4:]],
    ],
)
def test_values_are_found_wherever_they_stand_beside_their_labels(rows: Rows) -> None:
    found = census(rows)
    is_school(found)
    assert "W531" not in codes(found)


def test_a_label_may_have_brackets_within_and_a_unit_behind_it() -> None:
    rows = [[label, value] for label, value, _ in SCHOOL]
    found = census([*rows, ["体育、艺术（美术、音乐）专任教师数（人）", 9], ["填报日期", "2026-09-10"]])
    assert found.schools[0].staged["primary"]["pe_art_teachers"] == 9


@pytest.mark.parametrize("figure", [int, str])
def test_schools_beside_each_other_are_told_by_figures_written_as_texts_too(figure: type) -> None:
    rows = [("学校名称", "甲小学", "乙小学"), ("办学类型", "小学", "小学")]
    rows += [(label, figure(600), figure(500)) for label in ("在校生数", "班级数", "运动场地面积")]
    assert "横着" in refused(rows)


def test_a_value_without_a_note_and_a_note_without_a_value_stay_apart() -> None:
    rows = [*SCHOOL[:5], ("教学仪器设备值", "", "待评估"), ("网络多媒体教室数", 16, "含机房")]
    (one,) = census([(label, value, note) for (label, value, *_), note in zip(SCHOOL, ["略"] * 7, strict=True)]).schools
    assert one.values["multimedia_rooms"] == 16
    assert "equipment_value" not in census(rows).schools[0].values


@pytest.mark.parametrize(
    "rows",
    [
        [("项目", "小学", "初中"), *NAMED, *STAGED, *WHOLE],
        [("登记表",), *NAMED, ("", "小学", "初中"), *STAGED, *WHOLE],
        [("指标", "小学部", "初中部", "全校"), *NAMED]
        + [(label, one, other, "") for label, one, other in STAGED]
        + [(label, "", "", value) for label, value in WHOLE],
        [
            *NAMED,
            ("小学部",),
            *((label, one) for label, one, _ in STAGED),
            ("初中部",),
            *((label, other) for label, _, other in STAGED),
            ("全校",),
            *WHOLE,
        ],
        [
            *NAMED,
            ("一、小学部分", "数量"),
            *((label, one) for label, one, _ in STAGED),
            ("二、初中部分", "数量"),
            *((label, other) for label, _, other in STAGED),
            ("三、校舍场地", "数量"),
            *WHOLE,
        ],
        [
            ("项目", "数值"),
            *NAMED,
            ("小学部基本情况",),
            *((label, one) for label, one, _ in STAGED),
            ("初中部基本情况",),
            *((label, other) for label, _, other in STAGED),
            *WHOLE,
        ],
        [("学校名称", "甲学校", "办学类型", "九年一贯制学校"), ("小学部", None, "初中部", None)]
        + [(label, one, label, other) for label, one, other in STAGED]
        + [("学校整体",), *WHOLE],
        [("学校名称", "", "甲学校"), ("办学类型", "", "九年一贯制学校")]
        + [row for label, one, other in STAGED for row in ((label, "小学", one), (None, "初中", other))]
        + [(label, "", value) for label, value in WHOLE],
        [("学校名称", "", "甲学校"), ("办学类型", "", "九年一贯制学校")]
        + [row for label, one, other in STAGED for row in (("小学", label, one), ("初中", label, other))]
        + [("全校", label, value) for label, value in WHOLE],
        [("学段", "项目", "数值"), *((None, *each) for each in NAMED)]
        + [row for label, one, other in STAGED for row in (("小学", label, one), ("初中", label, other))]
        + [("全校", label, value) for label, value in WHOLE],
    ],
    ids=["columns", "below", "sums", "captions", "numbered", "headed", "beside", "behind", "before", "headed before"],
)
def test_the_parts_of_a_school_are_told_apart(rows: Rows) -> None:
    found = census(rows)
    assert figures(found.schools[0]) == NINE_YEARS
    assert "W531" not in codes(found)


def test_only_what_is_filled_in_is_named_as_unknown() -> None:
    rows = [
        ("一、基本情况", None),
        *((label, value) for label, value, _ in SCHOOL),
        ("图书册数", 20000),
        ("校训", None),
    ]
    assert [issue.value for issue in census(rows).issues if issue.code == "W531"] == ["图书册数"]


def test_whom_to_call_is_not_asked_about() -> None:
    rows = [
        *((label, value) for label, value, _ in SCHOOL),
        ("校长姓名", "王某"),
        ("联系电话", "0871-6543210"),
        ("学校地址", "清河镇学府路1号"),
        ("邮政编码", 650000),
    ]
    found = census(rows)
    assert "W531" not in codes(found) and "4 个项目" in next(i.message for i in found.issues if i.code == "N620")


@pytest.mark.parametrize("merged", [((2, 0, 4, 0), (5, 0, 7, 0)), ()])
def test_a_stage_may_be_merged_over_its_rows(merged: tuple[Range, ...]) -> None:
    rows: list[Sequence[Raw]] = [(None, *each) for each in NAMED]
    rows += [("小学部" if not at else None, label, one) for at, (label, one, _) in enumerate(STAGED)]
    rows += [("初中部" if not at else None, label, other) for at, (label, _, other) in enumerate(STAGED)]
    (one,) = census([*rows, *((None, *each) for each in WHOLE)], merged=merged).schools
    assert figures(one) == NINE_YEARS


def test_what_stands_below_a_merged_stage_is_not_of_it() -> None:
    rows: list[Sequence[Raw]] = [(None, *each) for each in NAMED]
    rows += [("小学部", "在校生数", 600), (None, "班级数", 15), ("初中部", "在校生数", 500), (None, "班级数", 12)]
    found = census([*rows, (None, "最大班额", 48)], merged=((2, 0, 3, 0), (4, 0, 5, 0)))
    assert figures(found.schools[0])["largest_class"] == [None, None]
    assert "E131" in codes(found)


def in_parts(inner: Sequence[str], outer: str, numbers: Sequence[str] = ("", "")) -> Census:
    """A school with captions inside of its stages, and one behind them, above a figure of the whole school."""
    rows: list[Sequence[Raw]] = [*NAMED]
    for name, number, column in (("小学部", numbers[0], 1), ("初中部", numbers[1], 2)):
        rows += [(f"{number}{name}",), (inner[0],), (STAGED[0][0], STAGED[0][column])]
        rows += [(inner[1],), (STAGED[1][0], STAGED[1][column])]
    return census([*rows, (outer,), ("最大班额", 48), *WHOLE])


@pytest.mark.parametrize(
    ("inner", "outer", "numbers"),
    [
        (("学生", "班级"), "学校整体", ("", "")),
        (("1.学生", "2.班级"), "三、学校整体", ("一、", "二、")),
        (("1.学生", "2.班级"), "二、学校整体", ("(一)", "(二)")),
        (("（1）学生", "（2）班级"), "3.学校整体", ("1.", "2.")),
    ],
)
def test_captions_inside_of_a_stage_do_not_end_it_and_one_behind_it_does(
    inner: Sequence[str], outer: str, numbers: Sequence[str]
) -> None:
    found = in_parts(inner, outer, numbers)
    told = figures(found.schools[0])
    assert told["pupils"] == [600, 500] and told["classes"] == [15, 12]
    # One figure for both stages: nobody knows which of them it is of.
    assert told["largest_class"] == [None, None] and told["whole"] == [9000, 30]
    assert "E131" in codes(found)


def test_a_row_that_is_not_filled_in_does_not_make_others_those_of_a_stage() -> None:
    rows = [*NAMED, ("小学在校生数", 600), ("初中在校生数", 500), ("小学图书册数", None), ("班级数", 27)]
    found = census(rows)
    assert figures(found.schools[0])["classes"] == [None, None]
    assert "E131" in codes(found)


@pytest.mark.parametrize("caption", [True, False])
def test_figures_of_a_stage_that_nothing_asks_for_are_none_of_the_other_stage(caption: bool) -> None:
    named: list[Sequence[Raw]] = [("学校名称", "甲中学"), ("办学类型", "完全中学")]
    rows: list[Sequence[Raw]]
    if caption:
        rows = [*named, ("初中部",), ("在校生数", 500), ("高中部",), ("在校生数", 700), ("最大班额", 60)]
    else:
        rows = [("项目", "初中", "高中"), *named, ("在校生数", 500, 700), ("最大班额", None, 60)]
    found = census(rows)
    assert found.schools[0].staged["junior"] == {"pupils": 500}
    assert "E131" not in codes(found) and "N620" in codes(found)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("", "2024年", "2025年"), *((label, value, value) for label, value, _ in SCHOOL)], "B、C 列"),
        ([(label, value, "" if at < 2 else 1) for at, (label, value, _) in enumerate(SCHOOL)], "B、C 列"),
        ([(label, "照实填", value) for label, value, _ in SCHOOL], "没有紧挨在项目右边"),
        ([(value, label) for label, value, _ in SCHOOL], "没有紧挨在项目右边"),
        ([(f"{label}：{value}",) for label, value, _ in SCHOOL], "同一格"),
        (
            [("甲小学情况表",), ("项目", "数值"), *((label, value) for label, value, _ in SCHOOL[1:])],
            "没有“学校名称”一行",
        ),
    ],
)
def test_a_form_of_one_school_that_is_not_read_says_what_it_is(rows: Rows, said: str) -> None:
    read = [(label, value) for label, value, _ in SCHOOL]
    for message in (refused(rows), refused(rows, read)):
        assert said in message and "一所学校的填报表" in message and "横着" not in message


@pytest.mark.parametrize("heads", [(), ("填报项目", "填报值")])
def test_a_form_that_is_not_filled_in_is_named(heads: Sequence[str]) -> None:
    blank = [*([heads] if heads else []), *((label, None) for label, *_ in SCHOOL)]
    found = census([(label, value) for label, value, _ in SCHOOL], blank)
    assert [(issue.value, issue.sheet) for issue in found.issues if issue.code == "W534"] == [
        ("1.xlsx/登记表", "登记表")
    ]
    assert len(found.schools) == 1


def test_the_unit_of_a_label_above_the_headings_counts() -> None:
    above = [("学校名称：甲小学 教学仪器设备值（元）：1205000",), ("运动场地面积（亩）", 9)]
    one = census([*above, ("填报项目", "填报值"), *((label, value) for label, value, _ in SCHOOL[1:4])]).schools[0]
    assert one.values["equipment_value"] == 120.5 and one.values["sports_area"] == 6000


LABELS, VALUES, _ = zip(*SCHOOL, strict=True)
# A title, and two rows of labels with their values below them.
STACKED: list[Sequence[Raw]] = [["学校基本情况登记表"], LABELS[:4], VALUES[:4], LABELS[4:], VALUES[4:]]
BESIDE: Sequence[Raw] = [LABELS[0], VALUES[0], LABELS[1], VALUES[1]]


@pytest.mark.parametrize(
    "rows",
    [
        STACKED,
        [*STACKED[:3], ["填报日期：2026-09-10"], *STACKED[3:], [], ["填表人：李老师"]],
        # The name and the type stand above, beside their labels or in one cell with them.
        [STACKED[0], BESIDE, LABELS[2:], VALUES[2:]],
        [["学校名称：甲小学 办学类型：小学"], LABELS[2:], VALUES[2:]],
        [LABELS[:4], VALUES[:4], [*LABELS[4:], "占地面积"], [*VALUES[4:], 9]],
    ],
)
def test_values_may_stand_below_their_labels(rows: Rows) -> None:
    found = census(rows)
    is_school(found)
    assert not codes(found) & {"E204", "E116", "E133"}
    (issue,) = [one for one in found.issues if one.code == "E108" and "室内体育用房面积" in one.message]
    assert issue.school is None


def test_a_unit_that_a_line_names_holds_for_values_below_their_labels() -> None:
    rows = [["金额单位：元"], *STACKED[:4], [6000, 1205000, 16]]
    assert census(rows).schools[0].values["equipment_value"] == 120.5


def test_two_forms_with_values_below_their_labels_are_two_schools() -> None:
    other = [*STACKED[:2], ["乙小学", *VALUES[1:4]], *STACKED[3:]]
    assert [school.name for school in census(STACKED, other).schools] == ["甲小学", "乙小学"]


@pytest.mark.parametrize(
    "rows",
    [
        # Two rows below the labels are two schools, and a row beside is none of both.
        [LABELS[:4], VALUES[:4], ["乙小学", *VALUES[1:4]], LABELS[4:], VALUES[4:]],
        [*STACKED, ["最大班额", 44, "建校时间", 1990]],
        # Whose figures stand below a line of a stage is not guessed.
        [*STACKED[:3], ["初中部"], *STACKED[3:]],
        [LABELS[:4], [*VALUES[:4], 7], LABELS[4:], VALUES[4:]],
    ],
)
def test_what_may_be_a_table_is_no_form_with_values_below_labels(rows: Rows) -> None:
    found = census(rows)
    assert [issue for issue in found.issues if issue.severity == "error"]
    assert all(school.values.get("sports_area") != 6000 for school in found.schools)


def test_figures_below_the_name_of_an_office_are_those_of_no_school() -> None:
    assert "缺少“学校名称”列" in refused([["单位名称：云川县教育局"], LABELS[2:], VALUES[2:]])


@pytest.mark.parametrize(
    "number", ["1.1", "2.1.3 ", "1.1其中：", "①", "①其中：", "其中：①", "（1）其中：", "1.", "（1.1）"]
)
def test_labels_may_be_numbered(number: str) -> None:
    found = census([[f"{number}{label}", value] for label, value, _ in SCHOOL])
    is_school(found)
    assert "W531" not in codes(found)
