"""Problems of standards as text, JSON, GitHub annotations or JUnit."""

import json
from collections.abc import Sequence

from eqeval.core.errors import Problem
from eqeval.render import github, junit


def render(form: str, problems: Sequence[Problem], files: Sequence[str], summary: str) -> str:
    """Write problems in one of FORMS; files are all that were looked at, summary is the last line for people."""
    return FORMS[form](problems, files, summary)


def _text(problems: Sequence[Problem], files: Sequence[str], summary: str) -> str:  # noqa: ARG001
    return "".join(f"{problem.text}\n" for problem in problems) + summary + "\n"


def _json(problems: Sequence[Problem], files: Sequence[str], summary: str) -> str:  # noqa: ARG001
    lines = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "where": problem.where,
            "severity": problem.severity,
            "message": problem.message,
        }
        for problem in problems
    ]
    return json.dumps({"files": list(files), "problems": lines}, ensure_ascii=False, indent=1) + "\n"


def _github(problems: Sequence[Problem], files: Sequence[str], summary: str) -> str:  # noqa: ARG001
    """One workflow command a problem; GitHub shows it beside the line."""
    lines = []
    for problem in problems:
        where = f"{problem.where}: " if problem.where else ""
        place = {"file": problem.path, "line": problem.line, "col": problem.column}
        lines.append(github.annotation(problem.severity, where + problem.message, **place))
    return "".join(lines)


def _junit(problems: Sequence[Problem], files: Sequence[str], summary: str) -> str:  # noqa: ARG001
    """One test case a file, one failure an error."""
    failures: dict[str, list[Problem]] = {file: [] for file in files}
    for problem in problems:
        if problem.severity == "error":
            failures.setdefault(problem.path, []).append(problem)
    tests = [
        junit.Test("standards", file, [junit.Result("failure", "error", one.message, one.text) for one in found])
        for file, found in failures.items()
    ]
    return junit.render("eqeval", [junit.Suite("eqeval standards", tests)])


FORMS = {"text": _text, "json": _json, "github": _github, "junit": _junit}
