"""What every test may use: the command line in this process, a folder of its own, and --update-golden."""

import io
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from eqeval.cli.app import main


def pytest_configure(config: pytest.Config) -> None:
    """Let no test find what the user's own commands have kept, and no command of the user what a test kept."""
    caches = tempfile.TemporaryDirectory()
    os.environ["XDG_CACHE_HOME"] = caches.name
    config.add_cleanup(caches.cleanup)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # In the background of a shell Ctrl-C is passed over, also by whoever is started there.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; then read the diff")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `eqeval …` in this process, in an empty folder, without variables of the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("EQEVAL_STANDARD", "EQEVAL_AS_OF", "EQEVAL_VIEW", "EQEVAL_STRICT", "EQEVAL_LANG", "EQEVAL_OUTPUT"):
        monkeypatch.delenv(name, raising=False)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> Ran:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", streams[0])
            patched.setattr(sys, "stderr", streams[1])
            with pytest.raises(SystemExit) as ended:
                main([str(argument) for argument in arguments])
        texts = []
        for stream in streams:
            stream.flush()
            texts.append(stream.detach().getvalue().decode())
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, *texts)

    return call


@pytest.fixture
def batch(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a batch in this process, on a fixed day, on a screen that breaks no line."""
    monkeypatch.setenv("COLUMNS", "2000")

    def call(*arguments: object, engine: str = "inline") -> Ran:
        return run("batch", *arguments, "--as-of", "2026-09-01", "--engine", engine)

    return call
