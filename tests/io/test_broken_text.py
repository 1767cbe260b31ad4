"""Text tables and web pages that are broken: named with their line, never half a table and never garbled."""

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Run

from eqeval.core.errors import InputError
from eqeval.core.grid import Raw
from eqeval.io.workbooks import workbook
from eqeval.words import Words

HEAD = "学校名称,办学类型,小学在校生数\n"
ROWS = "第一小学,小学,300\n第二小学,小学,200\n"


def rows(tmp_path: Path, content: bytes) -> list[list[Raw]]:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    (grid,) = workbook.read(path, Words("zh")).grids
    return grid.rows


def refused(tmp_path: Path, content: bytes) -> str:
    with pytest.raises(InputError) as error:
        rows(tmp_path, content)
    return str(error.value)


@pytest.mark.parametrize("first", ["utf-8", "gb18030"])
def test_two_encodings_in_one_file(first: str, tmp_path: Path) -> None:
    second = "gb18030" if first == "utf-8" else "utf-8"
    content = HEAD.encode(first) + "第一小学,小学,300\n".encode(first) + "第二小学,小学,200\n".encode(second)
    utf_8, other = (1, 3) if first == "utf-8" else (3, 1)
    assert f"第 {utf_8} 行是 UTF-8，第 {other} 行不是" in refused(tmp_path, content)


@pytest.mark.parametrize("name", ["联通小学", "第一小学", "㐀㑇㒳村", "Ünïversität", "联通"])
def test_what_is_gb18030_is_not_taken_for_two_encodings(name: str, tmp_path: Path) -> None:
    found = rows(tmp_path, (HEAD + f"{name},小学,3\n甲,小学,1\n").encode("gb18030"))
    assert found[1][0] == name


@pytest.mark.parametrize(("byte", "shown"), [(b"\0", "0x00"), (b"\x1b", "0x1B"), (b"\x07", "0x07")])
def test_bytes_that_no_text_has_are_named_with_their_line(byte: bytes, shown: str, tmp_path: Path) -> None:
    content = (HEAD + ROWS).encode().replace("第二".encode(), "第".encode() + byte * 8)
    assert f"第 3 行有文本里不该有的字节 {shown}" in refused(tmp_path, content)


def test_text_that_is_neither_utf_8_nor_gb18030(tmp_path: Path) -> None:
    assert "第 2 行有文本里不该有的字节 0x80" in refused(tmp_path, b"name,type\na\x80,b\n" * 40)


@pytest.mark.parametrize("before", [0, 1, 40])
def test_a_quote_without_a_partner_swallows_no_school(before: int, tmp_path: Path) -> None:
    content = HEAD + ROWS * before + '"第三小学,小学,300\n' + ROWS
    assert f"从第 {2 * before + 2} 行起有一个双引号没有配对" in refused(tmp_path, content.encode())
    again = content + '第四小学,"小学",5\n'
    assert "没有配对" in refused(tmp_path, again.encode())


def test_a_cell_of_nothing_but_quotes(tmp_path: Path) -> None:
    assert "没有配对" in refused(tmp_path, HEAD.encode() + b'"' * 400_001)


def test_cells_with_line_breaks_and_commas_are_cells(tmp_path: Path) -> None:
    table = [["学校\n名称", "备注", "数"], ["甲", "一，二\n三,四", "5"], ["乙", 'a "b"\nc', "6"]]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    assert rows(tmp_path, text.getvalue().encode()) == table


WIDE = "学校名称,办学类型,小学在校生数,小学班级数,小学最大班额\n"
SCHOOLS = ["第一小学,小学,1200,30,45\n", "第二小学,小学,300,8,44\n", "第三小学,小学,200,6,40\n"]


@pytest.mark.parametrize("broken", [0, 1, 2])
@pytest.mark.parametrize("above", ["", "2026年学校表\n\n", "填报单位：,某局,单位：人\n"])
def test_a_comma_in_a_number_moves_no_figure_to_another_column(
    broken: int, above: str, run: Run, tmp_path: Path
) -> None:
    lines = [*SCHOOLS]
    lines[broken] = lines[broken].replace(",小学,", ",小学,1,")
    (tmp_path / "a.csv").write_text(above + WIDE + "".join(lines), "utf-8")
    found = json.loads(run("check", "a.csv", "-o", "json").out)
    (issue,) = [one for one in found["issues"] if one["code"] == "E148"]
    assert lines[broken].strip() in issue["message"] and "这一行有 6 格，表头只有 5 格" in issue["message"]
    pupils = {one["school"]: one["pupils"] for one in found["sections"]}
    right = {"第一小学": 1200, "第二小学": 300, "第三小学": 200}
    assert pupils == right | {[*right][broken]: None}


