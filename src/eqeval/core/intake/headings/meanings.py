"""What the headings of a vocabulary stand for: an item, a part of a sum, a band of sizes."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from eqeval.core.origin import Key
from eqeval.core.vocabulary import Vocabulary

Rule = Literal["heading", "synonym", "path", "stage", "band", "part", "map"]

# The stage of a column that is told apart by stage and does not say which one it is.
UNSAID = ""


class Meaning(NamedTuple):
    """What a heading stands for: an item, or the part of a sum, or a band of sizes. weak: others come first."""

    key: Key
    rule: Rule
    part: tuple[int, int] | None = None
    band: int | None = None
    weak: bool = False


def meanings(vocabulary: Vocabulary) -> Iterator[tuple[Sequence[str], Meaning]]:
    """List every heading that a school table may have, together those that mean the same."""
    for name, item in vocabulary.items.items():
        if item.of != "school":
            continue
        staged = item.headings.items() if isinstance(item.headings, dict) else [(None, item.headings)]
        for stage, headings in staged:
            yield headings[:1], Meaning((name, stage), "heading")
            yield headings[1:], Meaning((name, stage), "synonym")
        own = UNSAID if item.stages else None
        yield item.unstaged, Meaning((name, own), "synonym")
        yield item.instead, Meaning((name, own), "synonym", weak=True)
        for sum_, parts in enumerate(item.sums):
            for part, headings in enumerate(parts.of):
                yield headings, Meaning((name, own), "part", part=(sum_, part))
        for band, each in enumerate(item.bands):
            yield each.headings, Meaning((name, own), "band", band=band)
