"""One message in = one Turn = one transaction.

    take(inbound) ─ seen before? → the same answer again
                  ─ load dialogue → aiogram Update → handler → answers collected
                  ─ ledger, dialogue, inbox and outbox rows commit together → only then the answer leaves

A handler that fails takes everything back; the raw message is then committed alone, the person told a number
of the incident, and the message tried again from the inbox (bot/kept.py).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import fsm, logs, mishaps
from bot.channels import bridge
from bot.channels.base import Answer, Choice, Inbound, NotKept, Patience, Words
from bot.faults import point
from bot.metrics import Metrics
from bot.order import InOrder
from bot.switchboard import Switchboard
from storage import dialogues, inbox, outbox, outbox_queue, people
from storage.db import Database, is_outage, worth_repeating
from storage.dialogues import Talk
from storage.ids import new_id

__all__ = ["NotKept", "Turns"]

log = logs.get("turn")

ATTEMPTS = 3
FIRST_RETRY = timedelta(seconds=5)


@dataclass(slots=True)
class Work:
    """What a Turn is made of, while it runs."""

    inbound: Inbound
    session: AsyncSession
    now: datetime
    row: int
    said: list[Words]
    spoke: bool = False


class Turns:
    """Takes messages, one at a time per person, each with effect once."""

    def __init__(
        self,
        db: Database,
        switchboard: Switchboard,
        clock: Callable[[], datetime],
        metrics: Metrics,
        *,
        answers_in_response: frozenset[str],
        timeout: float = 20.0,
    ) -> None:
        self._db = db
        self._switchboard = switchboard
        self._clock = clock
        self._metrics = metrics
        self._in_response = answers_in_response
        self._timeout = timeout
        self._running: dict[tuple[str, str, str], asyncio.Future[Answer]] = {}
        self._in_order = InOrder()
        self.spoke: Callable[[], None] = lambda: None
        self.kept: Callable[[], None] = lambda: None

    async def take(self, inbound: Inbound, patience: Patience | None = None) -> Answer:
        """Work on a message and return its answer, once both are on disk; NotKept when they could not be.

        `patience`: whoever waits for the answer may leave before it is there; then it takes another way.
        """
        del patience
        key = (inbound.channel, inbound.account, inbound.message_id)
        while (twin := self._running.get(key)) is not None:
            await asyncio.wait({twin})
            if not twin.cancelled():
                return replace(twin.result(), repeated=True)
        future = self._running[key] = asyncio.get_running_loop().create_future()
        try:
            async with self._in_order((inbound.channel, inbound.account, inbound.sender)):
                answer = await self._take(inbound)
        except Exception as error:
            future.set_exception(error)
            future.exception()  # a twin may or may not be there to hear it
            raise
        except BaseException:
            future.cancel()  # whoever delivered it left; a twin does it then
            raise
        else:
            point("turn.before_answer")
            future.set_result(answer)
            return answer
        finally:
            del self._running[key]

    async def keep(
        self,
        inbound: Inbound,
        *,
        retry_at: datetime | None = None,
        incident: str | None = None,
    ) -> int:
        """Put the raw message on disk, alone; it is worked on from there. 0 when it was here before."""
        now = self._clock()
        async with self._db.unit() as session:
            talk = await self._talk(session, inbound, now)
            row = new_id()
            fresh = await self._write_down(
                session,
                inbound,
                talk,
                row,
                now,
                status="kept",
                tries=1 if incident else 0,
                incident=incident,
                retry_at=retry_at or now,
            )
            if fresh and incident:
                words = mishaps.apology(incident)
                await self._reply(session, talk, row, (words,), inbound.channel, now)
        point("inbox.kept")
        self.kept()
        self.spoke()
        return row if fresh else 0

    async def redo(self, message: inbox.Kept, inbound: Inbound) -> None:
        """Work on a kept message again; its answer goes out by the sender. Raises what the handler raises."""
        async with self._in_order((inbound.channel, inbound.account, inbound.sender)):
            now = self._clock()
            async with self._db.unit() as session:
                talk = await self._talk(session, inbound, now)
                seen = await inbox.seen(session, inbound.channel, inbound.account, inbound.message_id)
                if seen is None or seen[1] != "kept":
                    return  # another process has done it; asked while we hold the address
                work = Work(inbound, session, now, message.id, [])
                await self._converse(work, talk)
                await inbox.mark(session, message.id, "done", message.tries + 1)
                place = 1 if message.incident else 0
                await self._reply(session, talk, message.id, tuple(work.said), "", now, place)
                await dialogues.save(session, talk, now)
        self.spoke()

    async def _take(self, inbound: Inbound) -> Answer:
        started = time.perf_counter()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = await self._attempt(inbound, self._clock())
            except Exception as error:
                again = worth_repeating(error) or isinstance(error, IntegrityError)
                if again and attempt < ATTEMPTS:
                    continue
                if is_outage(error):
                    self._count(inbound, "not_kept", started)
                    log.error(
                        "turn.not_kept",
                        channel=inbound.channel,
                        error=type(error).__name__,
                    )
                    raise NotKept(type(error).__name__) from error
                answer = await self._failed(inbound, error)
                self._count(inbound, "failed", started)
                return answer
            self._count(inbound, "repeated" if answer.repeated else "done", started)
            return answer
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _attempt(self, inbound: Inbound, now: datetime) -> Answer:
        async with self._db.unit() as session:
            talk = await self._talk(session, inbound, now)
            row = new_id()
            if not await self._write_down(session, inbound, talk, row, now):
                return await self._again(session, inbound)
            work = Work(inbound, session, now, row, [])
            await self._converse(work, talk)
            await self._reply(session, talk, row, tuple(work.said), inbound.channel, now)
            await dialogues.save(session, talk, now)
            spoke = bool(session.info.get("spoke"))
            point("turn.before_commit")
        point("turn.after_commit")
        if spoke:
            self.spoke()
        return Answer(tuple(work.said))

    async def _talk(self, session: AsyncSession, inbound: Inbound, now: datetime) -> Talk:
        talk = await dialogues.of_sender(session, inbound.channel, inbound.account, inbound.sender)
        if talk is None:
            address = await people.welcome(session, inbound.channel, inbound.account, inbound.sender, now)
            talk = Talk(address.id, address.person_id)
        elif not talk.reachable:
            await people.reached(session, talk.address_id)
        return talk

    async def _write_down(
        self,
        session: AsyncSession,
        inbound: Inbound,
        talk: Talk,
        row: int,
        now: datetime,
        **state: Any,
    ) -> bool:
        fresh = await inbox.put(
            session,
            row=row,
            channel=inbound.channel,
            account=inbound.account,
            message_id=inbound.message_id,
            address_id=talk.address_id,
            raw=bridge.pack(inbound),
            now=now,
            **state,
        )
        if fresh and talk.awaited:
            # The network lets us speak again: what waited for this person's next word may leave.
            await outbox_queue.release_held(session, talk.address_id, now)
        return fresh

    async def _again(self, session: AsyncSession, inbound: Inbound) -> Answer:
        seen = await inbox.seen(session, inbound.channel, inbound.account, inbound.message_id)
        bodies = await outbox.replies_to(session, seen[0]) if seen else []
        words = (Words(body.text or "", tuple(Choice(*pair) for pair in body.choices)) for body in bodies)
        return Answer(tuple(words), repeated=True)

    async def _converse(self, work: Work, talk: Talk) -> None:
        bot = bridge.turn_bot()
        if not self._switchboard.knows(talk.state):
            # A question of an older release: nobody can take its answer any more.
            talk.state = None
        token, collecting = fsm.current.set(talk), bridge.said.set(work.said)
        try:
            event = bridge.to_event(work.inbound, talk, self._switchboard.is_word)
            async with asyncio.timeout(self._timeout):
                await self._switchboard.hear(
                    bot,
                    event,
                    talk,
                    session=work.session,
                    now=work.now,
                    channel=work.inbound.channel,
                    menu=tuple(talk.menu),
                )
        finally:
            fsm.current.reset(token)
            bridge.said.reset(collecting)

    async def _reply(
        self,
        session: AsyncSession,
        talk: Talk,
        row: int,
        said: tuple[Words, ...],
        channel: str,
        now: datetime,
        first: int = 0,
    ) -> None:
        for place, words in enumerate(said, first):
            await outbox.put_reply(
                session,
                talk.address_id,
                row,
                place,
                words.text,
                tuple((choice.label, choice.data) for choice in words.choices),
                now,
                answered=channel in self._in_response,
            )

    async def _failed(self, inbound: Inbound, error: Exception) -> Answer:
        incident = mishaps.report(error, inbound)
        try:
            await self.keep(inbound, retry_at=self._clock() + FIRST_RETRY, incident=incident)
        except Exception as outage:
            raise NotKept(type(outage).__name__) from error
        return Answer((mishaps.apology(incident),))

    def _count(self, inbound: Inbound, outcome: str, started: float) -> None:
        took = time.perf_counter() - started
        self._metrics.turn(inbound.channel, outcome, took)
        log.info(
            "turn",
            channel=inbound.channel,
            kind=inbound.kind,
            outcome=outcome,
            ms=round(took * 1000, 1),
        )
