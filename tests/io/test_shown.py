"""A number in a cell that shows words behind it is read with them: 1900 is seen as 1900千元."""

import re
from pathlib import Path

import pytest
from conftest import Run
from county import grids, junior, primary, statements, write_xlsx
from openpyxl import Workbook, load_workbook
from tables_in import DATA, excel_2003, part, rezip, xlsb
from test_percent import formatted, heading, odd

from eqeval.core.grid import Grid, Labelled, text
from eqeval.io.workbooks import shown, workbook
from eqeval.words import Words

ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def read(path: Path) -> Grid:
    return workbook.read(path, Words("zh")).grids[0]


def labels(grid: Grid) -> list[str]:
    return [text(raw) for row in grid.rows for raw in row if isinstance(raw, Labelled)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('0.00"千元"', "千元"),
        ('#,##0.00"千元";-#,##0.00"千元"', "千元"),
        ('0.00_ "万元"', "万元"),
        (r"0.00\千\元", "千元"),
        ("0!元", "元"),
        ("0千元", "千元"),
        ('G/通用格式"元"', "元"),
        ('General"人"', "人"),
        ('"约"0.0"亩"', "亩"),
        ('0.00"㎡"', "m2"),
        ('[红色]0"间"', "间"),
        ('"第"0"名"', "名"),
    ],
)
def test_formats_that_show_words(written: str, words: str) -> None:
    assert shown.sign(written) == words


@pytest.mark.parametrize("written", ["0,", '0.0,"万"', '0!.0,"万元"', r'0\.0,"万"', '0"."0', '[>=10000]0.0,"万";0"元"'])
def test_formats_that_show_fewer_digits_than_are_held(written: str) -> None:
    assert shown.sign(written) == shown.SCALED + written


@pytest.mark.parametrize(
    "written",
    [
        "General", "0.00", "#,##0", "#,##0.00", ACCOUNTS, "_ ¥* #,##0.00_ ", "￥#,##0.00", "[$￥-804]#,##0.00", '0"."',
        'yyyy"年"m"月"', '[h]"小时"mm"分"', "@", "# ?/?", "0.00E+00", "0.00_);(0.00)", '0;-0"元"', "[Red]0", "0_人",
        '"无"',
    ],
)  # fmt: skip
def test_formats_that_show_no_more_than_the_number(written: str) -> None:
    assert shown.sign(written) == ""


