"""Refuses a total beside which a part of it stands that does not count: 骨干教师 > 合计 beside 校级, 高中学生数."""

from collections.abc import Sequence

from eqeval.core.figures.exact import Number
from eqeval.core.grid import Raw, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.origin import Key


def settle(block: Block, lexicon: Lexicon) -> None:
    """Leave a column that includes others by their headings and figures, of which the item says that they do not count.

    Of a part with nothing but zeros it makes no difference. A column that a map names is taken as it is.
    """
    for key in [key for key in block.whole if key[1] == UNSAID]:
        _leave_stages(block, key)
    beside = {**block.unknown, **block.spare}
    suspects = [at for at, heading in sorted(beside.items()) if lexicon.qualified.names_part(heading)]
    if suspects:
        _Totals(block, lexicon).settle(suspects)


def _leave_stages(block: Block, key: Key) -> None:
    """Leave a column that may be the total with the stages that nobody judges, which have columns beside it.

    It is none where those are blank, or where it is below one of them.
    """
    column = block.whole[key]
    others = [one for (name, stage), one in block.whole.items() if name == key[0] and stage != key[1]]
    if not others or column.rule == "map":
        return
    rows = block.rows[block.row + 1 : block.end]
    pairs = [(_figure(row, column.index), _figure(row, one.index)) for row in rows for one in others]
    told = [(whole, part) for whole, part in pairs if whole is not None and part]
    if told and all(whole >= part for whole, part in told):
        block.denied[column.index] = (key, "、".join(one.heading for one in others))
        block.beside[column.index] = tuple(one.index for one in others)
        block.unknown[column.index] = block.whole.pop(key).heading


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
