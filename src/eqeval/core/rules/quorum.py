"""quorum: of several items at least so many are met, and the rest not below a floor (6 of 7, 85 %)."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

from msgspec.structs import replace
from pydantic import Field, model_validator

from eqeval.core.census import School, Section
from eqeval.core.figures import exact
from eqeval.core.parts.limit import Eased, Limits
from eqeval.core.parts.written import Exact, Model, Whole
from eqeval.core.rules.rule import Case, SubjectRule, bounds_for, choose_for, eased, limits_text, without_bound
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from eqeval.core.rules import Part


class Member(Model):
    """An indicator, its limits, and the relaxations that ease them."""

    indicator: str
    limits: Limits
    relax: list[Eased] = []
    seed: list[str] = []

    @property
    def id(self) -> str:
        """A member is known by its indicator."""
        return self.indicator

    def sentence(self, terms: Terms) -> str:
        """Name the indicator and its limits."""
        indicator = terms.indicators[self.indicator]
        return terms.words(
            "rule.threshold",
            what=terms.words.text(indicator.title),
            limits=limits_text(self.limits, terms),
            unit=terms.words.text(indicator.unit),
        )

    def verdict_one(self, case: Case, subject: School | Section) -> Verdict:
        """Compare one section exactly."""
        assert isinstance(subject, Section)  # held by Quorum
        found = case.measure(self.indicator, subject)
        choice = choose_for(case, self.limits, subject)
        value = found.value
        if choice.bound is None or value is None:
            outcome = Outcome.UNDETERMINED if choice.bound else without_bound(choice)
            if choice.bound is not None and found.beyond and choice.bound.operator in ("at_most", "below"):
                outcome = Outcome.NOT_MET
            return Verdict(self.indicator, outcome, subject, bound=choice.bound, measurement=found)
        bound, value = choice.bound, case.terms.indicators[self.indicator].compared(value)
        plain = Verdict(self.indicator, Outcome.MET, subject, value, bound, (), found.relaxed_by, None, "", found)
        if bound.admits(value):
            return plain
        missed = replace(plain, outcome=Outcome.NOT_MET)
        for relaxation in self.relax:
            other = eased(case, relaxation, subject, bound)
            if other is not None and relaxation.applies(subject.school, case.day):
                # The floor is a share of the eased limit.
                missed = replace(missed, bound=other, relaxed_by=relaxation.id, unrelaxed=bound)
                if other.admits(value):
                    return replace(missed, outcome=Outcome.MET)
            elif other is not None and relaxation.may_apply(subject.school, subject.school.unreadable, case.day):
                return replace(plain, outcome=Outcome.UNDETERMINED)
        return missed

    def surely_met(self, case: Case, sections: list[Section]) -> list[bool]:
        """Say of which sections the ordinary limit is met, without forming values: in whole numbers, for counting only.

        Where the authority rounds before it compares, of none.
        """
        if case.terms.indicators[self.indicator].compare_at is not None:
            return [False] * len(sections)
        bounds = bounds_for(case, self.limits, sections)
        return [
            bound is not None
            and found.amount is not None
            and found.per is not None
            and bound.admits_quotient(found.times, found.amount, found.per)
            for bound, found in zip(bounds, case.measurements(self.indicator, sections), strict=True)
        ]


class Quorum(SubjectRule):
    """Every section, or school, meets at least `at_least` of the items; the others reach a share of their limit.

    Items that are not applicable to a subject are left out, and do not use up what may be missed.
    """

    kind: Literal["quorum"]
    scope: str
    level: Literal["section", "school"]
    at_least: Whole
    rest_at_least: Exact | None = None
    of: "list[Part]" = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.level == "school" and self.members:
            raise ValueError("indicator_of_school")
        if not 1 <= self.at_least <= len(self.of):
            raise ValueError("quorum_count")
        if self.rest_at_least is not None and not 0 < self.rest_at_least <= 1:
            raise ValueError("quorum_floor")
        return self

    @cached_property
    def members(self) -> dict[str, Member]:
        """The indicators among the items."""
        return {part.id: part for part in self.of if isinstance(part, Member)}

    @cached_property
    def floor_text(self) -> str:
        """The floor as a percentage; nothing where there is none."""
        return "" if self.rest_at_least is None else exact.percent(self.rest_at_least)

    def sentence(self, terms: Terms) -> str:
        """Say how many are needed and what the rest must reach."""
        floor = exact.percent(self.rest_at_least) if self.rest_at_least is not None else None
        return terms.words(
            "rule.quorum" if floor else "rule.quorum.free",
            count=self.at_least,
            total=len(self.of),
            floor=floor,
            scope=terms.words.text(terms.scopes[self.scope].title),
        )

    def subjects(self, case: Case) -> list[School] | list[Section]:
        """List what is judged."""
        return case.schools(self.scope) if self.level == "school" else case.sections(self.scope)

    def tally(self, case: Case) -> Iterator[tuple[School | Section, Outcome, tuple[Outcome, ...]]]:
        """Give the outcome of every subject and of its items, and nothing to show: what many counties are counted by.

        The same as the verdicts say; of an item that surely meets its ordinary limit none has to be formed.
        """
        subjects: Sequence[School | Section] = self.subjects(case)
        sections = [one for one in subjects if isinstance(one, Section)]
        sure = [
            part.surely_met(case, sections) if sections and isinstance(part, Member) else [False] * len(subjects)
            for part in self.of
        ]
        all_met = (Outcome.MET,) * len(self.of)
        for subject, known in zip(subjects, zip(*sure, strict=True), strict=True):
            outcomes = (
                all_met
                if all(known)
                else tuple(
                    Outcome.MET if met else self.with_floor(part.verdict_one(case, subject)).outcome
                    for part, met in zip(self.of, known, strict=True)
                )
            )
            yield subject, self.joined(outcomes, case, subject), outcomes

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Count what is met; a sure failure stays one when other values are missing."""
        parts = tuple(self.with_floor(part.verdict_one(case, subject)) for part in self.of)
        outcomes = tuple(part.outcome for part in parts)
        met = sum(outcome in (Outcome.MET, Outcome.ATTESTED) for outcome in outcomes)
        return Verdict(self.id, self.joined(outcomes, case, subject), subject, met, parts=parts)

    def joined(self, outcomes: tuple[Outcome, ...], case: Case, subject: School | Section) -> Outcome:
        """Decide a subject, where it is in scope; where nobody knows that, nothing is known of it."""
        school = subject.school if isinstance(subject, Section) else subject
        return self.outcome(outcomes) if case.admits(self.scope, school) else Outcome.UNDETERMINED

    def with_floor(self, part: Verdict) -> Verdict:
        """Tell a value that still reaches the floor from one that does not."""
        if part.outcome != Outcome.NOT_MET or part.bound is None or part.value is None:
            return part
        ordinary = part
        if part.unrelaxed is not None and part.measurement is not None:
            ordinary = replace(part, bound=part.unrelaxed, relaxed_by=part.measurement.relaxed_by, unrelaxed=None)
        if self.rest_at_least is None:
            return ordinary
        for one in (ordinary, part):
            assert one.bound is not None  # both have one
            if one.bound.reaches(part.value, self.rest_at_least):
                return replace(one, outcome=Outcome.TOLERATED)
        return ordinary

    def outcome(self, outcomes: tuple[Outcome, ...]) -> Outcome:
        """Decide a subject: too many misses or one below the floor is sure, a blank leaves the rest open."""
        below, tolerated = outcomes.count(Outcome.NOT_MET), outcomes.count(Outcome.TOLERATED)
        allowed = len(self.of) - self.at_least
        if below + tolerated > allowed or (below and self.rest_at_least is not None):
            return Outcome.NOT_MET
        open_ = sum(outcome in (Outcome.UNDETERMINED, Outcome.AWAITING) for outcome in outcomes)
        # Without a floor, what is open does no harm as long as it may be missed.
        surely = self.rest_at_least is None and below + open_ <= allowed
        return Outcome.MET if not open_ or surely else Outcome.UNDETERMINED
