"""The case that rules judge: a county under a standard on a day, and which limit holds for whom in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING

from msgspec import Struct, field

from eqeval.core.census import Census, School, Section
from eqeval.core.figures.exact import Number
from eqeval.core.indicator import Measurement
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.limit import Choice, Eased, Limit, choose
from eqeval.core.rows import Column, Kind, Rows
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.rules.rule import Rule


class Case(Struct, frozen=True):
    """Everything that a rule may look at: the standard's terms, the census, the day.

    rules: those of the standard. others: the same county under the standards that this one refers to.
    """

    terms: Terms
    census: Census
    day: date
    rules: Sequence["Rule"] = ()
    others: Mapping[str, "Case"] = field(default_factory=dict)
    _measured: dict[str, dict[int, Measurement]] = field(default_factory=dict)
    _rows: dict[tuple[str, str], Rows] = field(default_factory=dict)
    _columns: dict[tuple[str, int], tuple[Column, Column]] = field(default_factory=dict)
    _admitted: dict[str, dict[int, bool | None]] = field(default_factory=dict)
    _doubtful: dict[str, set[int]] = field(default_factory=dict)
    _chosen: dict[tuple[int, str | None, str | None], Choice] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The language of every sentence."""
        return self.terms.words

    def measure(self, indicator: str, section: Section) -> Measurement:
        """Measure a section once, however many rules ask."""
        known = self._measured.setdefault(indicator, {})
        found = known.get(id(section))
        if found is None:
            found = known[id(section)] = self.terms.indicators[indicator].measure(indicator, section, self.day)
        return found

    def measurements(self, indicator: str, sections: Sequence[Section]) -> list[Measurement]:
        """Measure some sections, each of them once."""
        known = self._measured.setdefault(indicator, {})
        new = [section for section in sections if id(section) not in known]
        if new:
            formed = self.terms.indicators[indicator].measure_all(indicator, new, self.day)
            known.update(zip(map(id, new), formed, strict=True))
        return [known[id(section)] for section in sections]

    def columns(self, indicator: str, rows: Rows) -> tuple[Column, Column]:
        """Give what an indicator divides, and by what, of all that stand side by side; formed once."""
        key = indicator, id(rows)
        if key not in self._columns:
            self._columns[key] = self.terms.indicators[indicator].columns(rows)
        return self._columns[key]

    def admits(self, scope: str, school: School) -> bool | None:
        """Say whether a school is in a scope; a school in doubt may or may not be."""
        return self._in(scope)[id(school)]

    def _in(self, scope: str) -> dict[int, bool | None]:
        """Say so of all schools, by their identity; asked once, however many rules there are."""
        if scope not in self._admitted:
            admits = self.terms.scopes[scope].admits
            schools = self.census.schools
            self._admitted[scope] = {id(one): None if one.doubt else admits(one) for one in schools}
        return self._admitted[scope]

    def doubtful(self, scope: str) -> set[int]:
        """List the schools of which nobody knows whether they are in a scope, by their identity."""
        if scope not in self._doubtful:
            self._doubtful[scope] = {school for school, admitted in self._in(scope).items() if admitted is None}
        return self._doubtful[scope]

    def surely_in(self, scope: str, rows: Rows, found: Sequence[bool | None]) -> Sequence[bool | None]:
        """Keep what was found, but of those of whom nobody knows whether they are in a scope."""
        doubtful = self.doubtful(scope)
        if not doubtful:
            return found
        pairs = zip(found, rows.schools, strict=True)
        return [None if id(school) in doubtful else one for one, school in pairs]

    def unstated(self, items: Iterable[str]) -> Outcome:
        """Say what follows where a figure of the county is missing: awaited, or stated in a way nobody can read."""
        given = any(item in self.census.county.statements for item in items if item not in self.census.county.values)
        return Outcome.UNDETERMINED if given else Outcome.AWAITING

    def schools(self, scope: str) -> list[School]:
        """List the schools that are, or may be, in a scope; one without pupils of compulsory stages is not judged."""
        admitted = self._in(scope)
        return [
            school
            for school in self.census.schools
            if (school.compulsory or school.doubt) and admitted[id(school)] is not False
        ]

    def sections(self, scope: str) -> list[Section]:
        """List the sections whose school is, or may be, in a scope."""
        admitted = self._in(scope)
        return [part for part in self.census.sections if admitted[id(part.school)] is not False]

    def rows(self, scope: str, level: str) -> Rows:
        """Put the schools, or the sections, of a scope side by side; however many rules ask, once."""
        key = scope, level
        if key not in self._rows:
            self._rows[key] = Rows(self.schools(scope) if level == "school" else self.sections(scope))
        return self._rows[key]


