"""Lays out the blank workbook that one or several standards ask for."""

from collections.abc import Sequence

from eqeval.core.standards.describe import identity
from eqeval.core.standards.standard import terms_of
from eqeval.core.template.columns import class_columns, columns, groups
from eqeval.core.template.county import lines
from eqeval.core.template.parts import (
    Source,
    Template,
    reads_classes,
)
from eqeval.words import Words


def template(sources: Sequence[Source], year: int, command: str, words: Words) -> Template:
    """Lay out the workbook that one or several standards ask for together.

    Args:
        year: that of the assessment, for figures that are asked year by year.
        command: how the filled workbook is judged.

    Raises:
        UsageError: where two standards ask for one column in different units.
    """
    vocabulary = sources[0].vocabulary
    sheets = vocabulary.sheets
    classes = [source for source in sources if reads_classes(source)]
    facts: list[tuple[str, str]] = []
    for source in sources:
        standard = source.standard
        facts.append((standard.id, words.text(standard.title)))
        facts += identity(standard, terms_of(standard, source.vocabulary, words))
    names = {"schools": sheets.schools[0], "classes": sheets.classes[0], "county": sheets.county[0], "run": command}
    laid_out = columns(sources, words)
    # A standard on the county alone still needs a school, so that there is something to read.
    few = [] if any(column.group for column in laid_out) else ["schools.few"]
    steps = [
        "schools",
        *few,
        "classes.must" if classes else "classes.may",
        "county",
        "blank",
        "share",
        "run",
        "colours",
    ]
    return Template(
        title=words("template.title", titles=words.join([words.text(one.standard.title) for one in sources])),
        sheets=sheets,
        groups=groups(vocabulary, words),
        columns=laid_out,
        class_columns=class_columns(vocabulary, bool(classes), words),
        lines=tuple(lines(sources, year, words)),
        facts=tuple(facts),
        steps=tuple(words(f"template.step.{step}", **names) for step in steps),
    )
