"""`eqeval standards`: list, show, validate, test, diff, schema, docs, new; exit codes and every format of output."""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Ran, Run
from county import junior, primary
from samples import table

from eqeval.io.written.library import find, library, shipped
from eqeval.io.written.yaml import read
from eqeval.words import Words

HERE = Path(__file__).parents[1] / "standards"
SOUND = (HERE / "sound.yaml").read_text(encoding="utf-8")
IDS = [path.stem for path in shipped()]
LANGUAGES = ("zh", "en")
CHILD = """id: child
title: 县级方案
document: 试验
authority: 试验
region: cn
valid: {from: 2020-01-01, until: 2025-12-31}
checked: {state: example, note: 试验}
extends: cn-quality-2017
only: [A, CV, B4, B5]
override:
  A: {at_least: 5}
  A1: {limits: [{stage: primary, at_least: 4.1}, {stage: junior, at_least: 5.3}]}
  CV: {limits: [{stage: primary, at_most: 0.40}, {stage: junior, at_most: 0.50}]}
  B5: {binding: principle}
"""
HOSTILE = "<script>alert(1)</script> | [x](javascript:1) `a` *b* & \"c\" 'd'"


def write(folder: Path, name: str, text: str, *changes: tuple[str, str]) -> Path:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / f"{name}.yaml"
    named = text.replace("id: sound\n", f"id: {name}\n", 1) if name.isalnum() else text
    path.write_text(named, encoding="utf-8")
    return path


def refused(ran: Ran, code: int, *fragments: str) -> None:
    assert (ran.code, ran.out) == (code, "")
    assert "Traceback" not in ran.err
    for fragment in fragments:
        assert fragment in ran.err


# list and show


