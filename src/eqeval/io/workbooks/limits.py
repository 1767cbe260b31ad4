"""How much a file may hold before it is refused: far more than any county needs, and a setting for every limit."""

import os
from collections.abc import Mapping

from eqeval.core.errors import UsageError
from eqeval.words import Words

# Each can be set by the environment: EQEVAL_MAX_ROWS=500000. MiB are 1,048,576 bytes.
DEFAULTS = {
    "file_mib": 64,
    "unpacked_mib": 256,
    "ratio": 100,
    "entries": 2_000,
    "sheets": 64,
    "rows": 250_000,
    # The export of the statistics platform has over 300.
    "columns": 1_024,
    "cells": 4_000_000,
    "merged": 100_000,
    "strings": 1_000_000,
    "characters": 32_767,
    "seconds": 60,
    "files": 10_000,
}
# A part this small may be packed as tightly as it likes.
RATIO_FROM = 8 << 20


def setting(name: str) -> str:
    """Name the variable of the environment that sets a limit."""
    return f"EQEVAL_MAX_{name.upper()}"


_SETTINGS = {setting(name): name for name in DEFAULTS}


def read(words: Words, environment: Mapping[str, str] = os.environ) -> dict[str, int]:
    """Take the limits, and those that the environment sets.

    Raises:
        UsageError: where a setting is no whole number above 0.
    """
    limits = dict(DEFAULTS)
    for variable in sorted(_SETTINGS.keys() & set(environment)):
        name, given = _SETTINGS[variable], environment[variable].strip()
        if not given:
            continue
        if not (given.isascii() and given.isdigit() and 0 < int(given[:18]) == int(given)):
            problem = words("reading.setting")
            raise UsageError(words("usage.value", name=variable, value=given, problem=problem))
        limits[name] = int(given)
    return limits
