"""The screen of a batch: the league table, the row of all, and what fails most often; plain text, since it is long."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from eqeval.core.counties.province import CountyLine, Province, Remark, SectionRow, SubjectRow, Total
from eqeval.core.figures import exact
from eqeval.render.columns import broken, fitted
from eqeval.render.signs import one_line
from eqeval.words import Words

# Lists longer than this are cut, and the cut is said, unless everything was asked for.
LONGEST = 30


class Around(Struct, frozen=True):
    """What is said around the table: the standards, the day, how it was done, what was found, and what is missing.

    kept: whether what is done is kept for a run that goes on. command: how the county is looked at that has most to be
    done. width: that of the terminal, where there is one.
    """

    standards: tuple[str, ...]
    day: str
    done: tuple[str, ...]
    remarks: tuple[Remark, ...]
    missing: tuple[str, ...] = ()
    kept: bool = False
    command: str = ""
    width: int | None = None


def show(
    province: Province,
    failing: Iterable[tuple[CountyLine, SectionRow | SubjectRow]],
    around: Around,
    view: str,
    words: Words,
) -> Iterator[str]:
    """Give the lines of the screen, one after the other; failing: what is not met in each county."""
    for line in map(one_line, _lines(province, failing, around, view, words)):
        yield from broken(line, around.width)
    # In one piece, so that a command can be copied out of it.
    yield one_line(f"{words('screen.next')}{words('list.colon')}{_next(province, around, words)}")


def _lines(
    province: Province,
    failing: Iterable[tuple[CountyLine, SectionRow | SubjectRow]],
    around: Around,
    view: str,
    words: Words,
) -> Iterator[str]:
    yield from _head(province, around, words)
    full = view == "full"
    reasons = [f"  {reason}" for one in province.unusable for reason in one.reasons]
    if reasons:
        yield from ("", f"■ {words('batch.unusable')}")
        yield from _cut(reasons, full, words)
    if province.lines:
        yield from ("", f"■ {words('batch.table')}")
        yield from _table(province, around, view, words)
        yield from _ranking(province, full, words)
        yield from _common(province, full, words)
    if full:
        schools = [_school(line, row, words) for line, row in failing]
        if schools:
            yield from ("", f"■ {words('screen.failing')}")
            yield from schools
    yield ""


COLUMNS = ("county", "outcome", "sections", "schools", "coefficients", "worst", "unmet", "awaiting", "errors")


def _head(province: Province, around: Around, words: Words) -> Iterator[str]:
    colon = words("list.colon")
    yield (
        f"{words('screen.standard')}{colon}{words.join(list(around.standards))} {words('screen.as_of', day=around.day)}"
    )
    yield f"{words('screen.verdict')}{colon}{headline(province, words)}"
    if around.missing:
        yield words("batch.missing", count=len(around.missing))
    yield from around.done
    yield from (one.message for one in around.remarks)


def headline(province: Province, words: Words) -> str:
    """Say in one line how many counties meet everything, of every standard where there are several."""
    one = "batch.headline.of" if len(province.totals) > 1 else "batch.headline.all"
    said = [
        words(
            one,
            standard=total.standard,
            counties=total.counties,
            met=total.met,
            not_met=total.not_met,
            open=total.undetermined,
        )
        for total in province.totals
    ]
    return words(
        "batch.headline",
        counties=words("list.semicolon").join(said) or words("batch.headline.none"),
        unusable=len(province.unusable),
    )


def _table(province: Province, around: Around, view: str, words: Words) -> Iterator[str]:
    """The league table; with the standard of each line where there are several."""
    columns = [words(f"batch.short.{name}") for name in COLUMNS]
    rows = [_row(line, words) for line in province.lines] if view != "summary" else []
    totals = [_total(total, words) for total in province.totals]
    if len(totals) > 1:
        columns = [*columns, words("batch.short.standard")]
        totals = [[*row, total.standard] for row, total in zip(totals, province.totals, strict=True)]
        rows = [[*row, line.standard] for row, line in zip(rows, province.lines, strict=False)]
    yield from fitted(columns, [*rows, *totals], around.width, words)


def _row(line: CountyLine, words: Words) -> list[str]:
    high = line.worst
    worst = f"{high.stage_text} {high.indicator} {high.cv_text}/{high.limit_text}" if high else "—"
    return [
        line.name,
        words(f"outcome.{line.outcome}"),
        f"{line.sections_met}/{line.sections}",
        str(line.failing),
        f"{line.coefficients_met}/{line.coefficients}",
        worst,
        " ".join(line.unmet) or "—",
        str(len(line.awaiting)),
        str(line.errors),
    ]


def _total(total: Total, words: Words) -> list[str]:
    """The row that adds up the counties under one standard."""
    return [
        words("batch.total", counties=total.counties),
        f"{total.met}/{total.counties}",
        f"{total.sections_met}/{total.sections}",
        str(total.failing),
        f"{total.coefficients_met}/{total.coefficients}",
        "",
        "",
        str(total.awaiting),
        str(total.errors),
    ]


def _ranking(province: Province, full: bool, words: Words) -> Iterator[str]:
    several = len(province.totals) > 1
    rows = [
        (f"{one.standard} " if several else "")
        + words(
            "batch.ranked",
            stage=one.stage_text,
            indicator=f"{one.indicator} {one.short}",
            missed=one.missed,
            judged=one.judged,
            share=exact.percent(Fraction(one.missed, one.judged), 1),
            counties=one.counties,
            where=one.where,
            there=one.there,
        )
        for one in province.ranking
        if one.missed
    ]
    if rows:
        yield from ("", f"■ {words('batch.ranking')}")
        yield from _cut([f"  {row}" for row in rows], full, words)


def _common(province: Province, full: bool, words: Words) -> Iterator[str]:
    rows = [
        words(
            "batch.common" if one.counties > 1 else "batch.common.one",
            severity=words(f"severity.{one.severity}"),
            code=one.code,
            what=words(f"{one.code}.what"),
            count=one.count,
            counties=one.counties,
            where=one.where,
            there=one.there,
        )
        for one in province.common
    ]
    if rows:
        yield from ("", f"■ {words('batch.issues')}")
        yield from _cut([f"  {row}" for row in rows], full, words)


def _school(line: CountyLine, row: SectionRow | SubjectRow, words: Words) -> str:
    if isinstance(row, SectionRow):
        what, why = row.misses, row.because
    else:
        what = row.rule, row.title
        why = subject_because(row, words)
    name = " ".join(filter(None, (line.name, row.school, row.stage_text, *what)))
    return f"  {name}{words('list.colon')}{why}"


def subject_because(row: SubjectRow, words: Words) -> str:
    """Say why a school stands among those that a requirement names: what is lacking, or its figure and the limit."""
    return row.because or words("batch.against", value=row.value or "—", required=row.required)


def _cut(lines: Sequence[str], full: bool, words: Words) -> Iterator[str]:
    yield from lines if full else lines[:LONGEST]
    if len(lines) > LONGEST and not full:
        yield words("screen.more", count=len(lines) - LONGEST)


def _next(province: Province, around: Around, words: Words) -> str:
    if around.missing:
        return words("batch.next.missing" if around.kept else "batch.next.again")
    if province.unusable:
        return words("batch.next.unusable", count=len(province.unusable))
    if around.command:
        return words("batch.next.county", command=around.command)
    awaiting = sum(bool(line.awaiting) for line in province.lines)
    return words("batch.next.awaiting", count=awaiting) if awaiting else words("next.nothing")
