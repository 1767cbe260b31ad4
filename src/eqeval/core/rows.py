"""Some schools or sections side by side: their figures item by item, as whole numbers, to look at many at once."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm

from msgspec import Struct

from eqeval.core.census import School, Section
from eqeval.core.figures.exact import Number

_WHOLE = (1, 1)

# What ordinary limits tell subjects apart by: stage and type of school.
Kind = tuple[str | None, str | None]


class Column(Struct, frozen=True, eq=False):
    """One figure of every subject, None where it is missing: in parts, of which `under` are one."""

    parts: Sequence[Number | None]
    under: int

    def number(self, part: Number) -> Number:
        """Give the figure that so many parts are."""
        return part if self.under == 1 else Fraction(part) / self.under


class Rows:
    """Some subjects, and their figures column by column; what is asked for is worked out once."""

    def __init__(self, subjects: Sequence[School | Section]) -> None:
        self.subjects = subjects
        self._values = [one.values for one in subjects]
        self._items: dict[str, Column] = {}

    @cached_property
    def kinds(self) -> list[Kind]:
        """Stage and type of every subject."""
        return [(one.stage, one.type) for one in self.subjects]

    @cached_property
    def stages(self) -> list[Kind]:
        """The stage alone of every subject."""
        return [(stage, None) for stage, _ in self.kinds]

    @cached_property
    def schools(self) -> list[School]:
        """The school of every subject."""
        return [one.school if isinstance(one, Section) else one for one in self.subjects]

    @cached_property
    def sound(self) -> list[bool]:
        """Whether nothing of its school is in doubt and every cell could be read."""
        return [not school.doubt and not school.unreadable for school in self.schools]

    @cached_property
    def shares(self) -> list[tuple[int, int] | None]:
        """The part of shared resources that falls to every section; all of them is (1, 1)."""
        shares = [one.share if isinstance(one, Section) else None for one in self.subjects]
        return [_WHOLE if share is not None and share[0] == share[1] else share for share in shares]

    def item(self, name: str) -> Column:
        """Give one item of every subject."""
        found = self._items.get(name)
        if found is None:
            column, under = [values.get(name) for values in self._values], 1
            if Fraction in set(map(type, column)):
                under = lcm(*{value.denominator for value in column if value is not None})
                column = [None if each is None else each.numerator * (under // each.denominator) for each in column]
            found = self._items[name] = Column(column, under)
        return found

    def sum(self, terms: Mapping[str, Number]) -> Column:
        """Add up items with their factors: what `ratio.add` gives for every subject."""
        columns = [(self.item(item), factor) for item, factor in terms.items()]
        under = lcm(*(column.under * factor.denominator for column, factor in columns))
        total: Sequence[Number | None] | None = None
        for column, factor in columns:
            times, parts = factor.numerator * (under // (column.under * factor.denominator)), column.parts
            if times != 1:
                parts = [None if part is None else part * times for part in parts]
            if total is not None:
                pairs = zip(total, parts, strict=True)
                parts = [None if left is None or right is None else left + right for left, right in pairs]
            total = parts
        return Column([0] * len(self.subjects) if total is None else total, under)
