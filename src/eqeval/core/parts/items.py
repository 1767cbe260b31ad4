"""Data items (数据项): the columns and county values that a standard asks for, and how they are recognised."""

from collections.abc import Iterator
from functools import cached_property
from typing import Literal, Self

from pydantic import model_validator

from eqeval.core.grid import word
from eqeval.core.parts.written import Exact, Model, Title, Whole, YesNo

Kind = Literal["text", "whole", "number", "year", "share", "choice", "type"]


class Parts(Model):
    """Columns that add up to an item where the table has no column of its own: one list of headings a part.

    stages: for these only; the same degrees are not the higher ones at every stage. total_of: a part, counted from 1,
    that may be the total of others and is not added to them then. each_once: who could be counted in several of them
    has to stand in one only, and that is said.
    """

    of: list[list[str]]
    stages: list[str] = []
    total_of: dict[int, list[int]] = {}
    each_once: YesNo = False


class Band(Model):
    """A column that counts how often the item lies between two numbers, both included: classes of 41 to 45 pupils.

    item: the one that counts the same, as the forms of schools state it.
    """

    headings: list[str]
    least: Whole
    most: Whole | None = None
    item: str | None = None


class Mistaken(Model):
    """Headings that are often taken for those of an item, and why they are not: said where the item is missing."""

    headings: list[str]
    why: Title


class Item(Model):
    """One item. A column per stage is written as a mapping: headings: {primary: […], junior: […]}.

    headings: the first is the one of the plain table; `A > B` is B under A in a heading of several rows.
    unstaged: headings that leave the stage to their block, sheet, file or row. instead: headings that count only where
    no other column is the item. denied: how a remark behind a heading begins that makes it another quantity.
    counted, uncounted: how the names of parts begin that count, as a remark may say, and that do not: a total with
    these is another quantity.
    sums: columns to be added up instead of one. bands: columns that count classes by size. mistaken: columns of another
    quantity that offices have where the item is asked for.
    kind: what may stand in a cell. people: whether a fraction would be a fraction of a person. merge: how the
    sites of one school join. of: `county` for values of sheet 县级, `class` for those of one class. needed: whether a
    table without the column is incomplete. yearly: a series; a year stands behind the name (近视率2023). default: the
    value of a county that states none. highest: what no county exceeds: full years, levels, coefficients.
    """

    title: Title
    headings: list[str] | dict[str, list[str]]
    unit: Title | None = None
    kind: Kind = "number"
    merge: Literal["sum", "largest", "main"] = "sum"
    of: Literal["school", "class", "county"] = "school"
    yearly: YesNo = False
    default: Exact | None = None
    highest: Exact | None = None
    choices: dict[str, list[str]] = {}
    note: Title | None = None
    unstaged: list[str] = []
    instead: list[str] = []
    denied: list[str] = []
    counted: list[str] = []
    uncounted: list[str] = []
    sums: list[Parts] = []
    bands: list[Band] = []
    mistaken: list[Mistaken] = []

    @model_validator(mode="after")
    def _read_one_way(self) -> Self:
        forms = [word(form) for forms in self.choices.values() for form in forms]
        if len(set(forms)) < len(forms):
            raise ValueError("choice_twice")
        if not self.headings or (isinstance(self.headings, dict) and not all(self.headings.values())):
            raise ValueError("no_heading")
        if self.highest is not None and self.of != "county":
            raise ValueError("highest_of_county")
        return self

    def written(self) -> Iterator[tuple[str | None, str]]:
        """List all headings of the item, with the stage that each of them says."""
        if isinstance(self.headings, dict):
            yield from ((stage, heading) for stage, headings in self.headings.items() for heading in headings)
        else:
            yield from ((None, heading) for heading in self.headings)
        yield from ((None, heading) for heading in (*self.unstaged, *self.instead))
        yield from ((None, each) for parts in self.sums for headings in parts.of for each in headings)
        yield from ((None, heading) for band in self.bands for heading in band.headings)

    @cached_property
    def whole_headings(self) -> list[str]:
        """The headings of one level that the whole item has and that say no stage."""
        own = [] if isinstance(self.headings, dict) else self.headings
        return [each for each in (*own, *self.unstaged) if ">" not in each]

    @cached_property
    def whole_makeshifts(self) -> list[str]:
        """The headings of one level that a number of the whole school has only for want of another."""
        counted = self.kind in ("whole", "number") and not self.stages
        return [each for each in self.instead if counted and ">" not in each]

    @cached_property
    def forms(self) -> dict[str, str]:
        """The choices by every form in which they may be written."""
        return {word(form): name for name, forms in self.choices.items() for form in forms}

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The stages that have a column of their own; empty for a column of the whole school."""
        return tuple(self.headings) if isinstance(self.headings, dict) else ()


class StatedItem(Item):
    """A column that states what is worked out here: a value, a limit, a verdict; made from an indicator."""
