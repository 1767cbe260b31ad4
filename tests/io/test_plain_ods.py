"""Tables of OpenDocument that are proven plain are read as the slower reader reads them."""

import io
import random
import struct
from pathlib import Path

import pytest
from mutate import samples
from tables_in import rezip

from eqeval.core.errors import InputError
from eqeval.core.grid import Grid
from eqeval.io.workbooks import ods, package, patterns, plain_ods, workbook
from eqeval.words import Words

ODS = samples()["ods"]
quicker = pytest.mark.skipif(not patterns.EXACT, reason="Python before 3.11.5 reads every table the slower way")
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    "<office:body><office:spreadsheet>"
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"
TABLE = '<table:table table:name="{}" table:style-name="ta1"><table:table-column table:number-columns-repeated="9"/>'
NUMBER = 'office:value-type="float" office:value="{}" calcext:value-type="float"><text:p>{}</text:p></table:table-cell>'
TEXT = 'office:value-type="string" calcext:value-type="string"><text:p>{}</text:p></table:table-cell>'
SPAN = 'table:number-columns-spanned="{}" table:number-rows-spanned="{}" '
END = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="99"/>'
# What makes a file not plain and changes nothing of what it says.
SLOWLY = "<!-- -->"


def cell(signs: random.Random) -> str:
    """Write a cell of a kind that a plain table has."""
    given = signs.choice(["", 'table:style-name="ce1" ', 'table:number-columns-repeated="2" '])
    formula = signs.choice(["", 'table:formula="of:=1" '])
    value = signs.choice([0, 12, -3, 4.25, 1e-7, 123456789.125, 0.1 + 0.2])
    text = signs.choice(["实验小学", "a b", "1,234", "85%", "５", "&lt;x&gt; &amp; y", "TRUE", "=1+1", "—"])
    match signs.randrange(7):
        case 0:
            return f"<table:table-cell {given}/>".replace(" />", "/>")
        case 1:
            return '<table:table-cell table:number-columns-repeated="99"/>'
        case 2:
            span = SPAN.format(signs.randint(1, 3), signs.randint(1, 3))
            return f"<table:table-cell {given}{formula}{span}{TEXT.format(text)}<table:covered-table-cell/>"
        case 3 | 4:
            return f"<table:table-cell {given}{formula}{TEXT.format(text)}"
    return f"<table:table-cell {given}{formula}{NUMBER.format(repr(value).replace('e', 'E'), value)}"


def table(name: str, signs: random.Random) -> str:
    """Write a table of random cells, with blank rows among the others."""
    rows = []
    for _ in range(signs.randint(1, 6)):
        if signs.random() < 0.2:
            rows.append(f'<table:table-row table:number-rows-repeated="{signs.randint(1, 4)}"><table:table-cell/>')
        else:
            blank = signs.choice(["", '<table:table-cell table:number-columns-repeated="16000"/>'])
            rows.append("<table:table-row>" + "".join(cell(signs) for _ in range(signs.randint(1, 6))) + blank)
    return TABLE.format(name) + "".join(f"{row}</table:table-row>" for row in [*rows, END]) + "</table:table>"


def grids(folder: Path, content: str) -> list[Grid]:
    path = folder / "schools.ods"
    path.write_bytes(rezip(ODS, {"content.xml": content.encode()}))
    return workbook.read(path, Words("zh")).grids


@quicker
def test_plain_tables_read_as_by_the_slower_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signs = random.Random(20261122)
    for _ in range(150):
        tables = "".join(table(name, signs) for name in ["学校", "班级"][: signs.randint(1, 2)])
        with monkeypatch.context() as quick:
            quick.setattr(ods._Reader, "start_cell", None)
            quickly = grids(tmp_path, HEAD + tables + TAIL)
        assert quickly == grids(tmp_path, HEAD + SLOWLY + tables + TAIL)


