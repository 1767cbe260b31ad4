"""Refuses a total beside which a part of it stands that does not count: 骨干教师 > 合计 beside 校级, 高中学生数."""

from collections.abc import Iterator, Mapping, Sequence

from eqeval.core.figures.exact import Number
from eqeval.core.grid import Raw, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.origin import Key, Row
from eqeval.core.vocabulary import Vocabulary


def settle(block: Block, lexicon: Lexicon) -> None:
    """Leave a column that includes others by their headings and figures, of which the item says that they do not count.

    Of a part with nothing but zeros it makes no difference. A column that a map names is taken as it is.
    """
    for key in [key for key in block.whole if key[1] == UNSAID]:
        _leave_stages(block, key, lexicon)
    beside = {**block.unknown, **block.spare}
    suspects = [at for at, heading in sorted(beside.items()) if lexicon.qualified.names_part(heading)]
    if suspects:
        _Totals(block, lexicon).settle(suspects)


def between(blocks: Sequence[Block], vocabulary: Vocabulary) -> None:
    """Take up again what was left on a sheet of one stage, where the sheet of another shows that it is not the total.

    A school on both has another figure on each; a total would be the same.
    """
    for block in [one for one in blocks if one.stage and one.left_stages]:
        others = [one for one in blocks if one.stage not in (None, block.stage)]
        for key, column in list(block.left_stages.items()):
            mine = _by_school(block, column.index, vocabulary)
            told = [_by_school(one, at.index, vocabulary) for one in others if (at := _column(one, key))]
            if any(name in mine and figure != mine[name] for found in told for name, figure in found.items()):
                block.whole[key] = column
                for found in (block.denied, block.beside, block.unknown):
                    found.pop(column.index, None)


def tell(block: Block, row: Row, lexicon: Lexicon, findings: Findings) -> None:
    """Ask about columns that hold the stage of their rows, unless they are a total with one that has its own column."""
    for key, others in block.told_stages.items():
        if key in block.whole:
            column = block.whole[key]
            names = findings.words.join([row.name(at) for at in others])
            findings.add("W593", row, column.index, column.heading, item=lexicon.titles[key], cells=names)


def _leave_stages(block: Block, key: Key, lexicon: Lexicon) -> None:
    """Leave a column that may be the total with the stages that nobody judges, which have columns beside it.

    It is none where those are blank, or where it is below one of them. A row that says its stage speaks of that one;
    a school with a row for each bears it out by figures that differ, and without one it is asked about.
    """
    column = block.whole[key]
    others = [one for (name, stage), one in block.whole.items() if name == key[0] and stage != key[1]]
    if not others or column.rule == "map":
        return
    stages = _stages(block, lexicon)
    rows = list(enumerate(block.rows[block.row + 1 : block.end], block.row + 1))
    pairs = [(at, _figure(row, column.index), _figure(row, one.index)) for at, row in rows for one in others]
    told = [(at, whole, part) for at, whole, part in pairs if whole is not None and part]
    if any(whole < part for _, whole, part in told):
        return
    if any(at not in stages for at, _, _ in told):
        block.denied[column.index] = (key, "、".join(one.heading for one in others))
        block.beside[column.index] = tuple(one.index for one in others)
        block.left_stages[key] = column
        block.unknown[column.index] = block.whole.pop(key).heading
    elif told and not _differs(block, column, stages, lexicon.vocabulary):
        block.told_stages[key] = tuple(one.index for one in others)


def _stages(block: Block, lexicon: Lexicon) -> dict[int, str]:
    """List the rows that say their stage in a column of stages, and that stage."""
    column = block.whole.get((lexicon.vocabulary.roles.get("stage", ""), None))
    if column is None:
        return {}
    rows = enumerate(block.rows[block.row + 1 : block.end], block.row + 1)
    said = ((at, lexicon.stages.get(word(row[column.index]))) for at, row in rows if column.index < len(row))
    return {at: stage for at, stage in said if stage}


def _differs(block: Block, column: Column, stages: Mapping[int, str], vocabulary: Vocabulary) -> bool:
    """Whether a school has rows of several stages, with a figure of its own in each."""
    found: dict[str, dict[str, Number]] = {}
    for at, name, figure in _figures(block, column.index, vocabulary):
        if at in stages:
            found.setdefault(name, {})[stages[at]] = figure
    return any(len(set(each.values())) > 1 for each in found.values())


def _by_school(block: Block, at: int, vocabulary: Vocabulary) -> dict[str, Number]:
    return {name: figure for _, name, figure in _figures(block, at, vocabulary)}


def _figures(block: Block, at: int, vocabulary: Vocabulary) -> Iterator[tuple[int, str, Number]]:
    """List the rows of schools with their names and a figure."""
    name = block.whole.get((vocabulary.roles["name"], None))
    rows = enumerate(block.rows[block.row + 1 : block.end], block.row + 1) if name else ()
    for index, row in rows:
        figure = _figure(row, at)
        if name and name.index < len(row) and figure is not None and (said := word(row[name.index])):
            yield index, said, figure


def _column(block: Block, key: Key) -> Column | None:
    return block.whole.get(key) or block.left_stages.get(key)


