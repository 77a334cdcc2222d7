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
from aiogram.types import Message

from handlers import held
from handlers.complaint import telling
from handlers.forms import Here, draft
from handlers.phrases import say
from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.wants.danger import Danger, danger
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
    here: Here, found: Danger, person: Person, staff: Staff | None, raw_state: str | None = None
) -> None:
    text = telling.said_in(here.message)
    if staff and speaks_as_staff(text, raw_state):
        raise SkipHandler
    await draft.put_aside(here.state)
    case = await cases.running(here.session, person.id, "danger")
    if case:
        await hear_more(here.session, case, text, here.now)
    else:
        case = await telling.open_case(here, person, "danger", text)
    if case is None:
        await here.answer(say("danger.alone"))
        return
    await telling.keep_evidence(here.session, case, here.message, here.now)
    await held.lay_with(here.message, here.state, here.session, case, here.now)
    await answer(here, case, found)
    if is_wage_complaint(text):
        await wages_too(here, person, case)


async def hear_more(session: Session, case: Case, text: str, now: datetime) -> None:
    """More words of the same danger: whoever has it is alarmed again, and those on duty with them."""
    step = await telling.write_down(session, case, text, now)
    if case.status == "waiting":
        await cases.move(session, case, "claimed", now)
    if case.owner_id:
        await case_news.danger_again(session, case, step, text)
    else:
        await case_news.alarm_again(session, case, now)


async def answer(here: Here, case: Case, found: Danger) -> None:
    """The fixed text of this kind of danger; within ten minutes, while the same person has it, only that."""
    said = await cases.last_move(here.session, case, "safety", "claimed", "accepted")
    if said and said.verb == "safety" and said.words == found.kind and here.now - said.at < SAID_AGAIN:
        await here.answer(say("danger.heard"))
        return
    await cases.note(here.session, case, "safety", here.now, words=found.kind)
    await here.answer(say(f"danger.{found.kind}"))


async def wages_too(here: Here, person: Person, danger_case: Case) -> None:
    """The same sentence told of unpaid wages: that case is opened too, and each names the other."""
    text = telling.said_in(here.message)
    running = await cases.running(here.session, person.id, "wages")
    if running:
        await telling.add_words(here.session, running, text, here.now)
    elif case := await telling.open_case(here, person, "wages", text):
        await cases.note(here.session, case, "linked", here.now, words=str(danger_case.number))
        await cases.note(here.session, danger_case, "linked", here.now, words=str(case.number))
        await here.answer(say("danger.wages", number=case.number))


async def beside(here: Here, person: Person) -> bool:
    """Unpaid wages told by somebody whose danger is not over: both cases hear it, and nothing is asked."""
    case = await cases.running(here.session, person.id, "danger")
    if case is None or here.now - case.created_at >= cases.TALK_FOR:
        return False
    await telling.add_words(here.session, case, telling.said_in(here.message), here.now)
    await telling.keep_evidence(here.session, case, here.message, here.now)
    await here.answer(say("danger.heard"))
    await wages_too(here, person, case)
    return True


def conversation() -> Router:
    router = Router(name="danger")
    router.message.register(alarm, InDanger(), flags={"first": True})
    return router
