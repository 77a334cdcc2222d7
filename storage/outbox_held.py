"""What waits in the outbox for a person's next word, where a network lets us speak only after them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, bindparam, func, select, text, update
from sqlalchemy.sql import case
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Outbox
from storage.outbox_queue import OPEN, WITH_RECIPIENT, Claimed, Finish, count, rank
from storage.prepared import Prepared

MOST_HELD = 20
"""Of what waits for a person, so much is looked at when they write; the rest when they write again."""

_held = (
    text(OPEN.format("outbox")),
    col(Outbox.address_id) == bindparam("address"),
    col(Outbox.status) == "held",
)
# What belongs to somebody in the order it was written; of what nobody asked for the freshest first.
_HELD = Prepared(
    WITH_RECIPIENT.where(*_held)
    .order_by(
        case((col(Outbox.sort) == "reply", -1), else_=rank(Outbox)),
        case((col(Outbox.sort) == "alert", -col(Outbox.id)), else_=col(Outbox.id)),
    )
    .limit(MOST_HELD)
    .with_for_update(of=Outbox)
)
_TOLD = Prepared(select(col(Outbox.id)).where(*_held, col(Outbox.sent_at).is_not(None)).limit(1))
_SHORTEN = Prepared(
    update(Outbox)
    .where(col(Outbox.id) == bindparam("row"), col(Outbox.status) == "held")
    .values(body=bindparam("said"))
)
_UNTOLD = Prepared(update(Outbox).where(*_held, col(Outbox.sent_at).is_not(None)).values(sent_at=None))
_CLOSE_HELD = Prepared(
    update(Outbox)
    .where(col(Outbox.id) == bindparam("row"), col(Outbox.status) == "held")
    .values(
        status=bindparam("to"),
        body=func.coalesce(bindparam("said", type_=LargeBinary()), col(Outbox.body)),
        sent_at=bindparam("at"),
        reason=bindparam("why"),
    )
)
_RELEASE = Prepared(
    update(Outbox)
    .where(*_held)
    .values(status="due", due_at=bindparam("at"), tries=0, sent_at=None)
    .returning(col(Outbox.id))
)


async def held(session: AsyncSession, address_id: int, now: datetime) -> list[Claimed]:
    """What waits for this person's next word, as a Turn of theirs may say it."""
    rows = await _HELD.rows(session, address=address_id)
    return [Claimed(*(*row, "", now)) for row in rows]


async def close_held(session: AsyncSession, row: int, what: Finish) -> None:
    """It was said in a response, or is not true any more."""
    await _CLOSE_HELD.rows(session, row=row, to=what.status, said=what.body, at=what.sent_at, why=what.reason)


async def shorten(session: AsyncSession, row: int, body: bytes) -> None:
    """Its beginning was said; the rest keeps its place among what waits."""
    await _SHORTEN.rows(session, row=row, said=body)


async def waits(session: AsyncSession, row: int) -> bool:
    """Whether this row still waits for its person's next word."""
    found = select(col(Outbox.id)).where(col(Outbox.id) == row, col(Outbox.status) == "held")
    return (await session.execute(found)).first() is not None


async def in_touch(session: AsyncSession, address_id: int) -> None:
    """They came: of what still waits they may be told again."""
    await _UNTOLD.rows(session, address=address_id)


async def was_told(session: AsyncSession, address_id: int) -> bool:
    """Whether the person knows already that something waits, and has not been in touch since."""
    return await _TOLD.row(session, address=address_id) is not None


async def release_held(session: AsyncSession, address_id: int, now: datetime) -> int:
    """The person wrote: what waited for that may leave. Called by the Turn; returns how many rows."""
    rows = await _RELEASE.rows(session, address=address_id, at=now)
    if rows:
        session.info["spoke"] = True
    return len(rows)


async def drop_waiting(
    session: AsyncSession, address_id: int, reason: str, *, sort: str | None = None
) -> int:
    """Close what waits for an address nobody reads any more, or of one sort only."""
    dropping = (
        update(Outbox)
        .where(
            text(OPEN.format("outbox")),
            col(Outbox.address_id) == address_id,
            col(Outbox.status).in_(("due", "held")),
            *((col(Outbox.sort) == sort,) if sort else ()),
        )
        .values(status="dropped", reason=reason)
        .returning(col(Outbox.id))
    )
    return await count(session, dropping)


async def not_told(session: AsyncSession, address_id: int, network_id: str) -> bool:
    """The form that was to tell of a row did not arrive: nobody knows that it waits. False: no such row."""
    change = (
        update(Outbox)
        .where(
            text(OPEN.format("outbox")),
            col(Outbox.address_id) == address_id,
            col(Outbox.status) == "held",
            col(Outbox.network_id) == network_id,
        )
        .values(sent_at=None, network_id=None)
        .returning(col(Outbox.id))
    )
    return await count(session, change) > 0
