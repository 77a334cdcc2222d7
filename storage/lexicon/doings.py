"""What is done to which thing, in either order and with small words between: 摘了三年的柚子 · 瓷砖我会贴."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import add

from storage.lexicon.families import Doing
from storage.lexicon.writing import folded

_SMALL = frozenset(
    "了过着得的地点些个几一二两三四五六七八九十半多百0123456789年月天日次车批吨亩斤包袋件块片根棵台间家户种这那下"
    "好大小新旧老整全各类人他她它你我俺咱自己别里外边"
)
_FAR = 5  # small words between verb and thing
_THEN = re.compile(r"(?:[的我俺咱也都还就]|会|能|可以|要|来|帮忙|谁|有没有人|有人|哪个|需要|想|自己){0,4}")
_ENDS = re.compile(r"$|[\W_]|[的吗嘛呢工师嘞个]")
_COUNTS = "种包串打片块件"  # after a number or 那 they count: 那种水果
_COUNTED = frozenset("这那各几哪某多一二两三四五六七八九十0123456789")


class Doings:
    def __init__(self, table: Iterable[tuple[str, Doing]]) -> None:
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for trade, (verbs, things) in table:
            of_trade: dict[str, tuple[str, ...]] = {folded(verb): (trade,) for verb in verbs}
            for thing in map(folded, things):
                before = found.get(thing)
                found[thing] = of_trade if before is None else _joined(before, of_trade)
        self._done_to: Mapping[str, Mapping[str, tuple[str, ...]]] = found
        self._lengths = _lengths(found)

    def trades(self, name: str) -> tuple[str, ...]:
        """The trades that do so: 摘柚子; nothing for any other name."""
        return next(
            (
                trades
                for cut in range(1, len(name) - 1)
                if (trades := self._done_to.get(name[cut:], {}).get(name[:cut]))
            ),
            (),
        )

    def plainest(self) -> Iterator[str]:
        """For each thing the verb that is named first: the doings worth a look when a word is misspelt."""
        return (next(iter(verbs)) + thing for thing, verbs in self._done_to.items())

    def all_in(self, said: str) -> Iterator[tuple[str, int, int]]:
        """Name, start and end of each doing, whether or not they overlap."""
        pairs = map(self._lengths.get, map(add, said, said[1:]))  # in C: most pairs begin no thing
        for at, lengths in enumerate(pairs):
            for length in lengths or ():
                thing = said[at : at + length]
                if verbs := self._done_to.get(thing):
                    yield from _before(said, at, thing, verbs)
                    yield from _behind(said, at, thing, verbs)


def _before(said: str, at: int, thing: str, verbs: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    end = at
    while True:
        for verb in verbs:
            start = end - len(verb)
            if said.startswith(verb, max(0, start)) and start >= 0 and not _counts(said, start, verb):
                yield verb + thing, start, at + len(thing)
                return
        end -= 1
        if end <= 0 or at - end > _FAR or said[end] not in _SMALL:
            return


def _behind(said: str, at: int, thing: str, verbs: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    then = _THEN.match(said, at + len(thing))
    place = then.end() if then else at + len(thing)
    for verb in verbs:
        if said.startswith(verb, place) and _ENDS.match(said, place + len(verb)):
            yield verb + thing, at, place + len(verb)


def _counts(said: str, at: int, verb: str) -> bool:
    return verb in _COUNTS and at > 0 and said[at - 1] in _COUNTED


def _joined(
    one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Two trades do something to this thing; where it is the same, both may be meant."""
    return {verb: tuple(dict.fromkeys(one.get(verb, ()) + other.get(verb, ()))) for verb in {**one, **other}}


def _lengths(things: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for thing in things:
        found.setdefault(thing[:2], set()).add(len(thing))
    return {start: tuple(long) for start, long in found.items()}
