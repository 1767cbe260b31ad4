"""Sheet 县级 under other headings, and what the form of a county states beside its own fields."""

from collections.abc import Sequence

import pytest
from county import standard

from eqeval.core.census import Census
from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.words import Words

SCHOOLS: list[list[Raw]] = [["学校名称", "办学类型", "小学在校生数"], ["甲小学", "小学", 600]]
# A rate, two attestations (one with its number), two fields of the county's form, a name that nobody knows.
STATED: list[tuple[str, Raw]] = [
    ("教师培训完成率", "100%"),
    ("县级统筹分配各校教职工编制和岗位", "是"),
    ("B1 学校规划布局合理，符合国家规定", "否"),
    ("公务员年平均工资收入", 89000),
    ("特殊教育学校学生人数", 100),
    ("其他说明", "略"),
]


def census(rows: Sequence[Sequence[Raw]], name: str = "县级", hidden: frozenset[int] = frozenset()) -> Census:
    own = Grid("甲.xlsx", name, list(map(list, rows)), hidden_rows=hidden)
    grids = [Grid("甲.xlsx", "学校", SCHOOLS), own]
    (found,) = take(grids, standard().standard, standard().vocabulary, "测试县", Words("zh")).values()
    return found


def codes(found: Census) -> dict[str, Raw]:
    return {issue.code: issue.value for issue in found.issues if issue.code in ("W506", "W531", "W579", "W510")}


@pytest.mark.parametrize(
    "heads",
    [
        ("项目", "值"),
        ("项目", "数值"),
        ("指标", "数据"),
        ("填报项目", "填报值"),
        ("项目", "内容"),
        ("名称", "数值"),
        (),
    ],
)
@pytest.mark.parametrize("title", [(), ("云溪县情况",)])
def test_every_row_of_the_sheet_of_the_county_is_read_or_named(heads: Sequence[str], title: Sequence[str]) -> None:
    found = census([*([title] if title else []), *([heads] if heads else []), *STATED])
    stated = found.county.statements
    assert stated["training_rate"].number == 1
    assert (stated["B10"].text, stated["B1"].text) == ("yes", "no")
    assert (stated["civil_pay"].number, stated["special_pupils"].number) == (89000, 100)
    row = bool(title) + bool(heads) + 1
    assert stated["training_rate"].cell == f"县级!B{row}" and stated["B1"].cell == f"县级!B{row + 2}"
    assert codes(found) == {"W506": "其他说明"}


@pytest.mark.parametrize("heads", [("项目", "数值", "佐证材料"), ("项目", "内容", "佐证"), ("项目", "值", "佐证")])
def test_evidence_is_kept_with_what_it_shows(heads: Sequence[str]) -> None:
    found = census([heads, *((label, value, f"附件{number}") for number, (label, value) in enumerate(STATED))])
    stated = found.county.statements
    assert [stated[name].evidence for name in ("training_rate", "B10", "special_pupils")] == ["附件0", "附件1", "附件4"]


def test_a_figure_of_the_county_may_have_its_unit_beside_it() -> None:
    rows = [("项目", "值"), ("公务员年平均工资收入", "8.9万元"), ("特殊教育学校学生人数", "1,100人")]
    found = census(rows)
    stated = found.county.statements
    assert (stated["civil_pay"].number, stated["special_pupils"].number) == (89000, 1100)
    assert [issue.cell for issue in found.issues if issue.code == "N651"] == ["县级!B2"]
    other = census([("项目", "值"), ("特殊教育学校学生人数", "100元")])
    assert [issue.cell for issue in other.issues if issue.code == "E211"] == ["县级!B2"]


@pytest.mark.parametrize(
    ("value", "unit", "expected", "said"),
    [
        (9.85, "万元", 98500, ["9.85 万元"]),
        ("98.5", "千元", 98500, ["98.5 千元"]),
        (98500, "元", 98500, []),
        (0, "万元", 0, []),
        # The unit in the cell comes first, and is said where it is another one.
        ("9.85万元", "万元", 98500, []),
        ("98500元", "万元", 98500, ["98500元"]),
    ],
)
def test_the_unit_beside_a_figure_is_converted(value: Raw, unit: str, expected: int, said: list[str]) -> None:
    found = census([("项目", "值", "单位"), ("公务员年平均工资收入", value, unit)])
    assert found.county.statements["civil_pay"].number == expected
    assert [issue.value for issue in found.issues if issue.code == "N651"] == said


@pytest.mark.parametrize(
    ("value", "level"),
    [("Ⅲ级", 3), ("III级", 3), ("III", 3), ("三级", 3), ("3级", 3), ("Ⅳ级", 4), ("Ⅲ级以上", None), ("Ⅴ级", None)],
)
def test_a_level_may_be_written_with_other_signs(value: str, level: int | None) -> None:
    found = census([("项目", "值", "单位"), ("国家质量监测最低科目水平等级", value, "级")])
    assert found.county.statements["monitoring_level"].number == level
    assert [issue.code for issue in found.issues if issue.severity == "error" and issue.sheet == "县级"] == (
        [] if level else ["E201"]
    )
    # Of other figures nobody writes their number so.
    assert census([("项目", "值"), ("特殊教育学校学生人数", value)]).county.statements["special_pupils"].number is None


@pytest.mark.parametrize(
    ("value", "attested", "occurred"),
    [
        ("√", "yes", None),
        ("×", "no", None),
        ("已落实", "yes", None),
        ("未落实", "no", None),
        ("未发现", None, "no"),
        ("是", "yes", "yes"),
        ("未发生", "no", "no"),
        ("√（两所除外）", None, None),
    ],
)
def test_an_answer_counts_where_it_can_mean_one_thing_only(
    value: str, attested: str | None, occurred: str | None
) -> None:
    """A tick beside what must not be may say that it is, or that it was looked into."""
    stated = census([("项目", "值"), ("B1", value), ("V1", value)])
    said = stated.county.statements
    assert (said["B1"].text, said["V1"].text) == (attested or "", occurred or "")
    unread = [cell for cell, answer in (("县级!B2", attested), ("县级!B3", occurred)) if answer is None]
    assert [issue.cell for issue in stated.issues if issue.code == "E205"] == unread


def test_units_between_names_and_values_are_no_values() -> None:
    units = ("", "", "", "元", "人", "")
    found = census([(label, unit, value) for (label, value), unit in zip(STATED, units, strict=True)])
    assert found.county.statements["special_pupils"].number == 100 and found.county.statements["B10"].text == "yes"


def test_names_above_the_first_known_one_are_named_too() -> None:
    found = census([("项目", "内容"), ("我县概况", "略"), *STATED[:-1]])
    assert codes(found) == {"W506": "我县概况"}


def test_two_columns_that_may_hold_the_values_are_asked_about() -> None:
    with pytest.raises(InputError, match="缺少列"):
        census([("项目", "要求", "内容"), *((label, "达标", value) for label, value in STATED)])
    with pytest.raises(InputError, match="缺少列"):
        census([("甲", "乙"), ("丙", "丁")])


def test_hidden_rows_of_the_form_of_the_county_are_named() -> None:
    assert "W579" in codes(census([("项目", "数值"), *STATED], hidden=frozenset({2})))


def test_the_form_of_the_county_states_requirements_whatever_its_sheet_is_called() -> None:
    found = census([("填报项目", "填报值"), *STATED], "区县填报表")
    assert (found.county.statements["B10"].text, found.county.statements["B10"].cell) == ("yes", "区县填报表!B3")
    assert codes(found) == {"W506": "其他说明"}
