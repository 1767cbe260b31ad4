"""Where a batch writes to: what an earlier one wrote there is no county, and nothing else is ever overwritten."""

from collections.abc import Iterable
from pathlib import Path

from eqeval.cli.batch import once
from eqeval.cli.output import Target
from eqeval.io import files
from eqeval.io.workbooks import kinds, package, reported
from eqeval.words import Words

# The beginning of what may be an output.
_HEAD = 4096


def of_earlier(targets: Iterable[Target], words: Words) -> list[Path]:
    """List the outputs that are not there yet, or that an earlier batch wrote: they are left out of what is judged."""
    places = _all(targets, words)
    return [place for place in places if not place.exists() or (place.is_file() and _is_output(place))]


def files_of(name: str, path: Path, words: Words) -> list[Path]:
    """Name all files that an output writes: beside a CSV lie the other tables."""
    from eqeval.core.counties.province_tables import NAMES, title

    beside = [title(one, words) for one in NAMES] if name == "csv" else []
    return [path, *(path.with_name(f"{path.stem}-{one}{path.suffix}") for one in beside)]


def guard(targets: Iterable[Target], inputs: list[Path], words: Words) -> None:
    """Refuse an output that is an input, before anything is judged.

    Raises:
        UsageError: naming it.
    """
    for place in _all(targets, words):
        files.guard(place, inputs, words)


def _all(targets: Iterable[Target], words: Words) -> list[Path]:
    return [place for name, path in targets if path is not None for place in files_of(name, path, words)]


def read_besides(standards: Iterable[str], counties: Path | None, language: str) -> list[Path]:
    """List the standards, and the file that gives them to the counties: they are inputs too."""
    files = [file for name in standards for file in once.standard(name, language).files]
    return [*files, counties] if counties else files


def _is_output(path: Path) -> bool:
    """Whether a file was written by a batch: a summary of counties, and no table of one."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        # Whoever reads it as data, or writes over it, says why that cannot be done.
        return False
    if head.startswith(kinds.ZIP):
        return kinds.says_report(package.beginnings(path, kinds.PROPERTIES).get(kinds.PROPERTIES, b""))
    if head.lstrip().startswith(b"{"):
        return b'"eqeval-batch/' in head
    return reported.says_report(head.decode("utf-8", "replace"))
