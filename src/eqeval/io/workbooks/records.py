"""Walks through the records of binary workbooks, .xls and .xlsb."""

from collections.abc import Iterator
from struct import Struct

# Of a record of an .xls its number and its length.
_HEAD = Struct("<HH")


def in_xls(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Give the records of a stream from a place on, as (number, content), to its end."""
    last = len(stream) - _HEAD.size
    head = _HEAD.unpack_from
    while at <= last:
        kind, length = head(stream, at)
        end = at + 4 + length
        yield kind, stream[at + 4 : end]
        at = end


def in_xlsb(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the records of a part as (number, content); both number and length take as few bytes as they need."""
    at, size = 0, len(part)
    while at < size:
        kind = part[at]
        at += 1
        if kind & 0x80 and at < size:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < size and shift < 28:
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[at : at + length]
        at += length


def out_xlsb(kind: int, content: bytes) -> bytes:
    """Write a record of an .xlsb."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, rest = b"", len(content)
    while True:
        length += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return number + length + content
