"""The menu of commands: each stands for the words a person would otherwise type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from handlers.phrases import say, words

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    word: str
    shown: str


@cache
def menu() -> tuple[Command, ...]:
    return tuple(Command(*line.split("|")) for line in words("telegram.commands"))


def spoken(text: str) -> tuple[str, str]:
    """What a typed text says in our words, and the payload if somebody came by a link (/start <payload>)."""
    typed = _COMMAND.fullmatch(text.strip())
    if typed is None:
        return text, ""
    name, rest = typed["name"].lower(), (typed["rest"] or "").strip()
    if name == "start":
        return say("telegram.start"), rest if _PAYLOAD.fullmatch(rest) else ""
    for command in menu():
        if command.name == name:
            return f"{command.word} {rest}".strip(), ""
    return text, ""
