"""The JSON report, version 1: figures to 15 significant digits, no time stamps, the same bytes every time."""

import json
from collections.abc import Sequence
from typing import Any

from eqeval.core.census import Issue
from eqeval.core.figures.exact import Number, significant
from eqeval.core.reports.report import CompositeLine, DispersionLine, IndicatorLine, Report, SubjectLine

SCHEMA = "eqeval-report/1"


def render(reports: Sequence[Report]) -> bytes:
    """Write a report, one section, coefficient, requirement and issue a line; several standards give a list."""
    texts = [layout(document(report)) for report in reports]
    return (texts[0] + "\n" if len(texts) == 1 else "[\n" + ",\n".join(texts) + "\n]\n").encode(errors="replace")


def layout(whole: dict[str, Any]) -> str:
    """Lay a document out with one line for every member of its lists, so that two of them compare line by line."""
    lines = []
    for key, value in whole.items():
        if isinstance(value, list) and value:
            inner = ",\n  ".join(compact(each) for each in value)
            lines.append(f" {compact(key)}: [\n  {inner}\n ]")
        else:
            lines.append(f" {compact(key)}: {compact(value)}")
    return "{\n" + ",\n".join(lines) + "\n}"


_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def compact(value: Any) -> str:
    """Write a value in one line; what is no number is refused."""
    return _encoder.encode(value)


def document(report: Report) -> dict[str, Any]:
    """Lay the report out as plain data."""
    return {
        "schema": SCHEMA,
        "version": report.version,
        "standard": {
            "id": report.standard.id,
            "title": report.standard.title,
            "document": report.standard.document,
            "sha256": report.standard.sha256,
        },
        "as_of": report.as_of,
        "inputs": [{"path": line.path, "sha256": line.sha256} for line in report.inputs],
        "county": report.county,
        "outcome": report.outcome.value,
        "headline": report.headline,
        "sections": [
            {
                "school": line.school,
                "code": line.code,
                "stage": line.stage,
                "pupils": _number(line.pupils),
                "outcome": line.outcome.value,
                "because": line.because,
                "indicators": [_indicator(one) for one in line.indicators],
            }
            for line in report.sections
        ],
        "dispersion": [
            {
                "stage": line.stage,
                "indicator": line.indicator,
                "mean": _number(line.mean),
                "cv": _number(line.cv),
                "limit": _number(line.limit),
                "outcome": line.outcome.value,
                "sections": line.sections,
                "relaxed_by": line.relaxed_by,
                "largest": line.largest,
                "largest_share": _number(line.largest_share),
                **_approximate(line),
            }
            for line in report.dispersion
        ],
        "composite": [
            {
                "stage": line.stage,
                "cv": _number(line.cv),
                "limit": _number(line.limit),
                "outcome": line.outcome.value if line.outcome else None,
                **_approximate(line),
            }
            for line in report.composite
        ],
        "requirements": [
            {
                "id": line.id,
                "title": line.title,
                "clause": line.clause,
                "binding": line.binding,
                "outcome": line.outcome.value,
                "because": line.because,
                "cells": list(line.cells),
                "parts": [
                    {
                        "id": part.id,
                        "title": part.title,
                        "outcome": part.outcome.value,
                        "because": part.because,
                        "cells": list(part.cells),
                    }
                    for part in line.parts
                ],
                "subjects": [_subject(one) for one in line.subjects],
            }
            for line in report.requirements
        ],
        "issues": [
            {
                "code": issue.code,
                "severity": issue.severity,
                "sheet": issue.sheet,
                "cell": issue.cell,
                "value": issue.value,
                "message": issue.message,
                "school": issue.school,
                "file": issue.file,
                "item": issue.item,
                "confirmed": confirmation(issue),
            }
            for issue in report.issues
        ],
    }


def confirmation(issue: Issue) -> dict[str, str] | None:
    """Lay out why a warning is no mistake, where somebody has written it down."""
    if issue.confirmed is None:
        return None
    return {"reason": issue.confirmed.reason, "until": issue.confirmed.until}


def _indicator(line: IndicatorLine) -> dict[str, Any]:
    lacking = line.shortfall
    return {
        "id": line.id,
        "value": _number(line.value),
        "required": _number(line.required),
        "floor": _number(line.floor),
        "outcome": line.outcome.value,
        "relaxed_by": line.relaxed_by,
        "shortfall": {"amount": _number(lacking.amount), "unit": lacking.unit} if lacking else None,
        "cells": list(line.cells),
        "notes": list(line.notes),
        **({"approximate": True} if line.approximate else {}),
    }


def _approximate(line: DispersionLine | CompositeLine) -> dict[str, Any]:
    """Say that a figure follows from rounded ones; nothing where it does not."""
    return {"approximate": True, "notes": list(line.notes)} if line.approximate else {}


def _subject(line: SubjectLine) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "school": line.school,
        "stage": line.stage,
        "value": _number(line.value),
        "operator": line.operator,
        "limit": _number(line.limit),
        "outcome": line.outcome.value,
        "relaxed_by": line.relaxed_by,
        "because": line.because,
        "cells": list(line.cells),
    }


def _number(value: Number | None) -> int | float | None:
    """Show an exact number with 15 significant digits; whole numbers stay whole."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value.denominator == 1 else float(significant(value))
