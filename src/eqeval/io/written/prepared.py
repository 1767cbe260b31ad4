"""Keeps shipped standards that were read before in a form that is read faster, in the user's folder of caches.

An entry counts only as long as every file that it was made from has the same bytes, and the program the same modules;
what cannot be used for any reason is passed over, and the standard is read from its files as ever.
"""

import copyreg
import hashlib
import io
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, json

from eqeval import __version__
from eqeval.io.files import put

# What an entry may consist of: parts of a standard, exact numbers, days.
_PACKAGE = "eqeval.core."
_CLASSES = {
    ("eqeval.io.written.standards", "Loaded"),
    ("fractions", "Fraction"),
    ("datetime", "date"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
    # What they are called in Python 3.13.
    ("pathlib._local", "PosixPath"),
    ("pathlib._local", "WindowsPath"),
}


class _Made(Struct, frozen=True):
    """What an entry was made by, and of which files with which bytes."""

    by: str
    of: dict[str, str]


class _Reader(pickle.Unpickler):
    """Refuses whatever no standard consists of: an entry is data, and never a program."""

    def find_class(self, module: str, name: str) -> Any:
        """Find a class that an entry may name."""
        if module.startswith(_PACKAGE) or (module, name) in _CLASSES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


class _Writer(pickle.Pickler):
    # As a text, as fractions are pickled, each of them would have to be parsed.
    dispatch_table = copyreg.dispatch_table.copy() | {
        Fraction: lambda one: (Fraction, (one.numerator, one.denominator)),
    }


def take(path: Path) -> Any:
    """Give what was kept of a standard; None where nothing was, or where something has changed since."""
    try:
        entry = _entry(path)
        if _shared(entry):
            return None
        with entry.open("rb") as file:
            made = json.decode(file.readline(), type=_Made)
            if made.by != _program() or any(_sum(Path(each)) != known for each, known in made.of.items()):
                return None
            return _Reader(file).load()
    except Exception:  # whatever is wrong with an entry, the files themselves are there
        return None


def keep(path: Path, files: tuple[Path, ...], kept: Any) -> None:
    """Store what the files of a standard came to, whole or not at all; where that is not possible, nothing is lost."""
    # A path that is no text cannot be written down.
    with suppress(OSError, UnicodeError, pickle.PicklingError):
        entry = _entry(path)
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = _Made(_program(), {str(each): _sum(each) for each in files})
        content = io.BytesIO()
        content.write(json.encode(made) + b"\n")
        _Writer(content, pickle.HIGHEST_PROTOCOL).dump(kept)
        put(entry, [content.getvalue()])


def _entry(path: Path) -> Path:
    from platformdirs import user_cache_path

    folder = user_cache_path("eqeval", appauthor=False)
    if not folder.is_absolute():
        # A user without a home, as in some containers, would find a folder called ~ wherever the command was run.
        raise FileNotFoundError(folder)
    name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:16]
    return folder / f"{path.stem}-{name}.{sys.implementation.cache_tag}.standard"


def _shared(entry: Path) -> bool:
    """Whether somebody else may have written an entry; on Windows the folder of a user is the user's own."""
    return os.name == "posix" and (entry.stat().st_uid != os.getuid() or bool(entry.stat().st_mode & 0o022))


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _program() -> str:
    """What the program is: the versions of it and of its libraries, and the modules of the core by size and time."""
    import msgspec
    from pydantic import VERSION

    core = Path(__file__).parents[2] / "core"
    marks = [(one.path, one.stat().st_mtime_ns, one.stat().st_size) for one in _modules(core)]
    return hashlib.sha256(
        repr((__version__, VERSION, msgspec.__version__, sys.version, sorted(marks))).encode()
    ).hexdigest()


def _modules(folder: Path) -> "Iterator[os.DirEntry[str]]":
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(Path(entry.path))
            elif entry.name.endswith(".py"):
                yield entry
