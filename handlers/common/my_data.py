"""我的资料 and 删除我的信息: what is kept about a person, and all of it gone when they say so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.ask import choices
from handlers.common.handoff import hand_over
from handlers.filters import Global, Said, Wants, bare
from handlers.forms import Form, Here, Question, draft
from handlers.phrases import say, words
from handlers.reading.choice import yes_no
from handlers.reading.phone import mask
from storage import applications, cases, employers, gig_news, gigs, people, workers
from storage.db import Session
from storage.models import Person

KINDS = ("wages", "handoff", "danger", "parked")
"""Whatever is still being dealt with stays until it is."""


class Erasing(StatesGroup):
    """Asked once, whether they mean it."""

    sure = State()


async def show(message: Message, state: FSMContext, session: Session, person: Person) -> None:
    await draft.put_aside(state)
    kept = await workers.kept(session, person)
    nothing = say("my_data.nothing")
    await message.answer(
        say(
            "my_data.kept",
            name=kept.name or nothing,
            phone=mask(kept.phone) if kept.phone else nothing,
            trades="、".join(kept.trades[:3]) or nothing,
            place=kept.place or nothing,
        ),
        reply_markup=choices(
            *((say(f"my_data.{key}"), f"say:{say(f'my_data.{key}')}") for key in ("change", "erase"))
        ),
    )


async def ask_erase(here: Here) -> None:
    await draft.put_aside(here.state)
    await FORM.begin(here)


async def forget(session: Session, person: Person, now: datetime) -> list[int]:
    """Forget who somebody is; the numbers of the cases that stay until they are over.

    Places are given back and gigs called off, so that nobody waits for somebody without a name.
    """
    for gig in await applications.of_person(session, person.id, now):
        await gig_news.give_back(session, gig.id, person.id, now)
    hires = await employers.of(session, person.id)
    for post in await gigs.live_of(session, hires.id, now) if hires else []:
        if post.starts_at > now:
            await gig_news.call_off(session, post, now)
    await employers.forget(session, person)
    told = await cases.of_person(session, person.id, KINDS)
    await workers.erase(session, person)
    return sorted(case.number for case in told if case.status in cases.LIVE)


async def erase(here: Here, filled: dict[str, Any]) -> None:
    if not filled["sure"]:
        await here.answer(say("my_data.left"))
        return
    person = await people.get(here.session, here.person_id)
    running = await forget(here.session, person, here.now)
    await here.state.clear()
    await here.answer(
        say("my_data.erased_case", numbers=say("my_data.joined").join(f"{n}" for n in running))
        if running
        else say("my_data.erased")
    )


async def _sure(text: str, here: Here) -> bool | None:
    del here
    return True if bare(text) in words("my_data.yes_words") else yes_no(text)


async def _options(here: Here, filled: dict[str, Any]) -> list[tuple[str, bool]]:
    del here, filled
    return [(say("my_data.yes"), True), (say("my_data.no"), False)]


FORM = Form(
    "my_data", Erasing.sure, (Question("sure", _sure, options=_options),), erase, hand_over, card=False
)


def conversation() -> Router:
    router = Router(name="my_data")
    router.message.register(show, Said("my_data.trigger"))
    router.message.register(ask_erase, Global("erase"))
    router.message.register(ask_erase, Wants("erase"))
    FORM.routes(router)
    return router
