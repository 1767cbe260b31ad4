"""The list of findings that intake keeps, and how severe each code is."""

from msgspec import Struct, field

from eqeval.core.census import Issue, School, Severity
from eqeval.core.grid import Raw, Refused, text
from eqeval.core.origin import Key, Row, Table
from eqeval.words import Words

_SEVERITY: dict[str, Severity] = {"E": "error", "W": "warning", "N": "note"}

# Every code, in the order of the catalogue; the texts of each stand in eqeval.words.
CODES = (
    "E101", "E102", "E103", "E104", "E105", "E106", "E107", "E108", "E109", "E110", "E111", "E113", "E114", "E115",
    "E116", "E118", "E119", "E120", "E121", "E122", "E123", "E124", "E125", "E126", "E127", "E128", "E129", "E130",
    "E131", "E132", "E133", "E134", "E135", "E136", "E137", "E140", "E141", "E142", "E143", "E144", "E145", "E146",
    "E147", "E148", "E149", "E154", "E170", "E171", "E172", "E173",
    "E201", "E202", "E203", "E204", "E205", "E206", "E207", "E209", "E210", "E211", "E212", "E213", "E214",
    "E215",
    "E301", "E302", "E303", "E304",
    "E401", "E402", "E403", "E404", "E405", "E406", "E407", "E408", "E409", "E410", "E411", "E414", "E415",
    "E416", "E417", "E418", "E419", "E420", "E422",
    "W501", "W502", "W503", "W504", "W505", "W506", "W507", "W508", "W509", "W510", "W511", "W512", "W513", "W514",
    "W515", "W530", "W531", "W532", "W533", "W534", "W535", "W536", "W537", "W540", "W541", "W542", "W544", "W545",
    "W546", "W550", "W551", "W552", "W553", "W554", "W555", "W556", "W557", "W558", "W559", "W560", "W561", "W562",
    "W563", "W564", "W565", "W566", "W567", "W568", "W569", "W570", "W571", "W572", "W573", "W574", "W575", "W576",
    "W578", "W579", "W580", "W581", "W582", "W583", "W584", "W585", "W586", "W587", "W588", "W589",
    "W590", "W591", "W592", "W593", "W594", "W595", "W596", "W597", "W599",
    "W600", "W601", "W602", "W603", "W604", "W605", "W606", "W607", "W608", "W609",
    "N601", "N602", "N604", "N605", "N606", "N607", "N608", "N609", "N610", "N611", "N612", "N613", "N614", "N615",
    "N620", "N621", "N622", "N625", "N626", "N627", "N628", "N629", "N630", "N631", "N632", "N633", "N634", "N635",
    "N636", "N637", "N638", "N640", "N641", "N642", "N643",
    "N646", "N647", "N648", "N649", "N650", "N651", "N652",
)  # fmt: skip


class Findings(Struct):
    """Collects issues while a census is taken; nothing found is ever dropped."""

    words: Words
    issues: list[Issue] = field(default_factory=list)

    def add(
        self,
        code: str,
        row: Row | None = None,
        column: int | None = None,
        raw: Raw = None,
        school: str | None = None,
        **values: object,
    ) -> None:
        """Note a finding with its place and the words of its message; a refused cell had its own already."""
        if isinstance(raw, Refused):
            return
        found = text(raw)
        message = self.words(f"{code}.message", found=found or self.words("found.blank"), school=school, **values)
        self.issues.append(
            Issue(
                code,
                _SEVERITY[code[0]],
                message,
                sheet=row.table.sheet if row else None,
                cell=None if row is None or column is None else row.name(column),
                value=found or None,
                school=school,
                file=row.table.file if row else None,
                item=None if row is None or column is None else _item(row.table, column),
            )
        )

    def about(
        self, code: str, school: School, key: Key, found: str = "", column: bool = False, **values: object
    ) -> None:
        """Note a finding on an item of a school that was read already, at the first of its cells.

        column: whether it speaks of all schools of the column, and not of this one.
        """
        message = self.words(f"{code}.message", found=found, school=school.name, **values)
        table = school.rows[0].table
        cell = next(iter(school.cells(*key)), None)
        self.issues.append(
            Issue(
                code,
                _SEVERITY[code[0]],
                message,
                sheet=table.sheet,
                cell=cell,
                value=found or None,
                school=None if column else school.name,
                file=table.file,
                item=key[0],
            )
        )


def _item(table: Table, column: int) -> str | None:
    """Name the item that a column of a table of schools holds."""
    return next((item for (item, _), places in table.columns.items() if column in places), None)
