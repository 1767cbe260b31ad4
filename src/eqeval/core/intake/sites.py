"""Reads the rows of a school table: one site each, with its numbers, its answers and its faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from eqeval.core.exact import Number, plain
from eqeval.core.grid import Grid, Raw, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings import Headings
from eqeval.core.items import Item
from eqeval.core.origin import Key, Row, Table
from eqeval.core.shown import figure
from eqeval.core.standard import Part, Vocabulary


@dataclass(slots=True)
class Site:
    """One row: a school or a place that belongs to one. faulty: cells that hold something unusable.

    least: what an unusable number surely reaches. replaced: items that were read from the list of
    classes, and its cells.
    """

    row: Row
    name: str
    code: str
    type: str | None
    counted: bool
    parent: str
    county: str
    values: dict[Key, Number]
    choices: dict[str, str]
    faulty: set[Key]
    least: dict[Key, Number] = field(default_factory=dict)
    replaced: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    doubt: str | None = None

    def blank(self, key: Key) -> bool:
        """Whether nothing was reported: neither a number nor something unusable."""
        return key not in self.values and key not in self.faulty and key[0] not in self.choices

    def spoil(self, *keys: Key) -> None:
        """Take numbers out of use that contradict each other."""
        for key in keys:
            self.values.pop(key, None)
            self.faulty.add(key)

    def column(self, key: Key) -> int | None:
        """The column of an item in the table of this site."""
        return self.row.table.columns.get(key)


def read(grid: Grid, headings: Headings, vocabulary: Vocabulary, findings: Findings) -> list[Site]:
    """Read every row below the headings; blank rows are passed over, totals are named and left out."""
    table = Table.of(grid, headings.columns)
    found = []
    for index in range(headings.row + 1, len(grid.rows)):
        raws = grid.rows[index]
        if any(raw not in (None, "") for raw in raws):
            site = _site(Row(table, index), raws, vocabulary, findings)
            if site:
                found.append(site)
    return found


def _site(row: Row, raws: list[Raw], vocabulary: Vocabulary, findings: Findings) -> Site | None:
    roles, columns = vocabulary.roles, row.table.columns
    raw = {key: raws[column] if column < len(raws) else None for key, column in columns.items()}
    name = text(raw.get((roles["name"], None)))
    place = columns[(roles["name"], None)]
    if word(name) in vocabulary.totals:
        findings.add("N602", row, place, name)
        return None
    doubt = None
    if not name:
        # Its figures belong to some school, so the row is kept and the county stays open.
        name, doubt = findings.words("unnamed", row=row.index + 1), "E207"
        findings.add("E207", row, place, None, name)
    site = Site(
        row=row,
        name=name,
        code=text(raw.get((roles["code"], None))),
        type=None,
        counted=True,
        parent=text(raw.get((roles["parent"], None))),
        county=text(raw.get((roles["county"], None))),
        values={},
        choices={},
        faulty=set(),
        doubt=doubt,
    )
    for key, cell in raw.items():
        if cell is not None and cell != "" and not (isinstance(cell, str) and not cell.strip()):
            _cell(site, key, vocabulary.items[key[0]], cell, vocabulary, findings)
    _type(site, raw, vocabulary, findings)
    site.counted = site.choices.get(roles["counted"]) != "no"
    if (roles["counted"], None) in site.faulty:
        # It may be a school, or a part of one.
        site.doubt = site.doubt or "E205"
    return site


def _cell(site: Site, key: Key, item: Item, raw: Raw, vocabulary: Vocabulary, findings: Findings) -> None:
    column = site.row.table.columns[key]
    if item.kind == "choice":
        choices = item.choices or vocabulary.answers
        answer = cells.chosen(item.forms or vocabulary.answer_forms, raw)
        if answer is None:
            allowed = findings.words.join([forms[0] for forms in choices.values()])
            title = findings.words.text(item.title)
            findings.add("E205", site.row, column, raw, site.name, item=title, allowed=allowed)
            site.faulty.add(key)
        else:
            site.choices[key[0]] = answer
    elif item.kind in ("whole", "number", "year", "share"):
        value = cells.number(item, raw, site.row, column, findings, site.name)
        if value is None:
            site.faulty.add(key)
        else:
            site.values[key] = value


def _type(site: Site, raw: Mapping[Key, Raw], vocabulary: Vocabulary, findings: Findings) -> None:
    key = (vocabulary.roles["type"], None)
    site.type = cells.chosen(vocabulary.type_forms, raw.get(key))
    if site.type is None:
        site.doubt = site.doubt or "E204"
        allowed = findings.words.join([kind.words[0] for kind in vocabulary.types.values()])
        findings.add("E204", site.row, site.row.table.columns[key], raw.get(key), site.name, allowed=allowed)


def check(site: Site, listed: set[str | None], vocabulary: Vocabulary, findings: Findings) -> None:
    """Find numbers of one row that contradict each other, and take them out of use.

    listed: the stages of which there is a list of classes; it replaces the largest class that the row gives.
    """
    largest = vocabulary.roles["largest_class"]
    for part in vocabulary.parts:
        for stage in (None, *vocabulary.stages):
            if part.part != largest or stage not in listed:
                _part(site, part, stage, findings)
    for stage in vocabulary.stages:
        _stage(site, stage, stage in listed, vocabulary, findings)


def _part(site: Site, part: Part, stage: str | None, findings: Findings) -> None:
    small, large = (part.part, stage), (part.whole, stage)
    left, right = site.values.get(small), site.values.get(large)
    if left is None or right is None or left <= right:
        return
    findings.add(
        "E301",
        site.row,
        site.column(small),
        plain(left),
        site.name,
        why=findings.words.text(part.message),
        whole=plain(right),
        other=site.row.name(site.row.table.columns[large]),
    )
    site.spoil(small, large)


def _stage(site: Site, stage: str, listed: bool, vocabulary: Vocabulary, findings: Findings) -> None:
    roles = vocabulary.roles
    pupils, classes, largest = ((roles[role], stage) for role in ("pupils", "classes", "largest_class"))
    heads, rooms, most = site.values.get(pupils), site.values.get(classes), site.values.get(largest)
    title = findings.words.text(vocabulary.stages[stage].title)
    if not heads and pupils not in site.faulty:
        # A stage that is not taught is empty; teachers or classes without pupils contradict that.
        orphans = [key for key, value in site.values.items() if key[1] == stage and key != pupils and value]
        for key in orphans:
            item = findings.words.text(vocabulary.items[key[0]].title)
            cell = site.column(key)
            findings.add("E302", site.row, cell, plain(site.values[key]), site.name, item=item, stage=title)
        if orphans:
            site.spoil(pupils)
    elif heads and rooms == 0:
        findings.add("E303", site.row, site.column(classes), "0", site.name, stage=title, pupils=plain(heads))
        site.spoil(classes)
    elif heads and rooms and most is not None and heads > most * rooms and not listed:
        average = figure(Fraction(heads) / rooms, 1, most)
        found = plain(most)
        findings.add("E304", site.row, site.column(largest), found, site.name, stage=title, average=average)
        site.spoil(largest, classes)
