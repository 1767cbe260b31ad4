"""Keeps the answers of a batch, one file each, so that a batch that was broken off goes on where it was."""

import hashlib
import json
import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eqeval.core.province import Coefficient, CountyLine, Details, Miss, SectionRow
from eqeval.io import system
from eqeval.io.beside import Taken
from eqeval.io.files import put
from eqeval.words import Words

FORM = "eqeval-batch-state/5"
# What is longer, in bytes, no batch has kept: a country in one file has half of it.
LONGEST = 1 << 29


@dataclass(frozen=True, slots=True)
class Kept:
    """The lines of one source, the rows behind each, and what its counties took from beside it.

    mark: a hash of all that they took; where it is another one now, the answer is out of date. reports: their full
    reports, by file, each with the hash of what was written.
    """

    lines: tuple[CountyLine, ...]
    details: tuple[Details, ...]
    taken: tuple[Taken, ...]
    mark: str
    reports: dict[str, str]


class Damaged:
    """An entry that is there and cannot be used."""


def keep(folder: Path, key: str, kept: Kept, words: Words) -> str:
    """Store an answer, whole or not at all; give the reason where that is not possible."""
    entry = {
        "form": FORM,
        "key": key,
        "lines": [asdict(line) for line in kept.lines],
        "details": [asdict(one) for one in kept.details],
        "taken": [asdict(one) for one in kept.taken],
        "mark": kept.mark,
        "reports": kept.reports,
    }
    content = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        put(folder / f"{key}.json", [_sum(content), b"\n", content])
    except OSError as error:
        return system.why(error, words)
    return ""


def take(folder: Path, key: str) -> "Kept | Damaged | None":
    """Find an answer that was stored; None where there is none."""
    path = folder / f"{key}.json"
    try:
        status = path.stat()
        # A pipe would be waited for, and a device has no end.
        if not stat.S_ISREG(status.st_mode) or status.st_size > LONGEST:
            return Damaged()
        known, _, content = path.read_bytes().partition(b"\n")
        if known != _sum(content):
            return Damaged()
        entry = json.loads(content)
    except FileNotFoundError:
        # A link that leads nowhere is an entry too.
        return Damaged() if path.is_symlink() else None
    except (OSError, ValueError, RecursionError):
        return Damaged()
    try:
        if entry["form"] != FORM or entry["key"] != key:
            return Damaged()
        return Kept(
            tuple(_line(one) for one in entry["lines"]),
            tuple(map(details_of, entry["details"])),
            tuple(map(_taken, entry["taken"])),
            entry["mark"],
            dict(entry["reports"]),
        )
    except (KeyError, TypeError):
        return Damaged()


def _sum(content: bytes) -> bytes:
    """What tells that an entry is as it was kept: it stands in its first line."""
    return hashlib.sha256(content).hexdigest().encode()


def _line(entry: dict[str, Any]) -> CountyLine:
    return CountyLine(
        **{
            **entry,
            "worst": entry["worst"] and Coefficient(**entry["worst"]),
            "misses": tuple(Miss(**one) for one in entry["misses"]),
            "unmet": tuple(entry["unmet"]),
            "awaiting": tuple(entry["awaiting"]),
        }
    )


def _taken(entry: dict[str, Any]) -> Taken:
    lists = {name: tuple(entry[name]) for name in ("then", "several", "expired", "idle")}
    return Taken(**{**entry, **lists})


def details_of(entry: dict[str, Any]) -> Details:
    """Build the rows behind a line from plain data."""
    return Details(tuple(Coefficient(**one) for one in entry["coefficients"]), tuple(map(_row, entry["sections"])))


def _row(entry: dict[str, Any]) -> SectionRow:
    values = tuple((name, value) for name, value in entry["values"])
    return SectionRow(**{**entry, "values": values, "misses": tuple(entry["misses"])})
