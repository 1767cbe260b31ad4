"""eqeval standards: list, show, validate, test, compare, document and begin standards."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eqeval.core.errors import Problem, StandardError, UsageError
from eqeval.io.written.documents import problem, read_written
from eqeval.io.written.library import find, is_standard, shipped
from eqeval.io.written.standards import Loaded, flawed, follow, load
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.standards.standard import Standard

EXIT_PROBLEM = 4


def listing(authority: str | None, on: str | None, words: Words) -> int:
    """List the standards that are shipped: id, title, document, validity, number of rules."""
    from eqeval.cli.county import day_of
    from eqeval.cli.screen import table

    rows = []
    for file in shipped():
        standard = load(str(file), words).standard
        named = words.text(standard.authority)
        if authority and authority not in named:
            continue
        if on and not standard.valid.covers(day_of(on, words, "--on")):
            continue
        valid = f"{standard.valid.since or '…'} — {standard.valid.until or '…'}"
        count = str(sum(1 for _ in standard.every_rule()))
        rows.append([standard.id, words.text(standard.title), standard.document, named, valid, count])
    columns = [words(f"standard.{name}") for name in ("id", "title", "document", "authority", "valid", "rules")]
    table(columns, rows, words)
    return 0


def show(name: str, resolved: bool, words: Words) -> int:
    """Print a standard rule by rule; of an extension only what it changes, unless all of it is asked for."""
    from eqeval.core.standards.describe import entries, identity
    from eqeval.core.standards.standard import terms_of

    loaded = load(name, words)
    standard = loaded.standard
    terms = terms_of(standard, loaded.vocabulary, words)
    print(f"{standard.id}　{words.text(standard.title)}")
    for label, text in identity(standard, terms):
        print(f"  {label}{words('list.colon')}{text}")
    own = _own(loaded, words) if standard.extends and not resolved else None
    for entry in entries(standard, terms):
        if own is not None and entry.id not in own:
            continue
        indent = "  " * (entry.depth + 1)
        binding = "" if entry.binding == "must" else f" [{words(f'binding.{entry.binding}')}]"
        print(f"{indent}{entry.id} {entry.title}{words('paren', text=entry.clause)}{binding}")
        print(f"{indent}    {entry.sentence}")
        if entry.needs:
            print(f"{indent}    {words('describe.needs')}{words('list.colon')}{words.join(list(entry.needs))}")
        for note in entry.notes:
            print(f"{indent}    {note}")
    if own is not None:
        print(words("describe.kept", parent=standard.extends))
    return 0


def _own(loaded: Loaded, words: Words) -> set[str]:
    """The ids that the file of an extension writes itself."""
    data = follow(loaded.path, words).document.data
    own = {rule["id"] for rule in data.get("rules", [])}
    return own | set(data.get("override", {}))


def validate(paths: list[Path], form: str, as_of: str | None, words: Words) -> int:
    """Say everything that is wrong with standards, all files at once, on the screen or as FORMAT=FILE."""
    from eqeval.cli.county import day_of
    from eqeval.io.files import guard, write_whole
    from eqeval.render.problems import FORMS, render

    form, _, file_name = form.partition("=")
    if form not in FORMS:
        raise UsageError(
            words("usage.format", name=form, choices=words.join(list(FORMS)), example="-o json=report.json")
        )
    files = files_of(paths, words)
    target = Path(file_name) if file_name else None
    if target:
        guard(target, files, words)
        if not target.parent.is_dir():
            raise UsageError(words("output.no_folder", path=target.parent))
    day = day_of(as_of, words)
    found = sorted({one for file in files for one in problems_of(file, day, words)})
    errors = sum(one.severity == "error" for one in found)
    summary = words("validate.summary", files=len(files), errors=errors, warnings=len(found) - errors)
    text = render(form, found, [str(file) for file in files], summary)
    if target:
        write_whole(target, text.encode(), files, words)
        print(summary)
    else:
        sys.stdout.write(text)
    return EXIT_PROBLEM if errors else 0


def files_of(paths: Sequence[Path], words: Words) -> list[Path]:
    """List the standards among files and folders; without any, those that are shipped."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += [
                file
                for file in sorted(path.rglob("*"))
                if file.is_file() and is_standard(file) and "vocabulary" not in file.parent.parts
            ]
        else:
            files.append(find(str(path), words))
    if paths and not files:
        raise UsageError(words("standard.none", paths=words.join([str(path) for path in paths])))
    return files or shipped()


def problems_of(file: Path, day: date, words: Words) -> list[Problem]:
    """List the problems of one file, and warn of expiry and of limits weaker than the parent's."""
    from eqeval.core.review.completeness import flaws
    from eqeval.core.review.flaw import Flaw
    from eqeval.core.review.strictness import weaker

    try:
        loaded = load(str(file), words)
    except StandardError as error:
        return list(error.problems)
    except UsageError as error:
        return [Problem(str(file), 1, 1, "extends", "\n".join(error.messages))]
    found = flaws(loaded.standard, loaded.vocabulary, day)
    parent = parent_of(loaded, words)
    if parent:
        found += weaker(loaded.standard, parent)
    named = loaded.standard.id
    if named != file.stem:
        found.append(Flaw("id", "id", "standard.named_otherwise", "warning", {"stem": file.stem, "id": named}))
    written = follow(loaded.path, words)
    return [flawed(written, flaw, words) for flaw in found]


def parent_of(loaded: Loaded, words: Words) -> "Standard | None":
    """Read the standard that another one extends."""
    return load(str(loaded.files[1]), words).standard if loaded.standard.extends else None


