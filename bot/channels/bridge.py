"""Between our channels and aiogram: inbound messages become its events, a handler's answers become Words.

The chat id is the address's row id, the user id the person's. Choices are numbered in the text of every
channel; a number, a label or a tap comes back as the CallbackQuery of that choice.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import (
    CallbackQuery,
    Chat,
    InlineKeyboardMarkup,
    Location,
    Message,
    PhotoSize,
    User,
    Video,
    Voice,
)

from bot.channels.base import Choice, Inbound, Words
from bot.fsm import current
from handlers.light import like
from handlers.reading.choice import pick
from handlers.reading.plain import plain
from handlers.reading.wants.danger import danger
from handlers.reading.words import global_word
from storage.dialogues import Talk
from storage.lexicon.normalise import clean

said: ContextVar[list[Words]] = ContextVar("said")
"""What the Turn that runs in this task has answered so far."""
SAYS = "say:"
"""A choice "say:找活" is as good as typing 找活: a menu needs no handlers of the rooms it leads to."""
CHATTER = 4
"""So many characters around a label are 我要…吧; more of them say something of their own."""
_LONG_NUMBER = re.compile(r"\d{2,}")  # more than a place: it names a case or a gig
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
TEXT_CAP = 20_000
"""More than this no handler needs; the inbox keeps the message whole."""


class IsWord(Protocol):
    """What the switchboard knows: `Switchboard.is_word`."""

    def __call__(self, text: str, label: str | None = None) -> bool: ...


class NotInThisChat(Exception):
    """A handler spoke to somebody who is not in front of it. Lay the sentence in the outbox instead."""


class NoSuchMethod(Exception):
    """A handler used something only Telegram can do. Say it in words."""


class TurnSession(BaseSession):
    """The transport of every bot that runs conversations: it collects, and nothing leaves."""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        del timeout
        if isinstance(method, AnswerCallbackQuery):
            return True  # type: ignore[return-value]  # what Telegram answers to this method
        if isinstance(method, (SendMessage, EditMessageText)):
            lay(method.chat_id, method.text or "", method.reply_markup)
            return None  # type: ignore[return-value]  # nobody needs the sent message: it has not left yet
        raise NoSuchMethod(type(method).__name__)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        if url:
            raise NoSuchMethod("download")
        yield b""

    async def close(self) -> None:
        """Nothing is held."""


class Heard(Message):
    """A message of ours. Its answer goes straight into the Turn, without a request that nobody will send."""

    async def answer(  # type: ignore[override]  # awaited at once by whoever calls it, as aiogram's is
        self, text: str, *, reply_markup: InlineKeyboardMarkup | None = None, **more: Any
    ) -> None:
        if more:
            await super().answer(text, reply_markup=reply_markup, **more)
        else:
            lay(self.chat.id, text, reply_markup)


def lay(chat_id: int | str | None, text: str, markup: object) -> None:
    """Lay an answer into the Turn; the numbers of its choices mean something from now on."""
    talk = current.get()
    if chat_id != talk.address_id:
        raise NotInThisChat("answer")
    choices = _choices(markup)
    if choices:
        talk.menu = [(choice.label, choice.data) for choice in choices]
    said.get().append(Words(numbered(text, choices), choices))


@cache
def turn_bot() -> Bot:
    """The bot of every Turn; its token is a form aiogram asks for and never used."""
    return Bot("1:turn", session=TurnSession())


def numbered(text: str, choices: tuple[Choice, ...], first: int = 1) -> str:
    """The sentence with its choices as numbered lines: they work where nothing can be tapped."""
    return "\n".join([text, *(f"{place} {choice.label}" for place, choice in enumerate(choices, first))])


def _choices(markup: object) -> tuple[Choice, ...]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return ()
    buttons = (button for line in markup.inline_keyboard for button in line)
    return tuple(Choice(button.text, button.callback_data or "") for button in buttons)


def to_event(
    inbound: Inbound, talk: Talk, is_word: IsWord = lambda text, label=None: False
) -> Message | CallbackQuery:
    """The message as aiogram knows it; a number or label of the menu last shown becomes a tap."""
    if inbound.kind == "text" and _CODE.fullmatch(inbound.label):
        # Who came by a link or a QR code says so with their first word: 开始 s7.
        inbound = replace(inbound, text=f"{inbound.text} {inbound.label}")
    user, chat = like(_USER, id=talk.person_id), like(_CHAT, id=talk.address_id)
    tapped = inbound.text if inbound.kind == "tap" else _picked(inbound, talk, is_word)
    if tapped is not None and tapped.startswith(SAYS):
        inbound, tapped = replace(inbound, kind="text", text=tapped.removeprefix(SAYS)), None
    content = {} if tapped is not None else _content(inbound)
    message = like(_MESSAGE, Heard, date=inbound.at, chat=chat, from_user=user, **content)
    if tapped is None:
        return message
    return like(_TAP, from_user=user, message=message, data=clean(tapped)[:64])


_USER = User(id=1, is_bot=False, first_name="-").as_(turn_bot())
_CHAT = Chat(id=1, type="private").as_(turn_bot())
_MESSAGE = Message(message_id=1, date=datetime(2025, 1, 1, tzinfo=UTC), chat=_CHAT, from_user=_USER).as_(
    turn_bot()
)
_TAP = CallbackQuery(id="1", from_user=_USER, chat_instance="1", message=_MESSAGE, data="-").as_(turn_bot())


def _picked(inbound: Inbound, talk: Talk, is_word: IsWord) -> str | None:
    if inbound.kind not in ("text", "voice") or not talk.menu or not inbound.text:
        return None
    labels = [label for label, _ in talk.menu]
    word = is_word(inbound.text)
    if word and not any(inbound.text.strip() in label for label in labels):
        return None  # 我的报名 is a word of its own, whatever choice it resembles
    place = pick(inbound.text, labels)
    if place is None:
        return None
    if plain(inbound.text).text.strip() != str(place + 1) and _means_more(inbound.text, labels[place]):
        return None
    if word and inbound.text.strip() not in labels[place]:
        return None
    return None if is_word(inbound.text, labels[place]) else talk.menu[place][1]


def _means_more(text: str, label: str) -> bool:
    """Whether it is more than the choice it resembles: 讨薪，不给就跳楼 is danger, 取消 is not 取消报名.

    我在城东工地干了三个月要讨薪 holds a label and is a story all the same; 接单 1002 is neither 接单 1001 nor
    看 1002.
    """
    if "".join(text.split()) == "".join(label.split()):
        return False
    story = label in text and len(text) > len(label) + CHATTER
    return (
        story or bool(_LONG_NUMBER.search(text)) or global_word(text) is not None or danger(text) is not None
    )


def _content(inbound: Inbound) -> dict[str, Any]:
    text = clean(inbound.text[:TEXT_CAP])
    match inbound.kind:
        case "video":
            video = Video(file_id=inbound.media, file_unique_id=inbound.media, width=1, height=1, duration=0)
            return {"video": video, "caption": text or None}
        case "photo":
            photo = PhotoSize(file_id=inbound.media, file_unique_id=inbound.media, width=1, height=1)
            return {"photo": [photo], "caption": text or None}
        case "voice":
            voice = Voice(file_id=inbound.media, file_unique_id=inbound.media, duration=0)
            return {"voice": voice, "text": text or None}
        case "location" if inbound.lat is not None and inbound.lon is not None:
            return {
                "location": Location(latitude=inbound.lat, longitude=inbound.lon),
                "caption": clean(inbound.label[:TEXT_CAP]) or None,
            }
        case _:
            return {"text": text}


_FIELDS = tuple(Inbound.__dataclass_fields__)
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(inbound: Inbound) -> bytes:
    """For the inbox: whole, so that it can be worked on again from there."""
    kept = {name: value for name in _FIELDS if (value := getattr(inbound, name)) not in ("", None)}
    kept["at"] = inbound.at.isoformat()
    return _compact(kept).encode("utf-8", "surrogatepass")


def unpack(raw: bytes) -> Inbound:
    plain = json.loads(raw.decode("utf-8", "surrogatepass"))
    return Inbound(**{**plain, "at": datetime.fromisoformat(plain["at"])})
