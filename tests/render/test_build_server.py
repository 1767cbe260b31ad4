"""JUnit and GitHub: failures fail, what is open is open, nothing is cut, and the XML is what Jenkins takes."""

import re
from xml.etree import ElementTree

import pytest
from county import junior, primary, report, statements
from msgspec.structs import replace

from eqeval.core.reports.checks import checks
from eqeval.core.reports.report import Report
from eqeval.core.verdict import Outcome
from eqeval.render import build_server
from eqeval.words import Words

WORDS = Words("zh")
# What Jenkins' schema allows: attributes (those it requires first) and elements within.
ALLOWED: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "disabled", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests"},
        {"failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"},
        {"properties", "testcase", "system-out", "system-err"},
    ),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, set(), set()),
    "testcase": (
        {"name"},
        {"assertions", "time", "classname", "status", "class", "file", "line"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "skipped": (set(), {"type", "message"}, set()),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}


def county() -> Report:
    """One school fails, one lacks data, one requirement is open, the rest holds."""
    said = statements({"D1": None, "V1": ("否", "", "")})
    return report(
        [primary(小学高于规定学历教师数=1), primary(学校名称="乙小学", 运动场地面积=None), junior()], county=said
    )


def suite(found: Report) -> ElementTree.Element:
    root = ElementTree.fromstring(build_server.junit([found], WORDS))
    (one,) = root
    return one


def cases(found: Report, group: str) -> dict[str, list[str]]:
    return {
        str(case.get("name")): [child.tag for child in case]
        for case in suite(found).iter("testcase")
        if str(case.get("classname")).endswith(group)
    }


def test_the_xml_is_what_jenkins_takes() -> None:
    for element in ElementTree.fromstring(build_server.junit([county(), county()], WORDS)).iter():
        required, optional, within = ALLOWED[element.tag]
        assert required <= set(element.attrib) <= required | optional
        assert {child.tag for child in element} <= within
    for element in suite(county()):
        for name in ("tests", "failures", "errors", "skipped"):
            assert name not in element.attrib or str(element.get(name)).isdigit()


def test_the_counts_are_those_of_the_tests() -> None:
    one = suite(county())
    tests = list(one.iter("testcase"))
    assert one.get("tests") == str(len(tests))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert one.get(name) == str(sum(case.find(tag) is not None for case in tests)) != "0"


def test_schools_that_fail_are_failures_and_those_without_data_are_errors() -> None:
    found = list(cases(county(), "sections").values())
    assert found == [["failure"], ["error"], []]


def test_open_attestations_are_skipped() -> None:
    (awaiting,) = (tags for name, tags in cases(county(), "requirements").items() if name.startswith("V1 "))
    assert awaiting == ["skipped"]


def test_a_county_that_meets_everything_has_no_failure() -> None:
    one = suite(report([primary(), junior()]))
    assert (one.get("failures"), one.get("errors")) == ("0", "0")


def test_names_of_tests_are_unique_where_schools_have_codes() -> None:
    same = [primary(学校名称="同名小学", 学校代码=f"213300000{number}") for number in (1, 2)]
    assert len(cases(report([*same, junior()]), "sections")) == 3


def test_what_does_not_bind_never_fails() -> None:
    found = county()
    weak = tuple(replace(line, binding="aspired") for line in found.requirements)
    results = {check.outcome: check.result for check in checks(replace(found, requirements=weak), WORDS)}
    assert results[Outcome.NOT_MET] == results[Outcome.UNDETERMINED] == "skipped"
    assert results[Outcome.MET] == "passed"


def levels(text: str) -> list[str]:
    return re.findall(r"^::(\w+) ", text, re.MULTILINE)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_verdict_comes_first_and_counts_what_follows(lang: str) -> None:
    schools = [primary(学校名称=f"校{number}", 运动场地面积=0) for number in range(40)]
    found = report([*schools, junior()], lang=lang)
    text = build_server.github([found], Words(lang)).decode()
    first = text.splitlines()[0]
    assert found.headline.replace("%", "%25") in first
    counted = {level: levels(text).count(level) for level in ("error", "warning", "notice")}
    assert counted["error"] > 40
    said = Words(lang)("check.count", errors=counted["error"], warnings=counted["warning"], notices=counted["notice"])
    assert said in first


def test_a_county_that_meets_everything_has_a_notice() -> None:
    found = report([primary(), junior()])
    assert levels(build_server.github([found], WORDS).decode()) == ["notice"]


def test_an_annotation_stands_at_its_file() -> None:
    inputs = tuple(replace(county().inputs[0], path=f"data/{name}") for name in ("a.csv", "b.csv"))
    found = county()
    issues = tuple(replace(issue, cell="[b.csv]学校!A1") for issue in found.issues)
    text = build_server.github([replace(found, inputs=inputs, issues=issues)], WORDS).decode()
    assert text.startswith("::error file=data/a.csv,title=")
    assert len(re.findall(r"^::\w+ file=data/b.csv,", text, re.MULTILINE)) == len(issues)
