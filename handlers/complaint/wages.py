"""讨薪: somebody is not paid and says so, in any words, in the middle of anything.

The first sentence opens the case; its number, who answers and by when are told at once. Then at most five
questions, each of which may be skipped; every answer is in the case before the next question is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.ask import choices, day_words, yuan
from handlers.complaint import telling
from handlers.complaint.telling import said_in
from handlers.filters import Tapped, bare
from handlers.forms import Form, Here, Question, draft, here_of
from handlers.forms.draft import Draft
from handlers.forms.parts import Read
from handlers.phrases import say, words
from handlers.reading.wages import is_wage_complaint
from handlers.reading.words import global_word
from handlers.staff import speaks_as_staff
from storage import case_news, cases
from storage.db import Session
from storage.models import Case, Person, Staff, Station

LONGEST = 200
"""Characters of one answer that stand in a field; the whole of it is in the case's history."""


class Complaining(StatesGroup):
    story = State()
    asking = State()


class Complains(Filter):
    """Words of unpaid wages, said or under a photo; not while they are the answer to our own question."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        ours = (raw_state or "").startswith(("Complaining:", "FollowUp:"))
        return not ours and is_wage_complaint(said_in(message))


async def hear_complaint(
    message: Message,
    state: FSMContext,
    session: Session,
    person: Person,
    staff: Staff | None,
    now: datetime,
    address_id: int,
    channel: str,
    raw_state: str | None = None,
) -> None:
    text = said_in(message)
    if staff and speaks_as_staff(text, raw_state):
        raise SkipHandler
    await draft.put_aside(state)
    running = await cases.running(session, person.id, "wages")
    only_a_word = bare(text) in {bare(word) for word in words("wages.trigger")} and not message.photo
    if running and only_a_word:
        await offer_running(message, running)
    elif running:
        await add(message, session, running, now)
    elif only_a_word:
        await state.set_state(Complaining.story)
        await message.answer(say("wages.ask_story"))
    else:
        await open_case(here_of(message, state, session, now, address_id, channel), person, text)


async def hear_story(
    message: Message,
    state: FSMContext,
    session: Session,
    person: Person,
    now: datetime,
    address_id: int,
    channel: str,
) -> None:
    text = said_in(message)
    word = global_word(text)
    if word in ("cancel", "back"):
        await state.set_state(None)
        await message.answer(say("form.left"))
    elif word or not (text.strip() or message.photo or message.voice or message.location):
        await message.answer(say("wages.ask_story"))
    else:
        await open_case(here_of(message, state, session, now, address_id, channel), person, text)


async def open_case(here: Here, person: Person, text: str) -> None:
    """Write it down first; the questions come after."""
    case = await telling.open_wages(here.session, person, here.address_id, text, here.now)
    await telling.keep_evidence(here.session, case, here.message, here.now)
    station = await here.session.get_one(Station, case.station_id)
    due = (case.due_at - timedelta(milliseconds=1)).date()
    await here.answer(
        say(
            "wages.opened",
            number=case.number,
            station=station.name,
            due=day_words(due, here.now),
            phone=station.phone or say("wages.hotline"),
        )
    )
    await FORM.begin(here, known(case))


async def offer_running(message: Message, case: Case) -> None:
    await message.answer(
        say("wages.running", number=case.number),
        reply_markup=choices(
            (say("wages.choice_more"), f"wages.more:{case.id}"),
            (say("wages.choice_other"), "wages.other"),
            (say("wages.choice_progress"), f"case.mine:{case.id}"),
        ),
    )


async def add(message: Message, session: Session, case: Case, now: datetime) -> None:
    """A second complaint while one is running belongs to it; what it was about can be told apart later."""
    owner = await telling.add_words(session, case, said_in(message), now)
    await telling.keep_evidence(session, case, message, now)
    if owner:
        await message.answer(say("wages.added_to", number=case.number, staff=owner.name))
        return
    await message.answer(
        say("wages.added", number=case.number),
        reply_markup=choices(
            (say("wages.choice_more"), f"wages.more:{case.id}"),
            (say("wages.choice_other"), "wages.other"),
        ),
    )


async def tell_more(
    query: CallbackQuery,
    picked: str,
    state: FSMContext,
    session: Session,
    now: datetime,
    address_id: int,
    channel: str,
) -> None:
    here = here_of(query, state, session, now, address_id, channel)
    case = await cases.get(session, int(picked)) if picked.isdigit() else None
    if case is None or case.person_id != here.person_id or case.status not in cases.LIVE:
        await here.answer(say("wages.past"))
        return
    await draft.put_aside(state)
    await FORM.begin(here, known(case))


async def tell_another(query: CallbackQuery, state: FSMContext) -> None:
    await draft.put_aside(state)
    await state.set_state(Complaining.story)
    if isinstance(query.message, Message):
        await query.message.answer(say("wages.ask_story"))


def known(case: Case) -> dict[str, Any]:
    """What the case has already, for the form: it is never asked again."""
    told = {
        "employer": case.employer,
        "amount": case.amount_fen,
        "period": case.period,
        "place": case.place,
        "contact": case.contact,
    }
    return {"case": case.id, **{name: value for name, value in told.items() if value}}


@dataclass(frozen=True)
class Story(Form):
    """The form of a complaint: the case itself is its draft, so nothing is lost when somebody stops."""

    async def hear(self, here: Here) -> None:
        now = await draft.current(here.state, self.name)
        case = await self._case(here, now) if now else None
        if now is None or case is None:
            await draft.close(here.state, self.name, keep=False)
            await here.answer(say("wages.past"))
            return
        kind, count = await telling.keep_evidence(here.session, case, here.message, here.now)
        text = said_in(here.message)
        if kind == "location" and now.asked == "place":
            await super().hear(here)
        elif kind and (kind != "voice" or not text.strip()):
            if text.strip() and kind == "photo":
                await cases.note(here.session, case, "said", here.now, words=text)
            await self._repeat(here, now, say(f"wages.got_{kind}", n=count))
        elif bare(text) in words("wages.trigger"):
            await self._repeat(here, now)
        else:
            await super().hear(here)

    async def _case(self, here: Here, now: Draft) -> Case | None:
        return await cases.get(here.session, now.filled["case"])

    async def _take(self, here: Here, now: Draft, text: str) -> None:
        case = await self._case(here, now)
        if case:
            await telling.write_down(here.session, case, text, here.now)
        await super()._take(here, now, text)

    async def _go_on(self, here: Here, now: Draft, lead: str = "") -> None:
        case = await self._case(here, now)
        if case:
            amount = now.filled.get("amount")
            told = {name: now.filled.get(name) for name in ("employer", "period", "place", "contact")}
            await cases.fill(
                here.session, case, amount_fen=amount if isinstance(amount, int) else None, **told
            )
        await super()._go_on(here, now, lead)

    async def _leave(self, here: Here, now: Draft) -> None:
        case = await self._case(here, now)
        await draft.close(here.state, self.name, keep=False)
        await here.answer(say("wages.left", number=case.number if case else ""))


def read_fact(name: str) -> Read:
    """The fact itself where the words tell it (老板叫张大山), else the words: none is refused (rule A3)."""

    async def read(text: str, here: Here) -> str:
        del here
        return telling.facts(text).get(name) or text.strip()[:LONGEST]

    return read


async def read_contact(text: str, here: Here) -> str:
    """Number and name as they were given."""
    del here
    return text.strip()[:LONGEST]


async def read_sum(text: str, here: Here) -> int | str:
    """Fen when it is a sum, else the words: 大概两个月的 is an answer too."""
    del here
    return telling.facts(text).get("amount_fen") or text.strip()[:LONGEST]


def sweep(name: str) -> Read:
    async def found(text: str, here: Here) -> Any:
        del here
        return telling.facts(text).get(name)

    return found


async def locate(lat: float, lon: float, label: str, here: Here) -> str:
    del here
    return f"{label}（{lat:.5f},{lon:.5f}）"


def show_sum(value: Any) -> str:
    return yuan(value) if isinstance(value, int) else str(value)


async def finish(here: Here, filled: dict[str, Any]) -> None:
    case = await cases.get(here.session, filled["case"])
    if case is None:
        return
    step = await cases.note(here.session, case, "told", here.now)
    await case_news.tell_owner(here.session, case, "case_said", step, words=say("wages.filled"))
    await here.answer(say("wages.done", number=case.number))


async def hand_over(here: Here, told: str) -> None:
    """The case is with people already: they ask the rest."""
    del told
    await here.answer(say("wages.rest"))


FORM = Story(
    name="wages",
    state=Complaining.asking,
    questions=(
        Question("employer", read_fact("employer"), optional=True, sweep=sweep("employer")),
        Question("amount", read_sum, show=show_sum, optional=True, sweep=sweep("amount_fen")),
        Question("period", read_fact("period"), optional=True, sweep=sweep("period")),
        Question("place", read_fact("place"), optional=True, locate=locate, sweep=sweep("place")),
        Question("contact", read_contact, optional=True, sweep=sweep("contact")),
    ),
    save=finish,
    hand_over=hand_over,
    card=False,
)


def conversation() -> Router:
    router = Router(name="wages")
    router.message.register(hear_complaint, Complains(), flags={"first": True})
    router.message.register(hear_story, StateFilter(Complaining.story))
    FORM.routes(router)
    router.callback_query.register(tell_more, Tapped("wages.more"))
    router.callback_query.register(tell_another, Tapped("wages.other"))
    return router
