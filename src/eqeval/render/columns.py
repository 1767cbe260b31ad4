"""Tables and lines of plain text, as long as a country, fitted to a terminal where there is one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from eqeval.render.breaks import breaks, lines, width_of
from eqeval.render.signs import one_line
from eqeval.words import Words

_BETWEEN = "  "
# A heading is not broken into lines that are narrower than this.
_NARROWEST = 6


def broken(line: str, width: int | None) -> Iterator[str]:
    """Break a line that is too wide; those after the first are set in alike.

    >>> list(broken("  结论：16 项中 3 项未达标", 16))
    ['  结论：16 项中', '  3 项未达标']
    """
    if width is None or width_of(line) <= width:
        yield line
        return
    indent = " " * (len(line) - len(line.lstrip(" ")))
    places = [0, *breaks(line, width, len(indent)), len(line)]
    for number, (begin, end) in enumerate(pairwise(places)):
        yield (indent if number else "") + line[begin:end].rstrip()


def fitted(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None, words: Words) -> Iterator[str]:
    """Align a table; where the terminal is too narrow its headings are broken, else every row has lines of its own."""
    # What is not shown takes no room.
    rows = [list(map(one_line, row)) for row in rows]
    inside = [max((width_of(row[at]) for row in rows), default=0) for at in range(len(columns))]
    natural = [max(width_of(heading), least) for heading, least in zip(columns, inside, strict=True)]
    if width is None or _total(natural) <= width:
        return _aligned([[heading] for heading in columns], rows, natural)
    headings = [_folded(heading, max(least, _NARROWEST)) for heading, least in zip(columns, inside, strict=True)]
    narrow = [max(*map(width_of, heading), least) for heading, least in zip(headings, inside, strict=True)]
    if _total(narrow) <= width:
        return _aligned(headings, rows, narrow)
    return _stacked(columns, rows, width, words)


def _folded(heading: str, width: int) -> list[str]:
    """Break a heading into lines: at its blanks, else into even parts of Chinese, so that 达标学部 is 达标 and 学部."""
    widest = max(map(width_of, heading.split(" ")))
    if widest == width_of(heading):
        parts = -(-widest // width)
        return lines(heading, -(-widest // (2 * parts)) * 2)
    return lines(heading, max(width, widest))


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_BETWEEN) * (len(widths) - 1)


def _aligned(headings: Sequence[list[str]], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """Chinese characters are two wide; figures stand to the right."""
    right = [all(row[at][:1].isdecimal() for row in rows if row[at]) for at in range(len(widths))]

    def laid(row: Sequence[str]) -> str:
        cells = []
        for cell, width, figures in zip(row, widths, right, strict=True):
            space = " " * (width - width_of(cell))
            cells.append(space + cell if figures else cell + space)
        return _BETWEEN.join(cells).rstrip()

    yield from map(laid, zip_longest(*headings, fillvalue=""))
    yield _BETWEEN.join("-" * width for width in widths)
    yield from map(laid, rows)


def _stacked(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int, words: Words) -> Iterator[str]:
    for name, *cells in rows:
        yield name
        line = ""
        for title, cell in zip(columns[1:], cells, strict=True):
            if cell:
                pair = f"{_BETWEEN}{title}{words('list.colon')}{cell}"
                if line and width_of(line + pair) > width:
                    yield line
                    line = ""
                line += pair
        yield line
