"""A table that goes on from sheet to sheet: one for every township; and sheets that only look so."""

import pytest
from county import HEADINGS, Row, junior, nine_year, primary
from layouts import Column, Sheet, of
from test_office_tables import census, issues

from eqeval.core.intake.sheets.tables import Wishes

COLUMNS: list[Column] = [(each, of(each)) for each in HEADINGS]


def sheet(name: str, *schools: Row) -> Sheet:
    return Sheet(name).line("学校情况表").head(COLUMNS).body(COLUMNS, schools).total(COLUMNS, schools, "合计")


def listed(*sheets: Sheet, wishes: Wishes | None = None) -> tuple[list[str], int, int]:
    found = census(*(one.grid() for one in sheets), wishes=wishes or Wishes())
    return sorted(one.name for one in found.schools), len(issues(found, "W546")), len(issues(found, "W511"))


FIRST, SECOND = (primary(学校名称="甲小学"), junior(学校名称="甲初中")), (primary(学校名称="乙小学"),)


@pytest.mark.parametrize("names", [("清河镇", "白石乡"), ("城区", "镇区"), ("Sheet1", "Sheet2"), ("清河县", "白石乡")])
def test_a_sheet_for_every_township_is_one_table(names: tuple[str, str]) -> None:
    told = listed(sheet(names[0], *FIRST), sheet(names[1], *SECOND))
    assert told == (["乙小学", "甲初中", "甲小学"], 1, 0)


@pytest.mark.parametrize("coded", [True, False])
def test_townships_may_each_have_a_school_of_one_name(coded: bool) -> None:
    """希望小学 on the sheets of two townships: neither sheet is left out, and the township tells the schools apart."""
    hope = [primary(学校名称="希望小学", 小学在校生数=pupils) for pupils in (400, 500)]
    for number, row in enumerate(hope):
        row["学校代码"] = f"213300000{number}" if coded else None
    found = census(sheet("清河镇", *FIRST, hope[0]).grid(), sheet("白石乡", *SECOND, hope[1]).grid())
    names = ["甲小学", "甲初中", "清河镇希望小学", "乙小学", "白石乡希望小学"]
    assert [school.name for school in found.schools] == names
    assert len(issues(found, "N649")) == 1
    assert not issues(found, "E401") + issues(found, "W511")


@pytest.mark.parametrize(
    "names", [("清河镇", "白石乡"), ("清河镇", "白石街道"), ("Sheet1", "Sheet2"), ("清河镇", "清河镇 ")]
)
def test_all_schools_of_two_townships_may_be_called_alike(names: tuple[str, str]) -> None:
    """The second township was taken for another version of the first, and its schools were missing."""
    rows = [primary(学校名称=name) for name in ("中心小学", "希望小学", "村小学")]
    others = [{**row, "小学在校生数": 480 + 10 * number} for number, row in enumerate(rows)]
    found = census(sheet(names[0], *rows).grid(), sheet(names[1], *others).grid())
    apart = names[0] != names[1].strip() and "1" not in names[0]
    assert len(found.schools) == (6 if apart else 3)
    assert bool(issues(found, "W511")) is not apart


def test_a_line_above_headings_that_are_repeated_may_be_the_township() -> None:
    made = Sheet("学校")
    for place, pupils in (("清河镇", 400), ("白石乡", 500)):
        made.line(place).head(COLUMNS).body(COLUMNS, [primary(学校名称="中心小学", 小学在校生数=pupils)]).line()
    found = census(made.grid())
    assert [school.name for school in found.schools] == ["清河镇中心小学", "白石乡中心小学"]
    assert not issues(found, "E401")


def test_a_sheet_that_repeats_the_row_of_a_school_is_not_joined() -> None:
    other = primary(学校名称="丙小学")
    assert listed(sheet("清河镇", *FIRST), sheet("白石乡", FIRST[0], *SECOND, other))[2] == 1


def test_the_finding_names_the_sheets_that_were_joined() -> None:
    found = census(sheet("清河镇", *FIRST).grid(), sheet("白石乡", *SECOND).grid())
    assert "清河镇、白石乡" in issues(found, "W546")[0].message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sheet("清河县", *FIRST), sheet("白石区", *SECOND)),
        (sheet("2026年", *FIRST), sheet("2025年", FIRST[0], *SECOND)),
        (sheet("清河镇", *FIRST), sheet("填写样表", *SECOND)),
        (sheet("学校", *FIRST), sheet("草稿", *SECOND)),
    ],
)
def test_counties_last_year_examples_and_drafts_are_not_joined(one: Sheet, other: Sheet) -> None:
    assert listed(one, other) == (["甲初中", "甲小学"], 0, 1)


TOPICS: list[Column] = [one for one in COLUMNS if one[0] in ("学校名称", "办学类型", "网络多媒体教室数")]


@pytest.mark.parametrize(
    "columns", [TOPICS, [*COLUMNS[:-3], ("随迁子女在校生数", lambda _: 9)], COLUMNS[:18], COLUMNS[3:9]]
)
def test_sheets_with_other_figures_are_not_joined(columns: list[Column]) -> None:
    other = Sheet("白石乡").head([COLUMNS[0], *columns[1:]]).body([COLUMNS[0], *columns[1:]], SECOND)
    assert listed(sheet("清河镇", *FIRST), other)[0] == ["甲初中", "甲小学"]


