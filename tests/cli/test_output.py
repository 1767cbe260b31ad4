"""What goes where: machine formats alone on stdout, files whole or not at all, inputs never changed."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from conftest import Run
from county import junior, primary, statements
from openpyxl import load_workbook
from samples import csv_bytes, table


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    return table(tmp_path / "data.xlsx", [primary(小学最大班额=46), junior(运动场地面积=None)])


@pytest.mark.parametrize("options", [(), ("-q",), ("--view", "full"), ("--lang", "en")])
def test_json_is_alone_on_stdout(run: Run, data: Path, options: tuple[str, ...]) -> None:
    ran = run("check", data, "-o", "json", *options)
    assert ran.code == 1
    assert ran.err == ""
    assert json.loads(ran.out)["schema"] == "eqeval-report/1"
    assert ran.out.endswith("}\n")


def test_json_is_alone_on_stdout_of_a_real_process(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eqeval", "check", data, "-o", "json", "-o", "terminal=screen.txt"],
        capture_output=True,
        cwd=data.parent,
    )
    assert done.returncode == 1
    assert done.stderr == b""
    assert json.loads(done.stdout)["outcome"] == "not_met"
    assert (data.parent / "screen.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("broken", ["missing.xlsx", "empty.xlsx"])
def test_nothing_is_on_stdout_when_json_cannot_be_made(run: Run, tmp_path: Path, broken: str) -> None:
    (tmp_path / "empty.xlsx").touch()
    ran = run("check", broken, "-o", "json")
    assert (ran.code, ran.out) == (4, "")
    assert broken in ran.err


def test_output_is_repeatable(run: Run, data: Path) -> None:
    ran = run("check", data, "-o", "json=one.json", "-o", "terminal=two.txt", "-o", "json")
    assert json.loads(ran.out) == json.loads((data.parent / "one.json").read_bytes())
    assert "未达标" in (data.parent / "two.txt").read_text(encoding="utf-8")


def test_the_verdict_is_said_when_only_files_are_written(run: Run, data: Path) -> None:
    ran = run("check", data, "-o", "json=one.json")
    assert "未达标" in ran.out


def test_quiet_says_the_verdict_only(run: Run, data: Path) -> None:
    ran = run("check", data, "-q")
    assert len(ran.out.splitlines()) == 1
    assert "未达标" in ran.out


def test_quiet_with_files_says_the_verdict_only(run: Run, data: Path) -> None:
    ran = run("check", data, "-q", "-o", "json=one.json")
    assert len(ran.out.splitlines()) <= 1
    assert (data.parent / "one.json").exists()


def test_two_formats_on_stdout_are_refused(run: Run, data: Path) -> None:
    ran = run("check", data, "-o", "json", "-o", "terminal")
    assert (ran.code, ran.out) == (2, "")
    assert "-o json=" in ran.err


def test_two_outputs_to_one_file_are_refused(run: Run, data: Path) -> None:
    ran = run("check", data, "-o", "json=a", "-o", "terminal=./a")
    assert ran.code == 2
    assert not (data.parent / "a").exists()


@pytest.mark.parametrize("target", ["data.xlsx", "./data.xlsx", "sub/../data.xlsx", "link.xlsx"])
def test_an_input_is_never_written_over(run: Run, data: Path, target: str) -> None:
    (data.parent / "sub").mkdir()
    (data.parent / "link.xlsx").symlink_to(data)
    before = digest(data)
    ran = run("check", "data.xlsx", "-o", f"json={target}")
    assert ran.code == 2
    assert target.removeprefix("./") in ran.err
    assert digest(data) == before


def test_the_second_input_is_never_written_over_either(run: Run, data: Path) -> None:
    other = table(data.parent / "other.xlsx", [primary(学校名称="乙小学")])
    before = digest(other)
    assert run("check", data, other, "-o", f"json={other}").code == 2
    assert digest(other) == before


def test_the_standard_is_never_written_over(run: Run, data: Path) -> None:
    from eqeval.io.written.library import library

    standard = data.parent / "own.yaml"
    standard.write_bytes((library() / "cn-quality-2017.yaml").read_bytes())
    before = digest(standard)
    ran = run("check", data, "-s", standard, "-o", f"json={standard}")
    assert digest(standard) == before
    assert ran.code == 2


def test_reading_changes_no_input(run: Run, data: Path) -> None:
    before, listing = digest(data), sorted(data.parent.iterdir())
    run("check", data)
    run("explain", data, "--school", "甲小学")
    assert digest(data) == before
    assert sorted(data.parent.iterdir()) == listing


posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes and links with a place among the files")


@posix
def test_a_pipe_is_written_to_where_somebody_reads_it(run: Run, data: Path) -> None:
    os.mkfifo(data.parent / "pipe")
    for command in ("check", "batch", "lint"):
        ran = run(command, "data.xlsx", "-o", "json=pipe")
        assert ran.code == 2
        assert "不能写入 pipe：没有程序在读这个管道；请先启动读它的程序" in ran.err
    example = Path(__file__).parents[2] / "examples" / "yunxi.xlsx"
    expected = run("check", example, "-o", "json").out.encode()
    # More than a pipe holds: what the reader has not taken yet is waited for.
    assert len(expected) > 1 << 17
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    found = bytearray()

    def read() -> None:
        end = time.monotonic() + 60
        while len(found) < len(expected) and time.monotonic() < end:
            time.sleep(0.01)
            with suppress(BlockingIOError):
                found.extend(os.read(reader, 1 << 12))

    thread = Thread(target=read)
    thread.start()
    assert run("check", example, "-o", "json=pipe").code == 1
    thread.join()
    os.close(reader)
    assert found == expected
    assert (data.parent / "pipe").is_fifo()


@posix
def test_a_link_stays_a_link_and_so_does_stdout(run: Run, data: Path) -> None:
    (data.parent / "real.json").write_text("old", encoding="utf-8")
    for name, target in (("link.json", "real.json"), ("broken.json", "new.json")):
        (data.parent / name).symlink_to(target)
        assert run("check", "data.xlsx", "-o", f"json={name}").code == 1
        assert (data.parent / name).readlink() == Path(target)
        assert json.loads((data.parent / target).read_text(encoding="utf-8"))["outcome"] == "not_met"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    for command, name in (
        ("check", "/dev/fd/1"),
        ("check", "-"),
        ("batch", "-"),
        ("check", "sent.json"),
        ("batch", "/dev/stdout"),
        ("lint", "/dev/fd/1"),
    ):
        given = [sys.executable, "-m", "eqeval", command, str(data), "-o", f"json={name}"]
        done = subprocess.run(given, capture_output=True, cwd=data.parent, env=environment)
        # Nothing but the report stands there, as with -o json.
        if name != "sent.json":
            assert json.loads(done.stdout)["schema"].startswith("eqeval-")
            assert not (data.parent / "-").exists()
        with (data.parent / "sent.json").open("wb") as file:
            done = subprocess.run(given, stdout=file, env=environment, stderr=subprocess.PIPE, cwd=data.parent)
        assert done.returncode == (3 if command == "lint" else 1)
        assert json.loads((data.parent / "sent.json").read_text(encoding="utf-8"))["schema"].startswith("eqeval-")


def test_a_folder_that_does_not_exist_leaves_nothing(run: Run, data: Path) -> None:
    listing = sorted(data.parent.iterdir())
    ran = run("check", data, "-o", "json=nowhere/deep/out.json")
    assert ran.code == 2
    assert "nowhere/deep" in ran.err, "the folder that is missing is named"
    assert "Traceback" not in ran.err
    assert sorted(data.parent.iterdir()) == listing


def test_a_folder_is_no_target(run: Run, data: Path) -> None:
    (data.parent / "folder").mkdir()
    ran = run("check", data, "-o", "json=folder")
    assert ran.code == 2
    assert "folder" in ran.err
    assert list((data.parent / "folder").iterdir()) == []


def test_an_unwritable_folder_leaves_nothing(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system refuses to make a file there; for root too, who may write everywhere."""
    folder = data.parent / "locked"
    folder.mkdir(mode=0o555)
    really = os.open

    def refused(path: "str | bytes | os.PathLike[str]", *rest: Any, **named: Any) -> int:
        if Path(os.fsdecode(path)).parent.name == "locked":
            raise PermissionError(13, "Permission denied", os.fsdecode(path))
        return really(path, *rest, **named)

    monkeypatch.setattr(os, "open", refused)
    ran = run("check", data, "-o", "json=locked/out.json")
    assert ran.code == 2
    assert "locked/out.json" in ran.err
    assert list(folder.iterdir()) == []


