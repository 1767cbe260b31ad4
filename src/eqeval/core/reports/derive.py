"""The derivation of a value: cells, split weights, division, comparison; every step as a line to read."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from eqeval.core import shown
from eqeval.core.census import School, Section
from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.indicator import Indicator
from eqeval.core.parts.written import WORDING, words_in
from eqeval.core.reports.lines import coefficient, composites
from eqeval.core.reports.report import CompositeLine, DispersionLine
from eqeval.core.reports.section_lines import summary
from eqeval.core.rules.case import Case
from eqeval.core.rules.dispersion import Composite, Dispersion, Spread
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.standards import details
from eqeval.core.standards.standard import Standard, inner_rules
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict, subject_verdicts
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

Line = tuple[str, str]
# Lines below a title.
Block = tuple[str, list[Line]]

# Decimals of intermediate results: enough to check the division by hand.
STEP_PLACES = 6


def rule_lines(name: str, standard: Standard, vocabulary: Vocabulary, terms: Terms) -> Iterator[Line]:
    """Tell an indicator or a requirement: clause, formula, limits, scope, relaxations."""
    words = terms.words
    if name in standard.indicators:
        yield from _indicator_lines(name, standard, vocabulary, terms)
        return
    rule = next(rule for rule in standard.every_rule() if rule.id == name)
    yield f"{rule.id}", words.text(rule.title)
    yield words("explain.document"), rule.document or standard.document
    yield words("explain.clause"), rule.clause
    yield words("explain.limits"), rule.sentence(terms)
    scope = getattr(rule, "scope", None)
    if scope:
        yield words("explain.scope"), words.text(terms.scopes[scope].title)
    for relaxation in getattr(rule, "relax", []):
        yield words("explain.relaxation"), details.relaxation(relaxation, terms)
    if rule.binding != "must":
        yield words("explain.binding"), words(f"binding.{rule.binding}")
    for due in rule.due:
        yield words("explain.due"), words("describe.due", day=due.by, counties=words.join(due.counties or [])).strip()
    if rule.note:
        yield words("explain.note"), words.text(rule.note)
    if rule.document is None:
        yield words("explain.checked"), words.text(standard.checked.note)


def _indicator_lines(name: str, standard: Standard, vocabulary: Vocabulary, terms: Terms) -> Iterator[Line]:
    words, indicator = terms.words, standard.indicators[name]
    yield name, words.text(indicator.title)
    yield words("explain.document"), indicator.document or standard.document
    yield words("explain.clause"), indicator.clause
    yield words("explain.formula"), details.formula(indicator, terms)
    for rule in standard.rules:
        if isinstance(rule, Quorum):
            for member in rule.members.values():
                if member.indicator == name:
                    yield words("explain.limits"), member.sentence(terms)
                    if rule.rest_at_least is not None:
                        floor = exact.percent(rule.rest_at_least)
                        yield words("explain.floor"), words("explain.floor.text", share=floor)
                    yield words("explain.scope"), words.text(terms.scopes[rule.scope].title)
                    yield (
                        words("explain.used_in"),
                        f"{rule.id} {words.text(rule.title)}{words('list.comma')}{rule.clause}",
                    )
        elif isinstance(rule, Dispersion) and name in rule.of:
            yield words("explain.cv"), f"{rule.id} {rule.sentence(terms)}"
    weights = " : ".join(
        f"{terms.stage(stage)} {exact.plain(weight)}" for stage, weight in standard.split.weights.items()
    )
    key = "explain.split.yes" if indicator.split else "explain.split.no"
    yield words("explain.split"), words(key, weights=weights)
    for relaxation in indicator.also:
        yield words("explain.relaxation"), details.relaxation(relaxation, terms)
    for item in indicator.items():
        note = vocabulary.items[item].note if item in vocabulary.items else None
        if note:
            yield words("explain.note"), f"{terms.named([item])}{words('list.colon')}{words.text(note)}"
    if indicator.document is None:
        yield words("explain.checked"), words.text(standard.checked.note)


def school_lines(
    school: School, indicator: str | None, case: Case, standard: Standard, vocabulary: Vocabulary
) -> Iterator[Block]:
    """Derive a school: its sites, every indicator of every section, each section's verdict, the other requirements.

    indicator: the only one that is asked for, or a requirement on single schools.
    """
    words = case.words
    yield f"{school.name} {school.code}".strip(), []
    if school.sites:
        yield words("explain.sites", names=words.join(list(school.sites))), []
    for quorum in (rule for rule in standard.rules if isinstance(rule, Quorum)):
        exclusion = case.terms.scopes[quorum.scope].exclusion(school)
        if school.doubt:
            yield words("explain.doubt", school=school.name, code=school.doubt), []
        elif exclusion:
            yield words("explain.excluded", school=school.name, because=words.text(exclusion.because)), []
        else:
            for section in (part for part in case.census.sections if part.school is school):
                for member in quorum.members.values():
                    if indicator in (None, member.indicator):
                        title = words.text(standard.indicators[member.indicator].title)
                        lines = list(section_lines(member, quorum, section, case, standard, vocabulary))
                        yield f"{case.terms.stage(section.stage)} {member.indicator} {title}", lines
                if indicator is None:
                    verdict = quorum.judge_one(case, section)
                    outcome = words(f"outcome.{verdict.outcome}")
                    text = f"{summary(verdict, words)} → {outcome}"
                    title = f"{case.terms.stage(section.stage)} {quorum.id} {words.text(quorum.title)}"
                    yield title, [(words("explain.section"), text)]
    asked = [rule for rule in standard.rules if indicator in (None, *(one.id for one in (rule, *inner_rules(rule))))]
    others = list(_others(school, case, asked))
    if others:
        yield words("explain.requirements"), others


def requirement_lines(rule: Rule, case: Case) -> Iterator[Line]:
    """Derive a requirement on the county: every figure and answer that it stands on with its cell, then the verdict."""
    words, county = case.words, case.census.county
    for one in (rule, *inner_rules(rule)):
        named = [name for name in words_in(one, {*WORDING, "parts"}) if name in county.statements]
        for name in dict.fromkeys([one.id, *named] if one.id in county.statements else named):
            said = county.statements[name]
            title = case.terms.named([name]) if name in case.terms.items else words.text(one.title)
            cells = said.cell or words("explain.no_cell")
            yield title, f"{said.raw or said.text or words('explain.blank')}　[{cells}]"
    verdict = rule.verdict(case)
    yield from _coefficients(verdict, case)
    for part in subject_verdicts(verdict):
        if part.subject is not None and part.outcome in (Outcome.NOT_MET, Outcome.UNDETERMINED):
            if isinstance(rule, Quorum) and isinstance(part.subject, Section):
                yield f"{part.subject.school.name} {case.terms.stage(part.subject.stage)}", summary(part, words)
                continue
            school = part.subject.school if isinstance(part.subject, Section) else part.subject
            own = "" if part.rule == rule.id else f"{part.rule} "
            yield school.name, f"{own}{_compared(part, case)}"
    yield words("explain.section"), f"{verdict.because} → {words(f'outcome.{verdict.outcome}', floor='')}"


def _coefficients(verdict: Verdict, case: Case) -> Iterator[Line]:
    """Tell every coefficient: its figure beside its limit, and who adds most; then the means that are limited."""
    words = case.words
    told = [coefficient(part, case) for part in verdict.parts if isinstance(part, Spread)]
    for line in told:
        most = ""
        if line.largest:
            share = exact.percent(line.largest_share, 0)
            most = words("explain.most", school=line.largest, share=share)
        yield f"{line.stage_text} {line.indicator} {line.title}", f"{beside_limit(line, words)}{most}"
    means = {part.stage: part for part in verdict.parts if isinstance(part, Composite)}
    for mean in composites(told, means, words):
        if mean.outcome is not None:
            yield words("explain.mean.of_all", stage=mean.stage_text), beside_limit(mean, words)


def beside_limit(line: DispersionLine | CompositeLine, words: Words) -> str:
    """Write a coefficient beside its limit with what follows; alone where only the mean of several is limited."""
    figure = line.cv_text or words("unknown")
    if line.limit is None or line.outcome is None:
        return figure
    return f"{figure}　{line.limit_text}　→　{words(f'outcome.{line.outcome}', floor='')}"


def _others(school: School, case: Case, rules: Iterable[Rule]) -> Iterator[Line]:
    """Say how the school stands under the requirements on single schools."""
    for rule in rules:
        if isinstance(rule, Quorum):
            continue
        for part in subject_verdicts(rule.verdict(case)):
            subject = part.subject
            if (subject.school if isinstance(subject, Section) else subject) is not school or subject is None:
                continue
            yield part.rule, _compared(part, case)


def _compared(part: Verdict, case: Case) -> str:
    """Write what a requirement compares of a school or a section, and what follows, with the cells."""
    words, subject = case.words, part.subject
    value = words("explain.blank") if part.value is None else exact.plain(part.value)
    bound = part.bound.text() if part.bound else ""
    cells = words.join(list(part.cells))
    outcome = words(f"outcome.{part.outcome}")
    relaxed = f" {words('explain.relaxation')} {part.relaxed_by}" if part.relaxed_by else ""
    stage = case.terms.stage(subject.stage) if subject else ""
    return f"{stage} {value} {bound} → {outcome}{relaxed} [{cells}]".strip()


def section_lines(
    member: Member, quorum: Quorum, section: Section, case: Case, standard: Standard, vocabulary: Vocabulary
) -> Iterator[Line]:
    """Derive one indicator of one section, from its cells to the outcome."""
    words, terms = case.words, case.terms
    indicator = terms.indicators[member.indicator]
    verdict = quorum.with_floor(member.verdict_one(case, section))
    yield words("explain.clause"), f"{indicator.document or standard.document} {indicator.clause}"
    yield words("explain.formula"), details.formula(indicator, terms)
    found = verdict.measurement
    if found is not None and found.value is not None and found.approximate:
        cells = words.join(list(section.cells(indicator.column)))
        yield words("explain.stated"), f"{exact.plain(found.value)} {words.text(indicator.unit)}　[{cells}]"
        yield words("explain.compare"), against_limit(verdict, quorum, terms, indicator)
        return
    for item, factor in indicator.sum_of(section.stage).items():
        yield words("explain.value"), _read("−" if factor < 0 else "+", item, factor, section, terms)
    for item, factor in indicator.per.items():
        yield words("explain.value"), _read("÷", item, factor, section, terms)
    extra, relaxed_by = indicator.additions(section, case.day)
    for addition in indicator.also:
        if relaxed_by and addition.applies(section.school, case.day):
            yield words("explain.relaxation"), details.relaxation(addition, terms)
            for item, factor in addition.add.items():
                yield words("explain.value"), _read("+", item, factor, section, terms)
    if found is None or found.value is None or found.amount is None or found.per is None:
        missing = found.missing if found else ()
        yield words("explain.compare"), words("note.missing", items=terms.named(missing))
        return
    base = _sum(indicator.sum_of(section.stage), section.values) + extra
    yield words("explain.sum"), exact.plain(base)
    if indicator.split:
        yield words("explain.share"), _share(section, standard, vocabulary, terms)
    times = "" if indicator.times == 1 else f" × {exact.plain(indicator.times)}"
    amount = step(found.amount)
    unit = words.text(indicator.unit)
    yield words("explain.divide"), f"{amount} ÷ {exact.plain(found.per)}{times} = {step(found.value)} {unit}"
    yield words("explain.compare"), against_limit(verdict, quorum, terms, indicator)


def _sum(sums: Mapping[str, Number], values: Mapping[str, Number]) -> Number:
    return sum(factor * values[item] for item, factor in sums.items())


def _read(sign: str, item: str, factor: Number, section: Section, terms: Terms) -> str:
    words = terms.words
    value = section.values.get(item)
    cells = words.join(list(section.cells(item))) or words("explain.no_cell")
    size = factor if factor > 0 else -factor
    times = "" if size == 1 else f" × {exact.plain(size)}"
    shown_value = words("explain.blank") if value is None else exact.plain(value)
    return f"{sign} {terms.named([item])} {shown_value}{times}　[{cells}]"


def _share(section: Section, standard: Standard, vocabulary: Vocabulary, terms: Terms) -> str:
    staged = section.school.staged
    if len(staged) == 1 or section.share is None:
        return terms.words("explain.share.whole")
    pupils, weights = vocabulary.roles["pupils"], standard.split.weights
    total = " + ".join(
        f"{exact.plain(weights[stage])}×{exact.plain(values[pupils])}" for stage, values in staged.items()
    )
    return terms.words(
        "explain.share.formula",
        stage=terms.stage(section.stage),
        weight=exact.plain(weights[section.stage]),
        pupils=exact.plain(staged[section.stage][pupils]),
        total=f"({total})",
        share=step(Fraction(*section.share)),
    )


def step(value: Number) -> str:
    """Write an intermediate result: exactly if it is short, otherwise with ≈."""
    near = exact.rounded(value, STEP_PLACES)
    return exact.plain(value) if near == value else f"≈{exact.fixed(value, STEP_PLACES)}"


def against_limit(verdict: Verdict, quorum: Quorum, terms: Terms, indicator: Indicator) -> str:
    """Write the value of a section beside its limit and the floor, and what follows."""
    words, bound, value = terms.words, verdict.bound, verdict.value
    if bound is None or value is None:
        return words(f"outcome.{verdict.outcome}")
    stage = terms.stage(verdict.subject.stage if verdict.subject else None)
    if quorum.rest_at_least is None:
        outcome = words(f"outcome.{verdict.outcome}")
        return f"{shown.figure(value, indicator.decimals, bound.limit)}　{stage} {bound.text()}　→　{outcome}"
    floor = bound.floor(quorum.rest_at_least)
    share = exact.percent(quorum.rest_at_least)
    outcome = words(f"outcome.{verdict.outcome}", floor=share)
    figure = shown.figure(value, indicator.decimals, bound.limit, floor)
    return f"{figure}　{stage} {bound.text()}　{words('explain.floor')} {share} = {exact.plain(floor)}　→　{outcome}"
