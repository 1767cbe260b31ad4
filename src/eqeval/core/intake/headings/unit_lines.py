"""Reads a line that says in which units a table counts: 金额单位：元　面积单位：平方米."""

import re
import unicodedata
from collections.abc import Callable
from functools import cached_property

from eqeval.core.grid import Raw, text, word
from eqeval.core.vocabulary import Vocabulary

# Blanks that only spread a label out: 单 位 ： 元.
_SPREAD = re.compile(r"(?<=单)\s+(?=位)|\s+(?=[:(])|(?<=[:(])\s+")
_PIECES = re.compile(r"[\s。()\[\]【】]+")
_BETWEEN = re.compile(r"[、,;及和]+")
# Blanks within a unit: 千 元.
_BROKEN = re.compile(
    r"(?<=[十百千万亿仟佰])\s+(?=[万元㎡平亿])|(?<=平)\s+(?=方)|(?<=公)\s+(?=顷)|(?<=[平立]方)\s+(?=米)"
)
# What stands before a label: 填报单位, 运动场地面积单位.
_LEAD = re.compile(r"[^\s,;、。:()\[\]【】]{0,40}$")
# No name of a quantity or a unit is longer, and a pattern without an end tries a long text at every sign anew.
# What is done with figures.
_FILLED = "统计|计算|填报|填列|填写|填|列|计"
# 金额以万元计、面积以亩为单位.
_COUNTED = re.compile(rf"以([^,;。:()]{{1,40}}?)(?:为(单位)|计)(?:{_FILLED})?(?=$|[\s,;、。)])")
# 设备值为万元, 运动场地按亩计, 教学仪器设备值:万元: the unit of some columns beside that of the others.
_OWN = re.compile(
    rf"([^\s,;、。:()]{{1,40}}?)(为|按|用|是|:)([^\s,;、。:()]{{1,20}}?)(?:为单位)?(?:{_FILLED})?(?=$|[\s,;、。()])"
)
# A line of nothing but units: （元）.
_OPEN, _BRACKETED = ("(", "[", "【"), re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_DATE = re.compile(r"\d{4}")
_SIGNS = re.compile(r"[\W_]+")


def _joined(written: str) -> str:
    """Take out the blanks that only spread a label or a unit out."""
    return _BROKEN.sub("", _SPREAD.sub("", unicodedata.normalize("NFKC", written)))


