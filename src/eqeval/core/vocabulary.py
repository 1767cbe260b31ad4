"""The words of the field (词汇表): stages, types of school, items and their headings, units, answers, consistencies."""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.grid import bare_label, word
from eqeval.core.origin import Key
from eqeval.core.parts.declaration import Declaration
from eqeval.core.parts.form import Forms
from eqeval.core.parts.items import Item, StatedItem
from eqeval.core.parts.plausible import Plausible
from eqeval.core.parts.tables import Levels, NotSchools, Sheets, Stated, UnitLines
from eqeval.core.parts.written import Identifier, Model, Positive, Title, Whole, YesNo


class Stage(Model):
    """A stage of schooling (学段). judged: whether its pupils make a section of their own.

    words: what says in a heading, a caption, a sheet's or a file's name that a table speaks of this stage. departments:
    what stands behind the name of a school where a row speaks of this part of it (its primary department).
    """

    title: Title
    judged: YesNo
    grades: list[str] = []
    words: list[str] = []
    departments: list[str] = []

    @cached_property
    def grade_words(self) -> frozenset[str]:
        """The grades as they are recognised."""
        return frozenset(map(word, self.grades))


class SchoolType(Model):
    """A type of school (办学类型).

    stages: those it is expected to teach. alone: whether a site of this type that is not counted as a school
    stands by itself when no parent is named. follows: whether a school of which only these stages are known is of it.
    """

    title: Title
    words: list[str]
    stages: list[str]
    alone: YesNo = False
    follows: YesNo = False
    uncounted: list[str] = []


class Part(Model):
    """A consistency of the data: one sum cannot exceed another, in the same school and stage."""

    part: str
    whole: str
    message: Title


class SeldomAbove(Part):
    """What one sum seldom exceeds. few: a part of at most so many is not asked about, however small the whole."""

    few: Whole = 0