@pytest.mark.parametrize(
    "after",
    [
        '第四小学,小学,"1,045",25,45\n',
        "注：1,2,3,4,5,6,以上数字,均为年报数,不含,附设,幼儿园\n",
        "\n学校名称,办学类型,初中在校生数,初中班级数,初中最大班额,校长\n第一中学,初级中学,900,20,50,\n",
        "第四小学,小学,100,6\n",
    ],
    ids=["quoted", "remark", "wider block", "shorter"],
)
def test_rows_that_may_be_wider(after: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(WIDE + "".join(SCHOOLS) + after, "utf-8")
    (grid,) = workbook.read(path, Words("zh")).grids
    assert not grid.notices


# Markup that never ends; html.parser looks for the end again at every sign.
ENDLESS = ["<!--", "<?", "<!x", "</", "<a ", "<![CDATA[", '<a b="', "<script>", "<t"]


@pytest.mark.parametrize("sign", ENDLESS)
def test_markup_without_an_end_is_named_with_its_line(sign: str, tmp_path: Path) -> None:
    page = f"<html><table>\n<tr><td>学校名称</td></tr>\n{sign * 200_000}"
    assert "网页第 3 行起的标记" in refused(tmp_path, page.encode())


def test_a_page_that_stops_in_a_short_comment_is_read(tmp_path: Path) -> None:
    found = rows(tmp_path, "<table><tr><td>学校名称</td></tr></table><!-- 2024".encode())
    assert found == [["学校名称"]]


@pytest.mark.parametrize("sign", ["1", "1,", "#", "其中：", "(", "1.", "-"])
def test_very_long_cells_and_headings_are_read_at_once(sign: str, run: Run, tmp_path: Path) -> None:
    """Patterns that try a text in as many ways as it has signs, squared, took half a minute for these."""
    long = (sign * 32_767)[:32_760]
    (tmp_path / "a.csv").write_text(f'{HEAD.strip()},"{long}"\n甲,小学,"{long}",1\n"{long}",小学,1,1\n', "utf-8")
    ran = run("lint", "a.csv")
    assert ran.code == 3
    assert "a!C2" in ran.out


@pytest.mark.parametrize("down", [2, 3, 4, 900])
@pytest.mark.parametrize("across", [1, 5])
def test_cells_that_reach_beyond_the_last_row(down: int, across: int, run: Run, tmp_path: Path) -> None:
    """Only headings, one of which is merged with more rows than there are: no school, and no bug."""
    first = f"<tr><td rowspan={down} colspan={across}>学校名称</td><td>在校生数</td></tr>"
    page = f"<table>{first}<tr><td>小学</td></tr></table>"
    (tmp_path / "a.xls").write_text(page, "utf-8")
    ran = run("check", "a.xls")
    assert (ran.code, "a.xls" in ran.err) == (4, True), ran.said
    (grid,) = workbook.read(tmp_path / "a.xls", Words("zh")).grids
    assert all(bottom < len(grid.rows) and right < len(grid.rows[0]) for _, _, bottom, right in grid.merged)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", ("\r\n", "\n"), ("\n", "\r\n"), ("\r\n", "\r"), ("\r", "\n")])
@pytest.mark.parametrize("quote", ["", '"'])
def test_lines_end_in_any_way_and_in_several(ends: str | tuple[str, str], quote: str, tmp_path: Path) -> None:
    first, second = (ends, ends) if isinstance(ends, str) else ends
    lines = [f"{quote}学校名称{quote},小学在校生数", "第一小学,300", "", "第二小学,200", ""]
    content = lines[0] + first + lines[1] + second + lines[2] + first + lines[3] + second
    expected = [["学校名称", "小学在校生数"], ["第一小学", "300"], ["", ""], ["第二小学", "200"]]
    assert rows(tmp_path, content.encode()) == expected
