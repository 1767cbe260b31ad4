"""Says what is wrong with the headings of a block, and what was guessed and left over."""

from collections.abc import Iterator, Sequence

from eqeval.core.figures.exact import plain
from eqeval.core.grid import text
from eqeval.core.intake.columns import included, merged, noted, subtotals
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings import dated
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.blocks import nearest
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.headings.rows import numbers_columns
from eqeval.core.origin import Key, Row, Table, column_letters
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

# How many headings that mean nothing are named one by one; an export has hundreds.
NAMED_UNKNOWN = 12


def fatal(block: Block, told: bool, lexicon: Lexicon, words: Words) -> Iterator[str]:
    """Say what stops the reading: rows that cannot be told apart, two columns for one item, a unit of another kind.

    told: whether any block says of what type schools are.
    """
    vocabulary, grid = lexicon.vocabulary, block.grid
    row = Row(Table.of(grid), block.row)
    where = f"{grid.file} {grid.sheet}"
    unknown = list(block.unknown.values())
    name, kind = vocabulary.roles["name"], vocabulary.roles["type"]
    for item in [name, kind] if lacks_types(block, told, lexicon) and not _counts_pupils(block, vocabulary) else [name]:
        if (item, None) not in block.whole:
            title = lexicon.titles[item, None]
            types = words.join(vocabulary.type_names)
            code = "E127" if item == kind else "E108"
            nearest_ = near(title, unknown, words)
            hint = words("E127.stages") if item == kind else words("E108.near", near=nearest_)
            yield f"{where}: {words(f'{code}.message', item=title, near=nearest_, hint=hint, types=types)}"
    for key, columns in block.doubled.items():
        cells = words.join([row.name(column) for column in columns])
        # Nearly every table is read.
        from eqeval.core.intake.columns import doubled

        how = words(f"double.{doubled.kind(block, columns, name)}")
        yield f"{where}: {words('E109.message', item=lexicon.titles[key], cells=cells, how=how)}"
    for index, (there, said) in block.changed.items():
        yield f"{where}: {words('E119.message', cell=row.name(index), found=there, said=said)}"
    for column in block.recognised:
        if column.factor is None:
            wanted = words.text(vocabulary.items[column.key[0]].unit)
            title = lexicon.titles[column.key]
            cell = row.name(column.index)
            yield f"{where}: {words('E114.message', item=title, cell=cell, unit=column.unit, wanted=wanted)}"


def lacks_types(block: Block, told: bool, lexicon: Lexicon) -> bool:
    """Whether the types of the schools of a block have to be asked for.

    told: whether any block says of what type schools are; then one with figures of whole schools only need not, nor
    one of which most schools are known there.
    """
    stages = {key[1] for key in (*block.whole, *block.parts, *block.added, *block.bands)}
    lent = 2 * len(block.row_kinds) >= max(block.end - block.row - 1, 1)
    return not tells(block, lexicon) and not (told and (stages == {None} or lent))


def _counts_pupils(block: Block, vocabulary: Vocabulary) -> bool:
    """Whether a block tells the pupils of a stage, so that something is known of the types of its schools."""
    pupils = vocabulary.roles["pupils"]
    return any(
        (pupils, stage) in keys for stage in vocabulary.stages for keys in (block.whole, block.parts, block.added)
    )


def tells(block: Block, lexicon: Lexicon) -> bool:
    """Whether a block says of what type its schools are, or of which stage its rows speak."""
    roles = lexicon.vocabulary.roles
    return (
        (block.stage or block.kind) is not None
        or bool(block.row_stages)
        or any((roles.get(role, ""), None) in block.whole for role in ("type", "stage"))
    )


def tell_between(above: Block, below: Block, lexicon: Lexicon, findings: Findings) -> None:
    """Name the titles between two blocks: one of them might have been meant as a school."""
    table = Table.of(below.grid)
    for index in range(above.end, below.first):
        column = next((at for at, raw in enumerate(below.grid.rows[index]) if text(raw)), None)
        if column is not None:
            numbers = numbers_columns(below.grid.rows[index], lexicon.unused)
            why = findings.words("row.codes" if numbers else "row.title")
            findings.add("N609", Row(table, index), column, below.grid.rows[index][column], why=why)


def tell_denied(blocks: Sequence[Block], lexicon: Lexicon, findings: Findings) -> None:
    """Ask about the columns of an item of which the heading in another table says that it is another quantity."""
    for block in blocks:
        for index, (key, _) in block.denied.items():
            if index in block.later or index in block.beside:
                continue
            said = " > ".join(dict.fromkeys(block.levels[index]))
            for other in blocks:
                if other is not block and key in other.whole:
                    row = Row(Table.of(other.grid), other.row)
                    findings.add("W590", row, other.whole[key].index, said, item=lexicon.titles[key])


