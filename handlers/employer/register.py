"""用工登记: who hires, asked once, when the first post is ready to go out. A household needs no code.

The post waits as a draft meanwhile and goes on by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram.fsm.state import State, StatesGroup

from handlers.common import consent
from handlers.common.handoff import hand_over
from handlers.employer import asking, publishing
from handlers.forms import Form, Here, Question, draft
from handlers.phrases import say, words
from handlers.reading.people import read_name
from handlers.reading.phone import read_phone
from storage import employers, people, stations
from storage.models import Employer, Person, Station
from storage.rules import uscc

KINDS = ("shop", "company", "household", "farm", "agency")
LONGEST_NAME = 24
POST = "post"
"""The name of the form whose draft waits."""


class Enlisting(StatesGroup):
    asking = State()


async def begin(here: Here, person: Person, employer: Employer | None, phone: str) -> None:
    """Ask what is not known of who posts; what they had told before they left is still there."""
    old = await draft.kept(here.state, FORM.name, here.now)
    known: dict[str, Any] = dict(old.filled) if old else {}
    if await consent.given(here.session, person.id):
        known["agree"] = True
    if employer:
        known |= {"kind": employer.kind, "name": employer.name, "code": employer.code or ""}
    if person.phone or phone:
        known["phone"] = person.phone or phone
    await FORM.begin(here, known or None, say("employer.why"))


async def _kind(text: str, here: Here) -> str | None:
    """我是开饭店的, 家里请人: the first kind one of whose words is in it."""
    del here
    return next(
        (kind for kind in KINDS if any(word in text for word in words(f"employer.{kind}_words"))), None
    )


async def _kinds(here: Here, filled: dict[str, Any]) -> list[tuple[str, str]]:
    del here, filled
    return [(say(f"employer.{kind}"), kind) for kind in KINDS]


async def _name(text: str, here: Here) -> str | None:
    """What workers will read: 周记装修, or a name."""
    del here
    found = read_name(text, asked=True)
    said = found.name if found else " ".join(text.split()).strip("。.，,！!")
    return said if 1 < len(said) <= LONGEST_NAME and not read_phone(said) and not said.isdigit() else None


async def _phone(text: str, here: Here) -> str | None:
    del here
    found = read_phone(text)
    return found.number if found else None


async def _code(text: str, here: Here) -> str | None:
    del here
    return uscc.find(text)


async def _notice(here: Here, filled: dict[str, Any]) -> str:
    del filled
    person = await people.get(here.session, here.person_id)
    station = await stations.for_area(here.session, person.area_code)
    name = station.name if station else say("consent.somebody")
    return say("employer.notice", station=name, phone=phone_of(station))


def phone_of(station: Station | None) -> str:
    return station.phone if station and station.phone else say("handoff.hotline")


def _unit(filled: dict[str, Any]) -> bool:
    return filled.get("kind") in employers.UNITS


async def save(here: Here, filled: dict[str, Any]) -> None:
    person = await people.get(here.session, here.person_id)
    if not consent.agreed(filled):
        station = await stations.for_area(here.session, person.area_code)
        await here.answer(say("employer.needs_phone", phone=phone_of(station)))
        return
    await consent.write(here, True)
    await people.remember(here.session, person, name=person.name or filled["name"], phone=filled["phone"])
    employer = await employers.register(
        here.session,
        person,
        kind=filled["kind"],
        name=filled["name"],
        code=filled.get("code") or None,
        now=here.now,
    )
    await go_on(here, employer)


async def go_on(here: Here, employer: Employer) -> None:
    """Back to the post that waited."""
    waiting = await draft.kept(here.state, POST, here.now)
    if waiting is None:
        await here.answer(say("employer.done", name=employer.name))
    elif asking.moments(waiting.filled)[0] <= here.now:
        await here.answer(say("employer.post_past"), (say("employer.post"), f"say:{say('employer.post')}"))
    else:
        await draft.open_(here.state, Enlisting.asking, POST, waiting)
        await draft.close(here.state, POST, keep=False)
        await publishing.publish(here, employer, waiting.filled)


FORM = Form(
    "employer",
    Enlisting.asking,
    (
        Question("kind", _kind, options=_kinds),
        replace(consent.QUESTION, ask=_notice),
        Question("name", _name, needed=consent.not_refused),
        Question("phone", _phone, needed=consent.not_refused, sweep=_phone),
        Question(
            "code", _code, optional=True, needed=lambda filled: consent.not_refused(filled) and _unit(filled)
        ),
    ),
    save,
    hand_over,
    card=False,
)
