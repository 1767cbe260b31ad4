"""eqeval batch: what it finds, what it says of many counties, and how it ends."""

import csv
import errno
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from county import junior, nine_year, primary, statements, teaching_point
from rich.cells import cell_len
from samples import by_county, county, csv_bytes, summary, table

OWN = """id: own
title: 县级方案
document: 试验
authority: 试验
region: cn
valid: {from: 2020-01-01}
checked: {state: example, note: 试验}
extends: cn-quality-2017
only: [A, CV]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three counties: one meets everything, one has a class that is too large, one lacks a figure."""
    here = tmp_path / "省"
    county(here / "甲县.xlsx", "甲县")
    county(here / "市" / "乙县.xlsx", "乙县", 小学最大班额=46)
    county(here / "丙县.xlsx", "丙县", 运动场地面积=None)
    return here


def test_every_county_has_a_line_and_the_worst_ends_it(batch: Run, folder: Path, tmp_path: Path) -> None:
    ran = batch(folder, "-o", f"json={tmp_path / 's.json'}")
    assert ran.code == 3
    lines = by_county(tmp_path / "s.json")
    assert {name: line["outcome"] for name, line in lines.items()} == {
        "丙县": "undetermined",
        "甲县": "met",
        "乙县": "not_met",
    }
    assert lines["乙县"]["unmet"] == ["B5"]
    assert lines["甲县"]["sections"] == lines["甲县"]["sections_met"] == 3
    assert (lines["甲县"]["coefficients"], lines["甲县"]["coefficients_met"]) == (14, 14)
    assert "3 个县中 1 个由数据计算的要求全部达标，1 个未达标，1 个缺数据；0 个文件不能评估。" in ran.out


def test_the_verdicts_are_those_of_check(run: Run, batch: Run, folder: Path, tmp_path: Path) -> None:
    batch(folder, "--out", tmp_path / "out")
    for file in folder.rglob("*.xlsx"):
        run("check", file, "--as-of", "2026-09-01", "-o", f"json={tmp_path / 'one.json'}", "-q")
        assert (tmp_path / "out" / f"{file.stem}.json").read_bytes() == (tmp_path / "one.json").read_bytes()


def test_a_line_says_what_the_report_says(batch: Run, tmp_path: Path) -> None:
    """The league table is counted without laying out; the full reports beside it are laid out."""
    schools = [
        primary(小学县级以上骨干教师数=0),
        primary(学校名称="乙小学", 小学高于规定学历教师数=None),
        primary(学校名称="丙小学", 教学及辅助用房面积=3000.5, 小学体育艺术专任教师数=5),
        nine_year(运动场地面积=9000),
        junior(),
        teaching_point(小学在校生数=40),
    ]
    table(tmp_path / "甲县.xlsx", schools, statements({"B1": None}))
    batch(tmp_path / "甲县.xlsx", "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}")
    report = json.loads((tmp_path / "out" / "甲县.json").read_text(encoding="utf-8"))
    (line,) = summary(tmp_path / "s.json")["counties"]
    sections, cvs, rules = report["sections"], report["dispersion"], report["requirements"]
    assert line["outcome"] == report["outcome"]
    assert line["sections"] == len(sections) == 6
    for name, outcome in (("sections_met", "met"), ("sections_undetermined", "undetermined")):
        assert line[name] == sum(one["outcome"] == outcome for one in sections) > 0
    failing = {one["school"] for one in sections if one["outcome"] == "not_met"}
    assert line["schools_failing"] == len(failing) > 1
    assert line["coefficients_met"] == sum(one["outcome"] == "met" for one in cvs) < 14
    assert line["unmet"] == [one["id"] for one in rules if one["outcome"] == "not_met"]
    assert line["awaiting"] == [one["id"] for one in rules if one["outcome"] == "awaiting"] == ["B1"]
    assert line["errors"] == sum(one["severity"] == "error" for one in report["issues"]) > 0
    codes = Counter(one["code"] for one in report["issues"] if one["severity"] != "note")
    assert line["issues"] == codes and sum(codes.values()) == line["errors"] + line["warnings"]
    worst = max((one for one in cvs if one["cv"]), key=lambda one: one["cv"] / one["limit"])
    assert (line["worst"]["stage"], line["worst"]["indicator"], line["worst"]["cv"]) == (
        worst["stage"],
        worst["indicator"],
        worst["cv"],
    )
    judged = [one for row in sections for one in row["indicators"] if row["stage"] == "primary" and one["id"] == "A2"]
    (ranked,) = [
        one for one in summary(tmp_path / "s.json")["ranking"] if (one["stage"], one["indicator"]) == ("primary", "A2")
    ]
    assert ranked["missed"] == sum(one["outcome"] in ("not_met", "tolerated") for one in judged) > 0
    assert ranked["judged"] == len(judged)


