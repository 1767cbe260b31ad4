"""Finds rows read as schools that are the sum of others: totals that nothing calls so, centres with their schools."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from eqeval.core.figures.exact import Number, plain
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site
from eqeval.core.intake.rows.totals import is_added
from eqeval.core.origin import Key
from eqeval.core.vocabulary import Vocabulary

# So many figures that are the sum of those of other rows are no chance, if there are no others. Where a total has a
# slip, so many times as many have to agree as do not, and in so many digits, without the zeros behind them.
_FEWEST, _TIMES, _DIGITS = 4, 3, 12
# Figures that are the same for every pupil prove nothing: so many others have to agree.
_TELLING = 3
# Of one row the same figures are a question of doubles.
_LEAST_ROWS = 2


def check(sites: Sequence[Site], vocabulary: Vocabulary, findings: Findings) -> None:
    """Leave open every school whose figures are the sum of those of the rows just above it, or just below it.

    A total that is no school would halve every variance; whether it is one only who fills in the table knows. Where
    one was found, others may be the sum of the rows without it: 全县 below the totals of the towns.
    """
    pupils = vocabulary.roles["pupils"]
    keys = [(pupils, stage) for stage in vocabulary.stages if any((pupils, stage) in site.values for site in sites)]
    left = [site for site in sites if site.values]
    while len(left) > _LEAST_ROWS:
        found = _sums(left, keys, vocabulary)
        if not found:
            return
        for site, covered in found:
            site.doubt = site.doubt or "E416"
            place = site.place((vocabulary.roles["name"], None))
            first, last = covered[0].name, covered[-1].name
            findings.add("E416", *place, site.name, site.name, first=first, last=last, count=len(covered))
        totals = {id(site) for site, _ in found}
        left = [site for site in left if id(site) not in totals]


def _sums(sites: Sequence[Site], keys: Sequence[Key], vocabulary: Vocabulary) -> list[tuple[Site, Sequence[Site]]]:
    """List the rows that are the sum of others just above or below, with those; by their pupils first."""
    heads = [sum([site.values.get(key, 0) for key in keys]) for site in sites]
    # So many pupils stand above each row. Where several rows end at one sum, those between them have none.
    above = [0, *accumulate(heads)]
    first = {many: at for at, many in reversed([*enumerate(above)])}
    last = {many: at for at, many in enumerate(above)}
    found: list[tuple[Site, Sequence[Site]]] = []
    for at, (site, own) in enumerate(zip(sites, heads, strict=True)):
        if not own:
            continue
        begin, end = first.get(above[at] - own), last.get(above[at + 1] + own)
        for covered in (() if begin is None else sites[begin:at], () if end is None else sites[at + 1 : end]):
            if len(covered) >= _LEAST_ROWS and _is_sum(site, covered, vocabulary):
                found.append((site, covered))
                break
    return found


def _is_sum(site: Site, covered: Sequence[Site], vocabulary: Vocabulary) -> bool:
    """Whether the figures of a row that schools add up are the sums of those of some others, a blank being nothing."""
    totals: dict[Key, Number] = {}
    for one in covered:
        for key, value in one.values.items():
            totals[key] = totals.get(key, 0) + value
    added = [key for key in {*totals, *site.values} if is_added(key[0], vocabulary)]
    agreed = [key for key in added if site.values.get(key) and site.values[key] == totals.get(key)]
    differing = sum(site.values.get(key, 0) != totals.get(key, 0) for key in added)
    digits = sum(len(plain(site.values[key]).replace(".", "").strip("0")) for key in agreed)
    slip = len(agreed) > _TIMES * differing and digits >= _DIGITS
    if len(agreed) < _FEWEST or (differing and not slip):
        return False
    return sum(not _follows(key, covered, vocabulary) for key in agreed) >= _TELLING


def _follows(key: Key, covered: Sequence[Site], vocabulary: Vocabulary) -> bool:
    """Whether rows of the same stages all have as much of a figure for every pupil: then it agrees where pupils do."""
    pupils = vocabulary.roles["pupils"]
    ratios: dict[frozenset[str | None], set[Fraction]] = {}
    for one in covered:
        heads = {stage: value for (item, stage), value in one.values.items() if item == pupils and value}
        under = sum(value for stage, value in heads.items() if key[1] in (None, stage))
        if under and key in one.values:
            ratios.setdefault(frozenset(heads), set()).add(Fraction(one.values[key]) / under)
    return all(len(found) < 2 for found in ratios.values())
