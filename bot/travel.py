"""Moving the house's clock, where the town is invented: what was due on the way happens when it was due."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.sender import Sender
from bot.settings import Settings
from scheduler.clock import Ticker
from storage import tunables
from storage.db import Database
from storage.rules.calendar import SHANGHAI

CLOCK_OFFSET = "clock_offset_ms"
_STEP, _MOST_STEPS = timedelta(minutes=30), 200
_MIDNIGHT = datetime(2025, 1, 1, tzinfo=SHANGHAI)


async def clock_of(settings: Settings, db: Database) -> Clock:
    """The clock, going on from where somebody had moved it; in production it is the real one."""
    if settings.env == "production":
        return Clock()
    async with db.reading() as session:
        offset = await tunables.get(session, CLOCK_OFFSET, 0)
    return Clock(timedelta(milliseconds=offset), movable=True)


async def live_until(to: datetime | None, clock: Clock, ticker: Ticker, sender: Sender, db: Database) -> None:
    """Go through the time until then, step by step; None goes back to real time."""
    if to is None:
        clock.reset()
    while to is not None and (left := to - clock.now()) > timedelta():
        # To the next full or half hour: that is where routines stand.
        step = _STEP - (clock.now() - _MIDNIGHT) % _STEP
        clock.move(min(left, max(step, left / _MOST_STEPS)))
        await ticker.tick()
        await sender.drain()
    async with db.unit() as session:
        await tunables.put(session, CLOCK_OFFSET, clock.offset // timedelta(milliseconds=1))
