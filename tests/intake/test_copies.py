"""A folder that holds a summary of its other files, or a copy of one of them."""

import pytest
from county import Row, grids, junior, primary
from msgspec.structs import replace
from test_office_tables import census, issues

from eqeval.core.census import Census

ONE, TWO, THREE = (
    primary(学校名称="第一小学"),
    primary(学校名称="第二小学", 小学在校生数=480),
    junior(学校名称="第一中学"),
)


def folder(**files: list[Row]) -> Census:
    return census(*(replace(grids(rows)[0], file=f"{name}.xlsx") for name, rows in files.items()))


@pytest.mark.parametrize("summary", ["全县汇总", "0汇总"])
def test_a_file_that_says_what_the_others_say_is_read_once(summary: str) -> None:
    files = {"东镇": [ONE, TWO], "西镇": [THREE, primary(学校名称="第三小学")]}
    whole = {summary: [row for rows in files.values() for row in rows]}
    found = folder(**(files | whole if summary == "全县汇总" else whole | files))
    assert (len(found.schools), issues(found, "E401"), issues(found, "W510")) == (4, [], [])
    assert issues(found, "N652") != []
    alone = folder(**files)
    assert {school.name: school.values for school in found.schools} == {
        school.name: school.values for school in alone.schools
    }


def test_of_a_file_and_its_copy_the_last_is_left_out() -> None:
    found = folder(甲=[ONE, TWO, THREE], 甲副本=[ONE, TWO, THREE])
    assert [issue.file for issue in issues(found, "N652")] == ["甲副本.xlsx"]
    assert (len(found.schools), issues(found, "E401")) == (3, [])


def test_of_two_files_the_one_that_says_less_is_left_out() -> None:
    for less in ([ONE, {**TWO, "小学在校生数": None}, THREE], [ONE, THREE]):
        for files in ({"甲": less, "乙": [ONE, TWO, THREE]}, {"甲": [ONE, TWO, THREE], "乙": less}):
            found = folder(**files)
            assert len(issues(found, "N652")) == 1 and issues(found, "E401") == []
            assert [school.values["pupils"] for school in found.schools] == [
                ONE["小学在校生数"],
                480,
                THREE["初中在校生数"],
            ]


def test_a_file_in_which_a_figure_differs_is_no_copy() -> None:
    found = folder(甲=[ONE, TWO, THREE], 甲副本=[ONE, {**TWO, "小学在校生数": 481}, THREE])
    assert issues(found, "N652") == [] and len(issues(found, "E401")) == 3
