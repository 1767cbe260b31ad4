"""The workers of a dask scheduler that is already there; nobody else imports dask."""

from concurrent.futures import Executor

from distributed import Client, KilledWorker

from eqeval.cli.counties import judge_all


class Dask:
    """The workers of a dask scheduler that is already there; they see the same files under the same paths."""

    work = staticmethod(judge_all)

    def __init__(self, address: str, jobs: int | None) -> None:
        self.client = Client(address, set_as_default=False)
        self.jobs = jobs or max(1, len(self.client.scheduler_info(n_workers=-1)["workers"]))
        self.deaths: tuple[type[BaseException], ...] = (KilledWorker,)

    def start(self, jobs: int) -> Executor:  # noqa: ARG002
        """Give the executor interface of the scheduler."""
        executor: Executor = self.client.get_executor(pure=False)
        return executor

    def late(self) -> dict[str, str]:
        """A worker of a cluster has other work too, so that nothing here may end one."""
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
