"""Reads the rows of a block: one site each, with its numbers, its answers and its faults."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from eqeval.core.figures.exact import Number
from eqeval.core.grid import Raw, text, unbroken, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.headings.rows import Kind, RowKinds, row_kinds
from eqeval.core.intake.headings.years import passed
from eqeval.core.intake.headings.years import rows as rows_of_years
from eqeval.core.intake.rows import totals
from eqeval.core.intake.rows.plain import Plain, Spec, plain
from eqeval.core.intake.rows.sites import Passed, Rows, Site, leave_open, uncounted
from eqeval.core.intake.rows.stated import claim
from eqeval.core.origin import Key, Row, Table
from eqeval.core.parts.items import Item, StatedItem
from eqeval.core.vocabulary import Vocabulary

# Rows that are no schools by how their name begins: 其中：…, 备注….
_LEFT_OUT = ("other", "remark")
# Rows that speak of the columns stand right below the headings, and of so many of them at least.
_BELOW_HEADINGS, _SAID_OF_COLUMNS = 2, 3
# So many figures under known headings are no remark: behind a mark before it (※) stands the name of a school.
_OF_A_SCHOOL = 2
# Labels that a row may take from the one above.
_TAKEN = ("name", "county")
# What a cell before the name may say of a row that is a school nevertheless.
_BESIDE_NAME = ("filler", "other", "mean", "remark", "group")
_SHORTENED = re.compile(r"\d(?:\.\d+)?E\+\d+")
Label = Literal["name", "code", "parent", "county", "type"]
_NAMING: tuple[Label, ...] = ("name", "code", "parent", "county")
_LABELS: tuple[Label, ...] = (*_NAMING, "type")


class Reader:
    """Reads the rows of one block; what is the same for every row is worked out once."""

    def __init__(self, block: Block, lexicon: Lexicon, findings: Findings) -> None:
        self.block, self.lexicon, self.findings = block, lexicon, findings
        self.vocabulary: Vocabulary = lexicon.vocabulary
        self.found = Rows(block)
        self._factors = {column.index: column.factor or 1 for column in block.recognised}
        self._converted = {index for index, factor in self._factors.items() if factor != 1}
        self._tables: dict[str | None, tuple[Table, list[Spec]]] = {}
        self._plain: dict[str | None, Plain] = {}
        self._unsaid = block.unsaid
        self._stating = any(isinstance(self.vocabulary.items[one.key[0]], StatedItem) for one in block.recognised)
        self._again = self.vocabulary.blank_words.union(map(word, self.vocabulary.dittos))
        self._longest_blank = max(map(len, self._again), default=0)
        self._stage = block.stage
        columns = self._table(None)[0].columns
        self._labels = {role: columns.get((self.vocabulary.roles[role], None)) for role in _LABELS}
        self._stages = self._column(columns.get((self.vocabulary.roles.get("stage", ""), None)))
        self._said = {role: self._column(places, role) for role, places in self._labels.items()}
        self._leave_shortened()
        self._mend("name", "parent")
        self._counted = self.vocabulary.roles["counted"]

    def _leave_shortened(self) -> None:
        """Leave codes that a program has shortened (5.24E+09): many schools have the same then."""
        said = self._said["code"]
        # Hardly any table has one.
        lost = [at for at, code in enumerate(said) if "E+" in code and _SHORTENED.fullmatch(code)]
        if lost:
            row, places = Row(self._table(None)[0], self.block.row + 1 + lost[0]), self._labels["code"]
            self.findings.add("W589", row, places[0] if places else None, said[lost[0]], count=len(lost))
            for at in lost:
                said[at] = ""

    def read(self, kinds: RowKinds, hidden: bool) -> Rows:
        """Read every row below the headings; what is no school is named and left out."""
        block, rows = self.block, self.block.rows
        columns = self._table(None)[0].columns
        (name,) = columns[(self.vocabulary.roles["name"], None)]
        read = (each for each in range(block.row + 1, block.end) if hidden or each not in block.grid.hidden_rows)
        width = block.width
        told = [
            self._kind(index, *kinds.kind(rows[index], name, index - block.row, width), name, kinds) for index in read
        ]
        left_out, alone = self._earlier((index for index, kind, _ in told if kind == "school"), name)
        for index, kind, column in told:
            if index in left_out:
                continue
            if kind == "group":
                schools = [each for each, what, _ in told if what == "school"]
                kind = self._group(index, column, name, schools)
            if kind == "school" and (index in block.titles or index in block.unit_rows):
                kind = "remark"
            if kind == "school" and self._of_columns(index, name):
                kind, column = "remark", next(at for at, raw in enumerate(rows[index]) if text(raw))
                self.findings.add("W594", Row(self._table(None)[0], index), column, rows[index][column])
                self.found.passed.append(
                    Passed(kind, Row(self._table(None)[0], index), column, text(rows[index][column]))
                )
            elif kind == "school":
                self.found.sites.append(self._site(index, rows[index]))
                if index in alone:
                    site = self.found.sites[-1]
                    site.doubt = site.doubt or "E129"
                    self.findings.add("E129", site.row, name, site.name, site.name, year=alone[index])
            elif self._doubtful(index, kind, column, name, kinds):
                site = self._site(index, rows[index])
                site.doubt = site.doubt or "E409"
                self.findings.add("E409", site.row, column, rows[index][column], site.name)
                self.found.sites.append(site)
            elif kind != "blank":
                self._pass(kind, index, column, rows[index])
        for (item, sign), places in self.found.dashes.items():
            names = self.findings.words.join([row.name(column) for row, column in places])
            title = self.findings.words.text(self.vocabulary.items[item].title)
            self.findings.add("N607", *places[0], sign, item=title, cells=names)
        return self.found

    def _kind(self, index: int, kind: Kind, column: int, name: int, kinds: RowKinds) -> tuple[int, Kind, int]:
        """Say of a row that a cell before the name makes none of a school whether it is one after all.

        In a column of places or of remarks … is the one above, and 其他 is one of them: a row with a name, and with the
        code or the type of a school or its figures, is a school. So is one with a mere sign in the place of its name.
        """
        said = self._says("name", index)
        unnamed = kind == "filler" and column == name and not said
        if unnamed or (kind in _BESIDE_NAME and column < name and kinds.may_name(said)):
            known = self._says("code", index) or self.lexicon.type_of(self._says("type", index))
            if known or len(totals.figures(self.block, index, self.vocabulary)) >= _OF_A_SCHOOL:
                return index, "school", name
        return index, kind, column

    def _earlier(self, schools: Iterable[int], name: int) -> tuple[set[int], dict[int, str]]:
        """Leave out the rows of earlier years, and list those of schools that have no row of the latest year."""
        years = rows_of_years(self.block, schools, self.vocabulary)
        if not years:
            return set(), {}
        again, alone = passed(self.block, years, name)
        if again:
            row = Row(self._table(None)[0], again[0])
            said = self.findings.words.join(sorted({years[index] for index in again}))
            self.findings.add("N638", row, name, None, years=said, count=len(again))
        return set(again), {index: years[index] for index in alone}

    def _of_columns(self, index: int, name: int) -> bool:
        """Whether a row right below the headings says something of the columns, and is no school: who fills them in.

        It has no name and no figure. What would make a column another quantity is not passed over.
        """
        raws = self.block.rows[index]
        if index - self.block.row > _BELOW_HEADINGS or (name < len(raws) and text(raws[name])):
            return False
        said = {at: word(raw) for at, raw in enumerate(raws) if text(raw)}
        if any(type(raws[at]) is not str or each[0].isdecimal() for at, each in said.items()):
            return False
        if self._says("code", index) or self.lexicon.type_of(self._says("type", index)):
            return False
        items, refuses = self.vocabulary.items, self.lexicon.qualified.refuses
        counted = [one for one in self.block.recognised if items[one.key[0]].kind in ("whole", "number")]
        told = [(one.key[0], said[one.index]) for one in counted if one.index in said]
        told = [(item, each) for item, each in told if each not in self.vocabulary.blank_words]
        return len(told) >= _SAID_OF_COLUMNS and not any(refuses(item, each) for item, each in told)

    def _group(self, index: int, column: int, name: int, schools: list[int]) -> Kind:
        """Say what a row with the word of a group is: 城关镇 or 村小 adds up its schools, unless the row says its type.

        Without figures it may speak of the stage of the rows below. Without a name it adds up only if the figures do.
        """
        raws = self.block.rows[index]
        if self._says("type", index):
            return "school"
        if not totals.figures(self.block, index, self.vocabulary):
            return "caption" if self.lexicon.captioned(text(raws[column])) else "other"
        named = name < len(raws) and text(raws[name])
        return "other" if named or totals.adds_up(self.block, index, column, schools, self.vocabulary) else "school"

    def _doubtful(self, index: int, kind: Kind, column: int, name: int, kinds: RowKinds) -> bool:
        """Whether a row that is none of a school by its label reports as schools do."""
        if kind in _LEFT_OUT and not kinds.knows(self.block.rows[index][column]):
            return self._reports(index, kind, kinds, column)
        if kind != "sum" or column >= name or not kinds.may_name(self._says("name", index)):
            return False
        # The word of a total before a name: no total has a code and a type.
        return bool(self._says("code", index)) and self.lexicon.type_of(self._says("type", index)) is not None

    def _reports(self, index: int, kind: Kind, kinds: RowKinds, column: int) -> bool:
        """Whether a row has figures as schools have, and a code, or a type and the name of one.

        A remark has none but by chance.
        """
        least = 1 if self._says("code", index) else _OF_A_SCHOOL if kind == "remark" else None
        if least is None and self.lexicon.type_of(self._says("type", index)):
            least = 1 if kinds.parts_school(text(self.block.rows[index][column]), places=True) else None
        return least is not None and len(totals.figures(self.block, index, self.vocabulary)) >= least

    def _says(self, role: Label, index: int) -> str:
        """Give what a row says of its school."""
        return self._said[role][index - self.block.row - 1]

    def _pass(self, kind: Kind, index: int, column: int, raws: list[Raw]) -> None:
        if kind == "caption":
            self._stage = self.lexicon.captioned(text(raws[column]))
        label = text(raws[column]) if column < len(raws) else ""
        row = Row(self._table(None)[0], index)
        self.found.passed.append(Passed(kind, row, column, label))
        if kind == "sample" and self._named_as_one(index):
            self.findings.add("W597", row, column, label, school=self._says("name", index))
            return
        total = kind in ("sum", "mean", "other", "filler")
        why = "" if total else self.findings.words(f"row.{kind}")
        self.findings.add("N602" if total else "N609", row, column, label, why=why)

    def _named_as_one(self, index: int) -> bool:
        """Whether a row that is called a sample has a name of its own and figures: it may be a real one."""
        said, known = word(self._says("name", index)), self.vocabulary.not_schools
        if not said or any(each in said for each in map(word, (*known.samples, *known.nobody))):
            return False
        return len(totals.figures(self.block, index, self.vocabulary)) >= _OF_A_SCHOOL

    def _table(self, stage: str | None) -> tuple[Table, list[Spec]]:
        """Give the columns of rows of a stage, and those of them that hold numbers or answers."""
        if stage not in self._tables:
            items, block = self.vocabulary.items, self.block
            columns = block.layout(stage, items).columns
            specs = [
                (key, item, places)
                for key, places in columns.items()
                if (item := items[key[0]]).kind not in ("text", "type")
            ]
            self._tables[stage] = Table.of(block.grid, columns, block.row), specs
        return self._tables[stage]

    def _cells(self, stage: str | None) -> Plain:
        """Give what the rows of a stage hold, as far as one look says it."""
        if stage not in self._plain:
            block = self.block
            rows, specs = block.rows[block.row + 1 : block.end], self._table(stage)[1]
            self._plain[stage] = plain(rows, specs, self._converted, self.vocabulary)
        return self._plain[stage]

    def _site(self, index: int, raws: list[Raw]) -> Site:
        findings, vocabulary = self.findings, self.vocabulary
        below = index - self.block.row - 1
        labels = {role: said[below] for role, said in self._said.items()}
        kind = self.lexicon.type_of(labels["type"]) or self.block.row_kinds.get(index) or self.block.kind
        said = self.block.row_stages.get(index)
        stage = said or (self._stage_of(below, labels["type"], kind) if self._unsaid or self._stage else None)
        table, specs = self._table(stage)
        seen = self._cells(stage)
        row = Row(table, index)
        name, doubt = self.block.called.get(index) or labels["name"], None
        odd = below in seen.odd
        if unfinished := [role for role in _NAMING if labels[role].startswith(cells.CALCULATED)]:
            name, doubt = self._unfinished(row, name, unfinished, labels)
        if not name:
            # Its figures belong to some school, so the row is kept and the county stays open.
            name, doubt = findings.words("unnamed", row=index + 1), "E207"
            findings.add("E207", row, self._table(None)[0].columns[vocabulary.roles["name"], None][0], None, name)
            above = self.found.sites[-1] if self.found.sites else None
            if above and above.row.index == index - 1 and stage and above.stage not in (None, stage):
                # It may be the other stage of the school above, whose rooms would be shared then.
                above.doubt = above.doubt or "E207"
        site = Site(
            row=row,
            name=name,
            code=labels["code"],
            type=kind,
            counted=True,
            parent=labels["parent"],
            county=unbroken(labels["county"]),
            values={} if odd else seen.values(below),
            choices={} if odd else seen.answers(below),
            faulty=set(),
            doubt=doubt,
            stage=stage,
            meant=self.block.row_meant.get(index),
        )
        width = len(raws)
        for key, column in self._claims(stage) if self._stating else ():
            if column < width and raws[column] not in (None, ""):
                site.claims[key] = claim(raws[column], row, column, vocabulary)
        for key, item, places in specs if odd else ():
            if len(places) > 1:
                self._sum(site, key, item, places, raws)
            elif places[0] < width and (raw := raws[places[0]]) is not None and raw != "":
                self._cell(site, key, item, places[0], raw)
        if kind is None:
            self._type(site, labels["type"])
        if kind and uncounted(labels["type"], vocabulary.types[kind]):
            site.choices.setdefault(self._counted, "no")
        site.counted = site.choices.get(self._counted) != "no"
        if site.faulty and (self._counted, None) in site.faulty:
            # It may be a school, or a part of one.
            site.doubt = site.doubt or "E205"
        if self._unsaid and stage is None and (kind is None or vocabulary.types[kind].stages):
            self._lost(site, raws)
        return site

    def _unfinished(
        self, row: Row, name: str, roles: Sequence[Label], labels: dict[Label, str]
    ) -> tuple[str, str | None]:
        """Take out labels that are formulas without a result, or errors: nobody knows which school the row is."""
        doubt = None
        for role in roles:
            found, places = labels[role], self._labels[role]
            if places and cells.unfinished(found):
                labels[role], doubt = "", "E215"
                if role == "name":
                    name = self.findings.words("unnamed", row=row.index + 1)
                self.findings.add("E215", row, places[0], found, name)
        return name, doubt

    def _claims(self, stage: str | None) -> list[tuple[Key, int]]:
        """List the columns that say of a stage what is worked out here."""
        return [
            (key, places[0])
            for key, places in self._table(stage)[0].columns.items()
            if isinstance(self.vocabulary.items[key[0]], StatedItem) and self.vocabulary.items[key[0]].kind == "text"
        ]

    def _column(self, places: tuple[int, ...] | None, role: Label | None = None) -> list[str]:
        """Read what every row below the headings says in a column; a sign for nothing says nothing.

        A mere sign (…, 〃) names nothing, and words for what stands above are neither a county nor a name.
        """
        block = self.block
        if places is None:
            return [""] * (block.end - block.row - 1)
        (place, *_), longest, blanks = places, self._longest_blank, self.vocabulary.blank_words
        found = [text(raws[place]) if place < len(raws) else "" for raws in block.rows[block.row + 1 : block.end]]
        short = {said for said in found if said and len(said) <= longest}
        nothing = {said for said in short if word(said) in blanks}
        if role in _TAKEN:
            nothing |= {said for said in short if word(said) in self._again}
        if role in _NAMING:
            nothing |= {said for said in short if not any(map(str.isalnum, word(said)))}
        return ["" if said in nothing else said for said in found] if nothing else found

    def _mend(self, *roles: Label) -> None:
        """Join the names of schools that were broken over the lines of a narrow cell; a blank that was typed stays."""
        for role in roles:
            said, places = self._said[role], self._labels[role]
            for below, name in enumerate(said):
                if " " in name and places and "\n" in str(self.block.rows[self.block.row + 1 + below][places[0]]):
                    said[below] = unbroken(name)

    def _stage_of(self, below: int, said: str, kind: str | None) -> str | None:
        """Find the stage of a row: its own word, the caption or name above it, or the only stage of its type."""
        own = self.lexicon.stages.get(word(self._stages[below]))
        if own is None and self.block.kinds_at is not None:
            own = self.lexicon.captioned(self._stages[below])
        if own or self._stage:
            return own or self._stage
        if kind is None:
            return self.lexicon.stages.get(word(said))
        stages = self.vocabulary.types[kind].stages
        return stages[0] if len(stages) == 1 else None

    def _lost(self, site: Site, raws: list[Raw]) -> None:
        """Name the numbers of a row of which nobody knows the stage."""
        columns = [column for column in self.block.recognised if column.key[1] == UNSAID]
        stated = [one for one in columns if one.index < len(raws) and raws[one.index] not in (None, "")]
        if stated:
            leave_open(site, [one.key[0] for one in stated], self.vocabulary)
            names = self.findings.words.join([one.heading for one in stated])
            self.findings.add("E116", site.row, stated[0].index, raws[stated[0].index], site.name, items=names)

    def _cell(self, site: Site, key: Key, item: Item, column: int, raw: Raw) -> None:
        vocabulary, findings = self.vocabulary, self.findings
        if type(raw) is str and (not raw.strip() or (item.kind != "choice" and word(raw) in vocabulary.blank_words)):
            if raw.strip():
                self.found.dashes.setdefault((key[0], text(raw)), []).append((site.row, column))
                site.signs = {**(site.signs or {}), key: text(raw)}
            return
        if item.kind == "choice":
            choices = item.choices or vocabulary.answers
            answer = cells.chosen(item.forms or vocabulary.answer_forms, raw, remarked=bool(item.forms))
            if answer is None:
                allowed = findings.words.join([forms[0] for forms in choices.values()])
                title = findings.words.text(item.title)
                findings.add("E205", site.row, column, raw, site.name, item=title, allowed=allowed)
                site.faulty.add(key)
            else:
                site.choices[key[0]] = answer
            return
        factor = self._factors.get(column, 1)
        value = cells.number(item, raw, site.row, column, findings, site.name, factor, vocabulary)
        if value is None:
            site.faulty.add(key)
        else:
            site.values[key] = value

    def _sum(self, site: Site, key: Key, item: Item, places: tuple[int, ...], raws: list[Raw]) -> None:
        """Add up the parts of an item; where one of them is blank, only what the others come to is known."""
        total: Number = 0
        stated = 0
        for column in places:
            raw = raws[column] if column < len(raws) else None
            if raw is not None and raw != "":
                self._cell(site, key, item, column, raw)
            value = site.values.pop(key, None)
            if value is not None:
                total, stated = total + value, stated + 1
            elif key not in site.faulty:
                site.gaps.setdefault(key, []).append(column)
        if stated == len(places):
            site.values[key] = total
        elif stated:
            site.least[key] = total

    def _type(self, site: Site, said: str) -> None:
        places = self._labels["type"]
        if places and word(said) not in self.lexicon.stages:
            findings = self.findings
            site.doubt = site.doubt or "E204"
            allowed = findings.words.join(self.vocabulary.type_names)
            # A blank may be that of a row which is no school.
            hint = "" if said else findings.words("E204.blank")
            findings.add("E204", site.row, places[0], said, site.name, allowed=allowed, hint=hint)


def read(block: Block, lexicon: Lexicon, findings: Findings, hidden: bool = False) -> Rows:
    """Read every row of a block."""
    return Reader(block, lexicon, findings).read(row_kinds(lexicon), hidden)
