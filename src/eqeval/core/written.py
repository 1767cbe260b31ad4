"""What people write in a standard: the base of all its parts, and how its numbers and texts are read."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

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

from eqeval.core import exact
from eqeval.core.exact import Number

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


def _language(value: Any) -> Any:
    if isinstance(value, dict) and "zh" not in value:
        raise ValueError("text_without_chinese")
    return value


# One text for every language, or one for each: {zh: …, en: …}. Chinese is never missing.
Title = Annotated[str | dict[str, str], BeforeValidator(_language)]


def _terms(value: Any) -> Any:
    if isinstance(value, str):
        return {value: 1}
    if isinstance(value, list):
        return dict.fromkeys(value, 1)
    return value


# Items to add up, each with its sign and factor: `pupils`, `[a, b]`, `{area: 1, indoor: -1}`.
Sum = Annotated[
    dict[str, Exact],
    BeforeValidator(_terms),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
                {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
            ]
        }
    ),
]
