"""eqeval batch on an existing engine: workers and schedulers die or fall silent, files hang; the same bytes as here."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Ran, Run
from samples import SOURCE, county, environment_of, summary

COUNTIES = 60

# A cluster of its own, so that nothing of it stays in the process of the tests; it says where it is and who works.
CLUSTER = """
import sys
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        pids = [worker.pid for worker in cluster.workers.values()]
        print(cluster.scheduler_address, *pids, flush=True)
        sys.stdin.read()
"""


class Cluster(NamedTuple):
    """A scheduler and its process, the processes of its workers, and an environment in which some files are slow."""

    address: str
    scheduler: int
    workers: list[int]
    environment: dict[str, str]

    def batch(self, *given: object) -> "subprocess.Popen[bytes]":
        """Begin a batch on these workers."""
        command = [sys.executable, "-m", "eqeval", "batch", *map(str, given), "--as-of", "2026-09-01"]
        engine = ("--engine", "dask", "--scheduler", self.address)
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([*command, *engine], env=self.environment, **pipes)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A local cluster with two workers."""
    pytest.importorskip("distributed", reason="pip install eqeval[dask]")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    environment = environment_of(tmp_path / "lib")
    given: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, str(script)], env=environment, **given) as process:
        assert process.stdout and process.stdin
        address, *pids = process.stdout.readline().decode().split()
        yield Cluster(address, process.pid, list(map(int, pids)), environment)
        process.stdin.close()
        process.wait(60)


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """Sixty counties, some of which fail."""
    here = tmp_path / "省"
    for number in range(COUNTIES):
        county(here / f"{number}县.xlsx", f"{number}县", 小学最大班额=46 if number % 3 else 40)
    return here


def until_reports(folder: Path, count: int = 1) -> None:
    end = time.monotonic() + 60
    while len(list(folder.glob("*.json"))) < count:
        assert time.monotonic() < end
        time.sleep(0.01)


def ended(process: "subprocess.Popen[bytes]") -> Ran:
    out, err = (stream.decode() for stream in process.communicate(timeout=120))
    assert "Traceback" not in out + err
    return Ran(process.returncode, out, err)


@pytest.mark.parametrize("sign", ["SIGKILL", "SIGSTOP"])
def test_a_worker_that_is_killed_or_stopped_loses_nothing(
    run: Run, tmp_path: Path, cluster: Cluster, province: Path, sign: str
) -> None:
    if not hasattr(signal, sign):
        pytest.skip(f"there is no {sign}")
    given = (province, "--view", "full", "--timeout", "5")
    plain = run(
        "batch", *given, "--as-of", "2026-09-01", "--out", tmp_path / "plain", "-o", f"json={tmp_path / 'plain.json'}"
    )
    process = cluster.batch(*given, "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}")
    until_reports(tmp_path / "out")
    os.kill(cluster.workers[0], getattr(signal, sign))
    try:
        after = ended(process)
    finally:
        if sign == "SIGSTOP":
            os.kill(cluster.workers[0], signal.SIGCONT)
    assert after.code == plain.code == 1, after.err
    assert after.out == plain.out
    written = (tmp_path / "s.json").read_text(encoding="utf-8").replace("/out/", "/plain/")
    assert written == (tmp_path / "plain.json").read_text(encoding="utf-8")
    files = {file.name: file.read_bytes() for file in (tmp_path / "plain").glob("*.json")}
    assert len(files) == COUNTIES
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").glob("*.json")} == files


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_keeps_what_is_finished_and_says_what_is_missing(
    tmp_path: Path, cluster: Cluster, province: Path
) -> None:
    shutil.copy(province / "3县.xlsx", province / "慢.xlsx")
    given = (province, "--timeout", "9", "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}")
    process = cluster.batch(*given)
    until_reports(tmp_path / "out", 30)
    process.send_signal(signal.SIGINT)
    after = ended(process)
    assert after.code == 130, after.err
    assert "没有做完：还有" in after.out and "61 个文件中完成" in after.err
    assert not (tmp_path / "s.json").exists()
    (province / "慢.xlsx").unlink()
    rest = ended(cluster.batch(*given, "--resume"))
    assert rest.code == 1
    kept = re.search(r"(\d+) 个文件没有变化", rest.out)
    assert kept and int(kept[1]) >= 29
    assert len(summary(tmp_path / "s.json")["counties"]) == COUNTIES


