"""What is no school by its name: counts, totals of a part of the schools, codes; and what is asked about for it."""

import pytest
from county import HEADINGS, Row, grids, junior, primary, standard, teaching_point
from layouts import Column, Sheet, of

from eqeval.core.census import Census, Issue
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.words import Words

WORDS = Words("zh")
ONE = standard()
NAMES = ("甲小学", "乙小学", "丙小学")
# What a table of one stage has columns for.
ONE_STAGE = ("学校名称", "小学", "教学", "运动")


def census(*sheets: Grid) -> Census:
    return take(list(sheets), ONE.standard, ONE.vocabulary, "县", WORDS)["县"]


def issues(found: Census, code: str) -> list[Issue]:
    return [issue for issue in found.issues if issue.code == code]


def names(found: Census) -> list[str]:
    return [school.name for school in found.schools]


def of_one_stage(*rows: Row, more: tuple[str, ...] = ()) -> Grid:
    """A sheet of primary schools without a column for their types."""
    heads = [each for each in HEADINGS if each.startswith((*ONE_STAGE, *more))]
    columns: list[Column] = [(each, of(each)) for each in heads]
    return Sheet("小学").head(columns).body(columns, list(rows)).grid()


def with_row(rows: list[Row], label: str, figures: dict[str, Raw]) -> Grid:
    (grid,) = grids(rows)
    grid.rows.append([{**figures, "学校名称": label}.get(str(each)) for each in grid.rows[0]])
    return grid


@pytest.mark.parametrize(
    "label",
    [
        "8所", "共8所", "共8所学校", "共8校", "小学共8所", "全县共8所", "合计（共8所）", "合计：8所", "合计:小学",
        "城关镇：", "合计行", "合計", "TOTAL", "总人数", "生均", "国家要求", "上年同期数", "上报数", "全县情况", "注",
    ],
)  # fmt: skip
def test_counts_of_schools_and_what_is_compared_with_them_are_no_schools(label: str) -> None:
    found = census(of_one_stage(*(primary(学校名称=name) for name in (*NAMES, label))))
    assert names(found) == list(NAMES)
    assert not issues(found, "E418")


@pytest.mark.parametrize("name", ["第8小学", "8一小学", "城关镇第2校", "共和小学", "总铺学校", "小计村小学", "3校"])
def test_names_of_schools_may_count_too(name: str) -> None:
    assert names(census(of_one_stage(*(primary(学校名称=each) for each in (*NAMES, name))))) == [*NAMES, name]


def test_a_row_that_is_called_like_no_school_is_asked_about() -> None:
    found = census(of_one_stage(*(primary(学校名称=each) for each in (*NAMES, "三年规划"))))
    (said,) = issues(found, "E418")
    assert (said.cell, said.value) == ("小学!A5", "三年规划") and "3 行" in said.message
    assert [school.doubt for school in found.schools] == [None, None, None, "E418"]


@pytest.mark.parametrize(
    ("others", "name", "code"),
    [
        # A name that ends as others do, with a mark, a number, or a remark behind it.
        (NAMES, "城关一小", ""), (NAMES, "育才小学*", ""), (NAMES, "小学4", ""), (NAMES, "一中（东校区）", ""),
        # Only a school has a code.
        (NAMES, "育才", "2133000001"),
        # Schools that are all called so.
        (("育才", "天心桥", "甲小学"), "石门", ""),
        # Too few to say how schools are called here.
        (("甲小学", "乙小学"), "育才", ""),
    ],
)  # fmt: skip
def test_what_may_be_a_school_is_not_asked_about(others: tuple[str, ...], name: str, code: str) -> None:
    rows = [primary(学校名称=each, 学校代码="") for each in others]
    found = census(of_one_stage(*rows, primary(学校名称=name, 学校代码=code), more=("学校代码",)))
    assert len(found.schools) == len(others) + 1 and not issues(found, "E418")


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        ((1, 2, 3, 4), []), (("1", "2", "3", "4"), []), ((1, 2, 3, 1), ["E418"]), ((1, 2, 3, None), ["E418"]),
        ((2026001, 2026002, 2026003, "4"), ["E418"]),
    ],
)  # fmt: skip
def test_what_is_numbered_with_the_schools_is_one(numbers: tuple[Raw, ...], asked: list[str]) -> None:
    grid = of_one_stage(*(primary(学校名称=each) for each in (*NAMES, "育才")))
    for row, number in zip(grid.rows, ("序号", *numbers), strict=True):
        row.insert(0, number)
    assert [issue.code for issue in issues(census(grid), "E418")] == asked


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        ((1, 2, 3, None), ["丁小学"]), ((None, 1, 2, 3), ["甲小学"]), ((1, 2, 3, " "), ["丁小学"]),
        # A township with one school; numbers of townships; too few numbers; none at all.
        ((1, 2, 1, 1), []), ((1, None, 2, None), []), ((1, 2, None, None), []), ((None, None, None, None), []),
    ],
)  # fmt: skip
def test_a_row_without_a_number_is_asked_about_where_the_others_are_numbered(
    numbers: tuple[Raw, ...], asked: list[str]
) -> None:
    grid = of_one_stage(*(primary(学校名称=each) for each in (*NAMES, "丁小学")))
    for row, number in zip(grid.rows, ("序号", *numbers), strict=True):
        row.insert(0, number)
    found = issues(census(grid), "E418")
    assert [issue.value for issue in found] == asked and all("序号" in issue.message for issue in found)


