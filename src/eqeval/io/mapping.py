"""Reads the map of a file's columns, strictly, and writes one."""

import json
from collections.abc import Iterator
from pathlib import Path

from eqeval.core.errors import StandardError, UsageError
from eqeval.core.grid import Grid
from eqeval.core.intake.inspection import ColumnView, Inspection, TableView
from eqeval.core.intake.mapping import SheetMap, TableMap, slips
from eqeval.core.vocabulary import Vocabulary
from eqeval.io.standards import problem, read_written
from eqeval.words import Words


def load(path: Path, vocabulary: Vocabulary, grids: list[Grid], words: Words) -> tuple[TableMap, ...]:
    """Read a map and hold it against the vocabulary and the sheets that it speaks of.

    Raises:
        UsageError: where there is no such file.
        StandardError: where it is no valid map; all problems at once, each with its place.
    """
    if not path.is_file():
        raise UsageError(words("map.no_file", path=path))
    found, written = read_written(path, SheetMap, words)
    problems = []
    for slip in slips(found, vocabulary, grids):
        near = words("standard.near", near=words.join(list(slip.near))) if slip.near else ""
        problems.append(problem(written, slip.place, words(slip.sentence, name=slip.name, near=near)))
    if problems:
        raise StandardError(problems)
    return tuple(found.tables)


def text(inspection: Inspection, words: Words) -> str:
    """Write what was recognised as a map, with a remark on every line that says why."""
    lines = [f"# {words('map.head')}", f"# {words('map.schema')}", "eqeval_map: 1", "tables:"]
    for table in inspection.tables:
        lines += _table(table, words)
    return "\n".join(lines) + "\n"


def _table(table: TableView, words: Words) -> Iterator[str]:
    yield f"  - file: {_quoted(Path(table.file).name)}"
    yield f"    sheet: {_quoted(table.sheet)}"
    yield f"    header: [{table.header[0]}, {table.header[1]}]"
    if table.stage:
        yield f"    stage: {table.stage}  # {_remark(table.stage_from)}"
    yield "    columns:"
    for column in table.columns:
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
