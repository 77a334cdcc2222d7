"""求职登记: one sentence is enough; else at most four questions, and the notice before a name or a phone.

我会贴瓷砖 · 不做电工了                              → the trade is kept, alerts are promised: no question
我叫张三，会贴瓷砖，在城东，电话13000000001 → the card in one reply
补全资料                                             → what is missing, one at a time
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import consent
from handlers.common.handoff import hand_over
from handlers.filters import Said, Tapped
from handlers.forms import Form, Here, draft
from handlers.phrases import say, words
from handlers.reading.people.names import read_name
from handlers.reading.phone import read_phone
from handlers.worker import learning, profile
from handlers.worker.trades import meant
from storage import people, stations, teaching, workers
from storage.db import Session
from storage.lexicon import trades as lexicon
from storage.models import Person

FULL_STORY = {"phone", "name"}
SHOWN = 3


class WorkerRegistering(StatesGroup):
    """All questions of the form stand in one state; the draft says which is open."""

    asking = State()


async def begin(here: Here, person: Person) -> None:
    """补全资料: what is known is not asked; a draft from before is offered first."""
    await draft.put_aside(here.state)
    known = await profile.known(here, person)
    old = await draft.kept(here.state, FORM.name, here.now)
    if old and old.filled:
        await draft.add_known(here.state, FORM.name, known)
        await FORM.begin(here)
    else:
        await FORM.begin(here, known)


async def introduced(here: Here) -> None:
    """A sentence in which somebody tells who they are; all of it is taken, only the rest is asked."""
    session, text = here.session, here.message.text or ""
    # Nearly all sentences hold neither, and taking all of one in costs more than looking for these two.
    full = read_phone(text) or read_name(text)
    found = await FORM.swept(text, here) if full else {}
    if not full and await learning.changed(here.message, session, here.person_id, here.now):
        return
    told = FULL_STORY & found.keys() and (len(found) > 1 or "name" in found)
    tells = any(word in text for word in words("register.tells"))
    if (told or tells) and await stations.staff_of(session, here.person_id):
        raise SkipHandler  # 我是王强 to somebody in need: whoever works at the desk looks for no gig here
    if told:
        await draft.put_aside(here.state)
        person = await people.get(session, here.person_id)
        await FORM.begin(here, {**await profile.known(here, person), **found})
    elif tells:
        await told_trade(here.message, session, here.person_id, here.now)
    else:
        raise SkipHandler


async def told_trade(message: Message, session: Session, person_id: int, now: datetime) -> None:
    """我会贴瓷砖: kept at once, since a trade says nothing about who somebody is."""
    text = message.text or ""
    certain, ambiguous = meant(text)
    if ambiguous:
        if certain:  # 我是木工 也做水电: the second is kept, the first is asked about
            person = await people.get(session, person_id)
            await workers.learn_trades(session, person, certain, text)
        await learning.ask_which(message, ambiguous, noted=certain)
    elif certain and not any(word in text for word in words("register.asks")):
        await learning.learn(message, session, await people.get(session, person_id), now, certain, text)
    else:
        raise SkipHandler


async def chose_trade(
    query: CallbackQuery, picked: str, state: FSMContext, session: Session, person: Person, now: datetime
) -> None:
    await draft.put_aside(state)
    if isinstance(query.message, Message) and picked in lexicon.load().names():
        await learning.learn(query.message, session, person, now, (picked,), picked)


async def chose_only(
    query: CallbackQuery, picked: str, state: FSMContext, session: Session, person: Person, now: datetime
) -> None:
    await draft.put_aside(state)
    if isinstance(query.message, Message) and picked in lexicon.load().names():
        await learning.only(query.message, session, person, now, (picked,))


async def save(here: Here, filled: dict[str, Any]) -> None:
    person = await people.get(here.session, here.person_id)
    trades = profile.settled(filled)
    await people.set_trades(here.session, person.id, dict.fromkeys(trades, ""))
    await workers.learn_trades(here.session, person, trades, "")
    await teaching.meant(here.session, person.id, trades, here.now)
    await profile.keep(here, person, filled)
    text, markup = await learning.thanks(here.session, person, here.now, trades)
    if filled.get("agree") is False:
        text = "\n".join((say("register.without_name"), text))
    await here.message.answer(text, reply_markup=markup)


FORM = Form(
    "register",
    WorkerRegistering.asking,
    (
        profile.TRADES,
        profile.WHICH,
        profile.AREA,
        consent.QUESTION,
        profile.phone(optional=True),
        profile.NAME,
    ),
    save,
    hand_over,
)


def conversation() -> Router:
    router = Router(name="register")
    router.message.register(begin, Said("register.trigger"))
    FORM.routes(router)
    router.callback_query.register(chose_trade, Tapped("register.trade"))
    router.callback_query.register(chose_only, Tapped("register.only"))
    router.message.register(introduced)
    return router
