"""Gigs 零工岗位: publishing, opening, filling, closing, and who asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, exists, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import counters
from storage.models import Application, Employer, Gig
from storage.prepared import ById, Prepared
from storage.rules import gig_life
from storage.views import AnyGig, GigView, columns

TAKING = ("waiting", "confirmed")
"""Applications that hold a place."""
LIVE = ("review", "open", "full")
_PRIVATE = ("contact", "doubt")
_takes = or_(*(col(Application.status) == one for one in TAKING))
_GIG = ById(Gig)
_TAKEN = Prepared(
    select_columns(func.count())
    .select_from(Application)
    .where(col(Application.gig_id) == bindparam("gig_id"), _takes)
)
_of_gig = col(Application.gig_id) == col(Gig.id)
HELD = select_columns(func.count()).select_from(Application).where(_of_gig, _takes).scalar_subquery()
"""How many places of the gig at hand are held, inside another statement."""
_OPEN_TO = Prepared(
    select_columns(*columns(Gig, GigView))
    .where(
        col(Gig.status) == "open",
        # Says nothing that the next line does not say, but days have an index.
        col(Gig.day) >= bindparam("day"),
        col(Gig.starts_at) > bindparam("now"),
        col(Gig.heads) > HELD,
        ~exists().where(_of_gig, col(Application.person_id) == bindparam("person_id"), _takes),
    )
    .order_by(col(Gig.starts_at), col(Gig.id))
    .limit(bindparam("most"))
)

_PLACES = Prepared(
    select_columns(col(Gig.place), col(Gig.area_code))
    .where(col(Gig.area_code).is_not(None), col(Gig.status) != "review", col(Gig.status) != "refused")
    .order_by(col(Gig.number).desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class NewGig:
    """A post that is complete: every mandatory field is here."""

    trade: str
    place: str
    day: date
    starts_at: datetime
    ends_at: datetime
    pay_fen: int
    pay_unit: str
    settle: str
    heads: int
    skills: str = ""
    area_code: str | None = None
    insured: bool | None = None
    contact: str = ""
    pay_per: int = 1
    doubt: str = ""
    """Words that staff should see before this is published, whoever posts it."""


async def publish(
    session: AsyncSession, employer: Employer, station_id: int, new: NewGig, now: datetime
) -> Gig:
    """Write a post down: open at once when the employer is trusted, else waiting for a look by staff."""
    at_once = employer.trusted and not new.doubt
    gig = Gig(
        number=await counters.next_number(session, "gig"),
        employer_id=employer.id,
        station_id=station_id,
        created_at=now,
        status="open" if at_once else "review",
        opened_at=now if at_once else None,
        **{name: getattr(new, name) for name in NewGig.__dataclass_fields__ if name not in _PRIVATE},
    )
    gig.keep_private(contact=new.contact or None, doubt=new.doubt or None)
    session.add(gig)
    await session.flush()
    return gig


async def get(session: AsyncSession, gig_id: int) -> Gig | None:
    return await _GIG.get(session, gig_id)


async def by_number(session: AsyncSession, number: int) -> Gig | None:
    """The gig people call so; they may say any number, and PostgreSQL takes none its column cannot hold."""
    if number >= 2**31:
        return None
    return (await session.exec(select(Gig).where(Gig.number == number))).first()


async def open_on(session: AsyncSession, day: date, now: datetime | None = None) -> list[Gig]:
    """Open gigs of a day that have not started yet (when `now` is given), earliest first."""
    query = select(Gig).where(Gig.day == day, Gig.status == "open").order_by(col(Gig.starts_at), col(Gig.id))
    if now is not None:
        query = query.where(col(Gig.starts_at) > now)
    return list((await session.exec(query)).all())


async def open_to(session: AsyncSession, person_id: int, now: datetime, most: int = 50) -> list[GigView]:
    """Every gig that has not started and has a place which this person does not hold yet, by time."""
    day = now.date() - timedelta(days=1)  # never after the day it is in Shanghai
    rows = await _OPEN_TO.rows(session, person_id=person_id, now=now, day=day, most=most)
    return [GigView._make(row) for row in rows]


async def places(session: AsyncSession, most: int) -> tuple[tuple[str, str], ...]:
    """Where the last gigs that everybody could see were, in their employers' words, and in which area."""
    return tuple((place, area) for place, area in await _PLACES.rows(session, most=most))


