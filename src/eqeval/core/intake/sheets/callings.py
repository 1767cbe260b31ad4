"""Says which schools a table means that calls them otherwise than the one it completes, and of what type they are."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from eqeval.core.grid import text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.sheets import continued
from eqeval.core.origin import Row, Table

# What stands behind a name in brackets, of whatever kind.
_BEHIND = re.compile(r"\(([^()]*)\)$")
# What is left out before a name says nothing of the school where so many names of the table lack it.
_USUAL = 2
# The shortest name that is looked for at the end of a longer one.
_SHORTEST = 4
# So many are named one by one.
NAMED = 12


class Called(Struct, frozen=True):
    """What a row of a table says of its school: its name as it is written, and its code."""

    index: int
    name: str
    code: str


def settle(blocks: Sequence[Block], lexicon: Lexicon, findings: Findings) -> None:
    """Give every row of a table the name that its school has in the tables which it completes, and its type.

    Only tables that tell other things of schools are compared, and a name that both have is left as it is. Where two
    rows could be meant, or where codes tell them apart, nothing is done: then they are two schools.
    """
    if len(blocks) < 2:
        return
    rows = {id(block): list(called(block, lexicon)) for block in blocks}
    for number, block in enumerate(blocks):
        fellows = [one for one in blocks[:number] if completes(block, one, lexicon)]
        known = [row for one in fellows for row in rows[id(one)]]
        found = pairs(known, rows[id(block)], lexicon) if known else {}
        if known:
            found |= _departments(block, fellows, rows, lexicon)
        if found:
            block.called |= {row.index: name for row, name in found.items()}
            rows[id(block)] = [Called(row.index, found.get(row, row.name), row.code) for row in rows[id(block)]]
            _tell(block, found, lexicon, findings)
    for block in blocks:
        if (lexicon.vocabulary.roles["type"], None) not in block.whole and not block.stage and not block.kind:
            fellows = [one for one in blocks if one is not block and completes(block, one, lexicon)]
            kinds = _kinds(fellows, rows, lexicon)
            often = Counter(row.name for row in rows[id(block)])
            own = {row: kinds.get(("code", row.code)) or kinds.get(("name", row.name)) for row in rows[id(block)]}
            # A school in several rows may have one for every class, if they are not those of its stages.
            staged = (lexicon.vocabulary.roles.get("stage", ""), None) in block.whole
            lent = {row.index: kind for row, kind in own.items() if kind and (staged or often[row.name] == 1)}
            block.row_kinds = lent | block.row_kinds


def completes(block: Block, other: Block, lexicon: Lexicon) -> bool:
    """Whether two tables tell different things, so that they may speak of the same schools."""
    mine, its = (continued.figures([one], lexicon) for one in (block, other))
    say = all(continued.told([one], lexicon) for one in (block, other))
    return say and not mine & its - block.repeated - other.repeated


def called(block: Block, lexicon: Lexicon) -> Iterator[Called]:
    """List the rows of a table that name a school, without totals and remarks."""
    roles = lexicon.vocabulary.roles
    name, code = (block.whole.get((roles[role], None)) for role in ("name", "code"))
    if name is None:
        return
    for index in range(block.row + 1, block.end):
        row = block.rows[index]
        written = word(block.called.get(index) or text(row[name.index])) if name.index < len(row) else ""
        lone = sum(raw not in (None, "") for raw in row) < 2
        if written and not lone and lexicon.vocabulary.names_school(written):
            own = word(row[code.index]) if code is not None and code.index < len(row) else ""
            yield Called(index, written, own)


def pairs(known: Sequence[Called], rows: Sequence[Called], lexicon: Lexicon) -> dict[Called, str]:
    """Say which school a row means whose name no other table has: the only one that has nearly the same name.

    甲校(本部) and 甲校; 某县甲校 and 甲校, where the name of a place stands before it, or the same words stand before
    two names at least.
    """
    names, codes = {row.name for row in known}, {row.code for row in known if row.code}
    own = {row.name for row in rows}
    left = [row for row in rows if row.name not in names and not (row.code and row.code in codes)]
    # Of several campuses of one name none is the whole school.
    campuses = [Counter(_BEHIND.sub("", each) for each in called) for called in (names, own)]
    alone = {each for each in names | own if all(one[_BEHIND.sub("", each)] < 2 for one in campuses)}
    left = [row for row in left if row.name in alone]
    open_ = {row.name: row.code for row in known if row.name not in own and row.name in alone}
    if not left or not open_:
        return {}
    bare = _Bare(open_, lexicon)
    meant = {
        row: [(name, before) for name, before in bare.near(row.name) if not (row.code and open_[name])] for row in left
    }
    places = tuple(map(word, (*lexicon.vocabulary.sheets.counties, *lexicon.vocabulary.not_schools.places)))
    usual = Counter(before for found in meant.values() for _, before in found)
    sure = {
        row: [name for name, before in found if not before or before.endswith(places) or usual[before] >= _USUAL]
        for row, found in meant.items()
    }
    wanted = Counter(name for found in sure.values() for name in found)
    return {row: found[0] for row, found in sure.items() if len(found) == 1 and wanted[found[0]] == 1}


def _departments(
    block: Block, fellows: Sequence[Block], rows: Mapping[int, list[Called]], lexicon: Lexicon
) -> dict[Called, str]:
    """Say which rows mean a school that has the word of its only stage behind its name in one of two tables.

    甲中学(初中部) is 甲中学 where that is of a type that teaches nothing else; any other may have more departments.
    """
    vocabulary = lexicon.vocabulary
    stages = {end: stage for stage in vocabulary.stages for end in lexicon.endings(stage)}
    endings = tuple(sorted(stages, key=len, reverse=True))
    known = [row for one in fellows for row in rows[id(one)]]
    if not any(row.name.endswith(endings) for some in (rows[id(block)], known) for row in some):
        return {}

    def plain(name: str) -> str:
        return name.removesuffix(next((end for end in endings if name.endswith(end)), ""))

    mine, its = (_by(some, plain) for some in (rows[id(block)], known))
    kinds, others = _kinds([block], rows, lexicon), _kinds(fellows, rows, lexicon)
    found: dict[Called, str] = {}
    for stem, own in mine.items():
        fellow = its.get(stem, [])
        names = {row.name for row in (*own, *fellow)}
        if len(names) != 2 or stem not in names or any(len({row.name for row in each}) != 1 for each in (own, fellow)):
            continue
        (department,) = names - {stem}
        taught = kinds.get(("name", stem)) or others.get(("name", stem))
        said = kinds.get(("name", department)) or others.get(("name", department)) or taught
        stage = stages[department.removeprefix(stem)]
        codes = {row.code for row in (*own, *fellow) if row.code}
        if taught and said == taught and vocabulary.types[taught].stages == [stage] and len(codes) < 2:
            found |= dict.fromkeys(own, fellow[0].name)
    return found


def _by(rows: Iterable[Called], mark: Callable[[str], str]) -> dict[str, list[Called]]:
    """Put together the rows whose names have one mark."""
    found: dict[str, list[Called]] = {}
    for row in rows:
        found.setdefault(mark(row.name), []).append(row)
    return found


class _Bare:
    """Names without what stands behind them, and where a name ends one of others or is ended by it."""

    def __init__(self, names: Iterable[str], lexicon: Lexicon) -> None:
        self._behind = frozenset(map(word, lexicon.vocabulary.sheets.behind_names))
        self._whole: dict[str, list[str]] = {}
        self._ends: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            plain = self.plain(name)
            self._whole.setdefault(plain, []).append(name)
            for at in range(len(plain) - _SHORTEST + 1):
                self._ends.setdefault(plain[at:], []).append((name, plain[:at]))

    def plain(self, name: str) -> str:
        """Take off what stands behind a name in brackets and is no part of it: (本部), (公办)."""
        behind = _BEHIND.search(name)
        return name[: behind.start()] if behind and behind[1] in self._behind else name

    def near(self, name: str) -> Iterator[tuple[str, str]]:
        """List the names that end as a name does, or that it ends as, with what stands before the shorter one."""
        plain = self.plain(name)
        yield from self._ends.get(plain, ())
        for at in range(1, len(plain) - _SHORTEST + 1):
            yield from ((each, plain[:at]) for each in self._whole.get(plain[at:], ()))


def _kinds(
    blocks: Sequence[Block], rows: Mapping[int, list[Called]], lexicon: Lexicon
) -> dict[tuple[str, str], str | None]:
    """Give the type of every school by its name and by its code; none where tables contradict each other."""
    role = (lexicon.vocabulary.roles["type"], None)
    found: dict[tuple[str, str], str | None] = {}
    for block in blocks:
        column = block.whole.get(role)
        for row in rows[id(block)] if column else ():
            cells = block.rows[row.index]
            kind = lexicon.type_of(cells[column.index]) if column and column.index < len(cells) else None
            for mark in (("name", row.name), *((("code", row.code),) if row.code else ())):
                found[mark] = kind if found.get(mark, kind) == kind else None
    return found


def _tell(block: Block, found: Mapping[Called, str], lexicon: Lexicon, findings: Findings) -> None:
    """Name the rows that are read as those of schools with other names."""
    column = block.whole[lexicon.vocabulary.roles["name"], None].index
    first = min(found, key=lambda row: row.index)
    said = [f"{text(block.rows[row.index][column])} = {name}" for row, name in found.items()]
    names = findings.words.some(said, NAMED)
    row = Row(Table.of(block.grid), first.index)
    findings.add("W574", row, column, text(block.rows[first.index][column]), count=len(said), names=names)
