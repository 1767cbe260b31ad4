"""Lays out verdicts as the lines of the report: figures, words, cells and notes."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache

from eqeval.core import exact, shown
from eqeval.core.bound import SYMBOLS, Bound
from eqeval.core.census import Issue, School, Section
from eqeval.core.exact import Number
from eqeval.core.indicator import Indicator, Measurement
from eqeval.core.relaxation import Relaxation
from eqeval.core.report import (
    CompositeLine,
    DispersionLine,
    IndicatorLine,
    PartLine,
    RequirementLine,
    SectionLine,
    Shortfall,
    SubjectLine,
)
from eqeval.core.rules.dispersion import Composite, Dispersion, Spread
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.rule import Case, Rule
from eqeval.core.standard import Standard, inner_rules
from eqeval.core.statistics import coefficient_range
from eqeval.core.verdict import Outcome, Verdict, subject_verdicts
from eqeval.words import Words

# A value within one fiftieth (2 %) of its limit is worth a second look, on either side of it.
NEAR = 50
CV_PLACES = 3


# Limits and floors are few and every section is held against them.
_mark_text = cache(exact.plain)


def _near(value: Number, mark: Number) -> bool:
    # |value - mark| <= mark / 50, in whole numbers
    left, right = value.numerator * mark.denominator, mark.numerator * value.denominator
    return abs(left - right) * NEAR <= right


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


def sections(judged: Sequence[tuple[Rule, Verdict]], case: Case, pupils: str) -> Iterator[SectionLine]:
    """Lay out every section that a quorum judged; pupils is the item that counts them."""
    for rule, verdict in judged:
        if not isinstance(rule, Quorum):
            continue
        for part in verdict.parts:
            section = part.subject
            if isinstance(section, Section):
                yield SectionLine(
                    section.school.name,
                    section.school.code,
                    section.stage,
                    case.terms.stage(section.stage),
                    section.values.get(pupils),
                    part.outcome,
                    summary(part, case.words),
                    tuple(_indicator(rule, one, section, case) for one in part.parts),
                )


def summary(verdict: Verdict, words: Words) -> str:
    """Say how many items of a quorum are met, how many reach the floor, and how many do not."""
    outcomes = [part.outcome for part in verdict.parts]
    text = words(
        "section.summary",
        total=len(outcomes),
        met=outcomes.count(Outcome.MET),
        tolerated=outcomes.count(Outcome.TOLERATED),
        below=outcomes.count(Outcome.NOT_MET),
    )
    open_ = outcomes.count(Outcome.UNDETERMINED)
    return text + words("section.summary.open", open=open_) if open_ else text


def _indicator(rule: Quorum, verdict: Verdict, section: Section, case: Case) -> IndicatorLine:
    words = case.words
    found = verdict.measurement
    if found is None:
        return _plain_part(rule, verdict, words)
    indicator = case.terms.indicators[found.indicator]
    bound = verdict.bound
    limit = None if bound is None else bound.limit
    floor = None if bound is None or rule.rest_at_least is None else bound.floor(rule.rest_at_least)
    marks = [mark for mark in (limit, floor) if mark is not None]
    value, places = found.value, indicator.decimals
    near = hangs = False
    if value is not None and bound is not None:
        near = any(_near(value, mark) for mark in marks)
        hangs = any(_hangs(value, found.within, bound, mark, places) for mark in marks)
    return IndicatorLine(
        id=verdict.rule,
        title=words.text(indicator.title),
        short=words.text(indicator.short),
        unit=words.text(indicator.unit),
        value=value,
        required=limit,
        floor=floor,
        outcome=verdict.outcome,
        outcome_text=words(f"outcome.{verdict.outcome}", floor=rule.floor_text),
        relaxed_by=verdict.relaxed_by,
        shortfall=None if bound is None else _shortfall(indicator, found, bound, section, words),
        cells=tuple(
            dict.fromkeys(cell for item in _read_items(indicator, found, section) for cell in section.cells(item))
        ),
        notes=(*_eased(rule, verdict, words), *_notes(indicator, found, bound, section, hangs, case)),
        value_text="" if value is None else about(shown.figure(value, places, limit, floor), found.within, words),
        required_text="" if limit is None else _mark_text(limit),
        floor_text="" if floor is None else _mark_text(floor),
        near=near,
        hangs=hangs,
        approximate=found.approximate,
    )


def about(figure: str, within: Number, words: Words) -> str:
    """Mark a figure that follows from rounded ones."""
    return words("figure.about", figure=figure) if within else figure


def _hangs(value: Number, within: Number, bound: Bound, mark: Number, places: int) -> bool:
    if within:
        return shown.undecided(value, within, bound.operator, mark)
    return shown.hangs_on_rounding(value, bound, mark, places)


def _read_items(indicator: Indicator, found: Measurement, section: Section) -> tuple[str, ...]:
    """Name the items that the value follows from; columns of relaxations only where one counts."""
    if found.approximate:
        return (indicator.column, *indicator.per)
    if found.relaxed_by:
        return indicator.items()
    return (*indicator.sum_of(section.stage), *indicator.per)


def _plain_part(rule: Quorum, verdict: Verdict, words: Words) -> IndicatorLine:
    """Lay out an item of a quorum that is no indicator: it has a value and a limit, but no split and no shortfall."""
    part = next(part for part in rule.of if part.id == verdict.rule)
    title = "" if isinstance(part, Member) else words.text(part.title)
    bound = verdict.bound
    return IndicatorLine(
        id=verdict.rule,
        title=title,
        short=title,
        unit="",
        value=verdict.value,
        required=None if bound is None else bound.limit,
        floor=None,
        outcome=verdict.outcome,
        outcome_text=words(f"outcome.{verdict.outcome}", floor=""),
        relaxed_by=verdict.relaxed_by,
        shortfall=None,
        cells=tuple(verdict.cells),
        notes=(),
        value_text="" if verdict.value is None else exact.plain(verdict.value),
        required_text="" if bound is None else bound.text(),
        floor_text="",
        near=False,
        hangs=False,
    )


def _shortfall(
    indicator: Indicator, found: Measurement, bound: Bound, section: Section, words: Words
) -> Shortfall | None:
    amount = indicator.shortfall(found, bound, section)
    if amount is None:
        return None
    unit = words.text(indicator.gap.unit)
    # Rounded up, so that what is shown is enough.
    text = exact.plain(amount if indicator.gap.whole else exact.rounded_up(amount, indicator.decimals))
    text = about(text, found.within, words)
    whole = indicator.split and len(section.school.staged) > 1 and not found.approximate
    said = words("figure.unit.school" if whole else "figure.unit", figure=text, unit=unit)
    return Shortfall(amount, unit, said, whole)


def _eased(rule: Quorum, verdict: Verdict, words: Words) -> Iterator[str]:
    """Say that a relaxation put another limit in the place of the ordinary one."""
    if verdict.unrelaxed is not None and verdict.bound is not None:
        title = next(one.title for one in rule.members[verdict.rule].relax if one.id == verdict.relaxed_by)
        yield words("note.eased", title=words.text(title), before=verdict.unrelaxed.text(), now=verdict.bound.text())


def _notes(
    indicator: Indicator,
    found: Measurement,
    bound: Bound | None,
    section: Section,
    hangs: bool,
    case: Case,
) -> Iterator[str]:
    words = case.words
    if section.doubt:
        yield words("note.doubt", code=section.doubt)
    elif found.value is None:
        yield words("note.missing", items=case.terms.named(found.missing))
    if found.relaxed_by and found.unrelaxed is not None:
        title = next(words.text(one.title) for one in indicator.also if one.id == found.relaxed_by)
        without = exact.plain(exact.rounded(found.unrelaxed, indicator.decimals))
        decides = (
            bound is not None and found.value is not None and bound.admits(found.value) != bound.admits(found.unrelaxed)
        )
        yield words("note.relaxed_decides" if decides else "note.relaxed", title=title, without=without)
    if found.approximate:
        yield words("note.stated")
    if hangs:
        yield words("note.rounding.stated" if found.approximate else "note.rounding")
    if indicator.split and not found.approximate and section.share and section.share[0] != section.share[1]:
        yield words("note.split", share=exact.percent(Fraction(*section.share), 2))


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
    near = cv is not None and limit is not None and _near(cv, limit)
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
        tuple(_subjects(verdict, case, relaxations)),
    )


def _parts(rule: Rule, verdict: Verdict, case: Case) -> Iterator[PartLine]:
    """Lay out the parts of an item that consists of several rules."""
    titles = {part.id: part.title for part in inner_rules(rule)}
    for part in verdict.parts:
        if part.subject is None and part.rule in titles:
            yield PartLine(part.rule, case.words.text(titles[part.rule]), part.outcome, part.because, tuple(part.cells))


def _subjects(verdict: Verdict, case: Case, relaxations: Mapping[str, Relaxation]) -> Iterator[SubjectLine]:
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
