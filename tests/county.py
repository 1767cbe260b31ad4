"""Counties made in memory for tests: every school meets everything, so a test states only what it changes.

    from county import junior, primary, report

    assert report([primary(小学最大班额=46), junior()]).outcome == "not_met"

Keys are the headings of the plain table. What is not stated follows from the pupils of the school, at the same
level per weighted pupil everywhere (小学 1, 初中 1.1, 高中 1.32), so that schools of every type meet every
indicator and all coefficients of variation are 0, or small where persons and rooms are whole. A value of None is
an empty cell.
The folder of tests is on the path because `tests/core` is a package and `tests` is none: import it as `county`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path

from openpyxl import Workbook

from eqeval.core.assess import Provenance, assess
from eqeval.core.figures.exact import from_text
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.core.reports.report import InputLine, Report
from eqeval.io.written.standards import Loaded, load
from eqeval.words import Words

Row = dict[str, Raw]
# A row of sheet 县级: 值, 单位, 佐证.
Said = tuple[Raw, str, str]

STANDARD = "cn-quality-2017"
DAY = date(2026, 9, 1)
FILE = "测试县.xlsx"
EVIDENCE = "佐证材料"

# The columns of the plain table, in its order; columns of relaxations are added where a school states them.
HEADINGS = (
    "学校名称", "学校代码", "办学类型", "城乡类型", "举办者类型", "是否寄宿制学校", "建成年份", "是否计校数",
    "所属学校", "小学在校生数", "初中在校生数", "高中在校生数", "小学班级数", "初中班级数", "小学最大班额",
    "初中最大班额", "小学高于规定学历教师数", "初中高于规定学历教师数", "小学县级以上骨干教师数",
    "初中县级以上骨干教师数", "小学体育艺术专任教师数", "初中体育艺术专任教师数", "教学及辅助用房面积",
    "室内体育用房面积", "运动场地面积", "教学仪器设备资产值", "网络多媒体教室数", "音乐专用教室数", "美术专用教室数",
)  # fmt: skip
CLASS_HEADINGS = ("学校名称", "年级", "班级", "学生数")
COUNTY_HEADINGS = ("项目", "值", "单位", "佐证")

# The stages of each type of school, 600 pupils each; 小学 and 初中 have columns of their own, 高中 only its pupils.
STAGES = {
    "小学": ("小学",),
    "教学点": ("小学",),
    "初级中学": ("初中",),
    "九年一贯制学校": ("小学", "初中"),
    "十二年一贯制学校": ("小学", "初中", "高中"),
    "完全中学": ("初中", "高中"),
    "特殊教育学校": ("小学", "初中"),
    "职业学校": ("高中",),
}
NAMES = {"小学": "甲小学", "教学点": "甲教学点", "初级中学": "甲初中", "九年一贯制学校": "甲九年制学校",
         "十二年一贯制学校": "甲十二年制学校", "完全中学": "甲完全中学", "特殊教育学校": "甲特教学校",
         "职业学校": "甲职校"}  # fmt: skip
PUPILS = 600
CLASS_SIZE = 40
WEIGHTS = {"小学": Fraction(1), "初中": Fraction(11, 10), "高中": Fraction(132, 100)}
# Whole persons for every 100 pupils of a stage.
STAFF = {"高于规定学历教师数": 6, "县级以上骨干教师数": 2, "体育艺术专任教师数": 1}
# For every weighted pupil of the whole school: 小学 6 ㎡, 10 ㎡, 3000 元 and 2.5 rooms, 初中 1.1 times as much.
SHARED = {"教学及辅助用房面积": Fraction(7), "室内体育用房面积": Fraction(1), "运动场地面积": Fraction(9),
          "教学仪器设备资产值": Fraction(3, 10)}  # fmt: skip
ROOMS = Fraction(25, 1000)

# Sheet 县级 of a county that meets everything, rule by rule.
MET: dict[str, Said] = {
    **dict.fromkeys(("B1", "B2", "B6", "B10", "B14-rural", "B15-care"), ("是", "", EVIDENCE)),
    **dict.fromkeys(("C3", "C4", "C5", "C7", "C8", "E2"), ("是", "", EVIDENCE)),
    "C6": ("良好", "", EVIDENCE),
    "特殊教育学校经费总额": (600000, "元", EVIDENCE),
    "特殊教育学校学生人数": (100, "人", EVIDENCE),
    "教师年平均工资收入": (90000, "元", EVIDENCE),
    "公务员年平均工资收入": (90000, "元", EVIDENCE),
    "教师培训完成率": ("100%", "%", EVIDENCE),
    "交流轮岗教师比例": ("10%", "%", EVIDENCE),
    "交流轮岗骨干教师比例": ("20%", "%", EVIDENCE),
    "教师资格证持证上岗率": ("100%", "%", EVIDENCE),
    "城区就近划片入学比例": ("100%", "%", EVIDENCE),
    "镇区就近划片入学比例": ("95%", "%", EVIDENCE),
    "优质高中招生名额分配比例": ("50%", "%", EVIDENCE),
    "随迁子女就读比例": ("85%", "%", EVIDENCE),
    "初中三年巩固率": ("95%", "%", EVIDENCE),
    "残疾儿童少年入学率": ("95%", "%", EVIDENCE),
    "国家质量监测最低科目水平等级": (3, "级", EVIDENCE),
    "国家质量监测最大校际差异率": (0.149, "", EVIDENCE),
    "社会认可度": ("85%", "%", EVIDENCE),
    **dict.fromkeys(("V1", "V2", "V3", "V4", "V5", "V6"), ("否", "", EVIDENCE)),
    "基本均衡认定已满年数": (3, "年", EVIDENCE),
    "近三年小学综合差异系数最大值": (0.6, "", EVIDENCE),
    "近三年初中综合差异系数最大值": (0.5, "", EVIDENCE),
}


def school(kind: str = "小学", stated: Mapping[str, Raw] | None = None) -> Row:
    """Make one row of sheet 学校: what is stated, and for the rest what makes a school of this type meet all."""
    row: Row = {"学校名称": NAMES[kind], "办学类型": kind, "城乡类型": "镇区", "举办者类型": "县级教育部门"}
    row |= {"建成年份": 2018, "是否计校数": "是", **{f"{stage}在校生数": PUPILS for stage in STAGES[kind]}}
    row |= stated or {}
    weighted, classes = Fraction(0), 0
    for stage, weight in WEIGHTS.items():
        if stage not in STAGES[kind] and row.get(f"{stage}在校生数") is None:
            continue
        pupils = _whole(row.get(f"{stage}在校生数"), PUPILS)
        weighted += weight * pupils
        if stage != "高中":
            row.setdefault(f"{stage}班级数", ceil(pupils / CLASS_SIZE))
            rooms = _whole(row[f"{stage}班级数"], 0)
            average = ceil(pupils / rooms) if rooms else 0
            row.setdefault(f"{stage}最大班额", max(min(pupils, CLASS_SIZE), average))
            classes += rooms
            for item, per_hundred in STAFF.items():
                row.setdefault(stage + item, ceil(Fraction(pupils * per_hundred, 100)))
    for item, level in SHARED.items():
        row.setdefault(item, _raw(level * weighted))
    row.setdefault("网络多媒体教室数", ceil(ROOMS * weighted))
    row.setdefault("音乐专用教室数", ceil(classes / 12))
    row.setdefault("美术专用教室数", ceil(classes / 12))
    return row


def primary(**stated: Raw) -> Row:
    """Make a primary school of 600 pupils in 15 classes."""
    return school("小学", stated)


def teaching_point(**stated: Raw) -> Row:
    """Make a teaching point; state its pupils, 600 are many for one."""
    return school("教学点", stated)


def junior(**stated: Raw) -> Row:
    """Make a junior school of 600 pupils in 15 classes."""
    return school("初级中学", stated)


def nine_year(**stated: Raw) -> Row:
    """Make a nine-year school of 600 and 600 pupils."""
    return school("九年一贯制学校", stated)


def twelve_year(**stated: Raw) -> Row:
    """Make a twelve-year school of 600, 600 and 600 pupils."""
    return school("十二年一贯制学校", stated)


def full_secondary(**stated: Raw) -> Row:
    """Make a full secondary school of 600 junior and 600 senior pupils."""
    return school("完全中学", stated)


def statements(changed: Mapping[str, Raw | Sequence[Raw] | None] | None = None) -> dict[str, Said]:
    """Make sheet 县级 of a county that meets everything, but for what is changed.

    changed: by rule or item, a value (its evidence stays), or [值, 单位, 佐证]; None leaves the row out.
    """
    said = dict(MET)
    for item, answer in (changed or {}).items():
        if answer is None:
            said.pop(item, None)
        elif isinstance(answer, Sequence) and not isinstance(answer, str):
            value, unit, evidence = (*answer, "", "")[:3]
            said[item] = (value, str(unit or ""), str(evidence or ""))
        else:
            _, unit, evidence = said.get(item, ("", "", EVIDENCE))
            said[item] = (answer, unit, evidence)
    return said


def grids(
    schools: Iterable[Row],
    classes: Iterable[Sequence[Raw]] | None = None,
    county: Mapping[str, Said] | None = None,
    without: Iterable[str] = (),
) -> list[Grid]:
    """Lay out the sheets: schools, classes as (学校名称, 年级, 班级, 学生数), and what the county says.

    without: headings of the plain table whose columns are left out altogether.
    """
    rows = list(schools)
    left_out = set(without)
    headings = [heading for heading in dict.fromkeys([*HEADINGS, *(k for row in rows for k in row)])
                if heading not in left_out]  # fmt: skip
    found = [Grid(FILE, "学校", [list(headings), *([row.get(heading) for heading in headings] for row in rows)])]
    if classes is not None:
        found.append(Grid(FILE, "班级", [list(CLASS_HEADINGS), *(list(one) for one in classes)]))
    if county is not None:
        found.append(Grid(FILE, "县级", [list(COUNTY_HEADINGS), *([item, *said] for item, said in county.items())]))
    return found


@cache
def standard(name: str = STANDARD) -> Loaded:
    """Read a standard that is shipped, once."""
    return load(name, Words("zh"))


def reports(sheets: list[Grid], lang: str = "zh", name: str = STANDARD) -> dict[str, Report]:
    """Take the census of every county in the sheets and judge it as of 2026-09-01."""
    loaded, words = standard(name), Words(lang)
    provenance = Provenance("0", loaded.sha256, (InputLine(FILE, "0" * 64),))
    counties = take(sheets, loaded.standard, loaded.vocabulary, Path(FILE).stem, words)
    return {
        county: assess(loaded.standard, loaded.vocabulary, census, DAY, words, provenance)
        for county, census in counties.items()
    }


def report(
    schools: Iterable[Row],
    classes: Iterable[Sequence[Raw]] | None = None,
    county: Mapping[str, Said] | None = None,
    without: Iterable[str] = (),
    lang: str = "zh",
) -> Report:
    """Judge one county; without `county` it has a sheet 县级 that meets everything."""
    said = statements() if county is None else county
    (found,) = reports(grids(schools, classes, said, without), lang).values()
    return found


def write_xlsx(path: Path, sheets: Iterable[Grid]) -> Path:
    """Write sheets as a workbook; text stays text, also where it begins with an equals sign."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in sheets:
        sheet = book.create_sheet(grid.sheet)
        for number, row in enumerate(grid.rows, 1):
            for column, raw in enumerate(row, 1):
                if raw is not None:
                    cell = sheet.cell(number, column, raw)
                    if isinstance(raw, str):
                        cell.data_type = "s"
    book.save(path)
    return path


def _whole(raw: Raw, otherwise: int) -> int:
    """Read a count for the defaults of other columns; what is no count gives the ordinary one."""
    if isinstance(raw, str):
        found = from_text(raw)
        return otherwise if found is None else max(0, int(found))
    return max(0, int(raw)) if isinstance(raw, int | float) else otherwise


def _raw(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
