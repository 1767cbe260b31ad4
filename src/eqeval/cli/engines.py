"""What a batch runs on: this process, processes of its own, or the workers of an existing scheduler."""

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from eqeval.cli.counties import Answer, Plan, judge_all
from eqeval.cli.deadline import Deadline
from eqeval.core.errors import UsageError
from eqeval.io.discovery import Source
from eqeval.words import Words


class Engine(Protocol):
    """Where the work is done, and what the work is.

    jobs: how many pieces are done at a time. deaths: what says that a worker is gone.
    """

    jobs: int
    deaths: tuple[type[BaseException], ...]

    def work(self, plan: Plan, sources: tuple[Source, ...], /) -> list[Answer]:
        """Judge some sources, in a worker."""

    def late(self) -> dict[str, str]:
        """Name the sources that ended their process because they took too long, each with where it was."""

    def start(self, jobs: int) -> Executor:
        """Make an executor; another one, where the last one broke."""

    def end(self, executor: Executor, wait: bool) -> None:
        """Let go of an executor; what it has not begun is dropped."""

    def stop(self) -> None:
        """End at once, whatever is under way."""

    def close(self) -> None:
        """Let go of everything."""


@dataclass
class Inline:
    """The process itself: for tests and for debugging, since a process that dies takes the batch with it."""

    jobs: int = 1
    deaths: tuple[type[BaseException], ...] = ()
    work = staticmethod(judge_all)

    def late(self) -> dict[str, str]:
        """Nothing is timed here."""
        return {}

    def start(self, jobs: int) -> Executor:  # noqa: ARG002
        """Make an executor that does the work when it is asked to."""
        return _Now()

    def end(self, executor: Executor, wait: bool) -> None:
        """Nothing is held."""

    def stop(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing is held."""


class _Now(Executor):
    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work(*arguments, **named))
        return future


class Processes:
    """Processes of this machine, started afresh (spawn), so that it is the same on every system."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)
        # The children that are not ours.
        self.others = {process.pid for process in multiprocessing.active_children()}
        self.folder = tempfile.TemporaryDirectory(prefix="eqeval-")
        deadline = Deadline(Path(self.folder.name))
        self.work, self.late = deadline.judge_all, deadline.late

    def start(self, jobs: int) -> Executor:
        """Start the processes."""
        return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin)

    def end(self, executor: Executor, wait: bool) -> None:
        """Let the processes end; a broken executor has none."""
        executor.shutdown(wait=wait, cancel_futures=True)

    def close(self) -> None:
        """The processes have ended with their executors."""
        self.folder.cleanup()

    def stop(self) -> None:
        """End them in the middle of what they do; the files that they write are whole or not there."""
        for process in multiprocessing.active_children():
            if process.pid not in self.others:
                process.terminate()


def _begin() -> None:
    """Ctrl-C is heard by the parent alone; the answers of a county are few objects, and freed at once."""
    import gc

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def choose(name: str, scheduler: str | None, jobs: int | None, sources: int, words: Words) -> Engine:
    """Make the engine that was asked for.

    Raises:
        UsageError: where the options do not fit together, or the scheduler is not there.
    """
    if jobs is not None and jobs < 1:
        problem = words("batch.jobs")
        raise UsageError(words("usage.value", name="--jobs", value=jobs, problem=problem))
    if (name == "dask") != (scheduler is not None):
        raise UsageError(words("batch.scheduler"))
    if name == "inline":
        return Inline()
    if name == "processes":
        try:
            return Processes(min(jobs or _cores(), max(1, sources)))
        except OSError as error:
            raise UsageError(words("output.failed", path=error.filename or "TMPDIR", why=error.strerror)) from None
    try:
        from eqeval.cli.dask_engine import Dask

        return Dask(scheduler or "", jobs)
    except ImportError:
        raise UsageError(words("batch.no_dask")) from None
    except (OSError, ValueError) as error:
        raise UsageError(words("usage.value", name="--scheduler", value=scheduler, problem=error)) from None


def _cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
