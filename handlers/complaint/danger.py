"""危险: somebody is in danger, or says so. Whatever they were doing, the safety text comes at once.

Every form stops, a case is opened and everybody on duty is alarmed, day and night; the scheduler repeats the
alarm until somebody takes it. No menu, no lecture, no promise (rule 1.4 P0). A false alarm costs one call.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.complaint import telling
from handlers.forms import draft
from handlers.phrases import say
from handlers.reading.danger import Danger, danger
from handlers.reading.wages import is_wage_complaint
from handlers.staff import speaks_as_staff
from storage import case_news, cases
from storage.db import Session
from storage.models import Case, Person, Staff

SAID_AGAIN = timedelta(minutes=10)
POSTING = ("Posting:", "Enlisting:")


class InDanger(Filter):
    """Words of danger, typed, spoken or under a photo."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool | dict[str, Any]:
        said = telling.said_in(message)
        found = danger(said, posting=True) if (raw_state or "").startswith(POSTING) else danger(said)
        return {"found": found} if found else False


async def alarm(
    message: Message,
    found: Danger,
    state: FSMContext,
    session: Session,
    person: Person,
    staff: Staff | None,
    now: datetime,
    address_id: int,
    raw_state: str | None = None,
) -> None:
    text = telling.said_in(message)
    if staff and speaks_as_staff(text, raw_state):
        raise SkipHandler
    await draft.put_aside(state)
    case = await cases.running(session, person.id, "danger")
    if case is None:
        case = await open_case(session, person, address_id, text, now)
    else:
        await hear_more(session, case, text, now)
    if case is None:
        await message.answer(say("danger.alone"))
        return
    await telling.keep_evidence(session, case, message, now)
    await answer(message, session, case, found, now)
    if is_wage_complaint(text):
        await wages_too(message, session, person, case, address_id, now)


async def open_case(
    session: Session, person: Person, address_id: int, text: str, now: datetime
) -> Case | None:
    """The case and its alarm; None where no station has been set up yet."""
    told = telling.facts(text)
    station = await cases.station_for(session, person, told.get("place"), text)
    if station is None:
        return None
    case = await cases.open_case(
        session,
        kind="danger",
        person_id=person.id,
        address_id=address_id,
        station_id=station.id,
        now=now,
        urgency="P0",
        text=text,
        contact=told.get("contact") or telling.known_contact(person),
        place=told.get("place"),
    )
    await case_news.alarm(session, case, now)
    return case


async def hear_more(session: Session, case: Case, text: str, now: datetime) -> None:
    """More words of the same danger: whoever has it is alarmed again, and those on duty with them."""
    step = await cases.note(session, case, "said", now, words=text)
    if case.status == "waiting":
        await cases.move(session, case, "claimed", now)
    if case.owner_id:
        await case_news.danger_again(session, case, step, text)
    else:
        await case_news.alarm_again(session, case, now)


async def answer(message: Message, session: Session, case: Case, found: Danger, now: datetime) -> None:
    """The fixed text of this kind of danger; within ten minutes, while the same person has it, only that."""
    said = await cases.last_move(session, case, "safety", "claimed", "accepted")
    if said and said.verb == "safety" and said.words == found.kind and now - said.at < SAID_AGAIN:
        await message.answer(say("danger.heard"))
        return
    await cases.note(session, case, "safety", now, words=found.kind)
    await message.answer(say(f"danger.{found.kind}"))


async def wages_too(
    message: Message, session: Session, person: Person, danger_case: Case, address_id: int, now: datetime
) -> None:
    """The same sentence told of unpaid wages: that case is opened too, and each names the other."""
    text = telling.said_in(message)
    running = await cases.running(session, person.id, "wages")
    if running:
        await telling.add_words(session, running, text, now)
        return
    case = await telling.open_wages(session, person, address_id, text, now)
    await cases.note(session, case, "linked", now, words=str(danger_case.number))
    await cases.note(session, danger_case, "linked", now, words=str(case.number))
    await message.answer(say("danger.wages", number=case.number))


async def beside(message: Message, session: Session, person: Person, address_id: int, now: datetime) -> bool:
    """Unpaid wages told by somebody whose danger is not over: both cases hear it, and nothing is asked."""
    case = await cases.running(session, person.id, "danger")
    if case is None or now - case.created_at >= cases.TALK_FOR:
        return False
    await telling.add_words(session, case, telling.said_in(message), now)
    await telling.keep_evidence(session, case, message, now)
    await message.answer(say("danger.heard"))
    await wages_too(message, session, person, case, address_id, now)
    return True


def conversation() -> Router:
    router = Router(name="danger")
    router.message.register(alarm, InDanger(), flags={"first": True})
    return router
