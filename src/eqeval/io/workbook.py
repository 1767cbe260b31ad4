"""Reads workbooks and CSV into grids; the first bytes decide what a file is, not its suffix."""

import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, Raw
from eqeval.words import Words

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_BYTES = 64 * 1024 * 1024
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
    hidden_from_reader = _unseen(path, content, words) if content.startswith(_ZIP) else {}
    try:
        workbook = calamine.load_workbook(io.BytesIO(content))
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        return [
            _grid(path, sheet.name, workbook.get_sheet_by_name(sheet.name), hidden_from_reader.get(sheet.name, {}))
            if sheet.visible == calamine.SheetVisibleEnum.Visible
            else Grid(str(path), sheet.name, [], hidden=True)
            for sheet in sheets
        ]
    except calamine.PasswordError:
        raise InputError(words("E103.message", file=path, why=words("file.password"))) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        code = "E101" if "format" in str(error) else "E103"
        raise InputError(words(f"{code}.message", file=path, why=str(error))) from None


def _unseen(path: Path, content: bytes, words: Words) -> dict[str, dict[tuple[int, int], str]]:
    """Look for what the reader would pass over in silence, or abort on."""
    from eqeval.io import unseen

    try:
        return unseen.read(content)
    except unseen.LargeSheetError as error:
        raise InputError(words("E112.message", file=path, part=error.args[0], found=error.args[1])) from None
    except unseen.FarCellError as error:
        raise InputError(words("E113.message", file=path, part=error.args[0], cell=error.args[1])) from None
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError, SyntaxError) as error:
        raise InputError(words("E103.message", file=path, why=error)) from None


def _grid(path: Path, name: str, sheet: "CalamineSheet", unseen: Mapping[tuple[int, int], str]) -> Grid:
    """Take the rows as they are read, and put back what the reader showed as blank."""
    rows = cast("list[list[Raw]]", sheet.to_python(skip_empty_area=False))
    for (row, column), text in unseen.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] in (None, ""):
            rows[row][column] = text
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return Grid(str(path), name, rows, merged=merged)


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
