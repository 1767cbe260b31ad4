"""Forms of single schools in other shapes: other labels, several columns of labels or values, units in cells."""

from collections.abc import Sequence

import pytest
from county import standard

from eqeval.core.census import Census, School
from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.words import Words


def census(*sheets: tuple[str, Sequence[Sequence[Raw]]]) -> Census:
    grids = [Grid("甲.xlsx", name, [list(row) for row in rows]) for name, rows in sheets]
    (found,) = take(grids, standard().standard, standard().vocabulary, "测试县", Words("zh")).values()
    return found


def school(*rows: Sequence[Raw], heads: Sequence[str] = ("填报项目", "单位", "填报值")) -> School:
    (found,) = census(("填报表", [heads, *rows])).schools
    return found


def codes(found: Census) -> set[str]:
    return {issue.code for issue in found.issues}


NAMED: tuple[tuple[Raw, ...], ...] = (("学校名称", "", "甲小学"), ("学校类型", "", "小学"))


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("教学班总数", "classes"),
        ("小学教学班总数（个）", "classes"),
        ("最大班额人数", "largest_class"),
        ("县级以上骨干教师人数", "backbone_teachers"),
        ("艺体教师（小学）", "pe_art_teachers"),
    ],
)
def test_what_heads_a_column_names_a_row_too(label: str, item: str) -> None:
    assert school(*NAMED, ("小学学生人数", "人", 600), (label, "", 14)).staged["primary"][item] == 14


def test_a_label_of_its_own_comes_before_one_that_stands_in() -> None:
    rows = [*NAMED, ("小学学生人数", "人", 600), ("教学班总数", "个", 14), ("班级总数", "个", 15)]
    found = census(("填报表", [("填报项目", "单位", "填报值"), *rows]))
    assert found.schools[0].staged["primary"]["classes"] == 15
    assert "W532" in codes(found)


@pytest.mark.parametrize("label", ["音乐专用教室（间）", "音乐专用教室间数", "音乐专用教室(个)"])
def test_rooms_of_their_own_may_be_named_without_their_size(label: str) -> None:
    assert school(*NAMED, ("小学学生人数", "人", 600), (label, "", 3)).values["music_rooms"] == 3


@pytest.mark.parametrize("label", ["音乐教室间数", "音乐教室数", "音乐室"])
@pytest.mark.parametrize("large", [(), ("96㎡以上音乐教室间数", "间", 2), ("96㎡以上音乐教室间数", "间", "")])
def test_all_rooms_count_only_where_nothing_says_how_many_are_large(label: str, large: tuple[Raw, ...]) -> None:
    rows = [*NAMED, ("小学学生人数", "人", 600), (label, "间", 3), *([large] if large else [])]
    found = census(("填报表", [("填报项目", "单位", "填报值"), *rows]))
    assert found.schools[0].values.get("music_rooms") == ((large[2] or None) if large else 3)
    assert [issue.cell for issue in found.issues if issue.code == "N635"] == ([] if large else ["填报表!C5"])
    assert ("N620" in codes(found)) == bool(large)
    assert "W531" not in codes(found)


@pytest.mark.parametrize("brackets", ["（{}）（人）", "（人）（{}）", "（{}）"])
@pytest.mark.parametrize("heads", [("填报项目", "填报值"), ("学校基本数据", "")])
def test_a_stage_in_brackets_may_stand_beside_a_unit(heads: Sequence[str], brackets: str) -> None:
    label = f"高于规定学历教师数{brackets}"
    rows: list[tuple[Raw, ...]] = [("学校名称", "甲学校"), ("学校类型", "九年一贯制学校")]
    rows += [
        ("小学在校学生数（人）", 400),
        (label.format("小学"), 24),
        ("初中在校学生数（人）", 300),
        (label.format("初中"), 20),
    ]
    one = school(*rows, heads=heads)
    assert [one.staged[stage]["higher_degree_teachers"] for stage in ("primary", "junior")] == [24, 20]


@pytest.mark.parametrize("brackets", ["（元）（账面）", "（账面）（元）", "（元）"])
def test_a_unit_in_brackets_may_stand_beside_a_remark(brackets: str) -> None:
    rows: list[tuple[Raw, ...]] = [("小学学生人数", "", 600), (f"教学仪器设备值{brackets}", "", 15000)]
    assert school(*NAMED, *rows).values["equipment_value"] == 1.5


