"""Who should hear of a gig, and which gigs suit a worker. SQL narrows, a score orders.

Nothing but trade, area, pay and time counts (rule H9); age only closes what the law closes (H10, H11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import gigs
from storage.lexicon.minors import closed_to_minors
from storage.models import Address, Application, Area, Dialogue, Employer, Gig, Person, WorkerTrade
from storage.prepared import Prepared
from storage.views import AnyGig

Parents = Mapping[str, str | None]

_CHUNK = 500
_AREAS = Prepared(select_columns(col(Area.code), col(Area.parent)))
_DAY_OF = {"hour": 8.0, "day": 1.0, "month": 1 / 26, "piece": 0.0}
"""How many of a pay unit make a day; piece pay tells nothing about a day."""


async def audience(session: AsyncSession, gig: Gig) -> list[int]:
    """Workers who asked for alerts, know the trade, live near enough and may do the work."""
    return list(await suited(session, gig, await areas(session)))


async def suited(session: AsyncSession, gig: Gig, parents: Parents) -> dict[int, str | None]:
    """The audience of a gig, and where each of them lives."""
    query = (
        select(Person.id, Person.area_code)
        .join(WorkerTrade, col(WorkerTrade.person_id) == col(Person.id))
        .where(
            WorkerTrade.trade == gig.trade,
            col(Person.is_worker),
            col(Person.alerts),
            _of_age(gig.trade, gig.day),
            col(Person.id).not_in(select(Employer.person_id).where(Employer.id == gig.employer_id)),
        )
        .order_by(col(Person.id))
    )
    if gig.area_code is not None:
        near = or_(col(Person.area_code).is_(None), col(Person.area_code).in_(around(gig.area_code, parents)))
        query = query.where(near)
    return dict((await session.exec(query)).all())


async def choices(session: AsyncSession, person_id: int, day: date, now: datetime | None = None) -> list[Gig]:
    """Open gigs of a day in the person's trades, best first; all trades for who has told none."""
    person = await session.get_one(Person, person_id)
    mine = set(
        (await session.exec(select(WorkerTrade.trade).where(WorkerTrade.person_id == person_id))).all()
    )
    held = select(Application.gig_id).where(
        Application.person_id == person_id, col(Application.status).in_(gigs.TAKING)
    )
    taken = set((await session.exec(held)).all())
    found = [
        gig
        for gig in await gigs.open_on(session, day, now)
        if (not mine or gig.trade in mine)
        and gig.id not in taken
        and may_do(person.birth_year, gig.trade, day)
    ]
    left = await gigs.taken(session, [gig.id for gig in found])
    parents = await areas(session)
    found = [gig for gig in found if left[gig.id] < gig.heads]
    return sorted(found, key=lambda gig: score(gig, person.area_code, parents), reverse=True)


def score(gig: AnyGig, area_code: str | None, parents: Parents) -> tuple[int, float, float, int]:
    """Larger is better: nearer, then better paid for a day, then later to start, then posted earlier."""
    pay = gig.pay_fen * _DAY_OF[gig.pay_unit]
    return nearness(gig.area_code, area_code, parents), pay, gig.starts_at.timestamp(), -gig.number


def nearness(one: str | None, other: str | None, parents: Parents) -> int:
    """3 the same area, 2 one lies in the other or is not known, 1 under the same roof, 0 far."""
    if one is None or other is None:
        return 2
    up, down = line(one, parents), line(other, parents)
    if one == other:
        return 3
    if one in down or other in up:
        return 2
    return 1 if set(up) & set(down) else 0


def line(code: str, parents: Parents) -> list[str]:
    """The area and those it lies in, smallest first."""
    found = [code]
    while (above := parents.get(found[-1])) and above not in found:
        found.append(above)
    return found


def around(code: str, parents: Parents) -> set[str]:
    """The area, those it lies in and those that lie in it."""
    return set(line(code, parents)) | {one for one in parents if code in line(one, parents)}


def may_do(birth_year: int | None, trade: str, day: date) -> bool:
    """Nobody under 16 is shown a gig, nobody under 18 a hard one. Who may be that young by the year is."""
    if birth_year is None:
        return True
    surely = day.year - birth_year - 1
    return surely >= (18 if closed_to_minors(trade) else 16)


async def areas(session: AsyncSession) -> dict[str, str | None]:
    """Every area of the installation and the one it lies in."""
    return dict(await _AREAS.rows(session))


async def addresses(session: AsyncSession, people: Iterable[int]) -> dict[int, int]:
    """Where each of these people was last heard of; who cannot be reached is left out."""
    wanted, found = list(people), dict[int, int]()
    last = func.coalesce(col(Dialogue.updated_at), 0)
    for start in range(0, len(wanted), _CHUNK):
        query = (
            select(Address.person_id, Address.id)
            .outerjoin(Dialogue, col(Dialogue.address_id) == col(Address.id))
            .where(col(Address.person_id).in_(wanted[start : start + _CHUNK]), col(Address.reachable))
            .order_by(last, col(Address.id))
        )
        found |= dict((await session.exec(query)).all())
    return found


async def busy_on(session: AsyncSession, day: date) -> dict[int, list[tuple[datetime, datetime]]]:
    """Who has promised to work that day, and from when to when."""
    query = (
        select(Application.person_id, Gig.starts_at, Gig.ends_at)
        .join(Gig, col(Gig.id) == col(Application.gig_id))
        .where(Gig.day == day, col(Application.status).in_(gigs.TAKING))
    )
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for person_id, starts_at, ends_at in (await session.exec(query)).all():
        found.setdefault(person_id, []).append((starts_at, ends_at))
    return found


def _of_age(trade: str, day: date) -> ColumnElement[bool]:
    youngest = day.year - 1 - (18 if closed_to_minors(trade) else 16)
    return or_(col(Person.birth_year).is_(None), col(Person.birth_year) <= youngest)
