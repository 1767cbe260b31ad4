"""The sheets of the application form that a county fills in (表Ⅳ, 表Ⅴ, 表Ⅵ), with their stray blanks; for tests.

A form is filled in by replacing what stands in its blanks: `filled(FOUR, B12=(1200, 1200, 100))`.
"""

import re
from collections.abc import Mapping, Sequence

from eqeval.core.grid import Grid, Raw

# Requirement, name of the row, sentence with its blanks.
Printed = tuple[str, str, str]

FOUR: tuple[Printed, ...] = (
    ("B1", "1.  县域内义务教育学校规划布局合理，符合国家规定要求", ""),
    ("B2", "2.  县域内城乡义务教育学校建设标准统 一、教师编制标准统 一、生均公用经费基准定额 统 一"
     "、基本装备配置标准统 一", ""),
    ("B3", "3.  所有小学、初中每 12 个班级配备音乐、美术专用教室 1 间以上；其中，每间音乐专 用教室"
     "面积不小于 96 平方米，每间美术专用教室面积不小于 90 平方米", ""),
    ("B4", "4.  所有小学、初中学校规模不超过 2000 人，九年一贯制学校、十 二年一贯制学校义务 教育阶"
     "段规模不超过 2500 人",
     "超过 2000 人的小学＿＿所，初中＿＿所，超过 2500 人的一贯制学校____ 所"),
    ("B5", "5.  小学、初中所有班级学生数分别不超过 45 人、50 人",
     "超过 45 人的小学班级＿＿个，超过 50 人的初中班级＿＿个"),
    ("B6", "6.  不足 100 人的规模较小学校（包括乡镇中心校附设的村小）按不低于 100 人核定公用 经费",
     "不足 100 人的规模较小学校学生数＿＿人，公用经费＿＿元。"),
    ("B7", "7.  特殊教育学校生均公用经费不低于 8000 元",
     "特殊教育学校公用经费为＿＿万元，特殊教育学生数为＿＿人，特殊教育 学校生均公用经费为＿＿元"),
    ("B8", "8.  全县义务教育学校教师平均工资收入水平不低于当地公务员平均工资收入水平，按规 定足额"
     "核定教师绩效工资总量",
     "全县义务教育学校教师年平均工资收入为＿＿元， 当地公务员年平均工资 收入＿＿元"),
    ("B9", "9.  教师 5 年 360 学时培训完成率达到 100%",
     "完成 360 学时培训的教师＿＿人，全县教师＿＿人，教师培训完成率＿＿%"),
    ("B10", "10.县级教育行政部门在核定的教职工编制总额和岗位总量内，统筹分配各校教职工编制 和岗位数量", ""),
    ("B11", "11.全县每年交流轮岗教师的比例不低于符合交流轮岗条件教师总数的 10%；其中，骨干 教师不低"
     "于交流轮岗教师总数的 20%",
     "全县符合交流轮岗条件教师总数＿＿名，上一年度交流轮岗教师＿＿名， 交流轮岗教师占符合交"
     "流轮岗条件教师总数的比例＿＿%；"
     "交流轮岗的骨   干教师＿＿名， 占交流轮岗教师总数的比例＿＿%"),
    ("B12", "12.专任教师持有教师资格证上岗率达到 100%",
     "全县在岗专任教师__人，其中持有教师资格证的专任教师__人， 占比__%"),
    ("B13", "13.城区和镇区公办小学、初中（均不含寄宿制学校）就近划片入学比例分别达到 100%、 95%以上",
     "城区和镇区公办小学、初中（均不含寄宿制学校）就近划片入学比例分别 __% 、__%。"),
    ("B14", "14.全县优质高中招生名额分配比例不低于 50%，并向农村初中倾斜",
     "全县优质高中招生名额总数＿＿人，分配名额＿＿人， 占比＿＿%。其中 分配农村学校的名额＿"
     "＿人， 占分配名额总数的＿＿%"),
    ("B15", "15.留守儿童关爱体系健全，全县符合条件的随迁子女在公办学校和政府购买服务的民办 学校就读的比例不低于 85%",
     "全县符合条件的随迁子女数＿＿人，在公办学校就读＿＿人，在政府购买 服务的民办学校就读＿"
     "＿人，合计＿＿人， 占比＿＿%"),
)  # fmt: skip
FIVE: tuple[Printed, ...] = (
    ("C1", "1.  全县初中三年巩固率达到 95%以上",
     "全县初中毕业班学生数为＿＿人，三年前该年级入学学生数为＿＿人， 毕业年级三年转入学生数"
     "为＿＿人，死亡学生数为＿＿人，"
     "转出学生数 为＿＿人，全县初中三年巩固率为＿＿%"),
    ("C2", "2.  全县残疾儿童少年入学率达到 95%以上",
     "全县残疾儿童少年为＿＿人，入学＿＿人，入学率为＿＿%。其中，在 特殊教育学校就读＿＿人， 占比＿＿%。"),
    ("C3", "3.  所有学校建立章程，实现学校管理与教学信息化", ""),
    ("C4", "4.  全县所有学校按照不低于学校年度公用经费预算总额的 5%安排教师培训经费", ""),
    ("C5", "5.  教师能熟练运用信息化手段组织教学，设施设备利用率达到较高水平", ""),
    ("C6", "6.  所有学校德育工作、校园文化建设达到良好以上", ""),
    ("C7", "7.  课程开齐开足，教学秩序规范，综合实践活动有效开展", ""),
    ("C8", "8.  无过重课业负担", ""),
    ("C9", "9.  在国家义务教育质量监测中，相关科目学生学业水平达到Ⅲ级以上，且校际差 异率低于 0.15",
     "语文＿＿级、校际差异率＿＿；数学＿＿级、校际差异率____ ;  科学＿＿级、校际差异率＿＿；"
     "体育＿＿级、校际差异率____ ;  "
     "艺术＿＿级、校际差异率＿＿；德育＿＿级、校际差异率＿＿。"),
)  # fmt: skip
HEADINGS = ("名称", "指标值或简要结论", "是否达标")
# What a county that meets everything writes into the blanks, one after the other; one text is the whole cell.
MET: dict[str, Sequence[object] | str] = {
    "B4": (0, 0, 0), "B5": (0, 0), "B6": (320, 208000), "B7": (80, 100, 8000), "B8": (90000, 89000),
    "B9": (1200, 1200, 100), "B11": (1000, 120, 12, 30, 25), "B12": (1200, 1200, 100), "B13": (100, 96.5),
    "B14": (1000, 600, 60, 300, 50), "B15": (200, 150, 40, 190, 95), "C1": (980, 1000, 10, 0, 10, 98),
    "C2": (120, 118, 98.3, 30, 25.4), "C6": "良好",
    "C9": ("Ⅲ", 0.12, "Ⅳ", 0.1, "Ⅲ", 0.149, "Ⅲ", 0.11, "Ⅲ", 0.08, "Ⅳ", 0.05),
}  # fmt: skip


