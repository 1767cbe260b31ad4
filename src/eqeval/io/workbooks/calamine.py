"""python-calamine, called with care: what it raises becomes a message, what it gives becomes grids."""

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import isinf, isnan
from typing import TYPE_CHECKING, cast

from eqeval.core.errors import InputError
from eqeval.core.grid import PERCENT, Grid, Labelled, Percent, Range, Raw, text
from eqeval.io.workbooks.places import Named, Seen, covered
from eqeval.io.workbooks.shown import SCALED
from eqeval.io.workbooks.source import Source

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook, SheetMetadata

# From here on not every whole number has a float of its own: digits were lost when the file was saved.
PRECISE = 10**15


def load(content: io.BytesIO, source: Source) -> "CalamineWorkbook":
    """Open a workbook.

    Raises:
        InputError: where it is protected or damaged, or two sheets have one name: the last would be read for both.
    """
    import python_calamine

    try:
        with _quiet():
            workbook = python_calamine.load_workbook(content)
    except python_calamine.PasswordError:
        raise source.refuse("E143") from None
    except BaseException as error:
        raise _refused(error, source) from None
    names = set[str]()
    for name in workbook.sheet_names:
        if name in names:
            raise source.damaged("twice", part=name)
        names.add(name)
    return workbook


def is_table(sheet: "SheetMetadata") -> bool:
    """Whether a sheet has cells, and is no chart and no macro."""
    import python_calamine

    return sheet.typ == python_calamine.SheetTypeEnum.WorkSheet


def is_visible(sheet: "SheetMetadata") -> bool:
    """Whether who opens the file sees the sheet."""
    import python_calamine

    return sheet.visible == python_calamine.SheetVisibleEnum.Visible


def grids(workbook: "CalamineWorkbook", seen: Mapping[int, Seen], source: Source) -> Iterator[tuple[int, Grid]]:
    """Read the sheets that were looked through, each with its number in the workbook."""
    try:
        with _quiet():
            rows = [workbook.get_sheet_by_index(number).to_python(skip_empty_area=False) for number in seen]
    except BaseException as error:
        raise _refused(error, source) from None
    for (number, one), found in zip(seen.items(), rows, strict=True):
        yield number, grid(cast("list[list[Raw]]", found), one, source)


def grid(rows: list[list[Raw]], seen: Seen, source: Source) -> Grid:
    """Put what was seen beside the values into the rows, and make all rows equally long."""
    for (row, column), value in seen.values.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    widths = set(map(len, rows))
    width = max(widths, default=0)
    if len(widths) > 1:
        for cells in rows:
            if len(cells) < width:
                cells += [""] * (width - len(cells))
    notices = seen.foreign.notice("W540")
    if seen.doubtful:
        imprecise = _imprecise(rows, source)
        notices += imprecise.notice("W541", *(rows[row][column] for row, column in imprecise.first[:1]))
    for sign, row, column in seen.signs():
        if row < len(rows) and column < width and type(number := rows[row][column]) in (int, float):
            rows[row][column] = as_seen(cast("float", number), sign)
    return Grid(
        str(source.path),
        seen.sheet,
        rows,
        merged=tuple(_within(seen.merged, len(rows), width)),
        hidden_rows=covered(seen.hidden_rows, len(rows)),
        hidden_columns=covered(seen.hidden_columns, width),
        notices=tuple(notices),
    )


def as_seen(number: float, sign: str) -> Raw:
    """Give a number with what its cell shows behind it; what a cell shows smaller than it holds is no number."""
    if sign == PERCENT:
        return Percent(number)
    if sign.startswith(SCALED):
        return f"{text(number)} [{sign.removeprefix(SCALED)}]"
    return Labelled(number, sign)


def _within(merged: Iterable[Range], height: int, width: int) -> Iterator[Range]:
    """Cut merged cells off where the rows end: blank rows below a table are not kept."""
    for top, left, bottom, right in merged:
        if top < height and left < width:
            yield top, left, min(bottom, height - 1), min(right, width - 1)


def _imprecise(rows: list[list[Raw]], source: Source) -> Named:
    """Find numbers of more digits than were kept; what is no number becomes its name, and texts are measured."""
    found, longest = Named(), source.limits["characters"]
    for number, row in enumerate(rows):
        for column, raw in enumerate(row):
            if isinstance(raw, float):
                if -PRECISE < raw < PRECISE:
                    continue
                if isnan(raw):
                    row[column] = "NaN"
                elif isinf(raw):
                    row[column] = "Infinity"
                else:
                    found.add(number, column)
            elif isinstance(raw, str) and len(raw) > longest:
                raise source.over("characters", len(raw))
        if not number % 1000:
            source.in_time()
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from the terminal what the reader says of its own panics; what matters of it is raised as well."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _refused(error: BaseException, source: Source) -> BaseException:
    """Say what the reader said; its panics are no exceptions of Python, and an interruption is none of its errors."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | InputError | MemoryError):
        return error
    return source.damaged("reader", said=error)
