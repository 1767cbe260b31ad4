"""A workbook to work on: a copy of an .xlsx with all that it holds, or its values at their addresses in a new one."""

import io
import re
import warnings
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from eqeval.core.grid import Grid, Percent
from eqeval.render.signs import printable
from eqeval.words import Words

if TYPE_CHECKING:
    from openpyxl import Workbook

_BAD_TITLE = re.compile(r"[\[\]:*?/\\]")
_MACROS, _PICTURES = b"vbaProject.bin", b"xl/media/"
# The longest name that a sheet may have.
TITLE = 31


def copy(content: bytes, grids: Sequence[Grid], suffix: str, words: Words, lost: list[str]) -> "Workbook":
    """Copy a workbook as far as it can be copied; what is lost is added to `lost`, as sentences.

    grids: the sheets as they were read, for the values. suffix: that of the copy; only .xlsm keeps macros.
    """
    book = _opened(content, suffix.lower() == ".xlsm", words, lost) if content.startswith(b"PK") else None
    if book is None:
        lost.append(words("marked.values"))
        book = _values(grids, words, lost)
    return book


def _opened(content: bytes, macros: bool, words: Words, lost: list[str]) -> "Workbook | None":
    """Open an .xlsx; None where it cannot be opened with its styles."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            book = load_workbook(io.BytesIO(content), keep_vba=macros and _MACROS in content)
    except Exception:
        # Files of other vendors break openpyxl in ways that nobody has listed; the values were read all the same.
        return None
    if caught:
        lost.append(words("marked.extensions"))
    if _PICTURES in content:
        lost.append(words("marked.pictures"))
    if _MACROS in content and not macros:
        lost.append(words("marked.macros"))
    return book


def _values(grids: Sequence[Grid], words: Words, lost: list[str]) -> "Workbook":
    """Write every cell at its address into a new workbook; text stays text, whatever it begins with."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        if grid.hidden:
            lost.append(words("marked.hidden", sheet=grid.sheet))
            continue
        sheet = book.create_sheet(free(title_of(grid.sheet), book.sheetnames))
        for number, row in enumerate(grid.rows, 1):
            for column, raw in enumerate(row, 1):
                if isinstance(raw, str):
                    if raw:
                        write_text(sheet.cell(number, column), raw)
                elif raw is not None:
                    cell = sheet.cell(number, column, raw)
                    if isinstance(raw, Percent):
                        cell.number_format = "0.00%"
    return book


def title_of(name: str) -> str:
    """Make a name that a sheet may have."""
    return _BAD_TITLE.sub("_", name)[:TITLE]


def free(title: str, taken: Iterable[str]) -> str:
    """Find a name that no sheet has yet, as in 数据核查 (2)."""
    known, found, number = {name.lower() for name in taken}, title, 1
    while found.lower() in known:
        number += 1
        end = f" ({number})"
        found = title[: TITLE - len(end)] + end
    return found


def write_text(cell: Any, text: str) -> None:
    """Write a text that is never taken for a formula."""
    cell.value = printable(text)
    cell.data_type = "s"
