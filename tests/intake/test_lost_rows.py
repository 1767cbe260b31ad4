"""A row that was deleted leaves a trace: numbers that jump, a total or a title that counts one more."""

import pytest
from county import HEADINGS, Row, primary, standard
from layouts import Column, Sheet, of

from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.words import Words

ONE = standard()
NAMES = [f"{at}小学" for at in "甲乙丙丁戊己庚"]


def sheet(name: str, rows: list[tuple[Raw, str]], title: str = "", total: str = "", heading: str = "序号") -> Grid:
    """A table with a number before the name of every school."""
    columns: list[Column] = [(heading, of(heading)), *((each, of(each)) for each in HEADINGS)]
    body: list[Row] = [{**primary(学校名称=school), heading: number} for number, school in rows]
    made = Sheet(name)
    if title:
        made.line(title)
    made.head(columns).body(columns, body)
    if total:
        made.line(None, total)
    return made.grid()


def asked(*grids: Grid) -> list[tuple[str | None, str]]:
    found = take(list(grids), ONE.standard, ONE.vocabulary, "县", Words("zh"))["县"]
    return [(issue.cell, issue.message.partition("；")[0]) for issue in found.issues if issue.code == "W592"]


def numbered(*numbers: Raw) -> list[tuple[Raw, str]]:
    return list(zip(numbers, NAMES, strict=False))


@pytest.mark.parametrize("heading", ["序号", "No", "序 号"])
def test_a_number_that_is_left_out_is_asked_about(heading: str) -> None:
    assert asked(sheet("学校", numbered(1, 2, 3, 5, 6, 7), heading=heading)) == [("学校!A5", "序号中没有 4")]
    assert asked(sheet("学校", numbered("1", "2", "4", "5"))) == [("学校!A4", "序号中没有 3")]


@pytest.mark.parametrize(
    "numbers",
    [(1, 2, 3, 4, 5), (3, 1, 2, 5, 6), (1, 2, None, 5, 6), (1, 2, 9, 40, 77), (1, 1, 2, 2, 3), (5, 6, 7, 8), (1, 3)],
)
def test_numbers_that_tell_nothing_are_not_asked_about(numbers: tuple[Raw, ...]) -> None:
    """In another order, not of every school, of a choice from a longer list, of a school with two rows."""
    assert asked(sheet("学校", numbered(*numbers))) == []


def test_numbers_that_go_on_in_another_sheet_are_not_asked_about() -> None:
    one = sheet("城区", list(zip((1, 2, 4, 5), NAMES, strict=False)))
    two = sheet("乡村", list(zip((3, 6, 7), NAMES[4:], strict=False)))
    again = sheet("乡村", list(zip((1, 2, 3), NAMES[4:], strict=False)))
    assert asked(one, two) == []
    assert asked(one, again) == [("城区!A4", "序号中没有 3")]


@pytest.mark.parametrize("said", ["合计7所", "合计（7所）", "共7所", "总计：7所学校"])
def test_a_total_that_counts_another_number_is_asked_about(said: str) -> None:
    rows = numbered(1, 2, 3, 4, 5, 6)
    assert asked(sheet("学校", rows, total=said)) == [("学校!B8", f"“{said}”说有 7 所，这张表读到 6 所")]
    assert asked(sheet("学校", rows, total=said.replace("7", "6"))) == []


def test_a_title_that_counts_another_number_is_asked_about() -> None:
    rows = numbered(1, 2, 3, 4, 5, 6)
    title = "某县小学办学条件一览表（共7所）"
    assert asked(sheet("学校", rows, title)) == [("学校!A1", f"“{title}”说有 7 所，这张表读到 6 所")]
    assert asked(sheet("学校", numbered(*range(1, 8)), title)) == []
    # Two counts are of two kinds, and 7校区 are places of one school.
    assert asked(sheet("学校", rows, "小学7所、教学点3个、初中2所")) == asked(sheet("学校", rows, "含7校区")) == []


def test_a_total_may_count_the_schools_of_a_run_a_type_or_all_sheets() -> None:
    one = sheet("城区", numbered(1, 2, 3), total="小计3所")
    two = sheet("乡村", list(zip((1, 2, 3, 4), NAMES[3:], strict=False)), total="合计7所")
    assert asked(one, two) == []
