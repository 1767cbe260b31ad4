"""Reads the county's own values and attestations: one row an item, with value, unit and evidence."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Literal, Self

from msgspec import Struct

from eqeval.core.census import CONFLICT, Statement
from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.grid import Grid, Raw, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.county import columns as county_columns
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.small import tell_hidden
from eqeval.core.origin import Row, Table
from eqeval.core.parts.items import Item
from eqeval.core.parts.written import Title
from eqeval.core.rules.attestation import Attestation
from eqeval.core.rules.compare import Compare
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.veto import Veto
from eqeval.core.vocabulary import Vocabulary

# An item with the year of its figure behind it.
_YEAR = re.compile(r"(.*?)\(?(\d{4})年?\)?")


class Labels(Struct, frozen=True):
    """What the rows of the sheet may be called: items and rules by their names, rules by their ids."""

    names: dict[str, str]
    numbered: dict[str, str]
    asked: dict[str, Rule]

    @classmethod
    def of(cls, rules: Sequence[Rule], vocabulary: Vocabulary) -> Self:
        """Index the names of the rules that a row may speak of, and of the items of the county."""
        numbered = {word(label): _answers(rule) for rule in rules for label in labels(rule)}
        return cls(_names(rules, vocabulary), numbered, {rule.id: rule for rule in rules})

    def __contains__(self, label: str) -> bool:
        """Whether a row of this name is read."""
        return label in self.names or label in self.numbered


def read(
    grid: Grid,
    known: Labels,
    vocabulary: Vocabulary,
    findings: Findings,
    statements: dict[str, Statement],
    elsewhere: Sequence[Labels] = (),
) -> None:
    """Read every row that names an item or a rule; a name nobody knows is reported, never dropped.

    elsewhere: the names that other standards of the same call read.
    """
    found_columns = county_columns.find(grid, known.__contains__, vocabulary, findings)
    if found_columns is None:
        return
    start, columns = found_columns
    names, asked, table = known.names, known.asked, Table.of(grid)
    tell_hidden(grid, start, findings)
    for index in range(start + 1, len(grid.rows)):
        raws = grid.rows[index]
        raw: dict[str, Raw] = {name: raws[column] if column < len(raws) else None for name, column in columns.items()}
        label, said = word(raw["item"]), text(raw["value"])
        if not label or not said:
            continue
        row = Row(table, index)
        name = names.get(label) or known.numbered.get(label)
        name = name or _numbered(label, names) or _yearly(label, names, vocabulary)
        if name is None:
            year = _YEAR.fullmatch(label)
            if any(label in others or (year and year[1] in others) for others in elsewhere):
                continue
            near = get_close_matches(label, list(names), n=3, cutoff=0.4)
            findings.add("W506", row, columns["item"], raw["item"], near=findings.words.join(near) or "—")
        elif name in statements and statements[name].cell:
            _twice(statements, name, raw, row, columns, findings)
        else:
            unit, evidence = raw.get("unit"), text(raw.get("evidence"))
            evidence = "" if evidence and word(evidence) in vocabulary.blank_words else evidence
            cell = row.name(columns["value"])
            if name in asked:
                answer = _answer(asked[name], raw["value"], row, columns["value"], vocabulary, findings)
                statements[name] = Statement(answer, None, evidence, cell, said)
            elif vocabulary.items[name].kind == "choice" if name in vocabulary.items else False:
                answer = _chosen(vocabulary.items[name], raw["value"], row, columns["value"], vocabulary, findings)
                statements[name] = Statement(answer, None, evidence, cell, said)
            else:
                item = vocabulary.items[name.partition("@")[0]]
                value = number(item, raw["value"], unit, row, columns["value"], vocabulary, findings)
                statements[name] = Statement(said, value, evidence, cell, said)


def _twice(
    statements: dict[str, Statement],
    name: str,
    raw: Mapping[str, Raw],
    row: Row,
    columns: Mapping[Literal["item", "value", "unit", "evidence"], int],
    findings: Findings,
) -> None:
    """An item that is stated twice alike is a slip; stated in two ways, neither counts."""
    first = statements[name]
    if word(raw["value"]) == word(first.raw):
        findings.add("W507", row, columns["item"], raw["item"], first=first.cell)
    else:
        findings.add("E213", row, columns["item"], raw["item"], first=first.cell)
        statements[name] = Statement(CONFLICT, None, "", first.cell, first.raw)


def _names(rules: Sequence[Rule], vocabulary: Vocabulary) -> dict[str, str]:
    """Index what an item or an attestation may be called: its id, its title, its headings."""
    names: dict[str, str] = {}
    for rule in rules:
        for label in (rule.id, *_languages(rule.title)):
            # The rate itself stands for the rule that asks for it.
            names[word(label)] = _answers(rule)
    for name, item in vocabulary.items.items():
        headings = item.headings if isinstance(item.headings, list) else []
        if item.of == "county":
            for label in (*headings, *_languages(item.title)):
                names[word(label)] = name
    return names


def labels(rule: Rule) -> list[str]:
    """Name a rule by its number and title together, which no other rule has: B1 学校规划布局合理."""
    return [f"{rule.id} {title}" for title in _languages(rule.title)]


def _answers(rule: Rule) -> str:
    """Name what a row with the name of a rule states: its rate or its only figure, or the rule itself."""
    if isinstance(rule, Compare):
        return next(iter(rule.of))
    return str(getattr(rule, "stated", rule.id))


def _numbered(label: str, names: Mapping[str, str]) -> str | None:
    """Recognise a title with its number before it: B1 学校规划布局合理."""
    return next((names[label[at:]] for at in range(1, 8) if label[:at] in names and label[at:] in names), None)


def _yearly(label: str, names: Mapping[str, str], vocabulary: Vocabulary) -> str | None:
    """Recognise an item with a year behind it: 近视率2023, 近视率(2023年)."""
    match = _YEAR.fullmatch(label)
    name = names.get(match[1]) if match else None
    yearly = name is not None and name in vocabulary.items and vocabulary.items[name].yearly
    return f"{name}@{match[2]}" if match and yearly else None


def defaults(vocabulary: Vocabulary) -> dict[str, Statement]:
    """Give the items that have a value where the county states none."""
    return {
        name: Statement(exact.plain(item.default), item.default, "", "")
        for name, item in vocabulary.items.items()
        if item.of == "county" and item.default is not None
    }


def _languages(title: Title) -> list[str]:
    return [title] if isinstance(title, str) else list(title.values())


def _answer(rule: Rule, raw: Raw, row: Row, column: int, vocabulary: Vocabulary, findings: Findings) -> str:
    scale = rule.scale if isinstance(rule, Attestation) else []
    if scale and text(raw) in scale:
        return text(raw)
    forms = vocabulary.answer_forms_of.get("veto" if isinstance(rule, Veto) else "attestation", vocabulary.answer_forms)
    answer = cells.chosen(forms, raw, remarked=False) if not scale else None
    if answer is None:
        allowed = findings.words.join(scale or [forms[0] for forms in vocabulary.answers.values()])
        title = findings.words.text(rule.title)
        findings.add("E205", row, column, raw, item=title, allowed=allowed)
        return ""
    return answer


def _chosen(item: Item, raw: Raw, row: Row, column: int, vocabulary: Vocabulary, findings: Findings) -> str:
    """Read a choice of the county as that of a school is read."""
    answer = cells.chosen(item.forms or vocabulary.answer_forms, raw, remarked=bool(item.forms))
    if answer is None:
        allowed = findings.words.join([forms[0] for forms in (item.choices or vocabulary.answers).values()])
        findings.add("E205", row, column, raw, item=findings.words.text(item.title), allowed=allowed)
    return answer or ""


def number(
    item: Item, raw: Raw, unit: Raw, row: Row, column: int, vocabulary: Vocabulary, findings: Findings
) -> Number | None:
    """Read a figure of the county in the unit of its item; None, with a finding, for what is none."""
    if item.kind == "text":
        return None
    if item.kind == "share":
        return _share(item, raw, row, column, findings)
    wanted = vocabulary.unit(item.unit["zh"] if isinstance(item.unit, dict) else item.unit or "")
    given = vocabulary.unit(text(unit))
    factor = vocabulary.factor(given, wanted) if given and wanted else 1
    title, own = findings.words.text(item.title), findings.words.text(item.unit)
    if factor is None:
        findings.add("E211", row, column, raw, item=title, unit=text(unit), wanted=own)
        return None
    raw = _in_digits(raw, wanted, vocabulary)
    value = cells.number(item, raw, row, column, findings, "", factor, vocabulary)
    if value and factor != 1 and cells.exactly(raw) is not None:
        # A unit in the cell itself comes before the one beside it, and was said there.
        shown = f"{text(raw)} {text(unit)}"
        findings.add("N651", row, column, shown, item=title, value=exact.plain(value), unit=own)
    if value is None or item.highest is None or value <= item.highest:
        return value
    findings.add("E214", row, column, raw, item=title, highest=exact.plain(item.highest))
    return None


def _in_digits(raw: Raw, unit: str, vocabulary: Vocabulary) -> Raw:
    """Write a number with digits that a unit allows to be written with other signs; the unit may stand behind it."""
    known = vocabulary.numerals.get(unit)
    number = known.get(word(raw).removesuffix(unit)) if known and isinstance(raw, str) else None
    return raw if number is None else str(number)


def _share(item: Item, raw: Raw, row: Row, column: int, findings: Findings) -> Number | None:
    """Read a rate: 95, 95% and 95.0 with the unit % are the same; 0.95 alone could be either and is asked about."""
    value = cells.number(item, raw, row, column, findings, "")
    if value is None or value > Fraction(1, 100) or not value or word(raw).endswith("%"):
        return value
    title = findings.words.text(item.title)
    words = findings.words
    one, other = (words("E209.percent", number=each) for each in (text(raw), exact.plain(value * 10_000)))
    findings.add("E209", row, column, raw, item=title, one=one, other=other, how=words("E209.rate"))
    return None


def name_of(statements: Mapping[str, Statement], vocabulary: Vocabulary) -> str:
    """The county's name, if the sheet gives it."""
    said = statements.get(vocabulary.roles["county_name"])
    return said.text if said else ""