async def of_employer(session: AsyncSession, employer_id: int, limit: int = 10) -> list[Gig]:
    """An employer's gigs, newest first."""
    query = select(Gig).where(Gig.employer_id == employer_id).order_by(col(Gig.id).desc()).limit(limit)
    return list((await session.exec(query)).all())


async def live_of(session: AsyncSession, employer_id: int, now: datetime) -> list[Gig]:
    """An employer's gigs that are not over, the next one first."""
    query = select(Gig).where(
        Gig.employer_id == employer_id, col(Gig.status).in_(LIVE), col(Gig.ends_at) > now
    )
    return list((await session.exec(query.order_by(col(Gig.starts_at), col(Gig.id)))).all())


async def twin(session: AsyncSession, employer: Employer, new: NewGig, now: datetime) -> Gig | None:
    """The very same post, if it is out already: it was sent twice."""
    same = ("trade", "place", "starts_at", "ends_at", "pay_fen", "pay_unit", "pay_per", "heads")
    mine = await live_of(session, employer.id, now)
    return next((gig for gig in mine if all(getattr(gig, name) == getattr(new, name) for name in same)), None)


async def taken(session: AsyncSession, gig_ids: Iterable[int]) -> dict[int, int]:
    """How many places of each gig are held."""
    wanted = list(gig_ids)
    if not wanted:
        return {}
    query = (
        select(Application.gig_id, func.count())
        .where(col(Application.gig_id).in_(wanted), col(Application.status).in_(TAKING))
        .group_by(col(Application.gig_id))
    )
    counted = dict((await session.exec(query)).all())
    return {gig_id: counted.get(gig_id, 0) for gig_id in wanted}


async def places_left(session: AsyncSession, gig: AnyGig) -> int:
    held = await _TAKEN.row(session, gig_id=gig.id)
    return max(0, gig.heads - (held[0] if held else 0))


async def lock(session: AsyncSession, gig_id: int) -> Gig | None:
    """The gig, held against everybody else until this unit ends: nobody can take its last place meanwhile."""
    query = select(Gig).where(Gig.id == gig_id).with_for_update().execution_options(populate_existing=True)
    return (await session.exec(query)).first()


async def move(session: AsyncSession, gig: Gig, status: str, now: datetime) -> None:
    """Take the gig to another status, if its life allows it."""
    gig_life.check(gig.status, status)
    gig.status = status
    if status == "open" and gig.opened_at is None:
        gig.opened_at = now
    session.add(gig)
    await session.flush()


async def resize(session: AsyncSession, gig: Gig, heads: int, now: datetime) -> int:
    """Ask for so many hands, never fewer than have signed up; the gig opens or fills accordingly.

    Returns the number it is now. Lock the gig first.
    """
    held = (await taken(session, [gig.id]))[gig.id]
    gig.heads = max(heads, held, 1)
    if gig.status in ("open", "full"):
        wanted = "full" if held >= gig.heads else "open"
        if wanted != gig.status:
            await move(session, gig, wanted, now)
    session.add(gig)
    await session.flush()
    return gig.heads


async def fill(session: AsyncSession, gig: Gig, now: datetime) -> None:
    """够了: nobody more can sign up. Who has signed up stays, and their number is what was wanted."""
    gig.heads = (await taken(session, [gig.id]))[gig.id] or gig.heads
    await move(session, gig, "full", now)


async def waiting_review(session: AsyncSession, station_id: int | None = None) -> list[Gig]:
    query = select(Gig).where(Gig.status == "review").order_by(col(Gig.id))
    if station_id is not None:
        query = query.where(Gig.station_id == station_id)
    return list((await session.exec(query)).all())


async def finish_past(session: AsyncSession, now: datetime) -> None:
    """Gigs whose end has passed are done."""
    past = (
        update(Gig)
        .where(col(Gig.status).in_(("open", "full")), col(Gig.ends_at) <= now)
        .values(status="done")
    )
    await session.execute(past)


async def employer_of(session: AsyncSession, person_id: int) -> Employer | None:
    return (await session.exec(select(Employer).where(Employer.person_id == person_id))).first()


async def employer(session: AsyncSession, employer_id: int) -> Employer:
    return await session.get_one(Employer, employer_id)
