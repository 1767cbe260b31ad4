"""Finds the stage of rows in a table of both: by the part of a school that they name, or where numbering restarts."""

from collections.abc import Iterator
from itertools import pairwise

from eqeval.core.grid import Raw, text, word
from eqeval.core.intake.columns.kinds import called
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.rows import row_kinds
from eqeval.core.vocabulary import Vocabulary


def stages(block: Block, above: int, lexicon: Lexicon) -> dict[int, str]:
    """Say of every row that tells it which stage it speaks of; nothing where the signs contradict each other.

    Forms list one stage and then the other, in the order of the title, and number each from 1. A row whose name says
    another stage than its place gets none.

    above: the first row that may hold the title of the block.
    """
    vocabulary = lexicon.vocabulary
    judged = [name for name, stage in vocabulary.stages.items() if stage.judged]
    name = block.whole[vocabulary.roles["name"], None].index
    rows = list(_schools(block, name, lexicon))
    named = {index: _named(text(block.rows[index][name]), lexicon) for index in rows}
    order = _order(block, above, judged, vocabulary)
    runs = _runs(block, rows, lexicon)
    if len(runs) != len(judged):
        return {index: stage for index, stage in named.items() if stage} if all(named.values()) else {}
    sure = order is not None or any(
        named[index] == stage for run, stage in zip(runs, judged, strict=True) for index in run
    )
    if not sure:
        return {}
    return {
        index: stage
        for run, stage in zip(runs, order or judged, strict=True)
        for index in run
        if named[index] in (None, stage)
    }


def named(block: Block, lexicon: Lexicon) -> dict[int, str]:
    """Say of the rows whose names end in a type of one judged stage which that is, where those are half of them.

    For tables of which nothing else says a type or a stage: the others stay open, and none of them is guessed.
    """
    vocabulary = lexicon.vocabulary
    name = block.whole[vocabulary.roles["name"], None].index
    rows = list(_schools(block, name, lexicon))
    kinds = {index: called(text(block.rows[index][name]), vocabulary) for index in rows}
    taught = {index: vocabulary.types[kind].stages for index, kind in kinds.items() if kind}
    found = {index: stages[0] for index, stages in taught.items() if len(stages) == 1}
    found = {index: stage for index, stage in found.items() if vocabulary.stages[stage].judged}
    return found if 2 * len(found) >= len(rows) else {}


def departments(block: Block, lexicon: Lexicon) -> dict[int, str]:
    """Say of every row that names a part of a school which stage that is."""
    name = block.whole[lexicon.vocabulary.roles["name"], None].index
    found = {}
    for index in range(block.row + 1, block.end):
        row = block.rows[index]
        stage = _department(word(row[name]), lexicon) if name < len(row) else None
        if stage:
            found[index] = stage
    return found


def _schools(block: Block, name: int, lexicon: Lexicon) -> Iterator[int]:
    kinds = row_kinds(lexicon)
    for index in range(block.row + 1, block.end):
        row = block.rows[index]
        if name < len(row) and kinds.kind(row, name, index - block.row)[0] == "school":
            yield index


def _named(written: str, lexicon: Lexicon) -> str | None:
    """Find the judged stage that the name of a school speaks of."""
    name, vocabulary = word(written), lexicon.vocabulary
    stage = _department(name, lexicon) or lexicon.stage_in(name)
    if stage is None:
        single = [kind for kind in vocabulary.types.values() if len(kind.stages) == 1]
        found = {kind.stages[0] for kind in single if any(word(form) in name for form in kind.words)}
        stage = found.pop() if len(found) == 1 else None
    return stage if stage and vocabulary.stages[stage].judged else None


def _department(name: str, lexicon: Lexicon) -> str | None:
    return next(
        (stage for stage in lexicon.vocabulary.stages if name.endswith(lexicon.endings(stage))),
        None,
    )


def _order(block: Block, above: int, judged: list[str], vocabulary: Vocabulary) -> list[str] | None:
    """Read in which order the lines above the headings name the stages."""
    for index in range(block.first - 1, above - 1, -1):
        for raw in block.grid.rows[index]:
            title = word(raw)
            places = {
                stage: min(
                    (title.find(word(form)) for form in vocabulary.stages[stage].words if word(form) in title),
                    default=-1,
                )
                for stage in judged
            }
            if all(place >= 0 for place in places.values()):
                return sorted(judged, key=lambda stage: places[stage])
    return None


def _runs(block: Block, rows: list[int], lexicon: Lexicon) -> list[list[int]]:
    """Divide rows where the column of their numbers begins again with 1; nothing without such a column."""
    for numbers in _numberings(block, rows, lexicon):
        if rows and numbers[rows[0]] == 1:
            runs: list[list[int]] = []
            for index in rows:
                if numbers[index] == 1:
                    runs.append([])
                runs[-1].append(index)
            return runs
    return []


def counted(block: Block, rows: list[int], lexicon: Lexicon) -> set[int]:
    """Find the rows that are numbered in one line with those beside them, as schools are and no total is."""
    found: set[int] = set()
    for numbers in _numberings(block, rows, lexicon):
        for upper, lower in pairwise(rows):
            if (number := numbers[upper]) is not None and numbers[lower] == number + 1:
                found |= {upper, lower}
    return found


def without_number(block: Block, rows: list[int], lexicon: Lexicon) -> set[int]:
    """Find the rows whose cell is blank in every column of numbers; none where there is no such column."""
    columns = list(_numberings(block, rows, lexicon))
    return {index for index in rows if all(numbers[index] is None for numbers in columns)} if columns else set()


def _numberings(block: Block, rows: list[int], lexicon: Lexicon) -> Iterator[dict[int, int | None]]:
    """Read the columns that number rows (序号)."""
    for column, heading in block.spare.items():
        if lexicon.level(heading).text in lexicon.unused:
            yield {index: _count(block.grid.rows[index], column) for index in rows}


def _count(row: list[Raw], column: int) -> int | None:
    written = text(row[column]) if column < len(row) else ""
    return int(written) if written.isascii() and written.isdigit() else None
