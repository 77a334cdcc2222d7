"""停: no more alerts, at once and from every state; 开 brings them back."""

from __future__ import annotations

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.ask import choices
from handlers.filters import Global, Said, Wants
from handlers.forms import draft
from handlers.phrases import say
from storage.db import Session
from storage.models import Person


async def stop(message: Message, state: FSMContext, session: Session, person: Person) -> None:
    await draft.put_aside(state)
    was_on, person.alerts = person.alerts, False
    session.add(person)
    key = "stop.off" if was_on else "stop.off_already"
    await message.answer(
        say(key), reply_markup=choices((say("stop.on_again"), f"say:{say('stop.on_again')}"))
    )


async def start_again(message: Message, session: Session, person: Person) -> None:
    was_on, person.alerts = person.alerts, True
    session.add(person)
    await message.answer(say("stop.on_already" if was_on else "stop.on"))


def conversation() -> Router:
    router = Router(name="stop")
    router.message.register(stop, Global("stop"))
    router.message.register(stop, Wants("stop"))
    router.message.register(start_again, Said("stop.again"))
    return router
