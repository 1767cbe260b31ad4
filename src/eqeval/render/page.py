"""A standard as a readable page, in Markdown or HTML."""

from collections.abc import Sequence
from html import escape

from eqeval.core.standards.describe import Entry
from eqeval.render import markdown
from eqeval.words import Words

Lines = Sequence[tuple[str, str]]


def render(form: str, title: str, identity: Lines, entries: Sequence[Entry], words: Words) -> str:
    """Write a page in one of FORMS."""
    return FORMS[form](title, identity, entries, words)


def _markdown(title: str, identity: Lines, entries: Sequence[Entry], words: Words) -> str:
    lines = [f"# {markdown.plain(title)}", ""]
    lines += [f"- **{markdown.plain(label)}** {markdown.plain(text)}" for label, text in identity]
    lines += ["", *(f"| {' | '.join(row)} |" for row in [_heads(words), ["---"] * 4])]
    for entry in entries:
        indent = "&emsp;" * entry.depth
        row = [
            f"{indent}{markdown.plain(entry.id)}",
            markdown.plain(_title(entry, words)),
            markdown.plain(_text(entry, words)),
            markdown.plain(entry.clause),
        ]
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def _html(title: str, identity: Lines, entries: Sequence[Entry], words: Words) -> str:
    rows = "".join(
        f"<tr><td style='padding-left:{entry.depth + 0.5}em'>{escape(entry.id)}</td>"
        f"<td>{escape(_title(entry, words))}</td><td>{escape(_text(entry, words))}</td>"
        f"<td>{escape(entry.clause)}</td></tr>\n"
        for entry in entries
    )
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>\n" for label, text in identity)
    heads = "".join(f"<th>{escape(head)}</th>" for head in _heads(words))
    return (
        f"<!doctype html>\n<html lang='{'zh-CN' if words.language == 'zh' else 'en'}'>\n<meta charset='utf-8'>\n"
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n<h1>{escape(title)}</h1>\n"
        f"<dl>\n{facts}</dl>\n<table>\n<tr>{heads}</tr>\n{rows}</table>\n</html>\n"
    )


_STYLE = (
    "body{font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2em auto;max-width:70em;"
    "padding:0 1em;line-height:1.5}table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;"
    "padding:.3em .5em;text-align:left;vertical-align:top}th{background:#eee}dt{font-weight:bold}"
)


def _heads(words: Words) -> list[str]:
    return [words(f"column.{name}") for name in ("rule", "title", "asks", "clause")]


def _title(entry: Entry, words: Words) -> str:
    binding = "" if entry.binding == "must" else words("paren", text=words(f"binding.{entry.binding}"))
    return entry.title + binding


def _text(entry: Entry, words: Words) -> str:
    parts = [entry.sentence, *entry.notes]
    if entry.needs:
        parts.append(f"{words('describe.needs')}{words('list.colon')}{words.join(list(entry.needs))}")
    return words("list.semicolon").join(parts)


FORMS = {"md": _markdown, "html": _html}
