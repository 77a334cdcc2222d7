"""返回 取消 跳过 再说一遍, said where no question is open: never an error, always a way on."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import Message

from handlers.ask import choices
from handlers.filters import Global
from handlers.phrases import say
from handlers.reading.words import GlobalWord
from storage import outbox
from storage.db import Session

TO_LEAVE: tuple[GlobalWord, ...] = ("back", "cancel", "skip")


async def nothing_open(message: Message) -> None:
    words = (say("common.word_menu"), say("common.word_mine"), say("common.word_human"))
    await message.answer(
        say("common.nothing_open"), reply_markup=choices(*((word, f"say:{word}") for word in words))
    )


async def once_more(message: Message, session: Session, address_id: int) -> None:
    """The last thing they heard, word for word; its numbers still count."""
    said = await outbox.last_heard(session, address_id)
    for text in said or [say("common.nothing_said")]:
        await message.answer(text)


def conversation() -> Router:
    router = Router(name="back_cancel")
    for word in TO_LEAVE:
        router.message.register(nothing_open, Global(word, idle=True))
    router.message.register(once_more, Global("repeat", idle=True))
    return router
