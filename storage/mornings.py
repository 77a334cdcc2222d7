"""The gigs of a day, worker by worker: a page of those whom some of them suit (storage/matching.py).

Page by page, because a county has more workers than one unit may hold the writer for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, or_, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import gigs, matching
from storage.models import Application, Employer, Gig, Person, WorkerTrade
from storage.prepared import Prepared
from storage.views import GigView, columns

_NEAR = 2
_today = select(col(Gig.trade)).where(col(Gig.day) == bindparam("day"), col(Gig.status) == "open")
_WORKERS = Prepared(
    select(col(Person.id), col(Person.area_code), col(Person.birth_year))
    .where(
        col(Person.id) > bindparam("after"),
        col(Person.is_worker),
        col(Person.alerts),
        exists().where(col(WorkerTrade.person_id) == col(Person.id), col(WorkerTrade.trade).in_(_today)),
    )
    .order_by(col(Person.id))
    .limit(bindparam("most"))
)
_of_page = col(WorkerTrade.person_id).between(bindparam("first"), bindparam("last"))
_KNOWN = Prepared(select(col(WorkerTrade.person_id), col(WorkerTrade.trade)).where(_of_page))
_PROMISED = Prepared(
    select(col(Application.person_id), col(Gig.starts_at), col(Gig.ends_at))
    .join(Gig, col(Gig.id) == col(Application.gig_id))
    .where(
        col(Gig.day) == bindparam("day"),
        col(Application.person_id).between(bindparam("first"), bindparam("last")),
        or_(*(col(Application.status) == one for one in gigs.TAKING)),
    )
)
_WITH_PLACES = Prepared(
    select(*columns(Gig, GigView), col(Employer.person_id))
    .join(Employer, col(Employer.id) == col(Gig.employer_id))
    .where(
        col(Gig.day) == bindparam("day"),
        col(Gig.status) == "open",
        col(Gig.starts_at) > bindparam("now"),
        col(Gig.trade).in_(select(col(WorkerTrade.trade)).where(_of_page)),
        col(Gig.heads) > gigs.HELD,
    )
)


class Suited(NamedTuple):
    """A worker, where they are reached, and the gigs that suit them, best first."""

    person_id: int
    address_id: int
    gigs: list[GigView]


class _Worker(NamedTuple):
    id: int
    area_code: str | None
    birth_year: int | None


@dataclass
class _Day:
    """The gigs of the trades that somebody of a page knows, and the areas that tell how near they are."""

    gigs: dict[str, list[GigView]]
    owners: dict[int, int]
    parents: matching.Parents
    ranked: dict[tuple[str | None, frozenset[str]], list[GigView]] = field(default_factory=dict)

    def near(self, area: str | None, trades: frozenset[str]) -> list[GigView]:
        """Gigs of these trades not too far from there, best first; neighbours share the answer."""
        found = self.ranked.get((area, trades))
        if found is None:
            scores = {
                gig: matching.score(gig, area, self.parents)
                for trade in trades
                for gig in self.gigs.get(trade, ())
            }
            found = sorted((gig for gig in scores if scores[gig][0] >= _NEAR), key=lambda gig: scores[gig])
            found.reverse()
            self.ranked[area, trades] = found
        return found


async def page(
    session: AsyncSession, day: date, now: datetime, after: int, most: int, gigs_each: int
) -> tuple[list[Suited], int | None]:
    """The workers behind `after` whom gigs of the day suit, and where to go on; None when that were all."""
    workers = [_Worker._make(row) for row in await _WORKERS.rows(session, after=after, day=day, most=most)]
    if not workers:
        return [], None
    first, last = workers[0].id, workers[-1].id
    known: dict[int, set[str]] = {}
    for person_id, trade in await _KNOWN.rows(session, first=first, last=last):
        known.setdefault(person_id, set()).add(trade)
    promised: dict[int, list[tuple[datetime, datetime]]] = {}
    for person_id, start, end in await _PROMISED.rows(session, day=day, first=first, last=last):
        promised.setdefault(person_id, []).append((start, end))
    today = await _day(session, day, now, first, last)
    suits = {
        one.id: best
        for one in workers
        if (best := _best(today, one, frozenset(known.get(one.id, ())), promised.get(one.id, ()))[:gigs_each])
    }
    reached = await matching.addresses(session, suits)
    found = [Suited(person_id, address_id, suits[person_id]) for person_id, address_id in reached.items()]
    return found, last if len(workers) == most else None


async def _day(session: AsyncSession, day: date, now: datetime, first: int, last: int) -> _Day:
    by_trade: dict[str, list[GigView]] = {}
    owners: dict[int, int] = {}
    for *row, owner in await _WITH_PLACES.rows(session, day=day, now=now, first=first, last=last):
        gig = GigView._make(row)
        by_trade.setdefault(gig.trade, []).append(gig)
        owners[gig.id] = owner
    return _Day(by_trade, owners, await matching.areas(session))


def _best(
    today: _Day, worker: _Worker, trades: frozenset[str], promised: Iterable[tuple[datetime, datetime]]
) -> list[GigView]:
    """Those they may do, do not offer themselves, and have the time for."""
    spans = list(promised)
    return [
        gig
        for gig in today.near(worker.area_code, trades)
        if today.owners[gig.id] != worker.id
        and matching.may_do(worker.birth_year, gig.trade, gig.day)
        and not any(start < gig.ends_at and end > gig.starts_at for start, end in spans)
    ]
