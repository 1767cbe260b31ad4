"""`eqeval template`: the blank workbook of a standard, and that it reads back what was filled in."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from conftest import Run
from county import CLASS_HEADINGS, COUNTY_HEADINGS, HEADINGS
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from eqeval.core.grid import Grid, bare, word
from eqeval.io.workbooks import workbook
from eqeval.io.written.library import library, shipped
from eqeval.io.written.standards import load
from eqeval.words import Words

EXAMPLE = Path(__file__).parents[2] / "examples" / "yunxi.xlsx"
NAMES = [file.stem for file in shipped()]
FILE = "模板.xlsx"
# What a workbook that was filled in as it says may never be told: unknown or missing columns, rows and units.
STRANGE = {"E108", "E114", "E205", "E211", "N604", "W506", "W510", "W511", "W512"}

Filler = Callable[[str], Any]


def grids(path: Path) -> dict[str, Grid]:
    return {grid.sheet: grid for grid in workbook.read(path, Words("zh")).grids}


def headings(path: Path, sheet: str = "学校") -> list[str]:
    return [str(raw) for raw in grids(path)[sheet].rows[0]]


def labels(path: Path) -> list[str]:
    return [str(row[0]) for row in grids(path)["县级"].rows[1:]]


def letters(sheet: Worksheet) -> dict[str, str]:
    """The columns of a sheet by their headings without units."""
    return {bare(word(str(cell.value))): get_column_letter(number) for number, cell in enumerate(sheet[1], 1)}


def kind_of(sheet: Worksheet, cell: str) -> Any:
    found = [one for one in sheet.data_validations.dataValidation if cell in one.sqref]
    assert len(found) <= 1
    return found[0] if found else None


def plausible(check: Any, label: str) -> Any:
    """Something that the check of a cell lets through."""
    if check is None:
        return f"{label}内容"
    if check.type == "list":
        return check.formula1.strip('"').split(",")[-1]
    return {"custom": 96, "whole": 2005 if check.operator == "between" else 3, "decimal": 2.5}[check.type]


def fill(path: Path, school: Filler, county: Filler) -> None:
    """Fill the first rows of 学校 and every row of 县级, as people do."""
    book = openpyxl.load_workbook(path)
    sheet = book["学校"]
    for number, cell in enumerate(sheet[1], 1):
        value = school(bare(word(str(cell.value))))
        for row, each in enumerate(value if isinstance(value, list) else [value], 2):
            sheet.cell(row, number, each)
    sheet = book["县级"]
    for row in range(2, sheet.max_row + 1):
        said = county(str(sheet.cell(row, 1).value))
        value, evidence = said if isinstance(said, tuple) else (said, None)
        sheet.cell(row, 2, value)
        sheet.cell(row, 4, evidence)
    book.save(path)


@pytest.mark.parametrize("name", NAMES)
def test_the_template_of_every_standard_reads_back(run: Run, tmp_path: Path, name: str) -> None:
    ran = run("template", "-s", name, "-o", FILE)
    assert (ran.code, ran.out) == (0, "")
    path = tmp_path / FILE
    assert list(grids(path)) == ["说明", "学校", "班级", "县级"]
    told = [row for row in grids(path)["说明"].rows if row[0] == "学校"]
    assert [row[1] for row in told[9:] if not row[6]] == [], "columns that no requirement reads"
    book = openpyxl.load_workbook(path)
    columns = letters(book["学校"])
    rows = {str(row[0].value): row[1].coordinate for row in book["县级"].iter_rows(min_row=2)}
    identity = {"学校名称": "甲小学", "办学类型": "小学", "是否计校数": "是", "所属学校": None}
    junior = [heading for heading in columns if heading.startswith(("初中", "高中"))]
    stated = identity | dict.fromkeys(junior) | {"小学在校生数": 90, "小学班级数": 3, "小学最大班额": 40}
    fill(
        path,
        lambda heading: stated.get(heading, plausible(kind_of(book["学校"], f"{columns[heading]}2"), heading)),
        lambda label: (plausible(kind_of(book["县级"], rows[label]), label), "佐证材料"),
    )
    ran = run("check", FILE, "-s", name, "-o", "json", "--as-of", "2026-09-01")
    assert ran.code in (0, 1, 3), ran.err
    (report,) = reports(ran.out)
    assert [issue for issue in report["issues"] if issue["code"] in STRANGE] == []


def reports(text: str) -> list[Any]:
    found = json.loads(text)
    return found if isinstance(found, list) else [found]


def test_the_example_county_gives_the_same_report_from_the_template(run: Run, tmp_path: Path) -> None:
    assert run("template", "-o", FILE).code == 0
    source = grids(EXAMPLE)
    table, county = source["学校"].rows, source["县级"].rows
    columns = {bare(word(heading)): place for place, heading in enumerate(table[0])}
    said = {str(row[0]): (row[1] if row[1] != "" else None, row[3]) for row in county[1:]}
    used = set[str]()

    def answer(label: str) -> Any:
        name = label if label in said else label.partition(" ")[2]
        used.add(name)
        return said.get(name)

    fill(tmp_path / FILE, lambda heading: [row[columns[heading]] for row in table[1:]], answer)
    book = openpyxl.load_workbook(tmp_path / FILE)
    for number, row in enumerate(source["班级"].rows[1:], 2):
        for column, raw in enumerate(row, 1):
            if isinstance(raw, str | int | float):
                book["班级"].cell(number, column, raw)
    book.save(tmp_path / FILE)
    assert set(said) - used == set(), "the template has a row for everything that the county says"

    def report(path: Path) -> Any:
        ran = run("check", path, "-o", "json", "--as-of", "2026-09-01")
        assert ran.code == 1
        # The rows of sheet 县级 stand in another order; everything else is in the same cell.
        found = json.loads(re.sub(r"县级![A-Z]+\d+", "县级", ran.out))
        for issue in found["issues"]:
            del issue["file"]
        found.pop("inputs")
        return found

    assert report(tmp_path / FILE) == report(EXAMPLE)


def test_an_empty_template_is_told_to_have_no_schools(run: Run) -> None:
    run("template", "-o", FILE)
    ran = run("check", FILE)
    assert (ran.code, ran.out) == (4, "")
    assert "没有学校" in ran.err


def test_columns_are_those_of_the_plain_table_then_those_of_relaxations(run: Run, tmp_path: Path) -> None:
    run("template", "-o", FILE)
    found = [bare(heading) for heading in map(word, headings(tmp_path / FILE))]
    assert found[: len(HEADINGS)] == list(HEADINGS)
    assert "随迁子女在校生数" in found[len(HEADINGS) :]
    assert "教学仪器设备资产值（万元）" in headings(tmp_path / FILE)
    assert headings(tmp_path / FILE, "班级") == list(CLASS_HEADINGS)
    assert tuple(headings(tmp_path / FILE, "县级"))[:4] == COUNTY_HEADINGS


def test_a_standard_on_counties_only_asks_schools_for_nothing_but_who_they_are(run: Run, tmp_path: Path) -> None:
    run("template", "-s", "plan-wuzhong-2021", "-o", FILE)
    assert headings(tmp_path / FILE) == list(HEADINGS[:9])
    assert any("至少要列出一所学校" in str(raw) for row in grids(tmp_path / FILE)["说明"].rows for raw in row)


def test_several_standards_share_one_workbook(run: Run, tmp_path: Path) -> None:
    run("template", "-s", "cn-quality-2017", "-s", "cn-basic-2012", "-o", FILE)
    found = headings(tmp_path / FILE)
    assert len(set(map(word, found))) == len(found)
    for name in ("cn-quality-2017", "cn-basic-2012"):
        run("template", "-s", name, "-o", f"{name}.xlsx")
        assert set(headings(tmp_path / f"{name}.xlsx")) <= set(found)
        assert set(labels(tmp_path / f"{name}.xlsx")) <= set(labels(tmp_path / FILE))
    # One of them takes any text for the sponsor, the other one of ten.
    book = openpyxl.load_workbook(tmp_path / FILE)
    assert kind_of(book["学校"], "E2").type == "list"
    assert kind_of(book["学校"], "E2").formula1.startswith('"')


def test_what_one_of_several_standards_asks_of_the_county_is_not_unknown_to_the_others(
    run: Run, tmp_path: Path
) -> None:
    chosen = ("-s", "cn-quality-2017", "-s", "plan-city-quality-2021-2023")
    run("template", *chosen, "-o", FILE, "--as-of", "2023-06-01")
    book = openpyxl.load_workbook(tmp_path / FILE)
    rows = {str(row[0].value): row[1].coordinate for row in book["县级"].iter_rows(min_row=2)}
    school = {"学校名称": "甲小学", "办学类型": "小学", "小学在校生数": 90}
    fill(tmp_path / FILE, school.get, lambda label: plausible(kind_of(book["县级"], rows[label]), label))
    book = openpyxl.load_workbook(tmp_path / FILE)
    book["县级"].append(["谁也没问的", 1])
    book.save(tmp_path / FILE)
    found = reports(run("check", FILE, *chosen, "-o", "json", "--as-of", "2023-06-01").out)
    assert len(found) == 2
    for report in found:
        assert [issue["value"] for issue in report["issues"] if issue["code"] == "W506"] == ["谁也没问的"]


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Path]:
    """Write a variant of a shipped standard, with the vocabulary beside it."""

    def write(name: str, *changes: tuple[str, str], of: str = "plan-meizhou-2021") -> Path:
        (tmp_path / "vocabulary").mkdir(exist_ok=True)
        text = (library() / "vocabulary" / "cn-schools.yaml").read_text(encoding="utf-8")
        (tmp_path / "vocabulary" / "cn-schools.yaml").write_text(text, encoding="utf-8")
        found = next(file for file in shipped() if file.stem == of).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in found
            found = found.replace(old, new)
        path = tmp_path / f"{name}.yaml"
        path.write_text(re.sub(r"(?m)^id: .*$", f"id: {name}", found), encoding="utf-8")
        return path

    return write


def test_different_units_in_one_column_are_refused(run: Run, own: Callable[..., Path], tmp_path: Path) -> None:
    for name, unit in (("a", "㎡"), ("b", "亩")):
        item = f"items:\n  area_of_{name}: {{title: 甲面积, headings: [甲面积], unit: {unit}}}\n"
        rule = (
            f"rules:\n  - {{id: X, kind: threshold, title: 面积, clause: 甲, scope: all_schools, level: school, "
            f"of: area_of_{name}, unit: {unit}, limits: [{{at_least: 1}}]}}\n"
        )
        own(name, ("items:\n", item), ("\nrules:\n", f"\n{rule}"))
        assert run("template", "-s", f"{name}.yaml", "-o", f"{name}.xlsx").code == 0
    ran = run("template", "-s", "a.yaml", "-s", "b.yaml", "-o", FILE)
    assert ran.code == 2
    assert all(part in ran.err for part in ("甲面积", "㎡", "亩"))
    assert not (tmp_path / FILE).exists()


def test_checks_hold_for_every_school_and_say_what_is_wrong(run: Run, tmp_path: Path) -> None:
    run("template", "-o", FILE)
    sheet = openpyxl.load_workbook(tmp_path / FILE)["学校"]
    at = letters(sheet)
    for heading, kind, first in (
        (
            "办学类型",
            "list",
            '"小学,教学点,初级中学,九年一贯制学校,十二年一贯制学校,完全中学,特殊教育学校,高级中学,职业学校"',
        ),
        ("城乡类型", "list", '"城区,镇区,乡村"'),
        ("是否计校数", "list", '"是,否"'),
        ("建成年份", "whole", "1800"),
        ("小学在校生数", "whole", "0"),
        ("运动场地面积", "decimal", "0"),
    ):
        for row in (2, 301):
            check = kind_of(sheet, f"{at[heading]}{row}")
            assert (check.type, check.formula1, check.showErrorMessage) == (kind, first, True), heading
            assert check.error
            # A drop-down that Excel is told to suppress is none.
            assert not check.showDropDown
    assert kind_of(sheet, f"{at['学校代码']}2") is None
    assert sheet.column_dimensions[at["学校代码"]].number_format == "@"
    assert sheet.freeze_panes == "B2"
    assert "万元" in sheet[f"{at['教学仪器设备资产值']}1"].comment.text
    # 300 prepared rows are checks and not cells.
    assert sheet.max_row == 1


def test_every_check_is_short_enough_for_excel(run: Run, tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        run("template", "-o", FILE, "--force", "--lang", lang, *(part for name in NAMES for part in ("-s", name)))
        for sheet in openpyxl.load_workbook(tmp_path / FILE).worksheets:
            for check in sheet.data_validations.dataValidation:
                assert len(check.error) <= 225
                assert len(check.errorTitle) <= 32
                assert len(check.formula1) <= 257


def test_a_rate_of_the_county_asks_before_it_takes_a_fraction(run: Run, tmp_path: Path) -> None:
    run("template", "-o", FILE)
    sheet = openpyxl.load_workbook(tmp_path / FILE)["县级"]
    rows = {str(row[0].value): row[1].coordinate for row in sheet.iter_rows(min_row=2)}
    cell = rows["教师培训完成率"]
    check = kind_of(sheet, cell)
    assert (check.type, check.formula1, check.errorStyle) == ("custom", f"OR({cell}=0,{cell}>1)", "warning")
    grade = kind_of(sheet, next(at for label, at in rows.items() if label.startswith("C6 ")))
    assert grade.formula1 == '"较差,一般,良好,优秀"'
    units = {str(row[0].value): row[2].value for row in sheet.iter_rows(min_row=2)}
    assert (units["教师年平均工资收入"], units["教师培训完成率"]) == ("元", "%")


def test_answers_too_long_for_a_check_stand_in_a_sheet_of_their_own(
    run: Run, own: Callable[..., Path], tmp_path: Path
) -> None:
    answers = [f"第{number}种举办者{'很' * 20}" for number in range(12)]
    choices = ", ".join(f"c{number}: [{answer}]" for number, answer in enumerate(answers))
    sponsor = f"sponsor: {{title: 举办者类型, headings: [举办者类型], kind: choice, choices: {{{choices}}}}}"
    own("long", ("items:\n", f"items:\n  {sponsor}\n"))
    assert run("template", "-s", "long.yaml", "-o", FILE).code == 0
    book = openpyxl.load_workbook(tmp_path / FILE)
    assert kind_of(book["学校"], "E2").formula1 == f"'选项'!$A$1:$A${len(answers)}"
    assert [cell.value for cell in book["选项"]["A"]] == answers
    assert book["选项"].sheet_state == "visible"
    for column, value in zip("ACE", ("甲小学", "小学", answers[3]), strict=True):
        book["学校"][f"{column}2"] = value
    book.save(tmp_path / FILE)
    (report,) = reports(run("check", FILE, "-s", "long.yaml", "-o", "json").out)
    assert [issue for issue in report["issues"] if issue["code"] in STRANGE] == []


def test_text_that_begins_like_a_formula_stays_text(run: Run, own: Callable[..., Path], tmp_path: Path) -> None:
    title = load("plan-meizhou-2021", Words("zh")).standard.rules[0].title
    assert isinstance(title, dict)
    path = own("hostile", (f"zh: {title['zh']}", 'zh: "=1+1"'))
    path.write_text(path.read_text(encoding="utf-8").replace("document: ", "document: +"), encoding="utf-8")
    assert run("template", "-s", "hostile.yaml", "-o", FILE).code == 0
    book = openpyxl.load_workbook(tmp_path / FILE)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    marked = [cell for cell in cells if isinstance(cell.value, str) and cell.value[0] in "=+-@"]
    assert marked
    assert all(cell.quotePrefix for cell in marked)


def test_the_same_template_is_the_same_bytes(run: Run, tmp_path: Path) -> None:
    """In every process: the order of a set hangs on a seed that differs from run to run."""
    run("template", "-o", FILE)
    first = (tmp_path / FILE).read_bytes()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "eqeval", "template", "-o", FILE, "--force"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        assert (tmp_path / FILE).read_bytes() == first
    with ZipFile(tmp_path / FILE) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        stamps = re.findall(rb"\d{4}-\d\d-\d\dT", archive.read("docProps/core.xml"))
        assert set(stamps) == {b"2000-01-01T"}


def test_a_workbook_that_is_there_is_not_overwritten_unasked(run: Run, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"filled in")
    ran = run("template", "-o", FILE)
    assert ran.code == 2
    assert "--force" in ran.err
    assert FILE in ran.err
    assert (tmp_path / FILE).read_bytes() == b"filled in"
    assert run("template", "-o", FILE, "--force").code == 0
    assert (tmp_path / FILE).read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "-o"),
        (("-o", "t.xls"), ".xlsx"),
        (("-o", "t"), ".xlsx"),
        (("-o", "no/t.xlsx"), "没有文件夹 no"),
        (("-o", "folder.xlsx"), "folder.xlsx"),
        (("-o", FILE, "-s", "cn-quality"), "cn-quality-2017"),
        (("-o", FILE, "--as-of", "soon"), "soon"),
    ],
)
def test_wrong_usage_ends_with_2_and_leaves_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    ran = run("template", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_english_explains_and_leaves_the_headings_as_they_are_read(run: Run, tmp_path: Path) -> None:
    run("template", "-o", FILE)
    chinese = tmp_path / FILE
    run("template", "-o", "en.xlsx", "--lang", "en")
    english = tmp_path / "en.xlsx"
    assert headings(english) == headings(chinese)
    assert labels(english) == labels(chinese)
    assert list(grids(english)) == list(grids(chinese))
    text = "\n".join(str(raw) for row in grids(english)["说明"].rows for raw in row if raw)
    assert "A blank is not 0" in text
    assert "outdoor sports area" in text


def test_the_explanations_name_every_column_with_its_clauses(run: Run, tmp_path: Path) -> None:
    run("template", "-o", FILE)
    rows = grids(tmp_path / FILE)["说明"].rows
    told = {str(row[1]): [str(raw) for raw in row] for row in rows if row[0] == "学校"}
    assert set(told) == set(headings(tmp_path / FILE))
    assert told["教学仪器设备资产值（万元）"][2:] == [
        "必填",
        "万元",
        "不小于 0 的数",
        "账面值，以万元计",
        "A6 资源配置第6项",
    ]
    assert told["城乡类型"][2] == "选填"
    text = "\n".join(str(raw) for row in rows for raw in row if raw)
    for part in ("教督〔2017〕6号", "据转载", "空白不是 0", f"eqeval check {FILE}"):
        assert part in text


def test_yearly_figures_are_asked_for_the_years_that_are_looked_at(run: Run, tmp_path: Path) -> None:
    run("template", "-s", "plan-city-quality-2021-2023", "-o", FILE, "--as-of", "2023-06-01")
    years = [label for label in labels(tmp_path / FILE) if "近视率" in label]
    assert years == [f"儿童青少年总体近视率（{year}年）" for year in (2019, 2022, 2023)]


def test_where_classes_are_judged_one_by_one_the_list_of_classes_is_required(run: Run, tmp_path: Path) -> None:
    for name, must in (("cn-quality-2017", "选填"), ("plan-integration-2021", "必填")):
        run("template", "-s", name, "-o", f"{name}.xlsx")
        rows = grids(tmp_path / f"{name}.xlsx")["说明"].rows
        assert {row[2] for row in rows if row[0] == "班级"} == {must}
