"""Says which sheets that look like tables of schools are not read, what stands on them alone, and where they differ."""

from collections.abc import Iterable, Sequence

from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.sheets import continued, repeats
from eqeval.core.intake.sheets.callings import NAMED
from eqeval.core.intake.sheets.continued import Held
from eqeval.core.origin import Row, Table

# So many schools of a sheet that is not read are named.
_SCHOOLS = 5


def tell(left: Iterable[Held], taken: Sequence[Held], lexicon: Lexicon, findings: Findings) -> None:
    """Name every sheet that is not read, and all that is lost with it."""
    words = findings.words
    read = words.join([grid.sheet for grid, _ in taken])
    known = continued.told([block for _, found in taken for block in found], lexicon)
    for pair in left:
        more = ""
        schools = continued.left_out(pair, taken, lexicon)
        if schools:
            more += words("W511.more", count=len(schools), names=words.some(schools, _SCHOOLS))
        alone = continued.told(pair[1], lexicon) - known
        if alone:
            titles = [words.text(item.title) for name, item in lexicon.vocabulary.items.items() if name in alone]
            more += words("W511.alone", items=words.some(titles, NAMED))
        found = repeats.compare(pair, taken, lexicon, strict=False)
        if found and found.differing:
            one = found.differing[0]
            more += words(
                "W511.differs",
                count=len(found.differing),
                school=one.school,
                item=words.text(lexicon.vocabulary.items[one.item].title),
                here=one.here.name,
                said=one.here.shown,
                there=one.there.name,
                first=one.there.shown,
            )
        findings.add("W511", Row(Table.of(pair[0]), 0), None, sheet=pair[0].sheet, read=read, more=more)
