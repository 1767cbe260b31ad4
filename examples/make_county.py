"""Writes examples/yunxi.xlsx: one invented county in the plain table, with the failures that a real county has.

Run it with `python examples/make_county.py`. The same script gives the same bytes: every school draws from its own
seed, so that changing one school leaves the others as they are. What the county is meant to show stands in `STORIES`.
"""

import io
import os
import random
import sys
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from pathlib import Path

# Where lxml is installed openpyxl uses it, and lxml writes the same XML in other bytes.
os.environ["OPENPYXL_LXML"] = "False"

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from eqeval.render.repeatable import repeatable

SEED = 2017
DAY = datetime(2025, 9, 1)
TARGET = Path(__file__).with_name("yunxi.xlsx")

Cell = str | int | float | None
Cells = dict[str, Cell]
Range = tuple[float, float]

# The plain table, in its order.
HEADINGS = (
    "学校名称", "学校代码", "办学类型", "城乡类型", "举办者类型", "是否寄宿制学校", "建成年份", "是否计校数",
    "所属学校", "小学在校生数", "初中在校生数", "高中在校生数", "小学班级数", "初中班级数",
    "小学最大班额", "初中最大班额", "小学高于规定学历教师数", "初中高于规定学历教师数",
    "小学县级以上骨干教师数", "初中县级以上骨干教师数", "小学体育艺术专任教师数", "初中体育艺术专任教师数",
    "教学及辅助用房面积", "室内体育用房面积", "运动场地面积", "教学仪器设备资产值", "网络多媒体教室数",
    "音乐专用教室数", "美术专用教室数",
)  # fmt: skip
# Only the relaxations of the national procedure read these.
RELAXATIONS = (
    "随迁子女在校生数", "是否大城市中心城区学校", "小学交流走教兼职体育艺术教师数", "初中交流走教兼职体育艺术教师数",
    "校内改造运动场地面积", "校外租赁场馆面积", "音乐教室73至96㎡间数", "音乐教室61至73㎡间数", "音乐教室54至61㎡间数",
    "美术教室67至90㎡间数", "美术教室61至67㎡间数", "美术教室54至61㎡间数",
)  # fmt: skip

URBAN, TOWN, RURAL = "城区", "镇区", "乡村"
PRIMARY, JUNIOR, SENIOR = "小学", "初中", "高中"
GRADES = {PRIMARY: "一二三四五六", JUNIOR: "七八九"}
# A combined school divides its buildings by weighted pupils; the weights are relative to its lowest stage.
WEIGHTS = {PRIMARY: 1.0, JUNIOR: 1.1, SENIOR: 1.32}


@dataclass(frozen=True, slots=True)
class Norm:
    """What the standard asks of one stage, per pupil; the county is drawn around it."""

    backbone: float
    pe_art: float
    area: float
    ground: float
    equipment: float
    rooms: float
    largest_class: int


NORMS = {
    PRIMARY: Norm(0.01, 0.009, 4.5, 7.5, 2000, 0.023, 45),
    JUNIOR: Norm(0.01, 0.009, 5.8, 10.2, 2500, 0.024, 50),
}


@dataclass(frozen=True, slots=True)
class Means:
    """How well schools of one kind of place are provided for.

    Ranges are multiples of the norm, except: pupils a teacher, pupils a class, the share of migrant children.
    """

    ratio: dict[str, Range]
    class_size: dict[str, Range]
    area: Range
    ground: Range
    equipment: Range
    migrants: Range


# Towns are full and rural schools have emptied: the buildings stayed, so their pupils have most room.
MEANS = {
    URBAN: Means(
        {PRIMARY: (16, 17.8), JUNIOR: (12.5, 13.5)},
        {PRIMARY: (41, 43.5), JUNIOR: (45, 48)},
        area=(1.03, 1.18),
        ground=(1.02, 1.14),
        equipment=(1.05, 1.6),
        migrants=(0.06, 0.22),
    ),
    TOWN: Means(
        {PRIMARY: (14.5, 17), JUNIOR: (11.5, 13.2)},
        {PRIMARY: (37, 42), JUNIOR: (42, 47)},
        area=(1.08, 1.5),
        ground=(1.25, 1.75),
        equipment=(1.1, 2.0),
        migrants=(0.01, 0.05),
    ),
    RURAL: Means(
        {PRIMARY: (9, 13), JUNIOR: (8.5, 10.5)},
        {PRIMARY: (26, 36), JUNIOR: (32, 40)},
        area=(1.35, 2.4),
        ground=(2.05, 3.5),
        equipment=(1.2, 2.6),
        migrants=(0, 0.02),
    ),
}


