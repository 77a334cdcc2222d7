"""Bait (rule H7): no single word makes a fraud, several signs together do. Each sign weighs something.

A real gig is told by its work; bait by easy hours, figures without work, a private contact, money first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from storage.rules.posting.finding import Hit
from storage.rules.posting.words import data, pattern

ENOUGH = 2.0
_BACK = 10


def hits(text: str) -> Iterator[Hit]:
    found = [(weight, one) for weight, sign, denied in _signs() if (one := _seen(sign, denied, text))]
    total = sum(weight for weight, _ in found)
    if total < ENOUGH or _real().search(text):
        return
    heaviest = max(weight for weight, _ in found)
    for weight, one in found:
        if weight == heaviest:
            yield Hit("bait", *one.span(), "review")


def _seen(sign: re.Pattern[str], denied: re.Pattern[str], text: str) -> re.Match[str] | None:
    for one in sign.finditer(text):
        near = re.split(r"[,，。;；!！?？\n ]", text[max(0, one.start() - _BACK) : one.start()])[-1]
        if not denied.search(near):
            return one
    return None


@cache
def _signs() -> tuple[tuple[float, re.Pattern[str], re.Pattern[str]], ...]:
    words = data("bait")
    denied = pattern("{denied}$")
    return tuple((one["weight"], pattern(one["pattern"], words["lists"]), denied) for one in words["sign"])


@cache
def _real() -> re.Pattern[str]:
    words = data("bait")
    return pattern(words["real"], words["lists"])
