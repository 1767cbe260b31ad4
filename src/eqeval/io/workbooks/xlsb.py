"""Binary workbooks (.xlsb): their parts are unpacked, walked through, packed again, and read by python-calamine."""

from collections.abc import Mapping
from struct import unpack_from

from eqeval.core.grid import Grid
from eqeval.io.workbooks import calamine, records, shown
from eqeval.io.workbooks.package import Package, pack
from eqeval.io.workbooks.places import LAST_ROW, Seen
from eqeval.io.workbooks.source import Source
from eqeval.io.workbooks.xls import ERRORS, OTHER_ERROR
from eqeval.io.workbooks.xlsx import relations

_ROW, _COLUMNS, _MERGED, _SHEET, _STRINGS, _STRING = 0, 60, 176, 156, 159, 19
_BEGIN_DATA, _END_DATA, _BEGIN_SHEET, _END_SHEET, _SIZE = 145, 146, 129, 130, 148
# Cells with a value, of a constant and of a formula, and the bytes they need at least; those that hold an error.
_CELLS = {2: 12, 3: 9, 4: 9, 5: 16, 6: 12, 7: 12, 8: 12, 9: 16, 10: 9, 11: 9}
_ERROR_CELLS = (3, 11)
_LONGEST_NAME = 255
_BEGIN = (
    records.out_xlsb(_BEGIN_SHEET, b""),
    records.out_xlsb(_SIZE, bytes(16)),
    records.out_xlsb(_BEGIN_DATA, b""),
)
_ENDING = (records.out_xlsb(_END_DATA, b""), records.out_xlsb(_END_SHEET, b""))
_EMPTY = b"".join((*_BEGIN, *_ENDING))
# Cells of numbers; formats and styles, and between which records those of cells stand.
_NUMBERS = (2, 5, 9)
_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES = 44, 47, 617, 618
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x10, 0x01
_TABLES = ("worksheet", "sharedStrings", "styles")


def read(package: Package, main: str, wanted: str | None, source: Source) -> list[Grid]:
    """Read the visible sheets, and the hidden one that is asked for by name."""
    targets = relations(package, main, source)
    parts = {main: package.read(main)}
    signs: dict[int, str] = {}
    for kind, part in targets.values():
        if kind in _TABLES and part in package:
            parts[part] = package.read(part)
            if kind == "sharedStrings":
                parts[part] = _counted(parts[part], source)
            elif kind == "styles":
                signs = _signs(parts[part])
    own = main.rpartition("/")
    links = f"{own[0]}/_rels/{own[2]}.rels"
    parts[links] = package.read(links) if links in package else b""
    listed = [_bundle(content) for kind, content in records.in_xlsb(parts[main]) if kind == _SHEET]
    source.hold("sheets", len(listed))
    looked: list[Seen] = []
    for number, (relation, name, visible) in enumerate(listed):
        kind, part = targets.get(relation, ("", ""))
        looked.append(Seen(name))
        if kind == _TABLES[0] and part in parts:
            taken = visible or name == wanted
            parts[part], looked[number] = _look(parts[part], name, signs, source) if taken else (_EMPTY, Seen(name))
    workbook = calamine.load(pack(parts), source)
    metadata = workbook.sheets_metadata
    if [one.name for one in metadata] != [name for _, name, _ in listed]:
        raise source.damaged("sheets")
    kept = [number for number, one in enumerate(metadata) if calamine.is_table(one)]
    seen = {number: looked[number] for number in kept if listed[number][2] or listed[number][1] == wanted}
    found = dict(calamine.grids(workbook, seen, source))
    return [found.get(n) or Grid(str(source.path), metadata[n].name, [], hidden=True) for n in kept]


def _bundle(content: bytes) -> tuple[str, str, bool]:
    """Find by which relation a sheet is meant, its name, and whether it is seen."""
    relation, after = _wide(content, 8)
    name, _ = _wide(content, after)
    return relation, name, not int.from_bytes(content[:4], "little")


def _wide(content: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * min(int.from_bytes(content[at : at + 4], "little"), _LONGEST_NAME)
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _counted(part: bytes, source: Source) -> bytes:
    """Hold the claimed number of strings to what is there: the reader sets memory aside for it."""
    count = 0
    for kind, content in records.in_xlsb(part):
        if kind == _STRINGS and len(content) >= 8:
            source.hold("strings", max(unpack_from("<II", content)))
        count += kind == _STRING
    source.hold("strings", count)
    return part


def _signs(part: bytes) -> dict[int, str]:
    """Give what styles of cells show behind a number."""
    written: dict[int, str] = {}
    formats: list[int] = []
    inside = False
    for kind, content in records.in_xlsb(part):
        if kind in (_BEGIN_STYLES, _END_STYLES):
            inside = kind == _BEGIN_STYLES
        elif kind == _STYLE and inside:
            formats.append(int.from_bytes(content[2:4], "little"))
        elif kind == _FORMAT:
            written[int.from_bytes(content[:2], "little")] = _wide(content, 2)[0]
    return shown.among(formats, written)


def _look(part: bytes, name: str, signs: Mapping[int, str], source: Source) -> tuple[bytes, Seen]:
    """Walk through a sheet, and write its rows and cells anew, so that they are read just as they were walked."""
    seen, row, out = Seen(name), 0, list(_BEGIN)
    inside = False
    for number, (kind, content) in enumerate(records.in_xlsb(part)):
        if not number % 10_000:
            source.in_time()
        size = len(content)
        if kind in (_BEGIN_DATA, _END_DATA):
            inside = kind == _BEGIN_DATA
        elif kind in _CELLS and inside:
            if size < _CELLS[kind]:
                raise source.damaged("record", part=name)
            column = int.from_bytes(content[:4], "little")
            seen.value_at(row, column, source)
            if kind in _ERROR_CELLS:
                seen.values[row, column] = ERRORS.get(content[8], OTHER_ERROR)
            else:
                out.append(records.out_xlsb(kind, content))
                if signs and kind in _NUMBERS and (sign := signs.get(int.from_bytes(content[4:7], "little"))):
                    seen.show(sign, row, column)
        elif kind == _ROW and inside and size >= 4:
            row = int.from_bytes(content[:4], "little")
            if row >= LAST_ROW:
                raise source.damaged("row", part=name, found=row + 1)
            out.append(records.out_xlsb(kind, content))
            if size >= 12 and content[11] & _ROW_HIDDEN:
                seen.hidden_rows.append((row, row))
        elif kind == _COLUMNS and size >= 18 and content[16] & _COLUMN_HIDDEN:
            first, last = unpack_from("<II", content)
            seen.hidden_columns.append((first, last))
        elif kind == _MERGED and size >= 16:
            top, bottom, left, right = unpack_from("<4I", content)
            seen.merge((top, left, bottom, right), source)
        elif kind == _END_SHEET:
            source.cells += seen.cells
            return b"".join([*out, *_ENDING]), seen
    raise source.damaged("record", part=name)
