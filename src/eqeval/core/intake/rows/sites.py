"""What was read below the headings of a block: a site for every row of a school, and the rows between them."""

from collections.abc import Sequence

from msgspec import Struct, field

from eqeval.core.census import Claim
from eqeval.core.figures.exact import Number
from eqeval.core.grid import bare, word
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.rows import Kind
from eqeval.core.origin import Key, Row
from eqeval.core.vocabulary import SchoolType, Vocabulary


class Site(Struct):
    """One row: a school or a place that belongs to one. faulty: cells that hold something unusable.

    least: what an unusable number surely reaches. replaced: items that were read from the list of
    classes, and its cells. stage: the one that its row speaks of, where a row speaks of one only. joined: the rows of
    other blocks that speak of the same school.
    """

    row: Row
    name: str
    code: str
    type: str | None
    counted: bool
    parent: str
    county: str
    values: dict[Key, Number]
    choices: dict[str, str]
    faulty: set[Key]
    least: dict[Key, Number] = field(default_factory=dict)
    replaced: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    doubt: str | None = None
    stage: str | None = None
    joined: list[Row] = field(default_factory=list)
    # What its other rows call it.
    also: list[str] = field(default_factory=list)
    # What an unknown number surely does not exceed.
    most: dict[Key, Number] = field(default_factory=dict)
    # The blank columns among those that are added up to an item.
    gaps: dict[Key, list[int]] = field(default_factory=dict)
    # A sign that stands where there is no number: 无, —. Hardly any row has one.
    signs: dict[Key, str] | None = None
    # What the row says of limits and verdicts; only compared.
    claims: dict[Key, Claim] = field(default_factory=dict)
    # The type that its row names in a column of stages, where its stages or its name have to bear it out.
    meant: str | None = None

    def blank(self, key: Key) -> bool:
        """Whether nothing was reported: neither a number nor something unusable."""
        return key not in self.values and key not in self.faulty and key[0] not in self.choices

    def spoil(self, *keys: Key) -> None:
        """Take numbers out of use that contradict each other."""
        for key in keys:
            self.values.pop(key, None)
            self.faulty.add(key)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows that speak of this site."""
        return (self.row, *self.joined)

    def place(self, key: Key) -> tuple[Row, int | None]:
        """The row and the column of an item; the first of them where several are added up."""
        row = next((row for row in self.rows if key in row.table.columns), self.row)
        return row, row.table.columns.get(key, (None,))[0]

    def column(self, key: Key) -> int | None:
        """The column of an item in the table of this site."""
        return self.place(key)[1]

    def cells(self, key: Key) -> tuple[str, ...]:
        """Name the cells of an item, in all rows of this site."""
        return tuple(cell for row in self.rows for cell in row.cells(key))


def spoken_of(site: Site, vocabulary: Vocabulary) -> Sequence[str]:
    """List the stages of which the row of a school may speak."""
    return (site.stage,) if site.stage else vocabulary.types[site.type].stages if site.type else ()


def leave_open(site: Site, items: Sequence[str], vocabulary: Vocabulary) -> None:
    """Leave a school open of whose items nobody knows the stage; one of a type of its own by these figures alone.

    What it is, is sure there, whatever it teaches, and with that whether it is judged with the others.
    """
    kind = vocabulary.types.get(site.type or "")
    if kind is None or kind.follows:
        site.doubt = site.doubt or "E116"
    else:
        site.faulty |= {(item, stage) for item in items for stage in kind.stages}


def uncounted(said: str, kind: SchoolType) -> bool:
    """Whether a word for a type says that the statistics do not count the site as a school."""
    return bool(kind.uncounted) and bare(word(said)).endswith(tuple(map(word, kind.uncounted)))


class Passed(Struct, frozen=True):
    """A row below the headings that is no school."""

    kind: Kind
    row: Row
    column: int
    label: str


class Rows(Struct):
    """What stands below the headings of a block: its schools in order, and the rows between them."""

    block: Block
    sites: list[Site] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    # Cells in which a dash or its like says that nothing is stated, by item and sign.
    dashes: dict[tuple[str, str], list[tuple[Row, int]]] = field(default_factory=dict)