def tell_units(blocks: Sequence[Block], lexicon: Lexicon, findings: Findings) -> None:
    """Name the columns without a unit whose item has another one in another table: it may be said for all."""
    said: dict[str, tuple[Block, Column]] = {}
    for block in blocks:
        for column in block.recognised:
            if column.unit and column.factor not in (1, None):
                said.setdefault(column.key[0], (block, column))
    for block in blocks if said else ():
        for column in block.recognised:
            if column.unit or column.key[0] not in said:
                continue
            other, known = said[column.key[0]]
            cell = Row(Table.of(other.grid), other.row).name(known.index)
            item = lexicon.vocabulary.items[column.key[0]]
            values = {"item": findings.words.text(item.title), "wanted": findings.words.text(item.unit)}
            row = Row(Table.of(block.grid), block.row)
            findings.add("W576", row, column.index, column.heading, unit=known.unit, cell=cell, **values)


def _tell_hidden(block: Block, row: Row, findings: Findings) -> None:
    """Name the hidden rows and columns that hold something."""
    grid = block.grid
    full = [
        index
        for index in sorted(grid.hidden_rows)
        if block.row < index < block.end and any(text(raw) for raw in grid.rows[index])
    ]
    # A filter hides rows as well: a name beside a figure may be a school that is missing from the verdict.
    schools = [index for index in full if sum(bool(text(raw)) for raw in grid.rows[index]) > 2]
    if schools:
        names = findings.words.join([str(index + 1) for index in schools])
        findings.add("W573", Row(row.table, schools[0]), 0, grid.rows[schools[0]][0], names=names)
    rows = [str(index + 1) for index in full if index not in schools]
    width = len(grid.rows[block.row])
    columns = [
        column_letters(index)
        for index in sorted(grid.hidden_columns)
        if index < width and any(index < len(each) and text(each[index]) for each in grid.rows[block.first : block.end])
    ]
    for kind, places in (("rows", rows), ("columns", columns)):
        if places:
            what = findings.words(f"hidden.{kind}", names=findings.words.join(places))
            findings.add("N615", row, None, None, what=what)


