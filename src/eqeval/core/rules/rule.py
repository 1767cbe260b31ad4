"""What every rule has, and the case that it judges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from eqeval.core import exact
from eqeval.core.bound import Bound
from eqeval.core.census import Census, School, Section
from eqeval.core.condition import Condition, Subject
from eqeval.core.exact import Number
from eqeval.core.indicator import Indicator, Measurement
from eqeval.core.items import Item
from eqeval.core.scope import Scope
from eqeval.core.verdict import Verdict, all_of
from eqeval.core.written import Identifier, Model, Title
from eqeval.words import Words


@dataclass(frozen=True, slots=True)
class Terms:
    """The defined terms of a standard, and the language to speak of them."""

    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    scopes: Mapping[str, Scope]
    stages: Mapping[str, Title]
    types: Mapping[str, Title]
    words: Words

    def named(self, items: Iterable[str]) -> str:
        """Name items as the standard does."""
        return self.words.join([self.words.text(self.items[item].title) for item in dict.fromkeys(items)])

    def sum(self, terms: Mapping[str, Number]) -> str:
        """Write a signed sum of items: 教学及辅助用房面积 − 室内体育用房面积."""
        written = ""
        for item, factor in terms.items():
            sign = "−" if factor < 0 else "+"
            size = factor if factor > 0 else -factor
            times = "" if size == 1 else f"{exact.plain(size)} × "
            name = times + self.words.text(self.items[item].title)
            written += f" {sign} {name}" if written else ("−" if factor < 0 else "") + name
        return written

    def stage(self, stage: str | None) -> str:
        """Name a stage."""
        return self.words.text(self.stages[stage]) if stage else ""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a rule may look at: the standard's terms, the census, the day."""

    terms: Terms
    census: Census
    day: date
    _measured: dict[tuple[str, int], Measurement] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The language of every sentence."""
        return self.terms.words

    def measure(self, indicator: str, section: Section) -> Measurement:
        """Measure a section once, however many rules ask."""
        key = (indicator, id(section))
        found = self._measured.get(key)
        if found is None:
            found = self._measured[key] = self.terms.indicators[indicator].measure(indicator, section, self.day)
        return found

    def admits(self, scope: str, school: School) -> bool | None:
        """Say whether a school is in a scope; a school in doubt may or may not be."""
        return None if school.doubt else self.terms.scopes[scope].admits(school)

    def schools(self, scope: str) -> list[School]:
        """List the schools that are, or may be, in a scope."""
        return [school for school in self.census.schools if self.admits(scope, school) is not False]

    def sections(self, scope: str) -> list[Section]:
        """List the sections whose school is, or may be, in a scope."""
        return [part for part in self.census.sections if self.admits(scope, part.school) is not False]


class Limit(Bound):
    """A bound for one stage, some types of school, or under a condition; without any of them, for all."""

    stage: str | None = None
    type: list[str] | None = None
    where: Condition | None = None

    def concerns(self, subject: Subject) -> bool | None:
        """Say whether this is the limit for a subject; None where the data leave it open."""
        if self.stage is not None and subject.stage != self.stage:
            return False
        found: list[bool | None] = []
        if self.type is not None:
            found.append(None if subject.type is None else subject.type in self.type)
        if self.where is not None:
            found.append(self.where.holds(subject))
        return False if False in found else None if None in found else True


def limit_for(limits: Iterable[Limit], subject: Subject) -> tuple[Limit | None, bool]:
    """Find the limit for a subject; the second value says whether that is sure."""
    for limit in limits:
        concerned = limit.concerns(subject)
        if concerned is not False:
            return limit, concerned is True
    return None, True


def limits_text(limits: list[Limit], terms: Terms) -> str:
    """Write the limits of every stage or type: 小学 ≥4.2，初中 ≥5.3."""
    written = []
    for limit in limits:
        kinds = [terms.words.text(terms.types[kind]) for kind in limit.type or []]
        subject = terms.stage(limit.stage) or terms.words.join(kinds)
        written.append(f"{subject} {limit.text()}".strip())
    return terms.words("list.semicolon").join(written)


class Rule(Model):
    """A requirement (评估要求) of a standard: its parameters, its clause and its sentence."""

    id: Identifier
    title: Title
    clause: str
    note: Title | None = None

    def sentence(self, terms: Terms) -> str:
        """Say in one sentence what the rule asks for."""
        raise NotImplementedError

    def judge(self, case: Case) -> Verdict:
        """Judge the county, with one part for every subject that was looked at."""
        raise NotImplementedError

    def gather(self, case: Case, parts: Iterable[Verdict]) -> Verdict:
        """Join the verdicts of all subjects into one, and say how many of them decide it."""
        found = tuple(parts)
        outcome = all_of(part.outcome for part in found)
        deciding = sum(part.outcome == outcome for part in found)
        because = case.words(f"because.{outcome}", count=deciding, total=len(found))
        return Verdict(self.id, outcome, because=because, parts=found)