@pytest.mark.parametrize(
    ("odd", "value"),
    [
        ('office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>', True),
        (NUMBER.format(1, "TRUE"), True),
        (NUMBER.format("1E400", "1E400"), "Infinity"),
        ('office:value-type="string"><text:p>a</text:p><text:p>b</text:p></table:table-cell>', "a\nb"),
        ('office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p></table:table-cell>', "a  b"),
        (
            'calcext:value-type="error" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>',
            "#DIV/0!",
        ),
        ('table:formula="of:=[.A1]"/>', "=[.A1]"),
        (
            'office:value-type="string"><text:p><text:ruby><text:ruby-base>a</text:ruby-base>'
            "<text:ruby-text>b</text:ruby-text></text:ruby></text:p></table:table-cell>",
            "a",
        ),
        ('office:value-type="string"><text:p>&#65;</text:p></table:table-cell>', "A"),
        ('office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>', 0.5),
    ],
)
def test_what_is_not_plain_is_read_slowly(tmp_path: Path, odd: str, value: object) -> None:
    row = f"<table:table-row><table:table-cell {odd}</table:table-row>"
    (grid,) = grids(tmp_path, HEAD + TABLE.format("学校") + row + "</table:table>" + TAIL)
    assert grid.rows == [[value]]


def test_a_table_in_a_remark_is_none(tmp_path: Path) -> None:
    row = f"<table:table-row><table:table-cell {TEXT.format('{}')}</table:table-row></table:table>"
    hidden = "<!--" + TABLE.format("B") + row.format("x") + "-->"
    (grid,) = grids(tmp_path, HEAD + hidden + TABLE.format("A") + row.format("y") + TAIL)
    assert (grid.sheet, grid.rows) == ("A", [["y"]])


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    row = f"<table:table-row><table:table-cell {TEXT.format('学校')}</table:table-row></table:table>"
    content = (HEAD + TABLE.format("A") + row + TAIL).encode().replace("校".encode(), b"\xff\xfe")
    path = tmp_path / "schools.ods"
    path.write_bytes(rezip(ODS, {"content.xml": content}))
    with pytest.raises(InputError, match=r"content\.xml"):
        workbook.read(path, Words("zh"))


@pytest.mark.parametrize("entity", ["school", "#1"])
def test_an_entity_that_no_text_has_is_refused(tmp_path: Path, entity: str) -> None:
    row = f"<table:table-row><table:table-cell {TEXT.format('a&amp;b&{};c')}</table:table-row></table:table>"
    (grid,) = grids(tmp_path, HEAD + TABLE.format("A") + row.format("lt") + TAIL)
    assert grid.rows == [["a&b<c"]]
    with pytest.raises(InputError, match=r"content\.xml"):
        grids(tmp_path, HEAD + TABLE.format("A") + row.format(entity) + TAIL)


@pytest.mark.parametrize("times", [9, 99])
def test_cells_between_blank_ones_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    blank = f'<table:table-cell table:number-columns-repeated="{times}"/>' * 5
    one, row = f"<table:table-cell {TEXT.format('x')}", "<table:table-row>{}</table:table-row></table:table>"
    monkeypatch.setenv("EQEVAL_MAX_COLUMNS", str(5 * times + 5))
    (grid,) = grids(tmp_path, HEAD + TABLE.format("A") + row.format(blank + "<table:table-cell/>" * 4 + one) + TAIL)
    assert len(grid.rows[0]) == 5 * times + 5
    with pytest.raises(InputError, match="EQEVAL_MAX_COLUMNS"):
        grids(tmp_path, HEAD + TABLE.format("A") + row.format(blank + "<table:table-cell/>" * 5 + one) + TAIL)


@quicker
def test_what_office_programs_write_around_a_table_is_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ods._Reader, "start_cell", None)
    forms = '<office:forms form:automatic-focus="false" form:apply-design-mode="false"/>'
    start = TABLE.format("学校").replace("><table:table-column", f">{forms}<table:table-column")
    cells = f'<table:table-cell table:style-name="ce1" {TEXT.format("学校名称")}<table:table-cell {NUMBER.format(5, 5)}'
    row = f'<table:table-row table:style-name="ro1">{cells}</table:table-row></table:table>'
    head = HEAD.replace("xmlns:office", 'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0" xmlns:office', 1)
    (grid,) = grids(tmp_path, head + start + row + TAIL)
    assert grid.rows == [["学校名称", 5.0]]


def one(name: str = "A", value: str = "x") -> str:
    """Write a table of one cell."""
    row = f"<table:table-row><table:table-cell {TEXT.format(value)}</table:table-row>"
    return TABLE.format(name) + row + "</table:table>"


