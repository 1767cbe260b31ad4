"""Which schools a block of rules speaks of."""

from eqeval.core.parts.condition import Condition, Subject
from eqeval.core.parts.written import Model, Title


class Exclusion(Model):
    """Schools that are left out, and why."""

    where: Condition
    because: Title


class Scope(Model):
    """All schools but the excluded ones."""

    title: Title
    clause: str
    leave_out: list[Exclusion] = []

    def exclusion(self, school: Subject) -> Exclusion | None:
        """Name the exclusion that surely applies to a school."""
        return next((rule for rule in self.leave_out if rule.where.holds(school)), None)

    def admits(self, school: Subject) -> bool | None:
        """Say whether a school is in scope; None where the data leave it open."""
        found = [rule.where.holds(school) for rule in self.leave_out]
        return False if True in found else None if None in found else True
