"""The words of tables of schools that name no item: how sheets and rows are called, and what stands around headings."""

from functools import cached_property
from typing import Literal

from eqeval.core.grid import word
from eqeval.core.parts.written import Model


class Sentence(Model):
    """Words of sentences about an item, such as 注：表中面积均不含体育馆: before its name, behind it, and `is`."""

    before: list[str] = []
    behind: list[str] = []
    states: list[str] = []


class Levels(Model):
    """Words of headings over several rows that name no item by themselves.

    lead: what may stand before a heading (其中：). total: the last level of a sum (合计). neutral: groups whose name
    changes nothing (基本信息). quantities: what a last level counts, and in which units; below an item of another unit
    it is another quantity. grouping: groups of known paths that change nothing above other columns. alike: levels
    of a path that mean the same, the first as paths are written. unused: columns that are known and not needed (序号);
    numbering: those of them that number the rows; remarks: those that hold free text. both: words that contain the word
    of one stage and mean several.
    changing: how levels above a heading, and remarks behind it, begin that make it another figure (生均, 规划, 上学年).
    sentence: what a sentence about an item may have before its name, behind it, and before what it says the item is.
    including, leaving: how remarks begin that take something in or leave it out; that makes another quantity, unless
    it is counted anyway for every item. harmless: other remarks that say nothing new.
    spellings: other ways to write a part of a heading (区县级 for 县级), by the one that headings are compared by.
    endings: what may follow a word at the end of a heading and says no more than the word: 教师, 教师数, 教师人数.
    """

    lead: list[str] = []
    total: list[str] = []
    neutral: list[str] = []
    quantities: dict[str, list[str]] = {}
    grouping: list[str] = []
    alike: list[list[str]] = []
    unused: list[str] = []
    numbering: list[str] = []
    remarks: list[str] = []
    both: list[str] = []
    changing: list[str] = []
    sentence: Sentence = Sentence()
    including: list[str] = []
    leaving: list[str] = []
    counted: list[str] = []
    harmless: list[str] = []
    spellings: dict[str, list[str]] = {}
    endings: dict[str, list[str]] = {}


class NotSchools(Model):
    """Rows that are no schools: `sum` is checked against the rows above it, `mean` and `other` are passed over.

    A label may end in any of these. some: words in the name of a total that adds up some of the schools, wherever
    they stand. kinds: words behind one of those that make the name of a group, and of no school (城区, 制, 学校).
    groups: words that are no school where they stand alone (城区学校). places: how the names of places end whose row
    may add up their schools. parts: how rows begin that repeat a part of others (其中). samples: rows that show how
    to fill in the form (例); nobody: what their names have (某, XX). remarks: how lines below a table begin (注：).
    unless: how the names of schools end; among them a row that is called otherwise is asked about, if nothing else says
    what it is. closed: words for a school that is closed, in its name, in a remark, or in a column of its own. missed:
    schools that a table may leave out; tables: how a sentence about the whole table begins (本表); only: words in it
    for some schools alone (仅).
    """

    sum: list[str]
    some: list[str] = []
    kinds: list[str] = []
    mean: list[str] = []
    other: list[str] = []
    groups: list[str] = []
    places: list[str] = []
    parts: list[str] = []
    samples: list[str] = []
    nobody: list[str] = []
    remarks: list[str] = []
    unless: list[str] = []
    closed: list[str] = []
    missed: list[str] = []
    tables: list[str] = []
    only: list[str] = []


class Stated(Model):
    """Words of tables that state finished values, and what became of them.

    value, required, floor, verdict: what stands below the name of an indicator that has several columns. section:
    headings of the verdict on the whole row. results: what marks a row of results of the county, such as its means.
    """

    value: list[str] = []
    required: list[str] = []
    floor: list[str] = []
    verdict: list[str] = []
    section: list[str] = []
    results: list[str] = []

    @cached_property
    def result_words(self) -> frozenset[str]:
        """The marks of rows of results as they are recognised."""
        return frozenset(map(word, self.results))


class Sheets(Model):
    """How the sheets are called, and the headings of the list of classes and of the county's own values.

    notes, lists: sheets of a blank workbook that explain it or list answers; they hold no data. counties: how the names
    of sheets end that each hold a county of their own; within: those that are parts of one all the same. earlier: words
    in the name of a sheet that holds another year's figures; planned: in names and titles of what is not there yet,
    unless they say that it is (present); times: words of times in the names of sheets that are
    called alike otherwise, the earlier ones first. documents: behind a year of which no figures are, as 2017年版; aims:
    in a title that speaks of a year to come for another reason. behind_names: what may stand in brackets behind the
    name of a school and is no part of it. In the names of files and in titles, apart: words that are no part of the
    name of a county; no_names: what ends as one and is none; not_alone: what makes none with such an ending alone
    (全县).
    """

    schools: list[str]
    classes: list[str]
    county: list[str]
    notes: list[str]
    lists: list[str]
    counties: list[str] = []
    within: list[str] = []
    earlier: list[str] = []
    planned: list[str] = []
    present: list[str] = []
    times: list[list[str]] = []
    documents: list[str] = []
    aims: list[str] = []
    behind_names: list[str] = []
    apart: list[str] = []
    no_names: list[str] = []
    not_alone: list[str] = []
    class_columns: dict[Literal["school", "grade", "name", "pupils"], list[str]]
    county_columns: dict[Literal["item", "value", "unit", "evidence"], list[str]]

    def says_planned(self, name: str) -> bool:
        """Whether the name of a sheet, or a title, says that its figures are not those of the present."""
        said, (planned, present) = word(name), self._tenses
        return any(each in said for each in planned) and not any(each in said for each in present)

    @cached_property
    def _tenses(self) -> tuple[list[str], list[str]]:
        return list(map(word, self.planned)), list(map(word, self.present))

    @cached_property
    def of_tables(self) -> frozenset[str]:
        """What sheets of tables are called, as it is recognised; none of them is a form."""
        return frozenset(map(word, (*self.schools, *self.classes, *self.county, *self.notes, *self.lists)))


class UnitLines(Model):
    """Words of a line above a table that says in which units it counts.

    quantities: what may stand before 单位 or in its place (金额：元). prefixes: what may stand before a unit and
    changes nothing (人民币元). others: words by which an office is known that is called 单位 as well.
    """

    quantities: list[str] = []
    prefixes: list[str] = []
    others: list[str] = []
