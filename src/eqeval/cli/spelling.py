"""Commands as they are typed: what a message offers can be copied into a terminal."""

import re
import shlex


def quoted(text: str) -> str:
    """Quote a text for a shell only where it has to be: Windows knows no single quotes."""
    return text if re.fullmatch(r"[\w./\\:-]+", text) else shlex.quote(text)
