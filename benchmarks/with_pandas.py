"""What a user would write instead: pandas and openpyxl, seven indicators and weighted coefficients, in floats.

    python benchmarks/with_pandas.py folder/ > results.json

It reads every workbook of a folder and knows one standard, one layout and clean data; it explains nothing.
"""

import json
import math
import sys
from pathlib import Path

import pandas as pd

STAGES = {"小学": 1.0, "初中": 1.1, "高中": 1.32}
LIMITS = {
    "小学": (4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3),
    "初中": (5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4),
}
INDICATORS = ("A1", "A2", "A3", "A4", "A5", "A6", "A7")


def county(path: Path) -> dict[str, object]:
    """Judge one workbook."""
    table = pd.read_excel(path, sheet_name="学校", engine="openpyxl")
    weighted = sum(table[f"{stage}在校生数"].fillna(0) * weight for stage, weight in STAGES.items())
    sections, coefficients = [], {}
    for stage, limits in LIMITS.items():
        here = table[table[f"{stage}在校生数"].fillna(0) > 0]
        small = (here["办学类型"] == "教学点") & (here[f"{stage}在校生数"] < 50)
        here = here[~small]
        pupils = here[f"{stage}在校生数"]
        share = pupils * STAGES[stage] / weighted[here.index]
        resources = (
            here[f"{stage}高于规定学历教师数"] * 100,
            here[f"{stage}县级以上骨干教师数"] * 100,
            here[f"{stage}体育艺术专任教师数"] * 100,
            (here["教学及辅助用房面积"] - here["室内体育用房面积"]) * share,
            (here["运动场地面积"] + here["室内体育用房面积"]) * share,
            here["教学仪器设备资产值"] * 10000 * share,
            here["网络多媒体教室数"] * 100 * share,
        )
        values = pd.DataFrame({name: one / pupils for name, one in zip(INDICATORS, resources, strict=True)})
        met = sum((values[name] >= limit).astype(int) for name, limit in zip(INDICATORS, limits, strict=True))
        floor = sum((values[name] < limit * 0.85).astype(int) for name, limit in zip(INDICATORS, limits, strict=True))
        for name, one in zip(INDICATORS, resources, strict=True):
            mean = one.sum() / pupils.sum()
            variance = (pupils / pupils.sum() * (values[name] - mean) ** 2).sum()
            coefficients[f"{stage} {name}"] = math.sqrt(variance) / mean
        for index in here.index:
            outcome = "met" if met[index] >= 6 and floor[index] == 0 else "not_met"
            sections.append([table["学校名称"][index], stage, outcome, *(float(values[n][index]) for n in INDICATORS)])
    return {"sections": sections, "coefficients": coefficients}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    print(json.dumps({path.stem: county(path) for path in sorted(folder.glob("*.xlsx"))}, ensure_ascii=False))
