"""The library of standards: which files it has, and how one is found by its id or its path."""

from difflib import get_close_matches
from pathlib import Path

from eqeval.core.errors import UsageError
from eqeval.words import Words

# National measures, plans of provinces, cities and counties, examples of constructs.
FOLDERS = ("", "plans", "examples")


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
