"""Finds the named columns of the small sheets: the list of classes, the county's own values."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, bare, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.origin import Row, Table

Name = TypeVar("Name", bound=str)

# Without these a small sheet says nothing; the others may be left out.
_NEEDED = {"school", "grade", "pupils", "item", "value"}

# So many hidden rows are named one by one.
_NAMED = 12


def holds(grid: Grid, headings: Mapping[Name, list[str]], needed: Name) -> bool:
    """Whether a row of headings has every column that such a sheet cannot do without, whatever the sheet is called.

    needed: the heading that no other sheet has; only where it is found, the others are looked for.
    """
    if not any(word(form) in grid.upper_words for form in headings[needed]):
        return False
    forms = {word(form): name for name, words in headings.items() for form in words}
    wanted = _NEEDED & set(headings)
    return any(
        wanted <= {forms.get(word(raw)) or forms.get(bare(word(raw))) for raw in row if isinstance(raw, str)}
        for row in grid.upper
    )


def several(grid: Grid, headings: Mapping[Name, list[str]], telling: Name, by: Collection[Name]) -> bool:
    """Whether a sheet has a column that tells its rows apart, or else several rows that other columns call alike."""
    forms = {word(form): name for name, words in headings.items() for form in words}
    found = [
        {name: at for at, raw in enumerate(row) if (name := forms.get(word(raw)) or forms.get(bare(word(raw))))}
        for row in grid.upper
    ]
    at, columns = max(enumerate(found), key=lambda one: len(one[1]), default=(0, {}))
    if telling in columns:
        return True
    called: list[list[str]] = []
    for row in grid.rows[at + 1 :]:
        said = [word(row[columns[name]]) if columns[name] < len(row) else "" for name in by]
        if any(said):
            # A merged cell has its name in the first row only.
            called.append([each or above for each, above in zip(said, called[-1] if called else said, strict=True)])
    return len(set(map(tuple, called))) < len(called)


def columns_of(
    grid: Grid,
    headings: Mapping[Name, list[str]],
    findings: Findings,
    spared: Collection[str] = (),
    ranked: Collection[str] = (),
) -> tuple[int, dict[Name, int]] | None:
    """Find the heading row and the column of every name; None for an empty sheet.

    spared: what the sheet may lack although others cannot do without. ranked: of what the heading that is known first
    counts where there are several (实有人数 beside 学籍人数); of the others it is the first column.

    Raises:
        InputError: where one is missing; nobody knows then what the sheet says.
    """
    forms = {word(form): name for name, words in headings.items() for form in words}
    order = {form: at for at, form in enumerate(forms)}
    best: tuple[int, dict[Name, int]] = (0, {})
    for number, row in enumerate(grid.upper):
        columns: dict[Name, int] = {}
        found: dict[Name, int] = {}
        for column, raw in enumerate(row):
            if type(raw) is not str or not raw:
                continue
            label = said if (said := word(raw)) in forms else bare(said)
            name = forms.get(label)
            if name is not None and (name not in columns or (name in ranked and order[label] < found[name])):
                columns[name], found[name] = column, order[label]
        if len(columns) > len(best[1]):
            best = number, columns
            if len(columns) == len(headings):
                break
    missing = {name: words[0] for name, words in headings.items() if name in _NEEDED and name not in best[1]}
    if missing.keys() <= set(spared):
        return best
    if any(raw not in (None, "") for row in grid.rows for raw in row):
        raise incomplete(grid, list(missing.values()), findings)
    return None


def incomplete(grid: Grid, missing: list[str], findings: Findings) -> InputError:
    """Say which columns a small sheet lacks, so that nobody knows what it says."""
    message = findings.words("E111.message", sheet=grid.sheet, missing=findings.words.join(missing))
    return InputError(f"{grid.file} {message}")


def tell_hidden(grid: Grid, start: int, findings: Findings) -> None:
    """Name the hidden rows below the headings that hold something: they are read, and nobody sees them.

    A filter hides most of a list of classes; the largest class may be among them.
    """
    full = [at for at in sorted(grid.hidden_rows) if start < at < len(grid.rows) and any(map(text, grid.rows[at]))]
    if full:
        names = findings.words.some([str(at + 1) for at in full], _NAMED)
        findings.add("W579", Row(Table.of(grid), full[0]), 0, grid.rows[full[0]][0], names=names)
