"""帮助: what can be said here, in six lines. Inside a form the form itself explains."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import Message

from handlers.ask import choices
from handlers.filters import Global
from handlers.phrases import say


async def explain(message: Message) -> None:
    words = (say("help.find"), say("help.wages"), say("help.human"))
    await message.answer(say("help.text"), reply_markup=choices(*((word, f"say:{word}") for word in words)))


def conversation() -> Router:
    router = Router(name="help")
    router.message.register(explain, Global("help", idle=True))
    return router
