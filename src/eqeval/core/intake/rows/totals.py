"""Checks the rows that add up (合计, 小计) against the schools that they cover."""

from collections.abc import Collection, Iterable, Mapping

from eqeval.core.figures.exact import Number, plain
from eqeval.core.grid import bare_label, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.rows.sites import Passed, Rows, Site
from eqeval.core.origin import Key
from eqeval.core.vocabulary import Vocabulary

Sums = dict[int, Number]
# The table in which a row stands, by the identity of the row.
Homes = Mapping[int, Block]
# So many figures that are the sum of those of other rows are no chance.
_FEWEST = 4


def check(blocks: list[Rows], apart: Collection[int], vocabulary: Vocabulary, findings: Findings) -> None:
    """Compare every total of a sheet with the rows since the last total, above it, below it, and with all of them.

    A total may cover any of these; it is wrong where it is the sum of none. One that names some of the schools,
    wherever they stand (教学点小计), is compared only where the rows say which those are, or most of its figures do.

    apart: the identities of rows that a total leaves out, as was said already.
    """
    everywhere = [site for rows in blocks for site in rows.sites if id(site) not in apart]
    homes = {id(site): rows.block for rows in blocks for site in rows.sites}
    for rows in blocks:
        sites = [site for site in rows.sites if id(site) not in apart]
        totals = [passed for passed in rows.passed if passed.kind == "sum"]
        for number, passed in enumerate(totals):
            index = passed.row.index
            before = totals[number - 1].row.index if number else rows.block.row
            after = totals[number + 1].row.index if number + 1 < len(totals) else rows.block.end
            covered = [
                [site for site in sites if before < site.row.index < index],
                [site for site in sites if site.row.index < index],
                [site for site in sites if index < site.row.index < after],
                sites,
                [site for site in everywhere if site.row.index < index],
                everywhere,
            ]
            covered += _of_one_place(passed, rows, sites, vocabulary)
            named, sure = [], True
            if (some := _some(passed.label, everywhere, vocabulary)) is not None:
                named = [each for some_of in (sites, everywhere) for each in _named(some, some_of, vocabulary)]
                sure = any(named) and (some in vocabulary.type_forms or not _kind_in(some, vocabulary))
            _compare(passed, rows, [each for each in (*covered, *named) if each], homes, sure, vocabulary, findings)


def _of_one_place(passed: Passed, rows: Rows, sites: list[Site], vocabulary: Vocabulary) -> list[list[Site]]:
    """List the schools whose rows name the place that a total names: 城关镇合计, or 小计 beside 城关镇."""
    raws, endings = rows.block.rows, sorted(map(word, vocabulary.not_schools.sum), key=len, reverse=True)
    said = {bare_label(word(raw)) for raw in raws[passed.row.index] if isinstance(raw, str) and raw}
    places = {each.removesuffix(next((one for one in endings if each.endswith(one)), "")) for each in said} - {""}
    return [[site for site in sites if place in map(word, raws[site.row.index])] for place in places]


def figures(block: Block, index: int, vocabulary: Vocabulary) -> Sums:
    """Read the figures of a row that schools add up, by column; what is no number is none."""
    raws, found = block.rows[index], {}
    for at, column in block.column.items():
        if is_added(column.key[0], vocabulary) and at < len(raws):
            value = cells.exactly(raws[at])
            if value is not None:
                found[at] = value
    return found


def is_added(name: str, vocabulary: Vocabulary) -> bool:
    """Whether the figures of schools add up in an item; the largest class does not."""
    item = vocabulary.numbers.get(name)
    return item is not None and item.merge == "sum" and item.kind in ("whole", "number")


def adds_up(block: Block, index: int, column: int, schools: list[int], vocabulary: Vocabulary) -> bool:
    """Whether a row is the sum of schools: of some just above or below it, of all, or of those with its label."""
    stated, rows = figures(block, index, vocabulary), block.rows
    label = word(rows[index][column])
    alike = [each for each in schools if column < len(rows[each]) and word(rows[each][column]) == label]
    above, below = [each for each in schools if each < index][::-1], [each for each in schools if each > index]
    for run in (above, below, above[::-1] + below, alike):
        sums: Sums = dict.fromkeys(stated, 0)
        for number, each in enumerate(run, 1):
            for at, value in figures(block, each, vocabulary).items():
                if at in sums:
                    sums[at] += value
            if sums == stated and (run in (above, below) or number == len(run)):
                return True
    return False


def is_of_all(label: str, sites: list[Site], vocabulary: Vocabulary) -> bool:
    """Whether the label of a total names none of the schools that it adds up."""
    return _some(label, sites, vocabulary) is None


def _some(label: str, sites: list[Site], vocabulary: Vocabulary) -> str | None:
    """Find what the label of a total says of the schools that it adds up; None for one of all, or of a place."""
    known, said = vocabulary.not_schools, bare_label(word(label))
    sums = sorted(map(word, known.sum), key=len, reverse=True)
    leading = next((each for each in sums if said.startswith(each)), "")
    ending = next((each for each in sums if said.endswith(each)), "")
    rest = said.removeprefix(leading).removesuffix(ending)
    if rest in vocabulary.type_forms or (not leading and any(word(each) in rest for each in known.some)):
        return rest
    # 城关镇中学, 一、初中, 合计(初中): some schools, unless the table has no others.
    whole = word(label)
    return whole if len({site.type for site in sites}) > 1 and _kind_in(whole, vocabulary) else None


