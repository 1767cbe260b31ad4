"""What the system says of files: why one cannot be read or written, where a path leads, how a name is shown."""

import errno
import os
from pathlib import Path

from eqeval.words import Words

# So many seconds can be waited for on every system.
LONGEST_WAIT = 1_000_000


def why(error: OSError, words: Words) -> str:
    """Say what went wrong; what has no sentence is said as the system says it."""
    key = f"system.{errno.errorcode.get(error.errno or 0, '')}"
    return words(key) if words.has(key) else error.strerror or str(error)


def real(path: Path) -> Path:
    """Find where a path leads; links in a circle lead nowhere, and stay as they are."""
    return Path(os.path.realpath(path))


def is_text(name: str) -> bool:
    """Whether the name of a file can be written into a text: its bytes are UTF-8.

    >>> is_text("各县"), is_text("\\udcbc")
    (True, False)
    """
    return name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in name)


def readable(name: str) -> str:
    """Write the name of a file so that it can be shown, and is no other's: bytes that are no UTF-8 become \\xBC.

    >>> readable("a\\udcbc.xlsx")
    'a\\\\xbc.xlsx'
    """
    return name if name.isprintable() else name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
