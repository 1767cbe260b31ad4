"""Which schools a block of rules speaks of."""

from functools import cached_property

from eqeval.core.parts.condition import Condition, Subject, may_concern
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
        asked = [rule.where for rule in self.leave_out]
        if school.type is not None:
            if school.type not in self._asked:
                self._asked[school.type] = [where for where in asked if may_concern(where, school.type)]
            asked = self._asked[school.type]
        found = [where.holds(school) for where in asked]
        return False if True in found else None if None in found else True

    @cached_property
    def _asked(self) -> dict[str, list[Condition]]:
        """The conditions that may hold for a type of school: for most types none."""
        return {}
