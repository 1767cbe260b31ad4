"""Classes that stand beside each other: a row for every grade, or for every school, with a column for every class."""

import json
from pathlib import Path

import pytest
from conftest import Run
from county import HEADINGS, junior, primary
from layouts import Column, Sheet, of, save
from test_office_tables import census, issues

from eqeval.core.census import Census
from eqeval.core.grid import Grid, Raw

COLUMNS: list[Column] = [(heading, of(heading)) for heading in HEADINGS if "最大班额" not in heading]
SCHOOLS = [primary(小学在校生数=168, 小学班级数=4), junior(初中在校生数=90, 初中班级数=2)]
ROWS: list[tuple[Raw, ...]] = [
    ("甲小学", "一年级", 40, 41, 44),
    (None, "二年级", 43, "—", None),
    ("甲初中", "七年级", 46, 44, None),
    ("合计", None, 129, 85, 44),
]


def county(classes: Grid) -> Census:
    return census(Sheet("学校").head(COLUMNS).body(COLUMNS, SCHOOLS).grid(), classes)


def sizes(found: Census) -> list[tuple[str, Raw]]:
    return [(section.stage, section.values.get("largest_class")) for section in found.sections]


@pytest.mark.parametrize("name", ["班额", "班级", "各校班级"])
@pytest.mark.parametrize("numbers", [("1班", "2班", "3班"), ("(1)班", "(2)班", "(3)班"), ("一班", "二班", "三班")])
def test_a_row_for_every_grade_is_a_list_of_classes(name: str, numbers: tuple[str, ...]) -> None:
    sheet = Sheet(name).line("班额情况").line("学校名称", "年级", *numbers)
    for row in ROWS:
        sheet.line(*row)
    found = county(sheet.grid())
    assert sizes(found) == [("primary", 44), ("junior", 46)]
    assert {issue.code for issue in found.issues if issue.severity != "note"} <= {"W501"}


def test_a_row_for_every_school_has_the_grades_above_the_classes() -> None:
    sheet = (
        Sheet("班额")
        .line("学校名称", "一年级", None, "二年级", None, "七年级", None)
        .line(None, "1班", "2班", "1班", "2班", "1班", "2班")
    )
    sheet.line("甲小学", 40, 42, 43, 43, None, None).line("甲初中", None, None, None, None, 46, 44)
    assert sizes(county(sheet.grid())) == [("primary", 43), ("junior", 46)]


def test_a_cell_that_is_no_number_is_named_where_it_stands() -> None:
    sheet = Sheet("班额").line("学校名称", "年级", "1班", "2班").line("甲小学", "一年级", 40, "四十一")
    sheet.line("乙小学", "一年级", 40, 41)
    found = county(sheet.grid())
    assert [issue.cell for issue in issues(found, "E201")] == ["班额!D2"]
    assert [issue.cell for issue in issues(found, "E404")] == ["班额!A3"]


def test_classes_without_grades_are_not_guessed() -> None:
    sheet = Sheet("班额").line("学校名称", "1班", "2班").line("甲小学", 40, 41)
    assert [issue.sheet for issue in issues(county(sheet.grid()), "W510")] == ["班额"]


def test_inspect_says_that_such_a_sheet_is_read(run: Run, tmp_path: Path) -> None:
    classes = Sheet("班额").line("学校名称", "年级", "1班", "2班").line("甲小学", "一年级", 40, 41)
    path = save(tmp_path / "a.xlsx", Sheet("学校").head(COLUMNS).body(COLUMNS, SCHOOLS), classes)
    (sheet,) = json.loads(run("inspect", path, "-o", "json").out)["sheets"]
    assert (sheet["sheet"], sheet["why"]) == ("班额", "side")
