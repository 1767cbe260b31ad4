"""Asks about schools that are not ticked in a column of ticks that says whether they count as schools."""

from eqeval.core.grid import text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Rows
from eqeval.core.vocabulary import Vocabulary


def check(rows: Rows, vocabulary: Vocabulary, findings: Findings) -> None:
    """Leave open what is not ticked beside ticks: it may be a no, and a blank alone means a yes."""
    key = (vocabulary.roles["counted"], None)
    column = rows.block.whole.get(key)
    if column is None:
        return
    below = [rows.block.rows[site.row.index] for site in rows.sites]
    said = [text(raws[column.index]) if column.index < len(raws) else "" for raws in below]
    ticks = frozenset(map(word, vocabulary.marks.get("yes", ())))
    if not any(word(each) in ticks for each in said) or any(site.choices.get(key[0]) == "no" for site in rows.sites):
        return
    item = vocabulary.items[key[0]]
    allowed = findings.words.join([forms[0] for forms in vocabulary.answers.values()])
    for site, each in zip(rows.sites, said, strict=True):
        if not each:
            findings.add(
                "E205", site.row, column.index, None, site.name, item=findings.words.text(item.title), allowed=allowed
            )
            site.faulty.add(key)
            site.doubt = site.doubt or "E205"
