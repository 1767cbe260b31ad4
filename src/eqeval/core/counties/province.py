"""Many counties side by side: one line each, and what they add up to."""

from collections import Counter
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


class SubjectRow(Struct, frozen=True):
    """One school, or a stage of it, that fails a requirement on the county, lacks its data, or needs a relaxation."""

    rule: str
    title: str
    school: str
    stage: str
    stage_text: str
    value: str
    required: str
    outcome: str
    relaxed: str
    because: str
    cells: tuple[str, ...]


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
    by their codes. files: what was read, with its SHA-256. report: the file of its full report, if one was asked for;
    unwritten: why there is none. apart: what tells it from another county of the same name.
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
    files: tuple[tuple[str, str], ...] = ()
    report: str = ""
    unwritten: str = ""
    apart: str = ""

    @property
    def name(self) -> str:
        """How it is called beside the others."""
        return self.county + self.apart


class Details(Struct, frozen=True):
    """The rows behind one line: its coefficients, its sections, and the schools that other requirements name."""

    coefficients: tuple[Coefficient, ...] = ()
    sections: tuple[SectionRow, ...] = ()
    subjects: tuple[SubjectRow, ...] = ()


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
    """How often an indicator of a standard is missed in all counties, and where most."""

    standard: str
    stage: str
    stage_text: str
    indicator: str
    short: str
    missed: int
    judged: int
    counties: int
    where: str
    there: int


class Total(Struct, frozen=True):
    """The counties under one standard, added up; a county that is judged by two is in the total of each."""

    standard: str
    counties: int
    met: int
    not_met: int
    undetermined: int
    sections: int
    sections_met: int
    sections_open: int
    schools: int
    failing: int
    coefficients: int
    coefficients_met: int
    awaiting: int
    errors: int
    warnings: int


class Common(Struct, frozen=True):
    """How often the data of all counties have the same error or doubt, and where most."""

    code: str
    severity: str
    count: int
    counties: int
    where: str
    there: int


class Province(Struct, frozen=True):
    """All counties of a batch, in order, and the rows that add them up."""

    lines: tuple[CountyLine, ...]
    unusable: tuple[Unusable, ...]
    totals: tuple[Total, ...]
    ranking: tuple[Ranked, ...]
    common: tuple[Common, ...]

    @property
    def code(self) -> int:
        """The worst exit code of all counties."""
        return worst([*(line.code for line in self.lines), *(one.code for one in self.unusable)])


def most_to_do(lines: Iterable[CountyLine]) -> CountyLine | None:
    """Give the first county that fails, lacks data, or has doubtful data, in this order; nothing where all is well."""
    ranked = sorted(lines, key=lambda line: (not line.code, not line.errors, not line.warnings))
    return next((line for line in ranked if line.code or line.errors or line.warnings), None)


def worst(codes: Iterable[int]) -> int:
    """Join exit codes: a bug over what cannot be used, over what was not written, over no verdict, over not met."""
    found = set(codes)
    return next((code for code in PRECEDENCE if code in found), 0)


def province(lines: Iterable[CountyLine], unusable: Iterable[Unusable], sort: SortKey = "file") -> Province:
    """Put the counties in order and add them up; equal ones stay in the order of their files."""
    ordered = sorted(lines, key=lambda line: _rank(line, sort))
    return Province(tuple(ordered), tuple(unusable), _totals(ordered), _ranking(ordered), _common(ordered))


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


def _totals(lines: Iterable[CountyLine]) -> tuple[Total, ...]:
    """Add up the counties under every standard, in the order in which the standards appear."""
    found: dict[str, list[CountyLine]] = {}
    for line in lines:
        found.setdefault(line.standard, []).append(line)
    return tuple(_total(standard, under) for standard, under in found.items())


def _total(standard: str, lines: Sequence[CountyLine]) -> Total:
    outcomes = Counter(line.outcome for line in lines)
    return Total(
        standard=standard,
        counties=len(lines),
        met=outcomes[Outcome.MET],
        not_met=outcomes[Outcome.NOT_MET],
        undetermined=outcomes[Outcome.UNDETERMINED],
        sections=sum(line.sections for line in lines),
        sections_met=sum(line.sections_met for line in lines),
        sections_open=sum(line.sections_open for line in lines),
        schools=sum(line.schools for line in lines),
        failing=sum(line.failing for line in lines),
        coefficients=sum(line.coefficients for line in lines),
        coefficients_met=sum(line.coefficients_met for line in lines),
        awaiting=sum(len(line.awaiting) for line in lines),
        errors=sum(line.errors for line in lines),
        warnings=sum(line.warnings for line in lines),
    )


def _ranking(lines: Iterable[CountyLine]) -> tuple[Ranked, ...]:
    """Rank stage and indicator of every standard by how many sections miss them, and name the county where most do."""
    found: dict[tuple[str, str, str, str, str], list[tuple[Miss, CountyLine]]] = {}
    for line in lines:
        for miss in line.misses:
            key = (line.standard, miss.stage, miss.stage_text, miss.indicator, miss.short)
            found.setdefault(key, []).append((miss, line))
    ranked = []
    for key, pairs in found.items():
        most, where = max(pairs, key=lambda pair: (pair[0].missed, _backwards(pair[1].name)))
        missed = sum(miss.missed for miss, _ in pairs)
        judged = sum(miss.judged for miss, _ in pairs)
        counties = sum(miss.missed > 0 for miss, _ in pairs)
        ranked.append(Ranked(*key, missed, judged, counties, where.name if most.missed else "", most.missed))
    return tuple(sorted(ranked, key=lambda one: (-one.missed, one.indicator, one.stage_text, one.standard)))


def _common(lines: Iterable[CountyLine]) -> tuple[Common, ...]:
    """Rank what is wrong in the data by how many counties have it: errors first, since they keep verdicts open.

    A county that was judged by several standards has the same data under each; the one that says most counts.
    """
    found: dict[tuple[str, str], dict[str, tuple[Told, CountyLine]]] = {}
    for line in lines:
        for told in line.told:
            counties = found.setdefault((told.code, told.severity), {})
            if line.name not in counties or counties[line.name][0].count < told.count:
                counties[line.name] = told, line
    common = []
    for key, by_name in found.items():
        pairs = list(by_name.values())
        most, where = max(pairs, key=lambda pair: (pair[0].count, _backwards(pair[1].name)))
        common.append(Common(*key, sum(told.count for told, _ in pairs), len(pairs), where.name, most.count))
    return tuple(sorted(common, key=lambda one: (one.severity, -one.counties, -one.count, one.code)))


def _backwards(name: str) -> Sequence[int]:
    """Of two counties that miss as much the first by name is named, whatever their order."""
    return [-ord(sign) for sign in name]