def test_a_full_disk_leaves_the_old_file(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = data.parent / "out.json"
    old.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    ran = run("check", data, "-o", "json=out.json")
    assert ran.code == 2
    assert "out.json" in ran.err
    assert old.read_text() == "old"
    assert not [path for path in data.parent.iterdir() if path.name.startswith(".")]


def test_several_outputs_are_refused_before_any_is_written(run: Run, data: Path) -> None:
    ran = run("check", data, "-o", "terminal=first.txt", "-o", "json=nowhere/out.json")
    assert ran.code == 2
    assert not (data.parent / "first.txt").exists(), "half of what was asked for was written"


def test_an_old_output_is_replaced_whole(run: Run, data: Path) -> None:
    target = data.parent / "out.json"
    target.write_text("x" * 1_000_000)
    run("check", data, "-o", "json=out.json")
    assert json.loads(target.read_bytes())


@pytest.mark.parametrize("variable", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}])
def test_files_have_no_colours(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, variable: dict[str, str]) -> None:
    for name, value in variable.items():
        monkeypatch.setenv(name, value)
    run("check", data, "-o", "terminal=out.txt")
    assert b"\x1b" not in (data.parent / "out.txt").read_bytes()


def test_no_color_is_honoured(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check", data).out
    monkeypatch.setenv("NO_COLOR", "1")
    ran = run("check", data)
    assert not [code for code in ("\x1b[31", "\x1b[32", "\x1b[1;31", "\x1b[33", "\x1b[35") if code in ran.out]


def test_a_pipe_has_no_colours(run: Run, data: Path) -> None:
    assert "\x1b" not in run("check", data).out


def test_escape_sequences_of_a_name_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    """A workbook can hold control signs as _x001B_; a name must not clear the screen or colour a verdict."""
    path = table(tmp_path / "a.xlsx", [primary(学校名称="_x001B_[2J_x001B_[32m达标小学", 小学最大班额=46), junior()])
    ran = run("check", path, "--view", "full")
    assert ran.code == 1
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("command", [["check"], ["check", "-o", "json"], ["explain", "--school", "校3"]])
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, command: list[str]) -> None:
    path = table(tmp_path / "a.xlsx", [primary(学校名称=f"校{n}", 小学最大班额=46) for n in range(60)])
    process = subprocess.Popen(
        [sys.executable, "-m", "eqeval", *command, str(path), *(["--view", "full"] if command == ["check"] else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr
    said = process.stderr.read().decode()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "cp1252"])
@pytest.mark.parametrize(
    "command",
    [["check", "a.xlsx"], ["check", "a.xlsx", "--view", "full"], ["check", "missing.xlsx"], ["--help"],
     ["explain", "B3"], ["check", "--nosuch"], ["explain", "a.xlsx", "--school", "甲小学"]],
    ids=" ".join,
)  # fmt: skip
def test_a_poor_console_gives_no_traceback(tmp_path: Path, encoding: str, command: list[str]) -> None:
    table(tmp_path / "a.xlsx", [primary(), junior()], statements())
    done = subprocess.run(
        [sys.executable, "-m", "eqeval", *command],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert done.returncode in (0, 2, 4)
    assert b"Traceback" not in done.stderr + done.stdout
    assert b"Unicode" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_json_is_utf_8_on_every_console(tmp_path: Path, encoding: str) -> None:
    table(tmp_path / "a.xlsx", [primary(), junior()])
    done = subprocess.run(
        [sys.executable, "-m", "eqeval", "check", "a.xlsx", "-o", "json"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert json.loads(done.stdout.decode("utf-8"))["sections"][0]["school"] == "甲小学"


def test_csv_and_workbook_give_the_same_figures(run: Run, tmp_path: Path) -> None:
    rows = [primary(), junior()]
    table(tmp_path / "学校.xlsx", rows)
    (tmp_path / "学校.csv").write_bytes(csv_bytes(rows))
    found = [json.loads(run("check", name, "-o", "json").out) for name in ("学校.xlsx", "学校.csv")]
    for key in ("outcome", "sections", "dispersion", "requirements", "issues"):
        assert found[0][key] == found[1][key]


# One file for every format

MACHINES = ("csv", "xlsx", "markdown", "junit", "github")


@pytest.mark.parametrize("name", MACHINES)
def test_every_format_goes_alone_to_stdout_and_equals_its_file(data: Path, name: str) -> None:
    command = [sys.executable, "-m", "eqeval", "check", str(data), "--as-of", "2026-09-01", "-q"]
    done = subprocess.run([*command, "-o", name, "-o", f"{name}=file"], capture_output=True, cwd=data.parent)
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout == (data.parent / "file").read_bytes()


def test_all_formats_at_once(run: Run, data: Path) -> None:
    wanted = [option for name in MACHINES for option in ("-o", f"{name}=out.{name}")]
    assert run("check", data, *wanted, "-o", "json=out.json").code == 1
    assert {path.suffix for path in data.parent.glob("out.*")} == {".json", *(f".{name}" for name in MACHINES)}


def test_csv_leaves_nothing_out_and_says_where_it_is(run: Run, data: Path) -> None:
    ran = run("check", data, "-o", "csv=out.csv")
    names = {path.name for path in data.parent.glob("out*.csv")}
    assert names == {
        "out.csv",
        *(f"out-{one}.csv" for one in ("结论", "指标", "差异系数", "要求", "要求中的学校", "数据核查")),
    }
    assert "out-结论.csv" in ran.err
    assert "46" in (data.parent / "out-要求中的学校.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("command", ["check", "batch"])
@pytest.mark.parametrize("room", range(8))
def test_the_tables_of_csv_are_all_replaced_or_none(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, command: str, room: int
) -> None:
    given = (
        command,
        data,
        "-o",
        "csv=out.csv",
        "-o",
        "json=out.json",
        *(["--engine", "inline"] * (command == "batch")),
    )
    assert run(*given, "--as-of", "2026-01-01").code in (0, 1)
    before = {path.name: path.read_bytes() for path in data.parent.iterdir() if path.is_file()}
    tables = len(list(data.parent.glob("out*.csv")))
    assert tables >= 6
    real, written = os.fdopen, []

    def full(handle: int, *rest: Any, **named: Any) -> Any:
        written.append(handle)
        if len(written) == room + 1:
            os.close(handle)
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, *rest, **named)

    monkeypatch.setattr(os, "fdopen", full)
    ran = run(*given, "--as-of", "2026-02-02")
    after = {path.name: path.read_bytes() for path in data.parent.iterdir() if path.is_file()}
    assert after.keys() == before.keys()
    # Some tables do not name the day; those that do are all of one day.
    changed = [name for name in after if name.endswith(".csv") and after[name] != before[name]]
    assert bool(changed) == (room >= tables)
    assert (ran.code, "磁盘满了" in ran.err) == ((2, True) if room < tables + 1 else (ran.code, False))


def test_csv_on_stdout_says_that_there_is_more(run: Run, data: Path) -> None:
    ran = run("check", data, "-o", "csv")
    assert ran.out.startswith("\ufeff学校,")
    assert "差异系数" in ran.err
    assert run("check", data, "-o", "csv", "-q").err == ""


def test_a_standard_without_indicators_gives_its_requirements_as_csv(run: Run, data: Path) -> None:
    ran = run("check", data, "-s", "plan-songhuajiang-2010", "-o", "csv")
    assert len(ran.out.splitlines()) > 1


def test_a_file_beside_is_no_other_target_and_no_input(run: Run, data: Path) -> None:
    ran = run("check", data, "-o", "csv=a.csv", "-o", "json=a-结论.csv")
    assert ran.code == 2
    assert not list(data.parent.glob("a*.csv"))
    beside = table(data.parent / "b-结论.csv", [primary()])
    before = digest(beside)
    assert run("check", data, beside, "-o", "csv=b.csv").code == 2
    assert digest(beside) == before


@pytest.mark.parametrize("target", ["data.xlsx", "folder"])
def test_a_target_that_is_refused_leaves_no_files_beside_it(run: Run, data: Path, target: str) -> None:
    (data.parent / "folder").mkdir()
    listing = sorted(data.parent.iterdir())
    assert run("check", data, "-o", "json=first.json", "-o", f"csv={target}").code == 2
    assert sorted(data.parent.iterdir()) == listing


@pytest.mark.skipif(os.name == "nt", reason="on Windows NUL is a name in every folder, and no file in one")
def test_a_device_gets_one_table_and_no_files_beside_it(run: Run, data: Path) -> None:
    assert run("check", data, "-o", f"csv={os.devnull}").code == 1
    assert not list(Path(os.devnull).parent.glob("null-*"))


def test_a_workbook_is_not_written_to_a_screen(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eqeval.cli.output.on_screen", lambda: True)
    ran = run("check", data, "-o", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "-o xlsx=" in ran.err
    assert run("check", data, "-o", "xlsx=a.xlsx").code == 1


def test_every_format_holds_the_reports_of_all_standards(run: Run, data: Path) -> None:
    names = ("cn-quality-2017", "cn-basic-2012")
    wanted = [option for name in (*MACHINES, "json") for option in ("-o", f"{name}=out.{name}")]
    run("check", data, "-s", names[0], "-s", names[1], *wanted)
    folder = data.parent
    for name in ("out-要求.csv", "out.markdown", "out.junit", "out.json"):
        text = (folder / name).read_text(encoding="utf-8-sig")
        assert all(one in text for one in names), name
    sheets = load_workbook(folder / "out.xlsx").sheetnames
    assert len(sheets) == 14
    assert all(any(sheet.endswith(one) for sheet in sheets) for one in names)
    assert (folder / "out.github").read_text(encoding="utf-8").count("GitHub 每一步") == 2
    assert len({line.partition(",")[0] for line in (folder / "out-结论.csv").read_text().splitlines()[1:]}) == 2


def test_json_imports_no_other_format(data: Path) -> None:
    """What is not asked for costs no time."""
    code = (
        "import sys; from eqeval.cli.app import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "late = ('openpyxl', 'eqeval.render', 'eqeval.core.reports.tables')\n"
        "print([name for name in sys.modules if name.startswith(late)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(data), "-o", "json=out.json", "-o", "terminal=out.txt"],
        capture_output=True,
        cwd=data.parent,
    )
    loaded = done.stdout.decode().splitlines()[-1]
    assert "json_report" in loaded
    assert "openpyxl" not in loaded
    assert "tables" not in loaded


def reported(run: Run, data: Path, *options: str) -> Path:
    """Write a report as a workbook beside the data."""
    path = data.parent / "报告.xlsx"
    run("check", data, "-o", f"xlsx={path}", *options)
    return path


def test_a_report_in_the_folder_of_its_data_is_no_table_of_schools(run: Run, data: Path) -> None:
    before = run("check", data.parent, "-o", "json")
    reported(run, data)
    after = run("check", data.parent, "-o", "json")
    assert after.code == before.code
    told = json.loads(before.out), json.loads(after.out)
    assert told[0]["sections"] == told[1]["sections"] and told[0]["inputs"] == told[1]["inputs"]
    (note,) = [one["message"] for one in told[1]["issues"] if one["code"] == "N622"]
    assert "报告.xlsx（eqeval 的评估报告）" in note


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_given_as_data_is_refused_by_name(run: Run, data: Path, language: str) -> None:
    path = reported(run, data, "--lang", language)
    ran = run("check", path, "--lang", language)
    assert (ran.code, ran.out) == (4, "")
    assert str(path) in ran.err and ("评估报告" if language == "zh" else "is a report that eqeval wrote") in ran.err
    (unusable,) = json.loads(run("batch", data, path, "-o", "json", "--lang", language).out)["unusable"]
    assert unusable["source"] == str(path)


def test_what_else_a_workbook_says_of_itself_changes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    """A template that was filled in says that eqeval made it; properties that are broken are not asked for."""
    before = run("check", data, "-o", "json")
    for number, said in enumerate((b"<x><c>eqeval</c></x>", b"\0 no xml", b"<category>my eqeval report</category>")):
        other = tmp_path / f"{number}" / data.name
        other.parent.mkdir()
        with zipfile.ZipFile(data) as old, zipfile.ZipFile(other, "w") as new:
            for part in old.namelist():
                new.writestr(part, said if part == "docProps/core.xml" else old.read(part))
        ran = run("check", other, "-o", "json")
        assert ran.code == before.code
        assert json.loads(ran.out)["sections"] == json.loads(before.out)["sections"]


def test_files_that_were_written_are_named_to_people_alone(run: Run, batch: Run, data: Path, tmp_path: Path) -> None:
    assert "已写出：a.json\n已写出：a.md\n" in run("check", data, "-o", "json=a.json", "-o", "markdown=a.md").err
    assert run("check", data, "-o", "json=a.json", "-q").err == ""
    assert run("check", data, "-o", "json=a.json", "-o", "markdown").err == ""
    linted = run("lint", data, "-o", "xlsx=m.xlsx")
    assert "已写出：m.xlsx" in linted.err and "带标记的副本" not in linted.out
    assert "带标记的副本" in run("lint", data).out
    told = batch(data, "-o", f"json={tmp_path / 's.json'}", "--out", tmp_path / "各县").err
    assert f"已写出：{tmp_path / 's.json'}" in told and f"各县的报告：{tmp_path / '各县'}（1 份）" in told
