"""The outbox 待发件: what is to be said, and what became of it.

sort: reply (answers a message) · notice (news of one's own case or gig) · safety (alarms) · alert (unasked).
status: due → sending → sent; answered = handed over in the response; held = waits for the person's next
message; dropped = no longer true or expired; failed = given up; unknown = an alert cut off while sending.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.ids import new_id
from storage.models import Outbox, vault
from storage.prepared import Prepared

_PUT = Prepared(insert(Outbox).on_conflict_do_nothing().returning(col(Outbox.id)))
_OF_INBOX = Prepared(
    select(col(Outbox.id), col(Outbox.body), col(Outbox.status))
    .where(col(Outbox.inbox_id) == bindparam("inbox_id"), col(Outbox.sort) == "reply")
    .order_by(col(Outbox.id))
)


@dataclass(frozen=True, slots=True)
class Body:
    """What a row says: final words, or the phrase's parameters from which they are made when sent."""

    params: dict[str, Any]
    text: str | None = None
    choices: tuple[tuple[str, str], ...] = ()

    def pack(self, row: int) -> bytes:
        plain: dict[str, Any] = {}
        if self.params:
            plain["params"] = self.params
        if self.text is not None:
            plain["text"] = self.text
        if self.choices:
            plain["choices"] = self.choices
        return vault().seal_json(f"outbox.body:{row}", plain)


def open_body(row: int, sealed: bytes | None) -> Body:
    """The words or parameters of a row; empty when they were erased."""
    if not sealed:
        return Body({}, "")
    plain = vault().open_json(f"outbox.body:{row}", sealed)
    choices = tuple((label, data) for label, data in plain.get("choices", ()))
    return Body(plain.get("params", {}), plain.get("text"), choices)


async def put(
    session: AsyncSession,
    address_id: int,
    kind: str,
    *,
    once: str,
    now: datetime,
    sort: str = "notice",
    due_at: datetime | None = None,
    not_after: datetime | None = None,
    **params: Any,
) -> bool:
    """Lay a sentence out for sending; False when this purpose was laid out before.

    `kind` names phrase and re-check, `params` (plain JSON values) are worded when it is sent.
    """
    row = new_id()
    columns = _columns(row, address_id, f"{address_id}:{once}", kind, sort, "due", now)
    columns |= {
        "body": Body(params).pack(row),
        "due_at": due_at or now,
        "not_after": not_after,
    }
    done = await _PUT.row(session, **columns)
    session.info["spoke"] = True
    return done is not None


async def put_reply(
    session: AsyncSession,
    address_id: int,
    inbox_id: int,
    place: int,
    text: str,
    choices: tuple[tuple[str, str], ...],
    now: datetime,
    *,
    answered: bool,
) -> None:
    """One bubble of an answer, already worded; `answered` when the response itself carries it."""
    row = new_id()
    status = "answered" if answered else "due"
    columns = _columns(
        row,
        address_id,
        f"{address_id}:reply:{inbox_id}:{place}",
        "reply",
        "reply",
        status,
        now,
    )
    columns |= {
        "body": Body({}, text, choices).pack(row),
        "due_at": now,
        "inbox_id": inbox_id,
    }
    columns["sent_at"] = now if answered else None
    await _PUT.rows(session, **columns)
    if not answered:
        session.info["spoke"] = True


async def put_rest(
    session: AsyncSession,
    address_id: int,
    once: str,
    body: Body,
    now: datetime,
    *,
    inbox_id: int | None = None,
    passes: bool = True,
) -> None:
    """What found no room in a message: it waits for this person's next word.

    `passes`: they may pass by it; else, as news of their own case, it is said whatever they say.
    """
    row = new_id()
    sort = "reply" if passes else "notice"
    columns = _columns(row, address_id, f"{address_id}:{once}", "rest", sort, "held", now)
    columns |= {"body": body.pack(row), "due_at": now, "inbox_id": inbox_id}
    await _PUT.rows(session, **columns)


async def replies_to(session: AsyncSession, inbox_id: int, *, answered: bool = False) -> list[Body]:
    """What was answered to a message, for a repeated delivery; `answered`: only what its response carried."""
    rows = await _OF_INBOX.rows(session, inbox_id=inbox_id)
    return [open_body(row, sealed) for row, sealed, status in rows if status == "answered" or not answered]


async def last_heard(session: AsyncSession, address_id: int) -> list[str]:
    """What this address heard last: all bubbles of an answer, or the message that came by itself."""
    query = (
        select(col(Outbox.id), col(Outbox.body), col(Outbox.inbox_id))
        .where(
            col(Outbox.address_id) == address_id,
            col(Outbox.body).is_not(None),
            # An answer of the Turn before may still be on its way.
            col(Outbox.status).in_(("sent", "answered", "unknown")) | (col(Outbox.sort) == "reply"),
        )
        .order_by(col(Outbox.id).desc())
        .limit(6)
    )
    rows = (await session.execute(query)).all()
    same = [row for row in rows if row[2] == rows[0][2] and (row[2] is not None or row is rows[0])]
    return [text for row, sealed, _ in reversed(same) if (text := open_body(row, sealed).text)]


def _columns(
    row: int,
    address_id: int,
    once: str,
    kind: str,
    sort: str,
    status: str,
    now: datetime,
) -> dict[str, Any]:
    return {
        "id": row,
        "address_id": address_id,
        "once": once,
        "kind": kind,
        "sort": sort,
        "status": status,
        "created_at": now,
        "tries": 0,
        "not_after": None,
        "inbox_id": None,
        "sent_at": None,
        "worker": None,
        "lease_until": None,
        "reason": None,
        "network_id": None,
    }
