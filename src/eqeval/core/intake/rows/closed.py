"""Asks about schools that their table calls closed: by their name, a remark, or a column of its own."""

import re
from functools import lru_cache

from eqeval.core.grid import Raw, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Rows, Site
from eqeval.core.vocabulary import Vocabulary

# A longer text tells of much else.
_LONGEST = 30


def check(rows: Rows, vocabulary: Vocabulary, findings: Findings) -> None:
    """Name every school of which its row says that it is closed: it is judged as any other, and nobody left it out."""
    closes = _closes(tuple(map(word, vocabulary.not_schools.closed)))
    block = rows.block
    name = block.whole.get((vocabulary.roles["name"], None))
    heads = {**block.unknown, **block.spare}
    asking = {at for at, heading in heads.items() if closes.search(heading)}
    # Most tables have no other column, and no such name.
    named = name is not None and closes.search("\n".join(site.name for site in rows.sites))
    for site in rows.sites if heads or named else ():
        raws = block.rows[site.row.index]
        at = next((at for at in heads if at < len(raws) and _says(raws[at], at in asking, closes, vocabulary)), None)
        if at is not None:
            _tell(site, at, raws[at], findings)
        elif named and name and (said := _behind(site.name)) and closes.search(said):
            _tell(site, name.index, site.name, findings)


def _says(raw: Raw, asked: bool, closes: re.Pattern[str], vocabulary: Vocabulary) -> bool:
    """Whether a cell says that a school is closed: in a word, or by anything but a no where that is asked."""
    if not isinstance(raw, str) or not raw or len(raw) > _LONGEST:
        return False
    said = word(raw)
    if closes.search(said):
        return True
    return asked and said not in vocabulary.blank_words and vocabulary.answer_forms.get(said) != "no"


def _behind(name: str) -> str:
    """Give what stands in brackets behind a name."""
    head, bracket, said = word(name).rpartition("(")
    return said if head and bracket and said.endswith(")") else ""


def _tell(site: Site, column: int, raw: Raw, findings: Findings) -> None:
    findings.add("W595", site.row, column, text(raw), site.name)


@lru_cache(maxsize=8)
def _closes(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match the words of what is closed, and not what is not, or only may be."""
    return re.compile(f"(?<![未不没无拟])(?:{'|'.join(map(re.escape, words)) or '(?!)'})")
