"""Reads one level of a heading: its words, without numbering, date, unit, remark and stage."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

from msgspec import Struct

from eqeval.core.grid import word
from eqeval.core.intake.headings.years import DATED, plainly
from eqeval.core.vocabulary import Vocabulary

# A1, A4-1, (A1), 指标1: is the number of an indicator; 26-30 and A3 alone are none.
_NUMBERED = re.compile(
    r"(?:(?:[A-Z]\d{1,2}(?:[-.]\d{1,2})?|\([A-Z]\d{1,2}(?:[-.]\d{1,2})?\))[、.:_)-]?(?=[^\W\d_A-Za-z])"
    r"|指标\d{1,2}[、.:]"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=[^\d.]|$)[、)]?|\d{1,2}[.、)]|\(\d{1,2}(?:\.\d{1,2}){0,3}\)"
    r"|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\))+"
)
# 26—30, 26~30, 26至30.
_RANGE = re.compile(r"(?<=\d)(?:[—–~]+|至)(?=\d)")
# When a column was counted.
_DATED = re.compile(DATED)
# Marks that point to a note below the table.
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳*＊※▲△★☆●◆■ "
_CIRCLED = re.compile("[①-⑳]")
# The number of such a note, which is none of the heading: 班级数¹, and not m².
_RAISED = re.compile(r"(?<![mMｍ])[¹²³⁰⁴-⁹]+$")
# 学校名称 School name: a heading, and behind a blank or in a further line its translation.
_TRANSLATED = re.compile(r"(.*[^\x00-\x7f])\s+([A-Za-z]{3}[\x00-$&-.0-\x7f]*)", re.DOTALL)
# 教学仪器设备资产值 单位：万元
_MEASURED_IN = re.compile(r"(.*?)[,;、]?单位:(.+)")
# No heading is as long; what may stand before one is taken off piece by piece.
LONGEST = 1000
_BESIDE = re.compile("([^-—–_/:·]+)[-—–_/:·]+([^-—–_/:·]+)")
_CLAUSES, _UNIT = re.compile("[,;]"), "单位:"
_BEFORE = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】](.+)")
_STATED = re.compile("([^:]+):(?=.)")
_BRACKETS = re.compile(r"(.+?)[(\[【]([^()\[\]【】]*)[)\]】]")


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """Match any of some texts, the longest first; of none nothing."""
    return re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))) or "(?!)")


def _ends(endings: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Match a word at the end of a heading with what may follow it."""
    return re.compile(
        "|".join(
            f"(?<={re.escape(word(each))})(?:{_any_of(map(word, ends)).pattern})$" for each, ends in endings.items()
        )
        or "(?!)"
    )


class Level(Struct, frozen=True):
    """One level of a heading, without numbering, unit and remark."""

    text: str
    unit: str = ""
    remark: str = ""
    stage: str | None = None


