"""Finds the tables among files, folders and patterns: each once, in the order in which people count."""

import glob
import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from eqeval.core.errors import UsageError
from eqeval.io import system
from eqeval.io.counties.folders import LOCKS, below, natural
from eqeval.io.counties.glance import is_report, is_table
from eqeval.words import Words

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
LONGEST_NAME = 60
# File names have at most 255 bytes, and a file that is being written has a longer one than it ends with.
_MOST_BYTES = 200


class Source(Struct, frozen=True):
    """The files that are judged together, as one county or as a table of several.

    name: what its outputs are called. folder: where they lie, if all tables of a folder are one county. crowded:
    whether another one is called as this one with more behind it, as the reports of its counties are.
    """

    files: tuple[Path, ...]
    name: str
    folder: Path | None = None
    crowded: bool = False

    @property
    def place(self) -> Path:
        """The file, or the folder, that it is."""
        return self.folder or self.files[0]

    @property
    def label(self) -> str:
        """How messages call it."""
        return system.readable(self.place.as_posix())

    @property
    def stem(self) -> str:
        """What a county is called that the data do not name."""
        return system.readable(system.real(self.folder).name if self.folder else self.files[0].stem)


class Found(Struct, frozen=True):
    """The tables that were found; others: files of other kinds, by kind; locks: lock files of office programs.

    unreadable: folders that nobody may look into, with the reason.
    """

    sources: tuple[Source, ...]
    others: tuple[tuple[str, int], ...]
    locks: int
    unreadable: tuple[tuple[Path, str], ...]


def find(paths: Sequence[Path], apart: Iterable[Path], by_folder: bool, words: Words) -> Found:
    """Find all tables below some paths.

    A file that is named is taken whatever it is, so that a wrong one is told; of folders and patterns the tables are. A
    pattern is looked up here where the shell did not. apart: outputs, and folders of them, which are no input.
    by_folder: the tables of a folder are one county, such as a form for every school.

    Raises:
        UsageError: where a path or pattern leads nowhere, or to nothing but outputs.
    """
    others: dict[Path, str] = {}
    unreadable: list[tuple[Path, str]] = []
    left_out = {system.real(path) for path in apart}
    files: dict[Path, Path] = {}
    locks: set[Path] = set()
    inside: list[Path] = []
    missing = [path for path in paths if not _expanded(path)]
    if missing:
        raise UsageError(*[words("batch.nothing_there", path=path) for path in missing])
    for path, named in [(one, one == each) for each in paths for one in _expanded(each)]:
        within = path.is_dir()
        for file in below(path, unreadable, words) if within else [path]:
            real = system.real(file)
            if not left_out.isdisjoint((real, *real.parents)):
                inside.append(file)
                if named and not within and real not in left_out and is_table(file) and not is_report(file):
                    # Somebody wants it judged, and a report might take its place.
                    raise UsageError(words("batch.inside_outputs", path=file))
                continue
            if real in files:
                continue
            if file.name.startswith(LOCKS):
                locks.add(real)
            elif within and file.name.startswith("."):
                # What programs keep for themselves, such as ._甲县.xlsx beside 甲县.xlsx.
                others[real] = ".*"
            elif (within or not named) and is_report(file):
                others[real] = f"{file.suffix.lower()} (eqeval)"
            elif (named and not within) or (real not in others and is_table(file)):
                files[real] = file
            else:
                others[real] = file.suffix.lower() or file.name
    if inside and not files:
        raise UsageError(words("batch.inside_outputs", path=inside[0]))
    ordered = sorted(files.values(), key=natural)
    left = Counter(kind for real, kind in others.items() if real not in files)
    kinds = tuple(sorted(left.items(), key=lambda kind: (-kind[1], kind[0])))
    groups: dict[Path, list[Path]] = {}
    for file in ordered:
        groups.setdefault(file.parent if by_folder else file, []).append(file)
    return Found(tuple(_named(groups, by_folder)), kinds, len(locks), tuple(unreadable))


def _expanded(path: Path) -> list[Path]:
    """Look a pattern up where the shell has not done it, as on Windows; a file may really be called so."""
    if os.path.lexists(path):
        return [path]
    if not glob.has_magic(str(path)):
        return []
    return [Path(name) for name in glob.glob(str(path), recursive=True)]  # noqa: PTH207 - a pattern may be absolute


def _named(groups: Mapping[Path, Sequence[Path]], by_folder: bool) -> Iterator[Source]:
    """Give every source a name of its own, in their order."""
    taken: set[str] = set()
    sources = [Source(tuple(files), "", place if by_folder else None) for place, files in groups.items()]
    named = [replace(source, name=unique(safe(source.stem), taken)) for source in sources]
    begun = {name[:at] for name in taken for at, sign in enumerate(name) if sign == "-"}
    for source in named:
        yield replace(source, crowded=True) if source.name.casefold() in begun else source


def unique(name: str, taken: set[str]) -> str:
    """Number a name until no other has it, upper and lower case being one, and take it."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name}~{number}"
    taken.add(found.casefold())
    return found


def short(name: str) -> str:
    """Cut a name that is longer, in bytes, than file names may be with their endings; its hash tells it from others.

    >>> short("甲县-乙县"), len(short("县" * 90).encode())
    ('甲县-乙县', 186)
    """
    if len(name.encode("utf-8", "surrogatepass")) <= _MOST_BYTES:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name[: _MOST_BYTES // 3 - len(digest) + 1]}~{digest}"


def safe(name: str) -> str:
    """Make a name that every system takes as a file name.

    >>> safe('A/B: "甲" '), safe("con"), safe("")
    ('A_B_ _甲_', '_con', '_')
    """
    clean = _UNSAFE.sub("_", unicodedata.normalize("NFC", name))[:LONGEST_NAME].strip().rstrip(".") or "_"
    return f"_{clean}" if _RESERVED.match(clean) else clean
