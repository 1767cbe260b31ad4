"""Signs that a format cannot hold: taken out before a text is typeset."""

import re

# XML 1.0 can hold none of these, not even escaped; no spreadsheet shows them.
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Take out control signs and halves of signs; everything that people can read stays.

    >>> printable("a\\x00b")
    'ab'
    """
    return _FORBIDDEN.sub("", text)
