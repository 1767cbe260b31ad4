"""The headings and labels that some standards know, worked out once for all counties of a run."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from eqeval.core.intake.county.values import Labels
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.rows import stated
from eqeval.core.rules.attestation import Attestation
from eqeval.core.rules.compare import Compare
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.veto import Veto
from eqeval.core.standards.standard import Standard
from eqeval.core.vocabulary import Vocabulary

if TYPE_CHECKING:
    from eqeval.core.intake.declared.asked import Asked

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


def labels_of(vocabulary: Vocabulary, standard: Standard) -> Labels:
    """Give what the rows of sheet 县级 may be called under a standard."""
    return _labels(_Itself(vocabulary), _Itself(standard))


@lru_cache(maxsize=COMBINATIONS)
def _labels(vocabulary: _Itself, standard: _Itself) -> Labels:
    assert isinstance(vocabulary.one, Vocabulary) and isinstance(standard.one, Standard)
    return Labels.of([rule for rule in standard.one.every_rule() if _named_in_sheet(rule)], vocabulary.one)


def asked_of(vocabulary: Vocabulary, standard: Standard) -> "tuple[Asked, ...]":
    """Give what the application form asks for under a standard."""
    return _asked(_Itself(vocabulary), _Itself(standard))


@lru_cache(maxsize=COMBINATIONS)
def _asked(vocabulary: _Itself, standard: _Itself) -> "tuple[Asked, ...]":
    from eqeval.core.intake.declared.asked import of_standard

    assert isinstance(vocabulary.one, Vocabulary) and isinstance(standard.one, Standard)
    return of_standard(standard.one, vocabulary.one)


def _named_in_sheet(rule: Rule) -> bool:
    """Whether a row of sheet 县级 may name a rule: one that asks for a statement, a rate or a single figure."""
    single = isinstance(rule, Compare) and rule.per is None and len(rule.of) == 1 and not isinstance(rule.to, dict)
    return single or isinstance(rule, Attestation | Veto) or hasattr(rule, "stated")


@lru_cache(maxsize=COMBINATIONS)
def _lexicon(vocabulary: _Itself, standards: tuple[_Itself, ...]) -> Lexicon:
    assert isinstance(vocabulary.one, Vocabulary)
    judging = [each.one for each in standards if isinstance(each.one, Standard)]
    return Lexicon(stated.vocabulary(vocabulary.one, judging))
