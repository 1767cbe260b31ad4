"""Finds the grade in the names of classes, and the sheets whose classes say it so."""

import re

from eqeval.core.grid import Grid, word
from eqeval.core.vocabulary import Vocabulary


def names(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Give what finds the grade in the name of a class: 一年级(1)班, 初一2班.

    A mere number or 七 is a grade only where it cannot be the class: 七(3)班, 七3班.
    """
    grades = sorted({one for stage in vocabulary.stages.values() for one in stage.grade_words}, key=len, reverse=True)
    stages = sorted({word(one) for stage in vocabulary.stages.values() for one in stage.words}, key=len, reverse=True)
    forms = [
        re.escape(one) + ("" if len(one) > 1 else r"(?=\(\d)" if one.isdigit() else r"(?=\(?\d)") for one in grades
    ]
    return re.compile(f"(?:{'|'.join(map(re.escape, stages))})?({'|'.join(forms)})")


def lists(grid: Grid, vocabulary: Vocabulary) -> bool:
    """Whether a sheet that has no column for grades lists classes: their names say them, and schools have several."""
    headings = vocabulary.sheets.class_columns
    if not any(word(form) in grid.upper_words for form in headings["name"]):
        return False
    forms = {word(form): name for name, said in headings.items() for form in said}
    for number, row in enumerate(grid.upper):
        found = {name: at for at, raw in enumerate(row) if isinstance(raw, str) and (name := forms.get(word(raw)))}
        if not {"school", "name", "pupils"} <= found.keys():
            continue
        below = [raws for raws in grid.rows[number + 1 :] if max(found.values()) < len(raws)]
        called = [(word(raws[found["school"]]), word(raws[found["name"]])) for raws in below]
        named = names(vocabulary)
        told = [place for place, name in called if named.match(name)]
        return 2 * len(told) > len(called) and len(set(told)) < len(told)
    return False
