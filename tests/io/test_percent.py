"""A number in a cell that shows percent is the percentage that its user sees; nothing else is multiplied by it."""

import json
from pathlib import Path

import pytest
from conftest import Run
from county import grids, junior, primary, statements, write_xlsx
from openpyxl import load_workbook
from tables_in import DATA, excel_2003, part, rezip, xlsb, xlsx

from eqeval.core.grid import Grid, Percent, Raw, text
from eqeval.io.workbooks import calamine, limits, workbook
from eqeval.io.workbooks import shown as formats
from eqeval.io.workbooks.places import Seen
from eqeval.io.workbooks.source import Source
from eqeval.words import Words

STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{numFmts}'
    '<cellStyleXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellStyleXfs><cellXfs>{cellXfs}</cellXfs>'
    '<dxfs><dxf><numFmt numFmtId="165" formatCode="0.0%"/></dxf></dxfs></styleSheet>'
)
VALUE = '<row r="1"><c r="A1"{}><v>0.98</v></c></row>'


def read(tmp_path: Path, content: bytes) -> Grid:
    path = tmp_path / "表.xls"
    path.write_bytes(content)
    return workbook.read(path, Words("zh")).grids[0]


def shown(grid: Grid) -> dict[str, str]:
    return {
        f"{chr(65 + column)}{row}": text(raw)
        for row, raws in enumerate(grid.rows, 1)
        for column, raw in enumerate(raws)
        if isinstance(raw, Percent)
    }


def styles(*formats: int, written: str = "") -> bytes:
    own = f'<numFmts><numFmt numFmtId="164" formatCode="{written}"/></numFmts>' if written else ""
    return STYLES.format(numFmts=own, cellXfs="".join(f'<xf numFmtId="{each}"/>' for each in formats)).encode()


def odd(content: bytes) -> bytes:
    """Hide a row, so that the sheet is written anew."""
    name = "xl/worksheets/sheet1.xml"
    data = part(content, name)
    assert data.count(b'<row r="') > 0
    return rezip(content, {name: data.replace(b'<row r="1"', b'<row r="1" hidden="1"', 1)})


# Whole workbooks as programs write them: D2 and D3 have the formats 0.0% and 0%, D4 has none.


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_what_programs_write(suffix: str, tmp_path: Path) -> None:
    assert shown(read(tmp_path, (DATA / f"table.{suffix}").read_bytes())) == {"D2": "85.5%", "D3": "50%"}


def test_a_plain_sheet_and_one_that_is_written_anew(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" s="1"><v>0.98</v></c><c r="B1" s="1" t="n"><v>1</v></c><c r="C1" s="1" t="s"><v>0</v></c>'
        '<c r="D1"><v>0.5</v></c><c r="E1" s="11"><v>0.5</v></c><c r="F1" s="1"/><c r="G1" s="1"></c>'
        '<c r="H1" s="3"><f>1/4</f><v>0.25</v></c><c r="I1" s="1" t="b"><v>1</v></c>'
        '<c r="J1" s="1" t="str"><f>"x"</f><v>0.5</v></c><c r="K1" s="2"><v>0.75</v></c>'
    )
    strings = b"<sst><si><t>0.98</t></si></sst>"
    given = styles(0, 9, 164, 10, *[0] * 8, written="0.0%;[Red]-0.0%")
    whole = xlsx(f'<row r="1">{cells}</row>', styles=given, sharedStrings=strings)
    expected = {"A1": "98%", "B1": "100%", "H1": "25%", "K1": "75%"}
    assert shown(read(tmp_path, whole)) == expected
    assert shown(read(tmp_path, odd(whole))) == expected


@pytest.mark.parametrize("style", ["", ' s="0"'])
def test_the_first_style_may_be_the_percentage(style: str, tmp_path: Path) -> None:
    whole = xlsx(VALUE.format(style), styles=styles(9, 0))
    assert shown(read(tmp_path, whole)) == shown(read(tmp_path, odd(whole))) == {"A1": "98%"}


def test_formats_of_other_lists_do_not_count(tmp_path: Path) -> None:
    assert shown(read(tmp_path, xlsx(VALUE.format(' s="1"'), styles=styles(0, 165)))) == {}
    assert shown(read(tmp_path, xlsx(VALUE.format(' s="1"'), styles=styles(9, 0)))) == {}


def test_built_in_formats_may_be_written_otherwise(tmp_path: Path) -> None:
    own = styles(9, written="0.00").replace(b'numFmtId="164"', b'numFmtId="9"')
    assert shown(read(tmp_path, xlsx(VALUE.format(""), styles=own))) == {}


def test_a_workbook_without_styles(tmp_path: Path) -> None:
    assert shown(read(tmp_path, xlsx(VALUE.format(' s="9"')))) == {}


@pytest.mark.parametrize("written", ["0%", "0.00%", "#,##0.0 %", "0%;[Red]-0%;0", '[$-804]0.0%_ ;"x"', "[Blue]0%"])
def test_formats_that_show_percent(written: str) -> None:
    assert formats.sign(written) == "%"


