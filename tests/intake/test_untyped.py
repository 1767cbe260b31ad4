"""Tables without a column for the type of school: read, and judged where pupils and names say the same of it."""

from collections.abc import Sequence

import pytest
from county import HEADINGS, Row, junior, nine_year, primary, teaching_point
from layouts import Column, Sheet, of
from test_office_tables import census, issues

from eqeval.core.census import Census
from eqeval.core.errors import InputError
from eqeval.core.grid import Raw

TYPE = "办学类型"
COLUMNS: list[Column] = [(each, of(each)) for each in HEADINGS if each != TYPE]
ALIKE = [
    primary(学校名称="甲小学"),
    primary(学校名称="乙镇中心小学（新校区）", 小学在校生数=480),
    junior(学校名称="丙初级中学"),
    nine_year(学校名称="丁九年一贯制学校"),
    teaching_point(学校名称="戊教学点"),
]


def untyped(rows: Sequence[Row]) -> Census:
    return census(Sheet("学校").head(COLUMNS).body(COLUMNS, rows).grid())


def test_types_that_names_and_pupils_agree_on_give_the_verdicts_of_the_column() -> None:
    found, whole = untyped(ALIKE), census(Sheet("学校").head([*COLUMNS, (TYPE, of(TYPE))]).body(
        [*COLUMNS, (TYPE, of(TYPE))], ALIKE).grid())  # fmt: skip
    assert [school.type for school in found.schools] == [school.type for school in whole.schools]
    assert [section.values for section in found.sections] == [section.values for section in whole.sections]
    assert not issues(found, "E127")
    (issue,) = issues(found, "W583")
    assert "5 所" in issue.message and all(str(row["学校名称"]) in issue.message for row in ALIKE)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("己学校", {}),
        ("己中学", {}),
        ("己完小附属幼儿园", {}),
        # Its name says another stage than its pupils.
        ("己初级中学", {}),
        ("己九年一贯制学校", {}),
        ("己特殊教育学校", {}),
        ("己小学", {"初中在校生数": 20}),
        # Nobody can read how many it has.
        ("己小学", {"初中在校生数": "二十"}),
        ("己小学", {"小学在校生数": None}),
        ("己小学", {"小学在校生数": 0}),
    ],
)
def test_a_school_of_which_they_do_not_stays_open_and_the_others_are_judged(name: str, changed: dict[str, Raw]) -> None:
    found = untyped([*ALIKE, primary(学校名称=name) | changed])
    (issue,) = issues(found, "E127")
    assert issue.severity == "error" and name in issue.message and "1 所" in issue.message
    assert [bool(school.doubt) for school in found.schools] == [False] * len(ALIKE) + [True]


def test_a_site_that_belongs_to_a_school_needs_no_type() -> None:
    site = primary(学校名称="甲小学东校区", 是否计校数="否", 所属学校="甲小学", 小学在校生数=30)
    found = untyped([*ALIKE, site])
    assert not issues(found, "E127") and not found.schools[0].doubt
    assert found.schools[0].staged["primary"]["pupils"] == untyped(ALIKE).schools[0].staged["primary"]["pupils"] + 30


def test_without_any_pupils_by_stage_there_is_nothing_to_go_by() -> None:
    columns = [column for column in COLUMNS if not column[0].endswith("在校生数")]
    with pytest.raises(InputError, match="缺少“办学类型”列"):
        census(Sheet("学校").head(columns).body(columns, ALIKE).grid())


@pytest.mark.parametrize(
    ("name", "kind", "asked"),
    [
        ("北坡教学点", "teaching_point", True),
        ("云岭县特殊教育学校", "special_school", True),
        ("云岭县特教中心", "special_school", True),
        ("云岭县培智学校", "special_school", True),
        ("城关九年一贯制学校（小学部）", "nine_year", True),
        ("东风小学", "primary_school", False),
        ("东风学校", "primary_school", False),
        # Its name says another stage than its sheet.
        ("东风初级中学", "primary_school", False),
        ("东风高级中学", "primary_school", False),
    ],
)
def test_on_the_sheet_of_a_stage_a_name_may_say_another_type(name: str, kind: str, asked: bool) -> None:
    columns = [column for column in COLUMNS if not column[0].startswith(("初中", "高中"))]
    found = census(Sheet("小学").head(columns).body(columns, [primary(), primary(学校名称=name)]).grid())
    assert found.schools[1].type == kind
    assert [name in issue.message for issue in issues(found, "W583")] == [True] * asked


