"""What every rule has: its clause, its sentence, its judgement; and the forms that rules come in."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from msgspec.structs import replace
from pydantic import Field

from eqeval.core.census import CONFLICT, School, Section, Statement
from eqeval.core.figures.exact import Number
from eqeval.core.parts.declaration import Declared
from eqeval.core.parts.written import Day, Identifier, Model, Title
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict, all_of


class Due(Model):
    """By when a requirement has to hold, for everybody or for some counties; before that it is not yet due."""

    by: Day
    counties: Annotated[list[str], Field(min_length=1)] | None = None


class Rule(Model):
    """A requirement (评估要求) of a standard: its parameters, its clause and its sentence.

    binding: `must` decides the verdict; `principle` (原则上) and `aspired` (力争) are judged and shown, and warn.
    document: the number of the text it comes from, where that is not the standard's own.
    due: from when on it is judged. seed: the requirement of a source document that it encodes. declared: how the
    application form asks for it.
    """

    id: Identifier
    title: Title
    clause: Annotated[str, Field(min_length=1)]
    note: Title | None = None
    document: str | None = None
    binding: Literal["must", "principle", "aspired"] = "must"
    due: list[Due] = []
    seed: list[str] = []
    declared: Declared | None = None

    @abstractmethod
    def sentence(self, terms: Terms) -> str:
        """Say in one sentence what the rule asks for."""

    @abstractmethod
    def judge(self, case: Case) -> Verdict:
        """Judge the county, with one part for every subject that was looked at."""

    def rows(self, case: Case) -> Rows | None:  # noqa: ARG002
        """List the schools or sections that are judged one by one; None where the county itself is."""
        return None

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:  # noqa: ARG002
        """Judge one subject; a requirement on the county is the same for each of its schools."""
        return self.judge(case)

    def verdict(self, case: Case) -> Verdict:
        """Judge if the requirement is due, and say from when on it is if it is not."""
        return self.not_due(case) or self.judge(case)

    def verdict_one(self, case: Case, subject: School | Section) -> Verdict:
        """Judge one subject if the requirement is due."""
        return self.not_due(case) or self.judge_one(case, subject)

    def decide(self, case: Case) -> Outcome:
        """Say what the verdict on the county comes to, without saying why where that is shorter."""
        return self.verdict(case).outcome

    def decide_rows(self, case: Case, rows: Rows) -> Outcome:
        """Join the outcomes of all subjects; of those that surely meet it no verdict has to be formed."""
        later = self.not_due(case)
        if later:
            return later.outcome
        pairs = zip(rows.subjects, self.told(case, rows), strict=True)
        return all_of({self.judge_one(case, one).outcome if outcome is None else outcome for one, outcome in pairs})

    def told(self, case: Case, rows: Rows, floor: Number | None = None) -> list[Outcome | None]:  # noqa: ARG002
        """Say what plainly comes of every subject, for counting only; None of whom has to be judged by itself."""
        later = self.not_due(case)
        if later:
            return [later.outcome] * len(rows.subjects)
        return [Outcome.MET if sure else None for sure in self.surely_met(case, rows)]

    def surely_met(self, case: Case, rows: Rows) -> Sequence[bool | None]:  # noqa: ARG002
        """Say which subjects plainly meet it; of the others nothing is said."""
        return [None] * len(rows.subjects)

    def not_due(self, case: Case) -> Verdict | None:
        """Say that the requirement is not yet due, or not for this county."""
        dates = [due.by for due in self.due if due.counties is None or case.census.county.name in due.counties]
        if self.due and not dates:
            return Verdict(self.id, Outcome.NOT_APPLICABLE, because=case.words("because.other_counties"))
        if dates and case.day < min(dates):
            return Verdict(self.id, Outcome.NOT_DUE, because=case.words("because.due", day=min(dates)))
        return None

    def gather(self, case: Case, parts: Iterable[Verdict]) -> Verdict:
        """Join the verdicts of all subjects into one, and say how many of them decide it."""
        found = tuple(parts)
        outcome = all_of(part.outcome for part in found)
        deciding = sum(part.outcome == outcome for part in found)
        total = sum(part.outcome != Outcome.NOT_APPLICABLE for part in found)
        because = case.words(f"because.{outcome}", count=deciding, total=total)
        return Verdict(self.id, outcome, because=because, parts=found)


class CountyRule(Rule):
    """A requirement on the county itself: first what is found, then, for those who read it, why."""

    @abstractmethod
    def find(self, case: Case) -> Verdict:
        """Judge the county, without saying why."""

    @abstractmethod
    def because(self, case: Case, found: Verdict) -> str:
        """Say why."""

    def judge(self, case: Case) -> Verdict:
        """Judge the county, and say why."""
        found = self.find(case)
        return replace(found, because=self.because(case, found))

    def decide(self, case: Case) -> Outcome:
        """Judge the county; nobody asks why."""
        return (self.not_due(case) or self.find(case)).outcome


class StatedRule(CountyRule):
    """A requirement that the county answers itself, in sheet 县级 under the id or the title of the rule."""

    @abstractmethod
    def outcome(self, text: str, evidence: str) -> Outcome:
        """Decide by the answer, then by the evidence."""

    @abstractmethod
    def reason(self, case: Case, said: Statement, outcome: Outcome) -> str:
        """Say what the county states, and by which evidence."""

    def find(self, case: Case) -> Verdict:
        """Read the statement; where there is none, it is awaited."""
        said = case.census.county.statements.get(self.id)
        if said is None or not said.text:
            return Verdict(self.id, Outcome.AWAITING)
        outcome = Outcome.UNDETERMINED if said.text == CONFLICT else self.outcome(said.text, said.evidence)
        return Verdict(self.id, outcome, cells=(said.cell,))

    def because(self, case: Case, found: Verdict) -> str:
        """Say what is stated, that nothing is, or that nobody can read it."""
        said = case.census.county.statements.get(self.id)
        if said is None or not said.text:
            return case.words("because.no_statement")
        return case.words("because.unreadable") if said.text == CONFLICT else self.reason(case, said, found.outcome)


class SubjectRule(Rule):
    """A requirement that is judged school by school, or section by section, and joined for the county."""

    @abstractmethod
    def rows(self, case: Case) -> Rows:
        """List what is judged."""

    @abstractmethod
    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Judge one subject."""

    def judge(self, case: Case) -> Verdict:
        """Judge every subject in scope."""
        return self.gather(case, (self.judge_one(case, subject) for subject in self.rows(case).subjects))

    def decide(self, case: Case) -> Outcome:
        """Join the outcomes of every subject in scope."""
        return self.decide_rows(case, self.rows(case))
