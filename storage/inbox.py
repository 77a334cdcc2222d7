"""The inbox: every message once, for ever; and those that could not be worked on yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Inbox, vault
from storage.prepared import Prepared

# PostgreSQL's insert compiles for SQLite too: both spell ON CONFLICT alike.
_PUT = Prepared(insert(Inbox).on_conflict_do_nothing().returning(col(Inbox.id)))
_SEEN = Prepared(
    select(col(Inbox.id), col(Inbox.status), col(Inbox.answer)).where(
        col(Inbox.channel) == bindparam("channel"),
        col(Inbox.account) == bindparam("account"),
        col(Inbox.message_id) == bindparam("message_id"),
    )
)
_MARK = Prepared(
    update(Inbox)
    .where(col(Inbox.id) == bindparam("row"))
    .values(status=bindparam("to"), tries=bindparam("tried"), retry_at=bindparam("again"))
)
_ANSWER = Prepared(update(Inbox).where(col(Inbox.id) == bindparam("row")).values(answer=bindparam("sealed")))
_KEPT = Prepared(
    select(
        col(Inbox.id),
        col(Inbox.address_id),
        col(Inbox.raw),
        col(Inbox.tries),
        col(Inbox.incident),
        col(Inbox.received_at),
    )
    .where(col(Inbox.status) == "kept", col(Inbox.retry_at) <= bindparam("now"))
    .order_by(col(Inbox.id))
    .limit(50)
)
_LATER = Prepared(
    select(col(Inbox.id))
    .where(
        col(Inbox.address_id) == bindparam("address_id"),
        col(Inbox.id) > bindparam("row"),
        col(Inbox.status) == "done",
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that is on disk but not worked on yet."""

    id: int
    address_id: int
    raw: bytes
    tries: int
    incident: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that is here already."""

    id: int
    status: str
    answer: bytes | None


def _context(row: int) -> str:
    return f"inbox.raw:{row}"


def _answer_context(row: int) -> str:
    return f"inbox.answer:{row}"


async def put(
    session: AsyncSession,
    *,
    row: int,
    channel: str,
    account: str,
    message_id: str,
    address_id: int,
    raw: bytes,
    now: datetime,
    status: str = "done",
    tries: int = 0,
    incident: str | None = None,
    retry_at: datetime | None = None,
) -> bool:
    """Write the message down; False when it was here before."""
    done = await _PUT.row(
        session,
        id=row,
        channel=channel,
        account=account,
        message_id=message_id,
        address_id=address_id,
        raw=vault().seal(_context(row), raw) if raw else b"",
        status=status,
        tries=tries,
        incident=incident,
        received_at=now,
        retry_at=retry_at,
    )
    return done is not None


async def seen(session: AsyncSession, channel: str, account: str, message_id: str) -> Seen | None:
    """A message that came before."""
    found = await _SEEN.row(session, channel=channel, account=account, message_id=message_id)
    return Seen(*found) if found else None


async def keep_answer(session: AsyncSession, row: int, text: str, choices: Sequence[tuple[str, str]]) -> None:
    """The one bubble that answers a message, for a repeated delivery: its rows alone would not tell it."""
    sealed = vault().seal_json(_answer_context(row), {"text": text, "choices": choices})
    await _ANSWER.rows(session, row=row, sealed=sealed)


def open_answer(row: int, sealed: bytes) -> tuple[str, list[tuple[str, str]]]:
    plain = vault().open_json(_answer_context(row), sealed)
    return plain["text"], [(label, data) for label, data in plain["choices"]]


async def mark(
    session: AsyncSession,
    row: int,
    status: str,
    tries: int,
    retry_at: datetime | None = None,
) -> None:
    await _MARK.rows(session, row=row, to=status, tried=tries, again=retry_at)


async def kept(session: AsyncSession, now: datetime) -> list[Kept]:
    """Messages whose (next) attempt is due, oldest first."""
    rows = await _KEPT.rows(session, now=now)
    return [Kept(r[0], r[1], vault().open(_context(r[0]), r[2]), r[3], r[4], r[5]) for r in rows]


async def overtaken(session: AsyncSession, message: Kept) -> bool:
    """Whether the person has said something since that was worked on: replaying would be out of order."""
    return await _LATER.row(session, address_id=message.address_id, row=message.id) is not None