def test_what_is_wrong_in_many_counties_is_told_once_with_the_county_that_has_most_of_it(
    batch: Run, tmp_path: Path
) -> None:
    for name, wrong in (("甲县", 1), ("乙县", 2), ("丙县", 0)):
        schools = [primary(学校名称=f"{place}小学") for place in "东西南"]
        for row in schools[:wrong]:
            row["运动场地面积"] = None
        table(tmp_path / f"{name}.xlsx", schools, statements())
    ran = batch(tmp_path, "-o", "json=s.json", "-o", "terminal")
    assert "错误 E210 结论要用的单元格是空的：2 个县共 3 处，最多的是 乙县（2 处）" in ran.out
    first = summary(Path("s.json"))["issues"][0]
    assert first == {"code": "E210", "severity": "error", "count": 3, "counties": 2, "where": "乙县", "there": 2}


def test_a_warning_that_was_confirmed_is_none_of_them(batch: Run, tmp_path: Path) -> None:
    table(tmp_path / "甲县.xlsx", [primary(学校代码="12"), junior()], statements())
    waiver = "waivers:\n- {code: W552, school: 甲小学, reason: 旧代码, until: 2027-01-01}\n"
    (tmp_path / "w.yaml").write_text(waiver, encoding="utf-8")
    assert "警告 W552" in batch(tmp_path / "甲县.xlsx").out
    assert "警告 W552" not in batch(tmp_path / "甲县.xlsx", "--waivers", tmp_path / "w.yaml").out


