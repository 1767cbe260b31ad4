"""noted: what a text says and nobody can judge: outside compulsory education, illegible, or without a measure."""

from typing import Literal

from eqeval.core.parts.written import Title
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import CountyRule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict


class Noted(CountyRule):
    """Kept so that nothing of the text is lost; it decides nothing.

    text: what the document says, with its gaps as they are (211年, xx所). reading: how it may be meant.
    why: why it is not judged.
    """

    kind: Literal["noted"]
    text: str
    reading: Title | None = None
    why: Title

    def sentence(self, terms: Terms) -> str:
        """Say what the text says, and why it is not judged."""
        reading = terms.words("rule.noted.reading", reading=terms.words.text(self.reading)) if self.reading else ""
        return terms.words("rule.noted", text=self.text, reading=reading, why=terms.words.text(self.why))

    def find(self, case: Case) -> Verdict:  # noqa: ARG002
        """Judge nothing."""
        return Verdict(self.id, Outcome.NOT_APPLICABLE)

    def because(self, case: Case, found: Verdict) -> str:  # noqa: ARG002
        """Say why nothing is judged."""
        return self.sentence(case.terms)
