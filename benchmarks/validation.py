"""How long validating the whole library takes, beside importing pydantic and parsing the same files.

    python benchmarks/validation.py               9 repeats, interleaved
    python benchmarks/validation.py --repeats 3

The floor is a process that imports pydantic and parses every file with PyYAML's CSafeLoader; `eqeval standards
validate` may take at most 3 times as long. Ends with 1 where it takes longer. Also shown: `eqeval check` with a
library of one standard and with the whole one, whose start must not differ.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import tables

from eqeval.io.written.library import library, shipped

LIMIT = 3.0
FLOOR = """
import sys, pydantic, pydantic.main, yaml
for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as text:
        yaml.load(text, Loader=yaml.CSafeLoader)
"""


def main() -> int:
    """Measure, print, and say whether the limit holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=9)
    repeats = parser.parse_args().repeats
    files = [str(file) for file in (*shipped(), *(library() / "vocabulary").glob("*.yaml"))]
    commands = {
        "import pydantic, parse": [sys.executable, "-c", FLOOR, *files],
        "eqeval standards validate": [sys.executable, "-m", "eqeval", "standards", "validate"],
    }
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs")
    print(f"{len(files)} files, {sum(Path(file).stat().st_size for file in files) // 1024} KiB, {repeats} repeats\n")
    medians = measure(commands, repeats)
    floor = medians["import pydantic, parse"]
    for name, took in medians.items():
        print(f"{name:28}{took * 1000:9.1f} ms{took / floor:7.2f} times")
    print()
    with tempfile.TemporaryDirectory() as folder:
        library_size(Path(folder), repeats)
    return 0 if medians["eqeval standards validate"] <= LIMIT * floor else 1


def library_size(folder: Path, repeats: int) -> None:
    """Compare `check` with one standard in the library and with all of them."""
    schools = tables.write(folder / "schools.xlsx", 100)
    alone = folder / "alone"
    (alone / "vocabulary").mkdir(parents=True)
    shutil.copy(library() / "cn-quality-2017.yaml", alone)
    shutil.copy(library() / "vocabulary" / "cn-schools.yaml", alone / "vocabulary")
    check = [sys.executable, "-m", "eqeval", "check", str(schools), "-o", "json"]
    commands = {
        "check, one standard": [*check, "-s", str(alone / "cn-quality-2017.yaml")],
        "check, whole library": check,
    }
    for name, took in measure(commands, repeats).items():
        print(f"{name:28}{took * 1000:9.1f} ms")


def measure(commands: dict[str, list[str]], repeats: int) -> dict[str, float]:
    """Run the commands in turn, so that a busy moment hits all alike; give the medians in seconds."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for repeat in range(repeats + 1):
        for name, command in commands.items():
            start = perf_counter()
            subprocess.run(command, check=False, capture_output=True)
            if repeat:  # the first run only warms up
                times[name].append(perf_counter() - start)
    return {name: median(taken) for name, taken in times.items()}


if __name__ == "__main__":
    sys.exit(main())
