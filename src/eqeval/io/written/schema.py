"""Findings of the schema in the words of people: where each stands in the file, and what would be possible there."""

import json
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, get_args

from eqeval.io.written.yaml import Place
from eqeval.words import Words

Finding = tuple[Place, str, bool]

# What is wrong with a whole part hangs on one of its keys; the first that is written is shown.
_KEYS = {
    "quorum_count": ("at_least",),
    "quorum_floor": ("rest_at_least",),
    "points_do_not_add_up": ("out_of",),
    "block_without_points": ("blocks",),
    "points_of_a_rule": ("rule",),
    "between_reversed": ("between",),
    "tier_unknown": ("needed",),
    "tiers_not_falling": ("tiers",),
    "rows_not_rising": ("rows",),
    "rows_of_one": ("rows",),
    "until_before_from": ("until",),
    "scope_of_schools": ("scope", "level"),
    "indicator_of_school": ("level",),
    "union_tag_invalid": ("kind",),
}
# Another form was expected: of several forms that are possible, one sentence is enough.
_FORMS = ("string_type", "dict_type", "list_type", "model_type", "model_attributes_type")


def sentences(found: Iterable[Any], data: Any, words: Words) -> Iterator[Finding]:
    """Say every finding once: its place, the sentence, and whether a key is meant or the value behind it."""
    errors = [(_place(data, error["loc"]), error) for error in found]
    refused = {place for place, error in errors if error["type"] == "extra_forbidden"}
    said: set[Place] = set()
    for place, error in errors:
        if error["type"] in _FORMS:
            # Of a text or a mapping only the form that was meant is told, and that only once.
            inside = [other for other, _ in errors if len(other) > len(place) and other[: len(place)] == place]
            if place in said or (inside and isinstance(error["input"], dict | list)):
                continue
            said.add(place)
        sentence = _sentence(error, place, data, refused, words)
        part = _at(data, place)
        code = str(error["ctx"]["error"]) if error["type"] == "value_error" else error["type"]
        key = next((key for key in _KEYS.get(code, ()) if isinstance(part, dict) and key in part), None)
        yield (place if key is None else (*place, key)), sentence, place in refused


def _place(data: Any, location: tuple[int | str, ...]) -> Place:
    """Keep of pydantic's path what the file has; names of union members are not in the file."""
    place: Place = ()
    for index, part in enumerate(location):
        try:
            inner = data[part]
        except (KeyError, IndexError, TypeError):
            continue
        rest = location[index + 1 :]
        tag = not isinstance(inner, dict | list) and isinstance(data, dict) and any(key in data for key in rest)
        if not tag:
            data, place = inner, (*place, part)
    return place


def _at(data: Any, place: Place) -> Any:
    for part in place:
        data = data[part]
    return data


def _sentence(found: Any, place: Place, data: Any, refused: set[Place], words: Words) -> str:
    """Say a finding of the schema in words, with the nearest of what would be possible."""
    kind, last = found["type"], found["loc"][-1] if found["loc"] else ""
    value, context = _written(found.get("input"), words), found.get("ctx", {})
    if kind == "value_error":
        return words(f"schema.{context['error']}", found=value)
    if kind == "extra_forbidden":
        return _unknown(place, data, refused, words)
    if kind == "missing" and isinstance(last, int):
        return words("written.missing_item", number=last + 1)
    if not words.has(f"schema.{kind}"):
        return words("schema.other", name=place[-1] if place else "", found=value)
    possible = re.findall(r"'([^']*)'", str(context.get("expected") or context.get("expected_tags") or ""))
    near = get_close_matches(str(context.get("tag", value)), possible, n=3)
    said = words("standard.near", near=words.join(near)) if near else ""
    listed = {"expected": words.join(possible), "expected_tags": words.join(possible)} if possible else {}
    return words(f"schema.{kind}", **{**context, **listed}, name=last, found=value) + said


def _written(value: Any, words: Words) -> Any:
    """Show a value as it is written in YAML: null and true, not None and True; of a longer part, what it is."""
    if isinstance(value, dict):
        return words("written.keys")
    if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        return words("written.list")
    plain = isinstance(value, list) or value is None or isinstance(value, bool)
    return json.dumps(value, ensure_ascii=False, default=str) if plain else value


def _unknown(place: Place, data: Any, refused: set[Place], words: Words) -> str:
    """Say of a key that it is misspelt, or that it cannot stand here, and what can."""
    name, around = str(place[-1]), _at(data, place[:-1])
    if name.isdigit():
        return words("written.comma", name=name)
    if place in (("only",), ("remove",), ("override",)):
        return words("written.needs_extends", name=name)
    kept = {key for key in around if (*place[:-1], key) not in refused}
    models = [keys for keys in _models(around.get("kind")) if kept <= set(keys)]
    free = sorted({key for keys in models for key in keys} - set(around))
    near = get_close_matches(name, free, n=3)
    if near:
        return words("schema.extra_forbidden", name=name) + words("standard.near", near=words.join(near))
    if name in {key for keys in _models(None) for key in keys}:
        fitting = {tuple(keys) for keys in models}
        listed = [key for key in min(fitting) if key not in around] if len(fitting) == 1 else []
        here = words("written.here", keys=words.join(listed)) if listed else ""
        return words("written.misplaced", name=name) + here
    return words("schema.extra_forbidden", name=name)


def _models(kind: object) -> list[list[str]]:
    """List the keys of every part that people write; of rules, where a kind is given, only those of that kind."""
    from eqeval.core.parts.written import Model

    found: list[type[Model]] = [Model]
    for model in found:
        found += model.__subclasses__()
    kinds = {model: get_args(model.model_fields["kind"].annotation) for model in found if "kind" in model.model_fields}
    return [
        [field.alias or name for name, field in model.model_fields.items()]
        for model in found
        if kind is None or kind in kinds.get(model, ())
    ]
