"""Takes the census of every county in some sheets."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from eqeval.core.census import Census, Claim, County, Dated, Issue, School, Section, Statement
from eqeval.core.errors import InputError
from eqeval.core.figures.exact import Number
from eqeval.core.grid import Grid, text
from eqeval.core.intake import lacking
from eqeval.core.intake.columns import remarks
from eqeval.core.intake.county import values as county_values
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.forms import signs, unread
from eqeval.core.intake.headings import blocks as headings
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.years import year_in
from eqeval.core.intake.inventory import inventory
from eqeval.core.intake.known import asked_of, labels_of, lexicon_of
from eqeval.core.intake.rows import contradictions, stated
from eqeval.core.intake.rows.sites import Rows, Site
from eqeval.core.intake.schools import classes as class_list
from eqeval.core.intake.schools import grouping, joining, questions, sizes
from eqeval.core.intake.schools import sections as sectioning
from eqeval.core.intake.sheets import tables
from eqeval.core.intake.sheets.tables import Wishes
from eqeval.core.origin import Key, Row, Table
from eqeval.core.parts.items import Item
from eqeval.core.standards.standard import Standard, items_named, items_read
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

# What the names of columns are made of.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def take(
    grids: list[Grid],
    standard: Standard,
    vocabulary: Vocabulary,
    file_name: str,
    words: Words,
    others: Iterable[Standard] = (),
    wishes: Wishes = Wishes(),  # noqa: B008
    beside: Iterable[Standard] = (),
) -> dict[str, Census]:
    """Read schools, classes and county values; one census for every county named in the table.

    Args:
        grids: the sheets of all files of one call.
        file_name: what a county is called that the data do not name.
        others: the standards that this one refers to; their items are read too.
        wishes: the sheet of schools, hidden parts, a map, where they are not what would be chosen.
        beside: the standards that are judged from the same sheets; what they ask of the county is not unknown.

    Raises:
        InputError: where there is no table of schools at all, or a column without which nobody can say
            what a row is.
    """
    standards = (*others, standard)
    lexicon = lexicon_of(vocabulary, standards)
    known_beside = [(lexicon_of(vocabulary, [one]).vocabulary, one) for one in beside]
    vocabulary = lexicon.vocabulary
    findings = Findings(words)
    read = frozenset(item for one in standards for item in items_read(one))
    grids = assembled(grids, lexicon, findings, read)
    found = inventory(grids, lexicon, findings, wishes, items_named(standards, vocabulary))
    if found.fatal:
        raise InputError(*found.fatal)
    sites = found.sites
    grids = [grid for grid in grids if not grid.hidden]
    if not sites:
        odd = next((said for grid in grids if (said := unread.why(grid, vocabulary, words))), None)
        raise InputError(odd or words("E107.message", file=grids[0].file if grids else file_name))
    rolls: dict[int, sizes.Roll] = {}
    missed: class_list.Missed = {}
    for grid in found.classes:
        try:
            class_list.read(grid, sites, missed, vocabulary, findings, rolls)
        except InputError as error:
            class_list.leave_open(grid, sites, error, vocabulary, findings)
    classes: class_list.Listed = {site: tuple(roll.classes) for site, roll in rolls.items()}
    contradictions.check(sites, lambda site: {one.stage for one in classes.get(id(site), ())}, vocabulary, findings)
    sites += [one for each in missed.values() for one in each if one.faulty]
    given_sizes = {id(site): dict(site.values) for site in sites if id(site) in classes}
    for site in sites:
        if id(site) in classes:
            sizes.use(site, classes[id(site)], vocabulary)
            contradictions.check_sizes(site, classes[id(site)], vocabulary, findings)
    # Every other row is that of its own site.
    owners = {id(row): site for site in sites if site.joined for row in site.rows}
    missed_by: lacking.Told = {}
    for rows in found.rows:
        lacking.tell(rows, found, owners, missed_by, standards, read, lexicon, findings)
    several = len({site.county for site in sites}) > 1
    if len({rows.block.grid.file for rows in found.rows}) > 1 and not any(site.county for site in sites):
        # Most calls have one file.
        from eqeval.core.intake.county import names as county_names

        county_names.check(found.rows, vocabulary, findings)
    statements, claims = _of_county(grids, found.declared, several, standard, known_beside, vocabulary, findings)
    given = county_values.name_of(statements, vocabulary) or file_name
    counties: dict[str, list[Site]] = {}
    for site in sites:
        counties.setdefault(site.county or given, []).append(site)
    told = _apart(counties, findings)
    dated = _dated(found.rows, vocabulary)
    return {
        name: replace(
            _census(County(name, statements, claims), own, classes, given_sizes, standards, read, lexicon, told[name]),
            dated=dated,
        )
        for name, own in counties.items()
    }


def _dated(found: Sequence[Rows], vocabulary: Vocabulary) -> tuple[Dated, ...]:
    """List what the tables say of their years, in titles and in columns of years."""
    said: dict[tuple[str, str, int | None, str], Dated] = {}
    for rows in found:
        block = rows.block
        table = Table.of(block.grid)
        for line, column, what, first, last in block.years:
            said.setdefault((table.file, table.sheet, column, what), Dated(Row(table, line), column, what, first, last))
        if (found_in := block.whole.get((vocabulary.roles.get("year", ""), None))) and rows.sites:
            # Of rows of several years those of the latest are read.
            years = [(year_in(text(block.rows[site.row.index][found_in.index])), site.row) for site in rows.sites]
            year, row = max(years, key=lambda each: each[0])
            if year:
                said[table.file, table.sheet, found_in.index, year] = Dated(
                    row, found_in.index, year, int(year), int(year)
                )
    return tuple(said.values())


def _of_county(
    grids: list[Grid],
    declared: list[Grid],
    several: bool,
    standard: Standard,
    beside: Sequence[tuple[Vocabulary, Standard]],
    vocabulary: Vocabulary,
    findings: Findings,
) -> tuple[dict[str, Statement], Mapping[str, Claim]]:
    """Read what a county states of itself: sheet 县级, and the application form.

    several: whether the table is of several counties; then nobody knows of which of them the sheets speak. beside: the
    standards that are judged from the same sheets, each with its own words.
    """
    statements = county_values.defaults(vocabulary)
    own = tables.named(grids, vocabulary.sheets.county)
    if several:
        for grid in (*own, *declared):
            findings.add("E212", Row(Table.of(grid), 0), None, grid.sheet)
        return statements, {}
    elsewhere = [labels_of(*one) for one in beside]
    for grid in own:
        county_values.read(grid, labels_of(vocabulary, standard), vocabulary, findings, statements, elsewhere)
    if not declared:
        return statements, {}
    # Most counties have sheet 县级 alone.
    from eqeval.core.intake.declared.sheets import read_all

    asked = [one for known in beside for one in asked_of(*known)]
    read = read_all(declared, asked_of(vocabulary, standard), asked, vocabulary, findings, statements)
    return statements, read.claims


def assembled(grids: list[Grid], lexicon: Lexicon, findings: Findings, read: Collection[str] = ()) -> list[Grid]:
    """Put the forms of single schools together to tables; sheets that are tables stay as they are."""
    vocabulary = lexicon.vocabulary
    known = vocabulary.forms
    if known is None or not any(signs.of_form(grid, known, vocabulary) for grid in grids):
        return grids
    # Most calls see tables only, and start faster without.
    from eqeval.core.intake.forms.assembly import assemble

    def kept(grid: Grid) -> bool:
        return bool(headings.find(grid, lexicon)) or signs.declares(grid, lexicon.vocabulary.declaration) is not None

    return assemble(grids, lexicon.vocabulary, set(read), findings, kept)


def _apart(counties: Mapping[str, list[Site]], findings: Findings) -> dict[str, Findings]:
    """Give every county the findings of its own schools, and those that speak of none.

    In several counties there are schools of one name, so that the row of a cell decides.
    """
    owners: dict[tuple[str, str], str] = {}
    labels: dict[str, set[str]] = {}
    for county, sites in counties.items():
        labels[county] = {name for site in sites for name in (site.name, *site.also)}
        rows = (row for site in sites for row in site.rows if len(counties) > 1 and row.table.places is None)
        owners |= {_row_of(row.name(0)): county for row in rows}

    every = set().union(*labels.values())

    def concerns(issue: Issue, county: str) -> bool:
        # A school that was not read is of any county.
        if not issue.school or issue.school not in every:
            return True
        owner = owners.get(_row_of(issue.cell or ""))
        return owner == county or (owner is None and issue.school in labels[county])

    return {
        county: Findings(findings.words, [issue for issue in findings.issues if concerns(issue, county)])
        for county in counties
    }


def _row_of(cell: str) -> tuple[str, str]:
    """Give the sheet and the row of a cell named 学校!K8."""
    sheet, _, place = cell.rpartition("!")
    return sheet, place.lstrip(_LETTERS)


def _census(
    county: County,
    sites: list[Site],
    classes: class_list.Listed,
    given: Mapping[int, Mapping[Key, Number]],
    standards: Sequence[Standard],
    read: frozenset[str],
    lexicon: Lexicon,
    own: Findings,
) -> Census:
    vocabulary = lexicon.vocabulary
    needed = _askable((key for key in remarks.wanted_keys(lexicon) if key[0] in read), vocabulary)
    stating = stated.states_values(sites, vocabulary)
    schools: list[School] = []
    sections: list[Section] = []
    for members in grouping.group(sites, vocabulary, own):
        if stating:
            stated.separate(members, vocabulary, own)
        one = joining.school(members, vocabulary, classes, read, own)
        values = _askable(stated.needed(members[0], standards, vocabulary), vocabulary) if stating else {}
        questions.blanks(members, one, {**needed, **values} if values else needed, vocabulary, own)
        questions.check_classes(members[0], given.get(id(members[0]), {}), one, vocabulary, own)
        questions.tell_sites(members, one, own)
        schools.append(one)
        sections += sectioning.sections(one, vocabulary, standards[-1].split)
    return Census(county, tuple(schools), tuple(sections), tuple(own.issues))


def _askable(keys: Iterable[Key], vocabulary: Vocabulary) -> dict[Key, Item]:
    """Of the columns that verdicts wait for, those whose blank cells have to be filled in: not names and types."""
    items = vocabulary.items
    return {key: items[key[0]] for key in keys if items[key[0]].kind not in ("text", "type")}