class _Totals:
    """The headings of a block level by level, and what stands below them."""

    def __init__(self, block: Block, lexicon: Lexicon) -> None:
        self.block, self.lexicon = block, lexicon
        self.texts = [tuple(said for each in path if (said := self._said(each))) for path in block.levels]
        self.leads = tuple(map(word, lexicon.vocabulary.not_schools.parts))

    def settle(self, suspects: Sequence[int]) -> None:
        block = self.block
        for key, column in list(block.whole.items()):
            words = self.lexicon.qualified.uncounted.get(key[0])
            if words is None or column.rule == "map":
                continue
            parts = [at for at in suspects if self._names_part(column, at, words) and self._is_in(column, at, words)]
            if parts and self._detailed(key):
                # The parts that count stand beside it and come to the item.
                block.spare[column.index] = block.whole.pop(key).heading
                block.parts[key] = block.detailed[key]
                for one in block.parts[key].values():
                    block.spare.pop(one.index, None)
            elif parts:
                block.denied[column.index] = (key, "、".join("".join(self.texts[at][-1:]) for at in parts))
                block.beside[column.index] = tuple(parts)
                block.unknown[column.index] = block.whole.pop(key).heading

    def _detailed(self, key: Key) -> bool:
        """Whether all parts of a sum that makes an item stand beside its total."""
        found, sums = self.block.detailed.get(key, {}), self.lexicon.vocabulary.items[key[0]].sums
        return any(all((number, part) in found for part in range(len(one.of))) for number, one in enumerate(sums))

    def _said(self, level: str) -> str:
        read = self.lexicon.level(level)
        return read.text or (word(level) if read.stage else "")

    def _names_part(self, column: Column, at: int, words: tuple[str, ...]) -> bool:
        """Whether a heading is that of a part of another column's that does not count."""
        whole, part = self.texts[column.index], self.texts[at]
        stem = self._stem(whole)
        if stem and len(part) > len(stem) and part[: len(stem)] == stem:
            return any(level.startswith(words) for level in part[len(stem) :])
        if not part or not whole or self._group(part) != self._group(whole):
            return False
        if self._led_by(at, words) == column.index:
            return part[-1].startswith(words)
        # 骨干教师数 beside 校级骨干教师数: the other one says less, and may be all of them.
        rest = next((part[-1].removeprefix(each) for each in words if part[-1].startswith(each)), "")
        return at == column.index + 1 and bool(rest) and self.lexicon.spelling(rest) == self.lexicon.spelling(whole[-1])

    def _stem(self, whole: tuple[str, ...]) -> tuple[str, ...]:
        """Give what the total of some columns stands below together with them."""
        below = len(whole) > 1 and (whole[-1] in self.lexicon.totals or self.lexicon.counts(whole[-1]))
        return whole[:-1] if below else whole

    def _group(self, path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in path[:-1] if each not in self.leads)

    def _led(self, at: int) -> bool:
        return any(word(each).startswith(self.leads) for each in self.block.levels[at])

    def _led_by(self, at: int, words: tuple[str, ...]) -> int | None:
        """Find the column of which one is a part by its heading: 其中：专职 and 兼职 belong to the one before."""
        led = False
        while at >= 0 and (self._led(at) or (self.texts[at] and self.texts[at][-1] in words)):
            led = led or self._led(at)
            at -= 1
        return at if led and at >= 0 else None

    def _is_in(self, column: Column, at: int, words: tuple[str, ...]) -> bool:
        """Whether the figures of a part are in those of a column, as far as they say: not those that others come to."""
        rows = self.block.rows[self.block.row + 1 : self.block.end]
        values = [(_figure(row, column.index), _figure(row, at)) for row in rows]
        blanks = self.lexicon.vocabulary.blank_words
        told = any(
            figure is not None or word(row[at]) not in blanks
            for row, (_, figure) in zip(rows, values, strict=True)
            if at < len(row) and text(row[at]) and figure != 0
        )
        if not told or any(whole is not None and figure is not None and figure > whole for whole, figure in values):
            return False
        if self._led(at):
            return True
        stem = self._stem(self.texts[column.index])
        others = [
            index
            for index, path in enumerate(self.texts)
            if index != column.index and path[: len(stem)] == stem and len(path) > len(stem)
            if not self._led(index) and not any(level.startswith(words) for level in path[len(stem) :])
        ]
        if not others or not all(self._divides(index) for index in others):
            return True
        counted = [(_figure(row, column.index), [_figure(row, index) for index in others]) for row in rows]
        return any(whole is not None and whole != sum(one or 0 for one in rest) for whole, rest in counted)

    def _divides(self, index: int) -> bool:
        """Whether a column is known to be one of several that make the whole: a grade, a level, and not 男 and 女."""
        if index in self.block.spare or index in self.block.column:
            return True
        stages = self.lexicon.vocabulary.stages.values()
        return any(self.texts[index][-1] in stage.grade_words for stage in stages)


def _figure(row: Sequence[Raw], at: int) -> Number | None:
    return cells.exactly(row[at]) if at < len(row) else None
