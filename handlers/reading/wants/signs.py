"""All that speaks for one wish or another in a sentence, each with where it stands.

A sign is a family of words, a turn of phrase, what another reader says of the whole, or how long it is.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.plain import once_a_turn, plain
from handlers.reading.wants.answers import only_answers
from handlers.reading.wants.asides import aside, may_i
from handlers.reading.wants.courtesy import greets, thanks
from handlers.reading.wants.going import read_going
from handlers.reading.wants.roster import asks_roster
from handlers.reading.wants.turns import turns_in
from handlers.reading.wants.words import words_of
from storage.lexicon import trades

ALWAYS = "always"
_SIZES = (4, 8, 16, 30, 60)


# 不去啦 answers too, but says more; looked at first, because the words are quickly found.
_SAYS_MORE = frozenset((
    "notgo", "takeback", "ask", "hire", "seek", "askhire", "wantdo", "sign", "mego", "post", "close",
    "unpaid", "rogue", "claim", "topic", "lawask", "you", "stopword", "person", "erase", "howto", "botask",
    "thanks", "gratitude", "hello", "mineask", "case", "whocan",
))  # fmt: skip


def _bare(text: str) -> bool:
    says_more = any(word.families & _SAYS_MORE for word in words_of(text))
    return not says_more and only_answers(text)


def _only_a_trade(text: str) -> bool:
    """瓷砖工, 看大门: the trade is nearly all of it."""
    said = plain(text).text.strip()
    return any(len(match.name) + 1 >= len(said) for match in trades.load().find(said))


_READERS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("unpaid work", is_wage_complaint),
    ("bare answer", _bare),
    ("only greets", greets),
    ("only thanks", thanks),
    ("asks back", aside),
    ("asks may I", may_i),
    ("asks who comes", asks_roster),
    ("only a trade", _only_a_trade),
)


@once_a_turn
def signs(text: str) -> dict[str, tuple[int, int]]:
    words, whole = words_of(text), (0, len(plain(text).text))
    heard: dict[str, tuple[int, int]] = {}
    for word in words:
        for family in word.families:
            heard.setdefault(family, (word.start, word.end))
    heard |= turns_in(words)
    heard |= {name: whole for name, reader in _READERS if reader(text)}
    if going := read_going(text):
        heard[f"going {going}"] = whole
    return heard | {size(text): whole, ALWAYS: whole}


def size(text: str) -> str:
    length = len(text.strip())
    return next((f"up to {most}" for most in _SIZES if length <= most), "longer")
