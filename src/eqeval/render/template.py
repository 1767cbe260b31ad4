"""The blank workbook that an office fills in: typesets a template as .xlsx, always to the same bytes."""

import io
from datetime import datetime
from math import ceil

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from eqeval.core.intake.cells import EARLIEST_YEAR, LATEST_YEAR
from eqeval.core.template.parts import Column, Entry, Template
from eqeval.render.breaks import width_of
from eqeval.render.cells import BOX, FACE, LINE_HEIGHT, head, height_of, labelled, write
from eqeval.render.repeatable import repeatable
from eqeval.words import Words

# Checks and lists reach this far; rows below are read all the same.
SCHOOLS, CLASSES = 300, 9000
# Excel takes no longer list of answers in a check itself.
INLINE = 255
# A template has no date of its own.
DAY = datetime(2000, 1, 1)

IDENTITY, SHARED, OPTIONAL = "1F4E79", "1F6F78", "7F7F7F"
STAGES = ("2E6B34", "A8520E", "5F3B87")
FILL_IN, LEFT_OUT = PatternFill("solid", fgColor="FFF8DC"), PatternFill("solid", fgColor="E7E6E6")


def render(template: Template, words: Words) -> bytes:
    """Write the workbook: explanations, schools, classes, the county."""
    book = Workbook()
    notes = book.worksheets[0]
    notes.title = template.sheets.notes[0]
    page = _Page(book, template, words)
    page.schools()
    page.classes()
    page.county()
    page.explain(notes)
    book.properties.creator = "eqeval"
    book.properties.title = template.title
    content = io.BytesIO()
    book.save(content)
    return repeatable(content.getvalue(), DAY)


