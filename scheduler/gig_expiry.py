"""Gigs whose end has passed are done, and posts that nobody looked at in time go back to their employers."""

from __future__ import annotations

from datetime import datetime

from storage import gig_news, gigs
from storage.db import Session


async def run(session: Session, now: datetime, after: str = "") -> None:
    del after  # one part: few gigs end within ten minutes
    await gigs.finish_past(session, now)
    await gig_news.give_up_unreviewed(session, now)
