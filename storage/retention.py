"""What is erased when its time is over. Rows that keep a repeated delivery harmless stay, their words go.

Each looks at one page of a table, in the order of its key, and says where the next begins; None at the end.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Update, func, update
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Dialogue, Inbox, Outbox

PAGE = 2000


async def forget_drafts(session: AsyncSession, before: datetime, after: int) -> int | None:
    """Half-filled forms that nobody came back to: draft, question and menu go, the last contact stays."""
    stale = update(Dialogue).where(col(Dialogue.updated_at) < before, col(Dialogue.data).is_not(None))
    return await _page(session, col(Dialogue.address_id), stale.values(state=None, data=None), after)


async def forget_heard(session: AsyncSession, before: datetime, after: int) -> int | None:
    """Raw messages; their ids, times and outcomes stay."""
    old = update(Inbox).where(
        col(Inbox.received_at) < before, col(Inbox.raw) != b"", col(Inbox.status) != "kept"
    )
    return await _page(session, col(Inbox.id), old.values(raw=b"", answer=None), after)


async def forget_said(session: AsyncSession, before: datetime, after: int) -> int | None:
    """Sent sentences; their ids, times and outcomes stay."""
    old = update(Outbox).where(
        col(Outbox.created_at) < before,
        col(Outbox.body).is_not(None),
        col(Outbox.status).not_in(("due", "sending", "held")),
    )
    return await _page(session, col(Outbox.id), old.values(body=None), after)


async def _page(session: AsyncSession, key: Mapped[int], change: Update, after: int) -> int | None:
    keys = select(key).where(key > after).order_by(key).limit(PAGE).subquery()
    last, rows = (await session.exec(select(func.max(keys.c[0]), func.count()).select_from(keys))).one()
    if rows:
        await session.execute(change.where(key > after, key <= last), execution_options=_PLAIN)
    return last if rows == PAGE else None


_PLAIN = {"synchronize_session": False}
