"""attestation: what nobody can compute; it is met because someone says so and names the evidence."""

from typing import Literal, Self

from pydantic import model_validator

from eqeval.core.census import Statement
from eqeval.core.parts.written import Title
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import StatedRule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome


class Attestation(StatedRule):
    """A yes with evidence; with `scale`, a grade of at least `at_least`.

    A no is a failure. No answer, or a yes without evidence, is awaiting: never silently met.
    """

    kind: Literal["attestation"]
    scale: list[str] = []
    at_least: str | None = None
    evidence: Title | None = None

    @model_validator(mode="after")
    def _grade_on_a_scale(self) -> Self:
        if bool(self.scale) != (self.at_least is not None) or len(set(self.scale)) < len(self.scale):
            raise ValueError("grade_without_scale")
        return self

    def sentence(self, terms: Terms) -> str:
        """Say what has to be confirmed."""
        key = "rule.grade" if self.scale else "rule.attestation"
        return terms.words(key, what=terms.words.text(self.title), grade=self.at_least)

    def outcome(self, text: str, evidence: str) -> Outcome:
        """Decide by the answer, then by the evidence."""
        if self.scale and self.at_least:
            good = text in self.scale and self.scale.index(text) >= self.scale.index(self.at_least)
        else:
            good = text == "yes"
        if not good:
            return Outcome.NOT_MET
        return Outcome.ATTESTED if evidence else Outcome.AWAITING

    def reason(self, case: Case, said: Statement, outcome: Outcome) -> str:
        """Say what the county states, and by which evidence."""
        answer = said.text if self.scale else case.words(f"answer.{said.text}")
        return case.words(f"because.attestation.{outcome}", answer=answer, evidence=said.evidence)
