"""Keeps the answers of a batch, one file each, so that a batch that was broken off goes on where it was."""

import hashlib
import stat
from pathlib import Path

from msgspec import DecodeError, Struct, json

from eqeval.core.counties.province import CountyLine, Details
from eqeval.io import system
from eqeval.io.counties.beside import Taken
from eqeval.io.files import put
from eqeval.words import Words

FORM = "eqeval-batch-state/7"
# What is longer, in bytes, no batch has kept: a country in one file has half of it.
LONGEST = 1 << 29


class Kept(Struct, frozen=True):
    """The lines of one source, the rows behind each, and what its counties took from beside it.

    mark: a hash of all that they took; where it is another one now, the answer is out of date. reports: their full
    reports, by file, each with the hash of what was written.
    """

    lines: tuple[CountyLine, ...]
    details: tuple[Details, ...]
    taken: tuple[Taken, ...]
    mark: str
    reports: dict[str, str]


class _Entry(Struct, frozen=True):
    form: str
    key: str
    kept: Kept


class Damaged:
    """An entry that is there and cannot be used."""


def keep(folder: Path, key: str, kept: Kept, words: Words) -> str:
    """Store an answer, whole or not at all; give the reason where that is not possible."""
    content = json.encode(_Entry(FORM, key, kept))
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
        entry = json.decode(content, type=_Entry)
    except FileNotFoundError:
        # A link that leads nowhere is an entry too.
        return Damaged() if path.is_symlink() else None
    except (OSError, DecodeError, RecursionError):
        return Damaged()
    return entry.kept if (entry.form, entry.key) == (FORM, key) else Damaged()


def _sum(content: bytes) -> bytes:
    """What tells that an entry is as it was kept: it stands in its first line."""
    return hashlib.sha256(content).hexdigest().encode()
