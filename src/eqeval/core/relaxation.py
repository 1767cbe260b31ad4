"""What every relaxation (放宽) has: a name, a clause, a condition, and how long it holds."""

from datetime import date

from eqeval.core.condition import Condition, Subject
from eqeval.core.validity import Validity
from eqeval.core.written import Identifier, Model, Title


class Relaxation(Model):
    """Part of a rule that may change a verdict, only where the data say that its condition holds."""

    id: Identifier
    title: Title
    clause: str
    when: Condition
    valid: Validity = Validity()

    def applies(self, school: Subject, day: date) -> bool:
        """Say whether the condition surely holds and the relaxation is in force."""
        return self.valid.covers(day) and self.when.holds(school) is True
