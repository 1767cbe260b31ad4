"""Says what the words of parts and of remarks make of a figure: the same, or another quantity."""

import re
from collections.abc import Iterator

from eqeval.core.grid import word
from eqeval.core.parts.items import StatedItem
from eqeval.core.vocabulary import Vocabulary

# 2027年规划, 到2027年（预计）: the year before what a remark says.
_YEAR = re.compile(r"^(?:到|至|截至)?20\d\d(?:学年度?|年度?)?(?:\d{1,2}月)?[底末初]?")
# What a remark says, clause by clause, and what is listed in one of them.
_CLAUSES = re.compile("[,;。:]")
_LISTED = "、"


class Qualified:
    """The words of a vocabulary that make a figure another one: of remarks behind its heading, and of its parts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        levels, items = vocabulary.levels, vocabulary.items
        self.changing = tuple(map(word, levels.changing))
        self._denied = {name: tuple(map(word, item.denied)) for name, item in items.items() if item.denied}
        self._including = tuple(sorted(map(word, levels.including), key=len, reverse=True))
        self._leaving = tuple(sorted(map(word, levels.leaving), key=len, reverse=True))
        always = tuple(map(word, levels.counted))
        # What the table counts; a remark behind a name, or behind a finished value, takes nothing in.
        counts = {name: item for name, item in items.items() if item.kind in ("whole", "number")}
        own = {name: item for name, item in counts.items() if not isinstance(item, StatedItem)}
        self._counted = {name: (*map(word, item.counted), *always) for name, item in own.items()}
        self._harmless = frozenset(map(word, levels.harmless))
        # How the names of parts begin that do not count, by their item; and whether a text has any of them.
        self.uncounted = {name: tuple(map(word, item.uncounted)) for name, item in items.items() if item.uncounted}
        forms = {re.escape(each) for words in self.uncounted.values() for each in words}
        self.names_part = re.compile("|".join(sorted(forms)) or "(?!)").search

    def refuses(self, item: str, remark: str) -> bool:
        """Whether a remark makes a column another quantity than an item."""
        denied = (*self._denied.get(item, ()), *self.changing)
        return any(said.startswith(denied) or self._shifts(item, said) for said in self._clauses(remark))

    def contradicts(self, item: str, remark: str) -> bool:
        """Whether it is known, of what a remark takes in or leaves out, that an item is defined otherwise."""
        counted, uncounted = self._counted.get(item, ()), self.uncounted.get(item, ())
        return any(
            said.startswith((*self._denied.get(item, ()), *self.changing))
            or any(said.startswith(way) and said.removeprefix(way).startswith(counted) for way in self._leaving)
            or (said.startswith(self._including) and any(each in said for each in uncounted))
            for said in self._clauses(remark)
        )

    def says_nothing(self, item: str, remark: str) -> bool:
        """Whether a remark that refuses nothing says only what holds for an item anyway."""
        ways = (*self._including, *self._leaving) if item in self._counted else ()
        return remark in self._harmless or all(said.startswith(ways) for said in self._clauses(remark))

    def _clauses(self, remark: str) -> Iterator[str]:
        """List what a remark says; 含寄宿生、随迁子女 takes in both."""
        for clause in _CLAUSES.split(remark):
            first, *others = _YEAR.sub("", clause).split(_LISTED)
            yield first
            way = next((each for each in (*self._leaving, *self._including) if first.startswith(each)), "")
            for other in others:
                yield other if other.startswith((*self._leaving, *self._including)) else way + other

    def _shifts(self, item: str, said: str) -> bool:
        """Whether a clause takes in what does not count, leaves out what does, or nobody knows."""
        if item not in self._counted:
            return False
        uncounted = self.uncounted.get(item, ())
        for way in self._leaving:
            if said.startswith(way):
                return not said.removeprefix(way).startswith(uncounted or way)
        for way in self._including:
            if said.startswith(way):
                part = said.removeprefix(way)
                # 45人以上（含45人）
                plain = not part or part[0].isdecimal() or part.startswith(self._counted[item])
                return not plain or any(each in part for each in uncounted)
        return False
