"""Finds figures that seem to stand in another unit: a whole column, or one value against the rest."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from eqeval.core.census import Census, School
from eqeval.core.figures.exact import Number, plain
from eqeval.core.intake.findings import Findings
from eqeval.core.origin import Key
from eqeval.core.parts.items import Item
from eqeval.core.parts.plausible import Plausible, Usual
from eqeval.core.vocabulary import Vocabulary

# Ratios are compared in whole billionths: a screening needs no fractions, and 10,000 of them take seconds to sort.
BILLION = 10**9
# Fewer values have no middle that others could be held against.
FEWEST = 5
# A value far away from the middle of the county, and of the schools of its size, is asked about if it is also this many
# times beyond all but a tenth of those.
APART = 2
# Schools of about the same size: so many smaller and so many larger ones.
PEERS = 15
_BRIEF = Context(prec=3, rounding=ROUND_HALF_EVEN)


# What a school has of an item, and per so many; and what it has of all items.
Figure = tuple[School, Number, Number]
Divided = tuple[School, Mapping[str, Number], Number]
# What a school has of an item for each of so many, in billionths, and the figures that this comes from.
Peer = tuple[int, Figure]


def check(census: Census, marks: Plausible, vocabulary: Vocabulary, findings: Findings) -> None:
    """Hold every item that has a usual range against it, stage by stage."""
    divided: dict[Key, tuple[list[Divided], list[Divided]]] = {}
    for usual in marks.usual:
        item = vocabulary.items[usual.item]
        for stage in item.stages or (None,):
            by = (usual.per, stage)
            if by not in divided:
                having = list(_divided(census, *by, vocabulary.items[usual.per].stages))
                unlike = [one for one in having if one[0].type in marks.unlike]
                divided[by] = [one for one in having if one[0].type not in marks.unlike] if unlike else having, unlike
            figures, alone = (_figures(part, usual.item) for part in divided[by])
            if len(figures) < FEWEST:
                figures, alone = [], [*figures, *alone]
            if alone:
                _few(alone, usual, (usual.item, stage), _least(usual, marks, vocabulary), vocabulary, findings)
            if not figures:
                continue
            # A call for each of them would take as long as all else here.
            ratios = [
                value.numerator * per.denominator * BILLION // (value.denominator * per.numerator)
                for _, value, per in figures
            ]
            key = (usual.item, stage)
            middle = sorted(ratios)[len(ratios) // 2]
            _column(middle, figures[0][0], usual, key, marks.factors, vocabulary, findings)
            if any(_far(each, middle, usual.far, item) for each in (max(ratios), min(ratios))):
                _values(figures, ratios, middle, usual, key, marks, vocabulary, findings)


def _figures(divided: list[Divided], item: str) -> list[Figure]:
    """List what schools have of an item; zeros are a question apart."""
    return [(school, value, per) for school, values, per in divided if (value := values.get(item))]


def _divided(census: Census, divisor: str, stage: str | None, counted: tuple[str, ...]) -> Iterator[Divided]:
    """List the schools that have something of a divisor: in a stage, or in all of theirs in which it is counted."""
    for school in census.schools:
        if stage is not None:
            values = school.staged.get(stage)
            per = values.get(divisor) if values else None
        else:
            values = school.values
            parts = [own.get(divisor) for taught, own in school.staged.items() if taught in counted]
            per = None if None in parts else sum(part for part in parts if part is not None)
        if values and per:
            yield school, values, per


def _column(
    ratio: int, first: School, usual: Usual, key: Key, factors: list[int], vocabulary: Vocabulary, findings: Findings
) -> None:
    """A column whose middle school lies outside of what is usual; the factor that would bring it back is named."""
    middle = Fraction(ratio, BILLION)
    low, high = usual.between
    if low <= middle <= high:
        return
    turned = [(factor, middle / factor if middle > high else middle * factor) for factor in factors]
    # The factor that brings the middle nearest to the middle of the range; that to the base unit (元) comes first.
    centre = low * high
    fitting = [pair for pair in turned if low <= pair[1] <= high]
    fitting = [pair for pair in fitting if pair[0] == vocabulary.scale(usual.item)] or fitting
    factor = min(fitting, key=lambda pair: max(pair[1] ** 2 / centre, centre / pair[1] ** 2), default=(0, 0))[0]
    words = findings.words
    hint = words("hint.factor" if middle > high else "hint.factor.small", factor=factor) if factor else ""
    unit = words.text(vocabulary.items[usual.item].unit)
    findings.about(
        "W550",
        first,
        key,
        column=True,
        item=titled(key, vocabulary, findings),
        per=words.text(vocabulary.items[usual.per].title),
        middle=f"{brief(middle)} {unit}".rstrip(),
        low=plain(low),
        high=plain(high),
        hint=hint,
    )


def _values(
    figures: list[Figure],
    ratios: list[int],
    middle: int,
    usual: Usual,
    key: Key,
    marks: Plausible,
    vocabulary: Vocabulary,
    findings: Findings,
) -> None:
    """Single values far from the county and from the schools of their size.

    Small schools have much space for every pupil, so a school is held against those of its size. Whatever is counted
    and not measured may be few, but hardly many times too many.
    """
    item = vocabulary.items[usual.item]
    least = _least(usual, marks, vocabulary)
    by_size = sorted(zip(figures, ratios, strict=True), key=lambda pair: (pair[0][2], pair[1]))
    sizes = [per for (_, _, per), _ in by_size]
    for one, ratio in zip(figures, ratios, strict=True):
        _, value, per = one
        # One teacher of three pupils is many for a pupil and still the least that there can be.
        if not _far(ratio, middle, usual.far, item) or (item.kind != "number" and value < usual.far):
            continue
        at = bisect_left(sizes, per)
        peers = [(each, other) for other, each in by_size[max(0, at - PEERS) : at + PEERS + 1] if other is not one]
        if not _stands_out(ratio, one, peers, usual.far, least, item):
            continue
        times = Fraction(max(ratio, middle), min(ratio, middle))
        _tell(
            "W551", one, usual, key, vocabulary, findings, middle=brief(Fraction(middle, BILLION)), times=brief(times)
        )


def _least(usual: Usual, marks: Plausible, vocabulary: Vocabulary) -> int:
    """Give the pupils of a small school, where an item is divided by pupils."""
    return marks.small_school if usual.per == vocabulary.roles["pupils"] else 0


def _few(figures: list[Figure], usual: Usual, key: Key, least: int, vocabulary: Vocabulary, findings: Findings) -> None:
    """Hold schools that have none of their kind beside them against what is usual, as far beyond as one may lie."""
    item = vocabulary.items[usual.item]
    low, high = Fraction(usual.between[0]) / usual.far, usual.between[1] * usual.far
    for one in figures:
        _, value, per = one
        if Fraction(value) / max(per, least) > high or (item.kind == "number" and Fraction(value) / per < low):
            _tell("W569", one, usual, key, vocabulary, findings, low=brief(low), high=brief(high))


def _tell(
    code: str, one: Figure, usual: Usual, key: Key, vocabulary: Vocabulary, findings: Findings, **beside: str
) -> None:
    """Name the figure of one school: what it is, what comes to each of what it is divided by, and what it is beside."""
    school, value, per = one
    unit = findings.words.text(vocabulary.items[usual.item].unit)
    findings.about(
        code,
        school,
        key,
        plain(value),
        column=False,
        item=titled(key, vocabulary, findings),
        per=findings.words.text(vocabulary.items[usual.per].title),
        each=f"{brief(Fraction(value) / per)} {unit}".rstrip(),
        **beside,
    )


def _far(ratio: int, middle: int, times: int, item: Item) -> bool:
    return ratio >= times * middle or (item.kind == "number" and 0 < ratio * times <= middle)


def _stands_out(ratio: int, one: Figure, peers: list[Peer], times: int, least: int, item: Item) -> bool:
    """Whether a value is far from the middle of its peers, and well beyond nearly all of them.

    A campus that was built for many and has five pupils left is large for each of them, but no larger than others; one
    of 5,000 pupils in the middle of a city has little for each, but no less than others.
    least: the pupils of a small school; none counts as smaller.
    """
    if len(peers) < FEWEST - 1:
        return False
    middle = sorted(each for each, _ in peers)[len(peers) // 2]
    if not _far(ratio, middle, times, item):
        return False
    # Others may be wrong in the same way, so only those near the middle say how far apart schools of this size lie.
    near = [peer for peer in peers if middle < times * peer[0] and peer[0] < times * middle]
    tenth = len(near) // 10
    ranked = sorted(each for each, _ in near)
    if ratio >= APART * ranked[-1 - tenth]:
        nominal, *others = (Fraction(value) / max(per, least) for _, value, per in (one, *(other for _, other in near)))
        return nominal >= APART * sorted(others)[-1 - tenth]
    return ratio * APART <= ranked[tenth] and one[1] * APART <= sorted(value for _, (_, value, _) in near)[tenth]


def titled(key: Key, vocabulary: Vocabulary, findings: Findings) -> str:
    """Call an item by its title, with its stage where it has one."""
    title = findings.words.text(vocabulary.items[key[0]].title)
    if key[1] is None:
        return title
    return findings.words("item.of_stage", stage=findings.words.text(vocabulary.stages[key[1]].title), item=title)


def brief(value: Number) -> str:
    """Write a figure that only gives an idea, with three digits.

    >>> brief(Fraction(1, 3)), brief(12345)
    ('0.333', '12300')
    """
    shown = _BRIEF.divide(Decimal(value.numerator), Decimal(value.denominator))
    return format(shown.normalize(_BRIEF), "f")
