"""What one address and the bot said to each other, as the person saw it: inbox and outbox woven together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import outbox
from storage.models import Address, Inbox, Outbox, vault

SEEN = ("sent", "answered", "unknown")


@dataclass(frozen=True, slots=True)
class Line:
    """One bubble. `raw` is the packed message when the person said it, else `body` is what they heard.

    It came to be at `made` (ids grow with it) and was seen at `at`: an alert may have waited for the morning.
    """

    id: int
    made: datetime
    at: datetime
    raw: bytes | None = None
    body: outbox.Body | None = None
    push: bool = False


async def speakers(session: AsyncSession) -> list[tuple[str, str]]:
    """Channel and id of everybody who ever said something, in the order they came."""
    spoke = select(col(Inbox.address_id)).where(col(Inbox.raw) != b"")
    query = select(col(Address.channel), col(Address.external)).where(col(Address.id).in_(spoke))
    return [(channel, who) for channel, who in (await session.execute(query.order_by(col(Address.id)))).all()]


async def of_address(session: AsyncSession, address_id: int, known: Collection[int] = ()) -> list[Line]:
    """All lines but those already known, in the order they were seen."""
    said = await session.execute(
        select(col(Inbox.id), col(Inbox.received_at), col(Inbox.raw)).where(
            col(Inbox.address_id) == address_id, col(Inbox.raw) != b""
        )
    )
    lines = [
        Line(row, at, at, raw=vault().open(f"inbox.raw:{row}", raw))
        for row, at, raw in said.all()
        if row not in known
    ]
    heard = await session.execute(
        select(
            col(Outbox.id), col(Outbox.created_at), col(Outbox.sent_at), col(Outbox.sort), col(Outbox.body)
        ).where(
            col(Outbox.address_id) == address_id,
            col(Outbox.status).in_(SEEN),
            col(Outbox.sent_at).is_not(None),
            col(Outbox.body).is_not(None),
        )
    )
    lines += [
        Line(row, made, at, body=outbox.open_body(row, body), push=sort != "reply")
        for row, made, at, sort, body in heard.all()
        if row not in known and at is not None
    ]
    return sorted(lines, key=lambda line: (line.at, line.id))
