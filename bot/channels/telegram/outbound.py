"""One bubble of ours becomes one message of Telegram, or several when it is long. Pure."""

from __future__ import annotations

from aiogram.methods import SendDocument, SendMessage, SendPhoto, SendVideo, SendVoice
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
)

from bot.channels.base import Choice, Words
from bot.sentences import place_to_cut

LIMIT = 4096
"""Telegram counts UTF-16 units: an emoji is two."""
MOST_BUTTONS = 100
FILES = ("jpg", "png", "webp", "gif", "oga", "ogg", "mp3", "m4a", "amr", "speex", "mp4", "bin")


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


def file(to: str, data: bytes, ending: str) -> SendPhoto | SendVoice | SendVideo | SendDocument:
    """A picture, voice or video that can be seen and heard in the chat; any other kind as a file to open."""
    sent = BufferedInputFile(data, f"file.{ending}")
    match ending:
        case "jpg" | "png" | "webp":
            return SendPhoto(chat_id=to, photo=sent)
        case "oga" | "ogg" | "mp3":
            return SendVoice(chat_id=to, voice=sent)
        case "mp4":
            return SendVideo(chat_id=to, video=sent)
    return SendDocument(chat_id=to, document=sent)


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
        place = place_to_cut(rest, 2 * LIMIT, "utf-16-le")
        found.append(rest[:place].strip())
        rest = rest[place:]
    found.append(rest.strip())
    return [part for part in found if part] or [""]


def _sendable(text: str) -> str:
    """Half characters and NUL would stop the request before it leaves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
