"""Reads the rows of one requirement in the application form: its figures, its answer, what is said of its verdict."""

from collections.abc import Sequence
from fractions import Fraction

from eqeval.core.census import CONFLICT, Claim, Statement
from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.grid import Raw, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.county import values as county
from eqeval.core.intake.declared import asked as asking
from eqeval.core.intake.declared.asked import Asked
from eqeval.core.intake.declared.said import Declared, Line
from eqeval.core.intake.declared.sentences import (
    Figure,
    alone,
    filled_blanks,
    filler_of,
    find,
    folded,
    nothing_of,
    unsure,
)
from eqeval.core.origin import Row
from eqeval.core.parts.items import Item
from eqeval.core.rules.attestation import Attestation
from eqeval.core.verdict import Outcome
from eqeval.core.vocabulary import Vocabulary


class Requirement:
    """The rows of one requirement, and what they come to."""

    def __init__(self, known: Asked, lines: Sequence[Line], into: Declared) -> None:
        self.known, self.lines, self.into = known, lines, into
        self.findings, self.vocabulary = into.findings, into.vocabulary
        self.figures: list[tuple[str, str]] = []
        self.title = self.findings.words.text(known.rule.title)

    def read(self) -> None:
        """Take the figures, then what is said of the verdict, then name what is not there."""
        unclear = [line for line in self.lines if not self._figures(line)]
        self._repeated(bool(unclear))
        for line in self.lines:
            self._verdict(line)
            self._limit(line)
        if not unclear:
            self._blank()
        first = self.lines[0]
        self.into.note(first.row.name(first.columns["value"]), first.name, self.known.rule.id, self.figures)

    def _figures(self, line: Line) -> bool:
        """Take the figures of a sentence; say whether none was left that nobody can attribute."""
        cell = line.cell("value")
        if unsure(line.value):
            self.findings.add("E123", *cell, line.value, item=self.title, numbers=text(line.value))
            return False
        found = find(line.value, self.known.parts)
        figures, left = list(found.figures), found.left
        only = alone(line.value, self.vocabulary)
        if self.known.single and only and not any(figure.written for figure in figures):
            figures, left = [Figure(self.known.single, only.written, only.unit)], ()
        self._take(line, figures, cell)
        blanks = list(filled_blanks(line.name))
        if blanks and not any(figure.written for figure in figures):
            self._in_name(line, blanks)
        waiting = [item for one in self.known.leaves for item in asking.lacking(one, self.into.statements)]
        open_ = [item for item in waiting if item not in self._several]
        silent = bool(self.known.items) and not any(figure.item and figure.written for figure in figures)
        # Where the worst of several counts, a figure that is not understood may be it.
        several = bool(self._several) and self._counts(found.rest)
        if several or ((open_ or silent) and (left or found.doubled)):
            numbers = found.rest if several else self.findings.words.join(list(left)) or text(line.value)
            self.findings.add("E123", *cell, line.value, item=self.title, numbers=numbers)
            return False
        spare = [*(figure.written for figure in figures if not figure.item and figure.written), *left]
        if spare:
            self.findings.add("N646", *cell, line.value, item=self.title, numbers=self.findings.words.join(spare))
        return True

    def _counts(self, rest: str) -> bool:
        """Whether a figure may stand in some words, also one that is written as a word."""
        known = self.vocabulary.declaration
        return any(each.isdigit() for each in rest) or any(form in rest for form in (known.numerals if known else ()))

    def _in_name(self, line: Line, blanks: Sequence[str]) -> None:
        """Take a figure that was filled into a blank of the requirement itself: 达到__98.5__%."""
        cell = line.cell("item")
        figures = [each for each in find(line.name, self.known.parts).figures if each.written in blanks]
        if not figures and len(blanks) == 1 and self.known.single:
            figures = [Figure(self.known.single, blanks[0])]
        if figures:
            self._take(line, figures, cell)
        else:
            self.findings.add("E123", *cell, line.name, item=self.title, numbers=self.findings.words.join(list(blanks)))

    @property
    def _several(self) -> frozenset[str]:
        """The items that are stated several times, of which the smallest or the largest counts."""
        told = self.known.rule.declared
        return frozenset([*told.least, *told.most] if told else ())

    def _take(self, line: Line, figures: Sequence[Figure], cell: tuple[Row, int]) -> None:
        for figure in figures:
            item = self.vocabulary.items.get(figure.item)
            if item is None or not figure.written or figure.written in nothing_of(self.vocabulary):
                continue
            if figure.item in self._several:
                continue
            value = self._number(item, figure, cell)
            self.figures.append((figure.item, figure.written + figure.unit))
            shown = f"{figure.written}{figure.unit}"
            said = Statement(shown, value, text(line.evidence), cell[0].name(cell[1]), shown)
            self.into.put(figure.item, self.into.title(figure.item), said, cell)

    def _number(self, item: Item, figure: Figure, cell: tuple[Row, int]) -> Number | None:
        """Read a figure as sheet 县级 is read; a printed % says nothing of whether 0.985 was meant as a share of 1."""
        known = self.vocabulary.declaration
        numeral = known.numerals.get(figure.written) if known and item.kind == "whole" else None
        if numeral is not None:
            return numeral
        raw: Raw = figure.written
        if item.kind != "share" and self.vocabulary.convertible(figure.unit):
            value, _ = cells.measured(figure.written + figure.unit, item, self.vocabulary)
            raw = raw if value is None else Fraction(value)
        elif item.kind == "share" and figure.unit not in ("", "%"):
            raw = figure.written + figure.unit
        return county.number(item, raw, None, *cell, self.vocabulary, self.findings)

    def _repeated(self, unclear: bool) -> None:
        """Of figures that are stated for every subject, take the one that decides."""
        told = self.known.rule.declared
        for name in told.least + told.most if told else ():
            values: list[tuple[Number, Figure, tuple[Row, int]]] = []
            blank = unclear
            for line in self.lines:
                for figure in () if unsure(line.value) else find(line.value, self.known.parts).figures:
                    if figure.item != name or figure.written in nothing_of(self.vocabulary):
                        continue
                    if not figure.written:
                        blank = True
                        continue
                    value = self._number(self.vocabulary.items[name], figure, line.cell("value"))
                    self.figures.append((name, figure.written))
                    blank = blank or value is None
                    if value is not None:
                        values.append((value, figure, line.cell("value")))
            if not values:
                continue
            value, figure, cell = (min if told and name in told.least else max)(values, key=lambda one: one[0])
            # A subject that is left blank may be worse; what fails already, fails.
            if not blank or asking.fails(name, value, self.known):
                said = Statement(exact.plain(value), value, "", cell[0].name(cell[1]), figure.written)
                self.into.put(name, self.into.title(name), said, cell)

    def _verdict(self, line: Line) -> None:
        """Keep what the row says of its verdict: an answer where nothing can be worked out, else only a claim."""
        known = self.vocabulary.declaration
        forms = {**self.vocabulary.answer_forms, **(known.answers if known else {})}
        met = cells.chosen(forms, line.met, remarked=False) if text(line.met) else None
        if text(line.met) and met is None and word(line.met) not in self.vocabulary.blank_words:
            allowed = self.findings.words.join([forms[0] for forms in self.vocabulary.answers.values()])
            self.findings.add("E205", *line.cell("met"), line.met, item=self.title, allowed=allowed)
        if met:
            row, column = line.cell("met")
            first = self.into.claims.setdefault(self.known.rule.id, Claim(text(line.met), row, column, None, met))
            if first.answer != met:
                self.findings.add("E124", row, column, line.met, item=self.title, other=first.text,
                                  first=first.row.name(first.column))  # fmt: skip
        for rule in self.known.attested:
            self._attest(rule, line, met)

    def _attest(self, rule: Attestation, line: Line, met: str | None) -> None:
        alone_ = rule is self.known.rule
        if not alone_ and met == "no":
            # The whole is not met; which part of it is not, nobody knows.
            return
        own = _answer(rule, line.value, self.vocabulary) if alone_ else None
        cell = line.cell("met" if met and not (rule.scale and own) else "value")
        if rule.scale and met:
            answer = own or (rule.at_least if met == "yes" else text(line.met))
        else:
            answer = met or own
        if not answer:
            return
        evidence = text(line.evidence) or (_evidence(line.value, self.vocabulary) if alone_ else "")
        title = self.findings.words.text(rule.title)
        if own and met and (rule.outcome(own, "") == rule.outcome("no", "")) != (met == "no"):
            self.findings.add("E124", *line.cell("met"), line.met, item=title, other=text(line.value),
                              first=line.row.name(line.columns["value"]))  # fmt: skip
            answer, evidence = CONFLICT, ""
        raw = answer if rule.scale else text(line.met if met else line.value)
        said = Statement(answer, None, evidence, cell[0].name(cell[1]), raw)
        self.into.put(rule.id, title, said, cell)
        self.figures.append((rule.id, said.raw))
        waits = rule.outcome(answer, evidence) == Outcome.AWAITING
        if alone_ and waits and not own and text(line.value) and not self.known.parts:
            self.findings.add("N647", *line.cell("value"), line.value, item=title)

    def _limit(self, line: Line) -> None:
        """Compare the limit that is printed in the name of the row with that of the standard."""
        limit, numbers = self.known.limit(), asking.numbers_in(line.name)
        if limit is None or len(numbers) != 1:
            return
        own = asking.percent(*limit)
        if exact.from_text(numbers[0]) not in (None, own):
            shown = exact.percent(limit[0]) if limit[1] else exact.plain(limit[0])
            self.findings.add("W536", *line.cell("item"), numbers[0], stage="", item=self.title, own=shown)

    def _blank(self) -> None:
        """Name what a row leaves open, where no other place states it."""
        statements, words = self.into.statements, self.findings.words
        waiting = [item for one in self.known.leaves for item in asking.lacking(one, statements)]
        missing = [self.into.title(item) for item in dict.fromkeys(waiting)]
        for line in self.lines if missing else ():
            written = folded(line.value)
            if (
                written
                and written not in nothing_of(self.vocabulary)
                and not find(line.value, self.known.parts).figures
            ):
                known = self.vocabulary.declaration
                if known and written.strip("。") not in known.answers:
                    how = words("E201.digits")
                    self.findings.add("E201", *line.cell("value"), line.value, item=words.join(missing), how=how)
                    return
        missing += [words.text(rule.title) for rule in self.known.attested if rule.id not in statements]
        if missing:
            line = self.lines[0]
            self.findings.add("W545", *line.cell("value"), line.value, item=self.title, missing=words.join(missing))


def _answer(rule: Attestation, raw: Raw, vocabulary: Vocabulary) -> str | None:
    """Take the answer of a cell that holds nothing else: a yes or no, or a grade with words that change nothing."""
    written = folded(raw).strip("。,;.!_")
    if not rule.scale:
        # 无 behind 无过重课业负担 is no no.
        return vocabulary.declaration.answers.get(written) if vocabulary.declaration else None
    for each in sorted(filler_of(vocabulary), key=len, reverse=True):
        written = written.removeprefix(each)
    return written if written in rule.scale else None


def _evidence(raw: Raw, vocabulary: Vocabulary) -> str:
    """Take the evidence that a text names behind a word that says so: 佐证：…; a conclusion alone is none."""
    written = folded(raw)
    for lead in map(word, vocabulary.declaration.evidence if vocabulary.declaration else ()):
        _, found, rest = written.partition(lead)
        rest = rest.strip("_,;:。.")
        if found and rest and rest not in nothing_of(vocabulary):
            return rest if lead.endswith(":") else lead + rest
    return ""
