"""Joins the rows that speak of one school: of its stages, or of different things, in two blocks, sheets, or files."""

from collections import Counter
from collections.abc import Container
from difflib import SequenceMatcher

from eqeval.core.figures.exact import Number, finer, plain
from eqeval.core.grid import word
from eqeval.core.intake.columns.kinds import called
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.rows.sites import Site
from eqeval.core.intake.schools.crossed import Crossed
from eqeval.core.origin import Key, Row
from eqeval.core.vocabulary import Vocabulary

# Names of one school, as they are written in two tables, share at least so much.
ALIKE = 1, 2
# Kinds of items that say what a row is and may stand in every table of a sheet.
LABELS = ("text", "type", "choice", "year")

# What tells a school: its code or its name, and which of both it is.
Mark = tuple[str, str]
# The file of a table, its sheet and the row of its headings.
Place = tuple[str, str, int]
# A file and its sheet.
Sheet = tuple[str, str]

# In a figure or two of the whole school the rows of one school differ by a slip; in so many they are of two schools.
_STRANGE = 3


def join(sites: list[Site], repeating: Container[Sheet], lexicon: Lexicon, findings: Findings) -> list[Site]:
    """Put rows together that have one code, or else one name, and no stage or no figure in common.

    Rows of which nobody knows which stage they speak of are left as they are, unless two tables report of different
    things and each has one row only for the school; if they are doubles, that is found later. A row with the code of
    one school and the name of another leaves both open.

    repeating: the sheets that repeat figures of others, most of which agree; those that differ are asked about.
    """
    marked = [(site, _marks(site, lexicon)) for site in sites]
    listed = [mark for _, marks in marked for mark in marks]
    # In most tables every row has a name and a code of its own.
    joined = sites if len(set(listed)) == len(listed) else _joined(marked, repeating, lexicon, findings)
    unsaid = [site for site in joined if site.type is None and site.doubt is None]
    if unsaid:
        # Most tables say it.
        from eqeval.core.intake.schools import untyped

        untyped.derive(unsaid, {id(site): stages_of(site) for site in unsaid}, lexicon, findings)
    return joined


def _joined(
    marked: list[tuple[Site, list[Mark]]], repeating: Container[Sheet], lexicon: Lexicon, findings: Findings
) -> list[Site]:
    crossed = Crossed([site for site, _ in marked])
    landed: dict[int, Site] = {}
    joined: list[Site] = []
    by_mark: dict[Mark, list[Site]] = {}
    rows = _Called(marked)
    for site, marks in marked:
        first = _counterpart(site, marks, by_mark, rows, repeating, lexicon.vocabulary)
        if first is None:
            joined.append(site)
        else:
            landed[id(site)] = first
            contradicts = crossed.look(first, site, _bare_name(first, lexicon))
            _add(first, site, lexicon.vocabulary, findings, told=contradicts)
            if word(site.name) != word(first.name):
                _rename(first, lexicon)
        for mark in marks:
            by_mark.setdefault(mark, []).append(first or site)
    crossed.tell(landed, lexicon.vocabulary, findings)
    return joined


def _rename(site: Site, lexicon: Lexicon) -> None:
    """Call a school by its own name where its first row names a part of it."""
    name = _bare_name(site, lexicon)
    if name != word(site.name):
        site.also.append(site.name)
        site.name = name


def _marks(site: Site, lexicon: Lexicon) -> list[Mark]:
    """What tells a school: its code, its name without the stage behind it, and its name as other tables may have it."""
    found = [("code", word(site.code))] if site.code else []
    return [*found, *(("name", name) for name in dict.fromkeys((_bare_name(site, lexicon), word(site.name))))]


def _bare_name(site: Site, lexicon: Lexicon) -> str:
    name = word(site.name)
    if site.stage is None:
        return name
    ending = next((each for each in lexicon.endings(site.stage) if name.endswith(each) and name != each), "")
    return name.removesuffix(ending)


def _table(row: Row) -> Place:
    return row.table.file, row.table.sheet, row.table.header


class _Called:
    """How many rows of each table a mark has, in all and of each stage."""

    def __init__(self, marked: list[tuple[Site, list[Mark]]]) -> None:
        self.count = Counter((*mark, *_table(site.row)) for site, marks in marked for mark in marks)
        self._staged = Counter((*mark, *_table(site.row), site.stage) for site, marks in marked for mark in marks)
        self._stage = {(*_table(site.row), site.row.index): site.stage for site, _ in marked}

    def by_stage(self, mark: Mark, site: Site) -> bool:
        """Whether the table of a row has a row for every stage of a school, each of a stage of its own."""
        place = *mark, *_table(site.row)
        return site.stage is not None and self._staged[*place, site.stage] < 2 and not self._staged[*place, None]

    def once(self, mark: Mark, site: Site) -> bool:
        """Whether the table of a row has no other one for the school, or for its stage."""
        return self.count[*mark, *_table(site.row)] < 2 or self.by_stage(mark, site)

    def stages(self, first: Site, table: Place) -> set[str | None]:
        """List the stages of which a school has rows of a table already."""
        return {self._stage.get((*table, row.index)) for row in first.rows if _table(row) == table}


