"""The words of a sentence by their families: 我想去做保洁 is me, want, go and a trade.

The families (`tables/words.toml`) are plain words, found by a look into one dict. Of all ways to part a
sentence the one with the longest words counts, so that 我去不了 is 我 and 去不了, and 招呼 holds no 招.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from handlers.reading.plain import once_a_turn, plain
from handlers.reading.wants.mandarin import mandarin
from handlers.reading.wants.table import data
from storage.lexicon import trades

LOOKED = 400
"""Characters in which somebody has said what they want."""
NOTHING = "nothing"
_ENDS = frozenset(" ,。;!?、:…~\n")
_MARKS = {"?": "question mark", "!": "exclamation"}


_NONE = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    families: frozenset[str]
    clause: int


@once_a_turn
def words_of(text: str) -> tuple[Word, ...]:
    said = mandarin(text)[:LOOKED]
    held = {match.at: len(match.name) for match in reversed(trades.load().find(plain(text).text))}
    clauses, words, place = _clauses(said), list[Word](), 0
    for end, families in _parted(said, held):
        if families:
            words.append(Word(place, end, families, clauses[place]))
        place = end
    return tuple(words)


def _parted(said: str, held: dict[int, int]) -> list[tuple[int, frozenset[str]]]:
    """Where each word ends, and its families. A word of length n has n² points; counted from behind."""
    points, begins = [0] * (len(said) + 1), _begins()
    best: list[tuple[int, frozenset[str]]] = [(0, _NONE)] * len(said)
    for place in range(len(said) - 1, -1, -1):
        points[place], best[place] = points[place + 1], (place + 1, _NONE)
        if said[place] not in begins and place not in held:
            continue
        for end, families in _at(said, place, held).items():
            if points[end] + (end - place) ** 2 > points[place]:
                points[place], best[place] = points[end] + (end - place) ** 2, (end, families)
    parted, place = list[tuple[int, frozenset[str]]](), 0
    while place < len(said):
        end, families = best[place]
        if any(place <= at < end for at in held):
            families |= {"trade"}
        parted.append((end, families))
        place = end
    return parted


def _at(said: str, place: int, held: dict[int, int]) -> dict[int, frozenset[str]]:
    """The words that begin here, by where they end."""
    families, lengths = _families()
    found = {
        place + len(word): families[word]
        for length in lengths.get(said[place], ())
        if (word := said[place : place + length]) in families
    }
    for name, shape in _shapes().get(said[place], ()):
        if one := shape.match(said, place):
            found[one.end()] = found.get(one.end(), frozenset()) | {name}
    if place in held and place + held[place] <= len(said):
        end = place + held[place]
        found[end] = found.get(end, frozenset()) | {"trade"}
    return found


def _clauses(said: str) -> list[int]:
    clauses, now = list[int](), 0
    for char in said:
        now += char in _ENDS
        clauses.append(now)
    return clauses


@cache
def _families() -> tuple[dict[str, frozenset[str]], dict[str, tuple[int, ...]]]:
    """The families of each word, and for each first character how long its words are."""
    families: dict[str, frozenset[str]] = {}
    shared: dict[frozenset[str], frozenset[str]] = {}
    lengths: dict[str, set[int]] = {}
    for section, told in data("words").items():
        for family, words in told.items() if section != "shapes" else ():
            for word in words.split():
                both = families.get(word, frozenset()) | ({family} - {NOTHING})
                families[word] = shared.setdefault(both, both)
                lengths.setdefault(word[0], set()).add(len(word))
    return families, {char: tuple(sorted(told)) for char, told in lengths.items()}


@cache
def _begins() -> frozenset[str]:
    return frozenset(_families()[1]) | frozenset(_shapes())


@cache
def _shapes() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """The shapes of figures, by the characters they may begin with."""
    by_char: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name, (begins, pattern) in data("words")["shapes"].items():
        compiled = re.compile(pattern)
        for char in begins:
            by_char.setdefault(char, []).append((name, compiled))
    return {char: tuple(shapes) for char, shapes in by_char.items()}
