"""The application form: its sentences and counts arrive as what sheet 县级 would say, or are named with their cells."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import Run
from county import grids, junior, primary, reports, standard, statements, write_xlsx
from declaration import FIVE, FOUR, HEADINGS, MET, sheet, survey, written

from eqeval.core.census import Census, Issue
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.core.intake.declared import sentences
from eqeval.core.intake.known import asked_of
from eqeval.core.reports.report import Report, RequirementLine
from eqeval.words import Words

SCHOOLS = [primary(), junior()]
# What the sentences of a county that meets everything come to.
FIGURES = {
    "special_funds": 800000, "special_pupils": 100, "teacher_pay": 90000, "civil_pay": 89000, "trained_teachers": 1200,
    "county_teachers": 1200, "training_rate": 1, "eligible_teachers": 1000, "exchanged_teachers": 120,
    "exchange_rate": Fraction(12, 100), "exchanged_backbone": 30, "backbone_rate": Fraction(1, 4),
    "working_teachers": 1200, "certified_teachers": 1200, "certificate_rate": 1, "urban_catchment_rate": 1,
    "town_catchment_rate": Fraction(965, 1000), "senior_places": 1000, "senior_quota": 600,
    "senior_quota_rate": Fraction(6, 10), "migrant_children": 200, "migrant_served": 190,
    "migrant_rate": Fraction(95, 100), "retention_graduates": 980, "retention_entered": 1000, "retention_in": 10,
    "retention_died": 0, "retention_out": 10, "retention_rate": Fraction(98, 100), "disabled_children": 120,
    "disabled_enrolled": 118, "disabled_rate": Fraction(983, 1000), "monitoring_level": 3,
    "monitoring_gap": Fraction(149, 1000), "returned": 1000, "satisfied": 900, "satisfaction_rate": Fraction(9, 10),
}  # fmt: skip
ATTESTED = ("B1", "B2", "B6", "B10", "B14-rural", "B15-care", "C3", "C4", "C5", "C7", "C8")


def census(*sheets: Grid, county: Mapping[str, Raw | Sequence[Raw] | None] | None = None) -> Census:
    """Read sheets beside the schools, and beside sheet 县级 where it says something."""
    stated = None if county is None else {name: statements(county)[name] for name in county}
    plain = grids(SCHOOLS, county=stated)
    (found,) = take([*plain, *sheets], standard().standard, standard().vocabulary, "测试县", Words("zh")).values()
    return found


def judged(*sheets: Grid) -> Report:
    (found,) = reports([*grids(SCHOOLS), *sheets]).values()
    return found


def line(found: Report, rule: str) -> RequirementLine:
    return next(one for one in found.requirements if one.id == rule)


def named(found: Census | Report, *codes: str) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in found.issues if one.code in codes]


def issue(found: Census | Report, code: str) -> Issue:
    (one,) = [each for each in found.issues if each.code == code]
    return one


def form(row: str, value: Raw, met: Raw = "是", *rest: Raw) -> Grid:
    """A sheet with one row only."""
    rows: list[list[Raw]] = [["表Ⅳ"], list(HEADINGS), [row, value, met], *([each, "是", "是"] for each in rest)]
    return Grid("测试县.xlsx", "表4", rows)


def of_row(rule: str) -> str:
    return next(row for name, row, _ in (*FOUR, *FIVE) if name == rule)


def sentence(rule: str, *figures: object) -> str:
    return written(next(said for name, _, said in (*FOUR, *FIVE) if name == rule), figures)


def test_every_figure_of_the_printed_sentences_arrives() -> None:
    found = census(sheet("表4", FOUR), sheet("表5", FIVE), survey())
    assert {name: said.number for name, said in found.county.statements.items() if said.number is not None} == FIGURES
    assert {name: found.county.statements[name].text for name in ATTESTED} == dict.fromkeys(ATTESTED, "yes")
    assert found.county.statements["C6"].text == "良好"
    assert not [one for one in found.issues if one.severity == "error"]


def test_every_figure_knows_its_cell() -> None:
    found = judged(sheet("表4", FOUR), sheet("表5", FIVE), survey())
    assert line(found, "B12").cells == ("表4!B14",)
    assert line(found, "D1").cells == ("表6!D6", "表6!C6")
    assert {part.id: part.cells for part in line(found, "B11").parts} == {
        "B11-all": ("表4!B13",),
        "B11-backbone": ("表4!B13",),
    }
    met = ("B7", "B8", "B9", "B11", "B12", "B13", "C1", "C2", "C9", "D1")
    assert {rule: line(found, rule).outcome for rule in met} == dict.fromkeys(met, "met")


def test_it_says_the_same_as_sheet_county() -> None:
    """The same county in its own sheet and in the form, with evidence for every answer, has the same verdicts."""
    own = {"B1": "是", "B9": None}
    found = judged(sheet("表4", FOUR, evidence={}), sheet("表5", FIVE, evidence={}), survey())
    (plain,) = reports(grids(SCHOOLS, county=statements(own | {"B9": "100%"}))).values()
    asked = [one.id for one in plain.requirements if one.id[0] in "BCD"]
    assert [line(found, rule).outcome for rule in asked] == [line(plain, rule).outcome for rule in asked]
    assert line(found, "B1").outcome == "attested"


def test_what_no_requirement_asks_for_is_named() -> None:
    found = census(sheet("表4", FOUR), sheet("表5", FIVE), survey(parents=(800, 790, 700, 88.6)))
    cells = ["表4!B6", "表4!B7", "表4!B8", "表4!B9", "表4!B16", "表4!B17", "表5!B4", "表6!B6", "表6!B7"]
    assert named(found, "N646") == [("N646", cell) for cell in cells]


@pytest.mark.parametrize("seed", range(20))
def test_however_a_sentence_is_filled_in_its_figures_arrive(seed: int) -> None:
    """Blanks, full-width digits, lines to write on and other marks change nothing."""
    dice = random.Random(seed)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")

    def figure(value: object) -> str:
        said = str(value).translate(wide) if dice.random() < 0.3 else str(value)
        return dice.choice(["{}", " {} ", "__{}__", "＿＿{}", " {}＿ "]).format(said)

    def stray(said: str) -> str:
        marks = {"，": "，,；、 ", "；": "；;，", "。": "。. "}
        kept = "".join(dice.choice(marks[each]) if each in marks and dice.random() < 0.3 else each for each in said)
        # Between two digits a blank would part a number.
        return re.sub(r"(?<=[^\d０-９.])(?=[^\d０-９.])", lambda _: " " if dice.random() < 0.1 else "", kept)

    values = {
        rule: stray(sentence(rule, *map(figure, said))) if not isinstance(said, str) else said
        for rule, said in MET.items()
    }
    rows = [dice.sample(printed, len(printed)) for printed in (FOUR, FIVE)]
    found = census(sheet("表4", rows[0], values), sheet("表5", rows[1], values), survey())
    assert {name: said.number for name, said in found.county.statements.items() if said.number is not None} == FIGURES


def test_an_unfilled_form_says_nothing_and_every_blank_is_named() -> None:
    blank = {rule: said for rule, _, said in (*FOUR, *FIVE)}
    empty = dict.fromkeys(blank)
    found = census(
        sheet("表4", FOUR, blank, empty),
        sheet("表5", FIVE, blank, empty),
        survey(returned=None, satisfied="——", rate=None),
    )
    assert not found.county.statements
    assert not [one for one in found.issues if one.severity == "error"]
    cells = {cell for _, cell in named(found, "W545")}
    # Rooms, sizes and classes follow from the schools.
    rows = [*(f"表4!B{row}" for row in range(3, 18) if row not in (5, 6, 7)), *(f"表5!B{row}" for row in range(3, 12))]
    assert cells == {*rows, "表6!C6", "表6!D6", "表6!E6"}


@pytest.mark.parametrize(
    "value",
    [
        "98.3%", "98.3", 98.3, "９８．３％", "达到98.3%", "已达到 98.3 %。", "达到__98.3__%", "入学率为98.3%",
        "全县残疾儿童少年入学率__98.3__%", " 全县残疾儿童少年入学率达到 98.3 ％ ", "入学率：98.3%；",
    ],
)  # fmt: skip
def test_a_lone_figure_is_found_however_it_is_written(value: Raw) -> None:
    found = census(form(of_row("C2"), value))
    said = found.county.statements["disabled_rate"]
    assert (said.number, said.cell) == (Fraction(983, 1000), "表4!B3")
    assert not named(found, "E123", "E201", "W545")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("98.3%、97%", "E123"),
        ("98.3%（上年97.1%）", "E123"),
        ("约98%", "E123"),
        ("95%以上", "E123"),
        ("98 3%", "E123"),
        ("基本达到", "E201"),
        ("入学率约九成五%", "E201"),
        ("120人", "E201"),
        (0.983, "E209"),
        ("0.983", "E209"),
        ("入学率0.983%", "E209"),
        ("-5%", "E202"),
        ("达标", "W545"),
        (None, "W545"),
        ("——", "W545"),
        ("入学率＿＿%", "W545"),
    ],
)
def test_what_is_not_sure_is_named_and_not_guessed(value: Raw, code: str) -> None:
    found = judged(form(of_row("C2"), value))
    assert named(found, code) == [(code, "表4!B3")]
    # 是否达标 says yes, and is no figure.
    assert line(found, "C2").outcome in ("awaiting", "undetermined")


def test_a_figure_filled_into_the_requirement_itself() -> None:
    found = census(form("2.全县残疾儿童少年入学率达到__98.3__%", None))
    assert found.county.statements["disabled_rate"].number == Fraction(983, 1000)
    assert found.county.statements["disabled_rate"].cell == "表4!A3"
    # The printed limit is no figure of the county, with whatever blanks around it.
    assert "disabled_rate" not in census(form("2.全县残疾儿童少年入学率达到 98.3 %", None)).county.statements


def test_rows_are_known_by_their_words_wherever_they_stand() -> None:
    moved = [(rule, f"{20 - number}、{row.split('.', 1)[1]}", said) for number, (rule, row, said) in enumerate(FOUR)]
    found = census(sheet("表4", moved[::-1]))
    plain = census(sheet("表4", FOUR))
    assert {name: said.number for name, said in found.county.statements.items()} == {
        name: said.number for name, said in plain.county.statements.items()
    }
    assert not named(found, "W544")


def test_columns_are_known_by_their_headings_and_headings_may_come_again() -> None:
    rows: list[list[Raw]] = [
        ["表Ⅳ 政府保障程度评估指标"],
        ["序号", "是否达标", "指标名称", "指标值（或简要结论）"],
        [1, "是", of_row("B12"), sentence("B12", 500, 500, 100)],
        ["序号", "是否达标", "指标名称", "指标值（或简要结论）"],
        [2, "是", of_row("B9"), sentence("B9", 300, 300, 100)],
    ]
    said = census(Grid("测试县.xlsx", "四", rows)).county.statements
    assert (said["certified_teachers"].cell, said["trained_teachers"].number) == ("四!D3", 300)


def test_the_name_of_a_row_may_be_merged_over_several() -> None:
    rows: list[list[Raw]] = [
        [*HEADINGS],
        [of_row("B12"), "全县在岗专任教师800人", "是"],
        [None, "持有教师资格证的专任教师799人", None],
    ]
    found = census(Grid("测试县.xlsx", "表4", rows, merged=((1, 0, 2, 0),)))
    said = found.county.statements
    assert (said["working_teachers"].number, said["certified_teachers"].cell) == (800, "表4!B3")
    assert not named(found, "W544", "W545")
    # Without the merged cell nobody knows whose the second row is.
    assert named(census(Grid("测试县.xlsx", "表4", rows)), "W544") == [("W544", "表4!A3")]


def test_a_row_of_no_requirement_is_named_and_remarks_are_not() -> None:
    found = census(form(of_row("C2"), "98.3%", "是", "16.县域内每校配备校医", "注：表中所有比例数值保留一位小数。"))
    assert named(found, "W544") == [("W544", "表4!A4")]


def test_stray_words_blanks_and_marks_do_not_matter() -> None:
    said = "全县在 岗专任教师：１，２３４ 人; 其中,持有教师资格证的 专任教师 __1,234__ 人。占比 100 ％"
    found = census(form("⑫ 专任教师持有教师资 格证上岗率", said))
    assert [found.county.statements[name].number for name in ("working_teachers", "certified_teachers")] == [1234, 1234]


def test_words_that_stand_twice_explain_nothing() -> None:
    said = "全县在岗专任教师1200人，其中持有教师资格证的专任教师1200人，占比100%，占比98%"
    found = census(form(of_row("B12"), said))
    assert "certificate_rate" not in found.county.statements
    assert found.county.statements["working_teachers"].number == 1200


@pytest.mark.parametrize(("unit", "funds"), [("万元", 5125000), ("元", Fraction("512.5")), ("亿元", 51250000000)])
def test_units_in_a_sentence_are_turned_into_those_of_the_item(unit: str, funds: Fraction | int) -> None:
    said = f"特殊教育学校公用经费为512.5{unit}，特殊教育学生数为100人"
    assert census(form(of_row("B7"), said)).county.statements["special_funds"].number == funds


def test_an_amount_without_its_unit_is_not_guessed() -> None:
    found = census(form(of_row("B7"), "特殊教育学校公用经费为512.5，特殊教育学生数为100人"))
    assert "special_funds" not in found.county.statements
    assert named(found, "E123") == [("E123", "表4!B3")]


def test_the_limit_of_the_form_is_compared_and_the_standard_decides() -> None:
    found = judged(form(of_row("B7"), sentence("B7", 70, 100, 7000)))
    assert line(found, "B7").outcome == "met"
    assert (issue(found, "W536").cell, issue(found, "W536").value) == ("表4!A3", "8000")
    assert not named(judged(form("7.特殊教育学校生均公用经费不低于6000元", sentence("B7", 70, 100, 7000))), "W536")


@pytest.mark.parametrize(("met", "told"), [("是", 1), ("否", 0), (None, 0), ("达标", 1), ("√", 1)])
def test_what_the_form_says_of_a_verdict_is_compared_and_never_used(met: Raw, told: int) -> None:
    found = judged(form(of_row("B12"), sentence("B12", 1200, 1199, 99.9), met))
    assert line(found, "B12").outcome == "not_met"
    assert named(found, "W537") == [("W537", "表4!C3")] * told


def test_a_verdict_on_what_follows_from_the_schools_is_compared_too() -> None:
    found = judged(form(of_row("B5"), sentence("B5", 3, 0), "否"))
    assert (line(found, "B5").outcome, named(found, "W537")) == ("met", [("W537", "表4!C3")])


@pytest.mark.parametrize(
    ("county", "value", "kept"),
    [
        ("98.3%", "98.3%", Fraction(983, 1000)),
        # Printed with one decimal.
        ("98.33%", "98.3%", Fraction(9833, 10000)),
        ("98.4%", "98.3%", None),
        ("95%", "94.9%", None),
    ],
)
def test_another_figure_in_sheet_county_counts_no_more_than_this_one(
    county: Raw, value: Raw, kept: Fraction | None
) -> None:
    found = census(form(of_row("C2"), value), county={"残疾儿童少年入学率": county})
    assert found.county.statements["disabled_rate"].number == kept
    assert named(found, "E124") == ([] if kept else [("E124", "表4!B3")])
    if not kept:
        assert "县级!B2" in issue(found, "E124").message


def test_an_answer_that_contradicts_sheet_county_decides_nothing() -> None:
    plain = grids(SCHOOLS, county=statements())
    (found,) = reports([*plain, form(of_row("B1"), None, "否")]).values()
    assert line(found, "B1").outcome == "undetermined"
    assert named(found, "E124") == [("E124", "表4!C3")]
    # What sheet 县级 names as evidence stands for the same answer here.
    (found,) = reports([*plain, form(of_row("B1"), None, "是")]).values()
    assert line(found, "B1").outcome == "attested"


@pytest.mark.parametrize(
    ("value", "met", "outcome"),
    [
        ("布局合理，已印发专项规划", "是", "awaiting"),
        ("布局合理。佐证：专项规划（2023—2030年）", "是", "attested"),
        ("见附件3", "是", "attested"),
        ("佐证：", "是", "awaiting"),
        ("佐证：无", "是", "awaiting"),
        ("尚有两所学校未达标", "否", "not_met"),
        ("达标", None, "awaiting"),
        ("未达标", None, "not_met"),
        ("达标", "否", "undetermined"),
        ("布局合理", None, "awaiting"),
    ],
)
def test_an_answer_is_met_only_with_evidence(value: Raw, met: Raw, outcome: str) -> None:
    found = judged(form(of_row("B1"), value, met))
    assert line(found, "B1").outcome == outcome
    conclusions = ("布局合理，已印发专项规划", "佐证：", "佐证：无")
    assert named(found, "N647") == ([("N647", "表4!B3")] if value in conclusions else [])


def test_nothing_excessive_is_no_no() -> None:
    assert census(form(of_row("C8"), "无", "是")).county.statements["C8"].text == "yes"


@pytest.mark.parametrize(
    ("value", "met", "outcome"),
    [("良好", "是", "awaiting"), ("均达到优秀", None, "awaiting"), ("一般", "否", "not_met"),
     ("一般", "是", "undetermined"), (None, "是", "awaiting"), (None, "否", "not_met")],
)  # fmt: skip
def test_grades(value: Raw, met: Raw, outcome: str) -> None:
    assert line(judged(form(of_row("C6"), value, met)), "C6").outcome == outcome


def test_a_no_to_several_things_is_a_no_to_none_of_them() -> None:
    found = judged(form(of_row("B14"), sentence("B14", 1000, 400, 40), "否"))
    assert {part.id: part.outcome for part in line(found, "B14").parts} == {
        "B14-rate": "not_met",
        "B14-rural": "awaiting",
    }


LEVELS = ("Ⅲ", 0.12, "Ⅳ", 0.1, "Ⅲ", 0.14, "Ⅲ", 0.11, "Ⅲ", 0.08, "Ⅳ", 0.05)


@pytest.mark.parametrize(
    ("changed", "level", "gap"),
    [
        ({}, 3, Fraction("0.14")),
        ({2: "Ⅱ"}, 2, Fraction("0.14")),
        ({3: 0.15}, 3, Fraction("0.15")),
        ({2: "３"}, 3, Fraction("0.14")),
        ({2: "二"}, 2, Fraction("0.14")),
        # A subject left blank may be worse.
        ({2: None, 3: None}, None, None),
        ({2: None}, None, Fraction("0.14")),
        # What fails already, fails.
        ({2: None, 4: "Ⅱ"}, 2, Fraction("0.14")),
        ({3: None, 5: 0.2}, 3, Fraction("0.2")),
        # Not monitored.
        ({2: "未监测", 3: "未监测"}, 3, Fraction("0.14")),
        ({4: "—", 5: "—"}, 3, Fraction("0.12")),
    ],
)
def test_of_all_subjects_the_worst_counts(changed: dict[int, object], level: int | None, gap: Fraction | None) -> None:
    figures = [changed.get(number, figure) for number, figure in enumerate(LEVELS)]
    found = census(sheet("表5", FIVE, {"C9": figures}))
    assert found.county.values.get("monitoring_level") == level
    assert found.county.values.get("monitoring_gap") == gap
    blank = [("W545", "表5!B11")] if None in (level, gap) else []
    assert named(found, "W545") == blank


@pytest.mark.parametrize(
    "value",
    [
        "语文Ⅲ级、校际差异率0.1；地理Ⅱ级、校际差异率0.2",
        "语文Ⅲ级、校际差异率0.1；数学Ⅱ级",
        "语文Ⅲ级、校际差异率0.1；数学二级",
        "语文Ⅲ级、校际差异率0.1；数学差异率12%",
        "语文Ⅲ级、校际差异率0.1；语文Ⅲ级、校际差异率0.1",
        "语文Ⅲ级、校际差异率0.1 2；数学Ⅲ级、校际差异率0.1",
    ],
)
def test_a_subject_that_is_not_understood_may_be_the_worst(value: str) -> None:
    found = judged(form(of_row("C9"), value))
    assert line(found, "C9").outcome == "awaiting"
    assert named(found, "E123") == [("E123", "表4!B3")]


def test_the_survey_is_read_where_its_headings_cross() -> None:
    grid = survey(parents=(500, 490, 480, 98))
    # A further column and a line above move everything.
    moved = Grid(grid.file, "满意度", [["某县"], *([None, *row] for row in grid.rows)])
    found = census(moved)
    assert [found.county.statements[name].cell for name in ("returned", "satisfied", "satisfaction_rate")] == [
        "满意度!D7",
        "满意度!E7",
        "满意度!F7",
    ]
    assert found.county.values["satisfaction_rate"] == Fraction(9, 10)


@pytest.mark.parametrize(
    ("returned", "satisfied", "rate", "outcome", "code"),
    [
        (1000, 850, 85, "met", None),
        (1000, 849, 84.9, "not_met", None),
        (1000, 900, 95, "undetermined", None),
        (None, None, 90, "met", "W545"),
        (1000, "九百", 90, "met", "E201"),
        (None, None, 0.9, "undetermined", "E209"),
        (None, None, None, "awaiting", "W545"),
    ],
)
def test_the_survey_is_judged(returned: Raw, satisfied: Raw, rate: Raw, outcome: str, code: str | None) -> None:
    found = judged(survey(returned, satisfied, rate))
    assert line(found, "D1").outcome == outcome
    if code:
        assert named(found, code)


def test_a_survey_whose_columns_are_gone_is_named() -> None:
    rows: list[list[Raw]] = [["调查"], ["对象", "问卷调查综合满意度（%）"], ["合计", 91]]
    found = census(Grid("测试县.xlsx", "表6", rows))
    assert found.county.values["satisfaction_rate"] == Fraction(91, 100)
    assert {one.code for one in found.issues} == {"W533"}


def test_the_description_of_the_county_is_known_and_no_table_of_schools() -> None:
    rows: list[list[Raw]] = [["表 I"], ["人口总数 (万人)", "农业人口数  (万人)", "在校学生数(人)"], [50, 20, 60000]]
    found = census(Grid("测试县.xlsx", "表1", rows))
    assert [(one.code, one.sheet) for one in found.issues if one.code[0] in "WN" and one.sheet == "表1"] == [
        ("N648", "表1")
    ]


def test_a_standard_that_asks_for_nothing_there_says_so() -> None:
    loaded = standard("cn-basic-2012")
    (found,) = take(
        [*grids(SCHOOLS), sheet("表4", FOUR)], loaded.standard, loaded.vocabulary, "县", Words("zh")
    ).values()
    assert [one.code for one in found.issues if one.sheet == "表4"] == ["N648"]


def test_rows_that_only_another_standard_asks_for_are_not_unknown(run: Run, tmp_path: Path) -> None:
    """A plan that keeps a few requirements leaves the rows of the others to the standard beside it."""
    write_xlsx(tmp_path / "县.xlsx", [*grids(SCHOOLS), sheet("表4", FOUR)])
    plan, national = "plan-county-standard-schools-2023", "cn-quality-2017"
    asked = {}
    for standards in ([plan], [plan, national]):
        options = [part for one in standards for part in ("-s", one)]
        ran = run("check", "县.xlsx", *options, "--view", "full", "--as-of", "2026-09-01")
        asked[len(standards)] = ran.out.count("W544")
    assert asked[1] == 12 and asked[2] == 0


def test_several_counties_in_one_table_have_no_sheet_of_all() -> None:
    rows = [primary(县="甲县"), junior(县="乙县")]
    found = take([*grids(rows), sheet("表4", FOUR)], standard().standard, standard().vocabulary, "县", Words("zh"))
    assert all("E212" in {one.code for one in each.issues} and not each.county.statements for each in found.values())


def test_the_form_goes_through_the_command_line(run: Run, tmp_path: Path) -> None:
    sheets = [sheet("表4", FOUR, {"B12": (1200, 1199, 99.9)}), sheet("表5", FIVE), survey()]
    write_xlsx(tmp_path / "县.xlsx", [*grids(SCHOOLS), *sheets])
    ran = run("check", "县.xlsx", "-o", "json", "--as-of", "2026-09-01")
    report = json.loads(ran.out)
    (found,) = [one for one in report["requirements"] if one["id"] == "B12"]
    assert (ran.code, found["outcome"], found["cells"]) == (1, "not_met", ["表4!B14"])
    assert [one["cell"] for one in report["issues"] if one["code"] == "W537"] == ["表4!C14"]
    ran = run("inspect", "县.xlsx")
    assert "表4!B14 B12" in ran.out and "持教师资格证专任教师数 1199人" in ran.out
    assert "表6：申报表（县级）" in ran.out and "N646 表4!B16" in ran.out
    ran = run("inspect", "县.xlsx", "--output", "json")
    declared = json.loads(ran.out)["declared"]
    assert ["certified_teachers", "1199人"] in next(one["figures"] for one in declared if one["rule"] == "B12")


def test_the_form_may_stand_in_a_file_of_its_own(run: Run, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "学校.xlsx", grids(SCHOOLS))
    write_xlsx(tmp_path / "申报表.xlsx", [sheet("表4", FOUR), sheet("表5", FIVE)])
    ran = run("check", "学校.xlsx", "申报表.xlsx", "-o", "json", "--as-of", "2026-09-01")
    report = json.loads(ran.out)
    assert ran.code == 0, ran.err
    (found,) = [one for one in report["requirements"] if one["id"] == "B12"]
    assert found["cells"] == ["[申报表.xlsx]表4!B14"]


def test_what_the_form_says_is_all_filled_in() -> None:
    """The helper of these tests fills in every blank of the printed sentences."""
    for rule, _, said in (*FOUR, *FIVE):
        figures = MET.get(rule)
        if said:
            assert figures is not None and not isinstance(figures, str)
            assert "_" not in written(said, figures).replace("＿", "_"), rule


def test_explain_derives_a_requirement_on_the_county_from_its_cells(run: Run, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "县.xlsx", [*grids(SCHOOLS, county=statements({"B9": None})), sheet("表4", FOUR)])
    lines = run("explain", "县.xlsx", "--indicator", "B12", "--as-of", "2026-09-01").out.splitlines()
    assert lines == [
        "B12 专任教师持证上岗率",
        "  持教师资格证专任教师数：1200人　[表4!B14]",
        "  在岗专任教师数：1200人　[表4!B14]",
        "  教师资格证持证上岗率：100%　[县级!B22]",
        "  判定：教师资格证持证上岗率 100.0%，要求 =100% → 达标",
    ]
    lines = run("explain", "县.xlsx", "--indicator", "B1", "--as-of", "2026-09-01").out.splitlines()
    assert lines[1:] == [
        "  学校规划布局合理，符合国家规定：是　[县级!B2]",
        "  判定：填报“是”，佐证：佐证材料 → 已佐证",
    ]
    assert run("explain", "县.xlsx", "--indicator", "Z9").code == 2


@pytest.mark.parametrize("leaders", [":" * 60, "为：" * 40, "，" * 60])
def test_a_row_of_marks_is_read_one_way(leaders: str) -> None:
    known = asked_of(standard().vocabulary, standard().standard)
    monitored = next(one for one in known if "monitoring_level" in one.items)
    assert not sentences.find(f"语文{leaders}x", monitored.parts).figures
    assert sentences.alone(f"{leaders}x", standard().vocabulary) is None
    assert sentences.alone(f"{leaders}12", standard().vocabulary) == sentences.Figure("", "12")
