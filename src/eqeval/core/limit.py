"""Which bound holds for whom: by stage, type, condition, date and county."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from eqeval.core.amount import Amount, find, items_of
from eqeval.core.bound import SYMBOLS, Bound
from eqeval.core.condition import Condition, Subject
from eqeval.core.exact import Number
from eqeval.core.written import Model

OPERATORS = (*SYMBOLS, "between", "no_limit")


class Limit(Model):
    """A bound for one stage, some types of school, under a condition, or from a date on; without any, for all.

    Its numbers may be amounts, so that a limit can follow from the size of the school. since: the day from
    which it holds (a phase target); of several that hold, the latest counts. counties: for these only. no_limit: says
    that there is none, so that a forgotten stage is told from one that the text is silent on.
    """

    at_least: Amount | None = None
    at_most: Amount | None = None
    above: Amount | None = None
    below: Amount | None = None
    equals: Amount | None = None
    between: tuple[Amount, Amount] | None = None
    no_limit: Literal[True] | None = None
    stage: str | None = None
    type: list[str] | None = None
    where: Condition | None = None
    since: date | None = Field(default=None, alias="from")
    counties: list[str] | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        if sum(getattr(self, name) is not None for name in OPERATORS) != 1:
            raise ValueError("one_operator")
        low, high = self.between or (0, 0)
        if isinstance(low, int | Fraction) and isinstance(high, int | Fraction) and low > high:
            raise ValueError("between_reversed")
        return self

    @cached_property
    def operator(self) -> str:
        """The operator that was written."""
        return next(name for name in OPERATORS if getattr(self, name) is not None)

    @cached_property
    def fixed(self) -> Bound | None:
        """The bound, if its numbers are the same for everybody."""
        if self.no_limit:
            return None
        value = getattr(self, self.operator)
        numbers = value if isinstance(value, tuple) else (value,)
        if all(isinstance(number, int | Fraction) for number in numbers):
            return Bound(**{self.operator: value})
        return None

    def bound(self, values: Mapping[str, Number]) -> Bound | None:
        """Find the bound for a subject; None where an item that it follows from is missing."""
        if self.fixed:
            return self.fixed
        value = getattr(self, self.operator)
        if isinstance(value, tuple):
            low, high = (find(each, values) for each in value)
            return None if low is None or high is None else Bound(between=(low, high))
        number = find(value, values)
        return None if number is None else Bound.single(self.operator, number)

    def items(self) -> list[str]:
        """The items that the limit follows from."""
        if self.no_limit:
            return []
        value = getattr(self, self.operator)
        return [item for each in (value if isinstance(value, tuple) else (value,)) for item in items_of(each)]

    def concerns(self, subject: Subject | None) -> bool | None:
        """Say whether this is the limit for a subject; None where the data leave it open."""
        if subject is None:
            return self.stage is None and self.type is None and self.where is None
        if self.stage is not None and subject.stage != self.stage:
            return False
        found: list[bool | None] = []
        if self.type is not None:
            found.append(None if subject.type is None else subject.type in self.type)
        if self.where is not None:
            found.append(self.where.holds(subject))
        return False if False in found else None if None in found else True


# At least one: an empty list would judge nothing without a word.
Limits = Annotated[list[Limit], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Choice:
    """The bound for a subject, or why there is none.

    state: `bound`, `none` (no limit concerns the subject), `open` (the data leave open which one does),
    `later` (the first limit holds only from a later day).
    """

    state: str
    bound: Bound | None = None
    since: date | None = None


def choose(
    limits: Iterable[Limit],
    subject: Subject | None,
    day: date,
    county: str,
    county_values: Mapping[str, Number],
) -> Choice:
    """Choose the limit of a subject: the first that concerns it, the latest of those with a date."""
    best: tuple[Limit, bool | None] | None = None
    later: date | None = None
    for limit in limits:
        if limit.counties is not None and county not in limit.counties:
            continue
        concerned = limit.concerns(subject)
        if concerned is False:
            continue
        if limit.since is not None and limit.since > day:
            later = min(later or limit.since, limit.since)
        elif best is None or (limit.since is not None and limit.since > (best[0].since or date.min)):
            best = limit, concerned
    if best is None:
        return Choice("later", since=later) if later else Choice("none")
    if best[1] is None:
        return Choice("open")
    if best[0].no_limit:
        return Choice("none")
    own = subject.values if subject else {}
    bound = best[0].fixed or best[0].bound(ChainMap(dict(own), dict(county_values)))
    if bound is None:
        # With all its items known, a table simply says nothing of this size.
        known = all(item in own or item in county_values for item in best[0].items())
        return Choice("none" if known else "open")
    return Choice("bound", bound)
