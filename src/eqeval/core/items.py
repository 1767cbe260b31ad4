"""Data items (数据项): the columns and county values that a standard asks for, and how they are recognised."""

from functools import cached_property
from typing import Literal, Self

from pydantic import model_validator

from eqeval.core.grid import word
from eqeval.core.written import Exact, Model, Title, YesNo

Kind = Literal["text", "whole", "number", "year", "share", "choice", "type"]


class Item(Model):
    """One item. A column per stage is written as a mapping: headings: {primary: […], junior: […]}.

    kind: what may stand in a cell. people: whether a fraction would be a fraction of a person. merge: how the
    sites of one school join. of: `county` for values of sheet 县级, `class` for those of one class. needed: whether a
    table without the column is incomplete. yearly: a series; a year stands behind the name (近视率2023). default: the
    value of a county that states none.
    """

    title: Title
    headings: list[str] | dict[str, list[str]]
    unit: Title | None = None
    kind: Kind = "number"
    merge: Literal["sum", "largest", "main"] = "sum"
    of: Literal["school", "class", "county"] = "school"
    yearly: YesNo = False
    default: Exact | None = None
    choices: dict[str, list[str]] = {}
    note: Title | None = None

    @model_validator(mode="after")
    def _read_one_way(self) -> Self:
        forms = [word(form) for forms in self.choices.values() for form in forms]
        if len(set(forms)) < len(forms):
            raise ValueError("choice_twice")
        if not self.headings or (isinstance(self.headings, dict) and not all(self.headings.values())):
            raise ValueError("no_heading")
        return self

    @cached_property
    def forms(self) -> dict[str, str]:
        """The choices by every form in which they may be written."""
        return {word(form): name for name, forms in self.choices.items() for form in forms}

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The stages that have a column of their own; empty for a column of the whole school."""
        return tuple(self.headings) if isinstance(self.headings, dict) else ()
