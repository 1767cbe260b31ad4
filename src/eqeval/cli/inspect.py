"""eqeval inspect: how a file is read, and a map of it."""

import sys
from pathlib import Path

from eqeval.cli.county import Asked, open_all, wishes_of
from eqeval.core.errors import InputError, UsageError
from eqeval.words import Words

FORMATS = ("terminal", "json")


def run(files: list[Path], standard: str, output: str, write_map: Path | None, asked: Asked, words: Words) -> int:
    """Show what every column became; 4 where check could not read on."""
    if output not in FORMATS:
        raise UsageError(words("usage.format", name=output, choices=words.join(list(FORMATS)), example="-o json"))
    if write_map is not None and write_map.exists():
        raise UsageError(words("output.exists", path=write_map))
    from eqeval.core.intake.findings import Findings
    from eqeval.core.intake.inspection import inspect
    from eqeval.core.intake.known import lexicon_of
    from eqeval.core.intake.read import assembled

    opened = open_all(files, [standard], asked, words)
    ((_, loaded),), grids = opened.loaded, opened.grids
    wishes = wishes_of(asked, loaded, grids, words)
    standards = [*(other for other, _ in loaded.others), loaded.standard]
    lexicon = lexicon_of(loaded.vocabulary, standards)
    findings = Findings(words)
    found = inspect(assembled(grids, lexicon, findings), lexicon, standards, findings, wishes)
    if output == "json":
        from eqeval.render.inspection import as_json

        sys.stdout.write(as_json(found))
    else:
        from eqeval.cli.screen import console
        from eqeval.render.inspection import show

        show(found, lexicon.vocabulary, words, console())
    if write_map is not None:
        from eqeval.io.files import write_whole
        from eqeval.io.written.mapping import text

        write_whole(write_map, text(found, words).encode(), [*files, *asked.files()], words)
        print(words("inspect.written", path=write_map), file=sys.stderr)
    return InputError.exit_code if found.fatal else 0
