"""Finds and reads standards: by id among those shipped, or by path; problems come with line and column."""

import hashlib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from eqeval.core.errors import InputError, UsageError
from eqeval.io.yaml import Document, YamlError, read
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.standard import Standard, Vocabulary
    from eqeval.core.written import Model

    AnyModel = TypeVar("AnyModel", bound=Model)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A standard with the words it uses, and the hash of the bytes of both files."""

    standard: "Standard"
    vocabulary: "Vocabulary"
    sha256: str
    path: Path


def library() -> Path:
    """The folder of the standards that are shipped: inside the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "standards"
    return installed if installed.is_dir() else package.parents[1] / "standards"


def load(name: str, words: Words) -> Loaded:
    """Read a standard by id or path, and the vocabulary that it names.

    Raises:
        UsageError: where there is no such standard.
        InputError: where the file is not a valid standard; all problems at once, each with its place.
    """
    from eqeval.core.references import dangling
    from eqeval.core.standard import Standard, Vocabulary

    path = find(name, words)
    document, standard = _read(path, Standard, words)
    beside = path.parent / "vocabulary" / f"{standard.vocabulary}.yaml"
    shared = beside if beside.is_file() else library() / "vocabulary" / f"{standard.vocabulary}.yaml"
    if not shared.is_file():
        raise InputError(words("standard.vocabulary", file=path, name=standard.vocabulary))
    _, vocabulary = _read(shared, Vocabulary, words)
    problems = []
    for found in dangling(document.data, standard, vocabulary):
        near = words("standard.near", near=words.join(found.near)) if found.near else ""
        sentence = words(f"standard.{found.sentence}", name=found.name, near=near, **found.known)
        problems.append(_line(path, document, found.place, sentence))
    if problems:
        raise InputError(*_sorted(problems))
    digest = hashlib.sha256(path.read_bytes() + shared.read_bytes()).hexdigest()
    return Loaded(standard, vocabulary, digest, path)


def find(name: str, words: Words) -> Path:
    """Find the file of a standard; anything with a slash or a suffix is a path."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        if path.is_file():
            return path
        raise UsageError(words("standard.no_file", path=name))
    shipped = {file.stem: file for file in library().glob("*.yaml")}
    if name in shipped:
        return shipped[name]
    near = get_close_matches(name, shipped, n=3, cutoff=0.3) or sorted(shipped)
    raise UsageError(words("standard.unknown", name=name, near=words.join(list(near))))


def _read(path: Path, model: "type[AnyModel]", words: Words) -> "tuple[Document, AnyModel]":
    """Read a file and build what it describes, or say everything that is wrong with it."""
    from pydantic import ValidationError

    try:
        document = read(path)
        return document, model.model_validate(document.data)
    except YamlError as error:
        problem = error.problem
        sentence = words(problem.key, **problem.values)
        raise InputError(f"{path}:{problem.line}:{problem.column}: {sentence}") from None
    except OSError as error:
        raise InputError(f"{path}:1:1: {words('standard.unreadable', why=error.strerror)}") from None
    except ValidationError as error:
        problems = []
        for found in error.errors(include_url=False, include_context=True):
            unknown = found["type"] == "extra_forbidden"
            place = _place(document, found["loc"])
            problems.append(_line(path, document, place, _sentence(found, words), unknown))
        raise InputError(*_sorted(problems)) from None


def _line(
    path: Path, document: Document, place: tuple[str | int, ...], sentence: str, key: bool = False
) -> tuple[int, int, str]:
    line, column = document.mark(place, key)
    where = ".".join(str(part) for part in place) or "—"
    return line, column, f"{path}:{line}:{column}: {where}: {sentence}"


def _sorted(problems: list[tuple[int, int, str]]) -> list[str]:
    return [text for _, _, text in sorted(problems)]


def _place(document: Document, location: tuple[int | str, ...]) -> tuple[str | int, ...]:
    """Keep of pydantic's path what the file has; names of union members are not in the file."""
    place: tuple[str | int, ...] = ()
    for part in location:
        longer = (*place, part)
        if longer in document.values or longer in document.keys:
            place = longer
    return place


def _sentence(found: Any, words: Words) -> str:
    kind, last = found["type"], found["loc"][-1] if found["loc"] else ""
    value = found.get("input")
    if kind == "value_error":
        return words(f"schema.{found['ctx']['error']}", found=value)
    key = f"schema.{kind}"
    if not words.has(key):
        return words("schema.other", name=last, problem=found["msg"], found=value)
    return words(key, name=last, found=value, **found.get("ctx", {}))
