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


async def more(
    query: CallbackQuery, state: FSMContext, session: Session, who: PersonView, now: datetime
) -> None:
    """The gigs of their trades again, the one they were told of among them."""
    await draft.put_aside(state)
    if isinstance(query.message, Message):
        await find.show(query.message, session, who, now, find.Wish())


def conversation() -> Router:
    router = Router(name="alerts")
    router.callback_query.register(not_today, Tapped("gig.pass"))
    router.callback_query.register(more, Tapped("gig.more"))
    return router
