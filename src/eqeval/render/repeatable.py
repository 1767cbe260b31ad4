"""Takes the clock out of a workbook, so that the same content is the same file."""

import io
import re
import zipfile
from datetime import datetime

# A date that means nothing, where the format asks for one.
NO_DAY = datetime(1980, 1, 1)


def repeatable(content: bytes, day: datetime = NO_DAY, packed: bool = False) -> bytes:
    """Set every date in the bytes of an .xlsx to one day.

    openpyxl stamps the moment of saving into the properties and into every entry. packed: compress the entries; a file
    that is kept beside the code is not packed, because zlib does not give the same bytes everywhere.
    """
    compression = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    stamp = f"{day:%Y-%m-%dT%H:%M:%SZ}".encode()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", compression) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            # The system that made the file is written down too.
            entry.create_system, entry.compress_type = 3, compression
            new.writestr(entry, data)
    return target.getvalue()
