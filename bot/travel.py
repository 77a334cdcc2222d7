"""Moving the house's clock, where the town is invented: what was due on the way happens when it was due."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.sending.sender import Sender
from bot.settings import Settings
from scheduler.clock import Ticker
from storage import tunables
from storage.db import Database
from storage.rules.calendar import SHANGHAI

CLOCK_OFFSET = "clock_offset_ms"
_STILL, _STEP, _MOST_STEPS = timedelta(), timedelta(minutes=30), 200
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
        await _keep(db, _STILL)
        clock.reset()
    while to is not None and (left := to - clock.now()) > timedelta():
        # To the next full or half hour: that is where routines stand.
        step = _STEP - (clock.now() - _MIDNIGHT) % _STEP
        step = min(left, max(step, left / _MOST_STEPS))
        # First: what happens at that hour must not be found, after a kill, by a clock that stands before it.
        await _keep(db, clock.offset + step)
        clock.move(step)
        await ticker.tick()
        await sender.drain()


async def _keep(db: Database, offset: timedelta) -> None:
    async with db.unit() as session:
        await tunables.put(session, CLOCK_OFFSET, offset // timedelta(milliseconds=1))
