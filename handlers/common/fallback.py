"""Whatever nobody understood: answered kindly, with something to choose. The third time a human is offered.

Nothing is opened that nobody asked for: their words go along only when they choose the human.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import held
from handlers.ask import Menu, choices
from handlers.phrases import say, words
from handlers.reading.numerals import whole
from handlers.reading.trades.unknown_word import unknown_word
from storage import cases, teaching
from storage.db import Session
from storage.models import Person, Staff

IN_A_ROW = timedelta(minutes=3)
"""Misses further apart are no row: in between the person got what they wanted."""
PATIENCE = 3
LONG = 300
MOST = 6
"""Choices in one bubble."""
DIGITS = 2
LASTING = ("gig.apply", "gig.see", "gig.more", "gig.pass", "gig.swap", "gig.keep", "find.")
"""Choices of an alert or a list: they stay under a sentence that was not understood."""
KINDS = ("wages", "handoff", "danger")


async def not_understood(
    message: Message,
    state: FSMContext,
    session: Session,
    person: Person,
    staff: Staff | None,
    now: datetime,
    menu: Menu = (),
) -> None:
    await held.hold(message, state, now)
    text = (message.text or "").strip()
    if menu and outside(text, menu):
        text = say("fallback.outside", n=len(menu)) if len(menu) > 1 else say("fallback.outside_one")
        await message.answer(text, reply_markup=choices(*menu))
        return
    offered = ways(person, staff)
    if still := lasting(menu)[: MOST - 1]:
        offered = [*still, offered[-1]]
    case = await cases.running(session, person.id, *KINDS)
    if case and text:  # most likely it belongs to what they have told us
        await state.update_data(more=text[:LONG])
        add = (say("fallback.add", number=case.number), f"case.add:{case.id}")
        await message.answer(say("fallback.text"), reply_markup=choices(add, *offered[: MOST - 1]))
        return
    if staff is None and (word := unknown_word(text)):
        await teaching.missed(session, word, person.id, now)
    misses = await count(state, now)
    if misses >= PATIENCE and staff is None:
        await state.update_data(misses=[], unheard=text[:LONG])
        human = (say("handoff.ask"), "handoff.unheard")
        others = (way for way in offered if way[0] != human[0])
        await message.answer(say("fallback.human"), reply_markup=choices(human, *list(others)[: MOST - 1]))
        return
    await message.answer(say(f"fallback.{kind_of(message)}"), reply_markup=choices(*offered))


def outside(text: str, menu: Menu) -> bool:
    """7 where there are three: a slip. More digits are a phone or a case."""
    said = text.strip(" 。.，,")
    number = whole(said) if len(said) <= DIGITS else None
    return number is not None and not 1 <= number <= len(menu)


def lasting(menu: Menu) -> list[tuple[str, str]]:
    """What they could choose until now, of gigs."""
    return [(label, data) for label, data in menu if data.startswith(LASTING)]


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
