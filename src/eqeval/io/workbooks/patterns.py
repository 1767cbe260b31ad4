"""Says whether patterns that never go back can be trusted: before Python 3.11.5 they may take more than matches."""

import re

# https://github.com/python/cpython/issues/106052. Without them every file is read by the slower way, record by record.
_TAKEN = re.match("(?:ab?c)++", "aca")
EXACT = _TAKEN is not None and _TAKEN.end() == len("ac")
