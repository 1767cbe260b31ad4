"""Several years in one table: a row or a column for each of them; the latest is the one that is judged."""

import pytest
from county import HEADINGS, Row, junior, primary
from layouts import Column, Sheet, of
from test_office_tables import census, issues

from eqeval.core.census import Census

COLUMNS: list[Column] = [(each, of(each)) for each in HEADINGS]
NOW, BEFORE = primary(小学在校生数=600), primary(小学在校生数=450)


def years(*rows: tuple[str, Row], heading: str = "年度") -> Census:
    sheet = Sheet("学校").head([(heading, of(heading)), *COLUMNS])
    return census(sheet.body([(heading, of(heading)), *COLUMNS], [{**row, heading: year} for year, row in rows]).grid())


@pytest.mark.parametrize(
    ("heading", "before", "now"),
    [("年度", "2025", "2026"), ("学年", "2024-2025学年", "2025-2026学年"), ("年份", "2025年", "2026年")],
)
@pytest.mark.parametrize("latest_first", [True, False])
def test_of_rows_of_several_years_the_latest_is_read(heading: str, before: str, now: str, latest_first: bool) -> None:
    rows = [(now, NOW), (before, BEFORE)]
    found = years(*(rows if latest_first else rows[::-1]), heading=heading)
    assert [(school.values["pupils"], school.doubt) for school in found.schools] == [(600, None)]
    (said,) = issues(found, "N638")
    assert "1 行" in said.message


def test_a_school_without_a_row_of_the_latest_year_is_in_doubt() -> None:
    found = years(("2026", NOW), ("2025", BEFORE), ("2025", junior()))
    assert [school.doubt for school in found.schools] == [None, "E129"]
    assert [issue.value for issue in issues(found, "E129")] == ["甲初中"]


@pytest.mark.parametrize("other", ["2026", "", "去年"])
def test_without_another_year_in_every_row_nothing_is_left_out(other: str) -> None:
    found = years(("2026", NOW), (other, junior()))
    assert ([school.doubt for school in found.schools], issues(found, "N638")) == ([None, None], [])
