"""How long eqeval takes to start and to judge, beside the bare interpreter, on one machine in one run.

    python benchmarks/startup.py                 15 repeats, interleaved, so that a busy moment hits all alike
    python benchmarks/startup.py --repeats 5
    python benchmarks/startup.py --profile 10000  where the time goes, by function

The first table has the limits: `eqeval --version` at most 8 times `python -c pass`, `eqeval check` of 100 schools at
most 25 times; every command has run once before, so that its standard was kept (docs/adr/0019). The second splits
`check -o json` into importing, reading, judging and printing, each measured in a fresh process. Ends with 1 where a
limit is exceeded.
"""

import argparse
import cProfile
import io
import json
import os
import platform
import pstats
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter

import tables

LIMITS = {"eqeval --version": 8.0, "check, 100 schools": 25.0}
SIZES = (100, 1_000, 10_000)
STEPS = ("importing", "reading", "judging", "printing")
# Not the console script: its start is the same, and this works in every environment.
EQEVAL = [sys.executable, "-m", "eqeval"]


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--profile", type=int, metavar="SCHOOLS")
    parser.add_argument("--steps", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.steps:
        print(json.dumps(steps(given.steps)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if given.profile:
            profile(tables.write(Path(folder) / "profile.xlsx", given.profile))
            return 0
        files = {size: tables.write(Path(folder) / f"{size}.xlsx", size) for size in SIZES}
        print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs")
        print(f"{given.repeats} repeats, interleaved; medians in milliseconds\n")
        kept = starts(files[SIZES[0]], given.repeats)
        print()
        shares(files, given.repeats)
    return 0 if kept else 1


def starts(schools: Path, repeats: int) -> bool:
    """Compare the time of whole processes with the bare interpreter."""
    calls = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "eqeval --version": [*EQEVAL, "--version"],
        "eqeval --help": [*EQEVAL, "--help"],
        "check, 100 schools": [*EQEVAL, "check", str(schools), "-o", "json"],
    }
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        wall(call)
    for _ in range(repeats):
        for name, call in calls.items():
            taken[name].append(wall(call))
    bare = median(taken["python -c pass"])
    kept = True
    print(f"{'':24}{'median':>10}{'least':>10}{'times':>8}{'limit':>8}")
    for name, found in taken.items():
        times, limit = median(found) / bare, LIMITS.get(name)
        kept &= limit is None or times <= limit
        mark = "" if limit is None else f"{limit:8.0f}{'' if times <= limit else '  EXCEEDED'}"
        print(f"{name:24}{median(found) * 1000:10.1f}{min(found) * 1000:10.1f}{times:8.1f}{mark}")
    return kept


def wall(call: Sequence[str]) -> float:
    """Run a command to its end; a verdict is no failure of the command."""
    start = perf_counter()
    done = subprocess.run(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    taken = perf_counter() - start
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{' '.join(call)}: {done.returncode}\n{done.stderr.decode()}")
    return taken


def shares(files: dict[int, Path], repeats: int) -> None:
    """Split check -o json into its steps, for every size of county."""
    found: dict[int, list[list[float]]] = {size: [] for size in files}
    for turn in range(repeats):
        for size, path in files.items():
            if turn and size == SIZES[-1] and turn * 3 >= repeats:
                continue  # the largest runs a third as often: it varies less
            call = [sys.executable, __file__, "--steps", str(path)]
            done = subprocess.run(call, capture_output=True, text=True, check=True)
            found[size].append(json.loads(done.stdout))
    print(f"{'check -o json':16}" + "".join(f"{step:>18}" for step in STEPS) + f"{'total':>12}")
    for size, runs in found.items():
        middle = [median(run[number] for run in runs) for number in range(len(STEPS))]
        total = sum(middle)
        cells = "".join(f"{taken * 1000:11.1f} ({taken / total:3.0%})" for taken in middle)
        print(f"{size:7,} schools {cells}{total * 1000:12.1f}")


def steps(path: Path) -> list[float]:
    """Time the steps of one check in this process, which has imported nothing of eqeval yet."""
    marks = [perf_counter()]
    from datetime import date

    import python_calamine  # noqa: F401

    from eqeval.cli.county import Asked, provenance, read
    from eqeval.core.assess import assess
    from eqeval.render.json_report import render
    from eqeval.words import Words

    marks.append(perf_counter())
    words = Words("zh")
    (reading,) = read([path], ["cn-quality-2017"], date(2026, 9, 1).isoformat(), None, Asked(), words)
    marks.append(perf_counter())
    loaded = reading.loaded
    report = assess(loaded.standard, loaded.vocabulary, reading.census, reading.day, words, provenance(reading))
    marks.append(perf_counter())
    render([report])
    marks.append(perf_counter())
    return [later - sooner for sooner, later in pairwise(marks)]


def profile(path: Path) -> None:
    """Show the functions in which a check spends its time, own time first."""
    watch = cProfile.Profile()
    watch.enable()
    taken = steps(path)
    watch.disable()
    print(*(f"{step} {each:.2f} s" for step, each in zip(STEPS, taken, strict=True)), sep=", ")
    for order in ("tottime", "cumulative"):
        text = io.StringIO()
        pstats.Stats(watch, stream=text).strip_dirs().sort_stats(order).print_stats(25)
        print(text.getvalue())


if __name__ == "__main__":
    sys.exit(main())
