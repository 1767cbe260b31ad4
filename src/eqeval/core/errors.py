"""What can go wrong, as one tree; each error knows the exit code that it means.

EqevalError
├── UsageError     2   an unknown option, standard, school or language; an unreadable setting
│   └── OutputError    a full disk, a closed folder: what was asked for cannot be written
└── InputError     4   a data file that cannot be used
    └── StandardError  a standard file that cannot be used, with the place of every problem
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple


class Problem(NamedTuple):
    """Something wrong in a file that people wrote: where, and what to do; lines and columns count from 1."""

    path: str
    line: int
    column: int
    where: str
    message: str
    severity: Literal["error", "warning"] = "error"

    @property
    def text(self) -> str:
        """The problem as one line that editors can jump to."""
        where = f"{self.where}: " if self.where else ""
        return f"{self.path}:{self.line}:{self.column}: {where}{self.message}"


class EqevalError(Exception):
    """Something that the user can mend; its text says where, what, and how to mend it."""

    exit_code = 70

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages: Sequence[str] = messages


class UsageError(EqevalError):
    """The command was called in a way that it cannot follow."""

    exit_code = 2


class OutputError(UsageError):
    """A place cannot be written to; the command is right, and what it calculated too."""


class InputError(EqevalError):
    """The data or the standard cannot be used at all; all reasons are given at once."""

    exit_code = 4


class StandardError(InputError):
    """A standard cannot be used; every problem has its line and column."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(*(problem.text for problem in self.problems))
