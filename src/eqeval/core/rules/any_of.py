"""any: several rules of which one is enough (a 200 m track or a 60 m straight)."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from eqeval.core.census import School, Section
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import Rule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict, any_of

if TYPE_CHECKING:
    from eqeval.core.rules import AnyRule


class AnyOfRules(Rule):
    """Each subject has to meet one of the parts; different schools may meet different ones."""

    kind: Literal["any"]
    parts: "list[AnyRule]" = Field(min_length=1)

    def sentence(self, terms: Terms) -> str:
        """Say the sentences of all parts."""
        return terms.words("condition.or").join(part.sentence(terms) for part in self.parts)

    def joined(self, found: tuple[Verdict, ...]) -> Outcome:
        """Join the parts that bind; what is only aspired is no way to meet the rule."""
        return any_of(
            verdict.outcome for rule, verdict in zip(self.parts, found, strict=True) if rule.binding == "must"
        )

    def rows(self, case: Case) -> Rows | None:
        """List the subjects of the parts; None where the parts judge the county."""
        return self.parts[0].rows(case)

    def judge(self, case: Case) -> Verdict:
        """Judge subject by subject, or the county."""
        rows = self.rows(case)
        if rows is None:
            found = tuple(part.verdict(case) for part in self.parts)
            outcome = self.joined(found)
            because = case.words("list.semicolon").join(
                case.words.labelled(case.words.text(rule.title), part.because)
                for rule, part in zip(self.parts, found, strict=True)
            )
            return Verdict(self.id, outcome, because=because, parts=found)
        return self.gather(case, (self.judge_one(case, subject) for subject in rows.subjects))

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Judge one subject; the part that is met, or comes first, is shown."""
        found = tuple(part.verdict_one(case, subject) for part in self.parts)
        outcome = self.joined(found)
        shown = next((part for part in found if part.outcome == outcome), found[0])
        return Verdict(self.id, outcome, subject, shown.value, shown.bound, shown.cells, shown.relaxed_by, parts=found)
