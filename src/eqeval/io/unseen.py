"""What python-calamine shows as blank in an .xlsx and is not: error cells, formulas without a stored result.

Also refuses what would make it abort: cells far away, for which it would ask memory for everything in between.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# A sheet, unpacked; no county's table comes near.
MAX_SHEET = 256 * 1024 * 1024
MAX_PART = 4 * 1024 * 1024

# A cell in a column of three letters (beyond 702) or a row of six digits and more (beyond 99,999).
_FAR = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{3,}\d+|[A-Z]+\d{6,})"')
# An error cell with its value, and a formula behind which no value stands.
_ERROR = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>.*?(?:<v>([^<]*)</v>|</c>)', re.DOTALL)
_FORMULA = re.compile(rb'<c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*><f[^>]*?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cells = dict[tuple[int, int], str]


class FarCellError(Exception):
    """A cell so far away that nobody meant it; args: the part, the cell."""


class LargeSheetError(Exception):
    """A sheet larger than any county's; args: the part, its MiB."""


def read(content: bytes) -> dict[str, Cells]:
    """List, by sheet, the cells that would be read as blank and are not: `#DIV/0!`, or `=A1+B1`.

    Raises:
        FarCellError, LargeSheetError: where reading on would use up the memory.
        zipfile.BadZipFile, OSError, KeyError, xml.etree.ElementTree.ParseError: where the file is damaged.
    """
    found: dict[str, Cells] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for part in parts.infolist():
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                if part.file_size > MAX_SHEET:
                    raise LargeSheetError(part.filename, part.file_size >> 20)
                sheet = parts.read(part)
                far = _FAR.search(sheet)
                if far:
                    raise FarCellError(part.filename, far[1].decode())
                cells = dict(_cells(sheet))
                if cells:
                    found[part.filename] = cells
        # Which part is which sheet is asked only where there is something to say.
        names = _sheet_names(parts) if found else {}
    return {names[part]: cells for part, cells in found.items() if part in names}


def _cells(sheet: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' in sheet:
        for letters, row, value in _ERROR.findall(sheet):
            yield _place(letters, row), value.decode("utf-8", "replace") or "#ERROR!"
    if b"<f" in sheet:
        for letters, row, formula in _FORMULA.findall(sheet):
            yield _place(letters, row), f"={formula.decode('utf-8', 'replace')}"


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row) - 1, column - 1


def _sheet_names(parts: zipfile.ZipFile) -> dict[str, str]:
    """Find which part of the file is which sheet."""
    try:
        workbook, relations = (_xml(parts, name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    except KeyError:
        return {}
    targets = {one.get("Id"): (one.get("Target") or "").lstrip("/") for one in relations}
    names = {}
    for element in workbook.iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_REL), "")
            names[target if target.startswith("xl/") else f"xl/{target}"] = element.get("name") or ""
    return names


def _xml(parts: zipfile.ZipFile, name: str) -> "Element":
    """Read a small part; entities have no place in it, and a declaration of them is refused."""
    if parts.getinfo(name).file_size > MAX_PART:
        raise LargeSheetError(name, parts.getinfo(name).file_size >> 20)
    text = parts.read(name)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise zipfile.BadZipFile("DTD")
    from xml.etree.ElementTree import fromstring

    return fromstring(text)
