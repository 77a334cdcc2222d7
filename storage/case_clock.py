"""Which cases a clock has something to say about: not taken in time, part of their time gone, overdue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, and_, or_, type_coerce
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import stations
from storage.models import Case, Staff, to_ms
from storage.rules import case_life


async def danger_waiting(session: AsyncSession, now: datetime) -> list[Case]:
    """P0 cases nobody has taken, of which it is time to alarm again."""
    query = select(Case).where(Case.status == "open", Case.urgency == "P0").order_by(col(Case.id))
    return [
        case
        for case in (await session.exec(query)).all()
        if case.alarmed_at is None or case_life.alarm_again(case.claim_by, case.alarmed_at, now)
    ]


async def not_taken(session: AsyncSession, now: datetime) -> list[Case]:
    """Other cases past their time to be taken, about which nobody was told since."""
    query = (
        select(Case)
        .where(
            Case.status == "open",
            Case.urgency != "P0",
            col(Case.claim_by) <= now,
            or_(col(Case.alarmed_at).is_(None), col(Case.alarmed_at) < col(Case.claim_by)),
        )
        .order_by(col(Case.id))
    )
    return list((await session.exec(query)).all())


async def to_warn(
    session: AsyncSession, now: datetime, marks: Sequence[int], after: int, most: int
) -> list[Case]:
    """Running cases behind `after` that have passed a mark (percent of their time) of which nobody was told.

    While papers are asked for the clock stands still (rule Q2); danger nobody has taken is alarmed anyway.
    """
    created, due = (type_coerce(col(one), BigInteger) for one in (Case.created_at, Case.due_at))
    passed = (
        and_(col(Case.warned) < mark, (to_ms(now) - created) * 100 >= (due - created) * mark)
        for mark in marks
    )
    query = (
        select(Case)
        .where(
            or_(col(Case.status) == "claimed", and_(col(Case.status) == "open", col(Case.urgency) != "P0")),
            or_(*passed),
            col(Case.id) > after,
        )
        .order_by(col(Case.id))
        .limit(most)
    )
    return list((await session.exec(query)).all())


async def leads(session: AsyncSession, station_id: int, knowing: Collection[int] = ()) -> list[Staff]:
    """Who answers for a station and does not know yet: its leads, else the county's."""
    found = [one for one in await stations.leaders(session) if one.id not in knowing]
    here = [one for one in found if one.role == "lead" and one.station_id == station_id]
    return here or [one for one in found if one.role == "county"]
