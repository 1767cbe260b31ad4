"""What the form of one school answers: its type decides where figures of the whole school belong."""

from collections.abc import Collection

from msgspec import Struct

from eqeval.core.grid import Grid, Refused, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.forms.entries import Answer, Entry, answer
from eqeval.core.intake.forms.vertical import Vertical
from eqeval.core.origin import Key
from eqeval.core.parts.form import Flag, Forms
from eqeval.core.vocabulary import Vocabulary


class Filled(Struct, frozen=True):
    """The answers of one school, by item and stage, and the sheet that they mostly stand in."""

    grid: Grid
    answers: dict[Key, Answer]


def of_school(
    form: Vertical, forms: Forms, vocabulary: Vocabulary, read: Collection[str], findings: Findings
) -> Filled:
    """Read the form of one school."""
    roles = vocabulary.roles
    school = next((text(each.raw) for each in _written(roles["name"], form, forms)), "")
    type_ = next((cells.chosen(vocabulary.type_forms, each.raw) for each in _written(roles["type"], form, forms)), None)
    stages = vocabulary.types[type_].stages if type_ else []
    answers: dict[Key, Answer] = {}
    whole: list[Answer] = []
    for each in forms.fields:
        item = vocabulary.items[each.item]
        said = answer(each, form.find, item, vocabulary, findings, school)
        if said is None:
            continue
        keys: list[Key] = [(each.item, each.stage)]
        if item.stages and each.stage is None:
            keys = [(each.item, stage) for stage in item.stages if stage in stages]
            keys = [key for key in keys if key not in answers or answers[key].raw is None]
            if keys and len(stages) > 1 and said.raw is not None:
                # One figure for several stages: nobody knows which part belongs to which.
                whole.append(said)
                said = Answer(Refused(text(said.raw)), said.entries)
        for key in keys:
            if key not in answers or answers[key].raw is None:
                answers[key] = said
    if whole:
        say_whole(whole, stages, school, vocabulary, findings)
    _flags(form, forms, answers, school, vocabulary, findings)
    _say_blanks(answers, stages, read, school, findings)
    return Filled(form.grid, answers)


def _written(item: str, form: Vertical, forms: Forms) -> list[Entry]:
    """List what is written in the rows of an item."""
    labels = [label for each in forms.fields if each.item == item for label in each.labels]
    return [each for label in labels for each in form.find(label) if not each.blank]


def say_whole(whole: list[Answer], stages: list[str], school: str, vocabulary: Vocabulary, findings: Findings) -> None:
    """Name figures of a whole school of several stages; nobody knows which part belongs to which."""
    at = whole[0].entries[0]
    words = findings.words
    labels = [f"{each.label} ({each.place.rpartition('!')[2]})" for said in whole for each in said.entries]
    titles = words.join([words.text(vocabulary.stages[stage].title) for stage in stages])
    findings.add("E131", at.row, at.column, at.raw, school, stages=titles, labels=words.join(labels))


def _say_blanks(
    answers: dict[Key, Answer],
    stages: list[str],
    read: Collection[str],
    school: str,
    findings: Findings,
) -> None:
    """Name the rows that must be filled in and are blank; of what verdicts wait for, every cell is named anyway."""
    for (item, stage), said in answers.items():
        if said.raw is not None or (stage is not None and stage not in stages):
            continue
        if said.partly or (item not in read and any(each.required for each in said.entries)):
            at = said.entries[0]
            findings.add("W530", at.row, at.column, None, school, labels=findings.words.join(list(said.missing)))


def _flags(
    form: Vertical, forms: Forms, answers: dict[Key, Answer], school: str, vocabulary: Vocabulary, findings: Findings
) -> None:
    """Let questions with yes or no speak for the item that they are about."""
    asked: dict[str, list[tuple[Flag, Entry, str]]] = {}
    for flag in forms.flags:
        for one in [each for label in flag.labels for each in form.find(word(label)) if not each.blank]:
            said = cells.chosen(vocabulary.answer_forms, one.raw, remarked=False)
            if said is None:
                allowed = findings.words.join([words[0] for words in vocabulary.answers.values()])
                findings.add("E205", one.row, one.column, one.raw, school, item=one.label, allowed=allowed)
            else:
                asked.setdefault(flag.item, []).append((flag, one, said))
    for item, flags in asked.items():
        key = (item, None)
        stated = answers.get(key)
        by_flag = _by_year(flags) if flags[0][0].at_most is not None else _by_yes(flags)
        if by_flag is None:
            continue
        if stated is None or stated.raw is None:
            answers[key] = by_flag
        elif not _agree(stated, by_flag, flags, vocabulary.items[item].forms):
            at = stated.entries[0]
            title = findings.words.text(vocabulary.items[item].title)
            findings.add("W532", at.row, at.column, at.raw, school, label=at.label, item=title,
                         used=by_flag.place, first=text(by_flag.entries[0].raw))  # fmt: skip
            answers[key] = by_flag


def _by_yes(flags: list[tuple[Flag, Entry, str]]) -> Answer | None:
    return next((Answer(flag.yes, (one,)) for flag, one, said in flags if said == "yes"), None)


def _by_year(flags: list[tuple[Flag, Entry, str]]) -> Answer:
    """The latest year that a yes allows; later than every year that was asked about where all are no."""
    ordered = sorted(flags, key=lambda each: each[0].at_most or 0)
    for flag, one, said in ordered:
        if said == "yes":
            return Answer(flag.at_most, (one,))
    flag, one, _ = ordered[-1]
    return Answer((flag.at_most or 0) + 1, (one,))


def _agree(stated: Answer, by_flag: Answer, flags: list[tuple[Flag, Entry, str]], forms: dict[str, str]) -> bool:
    """Whether what was written fits the answers to the questions."""
    if flags[0][0].at_most is None:
        return cells.chosen(forms, stated.raw) == cells.chosen(forms, by_flag.raw)
    year = cells.year(stated.raw)
    return year is None or all((year <= (flag.at_most or 0)) == (said == "yes") for flag, _, said in flags)
