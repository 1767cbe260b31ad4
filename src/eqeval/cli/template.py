"""eqeval template: writes the blank workbook that one or several standards ask for."""

import sys
from pathlib import Path

from eqeval import DEFAULT
from eqeval.cli.county import day_of
from eqeval.cli.spelling import quoted
from eqeval.core.errors import UsageError
from eqeval.words import Words

SUFFIX = ".xlsx"


def run(standards: list[str], target: Path, as_of: str | None, force: bool, words: Words) -> int:
    """Write the workbook; one that is there may be filled in, and is not overwritten unasked."""
    if target.suffix.lower() != SUFFIX:
        raise UsageError(words("template.suffix", path=target))
    if target.exists() and not target.is_dir() and not force:
        raise UsageError(words("template.exists", path=target))
    day = day_of(as_of, words)
    from eqeval.core.template.layout import template
    from eqeval.core.template.parts import Source
    from eqeval.io.files import write_whole
    from eqeval.io.written.standards import load

    names = list(dict.fromkeys(standards))
    loaded = [load(name, words) for name in names]
    sources = [Source(one.standard, one.vocabulary, tuple(other for other, _ in one.others)) for one in loaded]
    options = "" if names == [DEFAULT] else "".join(f" -s {quoted(name)}" for name in names)
    command = f"eqeval check {quoted(target.name)}{options}"
    here = f"eqeval check {quoted(target.as_posix())}{options}"
    content = template(sources, day.year, command, words)
    from eqeval.render.template import render

    write_whole(target, render(content, words), [path for one in loaded for path in one.files], words)
    counts = {"columns": len(content.columns), "lines": len(content.lines)}
    print(words("template.written", path=target, run=here, **counts), file=sys.stderr)
    return 0
