"""The sender: drains the outbox.

    claim due rows ─ still true? by day? not too many? → words → pace → channel ─ sent → mark, menu
                                                                               └ SendError → setbacks.py

Claiming and deciding are one unit, marking is another; between them, outside any unit, the network is asked.
Killed in that gap, a row stays `sending` until its lease ends and is then sent again. Not so an alert whose
turn had come: it was marked as leaving just before, in a unit of its own; it counts as unknown and is not
repeated. That is the one window that cannot be closed without the network's help.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.channels.base import Channel
from bot.faults import point
from bot.metrics import Metrics
from bot.sending import planning, ready, unheard
from bot.sending.account import ALERTS, Account
from bot.sending.flight import Crew, Flight
from storage import account_facts, outbox_queue, outbox_sweep
from storage.account_facts import Standing
from storage.db import Database, Session
from storage.outbox_queue import Claimed, Finish
from storage.presence import Presence

log = logs.get("sender")

POLL = 1.0
SWEEP = 5.0
LANDING = 4.0


class Sender:
    """Sends what is due, on every account given to it, in parallel for different addresses."""

    def __init__(
        self,
        db: Database,
        channels: Mapping[tuple[str, str], Channel],
        now: Callable[[], datetime],
        metrics: Metrics,
        node: str,
        *,
        media: Path = Path("media"),
        alone: bool = False,
    ) -> None:
        """`media`: where stored files lie.

        `alone`: nobody else sends from this ledger: what is claimed at the start was left by the dead."""
        self._db = db
        self._now = now
        self._metrics = metrics
        self._inherits = alone
        self._accounts = {key: Account(one) for key, one in channels.items()}
        run = secrets.token_hex(3)
        self._presence = lock = None if db.sqlite else Presence(db, run)
        # Never the same twice. Without our lock nobody sees that we live: then only the lease ends the claim.
        self._claims = (f"{node}/{run}{'' if not lock or lock.held else '-'}/{n}" for n in itertools.count())
        self._flights: dict[int, Flight] = {}
        self._crew = Crew(db, now, metrics, media)
        self._wake = asyncio.Event()
        self._rounds = asyncio.Lock()
        self._swept = 0.0

    def poke(self) -> None:
        """Something was laid in the outbox: look now instead of at the next poll."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; what is in the air then has a few seconds to land."""
        pause = POLL
        here = asyncio.create_task(self._presence.keep()) if self._presence else None
        try:
            while True:
                self._wake.clear()
                try:
                    busy = await self._whole_round()
                    pause = POLL
                except Exception as error:
                    busy, pause = 0, min(pause * 2, 30.0)
                    log.error(
                        "sender.round_failed", error=type(error).__name__, next_in=pause, exc_info=error
                    )
                    await asyncio.sleep(pause)
                if not busy:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._wake.wait(), POLL)
        finally:
            await self._land()
            if here:
                here.cancel()
                await asyncio.wait({here})

    async def drain(self) -> int:
        """Handle everything that is due now; how many rows that were. For tests and the console."""
        handled = 0
        while True:
            self._swept = 0.0
            started = await self._round()
            handled += started
            tasks = [flight.task for flight in self._flights.values() if flight.task]
            if tasks:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            elif not started:
                return handled

    async def _whole_round(self) -> int:
        """A round that is not cut in two: what it has claimed it also sends."""
        task = asyncio.create_task(self._round())
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait({task})
            raise

    async def _round(self) -> int:
        async with self._rounds:
            now = self._now()
            if not self._swept or time.monotonic() - self._swept > SWEEP:
                await self._sweep(now)
            started = 0
            for key, account in self._accounts.items():
                places = account.places(now)
                if places > 0:
                    started += await self._start(key, account, places, now)
            return started

    async def _sweep(self, now: datetime) -> None:
        """Free what dead senders left, drop what is past its time."""
        async with self._db.unit() as session:
            dead = []
            if self._presence:
                dead = await self._presence.gone(session, await outbox_sweep.claims(session))
            unknown, again = await outbox_sweep.reclaim(
                session, now, list(self._flights), everything=self._inherits, dead=dead
            )
            expired = await outbox_sweep.expire(session, now)
            for key, account in self._accounts.items():
                if account.paused:
                    account.mended(await account_facts.mended(session, *key))
                if not account.paused and planning.counts(account.channel):
                    # Written by a sender before us, or by a send still in the air when it was mended.
                    await account_facts.goes_on(session, *key)
        self._swept, self._inherits = time.monotonic(), False
        for outcome, count in (("unknown", unknown), ("reclaimed", again), ("dropped: expired", expired)):
            if count:
                self._metrics.sends.labels("any", outcome).inc(count)
                log.warning("sender.swept", outcome=outcome, rows=count)

    async def _start(self, key: tuple[str, str], account: Account, places: int, now: datetime) -> int:
        """Claim rows, settle those that may not leave now, send the others."""
        flights: list[Flight] = []
        stopped: list[tuple[Claimed, Finish]] = []
        async with self._db.unit() as session:
            rows = await outbox_queue.claim(
                session,
                *key,
                worker=next(self._claims),
                most=places,
                alerts=ALERTS - account.alerts,
                now=now,
            )
            stands = await planning.standing(session, account.channel, now) if rows else Standing()
            for row in rows:
                decided = await self._decide(session, account, row, stands, now)
                if isinstance(decided, Finish):
                    await outbox_queue.finish(session, row, decided)
                    if decided.status == "held":
                        await unheard.told(session, row, now)
                    stopped.append((row, decided))
                else:
                    flights.append(decided)
            await planning.count(session, account.channel, [one.plan.way for one in flights], now)
        if rows:
            point("sender.claimed")
        for row, finish in stopped:
            self._crew.tell(account, row, finish)
        for flight in flights:
            account.counts(flight.row.sort, 1)
            self._flights[flight.row.id] = flight
            flight.task = asyncio.create_task(self._fly(account, flight))
        return len(rows)

    async def _decide(
        self, session: Session, account: Account, row: Claimed, stands: Standing, now: datetime
    ) -> Flight | Finish:
        """The words and the way; or what becomes of a row that does not leave now."""
        decided = await ready.decide(session, row, now)
        if isinstance(decided, Finish):
            return decided
        plan = await planning.choose(session, account.channel, row, stands, now)
        if plan.again:
            return Finish("due", plan.reason, due_at=plan.again, tries=row.tries - 1)
        return Flight(row, decided, plan)

    async def _fly(self, account: Account, flight: Flight) -> None:
        try:
            await self._crew.fly(account, flight)
        finally:
            account.counts(flight.row.sort, -1)
            del self._flights[flight.row.id]
            self._wake.set()

    async def _land(self) -> None:
        tasks = [flight.task for flight in self._flights.values() if flight.task]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=LANDING)
            for task in late:
                task.cancel()
