"""Which cases a clock has something to say about: not taken in time, part of their time gone, overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, and_, or_, type_coerce
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Case, Staff, to_ms


async def danger_waiting(session: AsyncSession, alarmed_before: datetime) -> list[Case]:
    """P0 cases nobody has taken, whose last alarm is older than that."""
    query = (
        select(Case)
        .where(
            Case.status == "open",
            Case.urgency == "P0",
            or_(col(Case.alarmed_at).is_(None), col(Case.alarmed_at) <= alarmed_before),
        )
        .order_by(col(Case.id))
    )
    return list((await session.exec(query)).all())


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


async def leads(session: AsyncSession, station_id: int) -> list[Staff]:
    """Who answers for a station: its leads, else the county's."""
    query = select(Staff).where(col(Staff.enabled), col(Staff.role).in_(("lead", "county")))
    found = list((await session.exec(query.order_by(col(Staff.id)))).all())
    here = [one for one in found if one.role == "lead" and one.station_id == station_id]
    return here or [one for one in found if one.role == "county"]