def test_a_broken_file_is_named_and_stops_nobody(batch: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    ran = batch(folder, "-o", f"json={tmp_path / 's.json'}")
    assert ran.code == 4
    found = summary(tmp_path / "s.json")
    assert len(found["counties"]) == 3
    (unusable,) = found["unusable"]
    assert unusable["source"].endswith("坏.xlsx")
    assert "坏.xlsx" in ran.out


def test_a_bug_in_one_county_stops_nobody(
    batch: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eqeval.core.counties.county_line import county_line as real

    def fails(case: Any, *rest: Any) -> Any:
        if case.census.county.name == "乙县":
            raise ZeroDivisionError
        return real(case, *rest)

    monkeypatch.setattr("eqeval.cli.batch.counties.county_line", fails)
    ran = batch(folder, "-o", f"json={tmp_path / 's.json'}")
    assert ran.code == 70
    assert len(by_county(tmp_path / "s.json")) == 2
    assert "ZeroDivisionError" in ran.out
    assert "Traceback" not in ran.said
    assert "Traceback" in batch(folder, "--debug").err


def test_other_files_are_counted_by_kind_and_lock_files_skipped(batch: Run, folder: Path) -> None:
    for number in range(5000):
        (folder / f"附件{number}.{'pdf' if number % 5 else 'DOCX'}").touch()
    (folder / "~$甲县.xlsx").write_bytes(b"\x05me")
    (folder / ".~lock.乙县.ods#").write_bytes(b"me")
    ran = batch(folder)
    assert ran.code == 3
    assert "另有 5000 个其他类型的文件，没有读取：.pdf 4000, .docx 1000" in ran.out
    assert "跳过 2 个" in ran.out
    for number in range(9):
        (folder / f"附件.x{number}").touch()
    again = batch(folder, folder.parent / "省", f"{folder}/../省")
    # Whatever is cut is said to be, and a folder that is given twice holds no more.
    assert re.search(r"另有 5009 个其他类型的文件，没有读取：\.pdf 4000, .*\.x5 1, …$", again.out, re.MULTILINE)


def test_a_folder_and_a_pattern_give_what_is_a_table_by_its_bytes(
    batch: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.move(folder / "甲县.xlsx", folder / "甲县.dat")
    (folder / "丁县.txt").write_bytes(csv_bytes([primary(), primary(学校名称="乙小学"), junior()], "utf-16"))
    (folder / "README.txt").write_text("先打开,再填写,后保存\n不懂,就问,教育局\n", encoding="utf-8")
    (folder / "._丙县.xlsx").write_bytes(b"\0\5\x16\7")
    for given in (folder, f"{folder}/*", f"{folder}/**"):
        ran = batch(given, "-o", f"json={tmp_path / 's.json'}")
        assert ran.code == 3
        assert list(by_county(tmp_path / "s.json")) == ["丁县", "丙县", "乙县", "甲县"]
        assert summary(tmp_path / "s.json")["unusable"] == []
        assert ".txt 1" in ran.out
    # What is named is read, so that a wrong one is told.
    ran = batch(folder, folder / "README.txt")
    assert ran.code == 4
    assert "README.txt" in ran.out
    # A link by another name hides nothing.
    (folder / "A.pdf").symlink_to(folder / "丙县.xlsx")
    batch(folder, "-o", f"json={tmp_path / 's.json'}")
    assert len(by_county(tmp_path / "s.json")) == 4


def test_a_folder_without_tables_is_wrong_usage(batch: Run, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "空" / "a.pdf").touch()
    ran = batch(tmp_path / "空")
    assert ran.code == 2
    assert ".pdf 1" in ran.err
    assert batch(tmp_path / "nowhere.xlsx").code == 2


def test_patterns_links_and_files_given_twice(batch: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "圈").symlink_to(folder, target_is_directory=True)
    (folder / "甲县又.xlsx").symlink_to(folder / "甲县.xlsx")
    ran = batch(folder, folder / "甲县.xlsx", f"{folder}/**/*.xlsx", "-o", f"json={tmp_path / 's.json'}")
    assert ran.code == 3
    assert len(summary(tmp_path / "s.json")["counties"]) == 3
    assert batch(f"{folder}/*.ods").code == 2


def test_counties_stand_in_natural_order_or_as_asked(batch: Run, tmp_path: Path) -> None:
    for number in (10, 9, 1):
        county(tmp_path / "省" / f"{number}县.xlsx", f"{number}县", 小学最大班额=46 if number == 9 else 40)

    def order(*arguments: object) -> list[str]:
        batch(tmp_path / "省", "-o", f"json={tmp_path / 's.json'}", *arguments)
        return list(by_county(tmp_path / "s.json"))

    assert order() == ["1县", "9县", "10县"]
    assert order("--sort", "outcome") == ["9县", "1县", "10县"]
    assert batch(tmp_path / "省", "--sort", "size").code == 2


def test_a_copy_of_a_file_is_called_one_and_every_file_has_its_hash(batch: Run, folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "甲县.xlsx", folder / "甲县 - 副本.xlsx")
    ran = batch(folder, "-o", f"json={tmp_path / 's.json'}")
    assert "其中有内容完全相同的，会重复计数" in ran.out
    read = {
        Path(one["path"]).name: one["sha256"]
        for line in summary(tmp_path / "s.json")["counties"]
        for one in line["files"]
    }
    assert read == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.xlsx")}
    county(folder / "甲县 - 副本.xlsx", "甲县", 小学最大班额=46)
    assert "内容完全相同" not in batch(folder).out


def test_two_counties_of_one_name_are_kept_apart(batch: Run, folder: Path, tmp_path: Path) -> None:
    county(folder / "甲县二.xlsx", "甲县", 小学最大班额=46)
    ran = batch(folder, "-o", f"json={tmp_path / 's.json'}", "--out", tmp_path / "out")
    lines = by_county(tmp_path / "s.json")
    assert len(lines) == 4
    assert sorted(line["outcome"] for name, line in lines.items() if name.startswith("甲县（")) == ["met", "not_met"]
    assert "有 2 份数据都叫“甲县”" in ran.out
    assert len(list((tmp_path / "out").glob("*.json"))) == 4


def test_a_table_with_a_column_of_counties_gives_a_line_each(batch: Run, tmp_path: Path) -> None:
    schools = [
        {"县": "甲县", **primary()},
        {"县": "甲县", **junior()},
        {"县": "乙县", **primary()},
        {"县": "乙县", **junior()},
    ]
    table(tmp_path / "全市.xlsx", schools)
    batch(tmp_path / "全市.xlsx", "-o", f"json={tmp_path / 's.json'}", "--out", tmp_path / "out")
    assert sorted(by_county(tmp_path / "s.json")) == ["乙县", "甲县"]
    assert sorted(file.name for file in (tmp_path / "out").glob("*.json")) == ["全市-乙县.json", "全市-甲县.json"]


def test_the_tables_of_a_folder_are_one_county_if_asked(batch: Run, tmp_path: Path) -> None:
    for place in ("甲县", "乙县"):
        (tmp_path / "省" / place).mkdir(parents=True)
        table(tmp_path / "省" / place / "小学.xlsx", [primary()], {})
        table(tmp_path / "省" / place / "初中.xlsx", [junior()], {})
    batch(tmp_path / "省", "--by-folder", "-o", f"json={tmp_path / 's.json'}", "--out", tmp_path / "out")
    lines = by_county(tmp_path / "s.json")
    assert {name: line["sections"] for name, line in lines.items()} == {"乙县": 2, "甲县": 2}
    assert lines["甲县"]["source"].endswith("甲县")
    assert sorted(file.name for file in (tmp_path / "out").glob("*.json")) == ["乙县.json", "甲县.json"]


def test_file_names_are_safe_everywhere(batch: Run, tmp_path: Path) -> None:
    schools = [{"县": name, **primary()} for name in ("a/b", "A/B", "con", "..甲", "x" * 200)]
    table(tmp_path / "con.xlsx", schools)
    batch(tmp_path / "con.xlsx", "--out", tmp_path / "out")
    names = [file.name for file in (tmp_path / "out").glob("*.json")]
    assert len(names) == 5
    assert len({name.casefold() for name in names}) == 5
    assert all(name.startswith("_con") and len(name) < 100 for name in names)


def test_the_outputs_of_an_earlier_run_are_no_input(batch: Run, folder: Path) -> None:
    for _ in range(2):
        ran = batch(folder, "--out", folder / "报告", "-o", f"json={folder / 'summary.json'}")
    assert ran.code == 3
    assert "其他类型" not in ran.out


def test_counties_can_answer_to_standards_of_their_own(batch: Run, folder: Path, tmp_path: Path) -> None:
    given = tmp_path / "counties.yaml"
    given.write_text("counties:\n  乙县: {standard: [cn-basic-2012], as_of: 2020-01-01}\n", encoding="utf-8")
    batch(folder, "--counties", given, "-o", f"json={tmp_path / 's.json'}")
    lines = by_county(tmp_path / "s.json")
    assert (lines["乙县"]["standard"], lines["乙县"]["as_of"]) == ("cn-basic-2012", "2020-01-01")
    assert (lines["甲县"]["standard"], lines["甲县"]["as_of"]) == ("cn-quality-2017", "2026-09-01")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("counties:\n  乙县: {standart: x}\n", ":2:8: "),
        ("counties:\n  乙县: {standard: cn-quality}\n", ":2:18: "),
        ("counties:\n  乙县: {as_of: 2020-02-30}\n", ":2:15: "),
        ("counties: [乙县]\n", ":1:11: "),
    ],
)
def test_what_is_wrong_with_the_file_of_counties_is_placed(
    batch: Run, folder: Path, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "counties.yaml").write_text(text, encoding="utf-8")
    ran = batch(folder, "--counties", tmp_path / "counties.yaml")
    # A standard that nobody knows is wrong usage, as it is in the option.
    assert ran.code == (2 if "standard:" in text else 4)
    assert f"counties.yaml{said}" in ran.err


def test_a_standard_that_is_given_twice_judges_once(batch: Run, folder: Path, tmp_path: Path) -> None:
    given = tmp_path / "counties.yaml"
    given.write_text("counties:\n  乙县: {standard: [cn-basic-2012, cn-basic-2012]}\n", encoding="utf-8")
    batch(folder, "--counties", given, "-o", f"json={tmp_path / 's.json'}")
    assert [line["county"] for line in summary(tmp_path / "s.json")["counties"]] == ["丙县", "乙县", "甲县"]


def test_the_next_step_can_be_taken_as_it_is_printed(run: Run, batch: Run, tmp_path: Path) -> None:
    """It names the county of a table with several, and what changes its verdict."""
    (tmp_path / "own standard.yaml").write_text(OWN, encoding="utf-8")
    rows = [{**row, "县": name} for name in ("甲县", "乙县") for row in (primary(), junior())]
    rows[0]["运动场地面积"] = 10
    table(tmp_path / "全市 学校.xlsx", rows)
    ran = batch(tmp_path / "全市 学校.xlsx", "-s", tmp_path / "own standard.yaml")
    (command,) = (line.partition("eqeval ")[2] for line in ran.out.splitlines() if "eqeval check" in line)
    parts = shlex.split(command)
    assert parts[:2] == ["check", str(tmp_path / "全市 学校.xlsx")]
    shown = run(*parts, "-o", f"json={tmp_path / 'one.json'}")
    report = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    assert (shown.code, report["county"], report["standard"]["id"]) == (1, "甲县", "own")
    for left_out in ("--county", "-s", "--as-of"):
        assert left_out in parts


def test_a_county_that_nobody_knows_is_named(batch: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "counties.yaml").write_text("counties:\n  乙 县: {as_of: 2020-01-01}\n", encoding="utf-8")
    ran = batch(folder, "--counties", tmp_path / "counties.yaml")
    assert ran.code == 4
    assert "counties.yaml:2:3: 没有一个文件含有“乙 县”；最接近的是：乙县" in ran.out


def test_under_two_standards_a_county_has_two_lines_and_counts_once_in_the_total_of_each(
    batch: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    found = []
    for standards in (["cn-quality-2017"], [tmp_path / "own.yaml"], ["cn-quality-2017", tmp_path / "own.yaml"]):
        given = [part for name in standards for part in ("-s", name)]
        ran = batch(folder, *given, "-o", f"json={tmp_path / 's.json'}", "-o", f"csv={tmp_path / 's.csv'}")
        found.append(summary(tmp_path / "s.json"))
    both = found[2]
    # What is said of columns that no standard asks for is another matter.
    counted = [[{key: total[key] for key in total if key != "warnings"} for total in one["totals"]] for one in found]
    assert counted[2] == counted[0] + counted[1]
    told = [(total["standard"], total["counties"], total["counties_met"]) for total in both["totals"]]
    assert told == [("cn-quality-2017", 3, 1), ("own", 3, 2)]
    by_indicator = [
        {(one["standard"], one["indicator"], one["stage"]): one for one in each["ranking"]} for each in found
    ]
    assert by_indicator[2] == by_indicator[0] | by_indicator[1]
    assert {one["standard"] for one in both["ranking"]} == {"cn-quality-2017", "own"}
    assert {one["stage"] for one in both["ranking"]} == {"primary", "junior"}
    assert all(one["counties"] <= 3 for one in both["issues"])
    said = ran.out.splitlines()
    assert sum(line.startswith("甲县 ") for line in said) == 2
    assert sum(line.startswith("合计 3 个县 ") for line in said) == 2
    assert "按 cn-quality-2017，3 个县中 1 个由数据计算的要求全部达标" in ran.out
    with (tmp_path / "s-合计.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["标准"], row["县数"], row["达标的县"]) for row in rows] == [
        (total["standard"], "3", str(total["counties_met"])) for total in both["totals"]
    ]


def test_the_settings_of_the_folder_hold_for_a_batch(batch: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "eqeval.toml").write_text('standard = "cn-basic-2012"\nview = "summary"\n', encoding="utf-8")
    ran = batch(folder)
    assert "cn-basic-2012" in ran.out
    assert "甲县 " not in ran.out


def test_views_and_quiet(batch: Run, folder: Path) -> None:
    short = batch(folder, "--view", "summary").out
    assert "合计 3 个县" in short
    assert "甲县 " not in short
    assert len(batch(folder, "-q").out.splitlines()) == 1
    english = batch(folder, "--lang", "en").out
    assert "Of 3 counties 1 meet all that is computed" in english


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "first"), [(110, "县"), (100, "县"), (80, "丙县"), (60, "丙县"), (30, "丙县")])
def test_the_screen_is_as_wide_as_the_terminal_and_nothing_is_lost(
    batch: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, first: str, lang: str
) -> None:
    """As a table, with its headings broken, or with lines of its own for every county."""
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    given = (folder, broken, "--view", "full", "--lang", lang)
    wide = batch(*given).out
    monkeypatch.setenv("COLUMNS", str(width))
    ran = batch(*given).out
    # The last line is in one piece, so that its command can be copied.
    assert max(map(cell_len, ran.splitlines()[:-1])) <= width
    signs = Counter(wide.replace("-", ""))
    # Where every county has lines of its own, the heading of its name is not needed.
    signs.subtract(Counter((ran + ("" if first == "县" else "县county")).replace("-", "")))
    assert [sign for sign, lost in signs.items() if lost > 0 and not sign.isspace()] == []
    if lang == "zh":
        title = ran.splitlines().index("■ 各县")
        assert ran.splitlines()[title + 1].split()[0] == first


