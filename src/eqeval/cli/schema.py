"""eqeval schema: prints a JSON Schema."""

from importlib.resources import files

from eqeval.core.errors import UsageError
from eqeval.words import Words

SCHEMAS = {"report": "report-1.json"}


def run(what: str, words: Words) -> int:
    """Print the schema of what was asked for."""
    if what not in SCHEMAS:
        problem = words("usage.choice", choices=words.join(list(SCHEMAS)))
        raise UsageError(words("usage.value", name="schema", value=what, problem=problem))
    print(files("eqeval.schemas").joinpath(SCHEMAS[what]).read_text(encoding="utf-8"), end="")
    return 0
