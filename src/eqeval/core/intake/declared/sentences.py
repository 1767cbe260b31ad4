"""Finds the figures of a sentence by the words around them: 持有教师资格证的专任教师__人 is what {…} says it is."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from eqeval.core.grid import Raw, text, word
from eqeval.core.parts.declaration import SLOT
from eqeval.core.vocabulary import Vocabulary

NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MARKS = ",;:。、.!?"
_END = r"[,;:。、.()]"
# What stands in a blank and is no number: as long as the words of a person, not as half a sentence.
_OTHER = r"[^,;:。、()_]{0,24}?"
# The longest sentence of the form has two hundred characters; what is far longer is none.
LONGEST = 1024
# Numbers that a blank parts may be one or two.
_PARTED = re.compile(r"\d\s+\d")
# 98①, ²98: the mark of a footnote would be read as a digit.
_MARKED = re.compile("[0-9０-９][¹²³⁰-⁹₀-₉①-⓿❶-➓](?![a-z])|[¹²³⁰-⁹₀-₉][0-9０-９]")


class Figure(Struct, frozen=True):
    """What stands in one blank of a sentence: empty where it was left blank; unit: where it may be one of several."""

    item: str
    written: str
    unit: str = ""


class Piece(Struct, frozen=True):
    """One part of a sentence as it is searched for: the items of its blanks, in their order.

    measured: whether a number needs its unit, because another would change it.
    """

    pattern: re.Pattern[str]
    items: tuple[str, ...]
    measured: tuple[bool, ...]


class Found(Struct, frozen=True):
    """What a cell says: its figures, and the numbers that nothing explains.

    rest: all that nothing explains. doubled: whether words stand there twice.
    """

    figures: tuple[Figure, ...]
    left: tuple[str, ...]
    rest: str
    doubled: bool = False


def folded(raw: Raw) -> str:
    """Write a cell as sentences are compared: without blanks, full-width signs made narrow, a line to fill in as one _.

    >>> folded("占比 ＿＿＿ ％")
    '占比_%'
    """
    return re.sub("_+", "_", word(raw)[:LONGEST])


def plain(raw: Raw) -> str:
    """Write a text without the marks between its words, as the names of rows are compared."""
    return "".join(each for each in word(raw)[:LONGEST] if each not in f"{_MARKS}_()“”\"'")


def unsure(raw: Raw) -> bool:
    """Whether blanks part digits or the mark of a footnote follows them, so that nobody knows which number is meant.

    Nor does anybody where the text is too long to be a sentence.

    >>> unsure("12 34人"), unsure("每 12 个"), unsure("98①%"), unsure("①共98%")
    (True, False, True, False)
    """
    return len(text(raw)) > LONGEST or bool(_PARTED.search(text(raw)) or _MARKED.search(text(raw)))


def pieces(says: Iterable[str], vocabulary: Vocabulary) -> list[Piece]:
    """Make the parts of a sentence searchable; they may be punctuated otherwise, and filled in with or without __."""
    between = _between(",:", vocabulary)
    nothing = _forms(nothing_of(vocabulary))
    return [_piece(each, between, nothing, vocabulary) for each in says]


def filler_of(vocabulary: Vocabulary) -> frozenset[str]:
    """The words around a figure that change nothing."""
    return frozenset(map(word, vocabulary.declaration.filler if vocabulary.declaration else ()))


def nothing_of(vocabulary: Vocabulary) -> frozenset[str]:
    """What says in the place of a figure that there is none."""
    return vocabulary.blank_words | set(map(word, vocabulary.declaration.none if vocabulary.declaration else ()))


def _between(marks: str, vocabulary: Vocabulary) -> str:
    """Look for any words that change nothing, and marks; what is both is there once: a row of it is read one way."""
    return rf"(?:{_forms(filler_of(vocabulary) - set(marks))}|[{marks}])*"


def _forms(written: Iterable[str]) -> str:
    """Look for any of some words, the longest first; for nothing where there are none."""
    return "|".join(re.escape(each) for each in sorted(written, key=lambda one: (-len(one), one))) or "(?!)"


def _piece(sentence: str, between: str, nothing: str, vocabulary: Vocabulary) -> Piece:
    literals, items = SLOT.split(sentence)[::2], SLOT.split(sentence)[1::2]
    made, measured = _literal(word(literals[0])), []
    for number, literal in enumerate(literals[1:]):
        unit, rest, convertible = _unit(word(literal), vocabulary)
        measured.append(convertible)
        # A number, or nothing, may stand without its unit; other words are taken for the figure only with it.
        made += rf"{between}_*(?:(?P<f{number}>{NUMBER}|{nothing}|)_*(?!\d|\.\d)(?:(?P<u{number}>{unit})|(?={_END}|$))"
        made += rf"|(?P<w{number}>{_OTHER})_*(?:{unit}))" + _literal(rest)
    return Piece(re.compile(made), tuple(items), tuple(measured))


def _literal(written: str) -> str:
    """Let any mark, or none, stand where a mark stands."""
    return "".join(rf"[{_MARKS}]*" if each in _MARKS else re.escape(each) for each in written)


def _unit(literal: str, vocabulary: Vocabulary) -> tuple[str, str, bool]:
    """Part the unit behind a blank from what follows; another unit of the same quantity may stand there.

    The last says whether it is a unit of which there are several.
    """
    unit = next((form for form in ("%", *vocabulary.unit_forms) if form and literal.startswith(form)), literal[:1])
    if not unit or unit in _MARKS:
        return "(?!)", literal, False
    alike = {form for form in vocabulary.unit_forms if vocabulary.factor(form, unit)} | {unit}
    return _forms(alike), literal[len(unit) :], vocabulary.convertible(unit)


def find(raw: Raw, parts: Sequence[Piece]) -> Found:
    """Read every figure of a cell that the words around it explain; words that stand twice explain nothing."""
    written = folded(raw)
    figures: list[Figure] = []
    spans: list[tuple[int, int]] = []
    doubled = False
    for part in parts:
        matches = _best(list(part.pattern.finditer(written)), part)
        if len(matches) > 1:
            doubled = True
        elif matches:
            match = matches[0]
            spans.append(match.span())
            figures += [
                Figure(item, match[f"f{number}"] or match[f"w{number}"] or "", match[f"u{number}"] or "")
                for number, item in enumerate(part.items)
            ]
    left = [
        match[0]
        for match in re.finditer(rf"{NUMBER}%?", written)
        if not any(start <= match.start() and match.end() <= end for start, end in spans)
    ]
    rest = "".join(each for at, each in enumerate(written) if not any(start <= at < end for start, end in spans))
    return Found(tuple(figures), tuple(left), rest, doubled)


def _best(matches: list[re.Match[str]], part: Piece) -> list[re.Match[str]]:
    """Prefer what is a number, or was left blank, to words that only happen to stand there."""
    kept = [each for each in matches if not any(_bare(each, at) for at, needed in enumerate(part.measured) if needed)]
    return [each for each in kept if not any(each[f"w{at}"] for at in range(len(part.items)))] or kept


def _bare(match: re.Match[str], at: int) -> bool:
    """Whether a number lacks the unit that it needs."""
    return bool(match[f"f{at}"]) and match[f"f{at}"][-1].isdigit() and not match[f"u{at}"]


def alone(raw: Raw, vocabulary: Vocabulary) -> Figure | None:
    """Take the figure of a cell that holds nothing else than it, its unit and words that change nothing."""
    around = _between(_MARKS, vocabulary)
    units = _forms({"%", *vocabulary.unit_forms})
    found = re.fullmatch(rf"{around}_*({NUMBER})_*({units})?[{_MARKS}]*", folded(raw))
    return Figure("", found[1], found[2] or "") if found else None


def filled_blanks(raw: Raw) -> Iterator[str]:
    """List the numbers that stand in a blank of a printed sentence, and no others: 达到__98.5__%.

    >>> list(filled_blanks("2.入学率达到__98.5__%以上，不低于95%"))
    ['98.5']
    """
    for found in re.finditer(rf"(_*)({NUMBER})(_*)", folded(raw)):
        if found[1] or found[3]:
            yield found[2]
