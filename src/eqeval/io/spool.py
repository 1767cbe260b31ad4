"""Lays the rows of a batch aside in a file, so that the memory of the parent does not grow with the country."""

import json
import tempfile
from dataclasses import asdict

from eqeval.core.province import CountyLine, Details
from eqeval.io.state import details_of


class Spool:
    """The rows behind every line; the file vanishes with the process."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - closed by close()
        self.places: dict[tuple[str, str, str], int] = {}

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def add(self, line: CountyLine, details: Details) -> None:
        """Lay the rows of one county aside."""
        self.file.seek(0, 2)
        self.places[_key(line)] = self.file.tell()
        self.file.write(f"{json.dumps(asdict(details), ensure_ascii=False)}\n".encode())

    def details(self, line: CountyLine) -> Details:
        """Take up the rows of one county again."""
        if _key(line) not in self.places:
            return Details()
        self.file.seek(self.places[_key(line)])
        return details_of(json.loads(self.file.readline()))


def _key(line: CountyLine) -> tuple[str, str, str]:
    return line.source, line.county, line.standard
