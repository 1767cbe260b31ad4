"""The manuals agree with the program: options, exit codes, links, commands and examples."""

import json
import re
from collections import Counter
from os.path import relpath
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import pytest
from conftest import Run

from eqeval.core.errors import EqevalError, InputError, UsageError
from eqeval.core.rules.rule import CountyRule, Rule, StatedRule, SubjectRule
from eqeval.io.written.yaml import YamlError, parse

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
# Of every command; the manual need not repeat them.
COMMON = {"--help", "-h"}
# Options of other programs, and of the whole command.
FOREIGN = {"--version", "--install-completion", "--show-completion", "--school", "--indicator"}


def text_of(name: str | Path) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a page, as rows of cells; a pipe within code is no border."""
    found: list[list[list[str]]] = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not inside:
            found.append([])
        inside = True
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            found[-1].append(cells)
    return found


def options(text: str) -> set[str]:
    return set(OPTION.findall(text))


@pytest.mark.parametrize("name", READMES)
def test_the_options_of_the_readme_are_those_of_the_help(run: Run, name: str) -> None:
    (table,) = [rows for rows in tables(text_of(name)) if any("--as-of" in row[0] for row in rows)]
    told = {option for row in table for option in options(row[0])}
    helped = run("check", "--help").out
    assert told - options(helped) == set(), "the manual names what the program does not have"
    # One of `-s, --standard` is enough.
    named = [options(line[:30]) for line in helped.splitlines() if re.match(r"  -", line)]
    assert len(named) >= 9
    assert [one for one in named if not one & (told | COMMON)] == [], "the program has what the manual does not name"


@pytest.mark.parametrize("name", READMES)
def test_every_option_named_anywhere_exists(run: Run, name: str) -> None:
    commands: list[list[str]] = [
        [],
        ["check"],
        ["batch"],
        ["lint"],
        ["explain"],
        ["inspect"],
        ["template"],
        ["schema"],
        ["standards"],
    ]
    known = {option for command in commands for option in options(run(*command, "--help").out)} | FOREIGN
    for command in ("list", "show", "validate", "test", "diff", "schema", "docs", "new"):
        known |= options(run("standards", command, "--help").out)
    code = re.sub(r"```.*?```", "", text_of(name), flags=re.DOTALL)
    named = {option for span in re.findall(r"`([^`]*)`", code) for option in options(span) if option.startswith("--")}
    assert named - known == set()


@pytest.mark.parametrize("name", READMES)
def test_the_environment_variables_are_those_of_the_help(run: Run, name: str) -> None:
    helped = set(re.findall(r"EQEVAL_[A-Z]+(?:_[A-Z]+)*", run("check", "--help").out.replace("\n", "")))
    named = set(re.findall(r"EQEVAL_[A-Z_]+", text_of(name)))
    assert named - helped == set()
    assert helped - named == set()


@pytest.mark.parametrize("name", READMES)
def test_the_exit_codes_are_complete(name: str) -> None:
    rows = [row for table in tables(text_of(name)) for row in table]
    codes = [int(row[0].strip("`")) for row in rows if re.fullmatch(r"`?\d+`?", row[0])]
    assert codes == [0, 1, 2, 3, 4, 70]
    assert {UsageError.exit_code, InputError.exit_code, EqevalError.exit_code} <= set(codes)
    assert not [row for row in rows if re.fullmatch(r"`?\d+`?", row[0]) and not row[1]]


def links(page: Path) -> list[str]:
    code = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", code)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_linked_file_exists(page: Path) -> None:
    missing = [
        link
        for link in links(page)
        if not link.startswith(("http:", "https:", "mailto:", "#"))
        and not (page.parent / unquote(link.partition("#")[0])).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_named_in_code_exists(page: Path) -> None:
    """Paths of the repository that stand in code: `examples/yunxi.xlsx`, `docs/adr/0004`."""
    code = re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))
    named = {
        part.rstrip(".,:;")
        for span in code
        for part in re.findall(r"(?<![\w/.-])(?:examples|docs|standards|src|benchmarks|tests)/[\w./-]+\.\w+", span)
        if "*" not in span
    }
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_both_readmes_link_each_other_and_the_manuals() -> None:
    assert "README.zh-CN.md" in links(ROOT / "README.md")
    assert "README.md" in links(ROOT / "README.zh-CN.md")
    for page in ("docs/method.md", "docs/architecture.md", "docs/standard-format.md", "CONTRIBUTING.md"):
        assert page in links(ROOT / "README.md"), page
    for page in ("docs/standard-format.md", "CONTRIBUTING.md"):
        assert page in links(ROOT / "README.zh-CN.md"), page


def commands(text: str) -> list[str]:
    """The lines of all blocks of shell."""
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_the_command_of_the_tests_is_the_same_in_both_languages() -> None:
    (block,) = re.findall(r"<!-- tests -->\n```sh\n(.*?)```", text_of("README.md"), re.DOTALL)
    assert len(block.splitlines()) == 1
    assert block.strip() in commands(text_of("README.zh-CN.md"))
    assert "pytest" in block
    assert "test = [" in text_of("pyproject.toml")
    for name in re.findall(r"-c (\S+)", block):
        assert (ROOT / name).is_file()


def test_the_commands_of_both_readmes_are_the_same() -> None:
    assert commands(text_of("README.md")) == commands(text_of("README.zh-CN.md"))


@pytest.mark.parametrize("name", READMES)
def test_the_example_of_the_readme_runs(run: Run, name: str) -> None:
    """What the reader tries first: the verdict, the derivation of one figure, and a rule."""
    found = [line.split(" && ")[-1] for line in commands(text_of(name)) if "eqeval " in line]
    assert len(found) >= 3
    for line in found:
        arguments = line.partition("eqeval ")[2].split()
        ran = run(*[ROOT / one if one.startswith("examples/") else one for one in arguments])
        assert (ran.code, ran.err) == (1 if arguments[0] == "check" else 0, "")


# docs/standard-format.md

FORMAT = "docs/standard-format.md"


def examples() -> list[tuple[int, str]]:
    """The blocks of YAML, with their line; those with an ellipsis are no complete examples."""
    text = text_of(FORMAT)
    return [
        (text[: match.start()].count("\n") + 2, match[1])
        for match in re.finditer(r"```yaml\n(.*?)```", text, re.DOTALL)
    ]


def complete(block: str) -> str:
    """Keep the examples that are written out: a line with an ellipsis only shows where something stands."""
    return "".join(f"{line}\n" for line in block.splitlines() if "…" not in line.partition(" #")[0])


@pytest.mark.parametrize(("line", "block"), examples(), ids=lambda value: str(value) if isinstance(value, int) else "")
def test_every_complete_example_is_strict_yaml(line: int, block: str) -> None:
    text = complete(block)
    # Several values one under the other are examples of their own.
    parts = [text]
    if re.match(r"[{\[]", text):
        apart = text.replace("   {any", "\n{any").replace("   {not", "\n{not")
        parts = re.split(r"\n(?=[{\[])", apart)
    for part in parts:
        try:
            if part.strip():
                parse(part.encode())
        except YamlError as error:
            found = error.problem
            pytest.fail(f"{FORMAT}:{line + found.line - 1}: {found.key} {found.values}: {part[:80]}")


CLASSES = [one for base in (Rule, CountyRule, StatedRule, SubjectRule) for one in base.__subclasses__()]
KINDS = {str(get_args(one.model_fields["kind"].annotation)[0]): one for one in CLASSES if "kind" in one.model_fields}


def test_every_kind_of_rule_is_described() -> None:
    assert len(KINDS) >= 18
    text = text_of(FORMAT)
    (table,) = [rows for rows in tables(text) if rows[0][0] == "kind"]
    told = {name for row in table[1:] for name in re.findall(r"`(\w+)`", row[0])}
    assert told == set(KINDS)


def test_every_key_of_every_kind_is_described() -> None:
    text = text_of(FORMAT)
    missing = [
        f"{kind}.{field.alias or key}"
        for kind, one in KINDS.items()
        for key, field in one.model_fields.items()
        if not re.search(rf"\b{re.escape(field.alias or key)}\b", text)
    ]
    assert missing == []


# docs/writing-a-standard.md

GUIDE = "docs/writing-a-standard.md"


def section(number: int) -> str:
    return text_of(GUIDE).split(f"\n## {number}. ")[1].partition("\n## ")[0]


def blocks(number: int) -> list[str]:
    """What a reader pastes in a section."""
    return re.findall(r"```yaml\n(.*?)```", section(number), re.DOTALL)


def ran_all(run: Run, number: int) -> list[tuple[str, int, str]]:
    """Run every command of a section, and say what it was, how it ended and what it said."""
    found = []
    for line in commands(section(number)):
        arguments = line.partition("#")[0].split()[1:]
        ran = run(*[ROOT / one if one.startswith("examples/") else one for one in arguments])
        assert ran.err == "", line
        found.append((" ".join(arguments[:2]), ran.code, ran.out))
    return found


def test_the_guide_works_when_its_blocks_are_pasted_in_order(run: Run, tmp_path: Path) -> None:
    begun = ran_all(run, 1)
    assert [(name, code) for name, code, _ in begun] == [("standards new", 0), ("standards validate", 0)]
    plan, cases = tmp_path / "plan-ours.yaml", tmp_path / "plan-ours.cases.yaml"
    assert plan.is_file()
    (identity,), (alone, extending), (rules,) = blocks(2), blocks(3), blocks(4)
    for base in (extending, alone):
        plan.write_text(identity + base + rules, encoding="utf-8")
        assert run("standards", "validate", plan).code == 0, base
    first, more = blocks(5)
    cases.write_text(first, encoding="utf-8")
    ((name, code, said),) = ran_all(run, 5)
    assert (name, code) == ("standards test", 1)
    days = ("2022-12-31", "2025-12-31", "2028-12-31")
    assert [day for line in said.splitlines() for day in re.findall(r"日期 P1 (\S+)", line)] == list(days)
    assert len(said.splitlines()) == 4
    cases.write_text(first + more, encoding="utf-8")
    ((name, code, said),) = ran_all(run, 5)
    assert (name, code, len(said.splitlines())) == ("standards test", 0, 1)
    used = ran_all(run, 6)
    assert [(name, code) for name, code, _ in used] == [
        ("standards show", 0), ("check " + str(Path("examples/yunxi.xlsx")), 1), ("standards diff", 1),
    ]  # fmt: skip
    assert "W506" not in used[1][2]
    assert "没有能判定的要求：0 项待佐证，0 项未到期，1 项不适用" in used[1][2]
    alone_too = run("check", ROOT / "examples/yunxi.xlsx", "-s", plan, "--as-of", "2026-06-01")
    assert "W506" in alone_too.out


# docs/zh

CHINESE = sorted((ROOT / "docs/zh").glob("*.md"))
# The few words within code that each language has of its own: what stands for a value, a phrase of the report, a name
# in a formula.
WORDS = {
    "FILE": "文件",
    "DIR": "文件夹",
    "FOLDER": "文件夹",
    "PATH": "路径",
    "FORMAT": "格式",
    "SECONDS": "秒数",
    "STANDARD": "标准",
    "hangs on rounding": "结论取决于取整",
    "share of stage s": "学段 s 的份额",
}
WORD = re.compile(rf"\b({'|'.join(WORDS)})\b")
BLOCK = re.compile(r"^```\w*\n(.*?)^```$|((?:^    [^\n]*\n)+)", re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
ZERO = re.compile(r"\bzeros?\b|零", re.IGNORECASE)
# A heading, a type or a sheet that a page in English speaks of.
NAME = re.compile("[\u4e00-\u9fff]+")


def in_chinese(code: str) -> str:
    return WORD.sub(lambda match: WORDS[match[0]], code)


def sections(page: Path) -> list[str]:
    return re.split(r"^(?=##? )", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


def settled(part: str, folder: Path) -> dict[str, Counter[str]]:
    """What translating a section does not change: its code, its figures, its shape and its links."""
    blocks = [match[1] or match[2] for match in BLOCK.finditer(part)]
    prose = BLOCK.sub("", part)
    text = re.sub(r"`[^`]*`", "", prose)
    rows = [row for table in tables(prose) for row in table]
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    files = [Path(relpath(folder / target, ROOT)) for target in targets]
    return {
        "code": Counter(in_chinese(span) for span in re.findall(r"`([^`]*)`", prose)),
        "blocks": Counter(
            in_chinese(line.partition("#")[0].rstrip()) for block in blocks for line in block.splitlines()
        ),
        "findings": Counter(re.findall(r"\b[EWN]\d{3}\b", text, re.ASCII)),
        "figures": Counter(set(NUMBER.findall(ZERO.sub("0", text)))),
        # Every figure of a table, and the width of its rows.
        "cells": Counter(
            f"row {number}: {figure}"
            for number, row in enumerate(rows)
            for cell in row
            for figure in [f"{len(row)} columns", *NUMBER.findall(cell)]
        ),
        "shape": Counter(
            {
                "paragraphs and lists": len(re.findall(r"\n\n(?=\S)", prose)),
                "points": len(re.findall(r"^(?:- |\d+\. )", prose, re.MULTILINE)),
                "words in bold": prose.count("**") // 2,
            }
        ),
        "links": Counter(file.as_posix().replace("/zh/", "/") for file in files),
    }


@pytest.mark.parametrize("chinese", CHINESE, ids=lambda page: page.name)
def test_a_page_says_the_same_in_both_languages(chinese: Path) -> None:
    """Whatever changes in one language changes in the other: all that can be compared without reading is compared."""
    english = chinese.parents[1] / chinese.name
    here, there = sections(chinese), sections(english)
    assert len(here) == len(there), "sections"
    differing = []
    for number, (one, other) in enumerate(zip(here, there, strict=True)):
        ours, theirs = settled(one, chinese.parent), settled(other, english.parent)
        differing += [
            f"section {number}, {kind}: {sorted(own - counted)} here, {sorted(counted - own)} there"
            for (kind, own), counted in zip(ours.items(), theirs.values(), strict=True)
            if own != counted
        ]
        unsaid = {name for name in NAME.findall(other.replace("[中文]", "")) if name not in one}
        differing += [f"section {number}, words: [] here, {sorted(unsaid)} there"] if unsaid else []
    assert not differing, "\n".join([f"only in {chinese} (here) or {english} (there):", *differing])


@pytest.mark.parametrize("chinese", CHINESE, ids=lambda page: page.name)
def test_both_languages_of_a_page_link_each_other_below_the_title(chinese: Path) -> None:
    for page, line in (
        (chinese, f"[English](../{chinese.name})"),
        (chinese.parents[1] / chinese.name, f"[中文](zh/{chinese.name})"),
    ):
        assert page.read_text(encoding="utf-8").splitlines()[1:4] == ["", line, ""], page


def test_the_chinese_readme_and_pages_link_the_chinese_pages() -> None:
    """Who reads Chinese is led to English only where there is nothing else, or by the line below the title."""
    names = {page.name for page in CHINESE}
    assert len(names) >= 8
    assert {f"docs/zh/{name}" for name in names} <= set(links(ROOT / "README.zh-CN.md"))
    for page in (ROOT / "README.zh-CN.md", *CHINESE):
        own = f"../{page.name}"
        led = [page.parent / link for link in links(page) if "://" not in link and link != own]
        assert [file for file in led if file.resolve().parent == ROOT / "docs" and file.name in names] == [], page


def test_the_schema_of_the_report_is_the_one_that_is_published(run: Run) -> None:
    published = json.loads(text_of("src/eqeval/schemas/report-1.json"))
    assert json.loads(run("schema", "report").out) == published
