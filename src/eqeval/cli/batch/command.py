"""eqeval batch: many counties, each judged by itself, and what they come to side by side."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from eqeval import DEFAULT
from eqeval.cli import output
from eqeval.cli.batch import once
from eqeval.cli.batch.choice import choose
from eqeval.cli.batch.dispatch import answers
from eqeval.cli.batch.engines import Engine, LostError
from eqeval.cli.batch.gathered import Gathered
from eqeval.cli.batch.outputs import files_of, guard, of_earlier, read_besides
from eqeval.cli.batch.plan import Asked, check, last_year_inside, plan_of, titles
from eqeval.cli.batch.progress import Progress, watch
from eqeval.cli.batch.remarks import NAMED, apart, left_over, others, passed_over, unmatched, unread
from eqeval.cli.batch.summary import InterruptedWritingError, Summary
from eqeval.cli.spelling import quoted
from eqeval.core.counties.province import CountyLine, Province, Remark, SortKey, most_to_do, province, worst
from eqeval.core.errors import InputError, OutputError, UsageError
from eqeval.io import system
from eqeval.io.counties.discovery import find
from eqeval.render.league import Around
from eqeval.render.signs import one_line
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.cli.batch.counties import Plan
    from eqeval.io.written.assigned import Assigned

INTERRUPTED = 130


def run(asked: Asked, words: Words) -> int:
    """Judge every county that is found; what cannot be used is named with its reason, and stops nobody."""
    check(asked, words)
    coming = [system.real(each) for each in (asked.out, asked.kept) if each]
    targets = output.targets(asked.output, words, files=files_of, coming=coming)
    outputs = [*of_earlier(targets, words), *filter(None, (asked.out, asked.kept))]
    found = find(asked.paths, [*outputs, *last_year_inside(asked)], asked.by_folder, words)
    if not found.sources and not found.unreadable:
        listed = words.join([str(path) for path in asked.paths])
        raise UsageError(words("batch.no_tables", paths=listed, **others(found)))
    plan, own = plan_of(asked, found, targets, words)
    standards = titles(plan, found, words)
    sources = [path for source in found.sources for path in source.files]
    inputs = [*sources, *plan.beside.files, *read_besides(plan.names, asked.counties, words.language)]
    for each in (asked.out, asked.kept):
        _make(each, words)
    guard(targets, inputs, words)
    engine = choose(asked.engine, asked.scheduler, asked.jobs, len(found.sources), bool(asked.timeout), words)
    with closing(Gathered(found, words)) as gathered, ended_by_signals():
        with watch(len(found.sources), asked.quiet, words) as progress:
            broken = _judge(plan, gathered, engine, asked.fail_fast, progress, words)
        _sweep(plan)
        lines, found_twice = apart(gathered.lines, words)
        all_of = province(lines, gathered.unusable, cast("SortKey", asked.sort))
        said = [*found_twice, *unread(gathered.taken)]
        codes = [all_of.code]
        codes += [UsageError.exit_code] if any(line.unwritten for line in lines) else []
        if not gathered.missing:
            # Of a part nobody can say what has no counterpart.
            nobody = _unknown(asked, own, lines, words)
            codes += [InputError.exit_code] if nobody else []
            said += nobody
            said += unmatched(plan, gathered.taken, words)
            said += left_over(plan, lines, [*outputs, *inputs], words)
        done = (*passed_over(found, gathered.kept, words), *dict.fromkeys(gathered.notes))
        around = Around(
            standards,
            plan.day.isoformat(),
            done,
            tuple(said),
            gathered.missing,
            kept=asked.kept is not None,
            command=_look(asked, plan, lines),
        )
        summary = Summary(gathered, all_of, around, asked.view, asked.quiet, words)
        # Of a batch that was broken off a summary would look complete; the screen says what is missing.
        if asked.quiet:
            _print_errors(all_of, said, words)
            if gathered.missing and not broken:
                print(words("batch.missing", count=len(gathered.missing)), file=sys.stderr)
        try:
            codes += summary.write([("terminal", None)] if broken else targets, inputs)
        except InterruptedWritingError as error:
            files = words.join([str(path) for path in error.left])
            how = words("batch.next.missing" if asked.kept else "batch.next.again")
            print(words("batch.unwritten", total=len(found.sources), files=files, how=how), file=sys.stderr)
            return INTERRUPTED
    if broken:
        print(one_line(_broken(broken, asked, gathered, words)), file=sys.stderr)
        return broken
    return worst(codes)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Hear the end of a session, and whoever stops the program, as Ctrl-C: what is finished is kept and told."""

    def heard(_: int, __: object) -> NoReturn:
        raise KeyboardInterrupt

    kinds = [kind for name in ("SIGTERM", "SIGHUP") if (kind := getattr(signal, name, None)) is not None]
    # What somebody wants to be passed over stays so, as with nohup; and only the first thread hears any.
    alone = threading.current_thread() is threading.main_thread()
    taken = [kind for kind in kinds if alone and signal.getsignal(kind) is signal.SIG_DFL]
    for kind in taken:
        signal.signal(kind, heard)
    try:
        yield
    finally:
        for kind in taken:
            signal.signal(kind, signal.SIG_DFL)


