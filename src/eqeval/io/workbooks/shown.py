"""What cells show beside the numbers that they hold: 0.98 is seen as 98%, and 1900 as 1900千元.

Only formats are looked at here; a workbook in which none shows more than its number costs nothing more.
"""

import re
import unicodedata
from collections.abc import Iterable

from eqeval.core.grid import PERCENT
from eqeval.io.workbooks import xml
from eqeval.io.workbooks.source import Source

# The formats 0% and 0.00%, which every program has and no file writes out.
BUILT_IN = frozenset({9, 10})
# Before a format of which nobody knows by how much the number that it shows is smaller than the one that is held.
SCALED = "\0"
# Signs that are shown as they are, and blanks as wide as a sign: "%", \%, !%, _%.
_AS_IT_IS = re.compile(r'"[^"]*"|[\\!_*].', re.DOTALL)
_CONDITION = re.compile(r"\[\s*[<>=]")
# Colours and languages: [Red], [$-804]; hours beyond a day are a time: [h].
_ASIDE = re.compile(r"\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
_TIME = re.compile(r"[ymdhs]", re.IGNORECASE)
_GENERAL = re.compile(r"General|G/通用格式", re.IGNORECASE)
_DIGITS = re.compile(r"[0#?][0#?,. ]*")
# A comma behind the digits leaves three of them out; a point that is only shown moves the others.
_LEFT_OUT, _MOVED = re.compile(r"[0#?],+(?![0#?,])"), re.compile(r'[0#?](?:[\\!]\.|"\.")[0#?]')
_BUILT_IN = re.compile(rb"numFmtId\s*=\s*[\"'](?:9|10)[\"']")
# What a format has that shows more than a number: signs beyond ASCII, texts in quotes or escaped, commas behind digits.
_MORE = re.compile(r'["%\\!]|[0#?],+(?![0#?,])')
_ODD = re.compile(rb"formatCode\s*=\s*(?:\"[^\"]*(?:[\x80-\xff]|&|[\\!]\w|[0#?],+[^0#?,])|'[^']*[\x80-\xff\"&\\!])")


def sign(written: str) -> str:
    r"""Say what a format shows behind a number: a percent sign, or words; none where it shows nothing else.

    A percent sign that is only shown does not multiply, and a format that depends on the number says nothing of it.
    Where fewer digits are shown than are held, the format itself is given: nobody knows what the words behind it mean.

    >>> [sign(each) for each in ("0.00%", "0%;[Red]-0%", "General", '0"%"', r"0\%", "[<1]0%;0", "0\"千元\"")]
    ['%', '%', '', '', '', '', '千元']
    """
    if written.isascii() and not _MORE.search(written):
        return ""
    depends = _CONDITION.search(_AS_IT_IS.sub("", written)) is not None
    first = _positive(_ASIDE.sub("", written))
    bare = _AS_IT_IS.sub("", first)
    general = _GENERAL.search(bare)
    if _TIME.search(_GENERAL.sub("", bare)) or not (general or _DIGITS.search(bare)):
        return ""
    if "%" in bare:
        return PERCENT if bare.count("%") == 1 and not depends and not general else ""
    behind = words(_behind(first))
    if _LEFT_OUT.search(bare) or _MOVED.search(first) or (depends and behind):
        return SCALED + written
    return behind


def words(behind: str) -> str:
    """Take the words out of what stands behind a number: its unit, without blanks and signs."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", behind)))


def _positive(written: str) -> str:
    """Give the part of a format that shows numbers above 0: as far as a semicolon that is not only shown."""
    end = re.match(r'(?:"[^"]*"|[\\!_*].|[^;"])*', written, re.DOTALL)
    return end[0] if end else written


def _behind(written: str) -> str:
    """Give what a format shows behind its last digit."""
    pieces = re.findall(r'"[^"]*"|[\\!_*].|[^"\\!_*]+', _GENERAL.sub("0", written), re.DOTALL)
    shown = ""
    for piece in pieces:
        if piece[0] in "_*":
            continue
        if piece[0] in '"\\!':
            shown += piece.strip('"') if piece[0] == '"' else piece[1:]
        elif (digits := max((each.end() for each in _DIGITS.finditer(piece)), default=-1)) >= 0:
            shown = piece[digits:]
        else:
            shown += piece
    return shown


def among(formats: Iterable[int], written: dict[int, str]) -> dict[int, str]:
    """Give what styles, counted from 0, show behind a number; of each its format is given, and how it is written."""
    signs = {number: found for number, each in written.items() if (found := sign(each))}
    signs |= dict.fromkeys(BUILT_IN - written.keys(), PERCENT)
    return {style: signs[number] for style, number in enumerate(formats) if number in signs}


def in_styles(data: bytes, part: str, source: Source) -> dict[int, str]:
    """Give what the styles of cells in the styles of an .xlsx show behind a number."""
    if b"%" not in data and not _BUILT_IN.search(data) and not _ODD.search(data):
        return {}
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
