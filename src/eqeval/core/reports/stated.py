"""Compares what a table says of values, limits and verdicts with what was found here, after everything is judged."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from eqeval.core import shown
from eqeval.core.census import Claim, Issue, Section, Severity
from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.figures.ratio import add
from eqeval.core.indicator import Indicator, Measurement
from eqeval.core.parts.rounding import half_of_last_place
from eqeval.core.rules.case import Case
from eqeval.core.rules.compare import Compare
from eqeval.core.rules.quorum import Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.verdict import Outcome, Verdict

# What is put behind the name of an indicator's column: its limit, its floor, whether it is met; and of a whole row.
LIMIT, FLOOR, MET = ".limit", ".floor", ".met"
SECTION = "section" + MET

_SAID = {"yes": (Outcome.MET,), "no": (Outcome.NOT_MET, Outcome.TOLERATED)}
# Pay in 元 beside pay in 万元; a year and a month are no such slip.
_APART = 100
_SURE = (Outcome.MET, Outcome.TOLERATED, Outcome.NOT_MET)


def differences(judged: Sequence[tuple[Rule, Verdict]], case: Case) -> Iterator[Issue]:
    """List where the table says another value, limit or verdict; only a warning, since the standard decides."""
    columns = {indicator.column: name for name, indicator in case.terms.indicators.items()}
    for section in case.census.sections:
        if columns.keys().isdisjoint(section.values.keys()):
            continue
        for column, name in columns.items():
            if column in section.values:
                yield from _value(case.terms.indicators[name], case.measure(name, section), section, case)
    for rule, verdict in judged:
        said = case.census.county.claims.get(rule.id)
        if said and _contradicts(said, verdict.outcome):
            own, title = case.words(f"outcome.{verdict.outcome}", floor=""), case.words.text(rule.title)
            message = case.words("W537.message", found=said.text, stage="", item=title, own=own).strip()
            row = said.row
            yield Issue("W537", "warning", message, row.table.sheet, row.name(said.column), said.text or None,
                        file=row.table.file)  # fmt: skip
        if isinstance(rule, Quorum):
            for part in verdict.parts:
                if isinstance(part.subject, Section) and part.subject.school.claims:
                    yield from _claims(rule, part, part.subject, case)


def other_units(case: Case) -> Iterator[Issue]:
    """List figures of the county that are compared, and so far apart that their units are hardly the same: 万元, 元."""
    for rule in case.rules:
        if not isinstance(rule, Compare) or not isinstance(rule.to, dict) or rule.per:
            continue
        county = case.census.county
        left, right = add(county.values, rule.of), add(county.values, rule.to)
        if not left or not right or max(left, right) < _APART * min(left, right):
            continue
        one, other = case.terms.named(list(rule.of)), case.terms.named(list(rule.to))
        cell = next((cell for item in rule.of for cell in county.cells(item)), None)
        found, limit = exact.plain(left), exact.plain(right)
        message = case.words("W588.message", item=one, found=found, other=other, limit=limit)
        yield Issue("W588", "warning", message, cell and cell.partition("!")[0], cell, found)


def _value(indicator: Indicator, found: Measurement, section: Section, case: Case) -> Iterator[Issue]:
    """Compare a stated value with the one that was formed from totals, as far as its decimals reach."""
    stated = section.values[indicator.column]
    formed = [value for value in (found.value, found.unrelaxed) if value is not None]
    within = half_of_last_place(stated, indicator.decimals)
    if not formed or any(abs(Fraction(value - stated)) <= within for value in formed):
        return
    row = next((row for row in section.school.rows if (indicator.column, section.stage) in row.table.columns), None)
    if row is None:
        return
    column = row.table.columns[indicator.column, section.stage][0]
    title = case.words.text(indicator.title)
    own = shown.figure(formed[0], indicator.decimals, stated)
    message = case.words(
        "W535.message", found=exact.plain(stated), own=own, item=title, stage=case.terms.stage(section.stage)
    )
    yield Issue(
        "W535",
        "warning",
        message,
        row.table.sheet,
        row.name(column),
        exact.plain(stated),
        section.school.name,
    )


def _claims(rule: Quorum, verdict: Verdict, section: Section, case: Case) -> Iterator[Issue]:
    claims, stage, words = section.school.claims, section.stage, case.words
    said = claims.get((SECTION, stage))
    if said and _contradicts(said, verdict.outcome):
        own = words(f"outcome.{verdict.outcome}", floor=rule.floor_text)
        yield _issue("W537", said, section, case, item=words.text(rule.title), own=own)
    for part in verdict.parts:
        if part.measurement is None or part.bound is None:
            continue
        indicator = case.terms.indicators[part.measurement.indicator]
        title = words.text(indicator.title)
        limits: list[tuple[str, Number]] = [(LIMIT, part.bound.limit)]
        if rule.rest_at_least is not None:
            limits.append((FLOOR, part.bound.floor(rule.rest_at_least)))
        for face, own_limit in limits:
            said = claims.get((indicator.column + face, stage))
            if said is None:
                continue
            if said.number is None:
                yield _issue("N628", said, section, case, item=title)
            elif abs(Fraction(said.number - own_limit)) > half_of_last_place(said.number, indicator.decimals):
                yield _issue("W536", said, section, case, item=title, own=exact.plain(own_limit))
        said = claims.get((indicator.column + MET, stage))
        if said and _contradicts(said, part.outcome):
            own = words(f"outcome.{part.outcome}", floor=rule.floor_text)
            yield _issue("W537", said, section, case, item=title, own=own)


def _contradicts(said: Claim, outcome: Outcome) -> bool:
    return outcome in _SURE and said.answer in _SAID and outcome not in _SAID[said.answer]


def _issue(code: str, said: Claim, section: Section, case: Case, **values: str) -> Issue:
    words, row = case.words, said.row
    message = words(f"{code}.message", found=said.text, stage=case.terms.stage(section.stage), **values)
    severity: Severity = "warning" if code[0] == "W" else "note"
    return Issue(
        code, severity, message, row.table.sheet, row.name(said.column), said.text or None, section.school.name
    )
