"""The program's sentences in English."""

from eqeval.words.en import (
    batch,
    commands,
    explain,
    findings,
    forms,
    inspect,
    lint,
    reading,
    report,
    rules,
    standards,
    stated,
    tables,
    template,
)

SENTENCES: dict[str, str] = {
    **batch.SENTENCES,
    **commands.SENTENCES,
    **explain.SENTENCES,
    **findings.SENTENCES,
    **forms.SENTENCES,
    **inspect.SENTENCES,
    **lint.SENTENCES,
    **reading.SENTENCES,
    **report.SENTENCES,
    **rules.SENTENCES,
    **standards.SENTENCES,
    **stated.SENTENCES,
    **tables.SENTENCES,
    **template.SENTENCES,
}
