"""By night: erase what has served its time.

Drafts nobody came back to lose their personal fields after 7 days. Raw messages and sent words go after 180
days (network logs must be kept six months); the rows' ids stay, so that a repeated delivery stays harmless.
Taken slots are forgotten after 30 days.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import retention, ticks
from storage.db import Session

DRAFTS = timedelta(days=7)
WORDS = timedelta(days=180)
TICKS = timedelta(days=30)


async def run(session: Session, now: datetime) -> None:
    await retention.forget_drafts(session, now - DRAFTS)
    await retention.forget_words(session, now - WORDS)
    await ticks.forget(session, now - TICKS)
