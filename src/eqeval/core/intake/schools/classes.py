"""Reads the sheet of classes: one row a class, joined to its school by name or code."""

import re

from eqeval.core.census import Issue, SchoolClass
from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, Raw, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site
from eqeval.core.intake.schools import sizes
from eqeval.core.intake.sheets import graded
from eqeval.core.intake.small import columns_of, incomplete, tell_hidden
from eqeval.core.origin import Row, Table
from eqeval.core.vocabulary import Vocabulary

# So many grades are named one by one.
_NAMED = 6

# The classes of every site of which there is a list, by the identity of the site.
Listed = dict[int, tuple[SchoolClass, ...]]

# The schools that have classes and no row among the sites, by name; one in every county where there are several,
# because nobody knows of which of them it is.
Missed = dict[str, list[Site]]

# The first and the last of the rows that share a cell.
Span = tuple[int, int]

# What counts the classes of a grade: 1班, 二班, (3), A班.
_COUNTER = re.compile(r"[\dA-Z一二三四五六七八九十]+")


def read(
    grid: Grid,
    sites: list[Site],
    missed: Missed,
    vocabulary: Vocabulary,
    findings: Findings,
    rolls: dict[int, sizes.Roll],
) -> None:
    """Add the classes of a sheet to those of their schools. rolls: by the identity of the site.

    Raises:
        InputError: where nobody knows what the sheet says; then nothing was added.
    """
    table = columns_of(grid, vocabulary.sheets.class_columns, findings, ("grade",), ("pupils",))
    if table is None:
        return
    start, columns = table
    if "grade" not in columns and "name" not in columns:
        raise incomplete(grid, vocabulary.sheets.class_columns["grade"][:1], findings)
    named = None if "grade" in columns else graded.names(vocabulary)
    # Where no class says its grade, it is known of the classes of a school that teaches a single stage.
    ungraded = named is not None and not _first_named(grid, start, columns["name"], named, findings)
    assumed: list[tuple[Row, str]] = []
    unknown: list[tuple[Row, str]] = []
    _refuse_doubled(grid, start, columns["pupils"], findings)
    shared = _merged(grid, columns["pupils"])
    grades = _merged(grid, columns["grade"]) if named is None else {}
    entered: list[tuple[Row, str]] = []
    # A list may have names and codes.
    headings = frozenset(map(word, vocabulary.sheets.class_columns["school"]))
    marks = [column for column, raw in enumerate(grid.rows[start]) if word(raw) in headings]
    known: dict[str, list[Site]] = {}
    for site in sites:
        for label in {word(site.name), word(site.code)} - {""}:
            known.setdefault(label, []).append(site)
    above: list[str] = []
    grade_above = name_above = ""
    tell_hidden(grid, start, findings)
    for index in range(start + 1, len(grid.rows)):
        raws = grid.rows[index]
        raw = {name: raws[column] if column < len(raws) else None for name, column in columns.items()}
        # A merged cell has its name in the first row only.
        said_here = [said for at in marks if at < len(raws) and (said := text(raws[at]))]
        name = text(raw.get("name"))
        grade = text(raw["grade"]) if named is None else _grade_in(name, named)
        if not grade and not text(raw["pupils"]):
            continue
        row = Row(Table.of(grid), index)
        if any(vocabulary.is_total(said) for said in (*said_here, name, grade)):
            continue
        if not grade and (index in grades or _counts_on(name_above, name)) and (not said_here or said_here == above):
            grade = grade_above
        grade_above, name_above, above = grade, name, said_here or above
        stages = [stage for stage, one in vocabulary.stages.items() if word(grade) in one.grade_words]
        called = [known[word(said)] for said in above if word(said) in known]
        if not called:
            _miss(row, columns["school"], above, stages, sites, missed, vocabulary, findings)
            continue
        found = [site for site in called[0] if all(any(site is one for one in each) for each in called)]
        if len(found) != 1:
            code, others = ("E406", {}) if found else ("E410", {"other": above[-1]})
            findings.add(code, row, columns["school"], above[0], **others)
            # Any of them may have this class, so none of their lists is complete.
            for site in found or {id(site): site for each in called for site in each}.values():
                one = SchoolClass(grade, None, None, row.name(columns["school"]), row)
                rolls.setdefault(id(site), sizes.Roll()).classes.append(one)
            continue
        site = found[0]
        # Where systems differ (五四制), a grade is of the only stage that the school teaches; one of which nobody knows
        # what it teaches is left open by that.
        expected = vocabulary.types[site.type].stages if site.type else ()
        stage = (
            stages[0]
            if len(stages) == 1 or (stages and not expected)
            else next((one for one in stages if one in expected), None)
        )
        if stage is None and ungraded and len(expected) == 1 and graded.numbered(word(name)):
            stage = expected[0]
            assumed.append((row, name))
        if stage is not None and stage in expected and not vocabulary.stages[stage].judged:
            continue
        # Two classes of one name may be of two stages.
        untold = stage is None and ungraded
        if untold:
            unknown.append((row, name))
        elif stage is None and named is None and graded.ENTERED.fullmatch(word(grade)):
            entered.append((row, grade))
        elif stage is None:
            findings.add("E405", row, columns["grade" if named is None else "name"], grade, site.name)
        pupils = _pupils(raw["pupils"], row, columns["pupils"], shared.get(index), site, vocabulary, findings)
        title = grade + name if named is None else name
        one = SchoolClass(title, stage, pupils, row.name(columns["pupils"]), row)
        rolls.setdefault(id(site), sizes.Roll()).add(one, columns["pupils"], bool(name) and not untold, site, findings)
    if entered:
        row, first = entered[0]
        said = findings.words.some(list(dict.fromkeys(grade for _, grade in entered)), _NAMED)
        findings.add("E419", row, columns["grade"], first, grades=said, count=len(entered))
    if assumed:
        row, first = assumed[0]
        findings.add("W596", row, columns["name"], first, count=len(assumed))
    if unknown:
        row, first = unknown[0]
        said = findings.words.some(list(dict.fromkeys(name for _, name in unknown)), _NAMED)
        findings.add("E422", row, columns["name"], first, names=said, count=len(unknown))