def written(sentence: str, figures: Sequence[object]) -> str:
    """Fill in the blanks of a sentence, one after the other; None leaves one blank."""
    parts = re.split("(＿+|_+)", sentence)
    for number, figure in enumerate(figures):
        if figure is not None:
            parts[2 * number + 1] = str(figure)
    return "".join(parts)


def sheet(
    name: str,
    printed: Sequence[Printed],
    values: Mapping[str, Raw | Sequence[object]] | None = None,
    met: Mapping[str, Raw] | None = None,
    evidence: Mapping[str, Raw] | None = None,
) -> Grid:
    """Lay out 表Ⅳ or 表Ⅴ. values: the whole cell, or what stands in its blanks; met: 是否达标, 是 where not given."""
    values = {**MET, **(values or {})}
    headings = [*HEADINGS, "佐证"] if evidence is not None else list(HEADINGS)
    rows: list[list[Raw]] = [[f"表{name}  评估指标"], list(headings)]
    for rule, row, sentence in printed:
        said = values.get(rule)
        cell = written(sentence, said) if isinstance(said, Sequence) and not isinstance(said, str) else said
        line: list[Raw] = [row, cell or (sentence if rule not in values else None), (met or {}).get(rule, "是")]
        rows.append([*line, (evidence or {}).get(rule, "佐证材料")] if evidence is not None else line)
    rows.append(["注：表中所有比例数值保留一位小数，其余保留整数。"])
    return Grid("测试县.xlsx", name, rows)


def survey(returned: Raw = 1000, satisfied: Raw = 900, rate: Raw = 90, parents: Sequence[Raw] = ()) -> Grid:
    """Lay out 表Ⅵ, as it is printed."""
    rows: list[list[Raw]] = [
        ["表Ⅵ 社会认可度调查情况"],
        [None, "问卷总数", None, None, "问卷调查综合满意度（ %）", "实地走访人数", None, "实地走访满意度（ %）"],
        [None, "计", "其中： 回收有效问卷数", None, None, "计", "其中：满意人数"],
        [None, None, "计", "其中：满意问卷数"],
        [None, "L1", "L2", "L3", "L4", "L5", "L6", "L7"],
        ["计", 1100, returned, satisfied, rate, 200, 190, 95],
        ["其中：家长", *parents],
    ]
    return Grid("测试县.xlsx", "表6", rows, merged=((1, 1, 1, 3), (2, 2, 2, 3), (1, 5, 1, 6)))
