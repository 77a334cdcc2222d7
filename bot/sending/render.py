"""Outbox kind + params -> words: `<kind>` in push.toml is the sentence, `<kind>_choices` its "label|data".

A parameter `media` names a stored file that goes in the place of the words, where a channel can send it.
`<kind>_notice` is what a form tells of it: title, place, when, pay. A kind without one has `bundle.notice`.
"""

from __future__ import annotations

from typing import Any

from bot.channels.base import Choice, Notice, Words
from bot.channels.bridge import numbered
from handlers import phrases


def offers(kind: str) -> bool:
    """Whether messages of this kind carry numbered choices."""
    return f"push.{kind}_choices" in phrases.book()


def render(kind: str, params: dict[str, Any]) -> Words:
    """Word it. Raises NoPhrase for an unknown kind and KeyError for a missing parameter."""
    lines = phrases.words(f"push.{kind}_choices") if offers(kind) else []
    pairs = (line.format(**params).split("|", 1) for line in lines)
    choices = tuple(Choice(label, data) for label, data in pairs)
    text = numbered(phrases.say(f"push.{kind}", **params), choices)
    return Words(text, choices, media=params.get("media", ""))


def notice(kind: str, params: dict[str, Any]) -> Notice:
    """That something waits, in the few words a form has room for."""
    key = f"push.{kind}_notice"
    lines = phrases.words(key if key in phrases.book() else "bundle.notice")
    title, place, when, pay = (*(line.format(**params) for line in lines), "", "", "")[:4]
    return Notice(title, phrases.say("bundle.note"), place=place, when=when, pay=pay)