def _kind_in(some: str, vocabulary: Vocabulary) -> str | None:
    """Find the type of school that the label of a total names beside other words."""
    form = max((each for each in vocabulary.type_forms if each in some), key=len, default="")
    return vocabulary.type_forms.get(form)


def _named(some: str, sites: list[Site], vocabulary: Vocabulary) -> list[list[Site]]:
    """List the schools with an answer, of a type or of its stages that a total names; none where rows do not say."""
    for name, item in vocabulary.items.items():
        answer = next((each for each, forms in item.choices.items() if word(forms[0]) in some), None)
        if answer is not None and some not in vocabulary.type_forms and all(name in site.choices for site in sites):
            return [[site for site in sites if site.choices[name] == answer]]
    if (kind := _kind_in(some, vocabulary)) is None:
        return []
    own, types = vocabulary.types[kind], vocabulary.types
    # The total of a stage may count the departments of other schools too.
    teaching = [site for site in sites if site.type and set(own.stages) & set(types[site.type].stages)]
    return [[site for site in sites if site.type == kind], *([teaching] if own.follows else [])]


def _compare(
    passed: Passed,
    rows: Rows,
    covered: list[list[Site]],
    homes: Homes,
    sure: bool,
    vocabulary: Vocabulary,
    findings: Findings,
) -> None:
    """Name the figures of a total that are no sum of any rows that it may cover, all at once.

    sure: whether it covers any of them; else only those count of which it is the sum in most of its figures.
    """
    raws = rows.block.grid.rows[passed.row.index]
    silent = Findings(findings.words)
    sums = [
        sums_of(sites, once) | _parts(sites, rows.block, homes, vocabulary, silent)
        for sites in covered
        for once in ([False, True] if len({site.name for site in sites}) < len(sites) else [False])
    ]
    unreadable = _unreadable(covered[-1], rows.block) if covered else set()
    own = {at: value for at, value in stated(passed, rows, vocabulary, silent).items() if at not in unreadable}
    if not sure:
        sums = [each for each in sums if 2 * sum(each.get(at, 0) == own[at] for at in own) > len(own)]
    wrong: list[tuple[int, Number, Number]] = []
    for index, value in own.items():
        found = [each.get(index, 0) for each in sums]
        if found and value not in found:
            _, nearest = min((abs(each - value), each) for each in found)
            wrong.append((index, value, nearest))
    if not wrong:
        return
    words, columns = findings.words, rows.block.column
    # Several figures are one question, which is asked at the total and at none of them.
    key, place = ("W513.one", wrong[0][0]) if len(wrong) == 1 else ("W513.each", passed.column)
    told = [
        words(key, item=columns[index].heading, stated=plain(value), total=plain(nearest))
        for index, value, nearest in wrong
    ]
    said = told[0] if len(wrong) == 1 else words("W513.several", count=len(wrong), items=words.join(told))
    findings.add("W513", passed.row, place, raws[place], label=passed.label, said=said)


def _unreadable(sites: list[Site], block: Block) -> set[int]:
    """List the columns with a cell that nobody can read, or that may be of several stages: they add up to nothing."""
    found = {column for site in sites for key in site.faulty for column in site.row.table.columns.get(key, ())}
    if any(site.doubt == "E116" for site in sites):
        found |= {column.index for column in block.recognised if column.key[1] == UNSAID}
    return found


def stated(passed: Passed, rows: Rows, vocabulary: Vocabulary, silent: Findings) -> Sums:
    """Read what a total says of every column that schools add up."""
    raws = rows.block.grid.rows[passed.row.index]
    found: Sums = {}
    for index, column in rows.block.column.items():
        item = vocabulary.items[column.key[0]]
        raw = raws[index] if index < len(raws) else None
        if raw in (None, "") or not is_added(column.key[0], vocabulary):
            continue
        value = cells.number(item, raw, passed.row, index, silent, "", column.factor or 1, vocabulary)
        if value is not None:
            found[index] = value
    return found


def agree(stated: Sums, sums: Sums) -> bool:
    """Whether a row is surely the sum of others: in all its figures, and in enough of them."""
    agreed = sum(bool(value) and value == sums.get(at) for at, value in stated.items())
    return agreed >= _FEWEST and all(value == sums.get(at, 0) for at, value in stated.items())


def _parts(sites: list[Site], block: Block, homes: Homes, vocabulary: Vocabulary, silent: Findings) -> Sums:
    """Add up every column that is a part of an item; what the rows hold of it is not kept apart.

    Rows below the same headings again hold the same in the same columns.
    """
    found: Sums = {}
    whole = {column.index for column in block.whole.values()}
    for index, column in block.column.items():
        if index in whole:
            continue
        item, factor = vocabulary.items[column.key[0]], column.factor or 1
        for site in sites:
            home = homes[id(site)]
            raws = home.rows[site.row.index] if home.levels == block.levels else []
            raw = raws[index] if index < len(raws) else None
            value = cells.number(item, raw, site.row, index, silent, "", factor, vocabulary)
            found[index] = found.get(index, 0) + (value or 0)
    return found


def sums_of(sites: Iterable[Site], once: bool = False) -> Sums:
    """Add up every column of some rows.

    once: whether a school with a row for each stage adds only once what both state of the whole.
    """
    found: Sums = {}
    told: set[tuple[str, Key, Number]] = set()
    for site in sites:
        columns: dict[Key, tuple[int, ...]] = dict(site.row.table.columns)
        for key, value in site.values.items():
            places, again = columns.get(key, ()), (site.name, key, value)
            if len(places) == 1 and not (once and key[1] is None and again in told):
                found[places[0]] = found.get(places[0], 0) + value
            if once:
                told.add(again)
    return found
