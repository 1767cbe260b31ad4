"""Reads the sheet of classes: one row a class, joined to its school by name or code."""

from collections.abc import Mapping

from eqeval.core.census import SchoolClass
from eqeval.core.grid import Grid, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.sites import Site
from eqeval.core.intake.small import columns_of
from eqeval.core.origin import Row, Table
from eqeval.core.standard import Vocabulary


def read(
    grid: Grid, sites: list[Site], vocabulary: Vocabulary, findings: Findings
) -> dict[str, tuple[SchoolClass, ...]]:
    """List the classes of every school by its name or code."""
    table = columns_of(grid, vocabulary.sheets.class_columns, findings)
    if table is None:
        return {}
    start, columns = table
    known = {word(label): site for site in sites for label in (site.name, site.code) if label}
    pupils_item = vocabulary.items[vocabulary.roles["largest_class"]]
    found: dict[str, list[SchoolClass]] = {}
    for index in range(start + 1, len(grid.rows)):
        raws = grid.rows[index]
        raw = {name: raws[column] if column < len(raws) else None for name, column in columns.items()}
        school, grade = text(raw["school"]), text(raw["grade"])
        row = Row(Table(grid.file, grid.sheet, {}), index)
        if not school or word(school) in vocabulary.not_schools:
            continue
        if word(school) not in known:
            findings.add("E404", row, columns["school"], school, school)
            continue
        site = known[word(school)]
        stage = _stage(word(grade), site, vocabulary)
        if stage is None:
            findings.add("E405", row, columns["grade"], grade, school)
        value = cells.number(pupils_item, raw["pupils"], row, columns["pupils"], findings, school)
        one = SchoolClass(
            grade + text(raw.get("name")),
            stage,
            None if value is None else int(value),
            row.name(columns["pupils"]),
        )
        found.setdefault(word(site.name), []).append(one)
    return {name: tuple(classes) for name, classes in found.items()}


def _stage(grade: str, site: Site, vocabulary: Vocabulary) -> str | None:
    """Find the stage of a grade; where systems differ (五四制), the only stage the school teaches."""
    stages = [name for name, stage in vocabulary.stages.items() if grade in map(word, stage.grades)]
    if len(stages) == 1:
        return stages[0]
    expected: Mapping[str, None] = dict.fromkeys(vocabulary.types[site.type].stages if site.type else [])
    shared = [name for name in stages if name in expected]
    return shared[0] if shared else None
