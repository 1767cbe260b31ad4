"""eqeval batch on an existing engine: two workers; one is killed, files hang; and the same bytes as here."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
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


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[int], dict[str, str]]]:
    """A local cluster with two workers: its address, and the processes of the workers."""
    pytest.importorskip("distributed", reason="pip install eqeval[dask]")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    environment = environment_of(tmp_path / "lib")
    given: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, str(script)], env=environment, **given) as process:
        assert process.stdout and process.stdin
        address, *pids = process.stdout.readline().decode().split()
        yield address, list(map(int, pids)), environment
        process.stdin.close()
        process.wait(60)


def test_a_killed_worker_loses_nothing(
    run: Run, tmp_path: Path, cluster: tuple[str, list[int], dict[str, str]]
) -> None:
    address, pids, environment = cluster
    here = tmp_path / "省"
    for number in range(COUNTIES):
        county(here / f"{number}县.xlsx", f"{number}县", 小学最大班额=46 if number % 3 else 40)
    command = ["batch", str(here), "--as-of", "2026-09-01", "--view", "full", "--out"]
    plain = run(*command, tmp_path / "plain", "-o", f"json={tmp_path / 'plain.json'}")
    given = [sys.executable, "-m", "eqeval", *command, str(tmp_path / "out"), "-o", f"json={tmp_path / 's.json'}"]
    process = subprocess.Popen(
        [*given, "--engine", "dask", "--scheduler", address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    end = time.monotonic() + 60
    while not list((tmp_path / "out").glob("*.json")):
        assert time.monotonic() < end
        time.sleep(0.01)
    os.kill(pids[0], getattr(signal, "SIGKILL", signal.SIGTERM))
    out, err = (stream.decode() for stream in process.communicate(timeout=120))
    assert process.returncode == plain.code == 1, err
    assert "Traceback" not in err
    assert out == plain.out
    written = (tmp_path / "s.json").read_text(encoding="utf-8").replace("/out/", "/plain/")
    assert written == (tmp_path / "plain.json").read_text(encoding="utf-8")
    files = {file.name: file.read_bytes() for file in (tmp_path / "plain").glob("*.json")}
    assert len(files) == COUNTIES
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").glob("*.json")} == files


def test_a_county_that_hangs_or_kills_is_named_as_here_and_the_workers_stay(
    tmp_path: Path, cluster: tuple[str, list[int], dict[str, str]]
) -> None:
    address, pids, environment = cluster
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