def tell(block: Block, lexicon: Lexicon, findings: Findings, hidden: bool) -> None:
    """Say what was converted, guessed, not understood and not used in the headings."""
    words, vocabulary = findings.words, lexicon.vocabulary
    row = Row(Table.of(block.grid), block.row)
    odd = [one for one in block.recognised if one.factor not in (1, None) or one.remark or one.unexplained or one.weak]
    year = dated.chosen(block) if any(column.remark for column in odd) else ""
    for column in sorted(odd, key=lambda one: one.index):
        item = vocabulary.items[column.key[0]]
        title = words.text(item.title)
        if column.factor not in (1, None):
            factor = factor_text(column)
            findings.add("N610", row, column.index, column.unit, item=title, unit=words.text(item.unit), factor=factor)
        said = [one for one in dated.left(column, year) if not lexicon.qualified.says_nothing(column.key[0], one)]
        if column.rule == "band":
            # 班额情况（班数） > 25人以下
            said = [one for one in said if not lexicon.means(one, vocabulary.roles["classes"])]
        if said:
            findings.add("W512", row, column.index, words.join(said), item=lexicon.titles[column.key])
        if column.weak and item.kind in ("whole", "number"):
            findings.add("N635", row, column.index, column.heading, item=title)
        if column.unexplained:
            findings.add("W514", row, column.index, words.join(list(column.unexplained)), item=title)
    if block.earlier:
        index, (heading, _) = min(block.earlier.items())
        years = words.join(sorted({year for _, year in block.earlier.values()}))
        findings.add("N637", row, index, heading, years=years, count=len(block.earlier))
    for key, found in block.parts.items():
        for number, parts in enumerate(vocabulary.items[key[0]].sums):
            columns = sorted(one.index for (sum_, _), one in found.items() if sum_ == number)
            if parts.each_once and len(columns) == len(parts.of):
                cells = words.join([row.name(at) for at in columns])
                findings.add("W575", row, columns[0], None, item=lexicon.titles[key], cells=cells)
                break
    for index, at in block.unread_units:
        findings.add("W563", Row(row.table, index), at, block.grid.rows[index][at])
    noted.tell(block, row, lexicon, findings)
    included.tell(block, row, lexicon, findings)
    if not hidden:
        _tell_hidden(block, row, findings)
    if block.planned:
        line, place, title = block.planned
        findings.add("W587", Row(row.table, line), place, title)
    if block.disbelieved and block.unsaid:
        source, stage = block.disbelieved
        findings.add("W565", row, None, source, stage=words.text(vocabulary.stages[stage].title))
    if block.stage and block.unsaid:
        title = words.text(vocabulary.stages[block.stage].title)
        findings.add("N611", row, None, block.stage_from, stage=title)
    if block.kind:
        findings.add("N630", row, None, block.kind_from, type=words.text(vocabulary.types[block.kind].title))
    merged.tell(block, lexicon, findings)
    subtotals.tell(block, lexicon, findings)
    for index in _unheaded(block):
        said = _written(block, index)
        findings.add("N631", row, index, said[0], letters=column_letters(index), count=len(said))
    for index, heading in block.spare.items():
        if lexicon.level(heading).text in lexicon.remarks and (said := _written(block, index)):
            findings.add("N629", row, index, said[0], heading=heading, count=len(said))
    for stage, spans in _spans(block):
        findings.add(
            "N625", row, None, words.some(spans, NAMED_UNKNOWN), stage=words.text(vocabulary.stages[stage].title)
        )
    for index, (key, remark) in block.denied.items():
        if (units := lexicon.two_units(block.levels[index])) and remark == "、".join(units):
            findings.add("E154", row, index, remark, item=lexicon.titles[key])
            continue
        since, others = block.later.get(index, ("", block.beside.get(index, ())))
        how = "later" if since else "stages" if others and key[1] == UNSAID else "part" if others else "heading"
        names = words.join([row.name(at) for at in others])
        if index in block.noted:
            line, at = block.noted[index]
            how, names = "note", Row(row.table, line).name(at)
        why = words(f"denied.{how}", found=remark, cells=names, year=since)
        findings.add("E125", row, index, remark, item=lexicon.titles[key], why=why)
    unknown = sorted((index, heading) for index, heading in block.unknown.items() if index not in block.denied)
    if len(unknown) > NAMED_UNKNOWN:
        named_ = words.join([heading for _, heading in unknown[:NAMED_UNKNOWN]])
        findings.add("N613", row, None, None, sheet=block.grid.sheet, count=len(unknown), some=named_)
    elif unknown:
        wanted = [title for key, title in lexicon.titles.items() if key[1] != UNSAID]
        for index, heading in unknown:
            findings.add("N604", row, index, heading, near=near(heading, wanted, words))


def _unheaded(block: Block) -> list[int]:
    """List the columns that hold something and have no heading."""
    width = max(map(len, block.rows[block.row + 1 : block.end]), default=0)
    known = {*block.column, *block.unknown, *block.spare, *block.grid.hidden_columns}
    left = [at for at in range(width) if at not in known]
    if not left:
        return []
    headed = {at for row in block.rows[block.first : block.row + 1] for at, raw in enumerate(row) if text(raw)}
    merged_over = {
        at
        for top, first, bottom, last in block.grid.merged
        if top <= block.row and bottom >= block.first
        for at in range(first, last + 1)
    }
    return [at for at in left if at not in headed and at not in merged_over and _written(block, at)]


def _written(block: Block, index: int) -> list[str]:
    """List what stands in the cells of a column."""
    return [
        text(row[index]) for row in block.grid.rows[block.row + 1 : block.end] if index < len(row) and text(row[index])
    ]


def _spans(block: Block) -> Iterator[tuple[str, list[str]]]:
    """List the rows whose stage follows from their numbering or names: from which to which, counted as seen."""
    for stage in dict.fromkeys(block.row_stages.values()):
        spans: list[tuple[int, int]] = []
        for index in sorted(index for index, own in block.row_stages.items() if own == stage):
            first = spans.pop()[0] if spans and spans[-1][1] == index else index + 1
            spans.append((first, index + 1))
        yield stage, [f"{first}–{last}" if first < last else str(first) for first, last in spans]


def factor_text(column: Column) -> str:
    """Write how many of the item's unit one of the column's is, exactly."""
    factor = column.factor or 1
    return plain(factor) if factor.denominator == 1 else f"{factor.numerator}/{factor.denominator}"


def wanted_keys(lexicon: Lexicon) -> list[Key]:
    """List every column that a table of schools may have."""
    return [key for key in lexicon.titles if key[1] != UNSAID]


def near(wanted: str, found: list[str], words: Words) -> str:
    """Join the nearest headings, or say that there is none."""
    return words.join(nearest(wanted, found)) or "—"
