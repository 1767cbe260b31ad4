"""Does every part of a standard do what it seems to: items of the right kind in the right place, limits that ease."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from eqeval.core.figures.exact import Number
from eqeval.core.grid import word
from eqeval.core.origin import item_and_stage
from eqeval.core.parts.amount import Quotient, Table
from eqeval.core.parts.condition import Compares, StageIs
from eqeval.core.parts.items import Item
from eqeval.core.parts.limit import Eased, Limit
from eqeval.core.parts.relaxation import Relaxation
from eqeval.core.parts.written import Model, parts_of
from eqeval.core.review.flaw import Flaw
from eqeval.core.review.strictness import looser
from eqeval.core.rules.compare import Compare
from eqeval.core.rules.count import Count
from eqeval.core.rules.dispersion import Dispersion
from eqeval.core.rules.holds import Holds
from eqeval.core.rules.meets import Meets
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.score import Score
from eqeval.core.rules.share import Share
from eqeval.core.rules.share_of import ShareOf
from eqeval.core.rules.survey import Survey
from eqeval.core.rules.threshold import Threshold
from eqeval.core.rules.tiers import Tiers
from eqeval.core.rules.trend import Trend
from eqeval.core.standards.standard import Standard
from eqeval.core.vocabulary import Vocabulary

_NUMBERS = ("whole", "number", "year", "share")
_FROM_ABOVE, _FROM_BELOW = ("at_most", "below"), ("at_least", "above")

Items = Mapping[str, Item]


def unsound(standard: Standard, vocabulary: Vocabulary) -> Iterator[Flaw]:
    """List what would be read without complaint and judge nobody, or something else than it says."""
    items = {**vocabulary.items, **standard.items}
    if standard.extends == standard.id:
        yield Flaw("id", "id", "standard.same_id", "error", {})
    yield from _headings(items)
    for rule in standard.every_rule():
        if rule.id in standard.indicators:
            yield Flaw(rule.id, "id", "standard.twice", "error", {"name": rule.id, "near": ""})
    for rule in standard.every_rule():
        yield from _stages(rule)
        yield from _sources(rule, items)
        yield from _marks(rule, items)
        yield from _easings(rule)
        yield from _phases(rule)
        yield from _adding(rule.id, "relax", getattr(rule, "relax", ()))
    for name, indicator in standard.indicators.items():
        for asked in (indicator.of, indicator.per, *indicator.of_stage.values()):
            yield from _of("indicators", name, _named(asked), items, ("school",))
        yield from _conditions("indicators", name, indicator, items, ())
        yield from _never("indicators", name, indicator.also)
        yield from _adding("indicators", name, indicator.also)
    for name, scope in standard.scopes.items():
        yield from _conditions("scopes", name, scope, items, ())
        yield from _never("scopes", name, scope.leave_out)


def _headings(items: Items) -> Iterator[Flaw]:
    """Two items cannot be read from one heading."""
    taken: dict[tuple[bool, str], str] = {}
    for name, item in items.items():
        staged = item.headings.values() if isinstance(item.headings, dict) else [item.headings]
        for heading in (heading for headings in staged for heading in headings):
            first = taken.setdefault((item.of == "county", word(heading)), name)
            if first != name:
                yield Flaw("items", name, "standard.heading_taken", "error", {"heading": heading, "name": first})


def _stages(rule: Rule) -> Iterator[Flaw]:
    """A whole school has no stage: what is asked of one stage of it judges nobody."""
    by_school = isinstance(rule, Count | Holds | Meets) or getattr(rule, "level", None) == "school"
    by_school |= isinstance(rule, ShareOf) and rule.units == "schools"
    if by_school and isinstance(rule, Threshold):
        limits = [*rule.limits, *(limit for one in rule.relax for limit in one.limits)]
        if any(limit.stage for limit in limits):
            yield Flaw(rule.id, "limits", "standard.stage_of_school", "error", {})
    asked: list[tuple[str, object]] = [("where", getattr(rule, "where", None))] if not isinstance(rule, ShareOf) else []
    if by_school:
        asked += [("that", getattr(rule, "that", None)), ("where", getattr(rule, "where", None))]
        asked += [("limits", getattr(rule, "limits", None))]
    asked += [("relax", [one.when for one in _relaxations(rule)])]
    for key, part in asked:
        yield from _never(rule.id, key, part)


def _never(owner: str, key: str, part: object) -> Iterator[Flaw]:
    """Conditions on a stage where a whole school is asked never hold."""
    if any(True for _ in parts_of(part, StageIs)):
        yield Flaw(owner, key, "standard.stage_of_school", "error", {})


def _relaxations(rule: Rule) -> list[Eased]:
    own = [one for one in getattr(rule, "relax", []) if isinstance(one, Eased)]
    members = [part for part in getattr(rule, "of", None) or () if isinstance(part, Member)]
    return own + [one for member in members for one in member.relax]


def _sources(rule: Rule, items: Items) -> Iterator[Flaw]:
    """Name items that have no number, or are not where the rule looks for them."""
    county: tuple[str, ...] = ("county",)
    school: tuple[str, ...] = ("school",)
    places: list[tuple[str, Collection[str], tuple[str, ...]]] = []
    units: tuple[str, ...] = ()
    match rule:
        case Threshold():
            where = county if rule.level == "county" else school
            places = [("of", _named(rule.of), where), ("per", _named(rule.per), where)]
        case Count():
            places = [("have", _named(rule.have), school), ("of", _named(rule.of), school)]
        case Compare():
            places = [(key, _named(getattr(rule, key)), county) for key in ("of", "per", "to")]
        case Share():
            places = [(key, _named(getattr(rule, key)), county) for key in ("of", "per", "stated")]
        case Survey():
            places = [(key, _named(getattr(rule, key)), county) for key in ("satisfied", "returned", "stated")]
            places += [("groups", [group.item for group in rule.groups], county)]
        case Meets():
            places = [("stated", _named(rule.stated), county)]
        case Trend():
            places = [("of", _named(rule.of), county)]
        case Score():
            where = county if rule.level == "county" else (*county, *school)
            places = [("blocks", [one.awarded for one in rule.items if one.awarded], where)]
            places += [("stated", _named(rule.stated), county)]
        case ShareOf(units="classes"):
            units = ("class",)
    for key, names, allowed in places:
        yield from _of(rule.id, key, names, items, allowed)
    yield from _conditions(rule.id, "kind", rule, items, units)
    yearly = {name for name in _named(getattr(rule, "of", None)) if name in items and items[name].yearly}
    if isinstance(rule, Trend) and not yearly:
        yield Flaw(rule.id, "of", "standard.not_yearly", "error", {"name": rule.of})
    if isinstance(rule, Share | Survey | Meets) and rule.stated in items and items[rule.stated].kind != "share":
        yield Flaw(rule.id, "stated", "standard.not_a_rate", "error", {"name": rule.stated})


def _conditions(owner: str, key: str, part: Model, items: Items, units: tuple[str, ...]) -> Iterator[Flaw]:
    """Conditions and amounts ask schools and their county, and classes only where classes are counted."""
    asked = [[*one.items(), *_named([one.of, one.per])] for one in parts_of(part, Compares)]
    asked += [one.items() for one in parts_of(part, Quotient)] + [one.items() for one in parts_of(part, Table)]
    for names in asked:
        yield from _of(owner, key, names, items, ("school", "county", *units))


def _of(owner: str, key: str, names: Iterable[str], items: Items, allowed: tuple[str, ...]) -> Iterator[Flaw]:
    for name in dict.fromkeys(item_and_stage(name)[0] for name in names):
        item = items.get(name)
        if item is None:
            continue
        if item.kind not in _NUMBERS:
            yield Flaw(owner, key, "standard.not_a_number", "error", {"name": name})
        elif item.of not in allowed:
            yield Flaw(owner, key, f"standard.item_of.{item.of}", "error", {"name": name})


def _named(value: object) -> list[str]:
    """List the items that a sum, or several of them, name."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return list(value)
    return [name for each in value for name in _named(each)] if isinstance(value, list | tuple) else []


