"""A sheet for pupils, one for teachers, one for rooms: the same schools, called alike or nearly so."""

from collections.abc import Callable, Sequence

import pytest
from county import Row, junior, nine_year, primary
from layouts import Column, Sheet, of
from test_office_tables import census, issues, refused

from eqeval.core.census import Census
from eqeval.core.grid import Grid, Raw

Calling = Callable[[str], str]

PUPILS = ("在校生数", "班级数", "最大班额")
TEACHERS = ("高于规定学历教师数", "县级以上骨干教师数", "体育艺术专任教师数")
REST = (
    "教学及辅助用房面积", "室内体育用房面积", "运动场地面积", "教学仪器设备资产值", "网络多媒体教室数",
    "音乐专用教室数", "美术专用教室数",
)  # fmt: skip
SCHOOLS = (primary(学校名称="第一小学"), primary(学校名称="白石镇小学"), junior(学校名称="第一中学"))


def own(heading: str) -> Callable[[Row], Raw]:
    """Take a figure of the only stage that a school teaches, or of the whole school."""
    return lambda row: row.get(heading) or row.get(f"小学{heading}") or row.get(f"初中{heading}")


def as_it_is(name: str) -> str:
    return name


def topic(
    name: str,
    headings: Sequence[str],
    schools: Sequence[Row] = SCHOOLS,
    calling: Calling = as_it_is,
    codes: bool = False,
    file: str = "测试县.xlsx",
) -> Grid:
    columns: list[Column] = [("学校名称", lambda row: calling(str(row["学校名称"])))]
    columns += [("学校代码", lambda row: sum(map(ord, str(row["学校名称"]))))] if codes else []
    columns += [(each, of(each) if each == "办学类型" else own(each)) for each in headings]
    return Sheet(name).head(columns).body(columns, schools).grid(file)


def county(teachers: Calling = as_it_is, rest: Calling = as_it_is, first: Calling = as_it_is) -> Census:
    return census(
        topic("学生", ("办学类型", *PUPILS), calling=first),
        topic("教师", TEACHERS, calling=teachers),
        topic("条件", REST, calling=rest),
    )


def complete(found: Census) -> bool:
    """Whether every school has the figures of all three sheets."""
    wanted = {"pupils", "higher_degree_teachers", "teaching_area"}
    return len(found.schools) == len(SCHOOLS) and all(wanted <= school.values.keys() for school in found.schools)


def test_the_type_of_a_school_stands_on_one_sheet_only() -> None:
    found = county()
    assert complete(found)
    assert [school.type for school in found.schools] == ["primary_school", "primary_school", "junior_school"]
    assert not issues(found, "W574")


@pytest.mark.parametrize("split", [True, False])
def test_topics_in_files_of_their_own(split: bool) -> None:
    files = ("学生.xlsx", "教师.xlsx", "条件.xlsx") if split else ("a.xlsx",) * 3
    given = zip(("甲", "乙", "丙"), (("办学类型", *PUPILS), TEACHERS, REST), files, strict=True)
    assert complete(census(*(topic(name, headings, file=file) for name, headings, file in given)))


@pytest.mark.parametrize(
    "calling",
    [
        lambda name: "云川县" + name,
        lambda name: "云川" + name,
        lambda name: name + "（公办）",
        lambda name: name.replace("第一", "第一 ") + "(本部)",
        lambda name: "云川县" + name if name == "第一小学" else name,
    ],
    ids=["county", "town", "kind", "main-site", "one-only"],
)
def test_names_with_a_place_before_or_a_word_behind_them(calling: Calling) -> None:
    found = county(teachers=calling)
    assert complete(found)
    (said,) = issues(found, "W574")
    assert (said.sheet, "= 第一小学" in said.message) == ("教师", True)


def test_the_first_sheet_may_have_the_longer_names() -> None:
    assert complete(county(first=lambda name: "云川县" + name))


@pytest.mark.parametrize("wrong", ["希望第一小学", "第一小学（东校区）", "县一小"])
def test_a_name_that_may_be_another_school_is_left_as_it_is(wrong: str) -> None:
    found = county(teachers=lambda name: wrong if name == "第一小学" else name)
    assert len(found.schools) == len(SCHOOLS) + 1
    assert "higher_degree_teachers" not in found.schools[0].values
    assert not issues(found, "W574")


