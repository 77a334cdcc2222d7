"""Re-checks of what is said about cases: still open, still offered, still closed; the words are fresh."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.sending.manners import Drop
from handlers.phrases import say
from handlers.staff import wording
from storage import cases, evidence, handovers, outbox_held, stations
from storage.db import Session
from storage.models import Address, Case, Person, Staff, Station
from storage.rules.calendar import SHANGHAI

Facts = dict[str, Any]
Check = Callable[[Session, Facts, int, datetime], Awaitable[Facts | Drop]]


async def waiting(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """Nobody is told of a case that somebody has meanwhile."""
    del address_id
    case = await _case(session, params)
    if case.status != "open":
        return Drop("case was taken")
    opened = await cases.last_move(session, case, "opened", "reopened")
    news = "push.news_again" if opened and opened.verb == "reopened" else "push.news_first"
    return {**await _outline(session, case, now), "news": say(news)}


async def in_danger(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """The alarm carries all the person has said by now: how it began, and where they are."""
    facts = await waiting(session, params, address_id, now)
    if isinstance(facts, Drop):
        return facts
    case = await _case(session, params)
    kind = await cases.last_move(session, case, "safety")
    return {
        **facts,
        "kind": say(f"cases.danger_{kind.words}") if kind else wording.kind(case),
        "text": wording.in_all(await cases.told(session, case)),
        "waited": wording.waited(now - case.created_at),
    }


async def has_owner(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id
    case = await _case(session, params)
    owner = await session.get(Staff, case.owner_id) if case.owner_id else None
    if owner is None or case.status not in cases.LIVE:
        return Drop("nobody has the case")
    outline = await _outline(session, case, now)
    news = "push.claimed_danger" if case.kind == "danger" else "push.claimed"
    return {**outline, "staff": owner.name, "news": say(news, staff=owner.name, number=case.number)}


async def named(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """Always true: what was written stays written."""
    del address_id
    return await _outline(session, await _case(session, params), now)


async def unheard(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id
    if not await outbox_held.waits(session, params["row"]):
        return Drop("was heard")
    return await _outline(session, await _case(session, params), now)


async def unkept(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """To send it again helps nobody on an account that may fetch no files: they type, or call the station."""
    del address_id
    case = await _case(session, params)
    station = await session.get_one(Station, case.station_id)
    phone = station.phone or say("handoff.hotline")
    return {**await _outline(session, case, now), "phone": phone}


async def over(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id, now
    case = await _case(session, params)
    if case.status != "closed":
        return Drop("case was opened again")
    return {"number": case.number, "result": case.result}


async def offered(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id
    case = await _case(session, params)
    if await handovers.offered_to(session, case) is None:
        return Drop("offer has passed")
    return await _outline(session, case, now)


async def file(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """A photo or voice for staff who asked for it: if it is still there, and still theirs to see."""
    del now
    case, kept = await _case(session, params), await evidence.get(session, params["file"])
    address = await session.get_one(Address, address_id)
    staff = await stations.staff_of(session, address.person_id)
    if kept is None or not evidence.stored(kept):
        return Drop("file is gone")
    if staff is None or not cases.reads_all(staff, case):
        return Drop("not theirs to see")
    when = f"{kept.at.astimezone(SHANGHAI):%m-%d %H:%M}"
    return {"number": case.number, "when": when, "what": say(f"push.kind_{kept.kind}"), "media": kept.media}


CHECKS: dict[str, Check] = {
    "case_accepted": named,
    "case_claimed": has_owner,
    "case_closed": over,
    "case_declined": named,
    "case_file": file,
    "case_left": named,
    "case_lost": named,
    "case_new": waiting,
    "case_offer": offered,
    "case_papers": named,
    "case_reply": named,
    "case_said": named,
    "case_taken": has_owner,
    "case_unheard": unheard,
    "case_too_big": named,
    "case_unkept": unkept,
    "case_withdrawn": named,
    "danger_alarm": in_danger,
    "danger_more": has_owner,
    "danger_overdue": has_owner,
}


async def _case(session: Session, params: Facts) -> Case:
    return await session.get_one(Case, params["case"], populate_existing=True)


async def _outline(session: Session, case: Case, now: datetime) -> Facts:
    """Number and masked outline; what the row itself says (words, staff) is laid under it by the sender."""
    person = await session.get_one(Person, case.person_id)
    return {
        "number": case.number,
        "kind": f"{say(f'cases.urgent_{case.urgency}')}{wording.kind(case)}",
        "who": wording.who(person, contact=case.contact),
        "text": wording.outline(case, 40),
        "chip": wording.chip(case, now),
    }
