"""Lays the rows of a batch aside in a file, so that the memory of the parent does not grow with the country."""

import tempfile
from contextlib import suppress
from typing import BinaryIO

from msgspec import json

from eqeval.core.counties.province import CountyLine, Details

Key = tuple[str, str, str]


class Spool:
    """The rows behind every line; the file vanishes with the process.

    Where its disk is full, memory takes the rest: verdicts are worth more than memory.
    """

    def __init__(self) -> None:
        self.file: BinaryIO | None = None
        with suppress(OSError):
            # Without a buffer, so that a full disk is told with the rows that it has no room for.
            self.file = tempfile.TemporaryFile("w+b", buffering=0)  # noqa: SIM115 - closed by close()
        self.places: dict[Key, tuple[int, int]] = {}
        self.held: dict[Key, bytes] = {}

    def close(self) -> None:
        """Let go of the file."""
        if self.file:
            self.file.close()

    def add(self, line: CountyLine, details: Details) -> None:
        """Lay the rows of one county aside."""
        rows = json.encode(details)
        with suppress(OSError):
            if self.file and not self.held:
                at = self.file.seek(0, 2)
                if self.file.write(rows) == len(rows):
                    self.places[_key(line)] = at, len(rows)
                    return
        self.held[_key(line)] = rows

    def details(self, line: CountyLine) -> Details:
        """Take up the rows of one county again."""
        rows = self.held.get(_key(line))
        if rows is None and self.file and _key(line) in self.places:
            at, length = self.places[_key(line)]
            self.file.seek(at)
            rows = self.file.read(length)
        return json.decode(rows, type=Details) if rows else Details()


def _key(line: CountyLine) -> Key:
    return line.source, line.county, line.standard
