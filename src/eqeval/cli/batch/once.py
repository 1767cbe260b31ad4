"""What a process of a batch reads once, however many counties it judges: sentences, standards, what lies beside."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from eqeval.cli.county import grids_of, last_years
from eqeval.io.written.standards import Loaded
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.census import Census
    from eqeval.core.grid import Grid
    from eqeval.core.lint.waivers import Placed
    from eqeval.io.counties.beside import Given
    from eqeval.io.written.mapping import Map

# One file of last year may hold all counties; of files with one county each the last is enough.
_TABLES = 2


@cache
def words_of(language: str) -> Words:
    """The sentences of a language."""
    return Words(language)


@cache
def standard(name: str, language: str) -> Loaded:
    """A standard."""
    from eqeval.io.written.standards import load

    return load(name, words_of(language))


@cache
def column_map(given: "Given", language: str) -> "Map":
    """A map of columns."""
    from eqeval.io.written.mapping import read

    given.hold(words_of(language))
    return read(given.source.files[0], words_of(language))


@cache
def confirmed(given: "Given", language: str) -> "list[Placed]":
    """The waivers of a file."""
    from eqeval.io.written.waivers import read

    given.hold(words_of(language))
    return read(given.source.files[0], words_of(language))


@lru_cache(_TABLES)
def previous(given: "Given", name: str, language: str) -> "Mapping[str, Census]":
    """The census of every county of a table of last year, by a standard."""
    from eqeval.core.intake import take

    one, words = standard(name, language), words_of(language)
    others = [other for other, _ in one.others]
    return take(_sheets(given, language), one.standard, one.vocabulary, given.source.stem, words, others)


@lru_cache(_TABLES)
def _sheets(given: "Given", language: str) -> "list[Grid]":
    """The sheets of a table of last year."""
    from eqeval.io.workbooks import workbook

    books = [workbook.read(path, words_of(language)) for path in given.source.files]
    given.hold(words_of(language))
    return last_years(grids_of(books))
