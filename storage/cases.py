"""Cases 工单: opening, taking, answering, closing. Every step is a CaseMove; nothing is lost silently."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import counters, stations
from storage.models import Case, CaseMove, Person, Staff, Station
from storage.prepared import Prepared
from storage.rules import case_life

LIVE = ("open", "claimed", "waiting")
FIRST_NUMBER = 1001
TALK_FOR = timedelta(hours=24)
IN_PIECES = timedelta(minutes=10)
# Asked for every free sentence of anybody, so it has to cost next to nothing.
_LIVE_IDS = Prepared(
    select_columns(col(Case.id)).where(
        col(Case.person_id) == bindparam("person_id"), or_(*(col(Case.status) == live for live in LIVE))
    )
)


async def open_case(
    session: AsyncSession,
    *,
    kind: str,
    person_id: int,
    address_id: int,
    station_id: int,
    now: datetime,
    urgency: str = "P2",
    amount_fen: int | None = None,
    people: int | None = None,
    gig_id: int | None = None,
    **private: Any,
) -> Case:
    """Write a case down with its clocks running. `private` is text, employer, place, period, contact."""
    case = Case(
        number=await counters.next_number(session, "case", FIRST_NUMBER),
        kind=kind,
        urgency=urgency,
        person_id=person_id,
        address_id=address_id,
        station_id=station_id,
        gig_id=gig_id,
        amount_fen=amount_fen,
        people=people,
        created_at=now,
        claim_by=case_life.claim_by(urgency, now),
        due_at=case_life.due_at(now, urgency=urgency),
    )
    case.keep_private(**private)
    session.add(case)
    await session.flush()
    await note(session, case, "opened", now)
    return case


async def note(
    session: AsyncSession,
    case: Case,
    verb: str,
    now: datetime,
    *,
    staff: Staff | None = None,
    words: str = "",
) -> CaseMove:
    """Add a step to the case's history."""
    step = CaseMove(case_id=case.id, at=now, verb=verb, staff_id=staff.id if staff else None)
    step.words = words
    session.add(step)
    await session.flush()
    return step


async def claim(session: AsyncSession, case: Case, staff: Staff, now: datetime) -> bool:
    """接单: exactly one of several gets it; False for the others, who can then see `case.owner_id`."""
    taking = (
        update(Case)
        .where(col(Case.id) == case.id, col(Case.status) == "open", col(Case.owner_id).is_(None))
        .values(status="claimed", owner_id=staff.id, claimed_at=now)
        .returning(col(Case.id))
        .execution_options(synchronize_session=False)
    )
    won = (await session.execute(taking)).first() is not None
    await session.refresh(case)
    if won:
        if case.urgency == "P0":  # from here on they owe a call
            case.due_at, case.warned = case_life.due_at(now, urgency="P0"), 0
        await note(session, case, "claimed", now, staff=staff)
    return won


async def spoken_with(session: AsyncSession, case: Case, now: datetime) -> None:
    """Its owner wrote to somebody in danger, or wrote down what came of a call: tomorrow they look again."""
    if case.urgency == "P0":
        case.due_at, case.warned = now + case_life.CONTACT_AGAIN, 0
        session.add(case)
        await session.flush()


async def not_spoken_with(session: AsyncSession, case: Case, now: datetime) -> None:
    """What was written has not reached them: in danger they are owed a call, from now on."""
    if case.urgency == "P0" and case.status in LIVE:
        case.due_at, case.warned = case_life.due_at(now, urgency="P0"), 0
        session.add(case)
        await session.flush()


async def move(
    session: AsyncSession,
    case: Case,
    status: str,
    now: datetime,
    *,
    staff: Staff | None = None,
    words: str = "",
) -> CaseMove:
    """Take a case to another status, if its life allows it."""
    case_life.check(case.status, status)
    if case.status == "waiting" and (asked := await last_move(session, case, "waiting")):
        case.due_at += now - asked.at  # the clock stood still while papers were asked for (rule Q2)
    case.status = status
    case.closed_at = now if status in ("closed", "withdrawn") else None
    if status == "open":
        case.owner_id = case.claimed_at = case.alarmed_at = None
        case.claim_by = case_life.claim_by(case.urgency, now)
        case.due_at = case_life.due_at(now, urgency=case.urgency)
        case.warned = 0
    session.add(case)
    await session.flush()
    verb = {"open": "reopened", "claimed": "resumed"}.get(status, status)
    return await note(session, case, verb, now, staff=staff, words=words)


async def fill(
    session: AsyncSession,
    case: Case,
    *,
    amount_fen: int | None = None,
    people: int | None = None,
    **private: str | None,
) -> None:
    """Write down what became known; what is None stays as it was."""
    if amount_fen:
        case.amount_fen = amount_fen
    if people:
        case.people = people
    case.keep_private(**{name: value for name, value in private.items() if value is not None})
    session.add(case)
    await session.flush()


async def lock(session: AsyncSession, case_id: int) -> Case | None:
    """The case, held until this unit ends: two members of staff never move it at once."""
    query = select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    return (await session.exec(query)).first()


async def by_number(session: AsyncSession, number: int) -> Case | None:
    return (await session.exec(select(Case).where(Case.number == number))).first()


