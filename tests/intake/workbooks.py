"""Forms as counties have them, laid out from the rows of the plain table; shared by the tests of forms."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from zlib import crc32

from county import Row
from openpyxl import Workbook

from eqeval.core.grid import Raw

HEADINGS = ("序号", "类别", "填报项目", "单位", "填报值", "是否必填", "备注说明")
DEGREES = ("本科", "硕士", "博士研究生", "专科")
SUBJECTS = ("体育", "音乐", "美术", "艺术")
OPTIONAL = ("校外租赁场馆面积",)
# A row of a form: its label, its unit, its value.
Written = tuple[str, str, Raw]


def of(row: Row, item: str) -> Raw:
    """The figure of the only stage that a school teaches."""
    return row.get(f"小学{item}") if row.get("小学在校生数") is not None else row.get(f"初中{item}")


def number(raw: Raw) -> float | int:
    """A figure of a row that is one."""
    assert isinstance(raw, int | float)
    return raw


def code(row: Row) -> str:
    """A code of its own for every school."""
    return f"33{crc32(str(row['学校名称']).encode()):010d}"


def parts(total: Raw, *first: int) -> list[int]:
    """Parts that add up to a total: the first ones as given, the last one takes the rest."""
    rest = int(number(total)) - sum(first)
    assert rest >= 0
    return [rest, *first]


def vertical(row: Row) -> list[Written]:
    """The rows of the form of one school with a single stage; what it does not teach is empty."""
    primary, junior = row.get("小学在校生数"), row.get("初中在校生数")
    low = parts(row["小学高于规定学历教师数"], 3, 1, 0) if primary else [None] * 4
    high = parts(row["初中高于规定学历教师数"], 2, 1) if junior else [None] * 3
    subjects = parts(of(row, "体育艺术专任教师数"), 1, 1, 0)
    return [
        ("学校名称", "", row["学校名称"]),
        ("学校类型", "小学/初中/九年一贯制/十二年一贯制/完全中学", row["办学类型"]),
        ("学校代码", "", code(row)),
        ("建校时间", "年", row["建成年份"]),
        ("是否人口密度过高的大城市中心城区学校", "是/否", "否"),
        ("小学学生人数", "人", primary),
        ("初中学生人数", "人", junior),
        ("班级总数", "个", of(row, "班级数")),
        ("最大班额", "人", of(row, "最大班额")),
        ("专任教师总人数", "人", 500),
        *((f"{name}学历教师人数（小学）", "人", count) for name, count in zip(DEGREES, low, strict=True)),
        *((f"{name}学历教师人数（初中）", "人", count) for name, count in zip(DEGREES[:3], high, strict=True)),
        ("县级及以上骨干教师数", "人", of(row, "县级以上骨干教师数")),
        *((f"{name}专任教师人数", "人", count) for name, count in zip(SUBJECTS, subjects, strict=True)),
        ("教学及辅助用房总面积", "平方米", row["教学及辅助用房面积"]),
        ("室内体育用房面积", "平方米", row["室内体育用房面积"]),
        ("学校体育馆面积", "平方米", row["室内体育用房面积"]),
        ("校内体育场面积", "平方米", row["运动场地面积"]),
        ("校外租赁场馆面积", "平方米", None),
        ("教学仪器设备资产值（账面原值）", "元", number(row["教学仪器设备资产值"]) * 10000),
        ("网络多媒体教室间数", "间", row["网络多媒体教室数"]),
        ("音乐教室总间数", "间", number(row["音乐专用教室数"]) + 1),
        ("单间面积≥96㎡的音乐教室间数", "间", row["音乐专用教室数"]),
        ("单间面积≥90㎡的美术教室间数", "间", row["美术专用教室数"]),
    ]  # fmt: skip


def write_vertical(path: Path, written: Iterable[Written], sheet: str = "学校填报数据") -> Path:
    """Write a form with one field a row, with the sheet of explanations that comes with it."""
    book = Workbook()
    form = book.worksheets[0]
    form.title = sheet
    form.append(HEADINGS)
    for place, (label, unit, value) in enumerate(written, 1):
        form.append([place, "", label, unit, value, "否" if label in OPTIONAL else "是", ""])
    book.create_sheet("指标计算说明").append(("指标名称", "计算公式", "达标标准"))
    book.save(path)
    return path


def statistics(row: Row, year: int = 0) -> dict[str, list[list[Raw]]]:
    """The yearly statistics of one school with a single stage, by sheet; every later year has more rows above."""
    primary = row.get("小学在校生数") is not None
    stage, kind = ("小学", str(row["办学类型"])) if primary else ("初中", str(row["办学类型"]))
    students, classes, teachers = ("3112", "2106", "4155") if primary else ("3115", "2107", "4156")
    pupils, rooms = number(of(row, "在校生数")), number(of(row, "班级数"))
    degrees = (
        parts(of(row, "高于规定学历教师数"), 3, 1, 0) if primary else [*parts(of(row, "高于规定学历教师数"), 2, 1), 0]
    )
    sport = parts(of(row, "体育艺术专任教师数"), 1, 1)
    space: list[list[Raw]] = [[None]] * year
    head: list[list[Raw]] = [["学校（机构）名称：" + str(row["学校名称"])], *space]
    grades = 6 if primary else 3
    return {
        f"教基1001_{kind}": [["学校（机构）基本情况"], *space, ["指标名称", "代码", "内容"], ["甲", "乙", 1],
                           ["学校（机构）名称", "01", row["学校名称"]],
                           ["学校（机构）标识码", "02", code(row)],
                           ["#办学类型", "03", row["办学类型"]]],
        f"教基1102续_{kind}": [*head, ["指标名称", "计量单位", "代码", "数量"], ["甲", "丙", "乙", 1],
                            ["上学年体检学生", "人", "01", pupils],
                            [f"县级以上骨干教师（{stage}）", "人", "02", of(row, "县级以上骨干教师数")]],
        f"教基{students}_{kind}": [
            *head, ["指标名称", "代码", "毕业生数", "招生数", "在校生数"],
            [None, None, None, None, "合计", "#女", *(f"{grade}年级" for grade in range(1, grades + 1))],
            ["甲", "乙", *range(1, 6 + grades)],
            ["总计", "01", 90, 95, pupils, pupils // 2], ["#女", "02", 40, 41, pupils // 2],
            ["#随迁子女", "03", 1, 1, 7]],
        f"教基{classes}_{kind}": [
            *head, ["指标名称", "代码", "合计", "一年级", "二年级"], ["甲", "乙", 1, 2, 3],
            ["总计", "01", rooms], ["25人及以下", "02", 0], ["26-30人", "03", 0], ["31-35人", "04", 0],
            ["36-40人", "05", rooms], ["41-45人", "06", 0], ["46-50人", "07", 0], ["51-55人", "08", 0],
            ["56-60人", "09", 0], ["61-65人", "10", 0], ["66人及以上", "11", 0]],
        f"教基{teachers}_{kind}": [
            *head,
            ["指标名称", "代码", "合计", "#女", "语文", "体育与健康", "艺术"],
            [None, None, None, None, None, None, "计", "音乐", "美术"], ["甲", "乙", 1, 2, 3, 4, 5, 6, 7],
            ["总计", "01", 500, 40, 20, sport[0], sport[1] + sport[2], sport[1], sport[2]],
            ["博士研究生", "02", degrees[3]], ["硕士研究生", "03", degrees[2]],
            ["本科", "04", degrees[0]], ["专科", "05", degrees[1]], ["高中阶段", "06", 0]]
        if primary else [
            *head,
            ["指标名称", "代码", "合计", "#女", "语文", "体育与健康", "音乐", "美术"], ["甲", "乙", 1, 2, 3, 4, 5, 6],
            ["总计", "01", 510, 40, 20, 99, 99, 99],
            ["初中", "02", 500, 40, 20, sport[0], sport[1], sport[2]],
            ["博士研究生", "03", degrees[2]], ["硕士研究生", "04", degrees[1]], ["本科", "05", degrees[0]],
            ["专科", "06", 4],
            ["高中", "07", 10, 4, 2, 50, 50, 50], ["博士研究生", "08", 5], ["硕士研究生", "09", 5], ["本科", "10", 5]],
        f"教基5170_{kind}": [
            *head, ["指标名称", "代码", "本学年校舍建筑面积", None, "正在施工"], [None, None, "计", "#危房"],
            ["甲", "乙", 1, 2, 3],
            ["总计", "01", 99999], ["一、教学及辅助用房", "02", row["教学及辅助用房面积"]], ["教室", "03", 100],
            ["室内体育用房", "04", row["室内体育用房面积"]], ["二、行政办公用房", "05", 300]],
        f"教基5176_{kind}": [
            *head, ["指标名称", "计量单位", "代码", "数量"], ["甲", "丙", "乙", 1], ["占地面积", "平方米", "01", 30000],
            ["其中：运动场地面积", "平方米", "02", row["运动场地面积"]], ["图书", "册", "03", 20000],
            ["教室", "间", "04", 40], ["#网络多媒体教室", "间", "05", row["网络多媒体教室数"]],
            ["固定资产总值", "万元", "06", 9999], ["#教学仪器设备资产值", "万元", "07", row["教学仪器设备资产值"]]],
    }  # fmt: skip


def write_sheets(path: Path, sheets: Mapping[str, Sequence[Sequence[Raw]]]) -> Path:
    """Write sheets as they are."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def changed(written: Iterable[Written], values: Mapping[str, Raw]) -> list[Written]:
    """A form in which some rows say something else."""
    return [(label, unit, values.get(label, value)) for label, unit, value in written]
