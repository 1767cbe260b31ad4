"""Paths that are odd: no input is ever overwritten, no name ends in a bug, and every refusal says what and where."""

import json
import os
import sys
from pathlib import Path

import pytest
from conftest import Run
from county import junior, primary
from samples import table

from eqeval.io.counties import folders
from eqeval.words import Words

linux = pytest.mark.skipif(
    sys.platform != "linux", reason="Windows makes links only for administrators, macOS refuses names that are no UTF-8"
)


@pytest.fixture(autouse=True)
def good(tmp_path: Path) -> Path:
    return table(tmp_path / "a.xlsx", [primary(), junior()])


INPUTS = ["a.xlsx", "map.yaml", "w.yaml", "own.yaml", "eqeval.toml", "prev/p.xlsx"]


@pytest.mark.parametrize(
    # check compares with no other year, so that it reads none
    ("command", "name"),
    [("lint", name) for name in INPUTS] + [("check", name) for name in INPUTS if not name.startswith("prev/")],
)
def test_nothing_that_was_read_is_overwritten(command: str, name: str, run: Run, tmp_path: Path) -> None:
    run("inspect", "a.xlsx", "--write-map", "map.yaml")
    (tmp_path / "w.yaml").write_text("waivers:\n  - {code: W551, reason: x, until: 2099-01-01}\n")
    shipped = (Path(__file__).parents[2] / "standards" / "cn-quality-2017.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(shipped, encoding="utf-8")
    (tmp_path / "eqeval.toml").write_text('lang = "zh"\n')
    (tmp_path / "prev").mkdir()
    table(tmp_path / "prev" / "p.xlsx", [primary(), junior()])
    before = (tmp_path / name).read_bytes()
    others = ["--prev", "prev"] if command == "lint" else []
    ran = run(command, "a.xlsx", "--map", "map.yaml", "--waivers", "w.yaml", "-s", "own.yaml", *others,
              "-o", f"json={name}")  # fmt: skip
    assert (ran.code, "不会被改写" in ran.err) == (2, True), ran.said
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("command", ["check", "lint"])
def test_no_table_of_a_folder_is_overwritten(command: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "county").mkdir()
    (tmp_path / "a.xlsx").rename(tmp_path / "county" / "a.xlsx")
    ran = run(command, "county", "-o", "json=county/a.xlsx")
    assert (ran.code, "不会被改写" in ran.err) == (2, True)


@linux
@pytest.mark.parametrize("command", ["check", "lint"])
@pytest.mark.parametrize(
    ("target", "said"), [("loop", "链接绕成了圈"), ("x" * 300, "文件名太长"), ("no/x", "没有文件夹")]
)
def test_targets_that_cannot_be(command: str, target: str, said: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for form in ("json", "csv", "xlsx"):
        ran = run(command, "a.xlsx", "-o", f"{form}={target}")
        assert (ran.code, said in ran.err, Path(target).parts[0] in ran.err) == (2, True, True), ran.err


def test_every_command_says_that_a_folder_is_missing(run: Run) -> None:
    for call in (["template", "-o", "no/t.xlsx"], ["inspect", "a.xlsx", "--write-map", "no/m.yaml"]):
        ran = run(*call)
        assert (ran.code, "没有文件夹 no" in ran.err) == (2, True), ran.err


@pytest.mark.parametrize("call", [["check", ""], ["lint", "a.xlsx", "--prev", ""], ["check", "a.xlsx", "-o", ""]])
def test_an_empty_argument_is_not_the_current_folder(call: list[str], run: Run) -> None:
    ran = run(*call)
    assert (ran.code, "空的" in ran.err) == (2, True)


@pytest.mark.parametrize("command", ["check", "lint"])
def test_an_output_without_a_name(command: str, run: Run) -> None:
    ran = run(command, "a.xlsx", "-o", "json=")
    assert (ran.code, "-o json= 后面没有文件名" in ran.err) == (2, True)


@linux
@pytest.mark.parametrize("form", ["terminal", "json", "csv", "markdown", "junit", "github", "xlsx"])
@pytest.mark.parametrize("command", ["check", "lint"])
def test_a_file_whose_name_is_no_text(command: str, form: str, run: Run, tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/\xff\x1b.xlsx"))
    (tmp_path / "a.xlsx").rename(path)
    ran = run(command, path, "-o", f"{form}=out.xlsx")
    assert ran.code in (0, 1, 3), ran.err
    if form == "json":
        json.loads((tmp_path / "out.xlsx").read_text(encoding="utf-8"))
    assert run("inspect", path, "--write-map", "m.yaml").code == 0
    assert run(command, path, "--map", "m.yaml").code == ran.code


@linux
def test_links_of_a_folder_are_followed_once_and_what_cannot_be_opened_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "county").mkdir()
    (tmp_path / "far").mkdir()
    (tmp_path / "a.xlsx").rename(tmp_path / "far" / "a.xlsx")
    (tmp_path / "county" / "linked").symlink_to(tmp_path / "far")
    (tmp_path / "far" / "round").symlink_to(tmp_path / "county")
    assert folders.tables_in(tmp_path / "county", Words("zh")) == ([tmp_path / "county/linked/a.xlsx"], [], 0)
    (tmp_path / "county" / "shut").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    ran = run("check", "county", "--view", "full")
    assert "shut（没有权限" in ran.out


def test_a_folder_of_more_files_than_a_county_has(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.txt").write_text("")
    monkeypatch.setenv("EQEVAL_MAX_FILES", "2")
    assert run("check", ".").code == 0
    monkeypatch.setenv("EQEVAL_MAX_FILES", "1")
    ran = run("check", ".")
    assert (ran.code, "EQEVAL_MAX_FILES" in ran.err) == (4, True)
