"""eqeval batch when things go wrong: dead processes, full disks, closed files, Ctrl-C; nothing is lost or unnamed."""

import errno
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Run
from county import junior, primary, statements
from samples import SPOILT, by_county, county, environment_of, summary, table

DAY = ("--as-of", "2026-09-01")
COUNTIES = 20


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """Twenty counties, some of which fail."""
    here = tmp_path / "省"
    for number in range(COUNTIES):
        county(here / f"{number}县.xlsx", f"{number}县", 小学最大班额=46 if number % 3 else 40)
    return here


@pytest.fixture
def spoilt(tmp_path: Path) -> dict[str, str]:
    """The environment of a process in which some files are deadly or slow."""
    return environment_of(tmp_path / "lib")


def arguments(*given: object) -> list[str]:
    return [sys.executable, "-m", "eqeval", "batch", *map(str, given), *DAY]


def ran(environment: dict[str, str], *given: object) -> Ran:
    done = subprocess.run(arguments(*given), capture_output=True, env=environment, timeout=120)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def reports(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_results_do_not_depend_on_processes_or_order(run: Run, province: Path, tmp_path: Path) -> None:
    files = sorted(province.iterdir())
    found = []
    for number, jobs in enumerate((1, 2, 2)):
        random.Random(number).shuffle(files)
        target = tmp_path / "summary.json"
        screen = run(
            "batch", *files, "-j", jobs, *DAY, "-o", f"json={target}", "--out", tmp_path / "out", "--view", "full"
        )
        found.append((screen.code, screen.out, target.read_bytes(), reports(tmp_path / "out")))
        shutil.rmtree(tmp_path / "out")
    assert found[0] == found[1] == found[2]
    assert found[0][0] == 1
    assert len(found[0][3]) == COUNTIES


def test_a_county_that_kills_its_process_is_named_and_the_others_go_on(
    province: Path, tmp_path: Path, spoilt: dict[str, str]
) -> None:
    plain = ran(spoilt, province, "-j", "2", "-o", f"json={tmp_path / 'plain.json'}")
    assert (plain.code, summary(tmp_path / "plain.json")["unusable"]) == (1, [])
    for number in (3, 11):
        shutil.copy(province / f"{number}县.xlsx", province / f"致命{number}.xlsx")
    after = ran(spoilt, province, "-j", "2", "-o", f"json={tmp_path / 's.json'}", "--out", tmp_path / "out")
    assert after.code == 4
    found = summary(tmp_path / "s.json")
    assert [Path(one["source"]).stem for one in found["unusable"]] == ["致命3", "致命11"]
    assert "进程两次终止" in found["unusable"][0]["reasons"][0]
    assert [line["county"] for line in found["counties"]] == list(by_county(tmp_path / "plain.json"))
    assert "Traceback" not in after.said


def test_a_county_whose_process_was_killed_once_is_judged_after_all(
    province: Path, tmp_path: Path, spoilt: dict[str, str]
) -> None:
    shutil.copy(province / "3县.xlsx", province / "一次致命.xlsx")
    after = ran(spoilt, province, "-j", "2", "-o", f"json={tmp_path / 's.json'}")
    assert after.code == 1
    assert len(summary(tmp_path / "s.json")["counties"]) == COUNTIES + 1
    assert summary(tmp_path / "s.json")["unusable"] == []


def test_a_county_for_which_memory_does_not_suffice_is_named_and_the_others_go_on(
    province: Path, tmp_path: Path, spoilt: dict[str, str]
) -> None:
    """Where not even that could be said, the whole batch ended with nothing."""
    for number, name in ((3, "内存不足"), (11, "内存不足甚至说不出")):
        shutil.copy(province / f"{number}县.xlsx", province / f"{name}.xlsx")
    after = ran(spoilt, province, "-j", "2", "-o", f"json={tmp_path / 's.json'}")
    assert after.code == 4
    found = summary(tmp_path / "s.json")
    assert [Path(one["source"]).stem for one in found["unusable"]] == ["内存不足", "内存不足甚至说不出"]
    assert all("内存" in one["reasons"][0] for one in found["unusable"])
    assert len(found["counties"]) == COUNTIES
    assert "Traceback" not in after.said


def test_a_county_that_takes_too_long_is_named_and_the_others_go_on(
    province: Path, tmp_path: Path, spoilt: dict[str, str]
) -> None:
    given = (province, "-j", "2", "--timeout", "3", "--out", tmp_path / "out")
    for name in ("慢3", "不停11"):
        shutil.copy(province / "3县.xlsx", province / f"{name}.xlsx")
    shutil.copy(province / "3县.xlsx", province / "致命5.xlsx")
    began = time.monotonic()
    ended = ran(spoilt, *given, "-o", f"json={tmp_path / 's.json'}", "--debug")
    assert time.monotonic() - began < 55
    assert ended.code == 4
    found = summary(tmp_path / "s.json")
    reasons = {Path(one["source"]).stem: one["reasons"][0] for one in found["unusable"]}
    assert list(reasons) == ["不停11", "慢3", "致命5"]
    assert all("超过 3 秒" in why for name, why in reasons.items() if name != "致命5")
    assert "进程两次终止" in reasons["致命5"]
    assert [line["county"] for line in found["counties"]] == [f"{number}县" for number in range(COUNTIES)]
    # Where it was is for those who look for the mistake.
    assert ended.err.count("Timeout (0:00:03)") == 2
    assert "in read" in ended.err
    for name in reasons:
        (province / f"{name}.xlsx").unlink()
    again = ran(spoilt, *given, "--resume")
    assert again.code == 1
    assert "20 个文件没有变化" in again.out
    assert "Timeout" not in again.err


def test_what_took_too_long_is_tried_again_with_more_time(
    province: Path, tmp_path: Path, spoilt: dict[str, str]
) -> None:
    (tmp_path / "lib" / "sitecustomize.py").write_text(SPOILT.replace("60", "4"), encoding="utf-8")
    shutil.copy(province / "3县.xlsx", province / "慢.xlsx")
    given = (
        province / "慢.xlsx",
        province / "4县.xlsx",
        "-j",
        "1",
        "--state",
        tmp_path / "kept",
        "--resume",
        "--timeout",
    )
    assert ran(spoilt, *given, "2").code == 4
    assert ran(spoilt, *given, "0").code == 1


def test_inline_is_held_to_a_limit_by_a_process_of_its_own(province: Path, spoilt: dict[str, str]) -> None:
    shutil.copy(province / "3县.xlsx", province / "不停.xlsx")
    given = (province, "--engine", "inline", "--timeout")
    ended = ran(spoilt, *given, "3")
    assert ended.code == 4
    assert "不停.xlsx：超过 3 秒" in ended.out
    assert "20 个县中" in ended.out and "1 个文件不能评估" in ended.out


def test_what_no_time_limit_can_be(batch: Run, province: Path) -> None:
    assert batch(province, "--timeout", "0").code == 1
    for wrong in ("-1", "1000001", "soon"):
        assert batch(province, "--timeout", wrong, engine="processes").code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a group of processes")
def test_ctrl_c_ends_at_once_and_resume_goes_on(province: Path, tmp_path: Path, spoilt: dict[str, str]) -> None:
    whole = ran(spoilt, province, "-j", "2", "-o", f"json={tmp_path / 'whole.json'}", "--out", tmp_path / "whole", "-q")
    assert whole.code == 1
    shutil.move(province / "19县.xlsx", province / "慢.xlsx")
    given = (province, "-j", "2", "-o", f"json={tmp_path / 's.json'}", "--out", tmp_path / "out")
    process = subprocess.Popen(
        arguments(*given), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=spoilt, start_new_session=True
    )
    until(lambda: len(list((tmp_path / "out").glob("*.json"))) >= COUNTIES - 1)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    out, err = (stream.decode() for stream in process.communicate(timeout=30))
    assert process.returncode == 130
    assert time.monotonic() - began < 10
    assert "没有做完：还有" in out
    assert "已中断：20 个文件中完成" in err and f"{tmp_path / 'out'} 中" in err
    assert "下一步：加 --resume 接着做" in out
    assert "Traceback" not in out + err
    assert "leaked" not in err
    assert not (tmp_path / "s.json").exists()
    assert all(json.loads(text) for name, text in reports(tmp_path / "out").items() if name.endswith(".json"))
    assert not [name for name in reports(tmp_path / "out") if not name.endswith(".json")]
    shutil.move(province / "慢.xlsx", province / "19县.xlsx")
    rest = ran(spoilt, *given, "--resume")
    assert rest.code == 1
    kept = re.search(r"(\d+) 个文件没有变化", rest.out)
    # A report may be written whose answer had not come back yet when the keys were pressed.
    assert kept and COUNTIES - 4 <= int(kept[1]) < COUNTIES, rest.out
    assert without_folder(tmp_path / "s.json", "out") == without_folder(tmp_path / "whole.json", "whole")
    assert reports(tmp_path / "out") == reports(tmp_path / "whole")


def test_ctrl_c_while_summaries_are_written_shows_what_was_judged_and_names_what_is_not_there(
    batch: Run, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("eqeval.render.xlsx.render", pressed)
    out = tmp_path / "out"
    out.mkdir()
    wanted = ("-o", f"json={out / 'a.json'}", "-o", f"xlsx={out / 'b.xlsx'}", "-o", f"csv={out / 'c.csv'}")
    ran = batch(province, *wanted)
    assert ran.code == 130
    assert [file.name for file in out.iterdir()] == ["a.json"]
    assert len(summary(out / "a.json")["counties"]) == COUNTIES
    last = ran.err.splitlines()[-1]
    assert "20 个文件都已评估" in last and "b.xlsx" in last and "c.csv" in last and "a.json" not in last
    assert f"合计 {COUNTIES} 个县" in ran.out
    # Nothing is kept, and nobody is told that something could go on.
    assert "--state" in last and batch(province, "--resume").code == 2
    assert "加 --resume 接着做" in batch(province, *wanted, "--state", tmp_path / "state").err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a word to it")
@pytest.mark.parametrize("kind", ["SIGTERM", "SIGHUP"])
def test_who_stops_a_batch_loses_no_more_than_by_ctrl_c(
    province: Path, tmp_path: Path, spoilt: dict[str, str], kind: str
) -> None:
    (tmp_path / "t").mkdir()
    shutil.copy(province / "3县.xlsx", province / "慢.xlsx")
    given = arguments(province, "-j", "2", "--out", tmp_path / "out")
    environment = {**spoilt, "TMPDIR": str(tmp_path / "t")}
    number = getattr(signal, kind)
    process = subprocess.Popen(
        given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        # Under nohup the end of a session is passed over, also by whoever is started there.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    until(lambda: len(list((tmp_path / "out").glob("*.json"))) >= COUNTIES - 4)
    process.send_signal(number)
    out, err = (stream.decode() for stream in process.communicate(timeout=30))
    assert (process.returncode, "已中断" in err, "Traceback" in out + err) == (130, True, False)
    assert list((tmp_path / "t").iterdir()) == []


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows ends a process and its children in another way, without SIGKILL"
)
def test_a_killed_batch_leaves_no_process_behind(province: Path, tmp_path: Path, spoilt: dict[str, str]) -> None:
    shutil.copy(province / "3县.xlsx", province / "慢.xlsx")
    given = arguments(province, "-j", "2", "--out", tmp_path / "out")
    process = subprocess.Popen(given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=spoilt)
    until(lambda: len(list((tmp_path / "out").glob("*.json"))) >= COUNTIES - 4)
    process.kill()
    # Its processes have its stdout and stderr; as long as one of them lives, there is no end of these.
    process.communicate(timeout=30)


def without_folder(path: Path, folder: str) -> str:
    return path.read_text(encoding="utf-8").replace(f"/{folder}/", "/")


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_has_not_changed_is_not_judged_again(
    batch: Run, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eqeval.core.counties.county_line import county_line as real

    judged = []

    def counted(case: Any, *rest: Any) -> Any:
        judged.append(case.census.county.name)
        return real(case, *rest)

    monkeypatch.setattr("eqeval.cli.batch.counties.county_line", counted)

    def again(*more: object) -> list[str]:
        judged.clear()
        batch(province, "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}", "--resume", *more)
        return list(judged)

    assert len(again()) == COUNTIES
    first = (tmp_path / "s.json").read_bytes()
    assert again() == []
    assert (tmp_path / "s.json").read_bytes() == first
    county(province / "4县.xlsx", "4县", 小学最大班额=45)
    assert again() == ["4县"]
    (tmp_path / "out" / "5县.json").unlink()
    assert again() == ["5县"]
    assert len(again("--lang", "en")) == COUNTIES
    assert len(again("--strict")) == COUNTIES
    assert len(again("-s", "cn-basic-2012")) == COUNTIES
    # The reports are those of the other standard by now.
    assert len(again()) == COUNTIES
    assert again() == []


def test_the_limits_and_the_name_of_a_folder_belong_to_what_is_kept(
    batch: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "甲县"
    here.mkdir()
    table(here / "学校.xlsx", [primary(), junior()], statements())
    given = ("--by-folder", ".", "--state", tmp_path / "kept", "--resume", "-o", f"json={tmp_path / 's.json'}")

    def kept() -> bool:
        return "1 个文件没有变化" in batch(*given).out

    monkeypatch.chdir(here)
    assert (kept(), kept(), list(by_county(tmp_path / "s.json"))) == (False, True, ["甲县"])
    monkeypatch.chdir(tmp_path)
    here.rename(tmp_path / "乙县")
    monkeypatch.chdir(tmp_path / "乙县")
    assert (kept(), list(by_county(tmp_path / "s.json"))) == (False, ["乙县"])
    monkeypatch.setenv("EQEVAL_MAX_ROWS", "2")
    assert batch(*given).code == 4
    monkeypatch.delenv("EQEVAL_MAX_ROWS")
    assert kept()


def test_the_day_belongs_to_what_is_kept(run: Run, province: Path, tmp_path: Path) -> None:
    def kept(day: str) -> str:
        return run(
            "batch", province, "--state", tmp_path / "kept", "--resume", "--as-of", day, "--engine", "inline"
        ).out

    (tmp_path / "kept").mkdir()
    assert "沿用" not in kept("2026-09-01")
    assert "20 个文件没有变化" in kept("2026-09-01")
    assert "沿用" not in kept("2026-09-02")


def test_damaged_results_are_judged_again(batch: Run, province: Path, tmp_path: Path) -> None:
    batch(province, "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}")
    whole = (tmp_path / "s.json").read_bytes()
    entries = sorted((tmp_path / "out" / ".eqeval-batch").iterdir())
    assert len(entries) == COUNTIES
    entries[0].write_bytes(b"")
    entries[1].write_bytes(entries[2].read_bytes())
    entries[3].write_text('{"form": "eqeval-batch-state/1"}')
    entries[4].write_bytes(entries[4].read_bytes()[:-50])
    again = batch(province, "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}", "--resume")
    assert again.out.count("已损坏") == 4
    assert "16 个文件没有变化" in again.out
    assert (tmp_path / "s.json").read_bytes() == whole


def edited(entry: Path) -> None:
    text = entry.read_text(encoding="utf-8")
    assert '"outcome":"met"' in text or '"outcome":"not_met"' in text
    entry.write_text(text.replace('"outcome":"not_met"', '"outcome":"met"', 1).replace('"code":1', '"code":0', 1))


def without_lines(entry: Path) -> None:
    first, _, rest = entry.read_text(encoding="utf-8").partition("\n")
    content = json.loads(rest) | {"lines": []}
    entry.write_text(f"{first}\n{json.dumps(content)}", encoding="utf-8")


def summed(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def pipe(entry: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes with names")
    entry.unlink()
    os.mkfifo(entry)


def link(entry: Path, target: str) -> None:
    entry.unlink()
    entry.symlink_to(target)


@pytest.mark.parametrize(
    "spoil",
    [
        edited,
        without_lines,
        pipe,
        lambda entry: entry.write_bytes(b""),
        lambda entry: os.truncate(entry, entry.stat().st_size - 1),
        lambda entry: os.truncate(entry, 3 << 30),
        lambda entry: entry.write_bytes(summed(b"[" * 100_000)),
        lambda entry: entry.write_bytes(summed(b"[]")),
        lambda entry: entry.write_bytes(summed(b"\xff")),
        lambda entry: link(entry, "/dev/zero"),
        lambda entry: link(entry, entry.name),
        lambda entry: link(entry, "nowhere"),
    ],
)
def test_what_is_not_as_it_was_kept_is_not_believed(
    batch: Run, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    county(tmp_path / "省" / "甲县.xlsx", "甲县", 小学最大班额=46)
    given = (tmp_path / "省", "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}", "--resume")
    assert batch(*given).code == 1
    whole = (tmp_path / "s.json").read_bytes()
    (entry,) = (tmp_path / "out" / ".eqeval-batch").iterdir()
    spoil(entry)
    again = batch(*given)
    assert again.code == 1
    assert "W601" in (tmp_path / "s.json").read_text(encoding="utf-8") or "已损坏" in again.out
    assert "沿用" not in again.out
    assert (tmp_path / "s.json").read_bytes() == whole
    assert "1 个文件没有变化" in batch(*given).out


def test_a_full_disk_costs_no_verdict(
    batch: Run, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(province, "-o", f"json={tmp_path / 'whole.json'}")
    real = os.fdopen
    room = [7]

    class Full:
        """A file on a disk without room."""

        def __init__(self, file: Any) -> None:
            self.file = file

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *problem: object) -> None:
            self.file.close()

        def write(self, text: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        def writelines(self, pieces: Sequence[bytes]) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    def fdopen(handle: int, *rest: Any, **named: Any) -> Any:
        room[0] -= 1
        file = real(handle, *rest, **named)
        return file if room[0] >= 0 else Full(file)

    monkeypatch.setattr(os, "fdopen", fdopen)
    ended = batch(province, "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}")
    assert ended.code == 2
    assert "磁盘满了" in ended.said
    assert "20 个县中" in ended.out
    assert not (tmp_path / "s.json").exists()
    written = reports(tmp_path / "out")
    assert 0 < len(written) < COUNTIES
    assert all(json.loads(text) for text in written.values())
    monkeypatch.setattr(os, "fdopen", real)
    assert batch(province, "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}", "--resume").code == 1
    assert len(reports(tmp_path / "out")) == COUNTIES
    assert list(by_county(tmp_path / "s.json")) == list(by_county(tmp_path / "whole.json"))


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB; only some may make one."""
    place = tmp_path / "tiny"
    place.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("file systems cannot be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_what_a_disk_that_is_really_full_has_room_for_is_whole(
    province: Path, tmp_path: Path, tiny: Path, spoilt: dict[str, str]
) -> None:
    given = (province, "-j", "1", "-o", f"json={tmp_path / 's.json'}")
    assert ran(spoilt, *given, "--out", tmp_path / "whole", "-q").code == 1
    whole = reports(tmp_path / "whole")
    first = summary(tmp_path / "s.json")["sections"]
    ended = ran(spoilt, *given, "-o", f"csv={tiny / 's.csv'}", "--out", tiny / "out")
    assert ended.code == 2
    assert "磁盘满了" in ended.out and "s.csv：磁盘满了" in ended.err
    assert "20 个县中" in ended.out
    assert "Traceback" not in ended.said
    found = reports(tiny / "out")
    assert 0 < len(found) < COUNTIES
    assert found.items() <= whole.items()
    assert not [path for path in tiny.rglob(".*") if path.is_file()]
    assert summary(tmp_path / "s.json")["sections"] == first


def test_a_full_folder_for_temporary_files_costs_nothing(
    province: Path, tmp_path: Path, tiny: Path, spoilt: dict[str, str]
) -> None:
    given = (
        province,
        "-j",
        "1",
        "--view",
        "full",
        "-o",
        f"json={tmp_path / 's.json'}",
        "-o",
        f"csv={tmp_path / 's.csv'}",
    )
    plain = ran(spoilt, *given), reports(tmp_path)
    (tiny / "rest").write_bytes(bytes(40 << 10))
    again = ran({**spoilt, "TMPDIR": str(tiny)}, *given), reports(tmp_path)
    assert plain[0].code == 1
    assert again == plain
    assert [path.name for path in tiny.iterdir()] == ["rest"]


def test_a_file_that_may_not_be_read_is_named(
    batch: Run, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = province / "7县.xlsx"
    if os.name == "posix" and os.geteuid() != 0:
        closed.chmod(0)
    else:
        real = Path.read_bytes

        def read_bytes(path: Path) -> bytes:
            if path == closed:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(Path, "read_bytes", read_bytes)
    ended = batch(province, "-o", f"json={tmp_path / 's.json'}", "--out", tmp_path / "out")
    assert ended.code == 4
    (unusable,) = summary(tmp_path / "s.json")["unusable"]
    assert "没有权限" in unusable["reasons"][0]
    assert len(by_county(tmp_path / "s.json")) == COUNTIES - 1


def test_a_file_that_changes_while_it_is_read_is_not_used(
    batch: Run, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eqeval.io.workbooks import workbook

    real = workbook.read

    def read(path: Path, *rest: Any) -> Any:
        book = real(path, *rest)
        if path.stem == "7县":
            county(path, "7县", 小学最大班额=30)
        return book

    monkeypatch.setattr(workbook, "read", read)
    ended = batch(province, "-o", f"json={tmp_path / 's.json'}")
    assert ended.code == 4
    (unusable,) = summary(tmp_path / "s.json")["unusable"]
    assert "7县.xlsx：读取过程中被改动" in unusable["reasons"][0]


def test_a_file_that_vanishes_is_named(
    batch: Run, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eqeval.cli.batch import counties

    real = counties.judge

    def judge(plan: Any, source: Any) -> Any:
        if source.name == "7县":
            source.files[0].unlink()
        return real(plan, source)

    monkeypatch.setattr(counties, "judge", judge)
    ended = batch(province, "-o", f"json={tmp_path / 's.json'}", "--state", tmp_path / "kept")
    assert ended.code == 4
    assert len(summary(tmp_path / "s.json")["unusable"]) == 1


def test_what_a_killed_process_left_half_written_is_taken_away(batch: Run, province: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".7县.json.eqeval-abcd1234").write_bytes(b"{")
    others = ("mine.txt", ".env.template", ".bashrc.original", ".7县.json.abcd1234")
    for name in others:
        (tmp_path / "out" / name).write_bytes(b"x")
    batch(province, "--out", tmp_path / "out")
    assert not (tmp_path / "out" / ".7县.json.eqeval-abcd1234").exists()
    assert all((tmp_path / "out" / name).exists() for name in others), "nobody else's file is taken away"