@pytest.mark.parametrize(
    "name", ["城区小学", "寄宿制学校", "不足100人学校", "100人以上学校", "民办小学", "非寄宿制学校"]
)
def test_a_group_of_schools_is_asked_about(name: str) -> None:
    rows = [primary(学校名称=each, 小学在校生数=200 + n) for n, each in enumerate(NAMES)]
    assert len(issues(census(of_one_stage(*rows, primary(学校名称=name))), "E418")) == 1


@pytest.mark.parametrize("name", ["中心小学", "城区第一小学", "民办育才小学", "农村实验学校", "城关镇学校"])
def test_a_school_that_is_called_nearly_like_a_group_is_one(name: str) -> None:
    rows = [primary(学校名称=each, 小学在校生数=200 + n) for n, each in enumerate(NAMES)]
    assert not issues(census(of_one_stage(*rows, primary(学校名称=name))), "E418")


def test_a_school_with_a_type_may_be_called_anything() -> None:
    (grid,) = grids([primary(学校名称=name, 学校代码="") for name in (*NAMES, "育才")])
    assert not issues(census(grid), "E418")


@pytest.mark.parametrize("label", ["城关镇小学合计", "一、小学合计", "合计（小学）", "小学阶段合计", "小学类合计"])
def test_a_total_that_names_a_part_is_compared_with_what_most_of_its_figures_add_up(label: str) -> None:
    rows = [primary(学校名称="甲小学"), primary(学校名称="乙小学", 小学在校生数=480), teaching_point(), junior()]
    heads = ("小学在校生数", "运动场地面积", "教学及辅助用房面积")
    of_two: dict[str, Raw] = {each: int(str(rows[0][each])) + int(str(rows[1][each])) for each in heads}
    assert not issues(census(with_row(rows, label, of_two)), "W513")
    slip = {**of_two, "运动场地面积": int(str(of_two["运动场地面积"])) + 1}
    assert [issue.value for issue in issues(census(with_row(rows, label, slip)), "W513")] == [str(slip["运动场地面积"])]
    # Whose sum it is nobody knows.
    other = {each: int(str(many)) + 1 for each, many in of_two.items()}
    assert not issues(census(with_row(rows, label, dict(other))), "W513")


def test_a_total_that_names_all_that_a_table_has_is_compared_with_all() -> None:
    rows = [primary(学校名称=name) for name in NAMES]
    (said,) = issues(census(with_row(rows, "云岭县小学合计", {"小学在校生数": 1, "运动场地面积": 1})), "W513")
    assert (said.cell, said.value) == ("学校!A5", "云岭县小学合计")
    assert "小学在校生数 1（各校之和 1800）、运动场地面积 1（各校之和 16200）" in said.message


@pytest.mark.parametrize(
    "codes",
    [
        ["甲", "乙", "1", "2", "3", "4≤5"], ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]"],
        ["第1栏", "第2栏", "第3栏", "4栏", "5栏", "6栏"], ["1", "2", "3", "4(=5+6)", "5", "6"],
        ["1", "2", "3", "5+6", "5", "6"], ["栏号", "", "1", "2", "3", "=5+6"], ["甲", "乙", "1", "①=②+③", "②", "③"],
        [*"甲乙丙丁戊己庚辛壬癸", "1", "2"], [*"甲乙丙丁戊己庚辛壬癸子丑", "1"],
    ],
)  # fmt: skip
def test_codes_of_columns_may_be_written_in_other_ways(codes: list[str]) -> None:
    (grid,) = grids([primary(学校名称="甲小学")])
    grid.rows.insert(1, [*codes, *([""] * (len(grid.rows[0]) - len(codes)))])
    found = census(grid)
    assert names(found) == ["甲小学"] and [issue.cell for issue in issues(found, "N609")] == ["学校!A2"]


