"""holds: a condition that the data of every school answer, such as a charter of its own."""

from typing import Literal

from eqeval.core.census import School, Section
from eqeval.core.parts.condition import Condition
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import SubjectRule
from eqeval.core.terms import Terms, condition_text
from eqeval.core.verdict import Outcome, Verdict


class Holds(SubjectRule):
    """The condition holds for every school in scope that `where` names; unknown where the data do not say."""

    kind: Literal["holds"]
    scope: str
    where: Condition | None = None
    that: Condition

    def sentence(self, terms: Terms) -> str:
        """Say the condition."""
        where = f"{condition_text(self.where, terms)}{terms.words('list.colon')}" if self.where else ""
        return where + condition_text(self.that, terms)

    def rows(self, case: Case) -> Rows:
        """List what is judged."""
        return case.rows(self.scope, "school")

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Ask the data of one school."""
        school = subject.school if isinstance(subject, Section) else subject
        concerned = self.where.holds(school) if self.where else True
        if concerned is False:
            return Verdict(self.id, Outcome.NOT_APPLICABLE, subject)
        found = self.that.holds(school)
        if concerned is None or found is None or case.admits(self.scope, school) is None:
            return Verdict(self.id, Outcome.UNDETERMINED, subject)
        return Verdict(self.id, Outcome.MET if found else Outcome.NOT_MET, subject)
