"""The screen at the widths of real terminals: no column is lost, no figure is cut, no line is too wide."""

import re
from pathlib import Path

import pytest
from conftest import Run
from rich.cells import cell_len
from rich.text import Text

from eqeval.render.narrow import broken
from eqeval.render.signs import seen

EXAMPLE = Path(__file__).parents[2] / "examples" / "yunxi.xlsx"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("command", ["check", "inspect", "lint"])
def test_nothing_is_cut_off(command: str, width: int, lang: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = run(command, EXAMPLE, "--lang", lang).out
    assert max(map(cell_len, out.splitlines())) <= width
    together = re.sub(r"\s", "", out)
    if command == "check":
        # A school, its figure, its floor and what it lacks, and the coefficient that is too high.
        for wanted in ("枫林镇九年一贯制学校", "2311.32", "6.375", "1277.55", "0.476", "≤0.45", "学校!AB8", "2568"):
            assert wanted in together


@pytest.mark.parametrize(("width", "apart"), [(80, True), (120, False)])
def test_what_follows_rows_that_are_lines_of_their_own_stands_apart(
    width: int, apart: bool, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("check", EXAMPLE).out.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("  云溪县第二小学 小学："))
    assert (not lines[first - 1].strip()) is apart


@pytest.mark.parametrize("width", range(8, 40))
def test_lines_break_where_chinese_may(width: int) -> None:
    text = "  结论：未达标。资源配置：64 个学部中 9 个未达标（8 所学校），差异系数 0.476；另有“三”项 await evidence。"
    lines = broken(Text(text), width).plain.split("\n")
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert all(cell_len(line) <= width for line in lines)
    if width >= 12:
        assert not any(line.strip()[:1] in "，。；）”" for line in lines)
        assert not any(line[-1:] in "（“" for line in lines)
        assert any("0.476" in line for line in lines), "no number is broken"


def test_what_a_terminal_would_obey_is_not_sent_to_it(run: Run, tmp_path: Path) -> None:
    assert seen("a\x1b[31m\x07\x9b\u202eb\u2066 甲\n\t") == "a[31mb 甲\n\t"
    path = tmp_path / "\x1b[31m\u202ea.xlsx"
    path.write_bytes(EXAMPLE.read_bytes())
    for ran in (run("check", path), run("lint", path), run("inspect", path), run("check", f"{path}x")):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ran.said)
        assert "[31ma.xlsx" in re.sub(r"\s", "", ran.said)
