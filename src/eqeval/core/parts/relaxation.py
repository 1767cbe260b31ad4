"""What every relaxation (放宽) has: a name, a clause, a condition, and how long it holds."""

from datetime import date
from functools import cached_property

from eqeval.core.parts.condition import Condition, Subject
from eqeval.core.parts.validity import Validity
from eqeval.core.parts.written import Identifier, Model, Title, words_in


class Relaxation(Model):
    """Part of a rule that may change a verdict, only where the data say that its condition holds."""

    id: Identifier
    title: Title
    clause: str
    when: Condition
    valid: Validity = Validity.model_construct()

    @cached_property
    def asked(self) -> frozenset[str]:
        """The items that its condition hangs on."""
        return frozenset(words_in(self.when, ()))

    def may_apply(self, school: Subject, unreadable: frozenset[str], day: date) -> bool:
        """Say whether it is open: its condition hangs on a cell that holds something, but nothing readable."""
        return bool(unreadable & self.asked) and self.valid.covers(day) and self.when.holds(school) is None

    def applies(self, school: Subject, day: date) -> bool:
        """Say whether the condition surely holds and the relaxation is in force."""
        return self.valid.covers(day) and self.when.holds(school) is True
