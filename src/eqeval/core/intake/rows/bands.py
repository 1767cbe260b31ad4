"""Reads how many classes lie in which band of sizes: what that says of the largest class, and no more."""

from collections.abc import Iterable, Mapping, Sequence

from eqeval.core.figures.exact import Number, plain
from eqeval.core.grid import Raw, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.rows.sites import Site
from eqeval.core.parts.items import Item
from eqeval.core.vocabulary import Vocabulary


def read(site: Site, block: Block, raws: Sequence[Raw], vocabulary: Vocabulary, findings: Findings) -> None:
    """Find between which sizes the largest class of every stage lies.

    The highest band with a class gives both ends where the bands count every class; where some may be missing, only
    the lower end is sure. The upper one is sure too where the highest bands are stated to have no class. Bands of a
    school with two stages say of neither which end it reaches.
    """
    for (name, own), columns in block.bands.items():
        stages = [own] if own != UNSAID else [site.stage] if site.stage else _taught(site, vocabulary)
        known = [stage for stage in stages if stage in vocabulary.items[name].stages]
        counts = _counts(site, columns, raws, vocabulary, findings)
        if counts is None or not known:
            continue
        if not any(counts.values()) and _ceiling(vocabulary.items[name], counts) is None:
            continue
        _settle(site, name, known, columns, counts, vocabulary, findings)


def adopt(block: Block, vocabulary: Vocabulary) -> None:
    """Let columns that are items of their own count as bands too: 25人及以下班级数 of one stage, as forms state it."""
    for key, bands in vocabulary.counted_bands.items():
        found = {number: block.whole[own] for number, own in bands.items() if own in block.whole}
        if found:
            # Wider bands beside them are no items: 45人及以下, 46-50人.
            block.bands[key] = {**found, **block.bands.get(key, {})}


def _taught(site: Site, vocabulary: Vocabulary) -> list[str | None]:
    return [*vocabulary.types[site.type].stages] if site.type else []


def _counts(
    site: Site,
    columns: Mapping[int, Column],
    raws: Sequence[Raw],
    vocabulary: Vocabulary,
    findings: Findings,
) -> dict[int, Number | None] | None:
    """Count the classes of every band, None for a blank; None altogether where a cell cannot be read."""
    counts: dict[int, Number | None] = {}
    classes = vocabulary.items[vocabulary.roles["classes"]]
    for band, column in columns.items():
        raw = raws[column.index] if column.index < len(raws) else None
        if raw is None or word(raw) == "" or word(raw) in vocabulary.blank_words:
            counts[band] = None
            continue
        value = cells.number(classes, raw, site.row, column.index, findings, site.name, 1, vocabulary)
        if value is None:
            return None
        counts[band] = value
    return counts


def _settle(
    site: Site,
    name: str,
    stages: list[str],
    columns: Mapping[int, Column],
    counts: Mapping[int, Number | None],
    vocabulary: Vocabulary,
    findings: Findings,
) -> None:
    item = vocabulary.items[name]
    title = findings.words.text(item.title)
    total = sum(count or 0 for count in counts.values())
    reported = [site.values.get((vocabulary.roles["classes"], stage)) for stage in stages]
    classes = None if None in reported else sum(count for count in reported if count is not None)
    counted = [band for band, count in counts.items() if count]
    highest = max(counted or counts, key=lambda band: item.bands[band].least)
    low, ends = item.bands[highest].least if counted else 1, [item.bands[band].most for band in counted]
    every = _gapless(item, counts)
    # A blank band is an empty one only where the others count every class.
    complete = total == classes or (classes is None and None not in counts.values() and every)
    high = _ceiling(item, counts)
    if complete and counted and None not in ends:
        high = max(end for end in ends if end is not None)
    if high is not None and high < low:
        high = None
    place = (site.row, columns[highest].index)
    if classes is not None and (total > classes or (total < classes and every)):
        findings.add("W515", *place, plain(total), site.name, classes=plain(classes))
    between = f"≥{low}" if high is None else f"{low}–{high}"
    for stage in stages:
        key = (name, stage)
        stated = site.values.get(key)
        if stated is None and key not in site.faulty:
            if len(stages) == 1 and counted:
                site.least[key] = low
            if high is not None:
                site.most[key] = high
            site.replaced[key] = (site.row.name(columns[highest].index),)
            findings.add("N614", *place, None, site.name, item=title, between=between)
        elif stated is not None and len(stages) == 1 and (stated < low or (high is not None and stated > high)):
            cell = " ".join(site.cells(key))
            findings.add("E120", *place, None, site.name, item=title, stated=plain(stated), cell=cell, between=between)
            site.spoil(key)
            site.least[key] = min(low, stated)


def _ceiling(item: Item, counts: Mapping[int, Number | None]) -> int | None:
    """Give the size above which no class is: that below the highest bands which are stated to have none."""
    empty = sorted((item.bands[band] for band, count in counts.items() if count == 0), key=lambda one: -one.least)
    reached: int | None = None
    for number, band in enumerate(empty):
        if band.most is not None and (number == 0 or reached is None or band.most < reached):
            break
        reached = band.least - 1
    return reached


def _gapless(item: Item, counts: Iterable[int]) -> bool:
    """Whether some bands take up every size, one beginning where the one before it ends."""
    reached: int | None = 0
    for band in sorted((item.bands[each] for each in counts), key=lambda one: one.least):
        if reached is None or band.least != reached + 1:
            return False
        reached = band.most
    return reached is None
