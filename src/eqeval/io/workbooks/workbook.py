"""Reads files of any kind into grids; the bytes decide what a file is, not its suffix."""

import hashlib
from pathlib import Path

from msgspec import Struct

from eqeval.core.grid import Grid
from eqeval.io.workbooks import kinds, source
from eqeval.io.workbooks.source import Source
from eqeval.words import Words

_XLSX, _XLSB, _ODS = "xl/workbook.xml", "xl/workbook.bin", "content.xml"


class Workbook(Struct, frozen=True):
    """The sheets of one file, and the hash of its bytes."""

    path: Path
    sha256: str
    grids: list[Grid]


def read(path: Path, words: Words, sheet: str | None = None) -> Workbook:
    """Read every visible sheet of a file; hidden ones are named and left unread.

    Args:
        path: the file.
        words: the language in which it is refused.
        sheet: a sheet that is read although it is hidden.

    Raises:
        InputError: where the file is missing, a folder, empty, too large, protected, damaged, or no table.
        UsageError: where a limit in the environment is no number.
    """
    taken = source.read(path, words)
    return Workbook(path, hashlib.sha256(taken.content).hexdigest(), _grids(taken, sheet))


def _grids(taken: Source, sheet: str | None) -> list[Grid]:
    content = taken.content
    if content.startswith(kinds.ZIP):
        return _zipped(taken, sheet)
    if content.startswith(kinds.OLE):
        from eqeval.io.workbooks import xls

        return xls.read(sheet, taken)
    if kind := kinds.stranger(content):
        raise taken.kind(kind)
    text = kinds.text(content, taken)
    if text.lstrip()[:1] == "<":
        if kinds.is_excel_2003(text):
            from eqeval.io.workbooks import excel_2003

            return excel_2003.read(text, sheet, taken)
        if kinds.is_web(text):
            from eqeval.io.workbooks import html

            return html.read(text, taken)
        raise taken.kind("xml")
    from eqeval.io.workbooks import delimited, reported

    if reported.says_report(text):
        raise taken.refuse("E149")
    return [delimited.read(text, taken)]


def _zipped(taken: Source, sheet: str | None) -> list[Grid]:
    from eqeval.io.workbooks import package, xlsx

    parts = package.open_(taken)
    # Whoever wrote the file may have named the workbook otherwise.
    main = next((part for kind, part in xlsx.relations(parts, "", taken).values() if kind == "officeDocument"), _XLSX)
    if main.endswith(".bin"):
        from eqeval.io.workbooks import xlsb

        return xlsb.read(parts, main, sheet, taken)
    if main in parts and not main.startswith(("word/", "ppt/")):
        if kinds.is_report(parts):
            raise taken.refuse("E149")
        return xlsx.read(parts, main, sheet, taken)
    if _XLSB in parts:
        from eqeval.io.workbooks import xlsb

        return xlsb.read(parts, _XLSB, sheet, taken)
    if _ODS in parts:
        from eqeval.io.workbooks import ods

        return ods.read(parts, sheet, taken)
    raise taken.kind(kinds.inside(parts))
