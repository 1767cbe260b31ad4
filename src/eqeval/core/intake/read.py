"""Takes the census of every county in some sheets."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from eqeval.core.census import Census, County, School, Section
from eqeval.core.errors import InputError
from eqeval.core.exact import Number
from eqeval.core.grid import Grid, word
from eqeval.core.intake import classes as class_list
from eqeval.core.intake import county as county_values
from eqeval.core.intake import forms
from eqeval.core.intake import headings as table_headings
from eqeval.core.intake import schools as joining
from eqeval.core.intake import sites as table_rows
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings import Headings
from eqeval.core.intake.sites import Site
from eqeval.core.origin import Key, Row, Table
from eqeval.core.rules.attestation import Attestation
from eqeval.core.rules.compare import Compare
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.veto import Veto
from eqeval.core.standard import Standard, Vocabulary, items_read
from eqeval.words import Words


def take(
    grids: list[Grid],
    standard: Standard,
    vocabulary: Vocabulary,
    file_name: str,
    words: Words,
    others: Iterable[Standard] = (),
    sheet: str | None = None,
    beside: Iterable[Standard] = (),
) -> dict[str, Census]:
    """Read schools, classes and county values; one census for every county named in the table.

    Args:
        grids: the sheets of all files of one call.
        file_name: what a county is called that the data do not name.
        others: the standards that this one refers to; their items are read too.
        sheet: the sheet of schools, where it is not the one that would be chosen.
        beside: the standards that are judged from the same sheets; what they ask of the county is not unknown.

    Raises:
        InputError: where there is no table of schools at all, or a column without which nobody can say
            what a row is.
    """
    items = {name: item for one in (*others, standard) for name, item in one.items.items()}
    vocabulary = vocabulary.with_items(items)
    read = {item for one in (*others, standard) for item in items_read(one)}
    findings = Findings(words)
    index = table_headings.keys_by_heading(vocabulary.items)
    grids = forms.assemble(grids, vocabulary, read, findings, lambda grid: table_headings.find(grid, index) is not None)
    for grid in grids:
        if grid.hidden:
            findings.add("N606", Row(Table.of(grid), 0), None, grid.sheet)
        for notice in grid.notices:
            findings.add(notice.code, Row(Table.of(grid), notice.row), notice.column, notice.raw, **notice.values)
    grids = [grid for grid in grids if not grid.hidden]
    sites: list[Site] = []
    for grid, found in _tables(grids, sheet, vocabulary, findings):
        rows = table_rows.read(grid, found, vocabulary, findings)
        for above, below in pairwise(rows):
            # A merged cell has the name of the county in its first row only.
            below.county = below.county or above.county
        _missing_columns(grid, found, rows, read, vocabulary, findings)
        sites += rows
    used = {site.row.table.sheet for site in sites}
    sheets = vocabulary.sheets
    for grid in grids:
        side = grid in _named(grids, [*sheets.classes, *sheets.county, *sheets.notes, *sheets.lists])
        if not side and grid.sheet not in used and any(word(raw) for row in grid.rows for raw in row):
            findings.add("W510", Row(Table.of(grid), 0), None, grid.sheet)
    if not sites:
        raise InputError(words("E107.message", file=grids[0].file if grids else file_name))
    classes: class_list.Listed = {}
    for grid in _named(grids, vocabulary.sheets.classes):
        class_list.read(grid, sites, vocabulary, findings, classes)
    for site in sites:
        listed = {one.stage for one in classes.get(id(site), ())}
        table_rows.check(site, listed, vocabulary, findings)
    stated = {id(site): dict(site.values) for site in sites if id(site) in classes}
    for site in sites:
        joining.use_classes(site, classes.get(id(site), ()), vocabulary)
    rules = _rules_named(standard)
    elsewhere = {
        name for one in beside for name in county_values.names_of(_rules_named(one), vocabulary.with_items(one.items))
    }
    statements = county_values.defaults(vocabulary)
    several = len({site.county for site in sites}) > 1
    for grid in _named(grids, vocabulary.sheets.county):
        if several:
            # It does not say which county it speaks of.
            findings.add("E212", Row(Table.of(grid), 0), None, grid.sheet)
        else:
            county_values.read(grid, rules, vocabulary, findings, statements, elsewhere)
    given = county_values.name_of(statements, vocabulary) or file_name
    counties = dict.fromkeys(site.county or given for site in sites)
    return {
        name: _census(
            County(name, statements),
            [site for site in sites if (site.county or given) == name],
            classes,
            stated,
            standard,
            read,
            vocabulary,
            findings,
        )
        for name in counties
    }


def _census(
    county: County,
    sites: list[Site],
    classes: class_list.Listed,
    stated: Mapping[int, Mapping[Key, Number]],
    standard: Standard,
    read: set[str],
    vocabulary: Vocabulary,
    findings: Findings,
) -> Census:
    labels = {site.name for site in sites} | {None, ""}
    own = Findings(findings.words, [issue for issue in findings.issues if issue.school in labels])
    keys = dict.fromkeys(table_headings.keys_by_heading(vocabulary.items).values())
    needed = [key for key in keys if key[0] in read]
    schools: list[School] = []
    sections: list[Section] = []
    for members in joining.group(sites, vocabulary, own):
        one = joining.school(members, vocabulary, classes, read, own)
        joining.blanks(members, one, needed, vocabulary, own)
        joining.check_classes(members[0], stated.get(id(members[0]), {}), one, vocabulary, own)
        joining.tell_sites(members, one, own)
        schools.append(one)
        sections += joining.sections(one, vocabulary, standard.split)
    return Census(county, tuple(schools), tuple(sections), tuple(own.issues))


def _rules_named(standard: Standard) -> list[Rule]:
    return [rule for rule in standard.every_rule() if _named_in_sheet(rule)]


def _named_in_sheet(rule: Rule) -> bool:
    """Whether a row of sheet 县级 may name a rule: one that asks for a statement, a rate or a single figure."""
    single = isinstance(rule, Compare) and rule.per is None and len(rule.of) == 1 and not isinstance(rule.to, dict)
    return single or isinstance(rule, Attestation | Veto) or hasattr(rule, "stated")


def _named(grids: list[Grid], names: list[str]) -> list[Grid]:
    wanted = [word(name) for name in names]
    return [grid for grid in grids if word(grid.sheet) in wanted]


def _tables(
    grids: list[Grid], sheet: str | None, vocabulary: Vocabulary, findings: Findings
) -> Iterator[tuple[Grid, Headings]]:
    """Find the sheet of schools in every file: the one so named, or the one with the most known headings."""
    index = table_headings.keys_by_heading(vocabulary.items)
    own = [grid for grid in grids if grid not in _named(grids, [*vocabulary.sheets.classes, *vocabulary.sheets.county])]
    for file in dict.fromkeys(grid.file for grid in grids):
        here = [grid for grid in own if grid.file == file]
        candidates = [(grid, found) for grid in here if (found := table_headings.find(grid, index))]
        named = [
            pair for pair in candidates if pair[0] in _named(here, [sheet] if sheet else vocabulary.sheets.schools)
        ]
        if not candidates:
            if here or len(dict.fromkeys(grid.file for grid in grids)) == 1:
                raise InputError(_no_headings(file, here, vocabulary, findings.words))
            continue
        grid, found = max(named or candidates, key=lambda pair: len(pair[1].columns))
        _complain(grid, found, vocabulary, findings)
        for other, _ in candidates:
            if other is not grid:
                findings.add("W511", Row(Table.of(other), 0), None, sheet=other.sheet, read=grid.sheet)
        yield grid, found


def _no_headings(file: str, grids: list[Grid], vocabulary: Vocabulary, words: Words) -> str:
    """Name the headings that were looked for, and the nearest ones that were found."""
    present = [heading for grid in grids for heading in table_headings.texts(grid)]
    wanted = list(table_headings.keys_by_heading(vocabulary.items))
    pairs = [f"{want} ← {near[0]}" for want in wanted if (near := table_headings.nearest(want, present))]
    return words(
        "E106.message",
        file=file,
        sheets=words.join([grid.sheet for grid in grids]) or "—",
        wanted=words.join(wanted[:8]),
        found=words.join(pairs[:8]) or words.join(present[:8]) or "—",
    )


def _complain(grid: Grid, found: Headings, vocabulary: Vocabulary, findings: Findings) -> None:
    """Stop where rows cannot be told apart or two columns claim one item; report columns that mean nothing."""
    words, forms = findings.words, _first_forms(vocabulary)
    row = Row(Table.of(grid), found.row)
    unknown = list(found.unknown.values())
    fatal = [
        words("E108.message", item=forms[key], near=_near(forms[key], unknown, words))
        for key in ((vocabulary.roles["name"], None), (vocabulary.roles["type"], None))
        if key not in found.columns
    ]
    for key, columns in found.doubled.items():
        cells = words.join([row.name(column) for column in columns])
        fatal.append(words("E109.message", item=forms[key], cells=cells))
    for key, remark in found.remarks.items():
        item, given = vocabulary.items[key[0]], vocabulary.unit(remark)
        wanted = item.unit["zh"] if isinstance(item.unit, dict) else item.unit or ""
        if given in vocabulary.units and given != vocabulary.unit(wanted):
            cell = row.name(found.columns[key])
            fatal.append(words("E114.message", item=forms[key], cell=cell, unit=remark, wanted=wanted))
        elif given not in vocabulary.units:
            findings.add("W512", row, found.columns[key], remark, item=forms[key])
    if fatal:
        raise InputError(*[f"{grid.file} {grid.sheet}: {message}" for message in fatal])
    for column, heading in found.unknown.items():
        findings.add("N604", row, column, heading, near=_near(heading, list(forms.values()), words))


def _missing_columns(
    grid: Grid, found: Headings, sites: list[Site], read: set[str], vocabulary: Vocabulary, findings: Findings
) -> None:
    """Report columns that verdicts wait for; those of a stage that no school of the table teaches are not missed."""
    taught = {stage for site in sites if site.type for stage in vocabulary.types[site.type].stages}
    unknown = list(found.unknown.values())
    row = Row(Table.of(grid), found.row)
    for (item, stage), form in _first_forms(vocabulary).items():
        needed = item in read and (item, stage) not in found.columns
        if needed and (stage is None or stage in taught):
            findings.add("E108", row, None, item=form, near=_near(form, unknown, findings.words))


def _first_forms(vocabulary: Vocabulary) -> dict[Key, str]:
    forms: dict[Key, str] = {}
    for heading, key in table_headings.keys_by_heading(vocabulary.items).items():
        forms.setdefault(key, heading)
    return forms


def _near(wanted: str, found: list[str], words: Words) -> str:
    return words.join(table_headings.nearest(wanted, found)) or "—"
