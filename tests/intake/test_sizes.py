"""The list of classes beside the table of schools: a class twice, a list with gaps, numbers that disagree."""

import pytest
from county import Row, grids, junior, primary, report, statements
from layouts import Sheet
from msgspec.structs import replace
from test_office_tables import census, issues

from eqeval.core.census import Census
from eqeval.core.grid import Grid, Raw

Class = tuple[str, str, str, Raw]


def classes(count: int = 15, size: int = 40, school: str = "甲小学") -> list[Class]:
    return [(school, "一年级", f"{number}班", size) for number in range(1, count + 1)]


def outcome(school: Row, listed: list[Class]) -> tuple[str, set[str]]:
    """Judge class size, and say which errors there are."""
    found = report([school, junior()], listed)
    (rule,) = [line for line in found.requirements if line.id == "B5"]
    return str(rule.outcome), {issue.code for issue in found.issues if issue.severity == "error"}


@pytest.mark.parametrize(
    ("size", "wanted"),
    [(39, "met"), (45, "met"), (46, "undetermined"), (40, "met")],
    ids=["less", "at", "above", "same"],
)
@pytest.mark.parametrize("last", [True, False])
def test_a_class_that_stands_twice_lies_between_its_numbers(size: int, wanted: str, last: bool) -> None:
    again: list[Class] = [("甲小学", "一年级", "1班", size)]
    listed = [*classes(), *again] if last else [*again, *classes()]
    assert outcome(primary(), listed) == (wanted, {"E414"} if size != 40 else set())


def test_a_class_that_is_too_large_in_all_its_rows_is_too_large() -> None:
    listed = [*classes(), ("甲小学", "一年级", "1班", 60), ("甲小学", "一年级", "2班", 50)]
    assert outcome(primary(), [*listed[2:], ("甲小学", "一年级", "1班", 55)])[0] == "not_met"
    assert outcome(primary(), listed)[0] == "undetermined"


def test_a_class_twice_is_counted_once_and_named_with_both_cells() -> None:
    found = report(
        [primary(), junior()], [*classes(), ("甲小学", "一年级", "3班", 41), ("甲小学", "一年级", "3班", 44)]
    )
    said = [issue for issue in found.issues if issue.code == "E414"]
    assert [(issue.cell, "班级!D4" in issue.message) for issue in said] == [("班级!D17", True), ("班级!D18", True)]
    assert "40–41" in said[1].message
    assert not [issue for issue in found.issues if issue.code in ("W504", "W505")]


def test_classes_without_a_name_are_several() -> None:
    listed: list[Class] = [("甲小学", "一年级", "", 40 - number % 2 * 2) for number in range(15)]
    assert outcome(primary(小学在校生数=580), listed) == ("met", set())


@pytest.mark.parametrize(("pupils", "wanted"), [(600, "met"), (601, "undetermined")])
def test_a_list_of_fewer_pupils_than_the_school_may_lack_the_largest_class(pupils: int, wanted: str) -> None:
    """Nobody says how many classes there are, so the pupils tell whether all are there."""
    school = primary(小学在校生数=pupils, 小学班级数=None, 小学最大班额=None)
    assert outcome(school, classes())[0] == wanted


def test_without_the_number_of_classes_the_larger_of_list_and_column_counts() -> None:
    assert outcome(primary(小学最大班额=46), classes(14))[0] == "not_met"
    school = primary(小学班级数=None, 小学最大班额=46)
    assert outcome(school, classes(14))[0] == "not_met"
    assert outcome(school, classes())[0] == "met"


@pytest.mark.parametrize(
    ("pupils", "wanted", "errors"),
    [(600, "met", set()), (601, "undetermined", {"E304"}), (1200, "undetermined", {"E304"})],
)
def test_the_average_class_is_not_larger_than_the_largest_of_the_list(
    pupils: int, wanted: str, errors: set[str]
) -> None:
    assert outcome(primary(小学在校生数=pupils, 小学班级数=15, 小学最大班额=None), classes()) == (wanted, errors)


def test_pupils_are_doubtful_only_far_above_the_classes_of_the_list() -> None:
    for pupils, doubtful in ((1200, False), (1201, True)):
        found = report([primary(小学在校生数=pupils, 小学班级数=15), junior()], classes())
        (section,) = [one for one in found.sections if one.school == "甲小学"]
        assert (section.pupils is None) is doubtful


@pytest.mark.parametrize(("count", "known"), [(15, True), (16, False)])
def test_the_number_of_classes_is_right_where_the_list_has_as_many(count: int, known: bool) -> None:
    schools, listed = grids([primary(小学在校生数=650, 小学班级数=15), junior()], classes(count))
    staged = census(schools, listed).schools[0].staged["primary"]
    assert ("classes" in staged, "largest_class" in staged) == (known, False)


def bands(pupils: int) -> Census:
    columns = [each for each in primary() if "最大班额" not in each]
    row = {
        **primary(小学在校生数=pupils, 小学班级数=15),
        "小学45人及以下班级数": 15,
        "小学46-55人班级数": 0,
        "小学56人及以上班级数": 0,
    }
    wanted = [*columns, *(each for each in row if "人" in each and "班级数" in each)]
    return census(Sheet("学校").line(*wanted).line(*(row[each] for each in wanted)).grid())


def test_the_average_class_is_not_larger_than_its_band() -> None:
    fits, crowded = bands(675), bands(676)
    assert (issues(fits, "E304"), fits.schools[0].most) == ([], {"largest_class": {"primary": 45}})
    assert [issue.cell for issue in issues(crowded, "E304")] == ["学校!G2"]
    assert crowded.schools[0].most == {}


