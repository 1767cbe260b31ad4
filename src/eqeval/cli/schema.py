"""eqeval schema: prints a JSON Schema."""

import json
from importlib.resources import files

from eqeval.core.errors import UsageError
from eqeval.words import Words

# Of what the program writes; the schema of what people write is made from its model.
SCHEMAS = {"report": "report-1.json", "batch": "batch-1.json", "lint": "lint-1.json"}
WRITTEN = "waivers"
MAP = "map"


def run(what: str, words: Words) -> int:
    """Print the schema of what was asked for."""
    if what == WRITTEN:
        from eqeval.core.lint.waivers import Waivers

        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "eqeval waivers"}
        print(json.dumps(Waivers.model_json_schema() | head, ensure_ascii=False, indent=1))
        return 0
    if what == MAP:
        from eqeval.core.intake.mapping import SheetMap

        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "eqeval map"}
        print(json.dumps(SheetMap.model_json_schema() | head, ensure_ascii=False, indent=1))
        return 0
    if what not in SCHEMAS:
        problem = words("usage.choice", choices=words.join([*SCHEMAS, WRITTEN, MAP]))
        raise UsageError(words("usage.value", name="schema", value=what, problem=problem))
    print(files("eqeval.schemas").joinpath(SCHEMAS[what]).read_text(encoding="utf-8"), end="")
    return 0