class _Page:
    """One workbook while it is written."""

    def __init__(self, book: Workbook, template: Template, words: Words) -> None:
        self.book, self.template, self.words = book, template, words
        self.lists: dict[tuple[str, ...], str] = {}

    def schools(self) -> None:
        """Write the headings of the table of schools, with checks below and no styled blank rows."""
        sheet = self.book.create_sheet(self.template.sheets.schools[0])
        for number, column in enumerate(self.template.columns, 1):
            self.heading(sheet, number, column, self.colour(column.group))
            letter = get_column_letter(number)
            longest = max((width_of(answer) for answer in column.entry.answers), default=0)
            written = column.entry.kind == "text"
            width = 30 if number == 1 else 18 if written else max(12, min(24, longest + 4))
            sheet.column_dimensions[letter].width = width
            if written:
                # Codes keep their zeros.
                sheet.column_dimensions[letter].number_format = "@"
            self.check(sheet, column.entry, f"{letter}2", f"{letter}2:{letter}{SCHOOLS + 1}")
        sheet.row_dimensions[1].height = 4 * LINE_HEIGHT
        self.paper(sheet, "B2", wide=2)

    def classes(self) -> None:
        """Write the headings of the list of classes; names are chosen among the schools."""
        sheet = self.book.create_sheet(self.template.sheets.classes[0])
        for number, column in enumerate(self.template.class_columns, 1):
            self.heading(sheet, number, column, IDENTITY)
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = 30 if number == 1 else 12
            if column.entry.kind == "text":
                # 3-1 is a class and not a day in March.
                sheet.column_dimensions[letter].number_format = "@"
            reach = f"{letter}2:{letter}{CLASSES + 1}"
            if number == 1:
                table = self.template.sheets.schools[0]
                check = DataValidation("list", f"{quote_sheetname(table)}!$A$2:$A${SCHOOLS + 1}", allow_blank=True)
                check.errorStyle = "warning"
                self.add(sheet, check, self.words("template.wrong.listed", sheet=table), reach)
            else:
                self.check(sheet, column.entry, f"{letter}2", reach)
        sheet.row_dimensions[1].height = 1.5 * LINE_HEIGHT
        self.paper(sheet, "A2")

    def county(self) -> None:
        """Write a row for every figure and statement of the county."""
        sheets = self.template.sheets
        sheet = self.book.create_sheet(sheets.county[0])
        known = sheets.county_columns
        headings = [forms[0] for forms in (known["item"], known["value"], known["unit"], known["evidence"])]
        widths = (46, 16, 8, 40, 66)
        for number, width in enumerate(widths, 1):
            head(sheet, 1, number, [*headings, self.words("template.how.heading")][number - 1], IDENTITY)
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.row_dimensions[1].height = 1.5 * LINE_HEIGHT
        shared: dict[Entry, list[str]] = {}
        for row, line in enumerate(self.template.lines, 2):
            for number, text in enumerate((line.label, "", line.unit, "", line.how), 1):
                cell = write(sheet, row, number, text)
                cell.border = BOX
                if number in (2, 4):
                    cell.fill = FILL_IN if not line.optional else LEFT_OUT
                    cell.number_format = "@" if number == 4 or line.entry.kind == "text" else "General"
                elif line.optional:
                    cell.fill = LEFT_OUT
            sheet.cell(row, 2).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            sheet.row_dimensions[row].height = height_of([(line.label, widths[0]), (line.how, widths[4])])
            if line.entry.kind == "share":
                # A formula is relative to the first cell of its check, so it cannot be shared.
                self.check(sheet, line.entry, f"B{row}", f"B{row}")
            else:
                shared.setdefault(line.entry, []).append(f"B{row}")
        for entry, cells in shared.items():
            self.check(sheet, entry, cells[0], " ".join(cells))
        self.paper(sheet, "B2")

    def explain(self, sheet: Worksheet) -> None:
        """Write what to do, what the colours mean, which standard it is, and every column in words."""
        words, template = self.words, self.template
        widths = (13, 32, 18, 7, 24, 40, 48)
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        write(sheet, 1, 1, template.title).font = Font(name=FACE, size=15, bold=True, color=IDENTITY)
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(widths))
        sheet.row_dimensions[1].height = 1.6 * height_of([(template.title, sum(widths) * 2 // 3)])
        row = self.section(sheet, 3, "how")
        for number, step in enumerate(template.steps, 1):
            row = labelled(sheet, row, f"{number}", step, widths)
            sheet.cell(row - 1, 1).alignment = Alignment(horizontal="right", vertical="center")
        used = {column.group for column in template.columns}
        for group, name in enumerate(template.groups):
            if group in used:
                head(sheet, row, 2, name, self.colour(group))
                sheet.row_dimensions[row].height = height_of([(name, widths[1])])
                row += 1
        row = self.section(sheet, row + 1, "standard")
        for label, fact in template.facts:
            row = labelled(sheet, row, label, fact, widths)
        row = self.section(sheet, row + 1, "columns")
        keys = ("sheet", "heading", "must.heading", "unit", "entry", "note", "uses")
        for number, key in enumerate(keys, 1):
            head(sheet, row, number, words(f"template.{key}"), IDENTITY)
        columns = [(template.sheets.schools[0], one) for one in template.columns]
        columns += [(template.sheets.classes[0], one) for one in template.class_columns]
        for place, (name, one) in enumerate(columns, row + 1):
            uses = words("list.semicolon").join(one.uses)
            said = (name, one.heading, one.must, one.unit, one.entry.says, one.note, uses)
            for number, each in enumerate(said, 1):
                write(sheet, place, number, each).border = BOX
            head(sheet, place, 2, one.heading, self.colour(one.group))
            sheet.row_dimensions[place].height = height_of(list(zip(said, widths, strict=True)))
        self.paper(sheet, None)

    def section(self, sheet: Worksheet, row: int, name: str) -> int:
        """Write the heading of a part of the explanations; the row below it is given back."""
        cell = write(sheet, row, 1, self.words(f"template.section.{name}"))
        cell.font = Font(name=FACE, size=12, bold=True, color=IDENTITY)
        cell.alignment = Alignment(vertical="center")
        sheet.row_dimensions[row].height = 1.5 * LINE_HEIGHT
        return row + 1

    def colour(self, group: int) -> str:
        """Choose the colour of a group: the first is the school itself, the last may be left out."""
        last = len(self.template.groups) - 1
        fixed = {0: IDENTITY, last - 1: SHARED, last: OPTIONAL}
        return fixed.get(group) or STAGES[(group - 1) % len(STAGES)]

    def heading(self, sheet: Worksheet, number: int, column: Column, colour: str) -> None:
        """Write a heading with its explanation as a comment."""
        cell = head(sheet, 1, number, column.heading, colour)
        unit = f"{self.words('template.unit')}{self.words('list.colon')}{column.unit}" if column.unit else ""
        said = [column.must, column.note, unit, column.entry.says]
        text = "\n".join(part for part in said if part)
        lines = sum(ceil(width_of(part) / 36) for part in text.split("\n"))
        cell.comment = Comment(text, "eqeval", height=24 + 18 * lines, width=280)

    def check(self, sheet: Worksheet, entry: Entry, first: str, reach: str) -> None:
        """Let Excel and WPS refuse what the cell cannot hold; of text nothing is refused."""
        if entry.kind == "text":
            return
        if entry.kind == "choice":
            check = DataValidation("list", self.listed(entry.answers))
        elif entry.kind == "share":
            check = DataValidation("custom", f"OR({first}=0,{first}>1)")
            # Less than one percent is improbable, not impossible.
            check.errorStyle = "warning"
        elif entry.kind == "year":
            check = DataValidation("whole", str(EARLIEST_YEAR), str(LATEST_YEAR), operator="between")
        else:
            whole = entry.kind == "whole"
            check = DataValidation("whole" if whole else "decimal", "0", operator="greaterThanOrEqual")
        check.allow_blank = True
        self.add(sheet, check, entry.wrong, reach)

    def add(self, sheet: Worksheet, check: DataValidation, wrong: str, reach: str) -> None:
        """Attach a check with what it says."""
        check.errorTitle, check.error = self.words("template.wrong.title"), wrong
        check.showErrorMessage = True
        sheet.add_data_validation(check)
        for cells in reach.split():
            check.add(cells)

    def listed(self, answers: tuple[str, ...]) -> str:
        """Give the answers of a list: in the check itself, or in a sheet where they are too long for it."""
        inline = ",".join(answers)
        if len(inline) <= INLINE and not any(sign in answer for answer in answers for sign in ',"'):
            return f'"{inline}"'
        if answers not in self.lists:
            name = self.template.sheets.lists[0]
            sheet = self.book[name] if name in self.book.sheetnames else self.book.create_sheet(name)
            number = len(self.lists) + 1
            for row, answer in enumerate(answers, 1):
                write(sheet, row, number, answer)
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = max(map(width_of, answers)) + 2
            self.lists[answers] = f"{quote_sheetname(name)}!${letter}$1:${letter}${len(answers)}"
        return self.lists[answers]

    def paper(self, sheet: Worksheet, freeze: str | None, wide: int = 1) -> None:
        """Keep the headings in sight, on the screen and on A4 or A3 across."""
        sheet.freeze_panes = freeze
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 8 if wide > 1 else 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        if freeze:
            sheet.print_title_rows = "1:1"
