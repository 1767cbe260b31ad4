"""Strict YAML: plain data with the line and column of every key and value, and nothing implicit.

Refused: a key written twice, anchors and aliases, tags, several documents, more than MAX_DEPTH levels.
A number is exact (never a float), `85%` stays text for the field that expects a share, and a word such as `no`
or `2017-04-19` stays a word.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

MAX_DEPTH = 40
MAX_BYTES = 4 * 1024 * 1024
_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
# Within a line: a remark or a text in quotes that spans lines would hide brackets, but never a line.
_QUOTED = re.compile(r"""'[^'\n]*'|"(?:\\.|[^"\\\n])*"|(?:^|[^\S\n])#[^\n]*""", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]{}]")
# Signs that no YAML may hold, as the parser itself knows them.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A full-width colon behind a key, a full-width comma between parts.
_WIDE_KEY = re.compile(r"(?:^|[{\[,，])\s*(?:- )?[\w.-]+(：)")
_WIDE = re.compile(r"[{\[,，]\s*[\w.-]+(：)|[\w\]}](，)")
_KEY = re.compile(r":(?:\s|$)")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}

Place = tuple[str | int, ...]


class Problem(Struct, frozen=True):
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


class Document(Struct):
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
        raise YamlError(_syntax(error, text.splitlines())) from None
    except yaml.YAMLError:
        found = _FORBIDDEN.search(text)
        place = _line_and_column(text, found.start() if found else 0)
        raise YamlError(Problem(*place, "yaml.characters")) from None
    finally:
        loader.dispose()


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _syntax(error: Any, lines: list[str]) -> Problem:
    """Say in the words of people what the parser says in its own, at the line where it has to be mended."""
    said = error.problem or ""
    mark = error.problem_mark or error.context_mark
    line, column = (min(mark.line + 1, len(lines)), mark.column + 1) if mark else (1, 1)
    here = lines[line - 1] if lines else ""
    start = here[column - 1 : column]
    if "tab character" in said or ("cannot start any token" in said and start == "\t"):
        return Problem(line, column, "yaml.syntax.tab")
    if "cannot start any token" in said:
        return Problem(line, column, "yaml.syntax.sign", {"found": start})
    if said in ("did not find expected ',' or ']'", "did not find expected ',' or '}'"):
        opened = error.context_mark.line
        wide = _WIDE.search(lines[opened])
        if wide:
            group = wide.lastindex or 0
            return Problem(opened + 1, wide.start(group) + 1, "yaml.syntax.wide", {"found": wide[group]})
        return Problem(line, column, "yaml.syntax.bracket", {"sign": said[-2], "opened": opened + 1})
    if "end of stream" in said:
        # Where the quote was opened; it is missed only at the end of the file.
        mark = error.context_mark or mark
        return Problem(mark.line + 1, mark.column + 1, "yaml.syntax.quote")
    if "escape" in said:
        return Problem(line, column, "yaml.syntax.escape")
    if said == "could not find expected ':'" or said.startswith("mapping values"):
        if said.startswith("could") or (line > 1 and here[: column - 1].strip().count(":") == 0 and _bare(lines, line)):
            # A key without a colon is noticed one line too late.
            line, column = (error.context_mark.line + 1, 1) if error.context_mark else (line - 1, 1)
        wide = _WIDE_KEY.search(lines[line - 1])
        if wide:
            return Problem(line, wide.start(1) + 1, "yaml.syntax.wide", {"found": wide[1]})
        return Problem(line, column, "yaml.syntax.colon")
    indent = ("expected key", "'-' indicator", "violates indentation", "sequence entries")
    return Problem(line, column, "yaml.syntax.indent" if any(one in said for one in indent) else "yaml.syntax")


def _bare(lines: list[str], line: int) -> bool:
    """Whether the line before is a key that lacks its colon: as deep as this one, and without any."""
    before, here = lines[line - 2], lines[line - 1]
    depth = len(here) - len(here.lstrip())
    return bool(before.strip()) and len(before) - len(before.lstrip()) == depth and not _KEY.search(before)


def _refuse_depth(text: str) -> None:
    """Refuse deep flow brackets before the C parser, which would overflow its stack on them."""
    depth = 0
    # Blanks in the place of texts, so that columns stay.
    for match in _BRACKET.finditer(_QUOTED.sub(lambda found: " " * len(found[0]), text)):
        if match[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise YamlError(Problem(*_line_and_column(text, match.start()), "yaml.depth", {"most": MAX_DEPTH}))
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
            if key == "<<":
                raise YamlError(_problem(event, "yaml.merge"))
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
