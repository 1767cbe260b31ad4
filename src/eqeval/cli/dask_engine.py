"""The workers of a dask scheduler that is already there; nobody else imports dask."""

import multiprocessing
from concurrent.futures import Executor

from distributed import Client, KilledWorker

from eqeval.cli import once
from eqeval.cli.counties import Answer, Plan, judge_all
from eqeval.cli.dispatch import answers
from eqeval.cli.engines import Processes
from eqeval.io.discovery import Source


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
        self.client = Client(address, set_as_default=False)
        self.jobs = jobs or max(1, len(self.client.scheduler_info(n_workers=-1)["workers"]))
        self.deaths: tuple[type[BaseException], ...] = (KilledWorker,)

    def start(self, jobs: int) -> Executor:  # noqa: ARG002
        """Give the executor interface of the scheduler."""
        executor: Executor = self.client.get_executor(pure=False)
        return executor

    def late(self) -> dict[str, str]:
        """The workers have named them in their answers."""
        return {}

    def end(self, executor: Executor, wait: bool) -> None:
        """Let go of an executor; the scheduler drops what nobody waits for."""
        executor.shutdown(wait=wait)

    def stop(self) -> None:
        """Leave at once; the scheduler drops what nobody waits for."""
        self.client.close(timeout=1)

    def close(self) -> None:
        """Leave."""
        self.client.close()
