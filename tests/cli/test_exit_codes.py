"""Exit codes: 0 met, 1 not met, 2 usage, 3 no verdict, 4 unusable file, 70 a bug."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run
from county import junior, nine_year, primary, statements
from samples import table


def test_0_when_everything_is_met(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", [primary(), junior(), nine_year()], statements())
    for strict in ([], ["--strict"]):
        ran = run("check", path, *strict)
        assert (ran.code, ran.err) == (0, "")


def test_0_when_only_evidence_is_open_and_strict_makes_it_3(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", [primary(), junior()])
    ran = run("check", path)
    assert ran.code == 0
    assert "待佐证" in ran.out
    assert run("check", path, "--strict").code == 3


def test_1_when_a_requirement_is_not_met(run: Run, tmp_path: Path) -> None:
    assert run("check", table(tmp_path / "a.xlsx", [primary(小学最大班额=46), junior()])).code == 1


def test_1_wins_over_3(run: Run, tmp_path: Path) -> None:
    rows = [primary(小学最大班额=46), junior(运动场地面积=None)]
    for strict in ([], ["--strict"]):
        assert run("check", table(tmp_path / "a.xlsx", rows), *strict).code == 1


def test_1_by_a_veto_although_all_schools_meet(run: Run, tmp_path: Path) -> None:
    ran = run("check", table(tmp_path / "a.xlsx", [primary(), junior()], statements({"V6": "是"})))
    assert ran.code == 1
    assert "V6" in ran.out


@pytest.mark.parametrize("blank", [None, "不详", "-"])
def test_3_when_scored_data_are_missing(run: Run, tmp_path: Path, blank: str | None) -> None:
    ran = run("check", table(tmp_path / "a.xlsx", [primary(运动场地面积=blank), junior()]))
    assert ran.code == 3
    assert "Y2" in ran.out


def test_3_when_no_school_is_in_scope(run: Run, tmp_path: Path) -> None:
    from county import school

    assert run("check", table(tmp_path / "a.xlsx", [school("职业学校")], statements())).code == 3


def test_4_when_the_data_cannot_be_used(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    assert run("check", path).code == 4


def test_4_when_the_standard_cannot_be_used(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", [primary(), junior()])
    (tmp_path / "s.yaml").write_text("id: [", encoding="utf-8")
    assert run("check", path, "-s", "s.yaml").code == 4


def test_2_when_the_command_is_wrong(run: Run) -> None:
    assert run("check").code == 2
    assert run().code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_70_is_a_bug_without_traceback(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the figure 7")

    monkeypatch.setattr("eqeval.core.assess.assess", broken)
    path = table(tmp_path / "a.xlsx", [primary(), junior()])
    ran = run("check", path, "--lang", lang)
    assert (ran.code, ran.out) == (70, "")
    assert "the figure 7" in ran.err
    assert "--debug" in ran.err
    assert "Traceback" not in ran.err


def test_70_with_debug_shows_the_traceback(tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", [primary(), junior()])
    script = (
        "import eqeval.core.assess as a\ndef broken(*_):\n    raise RuntimeError('the figure 7')\na.assess = broken\n"
        f"from eqeval.cli.app import main\nmain(['check', {str(path)!r}, '--debug'])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8")
    assert "Traceback" in done.stderr
    assert "the figure 7" in done.stderr
    assert done.returncode == 70


def test_interrupted_is_no_bug(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("eqeval.core.assess.assess", stopped)
    ran = run("check", table(tmp_path / "a.xlsx", [primary(), junior()]), "-o", "json=out.json")
    assert ran.code == 130
    assert "Traceback" not in ran.err
    assert not (tmp_path / "out.json").exists()


def test_130_without_a_traceback_when_it_is_broken_off_while_it_loads() -> None:
    code = """
import sys
class Broken:
    def find_spec(self, name, *_):
        if name == "eqeval.cli.app":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Broken())
from eqeval.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert (done.returncode, done.stderr) == (130, b"")
