"""Finds schools of different stages with the same campus: probably one school in two rows, under two spellings."""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from eqeval.core.census import Census, School
from eqeval.core.intake.findings import Findings
from eqeval.core.lint.names import FEWEST_FIGURES
from eqeval.core.vocabulary import Vocabulary

# Tables have one or two sets of figures of the whole school; those beyond are of schools with blanks.
_SETS = 4
# Of so many schools with the same figures some were hardly counted; more are not compared.
_COMPARED = 40


def check(census: Census, vocabulary: Vocabulary, findings: Findings) -> None:
    """Pair schools that share no stage and have the same areas, rooms and equipment, the most alike names first."""
    numbers = {name for name, item in vocabulary.numbers.items() if item.kind in ("whole", "number")}
    whole = frozenset(numbers - vocabulary.staged_items)
    schools = [school for school in census.schools if school.staged and not school.doubt]
    known = [whole.intersection(school.values) for school in schools]
    sets = [one for one, _ in Counter(known).most_common(_SETS)]
    shared = dict.fromkeys((*sets, *(left & right for left, right in combinations(sets, 2))))
    told: set[int] = set()
    for items in shared:
        if len(items) >= FEWEST_FIGURES:
            named = [name for name in vocabulary.items if name in items]
            having = (school for school, own in zip(schools, known, strict=True) if items <= own)
            for first, second in _pairs(having, named, told):
                told |= {id(first), id(second)}
                _tell(first, second, named, vocabulary, findings)


def _pairs(schools: Iterable[School], items: list[str], told: set[int]) -> Iterator[tuple[School, School]]:
    together: dict[tuple[object, ...], list[School]] = {}
    for school in schools:
        figures = tuple(school.values[item] for item in items)
        if len(figures) - figures.count(0) >= FEWEST_FIGURES:
            together.setdefault(figures, []).append(school)
    for alike in together.values():
        if len(alike) < 2:
            continue
        pairs = [
            (first, second)
            for first, second in combinations(alike[:_COMPARED], 2)
            if first.staged.keys().isdisjoint(second.staged)
        ]
        pairs.sort(
            key=lambda pair: SequenceMatcher(None, pair[0].name, pair[1].name, autojunk=False).ratio(), reverse=True
        )
        for first, second in pairs:
            if not {id(first), id(second)} & told:
                yield first, second


def _tell(first: School, second: School, items: list[str], vocabulary: Vocabulary, findings: Findings) -> None:
    words, name = findings.words, vocabulary.roles["name"]
    told = words.join([words.text(vocabulary.items[item].title) for item in items if second.values[item]])
    cell = next(iter(first.cells(name)), "")
    findings.about("W561", second, (name, None), second.name, other=first.name, first=cell, items=told)
