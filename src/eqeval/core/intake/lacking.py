"""Says which columns verdicts wait for that no table has, or only one in which a school does not stand."""

from collections.abc import Collection, Mapping, Sequence

from eqeval.core.grid import word
from eqeval.core.intake.columns.remarks import near, wanted_keys
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.inventory import Inventory
from eqeval.core.intake.rows import stated
from eqeval.core.intake.rows.sites import Rows, Site, spoken_of
from eqeval.core.intake.sheets.callings import NAMED, completes
from eqeval.core.origin import Key, Row, Table, column_letters
from eqeval.core.standards.standard import Standard, items_read
from eqeval.words import Words

# The schools of which a column was missed, by the identity of their sites.
Told = dict[Key, set[int]]


def tell(
    rows: Rows,
    found: Inventory,
    owners: Mapping[int, Site],
    told: Told,
    standards: Collection[Standard],
    read: Collection[str],
    lexicon: Lexicon,
    findings: Findings,
) -> None:
    """Report columns that verdicts wait for; those of a stage that no school of the block teaches are not missed.

    Nor are totals where the table states the value that would be formed from them, nor what another table or the list
    of classes says of every school of the block. found: what else there is; a column that another table has is missing
    for the schools that do not stand there. owners: the school of every row, by the identity of the row. told: the
    schools of which a column was missed in tables before.
    """
    block, vocabulary = rows.block, lexicon.vocabulary
    kinds = {(site.stage, site.type): site for site in rows.sites}
    taught = {stage for site in kinds.values() for stage in spoken_of(site, vocabulary)}
    layouts = [block.layout(stage, vocabulary.items) for stage in (None, *sorted(taught))]
    there = {key for layout in layouts for key in layout.columns}
    incomplete = {key: parts for layout in layouts for key, parts in layout.incomplete.items()}
    # A band stands for the item whose size it tells.
    there |= {(key[0], stage) for key in block.bands for stage in taught}
    unknown = list(block.unknown.values())
    row = Row(Table.of(block.grid), block.row)
    values = stated.columns_for(taught, there, vocabulary)
    if values:
        read = {item for one in standards for item in items_read(one, values)}
    taken = [name for name in values if any(stated.counts(one, name, taught, there) for one in standards)]
    if taken:
        titles = [findings.words.text(vocabulary.items[name].title) for name in taken]
        findings.add("N626", row, None, None, items=findings.words.join(titles))
    elsewhere: dict[tuple[str, str], list[str]] = {}
    for key in wanted_keys(lexicon):
        item, stage = key
        if item not in read or key in there or not (stage is None or stage in taught):
            continue
        asked = [site for site in rows.sites if stage is None or stage in spoken_of(site, vocabulary)]
        schools = {id(owner): owner for site in asked if not _tells(owner := owners.get(id(site.row), site), key)}
        before = told.setdefault(key, set())
        if rows.sites and schools.keys() <= before:
            # None lacks it, or it was said of all that do.
            continue
        left = list(schools.values())
        before.update(schools)
        title = lexicon.titles[key]
        other = _beside(rows, found.rows, key, stage is None or any(one == stage for _, one in there), lexicon)
        if key in incomplete:
            findings.add("E118", row, None, item=title, missing=findings.words.join(list(incomplete[key])))
        elif other is not None and left:
            names = findings.words.some([site.name for site in left], NAMED)
            elsewhere.setdefault((other.grid.name, names), []).append(title)
        elif found.left and (sheet := _unread(key, found.left)):
            findings.add("E108", row, None, item=title, hint=findings.words("E108.unread", sheet=sheet))
        else:
            hint = _hidden(block, key, lexicon, findings.words) or _mistaken(item, unknown, lexicon, findings.words)
            hint = hint or _of_another(block, key, lexicon, findings.words)
            hint = hint or findings.words("E108.near", near=near(title, unknown, findings.words))
            findings.add("E108", row, None, item=title, hint=hint)
    for (sheet, names), titles in elsewhere.items():
        hint = findings.words("E108.beside", sheet=sheet, schools=names)
        findings.add("E108", row, None, item=findings.words.join(titles), hint=hint)


def _beside(rows: Rows, tables: Sequence[Rows], key: Key, staged: bool, lexicon: Lexicon) -> Block | None:
    """Find the table that has a column instead of another one: because it tells other things, or of another stage.

    staged: whether the other one tells anything of the stage. One that tells the same of other schools lacks a column.
    """
    for one in tables:
        holds = any(key in site.row.table.columns for site in one.sites)
        if one is not rows and holds and (not staged or completes(rows.block, one.block, lexicon)):
            return one.block
    return None


def _hidden(block: Block, key: Key, lexicon: Lexicon, words: Words) -> str:
    """Name the hidden column that has an item."""
    wanted = {key, (key[0], UNSAID)}
    for at in sorted(block.grid.hidden_columns):
        path = block.levels[at] if at < len(block.levels) else ()
        if path and any(match.meaning.key in wanted for match in lexicon.match(path)):
            return words("E108.hidden", column=column_letters(at))
    return ""


def _mistaken(item: str, headings: Sequence[str], lexicon: Lexicon, words: Words) -> str:
    """Say of a column that offices have where an item is asked for why it is not read as that."""
    for known in lexicon.vocabulary.items[item].mistaken:
        names = set(map(word, known.headings))
        for heading in headings:
            levels = [lexicon.level(part).text for part in heading.split(">")]
            if any(">".join(levels[start:]) in names for start in range(len(levels))):
                return words("E108.mistaken", heading=heading, why=words.text(known.why))
    return ""


def _of_another(block: Block, key: Key, lexicon: Lexicon, words: Words) -> str:
    """Say of a column that makes an item in other stages only that it does not in this one: 专科及以上 of juniors."""
    item, stage = key
    sums = lexicon.vocabulary.items[item].sums
    parts = block.parts.get((item, UNSAID), {}) | block.parts.get(key, {})
    found = next((one.heading for (at, _), one in parts.items() if stage not in (sums[at].stages or (stage,))), None)
    return words("E108.other", heading=found) if found else ""


def _unread(key: Key, left: Sequence[Block]) -> str | None:
    """Give the sheet that has a column and is not read, as it is called in the names of cells."""
    wanted = {key, (key[0], UNSAID)}
    for block in left:
        if any(wanted & one.keys() for one in (block.whole, block.parts, block.added, block.bands)):
            return block.grid.name
    return None


def _tells(site: Site, key: Key) -> bool:
    """Whether any row of a school, or its list of classes, has an item.

    Of one whose rows do not say their stage that is asked for first; then the columns of stages will be there.
    """
    if site.doubt == "E116" and key[1] is not None:
        return True
    return key in site.replaced or any(key in row.table.columns for row in site.rows)
