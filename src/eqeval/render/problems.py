"""Problems of standards as text, JSON, GitHub annotations or JUnit."""

import json
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from eqeval.core.errors import Problem


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
        place = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
        where = f"{problem.where}: " if problem.where else ""
        lines.append(f"::{problem.severity} {place}::{_data(where + problem.message)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _junit(problems: Sequence[Problem], files: Sequence[str], summary: str) -> str:  # noqa: ARG001
    """One test case a file, one failure an error."""
    failures: dict[str, list[Problem]] = {file: [] for file in files}
    for problem in problems:
        if problem.severity == "error":
            failures.setdefault(problem.path, []).append(problem)
    count = sum(bool(found) for found in failures.values())
    cases = []
    for file, found in failures.items():
        inner = "".join(
            f"<failure message={quoteattr(problem.message)}>{escape(problem.text)}</failure>" for problem in found
        )
        cases.append(f'<testcase classname="standards" name={quoteattr(file)}>{inner}</testcase>\n')
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    suite = f'<testsuite name="eqeval standards" tests="{len(failures)}" failures="{count}">\n'
    return head + suite + "".join(cases) + "</testsuite>\n"


FORMS = {"text": _text, "json": _json, "github": _github, "junit": _junit}
