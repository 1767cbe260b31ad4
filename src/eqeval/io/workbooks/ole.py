"""OLE containers of old Office files: a stream is taken out, and put alone into a container that has no surprises."""

from struct import pack, unpack_from

from eqeval.io.workbooks.source import Source

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_UNUSED = pack("<I", _FREE)
_LAST_SECTOR = 0xFFFFFFFA
_DIRECTORY_ENTRY = 128
_STREAM, _ROOT = 2, 5
_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The container that is written: sectors of 4 KiB, so that 109 of them list all sectors of the largest file.
_SECTOR, _SHIFT, _LISTED = 4096, 12, 109


class Container:
    """An OLE container: sectors chained by an allocation table, and a directory of streams.

    Raises:
        InputError: where it is damaged: sectors that are missing or come twice.
    """

    def __init__(self, source: Source) -> None:
        self.content, self.source = source.content, source
        if len(self.content) < 512 or self.content[30:32] not in (b"\x09\x00", b"\x0c\x00"):
            raise source.damaged("ole")
        self.size = 1 << self.content[30]
        self.table = self._allocation()
        self.directory = self._chain(self._number(48))

    def _number(self, at: int, within: bytes | None = None) -> int:
        return int.from_bytes((self.content if within is None else within)[at : at + 4], "little")

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        found = self.content[start : start + self.size]
        if not found:
            raise self.source.damaged("ole")
        return found

    def _allocation(self) -> list[int]:
        listed = [*unpack_from(f"<{_LISTED}I", self.content, 76)]
        following, visited = self._number(68), 0
        while following < _LAST_SECTOR:
            visited += 1
            if visited > len(self.content) // self.size:
                raise self.source.damaged("ole")
            sector = self._sector(following)
            if len(sector) < self.size:
                raise self.source.damaged("ole")
            *more, following = unpack_from(f"<{len(sector) // 4}I", sector)
            listed += more
        listed = [number for number in listed if number < _LAST_SECTOR]
        if len(set(listed)) < len(listed):
            raise self.source.damaged("ole")
        table = b"".join(self._sector(number) for number in listed)
        return list(memoryview(table[: len(table) // 4 * 4]).cast("I"))

    def _chain(self, first: int) -> bytes:
        table, parts, visited = self.table, [], 0
        while first < _LAST_SECTOR:
            # Most streams stand in one piece.
            last, size = first, len(table)
            while last < size and table[last] == last + 1:
                last += 1
            visited += last - first + 1
            found = self.content[(first + 1) * self.size : (last + 2) * self.size]
            if last >= size or visited > size or len(found) <= (last - first) * self.size:
                raise self.source.damaged("ole")
            parts.append(found)
            first = table[last]
        return b"".join(parts)

    def stream(self, names: tuple[str, ...]) -> bytes:
        """Take out the first stream that is called by one of some names.

        Raises:
            InputError: where there is none, or it is damaged.
        """
        wanted = [name.lower() for name in names]
        small_from, root = self._number(56), b""
        for at in range(0, len(self.directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
            entry = self.directory[at : at + _DIRECTORY_ENTRY]
            if entry[66] == _ROOT:
                root = entry
            name = entry[: max(0, int.from_bytes(entry[64:66], "little") - 2)].decode("utf-16-le", "replace").lower()
            if entry[66] == _STREAM and name in wanted:
                first, size = self._number(116, entry), self._number(120, entry)
                found = self._chain(first) if size >= small_from else self._small(first, root)
                if len(found) < size:
                    raise self.source.damaged("ole")
                return found[:size]
        raise self.source.kind("ole")

    def _small(self, first: int, root: bytes) -> bytes:
        """Take a short stream out of the container within the container."""
        table = self._chain(self._number(60))
        sectors, parts, visited = self._chain(self._number(116, root)), [], set[int]()
        while first < _LAST_SECTOR:
            if first in visited or first * 4 >= len(table):
                raise self.source.damaged("ole")
            visited.add(first)
            parts.append(sectors[first * 64 : first * 64 + 64])
            first = self._number(first * 4, table)
        return b"".join(parts)


def wrap(stream: bytes) -> bytes:
    """Put one stream named Workbook into a container of its own."""
    count = max(1, -(-len(stream) // _SECTOR))  # shorter streams than a sector would stand elsewhere
    size = count * _SECTOR
    entries = count + 1
    tables = -(-entries // (_SECTOR // 4))
    while (entries + tables) * 4 > tables * _SECTOR:
        tables += 1
    chain = [*range(1, count), _END, _END, *[_TABLE] * tables]
    listed = [*range(entries, entries + tables)]
    versions = pack("<5H6x", 0x3E, 4, 0xFFFE, _SHIFT, 6)
    header = _SIGNATURE + bytes(16) + versions + pack("<9I", 1, tables, count, 0, _SECTOR, _END, 0, _END, 0)
    header += pack(f"<{len(listed)}I", *listed) + _UNUSED * (_LISTED - len(listed))
    directory = _entry("Root Entry", _ROOT, 0, 0, 1) + _entry("Workbook", _STREAM, 0, size, _FREE)
    table = pack(f"<{len(chain)}I", *chain) + _UNUSED * (tables * _SECTOR // 4 - len(chain))
    return b"".join((_filled(header), stream, bytes(size - len(stream)), _filled(directory), table))


def _filled(content: bytes) -> bytes:
    return content + bytes(_SECTOR - len(content))


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return pack("<64sHBBIII36xIQ", written, len(written), kind, 1, _FREE, _FREE, child, start, size)
