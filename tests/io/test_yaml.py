"""Strict YAML and broken standards: every problem with its file, line and column, exit code 4.

`tests/invalid/*.yaml` holds one broken standard each. Its first line says what is expected:

    # expect: LINE: fragment of the Chinese message

Several such lines at the top mean several problems, all to be said at once. `# encoding: NAME` at the top has the
rest re-encoded before it is read; `# replace: FILE-TEXT → TEXT` writes signs that an editor would not keep.
The file is read through `eqeval check … -s FILE`, so whatever is wrong with a standard is found there.
"""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Run
from county import grids, junior, primary, write_xlsx
from hypothesis import given
from hypothesis import strategies as st

from eqeval.io.written.library import library
from eqeval.io.written.yaml import YamlError, parse, scalar

INVALID = Path(__file__).parents[1] / "invalid"
SOUND = Path(__file__).parents[1] / "standards" / "sound.yaml"
FILES = sorted(INVALID.glob("*.yaml"))
EXPECT = re.compile(r"# expect: (\d+|\?): (.+)")
SPECIAL = re.compile(r"# (encoding|replace): (.+)")


def prepared(source: Path, folder: Path) -> Path:
    """Copy a broken standard; apply what its head asks for."""
    text = source.read_text(encoding="utf-8")
    head, body, encoding = "", text, "utf-8"
    if "\nid:" in text:
        head, _, body = text.partition("\nid:")
        head, body = f"{head}\n", f"id:{body}"
    for kind, value in SPECIAL.findall(text):
        if kind == "encoding":
            encoding = value.strip()
        else:
            old, new = value.split(" → ")
            body = body.replace(old, new.encode().decode("unicode_escape"))
    path = folder / source.name
    path.write_bytes(head.encode() + body.encode(encoding))
    return path


def test_there_are_broken_standards() -> None:
    assert len(FILES) >= 25


@pytest.mark.parametrize("source", FILES, ids=lambda path: path.stem)
def test_broken_standard(run: Run, tmp_path: Path, source: Path) -> None:
    expected = EXPECT.findall(source.read_text(encoding="utf-8"))
    assert expected, f"{source}: the first line says what is expected"
    path = prepared(source, tmp_path)
    data = write_xlsx(tmp_path / "a.xlsx", grids([primary(), junior()]))
    ran = run("check", data, "-s", path)
    assert ran.out == ""
    assert ran.code == 4, ran.err
    lines = ran.err.splitlines()
    for line, fragment in expected:
        place = r"\d+" if line == "?" else line
        found = [one for one in lines if re.search(rf"{re.escape(source.name)}:{place}:\d+: ", one) and fragment in one]
        assert found, f"expected {source.name}:{line}: … {fragment}\n{ran.err}"
    assert len(lines) == len(expected), ran.err
    english = run("check", data, "-s", path, "--lang", "en")
    assert english.code == 4
    assert len(english.err.splitlines()) == len(expected)
    assert not [chinese for chinese in ("请", "没有", "应是", "缺少") if chinese in english.err]


def test_the_standard_behind_the_broken_ones_is_sound(run: Run, tmp_path: Path) -> None:
    data = write_xlsx(tmp_path / "a.xlsx", grids([primary(), junior()]))
    ran = run("check", data, "-s", SOUND)
    assert (ran.code, ran.err) == (0, "")


SHIPPED = sorted(library().rglob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_are_strict(path: Path) -> None:
    data = parse(path.read_bytes()).data
    if path.stem.endswith(".cases"):
        assert path.with_name(path.name.replace(".cases", "")) in SHIPPED
        assert data["cases"]
    else:
        assert data["id"] == path.stem


def problem(content: str | bytes) -> tuple[int, int, str]:
    with pytest.raises(YamlError) as raised:
        parse(content.encode() if isinstance(content, str) else content)
    found = raised.value.problem
    return found.line, found.column, found.key


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1, "yaml.duplicate")),
        ("a: {b: 1, b: 2}\n", (1, 11, "yaml.duplicate")),
        ("a:\n  - {b: 1,\n     b: 2}\n", (3, 6, "yaml.duplicate")),
        ("a: &x 1\n", (1, 4, "yaml.anchor")),
        ("a: 1\nb: *x\n", (2, 4, "yaml.anchor")),
        ("&x a: 1\n", (1, 1, "yaml.anchor")),
        ("a: 1\n<<: *b\n", (2, 1, "yaml.merge")),
        ("a: !!python/object:os.system x\n", (1, 4, "yaml.tag")),
        ("a: !!str 1\n", (1, 4, "yaml.tag")),
        ("!!map {a: 1}\n", (1, 1, "yaml.tag")),
        ("a: 1\n---\nb: 2\n", (2, 1, "yaml.documents")),
        ("", (1, 1, "yaml.empty")),
        ("# only a remark\n", (1, 1, "yaml.empty")),
        ("? [a, b]\n: 1\n", (1, 3, "yaml.key")),
        ("{[a]: 1}\n", (1, 2, "yaml.key")),
        ("a: 1\n<<: {b: 2}\n", (2, 1, "yaml.merge")),
        ("a: [1, 2\nb: 3\n", (2, 2, "yaml.syntax.bracket")),
        ("a: {b: 1\nc: 2\n", (2, 2, "yaml.syntax.bracket")),
        ("a: [1}\n", (1, 6, "yaml.syntax.bracket")),
        ("a: [{b: 1，c: 2}]\n", (1, 10, "yaml.syntax.wide")),
        ("a: 1\nb：2\n", (2, 2, "yaml.syntax.wide")),
        ("a：1\nb: 2\n", (1, 2, "yaml.syntax.wide")),
        ("a 1\nb: 2\n", (1, 1, "yaml.syntax.colon")),
        ("a: b: c\n", (1, 5, "yaml.syntax.colon")),
        ("a:\n\t- b\n", (2, 1, "yaml.syntax.tab")),
        ("a: 1\n\tb: 2\n", (2, 1, "yaml.syntax.tab")),
        ("a: @b\n", (1, 4, "yaml.syntax.sign")),
        ("a: 1\nc: 'b\n", (2, 4, "yaml.syntax.quote")),
        ('a: "\\q"\n', (1, 5, "yaml.syntax.escape")),
        ("a:\n  - 1\n - 2\n", (3, 2, "yaml.syntax.indent")),
        ("a: |x\n b\n", (1, 5, "yaml.syntax")),
        ("a: \x01\n", (1, 4, "yaml.characters")),
        ("a: 1\nb: x\x00y\n", (2, 5, "yaml.characters")),
        ("a: 1\nb: 中文\n".encode("gb18030"), (2, 1, "yaml.encoding")),
        ("a: 1\n".encode("utf-16"), (1, 1, "yaml.encoding")),
        ("[" * 41, (1, 41, "yaml.depth")),
        ("a: " + "[" * 100_000, (1, 44, "yaml.depth")),
        ("a: 1\nb: '[' " + "{a: " * 100_000, (2, 168, "yaml.depth")),
    ],
)
def test_refused(content: str | bytes, expected: tuple[int, int, str]) -> None:
    assert problem(content) == expected


