"""The findings on the data as a flat table, for a spreadsheet, a page or a further program."""

from eqeval.core.lint.report import LintReport
from eqeval.core.reports.tables import Cell, FlatTable, title
from eqeval.words import Words

_COLUMNS = ("finding", "severity", "sheet", "cell", "school", "found", "message", "mend", "file")


def table(report: LintReport, words: Words) -> FlatTable:
    """Write one row for every finding, in the order of the report."""
    rows = []
    for one in report.findings:
        issue = one.issue
        severity = words(f"severity.{issue.severity}")
        place = (issue.sheet, issue.cell, issue.school, issue.value, issue.message)
        rows.append(tuple(Cell(text or "") for text in (issue.code, severity, *place, one.mend, issue.file)))
    return FlatTable("issues", title("issues", words), tuple(words(f"column.{one}") for one in _COLUMNS), tuple(rows))
