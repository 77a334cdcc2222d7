"""早上推送: every worker who wants it hears once, early, of the best gig of the day for them.

The row carries a few gigs, best first; which one is still free is looked up when it is sent.
"""

from __future__ import annotations

from datetime import date, datetime

from storage import gigs, matching, outbox
from storage.db import Session
from storage.models import Gig
from storage.rules.calendar import local_day

AT_MOST = 5


async def run(session: Session, now: datetime) -> None:
    day = local_day(now)
    suits = await _suits(session, day, now)
    for person_id, address_id in (await matching.addresses(session, suits)).items():
        best = suits[person_id][:AT_MOST]
        await outbox.put(
            session,
            address_id,
            "gig_alert",
            once=f"gig_alert:{day}",
            sort="alert",
            now=now,
            not_after=max(gig.starts_at for gig in best),
            gigs=[gig.id for gig in best],
            person=person_id,
        )


async def _suits(session: Session, day: date, now: datetime) -> dict[int, list[Gig]]:
    """For each worker the gigs of today that suit, best first; those who work elsewhere then are left out."""
    parents = await matching.areas(session)
    promised = await matching.busy_on(session, day)
    lives: dict[int, str | None] = {}
    suits: dict[int, list[Gig]] = {}
    today = await gigs.open_on(session, day, now)
    taken = await gigs.taken(session, [gig.id for gig in today])
    for gig in (one for one in today if taken[one.id] < one.heads):
        audience = await matching.suited(session, gig, parents)
        lives |= audience
        for person_id in audience:
            spans = promised.get(person_id, ())
            if not any(start < gig.ends_at and end > gig.starts_at for start, end in spans):
                suits.setdefault(person_id, []).append(gig)
    for person_id, found in suits.items():
        area = lives[person_id]
        found.sort(key=lambda gig: matching.score(gig, area, parents), reverse=True)
    return suits
