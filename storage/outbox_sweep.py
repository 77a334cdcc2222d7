"""The outbox swept from time to time: what dead senders left, what is past its time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, text, update
from sqlalchemy.sql import case
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Outbox
from storage.outbox_queue import OPEN, count


async def claims(session: AsyncSession) -> list[str]:
    """Every claim under which rows are being sent."""
    query = select(col(Outbox.worker)).where(text(OPEN.format("outbox")), col(Outbox.status) == "sending")
    return [claim for claim in (await session.execute(query.distinct())).scalars() if claim]


async def reclaim(
    session: AsyncSession,
    now: datetime,
    flying: Collection[int],
    *,
    everything: bool = False,
    dead: Collection[str] = (),
) -> tuple[int, int]:
    """Free the rows of senders that died: (alerts now unknown, others due again). `flying` are our own.

    Death is known by the lease; `dead` are claims known to be of the dead, `everything` is for whoever knows
    that no other sender lives. Unknown are alerts that were `leaving`; others are due again, and no try of
    theirs is counted.
    """
    late = () if everything else (or_(col(Outbox.lease_until) <= now, col(Outbox.worker).in_(list(dead))),)
    lost = (text(OPEN.format("outbox")), col(Outbox.status) == "sending", *late)
    mine = col(Outbox.id).not_in(list(flying))
    unknown = (
        update(Outbox)
        .where(*lost, mine, col(Outbox.sort) == "alert", col(Outbox.sent_at).is_not(None))
        .values(status="unknown", reason="the sender ended while sending")
        .returning(col(Outbox.id))
    )
    tried = case((col(Outbox.sort) == "alert", col(Outbox.tries) - 1), else_=col(Outbox.tries))
    again = update(Outbox).where(*lost, mine).values(status="due", due_at=now, tries=tried)
    return await count(session, unknown), await count(session, again.returning(col(Outbox.id)))


async def expire(session: AsyncSession, now: datetime) -> int:
    """Drop what is past its time, also where nobody could claim it: held rows, accounts that are off."""
    dropping = (
        update(Outbox)
        .where(
            text(OPEN.format("outbox")),
            col(Outbox.status).in_(("due", "held")),
            col(Outbox.not_after) < now,
        )
        .values(status="dropped", reason="expired")
        .returning(col(Outbox.id))
    )
    return await count(session, dropping)
