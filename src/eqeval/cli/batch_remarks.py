"""What is said beside the table of a batch: what was not read, what an earlier run had done, what is one name twice."""

from collections import Counter
from dataclasses import replace

from eqeval.core.province import CountyLine
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
