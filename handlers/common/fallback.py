"""Whatever nobody understood: answered kindly, with something to choose. The third time a human is called."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.ask import choices
from handlers.common.handoff import hand_over
from handlers.forms import here_of
from handlers.phrases import say, words
from storage.db import Session

IN_A_ROW = timedelta(minutes=3)
"""Misses further apart are no row: in between the person got what they wanted."""
PATIENCE = 3
LONG = 300


async def not_understood(
    message: Message,
    state: FSMContext,
    session: Session,
    now: datetime,
    address_id: int,
    channel: str,
) -> None:
    misses = await count(state, now)
    if misses >= PATIENCE:
        await state.update_data(misses=[])
        await hand_over(
            here_of(message, state, session, now, address_id, channel), (message.text or "")[:LONG]
        )
        return
    await message.answer(say(f"fallback.{kind_of(message)}"), reply_markup=choices(*ways()))


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
    return "location" if message.location else "empty"


def ways() -> list[tuple[str, str]]:
    """The few things nearly everybody comes for."""
    return [
        (label, f"say:{said}") for label, _, said in (row.partition("|") for row in words("fallback.ways"))
    ]


async def gone(query: CallbackQuery) -> None:
    """A choice nobody listens to: of an older release, or made up."""
    if isinstance(query.message, Message):
        await query.message.answer(say("fallback.gone"), reply_markup=choices(*ways()))


def conversation() -> Router:
    router = Router(name="fallback")
    router.message.register(not_understood)
    router.callback_query.register(gone)
    return router
