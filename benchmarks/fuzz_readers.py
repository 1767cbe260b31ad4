"""Feeds the readers with broken files for as long as you like; a census or a refusal are the only answers allowed.

    python benchmarks/fuzz_readers.py --minutes 5
    python benchmarks/fuzz_readers.py --format xls --count 20000 --from 7

Every input follows from its format and its number, so a finding can be had again. Inputs are read in a process of
their own with 2 GiB of memory at most (where the system can limit it): one that dies, or does not end, is a finding.
Ends with 1 where something was found; the inputs are kept in the folder that --keep names.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "io"))

from mutate import mutant, samples

BATCH, PATIENCE, MEMORY = 500, 120, 2 << 30


def main() -> int:
    """Try batches of every format in turn until the time or the count is used up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--count", type=int, default=sys.maxsize, help="at most so many inputs of each format")
    parser.add_argument("--format", choices=list(samples()), action="append")
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--batch", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.batch:
        return batch(given.batch[0], int(given.batch[1]), int(given.batch[2]))
    end, tried, found = time.monotonic() + given.minutes * 60, Counter[str](), list[str]()
    for first in count(given.first, BATCH):
        for kind in given.format or samples():
            following, last = first, min(first + BATCH, given.first + given.count)
            while following < last and time.monotonic() < end:
                following, problem = attempt(kind, following, last, tried)
                if problem:
                    found.append(problem)
                    print(problem, flush=True)
                    if given.keep:
                        given.keep.mkdir(exist_ok=True)
                        number = following - 1
                        (given.keep / f"{kind}-{number}").write_bytes(mutant(samples()[kind], number))
        if time.monotonic() >= end or first + BATCH >= given.first + given.count:
            break
    print(", ".join(f"{kind}: {number:,}" for kind, number in sorted(tried.items())))
    return 1 if found else 0


def attempt(kind: str, first: int, last: int, tried: Counter[str]) -> tuple[int, str]:
    """Read a batch in another process; give where to go on, and what went wrong."""
    call = [sys.executable, __file__, "--batch", kind, str(first), str(last)]
    try:
        done = subprocess.run(call, capture_output=True, text=True, timeout=PATIENCE, check=False)
        output, error, problem = done.stdout, done.stderr, f"ended with {done.returncode}" if done.returncode else ""
    except subprocess.TimeoutExpired as late:
        output = late.stdout.decode() if isinstance(late.stdout, bytes) else ""
        error, problem = "", f"no end after {PATIENCE} s"
    lines = output.split()
    tried[kind] += len(lines)
    if not problem and error.strip():
        problem = "wrote to stderr"
    if not problem:
        return last, ""
    number = int(lines[-1])
    return number + 1, f"{kind} {number}: {problem}: {error.strip()[-600:]}"


def batch(kind: str, first: int, last: int) -> int:
    """Read the inputs of one batch; the number of each is printed before it is read."""
    from eqeval.core.errors import InputError
    from eqeval.core.intake import take
    from eqeval.io.workbooks import workbook
    from eqeval.io.written import standards
    from eqeval.words import Words

    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    words, sample = Words("zh"), samples()[kind]
    loaded = standards.load("cn-quality-2017", words)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        for number in range(first, last):
            print(number, flush=True)
            path.write_bytes(mutant(sample, number))
            try:
                grids = workbook.read(path, words).grids
                for grid in grids:
                    assert all(len(row) == len(grid.rows[0]) for row in grid.rows)
            except InputError as error:
                assert "{" not in str(error)
                continue
            with suppress(InputError):
                take(grids, loaded.standard, loaded.vocabulary, path.stem, words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
