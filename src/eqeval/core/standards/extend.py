"""extends: a standard that keeps, changes and adds to the rules of another, by their ids.

Works on what was written, before it is validated, so that the result is judged as one standard; `Source` remembers
which of the two files each part came from.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

Place = tuple[str | int, ...]

# Keys of an extension that say what happens to the parent, and are not part of the result.
CHANGES = ("only", "remove", "override")
_TABLES = ("items", "indicators", "scopes")
_OF_THE_PARENT = ("vocabulary", "split")


class Source(Struct, frozen=True):
    """A part of the result, and where it was written: in the extension itself, or in its parent."""

    place: Place
    own: bool
    written: Place


class Unknown(Struct, frozen=True):
    """An id that the parent does not have."""

    place: Place
    name: str
    near: list[str]


class Extended(Struct, frozen=True):
    """The standard that follows, where its parts were written, and what cannot be followed."""

    data: dict[str, Any]
    sources: list[Source]
    unknown: list[Unknown]


def extend(parent: Mapping[str, Any], child: Mapping[str, Any]) -> Extended:
    """Apply an extension to its parent.

    only: the rules that are kept; remove: the rules that are not; override: by id, the keys of a rule, of a part of
    one, or of an indicator inside a quorum, that are replaced; rules: what is added at the end. Items, indicators and
    scopes of the extension join those of the parent. Everything else (identity, validity, checked) is the extension's.
    """
    data: dict[str, Any] = {key: value for key, value in child.items() if key not in CHANGES}
    sources: list[Source] = []
    for key in _TABLES:
        data[key] = {**deepcopy(parent.get(key, {})), **child.get(key, {})}
        sources += [Source((key, name), name in child.get(key, {}), (key, name)) for name in data[key]]
    for key in _OF_THE_PARENT:
        if key not in child and key in parent:
            data[key] = parent[key]
            sources.append(Source((key,), False, (key,)))
    rules, kept, unknown = _kept(parent, child)
    sources += kept
    for part in (*rules, *(data["indicators"][name] for name in parent.get("indicators", {}))):
        # What is kept keeps the document whose clause it cites.
        if isinstance(part, dict):
            part.setdefault("document", parent["document"])
    for name, change in child.get("override", {}).items():
        places = [place for place, known in named(rules) if known == name]
        if not places:
            near = get_close_matches(name, [known for _, known in named(rules)], n=3)
            unknown.append(Unknown(("override", name), name, near))
        elif isinstance(change, Mapping):
            target = _at(rules, places[0])
            target.update(deepcopy(dict(change)))
            sources += [Source(("rules", *places[0], key), True, ("override", name, key)) for key in change]
    own = child.get("rules", [])
    sources += [Source(("rules", len(rules) + index), True, ("rules", index)) for index in range(len(own))]
    data["rules"] = [*rules, *own]
    return Extended(data, sources, unknown)


def _kept(
    parent: Mapping[str, Any], child: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[Source], list[Unknown]]:
    """Choose the parent's rules that stay."""
    ids = [rule["id"] for rule in parent["rules"]]
    unknown = [
        Unknown((key, index), name, get_close_matches(str(name), ids, n=3))
        for key in ("only", "remove")
        for index, name in enumerate(child.get(key, []))
        if name not in ids
    ]
    only, remove = child.get("only", ids), child.get("remove", [])
    rules: list[dict[str, Any]] = []
    sources: list[Source] = []
    for index, rule in enumerate(parent["rules"]):
        if rule["id"] in only and rule["id"] not in remove:
            sources.append(Source(("rules", len(rules)), False, ("rules", index)))
            rules.append(deepcopy(rule))
    return rules, sources, unknown


def named(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """List everything that has an id, or is known by its indicator."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from named(each, (*place, index))
    elif isinstance(value, Mapping):
        name = value.get("id") or (value.get("indicator") if "limits" in value else None)
        if isinstance(name, str):
            yield place, name
        for key, each in value.items():
            yield from named(each, (*place, key))


def _at(value: Any, place: Place) -> Any:
    for part in place:
        value = value[part]
    return value
