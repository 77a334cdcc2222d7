"""One bubble of ours as a message of customer service: text, or a menu whose lines can be tapped. Pure."""

from __future__ import annotations

from typing import Any

from bot.channels.base import Words
from bot.channels.bridge import numbered
from bot.channels.wechat.xml import speakable
from bot.sentences import place_to_cut
from handlers.phrases import say

LIMIT = 2048
"""Bytes of UTF-8, choices included."""

Body = dict[str, Any]

_LEAST = 300
_HARMLESS = "\uff1c"
"""Looks like <. WeChat makes a link of <a href=…>, and a name that somebody typed may hold one."""


def as_text(words: Words, most: int = LIMIT) -> Body:
    """The choices stay whole, as numbered lines: of a text that is too long the sentence above is cut."""
    lines = _lines(words)
    head = cut(_sentence(words), max(most - _size(lines), _LEAST))
    return {"msgtype": "text", "text": {"content": (head + lines).strip("\n")}}


def as_menu(words: Words, most: int = LIMIT) -> Body:
    """Every line with its number in front: it works where tapping does not."""
    head = cut(_sentence(words), max(most - _size(_lines(words)), _LEAST))
    rows = [
        {"id": choice.data, "content": harmless(f"{place} {choice.label}")}
        for place, choice in enumerate(words.choices, 1)
    ]
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": head, "list": rows}}


def may_be_menu(words: Words) -> bool:
    """A menu needs something to say above its lines."""
    return bool(words.choices and _sentence(words).strip())


def harmless(text: str) -> str:
    return speakable(text).replace("<", _HARMLESS)


def cut(text: str, most: int) -> str:
    """Whole, or up to a sentence's end and then how to hear the rest."""
    if _size(text) <= most:
        return text
    more = say("wechat.more")
    return text[: place_to_cut(text, most - _size(more), "utf-8")].rstrip() + more


def _sentence(words: Words) -> str:
    """Without the numbered lines under it."""
    return harmless(words.text).removesuffix(_lines(words)).rstrip("\n")


def _lines(words: Words) -> str:
    return harmless(numbered("", words.choices)) if words.choices else ""


def _size(text: str) -> int:
    return len(text.encode())
