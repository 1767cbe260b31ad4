"""One table in every format is one grid; what a reader would pass over in silence is named with its cell."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tables_in import DATA, delimited, excel_2003, page, part, rezip, xlsb, xlsx, xlsx_of

from eqeval.core.grid import Grid, Raw, text
from eqeval.io.workbooks import workbook
from eqeval.words import Words

MOMENT = datetime(2024, 9, 1, 8, 30)
BLANK: list[Raw] = [""] * 11
TABLE: list[list[Raw]] = [
    ["学校名称", "学校代码", "数", "率", "日", "时刻", "是", "公式", "错", "长数", "间隔"],
    ["甲小学", "2133001234", 12, 0.855, date(2024, 9, 1), MOMENT, True, 24, "#DIV/0!", 1.23456789012346e18,
     timedelta(hours=30)],
    [" 乙 ", "００１", 12.5, 0.5, "", "", False, "", "#N/A", -3, ""],
    ["丙 & <丁>", "a\nb", 1e20, 1, "", "", "", 24.5, "#N/A", 0, ""],
    BLANK,
    ["合并", *BLANK[1:]],
    BLANK,
    BLANK,
    ["", "", "", "", "末", *BLANK[5:]],
]  # fmt: skip
PLAIN: list[list[Raw]] = [["学校名称", "数", ""], ["甲小学", "12", "a,b;c"], ["乙", "", 'x"y']]


def read(tmp_path: Path, content: bytes, name: str = "表.xls", sheet: str | None = None) -> list[Grid]:
    path = tmp_path / name
    path.write_bytes(content)
    return workbook.read(path, Words("zh"), sheet).grids


def sample(suffix: str) -> bytes:
    return (DATA / f"table.{suffix}").read_bytes()


SAME: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: sample("xlsx"),
    "xls": lambda: sample("xls"),
    "ods": lambda: sample("ods"),
    "xlsb": lambda: xlsb({"学校": TABLE, "隐藏": [[1]], "空": []}, ["隐藏"], [(5, 0, 6, 2)]),
}


@pytest.mark.parametrize("kind", SAME)
@pytest.mark.parametrize("name", ["表.xls", "表.xlsx", "表.et", "表"])
def test_one_table_in_every_format_is_one_grid(kind: str, name: str, tmp_path: Path) -> None:
    table, hidden, empty = read(tmp_path, SAME[kind](), name)
    assert table.rows == TABLE
    assert [[type(raw) for raw in row if not isinstance(raw, int | float)] for row in table.rows] == [
        [type(raw) for raw in row if not isinstance(raw, int | float)] for row in TABLE
    ]
    assert [raw for row in table.rows for raw in row if isinstance(raw, bool)] == [True, False]
    assert (table.sheet, table.merged) == ("学校", ((5, 0, 6, 2),))
    assert (set(table.hidden_rows), set(table.hidden_columns)) == ({2}, {5})
    assert [(one.code, one.row, one.column, one.values) for one in table.notices] == [
        ("W541", 1, 9, {"count": "2", "cells": "J2, C4"})
    ]
    assert (hidden.sheet, hidden.hidden, hidden.rows) == ("隐藏", True, [])
    assert (empty.sheet, empty.hidden, empty.rows) == ("空", False, [])


@pytest.mark.parametrize("kind", SAME)
def test_a_hidden_sheet_is_read_when_it_is_asked_for(kind: str, tmp_path: Path) -> None:
    _, hidden, _ = read(tmp_path, SAME[kind](), sheet="隐藏")
    assert (hidden.hidden, hidden.rows) == (False, [[1]])


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gb18030", "utf-16"])
def test_excel_2003(encoding: str, tmp_path: Path) -> None:
    rows = [[raw for raw in row if not isinstance(raw, timedelta)] for row in TABLE]
    (grid,) = read(tmp_path, excel_2003({"学校": rows}, encoding))
    assert [row[:10] for row in grid.rows] == [row[:10] for row in TABLE]


def test_excel_2003_with_gaps_spans_and_hidden_parts(tmp_path: Path) -> None:
    body = (
        '<Worksheet ss:Name="A"><Table><Column ss:Hidden="1" ss:Span="1"/><Column/><Column ss:Index="5" ss:Hidden="1"/>'
        '<Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">x</Data></Cell>'
        '<Cell><Data ss:Type="Number">1</Data></Cell><Cell ss:Index="5"><Data ss:Type="String">e</Data></Cell></Row>'
        '<Row ss:Index="3" ss:Hidden="1"><Cell ss:Formula="=R[-2]C"/>'
        '<Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>'
        "</Table></Worksheet><Worksheet ss:Name='B'><Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible>"
        "</x:WorksheetOptions></Worksheet>"
    )
    whole = (
        excel_2003({})
        .replace(b"</Workbook>", body.encode() + b"</Workbook>")
        .replace(b"<Workbook", b'<Workbook xmlns:x="x"')
    )
    first, second = read(tmp_path, whole)
    assert first.rows == [["x", "", 1, "", "e"], [""] * 5, ["=R[-2]C", "#REF!", "", "", ""]]
    assert first.merged == ((0, 0, 1, 1),)
    assert (set(first.hidden_rows), set(first.hidden_columns)) == ({2}, {0, 1, 4})
    assert second.hidden


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gb2312"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
def test_text_tables(encoding: str, delimiter: str, tmp_path: Path) -> None:
    (grid,) = read(tmp_path, delimited(PLAIN, delimiter, encoding), "学校.csv")
    assert (grid.rows, grid.sheet) == (PLAIN, "学校")


def test_text_tables_that_name_their_sign_or_are_uneven(tmp_path: Path) -> None:
    assert read(tmp_path, b"sep=;\r\na;b,c\r\n1;2,5\r\n")[0].rows == [["a", "b,c"], ["1", "2,5"]]
    assert read(tmp_path, "标题\n学校,数\n甲,1\n".encode())[0].rows == [["标题", ""], ["学校", "数"], ["甲", "1"]]
    (grid,) = read(tmp_path, "学校;面积\n甲;1,5\n乙;2,5\n".encode())
    assert grid.rows == [["学校", "面积"], ["甲", "1,5"], ["乙", "2,5"]]


@pytest.mark.parametrize("sign", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_cells_that_are_kept_from_being_shortened_hold_what_stands_between_the_quotes(
    sign: str, end: str, tmp_path: Path
) -> None:
    """As web systems write codes for Excel; what is calculated stays as it is."""
    lines = [
        ["代码", "学校", "数"],
        ['="0342000013"', '="甲"', '="500"'],
        ['"=""0342000020"""', "乙", '=""'],
        [f'="a{sign}b"', '丙="x"', '="1"&"2"'],
        ['="末"', "丁", '="8"'],
    ]
    (grid,) = read(tmp_path, end.join(map(sign.join, lines)).encode(), "学校.csv")
    assert grid.rows[1:] == [
        ["0342000013", "甲", "500"],
        ["0342000020", "乙", ""],
        [f"a{sign}b", '丙="x"', '="1"&"2"'],
        ["末", "丁", "8"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "utf-16"])