def test_a_school_that_has_the_longer_name_keeps_its_own_figures() -> None:
    both = (*SCHOOLS, primary(学校名称="云川县第一小学"))
    found = census(
        topic("学生", ("办学类型", *PUPILS), both),
        topic("教师", TEACHERS, both[1:]),
        topic("条件", REST, both),
    )
    assert ["higher_degree_teachers" in school.values for school in found.schools] == [False, True, True, True]


def test_two_schools_that_could_both_be_meant() -> None:
    both = (*SCHOOLS[1:], primary(学校名称="东河县第一小学"), primary(学校名称="西山县第一小学"))
    found = census(topic("学生", ("办学类型", *PUPILS), both), topic("教师", TEACHERS, (*SCHOOLS[:1], *both[:2])))
    told = [school.name for school in found.schools if "higher_degree_teachers" in school.values]
    assert (told, [issue.school for issue in issues(found, "E116")]) == (["白石镇小学", "第一中学"], ["第一小学"])


@pytest.mark.parametrize("together", [True, False])
def test_of_two_campuses_neither_is_the_whole_school(together: bool) -> None:
    campuses = (primary(学校名称="第一小学（本部）"), primary(学校名称="第一小学（东校区）"), *SCHOOLS[1:])
    first, second = (campuses, SCHOOLS) if together else (SCHOOLS, campuses)
    found = census(topic("学生", ("办学类型", *PUPILS), first), topic("教师", TEACHERS, second))
    told = [school.name for school in found.schools if "higher_degree_teachers" in school.values]
    assert (told, issues(found, "W574")) == (["白石镇小学", "第一中学"], [])


@pytest.mark.parametrize("beside", ["第一小学", "第一小学（本部）"])
def test_two_rows_that_mean_one_school_are_left_as_they_are(beside: str) -> None:
    rows = (*SCHOOLS, primary(学校名称="云川县第一小学"))
    teachers = topic("教师", TEACHERS, rows, lambda name: beside if name == "第一小学" else name)
    found = census(topic("学生", ("办学类型", *PUPILS)), teachers)
    assert ("云川县第一小学" in [school.name for school in found.schools], issues(found, "W574")) == (True, [])


def test_types_that_contradict_each_other_are_not_lent() -> None:
    others = ({**SCHOOLS[0], "办学类型": "初级中学"}, *SCHOOLS[1:])
    found = census(
        topic("学生", ("办学类型", *PUPILS)), topic("条件", ("办学类型", *REST), others), topic("教师", TEACHERS)
    )
    assert [issue.school for issue in issues(found, "E116")] == ["第一小学"]


def test_codes_on_the_first_and_the_last_sheet_only() -> None:
    found = census(
        topic("学生", ("办学类型", *PUPILS), codes=True),
        topic("教师", TEACHERS),
        topic("条件", REST, codes=True),
    )
    assert complete(found)
    assert not issues(found, "E401")


def test_codes_that_differ_are_two_schools_whatever_they_are_called() -> None:
    others = tuple({**row, "学校名称": f"云川县{row['学校名称']}"} for row in SCHOOLS)
    found = census(
        topic("学生", ("办学类型", *PUPILS), codes=True, file="a.xlsx"),
        topic("条件", REST, others, codes=True, file="b.xlsx"),
    )
    assert (len(found.schools), issues(found, "W574")) == (2 * len(SCHOOLS), [])


def test_the_stage_of_a_figure_of_a_nine_year_school_stays_open() -> None:
    schools = (*SCHOOLS, nine_year())
    found = census(
        topic("学生", ("办学类型", "教学及辅助用房面积"), schools),
        topic("教师", TEACHERS, tuple({**row, "小学高于规定学历教师数": 9} for row in schools)),
    )
    assert [issue.school for issue in issues(found, "E116")] == ["甲九年制学校"]


def test_a_table_of_schools_that_no_other_names_has_to_tell_their_type() -> None:
    others = tuple({**row, "学校名称": f"乡村{number}校"} for number, row in enumerate(SCHOOLS))
    assert "缺少“办学类型”列" in refused(
        topic("学生", ("办学类型", *PUPILS), file="a.xlsx"), topic("教师", TEACHERS, others, file="b.xlsx")
    )


