"""What the records of an .xls before its sheets say: where each starts, and what styles show behind a number."""

from collections.abc import Mapping
from struct import unpack_from

from msgspec import Struct, field

from eqeval.io.workbooks import records, shown
from eqeval.io.workbooks.places import Seen
from eqeval.io.workbooks.source import Source

_BEGIN, _EOF, _SHEET, _PASSWORD, _STRINGS, _XF, _FORMAT = 0x809, 0x0A, 0x85, 0x2F, 0xFC, 0xE0, 0x41E
_NUMBERS, _SEVERAL = {0x06, 0x203, 0x27E}, 0xBD
# The version of the records from Excel 97 on.
_MODERN = 0x600
# Of a style: that no cell has it itself.
_ORIGIN = 0x04


class Book(Struct):
    """What a workbook lists before its sheets.

    version: of the records. starts: where the sheets start. strings: how many the file claims. formats: of each style
    the number of its format. written: how formats are written; those that every program has need not be.
    """

    version: int = 0
    starts: list[int] = field(default_factory=list)
    strings: int = 0
    written: dict[int, str] = field(default_factory=dict)
    formats: list[int] = field(default_factory=list)

    @property
    def modern(self) -> bool:
        """Whether it is written as Excel 97 and later do."""
        return self.version >= _MODERN

    @property
    def signs(self) -> dict[int, str]:
        """What styles show behind a number."""
        return shown.among(self.formats, self.written)


def read(stream: bytes, source: Source) -> Book:
    """Read the records before the first sheet.

    Raises:
        InputError: where the workbook has a password.
    """
    found = Book()
    for kind, content in records.in_xls(stream):
        if kind == _XF and len(content) >= 5:
            # Every program lists a percentage among those that no cell has itself, but others are made from.
            found.formats.append(0 if content[4] & _ORIGIN else content[2] | content[3] << 8)
        elif kind == _FORMAT and len(content) >= 4:
            found.written[content[0] | content[1] << 8] = _format(content, found.modern)
        elif kind == _BEGIN and not found.version:
            found.version = int.from_bytes(content[:2], "little")
        elif kind == _SHEET and len(content) >= 4:
            found.starts.append(int.from_bytes(content[:4], "little"))
        elif kind == _STRINGS and len(content) >= 8:
            found.strings = int.from_bytes(content[4:8], "little")
        elif kind == _PASSWORD:
            raise source.refuse("E143")
        elif kind == _EOF:
            break
    return found


def _format(content: bytes, modern: bool) -> str:
    """Read how a format is written; all that matters of it are signs that every encoding has."""
    if not modern:
        return content[3:].decode("latin-1")
    return content[5:].decode("utf-16-le" if content[4:5] == b"\1" else "latin-1", "replace")


def show(stream: bytes, at: int, signs: Mapping[int, str], seen: Seen) -> None:
    """Walk through a sheet once more, for the cells that show something behind their number."""
    for kind, content in records.in_xls(stream, at):
        if kind in _NUMBERS and (sign := signs.get(content[4] | content[5] << 8)):
            seen.show(sign, content[0] | content[1] << 8, content[2] | content[3] << 8)
        elif kind == _SEVERAL:
            row, first = unpack_from("<HH", content)
            for number, start in enumerate(range(4, len(content) - 6, 6)):
                if sign := signs.get(content[start] | content[start + 1] << 8):
                    seen.show(sign, row, first + number)
        elif kind == _EOF:
            break
