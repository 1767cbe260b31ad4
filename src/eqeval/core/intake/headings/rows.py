"""Tells what a row below the headings is: a school, a total, a remark, a caption, a row of codes, a filler."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from eqeval.core.grid import Raw, bare, bare_label, text, word
from eqeval.core.intake.headings.lexicon import Lexicon

Kind = Literal[
    "blank", "school", "group", "sum", "mean", "other", "sample", "remark", "caption", "codes", "headings", "filler"
]

# L1, A3-2, (1), [1], 第1栏, 甲, A: what numbers the columns of a form.
# Behind it may stand what adds up, or what it does not exceed: 4=5+6, (4)=(5)+(6), 4(=5+6), 6≤5. It may stand alone.
_NUMBER, _SUM = r"[A-Z]{1,2}(?:\d{1,3}(?:[-.]\d{1,2})?)?|[(\[]?\d{1,3}[)\]]?", r"[\dA-Z()+×÷*/%.-]{1,40}"
# Columns of texts have the stems 甲 to 癸, and behind them the branches.
_LETTER = "[甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥]"
_CODE = re.compile(
    rf"(?:{_NUMBER}|第?\d{{1,3}}[栏列]|{_LETTER})(?:\(?[=≤≥<>]{_SUM})?|={_SUM}|\d{{1,2}}(?:\+\d{{1,2}}){{1,9}}"
)
_FILLING = ".…·。"
_FILLER = re.compile(rf"[{_FILLING}]+")
# 一、城区学校, *含在建, 第1页, 2025年9月: what stands alone in a row between schools or below them.
_ASIDE = re.compile(r"(?:\(?[一二三四五六七八九十]{1,3}[、.)]|\*|第\d+页|20\d\d年).*")
# Codes and translations stand below the headings, not between schools.
_ROWS_OF_CODES = 2
# A row that translates the headings has so many cells at least.
_TRANSLATED = 3
# 2024年, 2024-2025学年: the figures of a year.
_YEAR = re.compile(r"20\d\d(?:[-—~至]20\d\d)?(?:年|学年|年度|学年度)")
# The shortest word that may end the name of a total: 某镇小计.
_ENDING = 2
# 6, 6所: how many schools there are, where the name of one would stand.
_SCHOOLS = re.compile(r"\d+[所个]?")
# 6所, 共6校 as a name: what stands in its row adds up so many; 6校 may be a school.
_COUNTED = r"\d+[所个](?:学校)?"
_COUNT, _COUNTS = re.compile(rf"(?:总?共[有计]?)?{_COUNTED}|总?共[有计]?\d+校"), ("所", "个", "校")
# How the name of a total of a place may end.
_SUMMED = (")", "计", "所", "个", "所学校", "个学校")


@lru_cache(maxsize=64)
def row_kinds(lexicon: Lexicon) -> "RowKinds":
    """Give what recognises rows by the words of a lexicon: the same for all counties of a run."""
    return RowKinds(lexicon)


class RowKinds:
    """Recognises rows by the words of a vocabulary; most rows are schools and are told by one look at their name."""

    def __init__(self, lexicon: Lexicon) -> None:
        rows = lexicon.vocabulary.not_schools
        self.lexicon = lexicon
        self._kinds: dict[str, Kind] = {}
        for kind, words in (("other", rows.other), ("sample", rows.samples), ("mean", rows.mean), ("sum", rows.sum)):
            self._kinds.update(dict.fromkeys(map(word, words), kind))  # type: ignore[arg-type]
        self._endings = tuple(sorted((each for each in self._kinds if len(each) >= _ENDING), key=len, reverse=True))
        self._kinds.update((each, "group") for each in map(word, rows.groups) if each not in self._kinds)
        self._places, self._parts = (tuple(map(word, each)) for each in (rows.places, rows.parts))
        self._remarks = lexicon.vocabulary.remark_words
        self._schools = tuple(map(word, rows.kinds))
        places, sums = ("|".join(re.escape(word(each)) for each in words) for words in (rows.places, rows.sum))
        # 甲镇(小计), 甲镇计, 甲镇6所: behind the name of a place a short word is enough.
        self._summed = re.compile(
            rf".*(?:{places})(?:[(:]?(?:{sums})\)?|(?:共[有计]?)?{_COUNTED})" if places and sums else "(?!)"
        )
        some, kinds = ("|".join(re.escape(word(each)) for each in words) for words in (rows.some, rows.kinds))
        self._group = re.compile(rf"(?:{some}|\D?\D?\d+\D{{1,4}})+(?:{kinds})+" if some and kinds else "(?!)")

    def kind(self, raws: Sequence[Raw], name: int, below: int, width: int | None = None) -> tuple[Kind, int]:
        """Say what a row is, and in which column its label stands.

        name: the column of the schools' names. below: how many rows the row is below the headings, from 1. width: how
        many columns the headings have; a note may stand beside them.
        """
        filled = len(raws) - raws.count("") - raws.count(None)
        if not filled:
            return "blank", name
        if below <= _ROWS_OF_CODES and any(numbers_columns(each, self.lexicon.unused) for each in (raws, raws[:width])):
            return "codes", name
        if below <= _ROWS_OF_CODES and _translates(raws):
            return "headings", name
        named = name < len(raws) and bool(text(raws[name]))
        for column in (*range(min(name, len(raws))), *((name,) if named else range(name + 1, len(raws)))):
            raw = raws[column]
            if not isinstance(raw, str) or not raw:
                continue
            kind = self._label(raw, filled == 1, column == name or not named)
            if kind == "group" and named and column < name and not _SCHOOLS.fullmatch(word(raws[name])):
                # 镇区 or 城关镇 in a column before the name are what the school is, or where.
                continue
            if kind is not None:
                return kind, column
            if not named and column > name:
                break
        if not named and (lone := _lone(raws)) is not None:
            # A text beside the table, or the number of a row that nobody filled in.
            if isinstance(raws[lone], str):
                return "remark", lone
            if lone < name:
                return "blank", lone
        return "school", name

    def knows(self, raw: Raw) -> bool:
        """Whether a label is a word that is never a school, and does not only begin like one: 最大值."""
        label = word(raw)
        return label in self._kinds or bare(label) in self._kinds

    def may_name(self, said: str) -> bool:
        """Whether a cell may be the name of a school: something stands in it, and it is no label of another row."""
        return bool(said) and self._label(said, False, True) is None and not _SCHOOLS.fullmatch(word(said))

    def is_group(self, name: str) -> bool:
        """Whether a name is that of all of a kind, and of none of them: the rural ones, those of up to 100 pupils."""
        return self._group.fullmatch(name) is not None

    def is_part(self, label: str) -> bool:
        """Whether a label says that its row repeats a part of another one."""
        return word(label).startswith(self._parts)

    def parts_school(self, label: str, places: bool = False) -> bool:
        """Whether a label names a part that is a school of its own, and no group, no place of teaching, no campus.

        places: whether a place of teaching is one, too.
        """
        said = word(label)
        rest = next((said.removeprefix(lead).lstrip(":,、") for lead in self._parts if said.startswith(lead)), "")
        kinds = self.lexicon.vocabulary.type_forms
        if rest in kinds or self.is_group(rest):
            return False
        return rest.endswith(self._schools) or (places and rest.endswith(tuple(kinds)))

    def _label(self, raw: str, alone: bool, first: bool) -> Kind | None:
        """Say what a label makes of its row. alone: whether nothing else stands in it."""
        lone = first and alone
        if lone and self.lexicon.captioned(raw):
            return "caption"
        label = word(raw)
        core = bare_label(label)
        kind = self._kinds.get(core)
        if kind is None and first and core.endswith(self._endings):
            kind = next(self._kinds[each] for each in self._endings if core.endswith(each))
        if kind is None and first:
            kind = self._adding(label)
        if kind is not None:
            return kind
        if label[:1] in _FILLING and _FILLER.fullmatch(label):
            return "filler"
        if label.startswith(self._remarks):
            return "remark"
        if not first:
            return None
        if lone:
            # 清河镇 alone stands above its schools.
            if label.endswith((":", "。", *self._places)) or _ASIDE.fullmatch(label):
                return "remark"
        elif label.startswith(self._parts):
            return "other"
        elif label.removesuffix(":").endswith(self._places) or (label.startswith("20") and _YEAR.fullmatch(label)):
            return "group"
        return None

    def _adding(self, label: str) -> Kind | None:
        """Say whether a label counts schools, or says beside the word of a total what it adds up: 共6所, 合计:中学."""
        if label.endswith(_COUNTS) and _COUNT.fullmatch(label):
            return "sum"
        if label.endswith(_SUMMED) and self._summed.fullmatch(label):
            return "sum"
        head, colon, _ = label.partition(":")
        return "sum" if colon and self._kinds.get(head) == "sum" else None


def _lone(raws: Sequence[Raw]) -> int | None:
    """Find the only cell that holds anything."""
    filled = (column for column, raw in enumerate(raws) if raw not in (None, ""))
    found = next(filled, None)
    return found if next(filled, None) is None else None


def _translates(raws: Sequence[Raw]) -> bool:
    """Whether a row says the headings again in Latin letters: School name, Enrolment; a school has numbers."""
    filled = [raw for raw in raws if raw not in (None, "")]
    if len(filled) < _TRANSLATED or not all(isinstance(raw, str) for raw in filled):
        return False
    return all((label := word(raw)).isascii() and any(map(str.isalpha, label)) for raw in filled)


def numbers_columns(raws: Sequence[Raw], lead: frozenset[str]) -> bool:
    """Whether all cells number the columns: L1 L2 L3, or 甲 乙 1 2 3; lead: words that may stand before them (栏次)."""
    labels: list[str] = []
    for raw in raws:
        if raw is None or raw == "" or (label := word(raw)) in lead:
            continue
        if not _CODE.fullmatch(label):
            return False
        labels.append(label)
    if len(labels) < 2:
        return False
    if any(not label.isdigit() for label in labels):
        return True
    numbers = [int(label) for label in labels]
    return all(right == left + 1 for left, right in pairwise(numbers))
