"""Bait (rule H7): no single word makes a fraud, several signs together do. Each sign weighs something.

A real gig is told by its work; bait by easy hours, figures without work, a private contact, money first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from storage.rules.posting.finding import Hit
from storage.rules.posting.shelf import Shelf
from storage.rules.posting.words import data, pattern, shelved, spelt

ENOUGH = 2.0
_BACK = 10
_STOP = re.compile(r"[,，。;；!！?？\n ]")


def hits(text: str) -> Iterator[Hit]:
    shelf, weights = _signs()
    found = [
        (weights[number], one)
        for number, matches in shelf.found(text).items()
        if (one := next((one for one in matches if not _denied(text, one)), None))
    ]
    if sum(weight for weight, _ in found) < ENOUGH or _real().search(text):
        return
    heaviest = max(weight for weight, _ in found)
    for weight, one in found:
        if weight == heaviest:
            yield Hit("bait", *one.span(), "review")


def _denied(text: str, sign: re.Match[str]) -> bool:
    near = _STOP.split(text[max(0, sign.start() - _BACK) : sign.start()])[-1]
    return _denial().search(near) is not None


@cache
def _signs() -> tuple[Shelf, tuple[float, ...]]:
    words = data("bait")
    shapes = [spelt(one["pattern"], words["lists"]) for one in words["sign"]]
    return shelved(shapes), tuple(one["weight"] for one in words["sign"])


@cache
def _denial() -> re.Pattern[str]:
    return pattern("{denied}$")


@cache
def _real() -> re.Pattern[str]:
    words = data("bait")
    return pattern(words["real"], words["lists"])
