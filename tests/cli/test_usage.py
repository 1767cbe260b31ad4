"""Wrong calls say what was found, what is possible and what is nearest; settings have an order."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran, Run
from county import full_secondary, junior, primary, statements
from openpyxl import Workbook
from samples import table

from eqeval import __version__
from eqeval.io.written.library import library
from eqeval.render.breaks import width_of

DAY = ("--as-of", "2026-09-01")


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    return table(tmp_path / "data.xlsx", [primary(小学最大班额=46), junior()])


def refused(ran: Ran, *fragments: str) -> None:
    assert ran.code == 2
    assert ran.out == ""
    assert "Traceback" not in ran.err
    for fragment in fragments:
        assert fragment in ran.err


WRONG = {
    "option": (["check", "data.xlsx", "--standrad", "x"], ["--standrad", "--standard"]),
    "command": (["chekc", "data.xlsx"], ["chekc", "check"]),
    "command with a dash": (["re-check", "data.xlsx"], ["re-check"]),
    "command in Chinese": (["评估", "data.xlsx"], ["评估"]),
    "standard": (["check", "data.xlsx", "-s", "cn-quality-2071"], ["cn-quality-2071", "cn-quality-2017"]),
    "standard file": (["check", "data.xlsx", "-s", "own/none.yaml"], ["own/none.yaml"]),
    "format": (["check", "data.xlsx", "-o", "jsom"], ["jsom", "json"]),
    "format with a file": (["check", "data.xlsx", "-o", "pdf=x.pdf"], ["pdf", "terminal"]),
    "workbook by another name": (["check", "data.xlsx", "-o", "xlsx=x.xls"], ["x.xls", ".xlsx"]),
    "view": (["check", "data.xlsx", "--view", "ful"], ["--view", "ful", "full", "summary", "failures"]),
    "date": (["check", "data.xlsx", "--as-of", "2026-02-30"], ["--as-of", "2026-02-30", "2026-09-01"]),
    "date in words": (["check", "data.xlsx", "--as-of", "昨天"], ["--as-of", "昨天"]),
    "county": (["check", "data.xlsx", "--county", "无县"], ["无县", "data"]),
    "missing file": (["check"], ["check", "--help"]),
    "missing value": (["check", "data.xlsx", "--as-of"], ["--as-of"]),
    "value of a switch": (["check", "data.xlsx", "--strict=1"], ["--strict"]),
    "schema": (["schema", "reprot"], ["reprot", "report"]),
    "explain": (["explain", "A8"], ["A8", "A"]),
    "explain a code": (["explain", "E999"], ["E999"]),
    "explain a school": (["explain", "data.xlsx", "--school", "甲小"], ["甲小", "甲小学"]),
    "explain no school": (["explain", "data.xlsx"], ["--school", "甲小学"]),
    "explain an indicator": (["explain", "data.xlsx", "--school", "甲小学", "--indicator", "A9"], ["A9", "A1"]),
    "explain without file": (["explain", "A1", "--school", "甲小学"], ["--school"]),
    "too much": (["explain", "A1", "A2"], ["A2"]),
}


def test_a_switch_takes_no_value(run: Run, data: Path) -> None:
    assert "选项 --strict 不带值" in run("check", data, "--strict=1").err
    assert "选项 --as-of 缺少值" in run("check", data, "--as-of").err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", WRONG)
def test_wrong_calls_are_explained(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, name: str, lang: str) -> None:
    arguments, fragments = WRONG[name]
    monkeypatch.setenv("EQEVAL_LANG", lang)
    ran = run(*arguments)
    refused(ran, *fragments)
    chinese = any("用法" in line for line in ran.err.splitlines())
    assert chinese == (lang == "zh")


def test_the_language_is_an_option_too(run: Run, data: Path) -> None:
    refused(run("check", data, "--view", "ful", "--lang", "en"), "possible are")


@pytest.mark.parametrize("name", [name for name in WRONG if name != "command in Chinese"])
def test_chinese_messages_are_chinese_all_through(run: Run, data: Path, name: str) -> None:
    """No English sentence of the argument parser is left in a Chinese message."""
    arguments, _ = WRONG[name]
    said = run(*arguments).err
    for english in ("Got unexpected", "No such", "requires an argument", "Invalid value", "Missing", "extra argument"):
        assert english not in said


@pytest.mark.parametrize("lang", ["xx", "中文", ""])
def test_unknown_language(run: Run, data: Path, lang: str) -> None:
    refused(run("check", data, "--lang", lang), "--lang", "zh", "en")


@pytest.mark.parametrize("arguments", [["--lang=en", "check", "x"], ["check", "x", "--lang=en"]])
def test_language_of_messages_before_parsing(run: Run, arguments: list[str]) -> None:
    assert "用法" not in run(*arguments, "--nosuch").err


def test_version(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"eqeval {__version__}\n", "")


@pytest.mark.parametrize("module", [["-m", "eqeval"], ["-c", "from eqeval.cli.app import main; main()"]])
def test_version_of_a_real_process(module: list[str]) -> None:
    done = subprocess.run([sys.executable, *module, "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"eqeval {__version__}\n", "")


@pytest.mark.parametrize("command", [[], ["check"], ["explain"], ["schema"]])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_in_the_users_language(
    run: Run, command: list[str], option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run(*command, option)
    assert (ran.code, ran.err) == (0, "")
    assert any("一" <= sign <= "鿿" for sign in ran.out)
    monkeypatch.setenv("EQEVAL_LANG", "en")
    english = run(*command, option)
    assert english.code == 0
    assert not [sign for sign in english.out if "一" <= sign <= "鿿"]


@pytest.mark.parametrize(
    "command", ["", "check", "batch", "lint", "explain", "inspect", "template", "schema", "standards", "standards new"]
)
def test_the_frame_of_the_help_is_in_the_users_language_too(
    run: Run, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run(*command.split(), "--help").out
    assert said.startswith(f"用法: eqeval {command} [选项]".replace("  ", " "))
    assert "\n选项:\n" in said and "显示这一页。" in said
    of_typer = ("Usage", "OPTIONS", "Options", "ARGS", "Arguments", "Commands", "Show ", "Install ")
    assert [word for word in (*of_typer, "env var", "default:", "required]") if word in said] == []
    monkeypatch.setenv("EQEVAL_LANG", "en")
    assert run(*command.split(), "--help").out.startswith(f"Usage: eqeval {command} [OPTIONS]".replace("  ", " "))


@pytest.mark.parametrize("width", [50, 60, 80])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "command", ["", "check", "batch", "lint", "explain", "inspect", "template", "schema", "standards validate"]
)
def test_the_help_fits_its_terminal_and_breaks_no_word(
    run: Run, command: str, language: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EQEVAL_LANG", language)
    whole = run(*command.split(), "--help").out
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run(*command.split(), "--help").out.splitlines()
    assert [line for line in lines if width_of(line) > width] == []
    assert [line for line in lines if line.lstrip().startswith(tuple("，。；：、！？）"))] == []
    said = set(re.findall(r"[A-Za-z-]{4,}", "\n".join(lines)))
    assert said == set(re.findall(r"[A-Za-z-]{4,}", whole))
    assert "..." not in whole.replace("]...", "")


def test_help_names_every_option(run: Run) -> None:
    said = run("check", "--help").out
    for option in ("-s", "--standard", "--as-of", "-o", "--output", "--view", "--strict", "--county", "--lang",
                   "-q", "--quiet", "--debug", "EQEVAL_STANDARD", "EQEVAL_LANG"):  # fmt: skip
        assert option in said


@pytest.mark.parametrize("command", ["check", "explain"])
def test_commands_that_read_data_share_their_options(run: Run, command: str) -> None:
    said = run(command, "--help").out
    shared = ("--standard", "--as-of", "--county", "--sheet", "--lang", "--debug")
    assert [option for option in shared if option not in said] == []


def test_the_sheet_can_be_chosen(run: Run, tmp_path: Path) -> None:
    book = Workbook()
    for title, pupils in (("学校", 600), ("去年", 2001)):
        sheet = book.create_sheet(title)
        row = primary(小学在校生数=pupils)
        sheet.append(list(row))
        sheet.append(list(row.values()))
    book.remove(book.worksheets[0])
    book.save(tmp_path / "x.xlsx")
    assert "W511" in run("check", str(tmp_path / "x.xlsx"), "--view", "full").out
    chosen = run("check", str(tmp_path / "x.xlsx"), "--sheet", "去年", "-o", "json")
    assert '"value": 2001' in chosen.out
    missing = run("check", str(tmp_path / "x.xlsx"), "--sheet", "前年")
    assert (missing.code, "前年" in missing.err) == (2, True)


def test_an_option_of_another_command_is_named_with_it(run: Run) -> None:
    refused(run("check", "a.xlsx", "--prev", "b"), "没有选项 --prev", "它是 lint、batch 的选项")
    refused(run("--lang", "en", "check", "a.xlsx"), "no option --lang", "eqeval check … --lang")
    refused(run("lint", "a.xlsx", "-q"), "没有选项 -q", "check")
    assert "的选项" not in run("check", "a.xlsx", "--nonsense").err


@pytest.mark.parametrize(
    ("name", "example"), [("x.xlsx", "-o xlsx=x.xlsx"), ("页.md", "-o markdown=页.md"), ("xslx", "-o json=report.json")]
)
def test_a_file_where_a_format_is_asked_for_is_shown_how_to_write(run: Run, name: str, example: str) -> None:
    refused(run("check", "a.xlsx", "-o", name), example)


def test_no_argument_shows_the_help(run: Run) -> None:
    ran = run()
    assert ran.code == 2
    assert "check" in ran.said
    assert "explain" in ran.said


@pytest.mark.parametrize(
    ("shell", "begins"), [("bash", "_eqeval_completion()"), ("zsh", "#compdef"), ("fish", "complete")]
)
def test_completion_script(shell: str, begins: str) -> None:
    """The shell is named, and not looked for among the parents of the process: there need be none."""
    named = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "eqeval", "--show-completion", shell], capture_output=True, encoding="utf-8", env=named
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(begins)
    assert "eqeval" in done.stdout


def test_completion_of_commands(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setenv("_EQEVAL_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "eqeval ch")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert "check" in run().out


# Flags beat EQEVAL_* variables, which beat eqeval.toml, which beats the defaults.


def settings(text: str) -> None:
    Path("eqeval.toml").write_text(text, encoding="utf-8")


def report(ran: Ran) -> dict[str, object]:
    found: dict[str, object] = json.loads(ran.out)
    return found


def test_settings_of_the_file(run: Run, data: Path) -> None:
    settings('as_of = "2025-03-04"\noutput = ["json"]\n')
    assert report(run("check", data))["as_of"] == "2025-03-04"


def test_variables_beat_the_file(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings('as_of = "2025-03-04"\n')
    monkeypatch.setenv("EQEVAL_AS_OF", "2025-05-06")
    assert report(run("check", data, "-o", "json"))["as_of"] == "2025-05-06"


def test_flags_beat_variables_and_the_file(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings('as_of = "2025-03-04"\n')
    monkeypatch.setenv("EQEVAL_AS_OF", "2025-05-06")
    ran = run("check", data, "-o", "json", "--as-of", "2025-07-08")
    assert report(ran)["as_of"] == "2025-07-08"


LAYERS: dict[str, tuple[str, str, Callable[[Ran], bool]]] = {
    "view": ("EQEVAL_VIEW", "full", lambda ran: "全部学部" in ran.out),
    "lang": ("EQEVAL_LANG", "en", lambda ran: "Verdict" in ran.out),
    "standard": ("EQEVAL_STANDARD", "nosuch", lambda ran: ran.code == 2 and "nosuch" in ran.err),
    "as_of": ("EQEVAL_AS_OF", "2025-05-06", lambda ran: "2025-05-06" in ran.out),
    "output": ("EQEVAL_OUTPUT", "json", lambda ran: ran.out.startswith("{")),
}


@pytest.mark.parametrize("name", LAYERS)
def test_every_setting_can_be_a_variable(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    variable, value, shows = LAYERS[name]
    assert not shows(run("check", data, *([] if name == "as_of" else DAY)))
    monkeypatch.setenv(variable, value)
    assert shows(run("check", data, *([] if name == "as_of" else DAY)))


@pytest.mark.parametrize("name", LAYERS)
def test_every_setting_can_stand_in_the_file(run: Run, data: Path, name: str) -> None:
    _, value, shows = LAYERS[name]
    settings(f'{name} = "{value}"\n')
    assert shows(run("check", data, *([] if name == "as_of" else DAY)))


def test_strict_by_variable_and_by_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path / "a.xlsx", [primary(), junior()])
    assert run("check", path).code == 0
    settings("strict = true\n")
    assert run("check", path).code == 3
    settings("")
    monkeypatch.setenv("EQEVAL_STRICT", "1")
    assert run("check", path).code == 3


@pytest.mark.parametrize(
    ("content", "fragment"),
    [
        (b"view = ", "不合 TOML"),
        (b"colour = true\n", "colour"),
        (b'standrad = "x"\n', "standrad"),
        ("view = '全部'".encode("gb18030"), "另存为 UTF-8"),
        (b'view = "ful"\n', "ful"),
        (b"[check]\nview = 3\n", "check"),
        (b"view = 3\n", "view"),
        (b"standard = 5\n", "standard 的值应是加英文引号的文字"),
        (b"standard = [1]\n", "standard 的值应是加英文引号的文字"),
        (b"standard = 2026-01-01\n", "standard 的值应是加英文引号的文字"),
        (b"output = true\n", "output 的值应是加英文引号的文字"),
        (b"strict = 3\n", "strict 应写 true 或 false"),
        (b"strict = []\n", "strict 应写 true 或 false"),
        (b"as_of = 3\n", "as_of 的值应是文字"),
        (b"waivers = []\n", "waivers 的值应是文字"),
        (b"as_of = 2025-03-04x\n", ""),
    ],
)
def test_unreadable_settings(run: Run, data: Path, content: bytes, fragment: str) -> None:
    Path("eqeval.toml").write_bytes(content)
    ran = run("check", data)
    refused(ran, fragment)
    if fragment not in ("ful", "view"):
        assert "eqeval.toml" in ran.err


def test_a_date_of_the_file_may_be_a_date(run: Run, data: Path) -> None:
    settings("as_of = 2025-03-04\n")
    assert report(run("check", data, "-o", "json"))["as_of"] == "2025-03-04"


def test_unusable_variables(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQEVAL_LANG", "fr")
    refused(run("check", data), "fr", "zh", "en")


# Standards


def test_a_standard_by_path(run: Run, data: Path) -> None:
    own = data.parent / "own.yaml"
    own.write_bytes((library() / "cn-quality-2017.yaml").read_bytes())
    found = report(run("check", data, "-s", own, "-o", "json"))
    assert found == report(run("check", data, "-o", "json"))


# explain

KINDS = ["A", "CV", "B1", "B3", "B3-music", "B4", "B5", "B7", "B8", "B9", "B11", "C6", "C9", "C9-gap", "V1", "E3"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [*KINDS, "A1", "A3", "A4", "A5", "A6", "A7", "E101", "E203", "W502", "N601"])
def test_explain_every_kind_of_target(run: Run, name: str, lang: str) -> None:
    ran = run("explain", name, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{name} ")
    assert len(ran.out.splitlines()) >= 3
    assert "{" not in ran.out
    if not (name[0] in "EWN" and name[1:].isdigit() and len(name) == 4):
        assert "教督〔2017〕6号" in ran.out


def test_explain_says_limits_floor_and_relaxation(run: Run) -> None:
    said = run("explain", "A3").out
    for fragment in ("0.9", "85%", "50至99人", "体育艺术专任教师数"):
        assert fragment in said


def test_explain_a_school(run: Run, data: Path) -> None:
    ran = run("explain", data, "--school", "甲小学")
    assert ran.code == 0
    for fragment in ("学校!J2", "学校!Q2", "36 ÷ 600 × 100 = 6", "A1", "A7", "≥4.2", "3.57"):
        assert fragment in ran.out
    one = run("explain", data, "--school", "甲小学", "--indicator", "A4")
    assert "A4" in one.out
    assert "A1" not in one.out
    assert "4200" in one.out


def test_explain_a_requirement_on_schools_names_those_that_miss_it_with_their_cells(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", [primary(小学最大班额=46), primary(学校名称="乙小学"), junior()], statements())
    said = run("explain", path, "--indicator", "B5").out
    assert "甲小学：小学 46 ≤45 → 未达标 [学校!O2]" in said and "乙小学" not in said
    one = run("explain", path, "--indicator", "B5", "--school", "乙小学").out
    assert "B5：小学 40 ≤45 → 达标 [学校!O3]" in one and "A1" not in one
    assert "B3-music" in run("explain", path, "--indicator", "B3", "--school", "乙小学").out
    assert "不是对这所学校的要求" in run("explain", path, "--indicator", "B9", "--school", "乙小学").out
    failing = table(tmp_path / "b.xlsx", [primary(小学县级以上骨干教师数=0), junior()], statements())
    assert "甲小学 小学：7 项中 6 项达标" in run("explain", failing, "--indicator", "A").out


def test_explain_an_indicator_of_all_schools_with_what_each_adds_to_its_coefficient(run: Run, tmp_path: Path) -> None:
    # 600 pupils with 4 rooms for a hundred and 200 with 8: mean 5, S² = 3/4·1² + 1/4·3² = 3, CV = √3 ÷ 5.
    rooms = "网络多媒体教室数"
    schools = [primary(**{rooms: 24}), primary(学校名称="乙小学", 小学在校生数=200, **{rooms: 16}), junior()]
    path = table(tmp_path / "a.xlsx", schools, statements())
    said = run("explain", path, "--indicator", "a7").out.splitlines()
    whole = next(line for line in said if "全县平均" in line)
    assert "40 ÷ 800 × 100 = 5 " in whole
    at = said.index(whole)
    assert "≈1.732051 ÷ 5 = 0.346　≤0.50　→　达标" in said[at + 1]
    assert re.fullmatch(r"  乙小学：75%　8\.00 .*，学生 200 名　\[.*\]", said[at + 2])
    assert re.fullmatch(r"  甲小学：25%　4\.00 .*，学生 600 名　\[学校!.*2\]", said[at + 3])
    assert "A 未达到要求或尚缺数据的学部：0 个" in said


def test_explain_an_indicator_names_the_schools_that_miss_it_and_those_that_lack_data(run: Run, tmp_path: Path) -> None:
    rooms = "网络多媒体教室数"
    schools = [primary(**{rooms: 12}), primary(学校名称="乙小学", **{rooms: None}), junior()]
    path = table(tmp_path / "a.xlsx", schools, statements())
    said = run("explain", path, "--indicator", "A7").out
    assert "学部：2 个\n  甲小学：2.00　小学 ≥2.3　下限 85% = 1.955　→　余项达到85%\n  乙小学：" in said
    assert "  差异系数：无法计算　≤0.50　→　缺数据\n  乙小学：" in said
    every = run("explain", path, "--indicator", "CV").out
    assert len([line for line in every.splitlines() if "≤0.50" in line or "≤0.45" in line]) == 14


def test_the_shares_of_the_schools_in_a_coefficient_are_a_whole(run: Run) -> None:
    path = Path(__file__).parents[2] / "examples" / "yunxi.xlsx"
    said = run("explain", path, "--indicator", "A5").out
    junior = said.partition("初中差异系数")[2].splitlines()[3:]
    shares = [int(found[1]) for line in junior if (found := re.search(r"：(\d+)%", line))]
    assert len(shares) == 9 and abs(sum(shares) - 100) <= 4 and shares[:8] == sorted(shares[:8], reverse=True)
    assert "高岭乡初级中学：69%" in junior[0] and "其余 9 个学部合计" in junior[8]


def test_explain_a_school_that_is_left_out(run: Run, tmp_path: Path) -> None:
    from county import school

    path = table(tmp_path / "a.xlsx", [primary(), school("特殊教育学校")])
    assert "特殊教育学校" in run("explain", path, "--school", "甲特教学校").out


# Several counties, several files


def test_several_counties_need_a_choice(run: Run, tmp_path: Path) -> None:
    rows = [primary(县="东县"), junior(县="东县"), primary(学校名称="乙小学", 县="西县", 小学最大班额=46)]
    path = table(tmp_path / "a.xlsx", rows)
    refused(run("check", path), "东县", "西县", "--county")
    assert run("check", path, "--county", "东县").code == 0
    assert run("check", path, "--county", "西县").code == 1
    assert report(run("check", path, "--county", "西县", "-o", "json"))["county"] == "西县"


def test_explain_in_one_of_several_counties(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", [primary(县="东县"), primary(县="西县")])
    assert run("explain", path, "--school", "甲小学", "--county", "西县").code == 0


def test_primary_and_junior_tables_as_two_files(run: Run, tmp_path: Path) -> None:
    both = table(tmp_path / "both.xlsx", [primary(), junior()])
    one = table(tmp_path / "小学.xlsx", [primary()], without=[h for h in primary() if h.startswith("初中")])
    two = table(tmp_path / "初中.xlsx", [junior()])
    apart = report(run("check", one, two, "-o", "json"))
    whole = report(run("check", both, "-o", "json"))
    assert len(apart["inputs"]) == 2  # type: ignore[arg-type]
    for key in ("outcome", "dispersion"):
        assert apart[key] == whole[key]


def test_the_same_file_twice_is_seen(run: Run, data: Path) -> None:
    """Every school stands twice then; counting both would change nothing but the coefficients, so it is refused."""
    path = table(data.parent / "good.xlsx", [primary(), junior()])
    for other in (path, Path("good.xlsx"), path.parent / "." / "good.xlsx"):
        ran = run("check", path, other, *DAY)
        assert (ran.code, ran.out) == (2, "")
        assert "good.xlsx" in ran.err


def test_files_of_one_name_in_two_folders_are_both_read(run: Run, tmp_path: Path) -> None:
    for folder in ("东", "西"):
        (tmp_path / folder).mkdir()
    one = table(tmp_path / "东" / "学校.xlsx", [primary()])
    two = table(tmp_path / "西" / "学校.xlsx", [junior(初中最大班额=51)])
    ran = run("check", one, two, "-o", "json")
    found = json.loads(ran.out)
    assert [section["school"] for section in found["sections"]] == ["甲小学", "甲初中"]
    assert ran.code == 1


def test_classes_are_told_apart_by_school_code(run: Run, tmp_path: Path) -> None:
    rows = [primary(学校代码="1001"), primary(学校代码="1002")]
    classes = [("1001", "一年级", f"{n}班", 40) for n in range(15)]
    classes += [("1002", "一年级", f"{n}班", 46) for n in range(15)]
    path = table(tmp_path / "a.xlsx", rows, classes=classes)
    found = json.loads(run("check", path, "-o", "json").out)
    (b5,) = (one for one in found["requirements"] if one["id"] == "B5")
    assert [(one["value"], one["outcome"]) for one in b5["subjects"]] == [(40, "met"), (46, "not_met")]


def test_statements_of_one_county_do_not_speak_for_another(run: Run, tmp_path: Path) -> None:
    """Sheet 县级 has no column 县: with two counties in the table nobody knows whose it is, so it is said."""
    rows = [primary(县="东县"), primary(学校名称="乙小学", 县="西县")]
    path = table(tmp_path / "a.xlsx", rows, statements({"V6": "是"}))
    found = [json.loads(run("check", path, "--county", name, "-o", "json").out) for name in ("东县", "西县")]
    assert [one["issues"] for one in found] != [[], []]


@pytest.mark.parametrize("county", ["东县", "西县"])
def test_schools_of_one_name_in_two_counties_keep_their_classes(run: Run, tmp_path: Path, county: str) -> None:
    rows = [primary(县="东县", 学校代码="1"), primary(县="西县", 学校代码="2")]
    classes = [("1", "一年级", f"{n}班", 40) for n in range(15)] + [("2", "一年级", f"{n}班", 46) for n in range(15)]
    path = table(tmp_path / "a.xlsx", rows, classes=classes)
    assert run("check", path, "--county", county).code == (0 if county == "东县" else 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_floor_that_is_said_is_that_of_the_standard(run: Run, tmp_path: Path, lang: str) -> None:
    shipped = (library() / "cn-quality-2017.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(shipped.replace("rest_at_least: 85%", "rest_at_least: 80%"), encoding="utf-8")
    path = table(tmp_path / "a.xlsx", [primary(小学高于规定学历教师数=21), junior()])
    said = run("check", path, "-s", "own.yaml", "--view", "full", "--lang", lang).out
    assert "3.36" in said
    assert "80%" in said
    assert not [line for line in said.splitlines() if "85%" in line and " A1 " in line]


def test_codes_may_be_typed_small(run: Run) -> None:
    assert run("explain", "e203").out == run("explain", "E203").out != ""
    refused(run("explain", "e999"), "E999")


def test_the_help_names_every_schema(run: Run) -> None:
    for lang in ("zh", "en"):
        said = run("schema", "--help", "--lang", lang).out
        assert all(said.count(name) > 1 for name in ("report", "batch", "lint", "waivers", "map"))


@pytest.mark.parametrize(("pay", "asked"), [(9.1, True), (850, True), (851, False), (91000, False)])
def test_figures_of_the_county_in_different_units_are_asked_about(
    run: Run, batch: Run, tmp_path: Path, pay: float, asked: bool
) -> None:
    """The pay of civil servants is 85,000 元; a hundredth of it is hardly in the same unit."""
    said = statements({"教师年平均工资收入": pay, "公务员年平均工资收入": 85000})
    path = table(tmp_path / "a.xlsx", [primary(), junior()], said)
    found = [one for one in report(run("check", path, "-o", "json"))["issues"] if one["code"] == "W588"]  # type: ignore[attr-defined]
    assert bool(found) == asked
    if asked:
        assert found[0]["cell"].startswith("县级!B") and "单位可能不同" in found[0]["message"]
    batch(path, "-o", f"json={tmp_path / 's.json'}")
    (line,) = json.loads((tmp_path / "s.json").read_bytes())["counties"]
    assert line["warnings"] == int(asked)


def test_what_a_shared_figure_cannot_be_divided_by_is_named_with_its_stage(run: Run, tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.xlsx", [primary(), full_secondary(高中在校生数=None)], statements(), without=("高中在校生数",)
    )
    said = run("check", path, "--view", "full").out
    assert "缺：高中在校生数" in said and "缺：在校生数" not in said
