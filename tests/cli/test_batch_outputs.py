"""What a batch writes is no input of the next, and no input is ever overwritten; a report is that of the last run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run
from county import junior, primary
from samples import by_county, county, table

from eqeval.io.written.library import library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two counties, one of which has a class that is too large."""
    county(tmp_path / "省" / "甲县.xlsx", "甲县")
    county(tmp_path / "省" / "乙县.xlsx", "乙县", 小学最大班额=46)
    return tmp_path / "省"


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("target", ["json=甲县.xlsx", "xlsx=乙县.xlsx", "markdown=甲县.xlsx"])
@pytest.mark.parametrize("given", [("甲县.xlsx", "乙县.xlsx"), (".",), ("*.xlsx",)])
def test_a_county_is_never_overwritten(
    batch: Run, folder: Path, target: str, given: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    before = everything(folder)
    ran = batch(*given, "-o", target)
    assert ran.code == 2
    assert f"{target.partition('=')[2]} 是输入文件，不会被改写" in ran.err
    assert everything(folder) == before


@pytest.mark.parametrize("name", ["标准.yaml", "各县.yaml"])
def test_a_standard_and_what_gives_it_to_counties_are_inputs_too(batch: Run, folder: Path, name: str) -> None:
    beside = folder.parent
    shutil.copytree(library(), beside, dirs_exist_ok=True)
    (beside / "cn-quality-2017.yaml").rename(beside / "标准.yaml")
    (beside / "各县.yaml").write_text(f"counties:\n  乙县: {{standard: {beside / '标准.yaml'}}}\n", encoding="utf-8")
    before = (beside / name).read_bytes()
    given = ("--counties", beside / "各县.yaml") if name == "各县.yaml" else ("-s", beside / "标准.yaml")
    ran = batch(folder, *given, "-o", f"json={beside / name}")
    assert (ran.code, "是输入文件" in ran.err) == (2, True)
    assert (beside / name).read_bytes() == before


def test_what_a_batch_wrote_is_no_county_of_the_next(batch: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    given = ("-o", "xlsx=汇总.xlsx", "-o", "csv=汇总.csv", "-o", "json=汇总.json")
    assert batch(".", *given).code == 1
    first = everything(folder)
    assert len(first) == 2 + 1 + 9 + 1
    for paths in ((".",), tuple(first), ("*",)):
        assert batch(*paths, *given).code == 1
        assert everything(folder).keys() == first.keys()
        assert by_county(folder / "汇总.json").keys() == {"甲县", "乙县"}


@pytest.mark.parametrize("option", ["--out", "--state"])
def test_data_in_a_folder_of_outputs_are_not_judged_and_that_is_said(batch: Run, folder: Path, option: str) -> None:
    ran = batch(folder, option, folder)
    assert (ran.code, "在输出文件夹（--out、--state）或上年的表（--prev）中" in ran.err) == (2, True)


def test_a_summary_may_stand_in_the_folder_of_reports_that_is_made_for_it(batch: Run, folder: Path) -> None:
    new = folder.parent / "报告"
    assert batch(folder, "-o", f"json={new / '汇总.json'}", "--out", new).code == 1
    assert sorted(file.name for file in new.glob("*.json")) == ["乙县.json", "汇总.json", "甲县.json"]
    ran = batch(folder, "-o", f"json={folder.parent / '没有' / '汇总.json'}", "--out", folder.parent / "别处")
    assert (ran.code, "没有文件夹" in ran.err) == (2, True)
    assert not (folder.parent / "别处").exists()


def test_a_place_that_cannot_be_written_is_no_wrong_usage(batch: Run, folder: Path) -> None:
    (folder.parent / "文件").touch()
    ran = batch(folder, "--out", folder.parent / "文件" / "各县")
    assert (ran.code, ran.err.startswith("错误：不能写入")) == (2, True)


def test_a_report_is_that_of_the_last_run(batch: Run, folder: Path, tmp_path: Path) -> None:
    """What goes back to what it was is found among the answers, but its report is another's by now."""
    county(tmp_path / "又.xlsx", "甲县", 小学最大班额=46)
    states = [(folder / "甲县.xlsx").read_bytes(), (tmp_path / "又.xlsx").read_bytes()]
    for number in (0, 1, 0):
        (folder / "甲县.xlsx").write_bytes(states[number])
        batch(folder, "--out", tmp_path / "out", "--resume", "-o", f"json={tmp_path / 's.json'}")
        report = json.loads((tmp_path / "out" / "甲县.json").read_text(encoding="utf-8"))
        assert report["outcome"] == by_county(tmp_path / "s.json")["甲县"]["outcome"] == ("met", "not_met")[number]
    (tmp_path / "out" / "甲县.json").write_text("x", encoding="utf-8")
    batch(folder, "--out", tmp_path / "out", "--resume")
    assert json.loads((tmp_path / "out" / "甲县.json").read_text(encoding="utf-8"))["outcome"] == "met"


def test_reports_that_an_earlier_run_left_are_named(batch: Run, folder: Path, tmp_path: Path) -> None:
    """Nobody takes the report of a county that sent nothing this time for one of now."""
    out = tmp_path / "out"
    out.mkdir()
    batch(folder, "--out", out, "-o", f"json={out / 's.json'}")
    (out / "说明.txt").write_text("", encoding="utf-8")
    again = batch(folder, "--out", out, "-o", f"json={out / 's.json'}")
    assert "不是本次写的" not in again.out
    left, *kept = sorted(folder.glob("*.xlsx"))
    left.unlink()
    ran = batch(folder, "--out", out, "-o", f"json={out / 's.json'}")
    assert f"{out} 中还有 1 个文件不是本次写的：{left.stem}.json" in ran.out
    assert [one["code"] for one in json.loads((out / "s.json").read_text("utf-8"))["remarks"]] == ["W608"]
    assert kept


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS take no name that is no UTF-8")
@pytest.mark.parametrize("output", ["json", "csv", "xlsx", "markdown", "junit", "github", "terminal"])
def test_a_name_that_is_no_utf_8_stops_nobody(batch: Run, folder: Path, tmp_path: Path, output: str) -> None:
    (folder / "乙县.xlsx").rename(folder / os.fsdecode("乙县.xlsx".encode("gb18030")))
    table(folder / os.fsdecode("坏.xlsx".encode("gb18030")), [])
    ran = batch(folder, "-o", f"{output}={tmp_path / 'out'}", "--out", tmp_path / "reports", "--state", tmp_path / "s")
    assert ran.code == 4
    assert (tmp_path / "out").stat().st_size
    assert len(list((tmp_path / "reports").iterdir())) == 2
    assert "2 个县中 1 个" in batch(folder).out


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("standards", [(), ("-s", "cn-quality-2017", "-s", "cn-basic-2012")])
def test_the_report_of_a_county_as_csv_is_no_data(
    run: Run, batch: Run, folder: Path, language: str, standards: tuple[str, ...]
) -> None:
    given = ("--as-of", "2026-09-01", "--lang", language, *standards)
    run("check", folder / "甲县.xlsx", *given, "-o", f"csv={folder / '报告.csv'}")
    assert len(list(folder.iterdir())) == 2 + 7
    batch(folder, "-o", f"json={folder.parent / 's.json'}")
    assert by_county(folder.parent / "s.json").keys() == {"甲县", "乙县"}
    refused = run("check", folder / "报告.csv")
    assert (refused.code, "评估报告" in refused.err) == (4, True)
    # A folder of tables is one county, and its reports are none of them.
    (folder / "乙县.xlsx").unlink()
    assert "E401" not in run("check", folder, "--as-of", "2026-09-01").out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_that_a_batch_wrote_are_no_counties_whatever_the_next_one_writes(
    batch: Run, folder: Path, language: str
) -> None:
    batch(folder, "-o", f"csv={folder / '汇总.csv'}", "--lang", language)
    assert len(list(folder.iterdir())) == 2 + 9
    ran = batch(folder, "-o", f"json={folder.parent / 's.json'}", "-o", "terminal")
    assert by_county(folder.parent / "s.json").keys() == {"甲县", "乙县"}
    assert "9 个其他类型的文件" in ran.out and "eqeval" in ran.out


def test_workbooks_that_a_batch_wrote_are_no_counties_whatever_the_next_one_writes(batch: Run, folder: Path) -> None:
    """Every later batch ended with 4, for files that it had written itself."""
    written = folder / "汇总.xlsx"
    batch(folder, "-o", f"xlsx={written}", "--out", folder / "各县", "--out-format", "xlsx")
    for paths in ((folder,), (folder, str(folder / "*")), (str(folder / "**" / "*.xlsx"),)):
        ran = batch(*paths)
        assert (ran.code, "3 个其他类型的文件" in ran.out, ".xlsx (eqeval) 3" in ran.out) == (1, True, True)
        assert "2 个县中" in ran.out
    # One that is named is wanted, and told to be none.
    named = batch(folder, written)
    assert (named.code, "E149" in named.out or "报告" in named.out) == (4, True)


def test_a_file_may_be_called_as_the_report_of_a_county_of_another(batch: Run, tmp_path: Path) -> None:
    here = tmp_path / "省"
    here.mkdir()
    rows = [primary(县="临江县"), junior(县="临江县"), primary(县="云溪县"), junior(县="云溪县")]
    table(here / "全市.xlsx", rows)
    table(here / "全市-临江县.xlsx", [primary(), junior()])
    assert batch(here, "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}").code == 0
    found = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["counties"]
    reports = {line["report"]: line["county"] for line in found}
    assert len(reports) == len(found) == 3
    for report, name in reports.items():
        assert json.loads(Path(report).read_text(encoding="utf-8"))["county"] == name


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS take no name that is no UTF-8")
def test_names_that_differ_in_bytes_alone_are_counties_of_their_own(batch: Run, tmp_path: Path) -> None:
    """Unpacked on Linux, the files of a Chinese archive are called by bytes that are no UTF-8."""
    (tmp_path / "省").mkdir()
    for name in ("甲县", "乙县", "丙县"):
        table(tmp_path / "省" / os.fsdecode(f"{name}.xlsx".encode("gb18030")), [primary(), junior()])
        county(tmp_path / "省" / os.fsdecode(f"{name}市".encode("gb18030")) / "县.xlsx", name)
    assert batch(tmp_path / "省", "-o", f"json={tmp_path / 's.json'}").code == 0
    found = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["counties"]
    assert len({line["source"] for line in found}) == 6
    assert {line["county"] for line in found} >= {"甲县", "乙县", "丙县"}


@pytest.mark.skipif(os.name != "posix", reason="Windows makes links only for administrators")
def test_no_report_is_written_through_a_link(batch: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "甲县.json").symlink_to(folder / "乙县.xlsx")
    before = (folder / "乙县.xlsx").read_bytes()
    ran = batch(folder, "--out", out)
    assert ran.code == 2 and "是一个链接" in ran.said
    assert (folder / "乙县.xlsx").read_bytes() == before and (out / "乙县.json").is_file()


@pytest.mark.parametrize("other", ["json=汇总-学部.csv", "markdown=汇总-提示.csv"])
def test_no_output_is_written_over_a_table_of_another(
    batch: Run, folder: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    before = everything(folder)
    ran = batch(".", "-o", "csv=汇总.csv", "-o", other)
    assert (ran.code, "两个输出写到同一个文件" in ran.err) == (2, True)
    assert everything(folder) == before


def test_a_table_beside_a_summary_is_written_over_no_county(
    batch: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "甲县.xlsx").rename(folder / "汇总-学部.csv")
    before = everything(folder)
    ran = batch("汇总-学部.csv", "-o", "csv=汇总.csv")
    assert (ran.code, "是输入文件" in ran.err) == (2, True)
    assert everything(folder) == before


def test_a_summary_is_written_over_no_report_of_a_county(
    batch: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    Path("各县").mkdir()
    ran = batch(".", "--out", "各县", "-o", "json=各县/甲县.json", "-o", "json=各县/汇总.json")
    assert (ran.code, "是这一批里一个县的报告" in ran.err) == (2, True)
    assert json.loads((folder / "各县" / "甲县.json").read_bytes())["schema"] == "eqeval-report/1"
    assert json.loads((folder / "各县" / "汇总.json").read_bytes())["schema"].startswith("eqeval-batch/")


def test_a_table_in_the_folder_of_reports_that_is_named_is_refused(batch: Run, folder: Path, tmp_path: Path) -> None:
    """A report could take its place; it was dropped without a word."""
    out = tmp_path / "out"
    county(out / "甲县.xlsx", "甲县")
    before = (out / "甲县.xlsx").read_bytes()
    ran = batch(folder / "甲县.xlsx", out / "甲县.xlsx", "--out", out, "--out-format", "xlsx")
    assert (ran.code, "甲县.xlsx 在输出文件夹" in ran.err) == (2, True)
    assert (out / "甲县.xlsx").read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes among the files")
@pytest.mark.parametrize("command", ["batch", "check", "inspect", "lint"])
def test_a_pipe_in_a_folder_is_not_waited_for_and_a_device_not_read(folder: Path, command: str) -> None:
    os.mkfifo(folder / "管.csv")
    os.mkfifo(folder / "管.xlsx")
    (folder / "零.xlsx").symlink_to("/dev/zero")
    given = [sys.executable, "-m", "eqeval", command, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run(given, capture_output=True, env=environment, timeout=60)
    assert done.returncode == 4
    said = (done.stdout + done.stderr).decode()
    for name in ("管.csv", "管.xlsx", "零.xlsx"):
        assert name in said


@pytest.mark.skipif(os.name != "posix", reason="Windows makes links only for administrators")
def test_a_link_in_a_circle_stops_nobody(batch: Run, folder: Path) -> None:
    (folder / "圈.xlsx").symlink_to("圈.xlsx")
    ran = batch(folder)
    assert ran.code == 4
    assert "2 个县中 1 个由数据计算的要求全部达标，1 个未达标" in ran.out
    assert batch(folder / "圈.xlsx").code == 4
    assert batch(folder / "甲县.xlsx", "--out", folder / "圈.xlsx" / "x").code == 2


def test_counties_of_one_table_have_their_own_findings(batch: Run, tmp_path: Path) -> None:
    """Schools of one name in several counties: the row decides."""
    rows = [{"县": name, **row} for name in ("甲县", "乙县") for row in (primary(), junior())]
    rows[2] = {**rows[2], "运动场地面积": "不详"}
    table(tmp_path / "全市.xlsx", rows)
    batch(tmp_path / "全市.xlsx", "--out", tmp_path / "out")
    codes = {}
    for path in (tmp_path / "out").glob("*.json"):
        report = json.loads(path.read_text(encoding="utf-8"))
        codes[report["county"]] = [issue["code"] for issue in report["issues"] if issue["code"] == "E201"]
    assert codes == {"甲县": [], "乙县": ["E201"]}


def test_a_row_without_a_county_is_counted_to_the_one_above_and_said(batch: Run, tmp_path: Path) -> None:
    rows = [{"县": name, **row} for name in ("甲县", "乙县") for row in (primary(), junior())]
    rows[1] = {**rows[1], "县": None}
    table(tmp_path / "全市.xlsx", rows)
    batch(tmp_path / "全市.xlsx", "--out", tmp_path / "out")
    said = {
        report["county"]: [(issue["cell"], issue["message"]) for issue in report["issues"] if issue["code"] == "W564"]
        for path in (tmp_path / "out").glob("*.json")
        for report in [json.loads(path.read_text(encoding="utf-8"))]
    }
    ((cell, message),) = said.pop("甲县")
    assert cell == "学校!AD3" and "1 行的县名空白，算在上一行的县里（甲县）" in message
    # No row of the other county is without its name.
    assert said == {"乙县": []}


def test_reports_of_long_names_are_written(batch: Run, tmp_path: Path) -> None:
    names = ["甲" * 33 + "县", "甲" * 33 + "区"]
    rows = [{**row, "县": name} for name in names for row in (primary(), junior())]
    (tmp_path / "省").mkdir()
    table(tmp_path / "省" / f"{'全' * 59}.xlsx", rows)
    ran = batch(tmp_path / "省", "--out", tmp_path / "各县")
    written = sorted((tmp_path / "各县").glob("*.json"))
    assert (ran.code != 2, len(written)) == (True, 2)
    assert sorted(json.loads(path.read_bytes())["county"] for path in written) == sorted(names)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names of files that are no text")
def test_a_folder_of_reports_that_no_text_can_name_is_refused(folder: Path) -> None:
    given: list[str | bytes]
    given = [sys.executable, "-m", "eqeval", "batch", str(folder), "--out", os.fsencode(folder) + b"/\xbc\xd7"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run(given, capture_output=True, env=environment, timeout=60)
    assert (done.returncode, "不是 UTF-8" in done.stderr.decode()) == (2, True)
