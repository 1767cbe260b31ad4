"""Strict YAML: plain data with the line and column of every key and value, and nothing implicit.

Refused: a key written twice, anchors and aliases, tags, several documents, more than MAX_DEPTH levels.
A number is exact (never a float), `85%` stays text for the field that expects a share, and a word such as `no`
or `2017-04-19` stays a word.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

MAX_DEPTH = 40
MAX_BYTES = 4 * 1024 * 1024
_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
# Within a line: a remark or a text in quotes that spans lines would hide brackets, but never a line.
_QUOTED = re.compile(r"""'[^'\n]*'|"(?:\\.|[^"\\\n])*"|(?:^|[^\S\n])#[^\n]*""", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]{}\n]")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a line and column, both counted from 1; key names a sentence of eqeval.words."""

    line: int
    column: int
    key: str
    values: dict[str, object] = field(default_factory=dict)


class YamlError(Exception):
    """A file that is not strict YAML."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


@dataclass(slots=True)
class Document:
    """What a file says, and where: marks by path, of keys and of values."""

    data: Any
    values: dict[Place, tuple[int, int]]
    keys: dict[Place, tuple[int, int]]

    def mark(self, place: Place, key: bool = False) -> tuple[int, int]:
        """Find the line and column of a place, or of the nearest place around it."""
        marks = self.keys if key and place in self.keys else self.values
        while place and place not in marks:
            place = place[:-1]
        return marks.get(place, (1, 1))


def read(path: Path) -> Document:
    """Read a file as strict YAML.

    Raises:
        YamlError: with the place of the first thing that is not.
        OSError: where the file cannot be read.
    """
    content = path.read_bytes()
    if len(content) > MAX_BYTES:
        raise YamlError(Problem(1, 1, "yaml.large", {"most": MAX_BYTES // 1024}))
    return parse(content)


def parse(content: bytes) -> Document:
    """Read bytes as strict YAML."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise YamlError(Problem(line, 1, "yaml.encoding")) from None
    _refuse_depth(text)
    loader = yaml.CSafeLoader(text) if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader(text)
    try:
        return _Builder(loader).document()
    except yaml.MarkedYAMLError as error:
        # A key without a colon is noticed one line too late.
        late = error.problem == "could not find expected ':'"
        mark = (error.context_mark if late else None) or error.problem_mark or error.context_mark
        last = text.rstrip("\n").count("\n") + 1
        line, column = (min(mark.line + 1, last), mark.column + 1) if mark else (1, 1)
        raise YamlError(Problem(line, column, "yaml.syntax", {"problem": error.problem or ""})) from None
    except yaml.YAMLError:
        raise YamlError(Problem(1, 1, "yaml.characters")) from None
    finally:
        loader.dispose()


def _refuse_depth(text: str) -> None:
    """Refuse deep flow brackets before the C parser, which would overflow its stack on them."""
    depth, line = 0, 1
    for match in _BRACKET.finditer(_QUOTED.sub("", text)):
        sign = match[0]
        if sign == "\n":
            line += 1
        elif sign in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise YamlError(Problem(line, 1, "yaml.depth", {"most": MAX_DEPTH}))
        else:
            depth = max(0, depth - 1)


class _Builder:
    """Walks the parser's events and builds plain data, noting where everything stands."""

    def __init__(self, loader: Any) -> None:
        self.loader = loader
        self.values: dict[Place, tuple[int, int]] = {}
        self.keys: dict[Place, tuple[int, int]] = {}

    def document(self) -> Document:
        loader = self.loader
        loader.get_event()
        if isinstance(loader.peek_event(), yaml.StreamEndEvent):
            raise YamlError(Problem(1, 1, "yaml.empty"))
        loader.get_event()
        data = self.node(())
        loader.get_event()
        event = loader.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            raise YamlError(_problem(event, "yaml.documents"))
        return Document(data, self.values, self.keys)

    def node(self, place: Place) -> Any:
        event = self.loader.get_event()
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise YamlError(_problem(event, "yaml.anchor"))
        if event.tag and event.tag != "!":
            raise YamlError(_problem(event, "yaml.tag", tag=event.tag))
        if len(place) > MAX_DEPTH:
            raise YamlError(_problem(event, "yaml.depth", most=MAX_DEPTH))
        self.values[place] = _at(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(place)
        if any(sign < " " and sign not in "\n\t" for sign in event.value):
            raise YamlError(_problem(event, "yaml.characters"))
        return scalar(event.value) if event.implicit[0] and not event.style else event.value

    def mapping(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self.loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError(_problem(event, "yaml.key"))
            key = event.value
            if event.anchor:
                raise YamlError(_problem(event, "yaml.anchor"))
            if key in found:
                first = self.keys[(*place, key)][0]
                raise YamlError(_problem(event, "yaml.duplicate", found=key, first=first))
            self.keys[(*place, key)] = _at(event)
            found[key] = self.node((*place, key))
        return found

    def sequence(self, place: Place) -> list[Any]:
        found: list[Any] = []
        while not isinstance(self.loader.peek_event(), yaml.SequenceEndEvent):
            found.append(self.node((*place, len(found))))
        self.loader.get_event()
        return found


def scalar(text: str) -> Any:
    """Read a plain word: whole numbers, decimals, true, false, null; everything else stays text.

    >>> scalar("4.2"), scalar("no"), scalar("010101"), scalar("85%")
    (Decimal('4.2'), 'no', '010101', '85%')
    """
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return _CONSTANTS.get(text, text)


def _at(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _problem(event: Any, key: str, **values: object) -> Problem:
    line, column = _at(event)
    return Problem(line, column, key, values)
