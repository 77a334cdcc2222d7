"""The outbox as a queue: who sends which row, and what became of it.

A sender claims rows for 60 seconds (a lease). Rows of one address leave one at a time and in order: safety
first, then what answers or concerns the person, then alerts; a row that waits for its next try holds back
only the rows behind it to the same address. Every mark names the claim and the try it belongs to, so whoever
comes back too late changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Select, bindparam, func, select, text, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql import Executable, and_, case, exists, or_
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Address, Dialogue, Moment, Outbox, Person
from storage.prepared import Prepared

LEASE = timedelta(seconds=60)
_CLAIM_LOCK = 7_305_121  # any number, the same in every process

# Spelled like the partial indexes' own condition: SQLite uses them only for the same words.
OPEN = "{}.status IN ('due','sending','held')"
DUE = "outbox.status = 'due'"
_ahead = aliased(Outbox, name="ahead")


def rank(row: type[Outbox]) -> ColumnElement[int]:
    return case((col(row.sort) == "safety", 0), (col(row.sort) == "alert", 2), else_=1)


WITH_RECIPIENT = (
    select(
        col(Outbox.id),
        col(Outbox.address_id),
        col(Address.person_id),
        col(Address.external),
        col(Address.reachable),
        col(Person.alerts),
        col(Outbox.kind),
        col(Outbox.sort),
        col(Outbox.body),
        col(Outbox.not_after),
        col(Outbox.tries) + 1,
        col(Dialogue.state),
        col(Dialogue.updated_at),
        func.coalesce(col(Dialogue.version), 0),
    )
    .join(Address, col(Address.id) == col(Outbox.address_id))
    .join(Person, col(Person.id) == col(Address.person_id))
    .outerjoin(Dialogue, col(Dialogue.address_id) == col(Outbox.address_id))
)


def _claimable(*sorts: str) -> Select[*tuple[Any, ...]]:
    """Due rows of one account that nothing stands before, longest due first."""
    before = or_(rank(_ahead) < rank(Outbox), and_(rank(_ahead) == rank(Outbox), col(_ahead.id) < Outbox.id))
    waits = or_(col(_ahead.due_at) <= bindparam("now"), col(_ahead.tries) > 0)
    blocked = exists().where(
        text(OPEN.format("ahead")),
        col(_ahead.address_id) == col(Outbox.address_id),
        col(_ahead.id) != col(Outbox.id),
        or_(col(_ahead.status) == "sending", and_(col(_ahead.status) == "due", waits, before)),
    )
    return (
        WITH_RECIPIENT.where(
            text(DUE),
            col(Outbox.due_at) <= bindparam("now"),
            col(Outbox.sort).in_(sorts),
            col(Address.channel) == bindparam("channel"),
            col(Address.account) == bindparam("account"),
            ~blocked,
        )
        .order_by(col(Outbox.due_at), col(Outbox.id))
        .limit(bindparam("most"))
        .with_for_update(of=Outbox, skip_locked=True)
    )


# Two statements: a morning's ten thousand alerts must not stand before one reply.
_CLAIMS = (_claimable("safety", "reply", "notice"), _claimable("alert"))
_still_mine = (
    col(Outbox.id) == bindparam("row"),
    col(Outbox.status) == "sending",
    col(Outbox.worker) == bindparam("by"),
    col(Outbox.tries) == bindparam("tried"),
)
_FINISH = Prepared(
    update(Outbox)
    .where(*_still_mine)
    .values(
        status=bindparam("to"),
        due_at=func.coalesce(bindparam("again", type_=Moment()), col(Outbox.due_at)),
        body=func.coalesce(bindparam("said", type_=LargeBinary()), col(Outbox.body)),
        tries=bindparam("spent"),
        sent_at=bindparam("at"),
        reason=bindparam("why"),
        network_id=bindparam("network"),
        lease_until=None,
    )
    .returning(col(Outbox.id))
)
_LEAVING = Prepared(
    update(Outbox).where(*_still_mine).values(sent_at=bindparam("at")).returning(col(Outbox.id))
)
# Held with a time: a form has told that it is there.
_arrived = or_(*(col(Outbox.status) == status for status in ("sent", "answered", "unknown", "held")))
_ALERTS = Prepared(
    select(func.count())
    .select_from(Outbox)
    .join(Address, col(Address.id) == col(Outbox.address_id))
    .where(
        col(Address.person_id) == bindparam("person"),
        col(Outbox.id) != bindparam("row"),
        col(Outbox.sort) == "alert",
        or_(
            col(Outbox.status) == "sending",
            and_(_arrived, col(Outbox.sent_at) >= bindparam("since")),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row in our hands until `lease_until`, with what is known of its recipient."""

    id: int
    address_id: int
    person_id: int
    external: str
    reachable: bool
    alerts: bool
    kind: str
    sort: str
    body: bytes | None
    not_after: datetime | None
    tries: int
    state: str | None
    talked_at: datetime | None
    version: int
    worker: str
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Finish:
    """What became of a claimed row. `due_at` and `body` stay as they are when None."""

    status: str
    reason: str | None = None
    due_at: datetime | None = None
    sent_at: datetime | None = None
    tries: int | None = None
    body: bytes | None = None
    network_id: str | None = None


