"""转办: a case is offered to a colleague by name. Until they accept, its owner answers for it (rule Q1)."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from handlers.filters import Opens, Tapped
from handlers.phrases import say, words
from handlers.reading.complaints.case_number import numbered
from handlers.staff import IsStaff
from handlers.staff.cases import find, tapped, view
from handlers.staff.desk import holds_none
from storage import audit, case_news, cases, handovers, stations
from storage.db import Session
from storage.models import Case, Staff


async def offer(message: Message, rest: str, session: Session, staff: Staff, now: datetime) -> None:
    told = numbered(rest)
    mine = await cases.owned_by(session, staff.id) if told is None else []
    if len(mine) == 1:  # 转办 小李
        told = mine[0].number, rest
    case = await find(session, staff, told[0]) if told else None
    if told is None and not mine:
        await holds_none(message, session, staff, "hand")
    elif told is None:
        await message.answer(say("cases.which", word=words("cases.hand")[0]))
    elif case is None:
        await message.answer(say("cases.unknown", number=told[0]))
    elif case.owner_id != staff.id or case.status not in cases.LIVE:
        await message.answer(say("cases.take_first", number=case.number))
    elif not (name := _to_whom(told[1])):
        await message.answer(say("cases.hand_to_whom", number=case.number))
    else:
        await _offer(message, session, staff, case, name, now)


def _to_whom(words: str) -> str:
    """给小李, 转给小李."""
    return words.lstrip(say("cases.hand_to")).strip()


async def _offer(
    message: Message, session: Session, staff: Staff, case: Case, name: str, now: datetime
) -> None:
    to = await handovers.colleague(session, staff, name)
    if to is None:
        team = [one.name for one in await stations.team(session, staff.station_id) if one.id != staff.id]
        await message.answer(say("cases.no_colleague", name=name[:12], team="、".join(team[:6])))
        return
    step = await handovers.offer(session, case, staff, to, now)
    await audit.write(session, staff, "offer", f"case:{case.id}", now, to=to.id)
    await case_news.tell_staff(session, to, "case_offer", step, by=staff.name)
    await message.answer(say("cases.offered", number=case.number, staff=to.name))


async def accept(message: Message, session: Session, staff: Staff, case: Case, now: datetime) -> None:
    before = await handovers.accept(session, case, staff, now)
    if before is None:
        await message.answer(say("cases.offer_past", number=case.number))
        return
    await audit.write(session, staff, "accept", f"case:{case.id}", now, of=before.id)
    step = await cases.last_move(session, case, "accepted")
    if step:
        await case_news.tell_staff(session, before, "case_accepted", step, staff=staff.name)
    once = f"case_claimed:{case.id}:{step.id if step else staff.id}"
    await case_news.tell_person(session, case, "case_claimed", once, now)
    await message.answer(say("cases.accepted", number=case.number))
    await view(message, session, staff, case, now)


async def decline(message: Message, session: Session, staff: Staff, case: Case, now: datetime) -> None:
    step = await handovers.decline(session, case, staff, now)
    owner = await session.get(Staff, case.owner_id) if case.owner_id else None
    if step is None or owner is None:
        await message.answer(say("cases.offer_past", number=case.number))
        return
    await audit.write(session, staff, "decline", f"case:{case.id}", now)
    await case_news.tell_staff(session, owner, "case_declined", step, staff=staff.name)
    await message.answer(say("cases.declined", number=case.number, staff=owner.name))


def conversation() -> Router:
    router = Router(name="handover")
    router.message.register(offer, Opens("cases.hand"), IsStaff(acting=True))
    router.callback_query.register(tapped(accept), Tapped("case.accept"), IsStaff(acting=True))
    router.callback_query.register(tapped(decline), Tapped("case.decline"), IsStaff(acting=True))
    return router
