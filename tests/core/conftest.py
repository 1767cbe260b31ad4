"""The county that tests of rules judge."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from county import Row, Said, grids, primary
from judging import CASES, DAY, TINY, Found

from eqeval.core.assess import Provenance, assess
from eqeval.core.grid import Raw
from eqeval.core.intake import take
from eqeval.io.written.standards import load
from eqeval.words import Words


@pytest.fixture
def judge(tmp_path: Path) -> CASES:
    def call(
        rules: str,
        schools: Iterable[Row] | None = None,
        said: Mapping[str, Raw] | None = None,
        day: str = DAY,
        name: str = "测试县",
        classes: Iterable[Sequence[Raw]] | None = None,
        head: str = TINY,
    ) -> Found:
        path = tmp_path / "tiny.yaml"
        path.write_text(f"{head}\nrules:\n{rules}", encoding="utf-8")
        words = Words("zh")
        loaded = load(str(path), words)
        county: dict[str, Said] | None = None
        if said is not None:
            county = {item: (value, "", "佐证") for item, value in said.items()}
        sheets = grids([primary()] if schools is None else schools, classes, county)
        others = [other for other, _ in loaded.others]
        (census,) = take(sheets, loaded.standard, loaded.vocabulary, name, words, others).values()
        provenance = Provenance("0", "", ())
        moment = date.fromisoformat(day)
        return Found(assess(loaded.standard, loaded.vocabulary, census, moment, words, provenance, loaded.others))

    return call
