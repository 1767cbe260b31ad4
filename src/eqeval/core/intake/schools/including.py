"""Asks about schools whose names say that others are in their figures: a centre with its village schools."""

from collections.abc import Sequence

from eqeval.core.grid import bare, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site
from eqeval.core.vocabulary import Vocabulary

# So many names are listed.
_LISTED = 5


def check(sites: Sequence[Site], vocabulary: Vocabulary, findings: Findings) -> None:
    """Warn of names that take others in: where those have rows of their own, their figures count twice."""
    ways = tuple(f"({word(way)}" for way in vocabulary.levels.including)
    found = [site for site in sites if site.name.endswith((")", "）")) and _remark(site.name).startswith(ways)]
    if ways and found:
        names = findings.words.some([site.name for site in found], _LISTED)
        place = found[0].place((vocabulary.roles["name"], None))
        findings.add("W584", *place, found[0].name, schools=names)


def _remark(name: str) -> str:
    said = word(name)
    return said.removeprefix(bare(said))
