"""Writes one table in the formats for which no program stands ready, and packs zip files part by part."""

import csv
import html
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from eqeval.core.grid import Range, Raw
from eqeval.io.workbooks.records import out_xlsb

DATA = Path(__file__).parent.parent / "data"
Rows = Sequence[Sequence[Raw]]
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EPOCH = datetime(1899, 12, 30)


def rezip(content: bytes, changed: Mapping[str, bytes | None], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack a zip file again with other parts; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", method) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, part in {**parts, **changed}.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    """Take one part out of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read(name)


def xlsx(sheet: str, **parts: bytes) -> bytes:
    """Pack a workbook with one sheet A, whose rows are given as XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = sheet if sheet.startswith("<") and "worksheet" in sheet[:200] else (
        f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
    )  # fmt: skip
    return xlsx_of(data.encode(), **parts)


def xlsx_of(data: bytes, **parts: bytes) -> bytes:
    """Pack a workbook with one sheet A, given as its part; `sharedStrings` and `styles` by name."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = [("worksheet", "worksheets/sheet1.xml"), *((name, f"{name}.xml") for name in parts)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{_RELATION}"><sheets>'
                      '<sheet name="A" sheetId="1" r:id="r0"/></sheets></workbook>')  # fmt: skip
        file.writestr("xl/_rels/workbook.xml.rels", _relations(relations))
        file.writestr("xl/worksheets/sheet1.xml", data)
        for name, content in parts.items():
            file.writestr(f"xl/{name}.xml", content)
    return out.getvalue()


def _relations(relations: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def xlsb(sheets: Mapping[str, Rows], hidden: Sequence[str] = (), merged: Sequence[Range] = ()) -> bytes:
    """Write a binary workbook, of whose sheets row 3 and column F are hidden where they have so many."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        listed = b""
        for number, (name, rows) in enumerate(sheets.items()):
            state = struct.pack("<II", int(name in hidden), number + 1)
            listed += out_xlsb(156, state + _wide(f"r{number}") + _wide(name))
            cells = b"".join(_row(row, values) for row, values in enumerate(rows))
            size = out_xlsb(148, struct.pack("<4I", 0, max(len(rows) - 1, 0), 0, 0))
            columns = out_xlsb(60, struct.pack("<IIIIH", 5, 5, 0, 0, 1))
            ranges = b"".join(out_xlsb(176, struct.pack("<4I", one[0], one[2], one[1], one[3])) for one in merged)
            body = b"".join((
                out_xlsb(129, b""), size, out_xlsb(390, b""), columns, out_xlsb(391, b""),
                out_xlsb(145, b""), cells, out_xlsb(146, b""),
                out_xlsb(177, b""), ranges, out_xlsb(178, b""), out_xlsb(130, b""),
            ))  # fmt: skip
            file.writestr(f"xl/worksheets/sheet{number}.bin", body)
        workbook = out_xlsb(131, b"") + out_xlsb(143, b"") + listed + out_xlsb(144, b"") + out_xlsb(132, b"")
        file.writestr("xl/workbook.bin", workbook)
        targets = [("worksheet", f"worksheets/sheet{number}.bin") for number in range(len(sheets))]
        file.writestr("xl/_rels/workbook.bin.rels", _relations([*targets, ("styles", "styles.bin")]))
        formats = b"".join(out_xlsb(47, struct.pack("<HH12x", 0, number)) for number in (0, 14, 22, 46))
        file.writestr(
            "xl/styles.bin", out_xlsb(278, b"") + out_xlsb(617, struct.pack("<I", 4)) + formats + out_xlsb(618, b"")
        )
        file.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.bin")]))
    return out.getvalue()


def _row(number: int, values: Sequence[Raw]) -> bytes:
    header = out_xlsb(0, struct.pack("<IIH", number, 0, 0) + bytes([0, 0x10 if number == 2 else 0]) + bytes(5))
    return header + b"".join(_cell(column, raw) for column, raw in enumerate(values) if raw not in ("", None))


def _cell(column: int, raw: Raw) -> bytes:
    def start(style: int = 0) -> bytes:
        return struct.pack("<II", column, style)

    if isinstance(raw, bool):
        return out_xlsb(4, start() + bytes([raw]))
    if isinstance(raw, datetime):
        return out_xlsb(5, start(2) + struct.pack("<d", (raw - _EPOCH) / timedelta(days=1)))
    if isinstance(raw, date):
        return out_xlsb(5, start(1) + struct.pack("<d", (datetime(raw.year, raw.month, raw.day) - _EPOCH).days))
    if isinstance(raw, timedelta):
        return out_xlsb(5, start(3) + struct.pack("<d", raw / timedelta(days=1)))
    if isinstance(raw, int | float):
        return out_xlsb(5, start() + struct.pack("<d", raw))
    if raw in ERRORS:
        return out_xlsb(3, start() + bytes([ERRORS[str(raw)]]))
    return out_xlsb(6, start() + _wide(str(raw)))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def excel_2003(sheets: Mapping[str, Rows], encoding: str = "utf-8") -> bytes:
    """Write a workbook of Excel 2003 in XML."""
    spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"
    out = [f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
           f'<Workbook xmlns="{spreadsheet}" xmlns:ss="{spreadsheet}">']  # fmt: skip
    for name, rows in sheets.items():
        out.append(f"<Worksheet ss:Name={quoteattr(name)}><Table>")
        for row in rows:
            out.append("<Row>")
            skipped = False
            for column, raw in enumerate(row, 1):
                if raw in ("", None):
                    skipped = True
                    continue
                index = f' ss:Index="{column}"' if skipped else ""
                kind, text = _typed(raw)
                out.append(f'<Cell{index}><Data ss:Type="{kind}">{escape(text)}</Data></Cell>')
                skipped = False
            out.append("</Row>")
        out.append("</Table></Worksheet>")
    return ("".join(out) + "</Workbook>").encode(encoding)


def _typed(raw: Raw) -> tuple[str, str]:
    if isinstance(raw, bool):
        return "Boolean", str(int(raw))
    if isinstance(raw, datetime):
        return "DateTime", raw.isoformat(timespec="milliseconds")
    if isinstance(raw, date):
        return "DateTime", f"{raw.isoformat()}T00:00:00.000"
    if isinstance(raw, int | float):
        return "Number", repr(raw)
    return "Error" if raw in ERRORS else "String", str(raw)


def page(rows: Rows, encoding: str = "utf-8", meta: bool = True) -> bytes:
    """Write a table as a web page."""
    cells = "".join("<tr>" + "".join(f"<td>{_shown(raw)}</td>" for raw in row) + "</tr>\n" for row in rows)
    charset = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">' if meta else ""
    return f"<html><head>{charset}</head><body><table>{cells}</table></body></html>".encode(encoding)


def _shown(raw: Raw) -> str:
    return html.escape(str("" if raw is None else raw)).replace("\n", "<br>")


def delimited(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Write a table as text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)
