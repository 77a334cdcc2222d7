"""早上推送: every worker who wants it hears once, early, of the best gig of the day for them.

The row carries a few gigs, best first; which one is still free is looked up when it is sent. People who write
at half past six must not wait until five thousand rows are laid: the writer is theirs after every `PAGE`.
"""

from __future__ import annotations

from datetime import datetime

from storage import mornings, outbox
from storage.db import Session
from storage.rules.calendar import local_day

AT_MOST = 5
PAGE = 10


async def run(session: Session, now: datetime, after: str = "") -> str | None:
    day = local_day(now)
    suited, rest = await mornings.page(session, day, now, int(after or 0), PAGE, AT_MOST)
    for one in suited:
        await outbox.put(
            session,
            one.address_id,
            "gig_alert",
            once=f"gig_alert:{day}",
            sort="alert",
            now=now,
            not_after=max(gig.starts_at for gig in one.gigs),
            gigs=[gig.id for gig in one.gigs],
            person=one.person_id,
        )
    return None if rest is None else str(rest)
