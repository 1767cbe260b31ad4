"""Asks about rows without a type or a code that are called like no school: limits, last year's figures, notes."""

import re
from collections.abc import Sequence

from eqeval.core.grid import bare, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.rows import runs
from eqeval.core.intake.rows.sites import Rows, Site

# So many names like those of schools stand beside each that is not; else schools are called in other ways here.
_TIMES = 3
# 东风学校A, 南山学校2*
_TAIL = re.compile(r"[^\u4e00-\u9fff]+$")


def check(found: Sequence[Rows], joined: Sequence[Site], lexicon: Lexicon, findings: Findings) -> None:
    """Leave open what is called like no school on a sheet that has no column for types, where the others are.

    Every word for a total or a limit that nobody has thought of would be a school there, and change every coefficient.
    """
    vocabulary = lexicon.vocabulary
    key = vocabulary.roles["type"], None
    untyped = [rows for rows in found if key not in rows.block.whole]
    endings = tuple(map(word, vocabulary.not_schools.unless)) if untyped else ()
    if not endings:
        return
    odd = [(site, rows) for rows in untyped for site in rows.sites if not _core(site.name).endswith(endings)]
    like = sum(len(rows.sites) for rows in untyped) - len(odd)
    if not odd or like < _TIMES * len(odd):
        return
    kept = {id(site) for site in joined}
    for site, rows in odd:
        asked = id(site) in kept and site.doubt is None and not site.code and not site.parent
        # Another table may say of what type it is; of a row without figures is asked anyway.
        if not asked or not site.values or site.column(key) is not None:
            continue
        # No total and no limit is numbered with the schools.
        if site.row.index not in runs.counted(rows.block, [one.row.index for one in rows.sites], lexicon):
            site.doubt = "E418"
            place = site.place((vocabulary.roles["name"], None))
            findings.add("E418", *place, site.name, site.name, count=like)


def _core(name: str) -> str:
    """Take off a name what does not end it: a remark in brackets, letters, numbers, marks."""
    return _TAIL.sub("", bare(word(name)))
