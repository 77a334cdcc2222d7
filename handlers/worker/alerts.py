"""早上推送, answered: 不去, 看更多. 报名 is heard by applications.py, 停 by common/stop.py."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import Tapped
from handlers.forms import draft
from handlers.phrases import say
from handlers.worker import find
from storage.db import Session
from storage.views import PersonView


async def not_today(query: CallbackQuery) -> None:
    if isinstance(query.message, Message):
        await query.message.answer(say("alerts.not_today"))


async def kept(query: CallbackQuery) -> None:
    """Two gigs at one time: the one they had stays."""
    if isinstance(query.message, Message):
        await query.message.answer(say("apply.kept"))


async def more(
    query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, who: PersonView, now: datetime
) -> None:
    """The gigs of their trades, without the one they were told of."""
    await draft.put_aside(state)
    if isinstance(query.message, Message):
        await find.show(query.message, session, who, now, find.Wish(but=picked_id))


def conversation() -> Router:
    router = Router(name="alerts")
    router.callback_query.register(not_today, Tapped("gig.pass"))
    router.callback_query.register(kept, Tapped("gig.keep"))
    router.callback_query.register(more, Tapped("gig.more"))
    return router
