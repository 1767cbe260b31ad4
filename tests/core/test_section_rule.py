"""The section rule for every mixture of met, tolerated, failing and blank indicators."""

from itertools import product

from county import Row, primary, report

# One column for each indicator, with a value that is tolerated and one that is below 85 %, for 1000 pupils.
COLUMNS = [
    ("小学高于规定学历教师数", 41, 30),
    ("小学县级以上骨干教师数", 9, 8),
    ("小学体育艺术专任教师数", 8, 7),
    ("教学及辅助用房面积", 5400, 4000),
    ("运动场地面积", 6000, 3000),
    ("教学仪器设备资产值", 190, 150),
    ("网络多媒体教室数", 22, 19),
]
KINDS = ("met", "tolerated", "not_met", "undetermined")
COUNTS = [counts for counts in product(range(8), repeat=4) if sum(counts) == len(COLUMNS)]


def school(name: str, outcomes: list[str]) -> Row:
    """Make a school whose seven indicators come out as given."""
    stated: Row = {"学校名称": name, "小学在校生数": 1000}
    for (column, tolerated, below), outcome in zip(COLUMNS, outcomes, strict=True):
        if outcome != "met":
            stated[column] = {"tolerated": tolerated, "not_met": below, "undetermined": None}[outcome]
    return primary(**stated)


def expected(outcomes: list[str]) -> str:
    """Judge every way in which the blanks may be filled; where they differ, nobody can say."""
    filled = product(*(KINDS[:3] if outcome == "undetermined" else (outcome,) for outcome in outcomes))
    verdicts = {
        "met" if world.count("met") >= 6 and "not_met" not in world else "not_met" for world in map(list, filled)
    }
    return verdicts.pop() if len(verdicts) == 1 else "undetermined"


def test_every_mixture_of_outcomes_gives_the_verdict_that_holds_however_the_blanks_are_filled() -> None:
    mixtures = {}
    for number, counts in enumerate(COUNTS):
        outcomes = [kind for kind, count in zip(KINDS, counts, strict=True) for _ in range(count)]
        turn = number % len(COLUMNS)  # so that no indicator always stands first
        mixtures[f"学校{number}"] = outcomes[turn:] + outcomes[:turn]
    judged = report([school(name, outcomes) for name, outcomes in mixtures.items()])
    assert len(judged.sections) == len(mixtures) == 120
    for section in judged.sections:
        outcomes = mixtures[section.school]
        assert [line.outcome for line in section.indicators] == outcomes, section.school
        assert section.outcome == expected(outcomes), outcomes
