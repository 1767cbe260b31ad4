"""Holds every county to its time: a process in which one takes longer ends, and leaves word which one it was."""

import faulthandler
import json
import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from eqeval.cli.batch.counties import Answer, Plan, judge
from eqeval.core.counties.province import Unusable
from eqeval.core.errors import InputError
from eqeval.io.counties.discovery import Source
from eqeval.words import Words

# So many seconds a county may take where nothing else is said: thousands of times what it needs.
USUAL = 600


class Deadline(Struct, frozen=True):
    """The folder where processes leave word what they are at; how long that may take is in the plan.

    The watch is kept by a thread of faulthandler that needs nothing of Python, so that it ends a process in the midst
    of a loop in C as well. The process ends itself, because only it knows when it began with a source.
    """

    folder: Path

    def judge_all(self, plan: Plan, sources: tuple[Source, ...]) -> list[Answer]:
        """Judge some sources one after the other, each in its time."""
        return [self._judge(plan, source) for source in sources]

    def _judge(self, plan: Plan, source: Source) -> Answer:
        if not plan.seconds:
            return judge(plan, source)
        try:
            word = (self.folder / str(os.getpid())).open("wb", buffering=0)
            word.write(json.dumps(source.label).encode() + b"\n")
        except OSError:  # a full disk; what cannot be named is not ended either
            return judge(plan, source)
        with word:
            faulthandler.dump_traceback_later(plan.seconds, exit=True, file=word)
            try:
                return judge(plan, source)
            finally:
                faulthandler.cancel_dump_traceback_later()

    def late(self) -> dict[str, str]:
        """Name the sources that took too long, by their labels, each with where it was; they are told once."""
        found = {}
        for word in self.folder.iterdir():
            label, _, trace = word.read_text(encoding="utf-8", errors="replace").partition("\n")
            with suppress(OSError):  # a process that is just ending has it open
                word.unlink()
            if trace:
                found[json.loads(label)] = trace
        return found


def expired(label: str, plan: Plan, trace: str, words: Words) -> Answer:
    """Say of a source that it took too long."""
    reason = words("E173.message", file=label, seconds=plan.seconds)
    unusable = Unusable(label, InputError.exit_code, (reason,))
    return Answer(label, unusable=unusable, trace=trace if plan.debug else "")
