"""Walks through the records of binary workbooks: .xls inside its OLE container, and .xlsb."""

from collections.abc import Iterator

from eqeval.io.source import Source

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_LAST_SECTOR = 0xFFFFFFFA
_DIRECTORY_ENTRY = 128
_STREAM, _ROOT = 2, 5


def in_xls(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Give the records of a stream from a place on, as (number, content), to its end."""
    size = len(stream)
    while at + 4 <= size:
        length = stream[at + 2] | stream[at + 3] << 8
        end = at + 4 + length
        yield stream[at] | stream[at + 1] << 8, stream[at + 4 : end]
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


def stream_of(content: bytes, names: tuple[str, ...], source: Source) -> bytes:
    """Take a stream out of an OLE container.

    Raises:
        InputError: where the container is damaged: sectors that are missing or come twice.
    """
    return _Ole(content, source).stream(names)


class _Ole:
    """An OLE container: sectors chained by an allocation table, and a directory of streams."""

    def __init__(self, content: bytes, source: Source) -> None:
        self.content, self.source = content, source
        if len(content) < 512 or content[30:32] not in (b"\x09\x00", b"\x0c\x00"):
            raise source.damaged("ole")
        self.size = 1 << content[30]
        self.table = self.allocation()
        self.directory = self.chain(self.number(48))

    def number(self, at: int, within: bytes | None = None) -> int:
        return int.from_bytes((self.content if within is None else within)[at : at + 4], "little")

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        found = self.content[start : start + self.size]
        if not found:
            raise self.source.damaged("ole")
        return found

    def allocation(self) -> list[int]:
        listed = [self.number(76 + 4 * n) for n in range(109)]
        following, visited = self.number(68), 0
        while following < _LAST_SECTOR:
            visited += 1
            if visited > len(self.content) // self.size:
                raise self.source.damaged("ole")
            sector = self.sector(following)
            listed += [self.number(at, sector) for at in range(0, len(sector) - 7, 4)]
            following = self.number(len(sector) - 4, sector)
        listed = [number for number in listed if number < _LAST_SECTOR]
        if len(set(listed)) < len(listed):
            raise self.source.damaged("ole")
        table = b"".join(self.sector(number) for number in listed)
        return list(memoryview(table[: len(table) // 4 * 4]).cast("I"))

    def chain(self, first: int) -> bytes:
        parts, visited = [], set[int]()
        while first < _LAST_SECTOR:
            if first in visited or first >= len(self.table):
                raise self.source.damaged("ole")
            visited.add(first)
            parts.append(self.sector(first))
            first = self.table[first]
        return b"".join(parts)

    def stream(self, names: tuple[str, ...]) -> bytes:
        wanted = [name.lower() for name in names]
        small_from, root = self.number(56), b""
        for at in range(0, len(self.directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
            entry = self.directory[at : at + _DIRECTORY_ENTRY]
            if entry[66] == _ROOT:
                root = entry
            name = entry[: max(0, int.from_bytes(entry[64:66], "little") - 2)].decode("utf-16-le", "replace").lower()
            if entry[66] == _STREAM and name in wanted:
                first, size = self.number(116, entry), self.number(120, entry)
                found = self.chain(first) if size >= small_from else self.small(first, root)
                if len(found) < size:
                    raise self.source.damaged("ole")
                return found[:size]
        raise self.source.kind("ole")

    def small(self, first: int, root: bytes) -> bytes:
        """Take a short stream out of the container within the container."""
        table = self.chain(self.number(60))
        sectors, parts, visited = self.chain(self.number(116, root)), [], set[int]()
        while first < _LAST_SECTOR:
            if first in visited or first * 4 >= len(table):
                raise self.source.damaged("ole")
            visited.add(first)
            parts.append(sectors[first * 64 : first * 64 + 64])
            first = self.number(first * 4, table)
        return b"".join(parts)
