"""Flat tables and what is made of them: figures exact and as shown, words beside colours, nothing cut in silence."""

import csv
import io
import time
import zipfile
from fractions import Fraction
from typing import Any

import pytest
from county import junior, nine_year, primary, report
from openpyxl import load_workbook

from eqeval.core.reports.report import Report
from eqeval.core.reports.tables import Cell, FlatTable, seen, stacked, tables
from eqeval.core.verdict import Outcome
from eqeval.render import csv_tables, markdown, xlsx
from eqeval.words import Words

LANGUAGES = ("zh", "en")
WORDS = Words("zh")


def county(lang: str = "zh") -> Report:
    return report([primary(), nine_year(运动场地面积=4000), junior(运动场地面积=None, 学校名称="乙中")], lang=lang)


def one(*cells: Cell, name: str = "sections", title: str = "表") -> FlatTable:
    return FlatTable(name, title, tuple(f"列{number}" for number in range(len(cells))), (cells,))


def opened(*found: FlatTable) -> Any:
    return load_workbook(io.BytesIO(xlsx.render(found, WORDS)))


def first(cell: Cell) -> Any:
    return opened(one(cell)).active["A2"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_is_as_long_as_its_headings_and_no_heading_stands_twice(lang: str) -> None:
    words = Words(lang)
    for view in ("summary", "failures", "full"):
        for table in (*tables(county(lang), words), *seen(county(lang), words, view)):
            assert {len(row) for row in table.rows} <= {len(table.headings)}, table.name
            assert len(set(table.headings)) == len(table.headings), table.name
            assert all(table.headings)


def test_a_figure_is_exact_for_machines_and_rounded_for_people() -> None:
    table = tables(report([primary(小学在校生数=601), junior()]), WORDS)[2]
    row = next(row for row in table.rows if row[3].text == "A1")
    assert row[5].number is not None
    assert row[5].number.denominator > 100
    assert len(row[5].text.partition(".")[2]) == 2
    assert f"{float(row[5].number):.15g}" in csv_tables.render(table).decode("utf-8-sig")


def test_what_a_combined_school_lacks_is_named_as_the_whole_schools() -> None:
    table = next(table for table in tables(county(), WORDS) if table.name == "indicators")
    place = table.headings.index("缺口单位")
    units = {row[place].text for row in table.rows if row[3].text == "A5" and row[place].text}
    assert units == {"㎡（全校）"}


def test_views_show_less() -> None:
    found = [sum(len(table.rows) for table in seen(county(), WORDS, view)) for view in ("summary", "failures", "full")]
    assert found[0] < found[1] < found[2]


def test_stacked_tables_have_the_columns_of_all() -> None:
    left = FlatTable("x", "x", ("a", "b"), ((Cell("1"), Cell("2")),))
    right = FlatTable("x", "x", ("b", "c"), ((Cell("3"), Cell("4")),))
    found = stacked("from", [("l", left), ("r", right)])
    assert found.headings == ("from", "a", "b", "c")
    assert [[cell.text for cell in row] for row in found.rows] == [["l", "1", "2", ""], ["r", "", "3", "4"]]


# csv


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"])
def test_text_that_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    content = csv_tables.render(one(Cell(text), Cell(""))).decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(content, newline="")))[1:]
    assert row[0] == f"'{text}"


def test_a_negative_number_stays_a_number() -> None:
    assert csv_tables.render(one(Cell("-1.50", Fraction(-3, 2)))).endswith(b"\r\n-1.5\r\n")


# xlsx


@pytest.mark.parametrize(
    ("cell", "value", "form"),
    [
        (Cell("3.57", Fraction("3.566")), 3.566, "0.00"),
        (Cell("3.566", Fraction("3.566")), 3.566, "0.000"),
        (Cell("0.33", Fraction(1, 3)), 0.333333333333333, "0.00"),
        (Cell("2000", 2000), 2000, "0"),
        (Cell("-1.5", Fraction(-3, 2)), -1.5, "0.0"),
        (Cell("35%", Fraction(345, 1000)), 0.345, "0%"),
        (Cell("≥85%", Fraction(85, 100)), 0.85, '"≥"0%'),
        (Cell("全校 2 间", 2), 2, '"全校 "0" 间"'),
        # Rounded up, so that what is shown is enough: a spreadsheet would show 12.30.
        (Cell("12.31 ㎡", Fraction("12.301")), 12.31, '0.00" ㎡"'),
    ],
)
def test_numbers_are_numbers_and_look_as_in_the_report(cell: Cell, value: float, form: str) -> None:
    found = first(cell)
    assert (found.data_type, found.value, found.number_format) == ("n", value, form)


@pytest.mark.parametrize("text", ["2/3", "25–30", "无法计算", "1.2.3"])
def test_what_is_not_one_number_stays_text(text: str) -> None:
    assert (first(Cell(text, 25)).data_type, first(Cell(text, 25)).value) == ("s", text)


def test_no_colour_stands_without_its_word() -> None:
    for sheet in opened(*tables(county(), WORDS)):
        rows = list(sheet.iter_rows(min_row=2))
        for row in rows:
            coloured = [cell for cell in row if cell.fill.fill_type]
            said = {str(cell.value) for cell in row}
            if coloured:
                assert said & {"未达标", "缺数据", "待佐证"} or any(text.startswith("余项") for text in said)


def test_headings_stay_and_columns_are_wide_enough_for_chinese() -> None:
    sheet = opened(FlatTable("x", "表", ("校", "b", "c"), ((Cell("云溪县第一实验小学"), Cell("x"), Cell("y")),))).active
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:C2"
    assert sheet.column_dimensions["A"].width >= 18
    assert sheet["A1"].fill.fgColor.rgb != sheet["A2"].fill.fgColor.rgb


def test_sheets_have_names_that_workbooks_allow() -> None:
    titles = ["a/b:c*?[d]\\", "'x'", "", "长" * 40, "长" * 50, "A", "a"]
    names = opened(*(one(Cell("1"), title=title) for title in titles)).sheetnames
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set("[]:*?/\\") & set(name)
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_a_text_that_no_cell_can_hold_says_that_it_goes_on() -> None:
    value = first(Cell("甲" * 40_000)).value
    assert len(value) == 32_767
    assert value.endswith("全文见 JSON 报告）")


def test_the_bytes_do_not_tell_when_they_were_written(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tables(county(), WORDS)
    content = xlsx.render(found, WORDS)
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert xlsx.render(found, WORDS) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"20" not in archive.read("docProps/core.xml").partition(b"created")[2].partition(b"</")[0]


# markdown


def test_an_empty_table_says_so() -> None:
    text = markdown.render("a", "b", [FlatTable("x", "表", ("列",), ())], WORDS)
    assert "无。" in text


def test_figures_stand_to_the_right() -> None:
    text = markdown.render("a", "b", [one(Cell("x"), Cell("1", 1))], WORDS)
    assert "| --- | ---: |" in text


def test_outcomes_are_words() -> None:
    assert "未达标" in markdown.render("a", "b", [one(Cell("未达标", None, Outcome.NOT_MET))], WORDS)
