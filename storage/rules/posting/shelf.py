"""Patterns found by the characters that they need: of a thousand turns of speech a post is asked a dozen.

All of them tried on every sentence would take longer than the rest of the reading. What a pattern needs is
read off its own text, so that nobody keeps it up by hand; where that is not plain, it is always tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, pairwise

Needs = frozenset[str]
"""One of these has to be there; an empty set: no telling."""

_NOTHING: Needs = frozenset()


class Shelf:
    """Patterns under numbers. Each alternative stands by itself and is compiled when it is first wanted."""

    def __init__(self, shapes: Iterable[tuple[int, str]], common: str = "") -> None:
        self._always: list[tuple[int, str]] = []
        self._under: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, shape in shapes:
            for one in _alternatives(shape):
                for char in (needed := needs(one, common)):
                    self._under[char].append((number, one))
                if not needed:
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


def needs(shape: str, common: str = "") -> Needs:
    """What a regular expression needs; `common` are characters that hardly any post is without."""
    found = [_of_branch(one, common) for one in _alternatives(shape)]
    return frozenset().union(*found) if all(found) else _NOTHING


def _alternatives(shape: str) -> list[str]:
    """Parted at the bars that stand in no bracket."""
    bars = [-1, *(at for at, part in _parts(shape) if part == "|"), len(shape)]
    return [shape[start + 1 : end] for start, end in pairwise(bars)]


def _of_branch(branch: str, common: str) -> Needs:
    """Of all that has to be there the rarest."""
    parts = [part for _, part in _parts(branch)]
    told = [_of_part(part, common) for part, after in pairwise([*parts, ""]) if not _may_miss(after)]
    return min(
        filter(None, told), key=lambda one: sum(9 if c in common else 1 for c in one), default=_NOTHING
    )


def _may_miss(quantifier: str) -> bool:
    return quantifier[:1] in ("?", "*") or quantifier[:2] in ("{0", "{,")


def _of_part(part: str, common: str) -> Needs:
    if part.startswith("["):
        plain = part[1] != "^" and "\\" not in part and "-" not in part[2:-2]
        return frozenset(part[1:-1]) if plain else _NOTHING
    if part.startswith("("):
        inner = part[1:-1]
        if inner.startswith("?:"):
            return needs(inner[2:], common)
        return _NOTHING if inner.startswith("?") else needs(inner, common)
    return frozenset(part) if len(part) == 1 and part not in ".^$|?*+" else _NOTHING


def _parts(shape: str) -> Iterator[tuple[int, str]]:
    """A pattern's parts with their places: characters, escapes, classes, groups, quantifiers, bars."""
    at = 0
    while at < len(shape):
        end = _end(shape, at)
        yield at, shape[at:end]
        at = end


def _end(shape: str, at: int) -> int:
    char = shape[at]
    if char == "\\":
        return at + 2
    if char == "[":
        return _closed(shape, at)
    if char == "{":
        return shape.index("}", at) + 1
    if char != "(":
        return at + 1
    depth = 0
    while True:
        if shape[at] == "(":
            depth += 1
        elif shape[at] == ")":
            depth -= 1
        at = _end(shape, at) if shape[at] in "\\[" else at + 1
        if depth == 0:
            return at


def _closed(shape: str, at: int) -> int:
    """Behind the bracket that closes a class."""
    at += 2 if shape[at + 1] != "^" else 3
    while shape[at] != "]":
        at += 2 if shape[at] == "\\" else 1
    return at + 1
