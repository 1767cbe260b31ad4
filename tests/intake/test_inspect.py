"""eqeval inspect and maps: what a file became, and what people say it is instead."""

import json
from pathlib import Path
from typing import get_args

import pytest
from conftest import Ran, Run
from county import HEADINGS, grids, junior, nine_year, primary, write_xlsx
from layouts import Column, Sheet, of, platform, save
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from workbooks import vertical, write_vertical

from eqeval.core.intake.headings.rows import Kind
from eqeval.words import LANGUAGES, Words

NINE = nine_year(学校代码="3301")
ROWS = [primary(学校代码="3101"), junior(学校代码="3201"), NINE]


def outcome(ran: Ran) -> list[tuple[str, str, str]]:
    return [(one["school"], one["stage"], one["outcome"]) for one in json.loads(ran.out)["sections"]]


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """The plain table under three headings that nobody knows, one of them in another unit."""
    names = {"运动场地面积": "田径场和球场", "教学仪器设备资产值": "设备原值", "小学在校生数": "甲数"}
    columns: list[Column] = [(names.get(heading, heading), of(heading)) for heading in HEADINGS]
    return save(tmp_path / "odd.xlsx", Sheet("表一").line("标题").head(columns).body(columns, ROWS))


MAP = """\
eqeval_map: 1
tables:
  - sheet: 表一
    header: [2, 2]
    columns:
      J: {item: pupils, stage: primary, heading: 甲数}
      Y: {item: sports_area}
      Z: {item: equipment_value, unit: 万元}
"""


def test_what_every_column_became_is_shown(run: Run, odd: Path) -> None:
    said = json.loads(run("inspect", odd.name, "-o", "json").out)
    (table,) = said["tables"]
    assert (table["sheet"], table["header"], table["rows"], table["schools"]) == ("表一", [2, 2], [3, 5], 3)
    columns = {column["letters"]: column for column in table["columns"]}
    assert (columns["K"]["item"], columns["K"]["stage"], columns["K"]["rule"]) == ("pupils", "junior", "heading")
    assert (columns["Y"]["use"], columns["Y"]["heading"]) == ("unknown", "田径场和球场")
    assert columns["Y"]["samples"] == [str(row["运动场地面积"]) for row in ROWS]
    assert [column for column in columns.values() if not column["heading"]] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_inspect_on_the_screen(run: Run, odd: Path, lang: str) -> None:
    ran = run("inspect", odd.name, "--lang", lang)
    assert ran.code == 0, ran.said
    assert "田径场和球场" in ran.out
    assert "Y " in ran.out


