"""Binary workbooks (.xlsb): their parts are unpacked, walked through, packed again, and read by python-calamine."""

from struct import unpack_from

from eqeval.core.grid import Grid
from eqeval.io import calamine, records
from eqeval.io.package import Package, pack
from eqeval.io.places import LAST_ROW, Seen
from eqeval.io.source import Source
from eqeval.io.xls import ERRORS, OTHER_ERROR
from eqeval.io.xlsx import relations

_ROW, _COLUMNS, _MERGED, _SHEET, _STRINGS, _STRING = 0, 60, 176, 156, 159, 19
# Cells with a value, of a constant and of a formula; those that hold an error.
_CELLS = range(2, 12)
_ERROR_CELLS = (3, 11)
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x10, 0x01
_TABLES = ("worksheet", "sharedStrings", "styles")


def read(package: Package, main: str, wanted: str | None, source: Source) -> list[Grid]:
    """Read the visible sheets, and the hidden one that is asked for by name."""
    targets = relations(package, main, source)
    parts = {main: package.read(main)}
    for kind, part in targets.values():
        if kind in _TABLES and part in package:
            parts[part] = package.read(part)
            if kind == "sharedStrings":
                parts[part] = _counted(parts[part], source)
    own = main.rpartition("/")
    links = f"{own[0]}/_rels/{own[2]}.rels"
    parts[links] = package.read(links) if links in package else b""
    listed = [_relation(content) for kind, content in records.in_xlsb(parts[main]) if kind == _SHEET]
    source.hold("sheets", len(listed))
    workbook = calamine.load(pack(parts), source)
    metadata = workbook.sheets_metadata
    if len(metadata) != len(listed):
        raise source.damaged("sheets")
    kept = [number for number, one in enumerate(metadata) if calamine.is_table(one)]
    seen: dict[int, Seen] = {}
    for number in kept:
        one = metadata[number]
        if calamine.is_visible(one) or one.name == wanted:
            part = targets.get(listed[number], ("", ""))[1]
            seen[number] = _look(parts.get(part, b""), one.name, source)
    found = dict(calamine.grids(workbook, seen, source))
    return [found.get(n) or Grid(str(source.path), metadata[n].name, [], hidden=True) for n in kept]


def _relation(content: bytes) -> str:
    """Find by which relation a sheet is meant."""
    length = int.from_bytes(content[8:12], "little")
    return content[12 : 12 + 2 * min(length, 255)].decode("utf-16-le", "replace")


def _counted(part: bytes, source: Source) -> bytes:
    """Hold the claimed number of strings to what is there: the reader sets memory aside for it."""
    count = 0
    for kind, content in records.in_xlsb(part):
        if kind == _STRINGS and len(content) >= 8:
            source.hold("strings", max(unpack_from("<II", content)))
        count += kind == _STRING
    source.hold("strings", count)
    return part


def _look(part: bytes, name: str, source: Source) -> Seen:
    seen = Seen(name)
    row = 0
    for number, (kind, content) in enumerate(records.in_xlsb(part)):
        if not number % 10_000:
            source.in_time()
        size = len(content)
        if kind in _CELLS and size >= 8:
            column = int.from_bytes(content[:4], "little")
            seen.value_at(row, column, source)
            if kind in _ERROR_CELLS and size >= 9:
                seen.values[row, column] = ERRORS.get(content[8], OTHER_ERROR)
        elif kind == _ROW and size >= 4:
            row = int.from_bytes(content[:4], "little")
            if row >= LAST_ROW:
                raise source.damaged("row", part=name, found=row + 1)
            if size >= 12 and content[11] & _ROW_HIDDEN:
                seen.hidden_rows.append((row, row))
        elif kind == _COLUMNS and size >= 18 and content[16] & _COLUMN_HIDDEN:
            first, last = unpack_from("<II", content)
            seen.hidden_columns.append((first, last))
        elif kind == _MERGED and size >= 16:
            top, bottom, left, right = unpack_from("<4I", content)
            seen.merge((top, left, bottom, right), source)
    source.cells += seen.cells
    return seen
