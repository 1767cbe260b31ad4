"""How a file was read, as a table on the screen or as JSON."""

import json
from typing import TYPE_CHECKING

from msgspec import to_builtins
from msgspec.structs import asdict

from eqeval.core.intake.inspection import ColumnView, Inspection, TableView
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

if TYPE_CHECKING:
    from rich.console import Console

SCHEMA = "eqeval-inspect/1"


def as_json(found: Inspection) -> str:
    """Write all that was found for programs; columns that were not used are among the others."""
    said = {name: to_builtins(part) for name, part in asdict(found).items() if name != "findings"}
    issues = [
        {"code": one.code, "severity": one.severity, "sheet": one.sheet, "cell": one.cell, "value": one.value,
         "message": one.message, "school": one.school}
        for one in found.findings.issues
    ]  # fmt: skip
    return json.dumps({"schema": SCHEMA, **said, "issues": issues}, ensure_ascii=False, indent=1) + "\n"


def show(found: Inspection, vocabulary: Vocabulary, words: Words, console: "Console") -> None:
    """Print every table with its columns, then what was left over."""
    from rich.text import Text

    for table in found.tables:
        _table(table, vocabulary, words, console)
    if found.tables and not found.fatal:
        console.print(words("inspect.schools", count=found.schools))
    if found.declared:
        console.print(f"\n■ {words('inspect.declared')}")
    for row in found.declared:
        figures = words.join([f"{_named(name, vocabulary, words)} {said}" for name, said in row.figures]) or "—"
        console.print(Text(f"  {row.cell} {row.rule} {row.name}{words('list.colon')}{figures}"))
    sheets = [f"  {one.file} {one.sheet}{words('list.colon')}{words(f'inspect.why.{one.why}')}" for one in found.sheets]
    messages = [f"  {message}" for message in found.fatal]
    findings = [
        f"  {one.code} {one.cell or one.sheet or ''} {one.message}".rstrip()
        for one in found.findings.issues
        if one.code not in ("N602", "N604", "N609", "N613")
    ]
    for title, lines in (("sheets", sheets), ("fatal", messages), ("findings", findings)):
        if lines:
            console.print(f"\n■ {words(f'inspect.{title}')}")
            for line in lines:
                console.print(Text(line))


def _named(name: str, vocabulary: Vocabulary, words: Words) -> str:
    """Name an item by its title, and an answer to a requirement by its number."""
    return words.text(vocabulary.items[name].title) if name in vocabulary.items else name


def _span(first: int, last: int) -> str:
    """Name the rows from the first to the last; a single one once."""
    return str(first) if first == last else f"{first}–{last}"


def _table(table: TableView, vocabulary: Vocabulary, words: Words, console: "Console") -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from eqeval.render.narrow import put

    found = words("inspect.rows", count=table.schools, span=_span(*table.rows))
    rows = found if table.rows[0] else words("inspect.no_rows")
    if table.forms:
        console.print(words("inspect.forms", file=table.file, sheet=table.sheet, count=table.forms))
    else:
        console.print(words("inspect.table", file=table.file, sheet=table.sheet, heads=_span(*table.header), rows=rows))
    if table.stage:
        stage = words.text(vocabulary.stages[table.stage].title)
        console.print(f"  {words('inspect.stage', stage=stage, found=table.stage_from)}")
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    names = ("letters", "heading", "item", "rule", "unit", "samples")
    for name in names:
        title = "cell" if table.forms and name == "letters" else name
        grid.add_column(words(f"inspect.column.{title}"), overflow="fold", no_wrap=name == "letters")
    for column in table.columns:
        if column.use in ("used", "incomplete"):
            grid.add_row(*(Text(cell) for cell in _cells(column, vocabulary, words)))
    put(grid, console, words)
    left = [column for column in table.columns if column.use in ("spare", "unknown")]
    if left:
        console.print(f"\n{words('inspect.left')}")
        for column in left:
            samples = words.join(list(column.samples))
            use = words(f"inspect.use.{column.use}")
            console.print(Text(f"  {column.letters} {column.heading} [{use}] {samples}".rstrip()))
    if table.passed:
        console.print(f"\n{words('inspect.passed')}")
        for row in table.passed:
            console.print(Text(f"  {row.cell} {row.label} [{words(f'inspect.kind.{row.kind}')}]"))
    console.print()


def _cells(column: ColumnView, vocabulary: Vocabulary, words: Words) -> list[str]:
    item = words.text(vocabulary.items[column.item].title)
    if column.stage:
        item = words("item.of_stage", stage=words.text(vocabulary.stages[column.stage].title), item=item)
    rule = words(f"inspect.rule.{column.rule}")
    if column.use == "incomplete":
        rule = words("inspect.use.incomplete")
    unit = column.unit
    if column.factor not in ("1", ""):
        unit = words("inspect.converted", unit=unit, factor=column.factor)
    return [column.letters, column.heading, item, rule, unit, words.join(list(column.samples))]