def test_a_scheduler_that_dies_is_named_and_the_batch_goes_on_elsewhere(
    run: Run, tmp_path: Path, cluster: Cluster, province: Path
) -> None:
    shutil.copy(province / "3县.xlsx", province / "慢.xlsx")
    given = (province, "--timeout", "9", "--out", tmp_path / "out", "-o", f"json={tmp_path / 's.json'}")
    process = cluster.batch(*given)
    until_reports(tmp_path / "out", 30)
    os.kill(cluster.scheduler, getattr(signal, "SIGKILL", signal.SIGTERM))
    after = ended(process)
    assert after.code == 4, after.err
    lines = [line for line in after.err.splitlines() if not line.startswith("已评估")]
    assert len(lines) == 1
    assert cluster.address in lines[0] and "--resume" in lines[0]
    assert re.search(r"(\d+) 个没有评估（[^）]*县\.xlsx", lines[0])
    assert not (tmp_path / "s.json").exists()
    (province / "慢.xlsx").unlink()
    rest = run("batch", *given, "--as-of", "2026-09-01", "--engine", "inline", "--resume")
    assert rest.code == 1
    assert len(summary(tmp_path / "s.json")["counties"]) == COUNTIES


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows cannot stop a process and let it go on")
@pytest.mark.parametrize("who", ["scheduler", "workers"])
def test_a_cluster_that_falls_silent_does_not_hold_up_the_batch(
    who: str, tmp_path: Path, cluster: Cluster, province: Path
) -> None:
    pids = [cluster.scheduler] if who == "scheduler" else cluster.workers
    process = cluster.batch(province, "--timeout", "1", "--out", tmp_path / "out")
    until_reports(tmp_path / "out")
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        after = ended(process)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    assert after.code == 4, after.err
    assert "失去联系" in after.err
    assert "Traceback" not in after.err


def test_a_county_that_hangs_or_kills_is_named_as_here_and_the_workers_stay(tmp_path: Path, cluster: Cluster) -> None:
    address, pids, environment = cluster.address, cluster.workers, cluster.environment
    here = tmp_path / "省"
    for number in range(COUNTIES):
        county(here / f"{number}县.xlsx", f"{number}县")
    for name in ("慢3", "不停11", "致命5"):
        shutil.copy(here / "3县.xlsx", here / f"{name}.xlsx")
    found = []
    for number, engine in enumerate((("-j", "2"), ("--engine", "dask", "--scheduler", address))):
        out = tmp_path / f"s{number}.json"
        command = ["batch", str(here), "--as-of", "2026-09-01", "--timeout", "3", *engine, "-o", f"json={out}"]
        done = subprocess.run([sys.executable, "-m", "eqeval", *command], capture_output=True, env=environment)
        found.append((done.returncode, done.stdout.decode(), out.read_bytes()))
        assert b"Traceback" not in done.stderr
    assert found[0] == found[1]
    assert found[0][0] == 4
    reasons = {Path(one["source"]).stem: one["reasons"][0] for one in summary(tmp_path / "s1.json")["unusable"]}
    assert list(reasons) == ["不停11", "慢3", "致命5"]
    assert "超过 3 秒" in reasons["不停11"] and "超过 3 秒" in reasons["慢3"] and "两次终止" in reasons["致命5"]
    for pid in pids:
        os.kill(pid, 0)


def test_a_scheduler_that_is_not_there_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="pip install eqeval[dask]")
    county(tmp_path / "甲县.xlsx", "甲县")
    script = [sys.executable, "-m", "eqeval", "batch", str(tmp_path), "--engine", "dask", "--scheduler"]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    done = subprocess.run([*script, "tcp://127.0.0.1:1"], capture_output=True, env=environment, timeout=60)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
