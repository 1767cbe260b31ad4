"""Says which of several columns of one item is that of the latest year, however well each of them is understood."""

from collections.abc import Sequence

from eqeval.core.grid import word
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import UNEXPLAINED, Lexicon
from eqeval.core.intake.headings.years import dates_only, latest_in, month_in, year_in


def best(found: Sequence[tuple[int, Column]]) -> tuple[list[Column], list[Column]]:
    """Give the column that is to be read of those that claim an item, and those of earlier years.

    Several of them where nobody knows: with the best known one that of a later year, if that is understood less well.
    """
    rank = min(one for one, _ in found)
    claiming = [column for one, column in found if one == rank]
    later = max(year_in(column.remark) for _, column in found)
    years = [year_in(column.remark) for column in claiming]
    if all(years) and max(years) < later:
        alike = [column for one, column in found if one // UNEXPLAINED == rank // UNEXPLAINED]
        if later not in [year_in(column.remark) for column in alike]:
            return [*claiming, *(column for _, column in found if year_in(column.remark) == later)], []
        claiming = [column for column in alike if year_in(column.remark)]
        years = [year_in(column.remark) for column in claiming]
    if len(claiming) < 2 or not all(years):
        return claiming, []
    latest = [column for column, year in zip(claiming, years, strict=True) if year == max(years)]
    months = [month_in(column.remark) for column in latest]
    if all(months) and len(set(months)) == len(months):
        latest = [latest[months.index(max(months))]]
    return latest, [column for column in claiming if column not in latest]


def chosen(block: Block) -> str:
    """Give the year of the table, where it was chosen among several or most columns say it; nothing otherwise."""
    numbers = [column for column in block.recognised if column.index in block.figures]
    years = [year for column in numbers if (year := year_in(column.remark))]
    latest = max(years, default="")
    return latest if block.earlier or 2 * years.count(latest) > len(numbers) else ""


def left(column: Column, year: str) -> list[str]:
    """List what the remarks of a column say besides a year."""
    said = column.remark.split(";") if column.remark else []
    return [one for one in said if not (year and dates_only(one) and year_in(one) == year)]


def settle(block: Block, written: Sequence[Sequence[str]], lexicon: Lexicon) -> None:
    """Leave a column of a year beside which one of a later year stands that was not understood."""
    for key, column in list(block.whole.items()):
        year = year_in(column.remark)
        if not year or column.rule == "map":
            continue
        own = [lexicon.level(each).text for each in written[column.index]]
        beside = [
            index
            for index in sorted(block.unknown)
            if latest_in(written[index]) > year and _of_the_same(own, written[index], key[0], lexicon)
        ]
        if beside:
            block.denied[column.index] = (key, block.unknown[beside[0]])
            block.later[column.index] = (year, tuple(beside))
            block.unknown[column.index] = block.whole.pop(key).heading


def _of_the_same(own: list[str], path: Sequence[str], item: str, lexicon: Lexicon) -> bool:
    """Whether a heading with a year is that of an item as well, and no plan and no difference."""
    changing = lexicon.qualified.changing
    levels = [lexicon.level(each) for each in path]
    if any(each in level.text for level in levels for each in changing):
        return False
    if any(level.remark and lexicon.qualified.refuses(item, level.remark) for level in levels):
        return False
    if len(path) == 1:
        return own[-1:] != [""] and len(own) == 1 and own[0] in word(path[0])
    undated = [level.text for level, each in zip(levels, path, strict=True) if not latest_in((each,))]
    return bool(undated) and undated == [each for each in own if each]
