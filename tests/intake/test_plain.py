"""Tables are read column by column as far as their cells are plain, and cell by cell elsewhere: both say the same."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest
from county import HEADINGS, Row, grids, junior, primary, report, standard, statements

from eqeval.core.census import Census
from eqeval.core.grid import Percent, Raw, Refused
from eqeval.core.intake import take
from eqeval.core.intake.rows import body
from eqeval.core.intake.rows.plain import Plain
from eqeval.words import Words

CELLS: tuple[Raw, ...] = (
    "", None, " ", "—", "无", 0, 0.0, -0.0, 7, 12.0, 12.5, 4.2, 0.1 + 0.2, -1, -1.0, -0.5, "7", "007", "１２", " 12 ",
    "12.0", "12.5", "1,200", "12人", "1200㎡", "约12", "²", "٣", True, False, 1e15, 10**15 - 1, 10**15, 1e16, 10**17,
    "9" * 15, "9" * 16, float("inf"), float("nan"), Fraction(7, 2), Percent(0.5), Refused("x"), date(2010, 9, 1),
    "2010年", 2010, 2010.0, 1799.0, 2100.0, 2101.0, 20080901, 20080901.0, "是", "否",
    "镇区", "乡村", "YES", "县级教育部门",
)  # fmt: skip


def told(rows: list[Row], without: Iterable[str] = ()) -> Census:
    loaded, sheets = standard(), grids(rows, None, statements(), without)
    (found,) = take(sheets, loaded.standard, loaded.vocabulary, "a", Words("zh")).values()
    return found


def said(census: Census) -> list[object]:
    schools = [(one.name, one.values, one.staged, one.choices, one.unreadable, one.doubt) for one in census.schools]
    return [schools, [(one.code, one.cell, one.message) for one in census.issues]]


HEADED = [one for one in HEADINGS if one not in ("学校名称", "学校代码", "办学类型")]


@pytest.mark.parametrize("heading", [*HEADED, "教学仪器设备资产值（元）", "运动场地面积（亩）"])
@pytest.mark.parametrize("cells", [CELLS, tuple(raw for raw in CELLS if type(raw) is str)])
def test_a_cell_says_the_same_whichever_way_it_is_read(
    heading: str, cells: tuple[Raw, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row has one cell that may be odd, so that a row that is read quickly has a value that ought not to be."""
    rows: list[Row] = [{**primary(学校名称=f"{number}校"), heading: raw} for number, raw in enumerate(cells)]
    without = [heading.partition("（")[0]] if "（" in heading else []
    quickly = said(told(rows, without))
    monkeypatch.setattr(body, "plain", lambda rows, *_: Plain([], [], [], [], range(len(rows))))
    assert repr(quickly) == repr(said(told(rows, without)))


@pytest.mark.parametrize("raw", [float("nan"), -1, "约12", True, Percent(0.5), 10**17])
def test_an_odd_cell_changes_nothing_in_other_rows_and_columns(raw: Raw) -> None:
    plain, odd = (report([primary(**beside), junior()]) for beside in ({}, {"教学仪器设备资产值": raw}))
    for before, after in zip(plain.sections, odd.sections, strict=True):
        for one, other in zip(before.indicators, after.indicators, strict=True):
            same = (one.value, one.outcome, one.cells) == (other.value, other.outcome, other.cells)
            assert same or (before.stage, one.id) == ("primary", "A6")


@pytest.mark.parametrize("raw", [20080901, 20080901.0, "20080901", "2008年9月", "2008.9"])
def test_a_year_is_the_same_whichever_format_it_comes_from(raw: Raw) -> None:
    """python-calamine gives whole numbers of an .xls as such, and floats of other formats."""
    (school,) = told([primary(建成年份=raw)]).schools
    assert school.values["built"] == 2008
