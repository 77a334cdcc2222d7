"""What a sentence wants by what it speaks of, in whatever order: asked when no family of phrases hears it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from handlers.reading.plain import once_a_turn
from handlers.reading.wants.table import data
from handlers.reading.wants.wishes import INTENTS, Intent


@dataclass(frozen=True, slots=True)
class Frame:
    """The things that must be there, and those that must not."""

    wish: Intent
    needs: frozenset[str]
    without: frozenset[str]


@once_a_turn
def framed(said: str) -> tuple[Intent, re.Match[str]] | None:
    """The wish, and the first of the words that told it."""
    things, frames = _read()
    heard = {name: found for name, pattern in things.items() if (found := pattern.search(said))}
    for frame in frames:
        if frame.needs <= heard.keys() and not frame.without & heard.keys():
            return frame.wish, min((heard[name] for name in frame.needs), key=lambda found: found.start())
    return None


@cache
def _read() -> tuple[dict[str, re.Pattern[str]], tuple[Frame, ...]]:
    told = data("frames")
    things = {name: re.compile("|".join(lines.splitlines())) for name, lines in told["things"].items()}
    return things, tuple(map(_frame, told["frames"]))


def _frame(line: str) -> Frame:
    """`mine: own signed ask | law fee`."""
    wish, _, words = line.partition(":")
    needs, _, without = words.partition("|")
    one = next(one for one in INTENTS if one == wish)
    return Frame(one, frozenset(needs.split()), frozenset(without.split()))
