"""Whether a file in a folder is a table: by its suffix where that is clear, else by a look at its first bytes."""

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from itertools import islice
from pathlib import Path

from eqeval.io.workbooks import kinds, package, reported

# What is called so is a table; if it is none after all, that has to be told.
TABLES = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv", ".tsv"))
# What is called so is none, or a copy that a program keeps; it is not even opened.
_OTHERS = (
    "pdf ofd doc docx docm dot dotx wps wpt rtf odt ppt pptx pps ppsx dps odp pages numbers key epub caj "
    "md rst tex log htm html mht mhtml css js json jsonl yaml yml toml ini cfg eml msg url lnk "
    "jpg jpeg png gif bmp tif tiff webp svg heic psd dwg mp3 wav mp4 avi mov mkv zip rar 7z gz tar bz2 xz iso "
    "exe dll msi bat cmd sh ps1 py pyc r sql db sqlite mdb accdb dbf sav dta parquet "
    "bak old orig tmp part crdownload xlk wbk"
)
OTHERS = frozenset(f".{suffix}" for suffix in _OTHERS.split())
_HEAD = 16_384
# A text is a table where so many columns stand below each other, in two of three of the first lines.
_COLUMNS, _LINES = 3, 50
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+\s*%?")
_NUMBER_OR_TIME = r"[-+]?[\d\s.,:/T%年月日-]*\d[\d\s.,:/TZ%年月日+-]*"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def is_table(path: Path) -> bool:
    """Say whether a file that lies in a folder is to be read as a table.

    What `check` reads is recognised under any name: workbooks, Excel 2003 XML, and texts whose lines have the same
    columns, headings above and numbers below, so that no manual and no log is taken for one. Web pages are tables only
    under the name of one, since most are not.
    """
    suffix = path.suffix.lower()
    if suffix in TABLES:
        return True
    if suffix in OTHERS or path.name.endswith("~"):
        return False
    try:
        # Whoever opens a pipe waits for ever.
        return path.is_file() and _looks_like_one(path)
    except OSError:
        return False


def is_report(path: Path) -> bool:
    """Say whether a file is a report that this program wrote as a workbook, or as CSV."""
    suffix = path.suffix.lower()
    # Whoever opens a pipe waits for ever, and a device has no end; whoever cannot be asked is read, and says why.
    with suppress(OSError):
        if suffix not in (".csv", ".xlsx") or not path.is_file():
            return False
        if suffix == ".xlsx":
            return kinds.says_report(package.beginnings(path, kinds.PROPERTIES).get(kinds.PROPERTIES, b""))
        with path.open("rb") as file:
            return reported.says_report(file.read(_HEAD).decode("utf-8", "replace"))
    return False


def _looks_like_one(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head.startswith(kinds.ZIP):
            return _is_package(path)
        if head.startswith(kinds.OLE):
            return kinds.in_ole(head + file.read()) is None
    if not head.strip(b"\0 \t\r\n") or kinds.stranger(head):
        return False
    text, _ = kinds.decoded(head, whole=len(head) < _HEAD)
    if text is None:
        return False
    if text.lstrip()[:1] == "<":
        return kinds.is_excel_2003(text)
    return any(_has_columns(text, sign) for sign in "\t,;")


def _is_package(path: Path) -> bool:
    """Whether a zip file holds a workbook: by the names of its parts, or by what an OpenDocument says it is.

    A broken one is none, and is named among the other files of its folder; what ends in .xlsx never comes here.
    """
    parts = package.beginnings(path, "mimetype")
    return not parts.keys().isdisjoint(("xl/workbook.xml", "xl/workbook.bin")) or parts.get("mimetype", b"").startswith(
        _ODS
    )


def _has_columns(text: str, sign: str) -> bool:
    """Whether most lines have the same columns, with headings in the first of them and numbers in a column below."""
    try:
        read = [row for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), _LINES) if any(row)]
    except csv.Error:
        return False
    widths = Counter(len(row) for row in read if len(row) >= _COLUMNS)
    if not widths:
        return False
    width, count = widths.most_common(1)[0]
    if count < 2 or 3 * count < 2 * len(read):
        return False
    first, *below = (row for row in read if len(row) == width)
    if any(re.fullmatch(_NUMBER_OR_TIME, cell.strip()) for cell in first):
        return False
    return any(2 * sum(bool(_NUMBER.fullmatch(row[at].strip())) for row in below) >= len(below) for at in range(width))
