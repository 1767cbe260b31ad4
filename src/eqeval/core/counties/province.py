"""Many counties side by side: one line each, and what they add up to."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from eqeval.core.verdict import Outcome

# What a county, or a whole batch, ends with: the worst of all wins.
PRECEDENCE = (70, 4, 2, 3, 1, 0)

SortKey = Literal["file", "county", "outcome", "failing", "sections", "cvs", "worst", "awaiting"]
SORT_KEYS: tuple[SortKey, ...] = ("file", "county", "outcome", "failing", "sections", "cvs", "worst", "awaiting")


class Coefficient(Struct, frozen=True):
    """One coefficient of variation of a county; figures to 15 digits, and as shown beside the limit."""

    stage: str
    stage_text: str
    indicator: str
    short: str
    mean: str
    cv: str
    limit: str
    outcome: str
    sections: int
    largest: str
    cv_text: str
    limit_text: str


class SectionRow(Struct, frozen=True):
    """One school at one stage: its outcome, its values, and the indicators that it misses."""

    school: str
    code: str
    stage: str
    stage_text: str
    pupils: str
    outcome: str
    because: str
    values: tuple[tuple[str, str], ...]
    misses: tuple[str, ...]


class Miss(Struct, frozen=True):
    """How many sections of a stage miss an indicator, and how many were judged on it."""

    stage: str
    stage_text: str
    indicator: str
    short: str
    missed: int
    judged: int


class Told(Struct, frozen=True):
    """How often something is wrong or doubtful in the data of a county, and nobody has confirmed it."""

    code: str
    severity: str
    count: int


class CountyLine(Struct, frozen=True):
    """One county under one standard: what the league table says of it.

    failing: its schools with a section that is not met. coefficients: those that have a limit; worst: the one that lies
    highest in proportion to it. unmet: the requirements that bind and are not met. told: its errors and open warnings
    by their codes. report: the file of its full report, if one was asked for; unwritten: why there is none. apart: what
    tells it from another county of the same name.
    """

    county: str
    source: str
    standard: str
    as_of: str
    outcome: str
    code: int
    schools: int
    failing: int
    sections: int
    sections_met: int
    sections_open: int
    coefficients: int
    coefficients_met: int
    worst: Coefficient | None
    unmet: tuple[str, ...]
    awaiting: tuple[str, ...]
    errors: int
    warnings: int
    misses: tuple[Miss, ...]
    told: tuple[Told, ...]
    report: str = ""
    unwritten: str = ""
    apart: str = ""

    @property
    def name(self) -> str:
        """How it is called beside the others."""
        return self.county + self.apart


class Details(Struct, frozen=True):
    """The rows behind one line: its coefficients and its sections."""

    coefficients: tuple[Coefficient, ...] = ()
    sections: tuple[SectionRow, ...] = ()


class Unusable(Struct, frozen=True):
    """A file that gave no verdict: why, and the exit code that it means."""

    source: str
    code: int
    reasons: tuple[str, ...]


class Remark(Struct, frozen=True):
    """What is said of a batch and of no county alone; it follows from the data, and not from how they were judged."""

    code: str
    message: str


class Ranked(Struct, frozen=True):
    """How often an indicator is missed in all counties, and where most."""

    stage_text: str
    indicator: str
    short: str
    missed: int
    judged: int
    counties: int
    where: str
    there: int


class Common(Struct, frozen=True):
    """How often the data of all counties have the same error or doubt, and where most."""

    code: str
    severity: str
    count: int
    counties: int
    where: str
    there: int


class Province(Struct, frozen=True):
    """All counties of a batch, in order, and the row that adds them up."""

    lines: tuple[CountyLine, ...]
    unusable: tuple[Unusable, ...]
    ranking: tuple[Ranked, ...]
    common: tuple[Common, ...]

    @property
    def code(self) -> int:
        """The worst exit code of all counties."""
        return worst([*(line.code for line in self.lines), *(one.code for one in self.unusable)])

    def count(self, outcome: Outcome) -> int:
        """Count the counties with an outcome."""
        return sum(line.outcome == outcome for line in self.lines)


def worst(codes: Iterable[int]) -> int:
    """Join exit codes: a bug over what cannot be used, over what was not written, over no verdict, over not met."""
    found = set(codes)
    return next((code for code in PRECEDENCE if code in found), 0)


def province(lines: Iterable[CountyLine], unusable: Iterable[Unusable], sort: SortKey = "file") -> Province:
    """Put the counties in order and add them up; equal ones stay in the order of their files."""
    ordered = sorted(lines, key=lambda line: _rank(line, sort))
    return Province(tuple(ordered), tuple(unusable), _ranking(ordered), _common(ordered))


def _rank(line: CountyLine, sort: SortKey) -> tuple[Fraction | int | str, ...]:
    """The worst comes first, since that is what somebody has to look at."""
    high = line.worst
    ranks: dict[SortKey, tuple[Fraction | int | str, ...]] = {
        "file": (),
        "county": (line.name,),
        "outcome": (PRECEDENCE.index(line.code) if line.code != 1 else -1, -line.failing),
        "failing": (-line.failing,),
        "sections": (Fraction(line.sections_met, line.sections) if line.sections else 2,),
        "cvs": (line.coefficients_met - line.coefficients,),
        "worst": (-Fraction(high.cv) / Fraction(high.limit) if high and high.limit != "0" else 1,),
        "awaiting": (-len(line.awaiting),),
    }
    return ranks[sort]


def _ranking(lines: Iterable[CountyLine]) -> tuple[Ranked, ...]:
    """Rank stage and indicator by how many sections miss them, and name the county where most do."""
    found: dict[tuple[str, str, str], list[tuple[Miss, CountyLine]]] = {}
    for line in lines:
        for miss in line.misses:
            found.setdefault((miss.stage_text, miss.indicator, miss.short), []).append((miss, line))
    ranked = []
    for key, pairs in found.items():
        most, where = max(pairs, key=lambda pair: (pair[0].missed, _backwards(pair[1].name)))
        missed = sum(miss.missed for miss, _ in pairs)
        judged = sum(miss.judged for miss, _ in pairs)
        counties = sum(miss.missed > 0 for miss, _ in pairs)
        ranked.append(Ranked(*key, missed, judged, counties, where.name if most.missed else "", most.missed))
    return tuple(sorted(ranked, key=lambda one: (-one.missed, one.indicator, one.stage_text)))


def _common(lines: Iterable[CountyLine]) -> tuple[Common, ...]:
    """Rank what is wrong in the data by how many counties have it: errors first, since they keep verdicts open."""
    found: dict[tuple[str, str], list[tuple[Told, CountyLine]]] = {}
    for line in lines:
        for told in line.told:
            found.setdefault((told.code, told.severity), []).append((told, line))
    common = []
    for key, pairs in found.items():
        most, where = max(pairs, key=lambda pair: (pair[0].count, _backwards(pair[1].name)))
        count, counties = sum(told.count for told, _ in pairs), len({line.name for _, line in pairs})
        common.append(Common(*key, count, counties, where.name, most.count))
    return tuple(sorted(common, key=lambda one: (one.severity, -one.counties, -one.count, one.code)))


def _backwards(name: str) -> Sequence[int]:
    """Of two counties that miss as much the first by name is named, whatever their order."""
    return [-ord(sign) for sign in name]
