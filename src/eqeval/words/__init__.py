"""The program's own words in Chinese and English; the words of the law stand in the standards."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

LANGUAGES = ("zh", "en")
SUBJECTS = (
    "batch",
    "commands",
    "declared",
    "explain",
    "findings",
    "forms",
    "inspect",
    "lint",
    "reading",
    "report",
    "rules",
    "standards",
    "stated",
    "tables",
    "template",
)


@cache
def sentences(language: str) -> dict[str, str]:
    """Put together the sentences of all subjects in one language."""
    found: dict[str, str] = {}
    for subject in SUBJECTS:
        found |= import_module(f"eqeval.words.{language}.{subject}").SENTENCES
    return found


class Words:
    """The sentences of one language, looked up by a key and filled in.

    >>> Words("en")("outcome.met")
    'met'
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._sentences: Mapping[str, str] = sentences(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """Say the sentence `key` with its blanks filled in."""
        sentence = self._sentences[key]
        return sentence.format_map(values) if values else sentence

    def has(self, key: str) -> bool:
        """Whether there is a sentence for `key`."""
        return key in self._sentences

    def text(self, text: "Text | None") -> str:
        """Say a text of a standard in this language, or in the one that it has."""
        if text is None:
            return ""
        return text if isinstance(text, str) else text.get(self.language) or text["zh"]

    def labelled(self, label: str, text: str) -> str:
        """Put a label before a text that does not begin with it."""
        return text if text.startswith(label) else f"{label}{self('list.colon')}{text}"

    def some(self, names: "Sequence[str]", most: int) -> str:
        """Join the first of many names; a … says that there are more.

        >>> Words("en").some(["a", "b", "c"], 2)
        'a, b, …'
        """
        return self.join([*names[:most], *(["…"] if len(names) > most else [])])

    def join(self, parts: "list[str]") -> str:
        """Join the members of a list as the language does."""
        return self("list.comma").join(parts)


Text = str | dict[str, str]
