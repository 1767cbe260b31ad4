"""Is a standard complete: one limit for everybody, no gap or overlap in bands, nothing weaker than its parent."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from eqeval.core.figures.exact import Number, plain
from eqeval.core.origin import item_and_stage
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.condition import AllOf, Compares
from eqeval.core.parts.limit import Limit
from eqeval.core.review.flaw import Flaw
from eqeval.core.review.soundness import unsound
from eqeval.core.rules.all_of import AllRules
from eqeval.core.rules.any_of import AnyOfRules
from eqeval.core.rules.dispersion import Dispersion
from eqeval.core.rules.meets import Meets
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.share import Share
from eqeval.core.rules.share_of import ShareOf
from eqeval.core.rules.survey import Survey
from eqeval.core.rules.threshold import Threshold
from eqeval.core.rules.tiers import Tiers
from eqeval.core.standards.standard import Standard, inner_rules
from eqeval.core.vocabulary import Vocabulary

Limited = tuple[str, list[Limit], Literal["section", "school", "county"]]


def limited(standard: Standard) -> Iterator[Limited]:
    """List everything that has limits, with its name and level."""
    for rule in standard.every_rule():
        if isinstance(rule, Quorum | Tiers):
            yield from ((part.id, part.limits, "section") for part in rule.of if isinstance(part, Member))
        if isinstance(rule, Dispersion):
            yield rule.id, rule.limits, "section"
        elif isinstance(rule, Threshold):
            yield rule.id, rule.limits, rule.level
        elif isinstance(limits := getattr(rule, "limits", None), list):
            yield rule.id, limits, "county"


def flaws(standard: Standard, vocabulary: Vocabulary, day: date) -> list[Flaw]:
    """List gaps, overlaps, expiry and what judges nobody, of a standard by itself."""
    found: list[Flaw] = []
    for owner, limits, level in limited(standard):
        found += _coverage(owner, limits, level, standard, vocabulary)
        found += _bands(owner, limits, vocabulary, standard)
    found += _titles(standard)
    found += _levels(standard)
    found += _weights(standard, vocabulary)
    found += unsound(standard, vocabulary)
    if standard.valid.until and standard.valid.until < day:
        found.append(Flaw("valid", "until", "standard.expired", "warning", {"day": standard.valid.until}))
    return found


def _titles(standard: Standard) -> Iterator[Flaw]:
    """What is shown by its title has one, in every language that it is written in."""
    titles = [("title", standard.title), *((rule.id, rule.title) for rule in standard.every_rule())]
    for owner, title in titles:
        if not all(text.strip() for text in (title.values() if isinstance(title, dict) else [title])):
            yield Flaw(owner, "title", "standard.title_empty", "error", {})


def _levels(standard: Standard) -> Iterator[Flaw]:
    """Rules inside a rule speak of the same subjects; limits on the county depend on no stage and no school."""
    for rule in standard.every_rule():
        level = getattr(rule, "level", None)
        inside = [part for part in inner_rules(rule) if isinstance(part, Threshold | Quorum | Tiers)]
        if isinstance(rule, AllRules | AnyOfRules):
            level = inside[0].level if inside else None
        for part in inside:
            if level is not None and part.level != level:
                yield Flaw(part.id, "level", "standard.level", "error", {"level": level})
    for rule in standard.every_rule():
        if isinstance(rule, Share | ShareOf | Meets | Survey) and not getattr(rule, "gross", False):
            for limit in rule.limits:
                if limit.fixed and limit.fixed.limit > 1:
                    yield Flaw(rule.id, "limits", "standard.share_above", "error", {"limit": limit.fixed.text()})
    for owner, limits, level in limited(standard):
        if level == "county" and any(limit.stage or limit.type or limit.where for limit in limits):
            yield Flaw(owner, "limits", "standard.county_limit", "error", {})


def _weights(standard: Standard, vocabulary: Vocabulary) -> Iterator[Flaw]:
    """A coefficient that is weighted by pupils is one of figures per pupil, of resources that are shared out."""
    for rule in standard.every_rule():
        for name in rule.of if isinstance(rule, Dispersion) and rule.weight == "pupils" else ():
            indicator = standard.indicators.get(name)
            if indicator and (indicator.per != {vocabulary.roles["pupils"]: 1} or indicator.split == "per"):
                yield Flaw(rule.id, "of", "standard.weight", "error", {"name": name})


def _coverage(
    owner: str, limits: list[Limit], level: str, standard: Standard, vocabulary: Vocabulary
) -> Iterator[Flaw]:
    """Every judged stage, or every type in scope, has a limit, and only one that holds without a condition."""
    if any(limit.stage is None and limit.type is None for limit in limits):
        groups: list[tuple[str, str, list[Limit]]] = [
            ("", "", [one for one in limits if not one.stage and not one.type])
        ]
    elif any(limit.type for limit in limits):
        kinds = _types(owner, level, standard, vocabulary)
        groups = [("type", kind, [one for one in limits if kind in (one.type or [kind])]) for kind in kinds]
    else:
        stages = [name for name, stage in vocabulary.stages.items() if stage.judged]
        groups = [("stage", stage, [one for one in limits if one.stage == stage]) for stage in stages]
    for by, name, here in groups:
        titles = vocabulary.types if by == "type" else vocabulary.stages
        title = titles[name].title if name else ""
        if not here:
            yield Flaw(owner, "limits", f"standard.gap.{by}", "error", {"name": title, "id": name})
        plainly = [(one.since, tuple(one.counties or ()), one.stage) for one in here if one.where is None]
        if len(set(plainly)) < len(plainly):
            yield Flaw(owner, "limits", "standard.overlap", "error", {"name": title})


def _types(owner: str, level: str, standard: Standard, vocabulary: Vocabulary) -> list[str]:
    """List the types that a rule concerns: those that teach a judged stage and that its scope does not leave out."""
    judged = {name for name, stage in vocabulary.stages.items() if stage.judged}
    rule = next((one for one in standard.every_rule() if one.id == owner), None)
    scope = standard.scopes.get(getattr(rule, "scope", None) or "")
    where = getattr(rule, "where", None)
    found = []
    for name, kind in vocabulary.types.items():
        probe = _OfType(name)
        out = scope is not None and any(one.where.holds(probe) for one in scope.leave_out)
        elsewhere = where is not None and where.holds(probe) is False
        if judged & set(kind.stages) and not out and not elsewhere:
            found.append(name)
    return found if level != "county" else []


class _OfType(Struct, frozen=True, eq=False):
    """A school of which nothing but the type is known."""

    type: str | None
    stage: str | None = None

    @property
    def values(self) -> dict[str, Number]:
        return {}

    @property
    def choices(self) -> dict[str, str]:
        return {}


def _bands(owner: str, limits: list[Limit], vocabulary: Vocabulary, standard: Standard) -> Iterator[Flaw]:
    """Limits that depend on one size: every size from 0 on falls into exactly one band."""
    groups: dict[tuple[object, ...], list[Bound]] = {}
    for limit in limits:
        band = limit.where
        if isinstance(band, AllOf) and len(band.all) == 1:
            band = band.all[0]
        if isinstance(band, Compares) and band.per is None and len(band.of) == 1 and band.fixed:
            key: tuple[object, ...] = (next(iter(band.of)), limit.stage, tuple(limit.type or ()), limit.since)
            groups.setdefault(key, []).append(band.fixed)
    for key, bands in groups.items():
        item = str(key[0])
        always = any(
            limit.where is None and (limit.stage, tuple(limit.type or ()), limit.since) == key[1:] for limit in limits
        )
        if len(bands) < 2:
            continue
        whole = {**vocabulary.items, **standard.items}[item_and_stage(item)[0]].kind == "whole"
        for size in _probes(bands, whole):
            holding = sum(band.admits(size) for band in bands)
            if holding > 1:
                yield Flaw(owner, "limits", "standard.bands_overlap", "error", {"item": item, "size": plain(size)})
                break
            if not holding and not always:
                yield Flaw(owner, "limits", "standard.bands_gap", "error", {"item": item, "size": plain(size)})
                break


def _probes(bands: Iterable[Bound], whole: bool) -> list[Number]:
    """Sizes on, just below and just above every mark."""
    marks = [mark for band in bands for mark in (band.between or (band.limit,))]
    step: Number = 1 if whole else Fraction(1, 1000)
    found = {size for mark in marks for size in (mark - step, mark, mark + step) if size >= 0}
    return sorted(found)
