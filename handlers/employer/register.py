"""用工登记: who hires, asked once, when the first post is ready to go out. A household needs no code.

The post waits as a draft meanwhile and goes on by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.common import consent
from handlers.common.handoff import hand_over
from handlers.employer import asking, posting_form, publishing
from handlers.employer.card import card
from handlers.filters import Opens
from handlers.forms import Form, Here, Question, draft
from handlers.forms.draft import Draft
from handlers.phrases import say
from handlers.reading.people.names import read_name
from handlers.reading.phone import read_phone
from handlers.reading.wants import hirer
from storage import employers, people, stations
from storage.db import Session
from storage.models import Employer, Person, Station
from storage.rules import uscc

LONGEST_NAME = 24
POST = "post"
"""The name of the form whose draft waits."""


class Enlisting(StatesGroup):
    asking = State()


async def begin(here: Here, person: Person, employer: Employer | None, post: dict[str, Any]) -> None:
    """Ask what the post did not tell of who posts; what they had told before they left is still there."""
    old = await draft.kept(here.state, FORM.name, here.now)
    known: dict[str, Any] = dict(old.filled) if old else {}
    if await consent.given(here.session, person.id):
        known["agree"] = True
    if employer:
        known |= {"kind": employer.kind, "name": employer.name, "code": employer.code or ""}
    elif "kind" in post:
        known.setdefault("kind", post["kind"])
    if phone := person.phone or post.get("contact", ""):
        known["phone"] = phone
    await FORM.begin(here, known or None, say("employer.why"))


async def _kind(text: str, here: Here) -> str | None:
    """我是开饭店的, 家里请人."""
    del here
    return posting_form.kind_in(text)


async def _kinds(here: Here, filled: dict[str, Any]) -> list[tuple[str, str]]:
    del here, filled
    return [(say(f"employer.{kind}"), kind) for kind in posting_form.KINDS]


async def _name(text: str, here: Here) -> str | None:
    """What workers will read: 周记装修, or a name."""
    del here
    if hirer.is_beside(text):
        return None
    found = read_name(text, asked=True)
    said = found.name if found else " ".join(text.split()).strip("。.，,！!")
    return said if 1 < len(said) <= LONGEST_NAME and not read_phone(said) and not said.isdigit() else None


async def _named(text: str, here: Here) -> str | None:
    """李桂芳 好再来饭店, 店名不对 是…: told while something else is asked."""
    del here
    said = hirer.renamed(text) or hirer.firm_name(text)
    return said if said and len(said) <= LONGEST_NAME and not read_phone(said) else None


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
    station = await stations.for_person(here.session, person)
    name = station.name if station else say("consent.somebody")
    return say("employer.notice", station=name, phone=phone_of(station))


def phone_of(station: Station | None) -> str:
    return station.phone if station and station.phone else say("handoff.hotline")


def _unit(filled: dict[str, Any]) -> bool:
    return filled.get("kind") in employers.UNITS


async def save(here: Here, filled: dict[str, Any]) -> None:
    person = await people.get(here.session, here.person_id)
    if not consent.agreed(filled):
        station = await stations.for_person(here.session, person)
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


class EnlistForm(Form):
    """`Form`, for people who wait for their post to be out."""

    async def _take(self, here: Here, now: Draft, text: str) -> None:
        if hirer.asks_if_out(text):
            await self._repeat(here, now, say("employer.not_yet"))
        elif now.asked == "code" and hirer.has_no_code(text):
            await self._steer(here, now, "skip")
        elif hirer.wants_rename(text) and "name" in now.filled and not hirer.renamed(text):
            await self._again(here, now, self.by_name["name"])
        else:
            await super()._take(here, now, text)


async def _hand_over(here: Here, told: str) -> None:
    """What they wanted to post goes along."""
    waiting = await draft.kept(here.state, POST, here.now)
    await hand_over(here, "\n".join(filter(None, (told, card(waiting.filled) if waiting else ""))))


async def rename(message: Message, state: FSMContext, session: Session, person: Person) -> None:
    """店名改成好再来饭店: heard from who hires, whatever is open; their next post is looked at again."""
    employer = await employers.of(session, person.id) if person.is_employer else None
    text = message.text or ""
    if employer is None or (await state.get_data()).get("form") == FORM.name or not hirer.wants_rename(text):
        raise SkipHandler
    name = hirer.renamed(text)
    if name is None or len(name) > LONGEST_NAME:
        await message.answer(say("employer.ask_rename", name=employer.name))
        return
    await employers.rename(session, employer, name)
    await message.answer(say("employer.renamed", name=name))


def routes(router: Router) -> None:
    router.message.register(rename, Opens("employer.rename_words"))
    FORM.routes(router)


FORM = EnlistForm(
    "employer",
    Enlisting.asking,
    (
        Question("kind", _kind, options=_kinds, show=lambda kind: say(f"employer.{kind}")),
        replace(consent.QUESTION, ask=_notice),
        Question("name", _name, needed=consent.not_refused, sweep=_named),
        Question("phone", _phone, needed=consent.not_refused, sweep=_phone),
        Question(
            "code", _code, optional=True, needed=lambda filled: consent.not_refused(filled) and _unit(filled)
        ),
    ),
    save,
    _hand_over,
    card=False,
)
