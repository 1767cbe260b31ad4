"""What is said beside the table of a batch: what was not read, what an earlier run had done, what is one name twice."""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec.structs import replace

from eqeval.cli.batch import once
from eqeval.cli.batch.counties import SUFFIXES, Plan
from eqeval.core.counties.province import CountyLine, Remark
from eqeval.io import system
from eqeval.io.counties.beside import Taken
from eqeval.io.counties.discovery import Found
from eqeval.words import Words

# So many names are listed in a line.
NAMED = 8


def apart(lines: list[CountyLine], words: Words) -> tuple[list[CountyLine], list[Remark]]:
    """Tell counties of the same name apart by their files, and warn of them; of copies it is said that they are."""
    named: dict[tuple[str, str], list[CountyLine]] = {}
    for line in lines:
        named.setdefault((line.county, line.standard), []).append(line)
    doubled = {key: found for key, found in named.items() if len(found) > 1}
    warnings = []
    for (county, _), found in doubled.items():
        contents = Counter(tuple(digest for _, digest in line.files) for line in found)
        alike = words("batch.alike") if len(contents) < len(found) else ""
        files = words.join([line.source for line in found])
        said = words("W600.message", count=len(found), county=county, files=files, alike=alike)
        warnings.append(Remark("W600", said))
    return [
        replace(line, apart=words("paren", text=line.source)) if (line.county, line.standard) in doubled else line
        for line in lines
    ], list(dict.fromkeys(warnings))


def others(found: Found) -> dict[str, object]:
    """Say how many files of which other kinds there are."""
    kinds = [f"{kind} {count}" for kind, count in found.others[:NAMED]]
    cut = ["…"] if found.others[NAMED:] else []
    return {"count": sum(count for _, count in found.others), "kinds": ", ".join([*kinds, *cut]) or "—"}


def passed_over(found: Found, kept: int, words: Words) -> list[str]:
    """Say what lay in the folders and was not read, and what an earlier run had done."""
    said = []
    if found.others:
        said.append(words("batch.others", **others(found)))
    if found.locks:
        said.append(words("batch.locks", count=found.locks))
    if kept:
        said.append(words("batch.kept", count=kept))
    return said


def unread(taken: Sequence[Taken]) -> list[Remark]:
    """Say which tables of last year could not be read."""
    return [Remark("W605", message) for message in dict.fromkeys(one.unread for one in taken if one.unread)]


def unmatched(plan: Plan, taken: Sequence[Taken], words: Words) -> list[Remark]:
    """Say which counties and which files beside them have no counterpart, and which waivers cover nothing at all."""
    beside, said = plan.beside, []

    def say(code: str, **values: object) -> None:
        said.append(Remark(code, words(f"{code}.message", **values)))

    new = dict.fromkeys(one.county for one in taken if not one.previous and not one.several)
    if beside.previous and new:
        say("W603", count=len(new), counties=words.join(list(new)))
    for county, files in dict.fromkeys((one.county, one.several) for one in taken if one.several):
        say("W606", county=county, files=words.join(list(files)))
    gone = _gone(plan, taken)
    if gone:
        say("W607", count=len(gone), counties=words.join(gone))
    used = {label for one in taken for label in (one.previous, one.waivers, *one.several)}
    then = [] if beside.one_table else [given.source.label for given in beside.previous]
    waivers = [given.source.label for given in beside.waivers] if beside.by_county else []
    for option, names in (("--prev", then), ("--waivers", waivers)):
        left = [name for name in names if name not in used]
        if left:
            say("W604", option=option, count=len(left), names=words.join(left))
    said += [Remark("W570", message) for message in dict.fromkeys(message for one in taken for message in one.expired)]
    # Only what covers nothing in any county is idle.
    idle = [each for each in taken[0].idle if all(each in one.idle for one in taken)] if taken else []
    return said + [Remark("W571", message) for message in idle]


def left_over(plan: Plan, lines: Sequence[CountyLine], others: Collection[Path], words: Words) -> list[Remark]:
    """Say which files beside the full reports are none of this run: those of an earlier one look like its own.

    others: what else the run reads and writes.
    """
    if plan.out is None:
        return []
    known = {system.real(path) for path in (*others, *(Path(line.report) for line in lines if line.report))}
    left = sorted(
        system.readable(path.name)
        for path in plan.out.glob(f"*.{SUFFIXES[plan.form]}")
        if system.real(path) not in known
    )
    if not left:
        return []
    return [Remark("W608", words("W608.message", folder=plan.out, count=len(left), names=words.some(left, NAMED)))]


def _gone(plan: Plan, taken: Sequence[Taken]) -> list[str]:
    """Name the counties that last year's tables have beside those of this year."""
    beside = plan.beside
    then = [(one.previous, name) for one in taken for name in one.then]
    if beside.one_table:
        (given,) = beside.previous
        then = [(given.source.label, name) for name in once.previous(given, plan.standards[0], plan.language)]
    here = {(one.previous, one.was) for one in taken} | {(label, one.county) for one in taken for label in one.several}
    # One that is here and found no table is told already: its data lie in another file.
    elsewhere = {one.county for one in taken if not one.previous}
    return [name for label, name in dict.fromkeys(then) if (label, name) not in here and name not in elsewhere]
