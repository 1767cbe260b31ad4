"""What is said beside the table of a batch: what was not read, what an earlier run had done, what is one name twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from eqeval.cli import once
from eqeval.cli.counties import Plan
from eqeval.core.province import CountyLine
from eqeval.io.beside import Taken
from eqeval.io.discovery import Found
from eqeval.words import Words


def apart(lines: list[CountyLine], words: Words) -> tuple[list[CountyLine], list[str]]:
    """Tell counties of the same name apart by their files, and warn of them."""
    named = Counter((line.county, line.standard) for line in lines)
    doubled = {
        key: [line.source for line in lines if (line.county, line.standard) == key]
        for key, count in named.items()
        if count > 1
    }
    warnings = [
        words("W600.message", count=len(files), county=county, files=words.join(files))
        for (county, _), files in doubled.items()
    ]
    return [
        replace(line, apart=words("paren", text=line.source)) if (line.county, line.standard) in doubled else line
        for line in lines
    ], list(dict.fromkeys(warnings))


def others(found: Found) -> dict[str, object]:
    """Say how many files of which other kinds there are."""
    kinds = [f"{kind} {count}" for kind, count in found.others[:8]]
    return {"count": sum(count for _, count in found.others), "kinds": ", ".join(kinds) or "—"}


def remarks(found: Found, kept: int, words: Words) -> list[str]:
    """Say what lay in the folders and was not read, and what an earlier run had done."""
    said = []
    if found.others:
        said.append(words("batch.others", **others(found)))
    if found.locks:
        said.append(words("batch.locks", count=found.locks))
    if kept:
        said.append(words("batch.kept", count=kept))
    return said


def unread(taken: Sequence[Taken]) -> list[str]:
    """Say which tables of last year could not be read."""
    return list(dict.fromkeys(one.unread for one in taken if one.unread))


def unmatched(plan: Plan, taken: Sequence[Taken], words: Words) -> list[str]:
    """Say which counties and which files beside them have no counterpart, and which waivers cover nothing at all."""
    beside, said = plan.beside, []
    new = dict.fromkeys(one.county for one in taken if not one.previous and not one.several)
    if beside.previous and new:
        said.append(words("W603.message", count=len(new), counties=words.join(list(new))))
    doubtful = dict.fromkeys((one.county, one.several) for one in taken if one.several)
    said += [words("W606.message", county=county, files=words.join(list(files))) for county, files in doubtful]
    used = {label for one in taken for label in (one.previous, one.waivers, *one.several)}
    then = [given.source.label for given in beside.previous]
    if beside.one_table:
        then = list(once.previous(beside.previous[0], plan.standards[0], plan.language))
    waivers = [given.source.label for given in beside.waivers] if beside.by_county else []
    for option, names in (("--prev", then), ("--waivers", waivers)):
        left = [name for name in names if name not in used]
        if left:
            said.append(words("W604.message", option=option, count=len(left), names=words.join(left)))
    said += dict.fromkeys(message for one in taken for message in one.expired)
    # Only what covers nothing in any county is idle.
    return [*said, *(each for each in taken[0].idle if all(each in one.idle for one in taken))] if taken else said
