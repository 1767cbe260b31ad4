"""Checks the rows that add up (合计, 小计) against the schools that they cover."""

from collections.abc import Iterable

from eqeval.core.figures.exact import Number, plain
from eqeval.core.grid import bare_label, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.rows.sites import Passed, Rows, Site
from eqeval.core.origin import Key
from eqeval.core.vocabulary import Vocabulary

Sums = dict[int, Number]


def check(blocks: list[Rows], vocabulary: Vocabulary, findings: Findings) -> None:
    """Compare every total of a sheet with the rows since the last total, above it, below it, and with all of them.

    A total may cover any of these; it is wrong where it is the sum of none. One that names some of the schools,
    wherever they stand (教学点小计), is compared only where the rows say which those are, or most of its figures do.
    """
    everywhere = [site for rows in blocks for site in rows.sites]
    for rows in blocks:
        totals = [passed for passed in rows.passed if passed.kind == "sum"]
        for number, passed in enumerate(totals):
            index = passed.row.index
            before = totals[number - 1].row.index if number else rows.block.row
            after = totals[number + 1].row.index if number + 1 < len(totals) else rows.block.end
            covered = [
                [site for site in rows.sites if before < site.row.index < index],
                [site for site in rows.sites if site.row.index < index],
                [site for site in rows.sites if index < site.row.index < after],
                rows.sites,
                [site for site in everywhere if site.row.index < index],
                everywhere,
            ]
            named, sure = [], True
            if (some := _some(passed.label, everywhere, vocabulary)) is not None:
                named = [each for sites in (rows.sites, everywhere) for each in _named(some, sites, vocabulary)]
                sure = any(named) and (some in vocabulary.type_forms or not _kind_in(some, vocabulary))
            _compare(passed, rows, [sites for sites in (*covered, *named) if sites], sure, vocabulary, findings)


def figures(block: Block, index: int, vocabulary: Vocabulary) -> Sums:
    """Read the figures of a row that schools add up, by column; what is no number is none."""
    raws, found = block.rows[index], {}
    for at, column in block.column.items():
        item = vocabulary.items[column.key[0]]
        if item.merge == "sum" and item.kind in ("whole", "number") and at < len(raws):
            value = cells.exactly(raws[at])
            if value is not None:
                found[at] = value
    return found


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
    passed: Passed, rows: Rows, covered: list[list[Site]], sure: bool, vocabulary: Vocabulary, findings: Findings
) -> None:
    """Name the figures of a total that are no sum of any rows that it may cover.

    sure: whether it covers any of them; else only those count of which it is the sum in most of its figures.
    """
    raws = rows.block.grid.rows[passed.row.index]
    silent = Findings(findings.words)
    sums = [_sums(sites) | _parts(sites, rows, vocabulary, silent) for sites in covered]
    # Columns with a cell that nobody can read add up to nothing that could be compared.
    unreadable = (
        {
            column
            for site in covered[-1]
            if covered
            for key in site.faulty
            for column in site.row.table.columns.get(key, ())
        }
        if covered
        else set()
    )
    own: Sums = {}
    for index, column in rows.block.column.items():
        item = vocabulary.items[column.key[0]]
        raw = raws[index] if index < len(raws) else None
        if item.merge != "sum" or item.kind not in ("whole", "number") or raw in (None, "") or index in unreadable:
            continue
        value = cells.number(item, raw, passed.row, index, silent, "", column.factor or 1, vocabulary)
        if value is not None:
            own[index] = value
    if not sure:
        sums = [each for each in sums if 2 * sum(each.get(at, 0) == own[at] for at in own) > len(own)]
    for index, stated in own.items():
        found = [each.get(index, 0) for each in sums]
        if found and stated not in found:
            _, nearest = min((abs(each - stated), each) for each in found)
            findings.add(
                "W513",
                passed.row,
                index,
                raws[index],
                label=passed.label,
                item=rows.block.column[index].heading,
                stated=plain(stated),
                total=plain(nearest),
            )


def _parts(sites: list[Site], rows: Rows, vocabulary: Vocabulary, silent: Findings) -> Sums:
    """Add up every column that is a part of an item; what the rows hold of it is not kept apart."""
    found: Sums = {}
    block, own = rows.block, {id(site) for site in rows.sites}
    whole = {column.index for column in block.whole.values()}
    for index, column in block.column.items():
        if index in whole:
            continue
        item, factor = vocabulary.items[column.key[0]], column.factor or 1
        for site in sites:
            raws = block.rows[site.row.index] if id(site) in own else []
            raw = raws[index] if index < len(raws) else None
            value = cells.number(item, raw, site.row, index, silent, "", factor, vocabulary)
            found[index] = found.get(index, 0) + (value or 0)
    return found


def _sums(sites: Iterable[Site]) -> Sums:
    """Add up every column of some rows."""
    found: Sums = {}
    for site in sites:
        columns: dict[Key, tuple[int, ...]] = dict(site.row.table.columns)
        for key, value in site.values.items():
            places = columns.get(key, ())
            if len(places) == 1:
                found[places[0]] = found.get(places[0], 0) + value
    return found
