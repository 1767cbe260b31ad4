"""County parameters: what a county states counts in conditions on its schools too, such as where a class is large."""

from collections.abc import Mapping

from msgspec.structs import replace

from eqeval.core.census import Census, School
from eqeval.core.parts.items import Item
from eqeval.core.standards.standard import Standard


def with_parameters(census: Census, standard: Standard, items: Mapping[str, Item]) -> Census:
    """Give every school and section the statements of its county that conditions of a standard ask for."""
    asked = {name for name in standard.items_of_conditions if name in items and items[name].of == "county"}
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