@pytest.mark.parametrize("meta", [True, False])
def test_web_pages(encoding: str, meta: bool, tmp_path: Path) -> None:
    (grid,) = read(tmp_path, page(TABLE, encoding, meta))
    shown = [["" if raw == "" else str(raw).strip(" ") for raw in row] for row in TABLE]
    assert grid.rows == shown


def test_web_pages_with_spans_and_several_tables(tmp_path: Path) -> None:
    content = """<html><x:ExcelWorksheet><x:Name>学校</x:Name></x:ExcelWorksheet><x:ExcelWorksheet><x:Name>班级</x:Name>
      </x:ExcelWorksheet><script>var x = "<td>no</td>"</script>
      <table><tr><th rowspan=2>校名<th colspan=2>在校生<th>x</tr><tr><td>小学<td>初中</tr>
      <tr style="display:none"><td>甲 &amp; 乙<td x:num="1234.5">1,234.50<td><b>6</b><br>00</tr></table>
      <p>between</p><table><tr><td>二</td></tr></table></html>"""
    first, second = read(tmp_path, content.encode())
    assert first.rows == [["校名", "在校生", "", "x"], ["", "小学", "初中", ""], ["甲 & 乙", 1234.5, "6\n00", ""]]
    assert (first.sheet, set(first.hidden_rows)) == ("学校", {2})
    assert first.merged == ((0, 0, 1, 0), (0, 1, 0, 2))
    assert (second.sheet, second.rows) == ("班级", [["二"]])


