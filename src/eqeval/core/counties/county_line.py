"""What a county comes to in one line of the league table, judged without laying out its report."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from eqeval.core.assess import Judged, county_outcome
from eqeval.core.census import Section
from eqeval.core.counties.province import Coefficient, CountyLine, Details, Miss, SectionRow, SubjectRow, Told
from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.reports import stated
from eqeval.core.reports.lines import coefficient, subjects, validity
from eqeval.core.reports.report import DispersionLine, SubjectLine, exit_code
from eqeval.core.reports.section_lines import summary
from eqeval.core.rules.case import Case
from eqeval.core.rules.dispersion import Dispersion, Spread
from eqeval.core.rules.quorum import Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.standards.standard import Standard
from eqeval.core.verdict import Outcome, Verdict, all_of

_JUDGED = (Outcome.MET, Outcome.TOLERATED, Outcome.NOT_MET)


def county_line(case: Case, standard: Standard, source: str, strict: bool) -> CountyLine:
    """Judge a county and say what the league table shows of it; nothing is laid out that it does not show.

    The same outcomes as in its report, by the same rules.
    """
    judged: list[tuple[Rule, Outcome]] = []
    sections: list[tuple[Section, Outcome]] = []
    spreads: list[Spread] = []
    misses: dict[tuple[str, str], list[int]] = {}
    for rule in case.rules:
        if isinstance(rule, Quorum):
            found = list(rule.tally(case)) if rule.not_due(case) is None else None
            if found is not None:
                judged.append((rule, all_of({outcome for _, outcome, _ in found})))
                sections += [(subject, outcome) for subject, outcome, _ in found if isinstance(subject, Section)]
                alike = Counter((subject.stage, items) for subject, _, items in found if isinstance(subject, Section))
                for (stage, items), times in alike.items():
                    _count(misses, rule, stage, items, times)
                continue
        if isinstance(rule, Dispersion):
            verdict = rule.verdict(case)
            judged.append((rule, verdict.outcome))
            spreads += [part for part in verdict.parts if isinstance(part, Spread)]
            continue
        judged.append((rule, rule.decide(case)))
    outcome = county_outcome(judged)
    awaiting = tuple(rule.id for rule, found in judged if found == Outcome.AWAITING)
    limited = [spread for spread in spreads if spread.bound is not None]
    known = [spread for spread in limited if spread.squared is not None]
    high = max(known, key=_strain, default=None)
    failing = {section.school.name for section, found in sections if found == Outcome.NOT_MET}
    # Only tables that state limits or verdicts are worth laying out for the comparison.
    stating = any(school.claims for school in case.census.schools)
    compared = [(rule, rule.verdict(case)) for rule in case.rules if stating and isinstance(rule, Quorum)]
    beside = (*stated.differences(compared, case), *stated.other_units(case))
    said = (*case.census.issues, *validity(standard, case), *beside)
    issues = Counter(issue.severity for issue in said)
    told = Counter(
        (issue.code, issue.severity) for issue in said if issue.severity != "note" and issue.confirmed is None
    )
    return CountyLine(
        county=case.census.county.name,
        source=source,
        standard=standard.id,
        as_of=case.day.isoformat(),
        outcome=outcome.value,
        code=exit_code(outcome, len(awaiting), strict),
        schools=len({section.school.name for section, _ in sections}),
        failing=len(failing),
        sections=len(sections),
        sections_met=sum(found == Outcome.MET for _, found in sections),
        sections_open=sum(found == Outcome.UNDETERMINED for _, found in sections),
        coefficients=len(limited),
        coefficients_met=sum(spread.outcome == Outcome.MET for spread in limited),
        worst=None if high is None else _coefficient(coefficient(high, case)),
        unmet=tuple(rule.id for rule, found in judged if found == Outcome.NOT_MET and rule.binding == "must"),
        awaiting=awaiting,
        errors=issues["error"],
        warnings=issues["warning"],
        misses=tuple(
            Miss(stage, case.terms.stage(stage), item, case.words.text(case.terms.indicators[item].short), *count)
            for (stage, item), count in misses.items()
        ),
        told=tuple(Told(*key, count) for key, count in sorted(told.items())),
    )


def _count(
    misses: dict[tuple[str, str], list[int]], rule: Quorum, stage: str, items: Iterable[Outcome], times: int
) -> None:
    """Count which indicators of some sections are missed, and which were judged."""
    for part, outcome in zip(rule.of, items, strict=True):
        if part.id in rule.members and outcome in _JUDGED:
            count = misses.setdefault((stage, part.id), [0, 0])
            count[0] += times * (outcome != Outcome.MET)
            count[1] += times


def _strain(spread: Spread) -> Fraction:
    """How much of its limit a coefficient takes up, squared."""
    limit = spread.bound.square if spread.bound else 0
    return spread.squared / limit if spread.squared is not None and limit else Fraction(0)


def details(judged: Judged, case: Case, standard: Standard, pupils: str) -> Details:
    """List what stands behind a line, figures to 15 digits; pupils is the item that counts them.

    Of the requirements on the county those schools are listed that somebody has to look at.
    """
    spreads = [part for _, verdict in judged for part in verdict.parts if isinstance(part, Spread)]
    quorums = [verdict for rule, verdict in judged if isinstance(rule, Quorum)]
    sections = [
        _section(part, part.subject, case, pupils)
        for verdict in quorums
        for part in verdict.parts
        if isinstance(part.subject, Section)
    ]
    relaxations = standard.relaxations()
    named = [
        _subject(rule, line, case)
        for rule, verdict in judged
        if not isinstance(rule, Quorum | Dispersion)
        for line in subjects(verdict, case, relaxations)
        if line.telling
    ]
    coefficients = tuple(_coefficient(coefficient(spread, case)) for spread in spreads)
    return Details(coefficients, tuple(sections), tuple(named))


def _subject(rule: Rule, line: SubjectLine, case: Case) -> SubjectRow:
    return SubjectRow(
        line.rule,
        case.words.text(rule.title),
        line.school,
        line.stage or "",
        line.stage_text,
        _plain(line.value),
        line.limit_text,
        line.outcome.value,
        line.relaxed_title,
        line.because,
        line.cells,
    )


def _section(verdict: Verdict, section: Section, case: Case, pupils: str) -> SectionRow:
    found = [(part, part.value if part.measurement is None else part.measurement.value) for part in verdict.parts]
    return SectionRow(
        section.school.name,
        section.school.code,
        section.stage,
        case.terms.stage(section.stage),
        _plain(section.values.get(pupils)),
        verdict.outcome.value,
        summary(verdict, case.words),
        tuple((part.rule, _plain(value)) for part, value in found),
        tuple(part.rule for part in verdict.parts if part.outcome in (Outcome.NOT_MET, Outcome.TOLERATED)),
    )


def _plain(value: Number | None) -> str:
    return "" if value is None else exact.plain(value)


def _coefficient(line: DispersionLine) -> Coefficient:
    return Coefficient(
        line.stage,
        line.stage_text,
        line.indicator,
        line.short,
        _plain(line.mean),
        _plain(line.cv),
        _plain(line.limit),
        line.outcome.value,
        line.sections,
        line.largest or "",
        line.cv_text,
        line.limit_text,
    )
