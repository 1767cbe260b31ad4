"""Takes the sizes of classes from their list: the largest one, or between what it lies where rows differ."""

from eqeval.core.census import SchoolClass
from eqeval.core.figures.exact import plain
from eqeval.core.grid import word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.sites import Site
from eqeval.core.vocabulary import Vocabulary


def added(
    listed: tuple[SchoolClass, ...], one: SchoolClass, column: int, named: bool, site: Site, findings: Findings
) -> tuple[SchoolClass, ...]:
    """Add a class to those of its school; one that is there with another number lies between the two.

    column: where its pupils stand. named: whether it has a name; else several classes of a grade are called alike.
    """
    again = next((at for at, each in enumerate(listed) if named and _contradicts(each, one)), None)
    if again is None:
        return (*listed, one)
    first = listed[again]
    least, most = min(map(_least, (first, one))), max(map(_most, (first, one)))
    other = "–".join(dict.fromkeys((plain(_least(first)), plain(_most(first)))))
    found = plain(_least(one))
    findings.add("E414", one.row, column, found, site.name, title=one.name, first=first.cell, other=other)
    both = SchoolClass(first.name, first.stage, None, first.cell, first.row, (least, most))
    return (*listed[:again], both, *listed[again + 1 :])


def _contradicts(first: SchoolClass, one: SchoolClass) -> bool:
    """Whether two rows speak of one class and give it other numbers of pupils."""
    if word(first.name) != word(one.name) or first.stage != one.stage or one.pupils is None:
        return False
    return first.between is not None or first.pupils not in (None, one.pupils)


def _least(one: SchoolClass) -> int:
    return one.between[0] if one.between else one.pupils or 0


def _most(one: SchoolClass) -> int:
    return one.between[1] if one.between else one.pupils or 0


def use(site: Site, listed: tuple[SchoolClass, ...], vocabulary: Vocabulary) -> None:
    """Let the list of classes decide the largest class of a site, for every stage that it covers.

    A class that cannot be read may be the largest, so it leaves the largest class of its stage unknown; that it is
    at least as large as those that can be read is known all the same. A list of fewer classes than the site
    reports, or of fewer pupils where it does not report its classes, may lack the largest one, so there the larger of
    list and column counts.
    """
    item = vocabulary.roles["largest_class"]
    for stage in vocabulary.items[item].stages:
        key = (item, stage)
        here = [one for one in listed if one.stage in (stage, None)]
        if not any(one.stage == stage for one in here) and key not in site.values:
            continue
        if not here:
            continue
        known = [one for one in here if one.stage and (one.pupils is not None or one.between)]
        first = max(known, key=_least, default=None)
        largest, cell = (_least(first), first.cell) if first else (0, "")
        stated = site.values.get(key)
        partial = _partial(site, stage, here, vocabulary)
        if len(known) < len(here) or any(one.between for one in known) or (partial and stated is None):
            if key in site.values:
                site.spoil(key)
            site.least[key] = largest
            if len(known) == len(here) and not partial:
                site.most[key] = max(map(_most, known))
            site.replaced[key] = tuple(one.cell for one in here)
        elif not partial or stated is None or largest >= stated:
            site.values[key] = largest
            site.faulty.discard(key)
            site.replaced[key] = (cell,)


def _partial(site: Site, stage: str, here: list[SchoolClass], vocabulary: Vocabulary) -> bool:
    """Whether a list has fewer classes than the site, or fewer pupils where the site does not report its classes."""
    count = site.values.get((vocabulary.roles["classes"], stage))
    if count is not None:
        return len(here) < count
    return sum(map(_most, here)) < site.values.get((vocabulary.roles["pupils"], stage), 0)
