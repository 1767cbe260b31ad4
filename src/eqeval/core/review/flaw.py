"""Something incomplete or unsound in a standard, and where it stands."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning"]


class Flaw(Struct, frozen=True, eq=False):
    """The rule or indicator it is in, the key there, and a sentence of eqeval.words."""

    owner: str
    key: str
    sentence: str
    severity: Severity
    values: Mapping[str, object]
