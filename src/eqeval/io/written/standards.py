"""Finds and reads standards: by id among those shipped, or by path; problems come with line and column."""

import hashlib
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from msgspec import Struct

from eqeval.core.errors import Problem, StandardError, UsageError
from eqeval.io import system
from eqeval.io.written import prepared
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.parts.written import Model
    from eqeval.core.review.flaw import Flaw
    from eqeval.core.review.references import Dangling
    from eqeval.core.standards.extend import Source
    from eqeval.core.standards.standard import Standard
    from eqeval.core.vocabulary import Vocabulary
    from eqeval.io.written.yaml import Document, Place

    AnyModel = TypeVar("AnyModel", bound=Model)


# National measures, plans of provinces, cities and counties, examples of constructs.
FOLDERS = ("", "plans", "examples")


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


class Written(Struct, frozen=True):
    """What a standard says after `extends` was followed, and in which line of which file each part stands."""

    data: Any
    path: Path
    document: "Document"
    sources: "tuple[Source, ...]" = ()
    parent: "Written | None" = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The file itself, its parent, the parent of that, and so on."""
        return (self.path, *(self.parent.files if self.parent else ()))

    def found(self, place: "Place") -> "tuple[Written, Place]":
        """Find in which file a part was written, and at which place there: in itself, or in the parent."""
        best = max(
            (source for source in self.sources if place[: len(source.place)] == source.place),
            key=lambda source: len(source.place),
            default=None,
        )
        if best is None:
            return self, place
        written = (*best.written, *place[len(best.place) :])
        return (self, written) if best.own or self.parent is None else self.parent.found(written)


def library() -> Path:
    """The folder of the standards that are shipped: inside the package, or beside it in a checkout."""
    package = Path(__file__).parents[2]
    installed = package / "standards"
    return installed if installed.is_dir() else package.parents[1] / "standards"


def shipped() -> list[Path]:
    """List the files of all standards that are shipped; cases stand beside them as NAME.cases.yaml."""
    return [file for folder in FOLDERS for file in sorted((library() / folder).glob("*.yaml")) if is_standard(file)]


def is_standard(file: Path) -> bool:
    """Tell a standard from the cases beside it."""
    return file.suffix in (".yaml", ".yml") and not file.stem.endswith(".cases")


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
        standard = _model(written, Standard, words)
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


def follow(path: Path, words: Words, within: tuple[Path, ...] = ()) -> Written:
    """Read a standard as it was written, and apply it to its parent if it extends one."""
    document = _document(path, words)
    data = document.data if isinstance(document.data, dict) else {}
    own = Written(document.data, path, document)
    if not isinstance(data.get("extends"), str):
        return own
    from eqeval.core.standards.extend import extend
    from eqeval.core.standards.standard import Extension, Standard

    parent = follow(_named(data["extends"], ("extends",), own, within, words), words, (*within, path))
    if not _formed(parent.data):
        _model(parent, Standard, words)
    try:
        _model(own, Extension, words)
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


def find(name: str, words: Words) -> Path:
    """Find the file of a standard; anything with a slash or a suffix is a path."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        if path.is_file():
            return path
        raise UsageError(words("standard.no_file", path=name))
    # Looked for by name, so that the time to find one does not grow with the library.
    for folder in FOLDERS:
        path = library() / folder / f"{name}.yaml"
        if path.is_file():
            return path
    near = get_close_matches(name, [file.stem for file in shipped()], n=3)
    said = words("standard.near", near=words.join(near)) if near else ""
    raise UsageError(words("standard.unknown", name=name, near=said))


@lru_cache(maxsize=4)
def _vocabulary(path: Path, changed: int, words: Words) -> "Vocabulary":  # noqa: ARG001
    """Read a vocabulary once, however many standards of the library share it."""
    from eqeval.core.vocabulary import Vocabulary

    return read_model(path, Vocabulary, words)


@lru_cache(maxsize=4)
def _parsed(path: Path, changed: int) -> "Document":  # noqa: ARG001
    """Parse a file once while it stays as it is: the parent of many standards is one of them."""
    from eqeval.io.written.yaml import read

    return read(path)


def _document(path: Path, words: Words) -> "Document":
    from eqeval.io.written.yaml import YamlError

    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except YamlError as error:
        found = error.problem
        sentence = words(found.key, **found.values)
        raise StandardError([Problem(str(path), found.line, found.column, "", sentence)]) from None
    except OSError as error:
        sentence = words("standard.unreadable", why=system.why(error, words))
        raise StandardError([Problem(str(path), 1, 1, "", sentence)]) from None


def read_model(path: Path, model: "type[AnyModel]", words: Words) -> "AnyModel":
    """Read a file of any kind that people write, such as the cases of a standard."""
    return read_written(path, model, words)[0]


def read_written(path: Path, model: "type[AnyModel]", words: Words) -> "tuple[AnyModel, Written]":
    """Read a file that people write, and in which line each part of it stands."""
    document = _document(path, words)
    written = Written(document.data, path, document)
    return _model(written, model, words), written


def _model(written: Written, model: "type[AnyModel]", words: Words) -> "AnyModel":
    """Build what a file describes, or say everything that is wrong with it."""
    from pydantic import ValidationError

    try:
        return model.model_validate(written.data)
    except ValidationError as error:
        from eqeval.io.written.schema import sentences

        found = sentences(error.errors(include_url=False, include_context=True), written.data, words)
        raise StandardError([problem(written, place, text, key) for place, text, key in found]) from None


def problem(
    written: Written,
    place: "Place",
    message: str,
    key: bool = False,
    severity: Literal["error", "warning"] = "error",
) -> Problem:
    """Give a problem its file, line and column."""
    where, place = written.found(place)
    line, column = where.document.mark(place, key)
    return Problem(str(where.path), line, column, ".".join(str(part) for part in place), message, severity)


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
