"""The unit of work of a batch: the files of one county in, a small answer out; any process can do it."""

import hashlib
import traceback
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from eqeval import __version__
from eqeval.cli.batch import matching, once
from eqeval.cli.county import Reading, grids_of, provenance
from eqeval.core.assess import Judged, case_of, judged_by, laid_out
from eqeval.core.census import Census
from eqeval.core.counties.county_line import county_line, details
from eqeval.core.counties.province import CountyLine, Details, Unusable
from eqeval.core.errors import EqevalError, InputError
from eqeval.core.grid import Grid
from eqeval.core.reports.report import Report
from eqeval.core.rules.case import Case
from eqeval.io import system
from eqeval.io.counties.beside import NOTHING, Beside, Taken
from eqeval.io.counties.discovery import Source, safe, short, unique
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.io.counties.state import Kept

# The formats of full reports, and what their files end in.
SUFFIXES = {"json": "json", "xlsx": "xlsx", "markdown": "md", "junit": "xml", "github": "txt", "terminal": "txt"}


class Assigned(Struct, frozen=True):
    """The standards of one county, and the day, where they differ from those of the others."""

    standards: tuple[str, ...]
    day: date


class Plan(Struct, frozen=True):
    """What holds for every county of a batch.

    hidden: whether hidden rows and columns are read. beside: maps, last year's tables and waivers, of which each county
    takes its own. assigned: counties with standards or a day of their own. seconds: how long a source may take, where
    an engine can hold it to that; 0: as long as it likes. details: whether the rows of the sections are wanted. out:
    where full reports go. state: where answers are kept; resume: whether those that are there are taken. debug: whether
    the traceback of a bug is wanted.
    """

    standards: tuple[str, ...]
    day: date
    language: str
    sheet: str | None = None
    hidden: bool = False
    beside: Beside = NOTHING
    strict: bool = False
    assigned: tuple[tuple[str, Assigned], ...] = ()
    seconds: int = 0
    details: bool = False
    out: Path | None = None
    form: str = "json"
    state: Path | None = None
    resume: bool = False
    debug: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All standards by which any county is judged, as they were given."""
        own = (name for _, one in self.assigned for name in one.standards)
        return tuple(dict.fromkeys((*self.standards, *own)))


class Answer(Struct, frozen=True):
    """What became of one source: a line for every county and standard, or why there is none.

    details: the rows behind each line. taken: what each county took from beside its data. notes: what went wrong beside
    it. kept: taken from an earlier run. trace: the traceback of a bug.
    """

    source: str
    lines: tuple[CountyLine, ...] = ()
    unusable: Unusable | None = None
    details: tuple[Details, ...] = ()
    taken: tuple[Taken, ...] = ()
    notes: tuple[str, ...] = ()
    kept: bool = False
    trace: str = ""


def judge_all(plan: Plan, sources: tuple[Source, ...]) -> list[Answer]:
    """Judge some sources one after the other."""
    return [judge(plan, source) for source in sources]


def judge(plan: Plan, source: Source) -> Answer:
    """Judge the counties of one source; whatever is wrong with it stays with it."""
    words = once.words_of(plan.language)
    try:
        return _judged(plan, source, words)
    except EqevalError as error:
        reasons = tuple(map(system.readable, error.messages))
        return Answer(source.label, unusable=Unusable(source.label, InputError.exit_code, reasons))
    except MemoryError:
        # Said below: here all that was read is still held, and no memory is left to say anything.
        pass
    except OSError as error:
        reason = words("E103.message", file=error.filename or source.label, why=system.why(error, words))
        return Answer(source.label, unusable=Unusable(source.label, InputError.exit_code, (reason,)))
    except Exception as error:
        problem = words("error.bug", problem=f"{type(error).__name__}: {error}")
        reason = f"{system.readable(source.label)} {problem}"
        trace = traceback.format_exc() if plan.debug else ""
        return Answer(source.label, unusable=Unusable(source.label, EqevalError.exit_code, (reason,)), trace=trace)
    return died(source, words)


def died(source: Source, words: Words) -> Answer:
    """Say of a source that it ended the process that read it, twice, or that memory does not suffice for it."""
    reason = words("E170.message", file=source.label)
    return Answer(source.label, unusable=Unusable(source.label, InputError.exit_code, (reason,)))


def _judged(plan: Plan, source: Source, words: Words) -> Answer:
    from eqeval.io.counties import state
    from eqeval.io.workbooks import workbook

    notes: list[str] = []
    before = _marks(source)
    key = ""
    if plan.state is not None:
        key = _key(plan, source, words)
        kept = state.take(plan.state, key) if plan.resume else None
        if isinstance(kept, state.Damaged):
            notes.append(words("W601.message", file=source.label))
        elif kept is not None and _current(plan, source, kept):
            rows_kept = kept.details if plan.details else ()
            return Answer(source.label, kept.lines, details=rows_kept, taken=kept.taken, kept=True)
    books = [workbook.read(path, words, plan.sheet) for path in source.files]
    if _marks(source) != before:
        raise InputError(words("E171.message", file=source.label))
    grids = grids_of(books)
    if plan.sheet is not None and plan.sheet not in [grid.sheet for grid in grids]:
        names = words.join([grid.sheet for grid in grids])
        raise InputError(f"{source.label} {words('usage.sheet', name=plan.sheet, names=names)}")
    inputs = [(book.path, book.sha256) for book in books]
    lines: list[CountyLine] = []
    rows: list[Details] = []
    taken: set[str] = set()
    beside: list[Taken] = []
    for readings in _readings(plan, source, grids, inputs, beside, words):
        written, why = "", ""
        cases = [(reading, _case(reading, words)) for reading in readings]
        if plan.out is not None or plan.details or key:
            judged = [judged_by(case) for _, case in cases]
            for (reading, case), verdicts in zip(cases, judged, strict=True):
                one = reading.loaded
                rows.append(details(verdicts, case, one.standard, one.vocabulary.roles["pupils"]))
            if plan.out is not None:
                reports = [_report(*each, verdicts) for each, verdicts in zip(cases, judged, strict=True)]
                written, why = _write(plan, plan.out, source, reports, taken, words)
                notes += [why] if why else []
        for reading, case in cases:
            line = county_line(case, reading.loaded.standard, source.label, plan.strict)
            read = tuple((system.readable(path.as_posix()), digest) for path, digest in reading.inputs)
            lines.append(replace(line, files=read, report=written, unwritten=why))
    answer = Answer(source.label, tuple(lines), details=tuple(rows), taken=tuple(beside), notes=tuple(notes))
    if plan.state is not None and not any(line.unwritten for line in lines):
        mark = matching.mark(plan.beside, source, [one.county for one in answer.taken], plan.language)
        reports_kept = {line.report: _digest(Path(line.report)) or "" for line in lines if line.report}
        kept = state.Kept(answer.lines, answer.details, answer.taken, mark, reports_kept)
        trouble = state.keep(plan.state, key, kept, words)
        if trouble:
            answer = replace(answer, notes=(*notes, words("W602.message", folder=plan.state, why=trouble)))
    return answer if plan.details else replace(answer, details=())


def _readings(
    plan: Plan,
    source: Source,
    grids: list[Grid],
    inputs: list[tuple[Path, str]],
    beside: list[Taken],
    words: Words,
) -> Iterator[list[Reading]]:
    """Take the census of every county in the sheets, by the standards that it answers to; note what it took beside."""
    from eqeval.core.intake import take
    from eqeval.core.intake.sheets.tables import Wishes

    assigned = dict(plan.assigned)
    ordinary = Assigned(plan.standards, plan.day)
    taken: dict[tuple[str, tuple[str, ...]], Mapping[str, Census]] = {}

    def census(standard: str, together: tuple[str, ...]) -> Mapping[str, Census]:
        # A table of many counties is read once for each standard that one of them answers to.
        key = standard, together
        if key not in taken:
            one = once.standard(standard, plan.language)
            others = [other for other, _ in one.others]
            others_asked = [once.standard(name, plan.language).standard for name in together if name != standard]
            wishes = Wishes(plan.sheet, plan.hidden, matching.tables(plan.beside, standard, grids, plan.language))
            taken[key] = take(grids, one.standard, one.vocabulary, source.stem, words, others, wishes, others_asked)
        return taken[key]

    folder = source.folder.as_posix() if source.folder else ""
    counties = census(plan.standards[0], plan.standards)
    for county in counties:
        own = assigned.get(county, ordinary)
        readings = []
        for name in own.standards:
            found = census(name, own.standards)[county]
            alone = len(counties) == 1
            found, its = matching.by_its_own(plan.beside, source, found, alone, name, own.day, plan.language)
            # Of a table with many counties the others are told with the first that took it.
            told = any(one.previous == its.previous for one in beside)
            beside.append(replace(its, then=()) if told else its)
            readings.append(Reading(name, once.standard(name, plan.language), found, own.day, inputs, folder))
        yield readings


def _case(reading: Reading, words: Words) -> Case:
    one = reading.loaded
    return case_of(one.standard, one.vocabulary, reading.census, reading.day, words, one.others)


def _report(reading: Reading, case: Case, judged: Judged) -> Report:
    one = reading.loaded
    return laid_out(one.standard, one.vocabulary, case, judged, provenance(reading), one.others)


def _write(
    plan: Plan, out: Path, source: Source, reports: list[Report], taken: set[str], words: Words
) -> tuple[str, str]:
    """Write the full report of a county; give its file, or why there is none."""
    from eqeval.cli.output import content
    from eqeval.core.errors import UsageError
    from eqeval.io.files import write_whole

    county = safe(reports[0].county)
    # Where another source is called 全市-甲县, a report of 甲县 in 全市 is not.
    own = f"{source.name}{'~-' if source.crowded else '-'}{county}"
    name = unique(source.name if county == safe(source.stem) else short(own), taken)
    path = out / f"{name}.{SUFFIXES[plan.form]}"
    if path.is_symlink():
        # It may lead to a county that is still to be judged.
        return "", words("output.link", path=path)
    try:
        write_whole(path, content(plan.form, reports, "full", words), [*source.files, *plan.beside.files], words)
    except UsageError as error:
        return "", "; ".join(error.messages)
    return path.as_posix(), ""


def _marks(source: Source) -> list[tuple[int, int, int] | None]:
    """What tells that a file is not the one that it was."""
    found: list[tuple[int, int, int] | None] = []
    for path in source.files:
        try:
            status = path.stat()
            found.append((status.st_mtime_ns, status.st_size, status.st_ino))
        except OSError:
            found.append(None)
    return found


def _current(plan: Plan, source: Source, kept: "Kept") -> bool:
    """Whether the reports of an answer are as they were written, and what its counties take from beside it too."""
    try:
        if any(_digest(Path(path)) != written for path, written in kept.reports.items()):
            # Another run, with another day perhaps, wrote its own there.
            return False
    except OSError:
        return False  # nobody may read it; it is written anew, or that is told
    return kept.mark == matching.mark(plan.beside, source, [one.county for one in kept.taken], plan.language)


def _digest(path: Path) -> str | None:
    """The hash of a file; None where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _key(plan: Plan, source: Source, words: Words) -> str:
    """Name an answer by what it follows from: bytes, standards, version, day, language and options."""
    from eqeval.io.counties import state
    from eqeval.io.workbooks import limits

    standards = {name: once.standard(name, plan.language).sha256 for name in plan.names}
    parts = [
        state.FORM,
        __version__,
        words.language,
        plan.day.isoformat(),
        plan.sheet,
        plan.hidden,
        # What exactly a county takes is known only when it was judged, and stands in its answer.
        [bool(given) for given in (plan.beside.maps, plan.beside.waivers, plan.beside.previous)],
        (plan.beside.by_county, plan.beside.one_table, plan.beside.only),
        # What a county is called that its data do not name; a folder may be moved with all that is in it.
        source.stem,
        sorted(limits.read(words).items()),
        plan.strict,
        plan.standards,
        sorted(standards.items()),
        [(name, one.standards, one.day.isoformat()) for name, one in plan.assigned],
        plan.out and (plan.out.as_posix(), plan.form, source.name),
        [path.as_posix() for path in source.files],
        [_digest(path) for path in source.files],
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()
