"""Columns that say of what type schools are under the heading of stages, or under a heading that may say anything."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from county import HEADINGS, Row, junior, nine_year, primary, teaching_point
from layouts import Column, Sheet, of
from msgspec.structs import replace
from test_office_tables import census, issues

from eqeval.core.census import Census
from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, Raw

Take = Callable[[Row], Raw]
Said = Mapping[str, Sequence[Raw]]
TYPE = "办学类型"
COLUMNS: list[Column] = [(each, of(each)) for each in HEADINGS if each != TYPE]
# A teaching point that is called 小学, and a nine-year school whose name tells nothing.
ROWS = [
    primary(学校名称="甲小学"),
    junior(学校名称="乙中学"),
    nine_year(学校名称="丙学校"),
    teaching_point(学校名称="丁小学"),
]
TYPES = ["primary_school", "junior_school", "nine_year", "teaching_point"]
OF_STAGES = ("学段", "办学层次", "学段类别", "所属学段", "类别", "学段类型", "层次")
OF_ANYTHING = ("学校性质", "学校层次", "学校种类", "办学形式", "性质")


def sheet(rows: list[Row], said: Said, name: str = "学校", columns: list[Column] = COLUMNS) -> Grid:
    """A table with columns that say something else of each of its rows."""
    numbers = {id(row): number for number, row in enumerate(rows)}

    def column(cells: Sequence[Raw]) -> Take:
        return lambda row: cells[numbers[id(row)]]

    more: list[Column] = [(heading, column(cells)) for heading, cells in said.items()]
    return Sheet(name).head([*columns, *more]).body([*columns, *more], rows).grid()


def types(found: Census) -> list[str | None]:
    return [school.type for school in found.schools]


def bare(stage: str) -> list[Column]:
    """The columns of one stage, which do not say it."""
    other = tuple({"小学", "初中", "高中"} - {stage})
    return [(heading.removeprefix(stage), take) for heading, take in COLUMNS if not heading.startswith(other)]


def either(heading: str) -> Column:
    """A column of whichever stage a row speaks of."""
    return heading.removeprefix("小学"), lambda row: row.get(heading) or row.get(heading.replace("小学", "初中"))


EITHER = [either(heading) for heading, _ in COLUMNS if not heading.startswith(("初中", "高中"))]


@pytest.mark.parametrize("heading", [*OF_STAGES, *OF_ANYTHING])
@pytest.mark.parametrize(
    "words", [("小学", "初级中学", "九年一贯制学校", "教学点"), ("完小", "初中", "九年一贯制", "小学教学点")]
)
def test_a_column_that_names_types_gives_them_whatever_it_is_called(heading: str, words: tuple[Raw, ...]) -> None:
    found = census(sheet(ROWS, {heading: words}))
    assert types(found) == TYPES
    assert not any(issues(found, code) for code in ("E127", "W583", "N608", "E116", "N604"))


@pytest.mark.parametrize("heading", ["类别", "办学层次", "学段类型"])
def test_on_the_table_of_one_stage_the_teaching_points_are_told_apart(heading: str) -> None:
    rows = [primary(学校名称="甲小学"), primary(学校名称="乙小学"), primary(学校名称="丙小学")]
    for title in ("云岭县小学基本情况表", "学校"):
        found = census(sheet(rows, {heading: ["完全小学", "小学", "教学点"]}, title, bare("小学")))
        assert types(found) == ["primary_school", "primary_school", "teaching_point"]
        assert [sorted(school.staged) for school in found.schools] == [["primary"]] * 3
        assert not issues(found, "N608") and not issues(found, "W583") and not issues(found, "N625")


def test_a_column_of_stages_alone_stays_one() -> None:
    rows = [primary(学校名称="甲小学"), primary(学校名称="丙学校"), junior(学校名称="丙学校")]
    found = census(sheet(rows, {"类别": ["小学", "小学", "初中"]}, "学校", EITHER))
    assert types(found) == ["primary_school", "nine_year"]
    assert [issue.school for issue in issues(found, "N608")] == ["甲小学", "丙学校"]
    # A teaching point among them changes nothing for a school in two rows.
    rows.append(teaching_point(学校名称="丁小学"))
    for words in (["小学", "小学", "初中", "教学点"], ["完小", "普通小学", "初级中学", "教学点"]):
        found = census(sheet(rows, {"类别": words}, "学校", EITHER))
        assert types(found) == ["primary_school", "nine_year", "teaching_point"]
        assert [sorted(school.staged) for school in found.schools] == [["primary"], ["junior", "primary"], ["primary"]]


def test_types_that_are_merged_over_rows_hold_for_each_of_them() -> None:
    rows = [primary(学校名称=name) for name in ("甲小学", "乙小学", "丙小学")]
    grid = sheet(rows, {"类别": ["完小", "教学点", None]}, "学校", COLUMNS)
    at, first = len(COLUMNS), grid.rows.index(next(row for row in grid.rows if "乙小学" in row))
    found = census(replace(grid, merged=((first, at, first + 1, at),)))
    assert types(found) == ["primary_school", "teaching_point", "teaching_point"]


@pytest.mark.parametrize("word", ["村小", "完全小学", "小学"])
def test_a_name_that_says_a_teaching_point_is_asked_about(word: str) -> None:
    rows = [primary(学校名称="甲小学"), primary(学校名称="乙教学点"), primary(学校名称="丙小学")]
    found = census(sheet(rows, {"类别": ["完小", word, "教学点"]}))
    assert types(found) == ["primary_school", "teaching_point", "teaching_point"]
    (issue,) = issues(found, "W583")
    assert "乙教学点" in issue.message and "1 所" in issue.message and "缺少" not in issue.message
    # A column of types is taken at its word.
    assert types(census(sheet(rows, {"办学类型": ["完小", word, "教学点"]})))[1] == "primary_school"


def test_a_title_of_another_stage_than_the_types_is_not_believed() -> None:
    rows = [primary(学校名称="甲小学"), junior(学校名称="乙中学"), junior(学校名称="丙中学")]
    found = census(sheet(rows, {"类别": ["完小", "初级中学", "初级中学"]}, "城关小学等", EITHER))
    assert [sorted(school.staged) for school in found.schools] == [["primary"], ["junior"], ["junior"]]


@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ({"学校性质": ["公办"] * 4, "学校种类": ["小学", "初中", "九年一贯制学校", "教学点"]}, ["学校性质"]),
        ({"学校种类": ["小学", "初中", "九年一贯制学校", "教学点"], "办学形式": ["走读"] * 4}, ["办学形式"]),
        ({"性质": ["公办"] * 4, "类别": ["小学", "初中", "九年一贯制学校", "教学点"]}, ["性质"]),
        ({"类别": ["A", "B", "A", "B"], "层次": ["小学", "初中", "九年一贯制学校", "教学点"]}, ["类别"]),
        ({"学段": ["小学", "初中", "初中", "小学"], "类别": ["小学", "初中", "九年一贯制学校", "教学点"]}, []),
        ({"学段": ["小学", "初中", "初中", "小学"], "办学层次": ["小学", "初中", "九年一贯制学校", "教学点"]}, []),
    ],
)
def test_of_several_columns_the_one_that_names_types_is_read(said: Said, unread: list[str]) -> None:
    found = census(sheet(ROWS, said))
    assert types(found) == TYPES
    assert [issue.value for issue in issues(found, "N604")] == unread


@pytest.mark.parametrize("heading", ["类别", "层次", *OF_ANYTHING])
def test_a_column_that_names_neither_is_left(heading: str) -> None:
    found = census(sheet(ROWS, {heading: ["公办"] * 4}))
    assert [issue.value for issue in issues(found, "N604")] == [heading]
    assert [issue.school for issue in issues(found, "N608")] == [] and "乙中学" in issues(found, "E127")[0].message
    # Two of them are no more.
    found = census(sheet(ROWS, {"学校性质": ["公办"] * 4, heading: ["公办"] * 4}))
    assert len(issues(found, "N604")) == 1 + (heading != "学校性质")


def test_where_the_types_have_a_column_of_their_own_it_counts() -> None:
    said: Said = {"办学类型": ["小学", "初中", "九年一贯制学校", "教学点"], "类别": ["教学点"] * 4}
    assert types(census(sheet(ROWS, said))) == TYPES


def test_two_columns_that_name_other_types_are_asked_about() -> None:
    words = ["小学", "初中", "九年一贯制学校", "教学点"]
    with pytest.raises(InputError, match="办学类型"):
        census(sheet(ROWS, {"学校性质": words, "学校种类": words[::-1]}))


@pytest.mark.parametrize("word", ["不计校数教学点", "不计校数的教学点", "219-不计校数教学点", "不计校数教学点（村小）"])
def test_a_teaching_point_that_is_not_counted_belongs_to_the_school_that_it_names(word: str) -> None:
    rows = [primary(学校名称="甲小学"), primary(学校名称="乙校点", 是否计校数=None, 所属学校="甲小学", 小学在校生数=30)]
    found = census(sheet(rows, {TYPE: ["小学", word]}))
    assert [(school.name, school.type) for school in found.schools] == [("甲小学", "primary_school")]
    assert issues(found, "N605") and not issues(found, "W582") and not issues(found, "E204")
    # Without one it stands alone, as every teaching point; who says that it counts is believed.
    alone: list[Row] = [{"所属学校": None}, {"是否计校数": "是"}]
    for changed in alone:
        found = census(sheet([rows[0], rows[1] | changed], {TYPE: ["小学", word]}))
        assert types(found) == ["primary_school", "teaching_point"] and not any(one.doubt for one in found.schools)
    # A plain one that names a school is asked about.
    assert issues(census(sheet(rows, {TYPE: ["小学", "教学点"]})), "W582")


def test_a_school_of_a_type_of_its_own_leaves_nothing_open_but_what_is_not_known_of_it() -> None:
    rows = [primary(学校名称="甲小学"), primary(学校名称="乙学校")]
    for kind, doubt in (("特殊教育学校", None), ("九年一贯制学校", "E116")):
        found = census(sheet(rows, {TYPE: ["小学", kind]}, "学校", EITHER))
        assert [school.doubt for school in found.schools] == [None, doubt]
        assert [issue.school for issue in issues(found, "E116")] == ["乙学校"]
        assert not any(found.schools[1].staged.values())
        assert doubt or found.schools[1].unreadable >= {"pupils", "classes"}


TICKED = ("小学", "初级中学", "九年一贯制学校", "教学点")


def ticks(heading: str = "学校类型", mark: Raw = "√", **other: Raw) -> dict[str, list[Raw]]:
    """A column for every type; the row of every school has a mark in its own."""
    return {
        f"{heading} > {kind}": [mark if at == own else other.get("blank") for own in range(len(ROWS))]
        for at, kind in enumerate(TICKED)
    }


@pytest.mark.parametrize("heading", ["学校类型", "办学类型（打√）", "学校性质"])
@pytest.mark.parametrize(("mark", "blank"), [("√", None), ("✓", "×"), ("☑", "")])
def test_types_may_be_ticked_in_a_column_for_each(heading: str, mark: str, blank: str | None) -> None:
    found = census(sheet(ROWS, ticks(heading, mark, blank=blank)))
    assert types(found) == TYPES
    assert not [issue for issue in found.issues if issue.severity in ("error", "warning")]


def test_a_row_that_ticks_no_type_or_two_is_named() -> None:
    said = ticks()
    said["学校类型 > 小学"][1] = "√"
    said["学校类型 > 九年一贯制学校"][2] = None
    found = census(sheet(ROWS, said))
    assert types(found) == ["primary_school", None, None, "teaching_point"]
    named = [(issue.school, issue.value) for issue in issues(found, "E204")]
    assert named == [("乙中学", "小学、初级中学"), ("丙学校", None)]


def test_a_total_may_count_the_ticks() -> None:
    counts: Row = {"学校名称": "合计", **{each: 0 for each in HEADINGS if each not in ("学校名称", TYPE)}}
    said = {heading: [*cells, 1] for heading, cells in ticks().items()}
    found = census(sheet([*ROWS, counts], said))
    assert types(found) == TYPES
    assert not issues(found, "E204")


@pytest.mark.parametrize("cells", [[1, 1, 1, 1], ["甲", "乙", "丙", "丁"]])
def test_other_columns_below_such_a_heading_tick_nothing(cells: list[Raw]) -> None:
    said = dict.fromkeys(ticks(), cells)
    assert not set(TYPES) & set(types(census(sheet(ROWS, said))))


def test_ticks_are_read_beside_cells_that_are_merged() -> None:
    grid = sheet(ROWS, ticks())
    at = [each for each, _ in COLUMNS].index("举办者类型")
    first = len(grid.rows) - len(ROWS)
    merged = (*grid.merged, (first, at, first + 1, at))
    assert types(census(replace(grid, merged=merged))) == TYPES


def test_columns_that_nobody_ticked_name_no_types() -> None:
    blank: list[Raw] = [None] * len(ROWS)
    found = census(sheet(ROWS, {f"学校类型 > {kind}": blank for kind in TICKED[1:]}))
    # What else says the types counts.
    assert types(found) == ["primary_school", None, None, "primary_school"]


def test_a_column_of_types_goes_before_ticks() -> None:
    said: dict[str, Sequence[Raw]] = {TYPE: TICKED, **ticks()}
    said["学校类型 > 小学"] = ["√"] * 4
    assert types(census(sheet(ROWS, said))) == TYPES