@pytest.mark.parametrize(
    "written", ["General", "0.00", '0"%"', r"0\%", "0_%", "0;0%", "[<1]0%;0", "[>=1]0;0%", "0%%", "%", "", "@"]
)
def test_formats_that_do_not(written: str) -> None:
    assert formats.sign(written) == ""


def test_binary_workbooks(tmp_path: Path) -> None:
    from eqeval.io.workbooks.records import out_xlsb

    whole = xlsb({"A": [[0.98, "x", 0.5]]})
    for own, expected in (((0, 10, 0, 0), {}), ((10, 0, 0, 0), {"A1": "98%", "C1": "50%"}), ((164, 0, 0, 0), {})):
        formats = b"".join(out_xlsb(47, bytes(2) + number.to_bytes(2, "little") + bytes(12)) for number in own)
        custom = out_xlsb(44, (164).to_bytes(2, "little") + (4).to_bytes(4, "little") + "0\\%0".encode("utf-16-le"))
        frame = out_xlsb(626, b"") + out_xlsb(47, bytes(2) + b"\x09\0" + bytes(12)) + out_xlsb(627, b"")
        changed = custom + frame + out_xlsb(617, b"\4\0\0\0") + formats + out_xlsb(618, b"")
        assert shown(read(tmp_path, rezip(whole, {"xl/styles.bin": changed}))) == expected


