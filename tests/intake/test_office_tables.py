"""What offices write into their tables: units, dashes, totals, bands, rows that are no schools."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from county import HEADINGS, Row, grids, junior, nine_year, primary, reports, standard, statements, teaching_point
from layouts import Column, Sheet, of
from msgspec.structs import replace

from eqeval.core.census import Census, Issue
from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.core.intake.sheets.tables import Wishes
from eqeval.words import Words

ZH = Words("zh")


AS_IT_IS = Wishes()
# Two ways to count the same teachers, as exports do.
TEACHERS = ("教职工数 > 专任教师 > 计", "专任教师 > 合计")


def census(*sheets: Grid, wishes: Wishes = AS_IT_IS) -> Census:
    loaded = standard()
    (found,) = take(list(sheets), loaded.standard, loaded.vocabulary, "测试县", ZH, (), wishes).values()
    return found


def refused(*sheets: Grid) -> str:
    with pytest.raises(InputError) as error:
        census(*sheets)
    return str(error.value)


def issues(found: Census, code: str) -> list[Issue]:
    return [issue for issue in found.issues if issue.code == code]


def table(rows: list[Row], **renamed: str) -> Grid:
    """The plain table with some other headings, and cells by their plain headings."""
    (grid,) = grids(rows)
    grid.rows[0] = [renamed.get(str(heading), heading) for heading in grid.rows[0]]
    return grid


def value(found: Census, item: str, school: int = 0) -> object:
    one = found.schools[school]
    return one.values.get(item)


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("教学仪器设备资产值(元)", Fraction(1, 10000)),
        ("教学仪器设备资产值（单位：元）", Fraction(1, 10000)),
        ("教学仪器设备资产值/元", Fraction(1, 10000)),
        ("教学仪器设备资产值(千元)", Fraction(1, 10)),
        ("教学仪器设备资产值【亿元】", Fraction(10000)),
        ("教学仪器设备资产值（ 万 元 ）", Fraction(1)),
        ("教学仪器设备资产值万元", Fraction(1)),
        ("教学仪器设备资产值()", Fraction(1)),
    ],
)
def test_the_unit_of_a_heading_is_converted_exactly_and_said(heading: str, factor: Fraction) -> None:
    found = census(table([primary(教学仪器设备资产值=1803), junior()], 教学仪器设备资产值=heading))
    assert value(found, "equipment_value") == 1803 * factor
    said = issues(found, "N610")
    assert [issue.cell for issue in said] == ([] if factor == 1 else ["学校!Z1"])


@pytest.mark.parametrize(
    ("unit", "wanted"), [("亩", Fraction(2000, 3) * 9), ("公顷", 90000), ("㎡", 9), ("M2", 9), ("平方米", 9)]
)
def test_land_in_other_units(unit: str, wanted: Fraction) -> None:
    found = census(table([primary(运动场地面积=9), junior()], 运动场地面积=f"运动场地面积（{unit}）"))
    assert value(found, "sports_area") == wanted


@pytest.mark.parametrize("unit", ["元/生", "人", "间", "亩"])
def test_another_quantity_in_the_heading_is_refused(unit: str) -> None:
    message = refused(table([primary(), junior()], 教学仪器设备资产值=f"教学仪器设备资产值({unit})"))
    assert "学校!Z1" in message
    assert unit in message


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("1,234", 1234),
        ("1，234.5", Fraction("1234.5")),
        ("１２３４", 1234),
        (" 1234 ", 1234),
        ("1234㎡", 1234),
        ("1 234㎡".replace(" ", ""), 1234),
        ("1,234 平方米", 1234),
        ("3亩", 2000),
        ("0.5公顷", 5000),
    ],
)
def test_units_and_signs_in_cells(raw: str, wanted: Fraction) -> None:
    found = census(table([primary(运动场地面积=raw), junior()]))
    assert value(found, "sports_area") == wanted
    # What is converted is said, and nothing else.
    said = [(issue.value, "2000" in issue.message or "5000" in issue.message) for issue in issues(found, "N651")]
    assert said == ([(raw, True)] if raw in ("3亩", "0.5公顷") else [])


@pytest.mark.parametrize("raw", ["35000元", "3.5万元", "3.5万"])
def test_the_unit_of_a_cell_beats_that_of_its_heading(raw: str) -> None:
    rows = [primary(教学仪器设备资产值=raw), junior(教学仪器设备资产值=20000)]
    found = census(table(rows, 教学仪器设备资产值="教学仪器设备资产值（元）"))
    assert (value(found, "equipment_value"), value(found, "equipment_value", 1)) == (Fraction("3.5"), 2)
    assert len(issues(found, "N651")) == (raw != "35000元")


@pytest.mark.parametrize("counter", ["个", "口", "间"])
def test_rooms_are_counted_in_other_words_too(counter: str) -> None:
    rows = [primary(音乐专用教室数=f"2{counter}"), junior()]
    found = census(table(rows, 网络多媒体教室数=f"网络多媒体教室（{counter}）"))
    assert (value(found, "multimedia_rooms"), value(found, "music_rooms")) == (15, 2)
    assert not issues(found, "N610") and not issues(found, "W512")


@pytest.mark.parametrize(("plain", "counter"), [("小学班级数", "间"), ("小学在校生数", "口"), ("小学在校生数", "个")])
def test_classes_and_pupils_are_not_counted_as_rooms_are(plain: str, counter: str) -> None:
    assert f"单位是 {counter}" in refused(table([primary(), junior()], **{plain: f"{plain}（{counter}）"}))


@pytest.mark.parametrize("raw", ["12万元", "50%", "12人/班"])
def test_another_quantity_in_a_cell_is_refused_with_the_cell(raw: str) -> None:
    found = census(table([primary(小学在校生数=raw), junior()]))
    assert value(found, "pupils") is None
    assert next(issue.cell for issue in found.issues if issue.severity == "error") == "学校!J2"


@pytest.mark.parametrize("raw", ["3600①", "①3600", "3600²", "²3600", "3600₁", "3600①㎡", "3600½"])
def test_the_mark_of_a_footnote_is_no_digit(raw: str) -> None:
    found = census(table([primary(运动场地面积=raw, 音乐专用教室数="0①"), junior()]))
    assert (value(found, "sports_area"), value(found, "music_rooms")) == (None, None)
    assert [issue.cell for issue in issues(found, "E201")] == ["学校!Y2", "学校!AB2"]
    assert value(census(table([primary(运动场地面积="3600m²"), junior()])), "sports_area") == 3600


def test_signs_that_nobody_sees_change_nothing() -> None:
    rows = [primary(学校名称="甲\u200b小学", 办学类型="小学\ufeff", 小学在校生数="\u202d450"), junior()]
    found = census(table(rows, 学校名称="\u200b学校名称", 运动场地面积="运动\u00ad场地面积"))
    assert [found.schools[0].name, value(found, "pupils"), value(found, "sports_area")] == ["甲小学", 450, 5400]


@pytest.mark.parametrize("sign", ["——", "—", "-", "/", "无", "－", " — "])
def test_a_dash_states_nothing_and_is_never_zero(sign: str) -> None:
    found = census(table([primary(运动场地面积=sign), junior(初中班级数=sign)]))
    assert value(found, "sports_area") is None
    assert value(found, "classes", 1) is None
    assert [issue.cell for issue in issues(found, "N607")] == ["学校!Y2", "学校!N3"]
    asked = {issue.cell: (issue.value, issue.message) for issue in issues(found, "E210")}
    assert asked["学校!Y2"][0] == sign.strip() and f"写的是“{sign.strip()}”" in asked["学校!Y2"][1]
    assert {issue.cell for issue in issues(found, "E210")} == {"学校!Y2", "学校!N3"}


def test_a_dash_for_a_code_is_no_code() -> None:
    found = census(table([primary(学校代码="—"), junior(学校代码="—")]))
    assert [school.doubt for school in found.schools] == [None, None]


def test_no_is_an_answer_where_one_is_asked_for() -> None:
    found = census(table([primary(是否寄宿制学校="无"), junior()]))
    assert found.schools[0].choices["boarding"] == "no"


def totals(*labels_and_rows: tuple[str, Row]) -> Grid:
    (grid,) = grids([primary(学校名称="甲小学"), primary(学校名称="乙小学")])
    for label, row in labels_and_rows:
        grid.rows.append([{**row, "学校名称": label}.get(heading) for heading in map(str, grid.rows[0])])
    return grid


@pytest.mark.parametrize("label", ["合计", "总 计", "小计", "全县", "城关镇小计", "全县合计"])
@pytest.mark.parametrize(("pupils", "wrong"), [(1200, 0), (1199, 1), (600, 1)])
def test_a_total_is_held_against_its_rows(label: str, pupils: int, wrong: int) -> None:
    found = census(totals((label, {"小学在校生数": pupils})))
    assert [school.name for school in found.schools] == ["甲小学", "乙小学"]
    said = issues(found, "W513")
    assert len(said) == wrong
    if wrong:
        assert (said[0].cell, said[0].value) == ("学校!J4", str(pupils))
        assert "1200" in said[0].message
    assert [issue.cell for issue in issues(found, "N602")] == ["学校!A4"]


@pytest.mark.parametrize("label", ["中心校合计", "教学点小计", "民办学校小计", "城区学校合计（1所）"])
def test_a_total_of_some_schools_is_compared_only_where_the_rows_say_which(label: str) -> None:
    total: Row = {"学校名称": label, "小学在校生数": 600}
    (grid,) = grids([primary(学校名称="甲小学", 城乡类型=None), primary(学校名称="乙小学", 城乡类型=None)])
    grid.rows.append([total.get(heading) for heading in map(str, grid.rows[0])])
    found = census(grid)
    assert issues(found, "W513") == [] and [issue.value for issue in issues(found, "N602")] == [label]


@pytest.mark.parametrize(("pupils", "wrong"), [(300, 0), (301, 1)])
@pytest.mark.parametrize("label", ["教学点小计", "城区学校合计"])
def test_a_total_of_the_schools_of_a_type_or_place(label: str, pupils: int, wrong: int) -> None:
    total: Row = {"学校名称": label, "小学在校生数": pupils}
    (grid,) = grids([teaching_point(学校名称="甲教学点", 小学在校生数=300, 城乡类型="城区"), primary(城乡类型="镇区")])
    grid.rows.append([total.get(heading) for heading in map(str, grid.rows[0])])
    assert ["300" in issue.message for issue in issues(census(grid), "W513")] == [True] * wrong


def test_subtotals_and_a_grand_total() -> None:
    (grid,) = grids([primary(学校名称="甲小学"), primary(学校名称="乙小学"), junior(学校名称="丙初中")])
    head = [str(heading) for heading in grid.rows[0]]

    def line(label: str, pupils: int) -> list[Raw]:
        cells: Row = {"学校名称": label, "网络多媒体教室数": pupils}
        return [cells.get(heading) for heading in head]

    rooms = [int(str(row[head.index("网络多媒体教室数")])) for row in grid.rows[1:]]
    first, all_ = rooms[0] + rooms[1], sum(rooms)
    grid.rows.insert(3, line("小计", first))
    grid.rows.extend([line("小计", rooms[2]), line("合计", all_)])
    assert issues(census(grid), "W513") == []
    grid.rows[-1][:] = line("合计", all_ + 1)
    assert [issue.cell for issue in issues(census(grid), "W513")] == ["学校!AA7"]


def test_a_total_above_the_schools() -> None:
    (grid,) = grids([primary(学校名称="甲小学"), primary(学校名称="乙小学")])
    total: Row = {"学校名称": "总计", "小学在校生数": 1200}
    grid.rows.insert(1, [total.get(str(heading)) for heading in grid.rows[0]])
    assert issues(census(grid), "W513") == []


@pytest.mark.parametrize("label", ["平均", "全县平均值", "差异系数", "标准差"])
def test_means_are_passed_over(label: str) -> None:
    found = census(totals((label, {"小学在校生数": 600})))
    assert (len(found.schools), issues(found, "W513")) == (2, [])
    assert issues(found, "N602")[0].cell == "学校!A4"


@pytest.mark.parametrize(
    "line", ["注：数据截至9月", "提示：红色为未达标", "填表人：某某", "说明:以上为全县数据", "以上数据均已核实。"]
)
def test_lines_below_the_table_are_named_and_are_no_schools(line: str) -> None:
    found = census(totals((line, {})))
    assert len(found.schools) == 2
    assert [(issue.cell, issue.value) for issue in issues(found, "N609")] == [("学校!A4", line)]


def test_a_row_with_a_name_and_nothing_else_is_a_school() -> None:
    found = census(totals(("丙小学", {})))
    assert [school.name for school in found.schools] == ["甲小学", "乙小学", "丙小学"]


def block(stage: str, rows: list[Row], **cells: Callable[[Row], Raw]) -> Grid:
    """One stage on a sheet of its own; its headings do not say the stage, and there is no column for the type."""
    columns: list[Column] = [(heading, of(heading)) for heading in ("学校名称", "学校代码")]
    for heading in HEADINGS[2:]:
        if heading.startswith(stage):
            columns.append((heading.removeprefix(stage), of(heading)))
        elif not heading.startswith(("小学", "初中", "高中", "办学")):
            columns.append((heading, of(heading)))
    columns = [(heading, cells.get(heading, take_)) for heading, take_ in columns]
    return Sheet(stage).head(columns).body(columns, rows).grid()


def test_the_type_follows_from_the_stages_and_is_said() -> None:
    nine = nine_year(学校名称="丙学校")
    found = census(block("小学", [primary(), nine]), block("初中", [junior(), nine]))
    assert [(school.name, school.type) for school in found.schools] == [
        ("甲小学", "primary_school"), ("丙学校", "nine_year"), ("甲初中", "junior_school"),
    ]  # fmt: skip
    assert [issue.school for issue in issues(found, "N608")] == ["甲小学", "丙学校", "甲初中"]
    assert [issue.cell for issue in issues(found, "N612")] == ["初中!A3"]


@pytest.mark.parametrize("other", [primary(学校名称="乙小学"), nine_year(), None])
def test_a_sheet_called_by_a_stage_that_no_type_teaches_is_asked_about(other: Row | None) -> None:
    grid = block("小学", [primary(), *([other] if other else [])])
    typed = [[*row, "办学类型" if number == 0 else (primary(), other)[number - 1]["办学类型"]]  # type: ignore[index]
             for number, row in enumerate(grid.rows)]  # fmt: skip
    found = census(replace(grid, sheet="初中", label="初中", rows=typed))
    asked = [issue.value for issue in issues(found, "W565")]
    if other and other["办学类型"] == "九年一贯制学校":
        assert asked == []
        return
    assert asked == ["初中"]
    assert all(list(school.staged) == ["primary"] for school in found.schools)
    assert issues(found, "W502") == []


@pytest.mark.parametrize("heading", ["音乐教室数", "音乐专用教室数"])
def test_a_column_that_is_read_for_want_of_another_is_named(heading: str) -> None:
    found = census(table([primary(音乐专用教室数=5)], 音乐专用教室数=heading))
    assert value(found, "music_rooms") == 5
    assert [issue.value for issue in issues(found, "N635")] == (["音乐教室数"] if heading == "音乐教室数" else [])


def test_what_two_rows_of_a_school_state_in_two_ways_counts_in_neither() -> None:
    nine = nine_year(学校名称="丙学校")
    area = block("初中", [nine], 运动场地面积=lambda row: 1)
    found = census(block("小学", [nine]), area)
    (said,) = issues(found, "E115")
    column = [str(heading) for heading in area.rows[0]].index("运动场地面积")
    letters = chr(65 + column)
    assert said.cell == f"初中!{letters}2"
    assert f"小学!{letters}2" in said.message
    assert value(found, "sports_area") is None
    assert value(found, "teaching_area") == nine["教学及辅助用房面积"]


PEOPLE = ("在校生", "班", "教师")


def halves(rows: list[Row], *both: str, files: bool = True) -> tuple[Grid, Grid]:
    """The plain table as two: the people of every school, and its buildings; both have some columns."""
    people = [each for each in HEADINGS if each in ("学校名称", "办学类型") or any(part in each for part in PEOPLE)]
    things = [each for each in HEADINGS if each in ("学校名称", *both) or each not in people]
    tables = []
    for name, headings, own_rows in (("师生", people, rows), ("条件", things, rows[::-1])):
        columns: list[Column] = [(each, of(each)) for each in headings if "高中" not in each]
        grid = Sheet(name).head(columns).body(columns, own_rows).grid()
        tables.append(replace(grid, file=f"{name}.xlsx", label=f"[{name}.xlsx]{name}") if files else grid)
    return tables[0], tables[1]


def test_two_tables_that_complete_each_other_are_one() -> None:
    rows = [primary(), junior(), nine_year()]
    for tables in (halves(rows), halves(rows, "办学类型", "小学在校生数", "初中在校生数"), halves(rows, files=False)):
        found = census(*tables)
        whole = census(*grids(rows))
        assert [(one.name, one.values) for one in found.schools] == [(one.name, one.values) for one in whole.schools]
        assert not issues(found, "E401") and not issues(found, "E108")
        assert len(issues(found, "N612")) == len(rows)


def stacked(*tables: Grid) -> Grid:
    """Tables on one sheet, each below a title of its own."""
    sheet = Sheet("学校")
    for number, grid in enumerate(tables, 1):
        sheet.line(f"表{number}")
        sheet.rows += [*grid.rows, []]
    return sheet.grid()


def test_tables_below_each_other_that_complete_each_other_are_one() -> None:
    rows = [primary(), junior(), nine_year()]
    whole = census(*grids(rows))
    for both in ((), ("办学类型",)):
        found = census(stacked(*halves(rows, *both)))
        assert [(one.name, one.values) for one in found.schools] == [(one.name, one.values) for one in whole.schools]
        assert {issue.code for issue in found.issues} == {"N609", "N612"}


def test_tables_below_each_other_with_a_figure_in_both_are_not_joined() -> None:
    found = census(stacked(*halves([primary(), junior()], "办学类型", "小学在校生数")))
    assert {issue.school for issue in issues(found, "E401")} == {"甲小学", "甲初中"}


def test_two_tables_that_disagree_or_name_a_school_twice_are_not_joined() -> None:
    people, things = halves([primary(), junior()], "办学类型", "小学在校生数")
    column = things.rows[0].index("小学在校生数")
    things.rows[2][column] = 1
    found = census(people, things)
    assert [issue.school for issue in issues(found, "E401")] == ["甲小学"]
    found = census(*halves([primary(), primary(), junior()]))
    assert {issue.school for issue in issues(found, "E401")} == {"甲小学"}


def numbered(*rows: Row) -> Grid:
    """One table whose first column numbers the rows."""
    (grid,) = grids(rows)
    return replace(grid, rows=[["序号", *grid.rows[0]], *([n, *row] for n, row in enumerate(grid.rows[1:], 1))])


def test_a_school_that_stands_twice_is_named_at_its_code_or_name() -> None:
    (double,) = issues(census(numbered(primary(), primary(), junior())), "E401")
    assert (double.cell, double.value) == ("学校!B3", "甲小学") and "学校!B2" in double.message
    coded = [primary(学校名称=name, 学校代码="2133000001") for name in ("甲小学", "乙小学")]
    (double,) = issues(census(numbered(*coded)), "E401")
    assert (double.cell, double.value) == ("学校!C3", "2133000001") and "学校!C2" in double.message


SHARED_FIGURES = ("教学及辅助用房面积", "室内体育用房面积", "运动场地面积", "教学仪器设备资产值", "网络多媒体教室数",
                  "音乐专用教室数", "美术专用教室数", "建成年份")  # fmt: skip


@pytest.mark.parametrize(("differing", "one"), [(0, True), (2, True), (4, True), (5, False), (8, False)])
def test_one_code_on_two_names_with_other_figures_is_a_mistyped_code(differing: int, one: bool) -> None:
    """Up to half of the figures of the whole school may differ by slips; with more of them these are two schools."""
    first, second = primary(学校代码="2133000001"), junior(学校代码="2133000001", 学校名称="乙初中")
    for place, name in enumerate(SHARED_FIGURES):
        second[name] = int(first[name]) + (place < differing)  # type: ignore[arg-type]
    found = census(*grids([first, second]))
    assert len(found.schools) == (1 if one else 2)
    assert len(issues(found, "E115")) == (differing if one else 0)
    doubles = [(issue.school, issue.cell, issue.value) for issue in issues(found, "E401")]
    assert doubles == ([] if one else [("乙初中", "学校!B3", "2133000001")])
    assert {school.doubt for school in found.schools} == {None if one else "E401"}


def test_one_code_on_two_spellings_of_a_name_stays_one_school() -> None:
    first, second = primary(学校代码="2133000001"), junior(学校代码="2133000001", 学校名称="县甲小学校")
    for name in SHARED_FIGURES:
        second[name] = int(first[name]) + 1  # type: ignore[arg-type]
    found = census(*grids([first, second]))
    assert len(found.schools) == 1 and len(issues(found, "E115")) == len(SHARED_FIGURES)


def test_a_column_that_only_some_schools_have_elsewhere_is_missed() -> None:
    people, things = halves([primary(), junior()])
    del things.rows[2]
    found = census(people, things)
    assert any("运动场地面积" in issue.message for issue in issues(found, "E108"))


def test_a_list_of_classes_stands_for_the_largest_class() -> None:
    rows = [primary(), junior()]
    (grid,) = grids(rows)
    largest = [number for number, heading in enumerate(grid.rows[0]) if "最大班额" in str(heading)]
    for row in grid.rows:
        for number in reversed(largest):
            del row[number]
    assert len(issues(census(grid), "E108")) == len(largest)
    head: list[Raw] = ["学校名称", "年级", "班级", "学生数"]
    listed: list[list[Raw]] = [["甲小学", "一年级", "1班", 40], ["甲初中", "七年级", "1班", 44]]
    assert not issues(census(grid, Grid("表.xlsx", "班级", [head, *listed])), "E108")
    (missed,) = issues(census(grid, Grid("表.xlsx", "班级", [head, listed[0]])), "E108")
    assert "初中最大班额" in missed.message


@pytest.mark.parametrize("ending", ["部", "段"])
def test_departments_of_a_school_are_one_school(ending: str) -> None:
    nine = nine_year()
    names = {"小学": f"丙学校小学{ending}", "初中": f"丙学校（初中{ending}）"}
    halves = {stage: [{**nine, "学校名称": name}] for stage, name in names.items()}
    found = census(*(block(stage, rows) for stage, rows in halves.items()))
    assert [school.type for school in found.schools] == ["nine_year"]


def test_two_schools_of_one_name_with_codes_of_their_own_stay_two() -> None:
    found = census(block("小学", [primary(学校名称="育才学校", 学校代码="1")]),
                   block("初中", [junior(学校名称="育才学校", 学校代码="2")]))  # fmt: skip
    assert [(school.code, school.type) for school in found.schools] == [("1", "primary_school"), ("2", "junior_school")]


def test_pupils_of_a_combined_school_without_their_stage_are_named_and_not_guessed() -> None:
    columns: list[Column] = [("学校名称", of("学校名称")), ("办学类型", of("办学类型"))]
    columns += [("在校生数", of("小学在校生数")), ("班级数", of("小学班级数"))]
    found = census(Sheet("学校").head(columns).body(columns, [primary(), nine_year()]).grid())
    assert [(issue.cell, issue.school) for issue in issues(found, "E116")] == [("学校!C3", "甲九年制学校")]
    assert [school.doubt for school in found.schools] == [None, "E116"]
    assert found.schools[0].staged["primary"]["pupils"] == 600


def test_two_columns_for_one_item_are_refused_by_name() -> None:
    rows = [{**primary(), "操场面积": 1, "室外运动场地面积": 2}]
    message = refused(*grids(rows))
    assert "E109" not in message
    assert "学校!Y1" in message and "学校!AE1" in message
    assert "学校!AD1" not in message, "a makeshift heading is no rival"


def test_two_columns_that_are_equal_in_every_row_are_one() -> None:
    rows = [{**primary(运动场地面积=9), "室外运动场地面积": 9.0}, {**junior(运动场地面积=8), "室外运动场地面积": "8"}]
    found = census(*grids(rows))
    assert [value(found, "sports_area", school) for school in (0, 1)] == [9, 8]
    (said,) = issues(found, "N633")
    assert said.cell == "学校!Y1" and "学校!AD1" in said.message
    assert "E109" not in refused(*grids([rows[0], {**rows[1], "室外运动场地面积": "8.01"}]))
    assert "学校!AD1" in refused(*grids([rows[0], {**rows[1], "室外运动场地面积": None}])), (
        "a blank is no zero and no repetition"
    )


def test_equal_figures_in_other_units_are_not_equal() -> None:
    assert "学校!AD1" in refused(*grids([{**primary(运动场地面积=9), "室外运动场地面积（亩）": 9}, junior()]))


def test_two_columns_for_an_item_that_nobody_asks_for_stop_nothing() -> None:
    columns = [*((each, of(each)) for each in HEADINGS), *((each, of(each)) for each in TEACHERS)]
    rows = [{**primary(), **dict(zip(TEACHERS, (50, 51), strict=True))}]
    found = census(Sheet("小学").head(columns).body(columns, rows).grid())
    assert [issue.cell for issue in issues(found, "N633")] == ["小学!AD3"]
    assert "teachers" not in {item for item, _ in found.schools[0].rows[0].table.columns}
    rows[0][TEACHERS[1]] = 50
    found = census(Sheet("小学").head(columns).body(columns, rows).grid())
    assert found.schools[0].staged["primary"]["teachers"] == 50


def test_the_same_leaf_under_other_parents_is_no_rival() -> None:
    (grid,) = grids([primary(), junior()])
    width = len(grid.rows[0])
    grid.rows.insert(0, [*([None] * width), "上学年", "上学年"])
    grid.rows[1] += ["运动场地面积", "计"]
    for row in grid.rows[2:]:
        row += [1, 2]
    found = census(grid)
    assert value(found, "sports_area") == primary()["运动场地面积"]
    assert {issue.value for issue in issues(found, "N604")} == {"上学年 > 运动场地面积", "上学年 > 计"}


def test_the_nearest_headings_are_named_by_their_path() -> None:
    columns: list[Column] = [(heading, of(heading)) for heading in HEADINGS if heading != "运动场地面积"]
    columns.append(("用地 > 运动场所面积", of("运动场地面积")))
    found = census(Sheet("学校").head(columns).body(columns, [primary(), junior()]).grid())
    (said,) = issues(found, "E108")
    assert "用地 > 运动场所面积" in said.message


def test_a_sum_without_one_of_its_columns_is_missing_and_says_which() -> None:
    rest: list[Column] = [(heading, of(heading)) for heading in HEADINGS if heading != "小学高于规定学历教师数"]
    parts: list[Column] = [(f"专任教师 > 按学历分 > {degree}", lambda row: 1) for degree in ("本科", "硕士", "专科")]
    columns = [*rest, *parts]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    (said,) = issues(found, "E118")
    assert "博士研究生" in said.message
    assert value(found, "higher_degree_teachers") is None


def test_a_blank_part_leaves_the_sum_open_and_is_named() -> None:
    rest: list[Column] = [(heading, of(heading)) for heading in HEADINGS if heading != "小学高于规定学历教师数"]
    parts: list[Column] = [(f"小学 > 专任教师 > {degree}", lambda row, n=n: n or None)  # type: ignore[misc]
                           for n, degree in enumerate(("博士", "硕士", "本科", "专科"))]  # fmt: skip
    columns = [*rest, *parts]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert value(found, "higher_degree_teachers") is None
    assert found.schools[0].least["higher_degree_teachers"]["primary"] == 6
    assert [issue.cell for issue in issues(found, "E210")] == ["学校!AC4"]


BANDS = (
    "25人以下",
    "26-30人",
    "31—35人",
    "36～40人",
    "41至45人",
    "46-50人",
    "51-55人",
    "56-60人",
    "61-65人",
    "66人以上",
)


def banded(counts: list[Raw], kind: Callable[..., Row] = primary, stage: str = "小学", **stated: Raw) -> Grid:
    columns: list[Column] = [
        (heading, of(heading)) for heading in HEADINGS if "最大班额" not in heading or heading in stated
    ]
    columns += [(f"班额 > {band}", lambda row, n=n: counts[n]) for n, band in enumerate(BANDS)]  # type: ignore[misc]
    return Sheet("学校").head(columns).body(columns, [kind(**{f"{stage}班级数": 15, **stated})]).grid()


def size_of(grid: Grid) -> str:
    """The outcome of the requirement on class sizes."""
    (found,) = reports([grid, *grids([], county=statements())[1:]]).values()
    return str(next(one for one in found.requirements if one.id == "B5").outcome)


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ([0, 0, 0, 5, 10, 0, 0, 0, 0, 0], "met"),
        ([0, 0, 0, 5, 9, 1, 0, 0, 0, 0], "not_met"),
        ([0, 0, 0, 0, 14, 0, 0, 0, 0, 1], "not_met"),
        # Blanks are empty bands where the others count every class,
        ([None, None, None, 5, 10, None, None, None, None, None], "met"),
        # and may hide a larger class where they do not.
        ([None, None, None, 5, 9, None, None, None, None, None], "undetermined"),
        ([None, None, None, 5, 8, 1, None, None, None, None], "not_met"),
    ],
)
def test_bands_decide_where_they_can(counts: list[Raw], outcome: str) -> None:
    grid = banded(counts)
    assert size_of(grid) == outcome
    found = census(grid)
    assert "largest_class" not in found.schools[0].staged["primary"], "a band is no exact size"
    assert len(issues(found, "N614")) == 1


def test_bands_that_do_not_count_every_class_are_reported() -> None:
    (said,) = issues(census(banded([0, 0, 0, 5, 9, 0, 0, 0, 0, 0])), "W515")
    assert "14" in said.message and "15" in said.message


def test_a_largest_class_outside_its_band_counts_for_nothing() -> None:
    found = census(banded([0, 0, 0, 5, 10, 0, 0, 0, 0, 0], 小学最大班额=46))
    (said,) = issues(found, "E120")
    assert "41–45" in said.message
    assert "largest_class" not in found.schools[0].staged["primary"]
    assert issues(census(banded([0, 0, 0, 5, 10, 0, 0, 0, 0, 0], 小学最大班额=45)), "E120") == []


def test_hidden_rows_and_columns_are_named_and_read_only_where_asked() -> None:
    (grid,) = grids([primary(学校名称="甲小学"), primary(学校名称="乙小学"), junior()])
    hidden = Grid(grid.file, grid.sheet, grid.rows, hidden_rows=frozenset({2}))
    assert [school.name for school in census(hidden).schools] == ["甲小学", "甲初中"]
    (said,) = issues(census(hidden), "W573")
    assert (said.sheet, said.cell, "第 3 行" in said.message) == ("学校", "学校!A3", True)
    assert issues(census(hidden), "N615") == []
    assert len(census(hidden, wishes=Wishes(hidden=True)).schools) == 3


def test_a_hidden_line_that_is_no_school_is_only_noted() -> None:
    (grid,) = grids([primary(学校名称="甲小学"), junior()])
    draft: list[Raw] = ["草稿", *[""] * (len(grid.rows[0]) - 1)]
    rows = [grid.rows[0], draft, *grid.rows[1:]]
    found = census(Grid(grid.file, grid.sheet, rows, hidden_rows=frozenset({1})))
    assert ([one.severity for one in issues(found, "N615")], issues(found, "W573")) == (["note"], [])


@pytest.mark.parametrize("merge", [True, False])
def test_a_row_of_units_below_the_headings(merge: bool) -> None:
    columns: list[Column] = [(heading, of(heading)) for heading in HEADINGS]
    sheet = Sheet("学校").head(columns, merge)
    sheet.line(*({"教学仪器设备资产值": "（元）", "运动场地面积": "㎡"}.get(heading) for heading, _ in columns))
    found = census(sheet.body(columns, [primary(教学仪器设备资产值=1800000), junior()]).grid())
    assert value(found, "equipment_value") == 180
    assert [school.doubt for school in found.schools] == [None, None]


@pytest.mark.parametrize("label", ["计量单位", "计量 单位"])
def test_a_row_of_units_may_say_so_below_the_names(label: str) -> None:
    columns: list[Column] = [(heading, of(heading)) for heading in HEADINGS]
    units = {"学校名称": label, "教学仪器设备资产值": "元", "运动场地面积": "亩"}
    sheet = Sheet("学校").head(columns, merge=False).line(*(units.get(heading) for heading, _ in columns))
    found = census(sheet.body(columns, [primary(教学仪器设备资产值=1800000, 运动场地面积=6), junior()]).grid())
    assert (value(found, "equipment_value"), value(found, "sports_area")) == (180, 4000)
    assert [school.name for school in found.schools] == ["甲小学", "甲初中"]


def test_a_school_that_states_nothing_but_its_type_is_no_heading() -> None:
    columns: list[Column] = [(heading, of(heading)) for heading in HEADINGS]
    empty: Row = {"学校名称": "乙小学", "办学类型": "小学"}
    sheet = Sheet("学校").head(columns, merge=False).body(columns, [empty, primary()])
    assert [school.name for school in census(sheet.grid()).schools] == ["乙小学", "甲小学"]


def test_titles_between_two_blocks_are_named() -> None:
    upper, lower = block("小学", [primary()]), block("初中", [junior()])
    both = Grid("a.xlsx", "全", [["表一 小学"], *upper.rows, ["表二 初中"], ["填报单位：甲", "乙"], *lower.rows])
    found = census(both)
    assert [school.name for school in found.schools] == ["甲小学", "甲初中"]
    assert [issue.value for issue in issues(found, "N609")] == ["表二 初中", "填报单位：甲"]


def test_what_is_said_of_the_second_row_of_a_school_is_kept() -> None:
    nine = nine_year()
    bad = {**nine, "学校名称": "丙学校初中部", "初中班级数": "几个"}
    found = census(block("小学", [{**nine, "学校名称": "丙学校小学部"}]), block("初中", [bad]))
    assert [issue.value for issue in issues(found, "E201")] == ["几个"]


def test_a_heading_is_one_item_only() -> None:
    from pydantic import ValidationError

    from eqeval.core.vocabulary import Vocabulary

    vocabulary = standard().vocabulary
    fields = {name: getattr(vocabulary, name) for name in Vocabulary.model_fields}
    items = {
        **vocabulary.items,
        "sports_area": vocabulary.items["sports_area"].model_copy(update={"headings": ["学生数"]}),
    }
    with pytest.raises(ValidationError, match="claimed twice"):
        Vocabulary.model_validate({**fields, "items": items})


@pytest.mark.parametrize(
    "label",
    [
        "合计：", "合计:", "总计：", "【合计】", "合计*", "合计。", "合计4所", "总计4校", "合计数", "总数",
        "累计", "汇 总", "∑", "县均", "平均每校", "最高值", "规定标准", "CV", "教育局核定",
        "上年同期", "增长%", "全县小学", "城关镇（小计）", "城关镇计", "县计", "城关镇：合计", "城关镇共6所",
        "清河乡共有12所学校", "城关镇6所",
    ],
)  # fmt: skip
def test_rows_of_totals_and_statistics_are_no_schools_on_a_sheet_without_types(label: str) -> None:
    heads = [each for each in HEADINGS if each.startswith(("学校名称", "小学", "教学", "运动"))]
    columns: list[Column] = [(each, of(each)) for each in heads]
    rows = [primary(学校名称=name) for name in ("甲小学", "乙小学", label)]
    found = census(Sheet("小学").head(columns).body(columns, rows).grid())
    assert [school.name for school in found.schools] == ["甲小学", "乙小学"]


@pytest.mark.parametrize(
    "name",
    [
        "标准小学",
        "汇总学校",
        "城关总校",
        "均衡小学",
        "其他山小学",
        "第一小学（标准化）",
        "城关镇会计学校",
        "县设计小学",
        "东街道小学（含校区2个）",
    ],
)
def test_names_of_schools_may_have_such_words(name: str) -> None:
    found = census(table([primary(学校名称=name), primary(学校名称="乙小学")]))
    assert [school.name for school in found.schools] == [name, "乙小学"]


@pytest.mark.parametrize(("label", "places"), [("小学合计", (0, 1)), ("全县初中合计", (2,)), ("初级中学小计：", (2,))])
def test_the_total_of_a_stage_is_that_of_its_schools(label: str, places: tuple[int, ...]) -> None:
    rows = [primary(学校名称="甲小学"), primary(学校名称="乙小学", 小学在校生数=480), junior()]
    for more, wrong in ((0, 0), (1, 1)):
        total = sum(int(str(rows[at]["运动场地面积"])) for at in places) + more
        (grid,) = grids(rows)
        line: Row = {"学校名称": label, "运动场地面积": total}
        grid.rows.append([line.get(str(each)) for each in grid.rows[0]])
        assert len(issues(census(grid), "W513")) == wrong


@pytest.mark.parametrize(
    "codes", [["甲", "乙", "丙", "1", "2=3+4", "3"], ["甲", "乙", "丙", "(1)", "(2)=(3)+(4)", "(3)"]]
)
def test_a_row_of_codes_may_say_what_adds_up(codes: list[str]) -> None:
    grid = table([primary(学校名称="甲小学")])
    grid.rows.insert(1, [*codes, *([""] * (len(grid.rows[0]) - len(codes)))])
    assert [school.name for school in census(grid).schools] == ["甲小学"]


@pytest.mark.parametrize(("figure", "taught"), [(0, ["junior"]), (2, ["primary", "junior"])])
def test_zeros_of_a_stage_that_a_school_does_not_teach_say_nothing(figure: int, taught: list[str]) -> None:
    found = census(table([junior(小学县级以上骨干教师数=figure)]))
    assert [section.stage for section in found.sections] == taught
    assert bool(issues(found, "W502")) == bool(figure)
