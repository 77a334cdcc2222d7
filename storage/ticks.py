"""Ticks: which slot of which routine somebody has taken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Tick
from storage.prepared import Prepared

_TAKE = Prepared(insert(Tick).on_conflict_do_nothing().returning(col(Tick.slot)))
_LAST = Prepared(
    select(func.max(col(Tick.slot))).where(
        col(Tick.routine) == bindparam("routine"), col(Tick.slot) <= bindparam("now")
    )
)


async def take(
    session: AsyncSession, routine: str, slot: datetime, node: str, now: datetime, outcome: str = "done"
) -> bool:
    """Take a slot with the running unit; False when somebody else has it. PostgreSQL waits for them here."""
    row = await _TAKE.row(session, routine=routine, slot=slot, node=node, at=now, outcome=outcome)
    return row is not None


async def last(session: AsyncSession, routine: str, now: datetime) -> datetime | None:
    """The latest slot taken, not in the future: a clock that was set forward and back stops nothing."""
    row = await _LAST.row(session, routine=routine, now=now)
    return row[0] if row else None


async def forget(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(Tick).where(col(Tick.slot) < before))
