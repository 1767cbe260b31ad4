"""Finds codes of the wrong form, and schools whose names mean the same one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from eqeval.core.census import Census, School
from eqeval.core.figures.exact import Number
from eqeval.core.grid import word
from eqeval.core.intake.findings import Findings
from eqeval.core.parts.plausible import Names, Plausible
from eqeval.core.vocabulary import Vocabulary

_DIGITS = dict(zip("零〇一二三四五六七八九两", "001234567892", strict=True))
_NUMERAL = re.compile(r"[零〇一二三四五六七八九两]?十[一二三四五六七八九]?|[零〇一二三四五六七八九两]")
# Two names that share so much, of schools that report the same figures, may be one school.
ALIKE = 7, 10
# With fewer figures in common two schools are not alike.
FEWEST_FIGURES = 5


def check(census: Census, marks: Plausible, vocabulary: Vocabulary, findings: Findings) -> None:
    """Look at the codes, then at the names: neighbours in a sorted list only, so that 10,000 schools take no longer."""
    _codes(census, marks, vocabulary, findings)
    told: set[int] = set()
    for first, second in _same(census.schools, marks.names, census.county.name, vocabulary.roles["pupils"]):
        if id(second) not in told and not second.doubt:
            told.add(id(second))
            cell = next(iter(first.cells(vocabulary.roles["name"])), "")
            name = (vocabulary.roles["name"], None)
            findings.about("W553", second, name, second.name, other=first.name, first=cell)


def _codes(census: Census, marks: Plausible, vocabulary: Vocabulary, findings: Findings) -> None:
    """Name the codes that are not of the form of all codes, or not of the place of nearly all others in the county."""
    code, words = (vocabulary.roles["code"], None), findings.words
    formed: list[tuple[School, str]] = []
    for school in census.schools:
        written = word(school.code)
        if written and not (written.isascii() and written.isdigit() and len(written) == marks.code_digits):
            why = words("code.length", digits=marks.code_digits)
            findings.about("W552", school, code, school.code, why=why)
        elif written:
            formed.append((school, written))
    if marks.code_place is None:
        return
    first, last = marks.code_place.digits
    places = [written[first - 1 : last] for _, written in formed]
    if len(set(places)) < 2:
        return
    usual, count = Counter(places).most_common(1)[0]
    if count < marks.code_place.share * len(places):
        return
    for (school, _), place in zip(formed, places, strict=True):
        if place != usual:
            why = words("code.place", first=first, last=last, place=place, usual=usual, count=count)
            findings.about("W552", school, code, school.code, why=why)


def _same(schools: Iterable[School], marks: Names, county: str, pupils: str) -> Iterator[tuple[School, School]]:
    """Pair every school with an earlier one whose name means the same, or is alike where all figures are the same."""
    by_name: dict[str, School] = {}
    bare = _letters(county)
    # The longer ones first, as they begin with the shortest.
    prefixes = [bare + more for more in (*marks.after_county, "")]
    by_pupils: dict[tuple[Number | None, ...], list[tuple[str, int, School]]] = {}
    for place, school in enumerate(schools):
        name = folded(school.name, marks.leave_out, prefixes)
        first = by_name.setdefault(name, school)
        if first is not school:
            yield first, school
        # All figures are compared only where the first ones agree: that is seldom.
        few = tuple(values.get(pupils) for values in school.staged.values())
        by_pupils.setdefault(few, []).append((name, place, school))
    by_figures: dict[tuple[object, ...], list[tuple[str, int, School]]] = {}
    for together in by_pupils.values():
        for one in together if len(together) > 1 else ():
            figures = _figures(one[2])
            if len(figures) >= FEWEST_FIGURES:
                by_figures.setdefault(figures, []).append(one)
    for alike in by_figures.values():
        for turned in (False, True):
            # The same beginning brings names together, and the same end when they are read backwards.
            alike.sort(key=lambda one: (one[0][::-1] if turned else one[0], one[1]))
            for left, right in pairwise(alike):
                if left[0] != right[0] and _alike(left[0], right[0]):
                    earlier, later = sorted((left, right), key=lambda one: one[1])
                    yield earlier[2], later[2]


def folded(name: str, leave_out: Iterable[str], prefixes: Iterable[str] = ()) -> str:
    """Reduce a name to what tells it apart: no blanks and signs, numerals as digits, no name of the county before it.

    prefixes: the name of the county, without blanks and signs, also with what may follow it, which stands first.

    >>> folded("第十二 中学", ["第", "学"]) == folded("第12中", ["第", "学"])
    True
    """
    bare = _letters(name)
    for prefix in prefixes:
        if prefix and bare.startswith(prefix) and len(bare) > len(prefix) + 1:
            bare = bare.removeprefix(prefix)
            break
    kept = _NUMERAL.sub(_digits, bare)
    for sign in leave_out:
        kept = kept.replace(sign, "")
    # A name of nothing but such signs stays as it is.
    return kept or bare


def _letters(name: str) -> str:
    """Take blanks and signs out of a name."""
    written = word(name)
    return written if written.isalnum() else "".join(filter(str.isalnum, written))


def _digits(found: re.Match[str]) -> str:
    tens, ten, ones = found[0].partition("十")
    if not ten:
        return _DIGITS[tens]
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def _figures(school: School) -> tuple[object, ...]:
    staged = [(stage, *sorted(values.items())) for stage, values in school.staged.items()]
    return (*sorted(school.values.items()), *staged) if school.staged else ()


def _alike(left: str, right: str) -> bool:
    """Whether two names share most of their letters and all of their digits."""
    if re.findall(r"\d+", left) != re.findall(r"\d+", right):
        return False
    over, under = ALIKE
    return SequenceMatcher(None, left, right, autojunk=False).ratio() * under >= over
