"""Which of what lies beside a batch is a county's own: its map, its table of last year, its confirmed warnings."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from eqeval.cli.batch import once
from eqeval.cli.county import examined, mappable
from eqeval.core.census import Census
from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, word
from eqeval.io.counties.beside import Beside, Given, Taken
from eqeval.io.counties.discovery import Source

if TYPE_CHECKING:
    from datetime import date

    from eqeval.core.intake.mapping import TableMap


def tables(beside: Beside, standard: str, grids: list[Grid], language: str) -> "tuple[TableMap, ...]":
    """Take what the maps say of some files."""
    if not beside.maps:
        return ()
    known, words = mappable(once.standard(standard, language)), once.words_of(language)
    maps = [once.column_map(given, language) for given in beside.maps]
    return tuple(table for one in maps for table in one.for_files(known, grids, words))


def mark(beside: Beside, source: Source, counties: Sequence[str], language: str) -> str:
    """Hash all that the counties of some data take from beside them; where it has changed, they are judged again."""
    files = [path.name for path in source.files]
    tables = [once.column_map(given, language).meant(files) for given in beside.maps]
    its = [
        [given for own in (_candidates, _waivers) for given in own(beside, source, county)]
        for county in dict.fromkeys(counties)
    ]
    listed = [[(given.source.label, given.source.name, given.sha256) for given in own] for own in its]
    parts = [[list(some.values()) for some in tables if some], listed, beside.one_table, beside.only]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def by_its_own(
    beside: Beside, source: Source, census: Census, alone: bool, standard: str, day: "date", language: str
) -> tuple[Census, Taken]:
    """Examine a census against last year and the waivers of its county.

    alone: whether it is the only county in its files.
    """
    words = once.words_of(language)
    before, taken = _before(beside, source, census.county.name, alone, standard, language)
    waivers = _waivers(beside, source, taken.county)
    placed = [one for given in waivers for one in once.confirmed(given, language)]
    census = examined(census, once.standard(standard, language), day, words, (), before, placed)
    if not placed or beside.by_county:
        return census, replace(taken, waivers=waivers[0].source.label if waivers else "")
    # A waiver that holds for all counties is told of once, and only where it covers nothing in any of them.
    told = {code: tuple(one.message for one in census.issues if one.code == code) for code in ("W570", "W571")}
    issues = tuple(one for one in census.issues if one.code not in told)
    return replace(census, issues=issues), replace(taken, expired=told["W570"], idle=told["W571"])


def _before(
    beside: Beside, source: Source, county: str, alone: bool, standard: str, language: str
) -> tuple[Census | None, Taken]:
    """Find the county in the tables of last year that may be its own; where several hold it, none is taken."""
    found: list[tuple[Census, Taken]] = []
    for given in _candidates(beside, source, county):
        try:
            then = once.previous(given, standard, language)
        except InputError as error:
            words = once.words_of(language)
            why = words.join(list(error.messages))
            return None, Taken(county, given.source.label, unread=words("W605.message", county=county, why=why))
        name = county
        # The only county of a file may have changed its name, if the file has kept its own.
        same_file = beside.only if beside.one_table else _called(given, source, county)
        if county not in then and alone and len(then) == 1 and same_file:
            (name,) = then
        if name in then:
            others = () if beside.one_table else tuple(then)
            found.append((then[name], Taken(county, given.source.label, name, others)))
    if len(found) > 1:
        return None, Taken(county, several=tuple(taken.previous for _, taken in found))
    return found[0] if found else (None, Taken(county))


def _candidates(beside: Beside, source: Source, county: str) -> Sequence[Given]:
    """List the tables of last year that may be the county's: called as its file is, or as it is, or around its name."""
    if beside.one_table:
        return beside.previous
    file, name = word(source.stem), word(county)
    same = [given for given in beside.previous if given.called == file]
    if same:
        near = [given for given in same if given.source.place.parent.name == source.place.parent.name]
        return near if len(near) == 1 else same
    called = [given for given in beside.previous if given.called == name]
    return called or [given for given in beside.previous if name in given.called]


def _waivers(beside: Beside, source: Source, county: str) -> Sequence[Given]:
    """List the waivers that hold for the county: all, or those that are called after it or its file."""
    return [given for given in beside.waivers if not beside.by_county or _called(given, source, county)]


def _called(given: Given, source: Source, county: str) -> bool:
    """Whether a file is called as the data are, or as the county is."""
    return given.called in (word(source.stem), word(county))
