"""What a process remembers of the tables that it has read does not grow with their number."""

import tracemalloc

from eqeval import DEFAULT
from eqeval.core.intake.known import lexicon_of
from eqeval.io.written.standards import load
from eqeval.words import Words


def test_what_is_remembered_of_texts_is_bounded() -> None:
    loaded = load(DEFAULT, Words("zh"))
    lexicon = lexicon_of(loaded.vocabulary, (loaded.standard,))

    def read(first: int) -> int:
        for number in range(first, first + 20_000):
            assert not lexicon.names_schools(f"第{number}小学")
        assert lexicon.names_schools("学校名称")
        return tracemalloc.get_traced_memory()[0]

    read(0)
    tracemalloc.start()
    try:
        assert read(30_000) < 4 << 20
        held = read(60_000)
        assert read(90_000) < held + (1 << 20)
    finally:
        tracemalloc.stop()