@pytest.mark.parametrize(
    "heads", [("项目", "单位", "数值"), ("指标名称", "计量单位", "填报内容"), ("项 目", "单 位", "数 据")]
)
def test_other_headings_of_a_form(heads: Sequence[str]) -> None:
    assert school(*NAMED, ("小学学生人数", "人", 600), heads=heads).staged["primary"]["pupils"] == 600


def test_an_overview_of_the_county_is_no_school() -> None:
    plain: tuple[str, list[list[Raw]]] = ("学校", [["学校名称", "办学类型", "小学在校生数"], ["甲小学", "小学", 600]])
    overview: tuple[str, list[list[Raw]]] = (
        "全县概况",
        [["项目", "数值"], ["小学在校生数", 60000], ["小学班级数", 1500]],
    )
    found = census(plain, overview)
    assert [school.name for school in found.schools] == ["甲小学"]
    assert [issue.value for issue in found.issues if issue.code == "W510"] == ["全县概况"]


def test_labels_may_stand_in_two_columns() -> None:
    rows: list[tuple[Raw, ...]] = [
        ("学校名称", "甲小学", "学校类型", "小学"),
        ("小学学生人数", 600, "班级总数", 15),
        ("室内体育用房面积（㎡）", 300, "教学仪器设备值（元）", 1234567),
    ]
    one = school(*rows, heads=("填报项目", "填报值", "填报项目", "填报值"))
    assert (one.type, one.staged["primary"]["classes"]) == ("primary_school", 15)
    assert one.cells("equipment_value") == ("填报表!D4",)


def test_units_of_labels_beside_each_other_stay_apart() -> None:
    rows: list[tuple[Raw, ...]] = [
        ("学校名称", "", "甲小学", "学校类型", "", "小学"),
        ("运动场地面积", "亩", 3, "教学仪器设备值", "元", 1234567),
    ]
    one = school(*rows, heads=("填报项目", "单位", "填报值", "填报项目", "单位", "填报值"))
    assert one.values["sports_area"] == 2000
    assert float(one.values["equipment_value"]) == 123.4567


def test_each_stage_may_have_a_column_of_values() -> None:
    rows: list[tuple[Raw, ...]] = [
        ("学校名称", "", "甲学校", None),
        ("学校类型", "", "九年一贯制学校", None),
        ("在校生数", "人", 600, 500),
        ("班级数", "个", 15, 12),
        ("运动场地面积", "㎡", 9000, None),
    ]
    one = school(*rows, heads=("填报项目", "单位", "小学", "初中"))
    assert {stage: values["pupils"] for stage, values in one.staged.items()} == {"primary": 600, "junior": 500}
    assert one.staged["junior"]["classes"] == 12
    assert one.values["sports_area"] == 9000


def test_parts_may_have_their_unit_in_the_cell() -> None:
    rows = [*NAMED, ("小学学生人数", "人", "600人")]
    rows += [
        (f"{subject}专任教师人数", "人", f"{number}人")
        for number, subject in enumerate(("体育", "音乐", "美术", "艺术"))
    ]
    assert school(*rows).staged["primary"]["pe_art_teachers"] == 6


def teachers(number: int) -> list[list[Raw]]:
    """A form of teachers that does not say its stage."""
    head: list[list[Raw]] = [["指标名称", "代码", "合计", "体育与健康", "音乐", "美术"], ["甲", "乙", 1, 2, 3, 4]]
    degrees = ("博士研究生毕业", "硕士研究生毕业", "本科毕业", "专科毕业")
    below: list[list[Raw]] = [[each, "02", number] for each in degrees]
    return [*head, ["总计", "01", 90, number, number, number], *below]


BASE: list[list[Raw]] = [
    ["指标名称", "代码", "内容"],
    ["学校（机构）名称", "01", "甲学校"],
    ["办学类型", "03", "九年一贯制学校"],
]


def test_a_form_of_each_stage_in_a_combined_school() -> None:
    found = census(("教基1001", BASE), ("教基4155", teachers(5)), ("教基4156", teachers(7)))
    staged = found.schools[0].staged
    assert (staged["primary"]["higher_degree_teachers"], staged["junior"]["higher_degree_teachers"]) == (20, 21)
    assert (staged["primary"]["pe_art_teachers"], staged["junior"]["pe_art_teachers"]) == (15, 21)
    assert "E133" not in codes(found)


