"""Hands the sources of a batch to an engine, and takes the answers in their order, whatever becomes of a worker."""

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from itertools import islice

from eqeval.cli.counties import Answer, Plan, died, judge_all
from eqeval.cli.engines import Engine
from eqeval.io.discovery import Source
from eqeval.words import Words

# So many sources make one piece of work: enough that handing it over costs nothing, few enough to end soon.
CHUNK = 8
# So many pieces are waiting for every process; more would only take memory.
AHEAD = 3


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
