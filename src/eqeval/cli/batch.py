"""eqeval batch: many counties, each judged by itself, and what they come to side by side."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from eqeval import __version__
from eqeval.cli import output
from eqeval.cli.check import VIEWS
from eqeval.cli.counties import SUFFIXES, Answer, Assigned, Plan
from eqeval.cli.county import day_of
from eqeval.cli.engines import Dask, Engine, Inline, Processes, answers
from eqeval.cli.progress import Progress, watch
from eqeval.core.errors import InputError, UsageError
from eqeval.core.province import (
    SORT_KEYS,
    Coefficient,
    CountyLine,
    Province,
    SectionRow,
    SortKey,
    Unusable,
    province,
    worst,
)
from eqeval.core.verdict import Outcome
from eqeval.io.discovery import Found, find
from eqeval.io.spool import Spool
from eqeval.render.league import Around, headline, show
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.tables import FlatTable
    from eqeval.io import assigned

ENGINES = ("processes", "inline", "dask")
STATE = ".eqeval-batch"
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, as it stands on the command line."""

    paths: list[Path]
    standards: list[str]
    as_of: str | None
    output: list[str]
    view: str
    sort: str
    out: Path | None
    out_format: str
    jobs: int | None
    fail_fast: bool
    resume: bool
    state: Path | None
    counties: Path | None
    engine: str
    scheduler: str | None
    strict: bool
    sheet: str | None
    by_folder: bool
    quiet: bool
    debug: bool


def run(asked: Asked, words: Words) -> int:
    """Judge every county that is found; what cannot be used is named with its reason, and stops nobody."""
    for name, value, known in (
        ("--view", asked.view, VIEWS),
        ("--sort", asked.sort, SORT_KEYS),
        ("--engine", asked.engine, ENGINES),
        ("--out-format", asked.out_format, tuple(SUFFIXES)),
    ):
        if value not in known:
            problem = words("usage.choice", choices=words.join(list(known)))
            raise UsageError(words("usage.value", name=name, value=value, problem=problem))
    targets = output.targets(asked.output, words)
    folder = asked.state or (asked.out / STATE if asked.out else None)
    if asked.resume and folder is None:
        raise UsageError(words("batch.resume_where"))
    apart = [*(path for _, path in targets if path), *filter(None, (asked.out, folder))]
    found = find(asked.paths, apart, asked.by_folder, words)
    if not found.sources and not found.unreadable:
        listed = words.join([str(path) for path in asked.paths])
        raise UsageError(words("batch.no_tables", paths=listed, **_others(found)))
    for each in (asked.out, folder):
        _make(each, words)
    day = day_of(asked.as_of, words)
    standards = tuple(dict.fromkeys(asked.standards))
    own, apart_from_others = _assigned(asked.counties, day, standards, words)
    plan = Plan(
        standards=standards,
        day=day,
        language=words.language,
        sheet=asked.sheet,
        strict=asked.strict,
        assigned=apart_from_others,
        details=asked.view == "full" or any(name != "terminal" for name, _ in targets),
        out=asked.out,
        form=asked.out_format,
        state=folder,
        resume=asked.resume,
        debug=asked.debug,
    )
    titles = _titles(plan, words)
    engine = _engine(asked.engine, asked.scheduler, asked.jobs, len(found.sources), words)
    batch = Batch(found, plan, asked.fail_fast, words, asked.counties, own)
    with closing(batch.spool):
        with watch(len(found.sources), asked.quiet, words) as progress:
            batch.judge(engine, progress)
        batch.sweep()
        return batch.finish(targets, titles, cast("SortKey", asked.sort), asked.view, asked.quiet)


