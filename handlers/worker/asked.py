"""Asked out of the blue: 你是谁, 这个要钱吗, 57岁 还能做啥. A short true answer, and what can be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.ask import choices
from handlers.common import fallback
from handlers.phrases import say
from handlers.reading.wants.age import adult_told
from handlers.reading.wants.asides import Aside, aside, may_i
from handlers.worker import find
from storage.db import Session
from storage.models import Person, Staff
from storage.views import PersonView


class Asks(Filter):
    """Only where no question of ours is open: a form answers by itself, and asks on."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool | dict[str, Any]:
        question = aside(message.text or "") if raw_state is None else None
        return {"question": question} if question else False


async def explain(message: Message, question: Aside, person: Person, staff: Staff | None) -> None:
    if staff:
        raise SkipHandler
    await message.answer(say(f"aside.{question}"), reply_markup=choices(*fallback.ways(person, staff)))


class AsksMay(Filter):
    """我60了 还要不要, 我是女的可以不."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        return raw_state is None and may_i(message.text or "")


async def may(message: Message, session: Session, who: PersonView, now: datetime, state: FSMContext) -> None:
    if adult_told(message.text or ""):
        await state.update_data(adult=True)
    await message.answer(say("aside.may"))
    await find.show(message, session, who, now, find.Wish())


class TellsAge(Filter):
    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        return raw_state is None and adult_told(message.text or "")


async def noted_age(message: Message, state: FSMContext) -> None:
    """我今年53了，会贴砖: who says so is not asked at the first sign-up; the rest is for others to read."""
    await state.update_data(adult=True)
    raise SkipHandler


def conversation() -> Router:
    router = Router(name="asked")
    router.message.register(explain, Asks())
    router.message.register(may, AsksMay())
    router.message.register(noted_age, TellsAge())
    return router
