"""Rows between and below schools that are none, and cells that offices write in their own way."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import Run
from county import HEADINGS, Row, grids, primary, teaching_point
from layouts import Column, Sheet, of, save
from test_office_tables import census, issues, table, value

from eqeval.core.census import Census
from eqeval.core.grid import Raw

COLUMNS: list[Column] = [("序号", lambda _: 1), *((each, of(each)) for each in HEADINGS)]


def below(*line: Raw, row: Row | None = None) -> Sheet:
    """A table of one school with a further line."""
    return Sheet("学校").head(COLUMNS).body(COLUMNS, [row or primary()]).line(*line)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ((None, "合计（1所）"), "N602"),
        (("共计",), "N602"),
        (("审核：赵六", None, None, None, "日期：9月1日"), "N609"),
        (("★ 音乐教室按实际面积统计",), "N609"),
        (("以上数据以学年初报表为准",), "N609"),
        ((None, None, "城关镇"), "N609"),
        ((None, "清河镇"), "N609"),
        (("例", "XX小学", None, "小学"), "N609"),
        ((None, "（示例）某某小学", None, "小学"), "N609"),
        ((None, "一、城区小学"), "N609"),
        ((None, "（二）民办学校"), "N609"),
        ((None, "*含在建项目"), "N609"),
        ((None, "第1页 共3页"), "N609"),
        ((None, "2025年9月"), "N609"),
        ((None, "承前页", None, None, None, 600), "N602"),
        ((None, "比上年增长", None, None, None, 30), "N602"),
        ((None, "备注"), "N609"),
    ],
)
def test_lines_that_are_no_schools_are_named(line: tuple[Raw, ...], code: str) -> None:
    found = census(below(*line).grid())
    assert [school.name for school in found.schools] == ["甲小学"]
    assert [issue.code for issue in found.issues if issue.code in ("N602", "N609")] == [code]


def test_a_numbered_row_that_nobody_filled_in_is_blank() -> None:
    found = census(below(2).grid())
    assert len(found.schools) == 1
    assert [issue.code for issue in found.issues if issue.code[0] == "E"] == []


def test_a_figure_without_a_name_is_never_a_remark() -> None:
    line: list[Raw] = [None] * len(COLUMNS)
    line[next(place for place, (name, _) in enumerate(COLUMNS) if name == "小学在校生数")] = 600
    found = census(below(*line).grid())
    assert [issue.code for issue in found.issues if issue.code == "E207"] == ["E207"]


@pytest.mark.parametrize(
    "codes", [["栏次", *range(1, len(COLUMNS))], [chr(ord("A") + number % 26) for number in range(len(COLUMNS))]]
)
@pytest.mark.parametrize("beside", [(), (None, None, "说明：黄色为必填")])
def test_rows_that_number_the_columns(codes: list[Raw], beside: tuple[Raw, ...]) -> None:
    found = census(Sheet("学校").head(COLUMNS).line(*codes, *beside).body(COLUMNS, [primary()]).grid())
    assert [school.name for school in found.schools] == ["甲小学"]
    assert len(issues(found, "N609")) == 1


def test_an_example_is_shown_by_inspect(run: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "表.xlsx", below("例", "XX小学"))
    for lang in ("zh", "en"):
        assert run("inspect", path, "--lang", lang).code == 0


@pytest.mark.parametrize(
    "written",
    ["2010年", "2010年9月", "2010-09-01", "2010/9", "2010.9", 2010.9, 2010.1, "20100901", 20100901.0, date(2010, 9, 1)],
)
def test_the_year_of_a_date_however_it_is_written(written: Raw) -> None:
    assert value(census(table([primary(建成年份=written)])), "built") == 2010


@pytest.mark.parametrize(
    "written", ["20109", "2010-2012", 40422.0, "二〇一〇年", "2010年建，2015年改扩建", "2010年（2015年迁建）"]
)
def test_what_is_no_year_is_named(written: Raw) -> None:
    found = census(table([primary(建成年份=written)]))
    assert value(found, "built") is None
    assert len(issues(found, "E206")) == 1


def test_the_name_of_a_county_may_be_broken_over_lines() -> None:
    columns: list[Column] = [("市 县", lambda _: "庐\n阳\n区"), *COLUMNS]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert found.county.name == "庐阳区"


@pytest.mark.parametrize("name", ["班级情况", "Sheet2"])
@pytest.mark.parametrize(
    "heads", [("学校", "年级", "班级名称", "学生人数"), ("学校名称", "年级", "班号", "班额（人）")]
)
def test_a_list_of_classes_is_known_by_its_columns(name: str, heads: tuple[str, ...]) -> None:
    columns = [column for column in COLUMNS if "最大班额" not in column[0]]
    schools = Sheet("学校情况").head(columns).body(columns, [primary(小学在校生数=85, 小学班级数=2)])
    classes = Sheet(name).line("班级人数表").line(*heads)
    classes.line("甲小学", "一年级", "1班", 43).line("甲小学", "二年级", "1班", 42)
    found = census(schools.grid(), classes.grid())
    assert found.schools[0].staged["primary"]["largest_class"] == 43
    assert issues(found, "W510") == issues(found, "W511") == []


STAGED = [each for each in HEADINGS if each != "办学类型" and each[:2] not in ("初中", "高中")]
STAGED_COLUMNS: list[Column] = [("学段", lambda _: "小学"), *((each.removeprefix("小学"), of(each)) for each in STAGED)]


def staged(*schools: Row) -> Sheet:
    """A table with a stage before the name; every figure may be of any stage."""
    return Sheet("学校").head(STAGED_COLUMNS).body(STAGED_COLUMNS, schools)


def last(label: str, rows: list[Row], more: int = 0) -> list[Raw]:
    line: list[Raw] = [label, None]
    for each in STAGED[1:]:
        known = [value for row in rows if isinstance(value := row.get(each), int | Fraction) and each[-1] in "数积"]
        line.append(sum(known) + more if known else None)
    return line


def test_a_row_without_a_name_may_be_the_other_stage_of_the_school_above() -> None:
    rows = [primary(), primary(学校名称="乙小学", 小学在校生数=300)]
    found = census(staged(*rows).line(*last("初中", rows[:1], 7)).grid())
    assert [issue.cell for issue in issues(found, "E207")] == ["学校!B4"]
    assert [(school.name, school.doubt) for school in found.schools[:2]] == [("甲小学", None), ("乙小学", "E207")]
    assert issues(found, "N602") == []


@pytest.mark.parametrize(("label", "first"), [("小学", 0), ("城关镇", 1), ("村小", 2)])
def test_a_row_without_a_name_that_adds_up_is_a_total(label: str, first: int) -> None:
    rows = [primary(学校名称=f"{each}校", 小学在校生数=300 + 40 * number) for number, each in enumerate("甲乙丙")]
    found = census(staged(*rows).line(*last(label, rows[first:])).grid())
    assert [school.name for school in found.schools] == ["甲校", "乙校", "丙校"]
    assert [issue.value for issue in issues(found, "N602")] == [label]
    found = census(staged(*rows).line(*last(label, rows[first:], 1)).grid())
    assert len(issues(found, "E207")) == 1


@pytest.mark.parametrize("above", ["小学", "小学部分"])
@pytest.mark.parametrize("line", [("初中",), ("初级中学",), (None, "初中"), ("二、", "初中"), ("初中部分",)])
def test_a_line_of_a_stage_speaks_of_the_rows_below_it(above: str, line: tuple[Raw, ...]) -> None:
    columns: list[Column] = [("序号", lambda _: 1), *STAGED_COLUMNS[1:]]
    rows = [primary(学校名称="甲校"), primary(学校名称="乙校")]
    sheet = Sheet("学校").line(above).head(columns).body(columns, rows[:1]).line(*line).body(columns, rows[1:])
    assert [list(school.staged) for school in census(sheet.grid()).schools] == [["primary"], ["junior"]]


ENGLISH = ("No.", "School name", "School code", "Type", "Zone", "Founder", "Boarding", "Built (year)")


@pytest.mark.parametrize("above", [(), (1, 2, 3, 4, 5, 6, 7, 8)])
def test_headings_in_another_language_are_no_school(above: tuple[Raw, ...]) -> None:
    sheet = Sheet("学校").head(COLUMNS)
    sheet = sheet.line(*above) if above else sheet
    found = census(sheet.line(*ENGLISH, *["Enrolment"] * 10).body(COLUMNS, [primary()]).grid())
    assert [school.name for school in found.schools] == ["甲小学"]
    assert [issue.value for issue in issues(found, "N609")][-1] == "School name"
    assert not [issue for issue in found.issues if issue.severity == "error"]


@pytest.mark.parametrize("changed", [{"小学在校生数": 450.0}, {"办学类型": "小学"}])
def test_a_school_with_a_name_in_latin_letters_is_a_school(changed: dict[str, Raw]) -> None:
    row: dict[str, Raw] = {"学校名称": "Oak School", "学校代码": "OAK", "举办者类型": "county", **changed}
    found = census(Sheet("学校").head(COLUMNS[1:]).body(COLUMNS[1:], [row, primary()]).grid())
    assert [school.name for school in found.schools] == ["Oak School", "甲小学"]


def by_names(*names: str) -> list[Sheet]:
    columns = [column for column in COLUMNS if "最大班额" not in column[0]]
    schools = Sheet("学校").head(columns).body(columns, [primary(小学在校生数=85, 小学班级数=2)])
    classes = Sheet("班级").line("学校", "班级名称", "人数")
    for number, name in enumerate(names):
        classes.line("甲小学", name, 43 - number)
    return [schools, classes]


@pytest.mark.parametrize(
    "name", ["一年级(1)班", "三（2）班", "6年级1班", "2(1)班", "五2班", "小学四年级（1）班", "六年级"]
)
def test_the_name_of_a_class_may_say_its_grade(name: str) -> None:
    found = census(*(sheet.grid() for sheet in by_names(name, "一年级二班")))
    assert found.schools[0].staged["primary"]["largest_class"] == 43
    assert [one.name for one in found.schools[0].classes] == [name, "一年级二班"]
    assert [issue.value for issue in issues(found, "N634")] == [name]
    assert issues(found, "E405") == []


@pytest.mark.parametrize("name", ["1班", "一班", "21", "二一班", "2023级1班", "实验班", "11(1)班"])
def test_a_class_whose_name_says_no_grade_is_named(name: str) -> None:
    found = census(*(sheet.grid() for sheet in by_names(name, "一年级二班")))
    assert [(issue.value, issue.cell) for issue in issues(found, "E405")] == [(name, "班级!B2")]
    assert "largest_class" not in found.schools[0].staged["primary"]


def test_a_list_of_classes_that_cannot_be_read_leaves_the_sizes_open_and_nothing_else() -> None:
    """Its county was not judged at all, though it need not have such a list."""
    schools, _ = (sheet.grid() for sheet in by_names())
    classes = Sheet("班级").line("学校", "人数").line("甲小学", 43).line("甲小学", 42).grid()
    found = census(schools, classes)
    (said,) = issues(found, "E111")
    assert (said.sheet, said.severity) == ("班级", "error") and said.message.startswith("工作表“班级”缺少列：年级")
    assert (found.schools[0].staged["primary"]["pupils"], found.schools[0].classes) == (85, ())
    # The size that a school states might be another one by its list.
    (stated,) = grids([primary(小学在校生数=85, 小学班级数=2, 小学最大班额=43)])
    assert census(stated).schools[0].staged["primary"]["largest_class"] == 43
    assert "largest_class" not in census(stated, classes).schools[0].staged["primary"]
    twice = Sheet("班级").line("学校", "年级", "人数", "人数").line("甲小学", "一年级", 43, 44).grid()
    assert "两列都是“人数”" in issues(census(stated, twice), "E111")[0].message


@pytest.mark.parametrize("sheet", ["班级", "Sheet2"])
@pytest.mark.parametrize("name", ["1班", "一班", "21", "101", "2023级1班", "11(1)班"])
def test_classes_that_say_no_grade_are_of_the_only_stage_of_their_school(name: str, sheet: str) -> None:
    schools, classes = by_names(name, name.replace("1", "2").replace("一", "二"))
    classes.name = sheet
    found = census(schools.grid(), classes.grid())
    known = sheet == "班级" or "级" in name
    assert found.schools[0].staged["primary"].get("largest_class") == (43 if known else None)
    assert [(issue.value, issue.cell) for issue in issues(found, "W596")] == [(name, f"{sheet}!B2")] * known
    assert {issue.code for issue in found.issues if issue.severity == "error"} == (set() if known else {"E108"})


@pytest.mark.parametrize(("name", "kind"), [("大班", "小学"), ("实验班", "小学"), ("2023级1班", "九年一贯制学校")])
def test_classes_of_two_stages_and_of_other_names_stay_open(name: str, kind: str) -> None:
    schools, classes = by_names(name, name)
    schools.rows[-1][COLUMNS.index(next(each for each in COLUMNS if each[0] == "办学类型"))] = kind
    found = census(schools.grid(), classes.grid())
    assert all("largest_class" not in staged for staged in found.schools[0].staged.values())
    assert [(issue.value, issue.cell) for issue in issues(found, "E422")] == [(name, "班级!B2")]
    assert not issues(found, "W596") and not issues(found, "E414") and not issues(found, "E108")


@pytest.mark.parametrize(("sheet", "title"), [("班额明细", "各校班额统计表（2025年9月）"), ("Sheet2", None)])
def test_a_list_of_classes_is_known_by_the_grades_in_their_names(sheet: str, title: str | None) -> None:
    schools, _ = by_names()
    classes = Sheet(sheet)
    if title:
        classes.line(title)
    classes.line("学校名称", "班级", "班额").line("甲小学", "一（1）班", 43).line("甲小学", "二（1）班", 42)
    found = census(schools.grid(), classes.grid())
    assert found.schools[0].staged["primary"]["largest_class"] == 43
    # A row for each school counts its classes.
    counts = Sheet(sheet).line("学校名称", "班级", "班额").line("甲小学", 2, 43).line("乙小学", 3, 42)
    counted = census(schools.grid(), counts.grid())
    assert counted.schools[0].classes == () and issues(counted, "W510") + issues(counted, "W511")


@pytest.mark.parametrize(
    "label",
    [
        "达标校数",
        "增减",
        "85%底线",
        "城区学校",
        "民办",
        "其中：乡村学校",
        "其中：大湾教学点",
        "城关镇",
        "解放街道",
        "村小",
        "比上年增减",
        "应达标准",
        "区直",
        "云川县",
        "督学责任区",
        "2024年",
        "2024-2025学年",
    ],
)
def test_groups_of_schools_are_no_school(label: str) -> None:
    line: list[Raw] = [1, label, *[None] * 8, *[300] * 15]
    found = census(below(*line).grid())
    assert [school.name for school in found.schools] == ["甲小学"]
    assert [issue.value for issue in issues(found, "N602")] == [label]


@pytest.mark.parametrize("said", ["小学", "镇区", "城区", "公办", "初级中学", "城关镇", "解放街道", "其中"])
def test_a_school_may_stand_behind_the_word_of_a_group(said: str) -> None:
    rows = [primary(), primary(学校名称="乙小学")]
    columns: list[Column] = [
        ("学段或所在地", lambda _: said),
        *((each, of(each)) for each in HEADINGS if each != "办学类型"),
    ]
    found = census(Sheet("小学").head(columns).body(columns, rows).grid())
    assert [school.name for school in found.schools] == ["甲小学", "乙小学"]


@pytest.mark.parametrize("number", [1, "1所", "1"])
def test_a_group_that_counts_its_schools_is_no_school(number: Raw) -> None:
    columns: list[Column] = [("乡镇", lambda _: "城关镇"), *((each, of(each)) for each in HEADINGS)]
    found = census(
        Sheet("学校").head(columns).body(columns, [primary()]).line("村小", number, *[None] * 8, *[9] * 9).grid()
    )
    assert [school.name for school in found.schools] == ["甲小学"]
    assert [issue.value for issue in issues(found, "N602")] == ["村小"]


@pytest.mark.parametrize("label", ["城关镇", "村小"])
def test_a_group_that_says_of_which_type_it_is_is_a_school(label: str) -> None:
    line: list[Raw] = [1, label, None, "小学", *[None] * 6, *[300] * 15]
    assert [school.name for school in census(below(*line).grid()).schools] == ["甲小学", label]


@pytest.mark.parametrize(
    "name",
    ["镇小学", "望城镇中心小学", "学区中心校", "小学部", "其林小学", "中心小学", "望县小学", "县直小学", "2024年新校"],
)
def test_names_that_hold_the_word_of_a_group_are_schools(name: str) -> None:
    assert [school.name for school in census(below(row=primary(学校名称=name)).grid()).schools] == [name]


@pytest.mark.parametrize("label", ["校均", "最大值", "中位数", "占比（%）", "达标标准", "全县均值"])
def test_statistics_below_a_table_are_no_schools(label: str) -> None:
    line: list[Raw] = [None, label, *[12.5] * 20]
    assert [school.name for school in census(below(*line).grid()).schools] == ["甲小学"]


@pytest.mark.parametrize(("width", "schools"), [(1, 2), (4, 1)])
def test_a_caption_merged_over_the_table_is_no_school(width: int, schools: int) -> None:
    plain = COLUMNS[1:]
    sheet = Sheet("学校").head(plain).line("北京路学校").body(plain, [primary()])
    sheet.merged.append((1, 0, 1, width - 1))
    assert len(census(sheet.grid()).schools) == schools


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("中心小学", "primary_school"),
        ("小学（完小）", "primary_school"),
        ("9年一贯制", "nine_year"),
        ("普通初级中学", "junior_school"),
    ],
)
def test_other_words_for_a_type(written: str, kind: str) -> None:
    assert census(table([primary(办学类型=written)])).schools[0].type == kind


@pytest.mark.parametrize(
    ("written", "where"),
    [("111", "urban"), (121.0, "town"), ("220村庄", "rural"), ("村庄（220）", "rural"), ("县城", "town")],
)
def test_codes_of_town_and_country(written: Raw, where: str) -> None:
    assert census(table([primary(城乡类型=written)])).schools[0].choices["location"] == where


@pytest.mark.parametrize("name", ["其中：乙小学", "备注小学", "注：乙小学"])
def test_a_row_with_a_code_and_figures_is_never_left_out(name: str) -> None:
    """It may be a school, or a part of the row above: nobody knows, so that nothing is concluded without it."""
    rows = [primary(), primary(学校名称=name, 学校代码="2133000002")]
    found = census(Sheet("学校").head(COLUMNS).body(COLUMNS, rows).grid())
    assert [(school.name, school.doubt) for school in found.schools] == [("甲小学", None), (name, "E409")]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("石桥镇\n中心小学", "石桥镇中心小学"),
        ("石桥镇\r\n中心\n小学\n", "石桥镇中心小学"),
        ("石桥镇 中心小学", "石桥镇 中心小学"),
        ("Green\nHill School", "Green Hill School"),
    ],
)
def test_a_name_broken_over_lines_is_one_word(written: str, name: str) -> None:
    point = teaching_point(学校名称="甲教学点", 是否计校数="否", 所属学校=written)
    rows = [primary(学校名称=written, 学校代码=None), point]
    found = census(Sheet("学校").head(COLUMNS).body(COLUMNS, rows).grid())
    assert [(school.name, school.sites) for school in found.schools] == [(name, ("甲教学点",))]


@pytest.mark.parametrize("name", ["其中：乙小学", "其中：石桥村小", "其中：柳树教学点", "其中、乙完小"])
def test_a_part_of_another_row_with_a_type_of_its_own_may_be_a_school(name: str) -> None:
    rows = [primary(), primary(学校名称=name, 学校代码=None)]
    found = census(Sheet("学校").head(COLUMNS).body(COLUMNS, rows).grid())
    assert [(school.name, school.doubt) for school in found.schools] == [("甲小学", None), (name, "E409")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("其中：乙小学", None),
        ("其中：教学点", "教学点"),
        ("其中：村小", "小学"),
        ("其中：城区小学", "小学"),
        ("其中：东校区", "小学"),
    ],
)
def test_a_part_of_another_row_without_a_code_is_left_out(name: str, kind: str | None) -> None:
    rows = [primary(), primary(学校名称=name, 学校代码=None, 办学类型=kind)]
    found = census(Sheet("学校").head(COLUMNS).body(COLUMNS, rows).grid())
    assert [school.name for school in found.schools] == ["甲小学"]


@pytest.mark.parametrize("name", ["备注小学", "※乙小学", "★乙小学"])
def test_a_row_with_several_figures_is_no_remark(name: str) -> None:
    """The mark before a name is explained below the table; the school stays in the county."""
    rows = [primary(), primary(学校名称=name, 学校代码=None)]
    found = census(Sheet("学校").head(COLUMNS).body(COLUMNS, rows).grid())
    assert [(school.name, school.doubt) for school in found.schools] == [("甲小学", None), (name, "E409")]
    remark = {**dict.fromkeys(rows[0]), "学校名称": name, "小学在校生数": 3}
    found = census(Sheet("学校").head(COLUMNS).body(COLUMNS, [rows[0], remark]).grid())
    assert [school.name for school in found.schools] == ["甲小学"]


def test_a_sheet_with_a_row_for_every_grade_lists_no_classes() -> None:
    columns = [column for column in COLUMNS if "最大班额" not in column[0]]
    schools = Sheet("学校").head(columns).body(columns, [primary(小学在校生数=85, 小学班级数=2)])
    grades = Sheet("各年级").line("学校名称", "年级", "班级数", "学生数").line("甲小学", "一年级", 2, 85)
    found = census(schools.grid(), grades.grid())
    assert "largest_class" not in found.schools[0].staged["primary"]
    assert [issue.sheet for issue in issues(found, "W511")] == ["各年级"]


def test_a_list_of_classes_may_count_boys_and_girls_beside_the_total() -> None:
    columns = [column for column in COLUMNS if "最大班额" not in column[0]]
    schools = Sheet("学校").head(columns).body(columns, [primary(小学在校生数=85, 小学班级数=2)])
    classes = Sheet("名册").line("学校名称", "年级", "班级", "男", "女", "合计")
    classes.line("甲小学", "一年级", "1班", 20, 22, 42).line("甲小学", "一年级", "2班", 21, 22, 43)
    found = census(schools.grid(), classes.grid())
    assert found.schools[0].staged["primary"]["largest_class"] == 43


def listed(columns: tuple[str, ...], *rows: tuple[Raw, ...], name: str = "名册") -> Census:
    own = [column for column in COLUMNS if "最大班额" not in column[0]]
    schools = Sheet("学校").head(own).body(own, [primary(小学在校生数=85, 小学班级数=2), primary(学校名称="乙小学")])
    classes = Sheet(name).line(*columns)
    for row in rows:
        classes.line(*row)
    return census(schools.grid(), classes.grid())


@pytest.mark.parametrize(
    "total", [("甲小学", "一年级", "小计", 85), ("甲小学", "小计", None, 85), ("小计", None, None, 85)]
)
def test_a_total_among_the_classes_is_none_of_them(total: tuple[Raw, ...]) -> None:
    classes = [("甲小学", "一年级", "1班", 42), ("甲小学", "一年级", "2班", 43)]
    found = listed(("学校名称", "年级", "班级", "学生数"), *classes, total)
    assert found.schools[0].staged["primary"]["largest_class"] == 43
    assert issues(found, "E405") == []


@pytest.mark.parametrize("school", ["甲小学", None])
@pytest.mark.parametrize("second", ["一年级", "二年级"])
def test_rows_that_call_no_class_are_classes_only_where_a_grade_has_several(school: str | None, second: str) -> None:
    rows = [
        ("甲小学", "一年级", 42),
        (school, second, 43),
        ("乙小学", "一年级", 40),
        (school and "乙小学", "二年级", 40),
    ]
    one = listed(("学校名称", "年级", "学生数"), *rows).schools[0].staged["primary"]
    assert one.get("largest_class") == (43 if second == "一年级" else None)


def test_a_sheet_that_is_called_so_lists_classes_all_the_same() -> None:
    found = listed(("学校名称", "年级", "学生数"), ("甲小学", "一年级", 42), ("甲小学", "二年级", 43), name="班级")
    assert found.schools[0].staged["primary"]["largest_class"] == 43


@pytest.mark.parametrize("heading", ["学校名称", "学校代码", "所属学校"])
@pytest.mark.parametrize(
    "said",
    [
        "=TRIM(B9)",
        "=A2&B2",
        "=$B$3",
        "='学校 名单'!B3",
        "=名单!B3",
        "=_xlfn.XLOOKUP(A1,B:B,C:C)",
        "#N/A",
        "#REF!",
        "Err:502",
    ],
)
def test_a_label_that_is_a_formula_without_a_result_names_no_school(heading: str, said: str) -> None:
    first, second = primary(), primary(学校名称="乙小学")
    other = primary(学校名称="丙小学", 小学在校生数=400)
    found = census(Sheet("学校").head(COLUMNS).body(COLUMNS, [first, second | {heading: said}, other]).grid())
    (issue,) = [one for one in found.issues if one.code == "E215"]
    assert issue.value == said and issue.cell is not None and issue.cell.endswith("3")
    assert [bool(school.doubt) for school in found.schools] == [False, True, False]
    assert said not in {text for school in found.schools for text in (school.name, school.code)}


@pytest.mark.parametrize("name", ["=1+1 <b>|", "=希望小学", "#1小学", "Errol小学", "= 实验小学"])
def test_names_that_only_begin_like_formulas_stay_names(name: str) -> None:
    found = census(of_one(name).grid())
    assert [school.name for school in found.schools] == [name]
    assert not [one for one in found.issues if one.code == "E215"]


def of_one(name: str) -> Sheet:
    """A table of one school that is called so."""
    return Sheet("学校").head(COLUMNS).body(COLUMNS, [primary(学校名称=name)])


@pytest.mark.parametrize(
    ("counted", "parent", "asked"),
    [
        (None, "甲小学", True),
        ("是", "甲小学", False),
        ("否", "甲小学", False),
        (None, "乙教学点", False),
        (None, None, False),
    ],
)
def test_a_parent_and_nothing_about_counting_is_asked_about(
    counted: str | None, parent: str | None, asked: bool
) -> None:
    point = primary(学校名称="乙教学点", 办学类型="教学点", 是否计校数=counted, 所属学校=parent, 小学在校生数=30)
    found = census(Sheet("学校").head(COLUMNS).body(COLUMNS, [primary(), point]).grid())
    assert bool(issues(found, "W582")) is asked
    assert len(found.schools) == (1 if counted == "否" else 2)


@pytest.mark.parametrize("known", [{}, {"建成年份": 2004, "城乡类型": "镇区"}])
def test_a_row_without_a_figure_is_asked_about_once(known: dict[str, Raw]) -> None:
    blank = dict.fromkeys(primary(), None) | {"学校名称": "乙小学（已撤并）", "办学类型": "小学"} | known
    found = census(*grids([primary(), blank]))
    asked = {(issue.code, issue.school) for issue in found.issues}
    assert asked == {("W595", "乙小学（已撤并）"), ("E417", "乙小学（已撤并）")}
    counted = census(*grids([primary(), blank | {"音乐专用教室数": 0}]))
    assert not issues(counted, "E417") and len(issues(counted, "E210")) > 5


def ticked(*said: Raw) -> Census:
    rows = [primary(学校名称="甲小学", 是否计校数=said[0]), primary(学校名称="乙小学", 是否计校数=said[1])]
    point = teaching_point(学校名称="丙教学点", 是否计校数=said[2], 所属学校="甲小学")
    return census(table([*rows, point]))


@pytest.mark.parametrize(("tick", "cross"), [("√", "×"), ("✓", "✗"), ("是", "×"), ("√", "否")])
def test_ticks_and_crosses_say_what_counts_as_a_school(tick: str, cross: str) -> None:
    found = ticked(tick, tick, cross)
    assert [school.name for school in found.schools] == ["甲小学", "乙小学"]
    assert not issues(found, "E205") and not issues(found, "W582")


def test_what_is_not_ticked_beside_ticks_stays_open() -> None:
    """A blank cell alone means a yes."""
    found = ticked("√", "√", None)
    assert [issue.cell for issue in issues(found, "E205")] == ["学校!H4"]
    assert [school.doubt for school in found.schools if school.name == "丙教学点"] == ["E205"]
    for said in (("是", "是", None), ("√", None, "×"), (None, None, "×"), (None, None, None)):
        assert not issues(ticked(*said), "E205")
