"""Finds the grade in the names of classes, and the sheets whose classes say it so."""

import re

from eqeval.core.grid import Grid, word
from eqeval.core.vocabulary import Vocabulary

# 2026级, 26级, 2032届: when a class entered or will leave, which is a grade only of some day.
ENTERED = re.compile(r"(?:20)?\d\d[级届].*")
# 101, 3班, 二(1)班: a class by its number, which says nothing of its grade.
_NUMBERED = re.compile(r"[\d一二三四五六七八九十(),.-]+班?")


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


def numbered(name: str) -> bool:
    """Whether the name of a class is its number or its year of entry, and no word (大班, 实验班)."""
    return bool(ENTERED.fullmatch(name) or _NUMBERED.fullmatch(name))


def lists(grid: Grid, vocabulary: Vocabulary) -> bool:
    """Whether a sheet that has no column for grades lists classes: their names say them, or their years."""
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
        told = [place for place, name in called if named.match(name) or ENTERED.fullmatch(name)]
        return 2 * len(told) > len(called) and len(set(told)) < len(told)
    return False
