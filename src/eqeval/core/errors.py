"""What can go wrong, as one tree; each error knows the exit code that it means.

EqevalError
├── UsageError     2   an unknown option, standard, school or language; an unreadable setting
└── InputError     4   a data file or a standard file that cannot be used
"""

from collections.abc import Sequence


class EqevalError(Exception):
    """Something that the user can mend; its text says where, what, and how to mend it."""

    exit_code = 70

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages: Sequence[str] = messages


class UsageError(EqevalError):
    """The command was called in a way that it cannot follow."""

    exit_code = 2


class InputError(EqevalError):
    """The data or the standard cannot be used at all; all reasons are given at once."""

    exit_code = 4
