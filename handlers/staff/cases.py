"""工单: staff see what waits, take it, answer through the bot and close it, in the chat where they are.

Every verb works typed ("接单 1001") and tapped. One person has a case at a time; whoever comes second is told
who. The full story is for its owner (and who leads), and every look at it is audited.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.ask import choices
from handlers.filters import Opens, Said, Tapped
from handlers.phrases import say, words
from handlers.reading.complaints.case_number import numbered
from handlers.staff import IsStaff, OnlyLooks, speaks_as_staff, wording
from handlers.staff.desk import leave
from storage import audit, case_news, cases, evidence, stations
from storage.db import Session
from storage.models import Case, Staff

SHOWN = 5
ACTS = ("take", "reply", "note", "papers", "close", "reopen", "hand")
LONGEST = 10
SLIP = 6
"""Characters said back of a number that is none."""


async def list_waiting(
    message: Message, state: FSMContext, session: Session, staff: Staff, now: datetime
) -> None:
    """待办: nobody's cases of the station, the most urgent first."""
    await leave(state)
    waiting = await cases.waiting(session, staff.station_id)
    if not waiting:
        await message.answer(say("cases.none_waiting"))
        return
    lines = [say("cases.listed", n=len(waiting))]
    lines += [await wording.line(session, case, now) for case in waiting[:SHOWN]]
    if len(waiting) > SHOWN:
        lines.append(say("cases.more", n=len(waiting) - SHOWN))
    verb = "view" if staff.role == "auditor" else "take"
    pairs = (
        (say(f"cases.choice_{verb}", number=case.number), f"case.{verb}:{case.id}")
        for case in waiting[:SHOWN]
    )
    await message.answer("\n".join(lines), reply_markup=choices(*pairs))


async def list_mine(message: Message, session: Session, staff: Staff, now: datetime) -> None:
    mine = await cases.owned_by(session, staff.id)
    if not mine:
        await message.answer(say("cases.none_mine"))
        return
    lines = [say("cases.mine_listed", n=len(mine))]
    lines += [await wording.line(session, case, now) for case in mine[:SHOWN]]
    pairs = ((say("cases.choice_view", number=case.number), f"case.view:{case.id}") for case in mine[:SHOWN])
    await message.answer("\n".join(lines), reply_markup=choices(*pairs))


async def take(message: Message, session: Session, staff: Staff, case: Case, now: datetime) -> None:
    """接单: one of several gets it, the others hear who."""
    if await cases.claim(session, case, staff, now):
        await audit.write(session, staff, "claim", f"case:{case.id}", now)
        await case_news.taken(session, case, staff, now)
        await message.answer(say("cases.taken", number=case.number))
        await view(message, session, staff, case, now)
    elif case.owner_id == staff.id and case.status in cases.LIVE:
        await message.answer(say("cases.already_yours", number=case.number))
    elif case.owner_id and case.status in cases.LIVE:
        owner = await session.get_one(Staff, case.owner_id)
        await message.answer(say("cases.taken_by", number=case.number, staff=owner.name))
    else:
        status = say(f"cases.status_{case.status}")
        await message.answer(say("cases.not_open", number=case.number, status=status))


async def view(message: Message, session: Session, staff: Staff, case: Case, now: datetime) -> None:
    """看: the whole story for its owner and whoever leads, the outline for colleagues."""
    full = cases.reads_all(staff, case)
    if full:
        await audit.write(session, staff, "view", f"case:{case.id}", now)
    *before, last = await wording.whole(session, case, now, full=full)
    for bubble in before:
        await message.answer(bubble)
    verbs = _verbs(case, staff) + (await _files(session, case) if full else [])
    await message.answer(last, reply_markup=choices(*verbs) if verbs else None)


async def reopen(message: Message, session: Session, staff: Staff, case: Case, now: datetime) -> None:
    """重开: a closed case waits for somebody again."""
    if case.status in cases.LIVE:
        status = say(f"cases.status_{case.status}")
        await message.answer(say("cases.not_closed", number=case.number, status=status))
    elif not cases.may_reopen(case, now):
        await message.answer(say("cases.too_late", number=case.number))
    else:
        await cases.move(session, case, "open", now, staff=staff)
        await audit.write(session, staff, "reopen", f"case:{case.id}", now)
        await case_news.announce(session, case, now)
        await message.answer(say("cases.did_reopen", number=case.number))


async def go_on_duty(message: Message, session: Session, staff: Staff) -> None:
    await stations.put_on_duty(session, staff, True)
    await message.answer(say("cases.now_on_duty"))


async def go_off_duty(message: Message, session: Session, staff: Staff) -> None:
    await stations.put_on_duty(session, staff, False)
    others = await stations.team(session, staff.station_id, on_duty=True)
    await message.answer(say("cases.now_off_duty" if others else "cases.nobody_on_duty"))


