"""Makes the engine that a batch was asked to run on."""

import os

from eqeval.cli.batch.engines import Engine, Inline, Processes
from eqeval.core.errors import OutputError, UsageError
from eqeval.words import Words

# Windows waits for no more processes at a time.
_MOST = 61 if os.name == "nt" else 1 << 16


def choose(name: str, scheduler: str | None, jobs: int | None, sources: int, timed: bool, words: Words) -> Engine:
    """Make the engine that was asked for.

    timed: whether a time limit was asked for, which only a process of its own can be held to.

    Raises:
        UsageError: where the options do not fit together, or the scheduler is not there.
    """
    if jobs is not None and jobs < 1:
        problem = words("batch.jobs")
        raise UsageError(words("usage.value", name="--jobs", value=jobs, problem=problem))
    if (name == "dask") != (scheduler is not None):
        raise UsageError(words("batch.scheduler"))
    if name == "inline" and not timed:
        return Inline()
    if name != "dask":
        try:
            return Processes(1 if name == "inline" else min(jobs or _cores(), max(1, sources), _MOST))
        except OSError as error:
            raise OutputError(words("output.failed", path=error.filename or "TMPDIR", why=error.strerror)) from None
    try:
        from eqeval.cli.batch.dask_engine import Dask

        return Dask(scheduler or "", jobs)
    except ImportError:
        raise UsageError(words("batch.no_dask")) from None
    except (OSError, ValueError) as error:
        raise UsageError(words("usage.value", name="--scheduler", value=scheduler, problem=error)) from None


def _cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
