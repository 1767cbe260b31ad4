"""One county whose schools have hostile names, through every format: the name comes out as it is, and does nothing."""

import csv
import io
import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from county import primary, report
from markdown_it import MarkdownIt
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from eqeval.core.reports.report import Report
from eqeval.core.reports.tables import seen, tables
from eqeval.render import build_server, csv_tables, json_report, markdown, signs, xlsx
from eqeval.words import Words

WORDS = Words("zh")
HOSTILE = (
    "<b>甲</b>&amp;小学", "<script>alert(1)</script>", "|乙|小学", "=1+1", "+1", "-2", "@SUM(A1)",
    "=HYPERLINK(\"http://x\",\"丙\")",
    "＝3+3", "\"丁\"'小学'", "'戊", "己]]>小学", "<!--庚-->", "辛😀𠮷小学", "`壬`", "*癸*_子_~~丑~~", "[寅](http://x)",
    "\\|卯", "$x^2$", "&#61;辰", "100%::error::巳", "a,b:c", "午;未", "DROP TABLE 申;--", "cmd|' /C calc'!A0", "{{酉}}",
    "‮戌", "12345",
)  # fmt: skip
# What intake would have taken out; a report made otherwise may still hold it.
WILD = ("亥\x00\x07\x1b[31m", "一\n二\r\n三", "\t四", "五\ufffe六", "\ud800七")


@pytest.fixture(scope="module")
def county() -> Report:
    """Every one of them fails, so that every format has to name it."""
    found = report([primary(学校名称=f"校{number}", 小学最大班额=46, 运动场地面积=0) for number in range(len(NAMES))])
    lines = [replace(line, school=NAMES[number]) for number, line in enumerate(found.sections)]
    return replace(found, sections=tuple(lines), county=HOSTILE[0])


NAMES = (*HOSTILE, *WILD)


def clean(name: str) -> str:
    """The name without signs that no format can hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", name)


def blank(name: str) -> str:
    return " ".join(clean(name).split())


def lines(name: str) -> str:
    return clean(name).replace("\r\n", "\n")


def test_all_of_them_are_in_the_report(county: Report) -> None:
    assert [line.school for line in county.sections] == list(NAMES)
    assert {line.outcome for line in county.sections} == {"not_met"}


def test_csv(county: Report) -> None:
    content = csv_tables.render(tables(county, WORDS)[1])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    for name, row in zip(NAMES, rows[1:], strict=True):
        assert row[0].removeprefix("'") == clean(name).removeprefix("'")
        assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert content.count(b"\r\n") >= len(rows)


def test_xlsx(county: Report) -> None:
    book = load_workbook(io.BytesIO(xlsx.render(tables(county, WORDS), WORDS)))
    sheet = book["学部"]
    assert isinstance(sheet, Worksheet)
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [str(cell.value).replace("\r\n", "\n") for cell in cells] == [lines(name) for name in NAMES]
    assert {cell.data_type for cell in cells} == {"s"}
    for cell in cells:
        assert cell.quotePrefix == str(cell.value).startswith(("=", "+", "-", "@", "'"))
    for each in book:
        assert isinstance(each, Worksheet)
        assert not [cell for row in each.iter_rows() for cell in row if cell.data_type == "f"]


def test_markdown(county: Report) -> None:
    """A reader of GitHub's Markdown shows the names, one row each, and nothing but text."""
    text = markdown.render("#", county.county, seen(county, WORDS, "failures"), WORDS)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    inline = [token for token in tokens if token.type == "inline"]
    kinds = {child.type for token in inline for child in token.children or ()}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
    said = ["".join(child.content for child in token.children or ()) for token in inline]
    assert county.county in said
    for name in NAMES:
        assert blank(name) in said, name


def test_junit(county: Report) -> None:
    root = ElementTree.fromstring(build_server.junit([county], WORDS))
    names = [str(case.get("name")) for case in root.iter("testcase") if str(case.get("classname")).endswith("sections")]
    assert len(names) == len(NAMES)
    for name, found in zip(NAMES, names, strict=True):
        assert found.startswith(clean(name)), name


def test_github(county: Report) -> None:
    text = build_server.github([county], WORDS).decode()
    named = [read(line) for line in text.splitlines()]
    assert (
        len([line for line in text.splitlines() if not re.match(r"::(error|warning|notice) file=[^:]*::", line)]) == 0
    )
    titles = [properties["title"] for properties, _ in named]
    for name in NAMES:
        assert any(title.startswith(signs.seen(clean(name))) for title in titles), name


def read(line: str) -> tuple[dict[str, str], str]:
    """Read a workflow command as the runner does."""
    _, head, message = line.split("::", 2)
    pairs = dict(pair.split("=", 1) for pair in head.partition(" ")[2].split(","))
    return {key: plain(value) for key, value in pairs.items()}, plain(message)


def plain(text: str) -> str:
    for sign, code in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(code, sign)
    return text


def test_json(county: Report) -> None:
    sections = tuple(replace(line, school=clean(line.school)) for line in county.sections)
    found = json.loads(json_report.render([replace(county, sections=sections)]))
    assert [line["school"] for line in found["sections"]] == [clean(name) for name in NAMES]


@pytest.mark.parametrize(
    "render",
    [build_server.junit, build_server.github, lambda reports, words: xlsx.render(tables(reports[0], words), words)],
)
def test_the_same_report_gives_the_same_bytes(county: Report, render: Callable[..., bytes]) -> None:
    assert render([county], WORDS) == render([county], WORDS)
