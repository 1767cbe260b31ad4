"""count: every school has as many of a thing as its size asks for (one music room for every 12 classes)."""

from collections.abc import Sequence
from typing import Literal

from eqeval.core.census import Cells, School, Section
from eqeval.core.figures.exact import Number
from eqeval.core.figures.ratio import add
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.relaxation import Relaxation
from eqeval.core.parts.written import Positive, Sum, Title
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import SubjectRule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict


class AlsoCounts(Relaxation):
    """A relaxation that lets more things count, such as smaller rooms."""

    add: Sum


class Count(SubjectRule):
    """have >= round(of / each): the required number follows from another number of the same school."""

    kind: Literal["count"]
    scope: str
    have: Sum
    one_for_every: Positive
    of: Sum
    round: Literal["up", "down"]
    unit: Title
    relax: list[AlsoCounts] = []

    def sentence(self, terms: Terms) -> str:
        """Say what is needed for how many."""
        return terms.words(
            "rule.count",
            have=terms.sum(self.have),
            every=self.one_for_every,
            of=terms.sum(self.of),
            rounding=terms.words(f"round.{self.round}"),
        )

    def rows(self, case: Case) -> Rows:
        """List what is judged."""
        return case.rows(self.scope, "school")

    def surely_met(self, case: Case, rows: Rows) -> Sequence[bool | None]:
        """Say who has enough without any relaxation."""
        have, size = rows.sum(self.have), rows.sum(self.of)
        if have.under != 1 or size.under != 1:
            return super().surely_met(case, rows)
        pairs = zip(have.parts, size.parts, strict=True)
        enough = [own is not None and each is not None and own >= self.needed(each) for own, each in pairs]
        return case.surely_in(self.scope, rows, enough)

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Compare what a school has with what it needs; smaller rooms count only by a relaxation."""
        school = subject.school if isinstance(subject, Section) else subject
        have, size = add(school.values, self.have), add(school.values, self.of)
        cells = Cells(school, (*self.have, *self.of))
        bound = None if size is None else Bound.single("at_least", self.needed(size))
        if have is None or bound is None or case.admits(self.scope, school) is None:
            return Verdict(self.id, Outcome.UNDETERMINED, school, have, bound, cells)
        if bound.admits(have):
            return Verdict(self.id, Outcome.MET, school, have, bound, cells)
        for relaxation in self.relax:
            if relaxation.applies(school, case.day):
                more = have + self.extra(relaxation, school)
                if bound.admits(more):
                    cells = Cells(school, (*cells.items, *relaxation.add))
                    return Verdict(self.id, Outcome.MET, school, more, bound, cells, relaxed_by=relaxation.id)
        open_ = any(self.may_relax(relaxation, school, have, bound, case) for relaxation in self.relax)
        return Verdict(self.id, Outcome.UNDETERMINED if open_ else Outcome.NOT_MET, school, have, bound, cells)

    def extra(self, relaxation: AlsoCounts, school: School) -> Number:
        """Add up what counts by a relaxation; a blank counts nothing."""
        return sum(factor * school.values.get(item, 0) for item, factor in relaxation.add.items())

    def may_relax(self, relaxation: AlsoCounts, school: School, have: Number, bound: Bound, case: Case) -> bool:
        """Say whether a cell that nobody can read may yet meet the rule: one of the rooms, or of the condition."""
        if school.unreadable & set(relaxation.add):
            return relaxation.applies(school, case.day) or relaxation.may_apply(school, school.unreadable, case.day)
        doubtful = school.unreadable - set(self.of)
        return relaxation.may_apply(school, doubtful, case.day) and bound.admits(have + self.extra(relaxation, school))

    def needed(self, size: Number) -> int:
        """Round the quotient as the clause says: 13 classes need 2 rooms.

        >>> Count.model_construct(one_for_every=12, round="up").needed(13)
        2
        """
        over = size.numerator * self.one_for_every.denominator
        under = size.denominator * self.one_for_every.numerator
        return -(-over // under) if self.round == "up" else over // under