async def claim(
    session: AsyncSession,
    channel: str,
    account: str,
    *,
    worker: str,
    most: int,
    alerts: int | None = None,
    now: datetime,
    lease: timedelta = LEASE,
) -> list[Claimed]:
    """Take up to `most` due rows of an account, one an address, so many of them alerts (None: any number).

    `worker` is new for every claim.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Two claims at once could each see an address as free; SQLite's one writer rules that out by itself.
        await session.execute(select(func.pg_advisory_xact_lock(_CLAIM_LOCK)))
    until = now + lease
    taken: dict[int, Claimed] = {}
    for statement, limit in zip(_CLAIMS, (most, most if alerts is None else alerts), strict=True):
        left = min(most - len(taken), limit)
        wanted = {"now": now, "channel": channel, "account": account, "most": left}
        found = (await session.execute(statement, wanted)).all() if left > 0 else ()
        for one in found:
            row = Claimed(*(*one, worker, until))
            taken.setdefault(row.address_id, row)
    rows = list(taken.values())
    if rows:
        mark = (
            update(Outbox)
            .where(col(Outbox.id).in_([row.id for row in rows]))
            .values(status="sending", worker=worker, lease_until=until, tries=col(Outbox.tries) + 1)
        )
        await session.execute(mark, execution_options={"synchronize_session": False})
    return rows


async def leaving(session: AsyncSession, row: Claimed, now: datetime) -> bool:
    """From now on it may have left; False when the claim has passed to somebody else.

    A row that was only claimed when its holder died is due again.
    """
    done = await _LEAVING.row(session, row=row.id, by=row.worker, tried=row.tries, at=now)
    return done is not None


async def finish(session: AsyncSession, row: Claimed, what: Finish) -> bool:
    """Mark a claimed row; False when the claim has passed to somebody else, and nothing was changed."""
    done = await _FINISH.row(
        session,
        row=row.id,
        by=row.worker,
        tried=row.tries,
        to=what.status,
        again=what.due_at,
        said=what.body,
        spent=row.tries if what.tries is None else what.tries,
        at=what.sent_at,
        why=what.reason,
        network=what.network_id,
    )
    return done is not None


async def alerts_since(session: AsyncSession, row: Claimed, since: datetime) -> int:
    """How many other alerts this person got since then, or is getting now, on any address."""
    found = await _ALERTS.row(session, person=row.person_id, row=row.id, since=since)
    return int(found[0]) if found else 0


async def count(session: AsyncSession, change: Executable) -> int:
    """Run a change that returns ids; how many rows it changed."""
    done = await session.execute(change, execution_options={"synchronize_session": False})
    return len(done.all())
