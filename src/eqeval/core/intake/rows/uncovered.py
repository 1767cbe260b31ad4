"""Finds rows read as schools that the total of their table leaves out: groups below it, a part of a school, a plan."""

from collections.abc import Sequence
from itertools import accumulate

from eqeval.core.figures.exact import Number
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.rows import runs, totals
from eqeval.core.intake.rows.sites import Passed, Rows, Site
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words


def check(rows: Rows, lexicon: Lexicon, findings: Findings) -> set[int]:
    """Leave open the rows that a total, which is else the sum of all schools, leaves out; give their identities.

    Only where no column says of what type rows are, and of rows that have no code and are not numbered with the others.
    A group of schools that counts as one makes every coefficient smaller; a school that a total forgot is one.
    """
    vocabulary = lexicon.vocabulary
    added = [passed for passed in rows.passed if passed.kind == "sum"]
    whole = [passed for passed in added if totals.is_of_all(passed.label, rows.sites, vocabulary)]
    if not whole or (vocabulary.roles["type"], None) in rows.block.whole:
        return set()
    numbered = runs.counted(rows.block, [site.row.index for site in rows.sites], lexicon)
    found: set[int] = set()
    for passed in whole:
        covered, others = _left_out(passed, rows, added, vocabulary, findings.words)
        if not 0 < len(others) <= len(covered):
            continue
        for site in others:
            if site.doubt or site.code or not site.values or site.row.index in numbered:
                continue
            site.doubt = "E420"
            found.add(id(site))
            place = site.place((vocabulary.roles["name"], None))
            first, last = covered[0].name, covered[-1].name
            findings.add("E420", *place, site.name, site.name, total=passed.label, first=first, last=last)
    return found


def _left_out(
    passed: Passed, rows: Rows, added: Sequence[Passed], vocabulary: Vocabulary, words: Words
) -> tuple[Sequence[Site], Sequence[Site]]:
    """Divide the rows that a total may add up into those of which it is the sum, and those that it leaves out.

    added: all totals of the table; below the last of them nothing adds up the rows.
    """
    index, sites = passed.row.index, rows.sites
    above = [site for site in sites if site.row.index < index]
    below = sites[len(above) :]
    upper = max((one.row.index for one in added if one.row.index < index), default=-1)
    lower = min((one.row.index for one in added if one.row.index > index), default=rows.block.end)
    near = [site for site in above if site.row.index > upper]
    stated = totals.stated(passed, rows, vocabulary, Findings(words))
    own = {column.index for column in rows.block.whole.values()}
    stated = {at: value for at, value in stated.items() if at in own}
    if totals.agree(stated, totals.sums_of(above)):
        return above, below if passed is added[-1] else []
    ranges = (near, [site for site in below if site.row.index < lower], below, sites)
    if any(totals.agree(stated, totals.sums_of(some)) for some in ranges):
        return [], []
    for some in (sites, above, near, below):
        if found := _without_a_run(stated, some, vocabulary):
            return found
    return [], []


def _without_a_run(
    stated: totals.Sums, sites: Sequence[Site], vocabulary: Vocabulary
) -> tuple[Sequence[Site], Sequence[Site]] | None:
    """Find the fewest rows, one after the other, without which the others come to a total; by their pupils first."""
    pupils = vocabulary.roles["pupils"]
    heads = [sum(value for (item, _), value in site.values.items() if item == pupils) for site in sites]
    tables = {id(site.row.table): site.row.table.columns for site in sites}.values()
    columns = {at for table in tables for key, places in table.items() if key[0] == pupils for at in places}
    # So many pupils stand in rows that the total does not have.
    surplus = sum(heads) - sum(stated.get(at, 0) for at in columns)
    if surplus <= 0:
        return None
    before: dict[Number, int] = {}
    found = None
    for end, many in enumerate(accumulate(heads, initial=0)):
        begin = before.get(many - surplus)
        if begin is not None and (found is None or end - begin < len(found[1])):
            kept = [*sites[:begin], *sites[end:]]
            if totals.agree(stated, totals.sums_of(kept)):
                found = kept, sites[begin:end]
        before[many] = end
    return found
