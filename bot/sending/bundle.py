"""Several bubbles become one message, where a network takes only one. Pure.

Numbers run on through all of them, so that each stands for one choice. What does not fit waits for 更多.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.channels.base import Choice, Words
from bot.channels.bridge import SAYS, numbered
from bot.sentences import place_to_cut
from handlers.phrases import say

BETWEEN = "\n\n"
UTF8 = "utf-8"
WORTH_CUTTING = 300
"""Bytes; less of a bubble than that is no help, it comes whole with the next message."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """`words` leave now: the first `whole` bubbles, and of the next one all but `rest`."""

    words: Words
    whole: int
    rest: Words | None = None


def bundle(bubbles: Sequence[Words], most: int, behind: int = 0) -> Bundle:
    """As much as fits into so many bytes, in this order; `behind` more bubbles wait already."""
    together = _joined(bubbles)
    if not behind and _size(together) <= most:
        return Bundle(together, len(bubbles))
    now: list[Words] = []
    while len(now) < len(bubbles) and _size(_joined([*now, bubbles[len(now)], _more()])) <= most:
        now.append(bubbles[len(now)])
    whole, rest = len(now), None
    if whole < len(bubbles):
        left = most - _size(_joined([*now, Words(""), _more()]))
        if left >= WORTH_CUTTING or not now:
            first, rest = _cut(bubbles[whole], left)
            now.append(first)
    return Bundle(_joined([*now, _more()]), whole, rest)


def _more() -> Words:
    return Words(say("bundle.more"), (Choice(say("bundle.word"), SAYS + say("bundle.word")),))


def _joined(bubbles: Sequence[Words]) -> Words:
    """One text; the choices of all in the order in which they stand there."""
    texts: list[str] = []
    choices: tuple[Choice, ...] = ()
    for one in bubbles:
        texts.append(numbered(plain(one), one.choices, first=len(choices) + 1))
        choices += one.choices
    return Words(BETWEEN.join(texts), choices)


def plain(words: Words) -> str:
    """The sentence without the numbered lines that the bridge put under it."""
    lines = numbered("", words.choices)
    return words.text.removesuffix(lines) if words.choices else words.text


def head(words: Words, rest: Words) -> Words:
    """What was said of a bubble of which this is the rest."""
    return Words(plain(words).removesuffix(plain(rest)).strip())


def without(words: Words, said: Sequence[Words]) -> Words:
    """News beside a list that offers the same: 接单 1005 has one number, that of the list."""
    offered = {choice.data for one in said for choice in one.choices}
    own = tuple(choice for choice in words.choices if choice.data not in offered)
    return replace(words, text=numbered(plain(words), own), choices=own)


def _cut(words: Words, most: int) -> tuple[Words, Words]:
    """The choices stay with the end, where they are asked for."""
    text = plain(words)
    place = place_to_cut(text, most, UTF8)
    rest = Words(numbered(text[place:].lstrip(), words.choices), words.choices)
    return head(words, rest), rest


def _size(words: Words) -> int:
    return len(words.text.encode(UTF8, "surrogatepass"))
