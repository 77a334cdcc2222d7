"""The answer in the response: one text, its numbered choices also as links that can be tapped. Pure.

    1 <a href="weixin://bizmsgmenu?msgmenucontent=…&msgmenuid=…">…</a>

Tapped, WeChat sends the content as if the person had typed it, and mostly the id with it. The number stays in
front: it works where the link does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.channels.base import Choice, Words
from bot.channels.wechat.xml import Fields, speakable

LIMIT = 2048
"""Bytes of UTF-8. Of a longer text WeChat shows nothing at all."""

_LINE = re.compile(r"([0-9]{1,3}) (.+)")
# How the address is read again is written nowhere; these would end it, or begin something else.
_PLAIN = re.compile(r"[^\s&\"'<>%#?+\\]+")
_SPACE = re.compile(r"\s+")
_HARMLESS = "\uff1c"  # looks like <, and no browser takes it for one


def passive(words: Words, to: str, from_: str, now: datetime) -> Fields | None:
    """The fields of the answer, or None when there is nothing to say: an empty text is an error to WeChat."""
    text = _fitting(speakable(words.text))
    if not text.strip():
        return None
    linked = _linked(text, words.choices)
    return {
        "ToUserName": to,
        "FromUserName": from_,
        "CreateTime": int(now.timestamp()),
        "MsgType": "text",
        "Content": linked if _size(linked) <= LIMIT else text,
    }


def _fitting(text: str) -> str:
    """Without a tag of anybody's making: a name may hold <a href=…>. Within the limit, whatever it costs."""
    for sign in (_HARMLESS, "("):
        harmless = text.replace("<", sign)
        if _size(harmless) <= LIMIT:
            return harmless
    return text.replace("<", "(").encode()[:LIMIT].decode("utf-8", "ignore")


def _linked(text: str, choices: Sequence[Choice]) -> str:
    choices = [Choice(choice.label.replace("<", _HARMLESS), choice.data) for choice in choices]
    return "\n".join(_line(line, choices) for line in text.split("\n"))


def _line(line: str, choices: Sequence[Choice]) -> str:
    found = _LINE.fullmatch(line)
    if found is None or not 0 < int(found[1]) <= len(choices):
        return line
    number, label = found.groups()
    choice = choices[int(number) - 1]
    # Its number says which one is meant, should WeChat lose the id: where a label stands twice or has a gap
    # in it.
    alone = [one.label for one in choices].count(label) == 1
    content = label if alone and not _SPACE.search(label) else number
    if choice.label != label or not all(map(_PLAIN.fullmatch, (_SPACE.sub("", label), choice.data))):
        return line
    link = f"weixin://bizmsgmenu?msgmenucontent={content}&msgmenuid={choice.data}"
    return f'{number} <a href="{link}">{label}</a>'


def _size(text: str) -> int:
    return len(text.encode())
