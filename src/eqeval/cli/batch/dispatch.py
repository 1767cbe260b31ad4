"""Hands the sources of a batch to an engine, and takes the answers in their order, whatever becomes of a worker."""

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from itertools import islice

from eqeval.cli.batch.counties import Answer, Plan, died
from eqeval.cli.batch.deadline import expired
from eqeval.cli.batch.engines import PIECE, Engine, SilentError
from eqeval.io.counties.discovery import Source
from eqeval.words import Words

# So many pieces are waiting for every process; more would only take memory.
AHEAD = 3

Chunk = tuple[Source, ...]
Work = Future[list[Answer]]


def answers(plan: Plan, sources: Sequence[Source], engine: Engine, words: Words) -> Generator[Answer, None, None]:
    """Judge all sources and give the answers in their order, however many processes there are."""
    yield from _Dispatch(plan, engine, words).run(sources)


class _Dispatch:
    """What is under way, and what is known of the sources that ended a process.

    A process that ends because a source took too long leaves word which one it was; that one is left out, and all that
    was under way is begun again. Where a process dies without a word, every source of the oldest piece is tried once
    more, alone; one that is the end of its process again is named, and the others go on.
    """

    def __init__(self, plan: Plan, engine: Engine, words: Words) -> None:
        self.plan, self.engine, self.words = plan, engine, words
        self.executor = engine.start(engine.jobs)
        self.waiting: deque[tuple[Chunk, Work]] = deque()
        # Those that took too long, by their labels.
        self.late: dict[str, Answer] = {}

    def run(self, sources: Sequence[Source]) -> Iterator[Answer]:
        engine, waiting = self.engine, self.waiting
        size = max(PIECE, min(engine.piece, len(sources) // (engine.jobs * AHEAD)))
        chunks = iter([tuple(sources[at : at + size]) for at in range(0, len(sources), size)])
        try:
            while True:
                for chunk in islice(chunks, engine.jobs * AHEAD - len(waiting)):
                    waiting.append((chunk, self.submit(chunk)))
                if not waiting:
                    return
                chunk, work = waiting[0]
                try:
                    done = engine.result(work, self.plan.seconds)
                except engine.deaths:
                    yield from self.recover()
                    continue
                except SilentError:
                    engine.end(self.executor, wait=False)
                    self.again()
                    continue
                waiting.popleft()
                yield from self.together(chunk, done)
        except BaseException:
            engine.stop()
            raise
        finally:
            engine.end(self.executor, wait=True)
            engine.close()

    def submit(self, chunk: Chunk) -> Work:
        """Hand work over; that the executor is broken is told by what it gives, like every other failure."""
        left = tuple(source for source in chunk if source.label not in self.late)
        try:
            return self.executor.submit(self.engine.work, self.plan, left)
        except BrokenExecutor as error:
            failed: Work = Future()
            failed.set_exception(error)
            return failed

    def together(self, chunk: Chunk, done: list[Answer]) -> Iterator[Answer]:
        """Give the answers to a piece of work, and to what was left out of it, in their order."""
        known = self.late | {answer.source: answer for answer in done}
        return (known[source.label] for source in chunk)

    def recover(self) -> Iterator[Answer]:
        """Go on after the death of a process: what was under way is lost, what was finished is not."""
        self.engine.end(self.executor, wait=False)
        if not self.told():
            chunk, _ = self.waiting.popleft()
            yield from self.alone(chunk)
        self.again()

    def again(self) -> None:
        """Hand over anew what was under way."""
        self.executor = self.engine.start(self.engine.jobs)
        for _ in range(len(self.waiting)):
            chunk, work = self.waiting.popleft()
            finished = work.done() and not work.cancelled() and work.exception() is None
            self.waiting.append((chunk, work if finished else self.submit(chunk)))

    def told(self) -> bool:
        """Take the word of processes that ended because something took too long."""
        found = self.engine.late()
        self.late |= {label: expired(label, self.plan, trace, self.words) for label, trace in found.items()}
        return bool(found)

    def alone(self, chunk: Chunk) -> Iterator[Answer]:
        """Try sources one by one, each in a process that has nothing else to do."""
        self.executor = self.engine.start(1)
        for source in chunk:
            try:
                yield from self.together((source,), self.one(source))
            except self.engine.deaths:
                self.engine.end(self.executor, wait=False)
                self.told()
                yield self.late.get(source.label) or died(source, self.words)
                self.executor = self.engine.start(1)
        self.engine.end(self.executor, wait=False)

    def one(self, source: Source) -> list[Answer]:
        """Judge one source; that a worker has fallen silent is not its doing."""
        while True:
            try:
                return self.engine.result(self.submit((source,)), self.plan.seconds)
            except SilentError:
                self.engine.end(self.executor, wait=False)
                self.executor = self.engine.start(1)
