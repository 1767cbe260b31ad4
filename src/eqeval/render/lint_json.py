"""What is said of the data as JSON, version 1: one finding a line, the same bytes every time."""

from typing import Any

from eqeval.core.lint.report import Finding, LintReport
from eqeval.core.reports.report import InputLine
from eqeval.render.json_report import confirmation, layout

SCHEMA = "eqeval-lint/1"


def render(report: LintReport) -> bytes:
    """Write the findings with their catalogue texts."""
    return (layout(document(report)) + "\n").encode(errors="replace")


def document(report: LintReport) -> dict[str, Any]:
    """Lay the findings out as plain data."""
    standard = report.standard
    return {
        "schema": SCHEMA,
        "version": report.version,
        "standard": {
            "id": standard.id,
            "title": standard.title,
            "document": standard.document,
            "sha256": standard.sha256,
        },
        "as_of": report.as_of,
        "inputs": [_file(line) for line in report.inputs],
        "previous": _file(report.previous) if report.previous else None,
        "county": report.county,
        "schools": report.schools,
        "headline": report.headline,
        "counts": {
            "error": len(report.of("error")),
            "warning": len(report.of("warning")),
            "confirmed": len(report.of("warning", confirmed=True)),
            "note": len(report.of("note")),
        },
        "findings": [_finding(one) for one in report.findings],
    }


def _file(line: InputLine) -> dict[str, str]:
    return {"path": line.path, "sha256": line.sha256}


def _finding(finding: Finding) -> dict[str, Any]:
    issue = finding.issue
    return {
        "code": issue.code,
        "severity": issue.severity,
        "decides": finding.decides,
        "file": issue.file,
        "sheet": issue.sheet,
        "cell": issue.cell,
        "school": issue.school,
        "item": issue.item,
        "value": issue.value,
        "message": issue.message,
        "what": finding.what,
        "mend": finding.mend,
        "confirmed": confirmation(issue),
    }
