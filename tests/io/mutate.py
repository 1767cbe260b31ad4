"""Breaks files in the ways in which they are broken, or made to break their reader; one seed gives one file."""

import io
import random
import re
import zipfile
from collections.abc import Callable

from tables_in import DATA, delimited, excel_2003, page, xlsb

from eqeval.core.grid import Raw

TABLE: list[list[Raw]] = [
    ["学校名称", "办学类型", "数", ""],
    ["甲小学", "小学", 12.5, "#DIV/0!"],
    ["乙", "初级中学", 3, True],
    ["丙", "", -1, "x" * 40],
]
# Numbers at which readers overflow, and what they take for something else.
_NUMBERS = (
    *("0", "-1", "1", "255", "256", "16384", "16385", "65535", "65536", "1048576", "1048577", "2147483648"),
    *("4294967295", "4294967296", "99999999999", "18446744073709551616", "1e308", "1e999", "NaN", "٣", "²"),
)
_TOKENS = (
    *(b"<c>", b"</c>", b"<row>", b"</row>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE x>", b"&amp;", b"&#0;"),
    *(b"&x;", b"\0", b"\xff\xfe", b'"', b"'", b"<f>1</f>", b"<v/>", b' t="e"', b' t="s"', b' hidden="1"', b"<x:c/>"),
    *(b' r="XFD1048576"', b" colspan=99999 rowspan=99999 ", b' table:number-rows-repeated="1000000" '),
    *(b' ss:Index="16384" ', b"<table:table>", b"<table>", b"</table>", b"<tr>", b"<td>"),
)


def samples() -> dict[str, bytes]:
    """Give one small file of every format that can be read."""
    return {
        "xlsx": (DATA / "table.xlsx").read_bytes(),
        "xls": (DATA / "table.xls").read_bytes(),
        "ods": (DATA / "table.ods").read_bytes(),
        "xlsb": xlsb({"学校": TABLE, "乙": TABLE}),
        "xml": excel_2003({"学校": TABLE, "乙": TABLE}),
        "html": page(TABLE),
        "csv": delimited(TABLE, encoding="gb18030"),
    }


def mutant(sample: bytes, seed: int) -> bytes:
    """Break a file; in a zip file mostly a part, so that its checksum still holds."""
    chance = random.Random(seed)
    if sample.startswith(b"PK") and chance.random() < 0.8:
        return _in_parts(sample, chance)
    content = sample
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        content = chance.choice(_WAYS)(content, chance)
    return content


def _in_parts(sample: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = {name for name in names if chance.random() < 2 / len(names)} or {chance.choice(names)}
        for name in names:
            part = old.read(name)
            if name in chosen:
                for _ in range(chance.choice((1, 1, 2, 4))):
                    part = chance.choice(_WAYS)(part, chance)
            new.writestr(name, part)
    return out.getvalue()


def _flip(content: bytes, chance: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 32))):
        if broken:
            broken[chance.randrange(len(broken))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
    return bytes(broken)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _take_out(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:start] + content[min(end, start + chance.choice((1, 4, 64, 4096))) :]


def _again(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.choice((1, 8, 128, 4096))]
    place = chance.choice((start, chance.randrange(len(content) + 1)))
    return content[:place] + piece * chance.choice((1, 2, 50)) + content[place:]


def _number(content: bytes, chance: random.Random) -> bytes:
    found = list(re.finditer(rb"\d+", content))
    if not found:
        return _flip(content, chance)
    one = chance.choice(found)
    return content[: one.start()] + chance.choice(_NUMBERS).encode() + content[one.end() :]


def _word(content: bytes, chance: random.Random) -> bytes:
    """Make two fields of four bytes large, as records count them."""
    broken = bytearray(content)
    if len(broken) > 8:
        start = chance.randrange(len(broken) - 4)
        broken[start : start + 4] = chance.choice(
            (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\0\0", b"\0\0\1\0", b"\xff\xff\xff\x7f")
        )
    return bytes(broken)


def _token(content: bytes, chance: random.Random) -> bytes:
    tags = [found.start() for found in re.finditer(rb"[<> ]", content)] or [0]
    place = chance.choice(tags)
    return content[:place] + chance.choice(_TOKENS) + content[place:]


def _attribute(content: bytes, chance: random.Random) -> bytes:
    found = list(re.finditer(rb'\s[\w:]+="[^"]*"', content))
    if not found:
        return _flip(content, chance)
    one, other = chance.choice(found), chance.choice(found)
    return content[: one.start()] + chance.choice((b"", other[0], one[0] * 2)) + content[one.end() :]


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _cut, _take_out, _again, _number, _number, _word, _token, _token, _attribute,
)  # fmt: skip
