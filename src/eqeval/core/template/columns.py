"""The columns of a blank workbook: those of the schools that standards need, and those of the list of classes."""

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from eqeval.core.errors import UsageError
from eqeval.core.grid import word
from eqeval.core.parts.items import Item
from eqeval.core.template.parts import (
    Column,
    Entry,
    Kind,
    Source,
    chinese,
    choose,
    fill,
    headings_of,
    items_of,
    items_required,
    listed,
    named,
    own_words,
)
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

# The list of classes: what stands in each of its columns.
_CLASS_COLUMNS: dict[Literal["school", "grade", "name", "pupils"], Kind] = {
    "school": "text",
    "grade": "text",
    "name": "text",
    "pupils": "whole",
}


def groups(vocabulary: Vocabulary, words: Words) -> tuple[str, ...]:
    """Name the groups of columns: who the school is, its stages, the whole school, what may be left out."""
    stages = [words.text(stage.title) for stage in vocabulary.stages.values()]
    return (words("template.group.identity"), *stages, words("template.group.school"), words("template.group.optional"))


def columns(sources: Sequence[Source], words: Words) -> tuple[Column, ...]:
    """Join the columns of all standards: the school itself, then what is required, then what may be left out."""
    found: dict[str, tuple[int, Column]] = {}
    vocabulary = sources[0].vocabulary
    stages = list(vocabulary.stages)
    places = {name: place for place, name in enumerate(vocabulary.items)} | {vocabulary.roles["name"]: -1}
    for source in sources:
        required = items_required(source)
        uses = _uses(source, words)
        known = items_of(source)
        for name, item in known.items():
            about = _about(name, source.vocabulary)
            if item.of != "school" or not (about or name in required or name in uses):
                continue
            roles = source.vocabulary.roles
            if name in (roles["county"], roles.get("stage"), roles.get("year"), roles.get("town")):
                # The plain table is of one county with its codes, and its headings say their stage.
                continue
            must = name in required or name in _fatal(source.vocabulary)
            for stage, headings in headings_of(item):
                group = 0 if about else stages.index(stage) + 1 if stage else len(stages) + 1
                column = Column(
                    heading=_heading(item, headings[0]),
                    entry=_entry(item, source.vocabulary, words),
                    group=group if must or about else len(stages) + 2,
                    unit=words.text(item.unit),
                    must=words("template.may" if not must else "template.must.stage" if stage else "template.must"),
                    note=_note(item, headings[0], words),
                    uses=tuple(uses.get(name, ())),
                )
                _join(found, headings, places.get(name, len(places)), column, words)
    order = sorted(found.values(), key=lambda pair: (_rank(pair[1].group, len(stages)), pair[0]))
    return tuple(column for _, column in order)


def _rank(group: int, stages: int) -> int:
    """The school itself comes first and what may be left out last; stages and shared columns stay in their order."""
    return 0 if group == 0 else 1 if group < stages + 2 else 2


def _join(found: dict[str, tuple[int, Column]], headings: list[str], place: int, column: Column, words: Words) -> None:
    """Add a column, or what a further standard says of one that is there."""
    key = next((word(form) for form in headings if word(form) in found), word(headings[0]))
    if key not in found:
        found[key] = place, column
        return
    place, old = found[key]
    if old.unit != column.unit:
        units = words.join([old.unit or "—", column.unit or "—"])
        raise UsageError(words("template.units", heading=headings[0], units=units))
    # Answers to choose from tell more than free text, and what one standard needs is needed.
    better = column if column.entry.kind != "text" and old.entry.kind == "text" else old
    needed = min(old, column, key=lambda one: one.group)
    uses = tuple(dict.fromkeys((*old.uses, *column.uses)))
    found[key] = place, replace(better, heading=old.heading, group=needed.group, must=needed.must, uses=uses)


def _about(name: str, vocabulary: Vocabulary) -> bool:
    """Whether an item says what a school is: the vocabulary has these before the pupils."""
    order = list(vocabulary.items)
    return name in order and order.index(name) < order.index(vocabulary.roles["pupils"])


def _fatal(vocabulary: Vocabulary) -> set[str]:
    """Name the items without which nobody can say what a row is."""
    return {vocabulary.roles["name"], vocabulary.roles["type"]}


def _heading(item: Item, heading: str) -> str:
    """Put the unit behind what is measured; what is counted needs none."""
    unit = chinese(item.unit)
    return heading if item.kind == "whole" or not unit else f"{heading}（{unit}）"


def _note(item: Item, heading: str, words: Words) -> str:
    """Say what the column holds, where the heading does not say it already, and what counts."""
    title = words.text(item.title)
    return listed(("" if title in heading else title, words.text(item.note)), words)


def _entry(item: Item, vocabulary: Vocabulary, words: Words) -> Entry:
    answers: tuple[str, ...] = ()
    if item.kind == "type":
        answers = tuple(vocabulary.type_names)
    elif item.kind == "choice":
        answers = tuple(forms[0] for forms in (item.choices or vocabulary.answers).values())
    return choose(answers, words) if answers else fill(item.kind, words)


def _uses(source: Source, words: Words) -> dict[str, list[str]]:
    """Say of every item which requirements, indicators and scopes read it, with their clauses."""
    found: dict[str, dict[str, None]] = {}
    for standard, rule in ((one, rule) for one in (source.standard, *source.others) for rule in one.every_rule()):
        for each in own_words(rule):
            indicator, scope = standard.indicators.get(each), standard.scopes.get(each)
            if indicator:
                label, read = words("template.use", id=each, clause=indicator.clause), named(indicator)
            elif scope:
                label, read = scope.clause, named(scope.leave_out)
            else:
                label, read = words("template.use", id=rule.id, clause=rule.clause), iter((each,))
            for item in read:
                found.setdefault(item, {})[label] = None
    return {item: list(told) for item, told in found.items()}


def class_columns(vocabulary: Vocabulary, needed: bool, words: Words) -> tuple[Column, ...]:
    """Lay out the list of classes."""
    headings = vocabulary.sheets.class_columns
    must = words("template.must" if needed else "template.may")
    grades = " / ".join(stage.grades[0] for stage in vocabulary.stages.values() if stage.grades)
    notes: dict[str, str] = {
        "school": words("template.class.school"),
        "grade": words("template.class.grade", grades=grades),
    }
    return tuple(
        Column(headings[name][0], fill(kind, words), must=must, note=notes.get(name, ""))
        for name, kind in _CLASS_COLUMNS.items()
    )
