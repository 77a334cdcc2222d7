"""Who hears what of a gig: rows for the outbox. Workers, the employer and the station's people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import applications, gigs, matching, outbox, people, stations
from storage.models import Application, Gig, Staff, to_ms
from storage.rules.calendar import SHANGHAI
from storage.rules.quiet import awake_from

MORNING = time(6, 30)
"""When the gigs of a day are told to everybody (the timetable's morning alerts)."""


def morning_of(day: date) -> datetime:
    return datetime.combine(day, MORNING, SHANGHAI)


def too_late_for_morning(gig: Gig, now: datetime) -> bool:
    """Whether the morning alert of its day has gone out, or would come when the work has begun."""
    return now >= morning_of(gig.day) or gig.starts_at <= morning_of(gig.day)


async def spread(session: AsyncSession, gig: Gig, now: datetime) -> int:
    """Tell everybody whom the gig suits at once; how many have an address. Nobody is told of it twice."""
    elsewhere = await _promised(session, gig)
    suited = [one for one in await matching.audience(session, gig) if one not in elsewhere]
    reached = await matching.addresses(session, suited)
    for person_id, address_id in reached.items():
        await outbox.put(
            session,
            address_id,
            "gig_alert",
            once=f"gig_alert:{gig.id}",
            sort="alert",
            now=now,
            not_after=gig.starts_at,
            gigs=[gig.id],
            person=person_id,
        )
    return len(reached)


async def ask_review(session: AsyncSession, gig: Gig, now: datetime) -> None:
    """A post waits for a look: everybody at the station who may look hears of it."""
    for staff in await reviewers(session, gig):
        address = await people.address_of(session, staff.person_id)
        if address:
            once = f"review_new:{gig.id}"
            due_at = awake_from(now)
            await outbox.put(session, address.id, "review_new", once=once, now=now, due_at=due_at, gig=gig.id)


async def reviewers(session: AsyncSession, gig: Gig) -> list[Staff]:
    """Who may look at a post: the people of its station but the auditors."""
    return [one for one in await stations.team(session, gig.station_id) if one.role != "auditor"]


async def tell_employer(
    session: AsyncSession, person_id: int, kind: str, gig: Gig, now: datetime, **params: Any
) -> None:
    """News of their own gig, once a kind."""
    address = await people.address_of(session, person_id)
    if address:
        await outbox.put(session, address.id, kind, once=f"{kind}:{gig.id}", now=now, gig=gig.id, **params)


async def tell_of_worker(session: AsyncSession, kind: str, gig: Gig, worker_id: int, now: datetime) -> None:
    """News of a sign-up for who posted the gig, where they were last heard of."""
    employer = await gigs.employer(session, gig.employer_id)
    address = await people.address_of(session, employer.person_id)
    if address:
        # The same worker may sign up again after leaving: that is news again.
        once = f"{kind}:{gig.id}:{worker_id}:{to_ms(now)}"
        await outbox.put(session, address.id, kind, once=once, now=now, gig=gig.id, person=worker_id)


async def give_back(session: AsyncSession, gig_id: int, worker_id: int, now: datetime) -> bool:
    """A worker leaves a gig and the employer hears of it; False when there was no place to give back."""
    if not await applications.cancel(session, gig_id, worker_id, now):
        return False
    gig = await gigs.get(session, gig_id)
    if gig is not None:
        await tell_of_worker(session, "application_cancelled", gig, worker_id, now)
    return True


async def tell_workers(
    session: AsyncSession,
    signed_up: Iterable[Application],
    kind: str,
    gig: Gig,
    now: datetime,
    once: str,
    **params: Any,
) -> int:
    """News for everybody on a gig; how many there are. `once` tells one change of it from the next."""
    told = list(signed_up)
    reached = await matching.addresses(session, [one.person_id for one in told])
    for person_id, address_id in reached.items():
        key = f"{kind}:{gig.id}:{once}"
        known = {"gig": gig.id, "person": person_id, **params}
        await outbox.put(session, address_id, kind, once=key, now=now, **known)
    return len(told)


async def call_off(session: AsyncSession, gig: Gig, now: datetime) -> int:
    """Cancel a gig for good: every sign-up is released and told; how many there were."""
    await gigs.move(session, gig, "cancelled", now)
    released = await applications.release_all(session, gig, now)
    return await tell_workers(session, released, "gig_cancelled", gig, now, once="")


async def give_up_unreviewed(session: AsyncSession, now: datetime) -> None:
    """A post that nobody looked at before its work should have begun: the employer hears of it."""
    for gig in await gigs.waiting_review(session):
        if gig.starts_at <= now:
            await gigs.move(session, gig, "refused", now)
            employer = await gigs.employer(session, gig.employer_id)
            await tell_employer(session, employer.person_id, "review_back", gig, now)


async def _promised(session: AsyncSession, gig: Gig) -> set[int]:
    promised = await matching.busy_on(session, gig.day)
    return {
        person_id
        for person_id, spans in promised.items()
        if any(start < gig.ends_at and end > gig.starts_at for start, end in spans)
    }
