"""Where each person is in a conversation, loaded with the address in one statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Address, Dialogue, Outbox, vault
from storage.outbox_queue import OPEN
from storage.prepared import Prepared, Row

_COLUMNS = (
    col(Address.id),
    col(Address.person_id),
    col(Address.reachable),
    col(Dialogue.state),
    col(Dialogue.data),
    col(Dialogue.version),
    col(Dialogue.updated_at),
    exists().where(
        text(OPEN.format("outbox")),
        col(Outbox.address_id) == col(Address.id),
        col(Outbox.status) == "held",
    ),
)
_JOINED = select(*_COLUMNS).outerjoin(Dialogue, col(Dialogue.address_id) == col(Address.id))
_sender = (
    col(Address.channel) == bindparam("channel"),
    col(Address.account) == bindparam("account"),
    col(Address.external) == bindparam("external"),
)
_id = col(Address.id) == bindparam("address_id")
_BY_SENDER, _BY_ID = Prepared(_JOINED.where(*_sender)), Prepared(_JOINED.where(_id))
# PostgreSQL, where two processes may serve one person. A statement of its own: whoever waited for the lock
# sees the address as it is now, but what is joined to it as it was before the other one's Turn.
_HOLD_SENDER = Prepared(select(col(Address.id)).where(*_sender).with_for_update())
_HOLD_ID = Prepared(select(col(Address.id)).where(_id).with_for_update())
_put = insert(Dialogue)
_PUT = Prepared(
    _put.on_conflict_do_update(
        index_elements=["address_id"],
        set_={
            "state": _put.excluded.state,
            "data": _put.excluded.data,
            "version": _put.excluded.version,
            "updated_at": _put.excluded.updated_at,
        },
    )
)


@dataclass(slots=True)
class Talk:
    """One person's place in a conversation on one address, for the length of a Turn."""

    address_id: int
    person_id: int
    reachable: bool = True
    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    menu: list[tuple[str, str]] = field(default_factory=list)
    version: int = 0
    updated_at: datetime | None = None
    awaited: bool = False
    """Something waits in the outbox until this person writes."""


def _talk(row: Row) -> Talk:
    address_id, person_id, reachable, state, sealed, version, updated_at, awaited = row
    opened: dict[str, Any] = vault().open_json(_context(address_id), sealed) if sealed else {}
    menu = [(label, data) for label, data in opened.get("menu", ())]
    return Talk(
        address_id,
        person_id,
        bool(reachable),
        state,
        opened.get("data", {}),
        menu,
        version or 0,
        updated_at,
        bool(awaited),
    )


def _context(address_id: int) -> str:
    return f"dialogue.data:{address_id}"


async def of_sender(session: AsyncSession, channel: str, account: str, external: str) -> Talk | None:
    """The dialogue of whoever writes from this address; None for somebody new."""
    whose = {"channel": channel, "account": account, "external": external}
    if _shared(session) and not await _HOLD_SENDER.row(session, **whose):
        return None
    row = await _BY_SENDER.row(session, **whose)
    return _talk(row) if row else None


async def of_address(session: AsyncSession, address_id: int) -> Talk | None:
    if _shared(session):
        await _HOLD_ID.row(session, address_id=address_id)
    row = await _BY_ID.row(session, address_id=address_id)
    return _talk(row) if row else None


def _shared(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"


async def save(session: AsyncSession, talk: Talk, now: datetime) -> None:
    """Write the place back; the time of it is also the person's last contact."""
    plain = {key: value for key, value in (("data", talk.data), ("menu", talk.menu)) if value}
    sealed = None
    if plain:
        sealed = vault().seal_json(_context(talk.address_id), plain)
    await _PUT.rows(
        session,
        address_id=talk.address_id,
        state=talk.state,
        data=sealed,
        version=talk.version + 1,
        updated_at=now,
    )
