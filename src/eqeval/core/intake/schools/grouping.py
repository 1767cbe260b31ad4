"""Says which sites are one school: those that the statistics do not count belong to the one that they name."""

from typing import Literal

from eqeval.core.grid import word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site
from eqeval.core.vocabulary import Vocabulary


def group(sites: list[Site], vocabulary: Vocabulary, findings: Findings) -> list[list[Site]]:
    """Put sites that the statistics do not count as schools behind the school that they belong to.

    A site without a known parent stays by itself and is in doubt, except for types that stand alone.
    """
    counted = vocabulary.roles["counted"]
    for site in sites:
        if site.parent and counted not in site.choices and word(site.parent) not in (word(site.name), word(site.code)):
            findings.add("W582", *site.place((vocabulary.roles["parent"], None)), site.parent, site.name)
    schools = [[site] for site in sites if _stands_alone(site, vocabulary)]
    loose = [site for site in sites if not _stands_alone(site, vocabulary)] if len(schools) < len(sites) else []
    _doubles([members[0] for members in schools], ("code", "name"), vocabulary, findings)
    _doubles(loose, ("code",), vocabulary, findings)
    by_name: dict[str, list[list[Site]]] = {}
    for members in schools if loose else ():
        for name in {word(members[0].name), word(members[0].code)} - {""}:
            by_name.setdefault(name, []).append(members)
    for site in loose:
        parents = by_name.get(word(site.parent), []) if site.parent else []
        twin = next((one for one in parents[0][1:] if one.name == site.name), None) if len(parents) == 1 else None
        if twin and not (site.code and twin.code):
            twin.doubt = site.doubt = "E401"
            key = (vocabulary.roles["name"], None)
            findings.add("E401", *site.place(key), site.name, site.name, first=" ".join(twin.cells(key)[:1]))
        if len(parents) == 1:
            parents[0].append(site)
        else:
            key = (vocabulary.roles["parent"], None)
            site.doubt = "E403" if site.parent else "E402"
            findings.add(site.doubt, *site.place(key), site.parent, site.name)
            schools.append([site])
    return schools


def _stands_alone(site: Site, vocabulary: Vocabulary) -> bool:
    return site.counted or (not site.parent and site.type is not None and vocabulary.types[site.type].alone)


def _doubles(
    sites: list[Site], labels: tuple[Literal["code", "name"], ...], vocabulary: Vocabulary, findings: Findings
) -> None:
    """Two rows with one code, or with one name and no codes to tell them apart: which one holds, nobody knows."""
    for label in labels:
        marks = [word(site.code if label == "code" else site.name) for site in sites]
        told = [mark for mark in marks if mark]
        if len(set(told)) == len(told):
            continue
        seen: dict[str, Site] = {}
        for site, mark in zip(sites, marks, strict=True):
            first = seen.setdefault(mark, site) if mark else site
            if first is site or (label == "name" and site.code and first.code):
                continue
            if site.doubt != "E401":
                first.doubt = site.doubt = "E401"
                key = (vocabulary.roles[label], None)
                place = " ".join(first.cells(key)[:1])
                findings.add("E401", *site.place(key), getattr(site, label), site.name, first=place)
