"""A total beside which a part of it stands that does not count is refused, and every other one is read."""

from collections.abc import Sequence
from functools import partial

import pytest
from county import Row, primary
from layouts import Column, Sheet
from test_headings import without
from test_office_tables import AS_IT_IS, census, issues, value

from eqeval.core.census import Census
from eqeval.core.grid import Raw
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
