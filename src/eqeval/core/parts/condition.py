"""When a rule, a limit or a relaxation applies: conditions on what the data say of a school."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Protocol

from pydantic import Discriminator, Field, Tag
from typing_extensions import TypeAliasType

from eqeval.core.figures.exact import Number
from eqeval.core.figures.ratio import ratio
from eqeval.core.parts.comparison import Comparison
from eqeval.core.parts.written import Model, Sum


class Subject(Protocol):
    """What a condition can ask about: a school, one of its sections, or the county."""

    @property
    def values(self) -> Mapping[str, Number]:
        """The numbers that are known; a blank cell is absent."""

    @property
    def choices(self) -> Mapping[str, str]:
        """The answers chosen from a list, such as town or country."""

    @property
    def type(self) -> str | None:
        """The type of school, None where it is not known."""

    @property
    def stage(self) -> str | None:
        """The stage of a section, None for a whole school."""


class AllOf(Model):
    """Every part holds."""

    all: list["Condition"] = Field(min_length=1)

    def holds(self, subject: Subject) -> bool | None:
        """Three-valued and: one sure no is a no, whatever else is unknown."""
        return _settled(self.all, subject, by=False)


class AnyOf(Model):
    """At least one part holds."""

    any: list["Condition"] = Field(min_length=1)

    def holds(self, subject: Subject) -> bool | None:
        """Three-valued or: one sure yes is a yes."""
        return _settled(self.any, subject, by=True)


class Not(Model):
    """The part does not hold."""

    not_: "Condition" = Field(alias="not")

    def holds(self, subject: Subject) -> bool | None:
        """Three-valued not: unknown stays unknown."""
        found = self.not_.holds(subject)
        return None if found is None else not found


class TypeIs(Model):
    """The school is of one of these types."""

    type: list[str] = Field(min_length=1)

    def holds(self, subject: Subject) -> bool | None:
        """Unknown where the type of the school is."""
        return None if subject.type is None else subject.type in self.type


class StageIs(Model):
    """The section or class is of this stage; a whole school is of none."""

    stage: str

    def holds(self, subject: Subject) -> bool | None:
        """Compare the stage; of a class of unknown grade it is unknown."""
        return None if subject.stage is None else subject.stage == self.stage


class ItemIs(Model):
    """The answer chosen for an item is one of these."""

    item: str
    one_of: list[str] = Field(min_length=1)

    def holds(self, subject: Subject) -> bool | None:
        """Unknown where the cell is blank."""
        chosen = subject.choices.get(self.item)
        return None if chosen is None else chosen in self.one_of


class Compares(Comparison):
    """A number of the school, or the quotient of two, lies within a bound, which may follow from another number."""

    of: Sum
    per: Sum | None = None

    def holds(self, subject: Subject) -> bool | None:
        """Unknown where one of the numbers is."""
        value, bound = ratio(subject.values, self.of, self.per), self.bound(subject.values)
        return None if value is None or bound is None else bound.admits(value)


def may_concern(condition: "Condition", kind: str) -> bool:
    """Say whether a condition may hold for schools of a type; False only where it asks for other types."""
    if isinstance(condition, AllOf):
        return all(may_concern(part, kind) for part in condition.all)
    return not isinstance(condition, TypeIs) or kind in condition.type


def _settled(parts: "Iterable[Condition]", subject: Subject, by: bool) -> bool | None:
    """Ask part after part until one settles it; unknown where none does and one of them is unknown."""
    unknown = False
    for part in parts:
        one = part.holds(subject)
        if one is by:
            return by
        unknown |= one is None
    return None if unknown else not by


def _form(value: Any) -> str:
    keys = value if isinstance(value, dict) else getattr(value, "model_fields_set", ())
    return next((key for key in ("all", "any", "not", "type", "stage", "item") if key in keys), "of")


# A named alias, so that the schema is built once and not for each of the fields that hold a condition.
Condition = TypeAliasType(
    "Condition",
    Annotated[
        Annotated[AllOf, Tag("all")]
        | Annotated[AnyOf, Tag("any")]
        | Annotated[Not, Tag("not")]
        | Annotated[TypeIs, Tag("type")]
        | Annotated[StageIs, Tag("stage")]
        | Annotated[ItemIs, Tag("item")]
        | Annotated[Compares, Tag("of")],
        Discriminator(_form),
    ],
)
