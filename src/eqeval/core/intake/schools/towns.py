"""Tells schools of one name apart by the place that their rows name: every township has a central school."""

from bisect import bisect
from collections.abc import Sequence

from eqeval.core.grid import text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.rows.sites import Rows, Site

# So many names are listed.
_LISTED = 5


def tell_apart(found: Sequence[Rows], lexicon: Lexicon, findings: Findings) -> None:
    """Put the place before the names of schools that are called alike, where each of their rows has one.

    The place stands in a column, in a line above the rows or their headings, or is the name of the sheet. Rows of one
    name and one place stay rows of one school, or doubles.
    """
    places: dict[int, str] = {}
    called: dict[str, list[Site]] = {}
    for rows in found:
        places |= _places(rows, lexicon)
        for site in rows.sites:
            called.setdefault(word(site.name), []).append(site)
    told: list[Site] = []
    for name, sites in called.items():
        towns = [places.get(id(site), "") for site in sites]
        if len(set(map(word, towns))) < 2 or not all(towns):
            continue
        for site, town in zip(sites, towns, strict=True):
            if not name.startswith(word(town)):
                site.also.append(site.name)
                site.name = f"{town}{site.name}"
                told.append(site)
    if told:
        names = findings.words.some([site.name for site in told], _LISTED)
        place = told[0].place((lexicon.vocabulary.roles["name"], None))
        findings.add("N649", *place, told[0].also[-1], count=len(told), names=names)


def _places(rows: Rows, lexicon: Lexicon) -> dict[int, str]:
    """Give the place of every row by its identity; empty where nothing says it."""
    column = rows.block.whole.get((lexicon.vocabulary.roles.get("town", ""), None))
    if not rows.sites:
        return {}
    if column is not None:
        return _towns(rows, column.index)
    above = _above(rows.block, lexicon)
    return {at: place or above for at, place in _captions(rows, lexicon).items()} if above or rows.passed else {}


def _above(block: Block, lexicon: Lexicon) -> str:
    """Give the place that stands alone in a line right above the headings, or that the sheet is called by."""
    for row in reversed(block.grid.rows[: block.first]):
        filled = [raw for raw in row if raw not in (None, "")]
        if len(filled) > 1:
            break
        if filled and isinstance(filled[0], str) and (place := lexicon.place_in(filled[0])):
            return place
    return lexicon.place_in(block.grid.sheet)


def _towns(rows: Rows, column: int) -> dict[int, str]:
    """Give the place of every row by its identity; one that stands once, above blanks, is that of the rows below it."""
    raws = rows.block.rows
    found = [text(row[column]) if column < len(row := raws[site.row.index]) else "" for site in rows.sites]
    said = [place for place in found if place]
    if found[0] and len(set(said)) == len(said) < len(found):
        for at, place in enumerate(found):
            found[at] = place or found[at - 1]
    return {id(site): place for site, place in zip(rows.sites, found, strict=True)}


def _captions(rows: Rows, lexicon: Lexicon) -> dict[int, str]:
    """Give the place of every row that stands below a line of nothing but its name; another line ends its rows."""
    ends = tuple(map(word, lexicon.vocabulary.not_schools.places))
    lines = [passed for passed in rows.passed if passed.kind in ("remark", "caption")]
    above = [passed.row.index for passed in lines]
    named = ["", *(said if (said := lexicon.level(one.label).text).endswith(ends) else "" for one in lines)]
    return {id(site): named[bisect(above, site.row.index)] for site in rows.sites}
