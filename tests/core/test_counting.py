"""What many counties are counted by, without forming verdicts, is what the verdicts say: for every shipped standard."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import count
from random import Random

import pytest
from judging import TINY

from eqeval.core.assess import case_of
from eqeval.core.census import CONFLICT, Census, County, School, Section, Statement
from eqeval.core.figures.exact import Number
from eqeval.core.intake.schools.sections import sections
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case
from eqeval.core.rules.quorum import Quorum
from eqeval.core.rules.rule import Rule
from eqeval.core.standards.standard import terms_of
from eqeval.core.verdict import Outcome
from eqeval.io.written.library import shipped
from eqeval.io.written.standards import Loaded, load
from eqeval.words import Words

NAMES = [path.stem for path in shipped()]
COUNTIES = 12
# What a pupil may have of a thing: nothing, a hundredth of a teacher, some ㎡, much money.
SCALES = (0, Fraction(1, 100), Fraction(1, 20), 1, 5, 12, 3000)

FACTORS: tuple[Number, ...] = (1, -1, 10000, Fraction(1, 3))


def figure(random: Random, heads: int) -> Number:
    """A count, or an amount with two decimals."""
    amount = random.choice(SCALES) * heads * random.choice([100, random.randrange(50, 200)])
    return Fraction(int(amount), 100) if random.random() < 0.5 else int(amount) // 100


def school(random: Random, number: int, loaded: Loaded) -> School:
    """A school of any type and any stages, here and there with a blank, something unreadable, or in doubt."""
    vocabulary = loaded.vocabulary
    roles, items = vocabulary.roles, terms_of(loaded.standard, vocabulary, Words("zh")).items
    stages = random.sample(sorted(vocabulary.stages), random.choice([1, 1, 1, 2]))
    compulsory = tuple(stage for stage in stages if vocabulary.stages[stage].judged)
    shared: dict[str, Number] = {}
    staged: dict[str, dict[str, Number]] = {stage: {} for stage in stages}
    heads = random.choice([30, 70, 400, 1300, 2600])
    exact = random.random() < 0.3  # then values lie on their limits now and then
    for name, item in items.items():
        if item.of != "school" or item.kind in ("text", "choice", "type"):
            continue
        for stage in stages if name in vocabulary.staged_items else [None]:
            if random.random() < 0.03:
                continue
            value = {
                roles["pupils"]: heads if exact else random.randrange(0 if random.random() < 0.05 else 1, heads),
                roles["classes"]: heads // 40 + 1,
                roles["largest_class"]: random.randrange(25, 60),
            }.get(name, figure(random, heads))
            (shared if stage is None else staged[stage])[name] = value
    for indicator in loaded.standard.indicators.values():
        for stage in stages:
            if random.random() < 0.1:
                staged[stage][indicator.column] = Fraction(random.randrange(1, 1000), 100)
    total: Counter[str] = Counter()
    for stage in compulsory:
        total.update({name: value for name, value in staged[stage].items() if name in vocabulary.staged_items})
    choices = {name: random.choice(list(item.choices)) for name, item in items.items() if item.choices}
    return School(
        name=f"学校{number}",
        code="",
        type=random.choice([*vocabulary.types, None]),
        values={**shared, **total},
        staged=staged,
        choices={name: text for name, text in choices.items() if random.random() < 0.9},
        rows=(),
        unreadable=frozenset(random.sample(sorted(items), 3) if random.random() < 0.15 else ()),
        compulsory=compulsory,
        doubt="E305" if random.random() < 0.05 else None,
    )


def said(random: Random, loaded: Loaded) -> Iterator[tuple[str, Statement]]:
    """What the county states of items and of requirements; of some nothing."""
    standard = loaded.standard
    items = terms_of(standard, loaded.vocabulary, Words("zh")).items
    for name, item in items.items():
        for each in [f"{name}@{year}" for year in range(2020, 2027)] if item.yearly else [name]:
            if item.of == "county" and random.random() < 0.8:
                rate, number = Fraction(random.randrange(0, 105), 100), random.randrange(0, 4000)
                value: Number = rate if random.random() < 0.5 else number
                yield each, Statement(str(value), None if random.random() < 0.1 else value, "", "B2")
    for rule in standard.every_rule():
        grades = getattr(rule, "scale", [])
        if random.random() < 0.8:
            text = random.choice(["yes", "yes", "no", "", CONFLICT, *grades])
            yield rule.id, Statement(text, None, random.choice(["", "佐证"]), "B3")


def census(random: Random, loaded: Loaded) -> Census:
    """A county made at random."""
    schools = tuple(school(random, number, loaded) for number in range(random.randrange(12)))
    parts = [part for one in schools for part in sections(one, loaded.vocabulary, loaded.standard.split)]
    return Census(County("测试县", dict(said(random, loaded))), schools, tuple(parts), ())


def cases(loaded: Loaded, *, day: date = date(2026, 9, 1)) -> Iterator[tuple[Case, Case]]:
    """Every county twice, so that nothing that one has worked out helps the other."""
    for seed in range(COUNTIES):
        made = census(Random(f"{loaded.standard.id} {seed}"), loaded)
        one, other = (
            case_of(loaded.standard, loaded.vocabulary, made, day, Words("zh"), loaded.others) for _ in range(2)
        )
        yield one, other


def every(rule: Rule) -> Iterator[Rule]:
    """A requirement, and those that it consists of."""
    yield rule
    for part in getattr(rule, "parts", []):
        yield from every(part)


# What no shipped standard says in this way: every operator, what is not yet due, roundings, eased limits, conditions.
MOUNTAIN = "id: ?, title: 山区, clause: 条, when: {item: terrain, one_of: [mountain]}"
LIMITS = (
    "{at_least: 20}", "{at_most: 0.4}", "{above: 12}", "{below: 3}", "{equals: 0}", "{between: [1, 12]}",
    "{stage: primary, at_most: 15}, {stage: junior, at_least: 5}", "{at_least: {of: classes}}",
    "{where: {item: terrain, one_of: [plain]}, at_least: 3}, {at_least: 1}",
    "{type: [primary_school], at_least: 7}, {at_least: 2}", "{at_least: 1, from: 2030-01-01}",
    "{no_limit: true, stage: junior}, {at_least: 2}",
)  # fmt: skip
MEMBERS = [
    *(f"indicator: BOOKS, limits: [{limits}]" for limits in LIMITS),
    f"indicator: BOOKS, limits: [{{at_least: 12}}], relax: [{{{MOUNTAIN}, factor: 0.5}}]",
    f"indicator: BOOKS, limits: [{{at_least: 12}}], relax: [{{{MOUNTAIN}, limits: [{{at_least: 3}}]}}]",
]
TESTS = [
    *(f"of: land, per: pupils, limits: [{limits}]" for limits in LIMITS),
    "of: {land: 1, planned_land: -0.5}, per: {boarders: 1}, times: 1.5, limits: [{at_least: 3}]",
    "of: largest_class, limits: [{at_most: 45}]",
    "of: land, per: pupils, compare_at: {decimals: 0, mode: half_up}, limits: [{at_least: 12}]",
    "of: land, per: pupils, compare_at: {decimals: 0, mode: half_up}, limits: [{at_most: 1.9}]",
    "of: land, per: pupils, where: {item: terrain, one_of: [plain]}, limits: [{at_least: 12}]",
    f"of: land, per: pupils, limits: [{{at_least: 12}}], relax: [{{{MOUNTAIN}, of: planned_land}}]",
    "of: land, per: pupils, limits: [{at_least: 5}], due: [{by: 2030-01-01}]",
    "of: land, per: pupils, limits: [{at_least: 5}], due: [{by: 2020-01-01, counties: [别县]}]",
]
COUNTS = (
    "have: computers, one_for_every: 10, of: pupils, round: up",
    "have: {land: 0.01}, one_for_every: 2.5, of: {classes: 1, health: 1}, round: down",
)


def mixed() -> Iterator[str]:
    """The rules of a standard that has all of it."""
    head = "kind: {}, title: 项, clause: 条"
    floors = ("rest_at_least: 85%, ", "")
    for name, (member, floor) in enumerate((member, floor) for member in MEMBERS for floor in floors):
        quorum = head.format("quorum")
        yield f"{{id: Q{name}, {quorum}, scope: all, level: section, at_least: 1, {floor}of: [{{{member}}}]}}"
    tests = [
        f"{head.format('threshold')}, scope: all, level: {level}, unit: 个, {test}"
        for test in TESTS
        for level in ("school", "section")
        if level == "section" or "stage:" not in test
    ]
    tests += [f"{head.format('count')}, scope: all, unit: 个, {each}" for each in COUNTS]
    yield from (f"{{id: T{name}, {test}}}" for name, test in enumerate(tests))
    schools = [test for test in tests if "level: section" not in test]
    for kind in ("all", "any"):
        for name, pair in enumerate(zip(schools, schools[3:], strict=False)):
            parts = ", ".join(f"{{id: {kind}{name}-{part}, {test}}}" for part, test in enumerate(pair))
            yield f"{{id: {kind}{name}, {head.format(kind)}, parts: [{parts}]}}"
    quorum = f"{head.format('quorum')}, scope: all, level: school, at_least: 2, rest_at_least: 85%"
    items = ", ".join(f"{{id: S{name}, {test}}}" for name, test in enumerate(schools))
    yield f"{{id: S, {quorum}, of: [{items}]}}"
    items = f"{{id: late1, {schools[0]}}}, {{id: late2, {schools[2]}}}"
    yield f"{{id: late, {quorum}, due: [{{by: 2030-01-01}}], of: [{items}]}}"


@pytest.fixture(scope="module", params=[*NAMES, "mixed"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    if request.param != "mixed":
        return load(request.param, Words("zh"))
    path = tmp_path_factory.mktemp("mixed") / "mixed.yaml"
    rules, number = "".join(f"  - {rule}\n" for rule in mixed()), count()
    # Every relaxation has an id of its own.
    rules = re.sub(r"id: \?", lambda _: f"id: m{next(number)}", rules)
    path.write_text(f"{TINY}\nrules:\n{rules}", encoding="utf-8")
    return load(str(path), Words("zh"))


def test_what_a_requirement_comes_to_is_the_outcome_of_its_verdict(loaded: Loaded) -> None:
    for case, other in cases(loaded):
        for rule in (each for one in loaded.standard.rules for each in every(one)):
            assert rule.decide(case) == rule.verdict(other).outcome, rule.id


def test_the_tally_of_a_quorum_is_that_of_its_verdict(loaded: Loaded) -> None:
    for case, other in cases(loaded):
        for rule in (rule for rule in loaded.standard.rules if isinstance(rule, Quorum)):
            parts = rule.judge(other).parts
            told = [(part.subject, part.outcome, tuple(one.outcome for one in part.parts)) for part in parts]
            counted = [(_known(other, subject), outcome, items) for subject, outcome, items in rule.tally(case)]
            assert counted == [(_known(other, subject), outcome, items) for subject, outcome, items in told]


def _known(case: Case, subject: School | Section | None) -> tuple[str, str | None]:
    assert subject is not None
    return (subject.school if isinstance(subject, Section) else subject).name, subject.stage


def test_what_is_plain_of_a_subject_is_what_its_verdict_says(loaded: Loaded) -> None:
    for case, other in cases(loaded):
        for rule in (each for one in loaded.standard.rules for each in every(one)):
            rows = rule.rows(case)
            if rows is not None:
                for subject, outcome in zip(rows.subjects, rule.told(case, rows), strict=True):
                    assert outcome is None or rule.verdict_one(other, subject).outcome == outcome, rule.id


def test_values_formed_together_are_those_formed_one_by_one(loaded: Loaded) -> None:
    for case, _ in cases(loaded):
        everybody = case.census.sections
        for name, indicator in case.terms.indicators.items():
            together = indicator.measure_all(name, everybody, case.day)
            single = [indicator.measure(name, section, case.day) for section in everybody]
            for one, other in zip(together, single, strict=True):
                for field in ("amount", "per", "value", "missing", "relaxed_by", "unrelaxed", "beyond", "within"):
                    assert getattr(one, field) == getattr(other, field), (name, field)


@pytest.mark.parametrize("seed", range(40))
def test_columns_add_up_as_their_rows_do(seed: int) -> None:
    from eqeval.core.figures.ratio import add

    random = Random(seed)
    rows = []
    for number in range(random.randrange(6)):
        values = {name: figure(random, 100) for name in "abc" if random.random() < 0.9}
        rows.append(School(str(number), "", None, values, {}, {}, ()))
    terms: dict[str, Number] = {
        name: FACTORS[random.randrange(4)] for name in random.sample("abc", random.randrange(4))
    }
    total = Rows(rows).sum(terms)
    found = [None if part is None else total.number(part) for part in total.parts]
    assert found == [add(one.values, terms) for one in rows]


def test_the_counties_try_every_outcome() -> None:
    """A comparison of nothing but blanks would show nothing."""
    standard = load("cn-quality-2017", Words("zh"))
    found: dict[str, set[Outcome]] = {}
    sure = 0
    for case, _ in cases(standard):
        for rule in standard.standard.rules:
            found.setdefault(rule.kind, set()).add(rule.decide(case))
            if isinstance(rule, Quorum):
                items = [item for _, _, outcomes in rule.tally(case) for item in outcomes]
                assert {Outcome.MET, Outcome.NOT_MET} <= set(items) or len(items) < 30
                told = [part.told(case, rule.rows(case), rule.rest_at_least) for part in rule.of]
                sure += sum(outcome is not None for column in told for outcome in column)
    assert sure > 100
    assert all(len(outcomes) > 1 for outcomes in found.values()), found
