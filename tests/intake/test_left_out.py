"""What a total leaves out, parts that stand below their whole, names that take others in, and totals of a place."""

import pytest
from county import HEADINGS, Row, grids, primary
from layouts import Column, Sheet, of
from test_office_tables import census, issues
from test_summed import SCHOOLS, total

from eqeval.core.grid import Grid, Raw

ONE_STAGE = ("学校名称", "学校代码", "小学", "教学", "运动", "室内")
OTHERS = [
    primary(学校名称="丁小学", 小学在校生数=250, 运动场地面积=3000),
    primary(学校名称="戊小学", 小学在校生数=310, 教学及辅助用房面积=2345),
]
ALL = [*SCHOOLS, *OTHERS]


def table(rows: list[Row], *, codes: bool = False, **more: list[Raw]) -> Grid:
    """A sheet of primary schools without a column for their types; more: columns before the names."""
    heads = [each for each in HEADINGS if each.startswith(ONE_STAGE) and (codes or each != "学校代码")]
    columns: list[Column] = [(each, of(each)) for each in (*more, *heads)]
    filled = [{**row, **{head: given[number] for head, given in more.items()}} for number, row in enumerate(rows)]
    return Sheet("小学").head(columns).body(columns, filled).grid()


def asked(grid: Grid, code: str) -> list[str | None]:
    return [issue.value for issue in issues(census(grid), code)]


SOME = [total("城关一带", [ALL[0], ALL[2]]), total("山里几所", [ALL[1], ALL[3]])]


def test_rows_below_the_total_of_all_are_asked_about() -> None:
    grid = table([*ALL, total("合计", ALL), *SOME])
    found = census(grid)
    assert [issue.cell for issue in issues(found, "E420")] == ["小学!A8", "小学!A9"]
    assert "甲小学”至“戊小学" in issues(found, "E420")[0].message
    assert [school.doubt for school in found.schools] == [None] * 5 + ["E420"] * 2


@pytest.mark.parametrize("at", [0, 2, 5])
def test_rows_that_a_total_below_them_leaves_out_are_asked_about(at: int) -> None:
    grid = table([*ALL[:at], *SOME, *ALL[at:], total("合计", ALL)])
    assert asked(grid, "E420") == ["城关一带", "山里几所"]
    # It is said why the total differs from the rows, and not once more for each of its figures.
    assert not issues(census(grid), "W513")


def test_rows_that_a_total_above_them_leaves_out_are_asked_about() -> None:
    assert asked(table([total("合计", ALL), *ALL, SOME[0]]), "E420") == ["城关一带"]


def test_of_two_ways_to_divide_the_rows_the_fewer_are_left_out() -> None:
    two = [total("城区几所", ALL[:2]), total("乡下几所", ALL[2:])]
    assert asked(table([*ALL, *two, total("合计", ALL)]), "E420") == ["城区几所", "乡下几所"]


@pytest.mark.parametrize(
    "rows",
    [
        # Each total has its rows above it; the last row of totals has all.
        [*ALL[:2], total("小计", ALL[:2]), *ALL[2:], total("小计", ALL[2:]), total("合计", ALL)],
        # A total that is wrong says nothing of single rows.
        [*ALL, total("合计", ALL, 小学在校生数=1), SOME[0]],
        # A total of some says nothing of the others.
        [*ALL, total("教学点合计", ALL), SOME[0]],
        [*ALL, total("合计", ALL)],
    ],
)
def test_what_totals_add_up_or_do_not_speak_of_is_not_asked_about(rows: list[Row]) -> None:
    assert not asked(table(rows), "E420")


def test_a_school_with_a_number_or_a_code_is_one_though_the_total_forgot_it() -> None:
    rows = [*ALL, total("合计", ALL), SOME[0]]
    assert asked(table(rows, 序号=[1, 2, 3, 4, 5, None, None]), "E420") == ["城关一带"]
    assert not asked(table(rows, 序号=[1, 2, 3, 4, 5, None, 6]), "E420")
    coded = [{**row, "学校代码": None if row["学校名称"] == "合计" else f"213300000{n}"} for n, row in enumerate(rows)]
    assert not asked(table(coded, codes=True), "E420")