def _judge(plan: "Plan", gathered: Gathered, engine: Engine, fail_fast: bool, progress: Progress, words: Words) -> int:
    """Take the answers as they come, in the order of the files; give the exit code where it was broken off, or 0."""
    coming = answers(plan, gathered.found.sources, engine, words)
    try:
        for answer in coming:
            gathered.take(answer)
            progress.step(gathered.done)
            if fail_fast and (answer.unusable or any(line.code for line in answer.lines)):
                break
    except KeyboardInterrupt:
        engine.stop()
        return INTERRUPTED
    except LostError:
        return InputError.exit_code
    finally:
        coming.close()
    return 0


def _broken(code: int, asked: Asked, gathered: Gathered, words: Words) -> str:
    """Say in a line what was done when a batch was broken off, and how it goes on."""
    kept = words("batch.stays", folder=asked.out or asked.kept) if asked.kept else words("batch.gone")
    done = {"done": gathered.done, "total": len(gathered.found.sources), "kept": kept}
    if code == INTERRUPTED:
        return words("batch.interrupted", **done)
    missing = gathered.missing
    names = words.some(missing, NAMED)
    return words("batch.lost", address=asked.scheduler, count=len(missing), names=names, **done)


def _print_errors(all_of: Province, said: list[Remark], words: Words) -> None:
    """Say what is an error where the screen holds the verdict alone, so that the exit code has its reason."""
    reasons = [reason for one in all_of.unusable for reason in one.reasons]
    reasons += [line.unwritten for line in all_of.lines if line.unwritten]
    reasons += [one.message for one in said if one.code.startswith("E")]
    for reason in dict.fromkeys(reasons):
        print(f"{words('error.prefix')}{words('list.colon')}{one_line(reason)}", file=sys.stderr)


def _unknown(asked: Asked, own: "dict[str, Assigned]", lines: list[CountyLine], words: Words) -> list[Remark]:
    """Name the counties of --counties that no table holds: their names may be misspelt."""
    if asked.counties is None:
        return []
    from eqeval.io.written.assigned import unknown

    return [Remark("E172", one) for one in unknown(asked.counties, own, {line.county for line in lines}, words)]


def _look(asked: Asked, plan: "Plan", lines: list[CountyLine]) -> str:
    """Spell the command that shows everything of the county that has most to be done, as the batch judged it."""
    line = most_to_do(lines)
    if line is None:
        return ""
    given = next(name for name in plan.names if once.standard(name, plan.language).standard.id == line.standard)
    options = {
        "--county": line.county if len({one.county for one in lines if one.source == line.source}) > 1 else None,
        "-s": None if given == DEFAULT else given,
        "--as-of": line.as_of if asked.as_of or line.as_of != plan.day.isoformat() else None,
        "--sheet": asked.sheet,
        "--map": asked.map.as_posix() if asked.map and asked.map.is_file() else None,
        "--waivers": asked.waivers.as_posix() if asked.waivers and asked.waivers.is_file() else None,
    }
    said = [f" {name} {quoted(value)}" for name, value in options.items() if value]
    return f"eqeval check {quoted(line.source)}{''.join(said)}{' --hidden' if asked.hidden else ''}"


def _sweep(plan: "Plan") -> None:
    """Take away what a process that died had begun to write."""
    from eqeval.io.files import sweep

    for folder in (plan.out, plan.state):
        if folder is not None:
            sweep(folder)


def _make(folder: Path | None, words: Words) -> None:
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(words("output.failed", path=folder, why=system.why(error, words))) from None