@dataclass(frozen=True, slots=True)
class Size:
    """Pupils of one stage: log-normal, as school sizes are, between two ends."""

    median: float
    sigma: float
    least: int
    most: int

    def draw(self, rng: random.Random) -> int:
        """Draw a number of pupils; one beyond the ends is drawn again, so that none piles up on them."""
        while True:
            pupils = round(self.median * rng.lognormvariate(0, self.sigma))
            if self.least <= pupils <= self.most:
                return pupils


@dataclass(frozen=True, slots=True)
class Group:
    """Schools of one type in one kind of place."""

    kind: str
    location: str
    sizes: dict[str, Size]
    names: tuple[str, ...]


GROUPS = (
    Group("小学", URBAN, {PRIMARY: Size(1250, 0.3, 720, 1900)}, (
        "云溪县实验小学", "云溪县实验小学东校区", "云溪县第一小学", "云溪县第二小学", "云溪县第三小学",
        "云溪县城东小学", "云溪县城南小学", "云溪县城北小学", "云溪县启明小学",
    )),
    Group("小学", TOWN, {PRIMARY: Size(640, 0.35, 420, 1350)}, (
        "石桥镇中心小学", "石桥镇第二小学", "白沙镇中心小学", "白沙镇河东小学", "枫林镇中心小学", "双河镇中心小学",
        "双河镇第二小学", "大坪镇中心小学", "大坪镇中心小学新街校区", "大坪镇竹山小学", "柳塘镇中心小学",
    )),
    Group("小学", RURAL, {PRIMARY: Size(330, 0.2, 240, 430)}, ("金竹乡中心小学", "高岭乡中心小学")),
    Group("小学", RURAL, {PRIMARY: Size(165, 0.45, 64, 400)}, (
        "石桥镇青石小学", "石桥镇黄泥小学", "白沙镇洲上小学", "白沙镇莲塘小学",
        "枫林镇坪上小学", "枫林镇茶园小学", "双河镇龙井小学", "双河镇樟树小学", "大坪镇梅岭小学", "大坪镇石榴小学",
        "柳塘镇桥头小学", "柳塘镇荷叶小学", "金竹乡水口小学", "高岭乡云盘小学", "清水乡大田小学", "杨坳乡枣林小学",
    )),
    Group("教学点", RURAL, {PRIMARY: Size(70, 0.2, 52, 96)}, (
        "枫林镇下坪教学点", "双河镇石灰坳教学点", "柳塘镇沙湾教学点", "金竹乡板栗教学点",
    )),
    Group("教学点", RURAL, {PRIMARY: Size(24, 0.4, 9, 46)}, (
        "石桥镇岩门教学点", "大坪镇老屋教学点", "高岭乡鹰嘴教学点", "清水乡源头教学点", "杨坳乡半山教学点",
    )),
    Group("初级中学", URBAN, {JUNIOR: Size(1450, 0.15, 1100, 1900)}, (
        "云溪县第一初级中学", "云溪县第二初级中学", "云溪县第三初级中学", "云溪县第三初级中学南校区",
    )),
    Group("初级中学", TOWN, {JUNIOR: Size(760, 0.25, 480, 1200)}, (
        "石桥镇初级中学", "白沙镇初级中学", "双河镇初级中学", "大坪镇初级中学", "柳塘镇初级中学",
    )),
    Group("初级中学", RURAL, {JUNIOR: Size(250, 0.2, 180, 330)}, ("高岭乡初级中学",)),
    Group("九年一贯制学校", URBAN, {PRIMARY: Size(1000, 0.2, 700, 1500), JUNIOR: Size(600, 0.2, 400, 1000)}, (
        "云溪县新城九年一贯制学校", "云溪县滨河九年一贯制学校",
    )),
    Group("九年一贯制学校", TOWN, {PRIMARY: Size(640, 0.2, 400, 900), JUNIOR: Size(400, 0.2, 250, 600)}, (
        "枫林镇九年一贯制学校",
    )),
    Group("九年一贯制学校", RURAL, {PRIMARY: Size(260, 0.2, 180, 380), JUNIOR: Size(165, 0.2, 110, 240)}, (
        "清水乡九年一贯制学校", "杨坳乡九年一贯制学校", "白沙镇湖口九年一贯制学校",
    )),
    Group("十二年一贯制学校", URBAN, {
        PRIMARY: Size(720, 0.1, 600, 850), JUNIOR: Size(540, 0.1, 450, 650), SENIOR: Size(480, 0.1, 400, 600),
    }, ("云溪县博文学校",)),
    Group("完全中学", URBAN, {JUNIOR: Size(900, 0.1, 800, 1000), SENIOR: Size(1900, 0.1, 1700, 2100)}, (
        "云溪县第一中学",
    )),
    Group("完全中学", TOWN, {JUNIOR: Size(620, 0.1, 540, 700), SENIOR: Size(980, 0.1, 850, 1100)}, ("石桥镇中学",)),
    Group("特殊教育学校", URBAN, {PRIMARY: Size(84, 0.1, 70, 100), JUNIOR: Size(46, 0.1, 36, 54)}, (
        "云溪县特殊教育学校",
    )),
    Group("职业学校", URBAN, {SENIOR: Size(2150, 0.1, 1900, 2400)}, ("云溪县职业中等专业学校",)),
)  # fmt: skip

