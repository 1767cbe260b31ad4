"""What a user would build instead: a workbook with formulas, recalculated by LibreOffice.

    python benchmarks/with_formulas.py folder/ > results.json

Every workbook of a folder is copied with a sheet of formulas: seven values for every section, six of seven with the
floor, and the weighted coefficients; LibreOffice calculates all of them in one start.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from with_pandas import INDICATORS, LIMITS, STAGES


def formulas(source: Path, target: Path) -> list[tuple[str, str]]:
    """Write the formulas of one county; give the sections in their order."""
    rows: list[Any] = list(load_workbook(source, read_only=True)["学校"].iter_rows(values_only=True))
    book = Workbook()
    data = book.worksheets[0]
    data.title = "学校"
    for row in rows:
        data.append(row)
    heads = {str(name): get_column_letter(at) for at, name in enumerate(rows[0], 1)}
    sheet = book.create_sheet("结果")
    listed: list[tuple[str, str]] = []
    for stage, limits in LIMITS.items():
        first = len(listed) + 1
        for number, row in enumerate(rows[1:], 2):
            said: dict[Any, Any] = dict(zip(rows[0], row, strict=False))
            pupils: Any = said[f"{stage}在校生数"] or 0
            if not pupils or (said["办学类型"] == "教学点" and pupils < 50):
                continue

            def cell(name: str, number: int = number) -> str:
                return f"学校!{heads[name]}{number}"

            weighted = "+".join(f"{cell(f'{other}在校生数')}*{weight}" for other, weight in STAGES.items())
            heads_of = cell(f"{stage}在校生数")
            share = f"*{STAGES[stage]}/({weighted})"
            resources = (
                f"{cell(f'{stage}高于规定学历教师数')}*100/{heads_of}",
                f"{cell(f'{stage}县级以上骨干教师数')}*100/{heads_of}",
                f"{cell(f'{stage}体育艺术专任教师数')}*100/{heads_of}",
                f"({cell('教学及辅助用房面积')}-{cell('室内体育用房面积')}){share}",
                f"({cell('运动场地面积')}+{cell('室内体育用房面积')}){share}",
                f"{cell('教学仪器设备资产值')}*10000{share}",
                f"{cell('网络多媒体教室数')}*100{share}",
            )
            listed.append((str(said["学校名称"]), stage))
            at = len(listed)
            values = [f"={formula}" for formula in resources]
            met = "+".join(f"({letter}{at}>={limit})" for letter, limit in zip("BCDEFGH", limits, strict=True))
            low = "+".join(f"({letter}{at}<{limit}*0.85)" for letter, limit in zip("BCDEFGH", limits, strict=True))
            sheet.append([f"={heads_of}", *values, f'=IF(AND({met}>=6,{low}=0),"met","not_met")'])
        last = len(listed)
        for column, letter in enumerate("BCDEFGH"):
            heads_here, values_here = f"A{first}:A{last}", f"{letter}{first}:{letter}{last}"
            mean = f"(SUMPRODUCT({heads_here},{values_here})/SUM({heads_here}))"
            spread = f"SUMPRODUCT({heads_here},({values_here}-{mean})^2)/SUM({heads_here})"
            sheet.cell(column + 1, 11 if stage == "小学" else 12, f"=SQRT({spread})/{mean}")
    book.save(target)
    return listed


def results(path: Path, listed: list[tuple[str, str]]) -> dict[str, Any]:
    """Read what was calculated."""
    rows: list[Any] = list(load_workbook(path, data_only=True)["结果"].iter_rows(values_only=True))
    sections = [[name, stage, rows[at][8], *rows[at][1:8]] for at, (name, stage) in enumerate(listed)]
    coefficients = {
        f"{stage} {indicator}": rows[at][column]
        for stage, column in (("小学", 10), ("初中", 11))
        for at, indicator in enumerate(INDICATORS)
    }
    return {"sections": sections, "coefficients": coefficients}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        inside, outside = Path(place, "in"), Path(place, "out")
        inside.mkdir()
        made = {path.stem: formulas(path, inside / path.name) for path in sorted(Path(sys.argv[1]).glob("*.xlsx"))}
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{place}/profile", "--convert-to", "xlsx"]
        files = [str(inside / f"{name}.xlsx") for name in made]
        subprocess.run([*command, "--outdir", str(outside), *files], check=True, capture_output=True)
        found = {name: results(outside / f"{name}.xlsx", listed) for name, listed in made.items()}
    print(json.dumps(found, ensure_ascii=False))
