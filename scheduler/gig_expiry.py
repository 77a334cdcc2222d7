"""Gigs whose end has passed are done: nobody is offered them any more."""

from __future__ import annotations

from datetime import datetime

from storage import gigs
from storage.db import Session


async def run(session: Session, now: datetime) -> None:
    await gigs.finish_past(session, now)