def cells(tmp_path: Path, rows: str) -> list[list[Raw]]:
    return read(tmp_path, xlsx(rows))[0].rows


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#BLOCKED!", ""])
@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" t="e"><v>{}</v></c>',
        '<c t="e" r="B2" s="0"><f>1/0</f><v>{}</v></c>',
        "<c r='B2' t='e'><v>{}</v></c>",
        '<c\n  s="0"\n  t="e"\tr="B2" ><v xml:space="preserve">{}</v></c>',
    ],
)
def test_error_cells_are_what_they_are(error: str, cell: str, tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cell.format(error)}</row>'
    assert cells(tmp_path, rows) == [[1, ""], ["", error or "#ERROR!"]]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<c r="A1"><f>B1*2</f></c>', "=B1*2"),
        ('<c r="A1"><f>B1*2</f><v></v></c>', "=B1*2"),
        ('<c r="A1"><f>B1*2</f><v/></c>', "=B1*2"),
        ("<c r='A1' s='0'><f>B1&amp;\"x\"</f></c>", '=B1&"x"'),
        ('<c r="A1"><f t="shared" si="0"/></c>', "="),
        ('<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f></c>', "=B1"),
        ('<c r="A1" t="str"><f>B1</f></c>', "=B1"),
        ('<c r="A1" t="str"><f>IF(1,"")</f><v></v></c>', None),
        ('<c r="A1"><f>B1*2</f><v>6</v></c>', 6),
        ('<c r="A1"><f t="shared" si="0"/><v>6</v></c>', 6),
        ('<c r="A1" t="inlineStr"><is><r><t>甲</t></r><rPh><t>no</t></rPh><r><t>乙</t></r></is></c>', "甲乙"),
        ("<c r='A1' t='inlineStr'><is><r><t>甲</t></r><rPh><t>no</t></rPh><r><t>乙</t></r></is></c>", "甲乙"),
    ],
)
def test_formulas_without_a_result_are_no_blanks(cell: str, found: Raw, tmp_path: Path) -> None:
    rows = f'<row r="1">{cell}<c r="B1"><v>3</v></c></row>'
    assert cells(tmp_path, rows) == [["" if found is None else found, 3]]


def test_cells_and_rows_without_names(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c t='e'><v>#REF!</v></c></row><row r='4'><c r='B4'><v>2</v></c><c><v>3</v></c></row>"
    assert cells(tmp_path, rows) == [[1, "#REF!", ""], [""] * 3, [""] * 3, ["", 2, 3]]


def test_prefixes_and_other_names_of_parts(tmp_path: Path) -> None:
    whole = sample("xlsx")
    names = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml"}
    data = part(whole, names["sheet"]).decode()
    for tag in ("worksheet", "sheetData", "row", "c", "v", "f", "mergeCell", "mergeCells", "cols", "col"):
        data = (
            data.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>").replace(f"</{tag}>", f"</x:{tag}>")
        )
    data = data.replace('<x:worksheet xmlns="', '<x:worksheet xmlns:x="')
    moved = {"XL\\Worksheets\\SHEET1.xml": data.encode(), names["sheet"]: None}
    assert read(tmp_path, rezip(whole, moved))[0].rows == TABLE
    strings = {"xl/SharedStrings.XML": part(whole, names["strings"]), names["strings"]: None}
    assert read(tmp_path, rezip(whole, strings))[0].rows == TABLE


def test_values_from_other_files_are_named(tmp_path: Path) -> None:
    relations = part(xlsx("", externalLink=b"<x/>"), "xl/_rels/workbook.xml.rels")
    assert b"externalLink" in relations
    rows = '<row r="1"><c r="A1"><f>[1]A!B1</f><v>5</v></c><c r="B1"><f>A1</f><v>5</v></c></row>'
    (grid,) = read(tmp_path, xlsx(rows, externalLink=b"<x/>"))
    assert grid.rows == [[5, 5]]
    assert [(one.code, one.values) for one in grid.notices] == [("W540", {"count": "1", "cells": "A1"})]
    (grid,) = read(tmp_path, xlsx(rows))
    assert grid.notices == ()


def test_numbers_that_are_none_or_lost_digits(tmp_path: Path) -> None:
    values = ["123456789012345678", "999999999999999", "1E+15", "NaN", "1e999", "-INF"]
    row = "".join(f'<c r="{chr(65 + n)}1"><v>{value}</v></c>' for n, value in enumerate(values))
    (grid,) = read(tmp_path, xlsx(f'<row r="1">{row}</row>'))
    assert [text(raw) for raw in grid.rows[0]][1:] == [
        "999999999999999",
        "1000000000000000",
        "NaN",
        "Infinity",
        "Infinity",
    ]
    assert [(one.code, one.column, one.values) for one in grid.notices] == [
        ("W541", 0, {"count": "2", "cells": "A1, C1"})
    ]


def test_formulas_in_ods_that_were_never_calculated(tmp_path: Path) -> None:
    whole = sample("ods")
    content = part(whole, "content.xml").replace(
        b' office:value-type="float" office:value="24.5" calcext:value-type="float"', b""
    )
    content = content.replace(b"<text:p>24.5</text:p>", b"")
    (table, *_) = read(tmp_path, rezip(whole, {"content.xml": content}))
    assert str(table.rows[3][7]).startswith("=")
    note = b"<office:annotation><text:p>a note</text:p></office:annotation><text:p>\xe6\x9c\xab</text:p>"
    content = content.replace("<text:p>末</text:p>".encode(), note)
    (table, *_) = read(tmp_path, rezip(whole, {"content.xml": content}))
    assert table.rows[8][4] == "末"


def test_an_empty_text_in_xls_is_not_nothing_and_not_zero(tmp_path: Path) -> None:
    (table, *_) = read(tmp_path, sample("xls"))
    assert table.rows[2][7] == "", "python-calamine reads 0 here"


def test_large_plain_sheets_are_measured(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 10_002))
    (grid,) = read(tmp_path, xlsx(rows))
    assert (len(grid.rows), grid.rows[-1]) == (10_001, [10_001])
    styled = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="IV{n}" s="1"/></row>' for n in range(10_002, 40_000))
    (grid,) = read(tmp_path, xlsx(rows + styled))
    assert (len(grid.rows), grid.rows[-1]) == (10_001, [10_001])