def test_excel_2003(tmp_path: Path) -> None:
    own = (
        '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
        '<Style ss:ID="q"><NumberFormat ss:Format="0.0%"/></Style><Style ss:ID="r" ss:Parent="p"/>'
        '<Style ss:ID="n" ss:Parent="p"><NumberFormat/></Style></Styles><Worksheet ss:Name="A"><Table>'
        '<Column ss:Index="2" ss:StyleID="q"/>'
    )
    number = '<Data ss:Type="Number">0.98</Data>'
    body = (
        f'<Row><Cell>{number}</Cell><Cell>{number}</Cell><Cell ss:StyleID="p">{number}</Cell>'
        f'<Cell ss:StyleID="r">{number}</Cell><Cell ss:StyleID="n">{number}</Cell></Row>'
        f'<Row ss:StyleID="q"><Cell>{number}</Cell><Cell ss:StyleID="n">{number}</Cell>'
        '<Cell><Data ss:Type="String">0.98</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    whole = excel_2003({}).replace(b"</Workbook>", (own + body).encode())
    assert shown(read(tmp_path, whole)) == {"B1": "98%", "C1": "98%", "D1": "98%", "A2": "98%"}


def test_the_style_of_all_cells_in_excel_2003(tmp_path: Path) -> None:
    own = '<Styles><Style ss:ID="Default"><NumberFormat ss:Format="0%"/></Style></Styles><Worksheet'
    whole = excel_2003({"A": [["x", 0.98]]}).replace(b"<Worksheet", own.encode())
    assert shown(read(tmp_path, whole)) == {"B1": "98%"}


def test_whole_numbers_may_be_percentages(tmp_path: Path) -> None:
    seen = Seen("A", doubtful=False)
    for column in range(4):
        seen.show("%", 0, column)
    words = Words("zh")
    source = Source(tmp_path / "a.xls", b"", words, limits.read(words))
    assert shown(calamine.grid([[1, True, "x", 0.5]], seen, source)) == {"A1": "100%", "D1": "50%"}


def test_web_pages(tmp_path: Path) -> None:
    rows = '<table><tr><td x:num="0.98765">99%</td><td x:num="0.98765">0.99</td><td x:num>99%</td></tr></table>'
    grid = read(tmp_path, f"<html>{rows}</html>".encode())
    assert shown(grid) == {"A1": "98.765%"}
    assert grid.rows[0][1:] == [0.98765, "99%"]


# What becomes of them.


def county(folder: Path) -> Path:
    """Write a county that meets everything."""
    return write_xlsx(folder / "a.xlsx", grids([primary(), junior()], county=statements()))


def formatted(path: Path, sheet: str, cells: dict[str, tuple[float, str]]) -> Path:
    """Put values with formats into a workbook."""
    book = load_workbook(path)
    for name, (value, written) in cells.items():
        book[sheet][name].value = value
        book[sheet][name].number_format = written
    book.save(path)
    return path


def rate(item: str) -> str:
    return f"B{list(statements()).index(item) + 2}"


@pytest.mark.parametrize(
    ("value", "written", "outcome", "codes"),
    [
        (0.85, "0%", "met", []),
        # It is seen as 85%, and is less.
        (0.8499, "0%", "not_met", []),
        (85, "General", "met", []),
        (0.85, "General", "undetermined", ["E209"]),
        (0.85, '0.00"%"', "undetermined", ["E209"]),
        (1, "0%", "met", []),
        (0, "0%", "not_met", []),
        # Seen as 8500%, which no rate is.
        (85, "0%", "undetermined", []),
    ],
)
def test_rates_of_the_county(
    value: float, written: str, outcome: str, codes: list[str], run: Run, tmp_path: Path
) -> None:
    path = county(tmp_path)
    formatted(path, "县级", {rate("社会认可度"): (value, written)})
    report = json.loads(run("check", "a.xlsx", "-o", "json").out)
    assert [one["outcome"] for one in report["requirements"] if one["id"] == "D1"] == [outcome]
    assert [one["code"] for one in report["issues"] if one["code"][0] == "E"] == codes


def heading(path: Path, name: str) -> str:
    sheet = load_workbook(path)["学校"]
    return next(cell.column_letter for cell in sheet[1] if cell.value == name)


@pytest.mark.parametrize(
    ("item", "value", "seen", "codes"),
    [
        ("小学在校生数", 0.05, "5%", ["E203", "W542"]),
        # Whoever types 600 into such a cell has 6 in the file.
        ("小学在校生数", 6, "600%", ["W542"]),
        ("小学在校生数", 600, "60000%", ["W542"]),
        ("教学及辅助用房面积", 4200.5, "420050%", ["W542"]),
        ("建成年份", 2018, "201800%", ["W542"]),
        ("小学县级以上骨干教师数", 0, "0%", []),
    ],
)
def test_nothing_else_is_counted_in_percent(
    item: str, value: float, seen: str, codes: list[str], run: Run, tmp_path: Path
) -> None:
    path = county(tmp_path)
    place = f"{heading(path, item)}2"
    verdicts = []
    for number_format in ("0%", "General"):
        formatted(path, "学校", {place: (value, number_format)})
        report = json.loads(run("check", "a.xlsx", "-o", "json").out)
        verdicts.append((report["sections"], report["dispersion"], report["requirements"]))
        if number_format == "0%":
            here = [
                one for one in report["issues"] if one["cell"] == f"学校!{place}" and one["code"] in ("E203", "W542")
            ]
            assert sorted(one["code"] for one in here) == codes
            assert [one["value"] for one in here if one["code"] == "W542"] == [seen][: len(codes)]
    assert verdicts[0] == verdicts[1]


def test_figures_of_forms_are_told_once(run: Run, tmp_path: Path) -> None:
    rows: list[list[Raw]] = [
        ["填报项目", "单位", "填报值"], ["学校名称", "", "甲小学"], ["办学类型", "", "小学"],
        ["小学在校生数", "人", 600], ["教学仪器设备资产值", "元", 120],
    ]  # fmt: skip
    path = write_xlsx(tmp_path / "甲小学.xlsx", [Grid("", "填报表", rows)])
    formatted(path, "填报表", {"C4": (6, "0%"), "C5": (1_200_000, "0%")})
    report = json.loads(run("check", path.name, "-o", "json").out)
    told = [(one["cell"].rpartition("!")[2], one["message"]) for one in report["issues"] if one["code"] == "W542"]
    assert [place for place, _ in told] == ["C4", "C5"]
    assert "1200000" in told[1][1]


def test_a_number_without_unit_is_what_it_is(run: Run, tmp_path: Path) -> None:
    path = county(tmp_path)
    before = run("check", "a.xlsx", "-o", "json", "--view", "full")
    formatted(path, "县级", {rate("国家质量监测最大校际差异率"): (0.149, "0.0%")})
    after = run("check", "a.xlsx", "-o", "json", "--view", "full")
    reports = [json.loads(each.out) for each in (before, after)]
    assert reports[0]["issues"] == reports[1]["issues"]
    assert reports[0]["requirements"] == reports[1]["requirements"]


def test_inspect_shows_what_is_seen(run: Run, tmp_path: Path) -> None:
    path = county(tmp_path)
    place = heading(path, "小学在校生数")
    formatted(path, "学校", {f"{place}2": (6, "0%")})
    assert "600%" in run("inspect", "a.xlsx").out


def test_a_copy_with_marks_shows_percent_too(run: Run, tmp_path: Path) -> None:
    said = statements({"社会认可度": 0.8642})
    whole = excel_2003({grid.sheet: grid.rows for grid in grids([primary(), junior()], county=said)}).decode()
    own = '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles><Worksheet'
    plain, formatted = '<Cell><Data ss:Type="Number">0.8642<', '<Cell ss:StyleID="p"><Data ss:Type="Number">0.8642<'
    assert whole.count(plain) == 1
    whole = whole.replace("<Worksheet", own, 1).replace(plain, formatted)
    (tmp_path / "县.xls").write_text(whole, encoding="utf-8")
    run("lint", "县.xls", "-o", "xlsx=核.xlsx")
    cell = load_workbook(tmp_path / "核.xlsx")["县级"][rate("社会认可度")]
    assert (cell.value, cell.number_format) == (0.8642, "0.00%")
