"""The parts of a zip file, each unpacked only within the limits; what the directory claims is never believed."""

import io
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path
from posixpath import join, normpath
from struct import unpack_from

from msgspec import Struct

from eqeval.io.workbooks.limits import RATIO_FROM
from eqeval.io.workbooks.source import Source

_LOCAL_HEADER = 30
# So much of a part tells what a file is.
_BEGINNING = 4096
_END = 22
_ENCRYPTED = 0x1
# What can be unpacked without asking; what else there is comes from no office program.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What the directory of a zip file raises that is cut off, points outside of the file, has names in no encoding, or is
# of a version that nobody knows; and a part that is packed wrongly or ends too early.
_NO_DIRECTORY = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError)
_NO_PART = (zlib.error, EOFError)


class Package(Struct):
    """The directory of a zip file: parts by their names in small letters, and how much was unpacked so far."""

    source: Source
    entries: dict[str, zipfile.ZipInfo]
    unpacked: int = 0

    def __contains__(self, name: str) -> bool:
        return _key(name) in self.entries

    def read(self, name: str) -> bytes:
        """Unpack one part.

        Raises:
            InputError: where it is missing, damaged, encrypted, or larger than it may be.
        """
        source = self.source
        entry = self.entries.get(_key(name))
        if entry is None:
            raise source.damaged("missing", part=name)
        if entry.flag_bits & _ENCRYPTED:
            raise source.refuse("E143")
        packed = self._packed(entry)
        most = source.limits["unpacked_mib"] << 20
        left = most - self.unpacked
        if entry.compress_type == zipfile.ZIP_STORED:
            data = packed
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                data = inflater.decompress(packed, left + 1)
            except zlib.error:
                raise source.damaged("part", part=entry.filename) from None
            if not inflater.eof and len(data) <= left:
                raise source.damaged("part", part=entry.filename)
        else:
            raise source.damaged("compression", part=entry.filename)
        self.unpacked += len(data)
        if self.unpacked > most:
            raise source.over("unpacked_mib", f"{source.limits['unpacked_mib']}+")
        if len(data) > RATIO_FROM and len(data) > source.limits["ratio"] * len(packed):
            raise source.over("ratio", len(data) // len(packed))
        if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
            raise source.damaged("part", part=entry.filename)
        source.in_time()
        return data

    def again(self, name: str) -> bytes:
        """Unpack a part that was read before once more; it counts once."""
        self.unpacked -= self.entries[_key(name)].file_size
        return self.read(name)

    def in_one_way(self) -> bool:
        """Whether every program finds the same parts: one directory just before its only end, and no other names."""
        content, entries = self.source.content, self.entries
        end = content[-_END:]
        # What large files have in place of the end would stand right before it.
        if not end.startswith(b"PK\5\6") or content[-_END - 20 :].startswith(b"PK\6\7"):
            return False
        disk, first, here, listed, size, start, comment = unpack_from("<4H2IH", end, 4)
        whole = (disk, first, here, listed, comment) == (0, 0, len(entries), len(entries), 0)
        placed = start + size == len(content) - _END and content.count(b"PK\1\2", start) == len(entries)
        return whole and placed and not any(entry.extra or entry.comment for entry in entries.values())

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        content = self.source.content
        start = entry.header_offset
        header = content[start : start + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\3\4"):
            raise self.source.damaged("part", part=entry.filename)
        start += _LOCAL_HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        packed = content[start : start + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise self.source.damaged("part", part=entry.filename)
        return packed


def open_(source: Source) -> Package:
    """Read the directory of a zip file and hold it to the limits.

    Raises:
        InputError: where it is damaged, has two parts of one name, parts that overlap, or too many.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as parts:
            listed = parts.infolist()
    except _NO_DIRECTORY:
        raise source.damaged("zip") from None
    source.hold("entries", len(listed))
    source.hold("unpacked_mib", sum(one.file_size for one in listed if not _unused(one)) >> 20)
    entries: dict[str, zipfile.ZipInfo] = {}
    for one in listed:
        if entries.setdefault(_key(one.filename), one) is not one:
            raise source.damaged("twice", part=one.filename)
    ordered = sorted(listed, key=lambda one: one.header_offset)
    for before, after in pairwise(ordered):
        if before.header_offset + _LOCAL_HEADER + before.compress_size > after.header_offset:
            raise source.damaged("overlap", part=after.filename)
    return Package(source, entries)


def beginnings(path: Path, *wanted: str) -> dict[str, bytes]:
    """Look into a zip file: its parts by their names in small letters, with the beginning of those that are wanted.

    For a guess at what a file is, before anybody asks for it to be read: of one that is broken there is nothing to say
    here, and nothing is lost, because whoever reads it says what is wrong.
    """
    try:
        with zipfile.ZipFile(path) as package:
            found = {one.filename.lower(): b"" for one in package.infolist()}
            for entry in package.infolist():
                name = entry.filename.lower()
                if name in wanted and entry.compress_type in _PACKED and not entry.flag_bits & _ENCRYPTED:
                    with package.open(entry) as part:
                        found[name] = part.read(_BEGINNING)
            return found
    except (*_NO_DIRECTORY, *_NO_PART):
        return {}


def _unused(entry: zipfile.ZipInfo) -> bool:
    """Whether a part can hold no table: pictures may be as large as the file allows."""
    return not entry.filename.lower().endswith((".xml", ".bin", ".rels"))


def _key(name: str) -> str:
    return normpath(name.replace("\\", "/").lstrip("/")).lower()


def target(base: str, written: str) -> str:
    """Find the part that a relation of a part in folder `base` means."""
    return _key(written) if written.startswith("/") else _key(join(base, written.replace("\\", "/")))


def pack(parts: dict[str, bytes]) -> io.BytesIO:
    """Pack parts again, uncompressed, so that the next reader sees just what was looked at; they are used up."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in list(parts):
            file.writestr(zipfile.ZipInfo(name), parts.pop(name))
    packed.seek(0)
    return packed
