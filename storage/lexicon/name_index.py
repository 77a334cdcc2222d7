"""Where names stand in a text: one pass, a few look-ups a character, however many names there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from operator import add
from typing import Literal

from storage.lexicon.trade_table import Meanings

Step = Literal["exact", "inside", "sound", "shape", "fuzzy"]
"""How a name was found: it is all that was said, stands in the text, or was heard, seen or nearly written."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that stands in the text, or something `close` to it (1 is letter for letter)."""

    name: str
    at: int
    end: int
    close: float = 1.0
    step: Step = "inside"


class NameIndex:
    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._lengths = lengths(meanings)

    def all_in(self, said: str) -> list[Hit]:
        """Names in reading order; where two overlap, the longer one wins.

        So a lookalike hides the name in it: nobody means the 点工 in 几点工作.
        """
        pairs = map(self._lengths.get, map(add, said, said[1:]))  # in C: most pairs begin no name
        names = (
            Hit(said[at : at + length], at, at + length)
            for at, found in enumerate(pairs)
            if found
            for length in found
            if said[at : at + length] in self._meanings and _is_word(said, at, at + length)
        )
        return longest(chain(names, (Hit(*found) for found in self._meanings.doings.all_in(said))))

    def with_one_changed(self, said: str, place: int, char: str) -> list[Hit]:
        """Names that would stand there if one character were another."""
        text = said[:place] + char + said[place + 1 :]
        return [
            Hit(text[at : at + length], at, at + length)
            for at in range(max(0, place - 7), min(place + 1, len(said) - 1))
            for length in self._lengths.get(text[at : at + 2], ())
            if at + length > place and text[at : at + length] in self._meanings and at + length <= len(said)
        ]


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits that overlap the longest, in reading order."""
    hits = list(hits)
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit.at - hit.end, -hit.close, hit.at)):
        places = range(hit.at, hit.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.at)


def lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters of the names -> how long the names that begin so are."""
    found: dict[str, set[int]] = {}
    for name in names:
        if len(name) > 1:
            found.setdefault(name[:2], set()).add(len(name))
    same: dict[tuple[int, ...], tuple[int, ...]] = {}
    many = {start: tuple(sorted(long)) for start, long in found.items()}
    return {start: same.setdefault(long, long) for start, long in many.items()}


def _is_word(said: str, start: int, end: int) -> bool:
    """Inside the text, and if Latin then a word of its own: QC, but not as part of another word."""
    if end > len(said):
        return False
    joins_left = start > 0 and _latin(said[start]) and _latin(said[start - 1])
    return not joins_left and not (end < len(said) and _latin(said[end - 1]) and _latin(said[end]))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
