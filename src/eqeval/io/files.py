"""Writes output files: whole or not at all, and never over an input."""

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from eqeval.core.errors import OutputError, UsageError
from eqeval.io import system
from eqeval.words import Words

# What a file is called while it is being written: a dot, its name, a mark that no other program sets, and eight signs
# of tempfile.
_MARK = "eqeval-"
_UNFINISHED = re.compile(rf"\..+\.{_MARK}[a-z0-9_]{{8}}")


def write_whole(path: Path, content: bytes | Iterable[bytes], inputs: Iterable[Path], words: Words) -> None:
    """Write beside the target and move into place, so that nobody ever sees half a file.

    content may come in pieces, where the whole would take much memory.

    Raises:
        UsageError: where the target is one of the inputs, a folder, or cannot be written.
    """
    write_together([(path, content)], inputs, words)


def write_together(
    contents: Iterable[tuple[Path, bytes | Iterable[bytes]]], inputs: Iterable[Path], words: Words
) -> None:
    """Write files that belong together: all of them beside their places, and only then is the first one moved.

    So a disk that is full leaves all as they were. The first comes last: where it is the new one, the others are.

    Raises:
        UsageError: naming the file that is one of the inputs, a folder, or cannot be written.
    """
    inputs = list(inputs)
    steps: list[tuple[Path, Callable[[], object]]] = []
    laid: list[Path] = []
    at = Path()
    try:
        for path, content in contents:
            at = path
            guard(path, inputs, words)
            pieces = [content] if isinstance(content, bytes) else content
            if path.exists() and not path.is_file():
                steps.append((path, partial(_pour, path, pieces)))
                continue
            # A link stays one, such as /dev/stdout where the shell sends it into a file.
            place = Path(os.path.realpath(path)) if path.is_symlink() else path
            if place.is_symlink():
                # It leads to itself; not every version of Python says so.
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            laid.append(_lay(place, pieces, place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_mask()))
            steps.append((path, partial(laid[-1].replace, place)))
        for path, step in [*steps[1:], *steps[:1]]:
            at = path
            step()
    except OSError as error:
        alone = error.errno == errno.ENXIO and at.is_fifo()
        why = words("output.no_reader") if alone else system.why(error, words)
        raise OutputError(words("output.failed", path=at, why=why)) from None
    finally:
        for temporary in laid:
            # Where it was moved into place there is none any more.
            temporary.unlink(missing_ok=True)


def _pour(path: Path, pieces: Iterable[bytes]) -> None:
    """Write into a device or a pipe, which has no halves to hide."""
    with _stream(path) as file:
        file.writelines(pieces)


def _stream(path: Path) -> BinaryIO:
    """Open a device or a pipe; a pipe that nobody reads is refused, since one would wait for a reader for ever."""
    if not path.is_fifo():
        return path.open("wb")
    handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    # A reader may be slower than this program.
    os.set_blocking(handle, True)
    return os.fdopen(handle, "wb")


def put(path: Path, pieces: Iterable[bytes], mode: int = 0o600) -> None:
    """Write a file beside its place and move it there: it is whole, or not there at all.

    Raises:
        OSError: where it cannot be written; then nothing is left behind.
    """
    temporary = _lay(path, pieces, mode)
    try:
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _lay(path: Path, pieces: Iterable[bytes], mode: int) -> Path:
    """Write a file beside its place; where that fails, nothing is left behind."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.{_MARK}", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        temporary.chmod(mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def guard(path: Path, inputs: Iterable[Path], words: Words) -> None:
    """Refuse a target that is an input or a folder; whoever writes several files asks for all of them first.

    Raises:
        UsageError: naming the target.
    """
    try:
        if any(path.exists() and source.exists() and path.samefile(source) for source in inputs):
            raise UsageError(words("output.input", path=path))
        if path.is_dir():
            raise UsageError(words("output.folder", path=path))
        if not path.parent.is_dir():
            raise UsageError(words("output.no_folder", path=path.parent))
    except OSError as error:
        raise OutputError(words("output.failed", path=path, why=system.why(error, words))) from None


def sweep(folder: Path) -> None:
    """Take away what a process that was killed had begun to write in a folder of outputs."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _UNFINISHED.fullmatch(path.name) and path.is_file():
                path.unlink(missing_ok=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
