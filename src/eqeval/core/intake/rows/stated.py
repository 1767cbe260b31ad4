"""Makes columns of what a table states instead of totals: values of indicators, their limits, and verdicts."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from eqeval.core.census import Claim
from eqeval.core.figures.exact import Number, from_float, from_text, plain
from eqeval.core.grid import Raw, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Site
from eqeval.core.origin import Key, Row
from eqeval.core.parts.items import Kind, StatedItem
from eqeval.core.parts.written import Title
from eqeval.core.reports.stated import FLOOR, LIMIT, MET, SECTION
from eqeval.core.rules.quorum import Quorum
from eqeval.core.standards.standard import Standard
from eqeval.core.vocabulary import Vocabulary

# What may stand before a limit in a table.
_SIGNS = "≥≤><="


def vocabulary(known: Vocabulary, standards: Iterable[Standard]) -> Vocabulary:
    """Add the items of some standards, and the columns that state what their indicators would come to."""
    standards = list(standards)
    items = {name: item for one in standards for name, item in one.items.items()}
    return known.with_items({**items, **columns(known, standards)})


def columns(known: Vocabulary, standards: Iterable[Standard]) -> dict[str, StatedItem]:
    """Make an item of every column that states a value, a limit or a verdict; each stage has its own."""
    words = known.stated
    found: dict[str, StatedItem] = {}
    for standard in standards:
        members = {name for rule in standard.rules if isinstance(rule, Quorum) for name in rule.members}
        for name, one in standard.indicators.items():
            headings = list(dict.fromkeys([one.heading, *one.headings]))
            values = [*headings, *_below(headings, words.value)]
            found[one.column] = _item(one.title, values, "number", known, one.unit)
            for face, below in ((LIMIT, words.required), (FLOOR, words.floor), (MET, words.verdict)):
                if below and name in members:
                    title = _titled(one.title, below[0])
                    found[one.column + face] = _item(title, _below(headings, below), "text", known)
        if members and words.section:
            found[SECTION] = _item(words.section[0], words.section, "text", known)
    return found


def _below(headings: list[str], words: list[str]) -> list[str]:
    return [f"{heading} > {each}" for heading in headings for each in words]


def _titled(title: Title, face: str) -> Title:
    return f"{title} {face}" if isinstance(title, str) else {name: f"{each} {face}" for name, each in title.items()}


def _item(title: Title, headings: list[str], kind: Kind, known: Vocabulary, unit: Title | None = None) -> StatedItem:
    judged = {name: stage.words[0] for name, stage in known.stages.items() if stage.judged and stage.words}
    staged = {stage: [f"{word}{headings[0]}"] for stage, word in judged.items()}
    # Made from parts that were read and checked already.
    return StatedItem.model_construct(
        title=title, headings=staged, unstaged=headings, kind=kind, merge="main", unit=unit
    )


def columns_for(taught: Collection[str], there: Collection[Key], known: Vocabulary) -> list[str]:
    """List the values that a block states for every stage that its schools teach."""
    judged = [stage for stage in taught if known.stages[stage].judged]
    present = {name for name, _ in there}
    values = [name for name in known.items if name in present and is_value(name, known)]
    return [name for name in values if judged and all((name, stage) in there for stage in judged)]


def is_value(name: str, known: Vocabulary) -> bool:
    """Whether a column states the value of an indicator."""
    item = known.items[name]
    return isinstance(item, StatedItem) and item.kind == "number"


def counts(standard: Standard, column: str, taught: Collection[str], there: Collection[Key]) -> bool:
    """Whether a stated value is the one that counts, because the totals to form it from are not all there."""
    return any(
        (item, stage) not in there and (item, None) not in there
        for one in standard.indicators.values()
        if one.column == column
        for stage in taught
        if (column, stage) in there
        for item in one.sum_of(stage)
    )


def needed(site: Site, standards: Iterable[Standard], known: Vocabulary) -> Iterator[Key]:
    """List the values that verdicts wait for because the row has no columns to form them from."""
    for standard in standards:
        for one in standard.indicators.values():
            for stage in known.items[one.column].stages:
                totals = [(item, stage if known.items[item].stages else None) for item in one.sum_of(stage)]
                if any(site.column(key) is None for key in totals):
                    yield one.column, stage


def states_values(sites: Sequence[Site], known: Vocabulary) -> bool:
    """Whether any row has a column for values; most tables have none."""
    tables = {id(site.row.table): site.row.table for site in sites}
    tables |= {id(row.table): row.table for site in sites if site.joined for row in site.joined}
    return any(is_value(name, known) for table in tables.values() for name, _ in table.columns)


def separate(members: list[Site], known: Vocabulary, findings: Findings) -> None:
    """Take values out of use that several sites of one school state: values per pupil cannot be added up."""
    for site in members[1:]:
        for key in [key for key in site.values if is_value(key[0], known)]:
            title = findings.words.text(known.items[key[0]].title)
            findings.add("E136", *site.place(key), plain(site.values[key]), members[0].name, item=title, site=site.name)
            for each in members:
                each.spoil(key)


def claim(raw: Raw, row: Row, column: int, known: Vocabulary) -> Claim:
    """Read a limit or a verdict that is only compared; what cannot be read is kept as it is written."""
    value: Number | None = None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        value = from_float(float(raw))
    elif isinstance(raw, str):
        value = from_text(word(raw).lstrip(_SIGNS))
    return Claim(text(raw), row, column, value, known.answer_forms.get(word(raw)))
