"""Lays out a county as offices and platforms do: headings over merged rows, blocks by stage, totals, remarks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from county import Row
from openpyxl import Workbook

from eqeval.core.grid import Grid, Range, Raw

# The path of a heading, from top to bottom, and what stands below it for a school.
Column = tuple[str, Callable[[Row], Raw]]


@dataclass
class Sheet:
    """Rows that are written one below the other, with the ranges that are merged."""

    name: str
    rows: list[list[Raw]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    hidden: bool = False

    def line(self, *cells: Raw) -> "Sheet":
        self.rows.append(list(cells))
        return self

    def head(self, columns: Sequence[Column], merge: bool = True) -> "Sheet":
        """Write the headings over as many rows as the longest path has."""
        paths = [[each.strip() for each in path.split(">")] for path, _ in columns]
        height = max(map(len, paths))
        top = len(self.rows)
        self.rows += [[None] * len(paths) for _ in range(height)]
        for level in range(height):
            for _, group in groupby(range(len(paths)), key=lambda c, level=level: tuple(paths[c][: level + 1])):  # type: ignore[misc]
                members = list(group)
                left, right = members[0], members[-1]
                if len(paths[left]) <= level:
                    continue
                self.rows[top + level][left] = paths[left][level]
                last = len(paths[left]) == level + 1
                bottom = top + height - 1 if last else top + level
                if merge and (right > left or bottom > top + level):
                    self.merged.append((top + level, left, bottom, right))
        return self

    def body(self, columns: Sequence[Column], schools: Iterable[Row]) -> "Sheet":
        self.rows += [[value(row) for _, value in columns] for row in schools]
        return self

    def total(self, columns: Sequence[Column], schools: Iterable[Row], label: str, at: int = 0) -> "Sheet":
        """Add up every column that holds numbers."""
        rows = list(schools)
        line: list[Raw] = []
        for _, value in columns:
            found = [value(row) for row in rows]
            numbers = [one for one in found if isinstance(one, int | float) and not isinstance(one, bool)]
            line.append(sum(numbers) if numbers and len(numbers) == len(found) else None)
        line[at] = label
        return self.line(*line)

    def grid(self, file: str = "测试县.xlsx") -> Grid:
        return Grid(file, self.name, self.rows, hidden=self.hidden, merged=tuple(self.merged))


def of(heading: str) -> Callable[[Row], Raw]:
    """Take a cell of the plain table."""
    return lambda row: row.get(heading)


def save(path: Path, *sheets: Sheet) -> Path:
    """Write sheets as a workbook, merged cells and all."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        sheet = book.create_sheet(one.name)
        for row in one.rows:
            sheet.append(row)
        for top, left, bottom, right in one.merged:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        if one.hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


STAFF = ("专科", "本科", "硕士研究生", "博士研究生")


def degrees(stage: str) -> list[Column]:
    """Split the teachers above the required degree over the columns of the platform; one has a doctorate."""
    counted = STAFF if stage == "小学" else STAFF[1:]
    heading = f"{stage}高于规定学历教师数"

    def part(degree: str) -> Callable[[Row], Raw]:
        def value(row: Row) -> Raw:
            whole = row.get(heading)
            if not isinstance(whole, int):
                return None
            if degree not in counted:
                return 77
            rest = whole - (len(counted) - 1)
            return rest if degree == "本科" else 1

        return value

    return [(f"专任教师 > #按学历分 > {degree}", part(degree)) for degree in reversed(STAFF)]


def sports(stage: str) -> list[Column]:
    """Split the teachers of sports and arts: the total of the arts stands beside its parts."""
    heading = f"{stage}体育艺术专任教师数"

    def whole(row: Row) -> int:
        value = row.get(heading)
        return value if isinstance(value, int) else 0

    return [
        ("专任教师 > #按授课课程分 > 体育与健康", lambda row: whole(row) - whole(row) // 2),
        ("专任教师 > #按授课课程分 > 艺术 > 计", lambda row: whole(row) // 2),
        ("专任教师 > #按授课课程分 > 艺术 > 音乐", lambda row: whole(row) // 2),
        ("专任教师 > #按授课课程分 > 艺术 > 美术", lambda row: 0),
    ]


def platform(stage: str, filler: int = 60) -> list[Column]:
    """The columns of the export of the statistics platform for one stage; it says its stage nowhere."""
    return [
        ("机构名称", of("学校名称")),
        ("机构编码", of("学校代码")),
        ("统计三级", lambda row: "测试县"),
        ("办学类型", of("办学类型")),
        ("举办者类型", of("举办者类型")),
        ("城乡类型", of("城乡类型")),
        ("是否计校数", lambda row: 1 if row.get("是否计校数") == "是" else 0),
        ("是否上年撤销", lambda row: 0),
        ("经度", lambda row: 113.25),
        ("班级数 > 合计", of(f"{stage}班级数")),
        ("班级数 > 一年级", lambda row: 2),
        ("最大班额", of(f"{stage}最大班额")),
        ("在校生数 > 合计", of(f"{stage}在校生数")),
        ("在校生数 > 其中：女", lambda row: 3),
        ("教职工 > 合计", lambda row: 99),
        ("专任教师 > 合计", lambda row: 90),
        *degrees(stage),
        *sports(stage),
        ("教基1102 > 县级以上骨干教师(" + stage + ")", of(f"{stage}县级以上骨干教师数")),
        ("上学年校舍建筑面积 > 教学及辅助用房 > 计", lambda row: 5),
        ("本学年校舍建筑面积 > 教学及辅助用房 > 计", of("教学及辅助用房面积")),
        ("本学年校舍建筑面积 > 教学及辅助用房 > 教室", lambda row: 6),
        ("本学年校舍建筑面积 > 教学及辅助用房 > 室内体育用房", of("室内体育用房面积")),
        ("占地面积及其他办学条件 > 占地面积（平方米） > 计", lambda row: 90000),
        ("占地面积及其他办学条件 > 占地面积（平方米） > 其中 > 运动场地面积", of("运动场地面积")),
        ("固定资产总值 > 计", lambda row: 1),
        ("固定资产总值 > 教学仪器设备资产值(万元)", of("教学仪器设备资产值")),
        ("教室 > 合计", lambda row: 40),
        ("教室 > 其中：网络多媒体教室", of("网络多媒体教室数")),
        ("音乐专用教室数", of("音乐专用教室数")),
        ("美术专用教室数", of("美术专用教室数")),
        ("建成年份", of("建成年份")),
        *((f"其他指标 > 第{number}组 > 计", lambda row: 1) for number in range(filler)),
    ]
