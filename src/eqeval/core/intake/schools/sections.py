"""Divides schools into their sections, and what a school shares by weighted pupils."""

from collections.abc import Mapping

from msgspec.structs import replace

from eqeval.core.census import Census, School, Section
from eqeval.core.figures.exact import Number
from eqeval.core.origin import item_and_stage
from eqeval.core.standards.standard import Split
from eqeval.core.vocabulary import Vocabulary


def sections(one: School, vocabulary: Vocabulary, split: Split) -> list[Section]:
    """Divide a school into its sections, and its shared resources by weighted pupils.

    share of stage s = wₛ Pₛ / Σ wₜ Pₜ over the stages that the school teaches, so that per weighted pupil
    every stage has the same.
    """
    own = vocabulary.staged_items
    shared: dict[str, Number] = {}
    parts: dict[str, str | None] = {}
    for name, value in one.values.items():
        if "@" in name:
            parts[name] = item_and_stage(name)[1]
        elif name not in own:
            shared[name] = value
    return [
        Section(
            one, stage, {**shared, **one.staged[stage], **_own(one, stage, parts)}, share(one, stage, vocabulary, split)
        )
        for stage in one.staged
        if vocabulary.stages[stage].judged
    ]


def _own(one: School, stage: str, parts: Mapping[str, str | None]) -> dict[str, Number]:
    """Of the parts that belong to one stage, a section has its own; the others are zero in it."""
    return {name: one.values[name] if of == stage else 0 for name, of in parts.items()}


def share(one: School, stage: str, vocabulary: Vocabulary, split: Split) -> tuple[int, int] | None:
    """Say which part of the shared resources falls to a stage; None where pupils are not known."""
    if len(one.staged) == 1:
        return 1, 1
    pupils, weights = vocabulary.roles["pupils"], split.whole_weights
    weighted = {name: weights[name] * int(values[pupils]) for name, values in one.staged.items() if pupils in values}
    return (weighted[stage], sum(weighted.values())) if len(weighted) == len(one.staged) else None


def divided_by(census: Census, split: Split, vocabulary: Vocabulary) -> Census:
    """Divide shared resources anew, for a standard that splits them by other weights."""
    parts = (replace(part, share=share(part.school, part.stage, vocabulary, split)) for part in census.sections)
    return replace(census, sections=tuple(parts))
