"""What was asked of a batch, and the plan that follows from it: wrong usage is told before anything is judged."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eqeval.cli.check import VIEWS
from eqeval.cli.counties import SUFFIXES, Assigned, Plan
from eqeval.cli.county import day_of
from eqeval.core.errors import UsageError
from eqeval.core.province import SORT_KEYS
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.cli.output import Target
    from eqeval.io import assigned

ENGINES = ("processes", "inline", "dask")
STATE = ".eqeval-batch"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, as it stands on the command line."""

    paths: list[Path]
    standards: list[str]
    as_of: str | None
    output: list[str]
    view: str
    sort: str
    out: Path | None
    out_format: str
    jobs: int | None
    fail_fast: bool
    resume: bool
    state: Path | None
    counties: Path | None
    engine: str
    scheduler: str | None
    strict: bool
    sheet: str | None
    by_folder: bool
    quiet: bool
    debug: bool

    @property
    def kept(self) -> Path | None:
        """Where the answers are kept."""
        return self.state or (self.out / STATE if self.out else None)


def check(asked: Asked, words: Words) -> None:
    """Refuse values that no option has.

    Raises:
        UsageError: naming the option, its value and what is known.
    """
    for name, value, known in (
        ("--view", asked.view, VIEWS),
        ("--sort", asked.sort, SORT_KEYS),
        ("--engine", asked.engine, ENGINES),
        ("--out-format", asked.out_format, tuple(SUFFIXES)),
    ):
        if value not in known:
            problem = words("usage.choice", choices=words.join(list(known)))
            raise UsageError(words("usage.value", name=name, value=value, problem=problem))
    if asked.resume and asked.kept is None:
        raise UsageError(words("batch.resume_where"))


def plan_of(asked: Asked, targets: "list[Target]", words: Words) -> "tuple[Plan, dict[str, assigned.Assigned]]":
    """Say what holds for every county, and which counties have something of their own, with its place in the file."""
    day = day_of(asked.as_of, words)
    standards = tuple(dict.fromkeys(asked.standards))
    own, apart_from_others = _assigned(asked.counties, day, standards, words)
    plan = Plan(
        standards=standards,
        day=day,
        language=words.language,
        sheet=asked.sheet,
        strict=asked.strict,
        assigned=apart_from_others,
        details=asked.view == "full" or any(name != "terminal" for name, _ in targets),
        out=asked.out,
        form=asked.out_format,
        state=asked.kept,
        resume=asked.resume,
        debug=asked.debug,
    )
    return plan, own


def titles(plan: Plan, words: Words) -> tuple[str, ...]:
    """Read all standards once before anything is judged, so that a wrong one is told at once."""
    from eqeval.io.standards import load

    names = dict.fromkeys([*plan.standards, *(name for _, one in plan.assigned for name in one.standards)])
    loaded = [load(name, words).standard for name in names]
    return tuple(f"{words.text(one.title)}{words('paren', text=one.document)} {one.id}" for one in loaded)


def _assigned(
    path: Path | None, day: date, standards: tuple[str, ...], words: Words
) -> "tuple[dict[str, assigned.Assigned], tuple[tuple[str, Assigned], ...]]":
    """Read which counties answer to standards or a day of their own."""
    if path is None:
        return {}, ()
    from eqeval.io import assigned

    found = assigned.read(path, words)
    return found, tuple((county, Assigned(one.standards or standards, one.day or day)) for county, one in found.items())
