"""Finds the sheets on which a table of schools goes on, such as one for every township."""

from collections.abc import Collection, Sequence

from eqeval.core.grid import Grid, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.origin import Key, Row, Table

Held = tuple[Grid, list[Block]]


def joined(taken: list[Held], candidates: Sequence[Held], lexicon: Lexicon, findings: Findings) -> list[Held]:
    """Add the sheets that tell the same of other schools: the same figures, and hardly a school that is there already.

    Some of the figures may be missing, where a sheet says of what type its schools are: they are asked for. A sheet
    of mostly the same schools may be last year's. Sheets that are called like counties are counties of their own, and
    a sheet of examples holds no schools; they are left to the inspector.
    """
    if not _one_county(candidates, lexicon):
        return taken
    result = list(taken)
    for pair in candidates:
        alike = any(_alike(pair, one, lexicon) for one in result)
        known = any(_repeats_schools(pair, one, lexicon) for one in result)
        if all(pair is not one for one in result) and alike and not known and _names_schools(pair, lexicon):
            result.append(pair)
    if len(result) > len(taken):
        first = next(grid for grid, _ in candidates if any(grid is one for one, _ in result))
        sheets = findings.words.join([grid.sheet for grid, _ in candidates if any(grid is one for one, _ in result)])
        findings.add("W546", Row(Table.of(first), 0), None, sheets=sheets)
    return [pair for pair in candidates if any(pair is one for one in result)]


def _alike(one: Held, other: Held, lexicon: Lexicon) -> bool:
    """Whether two sheets have the same figures, or one most of those of the other, with pupils and types."""
    mine, its = figures(one[1], lexicon), figures(other[1], lexicon)
    fewer, more = sorted((mine, its), key=len)
    if mine == its:
        return True
    typed = (lexicon.vocabulary.roles["type"], None)
    kinds = all(typed in block.whole for block in (*one[1], *other[1]))
    return kinds and fewer < more and 2 * len(fewer) > len(more) and lexicon.vocabulary.roles["pupils"] in fewer


def figures(found: list[Block], lexicon: Lexicon) -> set[str]:
    """List the items of some blocks that are no names, types or answers."""
    keys = {key for block in found for key in (*block.whole, *block.parts, *block.added, *block.bands)}
    return {name for name, _ in keys if lexicon.vocabulary.items[name].kind not in ("text", "type", "choice", "year")}


def told(found: list[Block], lexicon: Lexicon) -> set[str]:
    """List the items of some blocks that say more of a school than its name and its type."""
    keys = {key for block in found for key in (*block.whole, *block.parts, *block.added, *block.bands)}
    return {name for name, _ in keys if lexicon.vocabulary.items[name].kind not in ("text", "type")}


def names(found: list[Block], lexicon: Lexicon) -> set[str]:
    """List what stands in the column of the schools' names, without totals."""
    key = (lexicon.vocabulary.roles["name"], None)
    return {
        word(row[block.whole[key].index])
        for block in found
        if key in block.whole
        for row in block.rows[block.row + 1 : block.end]
        if block.whole[key].index < len(row) and text(row[block.whole[key].index])
    }


def left_out(pair: Held, taken: Sequence[Held], lexicon: Lexicon) -> list[str]:
    """List the schools of a sheet that no sheet names which is read, in the order of their names."""
    read = {name for _, found in taken for name in names(found, lexicon)}
    return sorted(filter(lexicon.vocabulary.names_school, names(pair[1], lexicon) - read))


def _repeats_schools(one: Held, other: Held, lexicon: Lexicon) -> bool:
    """Whether two sheets name the same schools; at two stages a school may stand on both.

    Of two townships all schools may be called alike, and on other sheets a few: then their figures differ.
    """
    is_school = lexicon.vocabulary.names_school
    pairs = [
        (left, right, set(filter(is_school, names([left], lexicon) & names([right], lexicon))))
        for left in one[1]
        for right in other[1]
        if None in (left.stage, right.stage) or left.stage == right.stage
    ]
    shared = {name for _, _, both in pairs for name in both}
    if not shared:
        return False
    fewest = min(sum(map(is_school, names(found, lexicon))) for _, found in (one, other))
    if 2 * len(shared) > fewest and not _of_two_places(one, other, lexicon):
        return True
    rows = ((_counts(left, both, lexicon), _counts(right, both, lexicon)) for left, right, both in pairs)
    return any(mine[name] == its[name] for mine, its in rows for name in mine)


def _of_two_places(one: Held, other: Held, lexicon: Lexicon) -> bool:
    """Whether two sheets are called by a place each: every township may have a central school of no other name."""
    places = {word(place) for grid, _ in (one, other) if (place := lexicon.place_in(grid.sheet))}
    return len(places) > 1


def _counts(block: Block, wanted: Collection[str], lexicon: Lexicon) -> dict[str, dict[Key, str]]:
    """Give the counts of the first row of each of some schools, as they are written."""
    if not wanted:
        return {}
    items, found = lexicon.vocabulary.items, {}
    at = block.whole[lexicon.vocabulary.roles["name"], None].index
    counts = {key: one.index for key, one in block.whole.items() if items[key[0]].kind == "whole"}
    for row in block.rows[block.row + 1 : block.end]:
        if at < len(row) and (name := word(row[at])) in wanted and name not in found:
            found[name] = {
                key: word(row[index]) for key, index in counts.items() if index < len(row) and text(row[index])
            }
    return found


def _names_schools(pair: Held, lexicon: Lexicon) -> bool:
    samples = [word(each) for each in lexicon.vocabulary.not_schools.samples if len(each) > 1]
    return bool(names(pair[1], lexicon)) and not any(each in word(pair[0].sheet) for each in samples)


def _one_county(candidates: Sequence[Held], lexicon: Lexicon) -> bool:
    """Whether the sheets may be parts of one county: a column tells the county, or at most one is called like one."""
    column = (lexicon.vocabulary.roles["county"], None)
    if all(any(column in block.whole for block in found) for _, found in candidates):
        return True
    sheets = lexicon.vocabulary.sheets
    within, ends = tuple(map(word, sheets.within)), tuple(map(word, sheets.counties))
    called = [word(grid.sheet) for grid, _ in candidates]
    return sum(name.endswith(ends) and not name.endswith(within) for name in called) < 2 if ends else True
