"""assess: a standard and a census in, the finished report out."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from eqeval.core.census import Census, Issue
from eqeval.core.intake.schools.sections import divided_by
from eqeval.core.lint.report import ordered
from eqeval.core.reports import lines, section_lines, stated
from eqeval.core.reports.report import (
    DispersionLine,
    InputLine,
    Report,
    RequirementLine,
    SectionLine,
    StandardLine,
)
from eqeval.core.rules.case import Case
from eqeval.core.rules.dispersion import Composite, Dispersion, Spread
from eqeval.core.rules.quorum import Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.standards.parameters import with_parameters
from eqeval.core.standards.standard import Standard, items_named, terms_of
from eqeval.core.verdict import Outcome, Verdict, all_of
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

Others = Iterable[tuple[Standard, Vocabulary]]
# Every rule of a standard with what it says of the county.
Judged = Sequence[tuple[Rule, Verdict]]


class Provenance(Struct, frozen=True):
    """Where the input came from: program version, bytes of the standard, bytes of the files.

    options: what a further command needs to speak of the same standard. target: the folder, where one was given.
    """

    version: str
    standard_sha256: str
    inputs: tuple[InputLine, ...]
    options: str = ""
    target: str = ""


def assess(
    standard: Standard,
    vocabulary: Vocabulary,
    census: Census,
    day: date,
    words: Words,
    provenance: Provenance,
    others: Others = (),
) -> Report:
    """Say of a county which school meets what, which coefficient is too high, by how much and by which clause.

    Pure: the same arguments give the same report. A sure failure decides even where other data are missing;
    without one, missing data leave the county undetermined; open attestations are listed and decide nothing.
    Requirements that do not bind (in principle, aspired) are judged and shown, and decide nothing. others: the
    standards that this one refers to, with their vocabularies.
    """
    others = tuple(others)
    case = case_of(standard, vocabulary, census, day, words, others)
    return laid_out(standard, vocabulary, case, judged_by(case), provenance, others)


def judged_by(case: Case) -> Judged:
    """Judge a county by all rules of its standard."""
    return [(rule, rule.verdict(case)) for rule in case.rules]


def laid_out(
    standard: Standard,
    vocabulary: Vocabulary,
    case: Case,
    judged: Judged,
    provenance: Provenance,
    others: Others = (),
) -> Report:
    """Lay out the verdicts of a county as the report that is rendered."""
    words, census = case.words, case.census
    outcome = county_outcome([(rule, verdict.outcome) for rule, verdict in judged])
    relaxations = standard.relaxations()
    sections = tuple(section_lines.sections(judged, case, vocabulary.roles["pupils"]))
    spreads = [part for _, verdict in judged for part in verdict.parts if isinstance(part, Spread)]
    means = {part.stage: part for _, verdict in judged for part in verdict.parts if isinstance(part, Composite)}
    coefficients = tuple(lines.coefficient(spread, case) for spread in spreads)
    requirements = tuple(lines.requirement(rule, verdict, case, relaxations) for rule, verdict in judged)
    named = items_named([standard, *(other for other, _ in others)], vocabulary)
    compared = (*stated.differences(judged, case), *stated.other_units(case))
    said = (*lines.excluded(standard, case), *lines.validity(standard, case), *compared)
    issues = ordered([*census.issues, *said], named)
    file = provenance.target or (provenance.inputs[0].path if provenance.inputs else "")
    return Report(
        version=provenance.version,
        standard=StandardLine(standard.id, words.text(standard.title), standard.document, provenance.standard_sha256),
        as_of=case.day.isoformat(),
        inputs=provenance.inputs,
        county=census.county.name,
        outcome=outcome,
        headline=_headline(outcome, sections, coefficients, requirements, issues, words),
        sections=sections,
        dispersion=coefficients,
        composite=tuple(lines.composites(coefficients, means, words)),
        requirements=requirements,
        issues=tuple(issues),
        next_step=_next_step(file, provenance.options, sections, coefficients, requirements, issues, words),
        core=tuple(rule.id for rule in standard.rules if isinstance(rule, Quorum | Dispersion)),
    )


def case_of(
    standard: Standard, vocabulary: Vocabulary, census: Census, day: date, words: Words, others: Others = ()
) -> Case:
    """Put together what the rules of a standard look at, and the same for the standards that it refers to."""
    terms = terms_of(standard, vocabulary, words)
    own = with_parameters(census, standard, terms.items)
    cases = {}
    for other, theirs in others:
        # Shared resources are divided by the weights of the standard that judges.
        split = own if other.split == standard.split else divided_by(own, other.split, theirs)
        speaks = terms_of(other, theirs, words)
        cases[other.id] = Case(speaks, with_parameters(split, other, speaks.items), day, other.rules)
    return Case(terms, own, day, standard.rules, cases)


def county_outcome(judged: Sequence[tuple[Rule, Outcome]]) -> Outcome:
    """Join what binds; where nothing at all could be judged there is no verdict, and no pass."""
    found = {outcome for rule, outcome in judged if rule.binding == "must"}
    core = {outcome for rule, outcome in judged if isinstance(rule, Quorum | Dispersion)}
    joined = all_of(found)
    if joined in (Outcome.NOT_MET, Outcome.UNDETERMINED):
        return joined
    nothing = not found & {Outcome.MET, Outcome.ATTESTED} or core == {Outcome.NOT_APPLICABLE}
    return Outcome.UNDETERMINED if nothing else Outcome.MET


def _headline(
    outcome: Outcome,
    sections: tuple[SectionLine, ...],
    coefficients: tuple[DispersionLine, ...],
    requirements: tuple[RequirementLine, ...],
    issues: Sequence[Issue],
    words: Words,
) -> str:
    """One line that says the verdict and what it rests on."""
    failing = [line for line in sections if line.outcome == Outcome.NOT_MET]
    counts: Mapping[str, int] = {
        "sections": len(sections),
        "failing": len(failing),
        "schools": len({line.school for line in failing}),
        "open": sum(line.outcome == Outcome.UNDETERMINED for line in sections),
        "coefficients": sum(line.outcome != Outcome.NOT_APPLICABLE for line in coefficients),
        "high": sum(line.outcome == Outcome.NOT_MET for line in coefficients),
        "open_cv": sum(line.outcome == Outcome.UNDETERMINED for line in coefficients),
        "requirements": len(requirements),
        "later": sum(line.outcome == Outcome.NOT_DUE for line in requirements),
        "unmet": sum(line.outcome == Outcome.NOT_MET for line in requirements if line.binding == "must"),
        "open_rules": sum(line.outcome == Outcome.UNDETERMINED for line in requirements),
        "weaker": sum(line.outcome == Outcome.NOT_MET for line in requirements if line.binding != "must"),
        "awaiting": sum(line.outcome == Outcome.AWAITING for line in requirements),
        "relaxed": sum(any(one.relaxed_by for one in line.indicators) for line in sections)
        + sum(subject.relaxed_by is not None for line in requirements for subject in line.subjects),
        "warnings": len(_unconfirmed(issues)),
    }
    outcomes = [line.outcome for line in requirements]
    if outcome == Outcome.UNDETERMINED and Outcome.UNDETERMINED not in outcomes:
        later, none = outcomes.count(Outcome.NOT_DUE), outcomes.count(Outcome.NOT_APPLICABLE)
        return words("headline.nothing", awaiting=counts["awaiting"], later=later, none=none)
    parts = [
        words("headline.sections", **counts) if sections else "",
        words("headline.coefficients", **counts) if any(line.limit is not None for line in coefficients) else "",
        words("headline.requirements", **counts),
    ]
    text = words(f"headline.{outcome}") + words("list.semicolon").join(filter(None, parts)) + words("list.stop")
    if counts["awaiting"]:
        text += words("headline.awaiting", **counts)
    if counts["weaker"]:
        text += words("headline.weaker", **counts)
    if counts["relaxed"]:
        text += words("headline.relaxed", **counts)
    if counts["warnings"]:
        text += words("headline.warnings", **counts)
    return text


def _unconfirmed(issues: Sequence[Issue]) -> list[Issue]:
    """List the warnings of which nobody has said yet that they are no mistakes."""
    return [issue for issue in issues if issue.severity == "warning" and issue.confirmed is None]


def _next_step(
    file: str,
    options: str,
    sections: tuple[SectionLine, ...],
    coefficients: tuple[DispersionLine, ...],
    requirements: tuple[RequirementLine, ...],
    issues: Sequence[Issue],
    words: Words,
) -> str:
    """Name the one thing to do first: data before schools, schools before evidence."""
    errors = sum(issue.severity == "error" for issue in issues)
    failing = next((line for line in sections if line.outcome == Outcome.NOT_MET), None)
    high = next((line for line in coefficients if line.outcome == Outcome.NOT_MET), None)
    unmet = next((line for line in requirements if line.outcome == Outcome.NOT_MET), None)
    open_section = next((line for line in sections if line.outcome == Outcome.UNDETERMINED), None)
    open_ = next((line for line in requirements if line.outcome == Outcome.UNDETERMINED), None)
    awaiting = sum(line.outcome == Outcome.AWAITING for line in requirements)
    if errors:
        code = next(issue.code for issue in issues if issue.severity == "error")
        return words("next.errors", errors=errors, code=code)
    if failing:
        return words("next.school", file=shlex.quote(file) + options, school=shlex.quote(failing.school))
    if high:
        return words(
            "next.cv",
            file=shlex.quote(file) + options,
            stage=high.stage_text,
            indicator=high.indicator,
            school=shlex.quote(high.largest or ""),
        )
    if unmet:
        return words("next.requirement", id=unmet.id + options)
    if open_section:
        return words(
            "next.missing",
            what=f"{open_section.school} {open_section.stage_text}",
            file=shlex.quote(file) + options,
            school=shlex.quote(open_section.school),
        )
    if open_:
        return words("next.open", what=f"{open_.id} {open_.title}", because=open_.because)
    if asked := _unconfirmed(issues):
        return words("next.warnings", warnings=len(asked), code=asked[0].code)
    if not any(line.outcome in (Outcome.MET, Outcome.ATTESTED) for line in requirements):
        return words("next.evidence", awaiting=awaiting) if awaiting else words("next.unjudged")
    return words("next.awaiting", awaiting=awaiting) if awaiting else words("next.nothing")
