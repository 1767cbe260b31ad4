"""The program's sentences in Chinese."""

from eqeval.words.zh import (
    commands,
    explain,
    findings,
    forms,
    lint,
    reading,
    report,
    rules,
    standards,
    template,
)

SENTENCES: dict[str, str] = {
    **commands.SENTENCES,
    **explain.SENTENCES,
    **findings.SENTENCES,
    **forms.SENTENCES,
    **lint.SENTENCES,
    **reading.SENTENCES,
    **report.SENTENCES,
    **rules.SENTENCES,
    **standards.SENTENCES,
    **template.SENTENCES,
}
