"""Signs that a format cannot hold, or a terminal would obey: taken out before a text is typeset."""

import re
import unicodedata

# XML 1.0 can hold none of these, not even escaped; no spreadsheet shows them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Take out control signs and halves of signs; everything that people can read stays.

    >>> printable("a\\x00b")
    'ab'
    """
    return _FORBIDDEN.sub("", text)


# Characters that move the cursor, break a line or turn the direction of writing have no place in a name.
_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp"))


def seen(text: str) -> str:
    """Take out what a terminal would obey and not show.

    >>> seen("a\\x1b[31m.xlsx")
    'a[31m.xlsx'
    """
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in _UNSEEN)


def one_line(text: str) -> str:
    """Show a text on one line, without what a terminal would obey.

    >>> one_line("a\\x07\\nb.xlsx")
    'a b.xlsx'
    """
    return text if text.isprintable() else seen(re.sub("[\r\n\t\u2028\u2029]+", " ", text))
