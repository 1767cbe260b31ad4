"""What is said of the data alone: findings in their order, how many of which kind, and what that means."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from eqeval.core.census import Census, Issue
from eqeval.core.lint.screening import decides
from eqeval.core.reports.report import InputLine, StandardLine
from eqeval.words import Words

_RANKS = {"error": 0, "warning": 1, "note": 2}


class Finding(Struct, frozen=True, eq=False):
    """One issue with what the catalogue says of its code; decides: whether it can change a verdict of the standard."""

    issue: Issue
    decides: bool
    what: str
    why: str
    mend: str


class LintReport(Struct, frozen=True, eq=False):
    """All that is said of the data of a county; no verdict on the standard is in it."""

    version: str
    standard: StandardLine
    as_of: str
    inputs: tuple[InputLine, ...]
    previous: InputLine | None
    county: str
    schools: int
    findings: tuple[Finding, ...]
    headline: str

    def of(self, severity: str, confirmed: bool = False) -> list[Finding]:
        """List the findings of one severity; confirmed warnings stand apart from the others."""
        return [
            one
            for one in self.findings
            if one.issue.severity == severity and (one.issue.confirmed is not None) is confirmed
        ]

    def exit_code(self, strict: bool) -> int:
        """0 nothing that leaves a verdict open, 3 otherwise; `strict` counts warnings that nobody has confirmed."""
        errors = any(one.decides for one in self.of("error"))
        return 3 if errors or (strict and self.of("warning")) else 0


def ordered(issues: Iterable[Issue], named: frozenset[str]) -> list[Issue]:
    """Put errors before warnings before notes, and first of each what can change a verdict; confirmed warnings last."""
    return sorted(
        issues,
        key=lambda issue: (_RANKS[issue.severity], issue.confirmed is not None, not decides(issue, named)),
    )


def lint_report(
    census: Census,
    named: frozenset[str],
    day: date,
    version: str,
    standard: StandardLine,
    inputs: Sequence[InputLine],
    previous: InputLine | None,
    words: Words,
) -> LintReport:
    """Put the findings of a census in order and count them; named are the items that the standard names."""
    findings = tuple(
        Finding(issue, decides(issue, named), *(words(f"{issue.code}.{part}") for part in ("what", "why", "mend")))
        for issue in ordered(census.issues, named)
    )
    decisive = sum(one.decides and one.issue.severity == "error" for one in findings)
    doubtful = sum(one.issue.severity == "warning" and one.issue.confirmed is None for one in findings)
    others = sum(one.issue.severity == "error" for one in findings)
    key = "lint.errors" if decisive else "lint.others" if others else "lint.warnings" if doubtful else "lint.clean"
    return LintReport(
        version,
        standard,
        day.isoformat(),
        tuple(inputs),
        previous,
        census.county.name,
        len(census.schools),
        findings,
        words(key, errors=decisive or others, warnings=doubtful, schools=len(census.schools)),
    )
