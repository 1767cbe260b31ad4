"""Warnings that somebody has confirmed (逐条说明): what a file of waivers says, and which warnings it covers."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace
from pydantic import StringConstraints

from eqeval.core.census import Confirmation, Issue
from eqeval.core.grid import word
from eqeval.core.intake.findings import CODES
from eqeval.core.parts.written import Model
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

# Speaks of the standard and not of the data, so nobody who knows the data can confirm it.
NOT_OF_DATA = ("W509",)


class Waiver(Model):
    """One confirmed warning: its code, where it stands, why it is no mistake, and the last day on which that holds.

    school, item, cell: without one, the warnings of every school, item or cell are meant. item may be its name, its
    title or a heading.
    """

    code: str
    school: str | None = None
    item: str | None = None
    cell: str | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    until: date


class Waivers(Model):
    """A file of waivers."""

    waivers: list[Waiver]


class Placed(Struct, frozen=True):
    """A waiver with the place in the file where it stands, such as waivers.yaml:7."""

    waiver: Waiver
    file: str
    place: str


def refused(code: str, words: Words) -> str | None:
    """Say why a code cannot be waived: only warnings about the data can."""
    if code not in CODES:
        return words("waivers.unknown", found=code)
    if code.startswith("W") and code not in NOT_OF_DATA:
        return None
    return words("waivers.not_a_warning", found=code, what=words(f"{code}.what"))


def apply(
    issues: Iterable[Issue], placed: Iterable[Placed], day: date, vocabulary: Vocabulary, words: Words
) -> list[Issue]:
    """Mark the warnings that waivers cover, leaving none out; a waiver that has expired or covers nothing is named."""
    found, told = list(issues), []
    by_code: dict[str, list[int]] = {}
    for place, issue in enumerate(found):
        by_code.setdefault(issue.code, []).append(place)
    for one in placed:
        waiver = one.waiver
        until = waiver.until.isoformat()
        covered = [place for place in by_code.get(waiver.code, []) if _covers(waiver, found[place], vocabulary)]
        if waiver.until < day:
            message = words("W570.message", place=one.place, code=waiver.code, until=until)
            told.append(Issue("W570", "warning", message, value=waiver.code, school=waiver.school, file=one.file))
        elif not covered:
            message = words("W571.message", place=one.place, code=waiver.code)
            told.append(Issue("W571", "warning", message, value=waiver.code, school=waiver.school, file=one.file))
        else:
            for place in covered:
                message = words("waivers.confirmed", message=found[place].message, reason=waiver.reason, until=until)
                found[place] = replace(found[place], message=message, confirmed=Confirmation(waiver.reason, until))
    return found + told


def _covers(waiver: Waiver, issue: Issue, vocabulary: Vocabulary) -> bool:
    if waiver.school is not None and word(waiver.school) != word(issue.school):
        return False
    if waiver.cell is not None and waiver.cell not in (issue.cell, (issue.cell or "").rpartition("!")[2]):
        return False
    return waiver.item is None or (issue.item is not None and word(waiver.item) in _forms(issue.item, vocabulary))


def _forms(name: str, vocabulary: Vocabulary) -> set[str]:
    """List what an item may be called: its name, its titles, its headings."""
    item = vocabulary.items.get(name)
    if item is None:
        return {name}
    titles = [item.title] if isinstance(item.title, str) else list(item.title.values())
    staged = item.headings.values() if isinstance(item.headings, dict) else [item.headings]
    return {word(form) for form in (name, *titles, *(heading for headings in staged for heading in headings))}
