"""eqeval lint: findings without a verdict, last year's file, waivers, the marked copy, and what check says of them."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from conftest import Ran, Run
from county import junior, primary
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from samples import csv_bytes, table

import eqeval
from eqeval.core.intake.findings import CODES
from eqeval.render.catalogue import render
from eqeval.words import Words

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "yunxi.xlsx"
SCHEMA = json.loads((Path(eqeval.__file__).parent / "schemas" / "lint-1.json").read_text(encoding="utf-8"))


def schools(**changed: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        primary(学校名称=f"村{number}小学", 学校代码=f"21330{number:05}", 小学在校生数=300 + 50 * number)
        for number in range(12)
    ]
    rows[0] |= changed
    return rows


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """One error, and two warnings: equipment ten thousand times too much, a short code."""
    return table(tmp_path / "data.xlsx", schools(运动场地面积="约2700", 教学仪器设备资产值=900000, 学校代码="213300"))


@pytest.fixture
def doubtful(run: Run, tmp_path: Path) -> Path:
    """The two warnings alone."""
    return table(tmp_path / "doubtful.xlsx", schools(教学仪器设备资产值=900000, 学校代码="213300"))


def findings(ran: Ran) -> list[dict[str, Any]]:
    document = json.loads(ran.out)
    jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())
    found: list[dict[str, Any]] = document["findings"]
    return found


def waive(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = """waivers:
  - code: W551
    school: 村0 小学
    item: 教学仪器设备资产值
    reason: 新建实验楼
    until: 2027-06-30
  - {code: W552, cell: B2, reason: 旧代码, until: 2026-09-01}
