"""Says of what type schools are where a table has no column for it: only where their pupils and their names agree."""

from collections.abc import Mapping, Sequence

from eqeval.core.intake.columns.kinds import called
from eqeval.core.intake.columns.remarks import NAMED_UNKNOWN, near
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.rows.sites import Rows, Site
from eqeval.core.origin import Row, Table
from eqeval.core.vocabulary import Vocabulary


def settle(rows: Rows, lexicon: Lexicon, findings: Findings) -> None:
    """Give every school its type where two things say the same of it; the others stay open, and the column is missed.

    A school with primary pupils alone may be a teaching point, one with junior pupils a full secondary school whose
    senior pupils share its rooms. A name that ends in the word of a type says which it is, and its pupils bear it out;
    still a teaching point may be called a primary school, so it is asked about.
    """
    vocabulary, words, block = lexicon.vocabulary, findings.words, rows.block
    row, title = Row(Table.of(block.grid), block.row), lexicon.titles[vocabulary.roles["type"], None]
    found: list[str] = []
    left: list[str] = []
    for site in rows.sites:
        if site.type is not None or site.doubt is not None or (site.parent and not site.counted):
            # A site that belongs to a school is of the type of that one.
            continue
        site.type = _agreed(site, vocabulary)
        if site.type is None:
            site.doubt = "E127"
            left.append(site.name)
            continue
        found.append(site.name)
    if found:
        # The names say it, so that is where the warning stands.
        names = block.whole[vocabulary.roles["name"], None].index
        why, schools = words("W583.missing", item=title), words.some(found, NAMED_UNKNOWN)
        findings.add("W583", row, names, None, item=title, why=why, schools=schools, count=len(found))
    if left:
        hint = words("E127.open", schools=words.some(left, NAMED_UNKNOWN), count=len(left))
        nearest = near(title, list(block.unknown.values()), words)
        findings.add("E127", row, None, item=title, near=nearest, hint=hint, types=words.join(vocabulary.type_names))


def _agreed(site: Site, vocabulary: Vocabulary) -> str | None:
    """Find the type in whose word the name of a school ends, if the school has pupils in just its stages."""
    pupils = vocabulary.roles["pupils"]
    if any(item == pupils for item, _ in site.faulty):
        return None
    kind = called(site.name, vocabulary)
    taught = [stage for stage in vocabulary.stages if site.values.get((pupils, stage))]
    return kind if kind is not None and vocabulary.types[kind].stages == taught else None


def derive(sites: Sequence[Site], spoken_of: Mapping[int, set[str]], lexicon: Lexicon, findings: Findings) -> None:
    """Let the stages decide what type schools are of, where their rows do not say, unless their names say another one.

    A row on a sheet of primary schools called 教学点 or 特殊教育学校 is none of a primary school. spoken_of: the
    stages of which the rows of each speak, by its identity.
    """
    vocabulary, words = lexicon.vocabulary, findings.words
    pupils, key = vocabulary.roles["pupils"], (vocabulary.roles["name"], None)
    named: list[Site] = []
    for site in sites:
        stages = [stage for stage in vocabulary.stages if stage in spoken_of[id(site)]]
        taught = [stage for stage in stages if site.values.get((pupils, stage)) != 0] or stages
        site.type = next(
            (name for name, kind in vocabulary.types.items() if kind.follows and kind.stages == taught), None
        )
        own = called(site.name, vocabulary)
        if own not in (None, site.type) and taught and set(taught) <= set(vocabulary.types[own or ""].stages):
            site.type = own
            named.append(site)
        elif site.type is None:
            site.doubt = "E204"
            allowed = words.join(vocabulary.type_names)
            findings.add("E204", *site.place(key), "", site.name, allowed=allowed, hint=words("E204.blank"))
        elif site.type != site.meant:
            title = words.text(vocabulary.types[site.type].title)
            findings.add("N608", *site.place(key), site.name, site.name, type=title)
    title = lexicon.titles[vocabulary.roles["type"], None]
    for otherwise in (False, True):
        # The column may be there and say another type of them.
        asked = [site for site in named if (site.meant is not None) == otherwise]
        if asked:
            schools = words.some([site.name for site in asked], NAMED_UNKNOWN)
            why = words("W583.otherwise" if otherwise else "W583.missing", item=title)
            findings.add("W583", *asked[0].place(key), None, item=title, why=why, schools=schools, count=len(asked))
