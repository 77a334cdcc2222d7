"""Workers 求职者: what they told of themselves, what they agreed to, and how all of it is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import people
from storage.models import (
    Address,
    Area,
    Case,
    Consent,
    Dialogue,
    Findable,
    Inbox,
    Outbox,
    Person,
    TradeMiss,
    WorkerTrade,
)

_PLAIN = {"synchronize_session": False}
_OPEN = ("due", "held")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept about a person, for their own eyes."""

    name: str
    phone: str
    trades: list[str]
    place: str
    alerts: bool
    cases: int


async def kept(session: AsyncSession, person: Person) -> Kept:
    cases = (await session.exec(select(Case.id).where(Case.person_id == person.id))).all()
    trades = await people.trades_of(session, person.id)
    return Kept(person.name, person.phone, trades, await place_of(session, person), person.alerts, len(cases))


async def place_of(session: AsyncSession, person: Person) -> str:
    """Where the person looks for work, in the area's words or their own; "" when they never told."""
    area = await session.get(Area, person.area_code) if person.area_code else None
    return area.name if area else str(person.private().get("place", ""))


async def learn_trades(session: AsyncSession, person: Person, trades: Sequence[str], words: str) -> None:
    """Add trades to those the person told before. A trade alone says nothing about who they are."""
    known = set(await people.trades_of(session, person.id))
    for trade in dict.fromkeys(trades):
        if trade not in known:
            session.add(WorkerTrade(person_id=person.id, trade=trade, words=words[:40]))
    person.is_worker = True
    session.add(person)
    await session.flush()


async def settle(session: AsyncSession, person: Person, area_code: str | None, place: str) -> None:
    """Where the person looks for work: an area of ours, or a place in their own words."""
    person.area_code = area_code
    person.keep_private(place=None if area_code else place)
    session.add(person)
    await session.flush()


def grown_up(person: Person, now: datetime) -> bool | None:
    """Whether the person said to be 18; None when they were never asked. By the year alone: surely 18."""
    if person.birth_year is not None:
        return now.year - person.birth_year - 1 >= 18
    return True if person.private().get("adult") else None


async def agree(
    session: AsyncSession, person_id: int, notice: str, version: int, given: bool, channel: str, now: datetime
) -> None:
    """Write down an answer to a notice; the last one counts."""
    row = Consent(person_id=person_id, notice=notice, version=version, given=given, channel=channel, at=now)
    session.add(row)
    await session.flush()


async def erase(session: AsyncSession, person: Person) -> None:
    """Forget who a person is (rule P6). Their cases stay, sealed under their own keys, until they are over.

    The ids of messages stay too: without them a repeated delivery would have its effect again.
    """
    person.sealed = person.birth_year = person.area_code = None
    person.is_worker, person.alerts = False, True
    session.add(person)
    await session.flush()
    for model in (WorkerTrade, Findable, Consent):
        await session.execute(
            delete(model).where(col(model.person_id) == person.id), execution_options=_PLAIN
        )
    where = select(Address.id).where(Address.person_id == person.id)
    places = list((await session.exec(where)).all())
    # The word "case" is the only kind of news somebody without a name still waits for.
    news = col(Outbox.kind).startswith("case_")
    waiting = col(Outbox.address_id).in_(places) & col(Outbox.status).in_(_OPEN) & ~news
    over = col(Outbox.address_id).in_(places) & col(Outbox.status).not_in((*_OPEN, "sending"))
    heard = col(Inbox.address_id).in_(places) & (col(Inbox.status) == "done")
    for change in (
        update(Dialogue).where(col(Dialogue.address_id).in_(places)).values(state=None, data=None),
        update(Outbox).where(waiting).values(status="dropped", reason="erased", body=None),
        update(Outbox).where(over).values(body=None),
        update(Inbox).where(heard).values(raw=b"", answer=None),
        update(TradeMiss).where(col(TradeMiss.person_id) == person.id).values(person_id=None),
    ):
        await session.execute(change, execution_options=_PLAIN)