def test_a_sheet_cut_off_is_refused_even_when_its_zip_is_whole(tmp_path: Path) -> None:
    whole = sample("xlsx")
    data = part(whole, "xl/worksheets/sheet1.xml")
    from eqeval.core.errors import InputError

    for end in (data.index(b"</sheetData>"), data.rindex(b"<row"), len(data) - 3):
        with pytest.raises(InputError, match="XML"):
            read(tmp_path, rezip(whole, {"xl/worksheets/sheet1.xml": data[:end]}))
    assert read(tmp_path, xlsx_of(b'<worksheet xmlns="x"><sheetData/></worksheet>'))[0].rows == []


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1">{a}</row><row r="2">{b}<c r="C2"><v>3</v></c>{b2}</row>',
        # The row itself may come twice, and others between.
        '<row r="1">{a}</row><row r="2">{b}</row><row r="3"><c r="A3"><v>1</v></c></row><row r="2">{b2}</row>',
        '<row r="2">{b}</row><row r="1">{a}</row><row r="2">{b2}</row>',
    ],
)
@pytest.mark.parametrize("first", ["5", "6"])
@pytest.mark.parametrize("hidden", ["", ' hidden="1"'])
def test_a_cell_with_two_values_is_refused(rows: str, first: str, hidden: str, tmp_path: Path) -> None:
    from eqeval.core.errors import InputError

    cell = '<c r="B2"><v>{}</v></c>'
    whole = rows.format(a='<c r="A1"><v>1</v></c>', b=cell.format(first), b2=cell.format(6))
    with pytest.raises(InputError, match="“A”的单元格 B2 "):
        read(tmp_path, xlsx(whole.replace('<row r="1"', f'<row r="1"{hidden}')))


def test_cells_out_of_order_and_rows_in_two_pieces_are_read(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row><row r="1"{}><c r="A1"><v>3</v></c></row>'
        '<row r="2"><c r="C2"><v>4</v></c><c r="B2" s="0"/></row>'
    )
    expected: list[list[Raw]] = [[3, "", ""], [1, 2, 4]]
    assert cells(tmp_path, rows.format("")) == cells(tmp_path, rows.format(' hidden="1"')) == expected


def test_empty_texts_are_no_second_values(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c><c r="C1"></c><c r="D1" t="s"><v>0</v></c></row>'
    )
    (grid,) = read(tmp_path, xlsx(rows, sharedStrings=b"<sst><si><t></t></si></sst>"))
    assert grid.rows == [["", 2, "", ""]]
    twice = rows.replace("C1", "B1").replace("></c>", "><v>2</v></c>")
    from eqeval.core.errors import InputError

    with pytest.raises(InputError, match="B1"):
        read(tmp_path, xlsx(twice, sharedStrings=b"<sst><si><t></t></si></sst>"))


@pytest.mark.parametrize("blank", ['<c r="B1"></c>', '<c r="B1" s="0"/>'])
@pytest.mark.parametrize("hidden", ["", ' hidden="1"'])
def test_a_blank_is_no_second_value(blank: str, hidden: str, tmp_path: Path) -> None:
    value = '<c r="B1"><v>2</v></c>'
    for both in (blank + value, value + blank):
        assert cells(tmp_path, f'<row r="1"{hidden}><c r="A1"><v>1</v></c>{both}</row>') == [[1, 2]]


def test_a_sheet_that_is_looked_at_twice_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQEVAL_MAX_UNPACKED_MIB", "1")
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"></c></row>' for n in range(1, 9_001))
    assert len(rows) > 1 << 19
    assert cells(tmp_path, rows)[-1] == [9_000]
