"""eqeval batch with maps, hidden rows, last year's tables and waivers: each county takes its own."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran, Run
from county import junior, primary
from openpyxl import load_workbook
from samples import by_county, county, summary, table

NAMES = ("甲县", "乙县", "丙县")


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """Three counties."""
    for name in NAMES:
        county(tmp_path / "省" / f"{name}.xlsx", name)
    return tmp_path / "省"


def renamed(path: Path, old: str, new: str) -> None:
    """Give a column a heading that nobody knows."""
    book = load_workbook(path)
    (cell,) = (cell for cell in book["学校"][1] if cell.value == old)
    cell.value = new
    book.save(path)


def hidden(path: Path) -> None:
    """Hide the row of the second school."""
    book = load_workbook(path)
    book["学校"].row_dimensions[3].hidden = True
    book.save(path)


def column_map(path: Path, *tables: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("eqeval_map: 1\ntables:\n" + "".join(tables), encoding="utf-8")
    return path


def entry(file: str | None, column: str, item: str) -> str:
    said = f"    file: {file}\n" if file else ""
    return f"  - sheet: 学校\n{said}    columns:\n      {column}: {{item: {item}, stage: primary}}\n"


def letters(path: Path, heading: str) -> str:
    row = load_workbook(path)["学校"][1]
    return next(cell.column_letter for cell in row if cell.value == heading)


def waivers(path: Path, *given: tuple[str, str, str]) -> Path:
    lines = [
        f"  - {{code: {code}, school: {school}, reason: 已核实, until: {until}}}\n" for code, school, until in given
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("waivers:\n" + "".join(lines), encoding="utf-8")
    return path


def test_a_map_holds_for_all_or_for_the_file_that_it_names(batch: Run, province: Path, tmp_path: Path) -> None:
    at = letters(province / "甲县.xlsx", "小学在校生数")
    renamed(province / "甲县.xlsx", "小学在校生数", "某某数")
    given = (province, "-o", f"json={tmp_path / 's.json'}")
    assert batch(*given).code != 0
    assert by_county(tmp_path / "s.json")["甲县"]["outcome"] == "undetermined"
    one = column_map(tmp_path / "map.yaml", entry("甲县.xlsx", at, "pupils"))
    assert batch(*given, "--map", one).code == 0
    assert {line["outcome"] for line in by_county(tmp_path / "s.json").values()} == {"met"}
    every = column_map(tmp_path / "every.yaml", entry(None, at, "pupils"))
    assert batch(*given, "--map", every).code == 0
    renamed(province / "乙县.xlsx", "小学在校生数", "某某数")
    column_map(tmp_path / "maps" / "a.yaml", entry("甲县.xlsx", at, "pupils"))
    column_map(tmp_path / "maps" / "b.yml", entry("乙县.xlsx", at, "pupils"))
    assert batch(*given, "--map", one).code != 0
    assert batch(*given, "--map", tmp_path / "maps").code == 0


def test_a_map_that_fits_nobody_is_told_before_anything_is_judged(batch: Run, province: Path, tmp_path: Path) -> None:
    wrong = column_map(tmp_path / "map.yaml", entry("甲線.xlsx", "C", "pupils"), entry(None, "D", "pupil"))
    ran = batch(province, "--map", wrong)
    assert ran.code == 4
    assert "map.yaml:4:11: 没有叫“甲線.xlsx”的数据文件；最接近的是：甲县.xlsx" in ran.err.replace(" tables.0.file:", "")
    assert "没有数据项“pupil”" in ran.err
    assert ran.out == ""
    sheet = column_map(tmp_path / "sheet.yaml", "  - {sheet: 学生, file: 甲县.xlsx}\n")
    ran = batch(province, "--map", sheet, "-o", f"json={tmp_path / 's.json'}")
    assert ran.code == 4
    (unusable,) = summary(tmp_path / "s.json")["unusable"]
    assert Path(unusable["source"]).stem == "甲县"
    assert "sheet.yaml:3" in unusable["reasons"][0]
    assert list(by_county(tmp_path / "s.json")) == ["丙县", "乙县"]
    assert batch(province, "--map", tmp_path / "nothing.yaml").code == 2


def test_hidden_rows_are_read_if_asked(batch: Run, province: Path, tmp_path: Path) -> None:
    hidden(province / "甲县.xlsx")
    counts = []
    for more in ((), ("--hidden",)):
        batch(province, "-o", f"json={tmp_path / 's.json'}", *more)
        counts.append(by_county(tmp_path / "s.json")["甲县"]["schools"])
    assert counts == [2, 3]


def last_year(folder: Path, *files: tuple[str, str], **changed: object) -> Path:
    for file, name in files:
        county(folder / f"{file}.xlsx", name, **changed)
    return folder


def warned(ran: Ran, tmp_path: Path) -> dict[str, int]:
    assert ran.code == 0, ran.said
    return {name: line["warnings"] for name, line in by_county(tmp_path / "s.json").items()}


def test_last_year_is_found_by_file_by_county_or_around_its_name(batch: Run, province: Path, tmp_path: Path) -> None:
    given = (province, "-o", f"json={tmp_path / 's.json'}")
    plain = warned(batch(*given), tmp_path)
    shutil.move(province / "乙县.xlsx", province / "2026乙.xlsx")
    then = last_year(tmp_path / "去年", ("甲县", "甲县"), ("乙县", "乙县"), ("丙县2025", "丙县"), 小学在校生数=900)
    ran = batch(*given, "--prev", then)
    assert {name: count - plain[name] > 0 for name, count in warned(ran, tmp_path).items()} == dict.fromkeys(
        NAMES, True
    )
    assert "W60" not in ran.out
    # The comparison is that of lint.
    out = tmp_path / "out"
    batch(*given, "--prev", then, "--out", out)
    assert "W556" in (out / "甲县.json").read_text(encoding="utf-8")
    assert "[丙县2025.xlsx]学校!" in (out / "丙县.json").read_text(encoding="utf-8")


def test_what_finds_no_counterpart_in_last_year_is_said(batch: Run, province: Path, tmp_path: Path) -> None:
    given = (province, "-o", f"json={tmp_path / 's.json'}")
    plain = warned(batch(*given), tmp_path)
    then = last_year(
        tmp_path / "去年", ("丁县", "丁县"), ("新丙县2025", "新丙县"), ("甲县一", "甲县"), ("甲县二", "甲县")
    )
    (then / "乙县.xlsx").write_bytes(b"PK broken")
    ran = batch(*given, "--prev", then)
    assert warned(ran, tmp_path) == plain
    assert "1 个县没有找到上年的表，没有比较：丙县" in ran.out
    assert "--prev 中有 2 份没有一个县用到" in ran.out and "丁县.xlsx" in ran.out and "新丙县2025.xlsx" in ran.out
    assert "甲县：上年有几份表都可能是它的" in ran.out
    assert "乙县：上年的表不能用，没有比较" in ran.out
    assert batch(*given, "--prev", tmp_path / "nowhere").code == 2


def test_a_county_that_was_renamed_is_compared_if_its_file_was_not(batch: Run, province: Path, tmp_path: Path) -> None:
    then = last_year(tmp_path / "去年", ("甲县", "甲市"), ("乙县", "乙县"), ("丙县", "丙县"))
    assert "上年" not in batch(province, "--prev", then).out
    one = county(tmp_path / "2025.xlsx", "甲市")
    assert "上年" not in batch(province / "甲县.xlsx", "--prev", one).out
    assert "3 个县没有找到上年的表" in batch(province, "--prev", one).out


def test_one_table_of_last_year_may_hold_all_counties(batch: Run, province: Path, tmp_path: Path) -> None:
    rows = [{**row, "县": name} for name in ("甲县", "乙县", "丁县") for row in (primary(小学在校生数=900), junior())]
    then = table(tmp_path / "2025.xlsx", rows)
    ran = batch(province, "--prev", then, "-o", f"json={tmp_path / 's.json'}")
    lines = warned(ran, tmp_path)
    assert lines["甲县"] == lines["乙县"] > lines["丙县"]
    assert "没有找到上年的表，没有比较：丙县" in ran.out
    assert "上年的表中有 1 个县，今年没有评估到：丁县" in ran.out
    assert "--prev 中有" not in ran.out
    (tmp_path / "2025.xlsx").write_bytes(b"PK broken")
    assert batch(province, "--prev", then).code == 4


def test_a_county_that_was_there_last_year_is_named_in_every_output(batch: Run, province: Path, tmp_path: Path) -> None:
    def many(path: Path, *names: str) -> Path:
        path.parent.mkdir(exist_ok=True)
        return table(path, [{**row, "县": name} for name in names for row in (primary(), junior())])

    (province / "甲县.xlsx").unlink()
    many(province / "东市.xlsx", "甲县", "子县")
    # It moved to a file of its own, which has no table of last year; nobody says that it is gone.
    county(province / "丑.xlsx", "丑县")
    then = last_year(tmp_path / "去年", ("乙县", "乙市"), ("丙县", "丙县"))
    many(then / "东市.xlsx", "甲县", "子县", "丑县", "寅县", "卯县")
    out = tmp_path / "out"
    out.mkdir()
    endings = {"json": "json", "csv": "csv", "xlsx": "xlsx", "markdown": "md", "github": "txt"}
    given = [part for name, end in endings.items() for part in ("-o", f"{name}={out / f's.{end}'}")]
    ran = batch(province, "--prev", then, *given)
    gone = "上年的表中有 2 个县，今年没有评估到：寅县、卯县"
    assert gone in ran.out
    assert "1 个县没有找到上年的表，没有比较：丑县" in ran.out
    assert [one["code"] for one in summary(out / "s.json")["remarks"]] == ["W603", "W607"]
    assert summary(out / "s.json")["remarks"][1]["message"] == gone
    assert f"W607,{gone}" in (out / "s-提示.csv").read_text(encoding="utf-8-sig")
    assert [cell.value for cell in load_workbook(out / "s.xlsx")["提示"][3]] == ["W607", gone]
    assert f"| W607 | {gone} |" in (out / "s.md").read_text(encoding="utf-8")
    assert f"::warning title=W607::{gone}" in (out / "s.txt").read_text(encoding="utf-8")
    # And what is kept says so again.
    for _ in range(2):
        again = batch(province, "--prev", then, "--state", tmp_path / "kept", "--resume")
    assert "4 个文件没有变化" in again.out and gone in again.out
    shutil.copytree(then, tmp_path / "今年")
    assert "上年的表中" not in batch(tmp_path / "今年", "--prev", then).out


def test_last_year_within_the_folder_is_not_judged(batch: Run, province: Path, tmp_path: Path) -> None:
    last_year(province / "2025", *((name, name) for name in NAMES))
    ran = batch(province, "--prev", province / "2025", "-o", f"json={tmp_path / 's.json'}")
    assert len(summary(tmp_path / "s.json")["counties"]) == len(NAMES)
    assert "上年" not in ran.out
    # And the other way round: what is judged now is not last year's.
    shutil.move(province / "2025", tmp_path / "2025")
    ran = batch(province, "--prev", tmp_path, "-o", f"json={tmp_path / 's.json'}")
    assert len(summary(tmp_path / "s.json")["counties"]) == len(NAMES)
    assert "上年" not in ran.out


def test_waivers_hold_for_all_and_one_that_covers_nothing_is_told_once(
    batch: Run, province: Path, tmp_path: Path
) -> None:
    county(province / "甲县.xlsx", "甲县", 学校代码="12")
    plain = warned(batch(province, "-o", f"json={tmp_path / 's.json'}"), tmp_path)
    school = primary()["学校名称"]
    file = waivers(
        tmp_path / "w.yaml",
        ("W552", str(school), "2026-12-31"),
        ("W553", "无此校", "2026-12-31"),
        ("W552", "乙", "2025-01-01"),
    )
    ran = batch(province, "--waivers", file, "-o", f"json={tmp_path / 's.json'}", "--out", tmp_path / "out")
    assert warned(ran, tmp_path) == plain
    assert ran.out.count("w.yaml:3") == 1 and ran.out.count("w.yaml:4") == 1
    assert "w.yaml:2" not in ran.out
    assert "已核实" in (tmp_path / "out" / "甲县.json").read_text(encoding="utf-8")
    assert "W571" not in (tmp_path / "out" / "乙县.json").read_text(encoding="utf-8")
    wrong = waivers(tmp_path / "wrong.yaml", ("E203", "甲", "2026-12-31"))
    ran = batch(province, "--waivers", wrong)
    assert (ran.code, ran.out) == (4, "")
    assert "wrong.yaml:2" in ran.err


def test_waivers_of_a_folder_hold_for_the_county_that_they_are_called_after(
    batch: Run, province: Path, tmp_path: Path
) -> None:
    for name in ("甲县", "乙县"):
        county(province / f"{name}.xlsx", name, 学校代码="12")
    school = str(primary()["学校名称"])
    waivers(tmp_path / "w" / "甲县.yaml", ("W552", school, "2026-12-31"))
    waivers(tmp_path / "w" / "丁县.yaml", ("W552", school, "2026-12-31"))
    ran = batch(province, "--waivers", tmp_path / "w", "--out", tmp_path / "out")
    found = ["已核实" in (tmp_path / "out" / f"{name}.json").read_text(encoding="utf-8") for name in NAMES]
    assert found == [True, False, False]
    assert "--waivers 中有 1 份没有一个县用到" in ran.out and "丁县.yaml" in ran.out


@pytest.mark.parametrize("option", ["--map", "--prev", "--waivers"])
@pytest.mark.parametrize("own", [True, False])
def test_a_county_is_judged_again_where_what_it_takes_has_changed(
    batch: Run, province: Path, tmp_path: Path, option: str, own: bool
) -> None:
    """own: whether each county has a file or an entry of its own, or there is one for all."""
    at = letters(province / "甲县.xlsx", "小学在校生数")

    def given(item: str, until: str, pupils: int) -> Path:
        if option == "--map":
            entries = [entry(f"{name}.xlsx", at, item if name == "甲县" else "pupils") for name in NAMES]
            return column_map(tmp_path / "map.yaml", *(entries if own else [entry(None, at, item)]))
        if option == "--waivers":
            for name in NAMES if own else ["全部"]:
                waivers(tmp_path / "w" / f"{name}.yaml", ("W552", "某校", until if name != "乙县" else "2026-12-31"))
            return tmp_path / "w" if own else tmp_path / "w" / "全部.yaml"
        if own:
            # A workbook that is written again has other bytes, for it says when.
            others = [(name, name) for name in NAMES[1:] if not (tmp_path / "去年" / f"{name}.xlsx").exists()]
            last_year(tmp_path / "去年", *others)
            return last_year(tmp_path / "去年", ("甲县", "甲县"), 小学在校生数=pupils)
        rows = [{**row, "县": name} for name in NAMES for row in (primary(小学在校生数=pupils), junior())]
        return table(tmp_path / "去年.xlsx", rows)

    def again(*more: object) -> str:
        out = batch(province, "--state", tmp_path / "kept", "--resume", *more).out
        found = re.search(r"(\d) 个文件没有变化", out)
        return found[1] if found else "0"

    first = given("pupils", "2026-12-31", 800)
    assert again() == "0"
    assert again(option, first) == "0"
    assert again(option, first) == "3"
    changed = given("classes", "2026-12-30", 900)
    kept = {"--map": "2", "--prev": "2", "--waivers": "1"}[option] if own else "0"
    assert again(option, changed) == kept
    assert again(option, changed) == "3"
    assert again() == "3"
    assert again("--hidden") == "0"


def test_what_is_kept_is_what_would_be_found_anew(batch: Run, province: Path, tmp_path: Path) -> None:
    """Last year's table of one county appears, changes and goes; the outputs are those of a batch without memory."""
    then = last_year(tmp_path / "去年", ("乙县", "乙县"), ("丙县2025", "丙县"))
    state = tmp_path / "kept"

    def told(*more: object) -> tuple[str, bytes]:
        ran = batch(province, "--prev", then, "--view", "full", "-o", f"json={tmp_path / 's.json'}", *more)
        return re.sub(r"\d 个文件没有变化，沿用上次的结果\n", "", ran.out), (tmp_path / "s.json").read_bytes()

    changes: list[Callable[[], object]] = [
        lambda: None,
        lambda: last_year(then, ("甲县", "甲县"), 小学在校生数=900),
        lambda: last_year(then, ("丙县", "丙县"), 小学在校生数=900),
        lambda: last_year(then, ("甲县", "甲县"), 小学在校生数=700),
        lambda: (then / "乙县.xlsx").write_bytes(b"PK broken"),
        lambda: (then / "甲县.xlsx").unlink(),
    ]
    for change in changes:
        change()
        assert told("--state", state, "--resume") == told()


