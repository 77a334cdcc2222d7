"""What a sentence wants, weighed: each sign in it has points for and against wishes, the highest sum is it.

The points (`tables/scale.toml`) are small whole numbers that anybody can read and change; `bench/weigh.py`
proposes them from the labelled sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from handlers.reading.plain import once_a_turn, plain
from handlers.reading.wants.signs import ALWAYS, signs
from handlers.reading.wants.table import data
from handlers.reading.wants.wishes import INTENTS, Intent

LIKELY, SURE = 3, 6
"""Points before the next wish: of a hundred sentences with as many, five or three mean something else."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """A sign that spoke for the wish, with how many points, and the person's words in which it was heard."""

    sign: str
    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """`lead`: points before the next wish. `spoke`: what spoke for it, the loudest first."""

    wish: Intent
    lead: int
    spoke: tuple[Spoke, ...]


@once_a_turn
def weighed(text: str) -> Weighed:
    scale, heard = points(), signs(text)
    sums: dict[Intent, int] = dict.fromkeys(weighable(), 0)
    for sign in heard:
        for wish, count in scale.get(sign, {}).items():
            sums[wish] += count
    first, second, *_ = sorted(sums, key=sums.__getitem__, reverse=True)
    said = plain(text)
    spoke = [
        Spoke(sign, count, said.words(*where))
        for sign, where in heard.items()
        if sign != ALWAYS and (count := scale.get(sign, {}).get(first, 0)) > 0
    ]
    spoke.sort(key=lambda one: -one.points)
    return Weighed(first, sums[first] - sums[second], tuple(spoke))


@cache
def weighable() -> tuple[Intent, ...]:
    """Danger is no matter of weighing: it comes first."""
    return tuple(wish for wish in INTENTS if wish != "danger")


@cache
def points() -> dict[str, dict[Intent, int]]:
    """By sign the points for each wish: `does not go = "withdraw 9 apply -3"`."""
    known = {str(wish): wish for wish in INTENTS}
    told = [lines for section in data("scale").values() for lines in section.items()]
    return {
        sign: {
            known[wish]: int(count) for wish, count in zip(line.split()[::2], line.split()[1::2], strict=True)
        }
        for sign, line in told
    }
