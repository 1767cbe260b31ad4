"""Something incomplete or unsound in a standard, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Flaw:
    """The rule or indicator it is in, the key there, and a sentence of eqeval.words."""

    owner: str
    key: str
    sentence: str
    severity: Severity
    values: Mapping[str, object]
