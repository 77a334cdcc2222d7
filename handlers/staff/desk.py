"""Where a member of staff is at their desk: asked for words, or asked which case their words are for."""

from __future__ import annotations

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.ask import choices
from handlers.phrases import say, words
from storage import cases
from storage.db import Session
from storage.models import Staff

MOST_ALARMS = 3


class Desk(StatesGroup):
    words = State()
    which = State()


async def leave(state: FSMContext) -> None:
    """Whatever was asked at the desk is off: the next sentence must not end a case nobody thinks of."""
    data = await state.get_data()
    if await state.get_state() in (Desk.words.state, Desk.which.state):
        await state.set_state(None)
    await state.set_data({name: value for name, value in data.items() if name != "desk"})


async def holds_none(message: Message, session: Session, staff: Staff, verb: str) -> None:
    """A word of the desk without a number, from whoever has no case: said so, with the alarms to be taken."""
    pairs = [
        (say("cases.choice_take", number=case.number), f"case.take:{case.id}")
        for case in (await cases.in_danger(session, staff))[:MOST_ALARMS]
    ]
    text = say("cases.none_held", word=words(f"cases.{verb}")[0])
    await message.answer(text, reply_markup=choices(*pairs) if pairs else None)
