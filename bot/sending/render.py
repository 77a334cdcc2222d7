"""Outbox kind + params -> words: `<kind>` in push.toml is the sentence, `<kind>_choices` its "label|data"."""

from __future__ import annotations

from typing import Any

from bot.channels.base import Choice, Words
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
    return Words(numbered(phrases.say(f"push.{kind}", **params), choices), choices)
