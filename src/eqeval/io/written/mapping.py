"""Reads the map of a file's columns, strictly, and writes one."""

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct

from eqeval.core.errors import StandardError, UsageError
from eqeval.core.grid import Grid
from eqeval.core.intake.inspection import ColumnView, Inspection, TableView
from eqeval.core.intake.mapping import SheetMap, Slip, TableMap, slips
from eqeval.core.vocabulary import Vocabulary
from eqeval.io.written.documents import Written, problem, read_written
from eqeval.words import Words


class Map(Struct, frozen=True):
    """What a map says, and in which line each part of it stands."""

    said: SheetMap
    written: Written

    def fitting(self, vocabulary: Vocabulary, grids: list[Grid], words: Words) -> tuple[TableMap, ...]:
        """Hold the map against the vocabulary and the sheets that it speaks of.

        Raises:
            StandardError: where it names what is not there; all problems at once, each with its place.
        """
        return self._sound(slips(self.said, vocabulary, grids), self.said.tables, words)

    def for_files(self, vocabulary: Vocabulary, grids: list[Grid], words: Words) -> tuple[TableMap, ...]:
        """Take what the map says of some files out of what it says of many, and hold it against them.

        Raises:
            StandardError: where it names what is not there.
        """
        meant = self.meant(Path(grid.file).name for grid in grids)
        found = (slip for slip in slips(self.said, vocabulary, grids) if int(slip.place[1]) in meant)
        return self._sound(found, meant.values(), words)

    def meant(self, files: Iterable[str]) -> dict[int, TableMap]:
        """Take what is said of files of some names, and of files of any name, each with its place in the map."""
        known = (None, *files)
        return {at: table for at, table in enumerate(self.said.tables) if table.file in known}

    def check(self, vocabulary: Vocabulary, files: Iterable[Path], words: Words) -> None:
        """Refuse what no file could fit: words that nobody knows, and names of files that are not there.

        Raises:
            StandardError: all problems at once, each with its place.
        """
        names = sorted({path.name for path in files})
        of_sheets = ("map.no_sheet", "map.no_such_file")
        problems = [slip for slip in slips(self.said, vocabulary, []) if slip.sentence not in of_sheets]
        problems += [
            Slip(("tables", at, "file"), "map.no_such_file", table.file, tuple(get_close_matches(table.file, names, 3)))
            for at, table in enumerate(self.said.tables)
            if table.file is not None and table.file not in names
        ]
        self._sound(problems, (), words)

    def _sound(self, found: Iterable[Slip], tables: Iterable[TableMap], words: Words) -> tuple[TableMap, ...]:
        problems = []
        for slip in found:
            near = words("standard.near", near=words.join(list(slip.near))) if slip.near else ""
            problems.append(
                problem(self.written, slip.place, words(slip.sentence, name=slip.name, near=near, last=slip.last))
            )
        if problems:
            raise StandardError(problems)
        return tuple(tables)


def read(path: Path, words: Words) -> Map:
    """Read a map.

    Raises:
        UsageError: where there is no such file.
        StandardError: where it is no valid map; all problems at once, each with its place.
    """
    if not path.is_file():
        raise UsageError(words("map.no_file", path=path))
    return Map(*read_written(path, SheetMap, words))


def text(inspection: Inspection, words: Words) -> str:
    """Write what was recognised as a map, with a remark on every line that says why.

    Raises:
        UsageError: where all was read from forms of single schools.
    """
    # Forms of single schools are read by their labels, and have no columns to be mapped.
    tables = [table for table in inspection.tables if not table.forms]
    if inspection.tables and not tables:
        raise UsageError(words("map.only_forms"))
    lines = [f"# {words('map.head')}", f"# {words('map.schema')}", "eqeval_map: 1", "tables:"]
    for table in tables:
        lines += _table(table, words)
    return "\n".join(lines) + "\n"


def _table(table: TableView, words: Words) -> Iterator[str]:
    # A name that no text can hold is left out: then the sheet alone says which one is meant.
    name = Path(table.file).name
    named = [f"file: {_quoted(name)}"] if name.isprintable() else []
    first, *others = [*named, f"sheet: {_quoted(table.sheet)}"]
    yield f"  - {first}"
    yield from (f"    {other}" for other in others)
    yield f"    header: [{table.header[0]}, {table.header[1]}]"
    if table.stage:
        yield f"    stage: {table.stage}  # {_remark(table.stage_from)}"
    yield "    columns:"
    for column in table.columns:
        if column.rule == "band":
            # Bands of sizes are known by their headings only; what a map does not name is read as without it.
            yield f"      # {column.letters}: {_remark(column.heading)}  {words('map.band')}"
        else:
            yield f"      {column.letters}: {_column(column)}  # {_why(column, words)}"


def _column(column: ColumnView) -> str:
    said = [f"heading: {_quoted(column.heading)}"]
    if column.use != "used":
        return f"{{ignore: true, {said[0]}}}"
    said.append(f"item: {column.item if column.item.isascii() else _quoted(column.item)}")
    if column.stage:
        said.append(f"stage: {column.stage}")
    if column.unit:
        said.append(f"unit: {_quoted(column.unit)}")
    if column.rule == "part":
        said.append("part: true")
    return "{" + ", ".join(said) + "}"


def _why(column: ColumnView, words: Words) -> str:
    remark = words(f"inspect.rule.{column.rule}") if column.use == "used" else words(f"inspect.use.{column.use}")
    samples = words.join([_remark(sample) for sample in column.samples])
    return words.labelled(remark, samples) if samples else remark


def _quoted(written: str) -> str:
    return json.dumps(written, ensure_ascii=False)


def _remark(written: str) -> str:
    return " ".join(written.split())
