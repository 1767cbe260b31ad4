"""The layers of the package, the purity of the core and the words it may not know, read from the source."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import eqeval
from eqeval.io.written.library import is_standard, library
from eqeval.io.written.yaml import read

SOURCE = Path(eqeval.__file__).parent

# From the bottom to the top. A module may import its own layer and those below it.
# A name ending in `.*` stands for every module of that package that is not named elsewhere.
LAYERS = (
    ("eqeval", "eqeval.words.*", "eqeval.schemas.*"),
    ("eqeval.core", "eqeval.core.errors", "eqeval.core.figures.*"),
    ("eqeval.core.grid",),
    ("eqeval.core.origin",),
    ("eqeval.core.parts.*",),
    ("eqeval.core.census", "eqeval.core.shown", "eqeval.core.vocabulary"),
    ("eqeval.core.rows",),
    ("eqeval.core.indicator",),
    ("eqeval.core.verdict", "eqeval.core.terms"),
    ("eqeval.core.rules.case", "eqeval.core.rules.rule"),
    ("eqeval.core.rules.*",),
    ("eqeval.core.rules",),
    ("eqeval.core.standards.*",),
    ("eqeval.core.reports.*", "eqeval.core.review.*"),
    (
        "eqeval.core.intake.cells",
        "eqeval.core.intake.findings",
        "eqeval.core.intake.mapping",
        "eqeval.core.intake.small",
    ),
    ("eqeval.core.intake.headings.*",),
    ("eqeval.core.intake.columns.*",),
    ("eqeval.core.intake.rows.*",),
    ("eqeval.core.intake.county.*",),
    ("eqeval.core.intake.forms.*", "eqeval.core.intake.declared.*"),
    ("eqeval.core.intake.sheets.*",),
    ("eqeval.core.intake.schools.*",),
    ("eqeval.core.intake.*",),
    ("eqeval.core.template.*", "eqeval.core.lint.*"),
    ("eqeval.core.assess",),
    ("eqeval.core.counties.*",),
    ("eqeval.core.trials.*",),
    ("eqeval.io.*", "eqeval.render.*"),
    ("eqeval.io.workbooks.*",),
    ("eqeval.io.written.*",),
    ("eqeval.io.counties.*",),
    ("eqeval.cli.*",),
    ("eqeval.cli.batch.*",),
    ("eqeval.cli.app",),
    ("eqeval.__main__",),
)

IMPURE_MODULES = {
    "asyncio", "builtins", "ctypes", "glob", "importlib", "io", "locale", "logging", "multiprocessing", "os",
    "pathlib", "pickle", "platform", "random", "secrets", "shutil", "signal", "socket", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib", "uuid", "warnings",
    "openpyxl", "python_calamine", "rich", "typer", "yaml",
}  # fmt: skip
IMPURE_CALLS = {"__import__", "breakpoint", "compile", "eval", "exec", "globals", "input", "open", "print"}
CLOCK = {"now", "today", "utcnow", "fromtimestamp", "monotonic", "perf_counter", "time_ns"}

HEAVY = ("pydantic", "yaml", "rich", "openpyxl", "python_calamine")


def name_of(path: Path) -> str:
    parts = ("eqeval", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(SOURCE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
CORE = sorted(name for name in MODULES if name == "eqeval.core" or name.startswith("eqeval.core."))


def for_types_only(name: str) -> set[int]:
    """The imports under `if TYPE_CHECKING:`, which no program ever runs."""
    blocks = [
        node
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    ]
    return {id(inner) for block in blocks for statement in block.body for inner in ast.walk(statement)}


def own_imports(name: str) -> Iterator[tuple[str, int]]:
    """Every module of the package that a module imports when it runs, at its top or in a function, with the line."""
    apart = for_types_only(name)
    for node in ast.walk(TREES[name]):
        if id(node) in apart:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno}: a relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found = inner if inner in MODULES else node.module
                if found in MODULES:
                    yield str(found), node.lineno


def layer_of(name: str) -> int:
    """The layer that names the module itself, else the one that names the nearest package around it."""
    package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
    exact = [number for number, names in enumerate(LAYERS) if name in names]
    while not exact and package:
        exact = [number for number, names in enumerate(LAYERS) if f"{package}.*" in names]
        package = package.rpartition(".")[0]
    assert exact, f"{name} has no layer: name it in LAYERS"
    return exact[0]


@pytest.mark.parametrize("name", MODULES)
def test_module_imports_only_its_own_layer_and_lower_ones(name: str) -> None:
    wrong = [
        f"{MODULES[name]}:{line}: imports {other}"
        for other, line in own_imports(name)
        if layer_of(other) > layer_of(name)
    ]
    assert not wrong


def test_every_named_layer_exists() -> None:
    named = {name.removesuffix(".*") for names in LAYERS for name in names}
    assert named <= set(MODULES)


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("eqeval.core", ("eqeval.io", "eqeval.render", "eqeval.cli")),
        ("eqeval.io", ("eqeval.render", "eqeval.cli")),
        ("eqeval.render", ("eqeval.io", "eqeval.cli")),
        ("eqeval.words", ("eqeval.core", "eqeval.io", "eqeval.render", "eqeval.cli")),
    ],
)
def test_packages_that_never_meet(package: str, forbidden: tuple[str, ...]) -> None:
    met = [
        f"{name} → {other}"
        for name in MODULES
        if f"{name}.".startswith(f"{package}.")
        for other, _ in own_imports(name)
        if any(f"{other}.".startswith(f"{one}.") for one in forbidden)
    ]
    assert not met


def test_kinds_of_rule_do_not_know_each_other() -> None:
    shared = ("eqeval.core.rules.case", "eqeval.core.rules.rule")
    kinds = [name for name in MODULES if name.startswith("eqeval.core.rules.") and name not in shared]
    assert len(kinds) > 5
    assert not [(name, other) for name in kinds for other, _ in own_imports(name) if other in kinds]


def test_imports_for_types_reach_no_further_up_than_the_union_of_rules() -> None:
    """A rule made of rules names the union of all kinds; io names the parts of the core that it gives back."""
    upwards = []
    for name in MODULES:
        apart = for_types_only(name)
        for node in ast.walk(TREES[name]):
            if id(node) not in apart or not isinstance(node, ast.ImportFrom):
                continue
            if node.module in MODULES and layer_of(str(node.module)) > layer_of(name):
                upwards.append((name.rpartition(".")[0], node.module))
    assert set(upwards) <= {("eqeval.core.rules", "eqeval.core.rules")}


def test_no_import_cycle() -> None:
    graph = {name: {other for other, _ in own_imports(name)} for name in MODULES}
    open_, done = list[str](), set[str]()

    def visit(name: str) -> None:
        assert name not in open_, " → ".join([*open_[open_.index(name) :], name])
        if name not in done:
            open_.append(name)
            for other in sorted(graph[name] - {name}):
                visit(other)
            open_.pop()
            done.add(name)

    for name in graph:
        visit(name)


@pytest.mark.parametrize("name", CORE)
def test_core_is_pure(name: str) -> None:
    wrong = []
    for node in ast.walk(TREES[name]):
        found = None
        if isinstance(node, ast.Import):
            found = next((one.name for one in node.names if one.name.split(".")[0] in IMPURE_MODULES), None)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in IMPURE_MODULES:
            found = node.module
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            found = node.func.id
        elif isinstance(node, ast.Attribute) and node.attr in CLOCK | {"environ"}:
            found = node.attr
        if found:
            wrong.append(f"{MODULES[name]}:{getattr(node, 'lineno', 0)}: {found}")
    assert not wrong


def similarity(name: str) -> set[int]:
    """How alike two words must be is no figure of a standard: the `cutoff` of difflib."""
    return {id(node.value) for node in ast.walk(TREES[name]) if isinstance(node, ast.keyword) and node.arg == "cutoff"}


@pytest.mark.parametrize("name", CORE)
def test_core_writes_no_binary_float(name: str) -> None:
    floats = [
        f"{MODULES[name]}:{node.lineno}: {node.value}"
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in similarity(name)
    ]
    assert not floats


@pytest.mark.parametrize("name", MODULES)
def test_module_says_what_it_is(name: str) -> None:
    docstring = ast.get_docstring(TREES[name])
    assert docstring, f"{MODULES[name]}: no docstring"
    assert docstring.splitlines()[0].rstrip().endswith((".", "。", ":")), f"{MODULES[name]}: not a sentence"


def code_constants(name: str) -> Iterator[tuple[Any, int]]:
    """Every literal of a module but its docstrings."""
    tree = TREES[name]
    documented = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    ]
    docstrings = {id(node.body[0].value) for node in documented if isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings | similarity(name):
            yield node.value, node.lineno


def chinese(text: Any) -> str:
    return str(text["zh"] if isinstance(text, dict) else text)


def nationwide() -> list[Path]:
    """The national measures, without the cases beside them."""
    return [path for path in sorted(library().glob("*.yaml")) if is_standard(path)]


@cache
def vocabulary() -> set[str]:
    """What only the shipped YAML may call by name: stages, types, items, sheets, indicators, requirements."""
    words: set[str] = set()
    for path in sorted((library() / "vocabulary").glob("*.yaml")):
        data = read(path).data
        for block in ("stages", "types", "items"):
            words |= {chinese(one["title"]) for one in data[block].values()}
        for kind in data["types"].values():
            words |= {str(word) for word in kind["words"]}
    for path in nationwide():
        data = read(path).data
        words |= {chinese(one["title"]) for one in data["indicators"].values()}
        words |= {chinese(one["title"]) for one in data["items"].values()}
    return {word for word in words if len(word) > 1}


@cache
def limits() -> set[Fraction]:
    """The figures of the shipped standards that nobody writes by accident."""
    found: set[Fraction] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key in ("at_least", "at_most", "above", "below", "equals", "to", "rest_at_least", "weights"):
                    collect(value)
                walk(value)
        elif isinstance(node, list):
            for one in node:
                walk(one)

    def collect(value: Any) -> None:
        for one in value.values() if isinstance(value, dict) else [value]:
            number = figure(one)
            if number is not None and (number.denominator != 1 or number > 100):
                found.add(number)

    for path in nationwide():
        walk(read(path).data)
    return found


def figure(value: Any) -> Fraction | None:
    """A literal as a number: 4.2, "4.2", "85%"."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    text = str(value)
    try:
        number = Fraction(Decimal(text.removesuffix("%")))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return number / 100 if text.endswith("%") else number