@pytest.mark.parametrize("swapped", [True, False])
def test_a_sheet_that_lacks_a_column_goes_on_with_the_table(swapped: bool) -> None:
    """Its schools lack the figure, and are not left out of a county that would be met without them."""
    less = COLUMNS[:-3]
    sheets = [sheet("清河镇", *FIRST), Sheet("白石乡").head(less).body(less, SECOND)]
    sheets = sheets[::-1] if swapped else sheets
    assert listed(*sheets) == (["乙小学", "甲初中", "甲小学"], 1, 0)
    found = census(*(one.grid() for one in sheets))
    said = [(issue.sheet, "最接近" in issue.message) for issue in issues(found, "E108")]
    assert said == [("白石乡", True)] * 3


def test_one_sheet_that_is_asked_for_is_read_alone() -> None:
    both = sheet("清河镇", *FIRST), sheet("白石乡", *SECOND)
    assert listed(*both, wishes=Wishes(sheet="白石乡")) == (["乙小学"], 0, 1)


def test_counties_with_a_column_of_their_own_are_read_together() -> None:
    columns: list[Column] = [("县", lambda _: "清河县"), *COLUMNS]
    sheets = [Sheet(name).head(columns).body(columns, rows) for name, rows in (("清河县", FIRST), ("白石县", SECOND))]
    assert listed(*sheets)[1:] == (1, 0)


def test_several_sheets_of_one_stage_beside_those_of_others() -> None:
    columns: list[Column] = [
        ("学校名称", of("学校名称")),
        ("在校生数", lambda _: 600),
        ("班级数", lambda _: 15),
    ]
    made = [("小学（清河）", "甲小学"), ("小学（白石）", "乙小学"), ("初中", "甲初中")]
    sheets = [Sheet(name).head(columns).body(columns, [primary(学校名称=school)]) for name, school in made]
    assert listed(*sheets) == (["乙小学", "甲初中", "甲小学"], 1, 0)
    assert listed(sheets[0], sheets[2]) == (["甲初中", "甲小学"], 0, 0)


def test_sheets_whose_headings_say_their_stage_are_parts_of_one_table() -> None:
    """小学在校生数 on one sheet and 初中在校生数 on the other; a nine-year school stands on both, with its campus."""
    first = [one for one in COLUMNS if not one[0].startswith(("初中", "高中"))]
    second = [one for one in COLUMNS if not one[0].startswith(("小学", "高中"))]
    both = nine_year(学校代码="2133000009")
    one = Sheet("小学").head(first).body(first, [*FIRST[:1], both])
    other = Sheet("初中").head(second).body(second, [*FIRST[1:], both])
    found = census(one.grid(), other.grid())
    assert sorted((part.school.name, part.stage) for part in found.sections) == [
        ("甲九年制学校", "junior"), ("甲九年制学校", "primary"), ("甲初中", "junior"), ("甲小学", "primary")
    ]  # fmt: skip
    school = next(one for one in found.schools if one.type == "nine_year")
    assert school.values["sports_area"] == both["运动场地面积"]
    assert not [issue.code for issue in found.issues if issue.code in ("E108", "W501", "W511")]


def test_a_stage_without_a_column_of_pupils_is_unknown_and_not_left_out() -> None:
    first = [one for one in COLUMNS if not one[0].startswith("初中")]
    found = census(Sheet("学校").head(first).body(first, [nine_year()]).grid())
    assert [(part.stage, part.share) for part in found.sections] == [("primary", None), ("junior", None)]
    assert "E108" in [issue.code for issue in found.issues]


def test_the_schools_that_are_left_out_with_their_sheet_are_named() -> None:
    found = census(sheet("学校", *FIRST).grid(), sheet("民办学校", FIRST[0], *SECOND).grid())
    assert sorted(one.name for one in found.schools) == ["甲初中", "甲小学"]
    (said,) = issues(found, "W511")
    assert "其中 1 所学校不在读的表中：乙小学" in said.message


def test_a_sheet_of_an_earlier_year_with_other_schools_is_not_left_out() -> None:
    """2025年学校 beside 2026年新建学校: what was new is not all there is."""
    sheets = sheet("2025年学校", *FIRST), sheet("2026年新建学校", *SECOND)
    assert listed(*sheets) == (["乙小学", "甲初中", "甲小学"], 1, 0)
    (said,) = issues(census(*(one.grid() for one in sheets)), "W578")
    assert (said.sheet, "2026年新建学校" in said.message) == ("2025年学校", True)


@pytest.mark.parametrize(("same", "read"), [(0, 6), (1, 3), (2, 3)])
def test_schools_that_stand_on_both_make_a_sheet_that_of_an_earlier_year(same: int, read: int) -> None:
    now = [primary(学校名称="甲小学"), junior(学校名称="乙初中"), primary(学校名称="丙小学")]
    before = [*now[:same], *[primary(学校名称=name) for name in ("丁小学", "戊小学", "己小学")][same:]]
    names, _, left = listed(sheet("2026年", *now), sheet("2025年", *before))
    assert (len(names), left) == (read, int(read == 3))


def test_sheets_of_one_year_are_not_said_to_be_of_several() -> None:
    found = census(sheet("2026年清河镇", *FIRST).grid(), sheet("2026年白石乡", *SECOND).grid())
    assert not issues(found, "W578")
