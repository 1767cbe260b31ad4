"""Finds schools with the same campus: one school in two rows, under two spellings, or the figures of another row."""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from eqeval.core.census import Census, School
from eqeval.core.figures.exact import Number, plain
from eqeval.core.intake.findings import Findings
from eqeval.core.lint.names import FEWEST_FIGURES
from eqeval.core.vocabulary import Vocabulary

# Tables have one or two sets of figures of the whole school; those beyond are of schools with blanks.
_SETS = 4
# Of so many schools with the same figures some were hardly counted; more are not compared.
_COMPARED = 40
# Round figures agree by chance; those that agree have so many digits together, without the zeros behind them.
_DIGITS = 12


def check(census: Census, vocabulary: Vocabulary, findings: Findings) -> None:
    """Pair schools that have the same areas, rooms and equipment: first those that share no stage, then the others."""
    numbers = {name for name, item in vocabulary.numbers.items() if item.kind in ("whole", "number")}
    whole = frozenset(numbers - vocabulary.staged_items)
    schools = [school for school in census.schools if school.staged and not school.doubt]
    known = [whole.intersection(school.values) for school in schools]
    sets = [one for one, _ in Counter(known).most_common(_SETS)]
    shared = dict.fromkeys((*sets, *(left & right for left, right in combinations(sets, 2))))
    told: set[int] = set()
    alike: list[tuple[list[School], list[str]]] = []
    for items in shared:
        if len(items) >= FEWEST_FIGURES:
            named = [name for name in vocabulary.items if name in items]
            having = (school for school, own in zip(schools, known, strict=True) if items <= own)
            alike += [(together, named) for together in _together(having, named)]
    for together, named in alike:
        for first, second in _pairs(together, told):
            told |= {id(first), id(second)}
            _tell("W561", first, second, named, vocabulary, findings)
    told |= _named_already(census, findings)
    for together, named in alike:
        for first, second in _repeated(together, named, told):
            told.add(id(second))
            _tell("W568", first, second, named, vocabulary, findings)


def _together(schools: Iterable[School], items: list[str]) -> Iterator[list[School]]:
    together: dict[tuple[Number, ...], list[School]] = {}
    # Whole numbers are compared first: those of all figures agree only where the figures hardly differ.
    for nearly in _agreeing((tuple([school.values[item].numerator for item in items]), school) for school in schools):
        for school in nearly:
            figures = tuple([school.values[item] for item in items])
            if len(figures) - figures.count(0) >= FEWEST_FIGURES:
                together.setdefault(figures, []).append(school)
    return (alike for alike in together.values() if len(alike) > 1)


def _agreeing(marked: Iterable[tuple[tuple[int, ...], School]]) -> Iterator[list[School]]:
    """List the schools with the same marks, where there are several."""
    found: dict[tuple[int, ...], list[School]] = {}
    for marks, school in marked:
        found.setdefault(marks, []).append(school)
    return (alike for alike in found.values() if len(alike) > 1)


def _pairs(alike: list[School], told: set[int]) -> Iterator[tuple[School, School]]:
    """Pair schools that share no stage, the most alike names first."""
    pairs = [
        (first, second)
        for first, second in combinations(alike[:_COMPARED], 2)
        if first.staged.keys().isdisjoint(second.staged)
    ]
    pairs.sort(key=lambda pair: SequenceMatcher(None, pair[0].name, pair[1].name, autojunk=False).ratio(), reverse=True)
    for first, second in pairs:
        if not {id(first), id(second)} & told:
            yield first, second


def _named_already(census: Census, findings: Findings) -> set[int]:
    """List the schools that were asked about because of their names."""
    asked = {issue.school for issue in findings.issues if issue.code == "W553"}
    return {id(school) for school in census.schools if school.name in asked}


def _repeated(alike: list[School], items: list[str], told: set[int]) -> Iterator[tuple[School, School]]:
    """Pair every school with the first one before it with a stage in common, if they agree in figures that tell."""
    for place, second in enumerate(alike):
        for first in alike[:place]:
            shared = first.staged.keys() & second.staged.keys()
            if not shared or id(second) in told:
                continue
            agreed = [second.values[item] for item in items]
            for stage in shared:
                left, right = first.staged[stage], second.staged[stage]
                agreed += [value for item, value in right.items() if left.get(item) == value]
            if sum(len(plain(value).replace(".", "").strip("0")) for value in agreed) >= _DIGITS:
                yield first, second
            break


def _tell(
    code: str, first: School, second: School, items: list[str], vocabulary: Vocabulary, findings: Findings
) -> None:
    words, name = findings.words, vocabulary.roles["name"]
    told = words.join([words.text(vocabulary.items[item].title) for item in items if second.values[item]])
    cell = next(iter(first.cells(name)), "")
    findings.about(code, second, (name, None), second.name, other=first.name, first=cell, items=told)