@pytest.mark.parametrize("lang", LANGUAGES)
def test_list_names_every_standard(run: Run, lang: str) -> None:
    ran = run("standards", "list", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert [name for name in IDS if not re.search(rf"^{name}\b", ran.out, re.MULTILINE)] == []
    assert ("Authority" in ran.out) == (lang == "en")


def test_list_by_authority_and_day(run: Run) -> None:
    said = run("standards", "list", "--authority", "教育部").out
    assert "cn-quality-2017" in said
    assert "plan-" not in said
    said = run("standards", "list", "--on", "2013-01-01").out
    assert "cn-basic-2012" in said
    assert "cn-quality-2017" not in said
    said = run("standards", "list", "--on", "2023-12-31").out
    assert "plan-city-quality-2021-2023" in said
    assert "plan-city-quality-2021-2023" not in run("standards", "list", "--on", "2024-01-01").out


def test_list_on_no_day_names_its_own_option(run: Run) -> None:
    refused(run("standards", "list", "--on", "2013-13-01"), 2, "2013-13-01", "--on")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", IDS)
def test_show_names_every_rule(run: Run, name: str, lang: str) -> None:
    ran = run("standards", "show", name, "--resolved", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    written = read(find(name, Words("zh"))).data
    for rule in written.get("rules", []):
        assert re.search(rf"^ +{rule['id']} ", ran.out, re.MULTILINE), rule["id"]
        assert rule["clause"] in ran.out
    if lang == "en":
        assert "（" not in re.sub(r"[一-鿿（）].*", "", ran.out)


def test_show_of_an_extension_shows_what_it_changes(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "child", CHILD)
    ran = run("standards", "show", path)
    assert ran.code == 0
    assert re.search(r"^ +A1 ", ran.out, re.MULTILINE)
    assert not re.search(r"^ +B4 ", ran.out, re.MULTILINE)
    assert "cn-quality-2017" in ran.out
    resolved = run("standards", "show", path, "--resolved").out
    assert re.search(r"^ +B4 ", resolved, re.MULTILINE)
    assert not re.search(r"^ +B8 ", resolved, re.MULTILINE)


DETAILED = """\
  - id: S
    kind: survey
    title: 满意度
    clause: 第5条
    satisfied: happy
    returned: back
    stated: rate
    limits: [{at_least: 85%}]
    sample: 1000
    groups: [{item: parents, at_least: 50%}]
  - {id: R, kind: share, title: 比例, clause: 第6条, of: happy, per: back, stated: rate, limits: [{at_least: 85%}]}
  - id: T
    kind: threshold
    title: 图书
    clause: 第7条
    scope: all
    level: school
    of: books
    per: pupils
    unit: 册/生
    where: {all: [{of: books, per: pupils, at_least: 20}, {of: boarders, per: pupils, above: 50%}]}
    limits: [{at_least: 25}]
    compare_at: {decimals: 1, mode: down}
    relax:
      - id: small
        title: 小规模学校
        clause: 附注
        when: {of: pupils, below: 100}
        factor: 90%
        valid: {until: 2027-12-31, note: 据省文}
"""
DETAILED_ITEMS = """items:
  books: {title: 图书册数, headings: [图书册数], kind: whole, unit: 册}
  boarders: {title: 寄宿生数, headings: [寄宿生数], kind: whole, unit: 人}
  happy: {title: 满意份数, headings: [满意份数], kind: whole, of: county}
  back: {title: 回收份数, headings: [回收份数], kind: whole, of: county}
  parents: {title: 家长份数, headings: [家长份数], kind: whole, of: county}
  rate: {title: 满意率, headings: [满意率], kind: share, of: county}
"""


@pytest.mark.parametrize("command", [["show"], ["docs"]])
def test_show_and_docs_leave_nothing_of_a_rule_out(run: Run, tmp_path: Path, command: Sequence[str]) -> None:
    changes = ("vocabulary: cn-schools\n", f"vocabulary: cn-schools\n{DETAILED_ITEMS}")
    path = write(tmp_path, "detailed", SOUND + DETAILED, changes)
    ran = run("standards", *command, path)
    assert (ran.code, ran.err) == (0, "")
    for part in (
        "算法：满意份数 ÷ 回收份数",
        "样本：回收份数不少于1000",
        "家长份数不少于回收份数的 50%",
        "图书册数 ÷ 在校生数 ≥20，且寄宿生数 ÷ 在校生数 >50%",
        "比较前取 1 位小数（舍去其余）",
        "放宽：小规模学校（附注）：在校生数 <100的，按要求的 90% 判定；有效期 … — 2027-12-31；据省文",
        "算法：高于规定学历教师数 ÷ 在校生数 × 100",
    ):
        # A page in Markdown escapes the signs.
        assert part in unescape(ran.out).replace("\\", ""), part
    english = unescape(run("standards", *command, path, "--lang", "en").out).replace("\\", "")
    assert "90% of what is required is enough; valid … — 2027-12-31" in english


def test_show_of_a_mean_of_coefficients_says_how_each_indicator_is_formed(run: Run) -> None:
    said = run("standards", "show", "cn-basic-2012").out
    assert re.search(r"：教学及辅助用房面积 ÷ 在校生数", said)
    assert len(re.findall(r"÷ 在校生数", said)) >= 6


@pytest.mark.parametrize("command", [["show"], ["validate"], ["test"], ["docs"], ["diff", "cn-quality-2017"]])
def test_a_standard_that_is_not_there(run: Run, command: Sequence[str]) -> None:
    refused(run("standards", *command, "cn-qality-2017"), 2, "cn-qality-2017", "cn-quality-2017")


# validate


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_is_shipped_is_valid(run: Run, lang: str) -> None:
    ran = run("standards", "validate", "--as-of", "2022-01-01", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert f"{len(IDS)}" in ran.out.splitlines()[-1]


BROKEN: dict[str, tuple[tuple[str, str], int, int, str]] = {
    "gap": ((", {stage: junior, at_most: 0.45}", ""), 49, 13, "初中没有限值"),
    "overlap": (
        ("{stage: junior, at_most: 0.45}", "{stage: junior, at_most: 0.45}, {stage: junior, at_most: 0.4}"), 49, 13,
        "两个限值",
    ),
    "bands": (
        ("[{type: [primary_school], at_most: 2000}, {at_most: 2500}]",
         "[{where: {of: pupils, below: 99}, at_most: 1}, {where: {of: pupils, above: 99}, at_most: 2}]"),
        58, 13, "pupils 为 99 时没有一档",
    ),
    "name": (("of: higher_degree_teachers", "of: higher_degree_teacher"), 26, 9, "higher_degree_teachers"),
    "syntax": (("region: cn", "region cn"), 6, 1, "YAML"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_validate_names_file_line_and_column(run: Run, tmp_path: Path, name: str) -> None:
    change, line, column, fragment = BROKEN[name]
    path = write(tmp_path, "sound", SOUND, change)
    ran = run("standards", "validate", path)
    assert (ran.code, ran.err) == (4, "")
    (found,) = ran.out.splitlines()[:-1]
    assert found.startswith(f"{path}:{line}:{column}: ")
    assert fragment in found
    english = run("standards", "validate", path, "--lang", "en")
    assert english.code == 4
    assert f"{path}:{line}:{column}: " in english.out
    assert "没有" not in english.out


def problems(ran: Ran) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ran.out)["problems"]
    return found


def test_validate_as_json(run: Run, tmp_path: Path) -> None:
    good = write(tmp_path, "good", SOUND)
    bad = write(tmp_path, "bad", SOUND, *(BROKEN[name][0] for name in ("gap", "bands")))
    ran = run("standards", "validate", good, bad, "-o", "json")
    assert ran.code == 4
    assert json.loads(ran.out)["files"] == [str(good), str(bad)]
    assert [(one["path"], one["line"], one["column"], one["severity"]) for one in problems(ran)] == [
        (str(bad), 49, 13, "error"),
        (str(bad), 58, 13, "error"),
    ]
    ran = run("standards", "validate", good, "-o", "json")
    assert (ran.code, problems(ran)) == (0, [])


def test_validate_as_annotations(run: Run, tmp_path: Path) -> None:
    bad = write(tmp_path, "a,b:c%", SOUND, BROKEN["gap"][0])
    ran = run("standards", "validate", bad, "-o", "github")
    assert ran.code == 4
    (line,) = ran.out.splitlines()
    place = str(bad).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    assert line.startswith(f"::error file={place},line=49,col=13::")
    assert "初中没有限值" in line
    assert run("standards", "validate", write(tmp_path, "good", SOUND), "-o", "github").out == ""


def test_validate_as_junit(run: Run, tmp_path: Path) -> None:
    good = write(tmp_path, "good", SOUND)
    bad = write(tmp_path, "bad", SOUND, ("title: 规模", f"title: {json.dumps(HOSTILE)}"), BROKEN["gap"][0])
    ran = run("standards", "validate", good, bad, "-o", "junit")
    assert ran.code == 4
    suite = ElementTree.fromstring(ran.out)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert set(cases) == {str(good), str(bad)}
    assert cases[str(good)].find("failure") is None
    failure = cases[str(bad)].find("failure")
    assert failure is not None
    assert "初中没有限值" in str(failure.get("message"))
    assert f"{bad}:49:13: " in str(failure.text)


def test_validate_in_a_format_that_is_not_there(run: Run) -> None:
    refused(run("standards", "validate", "-o", "xml"), 2, "xml", "junit")


def test_validate_writes_to_a_file(run: Run, tmp_path: Path) -> None:
    bad = write(tmp_path, "bad", SOUND, BROKEN["gap"][0])
    shown = run("standards", "validate", bad, "-o", "json")
    ran = run("standards", "validate", bad, "-o", f"json={tmp_path / 'found.json'}")
    assert (ran.code, ran.err) == (4, "")
    assert (tmp_path / "found.json").read_text(encoding="utf-8") == shown.out
    assert "错误 1 处" in ran.out
    refused(run("standards", "validate", bad, "-o", f"json={bad}"), 2, str(bad))
    refused(run("standards", "validate", bad, "-o", "json=nowhere/found.json"), 2, "nowhere")
    assert "49" not in bad.read_text(encoding="utf-8")


HEAD = CHILD[: CHILD.index("extends")]
WRONG = (("at_most: 2500", 'at_most: "2500"'), ("    level: school\n", "    levl: school\n"))


def test_a_problem_of_the_parent_stands_in_the_parent_and_only_once(run: Run, tmp_path: Path) -> None:
    parent = write(tmp_path, "parent", SOUND, ("id: sound", "id: parent"), *WRONG)
    child = write(tmp_path, "child", HEAD + "extends: parent\nonly: [B]\n")
    grandchild = write(tmp_path, "grandchild", HEAD.replace("id: child", "id: grandchild") + "extends: child\n")
    said = run("standards", "validate", parent).out.splitlines()[:-1]
    assert [line.split(": ")[0] for line in said] == [f"{parent}:{place}" for place in ("50:5", "55:5", "58:65")]
    assert [line.split(": ")[1] for line in said] == ["rules.2", "rules.2.levl", "rules.2.limits.1.at_most"]
    for file in (child, grandchild, tmp_path):
        ran = run("standards", "validate", file)
        assert ran.code == 4
        assert ran.out.splitlines()[:-1] == said, file
        assert "错误 3 处" in ran.out


def test_a_limit_that_a_grandparent_lacks_stands_there(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "parent", SOUND, ("id: sound", "id: parent"), (", {stage: junior, at_most: 0.45}", ""))
    write(tmp_path, "child", HEAD + "extends: parent\nremove: [B]\n")
    grandchild = write(tmp_path, "grandchild", HEAD.replace("id: child", "id: grandchild") + "extends: child\n")
    ran = run("standards", "validate", grandchild)
    assert ran.out.startswith(f"{tmp_path / 'parent.yaml'}:49:13: ")


@pytest.mark.parametrize(
    "change", [("  - id: B\n", "  - idd: B\n"), ("document: 试验\n", ""), ("scopes:\n", "scopes: 5\nscope:\n")]
)
def test_a_parent_that_cannot_be_extended_is_named(run: Run, tmp_path: Path, change: tuple[str, str]) -> None:
    parent = write(tmp_path, "parent", SOUND, ("id: sound", "id: parent"), change)
    ran = run("standards", "validate", write(tmp_path, "child", HEAD + "extends: parent\n"))
    assert (ran.code, ran.err) == (4, "")
    assert all(line.startswith(f"{parent}:") for line in ran.out.splitlines()[:-1])
    assert f"{parent}:1:1: " not in ran.out.replace(f"{parent}:1:1: 缺少", "")


def test_the_names_of_a_child_are_checked_beside_its_form(run: Run, tmp_path: Path) -> None:
    rule = "{id: Z, kind: holds, title: 试验, scope: alll, that: {type: [primary_school, primery]}, sed: [a]}"
    parent = write(tmp_path, "parent", SOUND, ("id: sound", "id: parent"))
    ran = run("standards", "validate", write(tmp_path, "child", f"{HEAD}extends: {parent.stem}\nrules:\n  - {rule}\n"))
    wheres = [line.split(": ")[1] for line in ran.out.splitlines()[:-1]]
    assert wheres == ["rules.0", "rules.0.scope", "rules.0.that.type.1", "rules.0.sed"]


def test_standards_that_lead_back_to_themselves_name_the_way(run: Run, tmp_path: Path) -> None:
    one = write(tmp_path, "one", HEAD.replace("id: child", "id: one") + "extends: two\n")
    write(tmp_path, "two", HEAD.replace("id: child", "id: two") + "extends: three\n")
    write(tmp_path, "three", HEAD.replace("id: child", "id: three") + "extends: two\n")
    line = run("standards", "validate", one).out.splitlines()[0]
    assert line.startswith(f"{tmp_path / 'three.yaml'}:8:10: extends: ")
    assert "two → three → two" in line
    meets = (
        "  - {id: M, kind: meets, title: 试验, clause: 第5条, standard: four, scope: all, stated: share, "
        "limits: [{at_least: 80%}]}\n"
    )
    items = "items: {share: {title: 比例, headings: [比例], kind: share, of: county}}\n"
    four = write(tmp_path, "four", SOUND + meets, ("id: sound\n", "id: four\n" + items))
    line = run("standards", "validate", four).out.splitlines()[0]
    place = len(four.read_text(encoding="utf-8").splitlines())
    assert line.startswith(f"{four}:{place}:")
    assert "four → four" in line


def test_what_is_available_is_no_guess(run: Run) -> None:
    said = run("standards", "show", "nosuch").err
    assert "eqeval standards list" in said
    assert not [name for name in IDS if name in said]
    assert "cn-quality-2017" in run("standards", "show", "cn-qality-2017").err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_weaker_than_its_parent_is_a_warning(run: Run, tmp_path: Path, lang: str) -> None:
    path = write(tmp_path, "child", CHILD)
    ran = run("standards", "validate", path, "-o", "json", "--as-of", "2025-12-31", "--lang", lang)
    assert ran.code == 0
    assert {one["severity"] for one in problems(ran)} == {"warning"}
    assert {(one["line"], one["where"].rpartition(".")[2]) for one in problems(ran)} == {
        (11, "at_least"),  # 5 of 7 where the parent asks for 6
        (12, "limits"),  # 4.1 instead of 4.2 in the primary stage
        (13, "limits"),  # 0.50 instead of 0.45 in the junior stage; 0.40 in the primary stage is stricter
        (14, "binding"),
    }
    messages = [one["message"] for one in problems(ran)]
    assert len(messages) == 4
    assert [message for message in messages if "4.1" in message and "4.2" in message]
    assert [message for message in messages if "0.5" in message and "0.45" in message]
    assert not [message for message in messages if "0.4 " in message]


def test_what_is_stricter_is_no_warning(run: Run, tmp_path: Path) -> None:
    head = CHILD[: CHILD.index("override")]
    stricter = "override:\n  CV: {limits: [{stage: primary, at_most: 0.40}, {stage: junior, at_most: 0.45}]}\n"
    ran = run("standards", "validate", write(tmp_path, "child", head + stricter), "-o", "json", "--as-of", "2025-01-01")
    assert (ran.code, problems(ran)) == (0, [])


def test_an_expired_standard_is_a_warning_from_the_day_after(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "old", SOUND, ("{from: 2017-04-19}", "{from: 2017-04-19, until: 2025-12-31}"))
    assert problems(run("standards", "validate", path, "-o", "json", "--as-of", "2025-12-31")) == []
    ran = run("standards", "validate", path, "-o", "json", "--as-of", "2026-01-01")
    assert ran.code == 0
    ((line, severity, message),) = [(one["line"], one["severity"], one["message"]) for one in problems(ran)]
    assert (line, severity) == (7, "warning")
    assert "2025-12-31" in message


def test_the_text_tells_warnings_from_errors(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "old", SOUND, ("{from: 2017-04-19}", "{from: 2017-04-19, until: 2025-12-31}"))
    ran = run("standards", "validate", path, "--as-of", "2026-01-01", "--lang", "en")
    assert "errors: 0, warnings: 1." in ran.out


def test_validate_a_folder(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "one", SOUND)
    (tmp_path / "deep").mkdir()
    write(tmp_path / "deep", "two", SOUND, BROKEN["gap"][0])
    (tmp_path / "deep" / "two.cases.yaml").write_text("cases: []\n", encoding="utf-8")
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    ran = run("standards", "validate", tmp_path, "-o", "json")
    assert ran.code == 4
    assert [Path(file).name for file in json.loads(ran.out)["files"]] == ["two.yaml", "one.yaml"]
    assert [one["line"] for one in problems(ran)] == [49]


def test_a_folder_without_standards_is_not_all_that_are_shipped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("standards", "validate", tmp_path / "empty", "-o", "json")
    assert ran.code != 0 or json.loads(ran.out)["files"] == []


# test


CASES = """as_of: 2026-06-01
defaults:
  小学: {小学在校生数: 600, 小学班级数: 15, 小学高于规定学历教师数: 36}
cases:
  - says: 规模正好 2000
    schools: [{小学在校生数: 2000, 小学高于规定学历教师数: 84}]
    county: {C: [好, ~, 佐证]}
    expect:
      outcome: met
      rules: {B 学校1: {outcome: met, value: 2000}, C: attested}
      sections: {学校1 primary: met}
      cv: {primary A1: met}
"""


def test_cases_pass_fail_and_name_what_is_untried(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "sound", SOUND)
    assert run("standards", "test", path).code == 1, "there are no cases"
    assert "sound.cases.yaml" in run("standards", "test", path).out
    beside = tmp_path / "sound.cases.yaml"
    beside.write_text(CASES, encoding="utf-8")
    ran = run("standards", "test", path)
    assert ran.code == 1
    untried = [line.rpartition("/")[2] for line in ran.out.splitlines()[:-1]]
    assert [line for line in untried if "≥5.3" in line]
    assert [line for line in untried if "≤2500" in line]
    assert not [line for line in untried if "限值 A1 ≥4.2" in line or "≤2000" in line]
    assert [line for line in untried if "余项底线 A1 ≥4.2" in line]
    beside.write_text(CASES.replace("value: 2000", "value: 1999"), encoding="utf-8")
    ran = run("standards", "test", path, "--lang", "en")
    assert ran.code == 1
    (line,) = [line for line in ran.out.splitlines() if "规模正好 2000" in line]
    assert "2000" in line
    assert "1999" in line


def test_cases_that_cannot_be_read_name_line_and_column(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "sound", SOUND)
    (tmp_path / "sound.cases.yaml").write_text(CASES.replace("says:", "say:"), encoding="utf-8")
    ran = run("standards", "test", path)
    assert ran.code == 4
    assert "sound.cases.yaml:5:" in ran.said


WRONG_CASES = """as_of: 2026-06-01
defaults:
  小学: {小学在校生数: 600, 小学班级数: 15, 小学高于规定学历教师数: 40, 小学班极数: 3}
cases:
  - says: 样样不对
    county: {不存在: 5, C: [优, ~, 文件]}
    schools: [{小学在校生数: 2000}, {办学类型: 小雪}, {小学高于规定学历教师数: -5}]
    expect:
      outcome: met
      rules:
        B: {outcome: not_met}
        B 学校1: {value: 1999, limit: 2000}
        BB: met
      sections: {学校1 primary: {outcome: not_met, A1: {value: 3}}, 学校2 primari: met}
      cv: {primary A1: met}
"""


def outcome_of(run: Run, folder: Path, cases: str, *options: str) -> Ran:
    path = write(folder, "sound", SOUND)
    (folder / "sound.cases.yaml").write_text(cases, encoding="utf-8")
    return run("standards", "test", path, *options)


def test_what_came_out_otherwise_names_line_and_column(run: Run, tmp_path: Path) -> None:
    ran = outcome_of(run, tmp_path, WRONG_CASES)
    assert (ran.code, ran.err) == (1, "")
    beside = tmp_path / "sound.cases.yaml"
    found = [line.removeprefix(f"{beside}:") for line in ran.out.splitlines() if "样样不对" in line]
    assert [(line.split(": ")[0], line.split(": ", 2)[2][:40]) for line in found[:7]] == [
        ("9:16", "outcome：得到 not_met，应为 met"),
        ("11:22", "rules B outcome：得到 undetermined，应为 not_m"),
        ("12:24", "rules B 学校1 value：得到 2000，应为 1999"),
        ("13:13", "没有判定“rules BB”；最接近的是：B"),
        ("14:62", "sections 学校1 primary A1 value：得到 2，应为 3"),
        ("14:80", "没有判定“sections 学校2 primari”；最接近的是：学校2 pri"),
        ("15:24", "cv primary A1：得到 undetermined，应为 met"),
    ]
    # What is misspelt, and what makes the data unusable, stands where the case says it.
    assert [(line.split(": ")[0], re.findall(r"数据问题 (\w+)", line)) for line in found[7:]] == [
        ("3:56", ["N604"]), ("7:38", ["E204"]), ("7:57", ["E202"]), ("6:19", ["W506"]), ("6:25", ["E205"]),
    ]  # fmt: skip
    assert f"{beside}:4:1: " in ran.out
    english = outcome_of(run, tmp_path, WRONG_CASES, "--lang", "en").out
    assert "9:16: 样样不对: outcome: found not_met, expected met" in english
    assert not re.search("得到|数据问题|没有", english)


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (("小学班级数: 15", "小学班极数: 15"), "N604", "3:28"),
        (("schools: [{小", "schools: [{小学班极数: 15, 小"), "N604", "6:23"),
        (("county: {C:", "county: {没有这一项: 5, C:"), "W506", "7:21"),
    ],
)
def test_a_misspelt_heading_or_item_fails_a_case_that_does_not_expect_it(
    run: Run, tmp_path: Path, change: tuple[str, str], code: str, place: str
) -> None:
    cases = CASES.replace(*change)
    ran = outcome_of(run, tmp_path, cases)
    assert ran.code == 1
    (line,) = [line for line in ran.out.splitlines() if code in line]
    assert line.startswith(f"{tmp_path / 'sound.cases.yaml'}:{place}: ")
    said = outcome_of(run, tmp_path, cases + f"      issues: [{code}]\n").out
    assert f"数据问题 {code}" not in said


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("outcome: met\n", "outcome: mett\n"), ["9:16: cases.0.expect.outcome: “mett”不能用；可用的有：met、"]),
        (("C: attested", "C: attestet"), ["10:54: cases.0.expect.rules.C: “attestet”不能用；可用的有：met、"]),
        (("value: 2000", "value: 两千"), ["10:44: cases.0.expect.rules.B 学校1.value: 应是数字"]),
        (("value: 2000", "valeu: 2000"), ["10:37: cases.0.expect.rules.B 学校1.valeu: 没有“valeu”这一项"]),
        (("primary: met", "primary: {A1: {value: x}}"),
         ["11:44: cases.0.expect.sections.学校1 primary.A1.value: 应是数字"]),
        (("{小学在校生数: 2000,", "{小学在校生数: [2000],"), ["6:24: cases.0.schools.0.小学在校生数: 应是文字"]),
        (("好, ~", "{a: b}, ~"), ["7:18: cases.0.county.C.0: 应是文字"]),
    ],
)  # fmt: skip
def test_what_cannot_be_expected_is_said_once(
    run: Run, tmp_path: Path, change: tuple[str, str], found: list[str]
) -> None:
    assert change[0] in CASES
    ran = outcome_of(run, tmp_path, CASES.replace(*change))
    assert ran.code == 4
    lines = [line.partition("sound.cases.yaml:")[2] for line in ran.err.splitlines()]
    assert len(lines) == len(found), ran.err
    assert [line for line, start in zip(lines, found, strict=True) if not line.startswith(start)] == []


