"""Which formulas of an .xls were never calculated: what stands in place of their results would be read as 0 or blank.

A program that does not calculate writes 0 and asks for it to be calculated when the file is opened, or writes an empty
text, also for a sum. Each is taken for what it seems only where all of the workbook agrees: one program wrote it.
"""

from collections.abc import Iterator

from msgspec import Struct, field

from eqeval.io.workbooks.places import Seen

# That a formula has to be calculated when the file is opened. For Excel the bit is reserved, and LibreOffice leaves it;
# old versions of that set it for every formula, beside its result.
_WHEN_OPENED = 0x02
_NOUGHT = bytes(8)
_EMPTY = b"\3"
_NO_NUMBER = b"\xff\xff"
# What makes a number or a truth value of anything: + - * / ^, comparisons, signs and %; and brackets around it.
_OPERATORS, _BRACKET = frozenset((*range(0x03, 0x08), *range(0x09, 0x0F), 0x12, 0x13, 0x14)), b"\x15"
# A sum that is written in short; functions by their numbers, with as many arguments as they need or as they like.
_SUM, _FIXED, _OPEN = b"\x19\x10", (0x21, 0x41, 0x61), (0x22, 0x42, 0x62)
# COUNT SUM AVERAGE MIN MAX, ABS INT ROUND, COUNTA PRODUCT, ROUNDUP ROUNDDOWN SUMPRODUCT SUMIF COUNTIF.
_NUMERIC = frozenset((0, 4, 5, 6, 7, 24, 25, 27, 169, 183, 212, 213, 228, 345, 346))
# No shorter formula calls a function; the address of a single cell could look as if it did.
_SHORTEST = 8
UNCALCULATED = "="


class Formulas(Struct):
    """The formulas of a workbook whose results may be none, each with its sheet, row and column.

    modern: whether addresses are written as Excel 97 does, so that the end of a formula tells what it comes to.
    noughts: those that say 0 and have to be calculated; calculated: whether another that has to be says something else.
    empties: those that say an empty text; impossible: whether one of them cannot come to a text.
    """

    modern: bool
    noughts: list[tuple[Seen, int, int]] = field(default_factory=list)
    empties: list[tuple[Seen, int, int]] = field(default_factory=list)
    calculated: bool = False
    impossible: bool = False

    def look(self, content: bytes, row: int, column: int, seen: Seen) -> None:
        """Look at the record of a formula."""
        result, asked = content[6:14], content[14] & _WHEN_OPENED if len(content) > 14 else 0
        if result[6:] == _NO_NUMBER and result[:1] == _EMPTY:
            self.empties.append((seen, row, column))
            if self.modern and not self.impossible:
                self.impossible = _is_number(content[22 : 22 + int.from_bytes(content[20:22], "little")])
        elif asked and result == _NOUGHT:
            self.noughts.append((seen, row, column))
        elif asked:
            self.calculated = True

    def put(self) -> None:
        """Put into the sheets which formulas have no result."""
        for seen, row, column in self._without():
            seen.values[row, column] = UNCALCULATED

    def _without(self) -> Iterator[tuple[Seen, int, int]]:
        if not self.calculated:
            yield from self.noughts
        if self.impossible:
            yield from self.empties


def _is_number(tokens: bytes) -> bool:
    """Whether a formula, by the operator or function that is worked out last, comes to anything but a text."""
    tokens = tokens.rstrip(_BRACKET)
    if tokens[-1:] and tokens[-1] in _OPERATORS:
        return True
    if len(tokens) < _SHORTEST:
        return False
    function = int.from_bytes(tokens[-2:], "little")
    called = tokens[-3] in _FIXED or tokens[-4] in _OPEN
    return tokens[-4:-2] == _SUM or (called and function in _NUMERIC)
