"""What the phones page tells about the people one can play: where staff sit, what workers can do."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Address, Area, Person, Staff, Station, WorkerTrade


async def notes(session: AsyncSession, channel: str, account: str) -> dict[str, str]:
    """A few words about staff and workers of one channel, by their address there."""
    here = (col(Address.channel) == channel) & (col(Address.account) == account)
    known: defaultdict[str, list[str]] = defaultdict(list)
    trades = (
        select(col(Address.external), col(WorkerTrade.trade))
        .join(WorkerTrade, col(WorkerTrade.person_id) == col(Address.person_id))
        .where(here)
        .order_by(col(WorkerTrade.trade))
    )
    homes = (
        select(col(Address.external), col(Area.name))
        .join(Person, col(Person.id) == col(Address.person_id))
        .join(Area, col(Area.code) == col(Person.area_code))
        .where(here)
    )
    stations = (
        select(col(Address.external), col(Station.name))
        .join(Staff, (col(Staff.person_id) == col(Address.person_id)) & col(Staff.enabled))
        .join(Station, col(Station.id) == col(Staff.station_id))
        .where(here)
    )
    for query in (trades, homes, stations):
        for who, word in (await session.execute(query)).all():
            known[who].append(word)
    return {who: "、".join(found) for who, found in known.items()}