# diff


@pytest.mark.parametrize("lang", LANGUAGES)
def test_diff(run: Run, tmp_path: Path, lang: str) -> None:
    one = write(tmp_path, "sound", SOUND)
    ran = run("standards", "diff", one, one, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    renamed = write(tmp_path, "renamed", SOUND, ("title: 规模", "title: 学校规模"), ("clause: 第2条", "clause: 第二条"))
    ran = run("standards", "diff", one, renamed, "--lang", lang)
    assert ran.code == 0, "words change no verdict"
    assert re.search(r"^\S+ B ", ran.out, re.MULTILINE)
    stricter = write(tmp_path, "stricter", SOUND, ("at_most: 0.45", "at_most: 0.44"))
    ran = run("standards", "diff", one, stricter, "--lang", lang)
    assert ran.code == 1
    assert re.search(r"^\S+ CV ", ran.out, re.MULTILINE)
    assert "0.45" in ran.out
    assert "0.44" in ran.out


def test_a_child_that_changes_nothing_differs_in_nothing(run: Run, tmp_path: Path) -> None:
    head = CHILD[: CHILD.index("only:")]
    ran = run("standards", "diff", "cn-quality-2017", write(tmp_path, "child", head))
    assert ran.code == 0
    assert ran.out.splitlines()[-1].startswith("0 处不同")
    assert len(ran.out.splitlines()) == 3
    limits = "override:\n  A1: {limits: [{stage: primary, at_least: 4.3}, {stage: junior, at_least: 5.3}]}\n"
    ran = run("standards", "diff", "cn-quality-2017", write(tmp_path, "child", head + limits))
    assert ran.code == 1
    assert re.findall(r"^改动 (\S+)", ran.out, re.MULTILINE) == ["A", "A1"]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (("    times: 100\n", "    times: 10\n"), "A1"),
        (("at_least: 4.2", "at_least: 4.3"), "A1"),
        (("rest_at_least: 85%", "rest_at_least: 80%"), "A"),
        (("on: each", "on: mean"), "CV"),
        (("of: pupils", "of: classes"), "B"),
        (("{type: [vocational_school]}", "{type: [special_school]}"), "A"),
        (("weights: {primary: 1, junior: 1.1,", "weights: {primary: 1, junior: 1.2,"), None),
        (("  - {id: C, ", "  - {binding: aspired, id: C, "), "C"),
        (("  - {id: C, ", "  - {due: [{by: 2030-01-01}], id: C, "), "C"),
        (("  - {id: C, ", "  - {id: D, "), "D"),
    ],
)
def test_whatever_can_change_a_verdict_is_said(
    run: Run, tmp_path: Path, change: tuple[str, str], name: str | None
) -> None:
    ran = run("standards", "diff", write(tmp_path, "sound", SOUND), write(tmp_path, "other", SOUND, change))
    assert ran.code == 1
    assert name is None or re.search(rf"^\S+ {name} ", ran.out, re.MULTILINE)