# Campuses that the statistics do not count as schools, and where their pupils and rooms belong.
CAMPUSES = {
    "云溪县实验小学东校区": "云溪县实验小学",
    "大坪镇中心小学新街校区": "大坪镇中心小学",
    "云溪县第三初级中学南校区": "云溪县第三初级中学",
}
PRIVATE = {"云溪县启明小学", "云溪县博文学校"}
# The sheet of classes holds these schools only; the list then decides their largest class.
LISTED = ("云溪县城南小学", "石桥镇青石小学", "石桥镇初级中学", "枫林镇九年一贯制学校")


@dataclass(frozen=True, slots=True)
class Story:
    """What is fixed for a school instead of drawn: its pupils by stage, and cells that replace drawn ones."""

    pupils: dict[str, int] = field(default_factory=dict)
    cells: Cells = field(default_factory=dict)


STORIES = {
    # 1 Overcrowded, hardly any sports ground, and one music room short of the three that 34 classes need. The venue
    #   that it leases counts only in the dense centre of a big city, which no county town is.
    "云溪县城南小学": Story({PRIMARY: 1872}, {
        "建成年份": 1987, "小学班级数": 34, "小学最大班额": 58, "教学及辅助用房面积": 6420, "室内体育用房面积": 0,
        "运动场地面积": 4150, "校外租赁场馆面积": 1500, "网络多媒体教室数": 40,
        "音乐专用教室数": 2, "美术专用教室数": 3,
    }),
    # 2 Two items just below: 47 / 1120 is 4.196, which prints as 4.20 and would pass if figures were rounded first.
    "云溪县第二小学": Story({PRIMARY: 1120}, {
        "建成年份": 1994, "小学高于规定学历教师数": 47, "室内体育用房面积": 360, "运动场地面积": 7592,
    }),
    # 3 No PE or art teacher at all. Small and with the ground of former days: it also raises the junior CV of A5.
    "高岭乡初级中学": Story({JUNIOR: 236}, {"初中体育艺术专任教师数": 0, "运动场地面积": 12600}),
    # 4 and 5 No backbone teacher, and another item below.
    "石桥镇青石小学": Story({PRIMARY: 86}, {"小学县级以上骨干教师数": 0, "教学仪器设备资产值": 16.0}),
    "枫林镇坪上小学": Story({PRIMARY: 118}, {"小学县级以上骨干教师数": 0, "网络多媒体教室数": 2}),
    # 6 The primary part meets 4.5 and 7.5 ㎡, the junior part has 1.1 times as much and misses 5.8 and 10.2 ㎡.
    "枫林镇九年一贯制学校": Story({PRIMARY: 640, JUNIOR: 410}, {
        "小学班级数": 16, "初中班级数": 9, "小学最大班额": 43, "初中最大班额": 49,
        "教学及辅助用房面积": 5810, "室内体育用房面积": 464, "运动场地面积": 8375,
    }),
    # 7 Too few multimedia rooms (2.02 against the floor of 2.04), and equipment below its norm.
    "柳塘镇初级中学": Story({JUNIOR: 742}, {"网络多媒体教室数": 15, "教学仪器设备资产值": 171.5}),
    # 8 and 9 A private school without backbone teachers to speak of, in both parts.
    "云溪县博文学校": Story({PRIMARY: 724, JUNIOR: 538}, {"小学县级以上骨干教师数": 3, "初中县级以上骨干教师数": 3}),
    # One remaining item is tolerated. This one stands exactly on its floor: 5100 ㎡ / 800 = 6.375 = 85 % of 7.5.
    "云溪县城北小学": Story({PRIMARY: 800}, {"室内体育用房面积": 450, "运动场地面积": 4650}),
    "云溪县第三小学": Story({PRIMARY: 1340}, {"教学及辅助用房面积": 6188.4, "室内体育用房面积": 520}),
    "云溪县第一初级中学": Story({JUNIOR: 1644}, {
        "教学及辅助用房面积": 11240.5, "室内体育用房面积": 1180, "运动场地面积": 14600,
    }),
    "白沙镇初级中学": Story({JUNIOR: 706}, {"初中高于规定学历教师数": 35}),
    "大坪镇梅岭小学": Story({PRIMARY: 214}, {"教学仪器设备资产值": 38.4}),
    # Exactly on the limit: 7 backbone teachers for 700 pupils.
    "石桥镇中心小学": Story({PRIMARY: 700}, {"小学县级以上骨干教师数": 7}),
    # Large. The old school of 2236 pupils on two campuses passes only because it was built by 2010, the new one fails.
    "云溪县实验小学": Story({PRIMARY: 1724}, {"建成年份": 1958}),
    "云溪县实验小学东校区": Story({PRIMARY: 512}, {"建成年份": 2012}),
    "云溪县新城九年一贯制学校": Story({PRIMARY: 1482, JUNIOR: 1086}, {"建成年份": 2019, "随迁子女在校生数": 624}),
    # Built for nine years, but the first pupils have not reached the junior stage.
    "云溪县滨河九年一贯制学校": Story({PRIMARY: 768, JUNIOR: 0}, {"建成年份": 2023, "初中在校生数": 0}),
    "大坪镇中心小学": Story({PRIMARY: 612}),
    "大坪镇中心小学新街校区": Story({PRIMARY: 288}),
    "云溪县第三初级中学": Story({JUNIOR: 1126}),
    "云溪县第三初级中学南校区": Story({JUNIOR: 424}),
    # Single classes that are too large.
    "云溪县城东小学": Story({}, {"小学最大班额": 46}),
    "石桥镇初级中学": Story({JUNIOR: 884}, {"初中班级数": 18, "初中最大班额": 54}),
    # No art room; and a music room of 80 ㎡, which is enough only in a building of 2016 or before.
    "双河镇中心小学": Story({PRIMARY: 392}, {"小学班级数": 10, "小学最大班额": 42, "美术专用教室数": 0}),
    "双河镇初级中学": Story({JUNIOR: 520}, {
        "建成年份": 2009, "初中班级数": 12, "初中最大班额": 46, "音乐专用教室数": 0, "音乐教室73至96㎡间数": 1,
    }),
    # A music and PE teacher comes twice a week; in a teaching point of 50 to 99 pupils this counts.
    "枫林镇下坪教学点": Story({PRIMARY: 64}, {"小学体育艺术专任教师数": 0, "小学交流走教兼职体育艺术教师数": 1}),
    # Former classrooms of 54 ㎡ and more: enough in a small rural school.
    "清水乡源头教学点": Story({}, {
        "音乐专用教室数": 0, "美术专用教室数": 0, "音乐教室54至61㎡间数": 1, "美术教室54至61㎡间数": 1,
    }),
    "双河镇石灰坳教学点": Story({}, {"美术专用教室数": 0, "美术教室61至67㎡间数": 1}),
}  # fmt: skip

