"""One bubble of ours as a message of customer service: text, or a menu whose lines can be tapped. Pure."""

from __future__ import annotations

from typing import Any

from bot.channels.base import Words
from bot.channels.bridge import numbered
from bot.channels.wechat.harmless import harmless

Body = dict[str, Any]


def as_text(words: Words) -> Body:
    return {"msgtype": "text", "text": {"content": harmless(words.text)}}


def as_menu(words: Words) -> Body:
    """Every line with its number in front: it works where tapping does not."""
    rows = [
        {"id": choice.data, "content": harmless(f"{place} {choice.label}", words.text)}
        for place, choice in enumerate(words.choices, 1)
    ]
    return {
        "msgtype": "msgmenu",
        "msgmenu": {"head_content": harmless(_sentence(words), words.text), "list": rows},
    }


def may_be_menu(words: Words) -> bool:
    """A menu needs something to say above its lines."""
    return bool(words.choices and _sentence(words).strip())


def _sentence(words: Words) -> str:
    """Without the numbered lines under it."""
    return words.text.removesuffix(numbered("", words.choices)).rstrip("\n") if words.choices else words.text
