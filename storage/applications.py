"""Applications 报名: a worker on a gig. A gig is never oversold: its row is held while a place is taken."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import gigs
from storage.models import Application, Gig
from storage.prepared import Prepared
from storage.views import GigView, columns

_HELD = Prepared(
    select_columns(*columns(Gig, GigView))
    .join(Application, col(Application.gig_id) == col(Gig.id))
    .where(
        col(Application.person_id) == bindparam("person_id"),
        or_(*(col(Application.status) == one for one in gigs.TAKING)),
        col(Gig.ends_at) > bindparam("now"),
    )
    .order_by(col(Gig.starts_at))
)


class Outcome(StrEnum):
    """What came of an attempt to sign up."""

    CONFIRMED = "confirmed"
    ALREADY = "already"
    FULL = "full"
    CLOSED = "closed"
    CLASH = "clash"


async def apply(session: AsyncSession, gig_id: int, person_id: int, now: datetime) -> Outcome:
    """Take a place. The second tap of the same person changes nothing and is told so."""
    gig = await gigs.lock(session, gig_id)
    if gig is None or gig.status not in ("open", "full") or gig.starts_at <= now:
        return Outcome.CLOSED
    mine = await of(session, gig_id, person_id)
    if mine and mine.status in gigs.TAKING:
        return Outcome.ALREADY
    left = await gigs.places_left(session, gig)
    if left <= 0 or gig.status == "full":  # also full: the employer said it is enough
        return Outcome.FULL
    if await _busy(session, gig, person_id):
        return Outcome.CLASH
    if mine is None:
        mine = Application(gig_id=gig_id, person_id=person_id, created_at=now, changed_at=now)
    mine.status, mine.changed_at = "confirmed", now
    session.add(mine)
    await session.flush()
    if left == 1 and gig.status == "open":
        await gigs.move(session, gig, "full", now)
    return Outcome.CONFIRMED


async def cancel(session: AsyncSession, gig_id: int, person_id: int, now: datetime) -> bool:
    """Give a place back; a full gig is open again. False when there was none to give."""
    gig = await gigs.lock(session, gig_id)
    mine = await of(session, gig_id, person_id)
    if gig is None or mine is None or mine.status not in gigs.TAKING:
        return False
    mine.status, mine.changed_at = "cancelled", now
    session.add(mine)
    await session.flush()
    if gig.status == "full" and gig.starts_at > now:
        await gigs.move(session, gig, "open", now)
    return True


async def release_all(session: AsyncSession, gig: Gig, now: datetime) -> list[Application]:
    """The employer withdraws the gig: everybody on it is released, and returned so that they can be told."""
    held = [one for one in await of_gig(session, gig.id) if one.status in gigs.TAKING]
    for one in held:
        one.status, one.changed_at = "released", now
        session.add(one)
    await session.flush()
    return held


async def of(session: AsyncSession, gig_id: int, person_id: int) -> Application | None:
    query = select(Application).where(Application.gig_id == gig_id, Application.person_id == person_id)
    return (await session.exec(query)).first()


async def of_gig(session: AsyncSession, gig_id: int) -> list[Application]:
    query = select(Application).where(Application.gig_id == gig_id).order_by(col(Application.created_at))
    return list((await session.exec(query)).all())


async def of_person(session: AsyncSession, person_id: int, now: datetime) -> list[GigView]:
    """What a person is signed up for and has not ended yet, soonest first."""
    return [GigView._make(row) for row in await _HELD.rows(session, person_id=person_id, now=now)]


async def _busy(session: AsyncSession, gig: Gig, person_id: int) -> bool:
    """Whether the person has promised to be elsewhere at that time."""
    query = (
        select(Application.id)
        .join(Gig, col(Gig.id) == col(Application.gig_id))
        .where(
            Application.person_id == person_id,
            col(Application.status).in_(gigs.TAKING),
            col(Gig.id) != gig.id,
            col(Gig.starts_at) < gig.ends_at,
            col(Gig.ends_at) > gig.starts_at,
        )
    )
    return (await session.exec(query)).first() is not None
