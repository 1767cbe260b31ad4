"""Joins sites to schools, item by item."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from eqeval.core.census import School, SchoolClass
from eqeval.core.figures.exact import Number
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site
from eqeval.core.origin import Key, item_and_stage
from eqeval.core.parts.items import Item
from eqeval.core.vocabulary import Vocabulary


def school(
    members: list[Site],
    vocabulary: Vocabulary,
    classes: Mapping[int, tuple[SchoolClass, ...]],
    read: frozenset[str],
    findings: Findings,
) -> School:
    """Add up the sites of a school, item by item; what one site does not know, the school does not know.

    read: the items that verdicts wait for. Of the others, such as the columns of relaxations, a blank means none.
    """
    main, alone = members[0], len(members) == 1
    listed = tuple(one for site in members for one in classes.get(id(site), ())) if classes else ()
    taught = _taught(members, vocabulary, findings)
    unasked = [one.stage for one in listed if one.stage and one.stage not in taught]
    for stage in dict.fromkeys(unasked):
        title = findings.words.text(vocabulary.stages[stage].title)
        findings.add("E407", *main.place((vocabulary.roles["pupils"], stage)), None, main.name, stage=title)
        main.doubt = main.doubt or "E407"
    staged: dict[str, dict[str, Number]] = {stage: {} for stage in taught}
    values: dict[str, Number] = {}
    least: Least = {}
    if alone and not main.least:
        # Nearly every school has one site, and of that nothing is to be joined.
        for (name, of), value in main.values.items():
            if of is None:
                values[name] = value
            elif of in staged:
                staged[of][name] = value
    else:
        _join_all(members, values, staged, least, vocabulary, read)
    compulsory = [stage for stage in taught if vocabulary.stages[stage].judged]
    _whole(values, least, staged, compulsory, vocabulary)
    if parts := _parts(read):
        _by_stage(values, staged, parts)
    faulty = [key[0] for site in members if site.faulty for key in site.faulty]
    return School(
        name=main.name,
        code=main.code,
        type=main.type,
        values=values,
        staged=staged,
        choices=main.choices,
        rows=main.rows if alone else tuple(row for site in members for row in site.rows),
        elsewhere=_elsewhere(members),
        least=least,
        most=_ceilings(members, staged, vocabulary),
        unreadable=frozenset(faulty),
        classes=listed,
        compulsory=tuple(compulsory),
        sites=() if alone else tuple(site.name for site in members[1:]),
        doubt=main.doubt if alone else next((site.doubt for site in members if site.doubt), None),
        claims=main.claims,
    )


def _ceilings(
    members: list[Site], staged: Mapping[str, Mapping[str, Number]], vocabulary: Vocabulary
) -> dict[str, dict[str, Number]]:
    """Say what the largest class of a stage surely does not exceed, where all sites that teach it say so."""
    found: dict[str, dict[str, Number]] = {}
    if not any(site.most for site in members):
        return found
    for name, item in vocabulary.numbers.items():
        if not item.bands:
            continue
        for stage in staged:
            there = [site for site in members if stage in taught_by(site, vocabulary)]
            known = [site.values.get((name, stage), site.most.get((name, stage))) for site in there]
            if known and None not in known:
                found.setdefault(name, {})[stage] = max(each for each in known if each is not None)
    return found


# What an unknown number surely reaches, by item and stage; "" for the whole school.
Least = dict[str, dict[str, Number]]


def _join_all(
    members: list[Site],
    values: dict[str, Number],
    staged: Mapping[str, dict[str, Number]],
    least: Least,
    vocabulary: Vocabulary,
    read: frozenset[str],
) -> None:
    """Join the sites item by item: those of a stage over the sites that teach it, the others over all."""
    teaching = [(site, taught_by(site, vocabulary)) for site in members]
    there = {stage: [site for site, taught in teaching if stage in taught] or members[:1] for stage in staged}
    for key in dict.fromkeys(key for site in members for key in (*site.values, *site.least)):
        name, stage = key
        item = vocabulary.numbers.get(name)
        if stage is not None and stage not in staged:
            continue
        into = values if stage is None else staged[stage]
        if item is None:
            # A stated value is that of its section; it is not joined.
            if key in members[0].values:
                into[name] = members[0].values[key]
            continue
        value, known = _join(item, members if stage is None else there[stage], key, name in read)
        if value is not None:
            into[name] = value
        elif known is not None:
            least.setdefault(name, {})[stage or ""] = known


def _join(item: Item, members: list[Site], key: Key, waited_for: bool) -> tuple[Number | None, Number | None]:
    """Join the sites; the second value is what the known ones already come to."""
    asked = members[:1] if item.merge == "main" else members
    found = [site.values.get(key) for site in asked]
    known = [value for value in found if value is not None]
    reached = known + [site.least[key] for site in asked if key in site.least]
    if not reached:
        return None, None
    total = max(reached) if item.merge == "largest" else sum(reached)
    faulty = any(key in site.faulty for site in members)
    complete = len(known) == len(found) or not (waited_for or faulty)
    return (total if complete else None), total


def _elsewhere(members: list[Site]) -> dict[Key, tuple[str, ...]]:
    """Name the cells of items that were read from the list of classes, beside those of sites without a list."""
    keys = {key for site in members if site.replaced for key in site.replaced}
    if not keys:
        return {}
    return {
        key: tuple(cell for site in members for cell in (site.replaced.get(key) or site.cells(key))) for key in keys
    }


def taught_by(site: Site, vocabulary: Vocabulary) -> list[str]:
    """List the stages that a site teaches, or may: its pupils are not zero and not all its cells are empty."""
    spoken_of = {stage for _, stage in site.values}
    if site.faulty:
        spoken_of |= {stage for _, stage in site.faulty}
    pupils = vocabulary.roles["pupils"]
    return [stage for stage in vocabulary.stages if stage in spoken_of and site.values.get((pupils, stage)) != 0]


def _speaks_of(site: Site, stage: str) -> bool:
    """Whether a site has anything of a stage, or may have."""
    return any(value and own == stage for (_, own), value in site.values.items()) or any(
        own == stage for _, own in site.faulty
    )


def _taught(members: list[Site], vocabulary: Vocabulary, findings: Findings) -> list[str]:
    """List the stages of a school; where its type and its pupils disagree, the pupils decide and it is said."""
    main = members[0]
    if len(members) == 1:
        found = taught_by(main, vocabulary)
    else:
        taught = {stage for site in members for stage in taught_by(site, vocabulary)}
        found = [stage for stage in vocabulary.stages if stage in taught]
    if not main.type and not found:
        # It may be of any stage, and its pupils change the coefficients of that stage.
        found = [stage for stage, one in vocabulary.stages.items() if one.judged]
    expected = vocabulary.types[main.type].stages if main.type else []
    if not main.type or found == expected:
        return found
    # An export has columns for the stages of other schools too, and zeros in them.
    found = [stage for stage in found if stage in expected or any(_speaks_of(site, stage) for site in members)]
    type_ = findings.words.text(vocabulary.types[main.type].title)
    for stage in vocabulary.stages:
        key = (vocabulary.roles["pupils"], stage)
        name = findings.words.text(vocabulary.stages[stage].title)
        if stage in found and stage not in expected:
            findings.add("W502", *main.place(key), None, main.name, type=type_, stage=name)
        elif stage in expected and stage not in found:
            empty = main.blank(key)
            if empty and (not vocabulary.stages[stage].judged or not found):
                # Nothing else is reported of this stage, so an empty cell cannot say that it is not taught.
                found.append(stage)
            elif len(expected) > 1 and not empty:
                continue  # a zero says that the stage is not taught
            elif len(expected) > 1 and not any(key in row.table.columns for site in members for row in site.rows):
                # Nobody was asked for its pupils, which is no zero either.
                found.append(stage)
            elif len(expected) > 1:
                findings.add("W501", *main.place(key), None, main.name, type=type_, stage=name)
            elif not empty:
                findings.add("W503", *main.place(key), None, main.name, stage=name)
    return [stage for stage in vocabulary.stages if stage in found]


def _whole(
    values: dict[str, Number],
    least: Least,
    staged: Mapping[str, Mapping[str, Number]],
    judged: Sequence[str],
    vocabulary: Vocabulary,
) -> None:
    """Give the whole school what its compulsory stages add up to, where all of them are known."""
    numbers = vocabulary.numbers
    if len(judged) == 1 and not least:
        # One stage and nothing unknown: the school has what its stage has.
        values |= {name: value for name, value in staged[judged[0]].items() if name in numbers}
        return
    for name in dict.fromkeys((*least, *(name for stage in judged for name in staged[stage]))):
        item = numbers.get(name)
        if item is None or not item.stages:
            continue
        stages = [stage for stage in judged if stage in item.stages] if len(judged) > 1 else judged
        found = [staged[stage].get(name, least.get(name, {}).get(stage)) for stage in stages]
        known = [value for value in found if value is not None]
        if not known:
            continue
        total = max(known) if item.merge == "largest" else sum(known)
        if all(name in staged[stage] for stage in stages):
            values[name] = total
        else:
            least.setdefault(name, {})[""] = total


@lru_cache(maxsize=8)
def _parts(read: frozenset[str]) -> list[tuple[str, str, str | None]]:
    """List the items of one stage among those that verdicts wait for: the same for every school."""
    return [(name, *item_and_stage(name)) for name in read if "@" in name]


def _by_stage(
    values: dict[str, Number], staged: Mapping[str, Mapping[str, Number]], parts: list[tuple[str, str, str | None]]
) -> None:
    """Give a school the parts of items that a standard asks of one stage; of a stage that it does not teach, zero."""
    for name, item, stage in parts:
        if stage is not None and item in staged.get(stage, {item: 0}):
            values[name] = staged[stage][item] if stage in staged else 0
