"""Makes counties that look like counties: the same seed and number give the same bytes.

    python benchmarks/counties.py 100 folder/           100 workbooks, one county each
    python benchmarks/counties.py 100 folder/ --first 7

A county has about 68 schools: some 50 primary (a few of them teaching points) and 18 with a junior stage, of which a
quarter are combined. Pupils are log-normal; floor and grounds do not shrink with the pupils, so small rural schools
have much per head; small schools often have no 骨干教师 at all. Workbooks are written as plain XML, because a library
would take longer to write the country than eqeval takes to judge it.
"""

import argparse
import random
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tables import HEADINGS, Cell

SEED = 20170419
# The country: counties, and schools in all of them.
COUNTRY = 2_895
PRIMARY, JUNIOR = 50, 18

STAGES = {
    "小学": ("小学",),
    "教学点": ("小学",),
    "初级中学": ("初中",),
    "九年一贯制学校": ("小学", "初中"),
    "完全中学": ("初中", "高中"),
    "十二年一贯制学校": ("小学", "初中", "高中"),
}
WEIGHTS = {"小学": 1.0, "初中": 1.1, "高中": 1.32}
# Median pupils of a school, and how far schools lie apart (sigma of the logarithm).
SIZES = {"小学": (420, 0.85), "教学点": (45, 0.5), "初中": (760, 0.65), "高中": (1100, 0.4)}
EVIDENCE = "佐证材料"
# What the county says of itself; a few of these are left open in every county.
SAID: dict[str, tuple[Cell, str]] = {
    **dict.fromkeys(("B1", "B2", "B6", "B10", "B14-rural", "B15-care", "C3", "C4", "C5", "C7", "C8"), ("是", "")),
    "E2": ("是", ""),
    "C6": ("良好", ""),
    "特殊教育学校经费总额": (640000, "元"),
    "特殊教育学校学生人数": (100, "人"),
    "教师年平均工资收入": (96000, "元"),
    "公务员年平均工资收入": (95000, "元"),
    "教师培训完成率": ("100%", "%"),
    "交流轮岗教师比例": ("12%", "%"),
    "交流轮岗骨干教师比例": ("21%", "%"),
    "教师资格证持证上岗率": ("100%", "%"),
    "城区就近划片入学比例": ("100%", "%"),
    "镇区就近划片入学比例": ("96.5%", "%"),
    "优质高中招生名额分配比例": ("52%", "%"),
    "随迁子女就读比例": ("91%", "%"),
    "初中三年巩固率": ("97.2%", "%"),
    "残疾儿童少年入学率": ("98%", "%"),
    "国家质量监测最低科目水平等级": (3, "级"),
    "国家质量监测最大校际差异率": (0.131, ""),
    "社会认可度": ("88%", "%"),
    **dict.fromkeys(("V1", "V2", "V3", "V4", "V5", "V6"), ("否", "")),
    "基本均衡认定已满年数": (6, "年"),
    "近三年小学综合差异系数最大值": (0.42, ""),
    "近三年初中综合差异系数最大值": (0.38, ""),
}


def name_of(number: int) -> str:
    """Name a county."""
    return f"第{number:04d}县"


def sheets(number: int, seed: int = SEED) -> list[tuple[str, list[list[Cell]]]]:
    """Make the sheets of one county, each with its name."""
    chance = random.Random(f"{seed}:{number}")
    # Some counties are well off, others are not; within one, schools differ.
    level = chance.uniform(0.85, 1.35)
    spread = chance.triangular(0.08, 0.75, 0.2)
    kinds = [
        *("教学点" if chance.random() < 0.12 else "小学" for _ in range(PRIMARY + chance.randint(-6, 6))),
        *(
            chance.choices(["九年一贯制学校", "完全中学", "十二年一贯制学校"], [7, 2, 1])[0]
            if chance.random() < 0.25
            else "初级中学"
            for _ in range(JUNIOR + chance.randint(-3, 3))
        ),
    ]
    schools = [_school(place, kind, level, spread, number, chance) for place, kind in enumerate(kinds, 1)]
    open_ = set(chance.sample(sorted(SAID), 3))
    county: list[list[Cell]] = [["项目", "值", "单位", "佐证"], ["县名称", name_of(number), None, None]]
    county += [[item, value, unit, None if item in open_ else EVIDENCE] for item, (value, unit) in SAID.items()]
    return [("学校", [list(HEADINGS), *schools]), ("县级", county)]


