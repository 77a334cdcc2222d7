"""Ticks: which slot of which routine somebody has taken, and how far a routine in parts has come with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
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
_this = (col(Tick.routine) == bindparam("name"), col(Tick.slot) == bindparam("of"))
_HALF_WAY = Prepared(
    select(col(Tick.slot), col(Tick.cursor))
    .where(
        col(Tick.routine) == bindparam("routine"),
        col(Tick.slot) >= bindparam("since"),
        col(Tick.slot) <= bindparam("now"),
        col(Tick.outcome) == "running",
    )
    .order_by(col(Tick.slot))
)
_GO_ON = Prepared(
    update(Tick)
    .where(*_this, col(Tick.outcome) == "running", col(Tick.cursor) == bindparam("left_at"))
    .values(node=bindparam("by"), at=bindparam("then"))
    .returning(col(Tick.slot))
)
_KEEP = Prepared(update(Tick).where(*_this).values(outcome=bindparam("ends"), cursor=bindparam("left_at")))


async def take(
    session: AsyncSession, routine: str, slot: datetime, node: str, now: datetime, outcome: str = "done"
) -> bool:
    """Take a slot with the running unit; False when somebody else has it. PostgreSQL waits for them here."""
    row = await _TAKE.row(
        session, routine=routine, slot=slot, node=node, at=now, outcome=outcome, cursor=None
    )
    return row is not None


async def go_on(
    session: AsyncSession, routine: str, slot: datetime, node: str, now: datetime, cursor: str
) -> bool:
    """Take the next part of a slot; False when somebody else has done it. PostgreSQL waits for them here."""
    row = await _GO_ON.row(session, name=routine, of=slot, by=node, then=now, left_at=cursor)
    return row is not None


async def keep(session: AsyncSession, routine: str, slot: datetime, cursor: str | None) -> None:
    """How far it has come, with the work itself; None when all is done."""
    outcome = "done" if cursor is None else "running"
    await _KEEP.rows(session, name=routine, of=slot, ends=outcome, left_at=cursor)


async def half_way(
    session: AsyncSession, routine: str, since: datetime, now: datetime
) -> dict[datetime, str]:
    """Slots that were begun and not ended, oldest first, and where each stands."""
    return dict(await _HALF_WAY.rows(session, routine=routine, since=since, now=now))


async def last(session: AsyncSession, routine: str, now: datetime) -> datetime | None:
    """The latest slot taken, not in the future: a clock that was set forward and back stops nothing."""
    row = await _LAST.row(session, routine=routine, now=now)
    return row[0] if row else None


async def forget(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(Tick).where(col(Tick.slot) < before))
