"""County parameters: what a county states counts in conditions on its schools too, such as where a class is large."""

from collections.abc import Mapping
from dataclasses import replace

from eqeval.core.census import Census, School
from eqeval.core.condition import Compares, ItemIs
from eqeval.core.items import Item
from eqeval.core.standard import Standard
from eqeval.core.written import Model, parts_of


def asked_of_county(part: Model, items: Mapping[str, Item]) -> set[str]:
    """Name the items of the county that conditions inside a part of a standard ask for."""
    named = {one.item for one in parts_of(part, ItemIs)}
    for one in parts_of(part, Compares):
        named |= {*one.of, *(one.per or ()), *one.items()}
    return {name for name in named if name in items and items[name].of == "county"}


def with_parameters(census: Census, standard: Standard, items: Mapping[str, Item]) -> Census:
    """Give every school and section the statements of its county that conditions of a standard ask for."""
    parts: list[Model] = [*standard.rules, *standard.indicators.values(), *standard.scopes.values()]
    asked = {name for part in parts for name in asked_of_county(part, items)}
    if not asked:
        return census
    county = census.county
    values = {name: value for name, value in county.values.items() if name in asked}
    said = {name: county.statements[name].text for name in asked if name in county.statements}
    choices = {name: text for name, text in said.items() if text and items[name].kind == "choice"}
    schools: dict[int, School] = {
        id(one): replace(one, values={**values, **one.values}, choices={**choices, **one.choices})
        for one in census.schools
    }
    sections = tuple(
        replace(one, school=schools[id(one.school)], values={**values, **one.values}) for one in census.sections
    )
    return replace(census, schools=tuple(schools.values()), sections=sections)
