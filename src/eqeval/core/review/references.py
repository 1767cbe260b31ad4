"""Every name that a standard uses is defined: items, indicators, scopes, stages, types, choices, grades."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from eqeval.core.parts.declaration import slots
from eqeval.core.parts.items import Item
from eqeval.core.standards.standard import Standard
from eqeval.core.vocabulary import Vocabulary

Place = tuple[str | int, ...]

# Keys whose value names items: one name, a list, or a mapping from names to factors.
_SUMS = ("of", "per", "have", "add", "to", "by", "stated", "item", "awarded", "satisfied", "returned")
_NUMBER = re.compile(r"\d.*")


class Dangling(Struct, frozen=True, eq=False):
    """A name that is not defined: where it stands, the sentence that says so, and the nearest names."""

    place: Place
    sentence: str
    name: str
    near: list[str]
    known: Mapping[str, object]


def _unstaged(data: Mapping[str, Any], items: Mapping[str, Item]) -> Iterator[Dangling]:
    """Factors for every stage need an item that is reported for every stage."""
    for place, _, stage in _stages((), data):
        item = items.get(str(place[-2]))
        if item is not None and stage not in item.stages:
            yield Dangling(place, "no_part", str(place[-2]), [], {"stage": stage})


def dangling(data: Mapping[str, Any], standard: Standard, vocabulary: Vocabulary) -> list[Dangling]:
    """Walk a standard as it was written and list the names that nothing defines, and ids that stand twice."""
    known = {
        "no_item": {*vocabulary.items, *standard.items},
        "no_indicator": set(standard.indicators),
        "no_scope": set(standard.scopes),
        "no_stage": set(vocabulary.stages),
        "no_type": set(vocabulary.types),
    }
    found = [
        Dangling(place, sentence, name, get_close_matches(name, known[sentence], n=3), {})
        for place, sentence, name in _names((), data, "")
        if name not in known[sentence]
    ]
    found += [
        Dangling(("split", "weights"), "no_weight", stage, [], {})
        for stage in vocabulary.stages
        if stage not in standard.split.weights
    ]
    found += _unstaged(data, {**vocabulary.items, **standard.items})
    return found + list(_choices((), data, standard, vocabulary)) + list(_twice(data))


def _names(place: Place, value: Any, kind: str) -> Iterator[tuple[Place, str, str]]:
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _names((*place, index), each, kind)
    if not isinstance(value, Mapping):
        return
    kind = str(value.get("kind", kind))
    for key, each in value.items():
        here = (*place, key)
        if key == "declared":
            yield from _declared(here, each)
        elif key == "indicator":
            yield here, "no_indicator", each
        elif key == "scope":
            yield here, "no_scope", each
        elif key == "of_stage":
            yield from (((*here, stage), "no_stage", stage) for stage in each)
            yield from ((where, "no_item", name) for stage in each for where, name in _sum((*here, stage), each[stage]))
        elif key == "stage":
            yield here, "no_stage", each
        elif key == "weights":
            yield from (((*here, stage), "no_stage", stage) for stage in each)
        elif key == "type" and isinstance(each, list):
            yield from (((*here, index), "no_type", name) for index, name in enumerate(each))
        elif key == "of" and kind == "dispersion":
            yield from (((*here, index), "no_indicator", name) for index, name in enumerate(each))
        elif key in _SUMS and place[:1] != ("items",) and _is_sum(each):
            yield from ((where, "no_item", name) for where, name in _sum(here, each))
            yield from ((where, "no_stage", name) for where, _, name in _stages_in(here, each))
        else:
            yield from _names(here, each, kind)


def _declared(place: Place, value: Any) -> Iterator[tuple[Place, str, str]]:
    """List the items whose figures the application form states, in its sentences or several times."""
    for index, sentence in enumerate(value.get("says", [])):
        yield from (((*place, "says", index), "no_item", name) for name in slots(sentence) if name)
    for key in ("least", "most"):
        yield from (((*place, key, index), "no_item", name) for index, name in enumerate(value.get(key, [])))


def _stages_in(place: Place, value: Any) -> Iterator[tuple[Place, str, str]]:
    """List the factors that differ by stage: where, of which item, for which stage."""
    for item, factor in value.items() if isinstance(value, Mapping) else ():
        if isinstance(factor, Mapping):
            yield from (((*place, item, stage), item, stage) for stage in factor)


def _stages(place: Place, value: Any) -> Iterator[tuple[Place, str, str]]:
    """List them everywhere in a standard."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _stages((*place, index), each)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key in _SUMS and isinstance(each, Mapping) and place[:1] != ("items",):
                yield from _stages_in((*place, key), each)
            yield from _stages((*place, key), each)


