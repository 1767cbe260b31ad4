"""Outcomes, and the verdict that every rule returns."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from eqeval.core.census import School, Section
from eqeval.core.figures.exact import Number
from eqeval.core.indicator import Measurement
from eqeval.core.parts.bound import Bound


class Outcome(StrEnum):
    """What can be said of an indicator, a section, a requirement or a county."""

    MET = "met"
    TOLERATED = "tolerated"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    ATTESTED = "attested"
    AWAITING = "awaiting"
    NOT_DUE = "not_due"


# From the one that decides most to the one that decides least.
_PRECEDENCE = (
    Outcome.NOT_MET,
    Outcome.UNDETERMINED,
    Outcome.AWAITING,
    Outcome.MET,
    Outcome.TOLERATED,
    Outcome.ATTESTED,
    Outcome.NOT_DUE,
)


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Join outcomes that must all hold: a sure failure wins over what is missing, missing over met.

    >>> all_of([Outcome.MET, Outcome.UNDETERMINED, Outcome.NOT_MET]).value
    'not_met'
    """
    found = set(outcomes)
    return next((outcome for outcome in _PRECEDENCE if outcome in found), Outcome.NOT_APPLICABLE)


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Join outcomes of which one is enough: one that is met wins, then what is still open.

    >>> any_of([Outcome.NOT_MET, Outcome.UNDETERMINED]).value
    'undetermined'
    """
    found = set(outcomes)
    order = (Outcome.MET, Outcome.TOLERATED, Outcome.ATTESTED, Outcome.UNDETERMINED, Outcome.AWAITING, Outcome.NOT_MET)
    return next((outcome for outcome in order if outcome in found), Outcome.NOT_APPLICABLE)


def subject_verdicts(verdict: "Verdict") -> "Iterator[Verdict]":
    """List the verdicts on single schools and sections that a verdict follows from."""
    for part in verdict.parts:
        if part.subject is not None:
            yield part
        else:
            yield from subject_verdicts(part)


class Verdict(Struct, frozen=True, eq=False):
    """What a rule says of its subject: the outcome, why, from which cells.

    subject: a section, a school, or None for the whole county. value and bound are what was
    compared. relaxed_by: the relaxation without which the outcome would be worse. unrelaxed: the bound in whose
    place it put another. parts: the verdicts that this one follows from.
    """

    rule: str
    outcome: Outcome
    subject: Section | School | None = None
    value: Number | None = None
    bound: Bound | None = None
    cells: Iterable[str] = ()
    relaxed_by: str | None = None
    unrelaxed: Bound | None = None
    because: str = ""
    measurement: Measurement | None = None
    parts: tuple["Verdict", ...] = ()
