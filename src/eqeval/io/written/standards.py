"""Reads standards with all that they name: vocabulary, parent, other standards; problems come with line and column."""

import hashlib
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from eqeval.core.errors import Problem, StandardError, UsageError
from eqeval.io.written import prepared
from eqeval.io.written.documents import Written, document_of, model_of, problem, read_model
from eqeval.io.written.library import find, library, shipped
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.review.flaw import Flaw
    from eqeval.core.review.references import Dangling
    from eqeval.core.standards.standard import Standard
    from eqeval.core.vocabulary import Vocabulary
    from eqeval.io.written.yaml import Place


class Loaded(Struct, frozen=True):
    """A standard with the words it uses, the standards it refers to, and the hash of the bytes of all files.

    files: its own, that of the standard it extends, and so on. sources: these, its vocabulary, and all files of the
    standards that it refers to.
    """

    standard: "Standard"
    vocabulary: "Vocabulary"
    sha256: str
    path: Path
    files: tuple[Path, ...]
    sources: tuple[Path, ...]
    others: "tuple[tuple[Standard, Vocabulary], ...]" = ()


def load(name: str, words: Words) -> Loaded:
    """Read a standard by id or path, with the vocabulary, the parent and the other standards that it names.

    Raises:
        UsageError: where there is no such standard.
        InputError: where a file is not a valid standard; all problems at once, each with its place.
    """
    path = find(name, words)
    # A file that was named by its path is one that somebody is writing.
    shipped_one = path.is_relative_to(library()) and not Path(name).suffix
    loaded = prepared.take(path) if shipped_one else None
    if loaded is None:
        loaded = _load(path, words, ())
        if shipped_one:
            # What follows from the rules alone is kept with them.
            for one in (loaded.standard, *(other for other, _ in loaded.others)):
                _ = one.items_read, one.items_of_conditions, one.names
            prepared.keep(path, loaded.sources, loaded)
    return loaded


def _load(path: Path, words: Words, within: tuple[Path, ...]) -> Loaded:
    from eqeval.core.standards.standard import Standard, references_of

    written = follow(path, words, within)
    try:
        standard = model_of(written, Standard, words)
    except StandardError as error:
        raise StandardError([*error.problems, *_undefined(written, written.data, words)]) from None
    shared = _beside(path, f"vocabulary/{standard.vocabulary}.yaml")
    if not shared.is_file():
        message = words("standard.vocabulary", name=standard.vocabulary)
        raise StandardError([problem(written, ("vocabulary",), message)])
    vocabulary = _vocabulary(shared, shared.stat().st_mtime_ns, words)
    if not _built_in(path):
        _refuse_flaws(written, standard, vocabulary, words)
    others: list[Loaded] = []
    for rule in references_of(standard):
        if rule.standard is not None:
            place = (*_place_of(written, rule.id), "standard")
            named = _named(rule.standard, place, written, within, words)
            others.append(_load(named, words, (*within, path)))
    content = b"".join(file.read_bytes() for file in (*written.files, shared))
    digest = hashlib.sha256(content + "".join(other.sha256 for other in others).encode()).hexdigest()
    return Loaded(
        standard,
        vocabulary,
        digest,
        path,
        written.files,
        (*written.files, shared, *(file for other in others for file in other.sources)),
        tuple((other.standard, other.vocabulary) for other in others),
    )


def _built_in(path: Path) -> bool:
    """Whether a file lies in the installed package, where it was checked before the package was built."""
    return path.is_relative_to(Path(__file__).parents[2] / "standards")


def follow(path: Path, words: Words, within: tuple[Path, ...] = ()) -> Written:
    """Read a standard as it was written, and apply it to its parent if it extends one."""
    document = document_of(path, words)
    data = document.data if isinstance(document.data, dict) else {}
    own = Written(document.data, path, document)
    if not isinstance(data.get("extends"), str):
        return own
    from eqeval.core.standards.extend import extend
    from eqeval.core.standards.standard import Extension, Standard

    parent = follow(_named(data["extends"], ("extends",), own, within, words), words, (*within, path))
    if not _formed(parent.data):
        model_of(parent, Standard, words)
    try:
        model_of(own, Extension, words)
    except StandardError as error:
        raise StandardError([*error.problems, *_undefined(own, data, words, parent.data)]) from None
    extended = extend(parent.data, data)
    if extended.unknown:
        problems = []
        for found in extended.unknown:
            near = words("standard.near", near=words.join(found.near)) if found.near else ""
            problems.append(problem(own, found.place, words("standard.no_rule", name=found.name, near=near)))
        raise StandardError(problems)
    return Written(extended.data, path, document, tuple(extended.sources), parent)


