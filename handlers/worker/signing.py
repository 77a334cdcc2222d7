"""报名, the first time: are you 18, may we keep your phone, which is it? Then the sign-up goes through.

Nobody under 16 is introduced to work (rule H10): told kindly, nothing kept. At 16 and 17 only what the law
leaves open, and the station hears of it (rule H11).
"""

from __future__ import annotations

import re
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup

from handlers.common import consent
from handlers.common.handoff import hand_over
from handlers.forms import Form, Here, Question
from handlers.phrases import say, words
from handlers.reading.choice import yes_no
from handlers.reading.numerals import whole
from handlers.worker import profile
from handlers.worker.joining import join
from storage import gigs, matching, outbox, people, stations, workers
from storage.models import Gig, Person

ADULT, YOUNGEST = 18, 16
_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d\d)(?!\d)")


class Signing(StatesGroup):
    """The few questions before a first sign-up."""

    asking = State()


async def sign_up(here: Here, gig: Gig, person: Person) -> None:
    """Join at once when nothing is missing, else ask only that."""
    filled = {key: value for key, value in (await profile.known(here, person)).items() if key in FORM.by_name}
    adult = workers.grown_up(person, here.now)
    if adult is not None:
        filled["adult"] = adult
    if person.birth_year is not None:
        filled["born"] = person.birth_year
    if not person.name and person.phone:
        filled["name"] = ""
    await FORM.begin(here, {**filled, "gig": str(gig.id)})


async def _adult(text: str, here: Here) -> bool | None:
    """满了, 没有, or their age."""
    said = text.strip(" 。.，,！!岁")
    if said in words("apply.grown_up"):
        return True
    if said in words("apply.not_grown_up"):
        return False
    if (age := whole(said)) is not None and age < 100:
        return age >= ADULT
    born = await _born(text, here)
    return yes_no(text) if born is None else here.now.year - born > ADULT


async def _adult_options(here: Here, filled: dict[str, Any]) -> list[tuple[str, bool]]:
    del here, filled
    return [(words("apply.grown_up")[0], True), (words("apply.not_grown_up")[0], False)]


async def _born(text: str, here: Here) -> int | None:
    """2009年, 09年生, 2009: a year somebody may be born in and look for work."""
    found = _YEAR.search(text)
    if not found:
        return None
    year = int(found[0])
    if year < 100:
        year += 2000 if 2000 + year <= here.now.year else 1900
    return year if here.now.year - 100 < year <= here.now.year else None


def young(filled: dict[str, Any]) -> bool:
    return filled.get("adult") is False


async def save(here: Here, filled: dict[str, Any]) -> None:
    person = await people.get(here.session, here.person_id)
    gig = await gigs.get(here.session, int(filled["gig"]))
    if gig is None:
        await here.answer(say("apply.closed"))
    elif young(filled) and here.now.year - filled["born"] - 1 < YOUNGEST:
        # By the year alone they may be 15: an officer looks at the card, nobody here guesses.
        await workers.erase(here.session, person)
        await here.state.clear()
        await here.answer(say("apply.too_young"))
    elif young(filled) and not matching.may_do(filled["born"], gig.trade, gig.day):
        await here.answer(say("apply.not_under_18"))
    elif not consent.agreed(filled):
        await profile.keep(here, person, filled)
        station = await stations.for_area(here.session, person.area_code)
        phone = station.phone if station and station.phone else say("handoff.hotline")
        await here.answer(say("apply.needs_phone", phone=phone))
    else:
        await keep_age(here, person, filled)
        await profile.keep(here, person, filled)
        if young(filled):
            await note_to_staff(here, gig, person, here.now.year - filled["born"] - 1)
        await join(here, gig, person)


async def keep_age(here: Here, person: Person, filled: dict[str, Any]) -> None:
    if young(filled):
        person.birth_year = filled["born"]
    elif filled["adult"]:
        person.keep_private(adult=True)
    person.is_worker = True
    here.session.add(person)
    await here.session.flush()


async def note_to_staff(here: Here, gig: Gig, person: Person, age: int) -> None:
    for one in await stations.team(here.session, gig.station_id):
        address = await people.address_of(here.session, one.person_id)
        if address:
            once = f"young_worker:{gig.id}:{person.id}"
            await outbox.put(
                here.session, address.id, "young_worker", once=once, now=here.now, number=gig.number, age=age
            )


FORM = Form(
    "apply",
    Signing.asking,
    (
        Question("adult", _adult, options=_adult_options),
        Question("born", _born, needed=young),
        consent.QUESTION,
        profile.phone(optional=False),
        profile.NAME,
    ),
    save,
    hand_over,
    card=False,
)


def routes(router: Router) -> None:
    FORM.routes(router)
