"""One data file while it is read: its bytes, its limits, and the words in which it is refused."""

import stat
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

from msgspec import Struct, field

from eqeval.core.errors import InputError
from eqeval.io import system
from eqeval.io.workbooks import limits
from eqeval.words import Words


class Source(Struct):
    """The bytes of a file and what is allowed of them; `cells` counts those of the sheets that were looked at."""

    path: Path
    content: bytes
    words: Words
    limits: Mapping[str, int]
    begun: float = field(default_factory=monotonic)
    cells: int = 0

    def refuse(self, code: str, **values: object) -> InputError:
        """Say why the file cannot be used."""
        return InputError(self.words(f"{code}.message", file=self.path, **values))

    def damaged(self, damage: str, **values: object) -> InputError:
        """Say what is broken in the file."""
        return self.refuse("E103", why=self.words(f"reading.damage.{damage}", **values))

    def kind(self, kind: str) -> InputError:
        """Say what the file is, which is not a table, and how to make a table of it."""
        words = self.words
        return self.refuse("E140", kind=words(f"reading.kind.{kind}"), mend=words(f"reading.mend.{kind}"))

    def over(self, limit: str, found: object) -> InputError:
        """Say which limit the file exceeds, what was found, and how the limit is set."""
        what = self.words(f"reading.limit.{limit}", found=found, most=self.limits[limit])
        return self.refuse("E110", what=what, setting=limits.setting(limit))

    def far(self, sheet: str, cell: str, limit: str, found: int) -> InputError:
        """Say which cell stands so far away that everything between it and the table would have to be kept."""
        what = self.words(f"reading.limit.{limit}", found=found, most=self.limits[limit])
        return self.refuse("E113", part=sheet, cell=cell, what=what, setting=limits.setting(limit))

    def hold(self, limit: str, found: int) -> None:
        """Refuse what exceeds a limit, and whatever takes too long."""
        if found > self.limits[limit]:
            raise self.over(limit, found)
        self.in_time()

    def in_time(self) -> None:
        """Refuse what takes longer than it may."""
        taken = monotonic() - self.begun
        if taken > self.limits["seconds"]:
            raise self.over("seconds", round(taken))


def read(path: Path, words: Words) -> Source:
    """Read the bytes of a file, and no more of them than are allowed.

    Raises:
        InputError: where the path names no file that can be read, or the file is empty or too large.
    """
    allowed = limits.read(words)
    most = allowed["file_mib"] << 20
    nothing = Source(path, b"", words, allowed)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise nothing.refuse("E104")
        if not stat.S_ISREG(found.st_mode):
            raise nothing.refuse("E141")  # reading a device or a pipe may never end
        if found.st_size > most:
            raise nothing.over("file_mib", -(-found.st_size >> 20))
        with path.open("rb") as file:
            content = file.read(found.st_size + 1)
            if len(content) > found.st_size:
                # It grows while it is read.
                content += file.read(most)
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            raise nothing.refuse("E142", target=path.readlink()) from None
        raise nothing.refuse("E105") from None
    except OSError as error:
        raise nothing.refuse("E103", why=system.why(error, words)) from None
    if len(content) > most:
        raise nothing.over("file_mib", allowed["file_mib"] + 1)
    if not content.strip(b"\0 \t\r\n"):
        raise nothing.refuse("E102")
    return Source(path, content, words, allowed)
