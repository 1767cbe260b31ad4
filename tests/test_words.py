"""The sentences of both languages: the same keys, the same blanks, all of them used, none missing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

import eqeval
from eqeval.core.intake.findings import CODES
from eqeval.core.verdict import Outcome
from eqeval.words import LANGUAGES, SUBJECTS, Words, sentences

SOURCE = Path(eqeval.__file__).parent
CATALOGUE = re.compile(r"([EWN]\d{3})\.(\w+)")
PARTS = ("message", "what", "why", "mend")
ZH, EN = sentences("zh"), sentences("en")
LANGUAGE = {"zh": ZH, "en": EN}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_subject_is_spoken_of(language: str) -> None:
    modules = (SOURCE / "words" / language).glob("*.py")
    assert sorted(path.stem for path in modules if path.stem != "__init__") == sorted(SUBJECTS)


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
    if "words" not in path.relative_to(SOURCE).parts
}


def constants() -> Iterator[tuple[str, str]]:
    """Every string literal outside the sentences, with its place."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, f"{path}:{node.lineno}"


def called(node: ast.AST) -> bool:
    """Whether this is a look-up of a sentence: words(…), self.words(…), words.has(…)."""
    if not isinstance(node, ast.Call) or not node.args:
        return False
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr == "has":
        function = function.value
    return getattr(function, "attr", getattr(function, "id", "")) == "words"


def looked_up() -> Iterator[tuple[ast.expr, str]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if called(node):
                assert isinstance(node, ast.Call)
                yield node.args[0], f"{path}:{node.lineno}"


def pattern(text: ast.JoinedStr) -> str:
    """What an f-string can become."""
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+" for part in text.values)


def fixed_letters(text: ast.JoinedStr) -> int:
    return sum(str(part.value).count("") - 1 for part in text.values if isinstance(part, ast.Constant))


def f_strings() -> Iterator[tuple[ast.JoinedStr, str]]:
    """F-strings that look up a sentence, or are kept in a variable to look one up later."""
    first = {key.partition(".")[0] for key in ZH}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and node.values:
                start = node.values[0]
                if isinstance(start, ast.Constant) and str(start.value).partition(".")[0] in first:
                    yield node, f"{path}:{node.lineno}"


def test_both_languages_have_the_same_keys() -> None:
    assert set(ZH) == set(EN)
    assert list(ZH) == list(EN), "the same order makes the two files comparable"
    assert set(LANGUAGES) == set(LANGUAGE)


@pytest.mark.parametrize("key", ZH)
def test_both_languages_fill_the_same_blanks(key: str) -> None:
    assert blanks(ZH[key]) == blanks(EN[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_written_twice(language: str) -> None:
    """Neither in one module nor in two."""
    keys = [
        key.value
        for path in (SOURCE / "words" / language).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    ]
    assert len(keys) == len(LANGUAGE[language])
    assert [key for key in keys if keys.count(key) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_why_and_how_to_mend(code: str, language: str) -> None:
    for part in PARTS:
        assert LANGUAGE[language].get(f"{code}.{part}", "").strip(), f"{code}.{part}"


def test_the_catalogue_has_no_code_that_is_not_listed() -> None:
    written = {match[1] for key in ZH if (match := CATALOGUE.fullmatch(key))}
    assert written == set(CODES)
    assert len(CODES) == len(set(CODES))
    assert list(CODES) == [*sorted(code for code in CODES if code[0] == "E"),
                           *sorted(code for code in CODES if code[0] == "W"),
                           *sorted(code for code in CODES if code[0] == "N")]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_given_somewhere(code: str) -> None:
    given = [place for text, place in constants() if text in (code, f"{code}.message") and "findings.py" not in place]
    assert given, f"{code} is explained but nothing ever reports it"


def test_every_literal_key_exists() -> None:
    missing = [
        f"{place}: {key.value}"
        for key, place in looked_up()
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value not in ZH
    ]
    assert not missing


def test_everything_that_looks_like_a_key_exists() -> None:
    first = {key.partition(".")[0] for key in ZH if "." in key}
    shape = re.compile(r"[a-z]+(\.[a-z_]+)+|[EWN]\d{3}\.[a-z]+")
    missing = [
        f"{place}: {text}"
        for text, place in constants()
        if shape.fullmatch(text) and text.partition(".")[0] in first and text not in ZH
        and not text.endswith((".json", ".yaml", ".toml"))
    ]  # fmt: skip
    assert not missing


def filled_in() -> Iterator[tuple[str, set[str], str]]:
    """Every sentence that a place in the source fills: its key, the blanks that the call gives, and the place.

    Calls that pass a mapping on, or whose key is put together, cannot be told from the source alone.
    """
    given = {"add": {"found", "school"}, "about": {"found", "school"}}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or any(keyword.arg is None for keyword in node.keywords):
                continue
            first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if not isinstance(first, str):
                continue
            names = {str(keyword.arg) for keyword in node.keywords}
            method = getattr(node.func, "attr", "")
            if method in given and first in CODES:
                yield f"{first}.message", names | given[method], f"{path}:{node.lineno}"
            elif called(node) and first in ZH and names:
                yield first, names, f"{path}:{node.lineno}"


def test_every_sentence_is_given_all_its_blanks() -> None:
    lacking = [
        f"{place}: {key} lacks {sorted(blanks(ZH[key]) - names)}"
        for key, names, place in filled_in()
        if not blanks(ZH[key]) <= names
    ]
    assert not lacking
    assert len(list(filled_in())) > 300


def test_every_family_of_keys_exists() -> None:
    missing = [
        f"{place}: {pattern(text)}"
        for text, place in f_strings()
        if not any(re.fullmatch(pattern(text), key) for key in ZH)
    ]
    assert not missing


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_sentences(outcome: Outcome) -> None:
    for key in (f"outcome.{outcome}", f"because.{outcome}"):
        assert key in ZH


@pytest.mark.parametrize("outcome", [Outcome.MET, Outcome.NOT_MET, Outcome.UNDETERMINED])
def test_every_outcome_of_a_county_has_a_headline(outcome: Outcome) -> None:
    assert f"headline.{outcome}" in ZH


def test_no_sentence_is_unused() -> None:
    texts = {text for text, _ in constants()}
    families = [pattern(text) for text, _ in f_strings()]
    columns = {f"column.{text}" for text in texts}
    unused = [
        key
        for key in ZH
        if key not in texts
        and key not in columns
        and not any(re.fullmatch(family, key) for family in families if not family.startswith("column"))
        and not ((match := CATALOGUE.fullmatch(key)) and match[1] in CODES and match[2] in PARTS)
    ]
    assert not unused


def test_findings_of_the_schema_have_sentences() -> None:
    own = {
        str(node.args[0].value)
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        and node.func.id in ("ValueError", "PydanticCustomError")
        and node.args and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert own
    assert {f"schema.{name}" for name in own} <= set(ZH)
    pydantic = set(get_args(ErrorType))
    known = {f"schema.{name}" for name in own | pydantic | {"other"}}
    assert [key for key in ZH if key.startswith("schema.") and key not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_can_be_filled(language: str) -> None:
    words = Words(language)
    for key, sentence in LANGUAGE[language].items():
        filled = words(key, **dict.fromkeys(blanks(sentence), "‹x›"))
        assert filled.strip(), key
        assert filled.count("‹x›") >= len(blanks(sentence)), key


def test_english_sentences_are_english() -> None:
    chinese = re.compile(r"[，。：；？！（）、]")
    assert [key for key, text in EN.items() if chinese.search(text)] == []