class UnitLines:
    """How lines of units are read. heading: whether a text is the heading of an item."""

    def __init__(self, vocabulary: Vocabulary, heading: Callable[[str], bool]) -> None:
        self.vocabulary, self.heading = vocabulary, heading
        words = vocabulary.unit_lines
        self.quantities = frozenset(map(word, words.quantities))
        self.prefixes = tuple(map(word, words.prefixes))
        self.others = tuple(map(word, words.others))
        # 注：, and not 填报单位：.
        self._remarks = tuple(each for each in vocabulary.remark_words if each.endswith(":") and "单位" not in each)
        self.per = frozenset(form.partition("/")[2] for form in vocabulary.unit_forms if "/" in form)

    @cached_property
    def _label(self) -> re.Pattern[str]:
        quantities = "|".join(sorted(map(re.escape, self.quantities), key=len, reverse=True)) or "(?!)"
        return re.compile(rf"(?:(?P<quantity>{quantities})(?P<unit>单位)?|(?:计量)?单位)[:(]")

    @cached_property
    def _unmarked(self) -> re.Pattern[str]:
        """单位元, 单位 元: a unit without a colon before it, and nothing but a sign behind."""
        units = "|".join(re.escape(each) for each in self.vocabulary.unit_forms if self.vocabulary.convertible(each))
        return re.compile(rf"单位\s*(?=(?:{units or '(?!)'})(?:$|[\s,;、。)\]】]))")

    @cached_property
    def _stated(self) -> re.Pattern[str]:
        """按千元填列: a unit of which others are to be had, behind a word that states it."""
        units = "|".join(re.escape(each) for each in self.vocabulary.unit_forms if self.vocabulary.convertible(each))
        return re.compile(f"[为按用以是](?:{units or '(?!)'})")

    def read(self, raw: str, beside: Raw = None) -> tuple[list[str], bool]:
        """List the units that a cell names for all columns, and say whether it names something that is none of them.

        beside: the next cell, which holds the unit where this one ends in a colon.

        The name of an office (单位：某县教育局) is no unit, and a unit of one item alone is not one of all columns.
        """
        folded = word(raw)
        bracketed = folded.startswith(_OPEN)
        named = "单位" in folded or any(each in folded for each in self.quantities)
        if not named and not bracketed and not self._stated.search(folded):
            return [], False
        line = _joined(text(raw))
        remark = next((each for each in self._remarks if line.startswith(each)), "")
        line = self._unmarked.sub("单位:", line.removeprefix(remark))
        if bracketed and (alone := _BRACKETED.fullmatch(line)) and "单位" not in line:
            units, odd = self._units(alone[1])
            if units and not odd:
                return [unit for unit in units if self.vocabulary.convertible(unit)], False
        if line.endswith(":") and isinstance(beside, str):
            line = _joined(line + text(beside))
        found: list[str] = []
        unread = False
        for said in _COUNTED.finditer(line):
            units, odd = self._units(said[1])
            found += [] if odd else units
            unread |= odd and bool(said[2])
        for what, said_by, unit in _OWN.findall(line):
            # Of two units for one quantity nobody knows which columns have which.
            if self.vocabulary.convertible(unit) and (said_by != ":" or self.heading(what)):
                found.append(unit)
            elif bracketed and "单位" not in what and self.vocabulary.convertible(unit) and what not in self.quantities:
                # （设备：元）: what has that unit is not known by that name.
                unread = True
        labels = list(self._label.finditer(line))
        for number, label in enumerate(labels):
            end = labels[number + 1].start() if number + 1 < len(labels) else len(line)
            before = labels[number - 1].end() if number else 0
            lead = self._lead(line[before : label.start()])
            end -= len(self._lead(line[label.end() : end])) if end < len(line) else 0
            units, odd = self._units(line[label.end() : end])
            if label["quantity"] and lead and units and self.heading(lead + label["quantity"]):
                unread = True
            elif not odd:
                found += units
            elif label["unit"] or not (lead or label["quantity"]):
                found += units
                unread |= bool(label["unit"]) or not self._other(line[label.end() : end])
        return found, unread

    def _lead(self, before: str) -> str:
        """Find what belongs to a label that stands behind a text: nothing where that ends in a unit."""
        lead = _LEAD.search(before)
        return lead[0] if lead and lead[0] and self._units(lead[0])[1] else ""

    def _other(self, said: str) -> bool:
        """Whether what stands behind 单位 is an office, a school, or a date, and no unit."""
        return any(each in said for each in self.others) or _DATE.search(said) is not None

    def _units(self, said: str) -> tuple[list[str], bool]:
        """List the units in a text, and say whether something else stands in their place."""
        found: list[str] = []
        odd = False
        for piece in _PIECES.split(said):
            tokens = [each for token in _BETWEEN.split(piece) for each in self._parts(token)]
            units = [each for each in tokens if self._known(each)]
            # Behind the units a line may go on with something else, after a blank: 单位：元 2026年9月.
            if units or not found:
                odd |= any(each not in self.quantities for each in tokens if each not in units)
                found += units
        return found, odd

    def _parts(self, token: str) -> list[str]:
        """Take 人/㎡/元 apart, but not ㎡/生; leave out what stands before a unit without meaning."""
        bare = word(token).strip("_").removesuffix("等")
        for prefix in self.prefixes:
            bare = bare.removeprefix(prefix)
        parts = bare.split("/")
        whole = self._known(bare) or (len(parts) == 2 and parts[1] in self.per)
        return [each for each in ([bare] if whole else parts) if _SIGNS.sub("", each) or self._known(each)]

    def _known(self, written: str) -> bool:
        vocabulary = self.vocabulary
        if written in vocabulary.unit_forms or vocabulary.unit(written) in vocabulary.units:
            return True
        base, _, per = written.partition("/")
        return vocabulary.convertible(base) and (not per or per in self.per)
