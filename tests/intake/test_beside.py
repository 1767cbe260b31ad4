"""A total in a column beside all its parts: where it is not what they come to, that is asked about."""

from functools import partial

import pytest
from county import Row, full_secondary, junior, nine_year, primary
from layouts import Column, Sheet, of
from test_headings import without
from test_included import beside
from test_office_tables import census, issues, value

from eqeval.core.census import Census
from eqeval.core.grid import Raw

SPORTS = "小学体育艺术专任教师数"
BACKBONE = "小学县级以上骨干教师数"


SUBJECTS: dict[str, Raw] = {"体艺教师 > 体育": 4, "体艺教师 > 音乐": 3, "体艺教师 > 美术": 2}
BLANK = {**SUBJECTS, "体艺教师 > 音乐": ""}
LEVELS: dict[str, Raw] = {"骨干教师 > 省级": 1, "骨干教师 > 市级": 2, "骨干教师 > 县级": 6}


@pytest.mark.parametrize(
    ("plain", "item", "total", "parts", "asked"),
    [
        (SPORTS, "pe_art_teachers", "体艺教师 > 小计", SUBJECTS, (9, False)),
        (SPORTS, "pe_art_teachers", "体艺教师 > 小计", SUBJECTS, (8, True)),
        (SPORTS, "pe_art_teachers", "体艺教师 > 小计", SUBJECTS, (10, True)),
        # Nobody knows what a blank part is; what is there is too much all the same.
        (SPORTS, "pe_art_teachers", "体艺教师 > 小计", BLANK, (10, False)),
        (SPORTS, "pe_art_teachers", "体艺教师 > 小计", BLANK, (5, True)),
        # Who has two titles is counted once.
        (BACKBONE, "backbone_teachers", "骨干教师 > 合计", LEVELS, (8, False)),
        (BACKBONE, "backbone_teachers", "骨干教师 > 合计", LEVELS, (10, True)),
    ],
)  # fmt: skip
def test_a_total_is_held_against_its_parts(
    plain: str, item: str, total: str, parts: dict[str, Raw], asked: tuple[int, bool]
) -> None:
    whole, odd = asked
    figures = {total: (whole, 9), **{heading: (figure, 3) for heading, figure in parts.items()}}
    found = beside(plain, figures)  # type: ignore[arg-type]
    said = issues(found, "W585")
    assert (value(found, item), bool(said)) == (whole, odd)
    if odd:
        assert f"1 行（甲小学 {whole} ≠" in said[0].message and "采用的是合计" in said[0].message


def of_stages(*rows: tuple[Row, Raw]) -> Census:
    """A table whose pupils stand in three columns: 合计, 小学, 初中."""

    def total(row: Row) -> Raw:
        return next(figure for own, figure in rows if own is row)

    columns: list[Column] = [*without("小学在校生数"), ("在校生数 > 合计", partial(total))]
    columns = [column for column in columns if column[0] != "初中在校生数"]
    columns += [("在校生数 > 小学", of("小学在校生数")), ("在校生数 > 初中", of("初中在校生数"))]
    return census(Sheet("学校").head(columns).body(columns, [row for row, _ in rows]).grid())


def test_the_total_of_the_stages_is_held_against_them() -> None:
    one, two, nine = primary(), junior(), nine_year()
    pupils = [
        int(str(row.get("小学在校生数") or 0)) + int(str(row.get("初中在校生数") or 0)) for row in (one, two, nine)
    ]
    assert issues(of_stages((one, pupils[0]), (two, pupils[1]), (nine, pupils[2])), "W585") == []
    (said,) = issues(of_stages((one, pupils[0] + 1), (two, pupils[1]), (nine, pupils[2] - 1)), "W585")
    assert "2 行" in said.message and "采用的是各学段的数" in said.message


def test_a_total_may_have_pupils_of_a_stage_without_a_column() -> None:
    both = full_secondary()
    pupils = int(str(both["初中在校生数"]))
    assert issues(of_stages((primary(), 600), (both, pupils + 700)), "W585") == []
    assert issues(of_stages((primary(), 600), (both, pupils - 1)), "W585") != []


def of_rooms(*rows: tuple[Raw, Raw, Raw]) -> Census:
    """A table with 教学及辅助用房 > 计 beside rooms that are no items: the total, and two kinds of rooms."""
    group = "教学及辅助用房（㎡）"
    schools = [primary(学校名称=f"第{number}小学") for number in range(len(rows))]

    def figure(at: int, row: Row) -> Raw:
        return rows[[school["学校名称"] for school in schools].index(row["学校名称"])][at]

    columns: list[Column] = [*without("教学及辅助用房面积")]
    columns += [(f"{group} > {name}", partial(figure, at)) for at, name in enumerate(("计", "普通教室", "图书室"))]
    return census(Sheet("小学").head(columns).body(columns, schools).grid())


def test_a_total_of_columns_that_are_not_known_is_held_against_them_where_most_rows_say_so() -> None:
    right: list[tuple[Raw, Raw, Raw]] = [(3000 + number, 2900, 100 + number) for number in range(3)]
    (said,) = issues(of_rooms(*right, (3000, 3100, 200)), "W585")
    assert "1 行（第3小学 3000 ≠ 3300）" in said.message
    assert issues(of_rooms(*right), "W585") == []
    # Of so few rows nobody knows; and a blank says nothing.
    assert issues(of_rooms(*right[:2], (3000, 3100, 200)), "W585") == []
    assert issues(of_rooms(*right, (3000, 3100, None)), "W585") == []
    assert issues(of_rooms(*[(3000, None, None)] * 3, (3000, 3100, 200)), "W585") == []