def _verbs(case: Case, staff: Staff) -> list[tuple[str, str]]:
    """What this member of staff can do with the case now."""
    if staff.role == "auditor":
        return []
    if case.status == "open":
        return [(say("cases.choice_take", number=case.number), f"case.take:{case.id}")]
    if case.status in cases.LIVE:
        mine = ["reply", "papers", "note", "close"] if case.owner_id == staff.id else ["note"]
        asked = [verb for verb in mine if verb != "papers" or case.urgency != "P0"]
        return [(say(f"cases.choice_{verb}"), f"case.{verb}:{case.id}") for verb in asked]
    return [(say("cases.choice_reopen"), f"case.reopen:{case.id}")]


async def _files(session: Session, case: Case) -> list[tuple[str, str]]:
    """What was sent can be heard and seen."""
    kept = await evidence.counts(session, case)
    offered = (("hear", ("voice",)), ("look", ("photo", "video")))
    return [
        (say(f"cases.choice_{verb}"), f"case.{verb}:{case.id}")
        for verb, kinds in offered
        if any(kind in kept for kind in kinds)
    ]


async def only_look(event: Message | CallbackQuery, rest: str = "") -> None:
    """An auditor would take or write."""
    message = event.message if isinstance(event, CallbackQuery) else event
    if isinstance(message, Message):
        if rest and not speaks_as_staff(message.text or "", None):
            raise SkipHandler
        await message.answer(say("cases.only_look"))


class JustNumber(Filter):
    """1003, #1003, 1003号 with nothing else."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        told = numbered(message.text or "") if len(message.text or "") <= LONGEST else None
        return {"number": told[0]} if told and not told[1] else False


async def by_number(message: Message, number: int, session: Session, staff: Staff, now: datetime) -> None:
    """A number alone is the case of that number, if there is one."""
    case = await find(session, staff, number)
    if case is None:
        raise SkipHandler
    await view(message, session, staff, case, now)


Verb = Callable[[Message, Session, Staff, Case, datetime], Awaitable[None]]


async def find(session: Session, staff: Staff, number: int) -> Case | None:
    """A case this member of staff may see, by its number; held until the unit ends."""
    case = await cases.by_number(session, number)
    return await cases.lock(session, case.id) if case and cases.within(staff, case) else None


async def mistyped(message: Message, rest: str) -> None:
    """1O01 is a slip in a number; anything else was no word of the desk."""
    if not rest[0].isdigit():
        raise SkipHandler
    await message.answer(say("cases.unknown", number=rest.split()[0][:SLIP]))


def typed(name: str, verb: Verb) -> Callable[..., Awaitable[None]]:
    """The verb for a sentence that opens with its word: "看 1001"."""

    async def said(
        message: Message, rest: str, state: FSMContext, session: Session, staff: Staff, now: datetime
    ) -> None:
        told = numbered(rest)
        surely = (message.text or "").strip().startswith(tuple(words("cases.surely")))
        if told is None and rest and (rest[0].isdigit() or not surely):
            await mistyped(message, rest)
            return
        await leave(state)
        if told is None:
            await without_number(message, state, session, staff, name, now)
            return
        case = await find(session, staff, told[0])
        if case is None:
            await message.answer(say("cases.unknown", number=told[0]))
            return
        await verb(message, session, staff, case, now)

    return said


async def without_number(
    message: Message, state: FSMContext, session: Session, staff: Staff, name: str, now: datetime
) -> None:
    """已接手 alone is meant for the alarm; every other word needs a number."""
    alarms = await cases.in_danger(session, staff) if name == "take" else []
    if len(alarms) == 1:
        await take(message, session, staff, alarms[0], now)
    elif name == "take":
        await list_waiting(message, state, session, staff, now)
    else:
        await message.answer(say("cases.which", word=words(f"cases.{name}")[0]))


def tapped(verb: Verb) -> Callable[..., Awaitable[None]]:
    async def picked_one(
        query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, staff: Staff, now: datetime
    ) -> None:
        await leave(state)
        case = await cases.lock(session, picked_id)
        if not isinstance(query.message, Message):
            return
        if case is None or not cases.within(staff, case):
            await query.message.answer(say("cases.unknown", number=""))
            return
        await verb(query.message, session, staff, case, now)

    return picked_one


def conversation() -> Router:
    router = Router(name="cases")
    router.message.register(list_waiting, Said("cases.list"), IsStaff())
    router.message.register(list_mine, Said("cases.mine"), IsStaff())
    router.message.register(go_on_duty, Said("cases.on_duty"), IsStaff(acting=True))
    router.message.register(go_off_duty, Said("cases.off_duty"), IsStaff())
    router.message.register(only_look, Said("cases.on_duty"), OnlyLooks())
    for verb in ACTS:
        router.message.register(only_look, Opens(f"cases.{verb}"), OnlyLooks())
        router.callback_query.register(only_look, Tapped(f"case.{verb}"), OnlyLooks())
    router.message.register(by_number, JustNumber(), IsStaff())
    verbs: dict[str, Verb] = {"take": take, "view": view, "reopen": reopen}
    for name, does in verbs.items():
        allowed = IsStaff(acting=name != "view")
        router.message.register(typed(name, does), Opens(f"cases.{name}"), allowed)
        router.callback_query.register(tapped(does), Tapped(f"case.{name}"), allowed)
    return router
