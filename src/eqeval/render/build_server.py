"""A county for a build server: its checks as JUnit tests or as GitHub annotations."""

from collections import Counter
from collections.abc import Sequence

from eqeval.core.reports.checks import Check, checks, place
from eqeval.core.reports.report import Report
from eqeval.core.verdict import Outcome
from eqeval.render.github import Level, annotation
from eqeval.render.junit import Kind, Result, Suite, Test, render
from eqeval.words import Words

_KINDS: dict[str, Kind] = {"failed": "failure", "error": "error", "skipped": "skipped"}
_LEVELS: dict[str, Level] = {"failed": "error", "error": "warning"}
_SEVERITIES: dict[str, Level] = {"error": "error", "warning": "warning", "note": "notice"}


def junit(reports: Sequence[Report], words: Words) -> bytes:
    """Write a suite for every report: schools, coefficients and requirements are tests."""
    return render("eqeval", [_suite(report, words) for report in reports]).encode(errors="replace")


def _suite(report: Report, words: Words) -> Suite:
    standard = report.standard
    properties = [
        ("county", report.county),
        ("outcome", report.outcome.value),
        ("standard", standard.id),
        ("standard.sha256", standard.sha256),
        ("as_of", report.as_of),
        *((f"input.{number}", f"{line.path} {line.sha256}") for number, line in enumerate(report.inputs, 1)),
    ]
    tests = [_test(check, standard.id) for check in checks(report, words)]
    lines = [report.headline]
    for issue in report.issues:
        said = filter(None, (issue.severity, issue.code, issue.cell or issue.sheet, issue.school, issue.message))
        lines.append(" ".join(said))
    return Suite(f"{standard.id} {report.county}", tests, properties, "\n".join([*lines, report.next_step]))


def _test(check: Check, standard: str) -> Test:
    results = []
    if check.result != "passed":
        text = "\n".join((check.message, *check.details))
        results.append(Result(_KINDS[check.result], check.outcome.value, check.message, text))
    return Test(f"eqeval.{standard}.{check.group}", check.name, results)


def github(reports: Sequence[Report], words: Words) -> bytes:
    """Write the verdict, then one annotation for all that fails or is open and for every finding on the data.

    GitHub shows ten of each kind in a step, so the verdict comes first and says how many there are.
    """
    return "".join(_annotations(report, words) for report in reports).encode(errors="replace")


def _annotations(report: Report, words: Words) -> str:
    found = [
        (_LEVELS[check.result], "\n".join((check.message, *check.details)), check.file, check.name)
        for check in checks(report, words)
        if check.result in _LEVELS
    ]
    for issue in report.issues:
        name = " ".join(filter(None, (issue.code, issue.cell or issue.sheet, issue.school)))
        # What somebody has confirmed is no longer a warning.
        gravity = "notice" if issue.confirmed else _SEVERITIES[issue.severity]
        found.append((gravity, issue.message, place(report, issue.cell or issue.sheet), name))
    levels = Counter(level for level, *_ in found)
    level: Level = "notice" if report.outcome == Outcome.MET else "error"
    levels[level] += 1
    count = words("check.count", errors=levels["error"], warnings=levels["warning"], notices=levels["notice"])
    name = words("check.title", standard=report.standard.title, county=report.county)
    first = (level, f"{report.headline}\n{report.next_step}\n{count}", place(report, None), name)
    return "".join(annotation(one, text, file=file, title=title) for one, text, file, title in [first, *found])
