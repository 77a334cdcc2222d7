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
from bot.channels.wechat.harmless import LIMIT, harmless, size
from bot.channels.wechat.xml import Fields

_LINE = re.compile(r"([0-9]{1,3}) (.+)")
# How the address is read again is written nowhere; these would end it, or begin something else.
_PLAIN = re.compile(r"[^\s&\"'<>%#?+\\]+")
_SPACE = re.compile(r"\s+")


def passive(words: Words, to: str, from_: str, now: datetime) -> Fields | None:
    """The fields of the answer, or None when there is nothing to say: an empty text is an error to WeChat."""
    # Whatever it costs: of a longer text WeChat shows nothing at all.
    text = harmless(words.text).encode()[:LIMIT].decode("utf-8", "ignore")
    if not text.strip():
        return None
    linked = _linked(text, words.choices)
    return {
        "ToUserName": to,
        "FromUserName": from_,
        "CreateTime": int(now.timestamp()),
        "MsgType": "text",
        "Content": linked if size(linked) <= LIMIT else text,
    }


def _linked(text: str, choices: Sequence[Choice]) -> str:
    choices = [Choice(harmless(choice.label), choice.data) for choice in choices]
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
