"""What a file is by its bytes: the tables that can be read, and by name what people send instead."""

import re
from codecs import getincrementaldecoder
from contextlib import suppress

from eqeval import REPORT
from eqeval.core.errors import InputError
from eqeval.io.workbooks.package import Package
from eqeval.io.workbooks.source import Source

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The first bytes of files that are no tables.
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"{\\rtf", "word"),
    (b"\0\1\0\0Standard", "database"),
    (b"SQLite format 3", "database"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_STARTS = tuple(start for start, _ in _MAGIC)
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
# What Chinese pages and files call GB18030 or a part of it.
_CHINESE = ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936")
_WEB = re.compile(r"<(?:!doctype html|html|head|meta|body|style|table|div|tr)\b(?!:)", re.IGNORECASE)
_EXCEL_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
# What Chinese is written with, and the signs of full width; compiled only where a text is in doubt.
_CHINESE_SIGN = r"[\u2010-\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
# Control characters that stand in no text.
_NO_SIGNS = bytes(set(range(32)) - set(b"\t\r\n\f\v\x1a"))
# So many bytes that no text has may stand in a short one.
_FEW = 8
# How much of a text is looked at.
_HEAD = 4096
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MARKS = tuple(mark for mark, _ in _BOMS)
# Encodings in which the bytes below 128 are ASCII and nothing else.
_ASCII = ("utf-8", "utf-8-sig")
# Where a workbook says who made it, and what it is.
PROPERTIES = "docprops/core.xml"
# Parts that say what a zip file is.
_CONTENTS = (
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "slides"),
    ("ofd.xml", "ofd"),
    ("index/document.iwa", "numbers"),
    ("index.zip", "numbers"),
)
# Streams of old Office files, by the names in their directories.
_STREAMS = tuple(
    (f"{stream}\0".encode("utf-16-le"), kind)
    for stream, kind in (
        ("WordDocument", "word"),
        ("PowerPoint Document", "slides"),
        ("Workbook", None),
        ("Book", None),
    )
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def stranger(content: bytes) -> str | None:
    """Name the kind of a file that is no table, where its first bytes tell."""
    if content.startswith(_STARTS):
        kind = next(kind for start, kind in _MAGIC if content.startswith(start))
        if kind not in ("image", "program") or b"\0" in content[:256]:
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image"
    if content[257:262] == b"ustar":
        return "archive"
    if content[:_HEAD].lstrip().lower().startswith((b"mime-version:", b"from: <saved by")):
        return "mht"
    return None


def is_report(package: Package) -> bool:
    """Whether a workbook is a report of this program, saved again by another perhaps, and holds no data."""
    try:
        return PROPERTIES in package and says_report(package.read(PROPERTIES))
    except InputError:
        # Nobody needs what is broken here to read the tables.
        return False


def says_report(properties: bytes) -> bool:
    """Whether the properties of a workbook say that it is a report."""
    return b">%b<" % REPORT.encode() in properties


def inside(package: Package) -> str:
    """Name what a zip file is that is no workbook."""
    for part, kind in _CONTENTS:
        if part in package:
            return kind
    return "zip" if package.entries else "zip_empty"


def in_ole(content: bytes) -> str | None:
    """Name what an old Office file is that is no workbook; the names of its streams tell."""
    return next((kind for stream, kind in _STREAMS if stream in content), "ole")


def is_encrypted(content: bytes) -> bool:
    """Whether an old Office file wraps a newer one behind a password."""
    return _ENCRYPTED in content


def text(content: bytes, source: Source) -> str:
    """Read a text: by its mark, as a web page says, else strictly in UTF-8, else in GB18030.

    Raises:
        InputError: where it is no text at all.
    """
    found, encoding = decoded(content)
    if found is None and not _is_nearly_text(content):
        raise source.refuse("E101")
    if encoding != "utf-8" and not content.startswith(_MARKS):
        _of_one_encoding(content, source)
    if found is None:
        raise source.refuse("E145", **_first_unread(content))
    return found


def decoded(content: bytes, whole: bool = True) -> tuple[str | None, str]:
    """Read a text, or its beginning where it is not whole, and say its encoding; None where it is no text."""
    marked = next((encoding for mark, encoding in _BOMS if content.startswith(mark)), None)
    encodings = [marked] if marked else ["utf-8", "gb18030"]
    if not marked and (declared := _CHARSET.search(content[:_HEAD])):
        # Many a page names one encoding and is written in another.
        name = declared[1].decode("ascii", "replace").lower()
        encodings.insert(0, "gb18030" if name in _CHINESE else name)
    for encoding in encodings:
        try:
            # The beginning of a text may end within a sign.
            found = content.decode(encoding) if whole else getincrementaldecoder(encoding)().decode(content)
        except (UnicodeError, LookupError):
            continue
        if not isinstance(found, str):
            continue
        # In UTF-16 there is a byte for every second letter that no text has.
        start = found[:_HEAD].encode("utf-8", "surrogatepass") if encoding == "utf-16" else content[:_HEAD]
        # Of these encodings no sign but this one has its byte, which is found faster.
        void = b"\0" in content if encoding in _ASCII else "\0" in found
        if void or len(start.translate(None, _NO_SIGNS)) < len(start):
            break
        return found, encoding
    return None, ""


def _of_one_encoding(content: bytes, source: Source) -> None:
    """Refuse a text some of whose lines are UTF-8 and others not: GB18030 reads nearly anything, as something else.

    Chinese that is written in GB18030 is hardly ever valid UTF-8 and Chinese again.
    """
    with suppress(UnicodeDecodeError):
        content.decode("utf-8")
        return
    utf_8, other = 0, 0
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            foreign = [sign for sign in line.decode("utf-8") if sign > "\x7f"]
        except UnicodeDecodeError:
            other = other or number
        else:
            if not utf_8 and all(re.fullmatch(_CHINESE_SIGN, sign) for sign in foreign):
                utf_8 = number
        if utf_8 and other:
            raise source.refuse("E144", line=utf_8, other=other)


def _is_nearly_text(content: bytes) -> bool:
    """Whether a file was meant as text: lines, and hardly a byte that no text has; of short ones, few."""
    start = content[: 16 * _HEAD]
    strange = len(start) - len(start.translate(None, _NO_SIGNS))
    return b"\n" in start and strange <= max(_FEW, len(start) // 50)


def _first_unread(content: bytes) -> dict[str, object]:
    """Find the first line with a byte that no text has, or that is neither UTF-8 nor GB18030."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if len(kept := line.translate(None, _NO_SIGNS)) < len(line):
            return {"line": number, "sign": f"0x{next(sign for sign in line if sign not in kept):02X}"}
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            line.decode("gb18030")
        except UnicodeDecodeError as error:
            return {"line": number, "sign": f"0x{line[error.start]:02X}"}
    return {"line": 1, "sign": "?"}


def is_excel_2003(found: str) -> bool:
    """Whether a text is a workbook of Excel 2003 in XML."""
    return _EXCEL_2003 in found[: 4 * _HEAD]


def is_web(found: str) -> bool:
    """Whether a text is a web page, as many systems export under the name .xls."""
    return bool(_WEB.search(found[:_HEAD]))
