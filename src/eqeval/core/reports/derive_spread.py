"""The derivation of an indicator over all schools: who misses its limit, and who adds how much to its coefficients."""

from collections.abc import Iterator

from eqeval.core.census import Section
from eqeval.core.figures import exact
from eqeval.core.reports.derive import Block, Line, against_limit, beside_limit, step
from eqeval.core.reports.lines import coefficient
from eqeval.core.rules.case import Case
from eqeval.core.rules.dispersion import Dispersion, Spread
from eqeval.core.rules.quorum import Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.standards import details
from eqeval.core.standards.standard import Standard
from eqeval.core.verdict import Outcome

# So many schools are named of those that add most to a coefficient.
NAMED = 8


def indicator_blocks(name: str, case: Case, standard: Standard) -> Iterator[Block]:
    """Derive an indicator of all schools: the sections that miss its limit, then its coefficient in every stage."""
    words, indicator = case.words, case.terms.indicators[name]
    formula = details.formula(indicator, case.terms)
    yield f"{name} {words.text(indicator.title)}", [(words("explain.formula"), formula)]
    for rule in standard.every_rule():
        if isinstance(rule, Quorum) and name in rule.members:
            missing = list(_missing(name, rule, case))
            yield words("explain.missing_it", rule=rule.id, count=len(missing)), missing
    for rule in standard.every_rule():
        if isinstance(rule, Dispersion) and name in rule.of:
            for spread in _spreads(rule, case):
                if spread.indicator == name and spread.sections:
                    stage = case.terms.stage(spread.stage)
                    title = words("explain.spread", stage=stage, rule=rule.id, count=spread.sections)
                    yield title, list(_spread_lines(spread, rule, case))


def _lacking(spread: Spread, rule: Dispersion, case: Case) -> Iterator[Line]:
    """Name the sections of which a coefficient lacks data."""
    here = [one for one in case.rows(rule.scope, "section").subjects if one.stage == spread.stage]
    found = [(one, case.measure(spread.indicator, one)) for one in here if isinstance(one, Section)]
    lacking = [(one, value) for one, value in found if value.amount is None]
    for section, value in lacking[:NAMED]:
        yield section.school.name, case.words("note.missing", items=case.terms.named(value.missing))
    if rest := lacking[NAMED:]:
        yield case.words("explain.others", count=len(rest)), case.words("explain.alike")


def _missing(name: str, rule: Quorum, case: Case) -> Iterator[Line]:
    """List the sections that miss the limit of an indicator, or of which that is not known."""
    for subject in rule.rows(case).subjects:
        assert isinstance(subject, Section)  # held by Quorum
        part = rule.with_floor(rule.members[name].verdict_one(case, subject))
        if part.outcome in (Outcome.NOT_MET, Outcome.TOLERATED, Outcome.UNDETERMINED):
            yield subject.school.name, against_limit(part, rule, case.terms, case.terms.indicators[name])


def _spreads(rule: Rule, case: Case) -> list[Spread]:
    return [part for part in rule.verdict(case).parts if isinstance(part, Spread)]


def _spread_lines(spread: Spread, rule: Dispersion, case: Case) -> Iterator[Line]:
    """Derive one coefficient: Σx ÷ ΣP, the deviation, their quotient, and the part of every school in the spread."""
    words, indicator, found = case.words, case.terms.indicators[spread.indicator], spread.found
    line, unit = coefficient(spread, case), words.text(indicator.unit)
    if found is None or spread.mean is None or line.cv is None:
        yield words("explain.cv"), beside_limit(line, words)
        yield from _lacking(spread, rule, case)
        return
    by_pupils = rule.weight == "pupils"
    times = f" × {exact.plain(indicator.times)}" if by_pupils and indicator.times != 1 else ""
    amount = exact.quotient(sum(found.resources), found.under)
    mean = f"{step(amount)} ÷ {sum(found.pupils)}{times} = {step(spread.mean)} {unit}"
    yield words(f"explain.mean.{rule.weight}"), mean
    deviation = step(line.cv * spread.mean)
    yield words("explain.cv"), f"{deviation} ÷ {step(spread.mean)} = {beside_limit(line, words)}"
    ranked = sorted(range(len(spread.among)), key=lambda at: (-found.share(at), at))
    adding = [at for at in ranked if found.share(at)]
    for at in adding[:NAMED]:
        section = spread.among[at]
        value = found.value(at) * (indicator.times if by_pupils else 1)
        items = [*indicator.sum_of(section.stage), *indicator.per] or [indicator.column]
        cells = words.join([cell for item in items for cell in section.cells(item)])
        heads = words("explain.heads", count=found.pupils[at]) if by_pupils else ""
        shown = exact.fixed(value, indicator.decimals)
        yield section.school.name, f"{exact.percent(found.share(at), 0)}　{shown} {unit}{heads}　[{cells}]"
    if rest := adding[NAMED:]:
        share = sum(found.share(at) for at in rest)
        yield words("explain.others", count=len(rest)), exact.percent(share, 0)
