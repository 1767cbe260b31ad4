"""Lays out verdicts as the lines of the report: figures, words, cells and notes."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from eqeval.core import shown
from eqeval.core.census import Issue, School, Section
from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.figures.statistics import coefficient_range
from eqeval.core.parts.bound import SYMBOLS, Bound
from eqeval.core.parts.relaxation import Relaxation
from eqeval.core.reports.report import (
    CompositeLine,
    DispersionLine,
    PartLine,
    RequirementLine,
    SubjectLine,
)
from eqeval.core.reports.section_lines import about
from eqeval.core.rules.case import Case
from eqeval.core.rules.dispersion import Composite, Dispersion, Spread
from eqeval.core.rules.quorum import Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.standards.standard import Standard, inner_rules
from eqeval.core.verdict import Verdict, subject_verdicts
from eqeval.words import Words

CV_PLACES = 3


def excluded(standard: Standard, case: Case) -> Iterator[Issue]:
    """Say of every school that the resource block leaves out that it does, and why."""
    told: set[str] = set()
    for rule in standard.rules:
        if not isinstance(rule, Quorum | Dispersion) or rule.scope in told:
            continue
        told.add(rule.scope)
        scope = standard.scopes[rule.scope]
        for school in case.census.schools:
            exclusion = None if school.doubt else scope.exclusion(school)
            if exclusion:
                because = case.words.text(exclusion.because)
                message = case.words("N601.message", because=because, rule=case.words.text(rule.title))
                row = school.rows[0]
                yield Issue("N601", "note", message, row.table.sheet, row.name(0), None, school.name, row.table.file)


def validity(standard: Standard, case: Case) -> Iterator[Issue]:
    """Warn where the standard is not in force on the day of the assessment."""
    if not standard.valid.covers(case.day):
        values = {"since": standard.valid.since or "…", "until": standard.valid.until or "…", "day": case.day}
        yield Issue("W509", "warning", case.words("W509.message", **values))


def _cv_limit(bound: Bound | None) -> str:
    """Write the limit of a coefficient with its sign: below 0.30 is another limit than at most 0.30."""
    if bound is None:
        return ""
    if bound.between:
        return "–".join(exact.fixed(end, 2) for end in bound.between)
    return f"{SYMBOLS[bound.operator]}{exact.fixed(bound.limit, 2)}"


def coefficient(spread: Spread, case: Case) -> DispersionLine:
    """Lay out one coefficient."""
    words = case.words
    indicator = case.terms.indicators[spread.indicator]
    bound = spread.bound
    limit = None if bound is None else bound.limit
    cv = None if spread.squared is None else exact.root(spread.squared)
    near = cv is not None and limit is not None and shown.near(cv, limit)
    weight = next(rule.weight for rule in case.rules if isinstance(rule, Dispersion) and rule.id == spread.rule)
    largest = spread.largest.school.name if spread.largest else None
    hangs = cv is not None and bound is not None and shown.hangs_on_rounding(cv, bound, bound.limit, CV_PLACES)
    notes: tuple[str, ...] = ()
    if spread.within:
        low, high = coefficient_range(spread.mean or 0, spread.squared or 0, spread.within)
        hangs = _within(limit, low, high)
        notes = _approximate(low, high, hangs, words)
    return DispersionLine(
        stage=spread.stage,
        stage_text=case.terms.stage(spread.stage),
        indicator=spread.indicator,
        title=words.text(indicator.title),
        short=words.text(indicator.short),
        mean=spread.mean,
        cv=cv,
        limit=limit,
        outcome=spread.outcome,
        sections=spread.sections,
        relaxed_by=spread.relaxed_by,
        largest=largest,
        largest_share=spread.largest_share,
        mean_text="" if spread.mean is None else exact.fixed(spread.mean, indicator.decimals),
        cv_text="" if cv is None else about(shown.figure(cv, CV_PLACES, limit), spread.within, words),
        limit_text=_cv_limit(bound),
        near=near,
        hangs=hangs,
        approximate=spread.within > 0,
        notes=notes,
        weight_text=words(f"weight.{weight}"),
    )


def _within(limit: Number | None, low: Number, high: Number | None) -> bool:
    return limit is not None and low <= limit and (high is None or limit <= high)


def _approximate(low: Number, high: Number | None, hangs: bool, words: Words) -> tuple[str, ...]:
    """Say between which numbers a coefficient lies that was formed from rounded values."""
    # Rounded away from each other, so that what is shown still holds everything.
    least = exact.fixed(exact.rounded_down(low, CV_PLACES), CV_PLACES)
    most = "∞" if high is None else exact.fixed(exact.rounded_up(high, CV_PLACES), CV_PLACES)
    note = words("note.approximate", low=least, high=most)
    return (note, words("note.rounding.stated")) if hangs else (note,)


def composites(
    lines: Sequence[DispersionLine], judged: Mapping[str, Composite], words: Words
) -> Iterator[CompositeLine]:
    """Average the unrounded coefficients of each stage; judged holds the means that the standard limits."""
    for stage, text in dict.fromkeys((line.stage, line.stage_text) for line in lines):
        found = [line.cv for line in lines if line.stage == stage]
        known = [cv for cv in found if cv is not None]
        mean = sum(known, Fraction(0)) / len(known) if known and len(known) == len(found) else None
        verdict = judged.get(stage)
        limit = verdict.bound.limit if verdict and verdict.bound else None
        approximate = any(line.approximate for line in lines if line.stage == stage)
        low, high = (verdict.low, verdict.high) if verdict else (None, None)
        notes = () if low is None else _approximate(low, high, _within(limit, low, high), words)
        yield CompositeLine(
            stage,
            text,
            mean,
            limit,
            verdict.outcome if verdict else None,
            words("unknown") if mean is None else about(shown.figure(mean, CV_PLACES, limit), int(approximate), words),
            _cv_limit(verdict.bound if verdict else None),
            approximate,
            notes,
        )


def requirement(rule: Rule, verdict: Verdict, case: Case, relaxations: Mapping[str, Relaxation]) -> RequirementLine:
    """Lay out one requirement with everything it was judged on."""
    return RequirementLine(
        rule.id,
        case.words.text(rule.title),
        rule.clause,
        rule.binding,
        verdict.outcome,
        verdict.because,
        tuple(verdict.cells),
        tuple(_parts(rule, verdict, case)),
        tuple(subjects(verdict, case, relaxations)),
    )


def _parts(rule: Rule, verdict: Verdict, case: Case) -> Iterator[PartLine]:
    """Lay out the parts of an item that consists of several rules."""
    titles = {part.id: part.title for part in inner_rules(rule)}
    for part in verdict.parts:
        if part.subject is None and part.rule in titles:
            yield PartLine(part.rule, case.words.text(titles[part.rule]), part.outcome, part.because, tuple(part.cells))


def subjects(verdict: Verdict, case: Case, relaxations: Mapping[str, Relaxation]) -> Iterator[SubjectLine]:
    """Lay out the schools and the stages of schools on which a requirement was judged."""
    for part in subject_verdicts(verdict):
        subject = part.subject
        assert subject is not None
        school: School = subject.school if isinstance(subject, Section) else subject
        value, bound = part.value, part.bound
        yield SubjectLine(
            part.rule,
            school.name,
            subject.stage,
            case.terms.stage(subject.stage),
            value,
            None if bound is None else bound.operator,
            None if bound is None else bound.limit,
            part.outcome,
            tuple(part.cells),
            part.relaxed_by,
            case.words.text(relaxations[part.relaxed_by].title) if part.relaxed_by else "",
            part.because,
            "" if value is None else exact.plain(value),
            "" if bound is None else bound.text(),
        )
