"""all: several rules that are one item of the standard; every one of them must hold."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from eqeval.core.census import School, Section
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import Rule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict, all_of

if TYPE_CHECKING:
    from eqeval.core.rules import AnyRule


class AllRules(Rule):
    """The item is met when all its parts are."""

    kind: Literal["all"]
    parts: "list[AnyRule]" = Field(min_length=1)

    def sentence(self, terms: Terms) -> str:
        """Say the sentences of all parts."""
        return terms.words("list.semicolon").join(part.sentence(terms) for part in self.parts)

    def judge(self, case: Case) -> Verdict:
        """Judge every part, and give the reasons of those that decide."""
        found = tuple(part.verdict(case) for part in self.parts)
        outcome = self.joined(part.outcome for part in found)
        deciding = [
            case.words.labelled(case.words.text(rule.title), part.because)
            for rule, part in zip(self.parts, found, strict=True)
            if part.outcome == outcome
        ]
        return Verdict(self.id, outcome, because=case.words("list.semicolon").join(deciding), parts=found)

    def decide(self, case: Case) -> Outcome:
        """Join what the parts come to."""
        later = self.not_due(case)
        return later.outcome if later else self.joined(part.decide(case) for part in self.parts)

    def joined(self, outcomes: Iterable[Outcome]) -> Outcome:
        """Join the parts that bind; what is only aspired decides nothing here either."""
        return all_of(outcome for rule, outcome in zip(self.parts, outcomes, strict=True) if rule.binding == "must")

    def rows(self, case: Case) -> Rows | None:
        """List the subjects of the parts; None where the parts judge the county."""
        return self.parts[0].rows(case)

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Judge one subject; the part that decides is shown."""
        found = tuple(part.verdict_one(case, subject) for part in self.parts)
        outcome = self.joined(part.outcome for part in found)
        shown = next((part for part in found if part.outcome == outcome), found[0])
        return Verdict(self.id, outcome, subject, shown.value, shown.bound, shown.cells, shown.relaxed_by, parts=found)
