"""Refuses a column of which a line around the table says that it is another quantity: 注：面积不含室内体育用房."""

import re
from collections.abc import Iterator, Sequence

from eqeval.core.grid import word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings import captions
from eqeval.core.intake.headings.block import Block, Column, Doubt
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.origin import Key, Row

_CLAUSES = re.compile("[;。,]")
# What stands before the first word of a clause: its number, and signs around a name.
_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、:)]+")
_AROUND = "\"'“”‘’「」『』《》〈〉【】:"
_LISTED = re.compile("[、和及与/]")
# No name of an item that a longer one may end in is shorter, and none is as long.
_SHORTEST, _LONGEST = 3, 60


def settle(blocks: Sequence[Block], lexicon: Lexicon) -> None:
    """Leave the columns that a line on their sheet, above headings or below schools, calls another quantity.

    Where it may say so of some schools only, or takes in what nobody knows, it is kept to be asked about. A column that
    a map names is taken as it is.
    """
    lines = list(captions.lines(blocks))
    if not lines:
        # Nothing stands around a plain table.
        return
    sentences = _Sentences(lexicon)
    for row, column, raw in lines:
        for subject, meant, sure, said in sentences.read(raw):
            for block, key, columns in _columns(blocks, meant):
                if not lexicon.qualified.refuses(key[0], said):
                    continue
                if sure and lexicon.qualified.contradicts(key[0], said):
                    _leave(block, key, columns, (row, column), said)
                else:
                    block.doubts.append(Doubt(row, column, key, f"{subject}{said}"))


def tell(block: Block, row: Row, lexicon: Lexicon, findings: Findings) -> None:
    """Ask about the lines that may change what a column holds."""
    for doubt in dict.fromkeys(block.doubts):
        if doubt.key in block.whole or doubt.key in block.parts:
            findings.add("W590", Row(row.table, doubt.row), doubt.column, doubt.said, item=lexicon.titles[doubt.key])


class _Sentences:
    """How sentences about items are read: of what they speak, and what they say of it."""

    def __init__(self, lexicon: Lexicon) -> None:
        levels = lexicon.vocabulary.levels
        ways, states = (
            "|".join(sorted(map(re.escape, map(word, words)), key=len, reverse=True)) or "(?!)"
            for words in ((*levels.leaving, *levels.including), levels.sentence.states)
        )
        self._lexicon = lexicon
        # 面积不含体育馆 says 不含体育馆, and 面积为规划数 says 规划数.
        self._says = re.compile(rf"(?=(?P<way>{ways}))|(?:{states})")
        self._before = tuple(map(word, levels.sentence.before))
        self._behind = tuple(map(word, levels.sentence.behind))

    def read(self, raw: str) -> Iterator[tuple[str, Key, bool, str]]:
        """List what is said of which item, in which words, and whether it is said of all schools.

        A clause without a subject goes on with that of the one before it.
        """
        subject, meant = "", list[tuple[Key, bool]]()
        for clause in _CLAUSES.split(word(raw)):
            for found in self._says.finditer(clause[: 2 * _LONGEST]):
                own = self._plain(clause[: found.start()])
                if own and not (known := list(self._meant(own))):
                    continue
                if own:
                    subject, meant = own, known
                yield from ((subject, key, sure, clause[found.end() :]) for key, sure in meant)
                break

    def _plain(self, before: str) -> str:
        """Take off what stands before the name of an item and behind it."""
        before = before.rstrip(":").rpartition(":")[2]
        subject = _NUMBER.sub("", before).strip(_AROUND)
        while subject.startswith(self._before):
            subject = next(subject.removeprefix(each) for each in self._before if subject.startswith(each))
        while subject.endswith(self._behind):
            subject = next(subject.removesuffix(each) for each in self._behind if subject.endswith(each))
        return subject.strip(_AROUND)

    def _meant(self, subject: str) -> Iterator[tuple[Key, bool]]:
        """List the items that a clause speaks of, and whether of all schools: then nothing stands before their name."""
        if len(subject) > _LONGEST:
            return
        if found := self._item(subject):
            yield found, True
            return
        pieces = [piece for piece in _LISTED.split(subject) if piece]
        known = {piece: self._item(piece) for piece in pieces}
        if any(known.values()) and all(found or self._lexicon.captioned(piece) for piece, found in known.items()):
            # A clause may speak of two stages at once, as headings over several columns do.
            yield from (((found[0], UNSAID), True) for found in known.values() if found)
            return
        for start in range(1, len(subject) - _SHORTEST + 1):
            if found := self._item(subject[start:]):
                yield found, False
                return

    def _item(self, written: str) -> Key | None:
        matches = self._lexicon.match((written,)) if self._lexicon.knows(written) else []
        return matches[0].meaning.key if matches and not matches[0].remark else None


def _columns(blocks: Sequence[Block], meant: Key) -> list[tuple[Block, Key, list[Column]]]:
    """List the columns that hold an item, of the stage that is meant."""
    found = [(block, key, [column]) for block in blocks for key, column in block.whole.items()]
    found += [(block, key, [*parts.values()]) for block in blocks for key, parts in block.parts.items()]
    name, stage = meant
    return [
        (block, key, columns)
        for block, key, columns in found
        if key[0] == name and (stage in (None, UNSAID) or key[1] in (stage, UNSAID))
        if not any(column.rule == "map" for column in columns)
    ]


def _leave(block: Block, key: Key, columns: list[Column], place: tuple[int, int], said: str) -> None:
    block.whole.pop(key, None)
    block.parts.pop(key, None)
    for column in columns:
        block.denied[column.index] = (key, said)
        block.noted[column.index] = place
        block.unknown[column.index] = column.heading
