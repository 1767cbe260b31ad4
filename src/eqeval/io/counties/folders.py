"""Finds the tables in a folder: one county whose schools have a file each."""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from eqeval.core.errors import InputError
from eqeval.io import system
from eqeval.io.counties.glance import is_report, is_table
from eqeval.io.workbooks import limits
from eqeval.words import Words

# What office programs leave beside a file that somebody has open.
LOCKS = ("~$", ".~")
_DIGITS = re.compile(r"(\d+)")


def tables_in(folder: Path, words: Words) -> tuple[list[Path], list[str], int]:
    """List the tables of a folder and of the folders in it, as people count: 学校2 before 学校10.

    Reports that were written there are none.

    Returns:
        The tables, the names of files of other kinds and of folders that cannot be opened, and the number of lock
        files.

    Raises:
        InputError: where it holds more files than any county has.
    """
    unreadable: list[tuple[Path, str]] = []
    found: list[Path] = []
    most = limits.read(words)["files"]
    for path in below(folder, unreadable, words):
        found.append(path)
        if len(found) > most:
            what = words("reading.limit.files", found=len(found), most=most)
            raise InputError(words("E110.message", file=folder, what=what, setting=limits.setting("files")))
    tables, others, locks = [], [], 0
    for path in sorted(found, key=natural):
        if path.name.startswith(LOCKS):
            locks += 1
        elif path.name.startswith("."):
            # What programs keep for themselves, such as .DS_Store.
            continue
        elif is_report(path):
            others.append(f"{path.relative_to(folder).as_posix()}{words('paren', text=words('folder.report'))}")
        elif is_table(path):
            tables.append(path)
        else:
            others.append(path.relative_to(folder).as_posix())
    others += [f"{path}{words('paren', text=why)}" for path, why in unreadable]
    return tables, others, locks


def below(folder: Path, unreadable: list[tuple[Path, str]], words: Words) -> Iterator[Path]:
    """List the files below a folder; a folder that links lead to twice, or round in a circle, is entered once.

    unreadable: takes the folders that cannot be opened, each with the reason.
    """

    def note(error: OSError) -> None:
        unreadable.append((Path(error.filename or folder), system.why(error, words)))

    entered = {system.real(folder)}
    for place, folders, names in os.walk(folder, followlinks=True, onerror=note):
        inside = []
        for name in sorted(folders):
            real = system.real(Path(place) / name)
            # What programs keep for themselves, such as .git, holds no tables.
            if real not in entered and not name.startswith("."):
                entered.add(real)
                inside.append(name)
        folders[:] = inside
        yield from (Path(place) / name for name in names)


def natural(path: Path) -> list[tuple[int, int, str]]:
    """Order as people count.

    >>> sorted([Path("县10"), Path("县2")], key=natural)[0].name
    '县2'
    """
    parts = _DIGITS.split(unicodedata.normalize("NFC", path.as_posix()))
    return [(1, int(part), part) if part.isdecimal() else (0, 0, part) for part in parts if part]
