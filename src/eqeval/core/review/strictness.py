"""Does a standard that extends another ask for as much: what is surely weaker, and what is changed and may be."""

from collections.abc import Iterable, Iterator, Mapping

from eqeval.core.figures.exact import Number, percent
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.limit import Limit
from eqeval.core.parts.written import WORDING, Model, judged
from eqeval.core.review.flaw import Flaw
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.standards.standard import Standard

# What names a rule, and what is compared by itself.
_NAMES = {"id", "kind"}
_ITSELF = {"limits", "binding", "of", "at_least", "rest_at_least"}
_FROM_ABOVE, _FROM_BELOW = ("at_most", "below"), ("at_least", "above")


def weaker(child: Standard, parent: Standard) -> list[Flaw]:
    """Warn of everything in which an extension asks for less than its parent, or may do so."""
    theirs, ours = _named(parent), _named(child)
    found: list[Flaw] = []
    for name, old in theirs.items():
        new = ours.get(name)
        if new is not None and new != old:
            found += _compared(name, new, old)
    found += _redefined("items", child.items, parent.items)
    found += _redefined("scopes", child.scopes, parent.scopes)
    found += _redefined("indicators", child.indicators, parent.indicators)
    if child.split.weights != parent.split.weights:
        found.append(Flaw("split", "weights", "standard.redefined", "warning", {"name": "split"}))
    return found


def _named(standard: Standard) -> dict[str, Rule | Member]:
    """Index the rules, and the indicators inside them, by their ids."""
    rules = list(standard.every_rule())
    members = (part for rule in rules for part in getattr(rule, "of", None) or () if isinstance(part, Member))
    return {rule.id: rule for rule in rules} | {part.id: part for part in members}


def _compared(name: str, new: Rule | Member, old: Rule | Member) -> Iterator[Flaw]:
    if isinstance(old, Rule) and isinstance(new, Rule) and old.binding == "must" and new.binding != "must":
        yield _weaker(name, "binding", new.binding, old.binding)
    if isinstance(new, Quorum) and isinstance(old, Quorum):
        yield from _quorums(name, new, old)
    if type(new) is not type(old):
        yield Flaw(name, "kind", "standard.changed", "warning", {"keys": "kind"})
        return
    yield from _limits(name, _limits_of(new), _limits_of(old))
    apart = _ITSELF if isinstance(new, Quorum) else _ITSELF - {"of", "at_least"}
    keys = [key for key in type(new).model_fields if key not in WORDING | _NAMES | apart]
    changed = [key for key in keys if judged(getattr(new, key)) != judged(getattr(old, key))]
    if changed:
        yield Flaw(name, changed[0], "standard.changed", "warning", {"keys": ", ".join(changed)})


def _limits_of(part: object) -> list[Limit]:
    return [limit for limit in getattr(part, "limits", None) or () if isinstance(limit, Limit)]


def _quorums(name: str, new: Quorum, old: Quorum) -> Iterator[Flaw]:
    """Fewer items needed, more that may be missed, or a lower floor."""
    missing = [part.id for part in old.of if part.id not in {one.id for one in new.of}]
    if len(new.of) - new.at_least > len(old.of) - old.at_least or missing:
        yield _weaker(name, "at_least", f"{new.at_least}/{len(new.of)}", f"{old.at_least}/{len(old.of)}")
    floors = [rule.rest_at_least or 0 for rule in (new, old)]
    if floors[0] < floors[1]:
        yield _weaker(name, "rest_at_least", percent(floors[0]), percent(floors[1]))


def _limits(name: str, new: Iterable[Limit], old: Iterable[Limit]) -> Iterator[Flaw]:
    """Every limit of the parent is still there, or a stricter one; further ones are not weaker than it."""
    before = {_whom(limit): limit for limit in old}
    after = {_whom(limit): limit for limit in new}
    for whom, limit in before.items():
        other = after.get(whom)
        if other is None:
            # One limit for everybody may stand for several that were alike.
            whole = (one for one in after.values() if one.stage in (None, limit.stage) and not any(_whom(one)[1:]))
            other = next(whole, None)
        if other is None:
            yield Flaw(name, "limits", "standard.changed", "warning", {"keys": "limits"})
        elif not limit.no_limit and _less(other, limit):
            yield _weaker(name, "limits", _text(other), _text(limit))
    for whom, limit in after.items():
        same = [one for one in before.values() if one.stage in (None, limit.stage) and not one.no_limit]
        if whom not in before and same and all(_less(limit, one) for one in same):
            yield _weaker(name, "limits", _text(limit), _text(same[0]))


def _whom(limit: Limit) -> tuple[object, ...]:
    return limit.stage, tuple(limit.type or ()), limit.where, limit.since, tuple(limit.counties or ())


def _text(limit: Limit) -> str:
    return limit.fixed.text() if limit.fixed else limit.operator


def _less(new: Limit, old: Limit) -> bool:
    """Whether a limit surely asks for less than another."""
    if new.no_limit:
        return True
    return new.fixed is not None and old.fixed is not None and looser(new.fixed, old.fixed)


def looser(new: Bound, old: Bound) -> bool:
    """Whether a bound asks for less than another."""
    if old.between or new.between:
        return old.between is not None and (new.between is None or _wider(new.between, old.between))
    if "equals" in (new.operator, old.operator):
        return old.operator == "equals" and new.operator != "equals" and not _at_the_end(new, old)
    if new.rising != old.rising:
        return True
    if new.limit == old.limit:
        return old.operator in ("above", "below") and new.operator not in ("above", "below")
    return new.limit < old.limit if new.rising else new.limit > old.limit


def _at_the_end(new: Bound, old: Bound) -> bool:
    """At least 100 % is as much as exactly 100 %, and at most 0 as exactly 0."""
    return new.limit == old.limit and new.operator == ("at_least" if old.limit else "at_most")


def _wider(new: tuple[Number, Number], old: tuple[Number, Number]) -> bool:
    return new[0] < old[0] or new[1] > old[1]


def _redefined(table: str, ours: Mapping[str, Model], theirs: Mapping[str, Model]) -> Iterator[Flaw]:
    """Definitions of the parent that mean something else now."""
    for name, old in theirs.items():
        if name in ours and judged(ours[name]) != judged(old):
            yield Flaw(table, name, "standard.redefined", "warning", {"name": name})


def _weaker(name: str, key: str, new: str, old: str) -> Flaw:
    return Flaw(name, key, "standard.weaker", "warning", {"new": new, "old": old})
