"""Reads the sheet of classes: one row a class, joined to its school by name or code."""

from collections.abc import Mapping

from eqeval.core.census import SchoolClass
from eqeval.core.grid import Grid, Raw, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.sites import Site
from eqeval.core.intake.small import columns_of
from eqeval.core.origin import Row, Table
from eqeval.core.vocabulary import Vocabulary

# The classes of every site of which there is a list, by the identity of the site.
Listed = dict[int, tuple[SchoolClass, ...]]


def read(grid: Grid, sites: list[Site], vocabulary: Vocabulary, findings: Findings, listed: Listed) -> None:
    """Add the classes of a sheet to those of their schools."""
    table = columns_of(grid, vocabulary.sheets.class_columns, findings)
    if table is None:
        return
    start, columns = table
    known: dict[str, list[Site]] = {}
    for site in sites:
        for label in {word(site.name), word(site.code)} - {""}:
            known.setdefault(label, []).append(site)
    pupils_item = vocabulary.items[vocabulary.roles["largest_class"]]
    above: Raw = None
    for index in range(start + 1, len(grid.rows)):
        raws = grid.rows[index]
        raw = {name: raws[column] if column < len(raws) else None for name, column in columns.items()}
        # A merged cell has its name in the first row only.
        above = raw["school"] if text(raw["school"]) else above
        school, grade = text(above), text(raw["grade"])
        if not grade and not text(raw["pupils"]):
            continue
        row = Row(Table.of(grid), index)
        if not school or word(school) in vocabulary.totals:
            continue
        found = known.get(word(school), [])
        if len(found) != 1:
            findings.add("E406" if found else "E404", row, columns["school"], school)
            # Any of them may have this class, so none of their lists is complete.
            for site in found:
                listed[id(site)] = (
                    *listed.get(id(site), ()),
                    SchoolClass(grade, None, None, row.name(columns["school"]), row),
                )
            continue
        site = found[0]
        stage = _stage(word(grade), site, vocabulary)
        if stage is None:
            findings.add("E405", row, columns["grade"], grade, site.name)
        value = cells.number(pupils_item, raw["pupils"], row, columns["pupils"], findings, site.name)
        name = grade + text(raw.get("name"))
        one = SchoolClass(name, stage, None if value is None else int(value), row.name(columns["pupils"]), row)
        listed[id(site)] = (*listed.get(id(site), ()), one)


def use(site: Site, listed: tuple[SchoolClass, ...], vocabulary: Vocabulary) -> None:
    """Let the list of classes decide the largest class of a site, for every stage that it covers.

    A class that cannot be read may be the largest, so it leaves the largest class of its stage unknown; that it is
    at least as large as those that can be read is known all the same. A list of fewer classes than the site
    reports may lack the largest one, so there the larger of list and column counts.
    """
    item, classes = vocabulary.roles["largest_class"], vocabulary.roles["classes"]
    for stage in vocabulary.items[item].stages:
        key = (item, stage)
        here = [one for one in listed if one.stage in (stage, None)]
        if not any(one.stage == stage for one in here) and key not in site.values:
            continue
        if not here:
            continue
        sizes = [(one.pupils, one.cell) for one in here if one.pupils is not None and one.stage]
        largest, cell = max(sizes, key=lambda size: size[0], default=(0, ""))
        stated = site.values.get(key)
        partial = len(here) < site.values.get((classes, stage), 0)
        if len(sizes) < len(here) or (partial and stated is None):
            if key in site.values:
                site.spoil(key)
            site.least[key] = largest
            site.replaced[key] = tuple(one.cell for one in here)
        elif not partial or stated is None or largest >= stated:
            site.values[key] = largest
            site.faulty.discard(key)
            site.replaced[key] = (cell,)


def _stage(grade: str, site: Site, vocabulary: Vocabulary) -> str | None:
    """Find the stage of a grade; where systems differ (五四制), the only stage the school teaches."""
    stages = [name for name, stage in vocabulary.stages.items() if grade in stage.grade_words]
    if len(stages) == 1:
        return stages[0]
    expected: Mapping[str, None] = dict.fromkeys(vocabulary.types[site.type].stages if site.type else [])
    shared = [name for name in stages if name in expected]
    return shared[0] if shared else None
