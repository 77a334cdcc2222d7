"""Evidence 材料: photos, voices, videos and places that lie with a case, and those still to be fetched.

A network keeps what people sent only for some days, so its file is fetched (bot/fetching.py) and kept by us.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, false, or_, select, update
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Address, Case, Evidence

FILES = ("photo", "voice", "video")
_STORED = re.compile(r"([0-9a-f]{64})\.[a-z0-9]{2,5}")
_GONE = "gone:"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A file that its network still has."""

    id: int
    case_id: int
    kind: str
    media: str
    channel: str
    account: str
    at: datetime
    tries: int


async def add(session: AsyncSession, case: Case, kind: str, media: str, at: datetime, address_id: int) -> int:
    """Keep a photo, voice or place with the case; returns how many of that kind there are now."""
    stored = _STORED.fullmatch(media)
    row = Evidence(case_id=case.id, kind=kind, media=media, sha256=stored[1] if stored else "", at=at)
    if kind in FILES and ":" in media:
        row.account = (await session.get_one(Address, address_id)).account
        row.retry_at = at
    session.add(row)
    await session.flush()
    return (await counts(session, case)).get(kind, 0)


async def counts(session: AsyncSession, case: Case) -> dict[str, int]:
    """How many photos, voices and places lie with the case."""
    kinds = [one.kind for one in await of_case(session, case.id)]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


async def of_case(session: AsyncSession, case_id: int, *kinds: str) -> list[Evidence]:
    """In the order in which it was sent; of these kinds, or all."""
    query = select_rows(Evidence).where(Evidence.case_id == case_id)
    if kinds:
        query = query.where(col(Evidence.kind).in_(kinds))
    return list((await session.exec(query.order_by(col(Evidence.at), col(Evidence.id)))).all())


async def get(session: AsyncSession, evidence_id: int) -> Evidence | None:
    return await session.get(Evidence, evidence_id)


def stored(row: Evidence) -> bool:
    return _STORED.fullmatch(row.media) is not None


def lost(row: Evidence) -> bool:
    """It never came: its network does not have it any more, or it is too big to keep."""
    return row.media.startswith(_GONE)


async def due(
    session: AsyncSession, accounts: Collection[tuple[str, str]], now: datetime, most: int
) -> list[Awaited]:
    """Files that these accounts are to be asked for now, the oldest first."""
    mine = [
        col(Evidence.media).startswith(f"{channel}:", autoescape=True) & (col(Evidence.account) == account)
        for channel, account in accounts
    ]
    query = (
        select(Evidence)
        .where(col(Evidence.retry_at) <= now, or_(false(), *mine))
        .order_by(col(Evidence.at), col(Evidence.id))
        .limit(most)
    )
    rows = (await session.execute(query)).scalars().all()
    return [_awaited(row) for row in rows]


def _awaited(row: Evidence) -> Awaited:
    channel = row.media.partition(":")[0]
    return Awaited(row.id, row.case_id, row.kind, row.media, channel, row.account, row.at, row.tries)


async def take(session: AsyncSession, file: Awaited, now: datetime, lease: timedelta) -> bool:
    """Whether it is ours to fetch: nobody else does until the lease is over, and then whoever lives."""
    taking = _waits(file).where(col(Evidence.retry_at) <= now)
    return await _changed(session, taking.values(tries=file.tries + 1, retry_at=now + lease))


async def keep(session: AsyncSession, file: Awaited, key: str) -> bool:
    """It is stored under this key. False: somebody else has done it."""
    found = _STORED.fullmatch(key)
    if found is None:
        raise ValueError("no key of the media store")
    return await _changed(session, _waits(file).values(media=key, sha256=found[1], retry_at=None))


async def later(session: AsyncSession, file: Awaited, again: datetime) -> bool:
    return await _changed(session, _waits(file).values(retry_at=again))


async def give_up(session: AsyncSession, file: Awaited, why: str) -> bool:
    """It will never come. False: somebody else has said so, or stored it meanwhile."""
    return await _changed(session, _waits(file).values(media=f"{_GONE}{why}", retry_at=None))


def _waits(file: Awaited) -> Update:
    return update(Evidence).where(
        col(Evidence.id) == file.id, col(Evidence.media) == file.media, col(Evidence.retry_at).is_not(None)
    )


async def _changed(session: AsyncSession, change: Update) -> bool:
    done = change.returning(col(Evidence.id)).execution_options(synchronize_session=False)
    return (await session.execute(done)).first() is not None
