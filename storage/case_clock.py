"""Which cases a clock has something to say about: not taken in time, half-way to their due date, overdue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, or_, type_coerce
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


async def past_half(session: AsyncSession, now: datetime) -> list[Case]:
    """Running cases with half their time or more gone and a warning still to give.

    While papers are asked for the clock stands still (rule Q2).
    """
    created, due = (type_coerce(col(one), BigInteger) for one in (Case.created_at, Case.due_at))
    query = (
        select(Case)
        .where(
            col(Case.status).in_(("open", "claimed")), col(Case.warned) < 100, created + due <= 2 * to_ms(now)
        )
        .order_by(col(Case.id))
    )
    return list((await session.exec(query)).all())


async def leads(session: AsyncSession, station_id: int) -> list[Staff]:
    """Who answers for a station: its leads, else the county's."""
    query = select(Staff).where(col(Staff.enabled), col(Staff.role).in_(("lead", "county")))
    found = list((await session.exec(query.order_by(col(Staff.id)))).all())
    here = [one for one in found if one.role == "lead" and one.station_id == station_id]
    return here or [one for one in found if one.role == "county"]
