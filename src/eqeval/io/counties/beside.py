"""What lies beside the data of a batch: maps of columns, last year's tables, confirmed warnings; and their bytes."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from eqeval.core.errors import InputError, UsageError
from eqeval.core.grid import word
from eqeval.io.counties.discovery import Found, Source, find
from eqeval.words import Words

_YAML = (".yaml", ".yml")


class Given(Struct, frozen=True):
    """Files that are read while counties are judged, and the hash of their bytes when the batch began.

    called: the name that they are found by, as a word; every county is held against it.
    """

    source: Source
    sha256: str
    called: str

    def hold(self, words: Words) -> None:
        """Refuse files that are not what they were.

        Raises:
            InputError: where a file has changed, or cannot be read any more.
        """
        if _hash(self.source, words) != self.sha256:
            raise InputError(words("E171.message", file=self.source.label))


class Beside(Struct, frozen=True):
    """What the counties of a batch may take from beside their data.

    maps: maps of columns. waivers: files of confirmed warnings; by_county: each holds for the county that it is called
    after, else for all. previous: last year's tables; one_table: they are one file, where counties are found by their
    names. only: this year's data are one file too, so that its county may have changed its name.
    """

    maps: tuple[Given, ...] = ()
    waivers: tuple[Given, ...] = ()
    by_county: bool = False
    previous: tuple[Given, ...] = ()
    one_table: bool = False
    only: bool = False

    @property
    def files(self) -> list[Path]:
        """All files; no output may be written over one."""
        return [path for given in (*self.maps, *self.waivers, *self.previous) for path in given.source.files]


NOTHING = Beside()


class Taken(Struct, frozen=True):
    """What one county took from beside its data.

    previous: last year's table by its label; was: what the county is called in it; then: all counties that it has, said
    once for the data that they belong to, and not where it is the only table. several: tables of which each could be
    its own. unread: why its table of last year was not read. waivers: the file that is called after it. expired, idle:
    what is said of waivers that hold for all counties and have ended, or cover nothing in this one.
    """

    county: str
    previous: str = ""
    was: str = ""
    then: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    unread: str = ""
    waivers: str = ""
    expired: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()


def lay(
    maps: Path | None, waivers: Path | None, previous: Path | None, found: Found, by_folder: bool, words: Words
) -> Beside:
    """Find what was given, and remember its bytes.

    Raises:
        UsageError: where there is nothing of what was named.
        InputError: where a file or folder cannot be read.
    """
    now = [path for source in found.sources for path in source.files]
    then = _previous(previous, now, by_folder, words) if previous else ()
    laid = [
        tuple(Given(one, _hash(one, words), word(one.stem)) for one in sources)
        for sources in (_written(maps, "--map", words), _written(waivers, "--waivers", words), then)
    ]
    return Beside(
        maps=laid[0],
        waivers=laid[1],
        by_county=waivers is not None and waivers.is_dir(),
        previous=laid[2],
        one_table=previous is not None and not previous.is_dir(),
        only=len(found.sources) == 1,
    )


def _written(path: Path | None, option: str, words: Words) -> list[Source]:
    """Take one file that people write, or all of them in a folder."""
    if path is None:
        return []
    files = sorted(one for one in path.iterdir() if one.suffix.lower() in _YAML) if path.is_dir() else [path]
    if not files or not all(one.is_file() for one in files):
        raise UsageError(words("batch.beside", option=option, path=path))
    return [Source((one,), one.stem) for one in files]


def _previous(path: Path, now: Sequence[Path], by_folder: bool, words: Words) -> tuple[Source, ...]:
    """Find last year's tables as this year's are found; what is judged now is not last year's."""
    found = find([path], now, by_folder and path.is_dir(), words)
    if found.unreadable:
        raise InputError(*(words("E103.message", file=place, why=why) for place, why in found.unreadable))
    if not found.sources:
        raise UsageError(words("batch.beside", option="--prev", path=path))
    return found.sources


def _hash(source: Source, words: Words) -> str:
    try:
        parts = [hashlib.sha256(path.read_bytes()).digest() for path in source.files]
    except OSError as error:
        raise InputError(words("E103.message", file=error.filename, why=error.strerror or error)) from None
    return hashlib.sha256(b"".join(parts)).hexdigest()
