"""Finds the heading row of a sheet, and which column is which item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from eqeval.core.grid import Grid, Raw, bare, word
from eqeval.core.items import Item
from eqeval.core.origin import Key

# Titles and notes may stand above the headings, but not pages of them.
SEARCHED_ROWS = 30


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand, and what they mean.

    doubled: items that two columns claim. unknown: headings that mean nothing here, by column. remarks: what stands in
    brackets behind a heading, mostly its unit.
    """

    row: int
    columns: Mapping[Key, int]
    doubled: Mapping[Key, tuple[int, ...]]
    unknown: Mapping[int, str]
    remarks: Mapping[Key, str]


def keys_by_heading(items: Mapping[str, Item]) -> dict[str, Key]:
    """Index every heading that a school table may have."""
    index: dict[str, Key] = {}
    for name, item in items.items():
        if item.of != "school":
            continue
        if isinstance(item.headings, dict):
            for stage, headings in item.headings.items():
                index.update((word(heading), (name, stage)) for heading in headings)
        else:
            index.update((word(heading), (name, None)) for heading in item.headings)
    return index


def find(grid: Grid, index: Mapping[str, Key]) -> Headings | None:
    """Take the row with the most known headings; None where no row has two of them."""
    best: Headings | None = None
    for number, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        found = _match(number, row, index)
        if len(found.columns) >= 2 and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _match(number: int, row: list[Raw], index: Mapping[str, Key]) -> Headings:
    columns: dict[Key, int] = {}
    doubled: dict[Key, tuple[int, ...]] = {}
    unknown: dict[int, str] = {}
    remarks: dict[Key, str] = {}
    for column, raw in enumerate(row):
        heading = word(raw)
        if not heading:
            continue
        key = index.get(heading) or index.get(bare(heading))
        if key is None:
            unknown[column] = heading
        elif key in columns:
            doubled[key] = (*doubled.get(key, (columns[key],)), column)
        else:
            columns[key] = column
            if heading not in index:
                remarks[key] = heading[len(bare(heading)) + 1 : -1]
    return Headings(number, columns, doubled, unknown, remarks)


def texts(grid: Grid) -> Iterator[str]:
    """List what stands in the upper rows, for a message that says what was found instead."""
    for row in grid.rows[:SEARCHED_ROWS]:
        yield from (word(raw) for raw in row if isinstance(raw, str) and word(raw))


def nearest(wanted: str, found: list[str]) -> list[str]:
    """List the headings most like the one that was looked for."""
    return get_close_matches(wanted, found, n=3, cutoff=0.5)
