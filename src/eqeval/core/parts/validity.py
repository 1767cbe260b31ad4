"""From when to when a text is in force."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from eqeval.core.parts.written import Day, Model, Title


class Validity(Model):
    """Both days included; an end that is not known is left out and says so in `note`."""

    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    note: Title | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError("until_before_from")
        return self

    def covers(self, day: date) -> bool:
        """Say whether the text is in force on a day, as far as its ends are known."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)