def _is_sum(value: Any) -> bool:
    """Tell names of items from numbers, and from lists of further parts."""
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return isinstance(value, Mapping) or (isinstance(value, str) and not _NUMBER.fullmatch(value))


def _sum(place: Place, value: Any) -> Iterable[tuple[Place, str]]:
    if isinstance(value, str):
        return [(place, value)]
    if isinstance(value, list):
        return [((*place, index), name) for index, name in enumerate(value)]
    return [((*place, name), name) for name in value]


def _choices(place: Place, value: Any, standard: Standard, vocabulary: Vocabulary) -> Iterator[Dangling]:
    """Check conditions on answers, and grades against their scale."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _choices((*place, index), each, standard, vocabulary)
    if not isinstance(value, Mapping):
        return
    item = {**vocabulary.items, **standard.items}.get(value["item"]) if "one_of" in value else None
    if item is not None:
        allowed = item.choices or vocabulary.answers
        for index, name in enumerate(value["one_of"]):
            if name not in allowed:
                near = get_close_matches(name, allowed, n=3) or list(allowed)
                yield Dangling((*place, "one_of", index), "no_choice", name, near, {"item": value["item"]})
    if value.get("kind") == "attestation" and "scale" in value and value.get("at_least") not in value["scale"]:
        yield Dangling((*place, "at_least"), "grade", str(value.get("at_least")), [], {"scale": value["scale"]})
    for key, each in value.items():
        yield from _choices((*place, key), each, standard, vocabulary)


def _relaxations(value: Any, place: Place) -> list[tuple[Place, str]]:
    """Relaxations have ids of their own too: a report names them by it."""
    found: list[tuple[Place, str]] = []
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key in ("relax", "also"):
                found += [((*place, key, index, "id"), one["id"]) for index, one in enumerate(each)]
            else:
                found += _relaxations(each, (*place, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            found += _relaxations(each, (*place, index))
    return found


def _twice(data: Mapping[str, Any]) -> Iterator[Dangling]:
    seen: set[str] = set()
    for place, name in _relaxations(data.get("indicators", {}), ("indicators",)):
        if name in seen:
            yield Dangling(place, "twice", name, [], {})
        seen.add(name)
    for index, rule in enumerate(data["rules"]):
        places: list[tuple[Place, Any]] = [(("rules", index, "id"), rule["id"])]
        places += [
            (("rules", index, "parts", part, "id"), each["id"]) for part, each in enumerate(rule.get("parts", []))
        ]
        places += _relaxations(rule, ("rules", index))
        for place, name in places:
            if name in seen:
                yield Dangling(place, "twice", name, [], {})
            seen.add(name)


def undefined(data: Mapping[str, Any], inherited: Mapping[str, Any], vocabulary: Vocabulary) -> list[Dangling]:
    """List the names that nothing defines in a standard whose form is wrong; what cannot be walked is passed over.

    inherited: the standard that it extends. A name that anything else defines is no finding: which kind of name
    belongs there may be just what is wrong. Where a table of names is missing or wrong itself, none is missed.
    """
    tables = {"no_indicator": "indicators", "no_scope": "scopes", "no_item": "items"}
    known = {"no_item": set(vocabulary.items), "no_stage": set(vocabulary.stages), "no_type": set(vocabulary.types)}
    for sentence, key in tables.items():
        written = [part.get(key, {}) for part in (data, inherited)]
        if all(isinstance(table, Mapping) for table in written) and (key == "items" or any(written)):
            known[sentence] = known.get(sentence, set()).union(*written)
    every = set().union(*known.values())
    parts: list[tuple[Place, Any]] = []
    for key, each in data.items():
        parts += [((key, index), one) for index, one in enumerate(each)] if isinstance(each, list) else [((key,), each)]
    found = [one for where, part in parts for one in _walked(where, part) if one[1] in known and one[2] not in every]
    return [
        Dangling(place, sentence, name, get_close_matches(name, known[sentence], n=3), {})
        for place, sentence, name in found
    ]


def _walked(place: Place, value: Any) -> list[tuple[Place, str, str]]:
    """Walk a part as far as its form is right."""
    found: list[tuple[Place, str, Any]] = []
    with suppress(TypeError, AttributeError, KeyError, IndexError):
        found.extend(_names(place, value, ""))
    return [one for one in found if isinstance(one[2], str)]
