"""Tells a form of one school with its values below their labels: a row of labels, a row of values, and so on."""

from eqeval.core.grid import Grid, Raw, text, word
from eqeval.core.intake.forms.columns import WIDEST, is_label
from eqeval.core.intake.forms.entries import forms_of
from eqeval.core.parts.form import Forms
from eqeval.core.vocabulary import Vocabulary

# The form of one school is no longer; a table with so few rows is looked through quickly.
_LONGEST = 60
# A row of labels has so many that are known.
_LEAST = 2


def heads(grid: Grid, forms: Forms, vocabulary: Vocabulary) -> list[int]:
    """List the rows of labels with one row of values below each; none where anything but lines stands between them.

    Nor where a line names a stage. Where two rows stand below labels it is a table, and so it is where all labels of
    one school stand in one row, or where its name is asked for in several.
    """
    if len(grid.rows) > _LONGEST or word(grid.sheet) in vocabulary.sheets.of_tables:
        return []
    found: list[int] = []
    for at, row in enumerate(grid.rows):
        if _is_head(row, forms):
            if not _has_values(grid, at, forms):
                # The headings of nearly every table.
                return []
            found.append(at)
    if not found:
        return []
    pairs = {at for head in found for at in (head, head + 1)}
    rest = [row for at, row in enumerate(grid.rows) if at > found[0] and at not in pairs and any(map(text, row))]
    if any((said := _alone(row)) is None or _speaks(said, forms) for row in rest):
        return []
    name = vocabulary.roles["name"]
    names = {word(label) for each in forms.fields if each.item == name for label in each.labels}
    naming = [at for at in found if any(not names.isdisjoint(forms_of(raw, forms)) for raw in grid.rows[at])]
    return [] if len(naming) > 1 or len(naming) == len(found) else found


def _is_head(row: list[Raw], forms: Forms) -> bool:
    """Whether a row holds labels, and not their values beside them."""
    filled = [raw for raw in row if raw not in (None, "")]
    if not _LEAST <= len(filled) <= WIDEST or not all(type(raw) is str for raw in filled):
        return False
    return 2 * sum(is_label(raw, forms) for raw in filled) > max(len(filled), 2 * _LEAST - 1)


def _has_values(grid: Grid, head: int, forms: Forms) -> bool:
    """Whether one row of values stands below some labels, each below one of them, and not another one."""
    labels, values, after = (grid.rows[at] if at < len(grid.rows) else [] for at in range(head, head + 3))
    filled = [at for at, raw in enumerate(values) if text(raw)]
    if not filled or any(at >= len(labels) or not text(labels[at]) or is_label(values[at], forms) for at in filled):
        return False
    return _is_head(after, forms) or not any(map(text, after)) or _alone(after) is not None


def _alone(row: list[Raw]) -> Raw:
    """Give the text that stands alone in a row."""
    filled = [raw for raw in row if text(raw)]
    return filled[0] if len(filled) == 1 and type(filled[0]) is str else None


def _speaks(line: Raw, forms: Forms) -> bool:
    """Whether a line between the rows names a stage: whose labels those below it are, is not guessed."""
    said = word(line)
    return any(stage in said for stage in forms.stage_words)