def _marks(rule: Rule, items: Items) -> Iterator[Flaw]:
    """Limits that nothing can lie on: rates above 100 %, figures below zero, coefficients with a lower limit."""
    limits: list[Limit] = [one for one in getattr(rule, "limits", []) if isinstance(one, Limit)]
    limits += [limit for one in _relaxations(rule) for limit in one.limits]
    fixed = [limit.fixed for limit in limits if limit.fixed is not None]
    if isinstance(rule, Dispersion) and any(limit.operator not in (*_FROM_ABOVE, "no_limit") for limit in limits):
        yield Flaw(rule.id, "limits", "standard.cv_from_below", "error", {})
    of = getattr(rule, "of", None)
    if isinstance(rule, Threshold) and rule.per is None and rule.times == 1 and len(rule.of) == 1:
        yield from _rates(rule.id, "limits", [bound.limit for bound in fixed], next(iter(rule.of)), items)
    if isinstance(rule, Trend):
        marks = [bound.limit for bound in (rule.per_year, rule.sum) if bound]
        marks += [rule.enough] if rule.enough is not None else []
        yield from _rates(rule.id, "per_year" if rule.per_year else "of", marks, rule.of, items)
    if isinstance(rule, Compare) and rule.to in (rule.of, {**rule.of, **(rule.per or {})}):
        yield Flaw(rule.id, "to", "standard.with_itself", "error", {})
    if isinstance(rule, Survey) and isinstance(rule.sample, int | Fraction) and rule.sample <= 0:
        yield Flaw(rule.id, "sample", "standard.no_sample", "error", {})
    if isinstance(rule, Survey):
        shares = [group.at_least for group in rule.groups if not 0 < group.at_least <= 1]
        yield from (Flaw(rule.id, "groups", "standard.rate_above", "error", {"limit": share}) for share in shares)
    for one in parts_of(rule, Compares):
        if one.fixed is not None and one.per is None and len(one.of) == 1:
            yield from _rates(rule.id, "kind", [one.fixed.limit], next(iter(one.of)), items)
    falls = isinstance(of, Mapping) and any(factor < 0 for factor in of.values())
    if not isinstance(rule, Trend | Compare) and not falls and any(bound.limit < 0 for bound in fixed):
        yield Flaw(rule.id, "limits", "standard.below_zero", "error", {})
    members = [part.id for part in rule.of if isinstance(part, Member)] if isinstance(rule, Quorum | Tiers) else []
    for name in dict.fromkeys(name for name in members if members.count(name) > 1):
        yield Flaw(rule.id, "of", "standard.twice", "error", {"name": name, "near": ""})


