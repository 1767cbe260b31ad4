"""The findings on the data for a build server: as JUnit tests or as GitHub annotations."""

from eqeval.core.lint.report import Finding, LintReport
from eqeval.render import junit
from eqeval.render.github import Level, annotation
from eqeval.words import Words

_SEVERITIES: dict[str, Level] = {"error": "error", "warning": "warning", "note": "notice"}


def tests(report: LintReport) -> bytes:
    """Write one test for every finding: an error that leaves a verdict open fails, all else is skipped with its reason.

    Data without findings are one test that passed.
    """
    found = [junit.Test("eqeval.lint", _name(one), [_result(one)]) for one in report.findings]
    properties = [("county", report.county), ("standard", report.standard.id), ("as_of", report.as_of)]
    suite = junit.Suite(
        f"lint {report.county}",
        found or [junit.Test("eqeval.lint", report.headline)],
        [
            *properties,
            *((f"input.{number}", f"{one.path} {one.sha256}") for number, one in enumerate(report.inputs, 1)),
        ],
        report.headline,
    )
    return junit.render("eqeval", [suite]).encode(errors="replace")


def annotations(report: LintReport, words: Words) -> bytes:
    """Write what was found in one line, then one annotation for every finding."""
    level: Level = "error" if report.exit_code(False) else "notice"
    first = report.inputs[0].path
    lines = [annotation(level, report.headline, file=first, title=report.county)]
    for one in report.findings:
        issue = one.issue
        gravity = "notice" if issue.confirmed else _SEVERITIES[issue.severity]
        message = f"{issue.message}\n{words('explain.mend')}{words('list.colon')}{one.mend}"
        lines.append(annotation(gravity, message, file=issue.file or first, title=_name(one)))
    return "".join(lines).encode(errors="replace")


def _name(finding: Finding) -> str:
    issue = finding.issue
    return " ".join(filter(None, (issue.code, issue.cell or issue.sheet, issue.school)))


def _result(finding: Finding) -> junit.Result:
    issue = finding.issue
    kind: junit.Kind = "failure" if issue.severity == "error" and finding.decides else "skipped"
    return junit.Result(kind, issue.code, issue.message, f"{issue.message}\n{finding.mend}")
