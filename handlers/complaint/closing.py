"""撤回, 解决了, 没解决: how a person ends their own case, or opens it again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.ask import choices
from handlers.complaint import telling
from handlers.complaint.follow_up import FollowUp, own
from handlers.complaint.telling import said_in
from handlers.filters import Said, Tapped, plain_number
from handlers.forms import draft
from handlers.phrases import say
from handlers.reading.complaints.solved import solved
from storage import case_news, cases
from storage.db import Session
from storage.models import Case, Person, Station

ASKED_FOR = timedelta(hours=24)
"""So long 没有 answers 解决了吗, unless something else was asked since."""


class Answers(Filter):
    """还没给我, 拿到了: what we asked last is whether it is solved. Gives the handler `case` and `yes`."""

    async def __call__(
        self,
        message: Message,
        state: FSMContext,
        session: Session,
        now: datetime,
        raw_state: str | None = None,
    ) -> bool | dict[str, Any]:
        yes = solved(message.text or "")
        if yes is None or (yes and raw_state) or message.from_user is None:
            return False
        case = await unanswered(session, state, message.from_user.id, now)
        return {"case": case, "yes": yes} if case else False


async def unanswered(session: Session, state: FSMContext, person_id: int, now: datetime) -> Case | None:
    """The case that was closed last, while nothing stands between its 解决了吗 and these words."""
    case = await cases.recently_closed(session, person_id, now)
    if case is None or case.closed_at is None or now - case.closed_at > ASKED_FOR:
        return None
    last = await cases.last_move(session, case, "closed", "withdrawn", "solved", "reopened")
    if last is None or last.verb != "closed" or await cases.listening(session, person_id, now):
        return None
    data = await state.get_data()
    if "form" in data:  # its question is older than ours, or it is the one that is answered
        return case if datetime.fromisoformat(data["draft"]["at"]) <= case.closed_at else None
    return None if await state.get_state() else case


async def hear_answer(
    message: Message, case: Case, yes: bool, state: FSMContext, session: Session, now: datetime
) -> None:
    if yes:
        await thank(message, session, case, now)
        return
    locked = await cases.lock(session, case.id)
    await open_again(message, state, session, locked or case, now, said_in(message))


async def goes_on(
    message: Message, state: FSMContext, session: Session, person: Person, now: datetime
) -> bool:
    """没拿到钱，他骗人, after 解决了吗: no second case, unless another boss is named."""
    text = said_in(message)
    case = await unanswered(session, state, person.id, now)
    employer = telling.facts(text).get("employer", "")
    if case is None or case.kind != "wages" or (employer and employer not in case.employer):
        return False
    locked = await cases.lock(session, case.id)
    await open_again(message, state, session, locked or case, now, text)
    return True


async def withdraw(message: Message, state: FSMContext, session: Session, person: Person) -> None:
    case = await cases.running(session, person.id, "wages")
    if case is None:
        raise SkipHandler
    await draft.put_aside(state)
    await _ask_sure(message, case)


async def tap_withdraw(
    query: CallbackQuery, picked: str, state: FSMContext, session: Session, now: datetime
) -> None:
    """First asked whether they are sure, then done."""
    verb, _, case_id = picked.rpartition(":")
    message, case = await own(query, plain_number(case_id) or 0, session)
    if case is None:
        return
    if case.status not in cases.LIVE:
        await message.answer(say("follow_up.past"))
    elif verb == "no":
        await state.set_state(None)  # the word 撤回 of this menu must not stand for a yes later
        await message.answer(say("follow_up.kept", number=case.number))
    elif verb == "yes":
        step = await cases.move(session, case, "withdrawn", now)
        await case_news.tell_owner(session, case, "case_withdrawn", step)
        await message.answer(say("follow_up.withdrawn", number=case.number))
    else:
        await _ask_sure(message, case)


async def _ask_sure(message: Message, case: Case) -> None:
    pairs = (
        (say("follow_up.choice_sure"), f"case.withdraw:yes:{case.id}"),
        (say("follow_up.choice_keep"), f"case.withdraw:no:{case.id}"),
    )
    await message.answer(say("follow_up.sure", number=case.number), reply_markup=choices(*pairs))


async def say_solved(message: Message, session: Session, person: Person, now: datetime) -> None:
    case = await cases.recently_closed(session, person.id, now)
    if case is None:
        raise SkipHandler
    await thank(message, session, case, now)


async def tap_solved(query: CallbackQuery, picked_id: int, session: Session, now: datetime) -> None:
    message, case = await own(query, picked_id, session)
    if case:
        await thank(message, session, case, now)


async def thank(message: Message, session: Session, case: Case, now: datetime) -> None:
    last = await cases.last_move(session, case, "closed", "solved", "reopened")
    if last and last.verb == "closed":
        await cases.note(session, case, "solved", now)
    await message.answer(say("follow_up.thanks"))


async def say_unsolved(
    message: Message, state: FSMContext, session: Session, person: Person, now: datetime
) -> None:
    case = await cases.recently_closed(session, person.id, now)
    if case is None:
        raise SkipHandler
    locked = await cases.lock(session, case.id)
    await open_again(message, state, session, locked or case, now)


async def tap_unsolved(
    query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, now: datetime
) -> None:
    message, case = await own(query, picked_id, session)
    if case:
        await open_again(message, state, session, case, now)


async def open_again(
    message: Message, state: FSMContext, session: Session, case: Case, now: datetime, told: str = ""
) -> None:
    """没解决: within fifteen days the same case goes on, with everything in it."""
    if case.status in cases.LIVE:
        await message.answer(say("follow_up.running", number=case.number))
        return
    if not cases.may_reopen(case, now):
        await message.answer(say("follow_up.past"))
        return
    await cases.move(session, case, "open", now)
    await case_news.announce(session, case, now)
    if told:
        await telling.write_down(session, case, told, now)
    station = await session.get_one(Station, case.station_id)
    await draft.put_aside(state)
    if told and solved(told) is None:  # they have said what it is
        await message.answer(say("follow_up.reopened_told", number=case.number, station=station.name))
        return
    await state.set_state(FollowUp.more)
    await state.update_data(case=case.id)
    await message.answer(say("follow_up.reopened", number=case.number, station=station.name))


def conversation() -> Router:
    router = Router(name="closing")
    router.message.register(hear_answer, Answers(), flags={"first": True})
    router.message.register(withdraw, Said("follow_up.withdraw"))
    router.message.register(say_solved, Said("follow_up.solved"))
    router.message.register(say_unsolved, Said("follow_up.unsolved"))
    router.callback_query.register(tap_withdraw, Tapped("case.withdraw"))
    router.callback_query.register(tap_solved, Tapped("case.solved"))
    router.callback_query.register(tap_unsolved, Tapped("case.unsolved"))
    return router
