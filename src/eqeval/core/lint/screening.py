"""Screens a census by the marks of its vocabulary, and says which findings can change a verdict."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from eqeval.core.census import Census, Issue
from eqeval.core.indicator import Indicator
from eqeval.core.intake.findings import Findings
from eqeval.core.lint import campus, dates, doubts, names, order, units, values
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words


def screen(
    census: Census,
    vocabulary: Vocabulary,
    words: Words,
    day: date,
    indicators: Mapping[str, Indicator] = MappingProxyType({}),
) -> list[Issue]:
    """Name everything that a finished table of schools hardly looks like: warnings and notes, never an error.

    A vocabulary without marks of what is plausible is not screened. day: that of the assessment. indicators: those
    whose values a table may state.
    """
    findings = Findings(words)
    marks = vocabulary.plausible
    if marks is None:
        return []
    units.check(census, marks, vocabulary, findings)
    values.check(census, indicators, marks, vocabulary, findings)
    doubts.check(census, marks, vocabulary, findings)
    names.check(census, marks, vocabulary, findings)
    campus.check(census, vocabulary, findings)
    order.check(census, findings)
    dates.check(census, day, vocabulary, findings)
    return findings.issues


def decides(issue: Issue, named: frozenset[str]) -> bool:
    """Say whether a finding can change a verdict: a warning about an item in use, an error unless its item has none."""
    if issue.severity == "note":
        return False
    return issue.item in named or (issue.severity == "error" and issue.item is None)