def test_a_centre_that_is_called_nothing_else_is_no_total() -> None:
    heads = [
        each for each in HEADINGS if each not in ("办学类型", "学校代码") and not each.startswith(("初中", "高中"))
    ]
    columns: list[Column] = [(each, of(each)) for each in heads]
    rows = [primary(学校名称="甲小学"), primary(学校名称="中心校", 小学在校生数=480)]
    found = census(Sheet("小学").head(columns).body(columns, rows).grid())
    assert [school.name for school in found.schools] == ["甲小学", "中心校"]


def beside_names(heading: str, said: Raw, first: Raw, **changed: Raw) -> Census:
    """Schools with a column before their names: what the first of them has there, and all others."""
    rows = [primary(学校名称=name, **changed) for name in NAMES]
    columns: list[Column] = [(heading, of(heading)), *((each, of(each)) for each in HEADINGS)]
    body = [{**row, heading: first if number == 0 else said} for number, row in enumerate(rows)]
    return census(Sheet("学校").head(columns).body(columns, body).grid())


@pytest.mark.parametrize("heading", ["乡镇", "序号", "片区", "备注"])
@pytest.mark.parametrize(
    "said", ["…", "..", "·", "。", "其他", "其它", "平均", "备注", "说明：略", "最高", "同上", "〃"]
)
def test_what_stands_before_the_name_of_a_school_makes_it_none_less(heading: str, said: str) -> None:
    """A sign for the same as above, or a place called 其他, left schools out with a note, and their county was met."""
    assert names(beside_names(heading, said, "城关镇")) == list(NAMES)


@pytest.mark.parametrize("heading", ["序号", "备注"])
@pytest.mark.parametrize("said", ["示例", "例：", "样例", "（示例）"])
def test_a_school_in_a_row_that_is_marked_as_a_sample_is_asked_about(heading: str, said: str) -> None:
    """It was left out with nothing but a note."""
    found = beside_names(heading, None, said)
    (asked,) = issues(found, "W597")
    assert (asked.school, asked.cell, names(found)) == ("甲小学", "学校!A2", list(NAMES[1:]))


@pytest.mark.parametrize("name", ["某小学", "XX小学", "××镇中心小学", "示例小学"])
def test_a_sample_with_the_name_of_a_sample_is_only_told(name: str) -> None:
    columns: list[Column] = [("序号", of("序号")), *((each, of(each)) for each in HEADINGS)]
    rows = [{**primary(学校名称=name), "序号": "示例"}, {**primary(), "序号": 1}]
    found = census(Sheet("学校").head(columns).body(columns, rows).grid())
    assert (names(found), len(issues(found, "N609")), issues(found, "W597")) == (["甲小学"], 1, [])


@pytest.mark.parametrize("said", ["…", "其他", "平均"])
def test_figures_make_a_school_where_neither_its_type_nor_its_code_is_known(said: str) -> None:
    heads = ["乡镇", *(each for each in HEADINGS if each.startswith(ONE_STAGE))]
    columns: list[Column] = [(each, of(each)) for each in heads]
    rows = [{**primary(学校名称=name), "乡镇": said} for name in NAMES]
    assert names(census(Sheet("小学").head(columns).body(columns, rows).grid())) == list(NAMES)


def test_a_total_before_a_school_with_code_and_type_is_asked_about() -> None:
    found = beside_names("乡镇", "小计", "城关镇", 学校代码="2133000001")
    assert [issue.code for issue in found.issues if issue.severity == "error"].count("E409") == 2
    assert names(beside_names("乡镇", "小计", "城关镇")) == [NAMES[0]]


@pytest.mark.parametrize("name", ["…", "..", "·", "〃", "同上"])
def test_a_sign_in_the_place_of_a_name_is_no_name(name: str) -> None:
    found = census(*grids([primary(), primary(学校名称=name), primary(学校名称="乙小学")]))
    assert len(found.schools) == 3
    assert [issue.cell for issue in issues(found, "E207")] == ["学校!A3"]


def test_a_row_of_nothing_but_fillers_is_left_out() -> None:
    (grid,) = grids([primary(), primary(学校名称="乙小学")])
    grid.rows.append(["…"] * len(grid.rows[0]))
    assert names(census(grid)) == ["甲小学", "乙小学"]


