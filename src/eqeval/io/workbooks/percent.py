"""Which cells of a workbook show percent: 0.98 is seen as 98% there, and the number alone does not tell.

Only formats are looked at here; a workbook in which none is a percentage costs nothing more.
"""

import re
from collections.abc import Iterable
from itertools import compress, count

from eqeval.io.workbooks import xml
from eqeval.io.workbooks.source import Source

# The formats 0% and 0.00%, which every program has and no file writes out.
BUILT_IN = frozenset({9, 10})
# Signs that are shown as they are, and blanks as wide as a sign: "%", \%, _%.
_AS_IT_IS = re.compile(r'"[^"]*"|[\\_*].', re.DOTALL)
_CONDITION = re.compile(r"\[\s*[<>=]")
# Colours and languages: [Red], [$-804].
_ASIDE = re.compile(r"\[[^\]]*\]")
_BUILT_IN = re.compile(rb"numFmtId\s*=\s*[\"'](?:9|10)[\"']")


def shows(written: str) -> bool:
    r"""Whether a format shows a number a hundred times as large, with a percent sign behind it.

    A sign that is only shown does not multiply, and a format that depends on the number says nothing of it.

    >>> [shows(each) for each in ("0.00%", "0%;[Red]-0%", "General", '0"%"', r"0\%", "[<1]0%;0")]
    [True, True, False, False, False, False]
    """
    bare = _AS_IT_IS.sub("", written)
    if "%" not in bare or _CONDITION.search(bare):
        return False
    positive = _ASIDE.sub("", bare).partition(";")[0]
    return positive.count("%") == 1 and not {"0", "#", "?"}.isdisjoint(positive)


def among(formats: Iterable[int], written: dict[int, str]) -> frozenset[int]:
    """List the styles, counted from 0, that show percent; of each its format is given, and how it is written."""
    shown = {number for number, each in written.items() if shows(each)} | (BUILT_IN - written.keys())
    return frozenset(compress(count(), (each in shown for each in formats)))


def in_styles(data: bytes, part: str, source: Source) -> frozenset[int]:
    """List the styles of cells in the styles of an .xlsx that show percent."""
    if b"%" not in data and not _BUILT_IN.search(data):
        return frozenset()
    written: dict[int, str] = {}
    formats: list[int] = []
    within: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name, parent = xml.local(tag), within[-1] if within else ""
        within.append(name)
        number = attributes.get("numFmtId", "")
        # Numbers stand in other lists too: conditional formats, and styles that cells are made from.
        if (name, parent) == ("numFmt", "numFmts") and number.isdecimal():
            written[int(number[:9])] = attributes.get("formatCode", "")
        elif (name, parent) == ("xf", "cellXfs"):
            formats.append(int(number[:9]) if number.isdecimal() else 0)

    def end(_: str) -> None:
        within.pop()

    xml.walk(data, part, source, start, end)
    return among(formats, written)