def _apart(one: Row, other: Row, vocabulary: Vocabulary) -> bool:
    """Whether rows stand in tables that report of different things; on one sheet no figure may stand in both.

    A second table on a sheet that repeats a figure may be last year's, or the same one below its headings again.
    """
    if _table(one)[:2] != _table(other)[:2]:
        return True
    twice = one.table.columns.keys() & other.table.columns.keys()
    return one.table.header != other.table.header and all(vocabulary.items[item].kind in LABELS for item, _ in twice)


def _counterpart(
    site: Site,
    marks: list[Mark],
    by_mark: dict[Mark, list[Site]],
    rows: "_Called",
    repeating: Container[Sheet],
    vocabulary: Vocabulary,
) -> Site | None:
    for mark in marks:
        for first in by_mark.get(mark, ()):
            if not (_same_school(first, site, mark[0]) or _departments(first, site, vocabulary)) or (
                mark[0] == "code" and _strangers(first, site, marks)
            ):
                continue
            if _differ(first, site):
                return first
            table, own = _table(site.row), Counter(map(_table, first.rows))
            if rows.by_stage(mark, site) and site.stage not in rows.stages(first, table):
                # Of a table with a row for every stage those of other stages are joined already.
                own.pop(table, None)
            apart = table not in own and all(
                _apart(row, site.row, vocabulary) for row in first.rows if _table(row) in own
            )
            # A table without codes was joined by the name, and has none here; one of stages has a row for each.
            once = apart and rows.once(mark, site) and all(rows.count[*mark, *each] <= own[each] for each in own)
            if once and (any(each[:2] in repeating for each in (table, *own)) or _complete(first, site, vocabulary)):
                return first
    return None


def _complete(first: Site, site: Site, vocabulary: Vocabulary) -> bool:
    """Whether the rows of two tables complete each other: each has what the other lacks, and they agree on the rest.

    Of a row whose figures have no known stage nothing is left to compare; its school stays open for that alone.
    """
    mine, other = (set(one.values) | one.faulty or {(name, None) for name in one.choices} for one in (site, first))
    agree = all(
        key in first.values
        and key in site.values
        and _exact(key, first.values[key], site.values[key], vocabulary) is not None
        for key in mine & other
    )
    if agree and mine & other and site.stage and stages_of(first) - {site.stage}:
        # A table of a topic and a stage may repeat of the whole school what that of another stage says.
        return True
    return agree and ("E116" in (first.doubt, site.doubt) or bool(mine - other and other - mine))


def _same_school(first: Site, site: Site, by: str) -> bool:
    """One code is enough; by one name, codes and types must not contradict each other."""
    if by == "code":
        return True
    if (first.code and site.code) or word(first.county) != word(site.county):
        return False
    return first.type == site.type or None in (first.type, site.type)


def _departments(first: Site, site: Site, vocabulary: Vocabulary) -> bool:
    """Whether rows are of the departments of one school, each typed as a school of its own stage.

    One of a stage that is not judged may have a campus of its own; it is the same school where the campus is the same.
    """
    if (first.code and site.code) or word(first.county) != word(site.county) or stages_of(first) & stages_of(site):
        return False
    if _called_both(first, site, vocabulary):
        return True
    if not _is_department(first, vocabulary) or not _is_department(site, vocabulary):
        return False
    if all(vocabulary.stages[stage].judged for stage in stages_of(first) | stages_of(site)):
        return True
    return all(first.values.get(key, value) == value for key, value in site.values.items() if key[1] is None)


def _called_both(first: Site, site: Site, vocabulary: Vocabulary) -> bool:
    """Whether the name of two rows says the type that teaches what both are typed to teach, as parts of one school.

    Then what they say of the whole school is the same; two campuses of one name differ there.
    """
    if first.type is None or site.type is None or first.type == site.type or word(first.name) != word(site.name):
        return False
    both = _of_both(first.type, site.type, vocabulary)
    if both is None or called(site.name, vocabulary) != both:
        return False
    shared = [key for key in site.values if key[1] is None and key in first.values]
    return bool(shared) and all(first.values[key] == site.values[key] for key in shared)


def _is_department(site: Site, vocabulary: Vocabulary) -> bool:
    """Whether a row is called by the stages that its type teaches, and speaks of no others."""
    taught = vocabulary.types[site.type].stages if site.type else []
    called = tuple(word(each) for stage in taught for each in vocabulary.stages[stage].departments)
    return set(taught) == stages_of(site) and any(
        word(name).removesuffix(")").endswith(called) for name in (site.name, *site.also)
    )


