"""When a handler is asked: the filters that the switchboard files handlers under.

Filters are classes with an async call: a plain function, `F.…` or a bare State would cost a thread hop.
The switchboard reads `words`, `openings`, `head` and a StateFilter's states to find candidates without
trying every handler; the call itself stays the truth.
"""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers import phrases
from storage.lexicon.normalise import speech

_LONGEST = 24


def bare(text: str) -> str:
    """A short message without the dress of typing: full-width, case, the full stop voice input adds."""
    return (
        speech(text[:_LONGEST]).strip(" 。.，,!！?？~～")
        if len(text) <= _LONGEST
        else text[:_LONGEST].strip().lower()
    )


class Said(Filter):
    """The whole message is one of these words, whatever the state: `Said("find.trigger")`."""

    def __init__(self, *keys: str) -> None:
        self.words = frozenset(bare(word) for key in keys for word in phrases.words(key))

    async def __call__(self, message: Message) -> bool:
        return bare(message.text or "") in self.words


class Opens(Filter):
    """The message opens with one of these words; gives the handler what follows as `rest`."""

    def __init__(self, *keys: str) -> None:
        words = {word for key in keys for word in phrases.words(key)}
        self.openings = tuple(sorted(words, key=len, reverse=True))

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        for word in self.openings:
            if text.startswith(word):
                return {"rest": text[len(word) :].strip(" :：,，。.#号")}
        return False


class Tapped(Filter):
    """A choice by the head of its data: `Tapped("gig.apply")` hears "gig.apply:17", gives "17" as `picked`."""

    def __init__(self, head: str) -> None:
        self.head = head

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        head, _, rest = (query.data or "").partition(":")
        return {"picked": rest} if head == self.head else False
