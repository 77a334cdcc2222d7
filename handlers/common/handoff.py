"""人工: a human takes over. Reachable from every state; what was filled in goes along."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from handlers import held
from handlers.ask import choices, day_words, time_words, today
from handlers.filters import Global, Said, Tapped, Wants
from handlers.forms import Here, draft
from handlers.phrases import say
from handlers.reading.times.hours import spoken
from storage import case_news, cases, people, stations
from storage.db import Session
from storage.models import Case, Person, Staff, Station
from storage.rules.opening import opens

FIRST_CONTACT = timedelta(hours=2)
"""The station's promise: a human speaks within two of its opening hours (rule Q2)."""


async def hand_over(here: Here, draft_text: str) -> None:
    """Give the person to a human, with what they had filled in; once while such a case is open."""
    person = await people.get(here.session, here.person_id)
    running = await cases.running(here.session, person.id, "handoff")
    if running:
        await add(here, running, draft_text)
        return
    talking = await cases.listening(here.session, person.id, here.now)
    if talking:
        await call(here, talking, draft_text)
        return
    station = await stations.for_person(here.session, person)
    if station is None:
        await here.answer(say("handoff.alone"))
        return
    case = await open_case(here, person, station, draft_text)
    await _answer(here, told("opened", case, station, here.now), await _held(here, case))


async def open_case(here: Here, person: Person, station: Station, draft_text: str) -> Case:
    case = await cases.open_case(
        here.session,
        kind="handoff",
        person_id=person.id,
        address_id=here.address_id,
        station_id=station.id,
        now=here.now,
        text=draft_text or say("handoff.no_draft"),
        contact=" ".join(filter(None, (person.name, person.phone))) or None,
    )
    await case_news.announce(here.session, case, here.now)
    return case


async def call(here: Here, case: Case, draft_text: str) -> None:
    """Staff talk with them already: their owner hears that they call; no second case is opened."""
    too = await _held(here, case)
    said = " ".join(filter(None, (say("handoff.calls"), draft_text, too)))
    step = await cases.note(here.session, case, "said", here.now, words=said)
    await case_news.tell_owner(here.session, case, "case_said", step, words=said)
    owner = await here.session.get(Staff, case.owner_id) if case.owner_id else None
    station = await here.session.get_one(Station, case.station_id)
    phone = station.phone or say("handoff.hotline")
    name = owner.name if owner else station.name
    await _answer(here, say("handoff.talking", number=case.number, staff=name, phone=phone), too)


async def add(here: Here, case: Case, draft_text: str) -> None:
    """It is there already: nobody is asked twice, what is new goes to whoever has it."""
    station = await here.session.get_one(Station, case.station_id)
    too = await _held(here, case)
    new = draft_text if draft_text != case.text else ""
    if said := " ".join(filter(None, (new, too))):
        step = await cases.note(here.session, case, "said", here.now, words=said)
        await case_news.tell_owner(here.session, case, "case_said", step, words=said)
    await _answer(here, told("running", case, station, here.now), too)


async def _held(here: Here, case: Case) -> str:
    """What they sent before anybody asked goes along."""
    return await held.lay_with(here.message, here.state, here.session, case, here.now)


async def _answer(here: Here, text: str, too: str) -> None:
    await here.answer("\n".join(filter(None, (text, say("wages.held", what=too) if too else ""))))


def told(key: str, case: Case, station: Station, now: datetime) -> str:
    """Its number, who comes back to them, by when, and the phone for who cannot wait."""
    by = opens(station.hours, case.created_at) + FIRST_CONTACT
    when = time_words(by) if today(by) == today(now) else f"{day_words(today(by), now)}{time_words(by)}"
    phone = station.phone or say("handoff.hotline")
    return say(f"handoff.{key}", number=case.number, station=station.name, by=when, phone=phone)


async def asked(here: Here, staff: Staff | None) -> None:
    if staff:  # what they are writing stays open
        station = await here.session.get_one(Station, staff.station_id)
        await here.answer(say("handoff.of_staff", phone=station.phone or say("handoff.hotline")))
        return
    filled = (await here.state.get_data()).get("draft", {}).get("filled", {})
    await draft.put_aside(here.state)
    await hand_over(here, plainly(filled))


async def asked_in_words(here: Here, staff: Staff | None) -> None:
    """请工作人员联系我13000000001: the sentence goes along, it may say how and why."""
    if staff:
        raise SkipHandler
    filled = (await here.state.get_data()).get("draft", {}).get("filled", {})
    await draft.put_aside(here.state)
    await hand_over(here, say("handoff.joined").join(filter(None, (plainly(filled), here.message.text))))


async def where(message: Message, session: Session, person: Person) -> None:
    """驿站在哪: address, phone and hours; nobody has to be called for that."""
    station = await stations.for_person(session, person)
    text = sign(station) if station else say("handoff.alone")
    await message.answer(
        text, reply_markup=choices((say("handoff.ask"), "handoff.ask:")) if station else None
    )


def sign(station: Station) -> str:
    """What stands on its door."""
    lines = (station.name, station.address, station.phone, spoken(station.hours) if station.hours else "")
    return "\n".join(filter(None, lines))


async def tapped(here: Here) -> None:
    await draft.put_aside(here.state)
    await hand_over(here, "")


async def unheard(here: Here) -> None:
    """Nobody understood them: their last words go along."""
    data = await here.state.get_data()
    words = data.pop("unheard", "")
    await here.state.set_data(data)
    await hand_over(here, words)


def plainly(filled: dict[str, Any]) -> str:
    """What people said in an open form, for the eyes of staff; inner ids and units are not words."""
    values = (part for value in filled.values() for part in (value if isinstance(value, list) else [value]))
    told = (part.get("words") if isinstance(part, dict) else part for part in values)
    return "，".join(part for part in told if isinstance(part, str) and not part.isascii())


def conversation() -> Router:
    router = Router(name="handoff")
    router.message.register(asked, Global("human"))
    router.message.register(where, Said("handoff.where"))
    router.message.register(asked_in_words, Wants("human"))
    router.callback_query.register(tapped, Tapped("handoff.ask"))
    router.callback_query.register(unheard, Tapped("handoff.unheard"))
    return router
