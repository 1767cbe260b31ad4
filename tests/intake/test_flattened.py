"""Headings over several rows that an export without merged cells joined to one: 学生_在校生_合计."""

from pathlib import Path

import pytest
from conftest import Run
from county import HEADINGS, Row, primary, standard
from layouts import Column, Sheet, of, save
from test_office_tables import census, issues, value

from eqeval.core.intake.headings.flattened import parted
from eqeval.core.intake.known import lexicon_of

JOINED = {
    "小学在校生数": "学生 > 在校生 > 合计",
    "小学班级数": "学生 > 班级 > 合计",
    "小学最大班额": "学生 > 班级 > 最大班额",
    "小学高于规定学历教师数": "教师情况 > 专任教师 > 高于规定学历",
    "小学县级以上骨干教师数": "教师情况 > 专任教师 > 县级及以上骨干教师",
    "小学体育艺术专任教师数": "教师情况 > 专任教师 > 体育、艺术教师",
    "教学及辅助用房面积": "办学条件 > 校舍建筑面积(m2) > 教学及辅助用房 > 计",
    "室内体育用房面积": "办学条件 > 校舍建筑面积(m2) > 教学及辅助用房 > 室内体育用房",
    "运动场地面积": "办学条件 > 占地面积(m2) > 运动场地（ ㎡ ）",
}
ITEMS = ("pupils", "classes", "largest_class", "higher_degree_teachers", "backbone_teachers", "pe_art_teachers",
         "teaching_area", "indoor_sports_area", "sports_area")  # fmt: skip
REST: list[Column] = [(each, of(each)) for each in HEADINGS if not each.startswith(("初中", "高中"))]


def joined(by: str, **others: int) -> Sheet:
    """The table of primary schools with its headings joined by a sign."""
    columns: list[Column] = [(JOINED.get(heading, heading).replace(" > ", by), cell) for heading, cell in REST]
    columns += [(heading, lambda _, number=number: number) for heading, number in others.items()]  # type: ignore[misc]
    sheet = Sheet("小学", rows=[[heading for heading, _ in columns]])
    return sheet.body(columns, [primary(), primary(学校名称="乙小学")])


@pytest.mark.parametrize("by", ["_", "__", "-", " - ", "—", "/", " > ", "→", ".", "·", ":", "：", "|", "\\", " ", "\n"])
def test_joined_headings_are_read_as_the_levels_that_they_were(by: str) -> None:
    row: Row = primary()
    found = census(joined(by).grid())
    assert [value(found, item) for item in ITEMS] == [row[heading] for heading in JOINED]
    assert [issue.code for issue in found.issues if issue.severity != "note"] == []


@pytest.mark.parametrize("by", ["_", "/", " "])
def test_parts_of_joined_headings_are_no_totals(by: str) -> None:
    parts = {f"学生{by}在校生{by}女生": 90, f"教师情况{by}专任教师{by}女": 8}
    found = census(joined(by, **parts).grid())
    assert value(found, "pupils") == primary()["小学在校生数"]
    assert not issues(found, "E109")


@pytest.mark.parametrize("heading", ["教师/学生", "班级/学生", "音乐/美术教室", "校舍:面积", "专任教师 编制"])
def test_a_stroke_in_a_heading_or_two_joins_no_levels(heading: str) -> None:
    columns = [column for column in REST if column[0] not in ("小学在校生数", "美术专用教室数", "教学及辅助用房面积")]
    columns += [(heading, lambda _: 15), ("班级/学生数（人）", lambda _: 15)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "pupils") is value(found, "art_rooms") is None
    assert any("在校生数" in issue.message for issue in issues(found, "E108"))


def test_texts_that_are_no_headings_are_left_as_they_are() -> None:
    """To look through one of 32,000 signs for what joins it would take seconds."""
    loaded = standard()
    lexicon = lexicon_of(loaded.vocabulary, (loaded.standard,))
    written = [(heading.replace(" > ", "_"),) for heading in JOINED.values()]
    long = ("学生_" + "a_" * 500,)
    levels = parted((*written, long), range(len(written) + 1), lexicon)
    assert levels is not None and levels[-1] == long
    assert levels[0] == ("学生", "在校生", "合计")


def test_a_map_of_joined_headings_reads_them_as_they_are(run: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", joined("_"))
    run("inspect", path, "--write-map", "map.yaml")
    written = Path("map.yaml").read_text(encoding="utf-8")
    assert "学生 > 在校生 > 合计" in written
    for text in (written, written.replace(" > ", "_")):
        Path("map.yaml").write_text(text, encoding="utf-8")
        ran = run("inspect", path, "--map", "map.yaml")
        assert "映射文件" in ran.out and "现在是" not in ran.out
