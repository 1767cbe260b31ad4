"""Takes the sizes of classes from their list: the largest one, or between what it lies where rows differ."""

from collections.abc import Sequence

from msgspec import Struct, field

from eqeval.core.census import SchoolClass
from eqeval.core.figures.exact import plain
from eqeval.core.grid import word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site, spoken_of
from eqeval.core.vocabulary import Vocabulary


class Roll(Struct):
    """The classes of a site, as their list goes on. places: where each of those that have a number stands."""

    classes: list[SchoolClass] = field(default_factory=list)
    places: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def add(self, one: SchoolClass, column: int, named: bool, site: Site, findings: Findings) -> None:
        """Add a class; one that is there with another number lies between the two.

        column: where its pupils stand. named: whether it has a name; else several classes of a grade are called alike.
        """
        key = word(one.name), one.stage
        at = self.places.get(key) if named and one.pupils is not None else None
        first = None if at is None else self.classes[at]
        if at is None or first is None or first.pupils == one.pupils:
            if named and one.pupils is not None:
                self.places.setdefault(key, len(self.classes))
            self.classes.append(one)
            return
        least, most = min(map(_least, (first, one))), max(map(_most, (first, one)))
        other = "–".join(dict.fromkeys((plain(_least(first)), plain(_most(first)))))
        found = plain(_least(one))
        findings.add("E414", one.row, column, found, site.name, title=one.name, first=first.cell, other=other)
        self.classes[at] = SchoolClass(first.name, first.stage, None, first.cell, first.row, (least, most))


def _least(one: SchoolClass) -> int:
    return one.between[0] if one.between else one.pupils or 0


def _most(one: SchoolClass) -> int:
    return one.between[1] if one.between else one.pupils or 0


def use(site: Site, listed: Sequence[SchoolClass], vocabulary: Vocabulary) -> None:
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
        if not here:
            continue
        if not any(one.stage == stage for one in here) and key not in site.values:
            if stage in spoken_of(site, vocabulary):
                # Its classes are there, and nobody knows which of them are of this stage.
                site.faulty.add(key)
                site.replaced[key] = tuple(one.cell for one in here)
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
