"""Whatever nobody understood: answered kindly, with something to choose. The third time a human is offered.

Nothing is opened that nobody asked for: their words go along only when they choose the human.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.ask import choices
from handlers.phrases import say, words
from storage import cases
from storage.db import Session
from storage.models import Person, Staff

IN_A_ROW = timedelta(minutes=3)
"""Misses further apart are no row: in between the person got what they wanted."""
PATIENCE = 3
LONG = 300
KINDS = ("wages", "handoff", "danger")


async def not_understood(
    message: Message,
    state: FSMContext,
    session: Session,
    person: Person,
    staff: Staff | None,
    now: datetime,
) -> None:
    text = (message.text or "").strip()
    offered = ways(person, staff)
    case = await cases.running(session, person.id, *KINDS)
    if case and text:  # most likely it belongs to what they have told us
        await state.update_data(more=text[:LONG])
        add = (say("fallback.add", number=case.number), f"case.add:{case.id}")
        await message.answer(say("fallback.text"), reply_markup=choices(add, *offered))
        return
    misses = await count(state, now)
    if misses >= PATIENCE and staff is None:
        await state.update_data(misses=[], unheard=text[:LONG])
        human = (say("handoff.ask"), "handoff.unheard")
        others = (way for way in offered if way[0] != human[0])
        await message.answer(say("fallback.human"), reply_markup=choices(human, *others))
        return
    await message.answer(say(f"fallback.{kind_of(message)}"), reply_markup=choices(*offered))


async def count(state: FSMContext, now: datetime) -> int:
    """How many times in a row nothing was understood."""
    before = [at for at in (await state.get_data()).get("misses", []) if _recent(at, now)]
    await state.update_data(misses=[*before, now.isoformat()])
    return len(before) + 1


def _recent(at: str, now: datetime) -> bool:
    return now - datetime.fromisoformat(at) < IN_A_ROW


def kind_of(message: Message) -> str:
    """What it is that was not understood."""
    if message.photo:
        return "photo"
    if message.text and message.text.strip():
        return "long" if len(message.text) > LONG else "text"
    if message.voice:
        return "voice"
    if message.video:
        return "video"
    return "location" if message.location else "empty"


def ways(person: Person, staff: Staff | None) -> list[tuple[str, str]]:
    """The few things nearly everybody comes for who is what they are."""
    if staff:
        rows = words("fallback.of_staff")
    else:
        rows = words("fallback.of_employers" if person.is_employer else "fallback.ways")
    return [(label, f"say:{said}") for label, _, said in (row.partition("|") for row in rows)]


async def gone(query: CallbackQuery, person: Person, staff: Staff | None) -> None:
    """A choice nobody listens to: of an older release, or made up."""
    if isinstance(query.message, Message):
        await query.message.answer(say("fallback.gone"), reply_markup=choices(*ways(person, staff)))


def conversation() -> Router:
    router = Router(name="fallback")
    router.message.register(not_understood)
    router.callback_query.register(gone)
    return router
