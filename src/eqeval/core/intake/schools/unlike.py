"""Asks about rows without a type or a code that look like no school: limits, groups, last year's figures, notes."""

import re
from collections.abc import Sequence

from eqeval.core.grid import bare, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.rows import row_kinds
from eqeval.core.intake.rows import runs, totals
from eqeval.core.intake.rows.sites import Rows, Site
from eqeval.core.origin import Key

# So many names like those of schools stand beside each that is not; else schools are called in other ways here.
_TIMES = 3
# 东风学校A, 南山学校2*
_TAIL = re.compile(r"[^\u4e00-\u9fff]+$")


def check(found: Sequence[Rows], joined: Sequence[Site], lexicon: Lexicon, findings: Findings) -> None:
    """Leave open rows without a type that are called like no school, or have no number, where the others are and have.

    Every word for a total or a limit that nobody has thought of would be a school there, and change every coefficient.
    """
    vocabulary, words = lexicon.vocabulary, findings.words
    key = vocabulary.roles["type"], None
    untyped = [rows for rows in found if key not in rows.block.whole]
    endings = tuple(map(word, vocabulary.not_schools.unless)) if untyped else ()
    if not endings:
        return
    kinds = row_kinds(lexicon)
    sites = [site for rows in untyped for site in rows.sites]
    cores = {id(site): _core(site.name) for site in sites}
    odd = {each for each, core in cores.items() if not core.endswith(endings) or kinds.is_group(core)}
    like = len(sites) - len(odd)
    kept = {id(site) for site in joined}
    for rows in untyped:
        indices = [site.row.index for site in rows.sites]
        numbered, blank = (which(rows.block, indices, lexicon) for which in (runs.counted, runs.without_number))
        if not odd and not blank:
            continue
        apart = len(numbered) >= _TIMES * len(blank)
        included: set[int] | None = None
        for site in rows.sites:
            # No total and no limit is numbered with the schools.
            if site.row.index in numbered or id(site) not in kept or not _unknown(site, key):
                continue
            if id(site) in odd and like >= _TIMES * len(odd):
                why = words("E418.called", count=like)
            elif apart and site.row.index in blank:
                why = words("E418.unnumbered", count=len(numbered))
            else:
                continue
            if included is None:
                # Hardly any row comes so far.
                included = _in_total(rows, lexicon, findings)
            code = "W586" if cores[id(site)].endswith(endings) and id(site) in included else "E418"
            if code == "E418":
                site.doubt = code
            findings.add(code, *site.place((vocabulary.roles["name"], None)), site.name, site.name, why=why)


def _in_total(rows: Rows, lexicon: Lexicon, findings: Findings) -> set[int]:
    """Give the identities of the rows that the first or the last total of a table adds up with the others."""
    vocabulary = lexicon.vocabulary
    own = {column.index for column in rows.block.whole.values()}
    added = [one for one in rows.passed if one.kind == "sum" and totals.is_of_all(one.label, rows.sites, vocabulary)]
    for passed in {id(one): one for one in (*added[:1], *added[-1:])}.values():
        told = totals.stated(passed, rows, vocabulary, Findings(findings.words))
        said = {at: value for at, value in told.items() if at in own}
        if totals.agree(said, totals.sums_of(rows.sites)):
            return {
                id(site) for site in rows.sites if any(said.get(at) and v for at, v in totals.sums_of([site]).items())
            }
    return set()


def _unknown(site: Site, key: Key) -> bool:
    """Whether nothing says what a row is; of one without figures is asked anyway."""
    said = site.doubt or site.code or site.parent or site.column(key) is not None
    return bool(site.values) and not said


def _core(name: str) -> str:
    """Take off a name what does not end it: a remark in brackets, letters, numbers, marks."""
    return _TAIL.sub("", bare(word(name)))
