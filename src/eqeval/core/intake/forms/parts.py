"""Says of which stage the rows of a form are: by captions (初中部), or by what stands before or behind the labels."""

import re
from collections.abc import Iterator

from msgspec import Struct, field

from eqeval.core.grid import Grid, bare, text, word
from eqeval.core.intake.forms.columns import Columns
from eqeval.core.intake.forms.entries import forms_of, raw_at
from eqeval.core.parts.form import Forms

# What numbers a caption, from the outermost to the innermost: 一、 (一) 1. (1).
_NUMBERS = tuple(
    map(re.compile, (r"[一二三四五六七八九十]+[、.．]", r"\([一二三四五六七八九十]+\)", r"\d+[、.．)]", r"\(\d+\)"))
)
_UNNUMBERED = len(_NUMBERS)


class _Caption(Struct, frozen=True):
    """A line between the rows. stage: that it speaks of, or none; depth: how far inside its number stands."""

    row: int
    said: str
    stage: str
    depth: int


class Parts(Struct):
    """The stage of every row, for each set of columns. heads: the rows, with their set, that say nothing else."""

    grid: Grid
    sets: list[Columns]
    forms: Forms
    start: int
    by_caption: list[dict[int, str]] = field(default_factory=list)
    by_group: list[dict[int, str]] = field(default_factory=list)
    heads: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Go through the rows once."""
        for number, columns in enumerate(self.sets):
            captions = list(self._captions(columns))
            self.heads |= {(one.row, number) for one in captions}
            self.by_caption.append(self._by_caption(captions))
            self.by_group.append(self._by_group(columns))

    def stage(self, row: int, number: int) -> str:
        """The word of the stage that a row speaks of in a set of columns, or nothing."""
        column = self.sets[number].stage
        said = word(raw_at(self.grid, row, column)) if column is not None else ""
        if said:
            return said if said in self.forms.stage_words else ""
        return self.by_group[number].get(row) or self.by_caption[number].get(row, "")

    def before(self, columns: Columns) -> int:
        """The last column of what stands before some columns; -1 for the first of them."""
        return max((each.last for each in self.sets if each.last < columns.field), default=-1)

    def of_stage(self, written: str) -> str:
        """The word of the stage of which a caption speaks and of nothing else: 一、初中部, 初中部基本情况."""
        for form in forms_of(written, self.forms):
            for stage in self.forms.stage_words:
                rest = bare(form).removeprefix(stage) if form.startswith(stage) else None
                if rest == "" or rest in self.forms.caption_words:
                    return stage
        return ""

    def _by_caption(self, captions: list[_Caption]) -> dict[int, str]:
        within: dict[str, set[str]] = {}
        stage = ""
        for one in captions:
            stage = one.stage or stage
            if not one.stage:
                within.setdefault(one.said, set()).add(stage)
        found: dict[int, str] = {}
        current, depth = "", _UNNUMBERED
        ends = [*(one.row for one in captions), len(self.grid.rows)][1:]
        for one, end in zip(captions, ends, strict=True):
            if one.stage:
                current, depth = one.stage, one.depth
            elif one.depth < _UNNUMBERED and depth < _UNNUMBERED:
                current = current if one.depth > depth else ""
            elif len(within[one.said]) < 2:
                # What stands in the part of one stage only may be about the whole school.
                current = ""
            if current:
                found |= dict.fromkeys(range(one.row, end), current)
        return found

    def _captions(self, columns: Columns) -> Iterator[_Caption]:
        """List the lines without a value: one text in the whole row, or a label that nobody knows."""
        known = self.forms.of_school | self.forms.of_county | self.forms.passed_over | self.forms.makeshift
        for index in range(self.start + 1, len(self.grid.rows)):
            row = self.grid.rows[index]
            numbers = [at for at in range(columns.field) if _is_number(text(raw_at(self.grid, index, at)))]
            filled = [said for at, raw in enumerate(row) if at not in numbers and (said := text(raw))]
            own = text(raw_at(self.grid, index, columns.field))
            values = [word(raw_at(self.grid, index, at)) for _, at in columns.values]
            values += [word(raw_at(self.grid, index, at)) for at in columns.others]
            said = filled[0] if len(filled) == 1 else own
            # Headings may be repeated beside it.
            if not said or (len(filled) > 1 and any(each and each not in self.forms.column_names for each in values)):
                continue
            if known.isdisjoint(forms_of(said, self.forms)):
                yield _Caption(index, word(said), self.of_stage(said), _depth(word(said)))

    def _by_group(self, columns: Columns) -> dict[int, str]:
        """Read what stands before the labels: a stage beside its rows, in each of them or merged over them."""
        found: dict[int, str] = {}
        for column in range(self.before(columns) + 1, columns.field):
            merged = {top: bottom for top, left, bottom, right in self.grid.merged if left <= column <= right}
            over = any(bottom > top for top, bottom in merged.items())
            current, until = "", 0
            for index in range(self.start + 1, len(self.grid.rows)):
                said = text(raw_at(self.grid, index, column))
                if said and not _is_number(said):
                    current = self.of_stage(said)
                    until = merged.get(index, index) if over else len(self.grid.rows)
                if current and index <= until:
                    found[index] = current
        return found


def staged(stage: str, name: str, known: frozenset[str], forms: Forms) -> str:
    """Name a label of a stage; where other stages have it and this one has not, by a name that nobody knows."""
    same = next((names for names in forms.words_of_stages if stage in names), ())
    for each in (stage, *same):
        for label in (f"{each}{name}", f"{name}({each})"):
            if label in known:
                return label
    if any(f"{each}{name}" in known or f"{name}({each})" in known for each in forms.stage_words):
        return f"{stage}{name}"
    return name


def _depth(said: str) -> int:
    return next((depth for depth, number in enumerate(_NUMBERS) if number.match(said)), _UNNUMBERED)


def _is_number(said: str) -> bool:
    """Whether a cell only numbers its row: 1, 一, (二)."""
    return not said.strip("0123456789一二三四五六七八九十、.．()（） ")
