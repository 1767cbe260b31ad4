"""Says which sheets of a workbook are read together: parts of one table, what completes it, where it goes on."""

import re

from eqeval.core.grid import word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.headings.years import year_in
from eqeval.core.intake.sheets import callings, coded, continued, repeats, times
from eqeval.core.intake.sheets.continued import Held

_YEAR = re.compile(r"20\d\d")


def together(
    by_name: list[Held], candidates: list[Held], alone: bool, lexicon: Lexicon, findings: Findings
) -> list[Held]:
    """Take the sheet that is called as tables of schools are, or the largest, with those that belong to it.

    by_name: the sheets that are called so. alone: whether one sheet is asked for.
    """
    if not by_name:
        parts = _parts(candidates, lexicon)
        if parts:
            return continued.joined(_completed(parts, candidates, lexicon), candidates, lexicon, findings)
    main = largest(by_name or candidates, lexicon)
    if alone or len(candidates) == 1:
        return [main]
    taken = _completed([_divided(main, candidates, lexicon)], candidates, lexicon)
    return taken if len(taken) > 1 else continued.joined(taken, candidates, lexicon, findings)


def _parts(candidates: list[Held], lexicon: Lexicon) -> list[Held]:
    """List the sheets that are one table together because they hold different stages, or different types.

    Of the sheets of one stage, the largest one with those that tell other things of its schools; nothing where all
    sheets are of one stage, or do not say it.
    """
    of_stage: dict[tuple[str, ...], list[Held]] = {}
    for pair in candidates:
        said = tuple(block.stage or block.kind or block.only_stage or "" for block in pair[1])
        if "" not in said and pair[1][0].stage_from != pair[0].stem:
            of_stage.setdefault(said, []).append(pair)
    if len(of_stage) < 2:
        return []
    taken = [pair for own in of_stage.values() for pair in _completed([largest(own, lexicon)], own, lexicon)]
    return [pair for pair in candidates if any(pair is one for one in taken)]


def largest(candidates: list[Held], lexicon: Lexicon) -> Held:
    """Find the sheet with the most known headings, among those that name their schools if others have codes alone."""
    named = [pair for pair in candidates if not coded.lacks_names(pair, lexicon)]
    return max(named or candidates, key=lambda pair: max(_size(block) for block in pair[1]))


def _divided(main: Held, candidates: list[Held], lexicon: Lexicon) -> Held:
    """Find the sheet that states by stages what the largest one states for whole schools: the total adds nothing."""
    whole = {key[0] for block in main[1] if not block.stage for key in block.whole if key[1] == UNSAID}
    for pair in candidates if whole else ():
        keys = {key for block in pair[1] for key in block.whole if key[0] in whole}
        if keys and all(stage not in (None, UNSAID) for _, stage in keys):
            found = repeats.compare(main, [pair], lexicon)
            if found is not None and found.agrees:
                return pair
    return main


def latest(candidates: list[Held], lexicon: Lexicon) -> list[Held]:
    """Leave out the sheets of earlier years, months or terms, and of what is only planned.

    Either every sheet is called by its year, or one by an earlier one, or several alike but for their years. A sheet
    of an earlier year whose schools hardly stand on those of the latest is none of the same table: 2025年学校 beside
    2026年新建学校.
    """
    sheets = lexicon.vocabulary.sheets
    earlier = tuple(map(word, sheets.earlier))
    present = [pair for pair in candidates if not sheets.says_planned(pair[0].sheet)] or candidates
    kept = [pair for pair in present if not any(each in word(pair[0].sheet) for each in earlier)] or present
    years = [year_in(grid.sheet) for grid, _ in kept]
    called = ["" if all(years) else _YEAR.sub("", word(grid.sheet)) for grid, _ in kept]
    latest: dict[str, str] = {}
    for name, year in zip(called, years, strict=True):
        latest[name] = max(year, latest.get(name, ""))
    now: dict[str, list[callings.Called]] = {}
    old = [bool(year) and year != latest[name] for name, year in zip(called, years, strict=True)]
    for pair, name, passed in zip(kept, called, old, strict=True):
        if any(old) and not passed:
            now.setdefault(name, []).extend(_rows([pair], lexicon))
    left = [
        pair
        for pair, name, passed in zip(kept, called, old, strict=True)
        if not passed or not _same_schools(now[name], pair, lexicon)
    ]
    return left if len(left) < 2 else [pair for pair in left if not any(_passed(pair, one, lexicon) for one in left)]


def _passed(pair: Held, other: Held, lexicon: Lexicon) -> bool:
    """Whether a sheet is called as another one but for an earlier time, and tells the same of its schools."""
    if not times.before(pair[0].sheet, other[0].sheet, lexicon.vocabulary.sheets.times):
        return False
    again = continued.figures(pair[1], lexicon) & continued.figures(other[1], lexicon)
    return bool(again) and _same_schools(_rows([other], lexicon), pair, lexicon)


def _rows(pairs: list[Held], lexicon: Lexicon) -> list[callings.Called]:
    return [row for _, found in pairs for block in found for row in callings.called(block, lexicon)]


def _completed(first: list[Held], candidates: list[Held], lexicon: Lexicon) -> list[Held]:
    """Add the sheets that tell other things of the same schools: at least half of their names are known.

    A sheet that repeats figures may be last year's: it is added where hardly any of them differs. One that repeats all
    that another one says is that one again.
    """
    taken = list(first)
    known = continued.told([block for _, found in first for block in found], lexicon)
    schools = _rows(first, lexicon)
    for pair in candidates:
        if any(pair is one for one in taken):
            continue
        if coded.lacks_names(pair, lexicon):
            coded.settle(pair, taken, lexicon)
        own = continued.told(pair[1], lexicon)
        again = own & known & repeats.compared(pair[1], lexicon)
        if not own or not (again or own - known) or not _same_schools(schools, pair, lexicon):
            continue
        if again and (_again(own, known, taken, lexicon) or not repeats.settle(pair, taken, lexicon)):
            continue
        taken.append(pair)
        known |= own
    return [pair for pair in candidates if any(pair is one for one in taken)]


def _again(own: set[str], known: set[str], taken: list[Held], lexicon: Lexicon) -> bool:
    """Whether a sheet says nothing new, and all that one of those says that are read."""
    if own - known:
        return False
    said = (continued.told(found, lexicon) for _, found in taken)
    return any(each and each <= own for each in said)


def _same_schools(schools: list[callings.Called], pair: Held, lexicon: Lexicon) -> bool:
    """Whether at least half of the schools of a sheet are known, by their names, or nearly, or by their codes."""
    rows = _rows([pair], lexicon)
    names, codes = {row.name for row in schools}, {row.code for row in schools if row.code}
    known = sum(row.name in names or row.code in codes for row in rows)
    wanted = max(len(rows), 1)
    return 2 * known >= wanted or 2 * (known + len(callings.pairs(schools, rows, lexicon))) >= wanted


def _size(block: Block) -> int:
    return len(block.whole) + len(block.parts)