def test_a_screen_that_goes_into_a_file_has_the_width_of_its_tables(
    batch: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    batch(folder, "-o", f"terminal={tmp_path / 'screen.txt'}")
    lines = (tmp_path / "screen.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in lines if line.endswith("  0") or "/≤" in line][:1] == ["丙县"]
    assert max(map(cell_len, lines)) > 90


def test_errors_are_said_in_quiet_too(batch: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "甲县.json").mkdir(parents=True)
    unwritten = batch(folder, "--out", tmp_path / "out", "-q")
    assert unwritten.code == 2
    (line,) = unwritten.err.splitlines()
    assert line.startswith("错误：") and "甲县.json 是文件夹" in line
    (tmp_path / "counties.yaml").write_text("counties:\n  丁县: {as_of: 2026-01-01}\n", encoding="utf-8")
    unknown = batch(folder, "--counties", tmp_path / "counties.yaml", "-q")
    assert unknown.code == 4
    assert "没有一个文件含有“丁县”" in unknown.err
    (folder / "坏.xlsx").write_bytes(b"PK")
    broken = batch(folder, "-q")
    assert broken.code == 4
    assert "坏.xlsx" in broken.err
    assert len(broken.out.splitlines()) == 1
    assert "坏.xlsx" not in batch(folder).err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("-j", "abc"), "“abc”不能用：应是 1 或更大的整数"),
        (("-j", "0"), "“0”不能用：应是 1 或更大的整数"),
        (("--timeout", "abc"), "“abc”不能用：应是 0 到 1000000 之间的整数，单位是秒"),
        (("--timeout", "0.001"), "“0.001”不能用：应是 0 到 1000000 之间的整数，单位是秒；最少 1 秒，0 为不限"),
        (("--timeout", "-1"), "“-1”不能用：应是 0 到"),
        (("--out-format", "xlsx"), "请加上 --out，或去掉 --out-format"),
        (("--state", "省/甲县.xlsx"), "甲县.xlsx：同名的文件已经存在"),
    ],
)
def test_wrong_values_of_options_say_what_is_expected(
    run: Run, folder: Path, tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    ran = run("batch", folder, *given)
    assert ran.code == 2
    assert said in ran.err.replace(str(folder.parent), "省")
    english = run("batch", folder, *given, "--lang", "en").err
    assert english and not re.search("[\u4e00-\u9fff]", re.sub("“[^”]*”|\\S*/\\S*", "", english))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("counties:", "应是键和值，现为 null"),
        ("counties: true", "应是键和值，现为 true"),
        ("counties:\n  甲县:", "应是键和值，现为 null"),
        ("counties:\n  甲县: {standard: false}", "应是列表，现为 false"),
    ],
)
def test_values_of_counties_are_shown_as_they_are_written(
    batch: Run, folder: Path, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "counties.yaml").write_text(f"{text}\n", encoding="utf-8")
    ran = batch(folder, "--counties", tmp_path / "counties.yaml")
    assert ran.code == 4
    assert said in ran.err


