"""A pane of the screen: labelled lines, headings, tables and lists, cut where they are long; names are never markup."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eqeval.core.reports.report import InputLine, StandardLine
from eqeval.core.verdict import Outcome
from eqeval.render.narrow import put
from eqeval.words import Words

# Lists longer than this are cut, and the cut is said, unless everything was asked for.
LONGEST = 30
# A county of a hundred files names the first.
_MOST_INPUTS = 5
# Columns that stand to the right.
_FIGURES = {"value", "required", "floor", "shortfall", "mean", "cv", "limit", "pupils"}
STYLES = {
    Outcome.MET: "green",
    Outcome.TOLERATED: "yellow",
    Outcome.NOT_MET: "bold red",
    Outcome.UNDETERMINED: "magenta",
    Outcome.NOT_APPLICABLE: "dim",
    Outcome.ATTESTED: "green",
    Outcome.AWAITING: "cyan",
    Outcome.NOT_DUE: "dim",
}
SEVERITIES = {"error": "bold red", "warning": "yellow", "note": "dim"}


class Pane:
    """A console, and the language in which it is printed to. full: nothing is cut."""

    def __init__(self, words: Words, console: Console, full: bool) -> None:
        self.words, self.console, self.full = words, console, full

    def print(self, text: str | Text = "", style: str = "") -> None:
        """Print a line as it is."""
        self.console.print(Text(text, style) if isinstance(text, str) else text)

    def line(self, key: str, text: str, style: str = "") -> None:
        """Print a label and a text behind it."""
        self.print(Text.assemble((f"{self.words(key)}{self.words('list.colon')}", "bold"), (text, style)))

    def title(self, key: str, **values: str) -> None:
        """Print the heading of a block."""
        self.print()
        self.print(f"■ {self.words(key, **values)}", "bold")

    def head(self, county: str, standard: StandardLine, day: str, inputs: Sequence[InputLine]) -> None:
        """Print the county, the standard and its day, and the files that were read."""
        words = self.words
        self.print(county, "bold")
        document = words("paren", text=standard.document)
        as_of = words("screen.as_of", day=day)
        self.line("screen.standard", f"{standard.title}{document} {standard.id} {as_of}")
        shown = inputs if len(inputs) <= _MOST_INPUTS else inputs[:1]
        for one in shown:
            self.line("screen.input", one.path)
        if len(shown) < len(inputs):
            self.line("screen.input", words("screen.more_inputs", count=len(inputs) - 1))

    def table(self, *columns: str) -> Table:
        """Make a table with these columns; figures stand to the right."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        for column in columns:
            right = column in _FIGURES
            table.add_column(
                self.words(f"column.{column}"),
                justify="right" if right else "left",
                no_wrap=right or column in ("stage", "rule", "outcome"),
                overflow="fold",
            )
        return table

    def rows(self, table: Table, rows: Sequence[Sequence[Text]]) -> bool:
        """Print a table with all these rows, and say whether they are lines of their own."""
        for row in rows:
            table.add_row(*row)
        return put(table, self.console, self.words)

    def cut(self, table: Table, rows: Sequence[Sequence[Text]]) -> bool:
        """Print a table, saying how many rows are left out, and say whether they are lines of their own."""
        shown = rows if self.full else rows[:LONGEST]
        apart = self.rows(table, shown)
        self.more(len(rows) - len(shown))
        return apart

    def listed(self, lines: Sequence[str], style: str = "") -> None:
        """Print lines, saying how many are left out."""
        shown = lines if self.full else lines[:LONGEST]
        for one in shown:
            self.print(f"  {one}", style)
        self.more(len(lines) - len(shown))

    def more(self, count: int, indent: str = "") -> None:
        """Say how many are left out, where any are."""
        if count:
            self.print(f"{indent}{self.words('screen.more', count=count)}", "dim")

    def outcome(self, outcome: Outcome) -> Text:
        """Say an outcome in its colour."""
        return Text(self.words(f"outcome.{outcome}"), STYLES[outcome])
