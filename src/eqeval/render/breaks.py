"""How wide a text is, and where it may be broken into lines: at blanks, and between the signs of Chinese."""

import unicodedata
from itertools import pairwise

# No line begins with these, and none ends with those.
_NO_START = frozenset("，。；：、！？）》”’」』】〕％…,.;:!?)]}%")
_NO_END = frozenset("（《“‘「『【〔([{")


def width_of(text: str) -> int:
    """How wide a text is: a Chinese sign takes two columns."""
    return sum(map(_columns, text))


def _columns(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def lines(text: str, width: int) -> list[str]:
    """Break a text into lines of a width.

    >>> lines("格式：terminal、json、csv（可重复）", 16)
    ['格式：terminal、', 'json、csv（可重', '复）']
    """
    places = [0, *breaks(text, width), len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(places)]


def breaks(text: str, width: int, indent: int = 0) -> list[int]:
    """Say before which signs a new line begins. indent: by how much the lines after the first are set in."""
    found: list[int] = []
    begin, used, last = 0, 0, 0
    for at, sign in enumerate(text):
        if at > begin + indent and _may_break(text[at - 1], sign):
            last = at
        used += _columns(sign)
        if used > width and not sign.isspace():
            begin = last if last > begin else at
            found.append(begin)
            used = indent + width_of(text[begin : at + 1])
    return found


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return after != " "
    wide = _columns(before) > 1 or _columns(after) > 1
    return wide and after != " " and after not in _NO_START and before not in _NO_END
