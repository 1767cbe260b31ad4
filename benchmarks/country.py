"""The country on one machine: how long a batch takes beside what calamine alone needs to read the same files.

    python benchmarks/country.py                       2,895 counties, about 196,000 schools; two processes
    python benchmarks/country.py --counties 300 --jobs 4
    python benchmarks/country.py --others 100          counties that pandas is given; LibreOffice gets a tenth of them

Prints, all from one run on one machine: the ratio to python-calamine reading the files one after the other in one
process, by the clock and by processor time (which says the same on a machine that has other work); the cost of a
school at 1, 100 and all counties; the peak memory of the parent and of the largest worker; and the ratio of a pandas
script and of a workbook with formulas to eqeval on the same counties. Their figures have to agree with eqeval's. Ends
with 1 where they do not. The ratio aimed at is 2.5.
"""

import argparse
import io
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Any

import python_calamine
from counties import COUNTRY, country

AIM = 2.5
HERE = Path(__file__).parent


def calamine(paths: Sequence[Path]) -> tuple[float, float]:
    """Read all sheets of all files, one after the other; give the seconds by the clock and of the processor."""
    began, worked = perf_counter(), process_time()
    for path in paths:
        book = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return perf_counter() - began, process_time() - worked


class Memory(threading.Thread):
    """Watches the peak memory of a process and of its children; on Linux only."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.parent, self.worker, self.running = pid, 0, 0, True

    def run(self) -> None:
        """Look twenty times a second."""
        while self.running:
            self.parent = max(self.parent, peak(self.pid))
            for child in children(self.pid):
                self.worker = max(self.worker, peak(child))
            sleep(0.05)


def peak(pid: int) -> int:
    """The most memory that a process ever had, in MiB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def batch(paths: Sequence[Path], jobs: int, *more: str) -> tuple[float, float, Memory]:
    """Run eqeval batch as a user does; give the seconds by the clock and of all processors."""
    command = [sys.executable, "-m", "eqeval", "batch", *map(str, paths), "-j", str(jobs), "-q", *more]
    began = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory = Memory(process.pid)
    memory.start()
    _, status, used = os.wait4(process.pid, 0)
    took, memory.running = perf_counter() - began, False
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 3):
        raise SystemExit(f"eqeval ended with {process.returncode}")
    return took, used.ru_utime + used.ru_stime, memory


def other(script: str, folder: Path) -> tuple[float, dict[str, Any]]:
    """Run what a user would have instead."""
    began = perf_counter()
    done = subprocess.run([sys.executable, str(HERE / script), str(folder)], capture_output=True, check=True)
    return perf_counter() - began, json.loads(done.stdout)


def differences(mine: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Compare every value, outcome and coefficient; floats agree to nine digits."""
    names = {"primary": "小学", "junior": "初中"}
    sections = {
        (one["county"], one["school"], names[one["stage"]]): (one["outcome"], list(one["values"].values()))
        for one in mine["sections"]
    }
    found = []
    seen = 0
    for county, result in theirs.items():
        for school, stage, outcome, *values in result["sections"]:
            seen += 1
            expected = sections.get((county, school, stage))
            close = expected and all(math.isclose(a, b, rel_tol=1e-9) for a, b in zip(expected[1], values, strict=True))
            if expected is None or expected[0] != outcome or not close:
                found.append(f"{county} {school} {stage}: {expected} / {outcome} {values}")
        for one in mine["coefficients"]:
            if one["county"] == county:
                cv = result["coefficients"][f"{names[one['stage']]} {one['indicator']}"]
                if not math.isclose(one["cv"], cv, rel_tol=1e-9):
                    found.append(f"{county} {one['stage']} {one['indicator']}: {one['cv']} / {cv}")
    if seen != sum(one["county"] in theirs for one in mine["sections"]):
        found.append(f"{seen} sections of {len(sections)}")
    return found


def compare(script: str, name: str, paths: Sequence[Path], jobs: int) -> int:
    """Give a part of the country to another program; say how much longer it takes and whether it agrees."""
    with tempfile.TemporaryDirectory() as place:
        for path in paths:
            shutil.copy(path, place)
        given = sorted(Path(place).iterdir())
        took, _, _ = batch(given, jobs)
        batch(given, 1, "-o", f"json={place}/summary.json")
        summary = Path(place, "summary.json")
        mine = json.loads(summary.read_text(encoding="utf-8"))
        summary.unlink()
        try:
            theirs, results = other(script, Path(place))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"  {name:<44} not run: {error}")
            return 0
    wrong = differences(mine, results)
    agree = "every figure agrees" if not wrong else f"{len(wrong)} DIFFERENCES, first: {wrong[0]}"
    print(f"  {name:<44} {len(paths):>5} counties {theirs:8.2f} s  {theirs / took:6.1f} times eqeval; {agree}")
    return len(wrong)


def main() -> int:
    """Make the country, and measure."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--counties", type=int, default=COUNTRY)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--others", type=int, default=100)
    arguments.add_argument("--folder", type=Path, help="keep the workbooks here, and use those that are there")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        paths, schools = country(folder, given.counties)
        load = os.getloadavg()[0]
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f}")
        print(f"{len(paths)} counties, {schools} schools, {sum(path.stat().st_size for path in paths) >> 20} MiB")
        alone, work = calamine(paths)
        print(f"  python-calamine alone, one process {alone:10.2f} s {work:10.2f} s of processor")
        for count in sorted({1, min(100, len(paths)), len(paths)}):
            took, used, memory = batch(paths[:count], given.jobs)
            part = count / len(paths)
            print(
                f"  eqeval batch -j {given.jobs}, {count:>5} counties {took:9.2f} s {used:10.2f} s of processor; "
                f"{used / (schools * part) * 1e6:6.0f} µs a school; "
                f"peak of parent {memory.parent} MiB, of a worker {memory.worker} MiB"
            )
        by_work = used / given.jobs / work
        print(f"  ratio by the clock {took / alone:.2f}, by work on {given.jobs} cores {by_work:.2f}; aimed at {AIM}")
        wrong = compare("with_pandas.py", "pandas and openpyxl", paths[: given.others], given.jobs)
        some_paths = paths[: max(1, given.others // 10)]
        wrong += compare("with_formulas.py", "formulas, recalculated by LibreOffice", some_paths, given.jobs)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
