"""quorum: of several items at least so many are met, and the rest not below a floor (6 of 7, 85 %)."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

from msgspec.structs import replace
from pydantic import Field, model_validator

from eqeval.core.census import School, Section
from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.parts.limit import Eased, Limits
from eqeval.core.parts.written import Exact, Model, Whole
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case, choose_for, eased, within, without_bound
from eqeval.core.rules.rule import SubjectRule
from eqeval.core.terms import Terms, limits_text
from eqeval.core.verdict import Outcome, Verdict, all_of

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

    def told(self, case: Case, rows: Rows, floor: Number | None) -> list[Outcome | None]:
        """Say what plainly comes of every section, for counting only; None where `verdict_one` has to look.

        That is everywhere where the authority rounds before it compares, and where a relaxation may ease a miss.
        """
        indicator = case.terms.indicators[self.indicator]
        if indicator.compare_at is not None:
            return [None] * len(rows.subjects)
        (amounts, pers), times = case.columns(self.indicator, rows), indicator.times
        met = within(case, self.limits, rows, amounts, pers, times)
        if self.relax or False not in met:
            return [Outcome.MET if one else None for one in met]
        kept = met if floor is None else within(case, self.limits, rows, amounts, pers, times, floor)
        return [
            Outcome.MET if one else None if one is None else Outcome.TOLERATED if other else Outcome.NOT_MET
            for one, other in zip(met, kept, strict=True)
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

    def rows(self, case: Case) -> Rows:
        """List what is judged."""
        return case.rows(self.scope, self.level)

    def tally(self, case: Case) -> Iterator[tuple[School | Section, Outcome, tuple[Outcome, ...]]]:
        """Give the outcome of every subject and of its items, and nothing to show: what many counties are counted by.

        The same as the verdicts say; of an item that is plain to see none has to be formed.
        """
        rows = self.rows(case)
        told = [part.told(case, rows, self.rest_at_least) for part in self.of]
        doubtful = case.doubtful(self.scope)
        # There are few ways in which a subject can do.
        decided: dict[tuple[Outcome, ...], Outcome] = {}
        for subject, known in zip(rows.subjects, zip(*told, strict=True), strict=True):
            outcomes = (
                tuple(
                    self.with_floor(part.verdict_one(case, subject)).outcome if outcome is None else outcome
                    for part, outcome in zip(self.of, known, strict=True)
                )
                if None in known
                else known
            )
            if doubtful:
                yield subject, self.joined(outcomes, case, subject), outcomes
                continue
            if outcomes not in decided:
                decided[outcomes] = self.outcome(outcomes)
            yield subject, decided[outcomes], outcomes

    def decide(self, case: Case) -> Outcome:
        """Join the outcomes of every subject."""
        later = self.not_due(case)
        return later.outcome if later else all_of({outcome for _, outcome, _ in self.tally(case)})

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
        open_ = outcomes.count(Outcome.UNDETERMINED) + outcomes.count(Outcome.AWAITING)
        # Without a floor, what is open does no harm as long as it may be missed.
        surely = self.rest_at_least is None and below + open_ <= allowed
        return Outcome.MET if not open_ or surely else Outcome.UNDETERMINED
