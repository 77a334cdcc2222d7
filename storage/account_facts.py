"""What is known of an account of ours on a network: its token, the ways that are closed, what left today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import AccountFact, vault
from storage.prepared import Prepared

CLOSED = "closed:"
SENT = "sent:"
MENDED = "mended"
PAUSED = "paused"

_put = insert(AccountFact)
_PUT = Prepared(
    _put.on_conflict_do_update(
        index_elements=["channel", "account", "name"],
        set_={"count": _put.excluded.count, "sealed": _put.excluded.sealed, "until": _put.excluded.until},
    )
)
_more = insert(AccountFact)
_COUNT = Prepared(
    _more.on_conflict_do_update(
        index_elements=["channel", "account", "name"],
        set_={
            "count": _more.excluded.count
            + case((col(AccountFact.until) == _more.excluded.until, col(AccountFact.count)), else_=0),
            "until": _more.excluded.until,
        },
    )
)
_ours = (col(AccountFact.channel) == bindparam("channel"), col(AccountFact.account) == bindparam("account"))
_ONE = Prepared(
    select(col(AccountFact.sealed), col(AccountFact.until)).where(
        *_ours, col(AccountFact.name) == bindparam("name")
    )
)
_STANDS = Prepared(
    select(
        col(AccountFact.name), col(AccountFact.count), col(AccountFact.until), col(AccountFact.sealed)
    ).where(
        *_ours,
        or_(
            col(AccountFact.name).startswith(CLOSED),
            col(AccountFact.name).startswith(SENT),
            col(AccountFact.name) == PAUSED,
        ),
        or_(col(AccountFact.until) > bindparam("now"), col(AccountFact.until).is_(None)),
    )
)


@dataclass(frozen=True, slots=True)
class Closed:
    """A way nobody may go now; `until` None: until somebody has mended it."""

    way: str
    reason: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands today. `paused`: why nothing at all is sent on it; "" while it is used."""

    closed: tuple[Closed, ...] = ()
    sent: dict[str, int] = field(default_factory=dict)
    paused: str = ""


async def standing(session: AsyncSession, channel: str, account: str, now: datetime) -> Standing:
    closed, sent, paused = [], {}, ""
    for name, count, until, sealed in await _STANDS.rows(session, channel=channel, account=account, now=now):
        if name.startswith(SENT):
            sent[name.removeprefix(SENT)] = count
            continue
        reason = str(_open(channel, account, name, sealed) or "")
        if name == PAUSED:
            paused = reason
        else:
            closed.append(Closed(name.removeprefix(CLOSED), reason, until))
    return Standing(tuple(closed), sent, paused)


async def close(
    session: AsyncSession, channel: str, account: str, way: str, reason: str, until: datetime | None
) -> None:
    """Nothing goes this way until then."""
    await put(session, channel, account, CLOSED + way, reason, until)


async def pause(session: AsyncSession, channel: str, account: str, reason: str) -> None:
    """The network refused the account as such: the sender has stopped using it."""
    await put(session, channel, account, PAUSED, reason, None)


async def goes_on(session: AsyncSession, channel: str, account: str) -> None:
    """It is used, or may be used again."""
    await session.execute(
        delete(AccountFact).where(
            col(AccountFact.channel) == channel,
            col(AccountFact.account) == account,
            col(AccountFact.name) == PAUSED,
        )
    )


async def mended(session: AsyncSession, channel: str, account: str) -> datetime | None:
    """When somebody last saw that the network takes our calls again."""
    return (await get(session, channel, account, MENDED))[1]


async def mend(session: AsyncSession, channel: str, account: str, now: datetime) -> None:
    """Whoever stopped using the account may go on: the network has just taken a call of ours."""
    await put(session, channel, account, MENDED, True, now)
    await goes_on(session, channel, account)


async def reopen(session: AsyncSession, channel: str, account: str, but: Collection[str] = ()) -> list[str]:
    """The operator has mended it: every closed way is tried again, `but` those. Which they were."""
    gone = (
        delete(AccountFact)
        .where(
            col(AccountFact.channel) == channel,
            col(AccountFact.account) == account,
            col(AccountFact.name).startswith(CLOSED),
            col(AccountFact.name).not_in([CLOSED + way for way in but]),
        )
        .returning(col(AccountFact.name))
    )
    names = (await session.execute(gone)).scalars().all()
    return sorted(name.removeprefix(CLOSED) for name in names)


async def count(
    session: AsyncSession, channel: str, account: str, way: str, number: int, until: datetime
) -> None:
    """So many more went this way; from `until` on it is counted anew."""
    await _COUNT.rows(
        session, channel=channel, account=account, name=SENT + way, count=number, sealed=None, until=until
    )


async def get(session: AsyncSession, channel: str, account: str, name: str) -> tuple[Any, datetime | None]:
    """A value and until when it holds; (None, None) when there is none."""
    row = await _ONE.row(session, channel=channel, account=account, name=name)
    return (_open(channel, account, name, row[0]), row[1]) if row else (None, None)


async def put(
    session: AsyncSession, channel: str, account: str, name: str, value: Any, until: datetime | None
) -> None:
    """Keep a JSON value, sealed: it may be a token."""
    sealed = vault().seal_json(_context(channel, account, name), value)
    await _PUT.rows(session, channel=channel, account=account, name=name, count=0, sealed=sealed, until=until)


def _open(channel: str, account: str, name: str, sealed: bytes | None) -> Any:
    return vault().open_json(_context(channel, account, name), sealed) if sealed else None


def _context(channel: str, account: str, name: str) -> str:
    return f"account_fact.sealed:{channel}:{account}:{name}"
