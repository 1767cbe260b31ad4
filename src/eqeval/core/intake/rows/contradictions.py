"""Finds numbers of one row that contradict each other: parts above their whole, teachers without pupils."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from eqeval.core.census import SchoolClass
from eqeval.core.figures.exact import plain
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site, spoken_of
from eqeval.core.origin import Key
from eqeval.core.parts.items import StatedItem
from eqeval.core.shown import figure
from eqeval.core.vocabulary import Part, Vocabulary

# A slip in the largest class or in their number leaves the average a little above the largest. So many times above it
# the pupils are as doubtful as the two, and every figure for each of them hangs on it.
_GROSS = 2
# So many figures of a stage without pupils are named.
_NAMED = 4


def check(
    sites: Sequence[Site], listed: Callable[[Site], set[str | None]], vocabulary: Vocabulary, findings: Findings
) -> None:
    """Find numbers of one row that contradict each other, and take them out of use.

    listed: the stages of which a site has a list of classes; it replaces the largest class that the row gives.
    """
    pupils, rooms, largest = (vocabulary.roles[role] for role in ("pupils", "classes", "largest_class"))
    present = {key for site in sites for key in site.values}
    spoken_of = {key[1] for site in sites for key in site.faulty} | {stage for _, stage in present}
    stages = [stage for stage in vocabulary.stages if stage in spoken_of]
    # Most tables have few of the columns that could contradict each other.
    pairs = [
        (part, stage, (part.part, stage), (part.whole, stage))
        for part in vocabulary.parts
        for stage in (None, *stages)
        if (part.part, stage) in present and (part.whole, stage) in present
    ]
    items = vocabulary.items
    over_all = [
        part
        for part in vocabulary.parts
        if not items[part.part].stages and items[part.whole].stages and (part.part, None) in present
    ]
    asked = [
        (stage, of_pupils, (rooms, stage), (largest, stage), {key for key in present if key[1] == stage} - {of_pupils})
        for stage in stages
        for of_pupils in [(pupils, stage)]
    ]
    # Hardly any number contradicts another, and a call for each of them would take longer than all else here.
    for site in sites:
        classes, values = listed(site), site.values
        for part, of, small, large in pairs:
            if small in values and large in values and values[small] > values[large]:
                if part.part == largest and of in classes:
                    continue
                _part(site, part, of, findings)
        for part in over_all:
            if (part.part, None) in values:
                _of_all_stages(site, part, findings)
        for stage, of_pupils, of_rooms, of_largest, beside in asked:
            heads = values.get(of_pupils)
            if heads:
                count = values.get(of_rooms)
                if count is None:
                    continue
                most = values.get(of_largest)
                if most is None:
                    most = site.most.get(of_largest, heads)
                if count and heads <= count * most:
                    continue
            elif of_pupils in site.faulty or values.keys().isdisjoint(beside):
                continue
            _stage(site, stage, stage in classes, vocabulary, findings)


def _part(site: Site, part: Part, stage: str | None, findings: Findings) -> None:
    """Take a part out of use that is larger than its whole, and the whole."""
    small, large = (part.part, stage), (part.whole, stage)
    _tell(site, part, small, [large], findings)
    site.spoil(small, large)


def _of_all_stages(site: Site, part: Part, findings: Findings) -> None:
    """Take a part of the whole school out of use that is larger than all stages together."""
    small, large = (part.part, None), [key for key in site.values if key[0] == part.whole]
    known = large and not any(key[0] == part.whole for key in site.faulty)
    if known and site.values[small] > sum(site.values[key] for key in large):
        _tell(site, part, small, large, findings)
        site.spoil(small)


def _tell(site: Site, part: Part, small: Key, large: list[Key], findings: Findings) -> None:
    findings.add(
        "E301",
        *site.place(small),
        plain(site.values[small]),
        site.name,
        why=findings.words.text(part.message),
        whole=plain(sum(site.values[key] for key in large)),
        other=" ".join(cell for key in large for cell in site.cells(key)),
    )


def _stage(site: Site, stage: str, listed: bool, vocabulary: Vocabulary, findings: Findings) -> None:
    """Hold a stage of a row against its pupils."""
    roles = vocabulary.roles
    pupils, classes, largest = ((roles[role], stage) for role in ("pupils", "classes", "largest_class"))
    heads, rooms = site.values.get(pupils), site.values.get(classes)
    if not heads:
        # A stage that is not taught is empty; teachers or classes without pupils contradict that. A value per pupil
        # does not, as long as nothing says that there are none.
        orphans = [
            key
            for key, value in site.values.items()
            if key[1] == stage and key != pupils and value
            if heads == 0 or not isinstance(vocabulary.items[key[0]], StatedItem)
        ]
        if orphans:
            _pupilless(site, stage, pupils, orphans, vocabulary, findings)
            site.spoil(pupils, *(key for key in orphans if isinstance(vocabulary.items[key[0]], StatedItem)))
    elif rooms == 0:
        title = findings.words.text(vocabulary.stages[stage].title)
        findings.add("E303", *site.place(classes), "0", site.name, stage=title, pupils=plain(heads))
        site.spoil(classes)
    elif not listed:
        _crowded(site, stage, largest, vocabulary, findings)


def _pupilless(
    site: Site, stage: str, pupils: Key, orphans: list[Key], vocabulary: Vocabulary, findings: Findings
) -> None:
    """Name what a stage without pupils has: once where its type teaches it, else each figure that is too many."""
    words, title = findings.words, findings.words.text(vocabulary.stages[stage].title)
    said = [f"{words.text(vocabulary.items[key[0]].title)} {plain(site.values[key])}" for key in orphans]
    if stage not in spoken_of(site, vocabulary):
        for key, each in zip(orphans, said, strict=True):
            how = words("E302.empty")
            findings.add("E302", *site.place(key), plain(site.values[key]), site.name, items=each, stage=title, how=how)
    elif any(pupils in row.table.columns for row in site.rows):
        # A missing column is said once for all schools (E108).
        heads, how = site.values.get(pupils), words("E302.fill")
        stated = None if heads is None else plain(heads)
        some = words.some(said, _NAMED)
        findings.add("E302", *site.place(pupils), stated, site.name, items=some, stage=title, how=how)


def check_sizes(site: Site, listed: Sequence[SchoolClass], vocabulary: Vocabulary, findings: Findings) -> None:
    """Hold the largest class of a list of classes against the pupils and the classes of its site."""
    for stage in dict.fromkeys(one.stage for one in listed):
        if stage is not None:
            counted = sum(one.stage == stage for one in listed)
            _crowded(site, stage, (vocabulary.roles["pupils"], stage), vocabulary, findings, counted)


def _crowded(
    site: Site,
    stage: str,
    told: Key,
    vocabulary: Vocabulary,
    findings: Findings,
    counted: int | None = None,
) -> None:
    """Take the largest class out of use where the average one is larger, and what else may be wrong then.

    told: the item at whose cell it is said, or else at that of the pupils. counted: how many classes a list has; where
    the row says as many, their number is right.
    """
    pupils, classes, largest = ((vocabulary.roles[role], stage) for role in ("pupils", "classes", "largest_class"))
    heads, rooms = site.values.get(pupils), site.values.get(classes)
    most = site.values.get(largest, site.most.get(largest))
    if not heads or not rooms or most is None or heads <= most * rooms:
        return
    title = findings.words.text(vocabulary.stages[stage].title)
    average = figure(Fraction(heads) / rooms, 1, most)
    told = told if told in site.values and site.column(told) is not None else pupils
    found = plain(site.values[told])
    findings.add("E304", *site.place(told), found, site.name, stage=title, average=average, most=plain(most))
    site.most.pop(largest, None)
    site.spoil(largest, *([classes] if counted != rooms else []), *([pupils] if heads > _GROSS * most * rooms else []))
