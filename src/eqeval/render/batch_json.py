"""The summary of a batch as JSON, version 1: one county, section or coefficient a line, written piece by piece."""

from collections.abc import Iterable, Iterator
from typing import Any

from eqeval.core.counties.province import Coefficient, CountyLine, Province, SectionRow, SubjectRow, Total
from eqeval.render.json_report import compact
from eqeval.render.league import Around, headline
from eqeval.words import Words

SCHEMA = "eqeval-batch/1"


def render(
    province: Province,
    coefficients: Iterable[tuple[CountyLine, Coefficient]],
    sections: Iterable[tuple[CountyLine, SectionRow]],
    subjects: Iterable[tuple[CountyLine, SubjectRow]],
    around: Around,
    version: str,
    words: Words,
) -> Iterator[bytes]:
    """Write the summary; it is never held as a whole, since the country has 230,000 sections."""
    head = {
        "schema": SCHEMA,
        "version": version,
        "standards": list(around.standards),
        "as_of": around.day,
        "exit": province.code,
        "headline": headline(province, words),
        "missing": list(around.missing),
    }
    yield b"{\n" + b"".join(
        f" {compact(key)}: {compact(value)},\n".encode(errors="replace") for key, value in head.items()
    )
    blocks: dict[str, Iterator[dict[str, Any]]] = {
        "remarks": ({"code": one.code, "message": one.message} for one in around.remarks),
        "counties": (_county(line) for line in province.lines),
        "totals": (_total(total) for total in province.totals),
        "unusable": (
            {"source": one.source, "exit": one.code, "reasons": list(one.reasons)} for one in province.unusable
        ),
        "ranking": (
            {
                "standard": one.standard,
                "stage": one.stage,
                "indicator": one.indicator,
                "missed": one.missed,
                "judged": one.judged,
                "counties": one.counties,
                "where": one.where,
                "there": one.there,
            }
            for one in province.ranking
        ),
        "issues": (
            {
                "code": one.code,
                "severity": one.severity,
                "count": one.count,
                "counties": one.counties,
                "where": one.where,
                "there": one.there,
            }
            for one in province.common
        ),
        "coefficients": (
            {
                "county": line.name,
                "standard": line.standard,
                "stage": one.stage,
                "indicator": one.indicator,
                "mean": _number(one.mean),
                "cv": _number(one.cv),
                "limit": _number(one.limit),
                "outcome": one.outcome,
                "sections": one.sections,
                "largest": one.largest or None,
            }
            for line, one in coefficients
        ),
        "sections": (
            {
                "county": line.name,
                "standard": line.standard,
                "school": row.school,
                "code": row.code,
                "stage": row.stage,
                "pupils": _number(row.pupils),
                "outcome": row.outcome,
                "misses": list(row.misses),
                "values": {name: _number(value) for name, value in row.values},
            }
            for line, row in sections
        ),
        "subjects": (
            {
                "county": line.name,
                "standard": line.standard,
                "rule": row.rule,
                "school": row.school,
                "stage": row.stage or None,
                "value": _number(row.value),
                "required": row.required,
                "outcome": row.outcome,
                "relaxed": row.relaxed or None,
                "because": row.because,
                "cells": list(row.cells),
            }
            for line, row in subjects
        ),
    }
    for number, (name, members) in enumerate(blocks.items()):
        yield f"{',' if number else ''}\n {compact(name)}: [".removeprefix("\n" if not number else "").encode(
            errors="replace"
        )
        for at, member in enumerate(members):
            yield f"{',' if at else ''}\n  {compact(member)}".encode(errors="replace")
        yield b"\n ]"
    yield b"\n}\n"


def _county(line: CountyLine) -> dict[str, Any]:
    high = line.worst
    return {
        "county": line.name,
        "source": line.source,
        "files": [{"path": path, "sha256": digest} for path, digest in line.files],
        "standard": line.standard,
        "as_of": line.as_of,
        "outcome": line.outcome,
        "exit": line.code,
        "schools": line.schools,
        "schools_failing": line.failing,
        "sections": line.sections,
        "sections_met": line.sections_met,
        "sections_undetermined": line.sections_open,
        "coefficients": line.coefficients,
        "coefficients_met": line.coefficients_met,
        "worst": {"stage": high.stage, "indicator": high.indicator, "cv": _number(high.cv)} if high else None,
        "unmet": list(line.unmet),
        "awaiting": list(line.awaiting),
        "errors": line.errors,
        "warnings": line.warnings,
        "issues": {told.code: told.count for told in line.told},
        "report": line.report or None,
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "standard": total.standard,
        "counties": total.counties,
        "counties_met": total.met,
        "counties_not_met": total.not_met,
        "counties_undetermined": total.undetermined,
        "schools": total.schools,
        "schools_failing": total.failing,
        "sections": total.sections,
        "sections_met": total.sections_met,
        "sections_undetermined": total.sections_open,
        "coefficients": total.coefficients,
        "coefficients_met": total.coefficients_met,
        "awaiting": total.awaiting,
        "errors": total.errors,
        "warnings": total.warnings,
    }


def _number(written: str) -> int | float | None:
    """Show a figure of 15 digits; whole numbers stay whole."""
    if not written:
        return None
    return int(written) if written.lstrip("-").isdecimal() else float(written)
