"""What people write in a standard: the base of all its parts, and how its numbers and texts are read."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    WithJsonSchema,
)

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHARE = re.compile(r"(-?\d+(?:\.\d+)?)%|(-?\d+)/([1-9]\d*)")


class Model(BaseModel):
    """A part of a standard: nothing unknown in it, nothing changed after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


def _number(value: Any) -> Number:
    if isinstance(value, bool):
        raise ValueError("number_expected")
    if isinstance(value, int | Fraction):
        return value
    if isinstance(value, Decimal):
        return exact.from_decimal(value)
    if isinstance(value, str) and (match := _SHARE.fullmatch(value)):
        share, over, under = match.groups()
        return Fraction(share) / 100 if share else Fraction(int(over), int(under))
    raise ValueError("number_expected")


# Exact, never a float: 3.5, 2000, 85%, 1/3.
Exact = Annotated[
    int | Fraction,
    PlainValidator(_number),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^(?:{_SHARE.pattern})$"}]}),
]


def _above_zero(value: Number) -> Number:
    if value <= 0:
        raise ValueError("above_zero")
    return value


# A factor, a divisor or a weight.
Positive = Annotated[Exact, AfterValidator(_above_zero)]

# A whole number, and not one that is written as text.
Whole = Annotated[int, Strict()]

# true or false and nothing that merely sounds like it.
YesNo = Annotated[bool, Strict()]

IDENTIFIER = r"^[A-Za-z][A-Za-z0-9_.-]*$"
Identifier = Annotated[str, Field(pattern=IDENTIFIER)]


def _day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("day_expected")
    return value


# A day, and not a moment of it: 2026-09-01.
Day = Annotated[date, BeforeValidator(_day)]


def _language(value: Any) -> Any:
    if isinstance(value, dict) and "zh" not in value:
        raise ValueError("text_without_chinese")
    return value


# One text for every language, or one for each: {zh: …, en: …}. Chinese is never missing.
Title = Annotated[str | dict[str, str], BeforeValidator(_language)]


def _terms(value: Any) -> Any:
    if isinstance(value, str):
        return {value: 1}
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        if len(set(value)) < len(value):
            raise ValueError("item_twice")
        value = dict.fromkeys(value, 1)
    if value in ([], {}):
        raise ValueError("sum_empty")
    if isinstance(value, dict) and 0 in value.values():
        raise ValueError("factor_zero")
    factors = [each for each in value.values() if isinstance(each, int | Decimal)] if isinstance(value, dict) else []
    if factors and len(factors) == len(value) and max(factors) < 0:
        raise ValueError("sum_negative")
    return _by_stage(value) if isinstance(value, dict) else value


def _by_stage(terms: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for item, factor in terms.items():
        parts = factor.items() if isinstance(factor, dict) else ()
        flat.update({of_stage(item, stage): each for stage, each in parts} or {item: factor})
    return flat


def of_stage(item: str, stage: str) -> str:
    """Name the part of an item that belongs to one stage of a school.

    >>> of_stage("classes", "primary")
    'classes@primary'
    """
    return f"{item}@{stage}"


# Items to add up, each with its sign and factor: `pupils`, `[a, b]`, `{area: 1, indoor: -1}`; or with one factor for
# every stage: `{classes: {primary: 45, junior: 50}}`.
Sum = Annotated[
    dict[str, Exact],
    BeforeValidator(_terms),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
                {
                    "type": "object",
                    "additionalProperties": {
                        "anyOf": [
                            {"type": ["number", "string"]},
                            {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
                        ]
                    },
                },
            ]
        }
    ),
]


Part = TypeVar("Part", bound=Model)


def parts_of(value: object, kind: type[Part]) -> Iterator[Part]:
    """List every part of a kind inside a part of a standard, however deep."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, dict):
        for each in value.values():
            yield from parts_of(each, kind)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from parts_of(each, kind)
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from parts_of(getattr(value, name), kind)


def words_in(value: object, without: Collection[str]) -> Iterator[str]:
    """List every word in a part of a standard, apart from some of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from words_in(key, without)
            yield from words_in(each, without)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from words_in(each, without)
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            if name not in without:
                yield from words_in(getattr(value, name), without)


# What words a part of a standard, and decides nothing.
WORDING = frozenset({"document", "title", "clause", "note", "seed", "short", "because", "unit", "decimals", "declared"})


def judged(value: object) -> object:
    """Leave out of a part of a standard what is only wording, so that two of them compare by what they ask for."""
    if isinstance(value, Model):
        return {name: judged(getattr(value, name)) for name in type(value).model_fields if name not in WORDING}
    if isinstance(value, list | tuple):
        return [judged(each) for each in value]
    return {key: judged(each) for key, each in value.items()} if isinstance(value, dict) else value
