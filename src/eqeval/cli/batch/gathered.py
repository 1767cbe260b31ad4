"""What has come of a batch so far: a line for every county, and the rows behind each, laid aside in a file."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from eqeval.core.counties.province import Coefficient, CountyLine, Details, Province, SectionRow, SubjectRow, Unusable
from eqeval.core.errors import InputError
from eqeval.core.verdict import Outcome
from eqeval.io.counties.spool import Spool
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.cli.batch.counties import Answer
    from eqeval.io.counties.beside import Taken
    from eqeval.io.counties.discovery import Found


class Gathered:
    """The answers to the sources of a batch, in the order of the files."""

    def __init__(self, found: "Found", words: Words) -> None:
        self.found = found
        self.lines: list[CountyLine] = []
        self.unusable = [
            Unusable(str(path), InputError.exit_code, (words("E103.message", file=path, why=why),))
            for path, why in found.unreadable
        ]
        self.taken: list[Taken] = []
        self.notes: list[str] = []
        self.done = self.kept = 0
        self.spool = Spool()
        # The indicators of all standards, in the order in which they were met.
        self.seen: dict[str, None] = {}

    def close(self) -> None:
        """Let go of the rows."""
        self.spool.close()

    def take(self, answer: "Answer") -> None:
        """Note what became of one source."""
        self.done += 1
        self.kept += answer.kept
        self.lines += answer.lines
        for line, details in zip(answer.lines, answer.details, strict=False):
            self.spool.add(line, details)
            self.seen |= dict.fromkeys(name for row in details.sections for name, _ in row.values)
        if answer.unusable:
            self.unusable.append(answer.unusable)
        self.taken += answer.taken
        self.notes += answer.notes
        if answer.trace:
            print(answer.trace, file=sys.stderr)

    @property
    def missing(self) -> tuple[str, ...]:
        """The sources that nobody came to."""
        return tuple(source.label for source in self.found.sources[self.done :])

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators of all sections."""
        return tuple(self.seen)

    def coefficients(self, all_of: Province) -> Iterator[tuple[CountyLine, Coefficient]]:
        """List the coefficients of all counties in their order, from where they were laid aside."""
        return ((line, one) for line, details in self._details(all_of) for one in details.coefficients)

    def sections(self, all_of: Province) -> Iterator[tuple[CountyLine, SectionRow]]:
        """List the sections of all counties in their order."""
        return ((line, one) for line, details in self._details(all_of) for one in details.sections)

    def subjects(self, all_of: Province) -> Iterator[tuple[CountyLine, SubjectRow]]:
        """List the schools that other requirements of all counties name, in their order."""
        return ((line, one) for line, details in self._details(all_of) for one in details.subjects)

    def failing(self, all_of: Province) -> Iterator[tuple[CountyLine, SectionRow | SubjectRow]]:
        """List what fails in every county: its sections, then the schools that other requirements name."""
        for line, details in self._details(all_of):
            yield from ((line, one) for one in details.sections if one.outcome == Outcome.NOT_MET)
            yield from ((line, one) for one in details.subjects if one.outcome == Outcome.NOT_MET)

    def _details(self, all_of: Province) -> Iterator[tuple[CountyLine, Details]]:
        return ((line, self.spool.details(line)) for line in all_of.lines)
