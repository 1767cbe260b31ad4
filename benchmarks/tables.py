"""Makes tables of any number of schools: the same seed gives the same schools, fit to be timed and profiled.

    python benchmarks/tables.py 1000 schools.xlsx

Schools of every kind, most of them a little above the requirements, some below, none with faulty cells.
"""

import argparse
import random
from pathlib import Path

from openpyxl import Workbook

SEED = 20170419
Cell = str | int | float | None

HEADINGS = (
    "学校名称", "学校代码", "办学类型", "城乡类型", "举办者类型", "是否寄宿制学校", "建成年份", "是否计校数",
    "所属学校", "小学在校生数", "初中在校生数", "高中在校生数", "小学班级数", "初中班级数",
    "小学最大班额", "初中最大班额",
    "小学高于规定学历教师数", "初中高于规定学历教师数", "小学县级以上骨干教师数", "初中县级以上骨干教师数",
    "小学体育艺术专任教师数", "初中体育艺术专任教师数", "教学及辅助用房面积", "室内体育用房面积", "运动场地面积",
    "教学仪器设备资产值", "网络多媒体教室数", "音乐专用教室数", "美术专用教室数",
)  # fmt: skip

# Stages of each type, and how many of 100 schools are of it.
TYPES = {
    "小学": (("小学",), 55),
    "教学点": (("小学",), 10),
    "初级中学": (("初中",), 18),
    "九年一贯制学校": (("小学", "初中"), 12),
    "完全中学": (("初中", "高中"), 3),
    "十二年一贯制学校": (("小学", "初中", "高中"), 2),
}
WEIGHTS = {"小学": 1.0, "初中": 1.1, "高中": 1.32}


def rows(count: int, seed: int = SEED) -> list[list[Cell]]:
    """Make the rows of sheet 学校, headings first."""
    chance = random.Random(seed)
    return [list(HEADINGS), *(_school(number, chance) for number in range(1, count + 1))]


def write(path: Path, count: int, seed: int = SEED) -> Path:
    """Write a workbook with one sheet 学校."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("学校")
    for row in rows(count, seed):
        sheet.append(row)
    book.save(path)
    return path


def _school(number: int, chance: random.Random) -> list[Cell]:
    kind = chance.choices(list(TYPES), [share for _, share in TYPES.values()])[0]
    row: dict[str, Cell] = {
        "学校名称": f"第{number}{kind}",
        "学校代码": f"21330{number:05d}",
        "办学类型": kind,
        "城乡类型": chance.choice(["城区", "镇区", "乡村"]),
        "举办者类型": "县级教育部门",
        "是否寄宿制学校": chance.choice(["是", "否"]),
        "建成年份": chance.randint(1980, 2020),
        "是否计校数": "是",
    }
    weighted, classes = 0.0, 0
    for stage in TYPES[kind][0]:
        pupils = chance.randint(60, 120) if kind == "教学点" else chance.randint(180, 1500)
        row[f"{stage}在校生数"] = pupils
        weighted += WEIGHTS[stage] * pupils
        if stage != "高中":
            rooms = -(-pupils // 38)
            classes += rooms
            row[f"{stage}班级数"] = rooms
            row[f"{stage}最大班额"] = min(pupils, -(-pupils // rooms) + chance.randint(0, 4))
            for item, level in (("高于规定学历", 6.5), ("县级以上骨干", 1.4), ("体育艺术专任", 1.2)):
                row[f"{stage}{item}教师数"] = round(pupils / 100 * level * chance.uniform(0.7, 1.5)) + 1
    for item, level, places in (
        ("教学及辅助用房面积", 7.0, 1),
        ("室内体育用房面积", 0.8, 1),
        ("运动场地面积", 10.0, 1),
        ("教学仪器设备资产值", 0.26, 2),
    ):
        row[item] = round(weighted * level * chance.uniform(0.8, 1.5), places)
    row["网络多媒体教室数"] = round(weighted * 0.026 * chance.uniform(0.9, 1.4)) + 1
    row["音乐专用教室数"] = row["美术专用教室数"] = -(-classes // 12)
    return [row.get(heading) for heading in HEADINGS]


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("count", type=int)
    arguments.add_argument("path", type=Path)
    given = arguments.parse_args()
    print(write(given.path, given.count))