def test_a_school_with_many_rows_lends_no_type() -> None:
    rows = tuple(row for row in SCHOOLS for _ in range(3))
    assert "缺少“办学类型”列" in refused(
        topic("学生", ("办学类型", *PUPILS), file="a.xlsx"), topic("教师", TEACHERS, rows, file="b.xlsx")
    )


def test_topics_of_every_stage_on_sheets_of_their_own() -> None:
    made = [
        topic(f"{stage}{name}", headings, [row for row in SCHOOLS if row.get(f"{stage}在校生数")])
        for stage in ("小学", "初中")
        for name, headings in (("学生", PUPILS), ("教师", TEACHERS), ("条件", REST))
    ]
    found = census(*made)
    assert complete(found)
    assert not issues(found, "W511")


def test_what_belongs_to_no_stage_stands_on_a_sheet_for_all_schools() -> None:
    made = [
        topic(f"{stage}{name}", headings, [row for row in SCHOOLS if row.get(f"{stage}在校生数")])
        for stage in ("小学", "初中")
        for name, headings in (("学生", PUPILS), ("教师", TEACHERS))
    ]
    assert complete(census(*made, topic("办学条件", REST)))


@pytest.mark.parametrize("names", [("教师2025", "教师2026"), ("2025年教师", "2026年教师"), ("教师初稿", "教师")])
@pytest.mark.parametrize("latest_first", [True, False])
def test_of_sheets_that_differ_by_their_year_the_latest_is_read(names: tuple[str, str], latest_first: bool) -> None:
    old = [{**row, "小学高于规定学历教师数": 1, "初中高于规定学历教师数": 1} for row in SCHOOLS]
    both = [topic(names[0], TEACHERS, old), topic(names[1], TEACHERS)]
    found = census(topic("学生", ("办学类型", *PUPILS)), *(both[::-1] if latest_first else both), topic("条件", REST))
    assert complete(found)
    assert 1 not in [school.values["higher_degree_teachers"] for school in found.schools]
    assert [issue.sheet for issue in issues(found, "W511")] == [names[0]]


def test_a_school_that_one_sheet_calls_otherwise_is_asked_for_where_its_columns_are() -> None:
    """Its figures stand on another sheet, so it is not said that a column is missing and nothing like it."""
    teachers = [{**row, "学校名称": "无名学校"} if number == 0 else row for number, row in enumerate(SCHOOLS)]
    found = census(topic("学生", ("办学类型", *PUPILS)), topic("教师", TEACHERS, teachers), topic("条件", REST))
    said = [issue.message for issue in issues(found, "E108")]
    assert any("“教师”" in each and str(SCHOOLS[0]["学校名称"]) in each for each in said)
    assert all("高于规定学历教师数" not in each or "“教师”" in each for each in said)


def test_tables_of_topics_below_each_other_on_one_sheet_complete_each_other() -> None:
    sheet = Sheet("学校")
    for title, headings in (("表一", ("办学类型", *PUPILS)), ("表二", TEACHERS), ("表三", REST)):
        columns: list[Column] = [("学校名称", of("学校名称"))]
        columns += [(each, of(each) if each == "办学类型" else own(each)) for each in headings]
        sheet.line(title).head(columns).body(columns, SCHOOLS)
    found = census(sheet.grid())
    assert complete(found)
    assert [school.type for school in found.schools] == ["primary_school", "primary_school", "junior_school"]


def by_stage(name: str, headings: Sequence[str], rows: Sequence[tuple[Row, str]]) -> Grid:
    """A table with a row for every stage of a school."""
    columns: list[Column] = [("学校名称", of("学校名称")), ("学段", of("学段"))]
    columns += [(each, of(each)) for each in headings]
    told = [
        {
            "学校名称": row["学校名称"],
            "办学类型": row["办学类型"],
            "学段": stage,
            **{each: row[f"{stage}{each}"] for each in headings if each != "办学类型"},
        }
        for row, stage in rows
    ]
    return Sheet(name).head(columns).body(columns, told).grid()