class Batch:
    """What has come of a batch so far."""

    def __init__(
        self,
        found: Found,
        plan: Plan,
        fail_fast: bool,
        words: Words,
        counties: Path | None,
        own: "dict[str, assigned.Assigned]",
    ) -> None:
        self.found, self.plan, self.fail_fast, self.words = found, plan, fail_fast, words
        self.counties, self.own = counties, own
        self.lines: list[CountyLine] = []
        self.unusable = [
            Unusable(str(path), InputError.exit_code, (words("E103.message", file=path, why=why),))
            for path, why in found.unreadable
        ]
        self.notes: list[str] = []
        self.done = self.kept = 0
        self.interrupted = False
        self.spool = Spool()
        # The indicators of all standards, in the order in which they were met.
        self.seen: dict[str, None] = {}

    def judge(self, engine: Engine, progress: Progress) -> None:
        """Take the answers as they come, in the order of the files."""
        sources = self.found.sources
        coming = answers(self.plan, sources, engine, self.words)
        try:
            for answer in coming:
                self.take(answer)
                progress.step(self.done)
                if self.fail_fast and (answer.unusable or any(line.code for line in answer.lines)):
                    break
        except KeyboardInterrupt:
            self.interrupted = True
            engine.stop()
        finally:
            coming.close()

    def take(self, answer: Answer) -> None:
        """Note what became of one source."""
        self.done += 1
        self.kept += answer.kept
        self.lines += answer.lines
        for line, details in zip(answer.lines, answer.details, strict=False):
            self.spool.add(line, details)
            self.seen |= dict.fromkeys(name for row in details.sections for name, _ in row.values)
        if answer.unusable:
            self.unusable.append(answer.unusable)
        self.notes += answer.notes
        if answer.trace:
            print(answer.trace, file=sys.stderr)

    @property
    def missing(self) -> tuple[str, ...]:
        """The sources that nobody came to."""
        return tuple(source.label for source in self.found.sources[self.done :])

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators of all sections."""
        return tuple(self.seen)

    def sweep(self) -> None:
        """Take away what a process that died had begun to write."""
        from eqeval.io.files import sweep

        for folder in (self.plan.out, self.plan.state):
            if folder is not None:
                sweep(folder)

    def finish(
        self, targets: list[tuple[str, Path | None]], titles: tuple[str, ...], sort: SortKey, view: str, quiet: bool
    ) -> int:
        """Say what came of it, and write what was asked for; of a batch that was broken off only the screen."""
        words = self.words
        lines, remarks = _apart(self.lines, words)
        all_of = province(lines, self.unusable, sort)
        remarks = [*_remarks(self.found, self.kept, words), *remarks, *dict.fromkeys(self.notes)]
        codes = [all_of.code]
        codes += [UsageError.exit_code] if any(line.unwritten for line in lines) else []
        if self.own and not self.missing:
            unknown = self.unknown()
            remarks += unknown
            codes += [InputError.exit_code] if unknown else []
        around = Around(titles, self.plan.day.isoformat(), tuple(remarks), self.missing)
        if self.interrupted:
            targets = [("terminal", None)]
        codes += self.write(targets, all_of, around, view, quiet)
        if self.interrupted:
            print(words("batch.interrupted", done=self.done, total=len(self.found.sources)), file=sys.stderr)
            return INTERRUPTED
        return worst(codes)

    def unknown(self) -> list[str]:
        """Name the counties of --counties that no table holds: their names may be misspelt."""
        from eqeval.io.assigned import unknown

        path, own = cast("Path", self.counties), self.own
        return unknown(path, own, {line.county for line in self.lines}, self.words)

    def write(
        self, targets: list[tuple[str, Path | None]], all_of: Province, around: Around, view: str, quiet: bool
    ) -> list[int]:
        """Write every output that was asked for; one that cannot be written is named, and the others are."""
        from eqeval.io.files import write_whole

        words = self.words
        if not any(path is None for _, path in targets):
            targets = [*targets, ("terminal", None)]
        codes = []
        inputs = [path for source in self.found.sources for path in source.files]
        for name, path in sorted(targets, key=lambda target: target[1] is None):
            for at, (part, content) in enumerate(self.contents(name, all_of, around, view, quiet)):
                if path is None:
                    # The screen has room for one table.
                    if not at:
                        _print(content)
                    continue
                target = path.with_name(f"{path.stem}-{part}{path.suffix}") if at else path
                try:
                    write_whole(target, content, inputs, words)
                except UsageError as error:
                    for message in error.messages:
                        print(f"{words('error.prefix')}{words('list.colon')}{message}", file=sys.stderr)
                    codes.append(error.exit_code)
        return codes

    def contents(
        self, name: str, all_of: Province, around: Around, view: str, quiet: bool
    ) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Render one format: its files, each with what tells it from the first, and its bytes."""
        words, said = self.words, headline(all_of, self.words)
        failing = (pair for pair in self.sections(all_of) if pair[1].outcome == Outcome.NOT_MET)
        match name:
            case "json":
                from eqeval.render.batch_json import render

                pairs = self.coefficients(all_of), self.sections(all_of)
                yield "", render(all_of, *pairs, around, __version__, words)
            case "csv":
                yield from self.csv(all_of)
            case "xlsx":
                from eqeval.render import xlsx

                yield "", [xlsx.render(self.tables(all_of), words)]
            case "markdown":
                from eqeval.core import province_tables as tables
                from eqeval.render import markdown

                shown = [table(all_of, words) for table in (tables.counties, tables.ranking, tables.unusable)]
                yield "", [markdown.render(words("batch.table"), said, shown, words).encode()]
            case "junit":
                from eqeval.render.batch_server import junit

                yield "", [junit(all_of, self.sections(all_of), "eqeval", words)]
            case "github":
                from eqeval.render.batch_server import github

                yield "", github(all_of, said, words)
            case _ if quiet:
                yield "", [f"{said}\n".encode()]
            case _:
                yield "", (f"{line}\n".encode() for line in show(all_of, failing, around, view, words))

    def csv(self, all_of: Province) -> Iterator[tuple[str, Iterable[bytes]]]:
        """One file for the counties, and beside it one for every other table."""
        from eqeval.core import province_tables as tables
        from eqeval.render.csv_tables import pieces, render

        words = self.words
        yield "", [render(tables.counties(all_of, words))]
        for table in (
            tables.coefficients(self.coefficients(all_of), words),
            tables.ranking(all_of, words),
            tables.unusable(all_of, words),
        ):
            yield table.title, [render(table)]
        rows = tables.section_rows(self.sections(all_of), self.indicators, words)
        yield tables.title("schools", words), pieces(tables.section_headings(self.indicators, words), rows)

    def tables(self, all_of: Province) -> "list[FlatTable]":
        """All tables, as a workbook has them."""
        from eqeval.core import province_tables as tables
        from eqeval.core.tables import FlatTable

        words = self.words
        rows = tables.section_rows(self.sections(all_of), self.indicators, words)
        headings = tables.section_headings(self.indicators, words)
        return [
            tables.counties(all_of, words),
            FlatTable("schools", tables.title("schools", words), headings, tuple(rows)),
            tables.coefficients(self.coefficients(all_of), words),
            tables.ranking(all_of, words),
            tables.unusable(all_of, words),
        ]

    def coefficients(self, all_of: Province) -> Iterator[tuple[CountyLine, Coefficient]]:
        """List the coefficients of all counties in their order, from where they were laid aside."""
        return ((line, one) for line in all_of.lines for one in self.spool.details(line).coefficients)

    def sections(self, all_of: Province) -> Iterator[tuple[CountyLine, SectionRow]]:
        """List the sections of all counties in their order."""
        return ((line, one) for line in all_of.lines for one in self.spool.details(line).sections)