def test_a_file_that_may_not_be_read_is_named_with_the_reason(
    run: Run, batch: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "甲县.xlsx"
    closed.chmod(0)
    real, may = Path.open, os.access
    if os.access(closed, os.R_OK):  # whoever is root may read everything

        def opened(path: Path, *rest: Any, **named: Any) -> Any:
            if path == closed:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return real(path, *rest, **named)

        monkeypatch.setattr(Path, "open", opened)
        monkeypatch.setattr(os, "access", lambda path, *rest: str(path) != str(closed) and may(path, *rest))
    for command in ("check", "lint", "inspect"):
        ran = run(command, closed)
        assert (ran.code, "没有权限" in ran.err, "甲县.xlsx" in ran.err) == (4, True, True)
    ran = batch(closed, *sorted(folder.glob("*县.xlsx")))
    assert ran.code == 4
    assert "没有权限" in ran.out and "1 个县中" in ran.out


OBEYED = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
WILD = "\x1b[31m\x07\x9b\u2028\u2029\u202e\u2066\u2069\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no control characters in the names of files")
@pytest.mark.parametrize("more", [(), ("--view", "full"), ("-q",), ("-o", "github")])
def test_names_are_shown_without_what_a_terminal_would_obey(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    here = tmp_path / "省"
    county(here / f"甲{WILD}乙.xlsx", "丙\u2028\u2029\u202e\u2066丁县", 小学最大班额=46)
    county(here / "市" / f"甲{WILD}乙.xlsx", "丙\u2028\u2029\u202e\u2066丁县", 小学县级以上骨干教师数=0)
    county(here / f"县{WILD}县.xlsx", "", 小学最大班额=46)
    (here / f"坏{WILD}了.xlsx").write_bytes(b"PK")
    (tmp_path / "out" / f"县{WILD}县.json").mkdir(parents=True)
    day = ("--as-of", "2026-09-01", "--engine", "inline", "--out", tmp_path / "out")
    ran = run("batch", here, *day, *more)
    assert ran.code == 4
    assert not re.search(OBEYED, ran.said)
    shown = "坏[31m  了.xlsx" if "github" not in more else "坏[31m%0A了.xlsx"
    assert shown in ran.said
    # A county, a file and a reason are a line each: nothing that stands on a line of its own begins in a name.
    assert not [each for each in ran.said.splitlines() if each.startswith(("乙", "丁", "了", "县.xlsx"))]
    run("batch", here, *day, "--out-format", "github")
    for path in (tmp_path / "out").glob("*.txt"):
        assert not re.search(OBEYED, path.read_text("utf-8"))


def test_failing_schools_are_listed_in_full(batch: Run, tmp_path: Path) -> None:
    county(tmp_path / "甲县.xlsx", "甲县", 小学县级以上骨干教师数=0)
    ran = batch(tmp_path / "甲县.xlsx", "--view", "full")
    assert "甲县 甲小学 小学 A2：" in ran.out
    assert "小学A2 骨干教师：2 个学部中 1 个低于要求（50.0%），涉及 1 个县，最多的是 甲县（1 个）" in ran.out


def test_fail_fast_stops_at_the_first_in_order(batch: Run, folder: Path, tmp_path: Path) -> None:
    ran = batch(folder, "--fail-fast", "-o", f"json={tmp_path / 's.json'}")
    found = summary(tmp_path / "s.json")
    # The folder of the city comes after 丙县 and before 甲县.
    assert [line["county"] for line in found["counties"]] == ["丙县"]
    assert len(found["missing"]) == 2
    assert ran.code == 3
    assert "还有 2 个文件没有评估" in ran.out


def test_whoever_reads_a_summary_of_a_part_sees_what_is_missing(batch: Run, folder: Path, tmp_path: Path) -> None:
    targets = {"csv": "s.csv", "markdown": "s.md", "junit": "s.xml", "github": "s.txt", "xlsx": "s.xlsx"}
    given = [part for name, file in targets.items() for part in ("-o", f"{name}={tmp_path / file}")]
    ran = batch(folder, "--fail-fast", "-q", *given)
    assert "没有做完：还有 2 个文件没有评估" in ran.err
    for file in ("s-提示.csv", "s.md", "s.txt"):
        assert "没有做完：2 个文件没有评估：" in (tmp_path / file).read_text(encoding="utf-8"), file
    assert re.search(
        r'name="[^"]*甲县.xlsx"[^>]*>\s*<skipped[^>]*没有评估', (tmp_path / "s.xml").read_text(encoding="utf-8")
    )
    assert "没有评估" not in batch(folder, "-q").err


@pytest.mark.parametrize(
    "wrong",
    [("--resume",), ("-j", "0"), ("--engine", "spark"), ("--scheduler", "tcp://x:1"), ("--out-format", "pdf")],
)
def test_wrong_usage(run: Run, folder: Path, wrong: tuple[str, ...]) -> None:
    ran = run("batch", folder, *wrong)
    assert (ran.code, ran.out) == (2, "")


def test_a_closed_folder_is_named(batch: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def closed(path: Any) -> Any:
        if str(path).endswith("市"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    ran = batch(folder)
    assert ran.code == 4
    assert "没有权限" in ran.out


def test_rich_is_not_imported_where_there_is_no_terminal() -> None:
    script = (
        "import sys\nfrom eqeval.cli.app import main\n"
        "try:\n    main(['batch', '--help'])\n"
        "finally:\n    print('HEAVY', *[n for n in ('rich', 'pydantic', 'concurrent') if n in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY"
