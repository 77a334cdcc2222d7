"""Moving the house's clock: whatever ends the move, the clock has not gone back behind what has happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot import travel
from bot.clock import Clock
from bot.sending.sender import Sender
from scheduler.clock import Ticker
from storage import tunables
from storage.db import Database


class Routines:
    """Notes what the ledger says of the clock when routines run; ends the move at the third hour or so."""

    def __init__(self, db: Database, clock: Clock, dies_at: int = 0) -> None:
        self._db, self._clock, self._dies_at = db, clock, dies_at
        self.seen: list[tuple[timedelta, timedelta]] = []

    async def tick(self) -> int:
        async with self._db.reading() as session:
            kept = timedelta(milliseconds=await tunables.get(session, travel.CLOCK_OFFSET, 0))
        self.seen.append((kept, self._clock.offset))
        if len(self.seen) == self._dies_at:
            raise KeyboardInterrupt
        return 0

    async def drain(self) -> int:
        return 0


async def move(db: Database, clock: Clock, routines: Routines, to: datetime | None) -> None:
    await travel.live_until(to, clock, cast(Ticker, routines), cast(Sender, routines), db)


async def test_the_clock_is_kept_before_what_happens_at_that_hour(sqlite: Database) -> None:
    clock = Clock(movable=True)
    routines = Routines(sqlite, clock, dies_at=3)
    with pytest.raises(KeyboardInterrupt):
        await move(sqlite, clock, routines, datetime.now(UTC) + timedelta(hours=5))
    assert all(now - kept < timedelta(milliseconds=1) for kept, now in routines.seen)
    assert routines.seen[-1][0] > timedelta(minutes=59), "two steps and what was left of the first half hour"


async def test_the_clock_goes_on_from_there_and_back_to_real_time(sqlite: Database) -> None:
    clock = Clock(movable=True)
    await move(sqlite, clock, Routines(sqlite, clock), clock.now() + timedelta(hours=2))
    async with sqlite.reading() as session:
        assert await tunables.get(session, travel.CLOCK_OFFSET) == clock.offset // timedelta(milliseconds=1)
    await move(sqlite, clock, Routines(sqlite, clock), None)
    async with sqlite.reading() as session:
        assert await tunables.get(session, travel.CLOCK_OFFSET) == 0
    assert clock.offset == timedelta()
