"""The headings that are known, and what the path of a heading over several rows means."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from eqeval.core.figures.exact import Number
from eqeval.core.grid import Raw, bare, text, word
from eqeval.core.intake.headings.levels import Level, Levels
from eqeval.core.intake.headings.meanings import UNSAID, Meaning, Rule, meanings
from eqeval.core.intake.headings.qualified import Qualified
from eqeval.core.origin import Key
from eqeval.core.parts.items import StatedItem
from eqeval.core.vocabulary import Vocabulary

Path = tuple[str, ...]

BETWEEN_LEVELS = " > "
_BETWEEN = BETWEEN_LEVELS.strip()
# How much a level that is not understood weighs in the rank of a match.
UNEXPLAINED = 100
# Of so many texts it is remembered whether they are a heading.
_REMEMBERED = 4096

# The code of a type of school in the statistics.
_CODE = re.compile(r"^\d{2,4}[-.、:]?")


class Match(Struct, frozen=True):
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
        levels = vocabulary.levels
        self._alike = {word(form): word(same[0]) for same in levels.alike for form in same[1:]}
        self.unused = frozenset(map(word, levels.unused))
        self.numbering = frozenset(map(word, levels.numbering))
        self._levels = Levels(vocabulary, (*self.unused, *self._alike))
        self.stages, self.totals = self._levels.stages, self._levels.totals
        self.departments = {word(form): name for name, stage in vocabulary.stages.items() for form in stage.departments}
        self._both = [word(each) for each in levels.both]
        self._quantities = {word(form): units for form, units in levels.quantities.items()}
        self._neutral = frozenset(map(word, levels.neutral)) | self._quantities.keys()
        self.remarks = frozenset(map(word, levels.remarks))
        self._grouping = frozenset(map(word, levels.grouping))
        self.qualified = Qualified(vocabulary)
        self.paths: dict[Path, list[Meaning]] = {}
        self.titles: dict[Key, str] = {}
        items = vocabulary.items
        # What may end in a unit without brackets: 班级数个, and not 学校名.
        measured: set[str] = set()
        upper: dict[str, Path] = {}
        for headings, meaning in meanings(vocabulary):
            if not headings:
                continue
            item = items[meaning.key[0]]
            self.titles.setdefault(meaning.key, headings[0])
            stated = isinstance(item, StatedItem)
            for written in headings:
                path = self._path(written, upper)
                alike = self.paths.get(path)
                if alike is None:
                    self.paths[path] = [meaning]
                elif stated and any(not isinstance(items[one.key[0]], StatedItem) for one in alike):
                    # What is the heading of totals is never read as a finished value.
                    continue
                elif all(each.key != meaning.key or each.part != meaning.part for each in alike):
                    alike.append(meaning)
                if item.unit:
                    measured.add(path[-1])
        self._levels.learn(self.paths, measured)
        self._by_leaf: dict[str, list[Path]] = {}
        for path in self.paths:
            self._by_leaf.setdefault(path[-1], []).append(path)
        self.level = lru_cache(maxsize=_REMEMBERED)(self._levels.read)
        self.spelling = self._levels.spelling
        self._naming: dict[str, bool] = {}
        name = vocabulary.roles["name"]
        self.names = frozenset(path[-1] for path, found in self.paths.items() for one in found if one.key[0] == name)

    def _path(self, written: str, upper: dict[str, Path]) -> Path:
        """Read a path as the vocabulary writes it, without units and levels that change nothing.

        upper: what stands above other headings, as it was read; it comes again and again.
        """
        above, between, last = written.rpartition(_BETWEEN)
        name = self._levels.name(last)
        if not between:
            return (name,)
        path = upper.get(above)
        if path is None:
            names = [self._same(self._levels.name(each)) for each in above.split(_BETWEEN)]
            path = upper[above] = tuple(each for each in names if each not in self._neutral)
        return (*path, self._same(name))

    def counts(self, level: str) -> bool:
        """Whether a last level only says what is counted: 面积, 人数."""
        return level in self._quantities

    def _same(self, name: str) -> str:
        """Give the word that stands for all that mean the same."""
        return self._alike.get(name, name)

    def knows(self, written: str) -> bool:
        """Whether a cell may be a heading, or its last level."""
        level = self.level(written)
        text = level.text
        return text in self._by_leaf or self._levels.without_stage(text)[1] in self._by_leaf

    def stage_in(self, written: str) -> str | None:
        """Find the only stage that a title or a name speaks of, or none."""
        name = word(written)
        if any(both in name for both in self._both):
            return None
        found = {stage for form, stage in self.stages.items() if form in name}
        return found.pop() if len(found) == 1 else None

    def place_in(self, written: str) -> str:
        """Give the place that a title or the name of a sheet is, and nothing else; none for that of a whole county."""
        sheets, name = self.vocabulary.sheets, word(written)
        counties, within = tuple(map(word, sheets.counties)), tuple(map(word, sheets.within))
        if not name.endswith(tuple(map(word, self.vocabulary.not_schools.places))):
            return ""
        return "" if name.endswith(counties) and not name.endswith(within) else text(written)

    def neutral(self, written: str) -> bool:
        """Whether a level changes nothing in what stands above or below it."""
        return self.level(written).text in self._neutral

    def names_schools(self, written: str) -> bool:
        """Whether a cell is the heading of the schools' names; asked of every text of a sheet, so it stays simple."""
        said = self._naming.get(written)
        if said is None:
            text = word(written)
            said = text in self.names or (not text[:1].isalnum() and self._levels.plain(text) in self.names)
            if not said and text[-1:].isascii() and text[-1:].isalpha():
                # A heading may have its translation behind it, and names of schools seldom end so.
                said = self._levels.read(written).text in self.names
            if len(self._naming) >= _REMEMBERED:
                # Names of schools never come again; a province has a million texts.
                self._naming.clear()
            self._naming[written] = said
        return said

    def type_of(self, said: Raw) -> str | None:
        """Give the type that a cell names; a remark may stand behind it, and its code before it (211-…)."""
        written, known = word(said), self.vocabulary.type_forms
        return known.get(written) or known.get(bare(written)) or known.get(_CODE.sub("", written))

    def captioned(self, written: str) -> str | None:
        """Find the stage of the rows below a line of one word: its own name, or a type of school that has no other."""
        level = self.level(written)
        if level.stage and not level.text:
            return level.stage
        kind = self.type_of(written)
        stages = self.vocabulary.types[kind].stages if kind else ()
        return stages[0] if len(stages) == 1 else None

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

    def denied(self, match: Match) -> str:
        """Give what says that the column holds another quantity than the item: a remark, or a level that is left over.

        A value per pupil is called one above its heading too.
        """
        name = match.meaning.key[0]
        if match.remark and (self.qualified.refuses(name, match.remark) or self._misses_unit(name, match)):
            return match.remark
        stated = isinstance(self.vocabulary.items[name], StatedItem)
        changing = self.qualified.changing
        return next((level for level in match.unexplained if level.startswith(changing) and not stated), "")

    def _misses_unit(self, name: str, match: Match) -> bool:
        """Whether a remark speaks of another unit than an item's in a way that was not understood: 以千元计, 仟元."""
        if match.unit:
            return False
        return any(self.factor(name, unit) not in (1, None) for unit in self._scaled.findall(match.remark))

    @cached_property
    def _scaled(self) -> re.Pattern[str]:
        units = [unit for unit in self.vocabulary.unit_forms if self.vocabulary.convertible(unit)]
        return re.compile("|".join(map(re.escape, units)) or "(?!)")

    def two_units(self, written: Path) -> tuple[str, ...]:
        """List the units of a path where a unit alone stands below another one, and both cannot hold: 万元 above 元.

        A heading may have another unit than its group: it says its own.
        """
        levels = [level for each in written if (level := self.level(each)).unit]
        if len(levels) < 2 or (levels[-1].text and levels[-1].text not in self._neutral):
            return ()
        units = tuple(dict.fromkeys(level.unit for level in levels))
        return units if any(self.vocabulary.factor(each, units[-1]) not in (1, None) for each in units) else ()

    def means(self, level: str, item: str) -> bool:
        """Whether a level alone is a heading of an item."""
        return any(meaning.key[0] == item for meaning in self.paths.get((level,), ()))

    def understands(self, level: Level) -> bool:
        """Whether a level says something: a known word, a sum, a unit, or a stage."""
        text = level.text
        knows = self._levels.knows
        return not text or knows(text) or text in self.totals or knows(self._levels.without_stage(text)[1])

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
        found = self._understood(levels, names)
        if not found and len(names) > 1 and names[-1] in self._neutral:
            # 实际 stands below finished values, and says nothing below others: 最大班额 > 实际.
            return self._understood(levels, names[:-1])
        return found

    def _counted_in(self, meaning: Meaning, units: list[str]) -> bool:
        name = meaning.key[0] if meaning.band is None else self.vocabulary.roles["classes"]
        return any(self.factor(name, unit) is not None for unit in units) and bool(self.vocabulary.items[name].unit)

    def _understood(self, levels: list[Level], names: list[str]) -> list[Match]:
        """Find what the names of some levels mean, with the stages, units and remarks that all levels say."""
        stages = {level.stage for level in levels if level.stage}
        names = list(names)
        for at, name in enumerate(names[:-1]):
            # A group of a stage above the classes of each size.
            stage, rest = (None, name) if self._levels.knows(name) else self._levels.without_stage(name)
            if stage and rest in self._neutral:
                stages.add(stage)
                names[at] = rest
        # A group says nothing above others, and is the item itself where nothing but a total stands below it.
        named = max((at for at, name in enumerate(names) if name not in self.totals), default=-1)
        last = len(names) - 1
        names = [
            name
            for at, name in enumerate(names)
            if name not in self._neutral
            or (at == named and (name in self._by_leaf if at == last else self._adds(name)))
        ]
        unit = next((level.unit for level in reversed(levels) if level.unit), "")
        remark = ";".join(dict.fromkeys(level.remark for level in reversed(levels) if level.remark))
        if names and not self._levels.knows(names[-1]):
            stage, rest = self._levels.without_stage(names[-1])
            if stage and self._levels.knows(rest):
                stages.add(stage)
                names[-1] = rest
        if not names or len(stages) > 1:
            return []
        if len(names) > 1:
            leaf = names[-1] if names[-1] in self._by_leaf else self._same(names[-1])
            names = [*map(self._same, names[:-1]), leaf]
        stage = next(iter(stages), None)
        found: list[tuple[int, int, Match]] = []
        for path, skipped in self._paths(tuple(names)):
            unexplained = tuple(name for name in skipped if name not in self.totals and name not in self._grouping)
            for meaning in self.paths[path]:
                placed = self._placed(meaning, stage)
                if placed is not None and (placed.rule != "part" or not unexplained):
                    if len(path) > 1 and placed.rule != "part":
                        placed = placed._replace(rule="path")
                    said = remark or ("" if stage is None or placed.key[1] == stage else self._title(stage))
                    rank = _rank(skipped, unexplained, placed)
                    found.append((rank, -len(path), Match(placed, unit, said, unexplained, rank)))
        return [match for _, _, match in sorted(found, key=lambda one: one[:2])]

    def _adds(self, name: str) -> bool:
        """Whether a heading alone is that of a number of which there are totals."""
        items = [self.vocabulary.items[meaning.key[0]] for meaning in self.paths.get((name,), ())]
        return any(item.merge == "sum" and item.kind in ("whole", "number") for item in items)

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


def _rank(skipped: Path, unexplained: Path, meaning: Meaning) -> int:
    """A column whose whole path is understood comes before one with a level left over, and that before a makeshift."""
    return 10 * UNEXPLAINED * meaning.weak + UNEXPLAINED * len(unexplained) + len(skipped) - len(unexplained)
