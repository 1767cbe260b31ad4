"""Sheets that repeat figures of the same schools: parts of one table, or the table of another time."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from county import Row, junior, nine_year, primary
from layouts import Column, Sheet, of
from test_callings import PUPILS, REST, TEACHERS, own, topic
from test_office_tables import census, issues

from eqeval.core.census import Census
from eqeval.core.grid import Grid

NAMES = (
    "第一小学",
    "白石镇小学",
    "第一中学",
    "清河小学",
    "东山中学",
    "西山小学",
    "南江小学",
    "北江中学",
    "云岭小学",
    "石桥小学",
)
SCHOOLS: list[Row] = [
    (junior if name.endswith("中学") else primary)(学校名称=name, 学校代码=f"21330000{number:02}")
    for number, name in enumerate(NAMES)
]
for _number, _row in enumerate(SCHOOLS):
    for _stage in ("小学", "初中"):
        if _row.get(f"{_stage}在校生数"):
            _row[f"{_stage}在校生数"] = 600 - 2 * _number
FIRST = ("办学类型", *PUPILS)


def older(rows: Sequence[Row], differing: int, by: int = 30) -> list[Row]:
    """The same schools with so many fewer pupils in the first of them."""
    found = []
    for number, row in enumerate(rows):
        stage = "小学" if row.get("小学在校生数") else "初中"
        less = by if number < differing else 0
        found.append({**row, f"{stage}在校生数": int(str(row[f"{stage}在校生数"])) - less})
    return found


def whole(*rows: Row) -> Grid:
    return topic("学校", ("办学类型", *PUPILS, *TEACHERS, *REST), rows or SCHOOLS)


def migrants(rows: Sequence[Row], *headings: str, name: str = "随迁子女") -> Grid:
    columns: list[Column] = [("学校名称", of("学校名称"))]
    columns += [(each, of(each) if each == "办学类型" else own(each)) for each in headings]
    return (
        Sheet(name)
        .head([*columns, ("随迁子女数", lambda _: 36)])
        .body([*columns, ("随迁子女数", lambda _: 36)], rows)
        .grid()
    )


def known(found: Census, item: str) -> list[str]:
    return [school.name for school in found.schools if item in school.values]


def test_topic_sheets_that_all_repeat_the_pupils_are_one_table() -> None:
    found = census(topic("学生", FIRST, SCHOOLS), topic("教师", ("在校生数", *TEACHERS), SCHOOLS),
                   topic("条件", ("在校生数", "班级数", *REST), SCHOOLS))  # fmt: skip
    for item in ("pupils", "classes", "higher_degree_teachers", "sports_area"):
        assert known(found, item) == list(NAMES), item
    assert {issue.code for issue in found.issues} == {"N612"}


def test_a_figure_that_stands_on_the_sheet_of_a_topic_alone_is_read() -> None:
    found = census(whole(), migrants(SCHOOLS, "办学类型", "在校生数"))
    assert [school.values["migrant_pupils"] for school in found.schools] == [36] * len(NAMES)
    assert {issue.code for issue in found.issues} == {"N612"}


def test_a_sheet_with_nothing_but_the_year_and_the_type() -> None:
    columns: list[Column] = [(each, of(each)) for each in ("学校名称", "办学类型")]
    columns.append(("建成年份", lambda _: 1998))
    found = census(whole(), Sheet("建校时间").head(columns).body(columns, SCHOOLS).grid())
    assert known(found, "built") == list(NAMES)
    assert not issues(found, "W511") and not issues(found, "E401")


@pytest.mark.parametrize("make", [migrants, lambda rows, *headings: topic("学生情况", headings, rows)])
def test_a_figure_that_two_sheets_state_otherwise_is_asked_about(make: Callable[..., Grid]) -> None:
    found = census(whole(), make(older(SCHOOLS, 1), "在校生数", "班级数"))
    (said,) = issues(found, "E115")
    assert (said.school, said.value) == (NAMES[0], "570")
    assert "600（学校!C2）" in said.message
    assert known(found, "pupils") == list(NAMES[1:])
    assert not issues(found, "W511") and not issues(found, "E401")


@pytest.mark.parametrize(("differing", "joined"), [(0, True), (1, True), (2, False), (5, False), (10, False)])
def test_a_sheet_of_another_time_is_not_joined(differing: int, joined: bool) -> None:
    found = census(whole(), migrants(older(SCHOOLS, differing), "在校生数"))
    assert (known(found, "migrant_pupils") == list(NAMES), bool(issues(found, "W511"))) == (joined, not joined)
    assert len(issues(found, "E115")) == (differing if joined else 0)
    if not joined:
        (said,) = issues(found, "W511")
        for each in (f"有 {differing} 处", "只有它有的数据项：随迁子女", "570（随迁子女!B2）", "600（学校!C2）"):
            assert each in said.message


def test_the_same_table_again_is_not_joined_and_what_differs_is_said() -> None:
    again = topic("学校 (2)", ("办学类型", *PUPILS, *TEACHERS, *REST), older(SCHOOLS, 1))
    found = census(whole(), again)
    (said,) = issues(found, "W511")
    assert "有 1 处不一致，如第一小学的在校生数：它写的是 570（学校 (2)!C2），读的是 600（学校!C2）" in said.message
    assert not issues(found, "E115")
    equal = census(whole(), topic("学校 (2)", ("办学类型", *PUPILS, *TEACHERS, *REST), SCHOOLS))
    assert "不一致" not in issues(equal, "W511")[0].message


def test_a_blank_of_one_sheet_is_filled_by_the_other() -> None:
    blank = [{**SCHOOLS[0], "小学在校生数": None}, *SCHOOLS[1:]]
    found = census(whole(*blank), migrants(SCHOOLS, "在校生数"))
    assert known(found, "pupils") == list(NAMES)


def test_other_schools_are_not_those_of_the_table() -> None:
    others = [{**row, "学校名称": f"山外{number}校"} if number > 4 else row for number, row in enumerate(SCHOOLS)]
    found = census(whole(), migrants(others, "在校生数"))
    assert (known(found, "migrant_pupils"), len(found.schools)) == ([], len(NAMES))


def test_a_total_of_both_stages_repeats_their_pupils() -> None:
    rows = [*SCHOOLS, nine_year(学校名称="文昌学校")]
    staged = ("小学在校生数", "初中在校生数")
    columns: list[Column] = [(each, of(each)) for each in ("学校名称", "办学类型", *staged, "运动场地面积")]
    main = Sheet("学校").head(columns).body(columns, rows).grid()

    def beside(slip: int) -> Census:
        total: list[Column] = [("学校名称", of("学校名称"))]
        total.append(("在校生数", lambda row: sum(int(str(row.get(each) or 0)) for each in staged) + slip))
        total.append(("随迁子女数", lambda _: 36))
        return census(main, Sheet("随迁").head(total).body(total, rows).grid())

    assert (known(beside(0), "migrant_pupils"), issues(beside(0), "E116")) == ([*NAMES, "文昌学校"], [])
    assert (known(beside(3), "migrant_pupils"), len(issues(beside(3), "W511"))) == ([], 1)


def exactly(rows: Sequence[Row]) -> list[Row]:
    return [{**row, "运动场地面积": int(str(row["运动场地面积"])) + 0.37} for row in rows]


@pytest.mark.parametrize("first", [True, False], ids=["exact figures first", "rounded figures first"])
@pytest.mark.parametrize("files", [("a.xlsx", "a.xlsx"), ("学生.xlsx", "条件.xlsx")], ids=["sheets", "files"])
def test_a_measure_that_is_rounded_on_one_sheet_is_the_more_exact_one(first: bool, files: tuple[str, str]) -> None:
    rows = [exactly(SCHOOLS), SCHOOLS] if first else [SCHOOLS, exactly(SCHOOLS)]
    main = topic("学生", (*FIRST, "运动场地面积"), rows[0], file=files[0])
    found = census(main, topic("条件", REST, rows[1], file=files[1]))
    expected = [int(str(row["运动场地面积"])) + Fraction(37, 100) for row in SCHOOLS]
    assert [school.values["sports_area"] for school in found.schools] == expected
    assert known(found, "teaching_area") == list(NAMES)
    told = issues(found, "N650")
    assert (
        len(told) == len(NAMES)
        and "运动场地面积" in told[0].message
        and told[0].cell in ("条件!D2", "[条件.xlsx]条件!D2")
    )
    assert not issues(found, "E115") and not issues(found, "W511") and not issues(found, "E401")


def test_a_measure_that_is_no_rounding_and_a_count_that_ends_in_zeros_differ() -> None:
    rows = [{**SCHOOLS[0], "运动场地面积": 4900}, *SCHOOLS[1:]]
    found = census(topic("学生", (*FIRST, "运动场地面积"), rows), topic("条件", REST, exactly(SCHOOLS)))
    (said,) = issues(found, "E115")
    assert said.school == NAMES[0] and said.item == "sports_area"
    pupils = [
        {**row, "小学在校生数": 600} if "小学在校生数" in row and row["学校名称"] == NAMES[1] else row
        for row in SCHOOLS
    ]
    found = census(whole(), migrants(pupils, "在校生数"))
    assert [issue.school for issue in issues(found, "E115")] == [NAMES[1]]


@pytest.mark.parametrize("typed", [False, True])
def test_the_largest_sheet_may_have_the_total_of_what_another_one_states_by_stages(typed: bool) -> None:
    rows = [*SCHOOLS, nine_year(学校名称="文昌学校")]
    staged = [f"{stage}{each}" for stage in ("小学", "初中") for each in PUPILS]
    stages: list[Column] = [(each, of(each)) for each in ("学校名称", "办学类型", *staged)]
    pupils = Sheet("学生").head(stages).body(stages, rows).grid()

    def beside(slip: int) -> Census:
        total: list[Column] = [(each, of(each)) for each in ("学校名称", *(["办学类型"] if typed else []), *REST)]
        total.append(
            ("在校生数", lambda row: slip + sum(int(str(row.get(f"{each}在校生数") or 0)) for each in ("小学", "初中")))
        )
        return census(pupils, Sheet("条件").head(total).body(total, rows).grid())

    found = beside(0)
    assert known(found, "sports_area") == [*NAMES, "文昌学校"]
    assert found.schools[-1].staged["junior"]["classes"] == 15
    assert not [issue.code for issue in found.issues if issue.severity == "error" and issue.code != "E108"]
    if typed:
        # Where they differ nobody knows which one is right, and the largest one is read as before.
        assert len(issues(beside(3), "W511")) == 1


def coded(heading: str, rows: Sequence[Row] = SCHOOLS, *names: str) -> Grid:
    columns: list[Column] = [(each, of(each)) for each in ("学校代码", *names)]
    columns += [(each, own(each)) for each in REST]
    return Sheet(heading).head(columns).body(columns, rows).grid()


def test_a_sheet_with_codes_and_no_names_is_joined_by_them() -> None:
    columns: list[Column] = [(each, of(each)) for each in ("学校代码", "学校名称", "办学类型")]
    columns += [(each, own(each)) for each in PUPILS]
    names = Sheet("学生").head(columns).body(columns, SCHOOLS).grid()
    for sheets in ((names, coded("条件")), (coded("条件"), names)):
        found = census(*sheets)
        assert (known(found, "sports_area"), known(found, "pupils")) == (list(NAMES), list(NAMES))
        assert not issues(found, "W511")
        assert not [issue for issue in issues(found, "E108") if "教师数" not in issue.message]
    others = [{**row, "学校代码": f"99330000{number:02}"} for number, row in enumerate(SCHOOLS)]
    assert [issue.sheet for issue in issues(census(names, coded("条件", others)), "W511")] == ["条件"]


def test_a_school_in_a_row_for_every_stage_is_joined_with_what_another_sheet_says_of_the_whole() -> None:
    columns: list[Column] = [(each, of(each)) for each in ("学校代码", "学校名称", "办学类型", "学段", "在校生数")]
    rows: list[Row] = [
        {"学校代码": "2133000050", "学校名称": "文昌学校", "办学类型": "九年一贯制学校", "学段": stage, "在校生数": 400}
        for stage in ("小学", "初中")
    ]
    rows += [{**row, "学段": "小学", "在校生数": 300} for row in SCHOOLS[:2]]
    both = Sheet("学生").head(columns).body(columns, rows).grid()
    found = census(both, coded("条件", [{**SCHOOLS[0], "学校代码": "2133000050"}, *SCHOOLS[:2]]))
    assert known(found, "sports_area") == ["文昌学校", *NAMES[:2]]
    assert not issues(found, "E401")


def test_a_missing_column_is_looked_for_on_the_sheets_that_are_not_read() -> None:
    found = census(topic("学生", FIRST, SCHOOLS), topic("教师", ("在校生数", *TEACHERS), older(SCHOOLS, 10)),
                   topic("条件", REST, SCHOOLS))  # fmt: skip
    said = [issue.message for issue in issues(found, "E108")]
    assert len(said) == 2 * len(TEACHERS)
    assert all("没有读的工作表“教师”有这一列" in each for each in said)


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("上学期", "本学期"),
        ("2026年9月", "2026年10月"),
        ("学校9月30日", "学校10月15日"),
        ("2026-09-30", "2026-10-15"),
        ("统计20260930", "统计20261015"),
        ("2025.12", "2026.3"),
        ("期初", "期末"),
        ("2026上学期学校", "2026下学期学校"),
        ("2025-2026学年秋季", "2025-2026学年春季"),
        ("2026年春季", "2026年秋季"),
        ("初审", "终审"),
    ],
)
@pytest.mark.parametrize("swapped", [True, False])
def test_of_two_times_of_a_year_the_later_one_is_read(early: str, late: str, swapped: bool) -> None:
    headings = ("办学类型", *PUPILS, *TEACHERS, *REST)
    made = [topic(early, headings, older(SCHOOLS, 10)), topic(late, headings, SCHOOLS)]
    found = census(*(made[::-1] if swapped else made))
    assert [school.values["pupils"] for school in found.schools] == [600 - 2 * number for number in range(len(NAMES))]
    assert [issue.sheet for issue in issues(found, "W511")] == [early]


@pytest.mark.parametrize(
    ("pupils", "teachers"),
    [("2026年9月学生", "2026年10月教师"), ("上学期学生", "下学期教师"), ("9月", "10月"), ("旧", "新")],
)
def test_sheets_of_several_times_that_tell_different_things_are_one_table(pupils: str, teachers: str) -> None:
    found = census(topic(pupils, FIRST, SCHOOLS), topic(teachers, TEACHERS, SCHOOLS), topic("条件", REST, SCHOOLS))
    assert (known(found, "pupils"), known(found, "higher_degree_teachers")) == (list(NAMES), list(NAMES))
    assert not issues(found, "W511")


@pytest.mark.parametrize("names", [("9月", "3月"), ("9月", "2026年10月"), ("附表1-1", "附表1-2")])
def test_of_times_that_nobody_can_order_the_difference_is_named(names: tuple[str, str]) -> None:
    headings = ("办学类型", *PUPILS, *TEACHERS, *REST)
    found = census(topic(names[0], headings, SCHOOLS), topic(names[1], headings, older(SCHOOLS, 10)))
    assert [("有 10 处不一致" in issue.message, issue.sheet) for issue in issues(found, "W511")] == [(True, names[1])]


def test_townships_with_new_schools_of_another_month_are_read_too() -> None:
    headings = ("办学类型", *PUPILS, *TEACHERS, *REST)
    made = topic("2026年9月", headings, SCHOOLS[:5]), topic("2026年10月", headings, SCHOOLS[5:])
    assert len(census(*made).schools) == len(NAMES)


def staged_topics(repeated: float) -> Census:
    """A sheet for every topic and stage; a school of two stages stands on all, with the same field on both."""
    kind = "九年一贯制学校"
    listed: dict[str, list[tuple[str, str, int, int]]] = {
        "小学": [("甲小学", "小学", 500, 4000), ("丙学校", kind, 402, 5000)],
        "初中": [("乙初级中学", "初级中学", 600, 7000), ("丙学校", kind, 233, int(repeated))],
    }
    sheets = []
    for stage, rows in listed.items():
        for about, heading, at in (("高学历", "高于规定学历教师数", 2), ("场馆", "运动场地面积", 3)):
            one = Sheet(f"{stage}{about}").line("学校名称", "办学类型", "在校生数", heading)
            for row in rows:
                one.line(*row[:3], row[at] if at == 3 else row[2] // 20)
            sheets.append(one.grid())
    return census(*sheets)


def test_sheets_of_topics_and_stages_may_repeat_a_figure_of_the_whole_school() -> None:
    found = staged_topics(5000)
    assert not issues(found, "E401") and not issues(found, "E115")
    (school,) = [one for one in found.schools if one.name == "丙学校"]
    assert school.values["sports_area"] == 5000
    assert (school.staged["primary"]["pupils"], school.staged["junior"]["pupils"]) == (402, 233)
    assert [issue.school for issue in issues(staged_topics(5100), "E401")] == ["丙学校"]


@pytest.mark.parametrize(
    ("name", "field", "joined"),
    [
        ("丙九年一贯制学校", 5000, True),
        ("丙九年一贯制学校", 5100, False),
        ("丙学校", 5000, False),
        ("丙小学", 5000, False),
    ],
)
def test_sheets_of_stages_may_type_a_school_by_their_stage(name: str, field: int, joined: bool) -> None:
    """Its name says what it is, and what both say of the whole school is the same."""
    heads = ("学校名称", "学校类别", "在校生数", "运动场地面积")
    primary_ = Sheet("小学").line(*heads).line("甲小学", "小学", 500, 4000).line(name, "小学", 402, 5000)
    junior_ = Sheet("初中").line(*heads).line("乙初级中学", "初中", 600, 7000).line(name, "初中", 233, field)
    found = census(primary_.grid(), junior_.grid())
    kinds = [school.type for school in found.schools if school.name == name]
    assert (kinds == ["nine_year"]) is joined
    assert bool(issues(found, "E401")) is not joined
