"""What a batch runs on: this process, processes of its own, or the workers of an existing scheduler."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from eqeval.cli.counties import Answer, Plan, died, judge_all
from eqeval.io.discovery import Source
from eqeval.words import Words

# So many sources make one piece of work: enough that handing it over costs nothing, few enough to end soon.
CHUNK = 8
# So many pieces are waiting for every process; more would only take memory.
AHEAD = 3


class Engine(Protocol):
    """Where the work is done. jobs: how many pieces are done at a time; deaths: what says that a worker is gone."""

    jobs: int
    deaths: tuple[type[BaseException], ...]

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


@dataclass
class Processes:
    """Processes of this machine, started afresh (spawn), so that it is the same on every system."""

    jobs: int
    deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)
    others: set[int | None] = field(default_factory=set)

    def start(self, jobs: int) -> Executor:
        """Start the processes."""
        return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin)

    def end(self, executor: Executor, wait: bool) -> None:
        """Let the processes end; a broken executor has none."""
        executor.shutdown(wait=wait, cancel_futures=True)

    def close(self) -> None:
        """The processes have ended with their executors."""

    def stop(self) -> None:
        """End them in the middle of what they do; the files that they write are whole or not there."""
        for process in multiprocessing.active_children():
            if process.pid not in self.others:
                process.terminate()

    def __post_init__(self) -> None:
        """Remember the children that are not ours."""
        self.others = {process.pid for process in multiprocessing.active_children()}


def _begin() -> None:
    """Ctrl-C is heard by the parent alone; the answers of a county are few objects, and freed at once."""
    import gc

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


class Dask:
    """The workers of a dask scheduler that is already there; they see the same files under the same paths."""

    def __init__(self, address: str, jobs: int | None) -> None:
        from distributed import Client, KilledWorker

        self.client = Client(address, set_as_default=False)
        self.jobs = jobs or max(1, len(self.client.scheduler_info(n_workers=-1)["workers"]))
        self.deaths: tuple[type[BaseException], ...] = (KilledWorker,)

    def start(self, jobs: int) -> Executor:  # noqa: ARG002
        """Give the executor interface of the scheduler."""
        executor: Executor = self.client.get_executor(pure=False)
        return executor

    def end(self, executor: Executor, wait: bool) -> None:
        """Let go of an executor; the scheduler drops what nobody waits for."""
        executor.shutdown(wait=wait)

    def stop(self) -> None:
        """Leave at once; the scheduler drops what nobody waits for."""
        self.client.close(timeout=1)

    def close(self) -> None:
        """Leave."""
        self.client.close()


def answers(plan: Plan, sources: Sequence[Source], engine: Engine, words: Words) -> Generator[Answer, None, None]:
    """Judge all sources and give the answers in their order, however many processes there are.

    Where a process dies, every source that it may have had is tried once more, alone; one that is the end of its
    process again is named, and the others go on.
    """
    chunks = iter([tuple(sources[at : at + CHUNK]) for at in range(0, len(sources), CHUNK)])
    executor = engine.start(engine.jobs)
    waiting: deque[tuple[tuple[Source, ...], Future[list[Answer]]]] = deque()
    try:
        while True:
            for chunk in islice(chunks, engine.jobs * AHEAD - len(waiting)):
                waiting.append((chunk, _submit(executor, plan, chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                yield from future.result()
            except engine.deaths:
                engine.end(executor, wait=False)
                yield from _alone(plan, chunk, engine, words)
                executor = engine.start(engine.jobs)
                # What was under way beside it is lost too; what was finished is not.
                waiting = deque((each, _again(executor, plan, each, old)) for each, old in waiting)
    except BaseException:
        engine.stop()
        raise
    finally:
        engine.end(executor, wait=True)
        engine.close()


def _again(
    executor: Executor, plan: Plan, chunk: tuple[Source, ...], old: Future[list[Answer]]
) -> Future[list[Answer]]:
    finished = old.done() and not old.cancelled() and old.exception() is None
    return old if finished else _submit(executor, plan, chunk)


def _submit(executor: Executor, plan: Plan, chunk: tuple[Source, ...]) -> Future[list[Answer]]:
    """Hand work over; that the executor is broken is told by what it gives, like every other failure."""
    try:
        return executor.submit(judge_all, plan, chunk)
    except BrokenExecutor as error:
        failed: Future[list[Answer]] = Future()
        failed.set_exception(error)
        return failed


def _alone(plan: Plan, chunk: tuple[Source, ...], engine: Engine, words: Words) -> Iterator[Answer]:
    """Try sources one by one, each in a process that has nothing else to do."""
    executor = engine.start(1)
    for source in chunk:
        try:
            yield from _submit(executor, plan, (source,)).result()
        except engine.deaths:
            engine.end(executor, wait=False)
            yield died(source, words)
            executor = engine.start(1)
    engine.end(executor, wait=False)
