"""What no case of a standard has tried: rules, limits, floors, relaxations, bands, conditions and days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from eqeval.core.figures.exact import Number, percent, plain
from eqeval.core.figures.ratio import add, ratio
from eqeval.core.parts.amount import Table, find
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.condition import Compares
from eqeval.core.parts.limit import Eased, Limit
from eqeval.core.parts.relaxation import Relaxation
from eqeval.core.parts.written import Model, parts_of
from eqeval.core.review.completeness import limited
from eqeval.core.rules.compare import Compare
from eqeval.core.rules.count import Count
from eqeval.core.rules.dispersion import Dispersion, Spread
from eqeval.core.rules.noted import Noted
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.score import Score
from eqeval.core.rules.survey import Survey
from eqeval.core.rules.tiers import Tiers
from eqeval.core.rules.trend import Trend
from eqeval.core.standards.standard import Standard, inner_rules
from eqeval.core.terms import condition_text
from eqeval.core.trials.cases import Cases
from eqeval.core.trials.trial import Trial
from eqeval.core.verdict import Verdict

# A sentence of eqeval.words, and what it speaks of.
Untried = tuple[str, str]


def untried(standard: Standard, parent: Standard | None, cases: Cases, trials: list[Trial]) -> Iterator[Untried]:
    """Name what no case expects anything of, and every mark on which no case lies exactly.

    parent: what the standard extends; indicators and scopes that it takes over are tried by the parent's cases.
    """
    yield from _rules(standard, cases)
    verdicts = [verdict for trial in trials for one in trial.verdicts for verdict in _every(one)]
    yield from _limits(standard, verdicts)
    yield from _counts(standard, verdicts)
    yield from _relaxations(standard, parent, verdicts)
    yield from _points(standard, trials)
    yield from _samples(standard, trials)
    yield from _marks(standard, parent, trials)
    yield from _days(standard, parent, trials)


def _every(verdict: Verdict) -> Iterator[Verdict]:
    yield verdict
    for part in verdict.parts:
        yield from _every(part)


def _rules(standard: Standard, cases: Cases) -> Iterator[Untried]:
    """Rules of which no case expects anything."""
    named = {name.split(" ")[0] for case in cases.cases for name in case.expect.rules}
    named |= {
        name
        for case in cases.cases
        for part in case.expect.sections.values()
        if isinstance(part, dict)
        for name in part
    }
    sections = any(case.expect.sections for case in cases.cases)
    spreads = any(case.expect.cv or case.expect.composite for case in cases.cases)
    inner = {one.id for rule in standard.rules if rule.id in named for one in inner_rules(rule)}
    for rule in standard.every_rule():
        tried = (
            rule.id in named | inner
            or (isinstance(rule, Quorum) and sections)
            or (isinstance(rule, Dispersion) and spreads)
        )
        if not tried and not isinstance(rule, Noted):
            yield "test.untried", rule.id


def _limits(standard: Standard, verdicts: Iterable[Verdict]) -> Iterator[Untried]:
    """Limits on which no value lies, both ends of a range, and the floors of what may be missed."""
    on = {(verdict.rule, *mark) for verdict in verdicts if verdict.bound for mark in _on(verdict, verdict.bound)}
    found = {(owner, operator) for owner, operator, _ in on}
    for owner, limit in _limits_of(standard):
        if limit.no_limit:
            continue
        if limit.fixed is None:
            if (owner, limit.operator) not in found:
                yield "test.boundary", f"{owner} {limit.operator}"
            continue
        for mark in _ends(limit.fixed):
            if (owner, limit.operator, mark) not in on:
                yield "test.boundary", f"{owner} {limit.fixed.text()} ({plain(mark)})"
    for owner, bound in _bounds(standard):
        if (owner, bound.operator, bound.limit) not in on:
            yield "test.boundary", f"{owner} {bound.text()}"
    for rule in standard.every_rule():
        if isinstance(rule, Quorum) and rule.rest_at_least is not None:
            floors = {(verdict.rule, verdict.bound, verdict.value) for verdict in verdicts}
            for member in rule.members.values():
                for limit in member.limits:
                    if (own := limit.fixed) is not None and own.operator not in ("between", "equals"):
                        floor = own.floor(rule.rest_at_least)
                        if (member.id, own, floor) not in floors:
                            yield "test.floor", f"{member.id} {own.text()} × {percent(rule.rest_at_least)}"


def _limits_of(standard: Standard) -> Iterator[tuple[str, Limit]]:
    """List every limit with its rule, those of relaxations too."""
    for owner, limits, _ in limited(standard):
        yield from ((owner, limit) for limit in limits)
    for owner, relaxation in _eased(standard):
        yield from ((owner, limit) for limit in relaxation.limits)


def _eased(standard: Standard) -> Iterator[tuple[str, Eased]]:
    """List the relaxations of limits, with the name under which their verdicts run."""
    for rule in standard.every_rule():
        if isinstance(rule, Quorum | Tiers):
            yield from ((part.id, one) for part in rule.of if isinstance(part, Member) for one in part.relax)
        else:
            yield from ((rule.id, one) for one in getattr(rule, "relax", []) if isinstance(one, Eased))


def _bounds(standard: Standard) -> Iterator[tuple[str, Bound]]:
    """List the bounds that stand outside of limits."""
    ordinary = {owner: limits for owner, limits, _ in limited(standard)}
    for owner, relaxation in _eased(standard):
        for limit in [] if relaxation.limits or relaxation.factor == 1 else ordinary[owner]:
            if limit.fixed:
                yield owner, limit.fixed.scaled(relaxation.factor)
    for rule in standard.every_rule():
        if isinstance(rule, Compare) and not isinstance(rule.to, dict):
            yield rule.id, Bound.single(rule.operator, rule.to)
        if isinstance(rule, Trend):
            yield from ((rule.id, bound) for bound in (rule.per_year, rule.sum) if bound)
        if isinstance(rule, Score):
            yield rule.id, rule.total


def _on(verdict: Verdict, bound: Bound) -> Iterator[tuple[str, Number]]:
    """List the ends of a bound on which a value lies exactly."""
    squared = verdict.squared if isinstance(verdict, Spread) else None
    for mark in _ends(bound):
        if verdict.value == mark or (squared is not None and squared == mark**2):
            yield bound.operator, mark


def _ends(bound: Bound) -> tuple[Number, ...]:
    return bound.between or (bound.limit,)


def _counts(standard: Standard, verdicts: Iterable[Verdict]) -> Iterator[Untried]:
    """Numbers of items that are just enough: k of n, the tiers, one room for every twelve classes."""
    reached = {(verdict.rule, verdict.value) for verdict in verdicts}
    for rule in standard.every_rule():
        counts = [rule.at_least] if isinstance(rule, Quorum) else []
        counts += [tier.at_least for tier in rule.tiers if tier.at_least] if isinstance(rule, Tiers) else []
        yield from (("test.count", f"{rule.id} {count}") for count in counts if (rule.id, count) not in reached)
        if isinstance(rule, Count) and not any(
            verdict.rule == rule.id and verdict.bound and verdict.value == verdict.bound.limit for verdict in verdicts
        ):
            yield "test.boundary", rule.id


def _relaxations(standard: Standard, parent: Standard | None, verdicts: Iterable[Verdict]) -> Iterator[Untried]:
    """Relaxations by which nothing is met."""
    used = {verdict.relaxed_by for verdict in verdicts}
    own = {one.id for _, part in _written(standard, parent) for one in parts_of(part, Relaxation)}
    yield from (("test.relaxation", name) for name in standard.relaxations() if name in own - used)


def _points(standard: Standard, trials: list[Trial]) -> Iterator[Untried]:
    """Minima of blocks and steps of points that nobody just reaches."""
    for rule in (rule for rule in standard.every_rule() if isinstance(rule, Score)):
        sides: set[tuple[int, bool]] = set()
        for trial in trials:
            rows = rule.rows(trial.case)
            for subject in [None] if rows is None else rows.subjects:
                for number, earned in enumerate(rule.earned(trial.case, subject)):
                    needed = earned.full * (rule.blocks[number].at_least or 0)
                    sides |= {(number, True)} if earned.low >= needed else set()
                    sides |= {(number, False)} if earned.high < needed else set()
        for number, block in enumerate(rule.blocks):
            if block.at_least is not None and not {(number, True), (number, False)} <= sides:
                # Points come in steps, so that no case may lie exactly on the minimum of a block.
                yield "test.block", f"{rule.id} {_text(block.title)} ≥{percent(block.at_least)}"
        verdicts = [verdict for trial in trials for one in trial.verdicts for verdict in _every(one)]
        for item in rule.items:
            for share, _ in item.steps:
                if item.rule and not any(_reaches(verdict, item.rule, share) for verdict in verdicts):
                    yield "test.boundary", f"{item.rule.id} {percent(share)}"


def _reaches(verdict: Verdict, rule: Rule, share: Number) -> bool:
    if verdict.rule != rule.id or verdict.bound is None or verdict.value is None:
        return False
    return verdict.value == verdict.bound.floor(share)


def _text(title: str | dict[str, str]) -> str:
    return title if isinstance(title, str) else title["zh"]


def _samples(standard: Standard, trials: list[Trial]) -> Iterator[Untried]:
    """Samples and quotas of surveys that are just large enough, and figures at which a series need not move."""
    counties = [trial.case.census.county for trial in trials]
    for rule in standard.every_rule():
        if isinstance(rule, Survey):
            enough = [find(rule.sample, one.values) for one in counties] if rule.sample is not None else []
            returned = [one.values.get(rule.returned) for one in counties]
            if rule.sample is not None and not any(
                a == b for a, b in zip(enough, returned, strict=True) if a is not None
            ):
                yield "test.sample", rule.id
            for group in rule.groups:
                parts = [ratio(one.values, {group.item: 1}, {rule.returned: 1}) for one in counties]
                if group.at_least not in parts:
                    yield "test.boundary", f"{rule.id} {group.item} ≥{percent(group.at_least)}"
        if isinstance(rule, Trend) and rule.enough is not None:
            figures = {figure for one in counties for figure in one.series.get(rule.of, {}).values()}
            if rule.enough not in figures:
                yield "test.boundary", f"{rule.id} {plain(rule.enough)}"


def _marks(standard: Standard, parent: Standard | None, trials: list[Trial]) -> Iterator[Untried]:
    """Conditions on which no school lies exactly, and rows of tables that no size meets."""
    subjects = [subject for trial in trials for subject in trial.subjects]
    values: list[Mapping[str, Number]] = [subject.values for subject in subjects]
    values += [trial.case.census.county.values for trial in trials]
    terms = trials[0].case.terms if trials else None
    for owner, part in _written(standard, parent):
        for condition in parts_of(part, Compares):
            seen = {ratio(one, condition.of, condition.per) for one in values}
            ends = _ends(condition.fixed) if condition.fixed else ()
            moving = not ends and any(_meets(condition, one) for one in values)
            missed = [end for end in ends if end not in seen] if ends else [] if moving else [Fraction(0)]
            if missed and terms:
                yield "test.condition", f"{owner} {condition_text(condition, terms)}"
        for table in parts_of(part, Table):
            sizes = {add(one, table.by) for one in values}
            for size, limit in table.rows:
                if size not in sizes:
                    yield "test.row", f"{owner} {plain(size)}→{plain(limit)}"


def _meets(condition: Compares, values: Mapping[str, Number]) -> bool:
    bound, value = condition.bound(values), ratio(values, condition.of, condition.per)
    return bound is not None and value in _ends(bound)


def _written(standard: Standard, parent: Standard | None) -> Iterator[tuple[str, Model]]:
    """List the parts of a standard that have a name, but for definitions that are its parent's."""
    yield from ((rule.id, rule) for rule in standard.rules)
    theirs = {**parent.indicators, **parent.scopes} if parent else {}
    own: dict[str, Model] = {**standard.indicators, **standard.scopes}
    yield from ((name, part) for name, part in own.items() if name not in theirs or not _alike(part, theirs[name]))


def _alike(mine: Model, other: Model) -> bool:
    """Compare two definitions; what is taken over is cited by the document of the parent."""
    names = [name for name in type(mine).model_fields if name != "document"]
    return all(getattr(mine, name) == getattr(other, name, None) for name in names)


def _days(standard: Standard, parent: Standard | None, trials: list[Trial]) -> Iterator[Untried]:
    """Days on which something begins or ends, and that no case is judged on."""
    days = {trial.case.day for trial in trials}
    for owner, part in _written(standard, parent):
        asked: list[date] = [limit.since for limit in parts_of(part, Limit) if limit.since]
        if isinstance(part, Rule):
            asked += [due.by for due in part.due]
        for day in dict.fromkeys(asked):
            if day not in days:
                yield "test.day", f"{owner} {day}"
