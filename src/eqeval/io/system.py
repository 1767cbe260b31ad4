"""What the system says when a file cannot be read or written, in the language of the program."""

import errno

from eqeval.words import Words


def why(error: OSError, words: Words) -> str:
    """Say what went wrong; what has no sentence is said as the system says it."""
    key = f"system.{errno.errorcode.get(error.errno or 0, '')}"
    return words(key) if words.has(key) else error.strerror or str(error)
