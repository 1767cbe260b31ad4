"""From when to when a text is in force."""

from datetime import date

from pydantic import Field

from eqeval.core.written import Model, Title


class Validity(Model):
    """Both days included; an end that is not known is left out and says so in `note`."""

    since: date | None = Field(default=None, alias="from")
    until: date | None = None
    note: Title | None = None

    def covers(self, day: date) -> bool:
        """Say whether the text is in force on a day, as far as its ends are known."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)
