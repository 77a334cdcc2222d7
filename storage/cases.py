"""Cases 工单: opening, taking, answering, closing. Every step is a CaseMove; nothing is lost silently."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import counters
from storage.models import Case, CaseMove, Evidence, Staff
from storage.rules import case_life

LIVE = ("open", "claimed", "waiting")
FIRST_NUMBER = 1001


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
        due_at=case_life.due_at(now),
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
) -> None:
    """Add a step to the case's history."""
    step = CaseMove(case_id=case.id, at=now, verb=verb, staff_id=staff.id if staff else None)
    step.words = words
    session.add(step)
    await session.flush()


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
        await note(session, case, "claimed", now, staff=staff)
    return won


async def move(
    session: AsyncSession, case: Case, status: str, now: datetime, *, staff: Staff | None = None
) -> None:
    """Take a case to another status, if its life allows it."""
    case_life.check(case.status, status)
    case.status = status
    case.closed_at = now if status in ("closed", "withdrawn") else None
    if status == "open":
        case.owner_id = case.claimed_at = None
        case.claim_by = case_life.claim_by(case.urgency, now)
    session.add(case)
    await session.flush()
    await note(session, case, status if status != "open" else "reopened", now, staff=staff)


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


async def owned_by(session: AsyncSession, staff_id: int) -> list[Case]:
    query = select(Case).where(Case.owner_id == staff_id, col(Case.status).in_(("claimed", "waiting")))
    return list((await session.exec(query.order_by(col(Case.urgency), col(Case.due_at)))).all())


async def history(session: AsyncSession, case: Case) -> list[CaseMove]:
    query = select(CaseMove).where(CaseMove.case_id == case.id).order_by(col(CaseMove.id))
    return list((await session.exec(query)).all())


async def add_evidence(session: AsyncSession, case: Case, kind: str, media: str, now: datetime) -> int:
    """Keep a photo, voice or place with the case; returns how many there are now."""
    session.add(Evidence(case_id=case.id, kind=kind, media=media, at=now))
    await session.flush()
    return len((await session.exec(select(Evidence.id).where(Evidence.case_id == case.id))).all())