def test_the_form_of_one_stage_is_not_that_of_the_other() -> None:
    found = census(("教基1001", BASE), ("教基4155", teachers(5)))
    assert "higher_degree_teachers" not in found.schools[0].staged.get("junior", {})
    assert "W533" in codes(found)


@pytest.mark.parametrize("title", ["初级中学分课程专任教师学历情况", "初中专任教师"])
def test_a_form_that_says_another_stage_than_its_number_is_not_read(title: str) -> None:
    found = census(("教基1001", BASE), ("教基4155", [[title], *teachers(5)]))
    assert "higher_degree_teachers" not in found.schools[0].staged["primary"]
    assert "W533" in codes(found)
    found = census(("教基1001", BASE), ("教基4155", [["小学分课程专任教师学历情况"], *teachers(5)]))
    assert found.schools[0].staged["primary"]["higher_degree_teachers"] == 20


def test_one_figure_for_two_stages_is_named_and_not_used() -> None:
    backbone: list[list[Raw]] = [["指标名称", "计量单位", "代码", "数量"], ["县级以上骨干教师", "人", "02", 9]]
    found = census(("教基1001", BASE), ("教基1102续", backbone))
    assert all("backbone_teachers" not in values for values in found.schools[0].staged.values())
    (said,) = [issue for issue in found.issues if issue.code == "E131"]
    assert said.cell == "教基1102续!D2"


PAIRS: tuple[tuple[Raw, ...], ...] = (
    ("学校基本情况登记表",),
    ("学校名称", "甲小学", "学校类型", "小学"),
    ("小学在校生数", 600, "班级总数", 15),
    ("教学及辅助用房面积（㎡）", 4000, "室内体育用房面积（㎡）", 300),
    ("教学仪器设备值（元）", 1500000, "网络多媒体教室数（间）", 16),
)


def test_labels_with_their_values_beside_them_need_no_headings() -> None:
    (one,) = census(("登记表", PAIRS)).schools
    assert (one.name, one.type, one.staged["primary"]["pupils"]) == ("甲小学", "primary_school", 600)
    told = {"teaching_area": 4000, "indoor_sports_area": 300, "equipment_value": 150, "multimedia_rooms": 16}
    assert {item: one.values[item] for item in told} == told
    single = [pair for row in PAIRS[1:] for pair in (row[:2], row[2:])]
    (other,) = census(("登记表", single)).schools
    assert other.values == one.values


def test_a_table_that_lies_on_its_side_is_no_form_and_says_how_to_turn_it() -> None:
    rows: list[tuple[Raw, ...]] = [
        ("学校名称", "甲小学", "乙小学"),
        ("办学类型", "小学", "小学"),
        ("小学在校生数", 600, 500),
        ("小学班级数", 15, 12),
    ]
    for title in ([], [("学校情况",)]):
        with pytest.raises(InputError, match="一列一个") as error:
            census(("汇总", [*title, *rows]))
        assert f"A{len(title) + 1}" in str(error.value)
    with pytest.raises(InputError, match="没有找到学校表的表头"):
        census(("汇总", rows[:3]))


@pytest.mark.parametrize("first", ["项目", "指标", ""])
def test_such_a_table_need_not_say_that_schools_stand_above(first: str) -> None:
    figures: list[tuple[Raw, ...]] = [("在校生数", 600, 500), ("班级数", 15, 12), ("教学及辅助用房面积", 4000, 3000)]
    with pytest.raises(InputError, match="一列一个"):
        census(("汇总", [(first, "甲小学", "乙小学"), *figures]))
    explained = [(first, "解释", "来源"), *((label, "年报数", "统计") for label, *_ in figures)]
    with pytest.raises(InputError, match="没有找到学校表的表头"):
        census(("指标", explained))


HEADS = ("指标名称", "单位", "数值")
FIGURES: tuple[tuple[Raw, ...], ...] = (("小学学生人数", "人", 600), ("网络多媒体教室间数", "间", 20))


