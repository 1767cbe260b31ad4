"""Finds the column that says of what type schools are by what stands in its cells, whatever it is called."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from eqeval.core.grid import Raw, bare, text, word
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import BETWEEN_LEVELS, Lexicon
from eqeval.core.origin import Key
from eqeval.core.vocabulary import Vocabulary


def settle(block: Block, lexicon: Lexicon) -> None:
    """Say which column names types, and leave those for want of another that name neither types nor stages.

    A column of stages in which a type stands that no stage is called by (a teaching point) names types as well. Where
    another column is that of the stages, it is the one of the types. What is left is named as every column that is
    not read, and what else says the type of the schools counts.
    """
    roles = lexicon.vocabulary.roles
    kind, stage = (roles["type"], None), (roles.get("stage", ""), None)
    for key in (kind, stage):
        if key in block.whole and (block.whole[key].weak or key in block.doubled):
            _leave_silent(block, key, lexicon)
    if kind in block.whole:
        return
    own = block.doubled.get(stage) or ((block.whole[stage].index,) if stage in block.whole else ())
    others = (
        [at for at, heading in block.unknown.items() if _means(heading, {kind[0], stage[0]}, lexicon)] if own else []
    )
    naming = next((at for at in (*others, *own) if _names_types(block, at, lexicon)), None)
    if naming is None:
        return
    left = tuple(at for at in own if at != naming)
    if not left:
        block.kinds_at = naming
        return
    found = block.whole[stage]
    block.whole[kind] = _moved(block, found, naming, kind)
    block.whole[stage] = found if found.index in left else _moved(block, found, left[0], stage)
    block.unknown.pop(naming, None)
    _claim(block, stage, left)


def read(block: Block, lexicon: Lexicon) -> None:
    """Give the rows the types that a column of stages names; what is the word of a stage too says the stage only.

    Where the rows of one school name types of different stages, each speaks of its stage and none of the whole school.
    A school may be called by a type that its stages alone never say (a teaching point), and be put among others: that
    is left to its name, too.
    """
    if block.kinds_at is None:
        return
    named = {index: kind for index, raw in _cells(block, block.kinds_at) if (kind := lexicon.type_of(raw))}
    vocabulary = lexicon.vocabulary
    name = block.whole.get((vocabulary.roles["name"], None))
    schools = {
        index: word(row[name.index]) if name and name.index < len(row := block.rows[index]) else "" for index in named
    }
    taught: dict[str, set[str]] = defaultdict(set)
    for index, kind in named.items():
        taught[schools[index]].update(vocabulary.types[kind].stages[:1])
    for index, kind in named.items():
        own, stages = called(schools[index], vocabulary), vocabulary.types[kind].stages
        apart = bool(schools[index]) and len(taught[schools[index]]) > 1
        plain = word(block.rows[index][block.kinds_at]) in lexicon.stages
        if plain or (len(stages) == 1 and (apart or _seldom_said(own, kind, vocabulary))):
            block.row_meant[index] = kind
        else:
            block.row_kinds[index] = kind


def called(name: str, vocabulary: Vocabulary) -> str | None:
    """Find the type in whose word the name of a school ends."""
    bare_name = bare(word(name))
    form = max((each for each in vocabulary.type_forms if bare_name.endswith(each)), key=len, default="")
    return vocabulary.type_forms.get(form)


def _seldom_said(name: str | None, kind: str, vocabulary: Vocabulary) -> bool:
    """Whether a name says a type that never follows from stages, and a row one of its stages that does."""
    if name is None or name == kind:
        return False
    own, said = vocabulary.types[name], vocabulary.types[kind]
    return said.follows and not own.follows and set(said.stages) <= set(own.stages)


def _leave_silent(block: Block, key: Key, lexicon: Lexicon) -> None:
    """Leave the columns that claim to name types or stages and name none; a blank one says nothing wrong."""
    column = block.whole[key]
    claiming = block.doubled.get(key, (column.index,))
    if column.rule == "map" or (len(claiming) == 1 and not any(_cells(block, column.index))):
        return
    speaking = tuple(at for at in claiming if _speaks(block, at, lexicon))
    if not column.weak and not speaking:
        return
    for at in claiming:
        if at not in speaking:
            block.unknown[at] = _heading(block.levels[at])
    if not speaking:
        del block.whole[key]
    elif column.index not in speaking:
        block.whole[key] = _moved(block, column, speaking[0], key)
    _claim(block, key, speaking)


def _claim(block: Block, key: Key, columns: tuple[int, ...]) -> None:
    """Say which columns claim an item; one alone is no question."""
    block.doubled.pop(key, None)
    if len(columns) > 1:
        block.doubled[key] = columns


def _moved(block: Block, column: Column, index: int, key: Key) -> Column:
    heading = _heading(block.levels[index])
    return replace(column, index=index, heading=heading, key=key)


def _heading(path: Iterable[str]) -> str:
    return BETWEEN_LEVELS.join(map(word, path))


def _means(heading: str, items: set[str], lexicon: Lexicon) -> bool:
    leaf = lexicon.level(heading.rpartition(BETWEEN_LEVELS)[2]).text
    return any(lexicon.means(leaf, item) for item in items)


def _speaks(block: Block, index: int, lexicon: Lexicon) -> bool:
    """Whether a column names a type or a stage."""
    return any(word(raw) in lexicon.stages or lexicon.type_of(raw) for _, raw in _cells(block, index))


def _names_types(block: Block, index: int, lexicon: Lexicon) -> bool:
    """Whether a column names a type by a word that is not that of a stage."""
    return any(word(raw) not in lexicon.stages and lexicon.type_of(raw) for _, raw in _cells(block, index))


def _cells(block: Block, index: int) -> Iterator[tuple[int, Raw]]:
    """List what stands in a column below its heading, by row."""
    for at in range(block.row + 1, block.end):
        row = block.rows[at]
        if index < len(row) and text(row[index]):
            yield at, row[index]
