"""Says what came out otherwise than a case of a standard expects."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction

from msgspec import Struct

from eqeval.core.census import Section
from eqeval.core.figures.exact import plain, significant
from eqeval.core.reports.report import Report
from eqeval.core.trials.cases import Expected, Figures
from eqeval.core.verdict import Outcome, Verdict

Place = tuple[str | int, ...]


class Wrong(Struct, frozen=True, eq=False):
    """What came out otherwise: the place in the file of cases, a sentence of eqeval.words, and its blanks."""

    place: Place
    sentence: str
    values: Mapping[str, object]


def differences(expect: Expected, report: Report, verdicts: Iterable[Verdict]) -> Iterator[Wrong]:
    """Say one by one what differs from what a case expects."""
    if expect.outcome not in (None, report.outcome):
        yield _differs(("outcome",), report.outcome, expect.outcome)
    rules = {_named(verdict): _figures(verdict) for verdict in _every(verdicts)}
    yield from _compare(("rules",), expect.rules, rules)
    sections = {f"{line.school} {line.stage}": line for line in report.sections}
    for name, wanted in expect.sections.items():
        section = sections.get(name)
        if section is None:
            yield _nothing(("sections", name), sections)
            continue
        parts: dict[str, dict[str, object]] = {"outcome": {"outcome": section.outcome}}
        for item in section.indicators:
            parts[item.id] = {
                "outcome": item.outcome,
                "value": item.value,
                "limit": item.required,
                "relaxed_by": item.relaxed_by,
            }
        if isinstance(wanted, Mapping):
            yield from _compare(("sections", name), wanted, parts)
        elif wanted != section.outcome:
            yield _differs(("sections", name), section.outcome, wanted)
    spreads = {
        f"{line.stage} {line.indicator}": {"outcome": line.outcome, "value": line.cv, "limit": line.limit}
        for line in report.dispersion
    }
    yield from _compare(("cv",), expect.cv, spreads)
    means = {line.stage: {"outcome": line.outcome, "value": line.cv, "limit": line.limit} for line in report.composite}
    yield from _compare(("composite",), expect.composite, means)
    codes = sorted(issue.code for issue in report.issues)
    if expect.issues is not None and sorted(expect.issues) != codes:
        yield _differs(("issues",), " ".join(codes), " ".join(sorted(expect.issues)))


def _every(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """List verdicts with those that they follow from; the outer ones last, so that they keep their name."""
    for verdict in verdicts:
        yield from _every(verdict.parts)
        yield verdict


def _named(verdict: Verdict) -> str:
    subject = verdict.subject
    if subject is None:
        return verdict.rule
    if isinstance(subject, Section):
        return f"{verdict.rule} {subject.school.name} {subject.stage}"
    return f"{verdict.rule} {subject.name}"


def _figures(verdict: Verdict) -> dict[str, object]:
    return {
        "outcome": verdict.outcome,
        "value": verdict.value,
        "limit": verdict.bound.limit if verdict.bound else None,
        "relaxed_by": verdict.relaxed_by,
        "tier": verdict.because,
    }


def _compare(
    where: Place, wanted: Mapping[str, Outcome | Figures], found: Mapping[str, Mapping[str, object]]
) -> Iterator[Wrong]:
    for name, want in wanted.items():
        place = (*where, name)
        if name not in found:
            yield _nothing(place, found)
        elif isinstance(want, Outcome):
            if want != found[name].get("outcome"):
                yield _differs(place, found[name].get("outcome"), want)
        else:
            for key in want.model_fields_set:
                value = getattr(want, key)
                if not _same(value, found[name].get(key)):
                    yield _differs((*place, key), found[name].get(key), value)


def _differs(place: Place, found: object, wanted: object) -> Wrong:
    values = {"found": _write(found), "wanted": _write(wanted)}
    return Wrong(place, "test.differs", {"what": " ".join(str(part) for part in place), **values})


def _nothing(place: Place, names: Iterable[str]) -> Wrong:
    """Say that nothing was judged under a name."""
    near = get_close_matches(str(place[-1]), list(names), n=3)
    return Wrong(place, "test.nothing", {"what": " ".join(str(part) for part in place), "near": near})


def _same(wanted: object, found: object) -> bool:
    if isinstance(wanted, int | Fraction) and isinstance(found, int | Fraction):
        return wanted == found or significant(wanted) == significant(found)
    return wanted == found


def _write(value: object) -> str:
    return plain(value) if isinstance(value, int | Fraction) else "~" if value is None else str(value) or "~"
