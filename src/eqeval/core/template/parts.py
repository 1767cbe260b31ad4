"""The parts of a blank workbook, and what standards ask for in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from eqeval.core.origin import item_and_stage
from eqeval.core.parts.items import Item
from eqeval.core.parts.tables import Sheets
from eqeval.core.parts.written import Title, words_in
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.tiers import Tiers
from eqeval.core.standards.standard import Standard, items_read
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

Kind = Literal["text", "whole", "number", "year", "share", "choice"]


class Source(Struct, frozen=True):
    """A standard that the workbook is for. others: the standards it refers to, whose columns are needed too."""

    standard: Standard
    vocabulary: Vocabulary
    others: tuple[Standard, ...] = ()


class Entry(Struct, frozen=True):
    """What may stand in a cell: a kind of value, or one of some answers. says: the same in words."""

    kind: Kind
    says: str
    wrong: str
    answers: tuple[str, ...] = ()


class Column(Struct, frozen=True):
    """A column of a sheet. group: the number of its group. uses: the requirements that read it, with their clauses."""

    heading: str
    entry: Entry
    group: int = 0
    unit: str = ""
    must: str = ""
    note: str = ""
    uses: tuple[str, ...] = ()


class Line(Struct, frozen=True):
    """A row of the county's sheet: what is asked, in which unit, and how it is answered."""

    label: str
    entry: Entry
    unit: str
    how: str
    optional: bool = False


class Template(Struct, frozen=True):
    """The blank workbook: everything that stands in it, decided and in words."""

    title: str
    sheets: Sheets
    groups: tuple[str, ...]
    columns: tuple[Column, ...]
    class_columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]


# Fields that describe a rule and name no data, and those that hold further rules.
SAID = ("id", "title", "clause", "note", "seed", "kind", "valid", "because", "declared")
OWN = (*SAID, "parts", "rule")


def items_of(source: Source) -> Mapping[str, Item]:
    """Index the items of a standard: those of its vocabulary, its own, and those of the standards it refers to."""
    added = {name: item for one in (*source.others, source.standard) for name, item in one.items.items()}
    return source.vocabulary.with_items(added).items


def items_required(source: Source) -> set[str]:
    """Name the items that verdicts wait for, those that say whether a school is in scope included."""
    required: set[str] = set()
    for standard in (source.standard, *source.others):
        waited_for = items_read(standard)
        scopes = [scope for name, scope in standard.scopes.items() if name in waited_for]
        required |= waited_for | {each for scope in scopes for each in named(scope.leave_out)}
    return required


def reads_classes(source: Source) -> bool:
    """Whether verdicts wait for figures of single classes."""
    required = items_required(source)
    return any(item.of == "class" and name in required for name, item in items_of(source).items())


def named(value: object, without: Collection[str] = SAID) -> Iterator[str]:
    """List every word in a part of a standard; a part of an item that belongs to one stage is the item."""
    return (item_and_stage(each)[0] for each in words_in(value, without))


def own_words(rule: Rule) -> Iterator[str]:
    """List the words of a rule without those of the rules inside it."""
    if isinstance(rule, Quorum | Tiers):
        for part in rule.of:
            if isinstance(part, Member):
                yield from named(part, OWN)
    else:
        yield from named(rule, OWN)


def headings_of(item: Item) -> list[tuple[str | None, list[str]]]:
    """List the columns of an item, one for every stage that has its own, with the forms of their headings."""
    return list(item.headings.items()) if isinstance(item.headings, dict) else [(None, item.headings)]


def chinese(text: Title | None) -> str:
    """Say in Chinese what is read again, such as units."""
    return text["zh"] if isinstance(text, dict) else text or ""


def choose(answers: Sequence[str], words: Words) -> Entry:
    """Let one of some answers be chosen."""
    return Entry("choice", " / ".join(answers), words("template.wrong.choice"), tuple(answers))


def fill(kind: str, words: Words) -> Entry:
    """Let a value of a kind be filled in; whatever is neither a number nor a choice is text."""
    known: dict[str, Kind] = {"whole": "whole", "number": "number", "year": "year", "share": "share"}
    chosen = known.get(kind, "text")
    return Entry(chosen, words(f"template.entry.{chosen}"), words(f"template.wrong.{chosen}"))


def listed(parts: Iterable[str], words: Words) -> str:
    """Join the remarks that there are."""
    return words("list.semicolon").join(part for part in parts if part)
