"""The program's sentences in Chinese."""

from eqeval.words.zh import commands, explain, findings, forms, reading, report, rules, standards, template

SENTENCES: dict[str, str] = {
    **commands.SENTENCES,
    **explain.SENTENCES,
    **findings.SENTENCES,
    **forms.SENTENCES,
    **reading.SENTENCES,
    **report.SENTENCES,
    **rules.SENTENCES,
    **standards.SENTENCES,
    **template.SENTENCES,
}
