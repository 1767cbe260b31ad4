"""Makes the sample files anew: openpyxl writes the workbook, LibreOffice calculates and converts it."""

import subprocess
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
LABELLED: tuple[tuple[float | str, str], ...] = (
    (1899.5, '0.00"千元"'),
    (12, "General"),
    ("x", '0"人"'),
    (0.1, '0.0"亩"'),
    (7, '0"人"'),
)
FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97", "ods": "ods"}


def main() -> None:
    """Write the workbook and convert it into every format."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "学校"
    sheet.append(["学校名称", "学校代码", "数", "率", "日", "时刻", "是", "公式", "错", "长数", "间隔"])
    moment = datetime(2024, 9, 1, 8, 30)
    sheet.append(["甲小学", "2133001234", 12, 0.855, date(2024, 9, 1), moment, True, "=C2*2", "=1/0",
                  1234567890123456789, timedelta(hours=30)])  # fmt: skip
    sheet.append([" 乙 ", "００１", 12.5, 0.5, None, None, False, '=IF(C3>1,"","x")', "=NA()", -3])
    sheet.append(["丙 & <丁>", "a\nb", 1e20, 1, None, None, None, "=C2+C3", "=VLOOKUP(1,A1:B2,2,0)", 0])
    sheet["D2"].number_format, sheet["D3"].number_format = "0.0%", "0%"
    sheet["K2"].number_format = "[h]:mm:ss"
    sheet["A6"], sheet["E9"] = "合并", "末"
    sheet.merge_cells("A6:C7")
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["F"].hidden = True
    hidden = book.create_sheet("隐藏")
    hidden.append([1])
    hidden.sheet_state = "hidden"
    book.create_sheet("空")
    labelled = Workbook()
    for column, (value, written) in enumerate(LABELLED, 1):
        labelled.worksheets[0].cell(1, column, value).number_format = written
    with tempfile.TemporaryDirectory() as folder:
        labelled.save(path := Path(folder) / "labelled.xlsx")
        for target in (FILTERS["xls"], FILTERS["ods"]):
            convert(path, target)
        book.save(path := Path(folder) / "table.xlsx")
        for target in FILTERS.values():
            convert(path, target)
            if target.startswith("xlsx"):
                path = HERE / "table.xlsx"  # calculated: the others are made from it


def convert(path: Path, target: str) -> None:
    """Let LibreOffice write a workbook in another format."""
    subprocess.run(["soffice", "--headless", "--convert-to", target, "--outdir", str(HERE), str(path)], check=True)


if __name__ == "__main__":
    main()
