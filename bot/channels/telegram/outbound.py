"""One bubble of ours becomes one message of Telegram, or several when it is long. Pure."""

from __future__ import annotations

import re

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.channels.base import Choice, Words

LIMIT = 4096
"""Telegram counts UTF-16 units: an emoji is two."""
MOST_BUTTONS = 100

_SENTENCE_END = re.compile(r"[。！？!?；;…\n][”’」』）)\]\"]*")
_BREATH = re.compile(r"[，,、：: ]")


def messages(to: str, words: Words) -> list[SendMessage]:
    """In the order in which they go out; the buttons hang on the last, below the whole text."""
    texts = parts(words.text)
    return [
        SendMessage(
            chat_id=to,
            text=text,
            parse_mode=None,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=keyboard(words.choices) if place == len(texts) else None,
        )
        for place, text in enumerate(texts, 1)
    ]


def keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    """One button a row: labels are whole words, and thumbs are broad."""
    rows = [
        [InlineKeyboardButton(text=_sendable(choice.label), callback_data=choice.data)]
        for choice in choices[:MOST_BUTTONS]
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def parts(text: str) -> list[str]:
    rest = _sendable(text)
    found = []
    while len(rest.encode("utf-16-le")) > 2 * LIMIT:
        place = _cut(rest)
        found.append(rest[:place].strip())
        rest = rest[place:]
    found.append(rest.strip())
    return [part for part in found if part] or [""]


def _cut(text: str) -> int:
    """After the last sentence that fits; a text without any is cut at a breath, or where it is full."""
    # "ignore" drops the first half of a character that would be torn apart.
    head = text.encode("utf-16-le")[: 2 * LIMIT].decode("utf-16-le", "ignore")
    for mark in (_SENTENCE_END, _BREATH):
        found = (one.end() for one in mark.finditer(text, len(head) // 2, len(head) + 8))
        if ends := [end for end in found if end <= len(head)]:
            return ends[-1]
    return len(head)


def _sendable(text: str) -> str:
    """Half characters and NUL would stop the request before it leaves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
