"""Handing a case over 转办: offered, then accepted; until then the first owner answers for it (rule Q1)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import cases, stations
from storage.models import Case, CaseMove, Staff

_OFFERS = ("offered", "accepted", "declined", "closed", "withdrawn", "reopened")


async def offer(session: AsyncSession, case: Case, owner: Staff, to: Staff, now: datetime) -> CaseMove:
    """Ask somebody to take a case over; a newer offer replaces the one before."""
    return await cases.note(session, case, "offered", now, staff=owner, words=str(to.id))


async def offered_to(session: AsyncSession, case: Case) -> Staff | None:
    """Who has been asked and has not answered yet."""
    last = await cases.last_move(session, case, *_OFFERS)
    if last is None or last.verb != "offered":
        return None
    return await session.get(Staff, int(last.words))


async def accept(session: AsyncSession, case: Case, staff: Staff, now: datetime) -> Staff | None:
    """Take over what was offered; returns who had it. The case is to be locked by the caller."""
    asked = await offered_to(session, case)
    if asked is None or asked.id != staff.id or case.owner_id is None:
        return None
    before = await session.get_one(Staff, case.owner_id)
    case.owner_id = staff.id
    session.add(case)
    await cases.note(session, case, "accepted", now, staff=staff)
    return before


async def decline(session: AsyncSession, case: Case, staff: Staff, now: datetime) -> CaseMove | None:
    """Say no; None when nothing was offered to them."""
    asked = await offered_to(session, case)
    if asked is None or asked.id != staff.id:
        return None
    return await cases.note(session, case, "declined", now, staff=staff)


async def colleague(session: AsyncSession, staff: Staff, name: str) -> Staff | None:
    """Somebody of the same station by name, or by a part of it that only one has."""
    wanted = name.strip()
    team = [
        one
        for one in await stations.team(session, staff.station_id)
        if one.id != staff.id and one.role != "auditor"
    ]
    exact = [one for one in team if one.name == wanted]
    found = exact or [one for one in team if wanted and wanted in one.name]
    return found[0] if len(found) == 1 else None
