"""Asks about what a joined school leaves open: blanks that verdicts wait for, classes that do not add up, sites."""

from collections.abc import Mapping

from eqeval.core.census import School
from eqeval.core.figures.exact import Number, plain
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site
from eqeval.core.intake.schools.joining import taught_by
from eqeval.core.origin import Key
from eqeval.core.parts.items import Item
from eqeval.core.vocabulary import Vocabulary


def blanks(
    members: list[Site], one: School, needed: Mapping[Key, Item], vocabulary: Vocabulary, findings: Findings
) -> None:
    """Name every empty cell that a verdict of the school waits for."""
    for site in members:
        if site.type and len(site.values) < 2 and _says_nothing(site, needed, vocabulary):
            # Most likely closed, or not yet open: no 0 would be right in any of its cells.
            findings.add("E417", *site.place((vocabulary.roles["name"], None)), site.name, site.name)
            continue
        # Of which stage a row without a type and figures speaks nobody knows; that is said once, and not cell by cell.
        for key in needed if site.type or site.values else ():
            stage = key[1]
            if key in site.values or (stage and stage not in one.staged):
                continue  # by far the most
            if not site.blank(key) or key in site.most or not any(key in row.table.columns for row in site.rows):
                continue
            if stage is None or stage in taught_by(site, vocabulary) or len(members) == 1:
                row, column = site.place(key)
                item = findings.words.text(needed[key].title)
                if stage:
                    title = findings.words.text(vocabulary.stages[stage].title)
                    item = findings.words("item.of_stage", stage=title, item=item)
                for gap in site.gaps.get(key, [column]):
                    if gap is not None and row.lacks(gap):
                        findings.add("E128", row, gap, None, one.name, item=item, place=row.name(gap))
                    else:
                        sign = site.signs.get(key) if site.signs else None
                        how = findings.words("E210.sign", found=sign) if sign else findings.words("E210.blank")
                        findings.add("E210", row, gap, sign, one.name, item=item, how=how)


def _says_nothing(site: Site, needed: Mapping[Key, Item], vocabulary: Vocabulary) -> bool:
    """Whether a row has no figure at all, nor anything that was meant as one; a year is none.

    A table of which no column is known has figures that nobody could read.
    """
    if not any(row.table.columns.keys() & needed.keys() for row in site.rows):
        return False
    years = all(vocabulary.items[name].kind == "year" for name, _ in site.values)
    return years and not (site.faulty or site.least or site.most or site.gaps)


def check_classes(
    main: Site, stated: Mapping[Key, Number], one: School, vocabulary: Vocabulary, findings: Findings
) -> None:
    """Compare the list of classes with what the school reported."""
    if not one.classes and not one.elsewhere:
        return
    largest = vocabulary.roles["largest_class"]
    for stage, values in one.staged.items():
        given, used = stated.get((largest, stage)), values.get(largest)
        if (largest, stage) in one.elsewhere and given is not None and used is not None and given != used:
            title = findings.words.text(vocabulary.stages[stage].title)
            findings.add("W508", *main.place((largest, stage)), plain(given), one.name, stage=title, listed=plain(used))
    for stage, values in one.staged.items():
        listed = [each for each in one.classes if each.stage == stage]
        reported = values.get(vocabulary.roles["classes"])
        heads = values.get(vocabulary.roles["pupils"])
        title = findings.words.text(vocabulary.stages[stage].title)
        total = sum(each.pupils or 0 for each in listed)
        if listed and reported is not None and reported != len(listed):
            findings.add(
                "W504",
                *main.place((vocabulary.roles["classes"], stage)),
                plain(reported),
                one.name,
                stage=title,
                listed=len(listed),
            )
        readable = all(each.pupils is not None for each in listed)
        if listed and readable and heads is not None and heads != total:
            findings.add(
                "W505",
                *main.place((vocabulary.roles["pupils"], stage)),
                plain(heads),
                one.name,
                stage=title,
                listed=total,
            )


def tell_sites(members: list[Site], one: School, findings: Findings) -> None:
    """Say which sites were added to a school, so that none seems to be lost."""
    for site in members[1:]:
        findings.add("N605", site.row, 0, site.name, site.name, parent=one.name)
