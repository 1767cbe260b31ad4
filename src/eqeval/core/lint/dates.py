"""Asks about tables that speak of other years than those of the assessment: an old file, or one of years to come."""

from datetime import date

from eqeval.core.census import Census
from eqeval.core.grid import word
from eqeval.core.intake.findings import Findings
from eqeval.core.vocabulary import Vocabulary

# Figures of the year before are those of the last count; those of the year before that are not.
_OLD = 2


def check(census: Census, day: date, vocabulary: Vocabulary, findings: Findings) -> None:
    """Ask about what speaks of years that ended two years before the day of the assessment, or begin after it."""
    aims = vocabulary.sheets.aims
    for one in census.dated:
        aimed = any(aim in word(one.said) for aim in aims)
        if one.last <= day.year - _OLD or (one.first > day.year and not aimed):
            year = one.last if one.last < day.year else one.first
            findings.add("W591", one.row, one.column, one.said, year=year, day=day.isoformat())
