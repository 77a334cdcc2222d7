"""帮助: what can be said here, in six lines, for who asks. Inside a form the form itself explains."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import Message

from handlers.ask import choices
from handlers.filters import Global
from handlers.phrases import say, words
from storage.models import Person, Staff


async def explain(message: Message, person: Person, staff: Staff | None) -> None:
    if staff:
        text, rows = say("help.staff"), words("help.ways_staff")
    elif person.is_employer:
        text, rows = say("help.employers"), words("help.ways_employers")
    else:
        text, rows = say("help.text"), words("help.ways")
    pairs = ((label, f"say:{said}") for label, _, said in (row.partition("|") for row in rows))
    await message.answer(text, reply_markup=choices(*pairs))


def conversation() -> Router:
    router = Router(name="help")
    router.message.register(explain, Global("help", idle=True))
    return router
