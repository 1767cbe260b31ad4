"""Finds the tables in a folder: one county whose schools have a file each."""

import re
import unicodedata
from pathlib import Path

from eqeval.io.glance import is_table

# What office programs leave beside a file that somebody has open.
LOCKS = ("~$", ".~")
_DIGITS = re.compile(r"(\d+)")


def tables_in(folder: Path) -> tuple[list[Path], list[str], int]:
    """List the tables of a folder and of the folders in it, as people count: 学校2 before 学校10.

    Returns:
        The tables, the names of files of other kinds, and the number of lock files.
    """
    tables, others, locks = [], [], 0
    for path in sorted(folder.rglob("*"), key=natural):
        inside = path.relative_to(folder)
        if path.name.startswith(LOCKS):
            locks += 1
        elif not path.is_file() or any(part.startswith(".") for part in inside.parts):
            # What programs keep for themselves, such as .DS_Store.
            continue
        elif is_table(path):
            tables.append(path)
        else:
            others.append(inside.as_posix())
    return tables, others, locks


def natural(path: Path) -> list[tuple[int, int, str]]:
    """Order as people count.

    >>> sorted([Path("县10"), Path("县2")], key=natural)[0].name
    '县2'
    """
    parts = _DIGITS.split(unicodedata.normalize("NFC", path.as_posix()))
    return [(1, int(part), part) if part.isdecimal() else (0, 0, part) for part in parts if part]
