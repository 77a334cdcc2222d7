"""回复 备注 要材料 办结: what staff write on a case, in one line or when asked for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.ask import choices
from handlers.filters import Opens, Tapped, bare
from handlers.forms import draft
from handlers.phrases import say, words
from handlers.reading.complaints.case_number import numbered
from handlers.reading.words import global_word
from handlers.staff import IsStaff
from handlers.staff.cases import find, mistyped
from handlers.staff.desk import Desk, holds_none, leave
from storage import audit, case_news, cases
from storage.db import Session
from storage.models import Case, Staff

MOST = 500
"""Characters of one reply: more does not fit into a message of every channel."""
MOST_CASES = 5


async def reply(session: Session, staff: Staff, case: Case, text: str, now: datetime) -> None:
    step = await cases.note(session, case, "replied", now, staff=staff, words=text)
    await cases.spoken_with(session, case, now)
    once = f"case_reply:{step.id}"
    await case_news.tell_person(session, case, "case_reply", once, now, words=text, staff=staff.name)


async def note(session: Session, staff: Staff, case: Case, text: str, now: datetime) -> None:
    await cases.note(session, case, "noted", now, staff=staff, words=text)
    if case.owner_id == staff.id:
        await cases.spoken_with(session, case, now)


async def papers(session: Session, staff: Staff, case: Case, text: str, now: datetime) -> None:
    """The clock stands still until the person answers; what is wanted is told in one go (rule Q3)."""
    if case.status == "claimed":
        step = await cases.move(session, case, "waiting", now, staff=staff, words=text)
    else:
        step = await cases.note(session, case, "waiting", now, staff=staff, words=text)
    once = f"case_papers:{step.id}"
    await case_news.tell_person(session, case, "case_papers", once, now, words=text, staff=staff.name)


async def close(session: Session, staff: Staff, case: Case, text: str, now: datetime) -> None:
    await cases.fill(session, case, result=text)
    step = await cases.move(session, case, "closed", now, staff=staff, words=text)
    await case_news.tell_person(session, case, "case_closed", f"case_closed:{step.id}", now)


WRITES: dict[str, Callable[[Session, Staff, Case, str, datetime], Awaitable[None]]] = {
    "reply": reply,
    "note": note,
    "papers": papers,
    "close": close,
}


async def write(
    message: Message, session: Session, staff: Staff, case: Case, verb: str, text: str, now: datetime
) -> None:
    """Do it, or say why it cannot be done."""
    if case.status not in cases.LIVE:
        status = say(f"cases.status_{case.status}")
        await message.answer(say("cases.over", number=case.number, status=status))
    elif verb != "note" and case.owner_id is None:
        pair = (say("cases.choice_take", number=case.number), f"case.take:{case.id}")
        await message.answer(say("cases.take_first", number=case.number), reply_markup=choices(pair))
    elif verb != "note" and case.owner_id != staff.id:
        owner = await session.get_one(Staff, case.owner_id)
        await message.answer(say("cases.taken_by", number=case.number, staff=owner.name))
    elif len(text) > MOST:
        await message.answer(say("cases.too_long", most=MOST))
    else:
        # Nobody in danger is asked for papers: what is written is said to them, and the clock runs on.
        verb = "reply" if verb == "papers" and case.urgency == "P0" else verb
        await WRITES[verb](session, staff, case, text, now)
        await audit.write(session, staff, verb, f"case:{case.id}", now)
        await message.answer(say(f"cases.did_{verb}", number=case.number))


async def ask(message: Message, state: FSMContext, case: Case, verb: str) -> None:
    """What is to be written; a case that is over is told so before anybody writes."""
    if case.status not in cases.LIVE:
        status = say(f"cases.status_{case.status}")
        await message.answer(say("cases.over", number=case.number, status=status))
        return
    await draft.put_aside(state)
    await state.set_state(Desk.words)
    await state.update_data(desk={"case": case.id, "verb": verb})
    await message.answer(say(f"cases.ask_{verb}", number=case.number))


def typed(verb: str) -> Callable[..., Awaitable[None]]:
    async def said(
        message: Message, rest: str, state: FSMContext, session: Session, staff: Staff, now: datetime
    ) -> None:
        told = numbered(rest)
        if told is None and rest[:1].isdigit():
            await mistyped(message, rest)
            return
        if told is None:
            if verb == "papers" and rest and (message.text or "").strip() == words("cases.papers")[0] + rest:
                raise SkipHandler  # 要材料费 is no word of the desk
            rest = "" if bare(rest) in words("cases.nothing_said") else rest
            await without_number(message, state, session, staff, verb, rest, now)
            return
        number, text = told
        case = await find(session, staff, number)
        if case is None:
            await message.answer(say("cases.unknown", number=number))
        elif text:
            await leave(state)
            await write(message, session, staff, case, verb, text, now)
        else:
            await ask(message, state, case, verb)

    return said


async def without_number(
    message: Message, state: FSMContext, session: Session, staff: Staff, verb: str, text: str, now: datetime
) -> None:
    """回复 马上来: for the one case in their hands; of several they are asked which, the words are kept."""
    await leave(state)
    mine = await cases.owned_by(session, staff.id)
    if not mine:
        await holds_none(message, session, staff, verb)
    elif len(mine) > 1:
        await which(message, state, mine, verb, text)
    elif text:
        case = await cases.lock(session, mine[0].id)
        await write(message, session, staff, case or mine[0], verb, text, now)
    else:
        await ask(message, state, mine[0], verb)


async def which(message: Message, state: FSMContext, mine: list[Case], verb: str, text: str) -> None:
    word = words(f"cases.{verb}")[0]
    pairs = [
        (say("cases.choice_of", word=word, number=case.number), f"case.{verb}:{case.id}") for case in mine
    ]
    if text:
        await draft.put_aside(state)
        await state.set_state(Desk.which)
        await state.update_data(desk={"verb": verb, "words": text})
    question = say("cases.which_for") if text else say("cases.which", word=word)
    await message.answer(question, reply_markup=choices(*pairs[:MOST_CASES]))


async def hear_which(
    message: Message, state: FSMContext, session: Session, staff: Staff | None, now: datetime
) -> None:
    """The number of the case that the words before were for; with anything else they turn away from it."""
    desk = (await state.get_data()).get("desk", {})
    told = numbered(message.text or "")
    await leave(state)
    if global_word(message.text or "") in ("cancel", "back"):
        await message.answer(say("cases.left"))
        return
    if staff is None or not desk or told is None or told[1]:
        raise SkipHandler
    case = await find(session, staff, told[0])
    if case is None:
        await message.answer(say("cases.unknown", number=told[0]))
    else:
        await write(message, session, staff, case, desk["verb"], desk["words"], now)


def tapped(verb: str) -> Callable[..., Awaitable[None]]:
    async def picked_one(
        query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, staff: Staff, now: datetime
    ) -> None:
        case = await cases.lock(session, picked_id)
        if not isinstance(query.message, Message):
            return
        if case is None or not cases.within(staff, case):
            await query.message.answer(say("cases.unknown", number=""))
            return
        desk = (await state.get_data()).get("desk", {})
        if desk.get("words") and desk["verb"] == verb and await state.get_state() == Desk.which.state:
            await leave(state)
            await write(query.message, session, staff, case, verb, desk["words"], now)
            return
        await ask(query.message, state, case, verb)

    return picked_one


async def hear_words(
    message: Message, state: FSMContext, session: Session, staff: Staff | None, now: datetime
) -> None:
    """The words asked for, whatever they are: they may begin like a command of somebody else's."""
    desk = (await state.get_data()).get("desk", {})
    text = (message.text or message.caption or "").strip()
    if staff is None or not desk or global_word(text) in ("cancel", "back"):
        await leave(state)
        await message.answer(say("cases.left"))
    elif text.isdigit():  # the slip of somebody who meant a case
        await message.answer(say("cases.no_number"))
    elif not text or bare(text) in words("follow_up.for_us"):
        await message.answer(say("cases.no_photo" if pictured(message) else "cases.words_please"))
    else:
        case = await cases.lock(session, desk["case"])
        if len(text) <= MOST:
            await leave(state)
        if case is None or not cases.within(staff, case):
            await message.answer(say("cases.unknown", number=""))
            return
        await write(message, session, staff, case, desk["verb"], text, now)
        if pictured(message):
            await message.answer(say("cases.photo_left"))


def pictured(message: Message) -> bool:
    """Pictures come in; none goes out by any channel we have."""
    return bool(message.photo or message.video)


def conversation() -> Router:
    router = Router(name="writing")
    for verb in WRITES:
        router.message.register(typed(verb), Opens(f"cases.{verb}", own_words=True), IsStaff(acting=True))
        router.callback_query.register(tapped(verb), Tapped(f"case.{verb}"), IsStaff(acting=True))
    router.message.register(hear_words, StateFilter(Desk.words))
    router.message.register(hear_which, StateFilter(Desk.which))
    return router
