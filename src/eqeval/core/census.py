"""The census of a county: its schools, their sections, and what is wrong with the data."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from eqeval.core.figures.exact import Number
from eqeval.core.origin import Key, Row, item_and_stage

Severity = Literal["error", "warning", "note"]


class Confirmation(Struct, frozen=True):
    """Why a warning is no mistake, as somebody has written it down, and until when (2027-06-30) that holds."""

    reason: str
    until: str


class Issue(Struct, frozen=True):
    """Something that the data leave open or get wrong: where, what was found, and what to do.

    item: the data item that the cell holds, where it is one. confirmed: why a warning is no mistake.
    """

    code: str
    severity: Severity
    message: str
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None
    school: str | None = None
    file: str | None = None
    item: str | None = None
    confirmed: Confirmation | None = None


class SchoolClass(Struct, frozen=True):
    """One class, from the list of classes; stage or pupils are None where its row cannot be read.

    between: the fewest and the most pupils that it has, where its rows say several numbers.
    """

    name: str
    stage: str | None
    pupils: int | None
    cell: str
    row: Row
    between: tuple[int, int] | None = None


class Claim(Struct, frozen=True):
    """What a table says of something that is worked out here: a limit, or whether it is met; used for comparing only.

    text: as it is written. number, answer: as it was read, where it could be.
    """

    text: str
    row: Row
    column: int
    number: Number | None = None
    answer: str | None = None


class School(Struct, frozen=True, eq=False):
    """A school with all its sites: what it reported, by item; a blank is absent, a zero is a zero.

    values: numbers of the whole school; an item that is reported per stage is the sum over the
    compulsory stages (or the largest, for the largest class). staged: the same items per stage. sites: the names of the
    sites that were added to it. compulsory: the judged stages
    that it teaches. unreadable: items with a cell that
    nobody can read. least, most: what an unknown number surely reaches and does not exceed, by item and stage.
    doubt: why the school cannot be judged at all, as an issue code; None for almost every school. claims: what its
    rows say of verdicts and limits.
    """

    name: str
    code: str
    type: str | None
    values: Mapping[str, Number]
    staged: Mapping[str, Mapping[str, Number]]
    choices: Mapping[str, str]
    rows: tuple[Row, ...]
    elsewhere: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    least: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)
    most: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()
    classes: tuple[SchoolClass, ...] = ()
    sites: tuple[str, ...] = ()
    compulsory: tuple[str, ...] = ()
    doubt: str | None = None
    claims: Mapping[Key, Claim] = field(default_factory=dict)

    @property
    def stage(self) -> str | None:
        """A whole school has no stage of its own."""
        return None

    def cells(self, item: str, stage: str | None = None) -> tuple[str, ...]:
        """Name the cells an item was read from; without a stage, those of every stage."""
        item, own = item_and_stage(item)
        stage = own or stage
        found: list[str] = []
        for place in (None, stage) if stage else (None, *self.compulsory):
            key = (item, place)
            if key in self.elsewhere:
                found += self.elsewhere[key]
                continue
            for row in self.rows:
                if key in row.table.columns:
                    found += row.cells(key)
        return tuple(found)


class Section(Struct, frozen=True, eq=False):
    """One school at one stage (学部): the unit that is judged.

    values: the items of its stage and the shared ones. share: the part of shared resources that
    falls to this stage, as (numerator, denominator); (1, 1) where the school has one stage only,
    None where the pupils of a stage that it teaches are not known.
    """

    school: School
    stage: str
    values: Mapping[str, Number]
    share: tuple[int, int] | None

    @property
    def choices(self) -> Mapping[str, str]:
        """What the school chose."""
        return self.school.choices

    @property
    def type(self) -> str | None:
        """The type of its school."""
        return self.school.type

    @property
    def doubt(self) -> str | None:
        """Why its school cannot be judged at all."""
        return self.school.doubt

    def cells(self, item: str) -> tuple[str, ...]:
        """Name the cells an item was read from; what belongs to another stage is none of its own."""
        return () if item_and_stage(item)[1] not in (None, self.stage) else self.school.cells(item, self.stage)


class Cells(Struct, frozen=True, eq=False):
    """The cells that some items of a subject were read from; named only where somebody looks at them."""

    subject: School | Section
    items: tuple[str, ...]

    def __iter__(self) -> Iterator[str]:
        """Name the cells, item by item."""
        return (cell for item in self.items for cell in self.subject.cells(item))


# What an item says that was stated in two ways.
CONFLICT = "?"


class Statement(Struct, frozen=True):
    """What the county says of one item: a number or a word, the evidence, and the cell; raw is the cell's own text."""

    text: str
    number: Number | None
    evidence: str
    cell: str
    raw: str = ""


class County(Struct, frozen=True, dict=True):
    """The county itself: its values and attestations, by item or rule; claims: what it says of verdicts, by rule."""

    name: str
    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim] = field(default_factory=dict)

    @cached_property
    def values(self) -> Mapping[str, Number]:
        """The numbers among its statements."""
        return {item: said.number for item, said in self.statements.items() if said.number is not None}

    @cached_property
    def series(self) -> Mapping[str, Mapping[int, Number]]:
        """The yearly figures among its statements, by item and year."""
        found: dict[str, dict[int, Number]] = {}
        for name, said in self.statements.items():
            item, _, year = name.partition("@")
            if year and said.number is not None:
                found.setdefault(item, {})[int(year)] = said.number
        return found

    def cells(self, item: str) -> tuple[str, ...]:
        """Name the cell an item was read from."""
        said = self.statements.get(item)
        return (said.cell,) if said and said.cell else ()


class Dated(Struct, frozen=True):
    """What says of which years the figures of a table are: its place, its text, the first and the last year."""

    row: Row
    column: int | None
    said: str
    first: int
    last: int


class Census(Struct, frozen=True):
    """All that is known of a county before anything is judged; dated: what its tables say of their years."""

    county: County
    schools: tuple[School, ...]
    sections: tuple[Section, ...]
    issues: tuple[Issue, ...]
    dated: tuple[Dated, ...] = ()