@pytest.mark.parametrize("name", ["城区小学", "寄宿制小学"])
@pytest.mark.parametrize("above", [False, True])
def test_a_row_that_the_total_takes_in_is_a_school_with_a_warning(name: str, above: bool) -> None:
    rows = [*ALL, primary(学校名称=name, 小学在校生数=270)]
    whole = total("合计", rows)
    found = census(table([whole, *rows] if above else [*rows, whole]))
    assert [issue.value for issue in issues(found, "W586")] == [name] and not issues(found, "E418")
    assert len(found.schools) == 6 and all(school.doubt is None for school in found.schools)


def test_a_row_without_a_number_that_the_total_takes_in_is_a_school_with_a_warning() -> None:
    grid = table([*ALL, total("合计", ALL)], 序号=[1, 2, 3, 4, None, None])
    assert (asked(grid, "W586"), asked(grid, "E418")) == (["戊小学"], [])


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        # No total of all of them.
        ("城区小学", {"小学在校生数": 1}),
        # What is called like nothing that is a school may be added up by a formula, too.
        ("三年规划", {}),
    ],
)
def test_a_row_that_no_total_clears_stays_open(name: str, changed: dict[str, Raw]) -> None:
    rows = [*ALL, primary(学校名称=name, 小学在校生数=270)]
    grid = table([*rows, total("合计", rows, **changed)])
    assert (asked(grid, "W586"), asked(grid, "E418")) == ([], [name])


def test_with_a_column_of_types_the_type_says_what_a_row_is() -> None:
    (grid,) = grids([*ALL, {**total("合计", ALL), "办学类型": None}, SOME[0]])
    assert not asked(grid, "E420")


PARTS = [{**row, "学校名称": f"其中：{row['学校名称']}"} for row in SCHOOLS]


@pytest.mark.parametrize("parts", [PARTS, [PARTS[0], *SCHOOLS[1:]]])
def test_schools_that_are_all_of_a_row_above_them_leave_it_open(parts: list[Row]) -> None:
    grid = table([total("城关镇中心校", SCHOOLS), *parts, *OTHERS])
    (said,) = issues(census(grid), "E416")
    assert said.value == "城关镇中心校" and str(parts[-1]["学校名称"]) in said.message


@pytest.mark.parametrize(
    "parts",
    [
        # Its own parts.
        [{**row, "学校名称": f"其中：{name}"} for row, name in zip(SCHOOLS, ("本部", "东校区", "西校区"), strict=True)],
        [
            {**row, "学校名称": f"其中：{name}"}
            for row, name in zip(SCHOOLS, ("教学点", "村小", "城区小学"), strict=True)
        ],
        # It has figures beside those of its parts.
        PARTS[:2],
    ],
)
def test_a_school_above_its_own_parts_is_judged(parts: list[Row]) -> None:
    grid = table([total("城关镇中心校", SCHOOLS), *parts, *OTHERS])
    assert not issues(census(grid), "E416") and len(census(grid).schools) == 3


def test_names_that_take_others_in_are_asked_about_once() -> None:
    names = ["石桥中心小学（含村小）", "柳溪小学(含2个教学点)", "白马小学（东校区）"]
    found = census(table([{**row, "学校名称": name} for row, name in zip(SCHOOLS, names, strict=True)]))
    (said,) = issues(found, "W584")
    assert said.cell == "小学!A2" and names[0] in said.message and names[1] in said.message
    assert names[2] not in said.message and all(school.doubt is None for school in found.schools)


@pytest.mark.parametrize("label", ["城关镇合计", "城关镇小计", "小计"])
@pytest.mark.parametrize("slip", [0, 1])
def test_the_total_of_a_place_is_held_against_the_rows_that_name_it(label: str, slip: int) -> None:
    towns: list[Raw] = ["城关镇", "石桥镇", "城关镇", "石桥镇", "城关镇"]
    own = [row for row, town in zip(ALL, towns, strict=True) if town == "城关镇"]
    rows = [*ALL, total(label, own), total("合计", ALL)]
    rows[5]["教学及辅助用房面积"] = float(str(rows[5]["教学及辅助用房面积"])) + slip
    found = census(table(rows, 乡镇=[*towns, "城关镇", None]))
    assert len(issues(found, "W513")) == slip
