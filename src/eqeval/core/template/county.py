"""The rows of the county in a blank workbook: its figures and statements, in the order of the requirements."""

from collections.abc import Iterator, Sequence

from eqeval.core.figures.exact import plain
from eqeval.core.grid import word
from eqeval.core.intake.county.values import labels
from eqeval.core.parts.items import Item
from eqeval.core.rules.attestation import Attestation
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.trend import Trend
from eqeval.core.rules.veto import Veto
from eqeval.core.standards.standard import terms_of
from eqeval.core.template.parts import (
    Line,
    Source,
    chinese,
    choose,
    fill,
    headings_of,
    items_of,
    listed,
    own_words,
)
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words


def lines(sources: Sequence[Source], year: int, words: Words) -> Iterator[Line]:
    """List what the county itself states: its name, then figures and statements in the order of the requirements."""
    vocabulary = sources[0].vocabulary
    name = vocabulary.items[vocabulary.roles["county_name"]]
    listed: set[str] = set()
    lines = [Line(headings_of(name)[0][1][0], fill("text", words), "", words("template.how.county"))]
    for source in sources:
        items = items_of(source)
        terms = terms_of(source.standard, source.vocabulary.with_items(items), words)
        for rule in source.standard.every_rule():
            if isinstance(rule, Attestation | Veto):
                lines.append(_statement(rule, source.vocabulary, words))
                continue
            here = [each for each in dict.fromkeys(own_words(rule)) if each in items and items[each].of == "county"]
            asks = words("template.how", id=rule.id, clause=rule.clause, asks=rule.sentence(terms))
            for each in here:
                others = [words.text(items[one].title) for one in here if one != each]
                # A rate that follows from figures need not be stated.
                follows = each == getattr(rule, "stated", None) and bool(others or getattr(rule, "standard", None))
                note = words("template.follows", items=words.join(others)) if follows and others else ""
                lines += _figures(items[each], rule, year, (asks, note), follows, words)
    for line in lines:
        if word(line.label) not in listed:
            listed.add(word(line.label))
            yield line


def _statement(rule: Attestation | Veto, vocabulary: Vocabulary, words: Words) -> Line:
    # The label is Chinese in every language, as the headings are.
    label, title = labels(rule)[0], words.text(rule.title)
    answers = {name: forms[0] for name, forms in vocabulary.answers.items()}
    scale = rule.scale if isinstance(rule, Attestation) else []
    kind = "veto" if isinstance(rule, Veto) else "grade" if scale else "attestation"
    grade = rule.at_least if isinstance(rule, Attestation) else None
    how = words(f"template.how.{kind}", clause=rule.clause, grade=grade, **answers)
    evidence = rule.evidence if isinstance(rule, Attestation) else None
    parts = ("" if title in label else title, how, words.text(evidence), words.text(rule.note))
    return Line(label, choose(scale or tuple(answers.values()), words), "", listed(parts, words))


def _figures(item: Item, rule: Rule, year: int, how: Sequence[str], optional: bool, words: Words) -> Iterator[Line]:
    """Ask for a figure of the county, or for one of every year that is looked at."""
    heading = headings_of(item)[0][1][0]
    entry, unit, title = fill(item.kind, words), chinese(item.unit), words.text(item.title)
    default = "" if item.default is None else words("template.default", value=plain(item.default), unit=unit)
    text = listed(("" if title in heading else title, words.text(item.note), *how, default), words)
    if not item.yearly:
        yield Line(heading, entry, unit, text, optional or item.default is not None)
        return
    for each in rule.asked(year) if isinstance(rule, Trend) else (year,):
        yield Line(f"{heading}（{each}年）", entry, unit, text, optional)
