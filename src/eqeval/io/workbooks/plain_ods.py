"""Files of OpenDocument whose tables are proven plain: python-calamine reads them as they are.

Plain are blank cells, and those with a text of one paragraph or a number that keeps its digits. Nothing is read out by
the patterns: they only say that nothing can go wrong. What is not plain is left to a slower reader.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

from msgspec import Struct

from eqeval.core.errors import InputError
from eqeval.core.grid import Grid
from eqeval.io.workbooks import calamine, patterns, xml
from eqeval.io.workbooks.package import Package, pack
from eqeval.io.workbooks.places import Seen
from eqeval.io.workbooks.source import Source

# Blank cells at the end of a row may be repeated as often as they like; others reach so far at most, and hardly any
# further than a digit says.
_MOST, _FEW = 99, 9
# An attribute that is given twice means nothing, and python-calamine does not look for it.
_ONCE = rb' table:%s="%s"(?![^<>]* table:%s=)'
_STYLE, _DEFAULT, _VALIDATION, _REPEATS, _FORMULA, _MANY = (
    _ONCE % (name, value, name)
    for name, value in (
        (b"style-name", rb'[^"<>]*+'),
        (b"default-cell-style-name", rb'[^"<>]*+'),
        (b"content-validation-name", rb'[^"<>]*+'),
        (b"number-columns-repeated", rb"[1-9](\d)?"),
        (b"formula", rb'[^"<>]*+'),
        (b"number-columns-repeated", rb"[1-9]\d*+"),
    )
)
_STYLED = rb"(?:" + _STYLE + rb"|" + _VALIDATION + rb"|" + _REPEATS + rb")*+"
_SPANNED = rb'(?P<spanned> table:number-columns-spanned="\d{1,4}" table:number-rows-spanned="\d{1,6}")?+'
_VALUE = (
    rb' office:value-type="(?:float" office:value="-?+[0-9]{1,15}(?:\.[0-9]{1,20})?+(?:E-[0-9]{1,3})?+"'
    rb'(?: calcext:value-type="float")?+><text:p>(?!TRUE<|FALSE<)[0-9 .,;:()/+Ee$%#_-]++'
    rb'|string"(?: calcext:value-type="string")?+><text:p>[^<\0-\x20]++(?: [^<\0-\x20]++)*+)'
    rb"</text:p></table:table-cell>"
)
# Nearly all cells are of the first form. A formula without a value is not plain, nor a number with words behind it.
_CELL = (
    rb"<table:(?:table-cell" + _VALUE + rb"|table-cell" + _STYLED + rb"(?:/>|"
    rb"(?:" + _FORMULA + rb")?+" + _STYLED + _SPANNED + rb"(?:" + _FORMULA + rb")?+" + _VALUE + rb")"
    rb"|covered-table-cell" + _STYLED + rb"/>)"
)
_NAMED = rb"(?:" + _STYLE + rb"|" + _DEFAULT + rb")*+"
_BLANKS = rb"<table:table-cell(?:" + _STYLE + rb"|" + _MANY + rb")*+/>"
_ROW = re.compile(rb"<table:table-row" + _NAMED + rb">(?:" + _CELL + rb")++(?:" + _BLANKS + rb")?+</table:table-row>")
_BLANK_ROWS = re.compile(
    rb"<table:table-row" + _NAMED + rb'(?: table:number-rows-repeated="([1-9]\d{0,6})")?+' + _NAMED + rb">"
    rb"(?:" + _BLANKS + rb")++</table:table-row>"
)
_HEAD = re.compile(
    rb'<table:table table:name="([^"<>&\0-\x1f]++)"(?: table:(?:style-name|print|print-ranges)="[^"<>]*+")*+>'
    rb"(?:<office:forms [^<>]*/>)?+(?:<table:table-column(?![^<>]*visibility)[^<>]*/>)++"
)
_END = b"</table:table>"
_TAG = re.compile(rb"<table:(?:covered-)?table-cell([^<>]*)>")
_REPEATED = re.compile(rb'columns-repeated="(\d{1,7})"')
_SPAN = re.compile(rb'columns-spanned="(\d+)" table:number-rows-spanned="(\d+)"')
_ENTITY = re.compile(rb"&(?:amp|lt|gt|quot|apos);")
# What no text may hold, and python-calamine lets pass: the end of a marked section, and two signs that are none.
_FORBIDDEN = ((b"\xef", re.compile(rb"\xef\xbf[\xbe\xbf]")), (b"]", re.compile(rb"\]\]>")))
# Remarks and document types are left to the slower reader.
_STRANGE = b"<!"
# What python-calamine asks of a file beside its tables.
_BESIDE = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": b"<manifest:manifest/>",
}
# The shortest cell takes so many bytes of its row, and the shortest that is repeated.
_SHORTEST = len(b"<table:table-cell/>")
_SHORTEST_AGAIN = len(b'<table:table-cell table:number-columns-repeated="2"/>')
# Longer texts are measured.
_LONGEST = 9_000


class _Table(Struct):
    """One table in the file: what was seen of it, where its rows begin, where it ends, how far it reaches at most."""

    seen: Seen
    begin: int
    end: int = 0
    rows: int = 0
    columns: int = 0


def read(content: bytes, part: str, parts: Package, outline: Callable[[bytes], list[Grid]]) -> list[Grid] | None:
    """Read all tables of a file; None where one of them is not plain, or reaches far.

    Args:
        content: its part with the tables, unpacked and held to the limits.
        part: what that part is called.
        parts: the file that it was unpacked from.
        outline: reads what stands around the tables, in which they have no rows, as the slower reader does.
    """
    if not patterns.EXACT:
        return None
    source = parts.source
    tables: list[_Table] = []
    at, around = 0, b""
    while (start := content.find(b"<table:table ", at)) >= 0:
        found = _table(content, start, source)
        if found is None:
            return None
        tables.append(found)
        around += content[at : found.begin] + _END
        at = found.end
    around += content[at:]
    names = [one.seen.sheet for one in tables]
    if not tables or _STRANGE in around or xml.encoding(content) != xml.UTF8:
        return None
    # The first byte is looked for at once, and hardly stands in a table.
    if any(first in content and signs.search(content) for first, signs in _FORBIDDEN):
        return None
    if not _only_entities(content):
        return None
    most = source.limits
    cells = sum(one.rows * one.columns for one in tables)
    far = any(one.rows > most["rows"] or one.columns > most["columns"] for one in tables)
    if len(tables) > most["sheets"] or far or cells > most["cells"]:
        return None
    try:
        if [None if grid.hidden else grid.sheet for grid in outline(around)] != names:
            return None
        # A file may have two directories; the reader sees only what was looked at.
        whole = BytesIO(source.content) if parts.in_one_way() else pack(_BESIDE | {part: content})
        workbook = calamine.load(whole, source)
        if workbook.sheet_names != names:
            return None
        return [grid for _, grid in calamine.grids(workbook, dict(enumerate(one.seen for one in tables)), source)]
    except InputError:
        # Bytes that are no UTF-8, and the like; the slower reader says what it is.
        return None


def _only_entities(content: bytes) -> bool:
    """Whether every sign that begins an entity begins one that all texts may have."""
    at = content.find(b"&")
    while at >= 0:
        if not _ENTITY.match(content, at):
            return False
        at = content.find(b"&", at + 1)
    return True


def _table(content: bytes, start: int, source: Source) -> _Table | None:
    """Follow a table to its end; None where something in it is not plain."""
    head = _HEAD.match(content, start)
    if head is None:
        return None
    doubtful = source.limits["characters"] < _LONGEST
    found = _Table(Seen(head[1].decode("utf-8", "replace"), doubtful=doubtful), head.end())
    at, row, reach = found.begin, 0, 0
    rows: list[tuple[int, re.Match[bytes]]] = []
    while not content.startswith(_END, at):
        if match := _ROW.match(content, at):
            rows.append((row, match))
            start, at = at, match.end()
            row += 1
            # So many cells a row has at most. The groups are those of merged and of often repeated ones.
            most = _FEW * ((at - start) // _SHORTEST_AGAIN + 1)
            if match.lastindex is not None or most > source.limits["columns"]:
                most = (at - start) // _SHORTEST + _MOST * content.count(b"columns-repeated", start, at)
            reach = max(reach, most)
        elif match := _BLANK_ROWS.match(content, at):
            row, at = row + int(match[1] or 1), match.end()
        else:
            return None
    source.in_time()
    if rows:
        found.rows, found.columns = rows[-1][0] + 1, reach
    if found.columns > source.limits["columns"] or found.rows * found.columns > source.limits["cells"]:
        # Hardly any row is as long as that; they are counted only where it matters.
        found.columns = max(sum(times for times, _ in _cells(one[0])) for _, one in rows)
    for row, one in rows:
        if one["spanned"] is not None:
            _merge(one[0], row, found.seen, source)
    found.end = at + len(_END)
    return found


def _cells(row: bytes) -> Iterator[tuple[int, bytes]]:
    """List the cells of a row, each with how often it is repeated, without the blank ones at its end."""
    cells = [(int(found[1]) if (found := _REPEATED.search(tag)) else 1, tag) for tag in _TAG.findall(row)]
    return iter(cells[:-1] if cells and cells[-1][1].endswith(b"/") else cells)


def _merge(row: bytes, number: int, seen: Seen, source: Source) -> None:
    """Note the cells of a row that are merged."""
    column = 0
    for times, tag in _cells(row):
        if (span := _SPAN.search(tag)) and span.groups() != (b"1", b"1"):
            seen.merge((number, column, number + int(span[2]) - 1, column + int(span[1]) - 1), source)
        column += times