def test_a_map_gives_unknown_columns_their_meaning(run: Run, odd: Path, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(MAP, encoding="utf-8")
    assert run("check", odd.name).code == 3
    ran = run("check", odd.name, "--map", "m.yaml", "-o", "json")
    assert {result for *_, result in outcome(ran)} == {"met"}, ran.said
    assert len(outcome(ran)) == 4
    told = run("explain", odd.name, "--school", "甲小学", "--indicator", "A5", "--map", "m.yaml")
    assert "表一!Y3" in told.out


def test_a_map_that_was_written_reads_the_same(run: Run, tmp_path: Path) -> None:
    for stage, rows in (("小学", [ROWS[0], NINE]), ("初中", [ROWS[1], NINE])):
        columns = platform(stage, 3)
        save(tmp_path / f"统计_{stage}.xlsx", Sheet("Sheet1").head(columns).body(columns, rows))
    files = ("统计_小学.xlsx", "统计_初中.xlsx")
    written = run("inspect", *files, "--write-map", "m.yaml")
    assert (written.code, "m.yaml" in written.err) == (0, True)
    without, with_map = (run("check", *files, *more, "-o", "json") for more in ((), ("--map", "m.yaml")))
    assert json.loads(without.out)["sections"] == json.loads(with_map.out)["sections"]
    assert len(json.loads(with_map.out)["sections"]) == 4


def test_a_map_of_a_table_with_bands_of_sizes_reads_the_same(run: Run, tmp_path: Path) -> None:
    plain = [heading for heading in HEADINGS if "最大班额" not in heading and not heading.startswith(("初中", "高中"))]
    columns: list[Column] = [(heading, of(heading)) for heading in plain]
    columns += [("班额情况 > 45人及以下", lambda _: 15), ("班额情况 > 46-55人", lambda _: 0)]
    path = save(tmp_path / "a.xlsx", Sheet("小学").head(columns).body(columns, [primary(小学班级数=15)]))
    assert run("inspect", path, "--write-map", "m.yaml").code == 0
    without, with_map = (json.loads(run("check", path, *more, "-o", "json").out) for more in ((), ("--map", "m.yaml")))
    assert without["sections"] == with_map["sections"] and without["requirements"] == with_map["requirements"]
    assert "班额情况 > 46-55人" in (tmp_path / "m.yaml").read_text(encoding="utf-8")


def test_a_map_is_not_written_over_a_file(run: Run, odd: Path, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("mine", encoding="utf-8")
    ran = run("inspect", odd.name, "--write-map", "m.yaml")
    assert (ran.code, (tmp_path / "m.yaml").read_text(encoding="utf-8")) == (2, "mine")


BROKEN = {
    "an unknown item": ("item: sports_area", "item: sport_area", "m.yaml:7:17", "sports_area"),
    "an unknown stage": ("stage: primary", "stage: primry", "m.yaml:6:32", "primary"),
    "an unknown key": ("unit: 万元", "units: 万元", "m.yaml:8:34", "unit"),
    "an unknown unit": ("unit: 万元", "unit: 斤", "m.yaml:8:40", "斤"),
    "no column": ("      Y:", "      5Y:", "m.yaml:7", "5Y"),
    "an unknown sheet": ("sheet: 表一", "sheet: 表二", "m.yaml:3:12", "表一"),
    "neither item nor ignored": ("{item: sports_area}", "{part: true}", "m.yaml:7", "ignore"),
    "rows upside down": ("[2, 2]", "[3, 2]", "m.yaml:3", "表头"),
    "a version that does not exist": ("eqeval_map: 1", "eqeval_map: 2", "m.yaml:1", "1"),
    "no yaml": ("tables:", "tables: [", "m.yaml:", ""),
    "a column that is not there": ("      Y:", "      ZZ:", "m.yaml:7", "ZZ"),
    "a column that no program has": ("      Y:", "      ABCDEFGHIJ:", "m.yaml:7", "ABCDEFGHIJ"),
    "headings below the last row": ("[2, 2]", "[2, 6]", "m.yaml:4", "只到第 5 行"),
    "a file that was not read": ("sheet: 表一", "sheet: 表一\n    file: od.xlsx", "m.yaml:4", "odd.xlsx"),
    "ignored and described": ("header: [2, 2]", "ignore: true", "m.yaml:3", "ignore"),
    "a heading that has moved": ("heading: 甲数", "heading: 乙数", "表一!J2", "甲数"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_map_is_refused_with_its_place(run: Run, odd: Path, tmp_path: Path, case: str) -> None:
    old, new, place, fragment = BROKEN[case]
    assert old in MAP
    (tmp_path / "m.yaml").write_text(MAP.replace(old, new, 1), encoding="utf-8")
    ran = run("check", odd.name, "--map", "m.yaml")
    assert (ran.code, ran.out) == (4, "")
    assert place in ran.err, ran.err
    assert fragment in ran.err
    assert "Traceback" not in ran.err


def test_the_last_column_and_row_of_a_sheet_may_be_named(run: Run, odd: Path, tmp_path: Path) -> None:
    found = load_workbook(odd)["表一"]
    last, beyond = get_column_letter(found.max_column), get_column_letter(found.max_column + 1)
    assert found.max_row == 5
    for letters, code in ((last, 0), (beyond, 4)):
        text = MAP.replace("[2, 2]", "[2, 5]" if code else "[2, 2]") + f"      {letters}: {{ignore: true}}\n"
        (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
        ran = run("inspect", odd.name, "--map", "m.yaml")
        assert (ran.code, f"没有 {beyond} 列" in ran.err) == (code, bool(code)), ran.said
        assert "只到第" not in ran.err


def test_a_sheet_that_is_asked_for_and_holds_no_schools(run: Run, tmp_path: Path) -> None:
    """It was passed over in silence, and the table of schools was judged instead."""
    path = write_xlsx(tmp_path / "a.xlsx", grids(ROWS, [(ROWS[0]["学校名称"], "一年级", "1", 30)]))
    ran = run("check", path, "--sheet", "班级")
    assert (ran.code, "看过的工作表：班级" in ran.err) == (4, True)
    assert run("check", path, "--sheet", "学校").code == 0


def test_a_second_table_of_schools_is_named_once(run: Run, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grids(ROWS))
    book = load_workbook(path)
    book.copy_worksheet(book["学校"]).title = "草稿"
    book.save(path)
    issues = json.loads(run("check", path, "-o", "json").out)["issues"]
    assert [one["code"] for one in issues if one["sheet"] == "草稿"] == ["W511"]


def test_a_map_that_does_not_exist_is_a_wrong_call(run: Run, odd: Path) -> None:
    assert run("check", odd.name, "--map", "none.yaml").code == 2


def test_a_map_may_leave_out_a_column_or_a_sheet(run: Run, tmp_path: Path) -> None:
    rows = [{**row, "室外运动场地面积": 1} for row in ROWS]
    path = write_xlsx(tmp_path / "a.xlsx", grids(rows))
    assert run("check", path.name).code == 4
    text = "eqeval_map: 1\ntables:\n  - sheet: 学校\n    columns:\n      AD: {ignore: true}\n"
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    assert run("check", path.name, "--map", "m.yaml").code == 0


def test_a_map_adds_columns_up(run: Run, tmp_path: Path) -> None:
    columns: list[Column] = [(heading, of(heading)) for heading in HEADINGS if heading != "运动场地面积"]
    columns += [("东操", lambda row: 400), ("西操", lambda row: 5000)]
    save(tmp_path / "a.xlsx", Sheet("学校").head(columns).body(columns, [primary()]))
    text = (
        "eqeval_map: 1\ntables:\n  - sheet: 学校\n    columns:\n"
        "      AC: {item: sports_area, part: true}\n      AD: {item: sports_area, part: true}\n"
    )
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    told = run("explain", "a.xlsx", "--school", "甲小学", "--indicator", "A5", "--map", "m.yaml").out
    assert "5400" in told
    assert "学校!AC2" in told and "学校!AD2" in told


def test_inspect_shows_what_stops_check(run: Run, tmp_path: Path) -> None:
    columns: list[Column] = [(heading, of(heading)) for heading in HEADINGS if heading != "学校名称"]
    save(tmp_path / "a.xlsx", Sheet("学校").head(columns).body(columns, ROWS))
    ran = run("inspect", "a.xlsx")
    assert ran.code == 4
    assert "学校名称" in ran.out and "小学在校生数" in ran.out


def test_forms_that_were_put_together_are_shown_by_their_cells(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "云溪县"
    folder.mkdir()
    for row in (primary(学校名称="甲小学"), junior(学校名称="乙初中")):
        write_vertical(folder / f"{row['学校名称']}.xlsx", vertical(row))
    (table,) = json.loads(run("inspect", folder, "-o", "json").out)["tables"]
    cells = {column["item"] + column["stage"]: column["letters"] for column in table["columns"]}
    assert table["forms"] == 2
    assert (cells["pupilsjunior"], cells["pupilsprimary"], cells["equipment_value"]) == ("E8", "E7", "E29")
    shown = run("inspect", folder).out
    assert "2 份填报表" in shown
    assert "表头第" not in shown
    assert "2 forms" in run("inspect", folder, "--lang", "en").out


def test_forms_have_no_map(run: Run, tmp_path: Path) -> None:
    path = write_vertical(tmp_path / "甲小学.xlsx", vertical(primary(学校名称="甲小学")))
    ran = run("inspect", path, "--write-map", "map.yaml")
    assert (ran.code, "没有可以映射的列" in ran.err, (tmp_path / "map.yaml").exists()) == (2, True, False)


def test_a_hidden_sheet_is_named_with_the_way_to_read_it(run: Run, tmp_path: Path) -> None:
    columns = [(heading, of(heading)) for heading in HEADINGS]
    shown = Sheet("学校").head(columns).body(columns, [primary()])
    hidden = Sheet("2025年").head(columns).body(columns, [primary(学校名称="旧小学")])
    hidden.hidden = True
    path = save(tmp_path / "表.xlsx", shown, hidden)
    assert "“2025年”是隐藏的，没有读；要读请用 --sheet" in " ".join(run("inspect", path).out.split("\n"))
    read = json.loads(run("check", path, "--sheet", "2025年", "-o", "json").out)
    assert [section["school"] for section in read["sections"]] == ["旧小学"]


def test_a_row_that_translates_the_headings_is_called_so(run: Run, tmp_path: Path) -> None:
    columns: list[Column] = [(heading, of(heading)) for heading in HEADINGS]
    english = [f"Column {chr(65 + number)}" for number in range(len(columns))]
    path = save(tmp_path / "a.xlsx", Sheet("学校").head(columns).line(*english).body(columns, ROWS))
    ran = run("inspect", path)
    assert (ran.code, "学校!A2 Column A [表头的译文]" in ran.out) == (0, True)


def test_every_kind_of_row_that_is_passed_over_has_a_name() -> None:
    for language in LANGUAGES:
        words = Words(language)
        for kind in {*get_args(Kind)} - {"blank", "school", "group"}:
            assert words(f"inspect.kind.{kind}")


def test_the_sheets_of_a_template_are_called_what_they_are(run: Run) -> None:
    run("template", "-s", "cn-quality-2017", "-o", "t.xlsx")
    said = json.loads(run("inspect", "t.xlsx", "-o", "json").out)
    whys = {one["sheet"]: one["why"] for one in said["sheets"]}
    assert (whys["说明"], whys["班级"], whys["县级"]) == ("notes", "side", "side")
    assert "说明：说明或选项，不是数据" in run("inspect", "t.xlsx").out


def test_a_map_of_columns_of_ticks_reads_the_same_types(run: Run, tmp_path: Path) -> None:
    kinds = ("小学", "初级中学", "九年一贯制学校")
    columns: list[Column] = [(each, of(each)) for each in HEADINGS if each != "办学类型"]
    ticks: list[Column] = [
        (f"学校类型 > {kind}", lambda row, kind=kind: "√" if row["办学类型"] == kind else None)  # type: ignore[misc]
        for kind in kinds
    ]
    path = save(tmp_path / "a.xlsx", Sheet("表").head([*columns, *ticks]).body([*columns, *ticks], ROWS))
    plain = outcome(run("check", str(path), "-o", "json"))
    assert run("inspect", str(path), "--write-map", str(tmp_path / "m.yaml")).code == 0
    assert outcome(run("check", str(path), "--map", str(tmp_path / "m.yaml"), "-o", "json")) == plain
    assert len(plain) == len(ROWS) + 1 and {said for _, _, said in plain} != {"undetermined"}