@pytest.mark.parametrize("order", [1, -1])
def test_sheets_with_a_row_for_every_stage_complete_each_other(order: int) -> None:
    both = nine_year(学校名称="石桥九年一贯制学校")
    rows = [(SCHOOLS[0], "小学"), (both, "小学"), (both, "初中"), (SCHOOLS[2], "初中")]
    found = census(
        by_stage("学生", ("办学类型", *PUPILS), rows),
        by_stage("教师", TEACHERS, rows[::order]),
        topic("条件", REST, (SCHOOLS[0], both, SCHOOLS[2])),
    )
    assert issues(found, "E401") + issues(found, "E302") == []
    school = next(one for one in found.schools if one.name == "石桥九年一贯制学校")
    assert school.type == "nine_year"
    for stage, word in (("primary", "小学"), ("junior", "初中")):
        assert school.staged[stage]["pupils"] == both[f"{word}在校生数"]
        assert school.staged[stage]["higher_degree_teachers"] == both[f"{word}高于规定学历教师数"]
    assert school.values["sports_area"] == both["运动场地面积"]


def test_two_rows_of_one_stage_in_a_table_stay_doubles() -> None:
    rows = [(SCHOOLS[0], "小学"), (SCHOOLS[0], "小学"), (SCHOOLS[2], "初中")]
    found = census(by_stage("学生", ("办学类型", *PUPILS), rows[1:]), by_stage("教师", TEACHERS, rows))
    assert issues(found, "E401") != []


def test_codes_that_a_program_has_shortened_join_no_schools() -> None:
    rows = [{**row, "学校代码": "5.24E+09"} for row in SCHOOLS]
    columns: list[Column] = [("学校名称", of("学校名称")), ("学校代码", of("学校代码")), ("办学类型", of("办学类型"))]
    columns += [(each, own(each)) for each in (*PUPILS, *TEACHERS, *REST)]
    found = census(Sheet("学校").head(columns).body(columns, rows).grid())
    assert (issues(found, "E401"), len(found.schools)) == ([], 3)
    (said,) = issues(found, "W589")
    assert (said.cell, said.value) == ("学校!B2", "5.24E+09") and "3 行" in said.message


def of_junior(first: Calling, rest: Calling, kind: str = "初级中学", rest_of: Sequence[str] = REST) -> Census:
    """Junior schools on two sheets, the types on the first; the other one has them where it is told so."""
    schools = [junior(学校名称=name, 办学类型="初级中学") for name in ("第二中学", "石桥中学")]
    schools.insert(0, junior(学校名称="红岩中学", 办学类型=kind))
    return census(
        topic("学生", ("办学类型", *PUPILS, *TEACHERS), schools, first), topic("条件", rest_of, schools, rest)
    )


def department(name: str) -> str:
    return f"{name}（初中部）" if name == "红岩中学" else name


@pytest.mark.parametrize("rest_of", [REST, ("办学类型", *REST)])
def test_a_school_of_one_stage_may_have_its_word_behind_its_name_on_one_sheet(rest_of: Sequence[str]) -> None:
    found = of_junior(as_it_is, department, rest_of=rest_of)
    assert [school.name for school in found.schools] == ["红岩中学", "第二中学", "石桥中学"]
    assert {"pupils", "teaching_area"} <= {*found.schools[0].values, *found.schools[0].staged["junior"]}
    (said,) = issues(found, "W574")
    assert "红岩中学（初中部） = 红岩中学" in said.message
    assert not [issue.code for issue in found.issues if issue.code[0] == "E"]


def test_the_department_of_a_school_that_may_have_others_is_not_taken_for_the_school() -> None:
    found = of_junior(as_it_is, department, "完全中学", ("办学类型", *REST))
    assert len(found.schools) == 4 and not issues(found, "W574")


def test_rows_that_do_not_say_their_stage_are_asked_for_that_alone() -> None:
    found = of_junior(as_it_is, as_it_is, "完全中学", ("办学类型", *REST))
    assert [issue.code for issue in found.issues if issue.code[0] == "E"] == ["E116"]
    assert (found.schools[0].name, found.schools[0].doubt) == ("红岩中学", "E116")
