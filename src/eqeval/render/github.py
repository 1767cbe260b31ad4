"""Workflow commands, which GitHub shows as annotations beside a file."""

from typing import Literal

from eqeval.render.signs import printable, seen

Level = Literal["error", "warning", "notice"]


def annotation(level: Level, message: str, **properties: object) -> str:
    """Write one annotation on a line of its own; properties are file, line, col and title."""
    pairs = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    return f"::{level}{' ' if pairs else ''}{pairs}::{_data(message)}\n"


def _data(text: str) -> str:
    return seen(printable(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