@pytest.mark.parametrize(
    "above",
    [
        ("学校名称：甲小学", "", "学校类型：小学"),
        ("学校名称: 甲小学    学校类型: 小学   填表人：",),
        ("学校名称", "甲小学", "学校类型", "小学"),
        ("填报学校：", "学校名称：甲小学", "", "学校类型", "小学"),
    ],
)
def test_the_name_and_the_type_may_stand_above_the_headings(above: tuple[Raw, ...]) -> None:
    (found,) = census(("填报表", [("学校情况登记表",), above, HEADS, *FIGURES])).schools
    assert (found.name, found.type, found.values["multimedia_rooms"]) == ("甲小学", "primary_school", 20)


def test_what_stands_in_the_rows_comes_before_what_stands_above_them() -> None:
    rows = [("学校名称：乙小学", ""), HEADS, *NAMED, *FIGURES]
    assert [one.name for one in census(("填报表", rows)).schools] == ["甲小学"]


def test_a_label_above_without_a_value_says_nothing() -> None:
    rows = [("学校名称：", "学校类型"), HEADS, *NAMED, *FIGURES]
    assert [one.name for one in census(("填报表", rows)).schools] == ["甲小学"]


@pytest.mark.parametrize("empty", [("学校名称", "学校类型"), ("学校名称", ""), ("学校名称：", "学校类型：小学")])
def test_a_label_above_says_what_stands_beside_it_and_never_another_label(empty: tuple[Raw, ...]) -> None:
    rows = [empty, ("学校名称：甲小学  学校类型：小学",), HEADS, *FIGURES]
    assert [(one.name, one.type) for one in census(("填报表", rows)).schools] == [("甲小学", "primary_school")]


def banded(**stated: Raw) -> School:
    bands: list[tuple[Raw, ...]] = [("小学26-30人班级数", "个", 4), ("小学每班41-45人班级个数", "个", 10)]
    rows = [*NAMED, ("小学学生人数", "人", 540), ("班级总数", "个", 14), *bands]
    return school(*rows, *((label, "人", value) for label, value in stated.items()))


def test_bands_say_between_which_sizes_the_largest_class_lies() -> None:
    one = banded()
    assert (one.least["largest_class"], one.most["largest_class"]) == ({"primary": 41, "": 41}, {"primary": 45})


def test_a_largest_class_outside_its_band_is_an_error() -> None:
    assert "largest_class" not in banded(最大班额=48).staged["primary"]
    assert banded(最大班额=44).staged["primary"]["largest_class"] == 44


@pytest.mark.parametrize(
    ("unit", "said", "value"),
    [("万元", 120.5, 120.5), ("元", 1205000, 120.5), ("千元", 1205, 120.5), ("", 120.5, 120.5)],
)
@pytest.mark.parametrize("between", [False, True], ids=["behind the value", "between label and value"])
@pytest.mark.parametrize("heads", [(), ("名目", "情况", "说明"), ("栏目", "填写情况", "备注")])
def test_units_are_read_where_no_heading_says_that_they_are_units(
    heads: Sequence[str], between: bool, unit: str, said: Raw, value: float
) -> None:
    rows: list[tuple[Raw, Raw, Raw]] = [
        ("学校名称", "甲小学", ""), ("学校类型", "小学", ""), ("小学学生人数", 600, "人"), ("班级总数", 14, "个"),
        ("运动场地面积", 9, "亩"), ("教学仪器设备资产值", said, unit),
    ]  # fmt: skip
    if between:
        rows = [(label, measured, raw) for label, raw, measured in rows]
        heads = heads and (heads[0], "", heads[1])
    found = census(("情况", [*([heads] if heads else []), *rows]))
    (one,) = found.schools
    assert one.values["equipment_value"] == value and one.values["sports_area"] == 6000
    assert one.staged["primary"]["pupils"] == 600 and one.staged["primary"]["classes"] == 14


def test_a_unit_far_below_the_first_labels_is_read_too() -> None:
    rows: list[tuple[Raw, ...]] = [("学校名称", "甲小学"), ("学校类型", "小学"), ("学校代码", "2145000001")]
    rows += [(f"说明{number}", "略") for number in range(20)]
    rows += [("小学学生人数", 600), ("教学仪器设备资产值", 1205000, "元")]
    assert census(("情况", rows)).schools[0].values["equipment_value"] == 120.5