def _formed(data: Any) -> bool:
    """Whether a parent has at least the form that an extension is applied to."""
    if not isinstance(data, dict) or not isinstance(data.get("document"), str):
        return False
    rules = data.get("rules")
    return (
        isinstance(rules, list)
        and all(isinstance(rule, dict) and isinstance(rule.get("id"), str) for rule in rules)
        and all(isinstance(data.get(key, {}), dict) for key in ("items", "scopes", "indicators"))
    )


def _refuse_flaws(written: Written, standard: "Standard", vocabulary: "Vocabulary", words: Words) -> None:
    """Refuse names that nothing defines, and limits that are missing or overlap."""
    from eqeval.core.review.completeness import flaws
    from eqeval.core.review.references import dangling

    problems = [_nameless(written, found, words) for found in dangling(written.data, standard, vocabulary)]
    if not problems:
        incomplete = flaws(standard, vocabulary, date.min)
        problems = [flawed(written, flaw, words) for flaw in incomplete if flaw.severity == "error"]
    if problems:
        raise StandardError(problems)


def _nameless(written: Written, found: "Dangling", words: Words) -> Problem:
    """Say that nothing defines a name."""
    near = words("standard.near", near=words.join(found.near)) if found.near else ""
    return problem(written, found.place, words(f"standard.{found.sentence}", name=found.name, near=near, **found.known))


def _undefined(written: Written, data: Any, words: Words, inherited: Any = None) -> list[Problem]:
    """Look for names that nothing defines also where the form is wrong, so that everything is said at once."""
    from eqeval.core.review.references import undefined

    data, inherited = (each if isinstance(each, dict) else {} for each in (data, inherited))
    name = data.get("vocabulary", inherited.get("vocabulary"))
    shared = _beside(written.path, f"vocabulary/{name}.yaml")
    if not isinstance(name, str) or not shared.is_file():
        return []
    vocabulary = _vocabulary(shared, shared.stat().st_mtime_ns, words)
    return [_nameless(written, found, words) for found in undefined(data, inherited, vocabulary)]


def _beside(path: Path, name: str) -> Path:
    """Find a file beside a standard, or among those shipped."""
    beside = path.parent / name
    return beside if beside.is_file() else library() / name


def _named(name: str, place: "Place", written: Written, within: tuple[Path, ...], words: Words) -> Path:
    """Find a standard that another one names by its id; one that leads back to where it is named from is refused."""
    path = written.path
    found = _beside(path, f"{name}.yaml")
    if not found.is_file():
        try:
            found = find(name, words)
        except UsageError:
            near = get_close_matches(name, [file.stem for file in shipped()], n=3)
            said = words("standard.near", near=words.join(near)) if near else ""
            message = words("standard.no_standard", name=name, near=said)
            raise StandardError([problem(written, place, message)]) from None
    if found in (chain := (*within, path)):
        around = " → ".join(file.stem for file in (*chain[chain.index(found) :], found))
        raise StandardError([problem(written, place, words("standard.cycle", chain=around))])
    return found


@lru_cache(maxsize=4)
def _vocabulary(path: Path, changed: int, words: Words) -> "Vocabulary":  # noqa: ARG001
    """Read a vocabulary once, however many standards of the library share it."""
    from eqeval.core.vocabulary import Vocabulary

    return read_model(path, Vocabulary, words)


def _place_of(written: Written, owner: str) -> "Place":
    """Find a rule, or an indicator of a quorum, by its id."""
    from eqeval.core.standards.extend import named

    return next((("rules", *place) for place, name in named(written.data["rules"]) if name == owner), (owner,))


def flawed(written: Written, flaw: "Flaw", words: Words) -> Problem:
    """Give something incomplete its place: the rule, or the indicator of a quorum, that it is in."""
    # What is wrong with a key of the whole standard is in no rule.
    place = (flaw.key,) if flaw.owner == flaw.key else (*_place_of(written, flaw.owner), flaw.key)
    values = {key: words.text(value) if isinstance(value, dict) else value for key, value in flaw.values.items()}
    return problem(written, place, words(flaw.sentence, owner=flaw.owner, **values), severity=flaw.severity)
