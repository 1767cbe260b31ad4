"""Tells schools of one name apart by the place that their rows name: every township has a central school."""

from eqeval.core.grid import text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Rows, Site
from eqeval.core.vocabulary import Vocabulary

# So many names are listed.
_LISTED = 5


def tell_apart(rows: Rows, vocabulary: Vocabulary, findings: Findings) -> None:
    """Put the place before the names of schools that are called alike, where each of their rows has one.

    Rows of one name and one place stay rows of one school, or doubles.
    """
    column = rows.block.whole.get((vocabulary.roles.get("town", ""), None))
    if column is None:
        return
    called: dict[str, list[Site]] = {}
    for site in rows.sites:
        called.setdefault(word(site.name), []).append(site)
    told: list[Site] = []
    for name, sites in called.items():
        towns = [_town(rows, site, column.index) for site in sites]
        if len(set(map(word, towns))) < 2 or not all(towns):
            continue
        for site, town in zip(sites, towns, strict=True):
            if not name.startswith(word(town)):
                site.also.append(site.name)
                site.name = f"{town}{site.name}"
                told.append(site)
    if told:
        names = findings.words.some([site.name for site in told], _LISTED)
        place = told[0].place((vocabulary.roles["name"], None))
        findings.add("N649", *place, told[0].also[-1], count=len(told), names=names)


def _town(rows: Rows, site: Site, column: int) -> str:
    raws = rows.block.rows[site.row.index]
    return text(raws[column]) if column < len(raws) else ""
