"""Finds rows that have the code of one school and the name of another: nobody knows of which of them they speak."""

from functools import cached_property

from eqeval.core.grid import word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site
from eqeval.core.origin import Row
from eqeval.core.vocabulary import Vocabulary


class Crossed:
    """The schools of every table by their names, and the rows found that contradict them."""

    def __init__(self, sites: list[Site]) -> None:
        self._sites = sites
        self._found: list[tuple[Site, Site, Site]] = []

    @cached_property
    def _named(self) -> dict[tuple[str, str, str], list[Site]]:
        """The schools that have a code; asked for only where a row is joined by one, which most tables never do."""
        named: dict[tuple[str, str, str], list[Site]] = {}
        for site in self._sites:
            if site.code:
                named.setdefault((*_table(site.row), word(site.name)), []).append(site)
        return named

    def look(self, first: Site, site: Site, called: str) -> bool:
        """Say whether a row that has the code of a school is called as another school of that one's tables.

        called: the name of the school that has the code, as the row is compared with it.
        """
        name, code = word(site.name), word(site.code)
        if not code or code != word(first.code) or name in (called, word(first.name)):
            return False
        for row in first.rows:
            for other in self._named.get((*_table(row), name), ()):
                if other is not first and word(other.code) != code:
                    self._found.append((first, site, other))
                    return True
        return False

    def tell(self, landed: dict[int, Site], vocabulary: Vocabulary, findings: Findings) -> None:
        """Name every such row, and leave open both schools of which it may speak.

        landed: the school that every other row came to belong to, by the identity of the row.
        """
        name, code = ((vocabulary.roles[role], None) for role in ("name", "code"))
        for first, site, other in self._found:
            at = site.row.table.columns.get(code, (None,))[0]
            findings.add(
                "E408",
                site.row,
                at,
                site.code,
                first.name,
                name=site.name,
                place=" ".join(first.row.cells(code)),
                here=" ".join(site.row.cells(name)),
                own=other.code,
                other=" ".join(other.row.cells(code)),
            )
            for each in (first, landed.get(id(other), other)):
                each.doubt = each.doubt or "E408"


def _table(row: Row) -> tuple[str, str]:
    return row.table.file, row.table.sheet
