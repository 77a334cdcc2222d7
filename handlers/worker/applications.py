"""报名: a worker takes a place on a gig, sees what they signed up for, and gives a place back.

1 / 报名17 / 17号 → (first time: 18? phone?) → 报上了: place, time, pay, phone
我报的名 → 取消报名 → the gig is open again, the employer hears of it
"""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import shown
from handlers.ask import choices
from handlers.filters import Opens, Said, Tapped, Wants, bare
from handlers.forms import Here, draft
from handlers.phrases import say, words
from handlers.reading.numerals import whole
from handlers.reading.wants.roster import asks_roster
from handlers.worker import find, joining, signing
from storage import applications, gig_news, gigs
from storage.applications import Outcome
from storage.db import Session
from storage.models import Gig, Person
from storage.views import PersonView

MOST = 5
LAST_DAY = 31


async def tapped(here: Here, picked_id: int, person: Person) -> None:
    await apply(here, await gigs.get(here.session, picked_id), person)


async def said(here: Here, person: Person, who: PersonView, rest: str = "") -> None:
    """报名17, 报名 17号; 我要报名 alone shows what there is."""
    number = whole(rest)
    if not rest and bare(here.message.text or "") in words("applications.which"):
        # For which one? These are there.
        await find.mine(here.message, here.state, here.session, who, here.now)
        return
    if number is None:
        raise SkipHandler
    await apply(here, await gigs.by_number(here.session, number), person)


async def only_number(message: Message, session: Session, who: PersonView, now: datetime) -> None:
    """17号, when there is such a gig; else it was a day, or a slip."""
    text = (message.text or "").strip(" 。.")
    mark = say("applications.number_mark")
    number = whole(text.removesuffix(mark)) if text.endswith(mark) else None
    gig = await gigs.by_number(session, number) if number else None
    if gig is None and number and number > LAST_DAY:
        await message.answer(say("apply.no_such"))
        return
    if gig is None:
        raise SkipHandler
    text = await shown.whole(session, gig, who, now)
    await message.answer(
        text, reply_markup=choices((say("find.apply", trade=gig.trade), f"gig.apply:{gig.id}"))
    )


async def apply(here: Here, gig: Gig | None, person: Person) -> None:
    """What is settled already is said before anything is asked."""
    await draft.put_aside(here.state)
    if gig is None:
        await here.answer(say("apply.no_such"))
        return
    mine = await applications.of(here.session, gig.id, person.id)
    if gig.ends_at <= here.now:
        await joining.instead(here, gig, person, say("apply.over", gig=shown.named(gig)))
    elif mine and mine.status in gigs.TAKING:
        await joining.tell(here, gig, person, Outcome.ALREADY)
    elif gig.status not in ("open", "full") or gig.starts_at <= here.now:
        await joining.tell(here, gig, person, Outcome.CLOSED)
    elif await gigs.places_left(here.session, gig) <= 0:
        await joining.tell(here, gig, person, Outcome.FULL)
    else:
        await signing.sign_up(here, gig, person)


async def mine(message: Message, state: FSMContext, session: Session, who: PersonView, now: datetime) -> None:
    await draft.put_aside(state)
    held = (await applications.of_person(session, who.id, now))[:MOST]
    if not held:
        pairs = ((say("applications.word_find"), f"say:{say('applications.word_find')}"),)
        await message.answer(say("applications.none"), reply_markup=choices(*pairs))
        return
    mine = ((shown.label(gig, now), f"gig.mine:{gig.id}") for gig in held)
    await message.answer(say("applications.mine", n=len(held)), reply_markup=choices(*mine))


async def asks_mine(
    message: Message, state: FSMContext, session: Session, who: PersonView, now: datetime
) -> None:
    """我这几天都报了啥子; 有人报名吗 is asked by somebody who has a gig out."""
    if asks_roster(message.text or ""):
        raise SkipHandler
    await mine(message, state, session, who, now)


async def one_of_mine(here: Here, picked_id: int, person: Person) -> None:
    """All of it again, and the way out."""
    await draft.put_aside(here.state)
    gig = await gigs.get(here.session, picked_id)
    held = await applications.of(here.session, gig.id, person.id) if gig else None
    if gig and gig.ends_at <= here.now:
        await joining.instead(here, gig, person, say("apply.over", gig=shown.named(gig)))
    elif gig and held and held.status in gigs.TAKING:
        await joining.tell(here, gig, person, Outcome.ALREADY)
    else:
        await here.answer(say("applications.not_on"))


async def leave(
    query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, person: Person, now: datetime
) -> None:
    await draft.put_aside(state)
    if isinstance(query.message, Message):
        await give_back(query.message, session, person.id, picked_id, now)


async def give_back(message: Message, session: Session, person_id: int, gig_id: int, now: datetime) -> None:
    gig = await gigs.get(session, gig_id)
    if gig and gig.ends_at <= now:
        pairs = ((say("applications.word_find"), f"say:{say('applications.word_find')}"),)
        text = say("apply.over", gig=shown.named(gig))
        await message.answer(text, reply_markup=choices(*pairs))
        return
    if gig is None or not await gig_news.give_back(session, gig.id, person_id, now):
        await message.answer(say("applications.not_on"))
        return
    again = (say("applications.again"), f"gig.apply:{gig.id}")
    text = say("applications.left", gig=shown.named(gig))
    await message.answer(text, reply_markup=choices(again) if gig.starts_at > now else None)


async def swap(here: Here, gig: Gig | None, person: Person) -> None:
    """The place that is in the way is given back for this one, as long as there is one to take."""
    if (
        gig
        and gig.status == "open"
        and gig.starts_at > here.now
        and await gigs.places_left(here.session, gig)
    ):
        held = await joining.in_the_way(here, gig, person)
        if held and held.id != gig.id:
            await gig_news.give_back(here.session, held.id, person.id, here.now)
    await apply(here, gig, person)


async def swapped(here: Here, picked_id: int, person: Person) -> None:
    await swap(here, await gigs.get(here.session, picked_id), person)


def conversation() -> Router:
    router = Router(name="applications")
    router.message.register(mine, Said("applications.trigger"))
    router.message.register(said, Opens("applications.opens"))
    router.message.register(only_number)
    router.message.register(asks_mine, Wants("mine"))
    router.callback_query.register(tapped, Tapped("gig.apply"))
    router.callback_query.register(one_of_mine, Tapped("gig.mine"))
    router.callback_query.register(leave, Tapped("gig.leave"))
    router.callback_query.register(swapped, Tapped("gig.swap"))
    signing.routes(router)
    return router
