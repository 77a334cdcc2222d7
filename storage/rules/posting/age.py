"""An age that is asked for. No national law names it (rule 3.3): the poster is asked why, and staff decide.

What passes: 16 and 18, the age of retirement, broad ranges, wishes for the elder, and a cut-off that a stated
danger explains. The age of children who are cared for is none of a worker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from storage.rules.posting.finding import Hit
from storage.rules.posting.shelf import Shelf
from storage.rules.posting.words import data, pattern, shelved, spelt

BROAD_FROM, BROAD_TO = 25, 55
"""Who takes people of 25 and of 55 leaves hardly anybody out."""
RETIRED = 60
ELDER = 40
"""Who asks for people beyond it wishes for the elder, whom others turn away."""
ADULT = 25
"""Drivers of large vehicles, guards and carers have lower limits of their own up to here."""


def hits(text: str) -> Iterator[Hit]:
    for number, matches in _shapes().found(text).items():
        name, leaves_out = list(_JUDGED.items())[number]
        for one in matches:
            figures = [years(age[0]) for age in _near()["figure"].finditer(one[0])]
            if leaves_out(figures) and not _welcome(name, text, one):
                yield Hit("age", *one.span(), "review", fault=not _near()["danger"].search(text))


_LIMITS = ("range", "most")


def _range(figures: list[int]) -> bool:
    low, high = [*figures, 0, 0][:2]
    return 16 <= low < min(high, ELDER) and not (low <= BROAD_FROM and high >= BROAD_TO)


_JUDGED: dict[str, Callable[[list[int]], bool]] = {
    "range": _range,
    "most": lambda figures: 18 < max(figures, default=0) < BROAD_TO,
    "refused": lambda figures: 18 < max(figures, default=0) < RETIRED,
    "least": lambda figures: ADULT < max(figures, default=0) < RETIRED,
    "about": lambda figures: 18 < max(figures, default=0) < BROAD_TO,
    "born": lambda figures: True,
    "words": lambda figures: True,
}


def _welcome(name: str, text: str, one: re.Match[str]) -> bool:
    """Whether it is somebody else's age, or all may come all the same."""
    behind = "beyond" if name in _LIMITS else "welcome"
    rules = _near()
    near = text[max(0, one.start() - 10) : one.start()]
    return bool(rules["cared_for"].search(near) or rules[behind].match(text, one.end()))


def years(said: str) -> int:
    """35, 三十五, 三五: the figure; 0 when it is none."""
    if said.isdigit():
        return int(said)
    digits, ten = data("age")["digits"], data("age")["ten"]
    tens, found, ones = said.partition(ten)
    if not found:
        return 0
    return 10 * (digits.find(tens) if tens else 1) + (digits.find(ones) if ones else 0)


@cache
def _shapes() -> Shelf:
    words = data("age")
    return shelved(spelt(words["shapes"][name], words["lists"]) for name in _JUDGED)


@cache
def _near() -> dict[str, re.Pattern[str]]:
    """An age itself, and what may stand around it."""
    words = data("age")
    return {name: pattern(shape, words["lists"]) for name, shape in words["near"].items()}
