"""Where names stand in a text: one pass, a few look-ups a character, however many names there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import add
from typing import Literal, NamedTuple

from storage.lexicon import parted
from storage.lexicon.trade_table import Meanings

_LONGEST = 8  # a slip by eye is looked for in names up to this long
Step = Literal["exact", "inside", "sound", "shape", "fuzzy"]
"""How a name was found: it is all that was said, stands in the text, or was heard, seen or nearly written."""


class Hit(NamedTuple):
    """A name that stands in the text, or something `close` to it (1 is letter for letter)."""

    name: str
    at: int
    end: int
    close: float = 1.0
    step: Step = "inside"


_OF_WORK = frozenset("资作程具时伤龄钱友")  # 工资, 工作


class Starts:
    """How long the names may be that begin at each place: their first two characters tell, in C."""

    def __init__(self, names: Iterable[str]) -> None:
        long: dict[str, set[int]] = {}
        for name in names:
            if len(name) > 1:
                long.setdefault(name[:2], set()).add(len(name))
        same: dict[tuple[int, ...], tuple[int, ...]] = {}
        found = {start: tuple(sorted(held)) for start, held in long.items()}
        self._lengths = {start: same.setdefault(held, held) for start, held in found.items()}

    def all_in(self, said: str) -> Iterator[tuple[int, int]]:
        """Place and end of every stretch that may be a name."""
        most = len(said)
        for at, lengths in enumerate(map(self._lengths.get, map(add, said, said[1:]))):
            for length in lengths or ():
                if at + length <= most:
                    yield at, at + length


class NameIndex:
    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._starts = Starts(meanings)

    def all_in(self, said: str) -> list[Hit]:
        """Names in reading order; where two overlap, the longer one wins.

        So a lookalike hides the name in it: nobody means the 点工 in 几点工作.
        """
        names = (
            Hit(said[at:end], at, end)
            for at, end in self._starts.all_in(said)
            if said[at:end] in self._meanings
            and _is_word(said, at, end)
            and not self._of_wages(said, at, end)
        )
        apart = chain(self._meanings.doings.all_in(said), parted.all_in(said, self._meanings))
        return longest(chain(names, (Hit(*found) for found in apart)))

    def _of_wages(self, said: str, at: int, end: int) -> bool:
        """综合工资 is no 综合工; 保洁工资 is, because 保洁 is one."""
        return (
            said[end - 1] == "工"
            and said[end : end + 1] in _OF_WORK
            and said[end : end + 2] != "作业"
            and said[at : end - 1] not in self._meanings
        )

    def with_one_changed(self, said: str, place: int, char: str) -> list[Hit]:
        """Names that would stand there if one character were another."""
        start = max(0, place - _LONGEST)
        text = said[start:place] + char + said[place + 1 : place + _LONGEST]
        names = ((text[at:end], at, end) for at, end in self._starts.all_in(text))
        return [
            Hit(name, start + at, start + end)
            for name, at, end in chain(names, self._meanings.doings.all_in(text))
            if at <= place - start < end and self._meanings[name].trades
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


def _is_word(said: str, start: int, end: int) -> bool:
    """If Latin then a word of its own: QC, but not as part of another word."""
    joins_left = start > 0 and _latin(said[start]) and _latin(said[start - 1])
    return not joins_left and not (end < len(said) and _latin(said[end - 1]) and _latin(said[end]))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
