"""Files for the tests of the command line, good ones and bad ones."""

import csv
import io
import json
import os
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from county import Row, Said, grids, junior, primary, statements, write_xlsx

from eqeval.core.grid import Raw

SOURCE = Path(__file__).parents[2] / "src"


def table(
    path: Path,
    schools: Iterable[Row],
    county: Mapping[str, Said] | None = None,
    classes: Iterable[Sequence[Raw]] | None = None,
    without: Iterable[str] = (),
) -> Path:
    """Write a workbook with sheet 学校, and 县级 and 班级 where they are given."""
    return write_xlsx(path, grids(schools, classes, county, without))


def csv_bytes(schools: Iterable[Row], encoding: str = "utf-8") -> bytes:
    """Lay out sheet 学校 as CSV."""
    (grid,) = grids(schools)
    text = io.StringIO()
    csv.writer(text).writerows([["" if raw is None else raw for raw in row] for row in grid.rows])
    return text.getvalue().encode(encoding)


def png() -> bytes:
    """The beginning of a picture."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 1, 1) + bytes(range(256)) * 8


def protected() -> bytes:
    """A workbook with a password: an OLE file whose directory names EncryptedPackage."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    return header + "Root Entry\0EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le").ljust(1024, b"\x00")


def zip_of(names: Mapping[str, bytes]) -> bytes:
    """A zip file that is no workbook."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return content.getvalue()


def county(path: Path, name: str, **changed: Any) -> Path:
    """A county that meets everything but for what is changed in its first school."""
    path.parent.mkdir(parents=True, exist_ok=True)
    said = statements() | {"县名称": (name, "", "")}
    return table(path, [primary(**changed), primary(学校名称="乙小学"), junior()], said)


def summary(path: Path) -> dict[str, Any]:
    """Read the summary of a batch."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def by_county(path: Path) -> Mapping[str, dict[str, Any]]:
    """The lines of a summary by county."""
    return {line["county"]: line for line in summary(path)["counties"]}


# What a process does before it reads a file, by the name of the file; every process of the batch imports this.
SPOILT = """
import multiprocessing, os, time
from eqeval.cli.batch import counties
from eqeval.io.workbooks import workbook

real, real_died = workbook.read, counties.died

def read(path, words, *rest):
    if path.stem.startswith("致命"):
        os.kill(os.getpid(), 9)
    if path.stem.startswith("一次致命") and not path.with_suffix(".was").exists():
        path.with_suffix(".was").touch()
        os.kill(os.getpid(), 9)
    if path.stem.startswith("慢"):
        time.sleep(60)
    if path.stem.startswith("不停"):
        10 ** 10 ** 9  # in C, where no signal and no thread of Python is heard
    if "内存不足" in path.stem:
        raise MemoryError
    return real(path, words, *rest)

def died(source, words):
    if "甚至说不出" in source.label and multiprocessing.parent_process() is not None:
        raise MemoryError
    return real_died(source, words)

workbook.read, counties.died = read, died
"""


def environment_of(lib: Path) -> dict[str, str]:
    """The environment of a process in which some files are deadly or slow; lib: a folder for what makes them so."""
    lib.mkdir()
    (lib / "sitecustomize.py").write_text(SPOILT, encoding="utf-8")
    # A width that somebody has set breaks lines.
    inherited = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return {**inherited, "PYTHONPATH": f"{lib}{os.pathsep}{SOURCE}", "PYTHONIOENCODING": "utf-8"}
