"""Names with one character wrong, missing, too many or swapped, in a short answer: 洗啊碗工, 架仔工."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from storage.lexicon.drawn import drawn_alike
from storage.lexicon.name_index import Hit
from storage.lexicon.sounds import compared
from storage.lexicon.surroundings import core
from storage.lexicon.trade_table import Meanings

_LONG = 4  # in a longer name one character may be any other
_NEAR_LIMIT = 60  # any wrong letter at all is thought of in a short answer, not in a letter
_PERSON = "工员师嫂佬匠仔"
_SHORT = 6  # in such a name two characters may be swapped
_SWAPPED = 0.5  # what two swapped characters cost, of one
_AFTER = "\U0010ffff"  # sorts behind whatever follows
_PIECES = re.compile(r"[^\W_]+")


class Letters:
    """Names by what one slip leaves as it is: their first two characters, or their last two, or both ends.

    Two sorted lists hold that in a tenth of the memory of a table of ends, and short answers are rare.
    """

    def __init__(self, meanings: Meanings, names: Iterable[str]) -> None:
        self._meanings = meanings
        self._by_start = sorted(name for name in names if len(name) > 2)
        self._by_end = sorted(self._by_start, key=_backwards)
        self._longest = max(map(len, self._by_start), default=0)

    def slips(self, said: str) -> Iterator[Hit]:
        for piece in _PIECES.finditer(said) if len(said) <= _NEAR_LIMIT else ():
            answer = core(piece[0])
            start = said.find(answer, piece.start())
            for name in self._near(answer):
                if close := _one_apart(name, answer):
                    yield Hit(name, start, start + len(answer), close, "fuzzy")

    def _near(self, answer: str) -> Iterable[str]:
        if not 2 < len(answer) <= self._longest + 1:  # one character of two is no evidence: 保险 is not 保洁
            return ()
        if answer.isdigit():  # 接单 1001 is no slip of 10010
            return ()
        swapped = _swapped(answer) if len(answer) <= _SHORT else ()
        shared = [name for name in swapped if self._meanings[name].trades]
        first, last, two, end = answer[0], answer[-1], answer[:2], answer[-2:]
        shared += (
            name
            for name in self._by_start[
                bisect_left(self._by_start, first) : bisect_right(self._by_start, first + _AFTER)
            ]
            if name.startswith(two) or name[-1] == last
        )
        shared += self._by_end[
            bisect_left(self._by_end, end[::-1], key=_backwards) : bisect_right(
                self._by_end, end[::-1] + _AFTER, key=_backwards
            )
        ]
        return dict.fromkeys(name for name in shared if abs(len(name) - len(answer)) < 2)


def _backwards(name: str) -> str:
    return name[::-1]


def _swapped(answer: str) -> Iterator[str]:
    for at in range(len(answer) - 1):
        yield answer[:at] + answer[at + 1] + answer[at] + answer[at + 2 :]


def _one_apart(name: str, answer: str) -> float:
    """How close they are when one slip lies between them; else 0."""
    apart = [at for at, (one, other) in enumerate(zip(name, answer, strict=False)) if one != other]
    if len(name) == len(answer):
        if len(apart) == 2 and apart[0] + 1 == apart[1] and name[apart[0]] == answer[apart[1]]:
            return round(1 - _SWAPPED / len(name), 3)
        if len(apart) != 1:
            return 0.0
        good = len(name) > _LONG or _same_ends(name, answer) or drawn_alike(name, answer, apart)
        return max(round(1 - 1 / len(name), 3), compared(name, answer)) if good else 0.0
    shorter, longer = sorted((name, answer), key=len)
    at = apart[0] if apart else len(shorter)
    if len(longer) > len(shorter) + 1 or shorter != longer[:at] + longer[at + 1 :]:
        return 0.0
    doubled = longer[at - 1 : at] == longer[at : at + 1]
    return round(2 * len(shorter) / (len(name) + len(answer)), 3) if len(shorter) > 2 or doubled else 0.0


def _same_ends(name: str, answer: str) -> bool:
    """砍这工 is 砍蔗工, but 换手机 is not 修手机: only people, and only the middle may differ."""
    return name[0] == answer[0] and name[-1] == answer[-1] in _PERSON
