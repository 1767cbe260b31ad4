"""XML from strangers: in UTF-8 whatever it was written in, without a DTD, and with an end."""

import re
from collections.abc import Callable
from xml.parsers import expat

from eqeval.io.workbooks.source import Source

UTF8 = "utf-8-sig"
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]*\?>")
_HEAD = re.compile(r"\s*<\?xml[^>]*\?>")
# XML has no place for them, and export systems write them all the same.
_CONTROL = bytes(sign for sign in range(0x20) if sign not in b"\t\n\r")
# The library's own escape comes with the names of 2,231 signs, which takes longer to load than a sheet to read.
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})

Start = Callable[[str, dict[str, str]], None]


def escape(text: str) -> str:
    """Write a text so that it may stand in an element or an attribute."""
    return text.translate(_ESCAPED)


def utf8(data: bytes, part: str, source: Source) -> bytes:
    """Give the part in UTF-8: what is written in UTF-16 or GB18030 is read as such, and never as garbage.

    Raises:
        InputError: where the bytes are not what the part says they are.
    """
    written = encoding(data)
    if data.isascii() and written == UTF8:
        return data
    try:
        text = data.decode(written)
    except (UnicodeError, LookupError):
        raise source.damaged("encoding", part=part, encoding=written.removesuffix("-sig")) from None
    return data.removeprefix(b"\xef\xbb\xbf") if written == UTF8 else undeclared(text).encode()


def encoding(data: bytes) -> str:
    """Say which encoding a part says it is in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith((b"<\0", b"\0<")):
        return "utf-16-le" if data[0] else "utf-16-be"
    declared = _DECLARED.match(data)
    named = declared[1].decode("ascii").lower() if declared else UTF8
    return {"utf-8": UTF8, "gb2312": "gb18030", "gbk": "gb18030"}.get(named, named)


def walk(
    data: bytes,
    part: str,
    source: Source,
    start: Start,
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> None:
    """Walk through a part in UTF-8; names keep their prefixes.

    Raises:
        InputError: where the XML is broken or declares a document type.
    """

    def doctype(*_: object) -> None:
        raise source.damaged("doctype", part=part)

    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if characters:
        parser.CharacterDataHandler = characters
    try:
        parser.Parse(data.translate(None, _CONTROL), True)
    except expat.ExpatError as error:
        raise source.damaged("xml", part=part, line=error.lineno) from None


def local(name: str) -> str:
    """Take the prefix off a name."""
    return name.rpartition(":")[2]


def undeclared(text: str) -> str:
    """Take the declaration off a text: it names the encoding that the text was in."""
    return _HEAD.sub("", text.lstrip("\ufeff"), count=1)
