"""Long polling. Telegram forgets what lies below the offset, so the offset follows the ledger.

Each round asks from the first update that is not on disk. What is being worked on or done already is passed
over, so a slow Turn of one person holds up nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot import logs
from bot.channels.base import Misconfigured, NotKept, SendError
from bot.channels.telegram.inbound import Update, person_of
from bot.channels.telegram.wire import Conflict

log = logs.get("telegram")

Ask = Callable[[int | None, int], Awaitable[Sequence[Update]]]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: the first and the longest pause after trouble, how long a poll stays open, what is slow."""

    first: float = 1.0
    longest: float = 30.0
    poll: int = 25
    slow: float = 1.0
    grace: float = 8.0


class Pauses:
    """Grow while trouble lasts."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._next = pace.first

    async def wait(self) -> None:
        pause, self._next = self._next, min(self._next * 2, self._pace.longest)
        await asyncio.sleep(pause)

    def over(self) -> None:
        self._next = self._pace.first


class Poller:
    """`ask(offset, seconds)` fetches updates; `hear(update)` returns once the update is on disk."""

    def __init__(self, ask: Ask, hear: Callable[[Update], Awaitable[None]], pace: Pace) -> None:
        self._ask = ask
        self._hear = hear
        self._pace = pace
        self._pauses = Pauses(pace)
        self._offset: int | None = None
        self._kept: set[int] = set()
        self._open: dict[int, asyncio.Task[None]] = {}
        self._last: dict[str, asyncio.Task[None]] = {}
        self._in_conflict = False

    async def run(self) -> None:
        """Until cancelled; what has begun is let finish. Raises Misconfigured when Telegram refuses us."""
        try:
            while True:
                if await self._round():
                    self._pauses.over()
                else:
                    await self._pauses.wait()
        finally:
            ending = asyncio.create_task(self._finish())
            while not ending.done():
                # Whoever stops us may ask twice; a Turn in hand is not left alone for that.
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.wait({ending})

    async def _round(self) -> bool:
        updates = await self._fetch()
        if updates is None:
            return False
        ids = [update["update_id"] for update in updates]
        self._kept &= set(ids)
        for update in updates:
            self._begin(update)
        if self._open:
            await asyncio.wait(self._open.values(), timeout=self._pace.slow)
        well = self._settle()
        missing = (one for one in ids if one not in self._kept)
        # Nothing left, nothing to confirm; after a quiet week Telegram may count on from any other number.
        self._offset = next(missing, ids[-1] + 1) if ids else None
        return well

    async def _fetch(self) -> list[Update] | None:
        try:
            fetched = await self._ask(self._offset, 0 if self._open else self._pace.poll)
        except Conflict as conflict:
            if not self._in_conflict:
                log.error("telegram.conflict", advice=str(conflict))
            self._in_conflict = True
            return None
        except Misconfigured:
            raise
        except SendError as error:
            log.warning("telegram.unheard", error=type(error).__name__, reason=str(error))
            return None
        self._in_conflict = False
        return sorted(fetched, key=lambda update: int(update["update_id"]))

    def _begin(self, update: Update) -> None:
        number, person = update["update_id"], person_of(update)
        if number in self._open or number in self._kept:
            return
        before = self._last.get(person)
        self._open[number] = self._last[person] = asyncio.create_task(self._work(update, before))

    async def _work(self, update: Update, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
            if before.cancelled() or before.exception() is not None:
                raise NotKept("an earlier message of this person is not kept yet")
        await self._hear(update)

    def _settle(self) -> bool:
        """What has ended is kept, or failed and will be delivered again. Tells whether nothing failed."""
        well = True
        for number, task in [(number, task) for number, task in self._open.items() if task.done()]:
            del self._open[number]
            error = NotKept("cancelled") if task.cancelled() else task.exception()
            if error is None:
                self._kept.add(number)
                continue
            well = False
            if not isinstance(error, NotKept):
                log.error("telegram.not_taken", update=number, exc_info=error)
        self._last = {person: task for person, task in self._last.items() if not task.done()}
        return well

    async def _finish(self) -> None:
        """A Turn that has begun commits or rolls back by itself; only one that hangs is cancelled."""
        if not self._open:
            return
        _, hanging = await asyncio.wait(self._open.values(), timeout=self._pace.grace)
        for task in hanging:
            task.cancel()
        await asyncio.gather(*self._open.values(), return_exceptions=True)