def _print(content: Iterable[bytes]) -> None:
    sys.stdout.flush()
    encoding = sys.stdout.encoding or "utf-8"
    for piece in content:
        sys.stdout.buffer.write(
            piece if encoding.lower() in ("utf-8", "utf8") else piece.decode().encode(encoding, "replace")
        )


def _engine(name: str, scheduler: str | None, jobs: int | None, sources: int, words: Words) -> Engine:
    if jobs is not None and jobs < 1:
        problem = words("batch.jobs")
        raise UsageError(words("usage.value", name="--jobs", value=jobs, problem=problem))
    if (name == "dask") != (scheduler is not None):
        raise UsageError(words("batch.scheduler"))
    if name == "inline":
        return Inline()
    if name == "processes":
        return Processes(min(jobs or _cores(), max(1, sources)))
    try:
        return Dask(scheduler or "", jobs)
    except ImportError:
        raise UsageError(words("batch.no_dask")) from None
    except (OSError, ValueError) as error:
        raise UsageError(words("usage.value", name="--scheduler", value=scheduler, problem=error)) from None


def _cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _make(folder: Path | None, words: Words) -> None:
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(words("output.failed", path=folder, why=error.strerror)) from None


def _titles(plan: Plan, words: Words) -> tuple[str, ...]:
    """Read all standards once before anything is judged, so that a wrong one is told at once."""
    from eqeval.io.standards import load

    names = dict.fromkeys([*plan.standards, *(name for _, one in plan.assigned for name in one.standards)])
    loaded = [load(name, words).standard for name in names]
    return tuple(f"{words.text(one.title)}{words('paren', text=one.document)} {one.id}" for one in loaded)


def _assigned(
    path: Path | None, day: date, standards: tuple[str, ...], words: Words
) -> "tuple[dict[str, assigned.Assigned], tuple[tuple[str, Assigned], ...]]":
    """Read which counties answer to standards or a day of their own."""
    if path is None:
        return {}, ()
    from eqeval.io import assigned

    found = assigned.read(path, words)
    return found, tuple((county, Assigned(one.standards or standards, one.day or day)) for county, one in found.items())


def _apart(lines: list[CountyLine], words: Words) -> tuple[list[CountyLine], list[str]]:
    """Tell counties of the same name apart by their files, and warn of them."""
    named = Counter((line.county, line.standard) for line in lines)
    doubled = {
        key: [line.source for line in lines if (line.county, line.standard) == key]
        for key, count in named.items()
        if count > 1
    }
    warnings = [
        words("W600.message", count=len(files), county=county, files=words.join(files))
        for (county, _), files in doubled.items()
    ]
    return [
        replace(line, apart=words("paren", text=line.source)) if (line.county, line.standard) in doubled else line
        for line in lines
    ], list(dict.fromkeys(warnings))


def _others(found: Found) -> dict[str, object]:
    kinds = [f"{kind} {count}" for kind, count in found.others[:8]]
    return {"count": sum(count for _, count in found.others), "kinds": ", ".join(kinds) or "—"}


def _remarks(found: Found, kept: int, words: Words) -> list[str]:
    """Say what lay in the folders and was not read, and what an earlier run had done."""
    remarks = []
    if found.others:
        remarks.append(words("batch.others", **_others(found)))
    if found.locks:
        remarks.append(words("batch.locks", count=found.locks))
    if kept:
        remarks.append(words("batch.kept", count=kept))
    return remarks
