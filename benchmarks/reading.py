"""How long it takes to read a county, beside what the bare reader of the format needs.

    python benchmarks/reading.py                  100 schools, 30 repeats, interleaved
    python benchmarks/reading.py --schools 1000
    python benchmarks/reading.py --memory         the most memory that an accepted file has needed

Bare is python-calamine for .xlsx, .xls and .ods, and the csv module for .csv. `cells` looks through the file and gives
sheets whose cells can be named; `headings` finds the tables in them too, and says of every column which item it holds;
`schools` takes everything as far as the census, with every finding. .xls and .ods are converted by LibreOffice where
it is installed. Ends with 1 where cells and headings together exceed the limit.
"""

import argparse
import csv
import gc
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import tables

from eqeval.core.grid import Grid

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "io"))

from tables_in import xlsx

LIMIT = 2.5
# Sheets that are as large as they may be, in ways that cost most: rows, columns, and what stands in each cell.
LARGEST = {
    "4,000,000 cells named by two": (250_000, 16, ""),
    "4,000,000 numbers": (160_000, 25, "<v>12.5</v>"),
    "1,000,000 texts of their own": (40_000, 25, "<is><t>{}</t></is>"),
    "an odd sheet of 1,000,000 cells": (40_000, 25, "<f>{}</f>"),
}


def main() -> int:
    """Measure, print, and say whether the limit holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--schools", type=int, default=100)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak:
        return peak(given.peak)
    with tempfile.TemporaryDirectory() as folder:
        if given.memory:
            return memory(Path(folder))
        return speed(files(Path(folder), given.schools), given.repeats)


def files(folder: Path, schools: int) -> list[Path]:
    """Write the same schools in every format that can be written here."""
    whole = tables.write(folder / "schools.xlsx", schools)
    text = folder / "schools.csv"
    with text.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(tables.rows(schools))
    found = [whole, text]
    if office := shutil.which("soffice"):
        for suffix in ("xls", "ods"):
            call = [office, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(whole)]
            subprocess.run(call, check=True, capture_output=True)
            found.append(folder / f"schools.{suffix}")
    return found


def speed(paths: list[Path], repeats: int) -> int:
    """Compare reading and intake with the bare reader, format by format, in turn."""
    from eqeval.core.intake import read, take
    from eqeval.core.intake.findings import Findings
    from eqeval.core.intake.known import lexicon_of
    from eqeval.core.intake.sheets import tables as located
    from eqeval.core.standards.standard import items_named
    from eqeval.io.workbooks import workbook
    from eqeval.io.written import standards
    from eqeval.words import Words

    words = Words("zh")
    loaded = standards.load("cn-quality-2017", words)
    standard, vocabulary = loaded.standard, loaded.vocabulary

    def cells(path: Path) -> list[Grid]:
        return workbook.read(path, words).grids

    def headings(path: Path) -> None:
        lexicon, findings = lexicon_of(vocabulary, (standard,)), Findings(words)
        grids = read.assembled(cells(path), lexicon, findings)
        side = located.side_sheets(grids, located.class_sheets(grids, lexicon.vocabulary), lexicon.vocabulary)
        located.blocks(grids, side, located.Wishes(), items_named([standard], vocabulary), lexicon, findings)

    def schools(path: Path) -> None:
        take(cells(path), standard, vocabulary, path.stem, words)

    # As in every process of the program: nothing of a county is in a circle that would have to be looked for.
    gc.disable()
    taken = timed([bare, cells, headings], paths, repeats)
    for path, times in timed([schools], paths, repeats).items():
        taken[path] += times
    names = ("bare", "cells", "headings", "schools")
    print(f"{'':8}{''.join(f'{name:>12}' for name in names)}{''.join(f'{name:>10}' for name in names[1:])}")
    kept = True
    for path, measured in taken.items():
        alone, *others = (median(each) for each in measured)
        ratios = [each / alone for each in others]
        kept &= ratios[1] <= LIMIT
        print(
            f"{path.suffix:8}{''.join(f'{each * 1000:10.2f}ms' for each in (alone, *others))}"
            f"{''.join(f'{each:10.2f}' for each in ratios)}   {'' if ratios[1] <= LIMIT else 'EXCEEDED'}"
        )
    print(f"limit of cells and headings together: {LIMIT}")
    return 0 if kept else 1


def timed(steps: list[Callable[[Path], object]], paths: list[Path], repeats: int) -> dict[Path, list[list[float]]]:
    """Time every step with every file in turn, in another order each time: what came before has warmed the caches."""
    taken: dict[Path, list[list[float]]] = {path: [[] for _ in steps] for path in paths}
    chance = random.Random(0)
    for turn in range(repeats + 1):
        for path in paths:
            for step, times in chance.sample([*zip(steps, taken[path], strict=True)], len(steps)):
                start = perf_counter()
                step(path)
                if turn:
                    times.append(perf_counter() - start)
    return taken


def bare(path: Path) -> object:
    """Read a file with nothing but the reader of its format."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))
    import python_calamine

    book = python_calamine.load_workbook(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def memory(folder: Path) -> int:
    """Read the largest files that are accepted, each in a process of its own, and print the memory they took."""
    for name, (rows, columns, cell) in LARGEST.items():
        path = folder / "large.xlsx"
        path.write_bytes(xlsx("".join(sheet(rows, columns, cell))))
        done = subprocess.run(
            [sys.executable, __file__, "--peak", str(path)], capture_output=True, text=True, check=True
        )
        print(f"{name:36}{path.stat().st_size / 2**20:8.1f} MiB file{done.stdout.rstrip()}")
    return 0


def sheet(rows: int, columns: int, cell: str) -> list[str]:
    """Write the rows of a sheet; without anything in its cells only the first and the last have a value."""
    letters = [chr(65 + n) if n < 26 else f"A{chr(39 + n)}" for n in range(columns)]
    if not cell:
        value = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
        return [value.format(1, "A"), value.format(rows, letters[-1])]
    kind = ' t="inlineStr"' if "<is>" in cell else ""
    return [
        f'<row r="{row}">'
        + "".join(f'<c r="{letter}{row}"{kind}>{cell.format(f"{letter}{row}")}</c>' for letter in letters)
        + "</row>"
        for row in range(1, rows + 1)
    ]


def peak(path: Path) -> int:
    """Read one file and print the most memory that the process has had, and the time."""
    import resource

    from eqeval.core.errors import InputError
    from eqeval.io.workbooks import workbook
    from eqeval.words import Words

    start, outcome = perf_counter(), "read"
    try:
        workbook.read(path, Words("zh"))
    except InputError as error:
        outcome = f"refused: {str(error)[-90:]}"
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says here begins with the memory of the parent
        most = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    else:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{most / 1024:8.0f} MiB {perf_counter() - start:6.1f} s  {outcome}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
