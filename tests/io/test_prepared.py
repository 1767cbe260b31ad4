"""Standards that were read before: the same as from their files, and never older than these."""

import os
import pickle
import shutil
from pathlib import Path

import pytest

from eqeval.io.written import documents, prepared, standards
from eqeval.io.written import library as shipped
from eqeval.io.written.yaml import Document
from eqeval.words import Words

WORDS = Words("zh")


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A library of its own, and a folder of caches of its own."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "caches")
    folder = tmp_path / "library"
    (folder / "vocabulary").mkdir(parents=True)
    shutil.copy(shipped.library() / "cn-quality-2017.yaml", folder)
    shutil.copy(shipped.library() / "vocabulary" / "cn-schools.yaml", folder / "vocabulary")
    for module in (shipped, standards):
        monkeypatch.setattr(module, "library", lambda: folder)
    return folder


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were parsed since the test began."""
    seen: list[Path] = []
    read = documents._parsed.__wrapped__

    def watched(path: Path, changed: int) -> Document:
        seen.append(path)
        return read(path, changed)

    monkeypatch.setattr(documents, "_parsed", watched)
    return seen


def entries(library: Path) -> list[Path]:
    return list((library.parent / "caches").glob("*"))


def test_a_standard_is_parsed_once_and_stays_the_same(library: Path, parsed: list[Path]) -> None:
    first = standards.load("cn-quality-2017", WORDS)
    assert parsed
    parsed.clear()
    again = standards.load("cn-quality-2017", WORDS)
    assert not parsed
    assert again == first
    assert len(entries(library)) == 1


@pytest.mark.parametrize("file", ["cn-quality-2017.yaml", "vocabulary/cn-schools.yaml"])
def test_what_was_changed_is_read_anew(library: Path, parsed: list[Path], file: str) -> None:
    before = standards.load("cn-quality-2017", WORDS)
    changed = library / file
    times = changed.stat().st_atime_ns, changed.stat().st_mtime_ns
    old, new = ("at_least: 4.2", "at_least: 4.3") if file.startswith("cn-") else ("title:", "title : ")
    changed.write_text(changed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    # The bytes decide, and not the time.
    os.utime(changed, ns=times)
    standards._vocabulary.cache_clear()
    parsed.clear()
    after = standards.load("cn-quality-2017", WORDS)
    assert parsed
    assert after.sha256 != before.sha256
    assert (after.standard != before.standard) == file.startswith("cn-")


def test_another_program_reads_anew(library: Path, parsed: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    standards.load("cn-quality-2017", WORDS)
    parsed.clear()
    monkeypatch.setattr(prepared, "_program", lambda: "another")
    standards.load("cn-quality-2017", WORDS)
    assert parsed


def test_a_file_that_is_named_by_its_path_is_always_read(library: Path, parsed: list[Path]) -> None:
    for _ in range(2):
        parsed.clear()
        standards.load(str(library / "cn-quality-2017.yaml"), WORDS)
        assert parsed
    assert not entries(library)


@pytest.mark.parametrize("damage", ["empty", "cut", "junk", "header", "folder"])
def test_an_entry_that_cannot_be_used_is_passed_over(library: Path, parsed: list[Path], damage: str) -> None:
    first = standards.load("cn-quality-2017", WORDS)
    (entry,) = entries(library)
    content = entry.read_bytes()
    if damage == "folder":
        entry.unlink()
        entry.mkdir()
    else:
        bad = {"empty": b"", "cut": content[:-1000], "junk": content[:600] + b"\x00" * 600, "header": b"[]\n" + content}
        entry.write_bytes(bad[damage])
    parsed.clear()
    assert standards.load("cn-quality-2017", WORDS) == first
    assert parsed


class Evil:
    """What would write a file if it were ever unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.target),)


def test_an_entry_is_never_run(library: Path, tmp_path: Path) -> None:
    first = standards.load("cn-quality-2017", WORDS)
    (entry,) = entries(library)
    header = entry.read_bytes().splitlines(keepends=True)[0]
    entry.write_bytes(header + pickle.dumps(Evil(tmp_path / "evil")))
    assert standards.load("cn-quality-2017", WORDS) == first
    assert not (tmp_path / "evil").exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no bits of mode; folders of users are closed there")
def test_an_entry_that_others_may_write_is_not_taken(library: Path, parsed: list[Path]) -> None:
    standards.load("cn-quality-2017", WORDS)
    (entry,) = entries(library)
    entry.chmod(0o666)
    parsed.clear()
    standards.load("cn-quality-2017", WORDS)
    assert parsed


def test_a_folder_that_cannot_be_written_does_no_harm(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (library.parent / "caches").write_text("a file, and no folder")
    assert standards.load("cn-quality-2017", WORDS).standard.id == "cn-quality-2017"


def test_without_a_home_nothing_is_kept(
    library: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, parsed: list[Path]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache/eqeval"))
    for _ in range(2):
        parsed.clear()
        assert standards.load("cn-quality-2017", WORDS).standard.id == "cn-quality-2017"
        assert parsed
    assert not (tmp_path / "~").exists()