def choose_for(case: Case, limits: Iterable[Limit], subject: School | Section | None) -> Choice:
    """Choose the limit of a subject on the day of the case, in its county."""
    county = case.census.county
    if subject is None:
        return choose(limits, subject, case.day, county.name, county.values)
    key = (id(limits), subject.stage, subject.type)
    found = case._chosen.get(key)
    if found is None:
        found = choose(limits, subject, case.day, county.name, county.values)
        if _by_kind(limits):
            case._chosen[key] = found
    return found


def within(
    case: Case,
    limits: Sequence[Limit],
    rows: Rows,
    over: Column,
    per: Column | None = None,
    times: Number = 1,
    share: Number | None = None,
) -> list[bool | None]:
    """Say of whom times x over / per lies within the ordinary limit, in whole numbers and without forming it.

    None of whom that takes a closer look: where something is missing, and of everybody where a limit asks for more
    than stage and type. share: compare with the floor that is this share of the limit.
    """
    if not _by_kind(limits):
        return [None] * len(rows.subjects)
    sides: dict[Kind, tuple[int, int] | None] = {}
    # Where no limit names a type, subjects differ by their stage only.
    kinds = rows.kinds if any(limit.type for limit in limits) else rows.stages
    for kind, subject in dict(zip(kinds, rows.subjects, strict=True)).items():
        bound = choose_for(case, limits, subject).bound
        # Over at most so much is the same as minus over at least minus so much.
        sign = None if bound is None else {"at_least": 1, "at_most": -1}.get(bound.operator)
        if bound is None or sign is None:
            sides[kind] = None
        else:
            limit, below = bound.parts if share is None else bound.floor(share).as_integer_ratio()
            left = sign * below * times.numerator * (per.under if per else 1)
            sides[kind] = left, sign * limit * times.denominator * over.under
    pers = repeat(1, len(rows.subjects)) if per is None else per.parts
    return [
        None
        if side is None or mine is None or under is None or under <= 0
        else mine.numerator * side[0] >= under * side[1] * mine.denominator
        for side, mine, under in zip(map(sides.__getitem__, kinds), over.parts, pers, strict=True)
    ]


def _by_kind(limits: Iterable[Limit]) -> bool:
    """Whether limits ask for no more than stage and type, so that few choices serve everybody."""
    return all(limit.where is None and (limit.no_limit or limit.fixed) for limit in limits)


def eased(case: Case, relaxation: Eased, subject: School | Section, bound: Bound) -> Bound | None:
    """Give the bound that a relaxation puts in the place of the ordinary one."""
    other = choose_for(case, relaxation.limits, subject).bound if relaxation.limits else bound
    return other if other is None or relaxation.factor == 1 else other.scaled(relaxation.factor)


def why_without(case: Case, choice: Choice) -> str:
    """Say why there is no bound: not yet due, or not for this county."""
    if choice.since is not None:
        return case.words("because.due", day=choice.since)
    return case.words("because.other_counties") if choice.state == "none" else case.words("because.undetermined_limit")


def without_bound(choice: Choice) -> Outcome:
    """Say what follows where no bound could be chosen."""
    outcomes = {"none": Outcome.NOT_APPLICABLE, "later": Outcome.NOT_DUE, "open": Outcome.UNDETERMINED}
    return outcomes[choice.state]
