"""Says what the words of parts and of remarks make of a figure: the same, or another quantity."""

import re

from eqeval.core.grid import word
from eqeval.core.vocabulary import Vocabulary

# 2027年规划, 到2027年（预计）: the year before what a remark says.
_YEAR = re.compile(r"^(?:到|至|截至)?20\d\d(?:学年度?|年度?)?(?:\d{1,2}月)?[底末初]?")
# What a remark says, clause by clause.
_CLAUSES = re.compile("[,;、。:]")


class Qualified:
    """The words of a vocabulary that make a figure another one: of remarks behind its heading, and of its parts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        levels, items = vocabulary.levels, vocabulary.items
        self.changing = tuple(map(word, levels.changing))
        self._denied = {name: tuple(map(word, item.denied)) for name, item in items.items() if item.denied}
        # How the names of parts begin that do not count, by their item; and whether a text has any of them.
        self.uncounted = {name: tuple(map(word, item.uncounted)) for name, item in items.items() if item.uncounted}
        forms = {re.escape(each) for words in self.uncounted.values() for each in words}
        self.names_part = re.compile("|".join(sorted(forms)) or "(?!)").search

    def refuses(self, item: str, remark: str) -> bool:
        """Whether a remark makes a column another quantity than an item."""
        denied = (*self._denied.get(item, ()), *self.changing)
        return any(_YEAR.sub("", said).startswith(denied) for said in _CLAUSES.split(remark))