def test_there_is_a_vocabulary_and_there_are_limits() -> None:
    assert {"小学", "初中", "九年一贯制学校", "教学点", "教学及辅助用房面积"} <= vocabulary()
    assert {Fraction(21, 5), Fraction(17, 20), Fraction(1, 2), Fraction(2500)} <= limits()


@pytest.mark.parametrize("name", CORE)
def test_core_code_has_no_school_vocabulary(name: str) -> None:
    words = vocabulary()
    wrong = [
        f"{MODULES[name]}:{line}: {word}"
        for value, line in code_constants(name)
        if isinstance(value, str)
        for word in words
        if word in value
    ]
    assert not wrong


@pytest.mark.parametrize("name", CORE)
def test_core_code_has_no_limit_of_a_standard(name: str) -> None:
    known = limits()
    wrong = [f"{MODULES[name]}:{line}: {value!r}" for value, line in code_constants(name) if figure(value) in known]
    assert not wrong


@pytest.mark.parametrize("word", ["4.2", "小学"])
def test_grep_finds_no_school_and_no_limit_in_the_core(word: str) -> None:
    hits = [
        f"{MODULES[name]}:{number}: {line.strip()}"
        for name in CORE
        for number, line in enumerate(MODULES[name].read_text(encoding="utf-8").splitlines(), 1)
        if word in line
    ]
    assert not hits


@pytest.mark.parametrize("code", ["import eqeval.cli.app", "import eqeval.cli.app as a; a.build(a.Words('zh'))"])
def test_heavy_libraries_are_imported_only_when_needed(code: str) -> None:
    script = f"import sys; {code}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_import_nothing_heavy(argument: str) -> None:
    script = (
        "import sys\nfrom eqeval.cli.app import main\n"
        f"try:\n    main([{argument!r}])\n"
        f"finally:\n    print('HEAVY', *[name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY"
