"""Turns of phrase: families of words that stand together, 不 想 去 or 我的投诉 … 到哪了.

Of `tables/turns.toml`, one line a turn. `a b`: b comes next, at most two characters between; `a ~ b`: b comes
later in the same clause; `a & b`: both are said, wherever; `$`: nothing more is said in the clause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from handlers.reading.wants.table import data
from handlers.reading.wants.words import LOOKED, Word

NEAR = 2
_Part = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    name: str
    needs: frozenset[str]
    parts: tuple[_Part, ...]


def turns_in(words: Sequence[Word]) -> dict[str, tuple[int, int]]:
    """The turns that are heard, and where the first part of each begins and ends."""
    said = frozenset[str]().union(*(word.families for word in words))
    heard: dict[str, tuple[int, int]] = {}
    for turn in (turn for family in sorted(said & _by_family().keys()) for turn in _by_family()[family]):
        if turn.name not in heard and turn.needs <= said:
            spans = [_span(part, words) for part in turn.parts]
            if spans[0] and all(spans):
                heard[turn.name] = spans[0]
    return heard


def _span(part: _Part, words: Sequence[Word]) -> tuple[int, int] | None:
    for place, word in enumerate(words):
        if part[0] in word.families and (end := _goes_on(part, 1, words, place)):
            return word.start, end
    return None


def _goes_on(part: _Part, step: int, words: Sequence[Word], place: int) -> int | None:
    """Where it ends when the rest of the part follows the word at `place`."""
    last = words[place]
    if step == len(part):
        return last.end
    later = part[step] == "~"
    if part[step] == "$":
        ends = place + 1 == len(words) or words[place + 1].clause != last.clause
        return last.end if ends else None
    step += later
    near = LOOKED if later else NEAR
    for follows in range(place + 1, len(words)):
        word = words[follows]
        if word.clause != last.clause or word.start - last.end > near:
            return None
        if part[step] in word.families and (end := _goes_on(part, step + 1, words, follows)):
            return end
    return None


@cache
def _by_family() -> dict[str, tuple[Turn, ...]]:
    """Each turn under the family that the fewest turns need: of hundreds only some are looked at."""
    often = Counter(family for turn in turns() for family in turn.needs)
    by_family: dict[str, tuple[Turn, ...]] = {}
    for turn in turns():
        rare = min(sorted(turn.needs), key=often.__getitem__)
        by_family[rare] = (*by_family.get(rare, ()), turn)
    return by_family


@cache
def turns() -> tuple[Turn, ...]:
    return tuple(
        _turn(name, pattern)
        for name, (_, line) in data("turns")["turns"].items()
        for pattern in line.split("|")
    )


def _turn(name: str, pattern: str) -> Turn:
    parts = tuple(tuple(part.split()) for part in pattern.split("&"))
    return Turn(name, frozenset(step for part in parts for step in part) - {"~", "$"}, parts)
