"""未满16岁: a child who looks for work, or somebody who asks for one, is told kindly that it has to wait.

The law forbids anybody to introduce them (rule H10). It is no alarm; a child at work is one.
"""

from __future__ import annotations

from typing import Literal

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.forms import draft
from handlers.phrases import say
from handlers.reading.wants.age import child_under_16, own_age_under_16
from storage import workers
from storage.db import Session
from storage.models import Person

ASKED_BY_US = ("WorkerRegistering:", "Signing:")
"""Questions in which an age is the worker's own; elsewhere it belongs to the story that is told."""


class TooYoung(Filter):
    """They tell that they are not yet 16, or ask for a child who is not."""

    async def __call__(
        self, message: Message, raw_state: str | None = None
    ) -> bool | dict[str, Literal["own", "child"]]:
        text = message.text or ""
        if say("apply.years_old") not in text or not (raw_state or ASKED_BY_US[0]).startswith(ASKED_BY_US):
            return False
        if own_age_under_16(text):
            return {"whose": "own"}
        return {"whose": "child"} if child_under_16(text) else False


async def not_yet(message: Message, whose: str, state: FSMContext, session: Session, person: Person) -> None:
    if whose == "own":
        await workers.erase(session, person)
        await state.clear()
        await message.answer(say("apply.too_young"))
        return
    await draft.put_aside(state)
    await message.answer(say("apply.child_too_young"))


def conversation() -> Router:
    router = Router(name="young")
    router.message.register(not_yet, TooYoung(), flags={"first": True})
    return router
