"""What somebody tells of unpaid wages becomes a case: opened from the first words, added to by the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from aiogram.types import Message

from handlers import held
from handlers.ask import today
from handlers.forms import Here
from handlers.reading.complaints.complaint import Complaint, read_complaint
from handlers.reading.complaints.owed import is_a_worker, is_only_a_time, is_own_phone
from handlers.reading.complaints.urgency import cannot_wait
from handlers.reading.people import contact
from storage import case_news, cases, evidence
from storage.db import Session
from storage.models import Case, CaseMove, Person, Staff
from storage.rules import case_life

MOST_FEN = 2_000_000_000
"""More than this nobody is owed; such a figure stays in the words."""


def said_in(message: Message) -> str:
    return message.text or message.caption or ""


def tells(message: Message) -> bool:
    """Whether there is anything in it: words, a picture, a voice, a place."""
    sent = message.photo or message.video or message.voice or message.location
    return bool(sent or said_in(message).strip())


async def open_case(here: Here, person: Person, kind: Literal["wages", "danger"], text: str) -> Case | None:
    """The case, its clocks and the news for staff, from whatever was said first.

    None where no station has been set up yet.
    """
    told = facts(text)
    station = await cases.station_for(here.session, person, told.get("place"), told.get("employer"), text)
    if station is None:
        return None
    urgency: str = case_life.urgency(told.get("people"), cannot_wait(text), today(here.now))
    if kind == "danger":  # whom to call and where they are; what is owed is another case's
        urgency, told = "P0", {name: told[name] for name in ("contact", "place") if name in told}
    case = await cases.open_case(
        here.session,
        kind=kind,
        person_id=person.id,
        address_id=here.address_id,
        station_id=station.id,
        now=here.now,
        urgency=urgency,
        text=text or None,
        **{"contact": known_contact(person), **told},
    )
    tell = case_news.alarm if kind == "danger" else case_news.announce
    await tell(here.session, case, here.now)
    return case


async def add_words(session: Session, case: Case, text: str, now: datetime) -> Staff | None:
    """More words for a running case; its owner hears them. Returns the owner."""
    step = await write_down(session, case, text, now)
    if case.status == "waiting":
        await cases.move(session, case, "claimed", now)
    await case_news.tell_owner(session, case, "case_said", step, words=text)
    return await session.get(Staff, case.owner_id) if case.owner_id else None


async def write_down(session: Session, case: Case, text: str, now: datetime, asked: str = "") -> CaseMove:
    """The words go into the history, and what they tell into the fields that are still empty."""
    step = await cases.note(session, case, "said", now, words=text)
    told = facts(text, asked)
    if case.kind == "wages" and case.urgency == "P2":
        case.urgency = case_life.urgency(told.get("people"), cannot_wait(text), today(now))
    missing = {name: value for name, value in told.items() if not getattr(case, name)}
    if "contact" in told:
        missing["contact"] = contact.merged(case.contact, told["contact"])
    if case.place and case.place in told.get("place", ""):
        missing["place"] = told["place"]  # 城东工地 says more than 城东
    await cases.fill(session, case, **missing)
    return step


async def keep_evidence(session: Session, case: Case, message: Message, now: datetime) -> tuple[str, int]:
    """A photo, video, voice or place of the message is kept: its kind and how many there are; or ("", 0)."""
    kind, media = held.sent(message)
    if not kind and message.location:
        kind = "location"
        place = f"{message.location.latitude:.5f},{message.location.longitude:.5f} {message.caption or ''}"
        # Where somebody worked is private: the row only points at the sealed words.
        step = await cases.note(session, case, "located", now, words=place.strip())
        media = f"move:{step.id}"
    return (kind, await evidence.add(session, case, kind, media, now, message.chat.id)) if kind else ("", 0)


def facts(text: str, asked: str = "") -> dict[str, Any]:
    """What the words tell, by the names of the case's fields; nothing that was not said.

    `asked` is the open question: the phone of who owes is not ours, nor is our own name that of who owes.
    """
    asked = "contact" if asked == "caller" else asked
    told = read_complaint(text, asked_period=asked == "period" or (bool(asked) and is_only_a_time(text)))
    fen = told.amount_fen
    found = {
        "employer": told.employer,
        "place": told.place or told.project,
        "period": told.period,
        "contact": _caller(text, told, asked),
        "amount_fen": fen if fen and 0 < fen <= MOST_FEN else None,
        "people": told.people.high if told.people else None,
    }
    if asked != "employer" and told.phone and is_a_worker(told.employer or ""):
        found["employer"] = None  # 13000000001 张师傅 tells who speaks
    other = {"employer": "contact", "contact": "employer"}.get(asked)
    if other and not (asked == "employer" and is_own_phone(text)):
        found[other] = None
    return {name: value for name, value in found.items() if value}


def _caller(text: str, told: Complaint, asked: str) -> str | None:
    """The number and name of who complains; the number of who owes is neither."""
    if told.boss_phone and not told.phone:
        return None
    return contact.told_in(text, asked=asked == "contact")


def known_contact(person: Person) -> str | None:
    return " ".join(part for part in (person.phone, person.name) if part) or None
