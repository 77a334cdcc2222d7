"""Many patterns as one: of hundreds of wordings only those are tried whose characters the text has.

A match of 死(?:给|畀)他 holds 死, and 他, and 给 or 畀: sets of characters, one of each. They are worked
out of the pattern itself: whoever adds a line to a table need not think of them. What is found is what one
long pattern of all branches would find: the leftmost, and of those the first in the table.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

# The parser of `re` is no promise of Python's, but the only reader of patterns that cannot disagree with it;
# tests/unit/test_lexicon_sieve.py compares what is found with the long pattern.
_parser: Any = importlib.import_module("re._parser")

_Needs = tuple[frozenset[str] | str, ...]
"""Of few characters a string: it takes a tenth of the room."""
_EVERYWHERE = dict.fromkeys(", 的工一个我不人了要有月天做上012358", 24)
_COMMON = dict.fromkeys(
    "厂招没包在两车老点来到打都就下子家机三那里钱师电发小会五十水给是住班开大员证板保收去地年手想时活装资名头以结百店傅们请"
    "过你好日得说女还晚安早找费多二可镇干吃中号四帮半先金么能饭场司出每八六吗带自货管现明午外薪业面块后公行这几学-4679",
    6,
)
_WEIGHTS = {**_COMMON, **_EVERYWHERE}
"""How little a character tells: these stand in one gig sentence of four to thirty."""
_MOST = 3  # sets that are asked before a pattern is tried
_WIDE = 60  # a set of more characters tells too little
_FEW = 12  # so many are tried at once sooner than sifted


class Sieve:
    def __init__(self, patterns: Iterable[str]) -> None:
        patterns = list(patterns)
        branches = [branch for pattern in patterns for branch in split(pattern)]
        if len(branches) < _FEW:
            branches = ["|".join(patterns)]
        self._branches: list[str | re.Pattern[str]] = [*branches]  # compiled when first tried
        self._needs: list[_Needs] = []
        self._always: list[int] = []
        self._by_char: dict[str, list[int]] = {}
        for place, branch in enumerate(branches):
            first, *others = needs(branch) or (None,)
            self._needs.append(tuple(filter(None, others)))
            if first is None:
                self._always.append(place)
            for char in first or ():
                self._by_char.setdefault(char, []).append(place)
        self._chars = frozenset(self._by_char)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The leftmost match; of two that begin together that of the earlier branch."""
        return _leftmost(self._tried(text), text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return next(filter(None, (pattern.fullmatch(text) for pattern in self._tried(text))), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        tried, place = self._tried(text), 0
        while found := _leftmost(tried, text, place):
            yield found
            place = found.end()

    def sub(self, instead: Callable[[re.Match[str]], str], text: str) -> str:
        parts, place = list[str](), 0
        for found in self.finditer(text):
            parts += text[place : found.start()], instead(found)
            place = found.end()
        return "".join((*parts, text[place:])) if parts else text

    def _tried(self, text: str) -> list[re.Pattern[str]]:
        held = _chars(text)
        places = {*self._always}
        for char in held & self._chars:
            places.update(self._by_char[char])
        tried = []
        for place in sorted(places):
            for one in self._needs[place]:
                if held.isdisjoint(one):
                    break
            else:
                branch = self._branches[place]
                if isinstance(branch, str):
                    branch = self._branches[place] = re.compile(branch)
                tried.append(branch)
        return tried


@lru_cache(maxsize=8)  # many sieves are asked about the same sentence
def _chars(text: str) -> frozenset[str]:
    return frozenset(text)


def _leftmost(patterns: Iterable[re.Pattern[str]], text: str, start: int) -> re.Match[str] | None:
    best: re.Match[str] | None = None
    for pattern in patterns:
        found = pattern.search(text, start)
        if found and (best is None or found.start() < best.start()):
            best = found
            if best.start() == start:
                break
    return best


def split(pattern: str) -> list[str]:
    """The alternatives of a pattern: parted at each | that stands in no bracket."""
    ends = [-1, *_bars(pattern), len(pattern)]
    return [pattern[start + 1 : end] for start, end in pairwise(ends)]


def _bars(pattern: str) -> Iterator[int]:
    depth, listed, escaped = 0, False, False
    for place, char in enumerate(pattern):
        if escaped or char == "\\":
            escaped = not escaped
        elif listed:
            listed = char != "]"
        elif char == "[":
            listed = True
        else:
            depth += (char == "(") - (char == ")")
            if char == "|" and not depth:
                yield place


_shared: dict[frozenset[str], frozenset[str] | str] = {}


def needs(pattern: str) -> _Needs:
    """Sets of characters, one of each in any match; the most telling first."""
    told = sorted(set(_of(_parser.parse(pattern))), key=_weight)[:_MOST]
    return tuple(_shared.setdefault(one, "".join(sorted(one)) if len(one) < _FEW else one) for one in told)


def _weight(chars: frozenset[str]) -> tuple[int, str]:
    return sum(_WEIGHTS.get(char, 1) for char in chars), "".join(sorted(chars))


def _of(sequence: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    return [one for sign, value in sequence for one in _of_part(str(sign), value) if len(one) <= _WIDE]


def _of_part(sign: str, value: Any) -> Sequence[frozenset[str]]:
    if sign == "LITERAL":
        return (frozenset(chr(value)),)
    if sign == "IN":
        return _of_set(value)
    if sign == "SUBPATTERN":
        return _of(value[-1])
    if sign == "BRANCH":
        ways = [min(_of(way), key=_weight, default=None) for way in value[1]]
        return () if None in ways else (frozenset().union(*filter(None, ways)),)
    if sign in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of(value[2]) if value[0] else ()
    if sign == "ASSERT":
        return _of(value[1])
    return ()


def _of_set(members: Iterable[tuple[Any, Any]]) -> Sequence[frozenset[str]]:
    chars = set[str]()
    for sign, value in members:
        if str(sign) == "LITERAL":
            chars.add(chr(value))
        elif str(sign) == "RANGE" and value[1] - value[0] < _WIDE:
            chars.update(map(chr, range(value[0], value[1] + 1)))
        else:  # \d, [^…]
            return ()
    return (frozenset(chars),)
