"""Reads workbooks and CSV into grids; the first bytes decide what a file is, not its suffix."""

import csv
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, Raw
from eqeval.words import Words

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_BYTES = 64 * 1024 * 1024
# A sheet, unpacked; no county's table comes near.
MAX_SHEET = 256 * 1024 * 1024
# A cell in a column of three letters (beyond 702) or a row of six digits and more (beyond 99,999).
_FAR = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{3,}\d+|[A-Z]+\d{6,})"')
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of one file, and the hash of its bytes."""

    path: Path
    sha256: str
    grids: list[Grid]


def read(path: Path, words: Words) -> Workbook:
    """Read every visible sheet of a file; hidden ones are named and left unread.

    Raises:
        InputError: where the file is missing, a folder, empty, too large, protected, damaged, or no table.
    """
    content = _content(path, words)
    if content.startswith((_ZIP, _OLE)):
        grids = _spreadsheet(path, content, words)
    else:
        grids = [_text(path, content, words)]
    return Workbook(path, hashlib.sha256(content).hexdigest(), grids)


def _content(path: Path, words: Words) -> bytes:
    if path.is_dir():
        raise InputError(words("E104.message", file=path))
    if not path.exists():
        raise InputError(words("E105.message", file=path))
    if not path.is_file():
        raise InputError(words("E101.message", file=path))
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(words("E110.message", file=path, size=size >> 20, most=MAX_BYTES >> 20))
        content = path.read_bytes()
    except OSError as error:
        raise InputError(words("E103.message", file=path, why=error.strerror)) from None
    if not content.strip():
        raise InputError(words("E102.message", file=path))
    return content


def _spreadsheet(path: Path, content: bytes, words: Words) -> list[Grid]:
    import python_calamine as calamine

    if content.startswith(_OLE) and _PASSWORD in content:
        raise InputError(words("E103.message", file=path, why=words("file.password")))
    if content.startswith(_ZIP):
        _refuse_far_cells(path, content, words)
    try:
        workbook = calamine.load_workbook(io.BytesIO(content))
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        return [
            _grid(path, sheet.name, workbook.get_sheet_by_name(sheet.name))
            if sheet.visible == calamine.SheetVisibleEnum.Visible
            else Grid(str(path), sheet.name, [], hidden=True)
            for sheet in sheets
        ]
    except calamine.PasswordError:
        raise InputError(words("E103.message", file=path, why=words("file.password"))) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        code = "E101" if "format" in str(error) else "E103"
        raise InputError(words(f"{code}.message", file=path, why=str(error))) from None


def _refuse_far_cells(path: Path, content: bytes, words: Words) -> None:
    """Refuse a sheet with a cell far away: the reader would ask for memory for everything in between and abort."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.infolist():
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    if part.file_size > MAX_SHEET:
                        raise InputError(
                            words("E112.message", file=path, part=part.filename, found=part.file_size >> 20)
                        )
                    far = _FAR.search(parts.read(part))
                    if far:
                        raise InputError(words("E113.message", file=path, part=part.filename, cell=far[1].decode()))
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise InputError(words("E103.message", file=path, why=error)) from None


def _grid(path: Path, name: str, sheet: "CalamineSheet") -> Grid:
    rows = cast("list[list[Raw]]", sheet.to_python(skip_empty_area=False))
    return Grid(str(path), name, rows)


def _text(path: Path, content: bytes, words: Words) -> Grid:
    """Read CSV in UTF-8, strictly, then in GB18030; control characters mean that it is no text at all."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or sum(sign < " " and sign not in "\t\r\n\f" for sign in text[:4096]):
            break
        delimiter = "\t" if text[:4096].count("\t") > text[:4096].count(",") else ","
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise InputError(words("E103.message", file=path, why=error)) from None
        return Grid(str(path), path.stem, [list(row) for row in rows])
    raise InputError(words("E101.message", file=path))
