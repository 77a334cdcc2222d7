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
import random
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import logs
from bot.channels.base import Channel, Choice, OutcomeUnknown
from bot.faults import point
from bot.metrics import Metrics
from bot.sending import ready, setbacks
from bot.sending.account import ALERTS, Account
from bot.sending.ready import Ready
from storage import dialogues, outbox_queue, outbox_sweep, people
from storage.db import Database, is_outage
from storage.outbox import Body
from storage.outbox_queue import Claimed, Finish
from storage.presence import Presence

log = logs.get("sender")

PATIENCE = 30.0
"""Seconds for one send, well inside the lease."""
POLL = 1.0
SWEEP = 5.0
LANDING = 4.0


@dataclass(slots=True)
class _Flight:
    row: Claimed
    ready: Ready
    task: asyncio.Task[None] | None = field(default=None)


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
        alone: bool = False,
    ) -> None:
        """`alone`: nobody else sends from this ledger: what is claimed at the start was left by the dead."""
        self._db = db
        self._now = now
        self._metrics = metrics
        self._inherits = alone
        self._accounts = {key: Account(one) for key, one in channels.items()}
        run = secrets.token_hex(3)
        self._presence = lock = None if db.sqlite else Presence(db, run)
        # Never the same twice. Without our lock nobody sees that we live: then only the lease ends the claim.
        self._claims = (f"{node}/{run}{'' if not lock or lock.held else '-'}/{n}" for n in itertools.count())
        self._flights: dict[int, _Flight] = {}
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
        self._swept, self._inherits = time.monotonic(), False
        for outcome, count in (("unknown", unknown), ("reclaimed", again), ("dropped: expired", expired)):
            if count:
                self._metrics.sends.labels("any", outcome).inc(count)
                log.warning("sender.swept", outcome=outcome, rows=count)

    async def _start(self, key: tuple[str, str], account: Account, places: int, now: datetime) -> int:
        """Claim rows, settle those that may not leave now, send the others."""
        flights: list[_Flight] = []
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
            for row in rows:
                decided = await ready.decide(session, row, now)
                if isinstance(decided, Finish):
                    await outbox_queue.finish(session, row, decided)
                    stopped.append((row, decided))
                else:
                    flights.append(_Flight(row, decided))
        if rows:
            point("sender.claimed")
        for row, finish in stopped:
            self._tell(account, row, finish)
        for flight in flights:
            account.counts(flight.row.sort, 1)
            self._flights[flight.row.id] = flight
            flight.task = asyncio.create_task(self._fly(account, flight))
        return len(rows)

    async def _fly(self, account: Account, flight: _Flight) -> None:
        row = flight.row
        try:
            await account.bucket.take()
            if account.paused or self._now() >= row.lease_until:
                # We slept through our lease, or the account stopped meanwhile: nothing has left.
                finish = Finish("due", due_at=self._now(), tries=row.tries - 1)
            elif row.sort == "alert" and not await self._leaving(row):
                return
            else:
                point("sender.before_send")
                finish = await self._send(account, flight)
                point("sender.after_send")
            await self._mark(account, flight, finish)
            point("sender.after_mark")
        finally:
            account.counts(row.sort, -1)
            del self._flights[row.id]
            self._wake.set()

    async def _leaving(self, row: Claimed) -> bool:
        """Write down that an alert goes out, and not earlier: so a kill leaves few in doubt."""
        try:
            async with self._db.unit() as session:
                ours = await outbox_queue.leaving(session, row, self._now())
        except Exception as error:
            # It stays claimed until its lease ends, and leaves then.
            log.error("sender.not_leaving", row=row.id, error=type(error).__name__)
            return False
        if not ours:
            log.warning("sender.too_late", row=row.id, status="leaving")
        return ours

    async def _send(self, account: Account, flight: _Flight) -> Finish:
        row, now = flight.row, self._now
        try:
            async with asyncio.timeout(PATIENCE):
                network_id = await account.channel.send(row.external, flight.ready.words, str(row.id))
        except Exception as problem:
            error = OutcomeUnknown("no answer in time") if isinstance(problem, TimeoutError) else problem
            account.trouble(error, row.id, now())
            return setbacks.finish(row, error, now(), random.random())
        words = tuple((choice.label, choice.data) for choice in flight.ready.words.choices)
        said = Body(flight.ready.params, flight.ready.words.text, words).pack(row.id)
        return Finish("sent", sent_at=now(), body=said, network_id=network_id)

    async def _mark(self, account: Account, flight: _Flight, finish: Finish) -> None:
        """Write the outcome down, again and again while the ledger is away: it has happened."""
        pause = 0.5
        choices = flight.ready.words.choices if finish.status == "sent" and flight.row.sort != "reply" else ()
        while True:
            try:
                async with self._db.unit() as session:
                    ours = await self._settle(session, flight.row, finish, choices)
            except Exception as error:
                if not is_outage(error):
                    log.error("sender.not_marked", row=flight.row.id, exc_info=error)
                    if not choices:
                        return
                    # A dialogue that cannot be read must not make the message go out again.
                    choices = ()
                    continue
                log.error("sender.mark_waits", row=flight.row.id, error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10.0)
                continue
            if ours:
                self._tell(account, flight.row, finish)
            else:
                self._metrics.sends.labels(account.channel.name, "late").inc()
                log.warning("sender.too_late", row=flight.row.id, status=finish.status)
            return

    async def _settle(
        self, session: AsyncSession, row: Claimed, finish: Finish, choices: Sequence[Choice]
    ) -> bool:
        """The mark, and what follows from it: a menu of the choices, an address nobody reads."""
        # First the address, then the row: the order in which a Turn takes them.
        talk = await dialogues.of_address(session, row.address_id) if choices else None
        if not await outbox_queue.finish(session, row, finish):
            return False
        if talk and talk.version == row.version:
            # Unless the person spoke meanwhile: then the numbers of that answer stand.
            talk.menu = [(choice.label, choice.data) for choice in choices]
            await dialogues.save(session, talk, talk.updated_at or self._now())
        if finish.reason == "unreachable":
            await people.reached(session, row.address_id, reachable=False)
            await outbox_queue.drop_waiting(session, row.address_id, "unreachable")
        return True

    def _tell(self, account: Account, row: Claimed, finish: Finish) -> None:
        """Count it, and log it as loudly as it deserves."""
        outcome = finish.status
        if finish.status == "dropped":
            outcome = f"dropped: {finish.reason}"
        elif finish.status == "due":
            outcome = "again" if finish.reason else "later"
        self._metrics.sends.labels(account.channel.name, outcome).inc()
        level = {"failed": log.error, "unknown": log.warning, "held": log.warning}.get(
            finish.status, log.info
        )
        level("send", row=row.id, kind=row.kind, sort=row.sort, outcome=outcome, tries=row.tries)

    async def _land(self) -> None:
        tasks = [flight.task for flight in self._flights.values() if flight.task]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=LANDING)
            for task in late:
                task.cancel()
