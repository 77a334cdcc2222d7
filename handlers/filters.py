"""When a handler is asked: the filters that the switchboard files handlers under.

Filters are classes with an async call: a plain function, `F.…` or a bare State would cost a thread hop.
The switchboard reads `words`, `openings`, `head` and a StateFilter's states to find candidates without
trying every handler; the call itself stays the truth.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers import phrases
from handlers.reading.wants.intent import meant
from handlers.reading.wants.wishes import Intent
from handlers.reading.words import GlobalWord, global_word
from storage.lexicon.normalise import speech

_DIGITS = re.compile("[0-9]{1,19}")
_DAY = re.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}")
LARGEST = 2**63 - 1
LONGEST = 24
"""A longer message is a sentence, never just a word."""


def bare(text: str) -> str:
    """A short message without the dress of typing: full-width, case, the full stop voice input adds."""
    return (
        speech(text[:LONGEST]).strip(" 。.，,!！?？~～")
        if len(text) <= LONGEST
        else text[:LONGEST].strip().lower()
    )


class Said(Filter):
    """The whole message is one of these words, whatever the state: `Said("find.trigger")`."""

    def __init__(self, *keys: str) -> None:
        self.words = frozenset(bare(word) for key in keys for word in phrases.words(key))

    async def __call__(self, message: Message) -> bool:
        return bare(message.text or "") in self.words


class Global(Filter):
    """A word that means the same everywhere (菜单 人工 停 …); `idle` ones only when no question is open."""

    def __init__(self, word: GlobalWord, *, idle: bool = False) -> None:
        self.word = word
        self.idle = idle

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        if self.idle and raw_state is not None:
            return False
        return global_word(message.text or "") == self.word


class Wants(Filter):
    """A sentence that plainly wants this, in whatever words (`handlers/reading/wants/intent.py`).

    Only what is sure enough counts: more of what is not taken back lightly.
    """

    def __init__(self, *intents: Intent) -> None:
        self.intents = intents

    async def __call__(self, message: Message) -> bool:
        wish = meant(message.text or "")
        if global_word(message.text or "") == "repeat":
            return False  # 再说一遍 has its own answer: the last one
        return wish.intent in self.intents and wish.sure


class Opens(Filter):
    """The message opens with one of these words; gives the handler what follows as `rest`.

    `own_words`: what follows may be anything, and a choice of the same label would only ask for it.
    """

    def __init__(self, *keys: str, own_words: bool = False) -> None:
        self.own_words = own_words
        words = {word for key in keys for word in phrases.words(key)}
        self.openings = tuple(sorted(words, key=len, reverse=True))

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        for word in self.openings:
            if text.startswith(word):
                return {"rest": text[len(word) :].strip(" :：,，。.#号")}
        return False


def plain_number(data: str) -> int | None:
    """A number in the data of a tap, small enough for an id; else None.

    Anybody may have written it: to Python ² is a digit too, and forty of them bring the ledger's driver down.
    """
    number = int(data) if _DIGITS.fullmatch(data) else None
    return number if number is not None and number <= LARGEST else None


def plain_day(data: str) -> date | None:
    """A day in the data of a tap: one of this century, so that a clock can be reckoned from it."""
    try:
        return date.fromisoformat(data) if _DAY.fullmatch(data) else None
    except ValueError:
        return None


class Tapped(Filter):
    """A choice by the head of its data: `Tapped("gig.apply")` hears "gig.apply:17".

    `picked` is then "17" and `picked_id` 17; 0, which no row has, when it is no id.
    """

    def __init__(self, head: str) -> None:
        self.head = head

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        head, _, rest = (query.data or "").partition(":")
        return {"picked": rest, "picked_id": plain_number(rest) or 0} if head == self.head else False
