"""查进度: where one's case stands, without its number; and more words for it.

While staff are talking with somebody, that person's next plain sentence goes to them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import held
from handlers.ask import choices, day_words
from handlers.complaint import telling
from handlers.complaint.telling import said_in
from handlers.filters import Global, Opens, Said, Tapped, Wants, bare
from handlers.forms import draft
from handlers.phrases import say, words
from handlers.reading.people import contact
from handlers.reading.words import global_word
from storage import cases
from storage.db import Session
from storage.models import Case, Person, Staff, Station

KINDS = ("wages", "handoff", "danger")
SHOWN = 5
PATIENCE = 3


class FollowUp(StatesGroup):
    more = State()


class TellsWho(Filter):
    """No question is open, and a running complaint still misses this number or name. Gives `case`."""

    async def __call__(
        self, message: Message, session: Session, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        text = message.text or ""
        if raw_state is not None or message.from_user is None or not contact.only_tells(text):
            return False
        case = await cases.running(session, message.from_user.id, "wages")
        wanting = case is not None and (not case.contact or contact.lacks(case.contact))
        return {"case": case} if wanting else False


class Talking(Filter):
    """No question is open, and staff wait for this person's words. Gives the handler `case`."""

    async def __call__(
        self, message: Message, session: Session, now: datetime, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        if raw_state is not None or message.from_user is None:
            return False
        case = await cases.listening(session, message.from_user.id, now)
        if case is None and (message.photo or message.video or message.voice):
            # Nobody asked, but a photo of somebody with a running complaint is most likely for it.
            case = await cases.running(session, message.from_user.id, "wages")
        return {"case": case} if case else False


async def show_progress(
    message: Message, state: FSMContext, session: Session, person: Person, now: datetime
) -> None:
    await draft.put_aside(state)
    mine = await cases.of_person(session, person.id, KINDS)
    running = [case for case in mine if case.status in cases.LIVE] or mine[:1]
    if not running:
        await message.answer(say("follow_up.none"))
    elif len(running) == 1:
        await show(message, session, running[0], now)
    else:
        await ask_which(message, running, "mine")


async def urge(message: Message, session: Session, person: Person, now: datetime) -> None:
    """催一下: whoever has the case hears it, and they see where it stands."""
    mine = await cases.of_person(session, person.id, KINDS)
    running = [case for case in mine if case.status in cases.LIVE]
    if not running:
        raise SkipHandler
    if len(running) > 1:
        await ask_which(message, running, "mine")
        return
    await telling.add_words(session, running[0], said_in(message), now)
    await show(message, session, running[0], now)


async def ask_which(message: Message, running: list[Case], verb: str) -> None:
    pairs = (
        (
            say("follow_up.choice_case", number=case.number, kind=say(f"cases.kind_{case.kind}")),
            f"case.{verb}:{case.id}",
        )
        for case in running[:SHOWN]
    )
    await message.answer(say(f"follow_up.which_{verb}", n=len(running)), reply_markup=choices(*pairs))


async def show(message: Message, session: Session, case: Case, now: datetime) -> None:
    station = await session.get_one(Station, case.station_id)
    owner = await session.get(Staff, case.owner_id) if case.owner_id else None
    due = (case.due_at - timedelta(milliseconds=1)).date()
    live = case.status in cases.LIVE
    text = say(
        "follow_up.one",
        number=case.number,
        kind=say(f"cases.kind_{case.kind}"),
        state=say(
            f"follow_up.state_{case.status}",
            station=station.name,
            staff=owner.name if owner else station.name,
            result=case.result,
        ),
        due=say("follow_up.due", day=day_words(due, now)) if live and case.kind != "danger" else "",
        phone=station.phone or say("wages.hotline"),
    )
    lines = "\n".join(line for line in text.splitlines() if line)
    await message.answer(lines, reply_markup=choices(*_choices(case, now)) if _choices(case, now) else None)


def _choices(case: Case, now: datetime) -> list[tuple[str, str]]:
    if case.status in cases.LIVE:
        pairs = [(say("follow_up.choice_add"), f"case.add:{case.id}")]
        if case.kind == "wages":
            pairs.append((say("follow_up.choice_withdraw"), f"case.withdraw:{case.id}"))
        return pairs
    if cases.may_reopen(case, now):
        return [(say("follow_up.choice_unsolved"), f"case.unsolved:{case.id}")]
    return []


async def tap_show(query: CallbackQuery, picked_id: int, session: Session, now: datetime) -> None:
    message, case = await own(query, picked_id, session)
    if case:
        await show(message, session, case, now)


async def own(query: CallbackQuery, picked_id: int, session: Session) -> tuple[Message, Case | None]:
    """The case of a tap, if it is the tapping person's own; else they are told it has passed."""
    assert isinstance(query.message, Message)
    case = await cases.lock(session, picked_id)
    if case is None or query.from_user.id != case.person_id:
        await query.message.answer(say("follow_up.past"))
        return query.message, None
    return query.message, case


async def add(
    message: Message, rest: str, state: FSMContext, session: Session, person: Person, now: datetime
) -> None:
    """补充 with the words, or without: then they are asked for."""
    mine = await cases.of_person(session, person.id, KINDS)
    running = [case for case in mine if case.status in cases.LIVE]
    if not running:
        raise SkipHandler
    await draft.put_aside(state)
    if len(running) > 1:
        await state.update_data(more=rest)
        await ask_which(message, running, "add")
    elif rest:
        await pass_on(message, state, session, running[0], now, rest)
    else:
        await ask_more(message, state, running[0])


async def tap_add(
    query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, now: datetime
) -> None:
    message, case = await own(query, picked_id, session)
    data = await state.get_data()
    told = data.pop("more", "")  # said before it was asked which case
    await state.set_data(data)
    if case is None:
        return
    if case.status not in cases.LIVE:
        await message.answer(say("follow_up.past"))
    elif told:
        await draft.put_aside(state)
        await pass_on(message, state, session, case, now, told)
    else:
        await ask_more(message, state, case)


async def ask_more(message: Message, state: FSMContext, case: Case) -> None:
    await draft.put_aside(state)
    await state.set_state(FollowUp.more)
    await state.update_data(case=case.id, more_asked=0)
    await ask_again(message, state, case)


async def ask_again(message: Message, state: FSMContext, case: Case) -> None:
    """The third time a human is offered with it."""
    times = (await state.get_data()).get("more_asked", 0) + 1
    await state.update_data(more_asked=times)
    ways = (say("form.cancel"), say("common.word_human")) if times >= PATIENCE else ()
    pairs = choices(*((way, f"say:{way}") for way in ways)) if ways else None
    await message.answer(say("follow_up.ask_more", number=case.number), reply_markup=pairs)


async def hear_more(message: Message, state: FSMContext, session: Session, now: datetime) -> None:
    data = await state.get_data()
    case = await cases.get(session, data.get("case", 0))
    text = said_in(message)
    if case is None or case.status not in cases.LIVE or global_word(text) in ("cancel", "back", "skip"):
        await _leave(state)
        await message.answer(say("form.left"))
    elif not telling.tells(message) or global_word(text) or bare(text) in words("common.polite"):
        await ask_again(message, state, case)
    else:
        await _leave(state)
        await pass_on(message, state, session, case, now, text)


async def _leave(state: FSMContext) -> None:
    data = await state.get_data()
    await state.set_state(None)
    await state.set_data({name: value for name, value in data.items() if name not in ("case", "more_asked")})


async def relay(message: Message, case: Case, state: FSMContext, session: Session, now: datetime) -> None:
    """A plain sentence while staff wait for it; 帮助 and 返回 are no sentence, but from who is in danger."""
    for_us = case.kind != "danger" and bare(message.text or "") in words("follow_up.for_us")
    if for_us or not telling.tells(message):
        raise SkipHandler
    await pass_on(message, state, session, case, now, said_in(message))


async def tell_who(message: Message, case: Case, state: FSMContext, session: Session, now: datetime) -> None:
    """我叫龙阿婆, said when the questions were over: who has the case must know whom to call."""
    await pass_on(message, state, session, case, now, said_in(message))


async def pass_on(
    message: Message, state: FSMContext, session: Session, case: Case, now: datetime, text: str
) -> None:
    """Words and evidence go into the case and to its owner; the person hears who has them now."""
    too = await held.lay_with(message, state, session, case, now)
    kind, count = await telling.keep_evidence(session, case, message, now)
    got = say(f"wages.got_{kind}", n=count) if kind else ""
    before = say("wages.held", what=too) if too else ""
    told = text.strip() or say(f"cases.evidence_{kind}", n=1)
    owner = await telling.add_words(session, case, told, now)
    if owner:
        done = say("follow_up.passed_on", staff=owner.name)
    elif case.kind == "danger":
        done = say("follow_up.heard")
    else:
        done = say("follow_up.added", number=case.number)
    await message.answer("\n".join(part for part in (before, got, done) if part))


def conversation() -> Router:
    router = Router(name="follow_up")
    router.message.register(show_progress, Global("progress"))
    router.message.register(urge, Said("follow_up.urge"))
    router.message.register(add, Opens("follow_up.add"))
    router.message.register(hear_more, StateFilter(FollowUp.more))
    router.callback_query.register(tap_show, Tapped("case.mine"))
    router.callback_query.register(tap_add, Tapped("case.add"))
    router.message.register(relay, Talking())
    router.message.register(tell_who, TellsWho())
    router.message.register(show_progress, Wants("progress"))
    return router