@pytest.mark.parametrize("sign", ["〃", "″", '"', "同上", "…", "..", "·", "-", "?", "(空)", 0])
def test_a_sign_for_the_county_above_names_no_county(sign: Raw) -> None:
    counties = ["甲县", sign, "乙县", sign]
    columns: list[Column] = [("县", of("县")), *((each, of(each)) for each in HEADINGS)]
    rows = [{**primary(学校名称=f"{at}小学"), "县": county} for at, county in zip("甲乙丙丁", counties, strict=True)]
    found = take([Sheet("学校").head(columns).body(columns, rows).grid()], ONE.standard, ONE.vocabulary, "省", WORDS)
    assert {name: len(one.schools) for name, one in found.items()} == {"甲县": 2, "乙县": 2}
    assert issues(found["甲县"], "W564")


def with_column(heading: str, said: Raw, name: str = "乙小学") -> Census:
    rows = [{**primary(), heading: None}, {**primary(学校名称=name), heading: said}]
    columns: list[Column] = [*((each, of(each)) for each in HEADINGS), (heading, of(heading))]
    return census(Sheet("学校").head(columns).body(columns, rows).grid())


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("办学状态", "停办"), ("办学状态", "已撤销"), ("备注", "2025年8月撤并"), ("是否上年撤销", "是"),
        ("是否停办", "√"), ("备注", "已并入甲小学"),
    ],
)  # fmt: skip
def test_a_school_that_is_called_closed_is_asked_about(heading: str, said: str) -> None:
    found = with_column(heading, said)
    (asked,) = issues(found, "W595")
    assert (asked.severity, asked.school, asked.cell, asked.value) == ("warning", "乙小学", "学校!AD3", said)
    assert names(found) == ["甲小学", "乙小学"]


@pytest.mark.parametrize("name", ["乙小学（已撤并）", "乙小学(停办)"])
def test_a_name_may_say_that_a_school_is_closed(name: str) -> None:
    found = with_column("备注", None, name)
    assert [(asked.cell, asked.value) for asked in issues(found, "W595")] == [("学校!A3", name)]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("办学状态", "正常"),
        ("是否上年撤销", "否"),
        ("备注", "未撤并"),
        ("备注", "拟撤并"),
        ("是否寄宿", "是"),
        ("备注", "撤并" + "多" * 30),
    ],
)
def test_a_school_that_is_open_is_not_asked_about(heading: str, said: str) -> None:
    assert issues(with_column(heading, said), "W595") == []


def below(first: str, *said: Raw) -> Census:
    """A table with a row right below its headings: a text in the first column, others above the figures."""
    heads = [each for each in HEADINGS if each.startswith(ONE_STAGE) and each != "学校名称"]
    columns: list[Column] = [("序号", lambda _: 1), ("学校名称", of("学校名称")), *((each, of(each)) for each in heads)]
    sheet = Sheet("小学").head(columns).line(first, None, *said)
    return census(sheet.body(columns, [primary(学校名称=each) for each in NAMES]).grid())


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("责任股室", ["基教股", "人事股", "人事股", "人事股", "项目办"]),
        ("", ["指标1", "指标2", "指标3", "指标4、5"]),
        ("责任人", ["张三", "李四", "王五", "王五"]),
    ],
)
def test_a_row_below_the_headings_that_speaks_of_the_columns_is_no_school(first: str, said: list[Raw]) -> None:
    found = below(first, *said)
    assert names(found) == list(NAMES)
    (asked,) = issues(found, "W594")
    assert asked.cell == ("小学!A2" if first else "小学!C2")
    assert not issues(found, "E207") + issues(found, "E201")


@pytest.mark.parametrize(
    ("first", "said"),
    [
        # Another quantity, a figure, nothing, and too little to tell.
        ("口径", ["含幼儿", "含市级", "含兼职", "含校级", "—"]),
        ("", ["600人", "六百", "六百", "六百"]),
        ("", ["张三", "李四", "王五", 40]),
        ("", ["无", "—", "无", "无"]),
        ("", ["张三", "李四"]),
    ],
)
def test_a_row_without_a_name_that_may_be_a_school_stays_one(first: str, said: list[Raw]) -> None:
    found = below(first, *said)
    assert not issues(found, "W594") and issues(found, "E207")


def test_a_row_without_a_name_further_down_is_a_school() -> None:
    grid = of_one_stage(*(primary(学校名称=each) for each in NAMES))
    grid.rows.append([None, *["张三"] * (len(grid.rows[0]) - 1)])
    found = census(grid)
    assert not issues(found, "W594") and issues(found, "E207")
