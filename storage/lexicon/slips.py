"""Names written wrong: by ear (打摸工, dianhan), by eye (又车), or with a letter wrong.

Only what the exact names leave unexplained is looked at. The less the words around it speak for a trade, the
closer to the name a slip must be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from storage.lexicon import drawn, sounds
from storage.lexicon.letters import Letters
from storage.lexicon.name_index import Hit, NameIndex, Starts, longest
from storage.lexicon.surroundings import SHORT, speak_for
from storage.lexicon.trade_table import Meanings

_SMALL = frozenset("的了在不没有个是我你他这那一二三四五六七八九十吗么呢要去来给就都也干完好过")
_MANY = 12  # misspelt things looked at in one text
_THING = 0.775  # one of two characters, and not quite the sound


class Slips:
    def __init__(self, meanings: Meanings, index: NameIndex) -> None:
        self._meanings, self._index = meanings, index
        names = [name for name, meaning in meanings.items() if meaning.trades and len(name) > 1]
        plain = {name for name in names if name in meanings[name].trades}
        names.sort(key=lambda name: name not in plain)  # of two that sound alike the plain one
        self._things = meanings.doings.things()
        self._sounding = Sounding(dict.fromkeys((*names, *self._things)))
        self._letters = Letters(meanings, names)
        # 跳楼 is not heard as 挑楼, of which no longer name is made
        short = {name for name in names if len(name) == 2}
        inside = (name[at : at + 2] for name in names if len(name) > 2 for at in range(len(name) - 1))
        self._common = (plain & short) | short.intersection(inside)

    def by_ear(self, said: str, known: set[int]) -> list[Hit]:
        """What sounds like a name, hanzi or pinyin, where not all is known already."""
        before = ""
        for heard in sounds.ways_heard(said):
            slips = list(self._sounding.slips(heard, known, before))
            before = heard.signs
            names = (hit for hit in slips if (means := self._meanings.get(hit.name)) and means.trades)
            hits = [hit for hit in names if self._good(said, hit, known)]
            hits = hits or list(self._done_to(said, slips))
            if hits:
                return longest(hits)
        return []

    def _done_to(self, said: str, slips: Iterable[Hit]) -> Iterator[Hit]:
        """摘李枝: the thing is misspelt, and what is done to it stands right beside."""
        things = (hit for hit in slips if hit.close >= _THING and hit.name in self._things)
        for thing in islice(things, _MANY):
            text = said[: thing.at] + thing.name + said[thing.end :]
            longer = len(text) - len(said)
            for name, at, end in self._meanings.doings.to(thing.name, text, thing.at):
                if end - at == len(name):
                    yield Hit(name, at, end - longer, max(thing.close, SHORT), "sound")

    def by_eye(self, said: str, known: set[int]) -> list[Hit]:
        """What looks like a name but for one character: 又车."""
        found = []
        for place, char in enumerate(said):
            if place in known or char in _SMALL:
                continue
            for other in drawn.meant_by().get(char, ""):
                for hit in self._index.with_one_changed(said, place, other):
                    close = round(1 - drawn.COST / len(hit.name), 3)
                    found.append(Hit(hit.name, hit.at, hit.end, close, "shape"))
        return longest(hit for hit in found if self._good(said, hit, known))

    def by_letters(self, said: str) -> list[Hit]:
        return list(self._letters.slips(said))

    def _good(self, said: str, hit: Hit, known: set[int]) -> bool:
        return speak_for(said, hit, known, common=hit.name in self._common)


class Sounding:
    """Words by how they sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, str | tuple[str, ...]] = {}  # mostly one word sounds so
        for word in words:
            for signs in sounds.signs_of(word):
                before = self._words.setdefault(signs, word)
                if before != word:
                    self._words[signs] = (*(before if isinstance(before, tuple) else (before,)), word)
        self._starts = Starts(self._words)

    def slips(self, heard: sounds.Heard, known: set[int], before: str = "") -> Iterator[Hit]:
        """What sounds like one of them and is written otherwise; not what sounded so `before`."""
        for first, last in self._starts.all_in(heard.signs):
            signs = heard.signs[first:last]
            words = self._words.get(signs)
            if not words or signs == before[first:last]:
                continue
            at, end = heard.at[first], heard.end(last)
            if known.issuperset(range(at, end)):
                continue
            units = heard.units[first:last]
            for word in (words,) if isinstance(words, str) else words:
                close = sounds.compared(word, units)
                if close < 1 and not any(_is_small(*pair) for pair in zip(word, units, strict=True)):
                    yield Hit(word, at, end, close, "sound")


def _is_small(meant: str, unit: str) -> bool:
    """Small words are no slips: 模的 is no 摩的."""
    return meant != unit and unit in _SMALL
