"""Characters that are drawn alike (shapes.txt): 又 and 叉, by half 眼 and 银.

Each word of the file begins with what is meant; what is drawn alike by half stands behind the stroke.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

COST = 0.3
"""Of a character, when one that is drawn alike stands for it."""


@cache
def _families() -> tuple[str, ...]:
    return tuple(Path(__file__).with_name("shapes.txt").read_text("utf-8").split())


@cache
def meant_by() -> dict[str, str]:
    """What was written -> what may be meant by it."""
    found: dict[str, str] = {}
    for family in _families():
        for char in family[1:].partition("/")[0]:
            found[char] = found.get(char, "") + family[0]
    return found


@cache
def _written_for() -> dict[str, str]:
    return {family[0]: family[1:] for family in _families()}


def drawn_alike(name: str, answer: str, places: Iterable[int]) -> bool:
    """All that differs at these places is drawn alike, if only by half."""
    return all(answer[at] in _written_for().get(name[at], "") for at in places)
