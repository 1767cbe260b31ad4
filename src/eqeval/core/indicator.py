"""Indicators (指标): how a value is formed from reported items, for one section at a time."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Annotated, Any, Literal

from msgspec import Struct
from pydantic import PlainValidator, WithJsonSchema

from eqeval.core.census import Section
from eqeval.core.figures.exact import Number
from eqeval.core.figures.ratio import add, quotient
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.relaxation import Relaxation
from eqeval.core.parts.rounding import Rounding, half_of_last_place
from eqeval.core.parts.written import Model, Positive, Sum, Title, Whole, YesNo
from eqeval.core.rows import Column, Rows


def _divided(value: Any) -> Any:
    if not isinstance(value, bool) and value != "per":
        raise ValueError("true_false_or_per")
    return value


# What of an indicator belongs to the whole school and is divided: its resource, its divisor, or nothing.
Divided = Annotated[bool | Literal["per"], PlainValidator(_divided), WithJsonSchema({"enum": [True, False, "per"]})]


class Addition(Relaxation):
    """A relaxation that lets further items count, such as visiting teachers or leased grounds."""

    add: Sum


class Gap(Model):
    """The natural unit of a shortfall: whole persons and rooms, or ㎡ and 元."""

    unit: Title
    whole: YesNo


# Not frozen: the value is formed when it is first asked for.
class Measurement(Struct, eq=False):
    """The value of an indicator in one section, or why there is none.

    amount: the resource that falls to the section, additions included, split applied.
    per: its pupils. ordinary: the amount without additions, where one was made. said: the value as it was stated, where
    it was; within: how far the true value may lie from it; 0 for one that was formed here.
    missing: the items without a usable number. beyond: the divisor is zero and something is to be divided, such as
    pupils among no computers.
    """

    indicator: str
    times: Number
    amount: Number | None = None
    per: Number | None = None
    missing: tuple[str, ...] = ()
    relaxed_by: str | None = None
    ordinary: Number | None = None
    beyond: bool = False
    said: Number | None = None
    within: Number = 0
    _value: Number | None = None

    @property
    def approximate(self) -> bool:
        """Whether the value was stated by others, rounded."""
        return self.within > 0

    @property
    def value(self) -> Number | None:
        """Times x amount / per, exactly; or as it was stated."""
        if self.said is not None:
            return self.said
        if self._value is None and self.amount is not None and self.per is not None:
            self._value = quotient(self.amount, self.per, self.times)
        return self._value

    @property
    def unrelaxed(self) -> Number | None:
        """The value without additions, where one was made."""
        return None if self.ordinary is None or self.per is None else quotient(self.ordinary, self.per, self.times)


class Indicator(Model):
    """times x sum(of) / sum(per), with signs and factors; shared resources of combined schools are split.

    document: the number of the text it comes from, where that is not the standard's own. headings: what else than the
    title may stand above a column of finished values.
    split: whether the items in `of` belong to the whole school and are divided among its stages by
    weighted pupils; `per` where those of the divisor do (pupils per computer). compare_at: how the authority rounds
    a value before it compares it; exact if left out. of_stage: other items for a stage, where they differ. also:
    relaxations that let further items count.
    """

    title: Title
    short: Title
    clause: str
    document: str | None = None
    headings: list[str] = []
    unit: Title
    decimals: Whole = 2
    times: Positive = 1
    of: Sum
    of_stage: dict[str, Sum] = {}
    per: Sum
    split: Divided
    compare_at: Rounding | None = None
    gap: Gap
    also: list[Addition] = []

    def measure(self, name: str, section: Section, day: date) -> Measurement:
        """Form the value of one section, exactly.

        value = times x (amount x share) / per, with share = (wₛ Pₛ) / Σ wₜ Pₜ for split items and
        1 otherwise (w: split weights, P: pupils of each stage that the school teaches). Where the items are missing
        and the table states the value itself, that value holds as it is written.
        """
        school, share, split = section.school, section.share, self.split
        base, per = add(section.values, self.sum_of(section.stage)), add(section.values, self.per)
        if school.doubt or base is None or not per or (split and share is None):
            stated = self.stated(name, section, per)
            if stated is not None:
                return stated
            beyond = bool(base) and per == 0 and not section.doubt
            return Measurement(name, self.times, missing=self.missing(section), beyond=beyond)
        if school.unreadable and (unread := self.unread(section, day)):
            return Measurement(name, self.times, missing=unread)
        extra, relaxed_by = self.additions(section, day) if self.also else (0, None)
        over, under = share if split and share else (1, 1)
        if over == under and not relaxed_by:
            return Measurement(name, self.times, base, per)
        if split == "per":
            per, over, under = _share(per, over, under), 1, 1
        amount = _share(base + extra if extra else base, over, under)
        ordinary = _share(base, over, under) if relaxed_by else None
        return Measurement(name, self.times, amount, per, (), relaxed_by, ordinary)

    def measure_all(self, name: str, sections: Sequence[Section], day: date) -> list[Measurement]:
        """Form the values of some sections: what `measure` forms for each of them."""
        amounts, pers = self.columns(Rows(sections))
        return [
            self.measure(name, section, day)
            if amount is None or per is None
            else Measurement(name, self.times, amounts.number(amount), pers.number(per))
            for section, amount, per in zip(sections, amounts.parts, pers.parts, strict=True)
        ]

    def columns(self, rows: Rows) -> tuple[Column, Column]:
        """Form resources and pupils of some sections at once; None of those that `measure` has to look at one by one.

        By far the most sections have all figures, and nothing that a relaxation adds.
        """
        base, per = rows.sum(self.of), rows.sum(self.per)
        plain = rows.sound
        if self.of_stage:
            plain = [one and stage not in self.of_stage for one, (stage, _) in zip(plain, rows.kinds, strict=True)]
        for item in dict.fromkeys(item for addition in self.also for item in addition.add):
            plain = [one and not more for one, more in zip(plain, rows.item(item).parts, strict=True)]
        pairs = zip(plain, base.parts, per.parts, strict=True)
        amounts = [amount if one and under is not None and under > 0 else None for one, amount, under in pairs]
        if self.split:
            shares = zip(amounts, rows.shares, strict=True)
            amounts = [amount if share == (1, 1) else self._falls_to(amount, share) for amount, share in shares]
        return Column(amounts, base.under), per

    def _falls_to(self, amount: Number | None, share: tuple[int, int] | None) -> Number | None:
        return None if amount is None or share is None or self.split == "per" else _share(amount, *share)

    @cached_property
    def column(self) -> str:
        """What the item of finished values is called: by the title, which every standard that has it writes alike."""
        return f"value:{self.heading}"

    @property
    def heading(self) -> str:
        """What stands above a column of finished values, if nothing else."""
        return self.title if isinstance(self.title, str) else self.title["zh"]

    def stated(self, name: str, section: Section, per: Number | None) -> Measurement | None:
        """Take the value that the table states; None where there is none, or nobody to whom it could belong.

        The resource follows from it: value x pupils / times, as exact as the value was written.
        """
        value = section.values.get(self.column)
        if value is None or section.doubt or per == 0:
            return None
        if self.split == "per":
            # The divisor belongs to the whole school; what falls to the section is not stated.
            per = None
        amount = None if per is None else Fraction(value * per) / self.times
        within = half_of_last_place(value, self.decimals)
        return Measurement(name, self.times, amount, per, said=value, within=within)

    def compared(self, value: Number) -> Number:
        """Round as the authority does before it compares; leave the value as it is where it does not."""
        return value if self.compare_at is None else self.compare_at.of(value)

    def sum_of(self, stage: str) -> Mapping[str, Number]:
        """The items that are added up in a stage."""
        return self.of_stage.get(stage, self.of)

    def additions(self, section: Section, day: date) -> tuple[Number, str | None]:
        """Add up what relaxations let count, and name the first; a blank adds nothing."""
        extra: Number = 0
        relaxed_by = None
        for addition in self.also:
            if addition.applies(section.school, day):
                more = sum(factor * section.values.get(item, 0) for item, factor in addition.add.items())
                if more:
                    extra += more
                    relaxed_by = relaxed_by or addition.id
        return extra, relaxed_by

    def unread(self, section: Section, day: date) -> tuple[str, ...]:
        """Name the items of a relaxation that hold something nobody can read, where it applies or may apply."""
        school = section.school
        if not school.unreadable:
            return ()
        asked: list[str] = []
        for addition in self.also:
            more = any(section.values.get(item) or item in school.unreadable for item in addition.add)
            # Pupils that nobody can read leave the value itself open already, where they are its own.
            doubtful = school.unreadable - set(self.per)
            if more and addition.may_apply(school, doubtful, day):
                asked += sorted(doubtful & addition.asked)
            elif addition.applies(school, day):
                asked += [item for item in addition.add if item in school.unreadable]
        return tuple(asked)

    def missing(self, section: Section) -> tuple[str, ...]:
        """Name the items that a section has no usable number for."""
        items = [item for item in (*self.sum_of(section.stage), *self.per) if section.values.get(item) is None]
        if self.split and section.share is None:
            # What is shared cannot be divided: another stage lacks what it is divided by.
            staged = [(stage, values) for stage, values in section.school.staged.items() if stage != section.stage]
            items += [f"{item}@{stage}" for item in self.per for stage, values in staged if item not in values]
        return tuple(items)

    def items(self) -> tuple[str, ...]:
        """Every item that the indicator may read."""
        staged = (item for sums in self.of_stage.values() for item in sums)
        return (*self.of, *staged, *self.per, *(item for addition in self.also for item in addition.add))

    def shortfall(self, found: Measurement, bound: Bound, section: Section) -> Number | None:
        """Say how much the school lacks, in natural units: what must be added so that the section meets.

        For a split item this is what the whole school must add, since only its share falls to the section:
        (limit x per / times - amount) / share, rounded up to whole persons or rooms. Where a value is too high, its
        divisor lacks something: (times x amount / limit - per) / share. Of a stated value nobody knows how it was
        split, so its shortfall is that of the section.
        """
        if found.value is None or found.amount is None or found.per is None or bound.admits(self.compared(found.value)):
            return None
        if bound.operator in ("at_most", "below"):
            if not bound.limit:
                return None
            lacking = Fraction(self.times * found.amount) / bound.limit - found.per
        else:
            lacking = abs(Fraction(bound.limit) * found.per / self.times - found.amount)
        if self.split and section.share and not found.approximate:
            lacking = lacking * section.share[1] / section.share[0]
        return ceil(lacking) if self.gap.whole else lacking


def _share(amount: Number, over: int, under: int) -> Number:
    return amount if over == under else quotient(amount, under, over)
