"""The clock: every 20 seconds it looks which slots are due and runs each once, however many processes look.

APScheduler only gives the beat; what is due is in the ledger (Tick rows), so restarts, several processes and
clocks that jump are all the same case. A routine may work in parts, each a unit of its own; how far it has
come is on its tick, and whoever looks next goes on from there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.routine import Routine, slots
from scheduler.timetable import TIMETABLE
from storage import ticks
from storage.db import Database, Session, is_outage
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
        self._stopping = False
        self.spoke: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin to beat; the first look is at once."""
        self._stopping = False
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
        """Stop beating and wait for the part of a routine that is running; the rest is for the next start."""
        self._stopping = True
        if self._beat:
            self._beat.shutdown(wait=False)
            self._beat = None
        if self._running:
            await self._running

    async def tick(self) -> int:
        """Run every slot that is due now, once, and what was left half-way; how many this process ended."""
        async with self._turn:
            now = self._now()
            async with self._db.reading() as session:
                stands = [(one, *await _stands(session, one, now)) for one in self._table]
            ended = 0
            for routine, last, half_way in stands:
                if last is None:
                    await self._begin(routine, now)
                due: dict[datetime, str | None] = half_way | dict.fromkeys(slots(routine, last, now))
                if routine.if_missed != "all":
                    # The last slot makes up for those before it, also for one that was only begun.
                    due = {slot: due[slot] for slot in list(due)[-1:] if last is None or slot >= last}
                for slot, cursor in due.items():
                    ended += await self._run(routine, slot, cursor)
            return ended

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

    async def _run(self, routine: Routine, slot: datetime, cursor: str | None) -> bool:
        """Part after part from the cursor on (None: not begun). After a failure the next look tries again
        where it stands, until the deadline; so it does when other routines have waited for a whole beat."""
        ends = time.monotonic() + BEAT
        while not self._stopping and (began := time.monotonic()) < ends:
            try:
                taken, cursor, spoke = await self._part(routine, slot, cursor)
            except Exception as error:
                log.error("routine.failed", routine=routine.name, slot=slot, exc_info=error)
                self._ran(routine.name, "failed")
                return False
            if not taken:
                return False
            self._point("tick.after_commit")
            if spoke:
                self.spoke()
            if cursor is None:
                self._ran(routine.name, "done")
                late = round((self._now() - slot).total_seconds())
                log.info("routine.done", routine=routine.name, slot=slot, late_s=late)
                return True
            # As long as it kept others waiting they have the writer, and the loop, to themselves.
            await asyncio.sleep(time.monotonic() - began)
        return False

    async def _part(
        self, routine: Routine, slot: datetime, cursor: str | None
    ) -> tuple[bool, str | None, bool]:
        """Slot, work and cursor in one unit: whether it was ours, where the next begins, whether it spoke."""
        now = self._now()
        async with self._db.unit() as session:
            if cursor is None:
                taken = await ticks.take(session, routine.name, slot, self._node, now)
            else:
                taken = await ticks.go_on(session, routine.name, slot, self._node, now, cursor)
            if not taken:
                return False, None, False
            rest = await routine.run(session, now, cursor or "")
            if rest is not None or cursor is not None:
                await ticks.keep(session, routine.name, slot, rest)
            self._point("tick.inside")
            return True, rest, bool(session.info.get("spoke"))


async def _stands(
    session: Session, routine: Routine, now: datetime
) -> tuple[datetime | None, dict[datetime, str]]:
    """The last slot somebody took, and those not void yet that were begun and not ended."""
    last = await ticks.last(session, routine.name, now)
    return last, await ticks.half_way(session, routine.name, now - routine.deadline, now)
