"""Parts headings that an export joined to one row from several: 学生_在校生_合计."""

import re
from collections.abc import Collection
from functools import cache

from eqeval.core.intake.headings.levels import LONGEST
from eqeval.core.intake.headings.lexicon import Lexicon, Path

# So many headings have to be understood in parts, and not as they are; one alone may mean a ratio: 教师/学生.
FEWEST = 3
# A stroke between figures is a range: 26-30人.
_JOINTS = ("_", r"(?<!\d)[-–—](?!\d)", "[/／]", "[>＞→»]", "[.．·•]", "[:：]", "[|｜]", r"[\\＼]", r"\s")
# What stands between brackets joins nothing.
_LEVEL = r"(?:[(（\[【][^()（）\[\]【】]*[)）\]】]|(?!{joint})[\s\S])+"


def parted(written: tuple[Path, ...], unknown: Collection[int], lexicon: Lexicon) -> tuple[Path, ...] | None:
    """Give the paths of all columns with the joined headings as levels; None where no sign joins enough of them.

    written: the path of each column. unknown: the columns whose headings mean nothing as they are.
    """
    plain = [index for index in unknown if len(written[index]) == 1 and len(written[index][0]) <= LONGEST]
    if len(plain) < FEWEST:
        return None
    best: dict[int, Path] = {}
    most = FEWEST - 1
    for level in _levels():
        parts = {index: tuple(filter(None, map(str.strip, level.findall(written[index][0])))) for index in plain}
        parts = {index: levels for index, levels in parts.items() if len(levels) > 1}
        understood = sum(_understood(levels, lexicon) for levels in parts.values())
        if understood > most:
            best, most = parts, understood
    return tuple(best.get(index, path) for index, path in enumerate(written)) if best else None


@cache
def _levels() -> tuple[re.Pattern[str], ...]:
    # Many tables have no heading that is not known.
    return tuple(re.compile(_LEVEL.format(joint=joint)) for joint in _JOINTS)


def _understood(levels: Path, lexicon: Lexicon) -> bool:
    found = lexicon.match(levels)
    return bool(found) and not found[0].unexplained and not lexicon.denied(found[0])
