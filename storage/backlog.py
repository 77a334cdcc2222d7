"""What waits: for the figures of /metrics, for /readyz and for the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tunables
from storage.models import Inbox, Outbox, Tick, to_ms


@dataclass(frozen=True, slots=True)
class Waiting:
    outbox: int
    outbox_oldest_seconds: float
    kept: int
    parked: int


async def count(session: AsyncSession, now: datetime) -> Waiting:
    """Sentences that should have left by now, and messages that could not be worked on."""
    late = select(func.count(), func.min(Outbox.due_at)).where(
        col(Outbox.status).in_(("due", "sending")), col(Outbox.due_at) <= now
    )
    due, oldest = (await session.exec(late)).one()
    inbox = select(Inbox.status, func.count()).where(Inbox.status != "done").group_by(col(Inbox.status))
    stuck = dict((await session.exec(inbox)).all())
    age = (now - oldest).total_seconds() if due else 0.0
    return Waiting(due, age, stuck.get("kept", 0), stuck.get("parked", 0))


@dataclass(frozen=True, slots=True)
class Unsent:
    """A sentence that has not reached its person. `told_at`: when a form told that it waits."""

    kind: str
    sort: str
    status: str
    created_at: datetime
    due_at: datetime
    not_after: datetime | None
    told_at: datetime | None
    reason: str


async def unsent(session: AsyncSession, address_id: int) -> list[Unsent]:
    """What still has to go to an address, oldest first."""
    query = (
        select(Outbox)
        .where(Outbox.address_id == address_id, col(Outbox.status).in_(("due", "sending", "held")))
        .order_by(col(Outbox.id))
    )
    return [
        Unsent(
            one.kind,
            one.sort,
            one.status,
            one.created_at,
            one.due_at,
            one.not_after,
            one.sent_at,
            one.reason or "",
        )
        for one in (await session.exec(query)).all()
    ]


async def touch(session: AsyncSession, now: datetime) -> None:
    """A real write: only that shows that the ledger keeps what it is given."""
    await tunables.put(session, "touched", to_ms(now))


async def last_tick(session: AsyncSession) -> datetime | None:
    """When a routine last ran, on any process."""
    return (await session.exec(select(func.max(Tick.at)))).one()