def unsaid(*names: str, title: str = "", total: int | None = None) -> Census:
    """A table of which nothing says a stage or a type but the names of its schools.

    total: by how much the total of all rows is wrong in every column, where it has one.
    """
    columns: list[Column] = [
        (heading.removeprefix("小学"), of(heading))
        for heading, _ in COLUMNS
        if not heading.startswith(("初中", "高中", "举办"))
    ]
    sheet = Sheet("表")
    if title:
        sheet.line(title)
    sheet.head(columns).body(columns, [primary(学校名称=name) for name in names])
    if total is not None:
        sheet.total(columns, [primary(学校名称=name) for name in names], "合计")
        sheet.rows[-1] = [each if isinstance(each, str) or each is None else each + total for each in sheet.rows[-1]]  # type: ignore[operator]
    return census(sheet.grid())


def test_where_only_names_say_a_stage_those_that_do_not_stay_open_and_the_others_are_read() -> None:
    names = ["第一小学", "第二初级中学", "青山教学点", "民族中学", "石桥学校", "石桥镇中心小学"]
    found = unsaid(*names)
    assert [
        (one.type, [each for each in one.staged if one.staged[each]], bool(one.doubt)) for one in found.schools
    ] == [
        ("primary_school", ["primary"], False),
        ("junior_school", ["junior"], False),
        ("teaching_point", ["primary"], False),
        (None, [], True),
        (None, [], True),
        ("primary_school", ["primary"], False),
    ]
    assert [issue.school for issue in issues(found, "E116")] == ["民族中学", "石桥学校"]
    assert [issue.value for issue in issues(found, "N625")] == ["2、4、7", "3"]
    assert "青山教学点" in issues(found, "W583")[0].message


def test_the_total_of_rows_of_which_nobody_knows_the_stage_is_no_wrong_sum() -> None:
    names = ["第一小学", "第二初级中学", "民族中学", "石桥镇中心小学"]
    assert not issues(unsaid(*names, total=0), "W513")
    wrong = "".join(issue.message for issue in issues(unsaid(*names, total=7), "W513"))
    assert "运动场地面积" in wrong and "在校生数" not in wrong
    plain = "".join(issue.message for issue in issues(unsaid("第一小学", "石桥镇中心小学", total=7), "W513"))
    assert "运动场地面积" in plain and "在校生数" in plain


@pytest.mark.parametrize(
    "names",
    [
        ("第一小学", "民族中学", "石桥学校"),
        # A type of several stages, or of one that is not judged, says nothing of the pupils of a row.
        ("第一小学", "石桥九年一贯制学校", "第一高级中学"),
    ],
)
def test_where_most_names_say_none_the_table_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="缺少“办学类型”列"):
        unsaid(*names)


def test_names_alone_say_no_stage_where_another_table_tells_the_types() -> None:
    whole = ["学校名称", TYPE, "教学及辅助用房面积"]
    typed: list[Column] = [(heading, of(heading)) for heading in whole]
    staged: list[Column] = [("学校名称", of("学校名称")), ("在校生数", of("小学在校生数"))]
    rows = [primary(学校名称="第一小学"), nine_year(学校名称="东风小学"), primary(学校名称="民族学校")]
    found = census(
        Sheet("条件").head(typed).body(typed, rows).grid(), Sheet("学生").head(staged).body(staged, rows).grid()
    )
    assert [issue.school for issue in issues(found, "E116")] == ["东风小学"]


def test_the_last_grade_of_a_school_of_unknown_type_is_known() -> None:
    """六年级 is of either stage, by systems; five grades before it were known, and this one was not."""
    rows = [*ALIKE, primary(学校名称="己学校")]
    grades = [*"一二三四五六"]
    classes = Sheet("班级").line("学校名称", "年级", "班级", "学生数")
    for grade in grades:
        classes.line("己学校", f"{grade}年级", "1班", 100)
    found = census(Sheet("学校").head(COLUMNS).body(COLUMNS, rows).grid(), classes.grid())
    assert issues(found, "E127") and not issues(found, "E405")