def test_one_file_of_waivers_that_becomes_one_of_many_is_read_as_such(
    batch: Run, province: Path, tmp_path: Path
) -> None:
    """A file for all counties, and later a folder in which the same file holds for the county of its name."""
    own = waivers(tmp_path / "w" / "丙县.yaml", ("W552", "某校", "2026-12-31"))
    given = (province, "--state", tmp_path / "kept", "--resume", "--view", "full")
    batch(*given, "--waivers", own)
    kept = batch(*given, "--waivers", own.parent)
    assert "没有变化" not in kept.out
    assert kept.out == batch(province, "--view", "full", "--waivers", own.parent).out


def test_processes_take_it_too_and_no_output_goes_over_it(run: Run, batch: Run, province: Path, tmp_path: Path) -> None:
    then = last_year(tmp_path / "去年", *((name, name) for name in NAMES), 小学在校生数=900)
    file = waivers(tmp_path / "w.yaml", ("W556", "无此校", "2026-12-31"))
    at = letters(province / "甲县.xlsx", "小学在校生数")
    every = column_map(tmp_path / "every.yaml", entry(None, at, "pupils"))
    given = (province, "--prev", then, "--waivers", file, "--map", every, "--hidden", "--view", "full")
    here = batch(*given)
    there = run("batch", *given, "--as-of", "2026-09-01", "-j", 2)
    assert (here.code, here.out) == (there.code, there.out)
    assert "w.yaml:2" in here.out
    ran = batch(*given, "-o", f"json={then / '甲县.xlsx'}")
    assert ran.code == 2
    assert (then / "甲县.xlsx").read_bytes()[:2] == b"PK"
