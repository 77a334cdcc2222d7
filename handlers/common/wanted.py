"""A plain wish that no conversation serves by itself: what the law says, a wrong that is not about wages.

Nothing is made up: the people of the station answer, with where and when they are there, and what was said
goes along to them when the person wants that. How this works, and where we are, is told at once.
"""

from __future__ import annotations

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.ask import choices
from handlers.common import handoff, help  # noqa: A004 (it is what people say)
from handlers.filters import Wants
from handlers.phrases import say
from storage import stations
from storage.db import Session
from storage.models import Person, Staff

LONG = 300


async def law(
    message: Message, state: FSMContext, session: Session, person: Person, staff: Staff | None
) -> None:
    """社保怎么交: a wrong answer would cost them, so a human gives it."""
    await _to_people(message, state, session, person, staff, "wanted.law")


async def wrong(
    message: Message, state: FSMContext, session: Session, person: Person, staff: Staff | None
) -> None:
    """押金不退, 被中介骗了: whoever is there hears of it when they say so."""
    await _to_people(message, state, session, person, staff, "wanted.wrong")


async def _to_people(
    message: Message, state: FSMContext, session: Session, person: Person, staff: Staff | None, key: str
) -> None:
    if staff:
        raise SkipHandler
    station = await stations.for_person(session, person)
    if station is None:
        await message.answer(say("handoff.alone"))
        return
    await state.update_data(unheard=(message.text or "")[:LONG])
    text = "\n".join((say(key), handoff.sign(station)))
    await message.answer(text, reply_markup=choices((say("handoff.ask"), "handoff.unheard")))


async def explain(
    message: Message, person: Person, staff: Staff | None, raw_state: str | None = None
) -> None:
    if raw_state is not None:
        raise SkipHandler  # the form explains itself
    await help.explain(message, person, staff)


def conversation() -> Router:
    router = Router(name="wanted")
    router.message.register(law, Wants("policy"))
    router.message.register(wrong, Wants("complain"))
    router.message.register(handoff.where, Wants("station"))
    router.message.register(explain, Wants("help"))
    return router
