"""What is erased when its time is over. Rows that keep a repeated delivery harmless stay, their words go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Dialogue, Inbox, Outbox

_AT_ONCE = 20_000


async def forget_drafts(session: AsyncSession, before: datetime) -> None:
    """Half-filled forms that nobody came back to: draft, question and menu go, the last contact stays."""
    stale = update(Dialogue).where(col(Dialogue.updated_at) < before, col(Dialogue.data).is_not(None))
    await session.execute(stale.values(state=None, data=None), execution_options=_PLAIN)


async def forget_words(session: AsyncSession, before: datetime) -> None:
    """Raw messages and sent sentences; their ids, times and outcomes stay."""
    heard = (
        select(Inbox.id)
        .where(col(Inbox.received_at) < before, Inbox.raw != b"", Inbox.status != "kept")
        .limit(_AT_ONCE)
    )
    await session.execute(
        update(Inbox).where(col(Inbox.id).in_(heard)).values(raw=b""), execution_options=_PLAIN
    )
    said = (
        select(Outbox.id)
        .where(
            col(Outbox.created_at) < before,
            col(Outbox.body).is_not(None),
            col(Outbox.status).not_in(("due", "sending", "held")),
        )
        .limit(_AT_ONCE)
    )
    await session.execute(
        update(Outbox).where(col(Outbox.id).in_(said)).values(body=None), execution_options=_PLAIN
    )


_PLAIN = {"synchronize_session": False}
