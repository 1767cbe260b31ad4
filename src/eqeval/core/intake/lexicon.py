"""The headings that are known, and what the path of a heading over several rows means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from eqeval.core.exact import Number
from eqeval.core.grid import word
from eqeval.core.items import StatedItem
from eqeval.core.origin import Key
from eqeval.core.vocabulary import Vocabulary

Rule = Literal["heading", "synonym", "path", "stage", "band", "part", "map"]
Path = tuple[str, ...]

# The stage of a column that is told apart by stage and does not say which one it is.
UNSAID = ""
BETWEEN_LEVELS = " > "
# Of so many texts it is remembered whether they are a heading.
_REMEMBERED = 4096

_NUMBERED = re.compile(
    r"(?:\d{1,2}[.、)]|\(\d{1,2}\)|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\))+"
)
# 26—30, 26~30, 26至30.
_RANGE = re.compile(r"(?<=\d)(?:[—–~]+|至)(?=\d)")
# 2026年, 2025-2026学年度, 2026年秋季: when a column was counted.
_DATED = re.compile(r"20\d\d(?:[-/—~]20\d\d)?学?年度?(?:[春秋]季?(?:学期)?)?[初末底]?")
# Marks that point to a note below the table.
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩*＊※▲△★☆●◆■ "
# 教学仪器设备资产值 单位：万元
_MEASURED_IN = re.compile(r"(.*?)[,;、]?单位:(.+)")
# No heading is as long; what may stand before one is taken off piece by piece.
_LONGEST = 1000
# What a remark says, clause by clause.
_CLAUSES = re.compile("[,;、。:]")
_BESIDE = re.compile("([^-—–_/:·]+)[-—–_/:·]+([^-—–_/:·]+)")
_BRACKETS = re.compile(r"(.+?)[(\[【]([^()\[\]【】]*)[)\]】]")


class Meaning(NamedTuple):
    """What a heading stands for: an item, or the part of a sum, or a band of sizes. weak: others come first."""

    key: Key
    rule: Rule
    part: tuple[int, int] | None = None
    band: int | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a heading, without numbering, unit and remark."""

    text: str
    unit: str = ""
    remark: str = ""
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A column that was recognised: how, what was taken off, and which levels above it were not understood."""

    meaning: Meaning
    unit: str
    remark: str
    unexplained: Path
    # Fewer levels left out come first; a level that is not understood weighs more than any other.
    rank: int


class Lexicon:
    """Every heading of a vocabulary, by its path."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.stages = {
            word(form): name for name, stage in vocabulary.stages.items() for form in (*stage.words, *stage.departments)
        }
        self.departments = {word(form): name for name, stage in vocabulary.stages.items() for form in stage.departments}
        self._both = [word(each) for each in vocabulary.levels.both]
        self._stage_words = sorted(self.stages, key=len, reverse=True)
        levels = vocabulary.levels
        self._lead = sorted(map(word, levels.lead), key=len, reverse=True)
        self._quantities = {word(form): units for form, units in levels.quantities.items()}
        self.totals = frozenset(map(word, levels.total))
        self._neutral = frozenset(map(word, levels.neutral)) | self._quantities.keys()
        self.unused = frozenset(map(word, levels.unused))
        self.remarks = frozenset(map(word, levels.remarks))
        self._grouping = frozenset(map(word, levels.grouping))
        self._alike = {word(form): word(same[0]) for same in levels.alike for form in same[1:]}
        self._denied = {name: tuple(map(word, item.denied)) for name, item in vocabulary.items.items() if item.denied}
        self.paths: dict[Path, list[Meaning]] = {}
        # The levels of paths come again and again.
        self._names: dict[str, str] = {}
        self.titles: dict[Key, str] = {}
        self._known: set[str] = {*self.unused, *self._alike}
        # What may end in a unit without brackets: 班级数个, and not 学校名.
        self._measured: set[str] = set()
        items = vocabulary.items
        for written, meaning in _meanings(vocabulary):
            item = items[meaning.key[0]]
            self.titles.setdefault(meaning.key, written)
            path = self._path(written)
            meanings = self.paths.setdefault(path, [])
            if isinstance(item, StatedItem) and any(
                not isinstance(items[each.key[0]], StatedItem) for each in meanings
            ):
                # What is the heading of totals is never read as a finished value.
                continue
            if not meanings or all(each.key != meaning.key or each.part != meaning.part for each in meanings):
                meanings.append(meaning._replace(rule="path") if len(path) > 1 and meaning.rule != "part" else meaning)
            self._known.update(path)
            if item.unit:
                self._measured.add(path[-1])
        self._by_leaf: dict[str, list[Path]] = {}
        for path in self.paths:
            self._by_leaf.setdefault(path[-1], []).append(path)
        self.level = lru_cache(maxsize=_REMEMBERED)(self._level)
        self._naming: dict[str, bool] = {}
        name = vocabulary.roles["name"]
        self.names = frozenset(path[-1] for path, found in self.paths.items() for one in found if one.key[0] == name)

    def _path(self, written: str) -> Path:
        """Read a path as the vocabulary writes it, without units and levels that change nothing."""
        levels = written.split(BETWEEN_LEVELS.strip())
        names = [self._names.get(each) or self._named(each) for each in levels]
        if len(names) == 1:
            return (names[0],)
        names = [self._alike.get(name, name) for name in names]
        return (*(name for name in names[:-1] if name not in self._neutral), names[-1])

    def _named(self, level: str) -> str:
        name = self._plain(word(level))
        while name.endswith((")", "]", "】")) and (match := _BRACKETS.fullmatch(name)):
            if match[2] not in self.vocabulary.unit_forms:
                break
            name = match[1]
        self._names[level] = name
        return name

    def knows(self, written: str) -> bool:
        """Whether a cell may be a heading, or its last level."""
        level = self.level(written)
        text = level.text
        return text in self._by_leaf or self._without_stage(text)[1] in self._by_leaf

    def stage_in(self, written: str) -> str | None:
        """Find the only stage that a title or a name speaks of, or none."""
        name = word(written)
        if any(both in name for both in self._both):
            return None
        found = {stage for form, stage in self.stages.items() if form in name}
        return found.pop() if len(found) == 1 else None

    def names_schools(self, written: str) -> bool:
        """Whether a cell is the heading of the schools' names; asked of every text of a sheet, so it stays simple."""
        said = self._naming.get(written)
        if said is None:
            text = word(written)
            said = text in self.names or (not text[:1].isalnum() and self._plain(text) in self.names)
            if len(self._naming) >= _REMEMBERED:
                # Names of schools never come again; a province has a million texts.
                self._naming.clear()
            self._naming[written] = said
        return said

    def endings(self, stage: str | None) -> tuple[str, ...]:
        """What may stand behind the name of a school in a row that speaks of one of its stages."""
        bare = [form for form, own in self.departments.items() if own == stage]
        return (*bare, *(f"({form})" for form, own in self.stages.items() if own == stage))

    def factor(self, name: str, unit: str) -> Number | None:
        """Say how many of an item's unit one of a column's is; None where it is another quantity.

        Of a value per pupil the heading may state the unit with or without the pupil: ㎡ or ㎡/生.
        """
        if not unit:
            return 1
        item = self.vocabulary.items[name]
        wanted = item.unit["zh"] if isinstance(item.unit, dict) else item.unit or ""
        if isinstance(item, StatedItem):
            unit, wanted = unit.partition("/")[0], wanted.partition("/")[0]
        return self.vocabulary.factor(unit, wanted)

    def denies(self, match: Match) -> bool:
        """Whether the remark behind a heading says that the column holds another quantity than the item."""
        denied = self._denied.get(match.meaning.key[0], ())
        return bool(denied and match.remark) and any(said.startswith(denied) for said in _CLAUSES.split(match.remark))

    def understands(self, level: Level) -> bool:
        """Whether a level says something: a known word, a sum, a unit, or a stage."""
        text = level.text
        return not text or text in self._known or text in self.totals or self._without_stage(text)[1] in self._known

    def match(self, written: Path) -> list[Match]:
        """Find what the path of a column may mean, the best first; several where it may be a part of several sums."""
        levels = [self.level(each) for each in written]
        names = [level.text for level in levels if level.text]
        if len(names) > 1 and (units := self._quantities.get(names[-1])):
            # What is counted below an item is the item only where it is counted in its unit: 音乐教室 > 面积 is not.
            found = [
                replace(match, rank=match.rank + 1)
                for match in self._understood(levels, names[:-1])
                if self._counted_in(match.meaning, units)
            ]
            if found or names[-1] not in self._by_leaf:
                return found
        return self._understood(levels, names)

    def _counted_in(self, meaning: Meaning, units: list[str]) -> bool:
        name = meaning.key[0] if meaning.band is None else self.vocabulary.roles["classes"]
        return any(self.factor(name, unit) is not None for unit in units) and bool(self.vocabulary.items[name].unit)

    def _understood(self, levels: list[Level], names: list[str]) -> list[Match]:
        """Find what the names of some levels mean, with the stages, units and remarks that all levels say."""
        stages = {level.stage for level in levels if level.stage}
        names = [
            name
            for number, name in enumerate(names, 1)
            if name not in self._neutral or (number == len(names) and name in self._by_leaf)
        ]
        unit = next((level.unit for level in reversed(levels) if level.unit), "")
        remark = next((level.remark for level in reversed(levels) if level.remark), "")
        if names and names[-1] not in self._known:
            stage, rest = self._without_stage(names[-1])
            if rest in self._known and stage:
                stages.add(stage)
                names[-1] = rest
        if not names or len(stages) > 1:
            return []
        if len(names) > 1:
            leaf = names[-1] if names[-1] in self._by_leaf else self._alike.get(names[-1], names[-1])
            names = [*(self._alike.get(name, name) for name in names[:-1]), leaf]
        stage = next(iter(stages), None)
        found: list[tuple[int, int, Match]] = []
        for path, skipped in self._paths(tuple(names)):
            unexplained = tuple(name for name in skipped if name not in self.totals and name not in self._grouping)
            for meaning in self.paths[path]:
                placed = self._placed(meaning, stage)
                if placed is not None and (placed.rule != "part" or not unexplained):
                    said = remark or ("" if stage is None or placed.key[1] == stage else self._title(stage))
                    rank = _rank(skipped, unexplained, placed)
                    found.append((rank, -len(path), Match(placed, unit, said, unexplained, rank)))
        return [match for _, _, match in sorted(found, key=lambda one: one[:2])]

    def _paths(self, names: Path) -> Iterator[tuple[Path, Path]]:
        """List the known paths that lie within a path and end as it does, with the levels that are left over."""
        for path in self._by_leaf.get(names[-1], ()):
            wanted, left = list(path), []
            for name in reversed(names):
                if wanted and wanted[-1] == name:
                    wanted.pop()
                else:
                    left.append(name)
            if not wanted:
                yield path, tuple(reversed(left))
        if names[-1] in self.totals and len(names) > 1:
            for path, skipped in self._paths(names[:-1]):
                yield path, (*skipped, names[-1])

    def _placed(self, meaning: Meaning, stage: str | None) -> Meaning | None:
        """Give a meaning the stage that its heading says; None where they contradict each other."""
        name, own = meaning.key
        if stage is None or own == stage or own is None:
            return meaning
        if own != UNSAID:
            return None
        if meaning.part and stage not in (self.vocabulary.items[name].sums[meaning.part[0]].stages or (stage,)):
            return None
        item = self.vocabulary.items[name]
        if stage not in item.stages:
            return None
        rule: Rule = "stage" if meaning.rule in ("heading", "synonym") else meaning.rule
        return meaning._replace(key=(name, stage), rule=rule)

    def _title(self, stage: str) -> str:
        title = self.vocabulary.stages[stage].title
        return title if isinstance(title, str) else title["zh"]

    def _without_stage(self, text: str) -> tuple[str | None, str]:
        """Take a stage off the front of a heading."""
        for form in self._stage_words:
            if text.startswith(form) and len(text) > len(form):
                return self.stages[form], self._plain(text[len(form) :])
        return None, text

    def _plain(self, text: str) -> str:
        """Take off what may stand before or behind a heading without meaning."""
        while len(text) <= _LONGEST:
            numbered = _NUMBERED.match(text)
            rest = _RANGE.sub("-", text[numbered.end() :] if numbered else text)
            lead = next((form for form in self._lead if rest.startswith(form) and len(rest) > len(form)), "")
            rest = rest[len(lead) :].rstrip(":")
            if rest == text or not rest:
                break
            text = rest
        return text

    def _level(self, written: str) -> Level:
        text = self._plain(word(written.strip(_MARKS)))
        unit = remark = ""
        if len(text) > _LONGEST:
            return Level(text, unit, remark, None)
        stage = None
        vocabulary = self.vocabulary
        if text not in self._known and (dated := _DATED.match(text)):
            text, remark = self._plain(text[dated.end() :]), dated[0]
        if text not in self._known and (said := _MEASURED_IN.fullmatch(text)) and said[2] in vocabulary.unit_forms:
            text, unit = said[1], said[2]
        while text not in self._known and (match := _BRACKETS.fullmatch(text)):
            text, inside = match[1], self._plain(match[2])
            if (said := _MEASURED_IN.fullmatch(inside)) and said[2] in vocabulary.unit_forms:
                unit, inside = unit or said[2], said[1]
            if inside in self.stages:
                stage = self.stages[inside]
            elif inside in vocabulary.unit_forms or vocabulary.unit(inside) in vocabulary.units:
                unit = unit or inside
            elif inside and inside not in self.totals:
                remark = remark or inside
        if text not in self._known and stage is None and (said := _BESIDE.fullmatch(text)):
            # A heading with its stage behind or before a dash or stroke.
            for own, rest in ((said[2], said[1]), (said[1], said[2])):
                if own in self.stages and rest in self._known:
                    return Level(rest, unit, remark, self.stages[own])
        if (enclosed := text.strip("()[]【】")) != text and enclosed in vocabulary.unit_forms:
            return Level("", enclosed, remark, stage)
        if text in self.stages and text not in self._by_leaf:
            return Level("", unit, remark, self.stages[text])
        if text in vocabulary.unit_forms:
            return Level("", text, remark, stage)
        if text not in self._known:
            for form in vocabulary.unit_forms:
                cut = text.removesuffix(form).rstrip("/,、_-:")
                if cut != text and (cut in self._measured or self._without_stage(cut)[1] in self._measured):
                    return Level(cut, form, remark, stage)
        return Level(text, unit, remark, stage)


def _rank(skipped: Path, unexplained: Path, meaning: Meaning) -> int:
    """A column whose whole path is understood comes before one with a level left over, and that before a makeshift."""
    return 1000 * meaning.weak + 100 * len(unexplained) + len(skipped) - len(unexplained)


def _meanings(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    """List every heading that a school table may have."""
    for name, item in vocabulary.items.items():
        if item.of != "school":
            continue
        staged = item.headings.items() if isinstance(item.headings, dict) else [(None, item.headings)]
        for stage, headings in staged:
            for number, heading in enumerate(headings):
                yield heading, Meaning((name, stage), "synonym" if number else "heading")
        own = UNSAID if item.stages else None
        for heading in item.unstaged:
            yield heading, Meaning((name, own), "synonym")
        for heading in item.instead:
            yield heading, Meaning((name, own), "synonym", weak=True)
        for sum_, parts in enumerate(item.sums):
            for part, headings in enumerate(parts.of):
                for heading in headings:
                    yield heading, Meaning((name, own), "part", part=(sum_, part))
        for band, each in enumerate(item.bands):
            for heading in each.headings:
                yield heading, Meaning((name, own), "band", band=band)
