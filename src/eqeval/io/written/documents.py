"""Files that people write, as models; every problem in one comes with its line and column."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from msgspec import Struct

from eqeval.core.errors import Problem, StandardError
from eqeval.io import system
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.parts.written import Model
    from eqeval.core.standards.extend import Source
    from eqeval.io.written.yaml import Document, Place

    AnyModel = TypeVar("AnyModel", bound=Model)


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


def read_model(path: Path, model: "type[AnyModel]", words: Words) -> "AnyModel":
    """Read a file of any kind that people write, such as the cases of a standard."""
    return read_written(path, model, words)[0]


def read_written(path: Path, model: "type[AnyModel]", words: Words) -> "tuple[AnyModel, Written]":
    """Read a file that people write, and in which line each part of it stands."""
    document = document_of(path, words)
    written = Written(document.data, path, document)
    return model_of(written, model, words), written


def document_of(path: Path, words: Words) -> "Document":
    """Parse a file, with line and column of all that is in it; one that cannot be parsed is a problem like others."""
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


@lru_cache(maxsize=4)
def _parsed(path: Path, changed: int) -> "Document":  # noqa: ARG001
    """Parse a file once while it stays as it is: the parent of many standards is one of them."""
    from eqeval.io.written.yaml import read

    return read(path)


def model_of(written: Written, model: "type[AnyModel]", words: Words) -> "AnyModel":
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
