"""开始: value first, with no question asked: today's gigs, then what can be done here."""

from __future__ import annotations

import re
from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.types import Message

from handlers import shown
from handlers.ask import today
from handlers.filters import LONGEST, Global, Opens, Said, bare
from handlers.forms import draft
from handlers.forms.parts import Here
from handlers.phrases import say, words
from handlers.reading.wants.courtesy import greets as greets_only
from storage import applications, cases, employers, station_codes
from storage.db import Session
from storage.lexicon.normalise import speech
from storage.models import Person, Staff, Station

SHOWN = 3
MOST = 6
GREETINGS = frozenset(words("start.greetings"))
SCENE, CODE = r"[A-Za-z0-9_-]{1,64}", r"[0-9]{4}"


async def welcome(here: Here, person: Person, staff: Staff | None, raw_state: str | None = None) -> None:
    said = here.message.text or ""
    if (greeting(said) or greets_only(said)) and await greets(here.session, person, here.now, raw_state):
        raise SkipHandler
    await _open(here, person, staff)


async def scanned(here: Here, person: Person, staff: Staff | None, rest: str) -> None:
    """They came by a link or a QR code; one that is not a station's is passed over."""
    await _open(here, person, staff, by=await station_codes.called(here.session, rest))


async def typed(
    here: Here, person: Person, staff: Staff | None, rest: str, raw_state: str | None = None
) -> None:
    """站2237, as the sign of a station asks them to type."""
    station = await station_codes.called(here.session, rest)
    if station:
        await _open(here, person, staff, by=station)
    elif raw_state:
        raise SkipHandler  # it may answer the open question
    else:
        await here.answer(say("start.no_such_station", code=rest))


async def _open(here: Here, person: Person, staff: Staff | None, by: Station | None = None) -> None:
    await draft.put_aside(here.state)
    if staff is None:
        if by:
            await station_codes.bring(here.session, person, by)
        place = [say("start.at_station", station=by.name)] if by else []
        await here.answer("\n".join([*place, await today_in_short(here.session, person, here.now)]))
    rows = await menu(here.session, person, staff, here.now)
    await here.answer(say("start.staff" if staff else "start.menu"), *rows)


def greeting(text: str) -> bool:
    """你好, 你好呀 在吗: nothing but that."""
    said = [
        bare(part).rstrip(say("start.particles"))
        for part in re.split(r"[，,。.！!？?\s]+", text[:LONGEST])
        if part
    ]
    return bool(said) and set(said) <= GREETINGS


class Greets(Filter):
    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        said = message.text or ""
        return raw_state is None and (greeting(said) or greets_only(said))


class Reads(Filter):
    """What follows the opening word is all of this form."""

    def __init__(self, form: str) -> None:
        self._form = re.compile(form)

    async def __call__(self, message: Message, rest: str) -> bool | dict[str, str]:
        said = speech(rest)
        return {"rest": said} if self._form.fullmatch(said) else False


async def greets(session: Session, person: Person, now: datetime, raw_state: str | None) -> bool:
    """您好 between staff and who they talk with is for the other one, not for us."""
    if raw_state is not None:
        return raw_state.startswith("Desk:")
    case = await cases.listening(session, person.id, now)
    return case is not None and case.owner_id is not None


async def today_in_short(session: Session, person: Person, now: datetime) -> str:
    """How many gigs there are today, and the best of them, a line each."""
    found = await shown.open_to(session, person, now)
    day = today(now)
    now_on = [gig for gig in found if gig.day == day]
    lines = [shown.label(gig, now) for gig in (now_on or found)[:SHOWN]]
    if now_on:
        return "\n".join((say("start.today", n=len(now_on)), *lines))
    return "\n".join((say("start.later", n=len(found)), *lines)) if found else say("start.none")


async def menu(session: Session, person: Person, staff: Staff | None, now: datetime) -> list[tuple[str, str]]:
    """What this person can do, always in the same order; what they have nothing of is left out."""
    if staff:
        return _pairs([*words("start.of_staff"), say("start.leave" if staff.on_duty else "start.enter")])
    employs = await employers.of(session, person.id) is not None
    rows = words("start.of_employers" if employs else "start.of_everybody")
    if await applications.of_person(session, person.id, now):
        rows = [*rows, *words("start.of_signed_up")]
    if await cases.of_person(session, person.id):
        rows = [*rows, *words("start.of_complainants")]
    return _pairs(rows[:MOST])


def _pairs(rows: list[str]) -> list[tuple[str, str]]:
    return [(label, f"say:{said}") for label, _, said in (row.partition("|") for row in rows)]


def conversation() -> Router:
    router = Router(name="start")
    router.message.register(welcome, Global("menu"))
    router.message.register(welcome, Said("start.trigger"))
    router.message.register(scanned, Opens("start.scanned"), Reads(SCENE))
    router.message.register(typed, Opens("start.typed"), Reads(CODE))
    router.message.register(welcome, Greets())
    return router
