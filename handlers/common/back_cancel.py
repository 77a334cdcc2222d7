"""返回 取消 跳过 再说一遍, said where no question is open: never an error, always a way on."""

from __future__ import annotations

import re

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from handlers.ask import choices
from handlers.common import fallback
from handlers.filters import LONGEST, Global, Wants, bare
from handlers.phrases import say, words
from handlers.reading.words import GlobalWord
from storage import outbox
from storage.db import Session
from storage.models import Person, Staff

TO_LEAVE: tuple[GlobalWord, ...] = ("back", "cancel", "skip")


async def nothing_open(message: Message, person: Person, staff: Staff | None) -> None:
    if staff or person.is_employer:
        pairs = fallback.ways(person, staff)
    else:
        ways = (say("common.word_menu"), say("common.word_mine"), say("common.word_human"))
        pairs = [(word, f"say:{word}") for word in ways]
    await message.answer(say("common.nothing_open"), reply_markup=choices(*pairs))


async def polite(message: Message) -> None:
    """谢谢, 好的, 知道了: nothing is asked, so nothing is offered."""
    said = [
        bare(part).rstrip(say("start.particles")) or part
        for part in re.split(r"[，,。！!\s]+", (message.text or "")[:LONGEST])
        if part
    ]
    if not said or not set(said) <= set(words("common.polite")):
        raise SkipHandler
    await welcome(message)


async def welcome(message: Message) -> None:
    await message.answer(say("common.welcome"))


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
    router.message.register(polite)
    router.message.register(welcome, Wants("thanks"))
    return router