"""


def test_the_example_raises_no_alarm(run: Run) -> None:
    ran = run("lint", EXAMPLE, "--strict", "-o", "json")
    assert ran.code == 0
    assert {one["severity"] for one in findings(ran)} == {"note"}


def test_findings_say_where_what_and_how_to_mend(run: Run, data: Path) -> None:
    ran = run("lint", data, "-o", "json")
    assert (ran.code, ran.err) == (3, "")
    found = findings(ran)
    assert [(one["code"], one["cell"], one["item"], one["decides"]) for one in found] == [
        ("E201", "学校!Y2", "sports_area", True),
        ("W551", "学校!Z2", "equipment_value", True),
        ("W552", "学校!B2", "school_code", True),
    ]
    assert {(one["file"], one["sheet"], one["school"]) for one in found} == {(str(data), "学校", "村0小学")}
    assert all(one["mend"] and one["what"] and one["value"] for one in found)
    counts = json.loads(ran.out)["counts"]
    assert counts == {"error": 1, "warning": 2, "confirmed": 0, "note": 0}


def test_nothing_is_said_of_the_standard(run: Run, data: Path) -> None:
    for lang in ("zh", "en"):
        said = run("lint", data, "--lang", lang, "--view", "full").out
        assert Words(lang)("outcome.not_met") not in said
        assert "W551" in said and "学校!Z2" in said


@pytest.mark.parametrize(
    ("changed", "options", "code"),
    [
        ({}, [], 0),
        ({}, ["--strict"], 0),
        ({"学校代码": "1"}, [], 0),
        ({"学校代码": "1"}, ["--strict"], 3),
        ({"运动场地面积": None}, [], 3),
        ({"运动场地面积": "x"}, [], 3),
        # A column that no rule of the standard reads leaves no verdict open.
        ({"小学专任教师数": "x"}, [], 0),
    ],
)
def test_the_exit_code(run: Run, tmp_path: Path, changed: dict[str, object], options: list[str], code: int) -> None:
    assert run("lint", table(tmp_path / "data.xlsx", schools(**changed)), *options).code == code


def test_what_cannot_be_used_at_all_ends_with_4(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").touch()
    for arguments in (
        ["empty.xlsx"],
        ["missing.xlsx"],
        [EXAMPLE, "--prev", "empty.xlsx"],
        [EXAMPLE, "--waivers", "no"],
    ):
        ran = run("lint", *arguments)
        assert (ran.code, ran.out) == (4, "")
        assert str(arguments[-1]) in ran.err


def test_many_findings_of_a_kind_are_counted_and_not_all_shown(run: Run, tmp_path: Path) -> None:
    rows = [row | {"学校代码": str(number)} for number, row in enumerate(schools())]
    data = table(tmp_path / "data.xlsx", rows)
    ran = run("lint", data)
    assert ran.out.count("应是 10 位数字") == 10
    assert "12 处" in ran.out and "另有 2 项" in ran.out
    assert run("lint", data, "--view", "full").out.count("应是 10 位数字") == 12
    assert run("lint", data, "--view", "summary").out.count("应是 10 位数字") == 0


def test_other_formats_say_the_same(run: Run, tmp_path: Path, data: Path) -> None:
    options = [f"{name}=out.{name}" for name in ("csv", "markdown", "junit", "github", "json")]
    waivers = waive(tmp_path, GOOD)
    named = [part for option in options for part in ("-o", option)]
    assert run("lint", data, *named, "--waivers", waivers, "--as-of", "2026-09-01").code == 3
    texts = {name: (tmp_path / f"out.{name}").read_text(encoding="utf-8-sig") for name in ("csv", "markdown", "github")}
    for text in texts.values():
        assert all(said in text for said in ("E201", "W551", "W552", "约2700", "新建实验楼"))
    rows = list(csv.DictReader(io.StringIO(texts["csv"])))
    assert [row["单元格"] for row in rows] == ["学校!Y2", "学校!Z2", "学校!B2"]
    assert texts["github"].count("::error") == 2 and texts["github"].count("::notice") == 2
    suite = ElementTree.fromstring((tmp_path / "out.junit").read_bytes())[0]
    assert [suite.get(name) for name in ("tests", "failures", "skipped")] == ["3", "1", "2"]


def test_data_without_findings_pass_one_test(run: Run, tmp_path: Path) -> None:
    ran = run("lint", table(tmp_path / "data.xlsx", schools()), "-o", "junit")
    assert (ran.code, ran.out.count("<testcase"), ran.out.count("<failure")) == (0, 1, 0)


# Last year's file.


def test_last_year_is_compared(run: Run, tmp_path: Path, doubtful: Path) -> None:
    before = [*schools()[1:], primary(学校名称="旧村小学", 学校代码="2133099999")]
    before[0] = before[0] | {"小学在校生数": 700}
    previous = table(tmp_path / "previous.xlsx", before)
    ran = run("lint", doubtful, "--prev", previous, "-o", "json")
    assert ran.code == 0
    found = {one["code"]: one for one in findings(ran)}
    assert (found["N640"]["school"], found["W556"]["school"]) == ("村0小学", "村1小学")
    assert "[previous.xlsx]学校!J2" in found["W556"]["message"]
    assert (found["W557"]["school"], found["W557"]["file"]) == ("旧村小学", str(previous))
    assert json.loads(ran.out)["previous"]["path"] == previous.as_posix()


def test_a_county_that_last_year_does_not_have(run: Run, tmp_path: Path, doubtful: Path) -> None:
    rows = [row | {"县": county} for row, county in zip(schools(), ["甲县", "乙县"] * 6, strict=True)]
    ran = run("lint", doubtful, "--prev", table(tmp_path / "both.xlsx", rows))
    assert ran.code == 2
    assert "甲县" in ran.err and "乙县" in ran.err


# Waivers.


def test_a_confirmed_warning_is_shown_and_counted_and_no_longer_strict(
    run: Run, tmp_path: Path, doubtful: Path
) -> None:
    waivers = waive(tmp_path, GOOD)
    options = (doubtful, "--waivers", waivers, "--strict", "--as-of", "2026-09-01")
    ran = run("lint", *options, "-o", "json")
    assert ran.code == 0
    assert [one["confirmed"] for one in findings(ran)] == [
        {"reason": "新建实验楼", "until": "2027-06-30"},
        {"reason": "旧代码", "until": "2026-09-01"},
    ]
    said = run("lint", *options).out
    assert "新建实验楼" in said and "2027-06-30" in said and "已确认的警告 2" in said


def test_an_expired_waiver_no_longer_counts_and_is_named(run: Run, tmp_path: Path, doubtful: Path) -> None:
    ran = run("lint", doubtful, "--waivers", waive(tmp_path, GOOD), "--strict", "--as-of", "2026-09-02", "-o", "json")
    assert ran.code == 3
    found = {one["code"]: one for one in findings(ran)}
    assert found["W552"]["confirmed"] is None
    assert "waivers.yaml:7" in found["W570"]["message"]


@pytest.mark.parametrize("other", ["school: 村1小学", "item: 运动场地面积", "cell: Z3", "cell: 县级!Z2"])
def test_a_waiver_that_covers_nothing_is_named(run: Run, tmp_path: Path, doubtful: Path, other: str) -> None:
    text = f"waivers:\n  - code: W551\n    {other}\n    reason: x\n    until: 2099-01-01\n"
    found = {
        one["code"]: one for one in findings(run("lint", doubtful, "--waivers", waive(tmp_path, text), "-o", "json"))
    }
    assert found["W551"]["confirmed"] is None
    assert "waivers.yaml:2" in found["W571"]["message"]


@pytest.mark.parametrize("item", ["equipment_value", "教学仪器设备资产值", "book value of teaching equipment"])
def test_an_item_may_be_called_by_its_name_title_or_heading(
    run: Run, tmp_path: Path, doubtful: Path, item: str
) -> None:
    text = f"waivers:\n  - code: W551\n    item: {item}\n    cell: 学校!Z2\n    reason: x\n    until: 2099-01-01\n"
    found = {
        one["code"]: one for one in findings(run("lint", doubtful, "--waivers", waive(tmp_path, text), "-o", "json"))
    }
    assert found["W551"]["confirmed"] == {"reason": "x", "until": "2099-01-01"}


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("waivers:\n- {code: E201, reason: x, until: 2027-01-01}", "waivers.yaml:2:10", "错误要改正"),
        ("waivers:\n- {code: N601, reason: x, until: 2027-01-01}", "waivers.yaml:2:10", "不能确认"),
        ("waivers:\n- {code: W509, reason: x, until: 2027-01-01}", "waivers.yaml:2:10", "不能确认"),
        ("waivers:\n- {code: W999, reason: x, until: 2027-01-01}", "waivers.yaml:2:10", "W999"),
        ("waivers:\n- {code: W551, until: 2027-01-01}", "waivers.yaml:2:3", "reason"),
        ("waivers:\n- {code: W551, reason: '', until: 2027-01-01}", "waivers.yaml:2:24", "空"),
        ("waivers:\n- {code: W551, reason: x}", "waivers.yaml:2:3", "until"),
        ("waivers:\n- {code: W551, reason: x, until: 2027-02-30}", "waivers.yaml:2:34", "2027-02-30"),
        ("waivers:\n- {code: W551, reason: x, until: 2027-01-01, schol: y}", "waivers.yaml:2:46", "school"),
        ("- {code: W551, reason: x, until: 2027-01-01}", "waivers.yaml:1:1", "应是键和值，现为 一个列表（各项前有 -）"),
        ("waivers: [", "waivers.yaml:1", ""),
        ("", "waivers.yaml:1", ""),
    ],
)
def test_a_file_of_waivers_is_strict(run: Run, tmp_path: Path, data: Path, text: str, place: str, said: str) -> None:
    for command in ("lint", "check"):
        ran = run(command, data, "--waivers", waive(tmp_path, text))
        assert (ran.code, ran.out) == (4, "")
        assert place in ran.err and said in ran.err


def test_everything_wrong_with_a_file_of_waivers_is_said_at_once(run: Run, tmp_path: Path, data: Path) -> None:
    text = "waivers:\n- {code: W999, reason: x, until: 2027-02-30}\n- {code: E201, reason: '', until: 2027-01-01}\n"
    said = run("lint", data, "--waivers", waive(tmp_path, text)).err
    for fragment in ("W999", "2027-02-30", "E201", "不能是空的"):
        assert fragment in said


def test_a_file_of_waivers_can_stand_in_the_settings(run: Run, tmp_path: Path, doubtful: Path) -> None:
    waive(tmp_path, GOOD)
    (tmp_path / "eqeval.toml").write_text('waivers = "waivers.yaml"\nas_of = "2026-09-01"\n', encoding="utf-8")
    assert run("lint", doubtful, "--strict").code == 0
    issues = json.loads(run("check", doubtful, "-o", "json").out)["issues"]
    assert all(issue["confirmed"] for issue in issues)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("item: teaching_area, per: pupils", "item: nothing, per: pupils"),
        ("item: sports_area, pupils: 50", "item: nothing, pupils: 50"),
        ("part: backbone_teachers, whole: higher_degree_teachers", "part: nothing, whole: pupils"),
        ("item: pupils, by: 25%", "item: nothing, by: 25%"),
        ("between: [1, 60]", "between: [60, 1]"),
        ("between: [1, 60]", "between: [0, 60]"),
        ("factors: [10, 100, 1000, 10000]", "factors: [1]"),
        ("factors: [10, 100, 1000, 10000]", "factors: []"),
    ],
)
def test_marks_of_a_vocabulary_are_checked(run: Run, tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "vocabulary").mkdir()
    for name in ("cn-quality-2017.yaml", "vocabulary/cn-schools.yaml"):
        text = (ROOT / "standards" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(before, after), encoding="utf-8")
    ran = run("lint", EXAMPLE, "-s", "./cn-quality-2017.yaml")
    assert (ran.code, "Traceback" in ran.said) == (4, False)
    assert "cn-schools.yaml:" in ran.err


def test_a_vocabulary_without_marks_screens_nothing(run: Run, tmp_path: Path, doubtful: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    for name in ("cn-quality-2017.yaml", "vocabulary/cn-schools.yaml"):
        text = (
            (ROOT / "standards" / name).read_text(encoding="utf-8").partition("\n# What a table usually looks like")[0]
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = run("lint", doubtful, "-s", "./cn-quality-2017.yaml", "--strict", "-o", "json")
    assert (ran.code, findings(ran)) == (0, [])


def test_the_schema_of_waivers_is_published(run: Run) -> None:
    schema = json.loads(run("schema", "waivers").out)
    jsonschema.validate({"waivers": [{"code": "W551", "reason": "x", "until": "2027-06-30"}]}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"waivers": [{"code": "W551", "reason": "x"}]}, schema)
    assert json.loads(run("schema", "lint").out) == SCHEMA


# What check says of it.


def test_waivers_and_warnings_change_no_verdict(run: Run, tmp_path: Path, doubtful: Path) -> None:
    plain, waived = (
        json.loads(run("check", doubtful, "-o", "json", "--as-of", "2026-09-01", *options).out)
        for options in ([], ["--waivers", waive(tmp_path, GOOD)])
    )
    assert [issue["confirmed"] for issue in plain["issues"]] == [None, None]
    assert [issue["confirmed"]["reason"] for issue in waived["issues"]] == ["新建实验楼", "旧代码"]
    assert "有 2 处可疑" in plain["headline"] and "可疑" not in waived["headline"]
    assert {**plain, "issues": 0, "headline": 0} == {**waived, "issues": 0, "headline": 0}


def test_check_says_first_what_could_change_the_verdict(run: Run, tmp_path: Path) -> None:
    """No rule reads 专任教师数; a column of it that is far too large is no reason to doubt the verdict."""
    rows = [row | {"小学专任教师数": 2 * row["小学在校生数"]} for row in schools(运动场地面积=0)]
    issues = json.loads(run("check", table(tmp_path / "data.xlsx", rows), "-o", "json").out)["issues"]
    assert [(issue["code"], issue["item"]) for issue in issues] == [("W554", "sports_area"), ("W550", "teachers")]


def test_three_hundred_findings_do_not_drown_the_verdict(run: Run, tmp_path: Path) -> None:
    rows = [primary(学校名称=f"村{number}小学", 学校代码=str(number)) for number in range(300)]
    data = table(tmp_path / "data.xlsx", [*rows, junior()])
    said = run("check", data).out
    assert said.partition("下一步")[0].count("W552") == 9  # eight, and the line that counts the others
    assert "292" in said
    assert run("check", data, "--view", "full").out.count("应是 10 位数字") == 300


# The marked copy.


def marked(run: Run, tmp_path: Path, data: Path, *options: object) -> tuple[Ran, Any]:
    before = hashlib.sha256(data.read_bytes()).hexdigest()
    ran = run("lint", data, "-o", "xlsx=copy.xlsx", "--as-of", "2026-09-01", *options)
    assert hashlib.sha256(data.read_bytes()).hexdigest() == before
    return ran, load_workbook(tmp_path / "copy.xlsx")


def listed(book: Any) -> list[dict[str, Any]]:
    heads, *rows = book["数据核查"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_copy_marks_the_cells_and_lists_the_findings(run: Run, tmp_path: Path, data: Path) -> None:
    ran, book = marked(run, tmp_path, data, "--waivers", waive(tmp_path, GOOD))
    assert ran.code == 3
    assert book.sheetnames == ["学校", "数据核查"]
    sheet = book["学校"]
    assert sheet["Z2"].value == 900000
    for cell, code in (("Y2", "E201"), ("Z2", "W551"), ("B2", "W552")):
        assert code in sheet[cell].comment.text and "怎样改正" in sheet[cell].comment.text
        assert sheet[cell].fill.fill_type == "solid"
    assert sheet["Y3"].comment is None and sheet["Y3"].fill.fill_type is None
    rows = listed(book)
    assert [(row["代码"], row["单元格"], row["说明"]) for row in rows] == [
        ("E201", "Y2", None),
        ("W551", "Z2", "新建实验楼（2027-06-30）"),
        ("W552", "B2", "旧代码（2026-09-01）"),
    ]
    assert all(row["问题"] and row["怎样改正"] and row["学校"] == "村0小学" for row in rows)
    assert [book["数据核查"].cell(number, 4).hyperlink.location for number in (2, 3)] == ["'学校'!Y2", "'学校'!Z2"]


def test_the_copy_keeps_formulas_styles_comments_and_other_sheets(run: Run, tmp_path: Path, data: Path) -> None:
    book = load_workbook(data)
    sheet: Worksheet = book["学校"]
    sheet["AK1"], sheet["AK2"] = "=1+1", "=SUM(J2:J13)"
    sheet["Z2"].comment = Comment("原有批注", "某人")
    sheet["Z2"].number_format = "0.00"
    sheet.column_dimensions["A"].width = 33
    other = book.create_sheet("说明")
    other["B3"] = "无关"
    other.sheet_state = "hidden"
    book.save(data)
    _, copy = marked(run, tmp_path, data)
    sheet = copy["学校"]
    assert (sheet["AK1"].value, sheet["AK2"].value) == ("=1+1", "=SUM(J2:J13)")
    assert sheet["Z2"].comment is not None and sheet["Z2"].comment.text.startswith("原有批注")
    assert "W551" in sheet["Z2"].comment.text
    assert sheet["Z2"].number_format == "0.00"
    assert sheet.column_dimensions["A"].width == 33
    assert (copy["说明"]["B3"].value, copy["说明"].sheet_state) == ("无关", "hidden")


def test_the_copy_can_be_checked_again(run: Run, tmp_path: Path, data: Path) -> None:
    marked(run, tmp_path, data)
    again = findings(run("lint", tmp_path / "copy.xlsx", "-o", "json"))
    assert [one["code"] for one in again] == ["E201", "W551", "W552"]


def test_a_copy_that_was_answered_and_corrected_is_marked_anew(run: Run, tmp_path: Path, data: Path) -> None:
    """The earlier marks go, what was answered stays, and so does what people had written into comments."""
    book = load_workbook(data)
    book["学校"]["Z2"].comment = Comment("原有批注", "某人")
    book.save(data)
    _, copy = marked(run, tmp_path, data)
    copy["学校"]["Y2"] = 2700
    (row,) = (number for number in (2, 3, 4) if copy["数据核查"].cell(number, 1).value == "W551")
    copy["数据核查"].cell(row, 9).value = "已核对台账"
    answered = tmp_path / "answered.xlsx"
    copy.save(answered)
    _, again = marked(run, tmp_path, answered)
    assert again.sheetnames == ["学校", "数据核查"]
    assert [(one["代码"], one["说明"]) for one in listed(again)] == [("W551", "已核对台账"), ("W552", None)]
    sheet = again["学校"]
    assert sheet["Y2"].comment is None and sheet["Y2"].fill.fill_type is None
    assert sheet["Z2"].comment.text.startswith("原有批注") and sheet["Z2"].comment.text.count("W551") == 1


def test_a_sheet_of_that_name_that_is_none_of_ours_stays(run: Run, tmp_path: Path, data: Path) -> None:
    book = load_workbook(data)
    book.create_sheet("数据核查")["B2"] = "别的内容"
    book["数据核查"]["I1"] = "第九列"
    book.save(data)
    _, copy = marked(run, tmp_path, data)
    assert copy.sheetnames == ["学校", "数据核查", "数据核查 (2)"]
    assert copy["数据核查"]["B2"].value == "别的内容"


def test_a_csv_becomes_a_workbook_with_the_same_cells(run: Run, tmp_path: Path) -> None:
    rows = schools(学校名称="=1+1", 运动场地面积="约2700", 学校代码="0133000001")
    data = tmp_path / "学校.csv"
    data.write_bytes(csv_bytes(rows, "gb18030"))
    ran, book = marked(run, tmp_path, data)
    assert "没有原来的格式" in ran.err
    sheet = book["学校"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert (sheet["B2"].value, sheet["Y2"].value) == ("0133000001", "约2700")
    assert "E201" in sheet["Y2"].comment.text


def test_a_workbook_that_openpyxl_refuses_is_written_anew(
    run: Run, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Workbook:
        raise TypeError("expected <class 'openpyxl.styles.fills.Fill'>")

    monkeypatch.setattr("openpyxl.load_workbook", refuse)
    ran = run("lint", data, "-o", "xlsx=copy.xlsx")
    monkeypatch.undo()
    assert (ran.code, "Traceback" in ran.said) == (3, False)
    assert "没有原来的格式" in ran.err
    book = load_workbook(tmp_path / "copy.xlsx")
    assert "E201" in book["学校"]["Y2"].comment.text


def test_a_finding_in_a_merged_cell_marks_the_cell_that_is_seen(run: Run, tmp_path: Path, data: Path) -> None:
    book = load_workbook(data)
    sheet: Worksheet = book["学校"]
    sheet.merge_cells("X2:Y2")
    book.save(data)
    ran, copy = marked(run, tmp_path, data)
    assert ran.code == 3
    assert "E210" in copy["学校"]["X2"].comment.text


def test_a_figure_merged_over_schools_is_marked_where_it_is_seen(run: Run, tmp_path: Path, data: Path) -> None:
    book = load_workbook(data)
    sheet: Worksheet = book["学校"]
    sheet.merge_cells("Y2:Y3")
    book.save(data)
    ran, copy = marked(run, tmp_path, data)
    assert ran.code == 3
    assert "E121" in copy["学校"]["Y2"].comment.text


def test_a_finding_in_cells_that_are_merged_twice_is_marked(run: Run, tmp_path: Path, data: Path) -> None:
    book = load_workbook(data)
    sheet: Worksheet = book["学校"]
    for area in ("Y2:Y3", "Y3:Y4", "X2:Y2"):
        sheet.merged_cells.ranges.add(CellRange(area))
    book.save(data)
    ran, copy = marked(run, tmp_path, data)
    assert ran.code == 3
    assert "E121" in copy["学校"]["X2"].comment.text


@pytest.mark.parametrize("target", ["data.xlsx", "./data.xlsx", "waivers.yaml"])
def test_an_input_is_never_written(run: Run, tmp_path: Path, data: Path, target: str) -> None:
    waivers = waive(tmp_path, GOOD)
    before = data.read_bytes(), waivers.read_bytes()
    ran = run("lint", data, "--waivers", waivers, "-o", f"xlsx={target}")
    assert ran.code == 2
    assert (data.read_bytes(), waivers.read_bytes()) == before


def test_a_copy_is_of_one_file_and_needs_a_name(run: Run, data: Path, doubtful: Path) -> None:
    for arguments in ([data, "-o", "xlsx"], [data, doubtful, "-o", "xlsx=copy.xlsx"]):
        ran = run("lint", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "xlsx=" in ran.err or "一个文件" in ran.err


def test_findings_about_another_file_mark_nothing(run: Run, tmp_path: Path, doubtful: Path) -> None:
    previous = table(tmp_path / "previous.xlsx", [*schools(), primary(学校名称="旧村小学", 学校代码="2133099999")])
    _, book = marked(run, tmp_path, doubtful, "--prev", previous)
    (row,) = (row for row in listed(book) if row["代码"] == "W557")
    assert (row["学校"], row["单元格"]) == ("旧村小学", "[previous.xlsx]学校!A14")
    assert book["学校"]["A14"].comment is None


# The catalogue.


@pytest.mark.parametrize(("lang", "name"), [("zh", "findings.md"), ("en", "findings.en.md")])
def test_the_page_of_findings_is_current(run: Run, lang: str, name: str) -> None:
    page = render(CODES, Words(lang))
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page, "run `make generated`"
    assert run("explain", "codes", "--lang", lang).out == page


def test_every_new_code_is_explained(run: Run) -> None:
    for code in CODES:
        ran = run("explain", code)
        assert (ran.code, ran.out.startswith(code)) == (0, True)


@pytest.mark.parametrize("name", ["data.xlsx", "copy.xlsx"])
def test_last_year_that_is_this_year_is_told(name: str, run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.xlsx").write_bytes(data.read_bytes())
    found = findings(run("lint", data, "--prev", name, "-o", "json"))
    assert [one["severity"] for one in found if one["code"] == "W572"] == ["warning"]
    assert run("lint", data, "--prev", name, "--strict").code == 3


def test_an_error_that_decides_nothing_is_still_an_error(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", schools(是否寄宿制学校="yes"))
    ran = run("lint", path)
    assert (ran.code, "没有发现问题" in ran.out) == (0, False)
    assert "没有影响结论的错误；另有 1 处错误要改正" in ran.out
