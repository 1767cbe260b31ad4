"""eqeval explain: a rule, an issue code or all of them, or every figure of a school down to its cells."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from eqeval.cli.county import Asked
from eqeval.core.errors import InputError, UsageError
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.reports.derive import Block
    from eqeval.core.rules.case import Case
    from eqeval.core.standards.standard import Standard

_CODE = re.compile(r"[EWN]\d{3}")
# Explains every code, as a page.
ALL = "codes"


def run(
    target: str,
    school: str | None,
    indicator: str | None,
    standard: str,
    as_of: str | None,
    county: str | None,
    asked: Asked,
    words: Words,
) -> int:
    """Explain an issue code, a rule or indicator, or a school of a data file."""
    # The codes are listed in capitals; people type them as they come.
    if not Path(target).exists() and _CODE.fullmatch(target.upper()):
        target = target.upper()
    if _CODE.fullmatch(target) and words.has(f"{target}.what"):
        print(target, words(f"{target}.what"))
        for key in ("why", "mend"):
            print(f"  {words(f'explain.{key}')}{words('list.colon')}{words(f'{target}.{key}')}")
        return 0
    if target == ALL:
        from eqeval.core.intake.findings import CODES
        from eqeval.render.catalogue import render

        print(render(CODES, words), end="")
        return 0
    if Path(target).exists():
        return _school(Path(target), school, indicator, standard, as_of, county, asked, words)
    if Path(target).suffix:
        raise InputError(words("E105.message", file=target))
    if school or indicator:
        raise UsageError(words("explain.not_a_file", school=school or "…"))
    return _rule(target, standard, words)


def _rule(name: str, standard: str, words: Words) -> int:
    from eqeval.core.intake.findings import CODES
    from eqeval.core.reports.derive import rule_lines
    from eqeval.core.standards.standard import terms_of
    from eqeval.io.written.standards import load

    loaded = load(standard, words)
    known = [*loaded.standard.indicators, *(rule.id for rule in loaded.standard.every_rule())]
    name = next((each for each in known if each.lower() == name.lower()), name)
    if name not in known:
        near = get_close_matches(name, [*known, *CODES], n=3, cutoff=0.3) or known[:8]
        raise UsageError(words("explain.unknown", name=name, near=words.join(near)))
    terms = terms_of(loaded.standard, loaded.vocabulary, words)
    lines = list(rule_lines(name, loaded.standard, loaded.vocabulary, terms))
    print(*lines[0])
    _print(lines[1:], words)
    return 0


def _school(
    path: Path,
    name: str | None,
    indicator: str | None,
    standard: str,
    as_of: str | None,
    county: str | None,
    asked: Asked,
    words: Words,
) -> int:
    from eqeval.cli.county import read
    from eqeval.core.assess import case_of
    from eqeval.core.reports.derive import school_lines

    (reading,) = read([path], [standard], as_of, county, asked, words)
    census, loaded = reading.census, reading.loaded
    known = [*loaded.standard.indicators, *(one.id for one in loaded.standard.every_rule())]
    named = {each.lower(): each for each in known}
    if indicator is not None:
        indicator = named.get(indicator.lower(), indicator)
        if indicator not in known:
            near = dict.fromkeys([*loaded.standard.indicators, *get_close_matches(indicator, known)])
            raise UsageError(words("explain.no_indicator", name=indicator, near=words.join(list(near))))
    case = case_of(loaded.standard, loaded.vocabulary, census, reading.day, words, loaded.others)
    if name is None and indicator is not None:
        _print_blocks(_of_all(indicator, case, loaded.standard), words)
        return 0
    if name is None:
        raise UsageError(words("explain.need_school", example=census.schools[0].name))
    schools = [one for one in census.schools if name in (one.name, one.code, *one.sites)]
    if not schools:
        alike = get_close_matches(name, [one.name for one in census.schools], n=3, cutoff=0.3)
        raise UsageError(words("explain.no_school", name=name, near=words.join(alike) or "—"))
    for one in schools:
        blocks = list(school_lines(one, indicator, case, loaded.standard, loaded.vocabulary))
        _print_blocks(blocks, words)
        if indicator is not None and len(blocks) == 1:
            print(f"  {words('explain.not_of_school', name=indicator)}")
    return 0


def _of_all(name: str, case: "Case", standard: "Standard") -> "Iterator[Block]":
    """Derive a requirement on the county, or an indicator of all schools."""
    from eqeval.core.reports import derive, derive_spread

    rule = next((one for one in standard.every_rule() if one.id == name), None)
    if rule is None:
        yield from derive_spread.indicator_blocks(name, case, standard)
    else:
        yield f"{rule.id} {case.words.text(rule.title)}", list(derive.requirement_lines(rule, case))


def _print_blocks(blocks: "Iterable[Block]", words: Words) -> None:
    for number, (title, lines) in enumerate(blocks):
        print(f"\n{title}" if lines and number else title)
        _print(lines, words)


def _print(lines: Iterable[tuple[str, str]], words: Words) -> None:
    for label, text in lines:
        print(f"  {label}{words('list.colon')}{text}")