def test_a_remark_behind_a_value_is_no_unit() -> None:
    rows: list[tuple[Raw, ...]] = [("学校名称", "甲小学"), ("学校类型", "小学"), ("小学学生人数", 600, "含借读")]
    rows += [("班级总数", 14, "个"), ("教学仪器设备资产值", 120.5, "账面原值"), ("运动场地面积", 6000, "不含租借")]
    one = census(("情况", rows)).schools[0]
    assert one.values["equipment_value"] == 120.5 and one.values["sports_area"] == 6000


@pytest.mark.parametrize("unit", [(), ("",)])
def test_schools_beside_each_other_are_no_form(unit: tuple[Raw, ...]) -> None:
    rows: list[tuple[Raw, ...]] = [("学校名称", *unit, "甲小学", "乙小学"), ("学校类型", *unit, "小学", "小学")]
    rows += [("小学学生人数", *(("人",) if unit else ()), 600, 500), ("班级总数", *(("个",) if unit else ()), 14, 12)]
    with pytest.raises(InputError, match="横着"):
        census(("情况", rows))


def test_labels_of_a_stage_show_a_form_too() -> None:
    rows: list[tuple[Raw, ...]] = [("校名", "甲学校"), ("性质", "公办"), ("学校类型", "九年一贯制学校")]
    rows += [("小学在校学生数", 400), ("初中在校学生数", 300)]
    one = census(("情况", [("项目", "内容"), *rows])).schools[0]
    assert one.name == "甲学校" and [one.staged[stage]["pupils"] for stage in ("primary", "junior")] == [400, 300]


@pytest.mark.parametrize(
    ("line", "said"),
    [("金额单位：元", 1205000), ("（单位：元、平方米）", 1205000), ("单位：人、万元", 120.5), ("情况表", 120.5)],
)
@pytest.mark.parametrize("heads", [(), ("填报项目", "填报值")])
def test_a_line_of_units_above_a_form_is_that_of_its_figures(heads: Sequence[str], line: str, said: Raw) -> None:
    rows: list[Sequence[Raw]] = [("学校名称", "甲小学"), ("学校类型", "小学"), ("小学学生人数", 600)]
    rows += [("教学仪器设备资产值", said), ("教学及辅助用房面积", 3000), ("运动场地面积（亩）", 9)]
    one = census(("情况", [(line,), *([heads] if heads else []), *rows])).schools[0]
    assert one.values["equipment_value"] == 120.5
    assert one.values["teaching_area"] == 3000 and one.values["sports_area"] == 6000


def test_two_units_for_one_quantity_above_a_form_leave_its_figures_open() -> None:
    rows: list[Sequence[Raw]] = [("学校名称", "甲小学"), ("学校类型", "小学"), ("小学学生人数", 600)]
    rows += [("教学仪器设备资产值", 120.5), ("教学及辅助用房面积", 3000)]
    found = census(("情况", [("单位：元（设备值为万元）",), *rows]))
    assert "equipment_value" not in found.schools[0].values
    assert [issue.cell for issue in found.issues if issue.code == "E130"] == ["情况!B5"]


@pytest.mark.parametrize(
    "heads",
    [
        ("项目", "上学年", "本学年"),
        ("项目", "应有", "实有"),
        ("指标名称", "代码", "数量"),
        ("栏目", "行次", "填报数量"),
    ],
)
def test_of_several_columns_the_one_of_what_there_is_counts(heads: Sequence[str]) -> None:
    rows: list[Sequence[Raw]] = [("学校名称", "", "甲小学"), ("学校类型", "", "小学")]
    rows += [("小学学生人数", 590, 600), ("班级总数", 13, 14)]
    one = census(("情况", [heads, *rows])).schools[0]
    assert one.staged["primary"]["pupils"] == 600 and one.staged["primary"]["classes"] == 14


def test_what_belongs_to_the_whole_school_may_stand_in_the_column_of_the_sums() -> None:
    rows: list[Sequence[Raw]] = [("学校名称", "甲学校"), ("学校类型", "九年一贯制学校"), ("在校生数", 400, 300, 700)]
    rows += [("班级数", 11, 8, 19), ("教学及辅助用房面积", "", "", 5000)]
    one = census(("情况", [("填报项目", "小学", "初中", "合计"), *rows])).schools[0]
    assert [one.staged[stage]["pupils"] for stage in ("primary", "junior")] == [400, 300]
    assert one.values["teaching_area"] == 5000