def test(paths: list[Path], words: Words) -> int:
    """Run the cases beside standards; exit 1 where one comes out otherwise, or where something is untried."""
    from eqeval.core.trials.cases import Cases
    from eqeval.core.trials.coverage import untried
    from eqeval.core.trials.trial import Subject, run

    passed = 0
    failures: list[Problem] = []
    for file in files_of(paths, words):
        beside = file.with_name(f"{file.stem}.cases.yaml")
        if not beside.is_file():
            failures.append(Problem(str(file), 1, 1, "", words("test.no_cases", path=beside)))
            continue
        loaded = load(str(file), words)
        subject = Subject(loaded.standard, loaded.vocabulary, loaded.others, words)
        cases, written = read_written(beside, Cases, words)
        trials = []
        for number, case in enumerate(cases.cases):
            wrong, trial = run(number, cases, subject)
            trials.append(trial)
            for one in wrong:
                near = one.values.get("near")
                said = words("standard.near", near=words.join(near)) if isinstance(near, list) and near else ""
                found = problem(written, one.place, words(one.sentence, **{**one.values, "near": said}))
                failures.append(found._replace(where=case.says))
            passed += not wrong
        missing = untried(loaded.standard, parent_of(loaded, words), cases, trials)
        failures += [problem(written, ("cases",), words(key, name=name), key=True) for key, name in missing]
    for failure in failures:
        print(failure.text)
    print(words("test.summary", passed=passed, failures=len(failures)))
    return 1 if failures else 0


def diff(left: str, right: str, words: Words) -> int:
    """Compare two standards rule by rule; exit 1 where a verdict can change."""
    from eqeval.core.standards.describe import definitions, differences
    from eqeval.core.standards.standard import terms_of

    first, second = load(left, words), load(right, words)
    sides = (
        first.standard,
        terms_of(first.standard, first.vocabulary, words),
        second.standard,
        terms_of(second.standard, second.vocabulary, words),
    )
    found = [*definitions(*sides), *differences(*sides)]
    print(f"--- {first.standard.id}\n+++ {second.standard.id}")
    for one in found:
        effect = words("diff.verdicts" if one.verdicts else "diff.wording")
        print(f"{words(f'diff.{one.kind}')} {one.id} {one.title}{words('paren', text=effect)}")
        for sign, text in (("-", one.left), ("+", one.right)):
            if text and one.left != one.right:
                print(f"  {sign} {text}")
    changing = sum(one.verdicts for one in found)
    print(words("diff.summary", total=len(found), verdicts=changing))
    return 1 if changing else 0


def docs(paths: list[Path], form: str, out: Path | None, words: Words) -> int:
    """Write a readable page for every standard, to a folder or, of one standard, to the screen."""
    from eqeval.core.standards.describe import entries, identity
    from eqeval.core.standards.standard import terms_of
    from eqeval.io.files import write_whole
    from eqeval.render.page import FORMS, render

    if form not in FORMS:
        raise UsageError(words("usage.form", name=form, choices=words.join(list(FORMS))))
    files = files_of(paths, words)
    for file in files:
        loaded = load(str(file), words)
        terms = terms_of(loaded.standard, loaded.vocabulary, words)
        title = words.text(loaded.standard.title)
        page = render(form, title, list(identity(loaded.standard, terms)), list(entries(loaded.standard, terms)), words)
        if out is None:
            sys.stdout.write(page)
        else:
            out.mkdir(parents=True, exist_ok=True)
            target = out / f"{loaded.standard.id}.{form}"
            write_whole(target, page.encode(), [file], words)
    return 0


def new(name: str, out: Path | None, words: Words) -> int:
    """Write a commented standard to begin with."""
    import re
    from importlib.resources import files

    from eqeval.core.parts.written import IDENTIFIER
    from eqeval.io.files import write_whole

    if not re.fullmatch(IDENTIFIER, name):
        problem = words("schema.string_pattern_mismatch", found=name)
        raise UsageError(words("usage.value", name="ID", value=name, problem=problem))
    template = files("eqeval.schemas").joinpath(f"new.{words.language}.yaml").read_text(encoding="utf-8")
    text = template.replace("ID-OF-THE-STANDARD", name)
    if out is None:
        print(text, end="")
    elif out.exists():
        raise UsageError(words("output.exists", path=out))
    else:
        write_whole(out, text.encode(), [], words)
    return 0


def schema(what: str, words: Words) -> int:
    """Print the JSON Schema of standards, of vocabularies or of cases, for editors."""
    import json

    if what not in ("standard", "vocabulary", "cases"):
        problem = words("usage.choice", choices=words.join(["standard", "vocabulary", "cases"]))
        raise UsageError(words("usage.value", name="schema", value=what, problem=problem))
    print(json.dumps(schema_of(what), ensure_ascii=False, indent=1))
    return 0


def schema_of(what: str) -> dict[str, object]:
    """Build a JSON Schema; that of standards joins a standard and one that extends another."""
    from pydantic.json_schema import models_json_schema

    from eqeval.core.standards.standard import Extension, Standard
    from eqeval.core.trials.cases import Cases
    from eqeval.core.vocabulary import Vocabulary

    if what != "standard":
        model = Vocabulary if what == "vocabulary" else Cases
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        return head | model.model_json_schema()
    _, definitions = models_json_schema([(Standard, "validation"), (Extension, "validation")])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "eqeval standard",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/Extension"},
        "else": {"$ref": "#/$defs/Standard"},
        **definitions,
    }
