"""Patterns found by the characters that they need: of a thousand turns of speech a post is asked a dozen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import chain

from storage.lexicon.sieve import needs, split


class Shelf:
    """Patterns under numbers. Each alternative stands by itself and is compiled when it is first wanted."""

    def __init__(self, shapes: Iterable[tuple[int, str]]) -> None:
        self._always: list[tuple[int, str]] = []
        self._under: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, shape in shapes:
            for one in split(shape):
                first, *_ = needs(one) or ("",)
                for char in first:
                    self._under[char].append((number, one))
                if not first:
                    self._always.append((number, one))

    def found(self, text: str) -> dict[int, list[re.Match[str]]]:
        """All that the patterns match, by number, in reading order."""
        near = (self._under[char] for char in frozenset(text) if char in self._under)
        hits: dict[int, list[re.Match[str]]] = defaultdict(list)
        for number, shape in frozenset(chain(self._always, *near)):
            hits[number] += (one for one in _compiled(shape).finditer(text) if one[0])
        order = sorted(number for number, found in hits.items() if found)
        return {number: sorted(hits[number], key=re.Match.span) for number in order}


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    return re.compile(shape)
