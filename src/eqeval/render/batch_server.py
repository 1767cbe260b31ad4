"""A batch for a build server: every county a suite of JUnit tests, or an annotation of GitHub."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from eqeval.core.counties.province import CountyLine, Province, Remark, SectionRow, SubjectRow
from eqeval.core.verdict import Outcome
from eqeval.render.github import Level, annotation
from eqeval.render.junit import Result, Suite, Test, render
from eqeval.render.league import subject_because
from eqeval.words import Words


def junit(
    province: Province,
    sections: Iterable[tuple[CountyLine, SectionRow]],
    subjects: Iterable[tuple[CountyLine, SubjectRow]],
    missing: Iterable[str],
    headline: str,
    words: Words,
) -> bytes:
    """Write a suite for every county: schools that fail are failures, what waits for evidence is skipped.

    missing: the files that nobody came to; they are skipped too.
    """
    rows = {id(line): [row for _, row in pairs] for line, pairs in groupby(sections, key=lambda pair: pair[0])}
    named = {id(line): [row for _, row in pairs] for line, pairs in groupby(subjects, key=lambda pair: pair[0])}
    suites = [_suite(line, rows.get(id(line), []), named.get(id(line), []), words) for line in province.lines]
    broken = [
        Test("eqeval.batch", one.source, [Result("error", "unusable", one.reasons[0], "\n".join(one.reasons))])
        for one in province.unusable
    ]
    if broken:
        suites.append(Suite(words("batch.unusable"), broken))
    skipped = Result("skipped", "missing", words("batch.not_judged"))
    left = [Test("eqeval.batch", source, [skipped]) for source in missing]
    if left:
        suites.append(Suite(words("batch.not_judged"), left))
    return render(headline, suites).encode()


def _suite(line: CountyLine, rows: list[SectionRow], subjects: list[SubjectRow], words: Words) -> Suite:
    group = f"eqeval.{line.standard}.{line.name}"
    tests = [Test(f"{group}.sections", f"{row.school} {row.stage_text}", _results(row, words)) for row in rows]
    tests += [
        Test(f"{group}.{row.rule}", f"{row.school} {row.stage_text}".strip(), _of(row, words)) for row in subjects
    ]
    unmet = Result("failure", Outcome.NOT_MET, words("outcome.not_met"))
    awaiting = Result("skipped", Outcome.AWAITING, words("outcome.awaiting"))
    tests += [Test(group, rule, [unmet]) for rule in line.unmet]
    tests += [Test(group, rule, [awaiting]) for rule in line.awaiting]
    verdict = [] if line.outcome == Outcome.MET else [Result("failure", line.outcome, words(f"outcome.{line.outcome}"))]
    tests.append(Test(group, words("screen.verdict"), verdict))
    properties = [("county", line.name), ("standard", line.standard), ("as_of", line.as_of), ("source", line.source)]
    return Suite(f"{line.standard} {line.name}", tests, properties)


def _results(row: SectionRow, words: Words) -> list[Result]:
    return _found(row.outcome, row.because, " ".join(row.misses), words)


def _of(row: SubjectRow, words: Words) -> list[Result]:
    return _found(row.outcome, subject_because(row, words), words.join(list(row.cells)), words)


def _found(outcome: str, because: str, where: str, words: Words) -> list[Result]:
    if outcome not in (Outcome.NOT_MET, Outcome.UNDETERMINED):
        return []
    message = f"{words(f'outcome.{outcome}')}{words('list.colon')}{because}"
    return [Result("failure" if outcome == Outcome.NOT_MET else "error", outcome, message, where)]


def github(province: Province, remarks: Iterable[Remark], headline: str, words: Words) -> Iterator[bytes]:
    """Write an annotation for all, for every remark, every file that cannot be judged and every county that fails."""
    level = "error" if province.code else "notice"
    yield annotation(level, headline, title="eqeval batch").encode()  # type: ignore[arg-type]
    for remark in remarks:
        weight: Level = "error" if remark.code.startswith("E") else "warning"
        yield annotation(weight, remark.message, title=remark.code).encode()
    for one in province.unusable:
        yield annotation("error", "\n".join(one.reasons), file=one.source, title=words("batch.unusable")).encode()
    for line in province.lines:
        if line.outcome != Outcome.MET:
            text = words(
                "batch.annotation",
                outcome=words(f"outcome.{line.outcome}"),
                met=line.sections_met,
                sections=line.sections,
                cvs_met=line.coefficients_met,
                cvs=line.coefficients,
                unmet=" ".join(line.unmet) or "—",
            )
            kind = "error" if line.outcome == Outcome.NOT_MET else "warning"
            yield annotation(kind, text, file=line.source, title=line.name).encode()  # type: ignore[arg-type]
