"""讨薪: somebody is not paid and says so, in any words, in the middle of anything.

The first sentence opens the case; its number, who answers and by when are told at once. Then at most five
questions, each of which may be skipped; every answer is in the case before the next question is asked.
"""

from __future__ import annotations

from datetime import timedelta

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import held
from handlers.ask import choices, day_words
from handlers.complaint import closing, danger, telling
from handlers.complaint.story import FORM, Complaining, known
from handlers.complaint.telling import said_in
from handlers.filters import Tapped, bare
from handlers.forms import Here, draft
from handlers.phrases import say, words
from handlers.reading.complaints.owed import is_only_a_number
from handlers.reading.complaints.solved import solved
from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.wants.asides import aside
from handlers.reading.words import global_word
from handlers.staff import speaks_as_staff, teaches
from storage import cases
from storage.models import Case, Person, Staff, Station

PATIENCE = 3
DIGITS = "0123456789 、.①②③④⑤⑥⑦⑧⑨"


class Complains(Filter):
    """Words of unpaid wages, said or under a photo; not while they are the answer to our own question."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        ours = (raw_state or "").startswith(("Complaining:", "FollowUp:"))
        return not ours and is_wage_complaint(said_in(message))


async def hear_complaint(
    here: Here, person: Person, staff: Staff | None, raw_state: str | None = None
) -> None:
    message, state, session, now = here.message, here.state, here.session, here.now
    text = said_in(message)
    if staff and (speaks_as_staff(text, raw_state) or teaches(text)):
        raise SkipHandler
    running = await cases.running(session, person.id, "wages")
    only_a_word = bare(text) in {bare(word) for word in words("wages.trigger")} and message.text
    if running is None and (not only_a_word or solved(text) is False):
        if await danger.beside(here, person):
            return
        if await closing.goes_on(message, state, session, person, now):
            return
    await draft.put_aside(state)
    if running and only_a_word:
        await offer_running(message, running)
    elif running:
        await add(here, running)
    elif only_a_word:
        await ask_story(message, state, anew=True)
    else:
        await open_case(here, person, text)


async def ask_story(message: Message, state: FSMContext, lead: str = "", *, anew: bool = False) -> None:
    """What is it? The third time a human is offered with it."""
    data = await state.get_data()
    times = 1 if anew else data.get("story_asked", 0) + 1
    await state.set_state(Complaining.story)
    await state.set_data({**data, "story_asked": times})
    ways = (say("form.cancel"), say("common.word_human")) if times >= PATIENCE else ()
    text = "\n".join((lead, say("wages.ask_story_again"))) if lead else say("wages.ask_story")
    await message.answer(text, reply_markup=choices(*((way, f"say:{way}") for way in ways)) if ways else None)


async def hear_story(here: Here, person: Person) -> None:
    """Whatever is told opens the case, and so does 跳过: the questions come one by one then."""
    message, state = here.message, here.state
    text = said_in(message)
    word = global_word(text)
    if word in ("cancel", "back"):
        await state.set_state(None)
        await message.answer(say("form.left"))
    elif question := aside(text):
        key = "aside.safe_wages" if question == "safe" else f"aside.{question}"
        await ask_story(message, state, say(key))
    elif word == "skip":
        await open_case(here, person, "")
    elif word or not telling.tells(message) or _says_nothing(message):
        await ask_story(message, state)
    else:
        await open_case(here, person, text)


def _says_nothing(message: Message) -> bool:
    """讨薪 once more, 好的, 第一个, 找活1: none is a story yet."""
    text = message.text or ""
    said = bare(text)
    if text and not telling.facts(text) and (is_only_a_number(text) or _is_a_choice(said.strip(DIGITS))):
        return True
    return said in words("wages.trigger") or said in words("common.polite")


def _is_a_choice(said: str) -> bool:
    """找活1: a line of the menu with its number."""
    return said in {bare(row.split("|")[0]) for row in words("fallback.ways")}


async def open_case(here: Here, person: Person, text: str) -> None:
    """Write it down first; the questions come after."""
    case = await telling.open_case(here, person, "wages", text)
    if case is None:
        await here.state.set_state(None)
        await here.answer(say("handoff.alone"))
        return
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
    if too := await held.lay_with(here.message, here.state, here.session, case, here.now):
        await here.answer(say("wages.held", what=too))
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


async def add(here: Here, case: Case) -> None:
    """A second complaint while one is running belongs to it; what it was about can be told apart later."""
    message, session, now = here.message, here.session, here.now
    owner = await telling.add_words(session, case, said_in(message), now)
    await telling.keep_evidence(session, case, message, now)
    if too := await held.lay_with(message, here.state, session, case, now):
        await here.answer(say("wages.held", what=too))
    if owner:
        await here.answer(say("wages.added_to", number=case.number, staff=owner.name))
        return
    await here.answer(
        say("wages.added", number=case.number),
        (say("wages.choice_more"), f"wages.more:{case.id}"),
        (say("wages.choice_other"), "wages.other"),
    )


async def tell_more(here: Here, picked_id: int) -> None:
    case = await cases.get(here.session, picked_id)
    if case is None or case.person_id != here.person_id or case.status not in cases.LIVE:
        await here.answer(say("wages.past"))
        return
    await draft.put_aside(here.state)
    await FORM.begin(here, known(case))


async def tell_another(query: CallbackQuery, state: FSMContext) -> None:
    await draft.put_aside(state)
    if isinstance(query.message, Message):
        await ask_story(query.message, state, anew=True)


def conversation() -> Router:
    router = Router(name="wages")
    router.message.register(hear_complaint, Complains(), flags={"first": True})
    router.message.register(hear_story, StateFilter(Complaining.story))
    FORM.routes(router)
    router.callback_query.register(tell_more, Tapped("wages.more"))
    router.callback_query.register(tell_another, Tapped("wages.other"))
    return router