class Vocabulary(Model):
    """The words of the field: stages, types of school, items and their headings, answers, consistencies."""

    id: Identifier
    title: Title
    stages: dict[str, Stage]
    types: dict[str, SchoolType]
    roles: dict[
        Literal[
            "name",
            "code",
            "type",
            "counted",
            "parent",
            "county",
            "county_name",
            "town",
            "pupils",
            "classes",
            "largest_class",
            "stage",
            "year",
        ],
        str,
    ]
    items: dict[str, Item]
    sheets: Sheets
    answers: dict[str, list[str]]
    # Signs that answer what asks yes or no.
    marks: dict[str, list[str]] = {}
    # What answers a requirement of a kind only.
    answers_to: dict[Literal["attestation", "veto"], dict[str, list[str]]] = {}
    not_schools: NotSchools
    same_units: list[list[str]]
    # How many of a unit one of another is: {元: {万元: 10000}}.
    conversions: dict[str, dict[str, Positive]] = {}
    # By what other words a unit may be counted, and not the other way round: {间: [个]}.
    counted_as: dict[str, list[str]] = {}
    # The numbers of a unit that may be written with other signs: {级: {III: 3}}.
    numerals: dict[str, dict[str, Whole]] = {}
    unit_lines: UnitLines = UnitLines.model_construct()
    levels: Levels = Levels.model_construct()
    stated: Stated = Stated.model_construct()
    # What stands in a cell where nothing is stated; never a zero.
    blanks: list[str] = []
    # What stands in a column of names for the one above.
    dittos: list[str] = []
    parts: list[Part] = []
    seldom_above: list[SeldomAbove] = []
    plausible: Plausible | None = None
    forms: Forms | None = None
    declaration: Declaration | None = None

    @model_validator(mode="after")
    def _headings_clear(self) -> Self:
        """Refuse a heading that two items claim, and stages that nothing defines."""
        claimed: dict[str, tuple[str, str | None]] = {}
        for name, item in self.items.items():
            stages = {*item.stages, *(stage for parts in item.sums for stage in parts.stages)}
            unknown = next((stage for stage in stages if stage not in self.stages), None)
            if unknown:
                raise PydanticCustomError("stage_unknown", "not defined", {"item": name, "unknown": unknown})
            for stage, heading in item.written() if item.of == "school" else ():
                first = claimed.setdefault(word(heading), (name, stage))
                if first != (name, stage):
                    values = {"heading": heading, "item": name, "first": first[0]}
                    raise PydanticCustomError("heading_twice", "claimed twice", values)
        return self

    @model_validator(mode="after")
    def _forms_known(self) -> Self:
        """Refuse forms that speak of an item or a stage that nothing defines; county items may come with a standard."""
        if self.forms:
            known = {*self.items, *self.stages}
            unknown = next((name for name in self.forms.names() if name not in known), None)
            if unknown:
                raise PydanticCustomError("form_unknown", "not defined", {"unknown": unknown})
        return self

    @model_validator(mode="after")
    def _of_known_items(self) -> Self:
        named = {name for part in (*self.parts, *self.seldom_above) for name in (part.part, part.whole)}
        if self.plausible:
            named |= self.plausible.items_named()
        if not named <= set(self.items):
            raise ValueError("marks_of_items")
        if self.plausible and not self.plausible.unlike <= set(self.types):
            raise ValueError("marks_of_types")
        return self

    def with_items(self, items: Mapping[str, Item]) -> "Vocabulary":
        """Add the items of a standard; what was worked out without them is not kept."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Vocabulary.model_construct(**{**fields, "items": {**self.items, **items}})

    @cached_property
    def type_forms(self) -> dict[str, str]:
        """The types of school by every form in which they may be written."""
        return {word(form): name for name, kind in self.types.items() for form in (*kind.words, *kind.uncounted)}

    @cached_property
    def answer_forms(self) -> dict[str, str]:
        """Yes and no by every form in which they may be written."""
        return {
            word(form): name for each in (self.answers, self.marks) for name, forms in each.items() for form in forms
        }

    @cached_property
    def answer_forms_of(self) -> dict[str, dict[str, str]]:
        """Yes and no as the county may answer a requirement, by its kind; other kinds are answered as all else."""
        common: dict[str, tuple[dict[str, list[str]], ...]] = {"attestation": (self.marks,), "veto": ()}
        return {
            kind: {
                word(form): name
                for each in (self.answers, *common[kind], own)
                for name, forms in each.items()
                for form in forms
            }
            for kind, own in self.answers_to.items()
        }

    def unit(self, written: str) -> str:
        """Fold a unit to the first of the forms that mean the same."""
        folded = word(written)
        same = self._folded_units.get(folded)
        if same is None and "/" in folded:
            base, _, per = folded.partition("/")
            same = f"{self._folded_units.get(base, base)}/{per}"
        return same or folded

    @cached_property
    def _folded_units(self) -> dict[str, str]:
        return {word(form): word(same[0]) for same in self.same_units for form in same}

    def factor(self, given: str, wanted: str) -> Number | None:
        """Say how many of the wanted unit one of the given is; None where the one is not to be had from the other.

        A unit per something (元/生) is another quantity, also where it may be called by the same name.
        """
        if "/" in given or "/" in wanted:
            return 1 if "/" in given and "/" in wanted and self.unit(given) == self.unit(wanted) else None
        left, right = self.unit(given), self.unit(wanted)
        if left == right or left in self._counters.get(right, ()):
            return 1
        scales = self._scales
        if left not in scales or right not in scales or scales[left][0] != scales[right][0]:
            return None
        return exact.quotient(scales[left][1], scales[right][1])

    def scale(self, item: str) -> Number:
        """Say how many of the base unit one of an item's is, 10,000 元 to 1 万元; 1 where there is none beside it."""
        unit = self.items[item].unit
        return self._scales.get(self.unit(unit["zh"] if isinstance(unit, dict) else unit or ""), ("", 1))[1]

    @cached_property
    def _scales(self) -> dict[str, tuple[str, Number]]:
        """Every convertible unit, folded: its base, and how many of it one is."""
        found: dict[str, tuple[str, Number]] = {}
        for base, others in self.conversions.items():
            found[self.unit(base)] = (base, 1)
            found.update((self.unit(name), (base, factor)) for name, factor in others.items())
        return found

    @cached_property
    def _counters(self) -> dict[str, frozenset[str]]:
        return {self.unit(unit): frozenset(map(self.unit, others)) for unit, others in self.counted_as.items()}

    @cached_property
    def unit_forms(self) -> tuple[str, ...]:
        """Every form of every unit, the longest first."""
        written = {word(form) for same in self.same_units for form in same} | self.units | set(self._scales)
        written.update(*self._counters.values())
        return tuple(sorted(written, key=lambda form: (-len(form), form)))

    @cached_property
    def blank_words(self) -> frozenset[str]:
        """What says that nothing is stated."""
        return frozenset(map(word, self.blanks))

    def convertible(self, unit: str) -> bool:
        """Whether other units can be had from this one: a wrong one then changes the number."""
        return self.unit(unit) in self._scales

    @cached_property
    def read_forms(self) -> Forms | None:
        """The forms of single schools, with a field for every stage of an item."""
        return self.forms and self.forms.expanded(
            {name: item.stages for name, item in self.items.items()},
            {name: item.whole_headings for name, item in self.items.items()},
            {name: item.whole_makeshifts for name, item in self.items.items()},
        )

    @cached_property
    def units(self) -> frozenset[str]:
        """All units that items have, folded."""
        written = [item.unit["zh"] if isinstance(item.unit, dict) else item.unit for item in self.items.values()]
        return frozenset(self.unit(unit) for unit in written if unit)

    @cached_property
    def totals(self) -> frozenset[str]:
        """The names of rows that add up and are no schools."""
        rows = self.not_schools
        return frozenset(map(word, (*rows.sum, *rows.mean, *rows.other)))

    def is_total(self, label: str) -> bool:
        """Whether a label is the name of a row that adds up, or ends in one: 小计, 一年级小计."""
        name = bare_label(word(label))
        return name in self.totals or name.endswith(self._sums)

    @cached_property
    def _sums(self) -> tuple[str, ...]:
        return tuple(each for each in map(word, self.not_schools.sum) if len(each) > 1)

    @cached_property
    def remark_words(self) -> tuple[str, ...]:
        """How lines begin that are remarks and no schools."""
        return tuple(map(word, self.not_schools.remarks))

    def names_school(self, label: str) -> bool:
        """Whether a label may be the name of a school, and is neither that of a total nor the beginning of a remark."""
        return label not in self.totals and not label.startswith(self.remark_words)

    @cached_property
    def type_names(self) -> list[str]:
        """The types of school that may be written: those that teach a stage."""
        return [kind.words[0] for kind in self.types.values() if kind.stages]

    @cached_property
    def numbers(self) -> dict[str, Item]:
        """The items of schools that are numbers and can be joined; a stated value cannot."""
        kinds = ("whole", "number", "year", "share")
        joined = {name: item for name, item in self.items.items() if not isinstance(item, StatedItem)}
        return {name: item for name, item in joined.items() if item.of == "school" and item.kind in kinds}

    @cached_property
    def counted_bands(self) -> dict[Key, dict[int, Key]]:
        """For an item and a stage the items that count its bands, as the forms of schools state them."""
        return {
            (name, stage): {number: (band.item, stage) for number, band in enumerate(item.bands) if band.item}
            for name, item in self.numbers.items()
            for stage in item.stages
            if item.bands
        }

    @cached_property
    def class_counts(self) -> frozenset[str]:
        """The headings that a table has and a list of classes has not: how many classes there are, and the largest."""
        counted = (self.items[self.roles[role]] for role in ("classes", "largest_class"))
        return frozenset(word(heading) for item in counted for heading in item.unstaged)

    @cached_property
    def staged_items(self) -> frozenset[str]:
        """The items that have a column for every stage."""
        return frozenset(name for name, item in self.items.items() if item.stages)
