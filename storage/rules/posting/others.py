"""Whoever else is turned away: 属虎的不要, 兴宁的莫来. A refusal of people whose name no list has.

Who is refused for what the work asks (没证的, 怕高的, 懒人) passes. A place is a ground of the law,
known by the names of all areas; for others staff look at what is meant.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from storage.lexicon import areas
from storage.rules.posting.finding import Hit
from storage.rules.posting.words import data, pattern

_SHORTEST, _LONGEST = 2, 5
"""Characters of an area's name as people say it."""


def hits(text: str) -> Iterator[Hit]:
    rules = _patterns()
    for one in rules["refused"].finditer(text):
        who = one["who"] or one["other"]
        if _placed(who):
            yield Hit("region", *one.span(), "block", data("others")["instead"])
        elif not rules["work"].search(who):
            yield Hit("other", *one.span(), "review")
    for one in rules["only"].finditer(text):
        if _placed(one["who"]):
            yield Hit("region", *one.span(), "block", data("others")["instead"])


def _placed(who: str) -> bool:
    """Whether the name of an area is in it."""
    names = _names()
    return any(
        who[start : start + length] in names
        for length in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(who) - length + 1)
    )


@cache
def _names() -> frozenset[str]:
    """Provinces, cities and counties; no town, whose names are words of every day too often."""
    with Path(areas.__file__).with_name("areas.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["name"], row["level"]) for row in csv.DictReader(file)]
    told = {areas.short(name) for name, level in rows if level in ("province", "city", "county")}
    words = set(data("others")["no_place"].split())
    return frozenset(name for name in told - words if _SHORTEST <= len(name) <= _LONGEST)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = data("others")
    return {name: pattern(shape, words["lists"]) for name, shape in words["shapes"].items()}
