"""What was asked of a batch, and the plan that follows from it: wrong usage is told before anything is judged."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from eqeval.cli.batch import once
from eqeval.cli.batch.counties import SUFFIXES, Assigned, Plan
from eqeval.cli.batch.deadline import USUAL
from eqeval.cli.check import VIEWS
from eqeval.cli.county import day_of, mappable
from eqeval.core.counties.province import SORT_KEYS
from eqeval.core.errors import EqevalError, InputError, UsageError
from eqeval.io import system
from eqeval.io.counties.beside import lay
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.cli.output import Target
    from eqeval.io.counties.discovery import Found
    from eqeval.io.written import assigned

ENGINES = ("processes", "inline", "dask")
STATE = ".eqeval-batch"
# What full reports are, where nothing else is asked for.
FORM = "json"


class Asked(Struct, frozen=True):
    """What was asked for, as it stands on the command line."""

    paths: list[Path]
    standards: list[str]
    as_of: str | None
    output: list[str]
    view: str
    sort: str
    out: Path | None
    out_format: str | None
    jobs: int | None
    timeout: int | None
    fail_fast: bool
    resume: bool
    state: Path | None
    counties: Path | None
    engine: str
    scheduler: str | None
    strict: bool
    sheet: str | None
    map: Path | None
    hidden: bool
    previous: Path | None
    waivers: Path | None
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
        ("--out-format", asked.out_format or FORM, tuple(SUFFIXES)),
    ):
        if value not in known:
            problem = words("usage.choice", choices=words.join(list(known)))
            raise UsageError(words("usage.value", name=name, value=value, problem=problem))
    if asked.timeout is not None and not 0 <= asked.timeout <= system.LONGEST_WAIT:
        problem = words("batch.timeout_range", most=system.LONGEST_WAIT)
        raise UsageError(words("usage.value", name="--timeout", value=asked.timeout, problem=problem))
    if asked.out and not system.is_text(str(asked.out)):
        # The summary names every report.
        raise UsageError(words("batch.out_name", path=system.readable(asked.out.as_posix())))
    if asked.out_format and asked.out is None:
        raise UsageError(words("batch.out_format"))
    if asked.resume and asked.kept is None:
        raise UsageError(words("batch.resume_where"))


def last_year_inside(asked: Asked) -> list[Path]:
    """Give last year's tables where they lie in a folder whose tables are judged; they are not this year's."""
    if asked.previous is None:
        return []
    place = system.real(asked.previous)
    return [asked.previous] if any(system.real(path) in place.parents for path in asked.paths) else []


def plan_of(
    asked: Asked, found: "Found", targets: "list[Target]", words: Words
) -> "tuple[Plan, dict[str, assigned.Assigned]]":
    """Say what holds for every county, and which counties have something of their own, with its place in the file."""
    day = day_of(asked.as_of, words)
    standards = tuple(dict.fromkeys(asked.standards))
    own, apart_from_others = _assigned(asked.counties, day, standards, words)
    plan = Plan(
        standards=standards,
        day=day,
        language=words.language,
        sheet=asked.sheet,
        hidden=asked.hidden,
        beside=lay(asked.map, asked.waivers, asked.previous, found, asked.by_folder, words),
        strict=asked.strict,
        assigned=apart_from_others,
        seconds=USUAL if asked.timeout is None else asked.timeout,
        details=asked.view == "full" or any(name != "terminal" for name, _ in targets),
        out=asked.out,
        form=asked.out_format or FORM,
        state=asked.kept,
        resume=asked.resume,
        debug=asked.debug,
    )
    return plan, own


def titles(plan: Plan, found: "Found", words: Words) -> tuple[str, ...]:
    """Read standards, maps and waivers once before anything is judged, so that a wrong one is told at once.

    Returns:
        The titles of the standards.

    Raises:
        InputError: naming everything that is wrong, with its place.
    """
    loaded = [once.standard(name, plan.language) for name in plan.names]
    files = [path for source in found.sources for path in source.files]
    problems: list[str] = []
    for given in plan.beside.maps:
        for one in loaded:
            try:
                once.column_map(given, plan.language).check(mappable(one), files, words)
            except EqevalError as error:
                problems += error.messages
    for given in plan.beside.waivers:
        try:
            once.confirmed(given, plan.language)
        except EqevalError as error:
            problems += error.messages
    if plan.beside.one_table:
        # The only table of last year; one of many costs its own county the comparison and no more.
        once.previous(plan.beside.previous[0], plan.standards[0], plan.language)
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return tuple(
        f"{words.text(one.standard.title)}{words('paren', text=one.standard.document)} {one.standard.id}"
        for one in loaded
    )


def _assigned(
    path: Path | None, day: date, standards: tuple[str, ...], words: Words
) -> "tuple[dict[str, assigned.Assigned], tuple[tuple[str, Assigned], ...]]":
    """Read which counties answer to standards or a day of their own."""
    if path is None:
        return {}, ()
    from eqeval.io.written import assigned

    found = assigned.read(path, words)
    return found, tuple((county, Assigned(one.standards or standards, one.day or day)) for county, one in found.items())
