"""The catalogue of findings as a page in Markdown: every code with what it is, why it matters and how to mend it."""

from collections.abc import Sequence

from eqeval.render.markdown import plain
from eqeval.words import Words

_GRAVITIES = {"E": "error", "W": "warning", "N": "note"}


def render(codes: Sequence[str], words: Words) -> str:
    """Write one table for errors, one for warnings and one for notes."""
    lines = [f"# {words('catalogue.title')}", "", words("catalogue.intro")]
    heads = [words("column.finding"), *(words(f"explain.{part}") for part in ("what", "why", "mend"))]
    for letter, gravity in _GRAVITIES.items():
        lines += ["", f"## {words(f'severity.{gravity}')}", "", words(f"catalogue.{gravity}"), ""]
        lines += [f"| {' | '.join(heads)} |", "|---|---|---|---|"]
        for code in codes:
            if code.startswith(letter):
                cells = [code, *(plain(words(f"{code}.{part}")) for part in ("what", "why", "mend"))]
                lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
