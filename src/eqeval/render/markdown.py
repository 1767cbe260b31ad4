"""Tables as a page in GitHub's Markdown; what schools are called never becomes markup."""

from collections.abc import Sequence

from eqeval.core.reports.tables import FlatTable
from eqeval.render.signs import printable
from eqeval.words import Words

_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", **{sign: f"\\{sign}" for sign in "\\`*_[]|~$"}}
_ESCAPED = str.maketrans(_SIGNS)


def render(heading: str, lead: str, tables: Sequence[FlatTable], words: Words) -> str:
    """Write a heading, one sentence, and the tables below it."""
    parts = [f"# {plain(heading)}\n", f"**{plain(lead)}**\n"]
    for table in tables:
        parts.append(f"## {plain(table.title)}\n")
        parts.append(_table(table) if table.rows else f"{words('table.empty')}\n")
    return "\n".join(parts)


def _table(table: FlatTable) -> str:
    columns = range(len(table.headings))
    figures = [any(row[number].number is not None for row in table.rows) for number in columns]
    lines = [
        [plain(heading) for heading in table.headings],
        ["---:" if right else "---" for right in figures],
        *([plain(cell.text) for cell in row] for row in table.rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def plain(text: str) -> str:
    """Keep a text from being read as Markdown or HTML; a line break within it is a blank.

    >>> plain("a|b <i>")
    'a\\\\|b &lt;i&gt;'
    """
    return " ".join(printable(text).translate(_ESCAPED).split())