YES = "是"
NO = "否"
# What the county states: item, value, unit, evidence. A row without a value is still open: B6, C9.
STATEMENTS: tuple[tuple[str, Cell, str, str], ...] = (
    ("县名称", "云溪县", "", ""),
    ("学校规划布局合理，符合国家规定", YES, "", "《云溪县中小学布局专项规划（2021—2035年）》及县政府批复"),
    (
        "城乡学校建设标准、教师编制标准、生均公用经费基准定额、基本装备配置标准四统一",
        YES, "", "四项标准文件；县财政、编办、教育三部门核对表",
    ),
    ("不足100人的规模较小学校按不低于100人核定公用经费", None, "", ""),
    ("特殊教育学校经费总额", None, "元", "2024年决算，公用经费支出明细"),
    ("特殊教育学校学生人数", None, "人", "2025年学年初报表"),
    ("教师年平均工资收入", 98640, "元", "县财政局、人社局2024年度工资核对表"),
    ("公务员年平均工资收入", 97215, "元", "县财政局、人社局2024年度工资核对表"),
    ("完成360学时培训教师数", None, "人", "教师管理信息系统继续教育学时统计"),
    ("全县教师数", None, "人", "2025年学年初报表"),
    ("县级统筹分配各校教职工编制和岗位", YES, "", "县编办、教育局2024年编制调整文件"),
    ("符合交流条件教师总数", 1136, "人", "2025年交流轮岗名册"),
    ("实际交流轮岗教师数", 158, "人", "2025年交流轮岗名册"),
    ("实际交流骨干教师数量", 37, "人", "2025年交流轮岗名册"),
    ("在岗专任教师数", None, "人", "2025年学年初报表"),
    ("持教师资格证专任教师数", None, "人", "教师资格核验表"),
    ("城区就近划片入学比例", 100, "%", "2025年秋季招生划片公告与录取名册"),
    ("镇区就近划片入学比例", 97.6, "%", "2025年秋季招生划片公告与录取名册"),
    ("优质高中招生计划总人数", 650, "人", "2025年普通高中招生计划"),
    ("优质高中招生分配指标数", 345, "人", "2025年指标到校分配方案"),
    ("招生名额向农村初中倾斜", YES, "", "2025年指标到校分配方案，农村初中上浮15%"),
    ("留守儿童关爱体系健全", YES, "", "留守儿童台账；各乡镇关爱服务站名单"),
    ("符合条件的随迁子女数", None, "人", "2025年学年初报表"),
    ("在公办和政府购买服务民办学校就读的随迁子女数", None, "人", "2025年学年初报表，不含民办学校"),
    ("三年前初一入学学生数", 4163, "人", "学籍系统，2022年秋季"),
    ("三年内死亡学生数", 2, "人", "学籍系统"),
    ("初中毕业班学生数", 4096, "人", "学籍系统，2025年夏季"),
    ("三年转入学生数", 87, "人", "学籍系统"),
    ("三年转出学生数", 131, "人", "学籍系统"),
    ("残疾儿童少年数", 312, "人", "县残联与教育局核对名册"),
    ("残疾儿童少年入学数", 305, "人", "县残联与教育局核对名册"),
    ("所有学校制定章程，实现管理与教学信息化", YES, "", "各校章程核准文件；信息化平台运行报告"),
    # Said to hold, but nobody has named the evidence yet.
    ("各校教师培训经费不低于年度公用经费预算总额的5%", YES, "", ""),
    ("教师熟练运用信息化手段，设施设备利用率较高", YES, "", "信息技术应用能力提升工程2.0验收报告"),
    ("德育工作、校园文化建设良好以上", "良好", "", "县教育督导室2025年评定结果"),
    ("课程开齐开足，教学秩序规范，综合实践活动有效开展", YES, "", "各校课程表；2025年春季教学常规检查通报"),
    ("无过重课业负担", YES, "", "作业、睡眠、手机、读物、体质管理专项督导报告"),
    ("国家质量监测最低科目水平等级", None, "级", ""),
    ("国家质量监测最大校际差异率", None, "", ""),
    ("社会认可度满意问卷数", 1874, "份", "2025年社会认可度调查报告"),
    ("社会认可度有效问卷数", 2016, "份", "2025年社会认可度调查报告"),
    ("存在以考试方式招生", NO, "", "2025年招生工作专项督查报告"),
    ("存在违规择校行为", NO, "", "2025年招生工作专项督查报告"),
    ("存在重点学校或重点班", NO, "", "均衡编班记录；公证材料"),
    ("存在有编不补或长期聘用编外教师", NO, "", "县编办编制台账"),
    ("教育系统存在重大安全责任事故和严重违纪违规事件", NO, "", "县应急管理局、纪委监委证明"),
    ("有弄虚作假行为", NO, "", "县政府承诺书"),
    ("基本均衡认定已满年数", 7, "年", "国务院教育督导委员会2018年认定文件"),
    ("认定后年度监测持续保持较高水平", YES, "", "2019—2024年监测复查报告"),
    ("近三年小学综合差异系数最大值", 0.438, "", "2022—2024年监测复查报告"),
    ("近三年初中综合差异系数最大值", 0.391, "", "2022—2024年监测复查报告"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A school while it is drawn: its kind, place and pupils, and its own source of chance."""

    name: str
    kind: str
    location: str
    pupils: dict[str, int]
    rng: random.Random

    @property
    def stages(self) -> list[str]:
        """The compulsory stages that it teaches."""
        return [stage for stage, pupils in self.pupils.items() if pupils and stage != SENIOR]

    def between(self, ends: Range) -> float:
        """Draw a number between two ends."""
        return self.rng.uniform(*ends)

    def need(self, norms: dict[str, float]) -> float:
        """Say what the whole school needs so that each of its parts meets its own norm.

        Per weighted pupil every stage has the same, so the most demanding stage decides.
        """
        taught = {stage: pupils for stage, pupils in self.pupils.items() if pupils}
        weighted = sum(WEIGHTS[stage] * pupils for stage, pupils in taught.items())
        return weighted * max(norms[stage] / WEIGHTS[stage] for stage in self.stages)


def draft(group: Group, name: str) -> Draft:
    """Give a school its pupils."""
    rng = random.Random(f"{SEED} {name}")
    drawn = {stage: size.draw(rng) for stage, size in group.sizes.items()}
    return Draft(name, group.kind, group.location, drawn | STORIES.get(name, Story()).pupils, rng)


def identity(one: Draft, code: str) -> Cells:
    """Fill the columns that say what a school is."""
    teaching_point, campus = one.kind == "教学点", one.name in CAMPUSES
    far = one.location != URBAN and one.kind not in ("小学", "教学点")
    return {
        "学校名称": one.name,
        "学校代码": code,
        "办学类型": one.kind,
        "城乡类型": one.location,
        "举办者类型": "民办" if one.name in PRIVATE else "县级教育部门",
        "是否寄宿制学校": YES if far or one.name == "云溪县博文学校" else NO,
        "建成年份": one.rng.randint(1999 if one.name in PRIVATE else 1972, 2015),
        # The statistics do not count teaching points as schools either; they are judged by themselves.
        "是否计校数": NO if campus or teaching_point else YES,
        "所属学校": CAMPUSES.get(one.name),
        "是否大城市中心城区学校": NO,
        **{f"{stage}在校生数": pupils for stage, pupils in one.pupils.items() if pupils},
    }


def classes(one: Draft, stage: str) -> tuple[int, int]:
    """Say how many classes a stage has, and how large the largest is."""
    pupils = one.pupils[stage]
    if one.kind == "特殊教育学校":
        number, most = ceil(pupils / 11), 12
    elif one.kind == "教学点":
        # The upper grades go to the central school.
        number, most = min(4, ceil(pupils / 9)), 45
    else:
        number = max(ceil(pupils / one.between(MEANS[one.location].class_size[stage])), len(GRADES[stage]))
        most = NORMS[stage].largest_class
    average = ceil(pupils / number)
    return number, max(average, min(most, average + one.rng.randint(0, 3)))


def teachers(one: Draft, stage: str) -> int:
    """Say how many full-time teachers a stage has; small schools cannot do with the usual ratio."""
    ratio = 3.0 if one.kind == "特殊教育学校" else one.between(MEANS[one.location].ratio[stage])
    return max(ceil(one.pupils[stage] / ratio), 2)


def staffed(one: Draft, stage: str) -> Cells:
    """Fill the columns of one stage: classes and teachers."""
    norm, pupils = NORMS[stage], one.pupils[stage]
    number, largest = classes(one, stage)
    staff = teachers(one, stage)
    qualified = one.between((0.96, 1.0) if stage == PRIMARY else (0.86, 0.96))
    # The smallest teaching points have two teachers for everything.
    tiny = one.kind == "教学点" and pupils < 50
    backbone = 0 if tiny else min(staff, ceil(pupils * norm.backbone * one.between((1.06, 2.2))))
    pe_art = 0 if tiny else min(staff, ceil(pupils * norm.pe_art * one.between((1.06, 1.9))))
    return {
        f"{stage}班级数": number,
        f"{stage}最大班额": largest,
        f"{stage}高于规定学历教师数": round(staff * qualified),
        f"{stage}县级以上骨干教师数": backbone,
        f"{stage}体育艺术专任教师数": pe_art,
    }


def rooms(one: Draft, number: int) -> Cells:
    """Fill the columns of buildings, grounds and equipment, which all stages share."""
    means = MEANS[one.location]
    # Even the smallest site has a few rooms, and special education needs several times the space.
    least = one.between((0.8, 1.6))
    times = 3 if one.kind == "特殊教育学校" else 1
    area = times * one.need({stage: norm.area for stage, norm in NORMS.items()}) * one.between(means.area)
    ground = one.need({stage: norm.ground for stage, norm in NORMS.items()}) * one.between(means.ground)
    value = times * one.need({stage: norm.equipment for stage, norm in NORMS.items()}) * one.between(means.equipment)
    media = one.need({stage: norm.rooms for stage, norm in NORMS.items()}) * one.between((1.04, 1.6))
    pupils = sum(one.pupils[stage] for stage in one.stages)
    # A sports hall needs a school that can fill it.
    indoor = round(pupils * one.between((0.35, 0.75)), -1) if pupils > 600 else 0
    return {
        "教学及辅助用房面积": round(max(area, 220 * least) + indoor, 1),
        "室内体育用房面积": indoor,
        "运动场地面积": ceil(max(ground - indoor, 420 * least)),
        "教学仪器设备资产值": round(max(value, 55_000 * least) / 10_000, 2),
        "网络多媒体教室数": max(ceil(media), number),
        "音乐专用教室数": ceil(number / 12),
        "美术专用教室数": ceil(number / 12),
        "随迁子女在校生数": round(pupils * one.between(means.migrants)),
    }


def vocational(one: Draft) -> Cells:
    """Fill the columns of a vocational school: it reports its buildings and is not judged."""
    pupils = one.pupils[SENIOR]
    return {
        "教学及辅助用房面积": pupils * 7.0,
        "室内体育用房面积": 1260,
        "运动场地面积": pupils * 11,
        "教学仪器设备资产值": round(pupils * 0.46, 2),
        "网络多媒体教室数": ceil(pupils / 38),
        "音乐专用教室数": 2,
        "美术专用教室数": 2,
    }


def whole(cells: Cells, heading: str) -> int:
    """Read a whole number, where an empty cell is none."""
    return int(cells.get(heading) or 0)


def row(one: Draft, code: str) -> Cells:
    """Fill the row of a school; what its story fixes comes last."""
    cells = identity(one, code)
    for stage in one.stages:
        cells |= staffed(one, stage)
    cells |= STORIES.get(one.name, Story()).cells
    number = sum(whole(cells, f"{stage}班级数") for stage in one.stages)
    cells |= rooms(one, number) if one.stages else vocational(one)
    return cells | STORIES.get(one.name, Story()).cells


def county() -> list[tuple[Draft, Cells]]:
    """Draw every school of the county, in the order of the table."""
    drafts = [draft(group, name) for group in GROUPS for name in group.names]
    # 99 is the code of no province, so that no real school is meant.
    return [(one, row(one, f"21990{number:05d}")) for number, one in enumerate(drafts, start=1)]


def class_sizes(pupils: int, number: int, largest: int, rng: random.Random) -> list[int]:
    """Divide the pupils of a stage into classes, the largest of which is as large as reported."""
    sizes = [pupils // number + (place < pupils % number) for place in range(number)]
    for _ in range(number):
        giver, taker = rng.sample(range(number), 2)
        if sizes[taker] < largest:
            sizes[giver], sizes[taker] = sizes[giver] - 1, sizes[taker] + 1
    fullest = rng.randrange(number)
    while sizes[fullest] < largest:
        giver = max((place for place in range(number) if place != fullest), key=sizes.__getitem__)
        sizes[giver], sizes[fullest] = sizes[giver] - 1, sizes[fullest] + 1
    return sizes


def class_list(schools: list[tuple[Draft, Cells]]) -> list[list[Cell]]:
    """List the classes of a few schools, grade by grade."""
    found: list[list[Cell]] = []
    by_name = {one.name: (one, cells) for one, cells in schools}
    for one, cells in (by_name[name] for name in LISTED):
        for stage in one.stages:
            number, largest = (whole(cells, f"{stage}{what}") for what in ("班级数", "最大班额"))
            grades = GRADES[stage]
            # The lower grades have the additional classes, as after years of more beginners.
            labels = [grades[place % len(grades)] for place in range(number)]
            places = sorted((grades.index(grade), place // len(grades) + 1) for place, grade in enumerate(labels))
            sizes = class_sizes(one.pupils[stage], number, largest, one.rng)
            found += [
                [one.name, f"{grades[grade]}年级", f"{order}班", size]
                for (grade, order), size in zip(places, sizes, strict=True)
            ]
    return found


def statements(schools: list[tuple[Draft, Cells]]) -> list[list[Cell]]:
    """Fill in what the county counts, so that it agrees with the table of schools."""
    special = sum(sum(one.pupils.values()) for one, _ in schools if one.kind == "特殊教育学校")
    degrees = sum(whole(cells, f"{stage}高于规定学历教师数") for _, cells in schools for stage in NORMS)
    # The table does not hold all teachers; 19 of 20 are above the required degree.
    staff = round(degrees / 0.95)
    migrants = sum(whole(cells, "随迁子女在校生数") for _, cells in schools)
    private = sum(whole(cells, "随迁子女在校生数") for one, cells in schools if one.name in PRIVATE)
    counted = {
        "特殊教育学校经费总额": special * 6840,
        "特殊教育学校学生人数": special,
        "完成360学时培训教师数": staff,
        "全县教师数": staff,
        "在岗专任教师数": staff,
        "持教师资格证专任教师数": staff,
        "符合条件的随迁子女数": migrants,
        "在公办和政府购买服务民办学校就读的随迁子女数": migrants - private,
    }
    return [[item, counted.get(item, value), unit, evidence] for item, value, unit, evidence in STATEMENTS]


HEAD_FONT = Font(bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="1F4E79")
RELAXATION_FILL = PatternFill("solid", fgColor="7F7F7F")
LINE = Border(bottom=Side(style="thin", color="D9D9D9"))
WIDTHS = {"学校名称": 27, "学校代码": 13, "办学类型": 17, "举办者类型": 14, "所属学校": 20}


def fill(sheet: Worksheet, headings: list[str], rows: list[list[Cell]], widths: list[float]) -> None:
    """Write one sheet: a heading row that stays in sight, then the rows."""
    sheet.append(headings)
    for cells in rows:
        sheet.append(cells)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        head = sheet.cell(1, place)
        head.font = HEAD_FONT
        head.fill = RELAXATION_FILL if headings[place - 1] in RELAXATIONS else HEAD_FILL
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for line in sheet.iter_rows(min_row=2, max_col=len(headings)):
        for cell in line:
            cell.border = LINE
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def workbook() -> Workbook:
    """Put the county into a workbook of three sheets."""
    schools = county()
    book = Workbook()
    table = book.worksheets[0]
    table.title = "学校"
    headings = [*HEADINGS, *RELAXATIONS]
    rows = [[cells.get(heading) for heading in headings] for _, cells in schools]
    fill(table, headings, rows, [WIDTHS.get(heading, 10.5) for heading in headings])
    table.row_dimensions[1].height = 62
    fill(book.create_sheet("班级"), ["学校名称", "年级", "班级", "学生数"], class_list(schools), [27, 10, 10, 10])
    county_sheet = book.create_sheet("县级")
    fill(county_sheet, ["项目", "值", "单位", "佐证"], statements(schools), [62, 14, 8, 58])
    for line in county_sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=cell.column != 2, vertical="center")
    book.properties.creator = "eqeval"
    book.properties.title = "云溪县义务教育学校数据（虚构）"
    book.properties.created = DAY
    return book


def main(arguments: list[str]) -> None:
    """Write the workbook, to the given path or beside this script."""
    content = io.BytesIO()
    workbook().save(content)
    (Path(arguments[0]) if arguments else TARGET).write_bytes(repeatable(content.getvalue(), DAY))


if __name__ == "__main__":
    main(sys.argv[1:])
