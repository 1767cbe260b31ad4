"""A total beside which a part of it stands that does not count is refused, and every other one is read."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest
from county import Row, primary
from layouts import Column, Sheet
from test_headings import without
from test_office_tables import AS_IT_IS, census, issues, value

from eqeval.core.census import Census
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake.mapping import ColumnMap, TableMap
from eqeval.core.intake.sheets.tables import Wishes
from eqeval.core.origin import column_letters

Figures = dict[str, Sequence[int | str]]


def _of_two(first: Raw, second: Raw, row: Row) -> Raw:
    return second if row["学校名称"] == "乙小学" else first


def beside(plain: str, figures: Figures, wishes: Wishes = AS_IT_IS) -> Census:
    """A table of two schools in which some columns stand in the place of a plain one."""
    columns: list[Column] = [*without(plain)]
    rows = [primary(), primary(学校名称="乙小学")]
    for heading, (first, second) in figures.items():
        columns.append((heading, partial(_of_two, first, second)))
    return census(Sheet("小学").head(columns).body(columns, rows).grid(), wishes=wishes)


BACKBONE = "小学县级以上骨干教师数"


@pytest.mark.parametrize(
    ("plain", "item", "figures", "part"),
    [
        (BACKBONE, "backbone_teachers", {"骨干教师 > 合计": (10, 12), "骨干教师 > 市级": (1, 2),
         "骨干教师 > 县级": (5, 6), "骨干教师 > 校级": (4, 4)}, "校级"),
        (BACKBONE, "backbone_teachers", {"骨干教师 > 合计": (10, 12), "骨干教师 > 男": (4, 2), "骨干教师 > 女": (6, 10),
         "骨干教师 > 校级": (4, 4)}, "校级"),
        (BACKBONE, "backbone_teachers", {"骨干教师数": (10, 12), "其中：校级骨干教师数": (0, 4)}, "校级骨干教师数"),
        (BACKBONE, "backbone_teachers", {"骨干教师数": (10, 12), "校级骨干教师数": (3, 4)}, "校级骨干教师数"),
        ("小学高于规定学历教师数", "higher_degree_teachers", {"高于规定学历教师数 > 合计": (30, 31),
         "高于规定学历教师数 > 在编": (28, 28), "高于规定学历教师数 > 代课": (2, 3)}, "代课"),
        ("小学体育艺术专任教师数", "pe_art_teachers", {"体育艺术专任教师数 > 合计": (9, 9),
         "体育艺术专任教师数 > 其中：兼职": (2, 3)}, "兼职"),
        ("小学体育艺术专任教师数", "pe_art_teachers", {"音体美教师总数": (9, 9), "其中：专职": (7, 6),
         "兼职": (2, 3)}, "兼职"),
        ("小学在校生数", "pupils", {"在校生数 > 合计": (600, 620), "在校生数 > 其中：学前班": (20, 20)}, "学前班"),
        ("小学班级数", "classes", {"班级数": (14, 14), "其中：学前班": ("2个", 0)}, "学前班"),
        ("运动场地面积", "sports_area", {"运动场地（㎡） > 合计": (5400, 5400), "运动场地（㎡） > 自有": (4500, 4500),
         "运动场地（㎡） > 租用": (900, 900)}, "租用"),
        ("网络多媒体教室数", "multimedia_rooms", {"多媒体教室 > 合计": (20, 20), "多媒体教室 > 可用": (17, 17),
         "多媒体教室 > 未联网": (3, 3)}, "未联网"),
        # A total with pupils whom nobody judges, or none.
        ("小学在校生数", "pupils", {"在校生数": (600, 1300), "高中在校生数": ("", 700)}, "高中在校生数"),
        ("小学在校生数", "pupils", {"在校生数": (600, 700), "高中在校生数": (0, 700)}, "高中在校生数"),
    ],
)  # fmt: skip
def test_a_total_with_a_part_that_does_not_count_is_refused(plain: str, item: str, figures: Figures, part: str) -> None:
    found = beside(plain, figures)
    (said,) = issues(found, "E125")
    assert said.value == part and ("不计入" in said.message or "是否把它也算在内" in said.message)
    assert value(found, item) is None


@pytest.mark.parametrize(
    ("plain", "item", "figures", "read"),
    [
        # Nothing but zeros.
        (BACKBONE, "backbone_teachers", {"骨干教师 > 合计": (6, 8), "骨干教师 > 校级": (0, "—")}, 6),
        # The figures say that the total is that of the others.
        (BACKBONE, "backbone_teachers", {"骨干教师 > 合计": (6, 8), "骨干教师 > 市级": (1, 2),
         "骨干教师 > 县级": (5, 6), "骨干教师 > 校级": (4, 4)}, 6),
        # A part is no larger than the whole.
        (BACKBONE, "backbone_teachers", {"骨干教师数": (6, 8), "校级骨干教师数": (9, 4)}, 6),
        # The heading says that it does not count.
        (BACKBONE, "backbone_teachers", {"县级以上骨干教师数": (6, 8), "校级骨干教师数": (4, 4)}, 6),
        ("小学体育艺术专任教师数", "pe_art_teachers", {"体育艺术专任教师数": (6, 8), "兼职体育艺术教师数": (4, 4)}, 6),
        # Another column, and not a part of this one.
        ("小学班级数", "classes", {"班级数": (16, 16), "学前班人数": (40, 40), "学前班班数": (2, 2)}, 16),
        ("小学在校生数", "pupils", {"在校生数 > 学前": (20, 20), "在校生数 > 小学": (600, 620)}, 600),
        # Nothing but blanks and zeros, or more than there are in all.
        ("小学在校生数", "pupils", {"在校生数": (600, 620), "高中在校生数": ("", 0)}, 600),
        ("小学在校生数", "pupils", {"在校生数": (600, 699), "高中在校生数": (100, 700)}, 600),
        # Parts that count.
        ("小学在校生数", "pupils", {"在校生数 > 合计": (600, 620), "在校生数 > 其中：寄宿生": (90, 80),
         "在校生数 > 其中：随迁子女": (9, 8)}, 600),
        ("教学及辅助用房面积", "teaching_area", {"教学及辅助用房面积": (4200, 4200), "其中：危房": (30, 30)}, 4200),
    ],
)  # fmt: skip
def test_a_total_that_counts_as_asked_for_is_read(plain: str, item: str, figures: Figures, read: int) -> None:
    found = beside(plain, figures)
    assert (value(found, item), issues(found, "E125")) == (read, [])
    assert not issues(found, "E108")


def test_the_parts_that_count_make_the_item_where_all_of_them_stand_beside_its_total() -> None:
    levels: Figures = {
        "骨干教师 > 合计": (10, 12),
        "骨干教师 > 省级": (1, 0),
        "骨干教师 > 市级": (1, 2),
        "骨干教师 > 县级": (4, 6),
    }
    found = beside(BACKBONE, {**levels, "骨干教师 > 校级": (4, 4)})
    assert (value(found, "backbone_teachers"), issues(found, "E125")) == (6, [])
    assert len(issues(found, "W575")) == 1 and not issues(found, "E108")


def test_a_map_settles_that_a_total_counts() -> None:
    letters = column_letters(len(without(BACKBONE)))
    said = TableMap(sheet="小学", columns={letters: ColumnMap(item="backbone_teachers", stage="primary")})
    figures: Figures = {"骨干教师数": (10, 12), "其中：校级": (4, 4)}
    assert issues(beside(BACKBONE, figures), "E125")
    found = beside(BACKBONE, figures, Wishes(maps=(said,)))
    assert (value(found, "backbone_teachers"), issues(found, "E125")) == (10, [])


# Name, type, stage, pupils, pupils of the stage that is not judged, teachers.
Said = tuple[str, str, str, int, Raw, int]
FEW: list[Said] = [("甲小学", "小学", "小学", 500, None, 25), ("乙初中", "初级中学", "初中", 900, None, 60)]
ALL_STAGES: list[Said] = [
    ("丙学校", "十二年一贯制学校", "小学", 480, 300, 24),
    ("丙学校", "十二年一贯制学校", "初中", 390, 300, 30),
]
HEADS: list[Raw] = ["学校名称", "办学类型", "学段", "在校生数", "高中在校生数", "高于规定学历教师数"]


def with_stages(rows: Sequence[Said]) -> Census:
    body: list[list[Raw]] = [[*HEADS], *[list(row) for row in rows]]
    return census(Grid("测试县.xlsx", "数据", body))


def on_sheets(rows: Sequence[Said]) -> Census:
    """The same rows on a sheet for each stage, without a column that says it."""
    sheets: list[Grid] = []
    for stage in ("小学", "初中"):
        body: list[list[Raw]] = [[*row[:2], *row[3:]] for row in rows if row[2] == stage]
        sheets.append(Grid("测试县.xlsx", stage, [HEADS[:2] + HEADS[3:], *body]))
    return census(*sheets)


def pupils(found: Census) -> dict[str, dict[str, object]]:
    return {one.name: {stage: own.get("pupils") for stage, own in one.staged.items()} for one in found.schools}


@pytest.mark.parametrize("read", [with_stages, on_sheets])
def test_rows_of_one_stage_each_hold_its_figures_where_a_school_bears_it_out(read: Callable[..., Census]) -> None:
    found = read([*FEW, *ALL_STAGES])
    assert pupils(found)["丙学校"] == {"primary": 480, "junior": 390, "senior": 300}
    assert pupils(found)["甲小学"]["primary"] == 500
    assert not issues(found, "E125") + issues(found, "W593") + issues(found, "E302")


def test_a_row_that_says_its_stage_is_read_and_asked_about_where_nothing_bears_it_out() -> None:
    found = with_stages([*FEW, ("丁中学", "完全中学", "初中", 1300, 700, 30)])
    assert pupils(found)["丁中学"]["junior"] == 1300
    assert [one.cell for one in issues(found, "W593")] == ["数据!D1"]
    # Of nothing but blanks, or more than there are in all, nobody needs to ask.
    for others in (None, 1400):
        assert not issues(with_stages([*FEW, ("丁中学", "完全中学", "初中", 1300, others, 30)]), "W593")


@pytest.mark.parametrize("total", [1170, 480])
def test_the_same_figure_for_every_stage_may_be_the_total(total: int) -> None:
    rows: list[Said] = [(*row[:3], total, *row[4:]) for row in ALL_STAGES]
    assert issues(with_stages([*FEW, *rows]), "W593")
    assert {one.cell for one in issues(on_sheets([*FEW, *rows]), "E125")} == {"小学!C1", "初中!C1"}


def test_a_row_that_names_a_type_in_the_place_of_a_stage_is_one_of_a_whole_school() -> None:
    found = with_stages([*FEW, *ALL_STAGES, ("丁中学", "完全中学", "完全中学", 1300, 700, 30)])
    assert [one.cell for one in issues(found, "E125")] == ["数据!D1"]
