"""The standards that are shipped: valid, tried on every rule and limit, complete against their sources, documented."""

import datetime
import json
import re
from pathlib import Path

import pytest

from eqeval.cli.standards import problems_of, schema_of
from eqeval.cli.standards import test as run_cases
from eqeval.core.standards.describe import entries, identity
from eqeval.core.standards.standard import terms_of
from eqeval.io.written.library import library, shipped
from eqeval.io.written.standards import load
from eqeval.render.page import render
from eqeval.words import Words

ROOT = Path(__file__).parents[1]
ZH = Words("zh")
NAMES = [file.stem for file in shipped()]

# How many requirements each of the source documents has; their ids run from 01.
REQUIREMENTS = {
    "R-000-B": 10, "R-000-C": 23, "R-000-E": 3, "R-000-G": 2, "R-000-H": 1, "R-000-I": 2, "R-000-K": 11, "R-000-M": 4,
    "R-000-N": 6, "R-000-O": 1, "R-001-A": 12, "R-002-A": 10, "R-002-B": 1, "R-002-C": 6, "R-002-D": 6, "R-002-E": 5,
    "R-002-F": 20, "R-002-G": 2, "R-002-H": 2, "R-003-A": 39, "R-004-A": 48,
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_standard_is_valid(name: str) -> None:
    file = next(file for file in shipped() if file.stem == name)
    found = problems_of(file, datetime.date(2026, 9, 1), ZH)
    assert [problem.text for problem in found if problem.severity == "error"] == []


@pytest.mark.parametrize("name", NAMES)
def test_its_cases_pass_and_leave_no_rule_and_no_limit_untried(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run_cases([Path(name)], ZH)
    assert (code, capsys.readouterr().out.splitlines()[:-1]) == (0, [])


def test_every_requirement_of_the_sources_has_its_place() -> None:
    assert sum(REQUIREMENTS.values()) == 214
    cited = {seed for file in shipped() for seed in re.findall(r"R-\d{3}-[A-Z]-\d{2}", file.read_text("utf-8"))}
    wanted = {f"{document}-{number:02}" for document, count in REQUIREMENTS.items() for number in range(1, count + 1)}
    assert cited == wanted


@pytest.mark.parametrize("name", NAMES)
def test_its_texts_are_in_both_languages(name: str) -> None:
    standard = load(name, ZH).standard
    texts = [standard.title, *(rule.title for rule in standard.every_rule())]
    assert [text for text in texts if not isinstance(text, dict) or not text.get("en")] == []


@pytest.mark.parametrize("name", NAMES)
def test_its_page_is_current(name: str) -> None:
    loaded = load(name, ZH)
    terms = terms_of(loaded.standard, loaded.vocabulary, ZH)
    title = ZH.text(loaded.standard.title)
    page = render("md", title, list(identity(loaded.standard, terms)), list(entries(loaded.standard, terms)), ZH)
    assert (ROOT / "docs" / "standards" / f"{name}.md").read_text("utf-8") == page, "run `make generated`"


@pytest.mark.parametrize("what", ["standard", "vocabulary"])
def test_the_schema_for_editors_is_current(what: str) -> None:
    written = json.loads((library() / f"{what}.schema.json").read_text("utf-8"))
    assert written == schema_of(what), "run `make generated`"


@pytest.mark.parametrize("name", NAMES)
def test_its_first_line_names_the_schema(name: str) -> None:
    file = next(file for file in shipped() if file.stem == name)
    match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text("utf-8"))
    assert match
    assert (file.parent / match[1]).resolve() == (library() / "standard.schema.json").resolve()