async def get(session: AsyncSession, case_id: int) -> Case | None:
    return await session.get(Case, case_id)


async def of_person(session: AsyncSession, person_id: int, kinds: tuple[str, ...] = ("wages",)) -> list[Case]:
    """A person's cases, newest first; those still running before the closed ones."""
    query = (
        select(Case)
        .where(Case.person_id == person_id, col(Case.kind).in_(kinds))
        .order_by(col(Case.id).desc())
    )
    found = list((await session.exec(query)).all())
    return sorted(found, key=lambda case: case.status not in LIVE)


async def waiting(session: AsyncSession, station_id: int) -> list[Case]:
    """Nobody's cases of a station, most urgent and oldest first."""
    query = select(Case).where(Case.station_id == station_id, Case.status == "open")
    return list((await session.exec(query.order_by(col(Case.urgency), col(Case.id)))).all())


async def in_danger(session: AsyncSession, staff: Staff) -> list[Case]:
    """Danger nobody has taken, that this member of staff may take; the oldest first."""
    query = select(Case).where(Case.status == "open", Case.urgency == "P0").order_by(col(Case.id))
    return [case for case in (await session.exec(query)).all() if within(staff, case)]


async def owned_by(session: AsyncSession, staff_id: int) -> list[Case]:
    query = select(Case).where(Case.owner_id == staff_id, col(Case.status).in_(("claimed", "waiting")))
    return list((await session.exec(query.order_by(col(Case.urgency), col(Case.due_at)))).all())


async def history(session: AsyncSession, case: Case) -> list[CaseMove]:
    query = select(CaseMove).where(CaseMove.case_id == case.id).order_by(col(CaseMove.id))
    return list((await session.exec(query)).all())


async def last_move(session: AsyncSession, case: Case, *verbs: str) -> CaseMove | None:
    query = select(CaseMove).where(CaseMove.case_id == case.id, col(CaseMove.verb).in_(verbs))
    return (await session.exec(query.order_by(col(CaseMove.id).desc()).limit(1))).first()


async def told(session: AsyncSession, case: Case) -> list[str]:
    """Everything the person has said of it and where they said they are, from the first word on."""
    query = select(CaseMove).where(CaseMove.case_id == case.id, col(CaseMove.verb).in_(("said", "located")))
    moves = (await session.exec(query.order_by(col(CaseMove.id)))).all()
    return [case.text, *(move.words for move in moves)]


async def running(session: AsyncSession, person_id: int, *kinds: str) -> Case | None:
    """The person's newest case that is not closed, of these kinds (or of any)."""
    ids = [row[0] for row in await _LIVE_IDS.rows(session, person_id=person_id)]
    found = [await session.get_one(Case, one) for one in sorted(ids, reverse=True)]
    return next((case for case in found if not kinds or case.kind in kinds), None)


async def listening(session: AsyncSession, person_id: int, now: datetime) -> Case | None:
    """The case whose staff a plain sentence is meant for.

    The next sentence within a day of what staff wrote, and what follows it in one breath. Whoever was in
    danger within that day is heard whatever they say.
    """
    for (case_id,) in await _LIVE_IDS.rows(session, person_id=person_id):
        case = await session.get_one(Case, case_id)
        if case.kind == "danger" and now - case.created_at < TALK_FOR:
            return case
        if case.owner_id is None:
            continue
        asked = await last_move(session, case, "replied", "waiting")
        if asked is None or now - asked.at >= TALK_FOR:
            continue
        said = await last_move(session, case, "said")
        if said is None or said.id < asked.id or now - said.at < IN_PIECES:
            return case
    return None


def within(staff: Staff, case: Case) -> bool:
    """The wall between stations: its own people and the county, and whoever has the case."""
    return staff.role == "county" or case.station_id == staff.station_id or case.owner_id == staff.id


def reads_all(staff: Staff, case: Case) -> bool:
    """The whole story, its voices and pictures too: for its owner and whoever leads."""
    return within(staff, case) and (case.owner_id == staff.id or staff.role in ("lead", "county"))


def may_reopen(case: Case, now: datetime) -> bool:
    return case.closed_at is not None and now - case.closed_at <= case_life.REOPEN_WITHIN


async def recently_closed(session: AsyncSession, person_id: int, now: datetime) -> Case | None:
    """The newest case the person may still reopen (rule: within 15 days)."""
    query = select(Case).where(
        Case.person_id == person_id,
        col(Case.status).in_(("closed", "withdrawn")),
        col(Case.closed_at) > now - case_life.REOPEN_WITHIN,
    )
    return (await session.exec(query.order_by(col(Case.closed_at).desc()).limit(1))).first()


async def station_for(session: AsyncSession, person: Person, *told: str | None) -> Station | None:
    """Who is responsible: the station of the place of work (rule W5), else of the person's own area."""
    text = "".join(part for part in told if part)
    if text:
        named = [area for area in await stations.areas(session) if _short(area.name) in text]
        if named:
            return await stations.for_area(session, max(named, key=lambda area: len(area.name)).code)
    return await stations.for_person(session, person)


def _short(name: str) -> str:
    """The name people say: without its last character, which says what it is, unless one would be left."""
    return name[:-1] if len(name) > 2 else name
