"""Workbooks in Office Open XML: the parts that hold the tables, unpacked, looked through, and packed again.

python-calamine is given a workbook of those parts only, so it reads nothing that was not looked at: no second part of
the same name, nothing larger than it said, no part that another program would not find.
"""

import re
from collections.abc import Iterator
from itertools import islice
from posixpath import dirname

from msgspec import Struct, field

from eqeval.core.grid import Grid
from eqeval.io.workbooks import calamine, sheet, shown, xml
from eqeval.io.workbooks.package import Package, pack, target
from eqeval.io.workbooks.places import Seen
from eqeval.io.workbooks.source import Source

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_COUNT = re.compile(rb"\b(?:uniqueCount|count)\s*=\s*[\"'][^\"']*[\"']")
_STRINGS = re.compile(rb"<(?:\w+:)?sst\b[^>]*>")
_STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
_BLANK = re.compile(rb"<si/>|<si>(?:<t(?: [^<>]*)?(?:/>|></t>))?</si>")
_FEW = 4

SHARED_STRINGS, STYLES = "sharedStrings", "styles"


class Book(Struct):
    """What a workbook lists: its sheets as (name, part, visible), and its other parts by kind."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    linked: bool = False
    since_1904: bool = False


def read(package: Package, main: str, wanted: str | None, source: Source) -> list[Grid]:
    """Read the visible sheets, and the hidden one that is asked for by name."""
    book = _book(package, main, source)
    source.hold("sheets", len(book.sheets))
    parts = {f"xl/{kind}.xml": _other(package, kind, part, source) for kind, part in book.others.items()}
    signs = shown.in_styles(parts.get(f"xl/{STYLES}.xml", b""), STYLES, source)
    seen: list[Seen] = []
    taken = [one for one in enumerate(book.sheets) if one[1][2] or one[1][0] == wanted]
    blank = _blank(parts.get(f"xl/{SHARED_STRINGS}.xml", b""))
    shared = sheet.Shared(len(taken), book.linked, signs, blank)
    for number, (name, part, _) in taken:
        data = xml.utf8(package.read(part), part, source)
        parts[f"xl/worksheets/{number}.xml"], one = sheet.prepare(data, name, shared, source)
        seen.append(one)
        del data
    if sheet.long_text(parts.get(f"xl/{SHARED_STRINGS}.xml", b""), source):
        for one in seen:
            one.doubtful = True
    parts |= _frame(book, parts)
    workbook = calamine.load(pack(parts), source)
    arrived = [grid for _, grid in calamine.grids(workbook, dict(enumerate(seen)), source)]
    for (_, (name, part, _)), one, grid in zip(taken, seen, arrived, strict=True):
        # Empty texts are values too, so that a difference proves nothing yet.
        if one.given > sum(len(row) - row.count("") for row in grid.rows):
            sheet.refuse_doubles(xml.utf8(package.again(part), part, source), name, source)
    grids = {grid.sheet: grid for grid in arrived}
    return [grids.get(name) or Grid(str(source.path), name, [], hidden=True) for name, *_ in book.sheets]


def _book(package: Package, main: str, source: Source) -> Book:
    """Find the sheets, and the parts that they need."""
    book = Book()
    targets = relations(package, main, source)
    listed: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        match xml.local(tag):
            case "sheet":
                listed.append({xml.local(key): value for key, value in attributes.items()})
            case "workbookPr":
                book.since_1904 = attributes.get("date1904") in ("1", "true")

    xml.walk(xml.utf8(package.read(main), main, source), main, source, start)
    for one in listed:
        kind, part = targets.get(one.get("id", ""), ("", ""))
        if kind == "worksheet":
            book.sheets.append((one.get("name", ""), part, one.get("state", "visible") == "visible"))
        elif not kind:
            raise source.damaged("missing", part=one.get("name", ""))
    names = [name for name, *_ in book.sheets]
    if len(set(names)) < len(names):
        raise source.damaged("twice", part=next(name for name in names if names.count(name) > 1))
    for kind, part in targets.values():
        if kind in (SHARED_STRINGS, STYLES) and part in package:
            book.others[kind] = part
        book.linked |= kind == "externalLink"
    return book


def relations(package: Package, part: str, source: Source) -> dict[str, tuple[str, str]]:
    """List the relations of a part: what kind each is, and the part that it means."""
    folder = dirname(part)
    own = f"{folder}/_rels/{part[len(folder) :].lstrip('/')}.rels"
    found: dict[str, tuple[str, str]] = {}

    def start(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External" and "Target" in attributes:
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, target(folder, attributes["Target"]))

    if own in package:
        xml.walk(xml.utf8(package.read(own), own, source), own, source, start)
    return found


def _other(package: Package, kind: str, part: str, source: Source) -> bytes:
    """Unpack a part beside the sheets, which may declare nothing of its own and claim no more than it has."""
    data = xml.utf8(package.read(part), part, source)
    if b"<!" in data:
        xml.walk(data, part, source, lambda *_: None)
    return _counted(data, source) if kind == SHARED_STRINGS else data


def _counted(data: bytes, source: Source) -> bytes:
    """Count the strings: the reader sets memory aside for as many as the part claims."""
    count = len(_STRING.findall(data))
    source.hold("strings", count)
    return _STRINGS.sub(lambda found: _COUNT.sub(b"", found[0]), data, count=1)


def _blank(strings: bytes) -> tuple[int, ...]:
    """Number the first few shared texts that are empty, as some programs write blank cells."""
    found = islice(_BLANK.finditer(strings), _FEW)
    return tuple(len(_STRING.findall(strings, 0, each.start())) for each in found)


def _frame(book: Book, parts: dict[str, bytes]) -> dict[str, bytes]:
    """Write the workbook around the parts that were taken."""
    kept = [(number, name) for number, (name, *_) in enumerate(book.sheets) if f"xl/worksheets/{number}.xml" in parts]
    sheets = "".join(f'<sheet name="{xml.escape(name)}" sheetId="{n + 1}" r:id="s{n}"/>' for n, name in kept)
    since = ' date1904="1"' if book.since_1904 else ""
    workbook = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr{since}/><sheets>{sheets}</sheets></workbook>'
    links = [*((f"s{n}", "worksheet", f"worksheets/{n}.xml") for n, _ in kept), *_others(book)]
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations([("w", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": _relations(links),
    }


def _others(book: Book) -> Iterator[tuple[str, str, str]]:
    return ((kind, kind, f"{kind}.xml") for kind in book.others)


def _relations(links: list[tuple[str, str, str]]) -> bytes:
    each = "".join(f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{part}"/>' for id_, kind, part in links)
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'.encode()
