"""What goes where: machine formats alone on stdout, files whole or not at all, inputs never changed."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run
from county import junior, primary, statements
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
    from eqeval.io.standards import library

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


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_leaves_nothing(run: Run, data: Path) -> None:
    folder = data.parent / "locked"
    folder.mkdir(mode=0o555)
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
