"""all: several rules that are one item of the standard; every one of them must hold."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from eqeval.core.census import School, Section
from eqeval.core.rules.rule import Case, Rule
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
        outcome = self.joined(found)
        deciding = [
            case.words.labelled(case.words.text(rule.title), part.because)
            for rule, part in zip(self.parts, found, strict=True)
            if part.outcome == outcome
        ]
        return Verdict(self.id, outcome, because=case.words("list.semicolon").join(deciding), parts=found)

    def joined(self, found: tuple[Verdict, ...]) -> Outcome:
        """Join the parts that bind; what is only aspired decides nothing here either."""
        return all_of(
            verdict.outcome for rule, verdict in zip(self.parts, found, strict=True) if rule.binding == "must"
        )

    def subjects(self, case: Case) -> list[School] | list[Section] | None:
        """List the subjects of the parts; None where the parts judge the county."""
        return self.parts[0].subjects(case)

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Judge one subject; the part that decides is shown."""
        found = tuple(part.verdict_one(case, subject) for part in self.parts)
        outcome = self.joined(found)
        shown = next((part for part in found if part.outcome == outcome), found[0])
        return Verdict(self.id, outcome, subject, shown.value, shown.bound, shown.cells, shown.relaxed_by, parts=found)