def workbook_of(path: Path, *cells: tuple[float | str, str]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for column, (value, written) in enumerate(cells, 1):
        sheet.cell(1, column, value).number_format = written
    book.save(path)
    return path


CELLS = ((1899.5, '0.00"千元"'), (12, "General"), ("x", '0"人"'), (0.1, '0.0"亩"'), (7, '0"人"'))


@pytest.mark.parametrize("plain", [True, False])
def test_a_plain_sheet_and_one_that_is_written_anew(plain: bool, tmp_path: Path) -> None:
    path = workbook_of(tmp_path / "a.xlsx", *CELLS)
    if not plain:
        path.write_bytes(odd(path.read_bytes()))
    grid = read(path)
    assert labels(grid) == ["1899.5千元", "0.1亩", "7人"]
    assert grid.rows[0][1:3] == [12, "x"]


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_what_programs_write(suffix: str) -> None:
    assert labels(read(DATA / f"labelled.{suffix}")) == ["1899.5千元", "0.1亩", "7人"]


def test_binary_workbooks(tmp_path: Path) -> None:
    from eqeval.io.workbooks.records import out_xlsb

    written = '0"人"'
    styles = b"".join(out_xlsb(47, bytes(2) + number.to_bytes(2, "little") + bytes(12)) for number in (164, 0))
    custom = (164).to_bytes(2, "little") + len(written).to_bytes(4, "little") + written.encode("utf-16-le")
    changed = out_xlsb(44, custom) + out_xlsb(617, b"\2\0\0\0") + styles + out_xlsb(618, b"")
    path = tmp_path / "a.xlsb"
    path.write_bytes(rezip(xlsb({"A": [[98, "x", 5]]}), {"xl/styles.bin": changed}))
    assert labels(read(path)) == ["98人", "5人"]


def test_excel_2003(tmp_path: Path) -> None:
    own = '<Styles><Style ss:ID="Default"><NumberFormat ss:Format="0&quot;人&quot;"/></Style></Styles><Worksheet'
    path = tmp_path / "a.xls"
    path.write_bytes(excel_2003({"A": [["x", 98]]}).replace(b"<Worksheet", own.encode()))
    assert labels(read(path)) == ["98人"]


@pytest.mark.parametrize(
    ("number", "seen", "expected"),
    [
        (1899.5, "1,899.50千元", "1899.5千元"),
        (1899.456, "1899.46 千元", "1899.456千元"),
        (1899.5, "￥1899.5", ""),
        (-12, "-12人", "-12人"),
        (12, "12", ""),
        (120000, "1.2E+05", ""),
        # The cell holds more than it shows.
        (123456, "12.3万", None),
    ],
)
def test_open_document_says_what_is_seen(number: float, seen: str, expected: str | None, tmp_path: Path) -> None:
    content = part((DATA / "labelled.ods").read_bytes(), "content.xml").decode()
    cell = f'office:value="{number}" calcext:value-type="float"><text:p>{seen}</text:p>'
    old = re.search(r'office:value="1899.5" calcext:value-type="float"><text:p>[^<]*</text:p>', content)
    assert old is not None
    changed = content.replace(old[0], cell).encode()
    path = tmp_path / "a.ods"
    path.write_bytes(rezip((DATA / "labelled.ods").read_bytes(), {"content.xml": changed}))
    first = read(path).rows[0][0]
    if expected is None:
        assert first == f"{number} [{seen}]"
    else:
        assert (text(first) if isinstance(first, Labelled) else "") == expected
        assert first == number


def county(folder: Path) -> Path:
    return write_xlsx(folder / "a.xlsx", grids([primary(), junior()], county=statements()))


def equipment(path: Path, value: float, written: str) -> Path:
    return formatted(path, "学校", {f"{heading(path, '教学仪器设备资产值')}{row}": (value, written) for row in (2, 3)})


@pytest.mark.parametrize(
    ("value", "written", "said"),
    [
        (2000, '0.00"千元"', "2000千元”，换算为 200 万元"),
        (2000000, '#,##0"元"', "2000000元”，换算为 200 万元"),
        (200, '0.00"万元"', ""),
        (200, '0"号"', ""),
    ],
)
def test_the_unit_of_a_format_is_that_of_the_cell(
    value: float, written: str, said: str, run: Run, tmp_path: Path
) -> None:
    """The figures of a format in 千元 were read in 万元, ten times too large, and every school had enough."""
    plain = run("check", equipment(county(tmp_path), 200, "General"), "-o", "csv=plain.csv")
    found = run("check", equipment(county(tmp_path), value, written), "-o", "csv=found.csv", "--view", "full")
    assert plain.code == found.code
    assert (tmp_path / "plain.csv").read_bytes() == (tmp_path / "found.csv").read_bytes()
    assert (said in found.out) and ("N651" in found.out) == bool(said)


@pytest.mark.parametrize("written", ['0!.0,"万元"', '0.0,"万"', "#,##0,"])
def test_a_number_that_shows_fewer_digits_than_it_holds_is_asked_about(written: str, run: Run, tmp_path: Path) -> None:
    found = run("check", equipment(county(tmp_path), 2000000, written))
    assert found.code == 3
    assert "E201" in found.out and f"2000000 [{written}]" in found.out


def test_another_quantity_in_a_format_is_refused(run: Run, tmp_path: Path) -> None:
    assert "E211" in run("check", equipment(county(tmp_path), 200, '0"人"')).out


def test_a_marked_copy_keeps_the_format(run: Run, tmp_path: Path) -> None:
    path = equipment(county(tmp_path), 2000, '0.00"千元"')
    run("lint", path, "-o", "xlsx=b.xlsx")
    place = f"{heading(path, '教学仪器设备资产值')}2"
    cell = load_workbook(tmp_path / "b.xlsx")["学校"][place]
    assert (cell.value, cell.number_format) == (2000, '0.00"千元"')
