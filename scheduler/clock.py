"""The clock: every 20 seconds it looks which slots are due and runs each once, however many processes look.

APScheduler only gives the beat; what is due is in the ledger (Tick rows), so restarts, several processes and
clocks that jump are all the same case.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.routine import Routine, slots
from scheduler.timetable import TIMETABLE
from storage import ticks
from storage.db import Database, is_outage
from storage.rules.calendar import SHANGHAI

log = structlog.get_logger(where="clock")

BEAT = 20


class Ticker:
    """Runs the timetable. `spoke` is called after routines laid something in the outbox."""

    def __init__(
        self,
        db: Database,
        now: Callable[[], datetime],
        node: str,
        *,
        table: Sequence[Routine] = TIMETABLE,
        point: Callable[[str], None] = lambda name: None,
        ran: Callable[[str, str], None] = lambda name, outcome: None,
    ) -> None:
        """`point` is where a test may end the process; `ran` counts runs by routine and outcome."""
        self._db = db
        self._now = now
        self._node = node
        self._table = table
        self._point = point
        self._ran = ran
        self._turn = asyncio.Lock()
        self._beat: AsyncIOScheduler | None = None
        self._running: asyncio.Task[int] | None = None
        self.spoke: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin to beat; the first look is at once."""
        self._beat = AsyncIOScheduler(jobstores={"default": MemoryJobStore()}, timezone=SHANGHAI)
        self._beat.add_job(
            self._poke,
            "interval",
            seconds=BEAT,
            next_run_time=datetime.now(SHANGHAI),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._beat.start()

    async def stop(self) -> None:
        """Stop beating and wait for the routine that is running."""
        if self._beat:
            self._beat.shutdown(wait=False)
            self._beat = None
        if self._running:
            await self._running

    async def tick(self) -> int:
        """Run every slot that is due now, once; how many this process ran."""
        async with self._turn:
            now = self._now()
            async with self._db.reading() as session:
                lasts = {one.name: await ticks.last(session, one.name, now) for one in self._table}
            ran = 0
            for routine in self._table:
                if lasts[routine.name] is None:
                    await self._begin(routine, now)
                for slot in slots(routine, lasts[routine.name], now):
                    ran += await self._run(routine, slot)
            return ran

    async def _poke(self) -> None:
        # A task of its own: APScheduler cancels what it runs itself when it is shut down.
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._tick_safely())

    async def _tick_safely(self) -> int:
        try:
            return await self.tick()
        except Exception as error:
            log.error("clock.poke_failed", error=type(error).__name__, exc_info=not is_outage(error))
            return 0

    async def _begin(self, routine: Routine, now: datetime) -> None:
        """A new installation: what was due before it began counts as skipped."""
        async with self._db.unit() as session:
            await ticks.take(session, routine.name, routine.when.latest(now), self._node, now, "skipped")

    async def _run(self, routine: Routine, slot: datetime) -> bool:
        """Slot and work in one unit: after a failure the next look tries again, until the deadline."""
        now = self._now()
        try:
            async with self._db.unit() as session:
                if not await ticks.take(session, routine.name, slot, self._node, now):
                    return False
                await routine.run(session, now)
                self._point("tick.inside")
                spoke = bool(session.info.get("spoke"))
        except Exception as error:
            log.error("routine.failed", routine=routine.name, slot=slot, exc_info=error)
            self._ran(routine.name, "failed")
            return False
        self._point("tick.after_commit")
        self._ran(routine.name, "done")
        log.info("routine.done", routine=routine.name, slot=slot, late_s=round((now - slot).total_seconds()))
        if spoke:
            self.spoke()
        return True