def _strangers(first: Site, site: Site, marks: list[Mark]) -> bool:
    """Whether two rows with one code have other names and mostly other figures of the whole school.

    Then a code was mistyped; the rows are left as they are, and the code that stands twice is named later.
    """
    name, known = next(name for kind, name in marks if kind == "name"), word(first.name)
    if name in known or known in name:
        return False
    shared = [key for key in site.values if key[1] is None and key in first.values]
    differing = sum(first.values[key] != site.values[key] for key in shared)
    return differing >= _STRANGE and 2 * differing > len(shared)


def _differ(first: Site, site: Site) -> bool:
    """Whether two rows report of different stages, and each of one at least."""
    mine, other = stages_of(site), stages_of(first)
    return bool(mine and other) and not mine & other


def stages_of(site: Site) -> set[str]:
    """Give the stages of which the rows of a school speak."""
    found = {key[1] for key in (*site.values, *site.faulty, *site.least) if key[1]}
    return found or ({site.stage} if site.stage else set())


def _add(first: Site, site: Site, vocabulary: Vocabulary, findings: Findings, told: bool) -> None:
    """Add a row to the one before it: what both state must be the same, and counts once.

    told: whether something else is said of the two rows than that they are joined.
    """
    for key, value in site.values.items():
        known = first.values.get(key)
        if known is not None and known != value:
            exact = _exact(key, known, value, vocabulary)
            code = "E115" if exact is None else "N650"
            title = findings.words.text(vocabulary.items[key[0]].title)
            row, column = site.place(key)
            other = " ".join(first.cells(key))
            findings.add(code, row, column, plain(value), first.name, item=title, first=plain(known), other=other)
            if exact is None:
                first.spoil(key)
            else:
                first.values[key] = exact
        elif key not in first.faulty:
            first.values[key] = value
    first.faulty |= site.faulty
    for key in site.faulty:
        first.values.pop(key, None)
    first.least.update(site.least)
    first.most.update(site.most)
    first.gaps.update(site.gaps)
    first.replaced.update(site.replaced)
    first.claims.update(site.claims)
    for name, answer in site.choices.items():
        known_answer = first.choices.setdefault(name, answer)
        if known_answer != answer:
            title = findings.words.text(vocabulary.items[name].title)
            row, column = site.place((name, None))
            other = " ".join(first.cells((name, None)))
            raw = findings.words(f"answer.{answer}") if findings.words.has(f"answer.{answer}") else answer
            findings.add("E115", row, column, raw, first.name, item=title, first=known_answer, other=other)
            del first.choices[name]
            first.faulty.add((name, None))
    if first.type != site.type and None not in (first.type, site.type):
        first.type = _of_both(first.type or "", site.type or "", vocabulary)
    else:
        first.type = first.type or site.type
    first.code, first.parent = first.code or site.code, first.parent or site.parent
    first.county, first.doubt = first.county or site.county, first.doubt or site.doubt
    first.counted = first.counted and site.counted
    first.joined += [site.row, *site.joined]
    first.also += [site.name, *site.also]
    if told:
        return
    key = (vocabulary.roles["name"], None)
    if site.code and word(site.code) == word(first.code) and _unlike(site.name, first.name):
        place = " ".join(first.row.cells(key))
        findings.add("W566", *site.place(key), site.name, first.name, other=first.name, place=place, number=site.code)
        return
    findings.add("N612", *site.place(key), site.name, first.name, other=" ".join(first.row.cells(key)))


def _exact(key: Key, one: Number, other: Number, vocabulary: Vocabulary) -> Number | None:
    """Give what two figures of one thing say: the more exact one where the other is rounded; a count never is."""
    if one == other:
        return one
    return finer(one, other) if vocabulary.items[key[0]].kind == "number" else None


def _of_both(one: str, other: str, vocabulary: Vocabulary) -> str | None:
    """Give the type of a school that teaches what two types teach, one in each of its rows.

    Of two types of one stage nobody knows which it is, until its stages say it.
    """
    mine, its = set(vocabulary.types[one].stages), set(vocabulary.types[other].stages)
    kinds = ((name, kind) for name, kind in vocabulary.types.items() if kind.follows and not mine & its)
    return next((name for name, kind in kinds if set(kind.stages) == mine | its), None)


def _unlike(one: str, other: str) -> bool:
    """Whether hardly one school is called by two names: they have little in common, and none is short for the other."""
    short, long = sorted((word(one), word(other)), key=len)
    letters = iter(long)
    if all(letter in letters for letter in short):
        return False
    over, under = ALIKE
    return SequenceMatcher(None, short, long, autojunk=False).ratio() * under < over
