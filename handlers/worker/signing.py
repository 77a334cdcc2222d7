"""报名, the first time: are you 18, may we keep your phone, which is it? Then the sign-up goes through.

Nobody under 16 is introduced to work (rule H10): told kindly, nothing kept. At 16 and 17 only what the law
leaves open, and the station hears of it (rule H11).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup

from handlers.common import consent
from handlers.common.handoff import hand_over
from handlers.forms import Form, Here, Question, draft
from handlers.phrases import say, words
from handlers.reading.choice import yes_no
from handlers.reading.numerals import whole
from handlers.worker import find, profile
from handlers.worker.joining import join
from storage import gigs, outbox, people, stations, workers
from storage.lexicon.minors import closed_to_minors
from storage.models import Gig, Person

ADULT, YOUNGEST = 18, 16
CARRIED = ("adult", "born", "phone", "name")
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
    elif (await here.state.get_data()).get("adult"):
        filled["adult"] = True  # 我今年53了, told before
    if person.birth_year is not None:
        filled["born"] = _age_of(person.birth_year, here)
    if person.phone:
        filled.setdefault("name", "")
    told = await draft.kept(here.state, FORM.name, here.now)  # for another gig, or this one: not asked twice
    if told:
        filled = {**{key: told.filled[key] for key in CARRIED if key in told.filled}, **filled}
    await FORM.begin(here, {**filled, "gig": str(gig.id), "hard": closed_to_minors(gig.trade)})


async def _adult(text: str, here: Here) -> bool | None:
    """满了, 没有, or their age."""
    said = text.strip(" 。.，,！!").removesuffix(say("apply.years_old"))
    if said in words("apply.grown_up"):
        return True
    if said in words("apply.not_grown_up"):
        return False
    if (age := whole(said)) is not None and age < 100:
        return age >= ADULT
    born = await _born(text, here)
    return yes_no(text) if born is None else born["age"] >= ADULT


async def _adult_options(here: Here, filled: dict[str, Any]) -> list[tuple[str, bool]]:
    del here, filled
    return [(words("apply.grown_up")[0], True), (words("apply.not_grown_up")[0], False)]


async def _born(text: str, here: Here) -> dict[str, int] | None:
    """2009年, 09年生, 2009: a year somebody may be born in and look for work."""
    found = _YEAR.search(text)
    if not found:
        return None
    year = int(found[0])
    if year < 100:
        year += 2000 if 2000 + year <= here.now.year else 1900
    return _age_of(year, here) if here.now.year - 100 < year <= here.now.year else None


def _age_of(year: int, here: Here) -> dict[str, int]:
    """The year, and the age somebody born in it surely has."""
    return {"year": year, "age": here.now.year - year - 1}


def _show_adult(adult: bool) -> str:
    return words("apply.grown_up" if adult else "apply.not_grown_up")[0]


def _show_born(born: dict[str, int]) -> str:
    return str(born["year"])


def young(filled: dict[str, Any]) -> bool:
    return filled.get("adult") is False


def too_young(filled: dict[str, Any]) -> bool:
    """For any gig. By the year alone they may be 15: an officer looks at the card, nobody here guesses."""
    return young(filled) and "born" in filled and filled["born"]["age"] < YOUNGEST


def goes_on(filled: dict[str, Any]) -> bool:
    """Whether anything more has to be asked: the law does not close this gig to who is so young."""
    minor = young(filled) and "born" in filled and filled["born"]["age"] < ADULT
    return not too_young(filled) and not (minor and filled["hard"])


async def save(here: Here, filled: dict[str, Any]) -> None:
    person = await people.get(here.session, here.person_id)
    gig = await gigs.get(here.session, int(filled["gig"]))
    if gig is None:
        await here.answer(say("apply.closed"))
    elif too_young(filled):
        await workers.erase(here.session, person)
        await here.state.clear()
        await here.answer(say("apply.too_young"))
    elif not goes_on(filled):
        await here.answer(say("apply.not_under_18"), (say("find.see_all"), find.Wish(find.ALL).data))
    elif not consent.agreed(filled):
        await profile.keep(here, person, filled)
        station = await stations.for_person(here.session, person)
        phone = station.phone if station and station.phone else say("handoff.hotline")
        await here.answer(say("apply.needs_phone", phone=phone))
    else:
        await keep_age(here, person, filled)
        await profile.keep(here, person, filled)
        if young(filled) and filled["born"]["age"] < ADULT:
            await note_to_staff(here, gig, person, filled["born"]["age"])
        await join(here, gig, person)


async def keep_age(here: Here, person: Person, filled: dict[str, Any]) -> None:
    if young(filled):
        person.birth_year = filled["born"]["year"]
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


def _reached(filled: dict[str, Any]) -> bool:
    return goes_on(filled) and consent.not_refused(filled)


FORM = Form(
    "apply",
    Signing.asking,
    (
        Question("adult", _adult, show=_show_adult, options=_adult_options),
        Question("born", _born, show=_show_born, needed=young),
        replace(consent.QUESTION, needed=goes_on),
        replace(profile.phone(optional=False), needed=_reached),
        replace(profile.NAME, needed=_reached),
    ),
    save,
    hand_over,
    card=False,
)


def routes(router: Router) -> None:
    FORM.routes(router)