def hidden(sheet: Grid, *rows: int) -> Grid:
    return replace(sheet, hidden_rows=frozenset(rows))


def test_hidden_rows_of_the_list_of_classes_and_of_the_county_are_read_and_named() -> None:
    listed = [*classes(14), ("甲小学", "一年级", "15班", 50)]
    schools, sizes, county = grids([primary(), junior()], listed, statements())
    found = census(schools, hidden(sizes, 15), hidden(county, 3))
    assert found.schools[0].staged["primary"]["largest_class"] == 50
    assert [(issue.cell, issue.severity) for issue in issues(found, "W579")] == [
        ("班级!A16", "warning"),
        ("县级!A4", "warning"),
    ]
    assert "第 16 行" in issues(found, "W579")[0].message
    assert not issues(census(schools, hidden(sizes, 0, 99), county), "W579")


def test_a_grade_that_stands_in_the_first_of_its_rows_holds_for_the_others() -> None:
    whole = [("甲小学", grade, f"{number}班", 40) for grade in ("一年级", "二年级") for number in (1, 2, 3)]
    shown = [("甲小学" if at == 0 else "", grade if number == "1班" else "", number, many)
             for at, (_, grade, number, many) in enumerate(whole)]  # fmt: skip
    found = [report([primary(小学在校生数=240, 小学班级数=6), junior()], listed) for listed in (whole, shown)]
    assert found[0].sections[0].pupils == 240
    assert [{issue.code for issue in each.issues} & {"E405", "E414", "W504", "W505"} for each in found] == [
        set(),
        set(),
    ]


def test_a_grade_is_not_that_of_another_school() -> None:
    listed: list[Class] = [*classes(), ("乙小学", "", "1班", 40)]
    found = report([primary(), primary(学校名称="乙小学", 小学在校生数=40, 小学班级数=1), junior()], listed)
    assert [issue.cell for issue in found.issues if issue.code == "E405"] == ["班级!B17"]


@pytest.mark.parametrize("total", ["小计", "一年级小计", "甲小学合计", "合计："])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_totals_in_the_list_are_no_classes(total: str, at: int) -> None:
    called = ["甲小学", "一年级", ""]
    called[at] = total
    school, grade, name = called
    listed: list[Class] = [*classes(), (school, grade, name, 600)]
    assert outcome(primary(), listed) == ("met", set())


@pytest.mark.parametrize("called", ["", "全校", "学前班", "共6班", "备注"])
def test_a_row_that_is_not_called_as_the_classes_above_has_no_grade_of_theirs(called: str) -> None:
    listed: list[Class] = [*classes(), ("甲小学", "", called, 600)]
    assert outcome(primary(), listed) == ("undetermined", {"E405"})


@pytest.mark.parametrize(
    "names",
    [["1班", "2班", "3班"], ["一(1)班", "一(2)班", "一(3)班"], ["九班", "十班", "十一班"], ["A班", "B班", "C班"]],
)
def test_a_grade_holds_for_classes_that_count_on(names: list[str]) -> None:
    listed: list[Class] = [("甲小学", "" if at else "一年级", name, 40) for at, name in enumerate(names)]
    found = report([primary(小学在校生数=120, 小学班级数=3), junior()], listed)
    assert not {issue.code for issue in found.issues} & {"E405", "E414", "W504", "W505"}


@pytest.mark.parametrize(("merged", "errors"), [(((1, 1, 3, 1),), 0), ((), 2)])
def test_a_merged_grade_holds_for_all_its_classes(merged: tuple[tuple[int, int, int, int], ...], errors: int) -> None:
    names = ("火箭班", "实验班", "普通班")
    listed: list[Class] = [("甲小学", "" if at else "一年级", name, 40) for at, name in enumerate(names)]
    schools, sheet = grids([primary(小学在校生数=120, 小学班级数=3)], listed)
    found = census(schools, replace(sheet, merged=merged))
    assert len(issues(found, "E405")) == errors
    assert ("largest_class" in found.schools[0].staged["primary"]) == (not errors)


@pytest.mark.parametrize("grade", ["2026级", "26级", "2032届"])
def test_years_of_entry_are_one_finding(grade: str) -> None:
    listed: list[Class] = [("甲小学", grade, f"{number}班", 40) for number in range(1, 15)]
    found = report([primary(), junior()], [*listed, ("甲小学", "学前班", "", 40)])
    said = [issue for issue in found.issues if issue.code in ("E405", "E419")]
    assert [(issue.code, issue.cell) for issue in said] == [("E405", "班级!B16"), ("E419", "班级!B2")]
    assert grade in said[1].message and "14 行" in said[1].message
    assert outcome(primary(), listed)[0] == "undetermined"


@pytest.mark.parametrize(
    ("heads", "largest"),
    [
        (["学籍人数"], 48), (["实有人数", "学籍人数"], 48), (["学籍人数", "实有人数"], 40),
        (["在籍学生数", "学生数"], 40), (["班额", "学生数"], 40),
    ],
)  # fmt: skip
def test_pupils_that_are_there_count_before_those_that_are_registered(heads: list[str], largest: int) -> None:
    schools, _ = grids([primary(小学在校生数=None, 小学班级数=1, 小学最大班额=None)], [])
    sheet = Sheet("各班人数统计表").line("学校名称", "年级", "班级", *heads)
    sheet.line("甲小学", "一年级", "1班", *(48, 40)[: len(heads)])
    found = census(schools, sheet.grid())
    assert found.schools[0].staged["primary"]["largest_class"] == largest
