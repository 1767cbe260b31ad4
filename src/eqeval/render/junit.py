"""JUnit's XML, as Jenkins and GitLab read it: without times, so that the same input gives the same bytes."""

from collections.abc import Sequence
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from eqeval.render.signs import printable

Kind = Literal["failure", "error", "skipped"]


class Result(NamedTuple):
    """Why a test did not pass; a test that has none passed."""

    kind: Kind
    type: str
    message: str
    text: str = ""


class Test(NamedTuple):
    """One test."""

    group: str
    name: str
    results: Sequence[Result] = ()


class Suite(NamedTuple):
    """Tests that belong together, what they were run on, and what was said besides."""

    name: str
    tests: Sequence[Test]
    properties: Sequence[tuple[str, str]] = ()
    output: str = ""


def render(name: str, suites: Sequence[Suite]) -> str:
    """Write suites under one root."""
    tests = [test for suite in suites for test in suite.tests]
    counts = " ".join(f'{key}="{value}"' for key, value in _counts(tests).items() if key != "skipped")
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name={_attribute(name)} {counts}>\n'
    return head + "".join(_suite(suite) for suite in suites) + "</testsuites>\n"


def _counts(tests: Sequence[Test]) -> dict[str, int]:
    kinds = [{result.kind for result in test.results} for test in tests]
    return {
        "tests": len(tests),
        "failures": sum("failure" in one for one in kinds),
        "errors": sum("error" in one for one in kinds),
        "skipped": sum("skipped" in one for one in kinds),
    }


def _suite(suite: Suite) -> str:
    counts = " ".join(f'{key}="{value}"' for key, value in _counts(suite.tests).items())
    parts = [f"<testsuite name={_attribute(suite.name)} {counts}>\n"]
    if suite.properties:
        pairs = (f"<property name={_attribute(key)} value={_attribute(value)}/>\n" for key, value in suite.properties)
        parts.append(f"<properties>\n{''.join(pairs)}</properties>\n")
    parts += [_test(test) for test in suite.tests]
    if suite.output:
        parts.append(f"<system-out>{_text(suite.output)}</system-out>\n")
    return "".join(parts) + "</testsuite>\n"


def _test(test: Test) -> str:
    head = f"<testcase classname={_attribute(test.group)} name={_attribute(test.name)}"
    if not test.results:
        return f"{head}/>\n"
    return f"{head}>{''.join(_result(result) for result in test.results)}</testcase>\n"


def _result(result: Result) -> str:
    # A skipped test has a message and nothing else.
    kind = "" if result.kind == "skipped" else f" type={_attribute(result.type)}"
    text = "" if result.kind == "skipped" else _text(result.text)
    return f"<{result.kind}{kind} message={_attribute(result.message)}>{text}</{result.kind}>"


def _attribute(text: str) -> str:
    return quoteattr(printable(text))


def _text(text: str) -> str:
    return escape(printable(text))
