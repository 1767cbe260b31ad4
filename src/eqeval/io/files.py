"""Writes output files: whole or not at all, and never over an input."""

import errno
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from eqeval.core.errors import UsageError
from eqeval.io import system
from eqeval.words import Words

# What a file is called while it is being written: a dot, its name, and eight signs of tempfile.
_UNFINISHED = re.compile(r"\..+\.[a-z0-9_]{8}")


def write_whole(path: Path, content: bytes | Iterable[bytes], inputs: Iterable[Path], words: Words) -> None:
    """Write beside the target and move into place, so that nobody ever sees half a file.

    content may come in pieces, where the whole would take much memory.

    Raises:
        UsageError: where the target is one of the inputs, a folder, or cannot be written.
    """
    guard(path, inputs, words)
    pieces = [content] if isinstance(content, bytes) else content
    try:
        if path.exists() and not path.is_file():
            with _stream(path) as file:  # a device or a pipe has no halves to hide
                file.writelines(pieces)
            return
        # A link stays one, such as /dev/stdout where the shell sends it into a file.
        path = Path(os.path.realpath(path)) if path.is_symlink() else path
        put(path, pieces, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())
    except OSError as error:
        alone = error.errno == errno.ENXIO and path.is_fifo()
        why = words("output.no_reader") if alone else system.why(error, words)
        raise UsageError(words("output.failed", path=path, why=why)) from None


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
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    finally:
        # Where it was moved into place there is none any more.
        Path(temporary).unlink(missing_ok=True)


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
        raise UsageError(words("output.failed", path=path, why=system.why(error, words))) from None


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