# schema


def plain(value: Any) -> Any:
    """What a YAML editor sees: numbers, not decimals."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value


def validator(run: Run) -> Any:
    ran = run("standards", "schema")
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_accepts_every_shipped_file(run: Run) -> None:
    checker = validator(run)
    errors = [
        f"{path.name} {error.json_path}: {error.message[:200]}"
        for path in [HERE / "sound.yaml", *shipped()]
        for error in checker.iter_errors(plain(read(path).data))
    ]
    assert errors == []


@pytest.mark.parametrize(
    "change",
    [
        ("kind: quorum", "kind: quorom"), ("    times: 100\n", "    timse: 100\n"), ("region: cn", "region: 5"),
        ("    clause: 第2条\n", ""), ("split: false", "split: 5"), ("at_most: 0.50", 'at_most: "0.50"'),
        ("rest_at_least: 85%", "rest_at_least: 85 percent"), ("level: school", "level: village"),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_is_broken(run: Run, tmp_path: Path, change: tuple[str, str]) -> None:
    path = write(tmp_path, "broken", SOUND, change)
    checker = validator(run)
    sound, broken = (
        {(error.json_path, error.message) for error in checker.iter_errors(plain(read(file).data))}
        for file in (HERE / "sound.yaml", path)
    )
    assert broken - sound
    assert run("standards", "validate", path).code == 4


# docs


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    text = json.dumps(HOSTILE)
    return write(
        tmp_path, "sound", SOUND, ("title: 试验标准", f"title: {text}"), ("title: 规模", f"title: {text}"),
        ("clause: 第3条", f"clause: {text}"), ("note: 试验", f"note: {text}"),
        ("    title: 差异系数\n", f"    title: 差异系数\n    note: {text}\n"),
    )  # fmt: skip


def test_docs_as_html_escape_hostile_text(run: Run, hostile: Path) -> None:
    ran = run("standards", "docs", hostile, "-o", "html")
    assert (ran.code, ran.err) == (0, "")
    page = Page(ran.out)
    assert not {"script", "a", "img", "iframe"} & set(page.tags)
    # Title, heading, note, title and clause of a rule, note of a rule.
    assert "".join(page.texts).count("<script>alert(1)</script>") >= 5
    assert page.tags.count("tr") == 6


def test_docs_as_markdown_escape_hostile_text(run: Run, hostile: Path) -> None:
    ran = run("standards", "docs", hostile)
    assert (ran.code, ran.err) == (0, "")
    assert "<script" not in ran.out
    assert "](" not in ran.out.replace("\\]", "")
    rows = [line for line in ran.out.splitlines() if line.startswith("|")]
    assert len(rows) == 7
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_docs_of_everything_into_a_folder(run: Run, tmp_path: Path, form: str, lang: str) -> None:
    ran = run("standards", "docs", "-o", form, "--out", tmp_path / "pages", "--lang", lang)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == sorted(f"{name}.{form}" for name in IDS)
    text = (tmp_path / "pages" / f"cn-quality-2017.{form}").read_text(encoding="utf-8")
    for name in ("A1", "B3-music", "V6"):
        assert name in text.replace("\\", "")


def test_docs_in_a_format_that_is_not_there(run: Run) -> None:
    refused(run("standards", "docs", "cn-quality-2017", "-o", "pdf"), 2, "pdf", "html")


# new


@pytest.mark.parametrize("lang", LANGUAGES)
def test_new_writes_a_standard_that_validates_and_judges(run: Run, tmp_path: Path, lang: str) -> None:
    ran = run("standards", "new", "my-plan", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    path = tmp_path / "my-plan.yaml"
    ran_file = run("standards", "new", "my-plan", "--out", path, "--lang", lang)
    assert (ran_file.code, ran_file.out, ran_file.err) == (0, "", "")
    assert path.read_text(encoding="utf-8") == ran.out
    assert read(path).data["id"] == "my-plan"
    checked = run("standards", "validate", path, "-o", "json")
    assert (checked.code, problems(checked)) == (0, [])
    assert ("#" in ran.out) and (("写法" in ran.out) == (lang == "zh"))
    data = table(tmp_path / "a.xlsx", [primary(), junior()])
    assert run("check", data, "-s", path).code == 0


def test_new_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine", encoding="utf-8")
    refused(run("standards", "new", "my-plan", "--out", path), 2, "mine.yaml")
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["我的标准", "a b", "9a", "a/b", "a: b", ""])
def test_new_refuses_what_is_no_id(run: Run, name: str) -> None:
    ran = run("standards", "new", name)
    assert (ran.code, ran.out) == (2, "")


def test_the_library_has_its_folders() -> None:
    assert {"cn-quality-2017", "cn-basic-2012"} <= set(IDS)
    assert len(IDS) == len(set(IDS))
    assert (library() / "vocabulary" / "cn-schools.yaml").is_file()


def test_standards_alone_shows_the_help(run: Run) -> None:
    ran = run("standards")
    assert ran.code == 2
    for name in ("list", "show", "validate", "test", "diff", "schema", "docs", "new"):
        assert name in ran.said


# what check says of a standard


def test_the_heading_and_the_limits_of_coefficients_are_those_of_the_standard(run: Run, tmp_path: Path) -> None:
    data = table(tmp_path / "a.xlsx", [primary(), junior()])
    said = run("check", data, "-s", write(tmp_path, "pupils", SOUND)).out
    assert "校际差异系数（按学生数加权）" in said
    assert "≤0.50" in said
    changes = (("weight: pupils", "weight: none"), ("primary, at_most: 0.50", "primary, below: 0.50"))
    path = write(tmp_path, "alike", SOUND, *changes)
    said = run("check", data, "-s", path).out
    assert "校际差异系数（各校同等计算）" in said
    assert "按学生数加权" not in said
    assert "<0.50" in said
    assert "≤0.50" not in said
    assert "(every school alike)" in run("check", data, "-s", path, "--lang", "en").out
    second = "  - {id: CW, kind: dispersion, title: 同等, clause: 第8条, scope: all, of: [A1], on: each, weight: none, "
    limits = "limits: [{stage: primary, at_most: 0.50}, {stage: junior, at_most: 0.45}]}\n"
    said = run("check", data, "-s", write(tmp_path, "both", SOUND + second + limits)).out
    assert re.search("校际差异系数$", said, re.MULTILINE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_next_never_contradicts_the_verdict(run: Run, tmp_path: Path, lang: str) -> None:
    met = {"zh": "数据已达标", "en": "The figures meet"}[lang]
    lacks = {"zh": "补齐“R 比例”缺的数据", "en": "Add the data that “R 比例” lacks"}[lang]
    schools = [primary(), junior()]
    data = table(tmp_path / "a.xlsx", schools)
    ran = run("check", data, "-s", write(tmp_path, "sound", SOUND), "--lang", lang)
    assert (ran.code, met in ran.out) == (0, True)
    # Where nothing is met by data, no data meet the standard.
    attested = SOUND[: SOUND.index("  - id: A\n")] + SOUND[SOUND.index("  - {id: C, ") :]
    ran = run("check", data, "-s", write(tmp_path, "attested", attested), "--lang", lang)
    assert (ran.code, met in ran.out) == (3, False)
    other = ("  - {id: C, ", "  - {due: [{by: 2020-01-01, counties: [别县]}], id: C, ")
    ran = run("check", data, "-s", write(tmp_path, "elsewhere", attested, other), "--lang", lang)
    assert (ran.code, met in ran.out, "--as-of" in ran.out) == (3, False, True)
    # A rate above 100 % leaves the verdict open, and no cell is wrong by itself.
    changes = ("vocabulary: cn-schools\n", f"vocabulary: cn-schools\n{DETAILED_ITEMS}")
    rate = next(line for line in DETAILED.splitlines() if "id: R," in line)
    path = write(tmp_path, "rate", f"{SOUND}{rate}\n", changes)
    data = table(tmp_path / "b.xlsx", schools, {"满意份数": (90, "", ""), "回收份数": (80, "", "")})
    ran = run("check", data, "-s", path, "--lang", lang)
    assert (ran.code, met in ran.out, lacks in ran.out) == (3, False, True)


def test_a_file_that_is_called_otherwise_than_its_id_is_warned_of(run: Run, tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "standards" / "cn-quality-2017.yaml").read_text(encoding="utf-8")
    for name, warned in (("cn-quality-2017.yaml", False), ("other.yaml", True)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        ran = run("standards", "validate", name)
        assert (ran.code, f"{name}:4:5: id: 文件名是 other.yaml" in ran.said) == (0, warned), ran.said
