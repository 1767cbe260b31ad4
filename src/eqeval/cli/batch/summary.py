"""The summary of a batch in every format that was asked for; one that cannot be written is named, the others are."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from eqeval import __version__
from eqeval.cli.batch.outputs import files_of
from eqeval.cli.batch.remarks import NAMED
from eqeval.cli.output import say_written
from eqeval.cli.screen import width
from eqeval.core.counties.province import Province, Remark
from eqeval.core.errors import UsageError
from eqeval.io import system
from eqeval.render.league import Around, headline, show
from eqeval.render.signs import one_line
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.cli.batch.gathered import Gathered
    from eqeval.cli.output import Target
    from eqeval.core.reports.tables import FlatTable


class InterruptedWritingError(Exception):
    """Somebody pressed Ctrl-C while summaries were written; the screen was shown. left: those that are not there."""

    def __init__(self, left: list[Path]) -> None:
        super().__init__()
        self.left = left


class Summary(Struct, frozen=True):
    """What came of all counties, ready to be typeset."""

    rows: "Gathered"
    all_of: Province
    around: Around
    view: str
    quiet: bool
    words: Words

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is said of all counties, and what nobody came to, where no other place tells it."""
        missing, words = self.around.missing, self.words
        said = words("W609.message", count=len(missing), names=words.some(missing, NAMED))
        return (*self.around.remarks, *([Remark("W609", said)] if missing else []))

    def write(self, targets: "list[Target]", inputs: list[Path]) -> list[int]:
        """Write every output; give the exit codes of those that cannot be written.

        Raises:
            InterruptedWritingError: naming what is left, when what was judged stands on the screen.
        """
        from eqeval.io.files import write_together

        words = self.words
        if not any(path is None for _, path in targets):
            targets = [*targets, ("terminal", None)]
        reports = {system.real(Path(line.report)) for line in self.all_of.lines if line.report}
        codes: list[int] = []
        waiting = sorted(targets, key=lambda target: target[1] is None)
        for at, (name, path) in enumerate(waiting):
            if path is None:
                self._show(name)
                continue
            parts = (
                (path.with_name(f"{path.stem}-{part}{path.suffix}") if part else path, content)
                for part, content in self.contents(name)
            )
            try:
                if any(system.real(each) in reports for each in files_of(name, path, words)):
                    # What a county is called is known only when it was judged.
                    raise UsageError(words("output.report", path=path))
                write_together(parts, inputs, words)
                say_written(path, targets, self.quiet, words)
            except UsageError as error:
                for message in error.messages:
                    print(f"{words('error.prefix')}{words('list.colon')}{one_line(message)}", file=sys.stderr)
                codes.append(error.exit_code)
            except KeyboardInterrupt:
                self._show("terminal")
                raise InterruptedWritingError([place for _, place in waiting[at:] if place]) from None
        if reports and not (self.quiet or self.around.missing):
            folder = next(iter(reports)).parent
            print(
                words("batch.reports", folder=system.readable(folder.as_posix()), count=len(reports)), file=sys.stderr
            )
        return codes

    def _show(self, name: str) -> None:
        """Print one format; the screen has room for one table."""
        _print(next(replace(self, around=replace(self.around, width=width())).contents(name))[1])

    def contents(self, name: str) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Render one format: its files, each with what tells it from the first, and its bytes."""
        words, all_of, rows = self.words, self.all_of, self.rows
        said = headline(all_of, words)
        match name:
            case "json":
                from eqeval.render.batch_json import render

                pairs = rows.coefficients(all_of), rows.sections(all_of), rows.subjects(all_of)
                yield "", render(all_of, *pairs, self.around, __version__, words)
            case "csv":
                yield from self._csv()
            case "xlsx":
                from eqeval.render import xlsx

                yield "", [xlsx.render(self._tables(), words)]
            case "markdown":
                from eqeval.core.counties import province_tables as tables
                from eqeval.render import markdown

                wanted = (tables.counties, tables.totals, tables.ranking, tables.issues, tables.unusable)
                shown = [table(all_of, words) for table in wanted]
                shown.append(tables.remarks(self.remarks, words))
                yield "", [markdown.render(words("batch.table"), said, shown, words).encode(errors="replace")]
            case "junit":
                from eqeval.render.batch_server import junit

                yield (
                    "",
                    [junit(all_of, rows.sections(all_of), rows.subjects(all_of), self.around.missing, "eqeval", words)],
                )
            case "github":
                from eqeval.render.batch_server import github

                yield "", github(all_of, self.remarks, said, words)
            case _ if self.quiet:
                yield "", [f"{said}\n".encode(errors="replace")]
            case _:
                failing = rows.failing(all_of)
                yield (
                    "",
                    (
                        f"{line}\n".encode(errors="replace")
                        for line in show(all_of, failing, self.around, self.view, words)
                    ),
                )

    def _csv(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """One file for the counties, and beside it one for every other table."""
        from eqeval.core.counties import province_tables as tables
        from eqeval.render.csv_tables import pieces, render

        words, all_of, rows = self.words, self.all_of, self.rows
        yield "", [render(tables.counties(all_of, words))]
        totals = tables.totals(all_of, words)
        yield totals.title, [render(totals)]
        coefficients = tables.coefficient_rows(rows.coefficients(all_of), words)
        yield tables.title("coefficients", words), pieces(tables.coefficient_headings(words), coefficients)
        others = [table(all_of, words) for table in (tables.ranking, tables.issues, tables.unusable)]
        for each in (*others, tables.remarks(self.remarks, words)):
            yield each.title, [render(each)]
        sections = tables.section_rows(rows.sections(all_of), rows.indicators, words)
        yield tables.title("schools", words), pieces(tables.section_headings(rows.indicators, words), sections)
        subjects = tables.subject_rows(rows.subjects(all_of), words)
        yield tables.title("subjects", words), pieces(tables.subject_headings(words), subjects)

    def _tables(self) -> "list[FlatTable]":
        """All tables, as a workbook has them."""
        from eqeval.core.counties import province_tables as tables
        from eqeval.core.reports.tables import FlatTable

        words, all_of, rows = self.words, self.all_of, self.rows
        sections = tables.section_rows(rows.sections(all_of), rows.indicators, words)
        coefficients = tables.coefficient_rows(rows.coefficients(all_of), words)
        subjects = tables.subject_rows(rows.subjects(all_of), words)
        headings = tables.section_headings(rows.indicators, words), tables.coefficient_headings(words)
        return [
            tables.counties(all_of, words),
            tables.totals(all_of, words),
            FlatTable("schools", tables.title("schools", words), headings[0], tuple(sections)),
            FlatTable("subjects", tables.title("subjects", words), tables.subject_headings(words), tuple(subjects)),
            FlatTable("coefficients", tables.title("coefficients", words), headings[1], tuple(coefficients)),
            tables.ranking(all_of, words),
            tables.issues(all_of, words),
            tables.unusable(all_of, words),
            tables.remarks(self.remarks, words),
        ]


def _print(content: Iterable[bytes]) -> None:
    sys.stdout.flush()
    encoding = sys.stdout.encoding or "utf-8"
    for piece in content:
        sys.stdout.buffer.write(
            piece if encoding.lower() in ("utf-8", "utf8") else piece.decode().encode(encoding, "replace")
        )
