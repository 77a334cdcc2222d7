"""Messages that are on disk but not worked on yet: tried again from the inbox, in the end put before staff.

Three tries in all, 5 and 30 seconds apart; then, or when the person has said something new that was worked
on, the message is parked: a case with its words, so that a human answers. Nobody waits for another's trouble.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import logs
from bot.channels import bridge
from bot.channels.base import Inbound
from bot.faults import point
from bot.turn import Turns
from handlers.phrases import say
from handlers.reading.wants.danger import danger
from storage import case_news, cases, dialogues, evidence, inbox, outbox, people, stations
from storage.db import Database, is_outage
from storage.inbox import Kept
from storage.rules.calendar import SHANGHAI

log = logs.get("kept")

TRIES = 3
PAUSES = (timedelta(seconds=5), timedelta(seconds=30))
POLL = 1.0


class KeptWorker:
    """Works on kept messages, oldest first."""

    def __init__(self, db: Database, turns: Turns, now: Callable[[], datetime]) -> None:
        self._db = db
        self._turns = turns
        self._now = now
        self._wake = asyncio.Event()
        self._passes = asyncio.Lock()

    def poke(self) -> None:
        """A message was kept: look now instead of at the next poll."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled. While the ledger is away nothing is tried, so no try is lost."""
        pause = POLL
        while True:
            self._wake.clear()
            try:
                await self.drain()
                pause = POLL
            except Exception as error:
                pause = min(pause * 2, 30.0)
                log.error("kept.pass_failed", error=type(error).__name__, next_in=pause, exc_info=error)
                await asyncio.sleep(pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL)

    async def drain(self) -> int:
        """Work on everything that is due now; how many messages that were."""
        handled = 0
        async with self._passes:
            while True:
                async with self._db.reading() as session:
                    due = await inbox.kept(session, self._now())
                if not due:
                    return handled
                handled += len(due)
                await self._pass(due)

    async def _pass(self, due: list[Kept]) -> None:
        waits: dict[int, datetime] = {}
        for message in due:
            behind = waits.get(message.address_id)
            if behind is not None:
                # An older message of this person failed just now: keep the order they were written in.
                async with self._db.unit() as session:
                    await inbox.mark(session, message.id, "kept", message.tries, behind)
                continue
            point("kept.before")
            again = await self._try(message)
            point("kept.after")
            if again is not None:
                waits[message.address_id] = again

    async def _try(self, message: Kept) -> datetime | None:
        """Work on one message; when it failed and is to be tried again, the time of that."""
        try:
            inbound = bridge.unpack(message.raw)
        except Exception as error:
            log.error("kept.unreadable", row=message.id, exc_info=error)
            async with self._db.unit() as session:
                await inbox.mark(session, message.id, "parked", message.tries)
            return None
        async with self._db.unit() as session:
            if await inbox.overtaken(session, message):
                await self._park(session, message, inbound, message.tries)
                return None
        try:
            await self._turns.redo(message, inbound)
        except Exception as error:
            if is_outage(error):
                raise
            log.error("kept.failed", row=message.id, incident=message.incident, exc_info=error)
            return await self._failed(message, inbound)
        log.info("kept.done", row=message.id, tries=message.tries + 1)
        return None

    async def _failed(self, message: Kept, inbound: Inbound) -> datetime | None:
        tries = message.tries + 1
        async with self._db.unit() as session:
            if tries >= TRIES:
                await self._park(session, message, inbound, tries)
                return None
            again = self._now() + PAUSES[tries - 1]
            await inbox.mark(session, message.id, "kept", tries, again)
            return again

    async def _park(self, session: AsyncSession, message: Kept, inbound: Inbound, tries: int) -> None:
        """Put the message before staff as a case, and tell the person whose hands it is in."""
        # Holds the person's address, so that two processes do not open two cases.
        talk = await dialogues.of_address(session, message.address_id)
        seen = await inbox.seen(session, inbound.channel, inbound.account, inbound.message_id)
        if talk is None or seen is None or seen.status != "kept":
            return
        await inbox.mark(session, message.id, "parked", tries)
        log.error("kept.parked", row=message.id, incident=message.incident, tries=tries)
        person = await people.get(session, talk.person_id)
        station = await stations.for_person(session, person)
        if station is None:
            return
        case = await cases.open_case(
            session,
            kind="parked",
            person_id=person.id,
            address_id=message.address_id,
            station_id=station.id,
            now=self._now(),
            urgency="P0" if danger(inbound.text) else "P2",
            text=inbound.text or say("push.parked_not_text", kind=say(f"push.kind_{inbound.kind}")),
        )
        if inbound.kind in evidence.FILES and inbound.media:
            at = message.received_at
            await evidence.add(session, case, inbound.kind, inbound.media, at, message.address_id)
        told = f"{message.received_at.astimezone(SHANGHAI):%H:%M}"
        await outbox.put(
            session,
            message.address_id,
            "parked",
            once=f"parked:{message.id}",
            now=self._now(),
            when=told,
            number=case.number,
        )
        await case_news.announce(session, case, self._now())
