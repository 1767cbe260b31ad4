"""Cases of a standard as they are written: a sentence, schools, and what must come out."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Discriminator, Tag

from eqeval.core.parts.written import Exact, Model
from eqeval.core.verdict import Outcome


def _cell(value: Any) -> str:
    """Tell which of its forms a value was meant to have, so that only that one is spoken of where it is wrong."""
    return "number" if isinstance(value, int | Decimal | Fraction) else "text"


def _said(value: Any) -> str:
    return "list" if isinstance(value, list) else _cell(value)


Cell = Annotated[Annotated[str | None, Tag("text")] | Annotated[Exact, Tag("number")], Discriminator(_cell)]
Said = Annotated[
    Annotated[str | None, Tag("text")] | Annotated[Exact, Tag("number")] | Annotated[list[Cell], Tag("list")],
    Discriminator(_said),
]


def _kind(value: Any) -> str:
    return "several" if isinstance(value, Mapping | Model) else "outcome"


class Case(Model):
    """One case.

    says: what it shows, in a sentence. schools: rows of the table, by heading, as far as they differ from the default
    of their type; without a 学校名称 they are called 学校1, 学校2 …. classes: rows of the list of classes. county: what
    sheet 县级 says, a value or [value, unit, evidence]; name: how the county is called. expect: outcomes and figures;
    only what is written is compared.
    """

    says: str
    as_of: date | None = None
    name: str = "测试县"
    schools: list[dict[str, Cell]] = [{}]
    classes: list[list[Cell]] = []
    county: dict[str, Said] = {}
    expect: "Expected"


class Figures(Model):
    """An outcome with the figures that it rests on; roots are compared to 15 digits, everything else exactly.

    tier: the name that a rule of kind `tiers` gives.
    """

    outcome: Outcome | None = None
    value: Exact | None = None
    limit: Exact | None = None
    relaxed_by: str | None = None
    tier: str | None = None


Wanted = Annotated[Annotated[Outcome, Tag("outcome")] | Annotated[Figures, Tag("several")], Discriminator(_kind)]
WantedSection = Annotated[
    Annotated[Outcome, Tag("outcome")] | Annotated[dict[str, Wanted], Tag("several")], Discriminator(_kind)
]


class Expected(Model):
    """What must come out.

    outcome: of the county. rules: by id, or by "id school" or "id school stage", an outcome or figures. sections: by
    "school stage", an outcome, or the outcome and those of its indicators. cv: by "stage indicator". issues: all codes.
    """

    outcome: Outcome | None = None
    rules: dict[str, Wanted] = {}
    sections: dict[str, WantedSection] = {}
    cv: dict[str, Wanted] = {}
    composite: dict[str, Wanted] = {}
    issues: list[str] | None = None


class Cases(Model):
    """The cases of one standard. defaults: a complete school of each type, by heading."""

    standard: str | None = None
    as_of: date
    defaults: dict[str, dict[str, Cell]]
    cases: list[Case]
