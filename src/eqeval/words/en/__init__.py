"""The program's sentences in English."""

from eqeval.words.en import commands, explain, findings, report, rules, standards

SENTENCES: dict[str, str] = {
    **commands.SENTENCES,
    **explain.SENTENCES,
    **findings.SENTENCES,
    **report.SENTENCES,
    **rules.SENTENCES,
    **standards.SENTENCES,
}