class Levels:
    """What levels are made of; `known` are those of every heading, which are not taken apart."""

    def __init__(self, vocabulary: Vocabulary, known: Iterable[str]) -> None:
        self.vocabulary = vocabulary
        self.stages = {
            word(form): name for name, stage in vocabulary.stages.items() for form in (*stage.words, *stage.departments)
        }
        self._stage_words = sorted(self.stages, key=len, reverse=True)
        levels = vocabulary.levels
        self._lead = tuple(sorted(map(word, levels.lead), key=len, reverse=True))
        self.totals = frozenset(map(word, levels.total))
        self._changing = tuple(map(word, levels.changing))
        self._known: set[str] = set(known)
        self._leaves: set[str] = set()
        self._measured: set[str] = set()
        # The levels of paths come again and again.
        self._names: dict[str, str] = {}

    def learn(self, paths: Collection[Sequence[str]], measured: Collection[str]) -> None:
        """Take in the levels of all headings. measured: the last levels of those whose item has a unit."""
        self._known.update(chain.from_iterable(paths))
        self._leaves.update(path[-1] for path in paths)
        self._measured.update(measured)

    def knows(self, level: str) -> bool:
        """Whether a level stands in a heading, or is known to be of no use."""
        return level in self._known

    def name(self, level: str) -> str:
        """Read a level as the vocabulary writes it: its unit stays out."""
        known = self._names.get(level)
        if known is None:
            name = self.plain(word(level))
            while name.endswith((")", "]", "】")) and (match := _BRACKETS.fullmatch(name)):
                if match[2] not in self.vocabulary.unit_forms:
                    break
                name = match[1]
            known = self._names[level] = name
        return known

    def without_stage(self, text: str) -> tuple[str | None, str]:
        """Take a stage off the front of a heading."""
        for form in self._stage_words:
            if text.startswith(form) and len(text) > len(form):
                return self.stages[form], self.plain(text[len(form) :])
        return None, text

    def plain(self, text: str) -> str:
        """Take off what may stand before or behind a heading without meaning."""
        while len(text) <= LONGEST:
            rest = text
            if not text.isalpha():
                numbered = _NUMBERED.match(text)
                rest = _RANGE.sub("-", text[numbered.end() :] if numbered else text)
            if rest.startswith(self._lead):
                lead = next((form for form in self._lead if rest.startswith(form) and len(rest) > len(form)), "")
                rest = rest[len(lead) :]
            rest = rest.rstrip(":")
            if rest == text or not rest:
                break
            text = rest
        return text

    def _measures(self, text: str) -> bool:
        return text in self.vocabulary.unit_forms or self.vocabulary.unit(text) in self.vocabulary.units

    def _respelled(self, text: str) -> str:
        """Write a heading that is not known as the one that differs from it in the spelling only, if there is one."""
        rest = self.without_stage(text)[1]
        if text in self._known or rest in self._known:
            return text
        for each in dict.fromkeys((text, rest)):
            if (found := self._spelled.get(self.spelling(each))) is not None:
                return text.removesuffix(each) + found
        return text

    def spelling(self, text: str) -> str:
        """Write the parts of a heading as headings are compared; two that are then alike mean the same."""
        parts, ended, spellings = self._spellings
        return ended.sub("", parts.sub(lambda part: spellings[part[0]], text))

    @cached_property
    def _spellings(self) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
        # Many tables have no heading that is not known.
        levels = self.vocabulary.levels
        found = {word(form): word(part) for part, others in levels.spellings.items() for form in (part, *others)}
        return _any_of(found), _ends(levels.endings), found

    @cached_property
    def _spelled(self) -> dict[str, str]:
        """Every known heading by its spelling; of several the shortest one."""
        return {self.spelling(known): known for known in sorted(self._known, reverse=True)}

    def read(self, written: str) -> Level:
        """Take a level apart; what stands in a known heading is left where it is."""
        written = _CIRCLED.sub("", _RAISED.sub("", written.strip(_MARKS)))
        both = _TRANSLATED.fullmatch(written)
        if both and not self._measures(word(both[2])) and not any(each in both[2].lower() for each in self._changing):
            written = both[1]
        text = self.plain(word(written))
        unit = remark = ""
        if len(text) > LONGEST:
            return Level(text, unit, remark, None)
        stage = None
        vocabulary = self.vocabulary
        if text not in self._known and (before := _BEFORE.fullmatch(text)):
            # A heading with its stage, or its unit, in brackets before it.
            if before[1] in self.stages:
                stage, text = self.stages[before[1]], self.plain(before[2])
            elif self._measures(before[1]) and self.plain(before[2]) in self._known:
                text, unit = self.plain(before[2]), before[1]
        if text not in self._known and (dated := _DATED.match(text := plainly(text))):
            text, remark = self.plain(text[dated.end() :]), dated[0]
        if text not in self._known and (said := _MEASURED_IN.fullmatch(text)) and said[2] in vocabulary.unit_forms:
            text, unit = said[1], said[2]
        while text not in self._known and (match := _BRACKETS.fullmatch(text)):
            text, inside = match[1], self.plain(match[2])
            if (said := _MEASURED_IN.fullmatch(inside)) and said[2] in vocabulary.unit_forms:
                unit, inside = unit or said[2], said[1]
            if (named := _STATED.match(inside)) and named[1] in self.stages:
                # A stage, and behind a colon a remark.
                stage, inside = self.stages[named[1]], inside[named.end() :]
            if inside in self.stages:
                stage = self.stages[inside]
            elif self._measures(inside):
                unit = unit or inside
            elif len(clauses := _CLAUSES.split(inside)) > 1:
                # A unit may stand among remarks: (亩,含跑道).
                measures = [each for each in clauses if self._measures(each.removeprefix(_UNIT))]
                unit = unit or next((each.removeprefix(_UNIT) for each in measures), "")
                inside = ",".join(each for each in clauses if each not in measures)
                remark = f"{inside};{remark}" if remark else inside
            elif inside and inside not in self.totals and not inside.isdecimal():
                remark = f"{inside};{remark}" if remark else inside
        if text not in self._known and stage is None and (said := _BESIDE.fullmatch(text)):
            # A heading with its stage behind or before a dash or stroke.
            for own, rest in ((said[2], said[1]), (said[1], said[2])):
                if own in self.stages and (known := self._respelled(rest)) in self._known:
                    return Level(known, unit, remark, self.stages[own])
        if text not in self._known and len(clauses := _CLAUSES.split(text)) > 1 and clauses[0] in vocabulary.unit_forms:
            # A row of units may say more: 万元,保留2位小数.
            text, said_more = clauses[0], ",".join(clauses[1:])
            remark = f"{said_more};{remark}" if remark else said_more
        if (enclosed := text.strip("()[]【】")) != text and enclosed in vocabulary.unit_forms:
            return Level("", enclosed, remark, stage)
        if text in self.stages and text not in self._leaves:
            return Level("", unit, remark, self.stages[text])
        if text in vocabulary.unit_forms:
            return Level("", text, remark, stage)
        if text not in self._known:
            for form in vocabulary.unit_forms:
                cut = text.removesuffix(form).rstrip("/,、_-:")
                if cut != text:
                    cut = self._respelled(cut)
                    if cut in self._measured or self.without_stage(cut)[1] in self._measured:
                        return Level(cut, form, remark, stage)
            text = self._respelled(text)
        return Level(text, unit, remark, stage)
