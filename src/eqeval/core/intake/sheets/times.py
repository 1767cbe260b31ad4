"""Says which of two sheets that are called alike is of an earlier time: 9月 before 10月, 期初 before 期末."""

import re
from collections.abc import Sequence

from eqeval.core.grid import word

# 2026年9月, 9月30日, 2026-10-08, 2026.10, 20261008.
_SAID = re.compile(r"(?:(20\d\d)年)?(?<!\d)(1[0-2]|0?[1-9])月份?(?:(3[01]|[12]\d|0?[1-9])[日号])?")
_WRITTEN = re.compile(r"(20\d\d)([.\-_/]?)(1[0-2]|0?[1-9])(?:\2(3[01]|[12]\d|0?[1-9]))?(?!\d)")
# School years begin in autumn: of 9月 and 3月 without a year either may be the later one.
_AUTUMN = 8

Date = tuple[int, int, int]


def before(one: str, other: str, times: Sequence[Sequence[str]]) -> bool:
    """Whether the name of a sheet is that of another one but for an earlier time.

    times: words of times, the earlier ones first; of those that contradict each other the first ones hold.
    """
    mine, its = word(one), word(other)
    if mine == its:
        return False
    (own, first), (rest, second) = _dated(mine), _dated(its)
    if first and second and own == rest and _comparable(first, second):
        return first < second
    for words in times:
        places = [
            (early, late)
            for early, left in enumerate(words)
            for late, right in enumerate(words)
            if early != late and left in mine and right in its
            if mine.replace(left, "", 1) == its.replace(right, "", 1)
        ]
        if places:
            early, late = places[0]
            return early < late
    return False


def _dated(name: str) -> tuple[str, Date | None]:
    """Take the date out of a name; without a year that is 0, without a day that too."""
    if found := _SAID.search(name):
        year, month, day = found.groups()
    elif found := _WRITTEN.search(name):
        year, _, month, day = found.groups()
    else:
        return name, None
    return name[: found.start()] + name[found.end() :], (int(year or 0), int(month), int(day or 0))


def _comparable(one: Date, other: Date) -> bool:
    """Whether both have a year, or none and are of one half of the school year."""
    return bool(one[0]) == bool(other[0]) and (bool(one[0]) or (one[1] >= _AUTUMN) == (other[1] >= _AUTUMN))
