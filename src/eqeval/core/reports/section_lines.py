"""Lays out sections: for every indicator its value beside limit and floor, the cells, the shortfall and the notes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from eqeval.core import shown
from eqeval.core.census import Section
from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.indicator import Indicator, Measurement
from eqeval.core.parts.bound import Bound
from eqeval.core.reports.report import IndicatorLine, SectionLine, Shortfall
from eqeval.core.rules.case import Case
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.verdict import Outcome, Verdict
from eqeval.words import Words


class Mark(Struct, frozen=True):
    """A limit with its floor, and both as they are written: few of them serve all sections."""

    limit: Number
    floor: Number | None
    numbers: tuple[Number, ...]
    limit_text: str
    floor_text: str

    @classmethod
    def of(cls, bound: Bound, share: Number | None) -> "Mark":
        """Work out the floor of a bound."""
        limit, floor = bound.limit, None if share is None else bound.floor(share)
        numbers = (limit,) if floor is None else (limit, floor)
        return cls(limit, floor, numbers, exact.plain(limit), "" if floor is None else exact.plain(floor))


NO_MARK = Mark(0, None, (), "", "")


def sections(judged: Sequence[tuple[Rule, Verdict]], case: Case, pupils: str) -> Iterator[SectionLine]:
    """Lay out every section that a quorum judged; pupils is the item that counts them."""
    for rule, verdict in judged:
        if isinstance(rule, Quorum):
            layout = _Layout(rule, case)
            for part in verdict.parts:
                section = part.subject
                if isinstance(section, Section):
                    yield SectionLine(
                        section.school.name,
                        section.school.code,
                        section.stage,
                        case.terms.stage(section.stage),
                        section.values.get(pupils),
                        part.outcome,
                        summary(part, case.words),
                        layout.indicators(part, section),
                    )


def summary(verdict: Verdict, words: Words) -> str:
    """Say how many items of a quorum are met, how many reach the floor, and how many do not."""
    outcomes = [part.outcome for part in verdict.parts]
    text = words(
        "section.summary",
        total=len(outcomes),
        met=outcomes.count(Outcome.MET),
        tolerated=outcomes.count(Outcome.TOLERATED),
        below=outcomes.count(Outcome.NOT_MET),
    )
    open_ = outcomes.count(Outcome.UNDETERMINED)
    return text + words("section.summary.open", open=open_) if open_ else text


def about(figure: str, within: Number, words: Words) -> str:
    """Mark a figure that follows from rounded ones."""
    return words("figure.about", figure=figure) if within else figure


class _Layout:
    """Lays out the sections of one quorum; what is the same for many of them is written once."""

    def __init__(self, rule: Quorum, case: Case) -> None:
        self.rule, self.case, self.words = rule, case, case.words
        self._marks: dict[int, Mark] = {}
        self._titles: dict[str, tuple[str, str, str]] = {}
        self._outcomes: dict[Outcome, str] = {}

    def indicators(self, verdict: Verdict, section: Section) -> tuple[IndicatorLine, ...]:
        """Lay out the items of one section; several of them are read from the same cells."""
        cells: dict[str, tuple[str, ...]] = {}
        return tuple(self._indicator(part, section, cells) for part in verdict.parts)

    def _mark(self, bound: Bound | None) -> Mark:
        if bound is None:
            return NO_MARK
        found = self._marks.get(id(bound))
        if found is None:
            found = self._marks[id(bound)] = Mark.of(bound, self.rule.rest_at_least)
        return found

    def _titled(self, name: str, indicator: Indicator) -> tuple[str, str, str]:
        found = self._titles.get(name)
        if found is None:
            text = self.words.text
            found = self._titles[name] = text(indicator.title), text(indicator.short), text(indicator.unit)
        return found

    def _outcome(self, outcome: Outcome) -> str:
        found = self._outcomes.get(outcome)
        if found is None:
            found = self._outcomes[outcome] = self.words(f"outcome.{outcome}", floor=self.rule.floor_text)
        return found

    def _indicator(self, verdict: Verdict, section: Section, cells: dict[str, tuple[str, ...]]) -> IndicatorLine:
        found = verdict.measurement
        if found is None:
            return _plain_part(self.rule, verdict, self.words)
        indicator = self.case.terms.indicators[found.indicator]
        bound, mark = verdict.bound, self._mark(verdict.bound)
        title, short, unit = self._titled(found.indicator, indicator)
        value, places, value_text = found.value, indicator.decimals, ""
        near = hangs = False
        if value is not None:
            # Only beside a limit a figure may need more decimals, and only there rounding may turn a verdict.
            beside = [each for each in mark.numbers if not exact.apart(value, each, places)]
            value_text = about(shown.figure(value, places, *beside), found.within, self.words)
            if bound is not None:
                near = any(shown.near(value, each) for each in mark.numbers)
                hangs = any(
                    _hangs(value, found.within, bound, each, places)
                    for each in (mark.numbers if found.within else beside)
                )
        named: list[str] = []
        for item in _read_items(indicator, found, section):
            if item not in cells:
                cells[item] = section.cells(item)
            named += cells[item]
        return IndicatorLine(
            id=verdict.rule,
            title=title,
            short=short,
            unit=unit,
            value=value,
            required=None if bound is None else mark.limit,
            floor=mark.floor,
            outcome=verdict.outcome,
            outcome_text=self._outcome(verdict.outcome),
            relaxed_by=verdict.relaxed_by,
            shortfall=None if bound is None else _shortfall(indicator, found, bound, section, self.words),
            cells=tuple(dict.fromkeys(named)),
            notes=(
                *_eased(self.rule, verdict, self.words),
                *_notes(indicator, found, bound, section, hangs, self.case),
            ),
            value_text=value_text,
            required_text=mark.limit_text,
            floor_text=mark.floor_text,
            near=near,
            hangs=hangs,
            approximate=found.approximate,
        )


def _hangs(value: Number, within: Number, bound: Bound, mark: Number, places: int) -> bool:
    if within:
        return shown.undecided(value, within, bound.operator, mark)
    return shown.hangs_on_rounding(value, bound, mark, places)


def _read_items(indicator: Indicator, found: Measurement, section: Section) -> tuple[str, ...]:
    """Name the items that the value follows from; columns of relaxations only where one counts."""
    if found.approximate:
        return (indicator.column, *indicator.per)
    if found.relaxed_by:
        return indicator.items()
    return (*indicator.sum_of(section.stage), *indicator.per)


def _plain_part(rule: Quorum, verdict: Verdict, words: Words) -> IndicatorLine:
    """Lay out an item of a quorum that is no indicator: it has a value and a limit, but no split and no shortfall."""
    part = next(part for part in rule.of if part.id == verdict.rule)
    title = "" if isinstance(part, Member) else words.text(part.title)
    bound = verdict.bound
    return IndicatorLine(
        id=verdict.rule,
        title=title,
        short=title,
        unit="",
        value=verdict.value,
        required=None if bound is None else bound.limit,
        floor=None,
        outcome=verdict.outcome,
        outcome_text=words(f"outcome.{verdict.outcome}", floor=""),
        relaxed_by=verdict.relaxed_by,
        shortfall=None,
        cells=tuple(verdict.cells),
        notes=(),
        value_text="" if verdict.value is None else exact.plain(verdict.value),
        required_text="" if bound is None else bound.text(),
        floor_text="",
        near=False,
        hangs=False,
    )


def _shortfall(
    indicator: Indicator, found: Measurement, bound: Bound, section: Section, words: Words
) -> Shortfall | None:
    amount = indicator.shortfall(found, bound, section)
    if amount is None:
        return None
    unit = words.text(indicator.gap.unit)
    # Rounded up, so that what is shown is enough.
    text = exact.plain(amount if indicator.gap.whole else exact.rounded_up(amount, indicator.decimals))
    text = about(text, found.within, words)
    whole = indicator.split and len(section.school.staged) > 1 and not found.approximate
    said = words("figure.unit.school" if whole else "figure.unit", figure=text, unit=unit)
    return Shortfall(amount, unit, said, whole)


def _eased(rule: Quorum, verdict: Verdict, words: Words) -> Iterator[str]:
    """Say that a relaxation put another limit in the place of the ordinary one."""
    if verdict.unrelaxed is not None and verdict.bound is not None:
        title = next(one.title for one in rule.members[verdict.rule].relax if one.id == verdict.relaxed_by)
        yield words("note.eased", title=words.text(title), before=verdict.unrelaxed.text(), now=verdict.bound.text())


def _notes(
    indicator: Indicator,
    found: Measurement,
    bound: Bound | None,
    section: Section,
    hangs: bool,
    case: Case,
) -> Iterator[str]:
    words = case.words
    if section.doubt:
        yield words("note.doubt", code=section.doubt)
    elif found.value is None:
        yield words("note.missing", items=case.terms.named(found.missing))
    if found.relaxed_by and found.unrelaxed is not None:
        title = next(words.text(one.title) for one in indicator.also if one.id == found.relaxed_by)
        without = exact.plain(exact.rounded(found.unrelaxed, indicator.decimals))
        decides = (
            bound is not None and found.value is not None and bound.admits(found.value) != bound.admits(found.unrelaxed)
        )
        yield words("note.relaxed_decides" if decides else "note.relaxed", title=title, without=without)
    if found.approximate:
        yield words("note.stated")
    if hangs:
        yield words("note.rounding.stated" if found.approximate else "note.rounding")
    if indicator.split and not found.approximate and section.share and section.share[0] != section.share[1]:
        yield words("note.split", share=exact.percent(Fraction(*section.share), 2))