def _school(place: int, kind: str, level: float, spread: float, county: int, chance: random.Random) -> list[Cell]:
    place_kind = chance.choices(["城区", "镇区", "乡村"], [2, 3, 5])[0] if kind != "教学点" else "乡村"
    size = {"城区": 1.6, "镇区": 1.1, "乡村": 0.6}[place_kind]
    row: dict[str, Cell] = {
        "学校名称": f"{name_of(county)}第{place}{kind}",
        "学校代码": f"2{county:05d}{place:04d}",
        "办学类型": kind,
        "城乡类型": place_kind,
        "举办者类型": "县级教育部门" if chance.random() < 0.95 else "民办",
        "是否寄宿制学校": "是" if place_kind == "乡村" and chance.random() < 0.3 else "否",
        "建成年份": chance.randint(1985, 2022),
        "是否计校数": "是",
    }
    weighted, classes = 0.0, 0
    for stage in STAGES[kind]:
        median, sigma = SIZES["教学点" if kind == "教学点" else stage]
        pupils = max(12, min(4200, round(chance.lognormvariate(0, sigma) * median * (1 if kind == "教学点" else size))))
        row[f"{stage}在校生数"] = pupils
        weighted += WEIGHTS[stage] * pupils
        if stage != "高中":
            rooms = max(-(-pupils // 42), min(6, pupils // 12))
            classes += rooms
            row[f"{stage}班级数"] = rooms
            row[f"{stage}最大班额"] = min(pupils, -(-pupils // rooms) + chance.randint(0, 3))
            for item, wanted in (("高于规定学历", 6.6), ("县级以上骨干", 1.7), ("体育艺术专任", 1.35)):
                # Teachers go by classes more than by heads; whole persons, so a small school may have none.
                expected = (0.6 * pupils + 0.4 * rooms * 38) / 100 * wanted * level
                row[f"{stage}{item}教师数"] = max(0, int(expected * chance.lognormvariate(0, spread) + chance.random()))
    # What is built does not shrink with the pupils.
    built = weighted + 90 * len(STAGES[kind])
    for item, wanted, places in (
        ("教学及辅助用房面积", 6.6, 1),
        ("运动场地面积", 10.6, 1),
        ("教学仪器设备资产值", 0.30, 2),
    ):
        row[item] = round(built * wanted * level * chance.lognormvariate(0, spread), places)
    area = float(row["教学及辅助用房面积"] or 0)
    row["室内体育用房面积"] = round(area * chance.uniform(0, 0.12), 1) if chance.random() < 0.6 else 0
    row["网络多媒体教室数"] = max(classes, round(built * 0.03 * level * chance.lognormvariate(0, spread)))
    for special in ("音乐专用教室数", "美术专用教室数"):
        row[special] = max(0, -(-classes // 12) - (chance.random() < 0.04))
    return [row.get(heading) for heading in HEADINGS]


def write(path: Path, number: int, seed: int = SEED) -> int:
    """Write the workbook of one county; give the number of its schools."""
    made = sheets(number, seed)
    path.write_bytes(b"")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        for name, text in parts(made):
            # A fixed day, so that the same county is the same bytes.
            book.writestr(zipfile.ZipInfo(name, (2024, 9, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return len(made[0][1]) - 1


def country(folder: Path, count: int = COUNTRY, first: int = 1, seed: int = SEED) -> tuple[list[Path], int]:
    """Write as many workbooks, one county each; give their paths, and the number of all schools."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name_of(number)}.xlsx" for number in range(first, first + count)]
    return paths, sum(write(path, number, seed) for number, path in enumerate(paths, first))


def parts(made: Sequence[tuple[str, list[list[Cell]]]]) -> Iterable[tuple[str, str]]:
    """Write the parts of a workbook as spreadsheet programs do, with one table of shared texts."""
    texts: dict[str, int] = {}
    written = [_sheet(rows, texts) for _, rows in made]
    space = "http://schemas.openxmlformats.org/"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for at in range(1, len(made) + 1)
    )
    yield (
        "[Content_Types].xml",
        f'{head}<Types xmlns="{space}package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
        f"{kinds}</Types>",
    )
    office = f"{space}officeDocument/2006/relationships"
    yield (
        "_rels/.rels",
        f'{head}<Relationships xmlns="{space}package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    names = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, (name, _) in enumerate(made, 1))
    yield (
        "xl/workbook.xml",
        f'{head}<workbook xmlns="{space}spreadsheetml/2006/main" xmlns:r="{office}">'
        f"<sheets>{names}</sheets></workbook>",
    )
    targets = "".join(
        f'<Relationship Id="rId{at}" Type="{office}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(made) + 1)
    )
    shared = f'<Relationship Id="rId99" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{head}<Relationships xmlns="{space}package/2006/relationships">{targets}{shared}</Relationships>',
    )
    for at, sheet in enumerate(written, 1):
        yield (
            f"xl/worksheets/sheet{at}.xml",
            f'{head}<worksheet xmlns="{space}spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>',
        )
    said = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    yield (
        "xl/sharedStrings.xml",
        f'{head}<sst xmlns="{space}spreadsheetml/2006/main" uniqueCount="{len(texts)}">{said}</sst>',
    )


def _sheet(rows: list[list[Cell]], texts: dict[str, int]) -> str:
    letters = [chr(65 + at) if at < 26 else f"A{chr(39 + at)}" for at in range(len(rows[0]))]
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for letter, value in zip(letters, row, strict=True):
            if isinstance(value, str):
                at = texts.setdefault(value, len(texts))
                cells.append(f'<c r="{letter}{number}" t="s"><v>{at}</v></c>')
            elif value is not None:
                cells.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(lines)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("count", type=int)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--first", type=int, default=1)
    given = arguments.parse_args()
    made_paths, schools = country(given.folder, given.count, given.first)
    print(f"{len(made_paths)} counties, {schools} schools: {given.folder}")