def _rates(owner: str, key: str, marks: Iterable[Number], name: str, items: Items) -> Iterator[Flaw]:
    item = items.get(name)
    for mark in marks:
        if item is not None and item.kind == "share" and abs(Fraction(mark)) > 1:
            yield Flaw(owner, key, "standard.rate_above", "error", {"limit": mark})


def _easings(rule: Rule) -> Iterator[Flaw]:
    """A relaxation of a limit looks in the same direction as the limit, and eases it."""
    parts = [part for part in getattr(rule, "of", None) or () if isinstance(part, Member)]
    eased: list[tuple[str, list[Limit], Sequence[Eased]]] = [(part.id, part.limits, part.relax) for part in parts]
    if isinstance(rule, Threshold):
        eased.append((rule.id, rule.limits, rule.relax))
    for owner, limits, relaxations in eased:
        for one in relaxations:
            operators = {limit.operator for limit in limits if not limit.no_limit}
            if any(limit.operator not in operators and not limit.no_limit for limit in one.limits):
                yield Flaw(owner, "relax", "standard.eased_other_way", "error", {"name": one.id})
            elif one.factor != 1 and operators:
                down, up = operators & {*_FROM_BELOW}, operators & {*_FROM_ABOVE}
                if (one.factor > 1 and down) or (one.factor < 1 and up):
                    yield Flaw(owner, "relax", "standard.eased_by_nothing", "error", {"name": one.id})
            elif any(_tighter(limit, limits) for limit in one.limits):
                yield Flaw(owner, "relax", "standard.eased_by_nothing", "error", {"name": one.id})


def _adding(owner: str, key: str, relaxations: Iterable[Relaxation]) -> Iterator[Flaw]:
    """What counts by a relaxation is added and never taken away."""
    for one in relaxations:
        if any(factor < 0 for factor in getattr(one, "add", {}).values()):
            yield Flaw(owner, key, "standard.eased_by_nothing", "error", {"name": one.id})


def _phases(rule: Rule) -> Iterator[Flaw]:
    """A later phase that asks for less than an earlier one is mostly a slip."""
    members = [part for part in getattr(rule, "of", None) or () if isinstance(part, Member)]
    for owner, limits in [(rule.id, getattr(rule, "limits", None) or []), *((one.id, one.limits) for one in members)]:
        phases = sorted(((one.since, n) for n, one in enumerate(limits) if one.since and one.fixed))
        for (_, first), (_, second) in pairwise(phases):
            before, after = limits[first], limits[second]
            same = (before.stage, before.type, before.counties) == (after.stage, after.type, after.counties)
            if same and before.fixed and after.fixed and looser(after.fixed, before.fixed):
                values = {"before": before.fixed.text(), "after": after.fixed.text()}
                yield Flaw(owner, "limits", "standard.phase_weaker", "warning", values)


def _tighter(limit: Limit, ordinary: Iterable[Limit]) -> bool:
    """Whether a relaxed limit asks for more than every ordinary one of the same stage and type."""
    same = [one.fixed for one in ordinary if (one.stage, one.operator) == (limit.stage, limit.operator) and one.fixed]
    if limit.fixed is None or not same or limit.operator not in (*_FROM_ABOVE, *_FROM_BELOW):
        return False
    rising = limit.fixed.rising
    return all(limit.fixed.limit > one.limit if rising else limit.fixed.limit < one.limit for one in same)
