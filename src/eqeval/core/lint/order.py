"""Finds sheets that list the schools in another order than the first one does."""

from itertools import pairwise

from eqeval.core.census import Census
from eqeval.core.intake.findings import Findings
from eqeval.core.origin import Row


def check(census: Census, findings: Findings) -> None:
    """Compare every further sheet, or block of a sheet, with the order of the schools; a sheet is told of once."""
    sheets: dict[tuple[str, str], dict[str, tuple[int, Row]]] = {}
    for place, school in enumerate(census.schools):
        first = school.rows[0].table
        for row in (*school.rows, *(one.row for one in school.classes)):
            if row.table.sheet != first.sheet or row.table.file != first.file:
                known = sheets.setdefault((row.table.file, row.table.sheet), {})
                # A school stands where its first row stands.
                if school.name not in known or row.index < known[school.name][1].index:
                    known[school.name] = place, row
    for rows in sheets.values():
        listed = sorted(((row.index, place, name, row) for name, (place, row) in rows.items()), key=lambda one: one[:2])
        for above, below in pairwise(listed):
            if below[1] < above[1]:
                findings.add("N641", below[3], 0, below[2], below[2], before=above[2])
                break
