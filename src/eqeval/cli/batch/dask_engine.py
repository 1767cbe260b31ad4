"""The workers of a dask scheduler that is already there; nobody else imports dask."""

import logging
import multiprocessing
import time
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress

from distributed import Client, KilledWorker

from eqeval.cli.batch import once
from eqeval.cli.batch.counties import Answer, Plan, judge_all
from eqeval.cli.batch.dispatch import answers
from eqeval.cli.batch.engines import LostError, Processes, SilentError
from eqeval.io.counties.discovery import Source

# So often, in seconds, it is looked whether the workers are still there.
LOOK = 2
# Workers speak to their scheduler every second or so; one is given so many, however short the time of a file is.
PATIENCE = 10
# A scheduler that is busy answers within a second; one that is stopped keeps its connections and never does.
SCHEDULER = 60


def work(plan: Plan, sources: tuple[Source, ...]) -> list[Answer]:
    """Judge some sources in a worker, held to their time in a process beside it: the worker has other work too."""
    if not plan.seconds:
        return judge_all(plan, sources)
    try:
        beside = Processes(1)
    except OSError:  # a full disk; what cannot be named is not ended either
        return judge_all(plan, sources)
    # A worker is the child of its nanny, and such a child may have none of its own unless it says so.
    multiprocessing.current_process().daemon = False
    return list(answers(plan, sources, beside, once.words_of(plan.language)))


class Dask:
    """The workers of a dask scheduler that is already there; they see the same files under the same paths."""

    # Each piece of work begins with a process of its own, a third of a second.
    piece = 64
    work = staticmethod(work)

    def __init__(self, address: str, jobs: int | None) -> None:
        # What dask tells in pages of traceback is said here in a line.
        logging.disable(logging.CRITICAL)
        self.client = Client(address, set_as_default=False)
        # When each worker was last heard of, by the clock of the scheduler and by that of this process.
        self.heard: dict[str, tuple[float, float]] = {}
        self.silent: set[str] = set()
        # The only workers that get anything, where some are silent.
        self.chosen: set[str] = set()
        self.jobs = jobs or max(1, len(self._workers()))
        self.deaths: tuple[type[BaseException], ...] = (KilledWorker,)

    def start(self, jobs: int) -> Executor:  # noqa: ARG002
        """Give the executor interface of the scheduler; silent workers get nothing as long as there are others."""
        # To no others: an idle worker takes work over from those that have much, and a silent one is idle.
        self.chosen = set(self.heard) - self.silent if self.silent else set()
        only = {"workers": sorted(self.chosen)} if self.chosen else {}
        executor: Executor = self.client.get_executor(pure=False, **only)
        return executor

    def result(self, work: Future[list[Answer]], seconds: int) -> list[Answer]:
        """Wait for some work, and look now and then whether the workers are still there."""
        quiet_since = time.monotonic()
        while True:
            try:
                return work.result(LOOK)
            except CancelledError:
                raise LostError from None
            except TimeoutError:
                if seconds:
                    quiet_since = max([quiet_since, *self._listen(max(seconds, PATIENCE), quiet_since)])

    def _listen(self, seconds: int, since: float) -> list[float]:
        """Note which workers have fallen silent; give when the others were last heard of."""
        try:
            workers, now = self._workers(min(seconds, SCHEDULER)), time.monotonic()
        except OSError:
            raise LostError from None
        known = self.heard
        self.heard = {
            address: known[address] if address in known and known[address][0] == last else (last, now)
            for address, last in workers.items()
        }
        silent = {address for address, (_, at) in self.heard.items() if now - at > seconds}
        speaking = {address: at for address, (_, at) in self.heard.items() if address not in silent}
        if not speaking and now - since > seconds:
            raise LostError
        new, self.silent = silent - self.silent, silent
        if speaking and (new or (self.chosen and self.chosen.isdisjoint(speaking))):
            raise SilentError
        return list(speaking.values())

    def _workers(self, seconds: int = SCHEDULER) -> dict[str, float]:
        """Give the workers of the scheduler, each with when it last spoke.

        Raises:
            OSError: where it does not say so within some seconds.
        """
        scheduler = self.client.scheduler
        if scheduler is None:
            raise TimeoutError
        found = self.client.sync(scheduler.identity, n_workers=-1, callback_timeout=seconds)
        return {address: one["last_seen"] for address, one in found["workers"].items()}

    def late(self) -> dict[str, str]:
        """The workers have named them in their answers."""
        return {}

    def end(self, executor: Executor, wait: bool) -> None:
        """Let go of an executor; the scheduler drops what nobody waits for."""
        if self.client.status == "running":
            executor.shutdown(wait=wait)

    def stop(self) -> None:
        """Leave at once; the scheduler drops what nobody waits for."""
        with suppress(TimeoutError):
            self.client.close(timeout=1)

    def close(self) -> None:
        """Leave."""
        self.stop()
        logging.disable(logging.NOTSET)
