"""Knows the texts that this program writes: a report as CSV begins with headings of its own, in every language."""

from collections.abc import Iterator
from functools import cache

from eqeval.words import LANGUAGES, Words

_MARK = "\ufeff"
# No line of headings is as long.
_LONGEST = 4096


def says_report(text: str) -> bool:
    """Whether a text begins as a table of a report, or of the summary of many counties."""
    line = text[:_LONGEST].partition("\n")[0].removeprefix(_MARK).rstrip("\r").split(",")
    return any(tuple(line[: len(own)]) == own for own in _beginnings().get(line[0], ()))


@cache
def _beginnings() -> dict[str, list[tuple[str, ...]]]:
    """The headings by the first of them."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for language in LANGUAGES:
        for headings in _headings(Words(language)):
            found.setdefault(headings[0], []).append(headings)
    return found


def _headings(words: Words) -> Iterator[tuple[str, ...]]:
    from eqeval.core.counties import province_tables
    from eqeval.core.reports import tables

    yield from tables.beginnings(words)
    yield from province_tables.beginnings(words)
