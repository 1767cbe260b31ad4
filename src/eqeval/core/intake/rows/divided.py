"""Finds rows that are the sum of parts below them, of which some are schools of their own."""

from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.rows import row_kinds
from eqeval.core.intake.rows import totals
from eqeval.core.intake.rows.sites import Passed, Rows, Site
from eqeval.core.vocabulary import Vocabulary

# No school has more parts in rows of their own.
_MOST = 30


def check(rows: Rows, lexicon: Lexicon, findings: Findings) -> None:
    """Leave open a row of which parts stand below it, if they come to all of it and are not all its own.

    Whoever lists a centre, and below it its schools as parts, means a total; where only the first part is called so,
    the others count beside the whole. A school whose own parts stand below it is none of this.
    """
    kinds = row_kinds(lexicon)
    parted = [passed for passed in rows.passed if passed.kind == "other" and kinds.is_part(passed.label)]
    if not parted:
        return
    vocabulary = lexicon.vocabulary
    leads = {passed.row.index: passed for passed in parted}
    added = {column.index for key, column in rows.block.whole.items() if totals.is_added(key[0], vocabulary)}
    places: dict[int, Passed | Site] = {site.row.index: site for site in rows.sites}
    places |= leads
    for site in rows.sites:
        if site.row.index + 1 not in leads or site.doubt:
            continue
        whole = _figures(site, rows, added, vocabulary, findings)
        parts: list[Passed | Site] = []
        sums: totals.Sums = {}
        while len(parts) < _MOST and (part := places.get(site.row.index + len(parts) + 1)) is not None:
            parts.append(part)
            for at, value in _figures(part, rows, added, vocabulary, findings).items():
                sums[at] = sums.get(at, 0) + value
            if len(parts) > 1 and totals.agree(whole, sums):
                if any(isinstance(one, Site) or kinds.parts_school(one.label) for one in parts):
                    _tell(site, parts, vocabulary, findings)
                break


def _figures(
    part: Passed | Site, rows: Rows, added: set[int], vocabulary: Vocabulary, findings: Findings
) -> totals.Sums:
    if isinstance(part, Site):
        found = totals.sums_of([part])
    else:
        found = totals.stated(part, rows, vocabulary, Findings(findings.words))
    return {at: value for at, value in found.items() if at in added}


def _tell(site: Site, parts: list[Passed | Site], vocabulary: Vocabulary, findings: Findings) -> None:
    site.doubt = "E416"
    first, last = (one.name if isinstance(one, Site) else one.label for one in (parts[0], parts[-1]))
    place = site.place((vocabulary.roles["name"], None))
    findings.add("E416", *place, site.name, site.name, first=first, last=last, count=len(parts))