def zipped(content: str) -> bytes:
    return rezip(ODS, {"content.xml": content.encode()})


def test_a_file_of_two_directories_is_read_by_the_one_that_was_looked_at(tmp_path: Path) -> None:
    first, second = (zipped(HEAD + one(value=value) + TAIL) for value in ("first", "second"))
    path = tmp_path / "schools.ods"
    # The length of a remark that does not follow: one reader takes this directory, the other an earlier one.
    path.write_bytes(first + second[:-2] + struct.pack("<H", 7))
    (grid,) = workbook.read(path, Words("zh")).grids
    assert grid.rows == [["second"]]


def test_two_tables_of_one_name_are_both_read(tmp_path: Path) -> None:
    found = grids(tmp_path, HEAD + one(value="first") + one(value="second") + TAIL)
    assert [(grid.sheet, grid.rows) for grid in found] == [("A", [["first"]]), ("A", [["second"]])]


def test_a_table_without_a_name_is_not_lost(tmp_path: Path) -> None:
    nameless = one(value="first").replace(' table:name="A" table:style-name="ta1"', "")
    assert [grid.rows for grid in grids(tmp_path, HEAD + nameless + one() + TAIL)] == [[["first"]], [["x"]]]


@pytest.mark.parametrize("said", ["table:display='false'", 'table:display = "false"', 'table:display="&#102;alse"'])
def test_a_hidden_table_is_hidden_however_it_is_said(tmp_path: Path, said: str) -> None:
    hidden = f'<style:style style:name="ta1"><style:table-properties {said}/></style:style>'
    (grid,) = grids(tmp_path, HEAD.replace("<office:body>", hidden + "<office:body>") + one() + TAIL)
    assert (grid.hidden, grid.rows) == (True, [])


def test_another_encoding_than_utf_8_is_heeded(tmp_path: Path) -> None:
    # Signs of GB18030 whose bytes are signs of UTF-8 as well.
    content = (HEAD.replace("UTF-8", "GB18030") + one(value="隆") + TAIL).encode("gb18030")
    assert content.decode()
    path = tmp_path / "schools.ods"
    path.write_bytes(rezip(ODS, {"content.xml": content}))
    assert [grid.rows for grid in workbook.read(path, Words("zh")).grids] == [[["隆"]]]


@pytest.mark.parametrize(
    "broken",
    [
        HEAD + one(),
        HEAD + one() + TAIL.replace("</office:body>", ""),
        HEAD + one(value="a]]>b") + TAIL,
        HEAD + one(value="\ufffe") + TAIL,
        HEAD + one().replace("-cell office", '-cell table:style-name="a" table:style-name="b" office') + TAIL,
        HEAD + one().replace("-row>", '-row table:style-name="a" table:style-name="b">', 1) + TAIL,
        HEAD + one().replace("-cell office", '-cell table:formula="1" table:formula="2" office') + TAIL,
    ],
)
def test_broken_parts_are_refused_wherever_they_are_broken(tmp_path: Path, broken: str) -> None:
    with pytest.raises(InputError, match=r"content\.xml"):
        grids(tmp_path, broken)


def test_the_name_of_a_table_is_one_line(tmp_path: Path) -> None:
    (grid,) = grids(tmp_path, HEAD + one("学\n校") + TAIL)
    assert grid.sheet == "学 校"


@quicker
def test_a_file_of_one_directory_is_handed_on_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = f"<table:table-row><table:table-cell {TEXT.format('学校')}</table:table-row></table:table>"
    whole = rezip(ODS, {"content.xml": (HEAD + TABLE.format("A") + row + TAIL).encode()})
    path, packed = tmp_path / "schools.ods", list[object]()

    def pack(parts: dict[str, bytes]) -> io.BytesIO:
        packed.append(parts)
        return package.pack(parts)

    monkeypatch.setattr(plain_ods, "pack", pack)
    path.write_bytes(whole)
    assert workbook.read(path, Words("zh")).grids[0].rows == [["学校"]]
    assert not packed
    # A remark behind the end may hide another directory.
    path.write_bytes(whole[:-2] + b"\x03\0abc")
    assert workbook.read(path, Words("zh")).grids[0].rows == [["学校"]]
    assert len(packed) == 1
