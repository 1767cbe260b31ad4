"""Which bound holds for whom: by stage, type, condition, date and county."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from msgspec import Struct
from pydantic import Field, model_validator

from eqeval.core.figures.exact import Number
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.comparison import Comparison
from eqeval.core.parts.condition import Condition, Subject
from eqeval.core.parts.relaxation import Relaxation
from eqeval.core.parts.written import Day, Positive


class Limit(Comparison):
    """A bound for one stage, some types of school, under a condition, or from a date on; without any, for all.

    Its numbers may be amounts, so that a limit can follow from the size of the school. since: the day from
    which it holds (a phase target); of several that hold, the latest counts. counties: for these only. no_limit: says
    that there is none, so that a forgotten stage is told from one that the text is silent on.
    """

    operators: ClassVar[tuple[str, ...]] = (*Comparison.operators, "no_limit")

    no_limit: Literal[True] | None = None
    stage: str | None = None
    type: Annotated[list[str], Field(min_length=1)] | None = None
    where: Condition | None = None
    since: Day | None = Field(default=None, alias="from")
    counties: Annotated[list[str], Field(min_length=1)] | None = None

    @cached_property
    def fixed(self) -> Bound | None:
        """The bound, if its numbers are the same for everybody."""
        return None if self.no_limit else super().fixed

    def items(self) -> list[str]:
        """The items that the limit follows from."""
        return [] if self.no_limit else super().items()

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


class Eased(Relaxation):
    """A relaxation of a limit: other limits, or `factor` of the ordinary one."""

    limits: list[Limit] = []
    factor: Positive = 1

    @model_validator(mode="after")
    def _eased_by_one(self) -> Self:
        if bool(self.limits) and self.factor != 1:
            raise ValueError("eased_by_two")
        if not self.limits and self.factor == 1 and getattr(self, "of", None) is None:
            raise ValueError("eased_by_none")
        return self


class Choice(Struct, frozen=True):
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
