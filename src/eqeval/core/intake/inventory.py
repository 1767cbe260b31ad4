"""Says what the sheets of a call hold: blocks of schools with their rows, and sheets of something else."""

from collections.abc import Collection
from itertools import pairwise

from msgspec import Struct

from eqeval.core.grid import Grid, word
from eqeval.core.intake.columns import remarks
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.rows import (
    bands,
    beside,
    body,
    closed,
    divided,
    lost,
    partial,
    summed,
    ticked,
    totals,
    uncovered,
)
from eqeval.core.intake.rows.sites import Rows, Site
from eqeval.core.intake.schools import including, towns, twins
from eqeval.core.intake.sheets import broad, tables
from eqeval.core.intake.sheets.tables import Wishes
from eqeval.core.origin import Row, Table
from eqeval.core.vocabulary import Vocabulary


class Inventory(Struct, frozen=True):
    """What was found in the sheets before anything is joined to schools: the blocks with their rows, and the sites.

    fatal: what stops the reading; then no rows were read. results: the sheets that hold results of the county only.
    classes: those that list classes. declared: those of the application form that speak of the county.
    left: the tables of schools on sheets that are not read.
    """

    blocks: list[Block]
    rows: list[Rows]
    sites: list[Site]
    fatal: list[str]
    results: list[Grid]
    classes: list[Grid]
    declared: list[Grid]
    left: list[Block]


def inventory(
    grids: list[Grid],
    lexicon: Lexicon,
    findings: Findings,
    wishes: Wishes,
    asked: Collection[str],
) -> Inventory:
    """Find the blocks of schools, read their rows, check their totals, and join what speaks of one school.

    asked: the items that can change a verdict.
    """
    vocabulary = lexicon.vocabulary
    for grid in grids:
        if grid.hidden:
            findings.add("N606", Row(Table.of(grid), 0), None, grid.sheet)
        for notice in grid.notices:
            findings.add(notice.code, Row(Table.of(grid), notice.row), notice.column, notice.raw, **notice.values)
    grids = [grid for grid in grids if not grid.hidden]
    side_by_side = broad.lists(grids, vocabulary)
    classes = [side_by_side.get(id(grid), grid) for grid in tables.class_sheets(grids, vocabulary)]
    classes += [made for made in side_by_side.values() if all(made is not one for one in classes)]
    declared = tables.declared_sheets(grids, vocabulary)
    side = [*tables.side_sheets(grids, classes, vocabulary), *declared]
    side += [grid for grid in grids if id(grid) in side_by_side]
    blocks, fatal, without, left = tables.blocks(grids, side, wishes, asked, lexicon, findings)
    if fatal:
        return Inventory(blocks, [], [], fatal, without, classes, declared, left)
    found = [body.read(block, lexicon, findings, wishes.hidden) for block in blocks]
    for rows in found:
        if rows.block.bands:
            for site in rows.sites:
                bands.read(site, rows.block, rows.block.grid.rows[site.row.index], vocabulary, findings)
        _counties(rows, vocabulary, findings)
        closed.check(rows, vocabulary, findings)
        ticked.check(rows, vocabulary, findings)
    typed = any(remarks.tells(block, lexicon) for block in blocks)
    for rows in found:
        if remarks.lacks_types(rows.block, typed, lexicon):
            # Nearly every table says it.
            from eqeval.core.intake.schools import untyped

            untyped.settle(rows, lexicon, findings)
    towns.tell_apart(found, lexicon, findings)
    _cut_short([site for rows in found for site in rows.sites], vocabulary, findings)
    used = _add_up(found, lexicon, findings)
    side = [*side, *without]
    told = {(issue.file, issue.sheet) for issue in findings.issues if issue.code in ("W511", "N652")}
    for grid in grids:
        if (grid.file, grid.sheet) in told:
            continue
        if grid not in side and grid.name not in used and any(word(raw) for row in grid.rows for raw in row):
            findings.add("W510", Row(Table.of(grid), 0), None, grid.sheet)
    repeating = {(block.grid.file, block.grid.sheet) for block in blocks if block.repeated}
    joined = twins.join([site for rows in found for site in rows.sites], repeating, lexicon, findings)
    _tell_apart(found, joined, lexicon, findings)
    return Inventory(blocks, found, joined, [], without, classes, declared, left)


def _add_up(found: list[Rows], lexicon: Lexicon, findings: Findings) -> set[str]:
    """Hold totals and parts against the rows of schools, sheet by sheet; give the names of these sheets."""
    apart: set[int] = set()
    for rows in found:
        if rows.block.detailed or rows.block.together or any(len(path) > 1 for path in rows.block.levels):
            beside.check(rows, lexicon, findings)
        if rows.passed:
            apart |= uncovered.check(rows, lexicon, findings)
            divided.check(rows, lexicon, findings)
    lost.check(found, lexicon, findings)
    partial.check(found, lexicon.vocabulary, findings)
    used = {rows.block.grid.name for rows in found}
    for name in used:
        here = [rows for rows in found if rows.block.grid.name == name]
        totals.check(here, apart, lexicon.vocabulary, findings)
    return used


def _tell_apart(found: list[Rows], joined: list[Site], lexicon: Lexicon, findings: Findings) -> None:
    """Ask about what was read as a school and may be none, or more than one."""
    vocabulary = lexicon.vocabulary
    summed.check(joined, vocabulary, findings)
    if any((vocabulary.roles["type"], None) not in rows.block.whole for rows in found):
        # Nearly every table says of what type its schools are.
        from eqeval.core.intake.schools import unlike

        unlike.check(found, joined, lexicon, findings)
    including.check(joined, vocabulary, findings)


def _counties(rows: Rows, vocabulary: Vocabulary, findings: Findings) -> None:
    """Let a blank county be that of the row above, where its name stands in its first row only; and say so."""
    if len({site.county for site in rows.sites}) < 2:
        return
    blank = [below for above, below in pairwise(rows.sites) if not below.county and above.county]
    for above, below in pairwise(rows.sites):
        below.county = below.county or above.county
    first = next((site.county for site in rows.sites if site.county), "")
    several = len({site.county for site in rows.sites} - {""}) > 1
    for site in rows.sites:
        if site.county or not first:
            break
        # Nothing above says whose it is; most likely it is of the county that is named first.
        site.county = first
        if several:
            site.doubt = site.doubt or "E411"
            place = site.place((vocabulary.roles["county"], None))
            findings.add("E411", *place, None, site.name, county=first)
    told = dict.fromkeys(site.county for site in blank) if several else {}
    for county in told:
        # Each county is told of its own rows.
        its = [site for site in blank if site.county == county]
        column = its[0].column((vocabulary.roles["county"], None))
        findings.add("W564", its[0].row, column, None, its[0].name, count=len(its), county=county)


def _cut_short(sites: list[Site], vocabulary: Vocabulary, findings: Findings) -> None:
    """Put the schools of a county whose name is that of another one without its ending to that one, in doubt.

    Most likely they are one county, whose verdict would lack these schools.
    """
    if len({site.county for site in sites}) < 2:
        return
    named = {word(site.county): site.county for site in sites}
    endings = tuple(map(word, vocabulary.sheets.counties))
    full = {
        name.removesuffix(each): said
        for name, said in named.items()
        for each in endings
        if name.endswith(each) and name != each
    }
    for site in sites:
        if (county := full.get(word(site.county))) is not None:
            place = site.place((vocabulary.roles["county"], None))
            findings.add("E415", *place, site.county, site.name, county=county)
            site.county, site.doubt = county, site.doubt or "E415"
