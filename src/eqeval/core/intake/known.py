"""The headings that some standards know, worked out once for all counties of a run."""

from collections.abc import Iterable
from functools import lru_cache

from eqeval.core.intake import stated
from eqeval.core.intake.lexicon import Lexicon
from eqeval.core.standard import Standard
from eqeval.core.vocabulary import Vocabulary

# A run asks for a few standards, each alone or beside others.
COMBINATIONS = 64


class _Itself:
    """A standard or a vocabulary as a key: the very same one, and not one that is alike."""

    __slots__ = ("one",)

    def __init__(self, one: Standard | Vocabulary) -> None:
        self.one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.one is other.one

    def __hash__(self) -> int:
        return id(self.one)


def lexicon_of(vocabulary: Vocabulary, standards: Iterable[Standard]) -> Lexicon:
    """Give every heading of a vocabulary, of the items of some standards, and of the values of their indicators."""
    return _lexicon(_Itself(vocabulary), tuple(map(_Itself, standards)))


@lru_cache(maxsize=COMBINATIONS)
def _lexicon(vocabulary: _Itself, standards: tuple[_Itself, ...]) -> Lexicon:
    assert isinstance(vocabulary.one, Vocabulary)
    judging = [each.one for each in standards if isinstance(each.one, Standard)]
    return Lexicon(stated.vocabulary(vocabulary.one, judging))
