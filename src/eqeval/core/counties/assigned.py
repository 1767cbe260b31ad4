"""Which counties of a batch answer to standards, or on a day, of their own: what people write in a file."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from eqeval.core.parts.written import Model


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Own(Model):
    """What differs for one county; what is left out is as for all others."""

    standard: Annotated[list[str], BeforeValidator(_several), Field(min_length=1)] | None = None
    as_of: date | None = None


class Counties(Model):
    """The file: counties by the names that the tables give them."""

    counties: dict[str, Own]
