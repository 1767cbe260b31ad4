"""Holds the total of an item against its parts in the columns beside it, school by school."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from eqeval.core.figures.exact import Number, plain, whole_or
from eqeval.core.grid import Raw, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.rows.sites import Rows, Site
from eqeval.core.intake.rows.totals import is_added
from eqeval.core.origin import Key
from eqeval.core.vocabulary import Vocabulary

# No figure has more decimals that were not made by dividing.
_PLACES = 7
# Columns of which nobody knows whether they are the parts of a total are, where so many times more rows say so.
_USUAL = 3
# So many schools are named whose total is another figure.
NAMED = 8


class _Total(Struct, frozen=True):
    """A column, and those that come to it.

    stages: of which stages the parts are, or, of parts that are of none, the stages for which they are the item. once:
    whether somebody may be counted in several of them.
    """

    key: Key
    whole: Column
    parts: Sequence[Column]
    stages: Sequence[str] = ()
    once: bool = False


def check(rows: Rows, lexicon: Lexicon, findings: Findings) -> None:
    """Warn of totals that are not what all their parts come to: one of the columns is wrong."""
    block, vocabulary = rows.block, lexicon.vocabulary
    told: set[int] = set()
    for total in (*_totals(block, vocabulary), *_headed(rows, lexicon)):
        odd = [(site, *found) for site in rows.sites if (found := _apart(total, site, block, vocabulary))]
        if not odd or total.whole.index in told:
            continue
        told.add(total.whole.index)
        words = findings.words
        names = [f"{site.name} {plain(whole)} ≠ {plain(parts)}" for site, whole, parts in odd]
        first = odd[0][0].row
        findings.add(
            "W585",
            first,
            total.whole.index,
            block.rows[first.index][total.whole.index],
            # Of the stages each has its own figure.
            used=words("beside.parts" if total.key[1] == UNSAID and total.key not in block.whole else "beside.whole"),
            item=words.text(vocabulary.items[total.key[0]].title),
            cells=words.join([first.name(part.index) for part in total.parts]),
            count=len(odd),
            names=words.some(names, NAMED),
        )


def _totals(block: Block, vocabulary: Vocabulary) -> Iterator[_Total]:
    """List the columns beside which all their parts stand."""
    for name, whole in block.together.items():
        stages = [stage for own, stage in block.whole if own == name and stage]
        if is_added(name, vocabulary) and len(stages) > 1:
            yield _Total((name, UNSAID), whole, [block.whole[name, stage] for stage in stages], stages)
    for key, found in block.detailed.items():
        if key not in block.whole or not is_added(key[0], vocabulary):
            continue
        for number, parts in enumerate(vocabulary.items[key[0]].sums):
            columns = [found.get((number, part)) for part in range(len(parts.of))]
            if None not in columns and not parts.total_of and len(columns) > 1:
                known = [column for column in columns if column is not None]
                yield _Total(key, block.whole[key], known, parts.stages, parts.each_once)


def _headed(rows: Rows, lexicon: Lexicon) -> Iterator[_Total]:
    """List the columns 计 of a group whose other columns come to them in nearly every row, whatever they are."""
    block = rows.block
    for column in block.whole.values():
        path = block.levels[column.index] if column.index < len(block.levels) else ()
        if len(path) < 2 or word(path[-1]) not in lexicon.totals or not is_added(column.key[0], lexicon.vocabulary):
            continue
        beside = [at for at, each in enumerate(block.levels) if each[:-1] == path[:-1] and at != column.index]
        parts = [Column(at, "", column.key, column.rule, factor=column.factor) for at in beside]
        total = _Total(column.key, column, parts)
        if len(parts) > 1:
            told = [site for site in rows.sites if None not in _figures(block, site, [column, *parts])]
            odd = sum(_apart(total, site, block, lexicon.vocabulary) is not None for site in told)
            if odd and _USUAL * odd <= len(told) - odd:
                yield total


def _apart(total: _Total, site: Site, block: Block, vocabulary: Vocabulary) -> tuple[Number, Number] | None:
    """Give the total of a school and what its parts come to, where these are not the same."""
    taught = vocabulary.types[site.type].stages if site.type else []
    of_stages = total.key not in block.whole
    if not of_stages and total.stages and (total.key[1] or site.stage or "".join(taught)) not in total.stages:
        return None
    whole, *parts = _figures(block, site, [total.whole, *total.parts])
    known = [part for part in parts if part is not None]
    if whole is None or not known:
        return None
    comes_to = sum(known)
    if vocabulary.items[total.key[0]].kind == "number" and _only_rounded(whole, known):
        return None
    if whole < comes_to:
        return None if total.once else (whole, comes_to)
    # What else may be in a total: another stage, and what a blank part does not say.
    sure = bool(taught) and set(taught) <= set(total.stages) if of_stages else len(known) == len(parts)
    return (whole, comes_to) if whole > comes_to and sure else None


def _only_rounded(whole: Number, parts: Sequence[Number]) -> bool:
    """Whether each of some figures, rounded by half a unit of the coarsest of them, could make the difference."""
    coarsest = max([_unit(whole), *map(_unit, parts)])
    return 2 * abs(Fraction(whole) - sum(parts, Fraction(0))) <= (len(parts) + 1) * coarsest


def _unit(value: Number) -> Fraction:
    """The last place to which a figure is written, at least a millionth."""
    places = next((n for n in range(_PLACES) if 10**n % value.denominator == 0), _PLACES)
    return Fraction(1, 10**places)


def _figures(block: Block, site: Site, columns: Sequence[Column]) -> list[Number | None]:
    """Read what the row of a school says in some columns, in the unit of the item."""
    raws = block.rows[site.row.index]
    return [_figure(raws[one.index] if one.index < len(raws) else None, one.factor) for one in columns]


def _figure(raw: Raw, factor: Number | None) -> Number | None:
    value = cells.exactly(raw)
    return None if value is None or factor is None else whole_or(Fraction(value) * factor)
