"""What a batch runs on: this process, processes of its own, or the workers of an existing scheduler."""

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from eqeval.cli.batch.counties import Answer, Plan, judge_all
from eqeval.cli.batch.deadline import Deadline
from eqeval.io.counties.discovery import Source

# So many sources make one piece of work: enough that handing it over costs nothing, few enough to end soon.
PIECE = 8


class SilentError(Exception):
    """A worker has fallen silent: what was under way is to be handed to the others."""


class LostError(Exception):
    """Nobody is left who could do the work, nor who could find somebody."""


class Engine(Protocol):
    """Where the work is done, and what the work is.

    jobs: how many pieces are done at a time. piece: how many sources one may have where there are many. deaths: what
    says that a worker is gone.
    """

    jobs: int
    piece: int
    deaths: tuple[type[BaseException], ...]

    def work(self, plan: Plan, sources: tuple[Source, ...], /) -> list[Answer]:
        """Judge some sources, in a worker."""

    def late(self) -> dict[str, str]:
        """Name the sources that ended their process because they took too long, each with where it was."""

    def start(self, jobs: int) -> Executor:
        """Make an executor; another one, where the last one broke."""

    def result(self, work: Future[list[Answer]], seconds: int) -> list[Answer]:
        """Wait for some work, and no longer than that for word of those who do it.

        Raises:
            SilentError: where one of them has fallen silent.
            LostError: where all of them have.
        """

    def end(self, executor: Executor, wait: bool) -> None:
        """Let go of an executor; what it has not begun is dropped."""

    def stop(self) -> None:
        """End at once, whatever is under way."""

    def close(self) -> None:
        """Let go of everything."""


class Inline(Struct):
    """The process itself: for tests and for debugging, since a process that dies takes the batch with it."""

    jobs: int = 1
    piece: int = PIECE
    deaths: tuple[type[BaseException], ...] = ()
    work = staticmethod(judge_all)

    def late(self) -> dict[str, str]:
        """Nothing is timed here."""
        return {}

    def start(self, jobs: int) -> Executor:  # noqa: ARG002
        """Make an executor that does the work when it is asked to."""
        return _Now()

    def result(self, work: Future[list[Answer]], seconds: int) -> list[Answer]:  # noqa: ARG002
        """The work is done."""
        return work.result()

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

    piece = PIECE

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        # One without memory for its answers is as good as dead.
        self.deaths: tuple[type[BaseException], ...] = (BrokenExecutor, MemoryError)
        # The children that are not ours.
        self.others = {process.pid for process in multiprocessing.active_children()}
        self.folder = tempfile.TemporaryDirectory(prefix="eqeval-")
        deadline = Deadline(Path(self.folder.name))
        self.work, self.late = deadline.judge_all, deadline.late

    def start(self, jobs: int) -> Executor:
        """Start the processes."""
        return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin)

    def result(self, work: Future[list[Answer]], seconds: int) -> list[Answer]:  # noqa: ARG002
        """Wait; the processes hold themselves to their time."""
        return work.result()

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
    from threading import Thread

    Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _end_with_parent() -> None:
    """Nobody else tells a process that waits for work that its parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
