"""Rules on small counties: what a test of a kind of rule writes, and what it asks of the report."""

from collections.abc import Callable
from pathlib import Path

from eqeval.core.reports.report import Report, SubjectLine

TINY = (Path(__file__).parent / "standards" / "tiny.yaml").read_text(encoding="utf-8")
DAY = "2026-09-01"
CASES = Callable[..., "Found"]


class Found:
    """A report, by what a test asks of it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.outcome = report.outcome.value
        self.exit = report.exit_code(strict=False)

    def __getitem__(self, rule: str) -> str:
        return next(line.outcome.value for line in self.report.requirements if line.id == rule)

    def because(self, rule: str) -> str:
        return next(line.because for line in self.report.requirements if line.id == rule)

    def one(self, rule: str = "R", name: str | None = None, stage: str | None = None) -> SubjectLine:
        """The line of one school or section; the only one where none is named."""
        lines = [
            one
            for line in self.report.requirements
            for one in line.subjects
            if one.rule == rule and name in (None, one.school) and stage in (None, one.stage)
        ]
        assert len(lines) == 1, lines
        return lines[0]

    def outcomes(self, rule: str = "R") -> dict[str, str]:
        return {
            one.school: one.outcome.value
            for line in self.report.requirements
            for one in line.subjects
            if one.rule == rule
        }


def threshold(rest: str, name: str = "R") -> str:
    return f"  - {{id: {name}, kind: threshold, title: 项, clause: 条, scope: all, level: school, unit: 个, {rest}}}\n"


def county_rule(kind: str, rest: str, name: str = "R") -> str:
    return f"  - {{id: {name}, kind: {kind}, title: 项, clause: 条, {rest}}}\n"