def leave_open(grid: Grid, sites: list[Site], error: InputError, vocabulary: Vocabulary, findings: Findings) -> None:
    """Name a list of classes that cannot be read; what it may say of the largest class of each school stays open."""
    largest = vocabulary.roles["largest_class"]
    for message in error.messages:
        said = message.removeprefix(f"{grid.file} ")
        findings.issues.append(Issue("E111", "error", said, sheet=grid.sheet, file=grid.file, item=largest))
    for site in sites:
        site.spoil(*(key for key in {*site.values, *site.most, *site.least} if key[0] == largest))


def _counts_on(above: str, name: str) -> bool:
    """Whether a class is called as the one above but for its number: then it is of the same grade. 小计 is none."""
    shapes = [_COUNTER.sub("#", word(each)) for each in (above, name)]
    return bool(name) and shapes[0] == shapes[1] and "#" in shapes[1]


def _pupils(
    raw: Raw, row: Row, column: int, shared: Span | None, site: Site, vocabulary: Vocabulary, findings: Findings
) -> int | None:
    """Read how many pupils a class has; a number that several classes share is none's. shared: the rows of its cell."""
    title = vocabulary.sheets.class_columns["pupils"][0]
    if shared is not None:
        top, bottom = shared
        if row.index == top:
            findings.add("E121", row, column, raw, site.name, item=title, rows=f"{top + 1}–{bottom + 1}")
        return None
    if not text(raw):
        findings.add("E210", row, column, None, site.name, item=title, how=findings.words("E210.blank"))
        return None
    value = cells.number(vocabulary.items[vocabulary.roles["largest_class"]], raw, row, column, findings, site.name)
    return None if value is None else int(value)


def _miss(
    row: Row,
    column: int,
    called: list[str],
    stages: list[str],
    sites: list[Site],
    missed: Missed,
    vocabulary: Vocabulary,
    findings: Findings,
) -> None:
    """Keep a school of which nothing is known but classes, so that nobody judges its county as if it were not there.

    called: its name and code; neither where the row has none. stages: those that the grade of the class may be of.
    """
    name = called[0] if called else ""
    if word(name) not in missed:
        code = "E404" if name else "E207"
        findings.add(code, row, column, name or None)
        written = name or findings.words("unnamed", row=row.index + 1)
        missed[word(name)] = [_unknown(row, written, each, code) for each in dict.fromkeys(s.county for s in sites)]
    judged = {one for one in stages or vocabulary.stages if vocabulary.stages[one].judged}
    for site in missed[word(name)]:
        # Its pupils are there, and nobody knows how many.
        site.faulty |= {(vocabulary.roles["pupils"], stage) for stage in judged}


def _refuse_doubled(grid: Grid, start: int, pupils: int, findings: Findings) -> None:
    """Stop where two columns are called alike: nobody knows which of them counts the pupils."""
    header = grid.rows[start]
    alike = [column for column, raw in enumerate(header) if word(raw) == word(header[pupils])]
    if len(alike) > 1:
        cells = findings.words.join([Row(Table.of(grid), start).name(column) for column in alike])
        how = findings.words("double.same")
        said = findings.words("E109.message", item=text(header[pupils]), cells=cells, how=how)
        raise InputError(f"{grid.file} {grid.sheet}: {said}")


def _merged(grid: Grid, column: int) -> dict[int, Span]:
    """Find the rows that share one cell of a column: the first and the last row of each of them."""
    spans = [(top, bottom) for top, left, bottom, right in grid.merged if top < bottom and left <= column <= right]
    return {row: (top, bottom) for top, bottom in spans for row in range(top, bottom + 1)}


def _unknown(row: Row, name: str, county: str, doubt: str) -> Site:
    return Site(
        row=row,
        name=name,
        code="",
        type=None,
        counted=True,
        parent="",
        county=county,
        values={},
        choices={},
        faulty=set(),
        doubt=doubt,
    )


def _first_named(grid: Grid, start: int, column: int, named: re.Pattern[str], findings: Findings) -> bool:
    """Whether the name of any class says its grade; the first one is told."""
    for index in range(start + 1, len(grid.rows)):
        raws = grid.rows[index]
        written = text(raws[column]) if column < len(raws) else ""
        if named.match(word(written)):
            findings.add("N634", Row(Table.of(grid), index), column, written)
            return True
    return False


def _grade_in(name: str, named: re.Pattern[str]) -> str:
    """Give the grade that the name of a class says, or else the name."""
    found = named.match(word(name))
    return found[1] if found else name
