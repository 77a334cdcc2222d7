"""个人信息: asked once, before the first name or phone is kept (rule P1). Who says no is served too."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.types import Message

from handlers.ask import choices
from handlers.filters import Said
from handlers.forms import Here, Question
from handlers.phrases import say
from handlers.reading.choice import yes_no
from storage import people, stations, workers
from storage.db import Session
from storage.models import Person

NOTICE, VERSION = "personal", 1
"""A changed purpose is a new version, and asked anew."""


async def given(session: Session, person_id: int) -> bool:
    return await people.consented(session, person_id, NOTICE, VERSION)


async def write(here: Here, answer: bool) -> None:
    """Keep the answer with version, time and channel; an agreement is not written twice."""
    if not (answer and await given(here.session, here.person_id)):
        await workers.agree(here.session, here.person_id, NOTICE, VERSION, answer, here.channel, here.now)


async def notice(session: Session, person: Person) -> str:
    station = await stations.for_person(session, person)
    name = station.name if station else say("consent.somebody")
    phone = station.phone if station and station.phone else say("consent.hotline")
    return say("consent.notice", station=name, phone=phone)


async def _ask(here: Here, filled: dict[str, Any]) -> str:
    del filled
    text = await notice(here.session, await people.get(here.session, here.person_id))
    return "\n".join((text, say("consent.ask")))


async def _read(text: str, here: Here) -> bool | None:
    del here
    return yes_no(text)


async def _options(here: Here, filled: dict[str, Any]) -> list[tuple[str, bool]]:
    del here, filled
    return [(say("consent.yes"), True), (say("consent.no"), False)]


QUESTION = Question(
    "agree", _read, ask=_ask, brief="consent.ask", options=_options, on_card=False, counted=False
)
"""For a form that asks for a name or a phone: it stands before them, and after a no they are not asked."""


def not_refused(filled: dict[str, Any]) -> bool:
    """Whether name and phone belong to the form: after a no they are neither asked nor shown."""
    return filled.get("agree") is not False


def agreed(filled: dict[str, Any]) -> bool:
    return filled.get("agree") is True


async def show(message: Message, session: Session, person: Person) -> None:
    await message.answer(
        await notice(session, person),
        reply_markup=choices((say("consent.see"), f"say:{say('consent.see')}")),
    )


def conversation() -> Router:
    router = Router(name="consent")
    router.message.register(show, Said("consent.trigger"))
    return router
