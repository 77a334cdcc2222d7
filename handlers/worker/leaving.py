"""A worker gives a place back: the gig is open again, and the employer hears of it."""

from __future__ import annotations

from datetime import datetime

from storage import applications, gigs, outbox, people
from storage.db import Session
from storage.models import Gig, to_ms


async def give_back(session: Session, gig_id: int, person_id: int, now: datetime) -> bool:
    """False when there was no place to give back."""
    if not await applications.cancel(session, gig_id, person_id, now):
        return False
    gig = await gigs.get(session, gig_id)
    if gig is not None:
        await tell_employer(session, gig, person_id, "application_cancelled", now)
    return True


async def tell_employer(session: Session, gig: Gig, person_id: int, kind: str, now: datetime) -> None:
    """News of a sign-up for who posted the gig, where they were last heard of."""
    employer = await gigs.employer(session, gig.employer_id)
    address = await people.address_of(session, employer.person_id)
    if address:
        # The same worker may sign up again after leaving: that is news again.
        once = f"{kind}:{gig.id}:{person_id}:{to_ms(now)}"
        await outbox.put(session, address.id, kind, once=once, now=now, gig=gig.id, person=person_id)
