"""Fetches what people sent for a case before their network forgets it; the bytes lie beside the ledger then.

    take a row (a lease) ─ channel.fetch ─ on disk, sealed ─ key and hash into the row
                                         ├ TryAgain and the like → again, with growing pauses, for three days
                                         └ Refused, too big, too old → said once to the person and the staff

Killed in between, the row is taken again when its lease is over; the same bytes get the same name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from bot import logs
from bot.channels.base import LARGEST_FILE, Channel, Refused, SendError, TooBig, TryAgain, Unreachable
from bot.faults import point
from bot.metrics import Metrics
from handlers.phrases import say
from storage import case_news, evidence, media
from storage.db import Database
from storage.evidence import Awaited

log = logs.get("fetcher")

POLL = 1.0
AT_ONCE = 4
PATIENCE = 60.0
LEASE = timedelta(minutes=3)
PAUSES = tuple(timedelta(minutes=n) for n in (0.25, 1, 5, 15, 60))
LONGEST = timedelta(hours=12)
LASTS = timedelta(days=3)
"""So long WeChat keeps what people send. Others forget later, but staff are not to wait for ever."""


class Fetcher:
    """Fetches for the accounts given to it, the oldest first."""

    def __init__(
        self,
        db: Database,
        channels: Mapping[tuple[str, str], Channel],
        folder: Path,
        now: Callable[[], datetime],
        metrics: Metrics,
    ) -> None:
        self._db = db
        self._channels = channels
        self._folder = folder
        self._now = now
        self._metrics = metrics
        self._passes = asyncio.Lock()

    async def run(self) -> None:
        """Work until cancelled. While the ledger is away nothing is asked for."""
        pause = POLL
        while True:
            try:
                await self.drain()
                pause = POLL
            except Exception as error:
                pause = min(pause * 2, 30.0)
                log.error("fetcher.pass_failed", error=type(error).__name__, next_in=pause, exc_info=error)
            await asyncio.sleep(pause)

    async def drain(self) -> int:
        """Fetch everything that is due now; how many files were asked for."""
        handled = 0
        async with self._passes:
            while taken := await self._take():
                handled += len(taken)
                done = await asyncio.gather(*map(self._settle, taken), return_exceptions=True)
                for failure in (one for one in done if isinstance(one, BaseException)):
                    raise failure
        return handled

    async def _take(self) -> list[Awaited]:
        now = self._now()
        async with self._db.reading() as session:
            due = await evidence.due(session, self._channels.keys(), now, AT_ONCE)
        if not due:
            return []
        async with self._db.unit() as session:
            return [one for one in due if await evidence.take(session, one, now, LEASE)]

    async def _settle(self, file: Awaited) -> None:
        if self._now() - file.at >= LASTS:
            await self._give_up(file, "old")
            return
        try:
            async with asyncio.timeout(PATIENCE):
                data, ending = await self._channels[file.channel, file.account].fetch(file.media)
            if len(data) > LARGEST_FILE:
                raise TooBig("larger than we keep")
            point("fetcher.fetched")
            key = await asyncio.to_thread(media.keep, self._folder, data, ending)
        except TooBig:
            await self._give_up(file, "big")
        except (Refused, Unreachable) as error:
            log.warning("fetcher.refused", file=file.id, channel=file.channel, reason=str(error))
            await self._give_up(file, "refused")
        except Exception as error:
            await self._later(file, error)
        else:
            point("fetcher.stored")
            async with self._db.unit() as session:
                ours = await evidence.keep(session, file, key)
            self._count(file, "stored" if ours else "late")

    async def _later(self, file: Awaited, error: Exception) -> None:
        """Whatever it was, time may mend it: a network that is away, a full disk, an error of ours."""
        known = isinstance(error, SendError | TimeoutError)
        tell = log.info if known else log.error
        tell(
            "fetcher.again", file=file.id, channel=file.channel, tries=file.tries, error=type(error).__name__
        )
        pause = PAUSES[min(file.tries, len(PAUSES) - 1)]
        if isinstance(error, TryAgain) and error.after:
            pause = max(pause, min(timedelta(seconds=error.after), LONGEST))
        async with self._db.unit() as session:
            await evidence.later(session, file, self._now() + pause)
        self._count(file, "again")

    async def _give_up(self, file: Awaited, why: str) -> None:
        async with self._db.unit() as session:
            ours = await evidence.give_up(session, file, why)
            if ours:
                await case_news.file_lost(session, file, why, say(f"push.kind_{file.kind}"), self._now())
        self._count(file, why if ours else "late")

    def _count(self, file: Awaited, outcome: str) -> None:
        self._metrics.files.labels(file.channel, outcome).inc()