@pytest.mark.parametrize("levels", [41, 500, 20_000])
def test_deep_nesting_by_indent_is_refused(levels: int) -> None:
    block = "".join("- " for _ in range(levels)) + "x\n"
    assert problem(block)[2] == "yaml.depth"


@pytest.mark.parametrize("levels", [41, 400])
def test_deep_nesting_by_lines_is_refused(levels: int) -> None:
    block = "".join(f"{' ' * number}a:\n" for number in range(levels))
    assert problem(block)[2] == "yaml.depth"


def test_forty_levels_are_allowed() -> None:
    assert parse(("[" * 39 + "]" * 39).encode()).data


def test_brackets_in_texts_and_remarks_are_no_levels() -> None:
    notes = "".join(f'n{number}: "[0, {number})"  # [half open\n' for number in range(60))
    assert len(parse(notes.encode()).data) == 60


def test_a_large_file_is_refused(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"# " + b"x" * (5 * 1024 * 1024))
    data = write_xlsx(tmp_path / "a.xlsx", grids([primary()]))
    ran = run("check", data, "-s", path)
    assert ran.code == 4
    assert "large.yaml:1:1: " in ran.err


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.2", Decimal("4.2")), ("0.50", Decimal("0.50")), ("-1", -1), ("+5", 5), ("0", 0), ("85%", "85%"),
        ("1/3", "1/3"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("NO", "NO"), ("true", True), ("false", False),
        ("True", "True"), ("null", None), ("~", None), ("", None), ("010101", "010101"), ("0x1F", "0x1F"),
        ("1e3", "1e3"), ("1_000", "1_000"), (".5", ".5"), ("5.", "5."), (".inf", ".inf"), (".nan", ".nan"),
        ("12:30", "12:30"), ("2017-04-19", "2017-04-19"), ("４", "４"),
    ],
)  # fmt: skip
def test_plain_words(text: str, value: object) -> None:
    found = scalar(text)
    assert found == value
    assert type(found) is type(value)
    if text:
        assert parse(f"a: {text}\n".encode()).data == {"a": value}


@pytest.mark.parametrize("text", ['"4.2"', "'4.2'", '"true"', "'85%'", '"null"'])
def test_quoted_words_stay_words(text: str) -> None:
    assert parse(f"a: {text}\n".encode()).data == {"a": text[1:-1]}


def test_places_of_keys_and_values() -> None:
    document = parse(b"a:\n  - b: 1\n    c: {d: 2}\n")
    assert document.mark(("a", 0, "c", "d")) == (3, 12)
    assert document.mark(("a", 0, "c", "d"), key=True) == (3, 9)
    assert document.mark(("a", 0, "zzz")) == (2, 5)
    assert document.mark(("nowhere",)) == (1, 1)


def test_a_byte_order_mark_is_no_content() -> None:
    assert parse(b"\xef\xbb\xbfa: 1\n").data == {"a": 1}


@given(st.binary(max_size=300))
def test_any_bytes_give_data_or_a_place(content: bytes) -> None:
    try:
        parse(content)
    except YamlError as error:
        assert error.problem.line >= 1
        assert error.problem.column >= 1


@given(st.text(alphabet=" \t\n-:[]{},&*!|>'\"%@`#?ab1.：，", max_size=60))
def test_any_text_gives_data_or_a_place(text: str) -> None:
    try:
        parse(text.encode())
    except YamlError as error:
        assert 1 <= error.problem.line <= text.count("\n") + 2
        assert error.problem.column >= 1
