"""How the forms that one school fills in are recognised: which label means which item, as part of a vocabulary."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Literal

from eqeval.core.grid import word
from eqeval.core.parts.written import Model, Whole


class Field(Model):
    """A row of a form with one field a row.

    stage: None for a figure of the whole school. labels: what the row may be called. sum: rows that add up to the item
    where it has no row of its own, one list of labels each. otherwise: labels that stand in where neither is there.
    instead: labels that count only where the form has none of those.
    """

    item: str
    stage: str | None = None
    labels: list[str] = []
    sum: list[list[str]] = []
    otherwise: list[str] = []
    instead: list[str] = []


class Flag(Model):
    """A question whose yes says something of an item: `yes` is the answer to a choice, `at_most` the latest year."""

    labels: list[str]
    item: str
    yes: str | None = None
    at_most: Whole | None = None


class Complete(Model):
    """How a form itself shows that blank rows are zero: all rows, those of the figure and others, make the total."""

    total: list[str]
    others: list[str]


class Figure(Model):
    """A number where a row and a column of a statistics form cross.

    forms: the numbers of the forms that have it. rows, columns: what adds up, each by any of its labels, `A > B` is B
    under A; without rows it is the first row below the headings. once: a column that is left out of the sum, or taken
    alone, where it is the sum of the columns named behind it. complete: where blank rows are zero. Of several figures
    of one item the first that a form has in full is read.
    """

    item: str
    stage: str | None = None
    forms: list[str]
    rows: list[list[str]]
    columns: list[list[str]]
    once: dict[str, list[str]] = {}
    complete: Complete | None = None


class Statistics(Model):
    """The statistics forms that one school fills in: 教基 and the like.

    signs: how the name of such a sheet begins, before its number. labels: the heading above the row labels. below: what
    stands under it in the row that numbers the columns. codes, units: headings of columns that hold codes and units.
    blocks: rows that begin the part of one stage. fields: what is written beside or behind its label.
    """

    signs: list[str]
    labels: list[str]
    below: list[str]
    codes: list[str]
    units: list[str]
    blocks: dict[str, list[str]]
    fields: list[Field]
    figures: list[Figure]

    @cached_property
    def field_words(self) -> dict[str, str]:
        """The item that a label has its value beside, by the label."""
        return {word(label): field.item for field in self.fields for label in field.labels}

    @cached_property
    def block_words(self) -> dict[str, str]:
        """The stage that a row begins, by its label."""
        return {word(label): stage for stage, labels in self.blocks.items() for label in labels}


class Forms(Model):
    """The forms of one school or of the county itself.

    columns: the headings of a form with one field a row; whole: of the column beside those of the stages. leads: what
    may stand before a label and says nothing. captions: what may stand behind a stage in a line above its rows.
    stages: what makes a label of the whole school one of a stage, before it or behind it in brackets. fields, flags,
    county: what eqeval reads. unused: labels that are known and not needed.
    """

    columns: dict[Literal["field", "value", "unit", "required", "whole"], list[str]]
    leads: list[str]
    captions: list[str] = []
    stages: dict[str, list[str]]
    fields: list[Field]
    flags: list[Flag]
    county: list[Field]
    unused: list[str]
    statistics: Statistics

    def expanded(
        self,
        stages_of: Mapping[str, Collection[str]],
        headings_of: Mapping[str, Collection[str]],
        instead_of: Mapping[str, Collection[str]],
    ) -> "Forms":
        """Add to every field of an item with stages those of each stage, before itself: they say more.

        What heads the column of an item in a table stands in for the label of its row, and what heads it for want of
        another does so here. Labels are as they are recognised, so that a hundred forms need not fold them again.
        """
        fields = []
        labelled = {label for field in self.fields for label in _labels([field])} | self.passed_over
        for written in self.fields:
            others = [] if written.stage or not written.labels else headings_of[written.item]
            more = [each for each in others if word(each) not in labelled]
            last = [] if written.stage or not written.labels else instead_of[written.item]
            last = [*written.instead, *(each for each in last if word(each) not in labelled)]
            field = _folded(written.model_copy(update={"otherwise": [*written.otherwise, *more], "instead": last}))
            if field.stage is None:
                fields += [self._of_stage(field, stage) for stage in stages_of[field.item] if stage in self.stages]
            fields.append(field)
        # A copy would keep the labels that were listed before.
        own = {name: getattr(self, name) for name in type(self).model_fields}
        county = list(map(_folded, self.county))
        unused = [*self.unused, *self._of_other_stages(stages_of)]
        return type(self).model_construct(**own | {"fields": fields, "county": county, "unused": unused})

    def _of_other_stages(self, stages_of: Mapping[str, Collection[str]]) -> Iterator[str]:
        """List the labels of stages that their items do not have: 高中最大班额 is known, and nothing asks for it."""
        for field in self.fields:
            if field.stage is None and stages_of[field.item]:
                for stage in self.stages.keys() - set(stages_of[field.item]):
                    yield from _labels([self._of_stage(_folded(field), stage)])

    def _of_stage(self, field: Field, stage: str) -> Field:
        names = [word(name) for name in self.stages[stage]]

        def staged(labels: list[str]) -> list[str]:
            return [form for label in labels for name in names for form in (f"{name}{label}", f"{label}({name})")]

        parts = [staged(labels) for labels in field.sum]
        return Field.model_construct(
            item=field.item,
            stage=stage,
            labels=staged(field.labels),
            sum=parts,
            otherwise=staged(field.otherwise),
            instead=[],
        )

    def names(self) -> Iterator[str]:
        """List the items and stages that it speaks of, apart from those of the county."""
        yield from self.stages
        yield from self.statistics.blocks
        yield from (flag.item for flag in self.flags)
        for item, stage in [
            *((field.item, field.stage) for field in (*self.fields, *self.statistics.fields)),
            *((figure.item, figure.stage) for figure in self.statistics.figures),
        ]:
            yield item
            if stage is not None:
                yield stage

    @cached_property
    def column_names(self) -> dict[str, Literal["field", "value", "unit", "required", "whole"]]:
        """The columns of a form with one field a row, by every heading as it is recognised."""
        return {word(heading): name for name, headings in self.columns.items() for heading in headings}

    @cached_property
    def field_words(self) -> frozenset[str]:
        """The headings of the column that names the fields: a form with columns has one of them."""
        return frozenset(map(word, self.columns.get("field", [])))

    @cached_property
    def of_school(self) -> frozenset[str]:
        """Every label that a form of a school may have, as it is recognised."""
        flagged = [word(label) for flag in self.flags for label in flag.labels]
        return frozenset([*_labels(self.fields), *flagged])

    @cached_property
    def makeshift(self) -> frozenset[str]:
        """The labels that count only for want of another; a form is not known by them."""
        return frozenset(word(label) for field in self.fields for label in field.instead) - self.of_school

    @cached_property
    def of_county(self) -> frozenset[str]:
        """Every label that the form of a county may have."""
        return frozenset(_labels(self.county))

    @cached_property
    def stage_words(self) -> frozenset[str]:
        """What says of which stage a figure is."""
        return frozenset(word(name) for names in self.stages.values() for name in names)

    @cached_property
    def words_of_stages(self) -> tuple[tuple[str, ...], ...]:
        """The same, stage by stage."""
        return tuple(tuple(map(word, names)) for names in self.stages.values())

    @cached_property
    def caption_words(self) -> frozenset[str]:
        """What may stand behind a stage in a line above its rows."""
        return frozenset(map(word, self.captions))

    @cached_property
    def lead_words(self) -> tuple[str, ...]:
        """What may stand before a label and says nothing."""
        return tuple(map(word, self.leads))

    @cached_property
    def passed_over(self) -> frozenset[str]:
        """The labels that are known and not needed."""
        return frozenset(map(word, self.unused))


def _folded(field: Field) -> Field:
    """Write the labels of a field as they are recognised."""

    def fold(labels: list[str]) -> list[str]:
        return [word(label) for label in labels]

    parts = list(map(fold, field.sum))
    told = {name: fold(getattr(field, name)) for name in ("labels", "otherwise", "instead")}
    return field.model_copy(update=told | {"sum": parts})


def _labels(fields: list[Field]) -> list[str]:
    written = [[*field.labels, *field.otherwise, *(label for part in field.sum for label in part)] for field in fields]
    return [word(label) for labels in written for label in labels]
