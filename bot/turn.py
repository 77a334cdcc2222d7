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
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from bot import arrivals, fsm, logs, mishaps
from bot.channels import bridge
from bot.channels.base import Abilities, Answer, Inbound, NotKept, Patience, Words
from bot.faults import point
from bot.metrics import Metrics
from bot.order import InOrder
from bot.sending import response
from bot.switchboard import Switchboard
from handlers.phrases import say
from storage import dialogues, inbox, outbox_held
from storage.db import Database, Session, is_outage, worth_repeating
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
    session: Session
    now: datetime
    row: int
    said: list[Words]
    more: bool = False
    """They ask for what waits for them, nothing else."""


ANY = Abilities()


async def _nothing() -> None:
    """Nobody listens yet."""


class Turns:
    """Takes messages, one at a time per person, each with effect once."""

    def __init__(
        self,
        db: Database,
        switchboard: Switchboard,
        clock: Callable[[], datetime],
        metrics: Metrics,
        *,
        abilities: Mapping[str, Abilities],
        timeout: float = 20.0,
    ) -> None:
        """`abilities` of the channels by name; one that is not there takes bubbles whenever we like."""
        self._db = db
        self._switchboard = switchboard
        self._clock = clock
        self._metrics = metrics
        self._abilities = abilities
        self._timeout = timeout
        self._running: dict[tuple[str, str, str], asyncio.Future[Answer]] = {}
        self._in_order = InOrder()
        self.spoke: Callable[[], None] = lambda: None
        self.kept: Callable[[], None] = lambda: None
        self.taught: Callable[[], Awaitable[None]] = _nothing

    async def take(self, inbound: Inbound, patience: Patience | None = None) -> Answer:
        """Work on a message and return its answer, once both are on disk; NotKept when they could not be.

        `patience`: whoever waits for the answer may leave before it is there; then it takes another way.
        """
        key = (inbound.channel, inbound.account, inbound.message_id)
        while (twin := self._running.get(key)) is not None:
            await asyncio.wait({twin})
            if not twin.cancelled() and (patience is None or patience.holds()):
                return replace(twin.result(), repeated=True)
        future = self._running[key] = asyncio.get_running_loop().create_future()
        try:
            async with self._in_order((inbound.channel, inbound.account, inbound.sender)):
                answer = await self._take(inbound, patience)
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
        patience: Patience | None = None,
    ) -> Answer:
        """Put the raw message on disk, alone; it is worked on from there. Answers only with an apology."""
        now = self._clock()
        async with self._db.unit() as session:
            talk = await arrivals.talk_of(session, inbound, now)
            row = new_id()
            fresh = await arrivals.write_down(
                session,
                inbound,
                self._able(inbound),
                talk,
                row,
                now,
                status="kept",
                tries=1 if incident else 0,
                incident=incident,
                retry_at=retry_at or now,
            )
            answer = Answer((), repeated=not fresh)
            if fresh and incident:
                words = (mishaps.apology(incident),)
                answer = await self._respond(session, inbound, talk, row, words, patience, now)
                await dialogues.save(session, talk, now)  # the numbers of what waited and was said with it
        point("inbox.kept")
        self.kept()
        self.spoke()
        return answer

    async def redo(self, message: inbox.Kept, inbound: Inbound) -> None:
        """Work on a kept message again; its answer goes out by the sender. Raises what the handler raises."""
        async with self._in_order((inbound.channel, inbound.account, inbound.sender)):
            now = self._clock()
            async with self._db.unit() as session:
                talk = await arrivals.talk_of(session, inbound, now)
                seen = await inbox.seen(session, inbound.channel, inbound.account, inbound.message_id)
                if seen is None or seen.status != "kept":
                    return  # another process has done it; asked while we hold the address
                work = Work(inbound, session, now, message.id, [])
                await self._converse(work, talk)
                await inbox.mark(session, message.id, "done", message.tries + 1)
                place = 1 if message.incident else 0
                await response.by_rows(session, talk, message.id, work.said, now, first=place)
                if work.more:
                    await outbox_held.release_held(session, talk.address_id, now)
                await dialogues.save(session, talk, now)
        self.spoke()

    async def _take(self, inbound: Inbound, patience: Patience | None) -> Answer:
        started = time.perf_counter()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = await self._attempt(inbound, patience, self._clock())
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
                answer = await self._failed(inbound, patience, error)
                self._count(inbound, "failed", started)
                return answer
            self._count(inbound, "repeated" if answer.repeated else "done", started)
            return answer
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _attempt(self, inbound: Inbound, patience: Patience | None, now: datetime) -> Answer:
        async with self._db.unit() as session:
            talk = await arrivals.talk_of(session, inbound, now)
            row = new_id()
            if not await arrivals.write_down(session, inbound, self._able(inbound), talk, row, now):
                seen = await inbox.seen(session, inbound.channel, inbound.account, inbound.message_id)
                return await response.again(session, talk, seen, self._able(inbound), patience, now)
            work = Work(inbound, session, now, row, [])
            await self._converse(work, talk)
            answer = await self._respond(
                session, inbound, talk, row, work.said, patience, now, more=work.more
            )
            await dialogues.save(session, talk, now)
            spoke, taught = (bool(session.info.get(word)) for word in ("spoke", "taught"))
            point("turn.before_commit")
        point("turn.after_commit")
        if spoke:
            self.spoke()
        if taught:
            await self.taught()
        return answer

    async def _converse(self, work: Work, talk: Talk) -> None:
        bot = bridge.turn_bot()
        if not self._switchboard.knows(talk.state):
            # A question of an older release: nobody can take its answer any more.
            talk.state = None
        token, collecting = fsm.current.set(talk), bridge.said.set(work.said)
        try:
            event = bridge.to_event(work.inbound, talk, self._switchboard.is_word)
            if arrivals.hears_all(self._able(work.inbound), talk) and response.wants_more(event):
                work.more = True
                return
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

    async def _respond(
        self,
        session: Session,
        inbound: Inbound,
        talk: Talk,
        row: int,
        said: Sequence[Words],
        patience: Patience | None,
        now: datetime,
        *,
        more: bool = False,
    ) -> Answer:
        able = self._able(inbound)
        held = await response.waiting(session, talk, now, more=more) if arrivals.hears_all(able, talk) else ()
        if more and not held:
            said = (Words(say("bundle.gone")),)
        return await response.respond(session, talk, row, said, held, able, patience, now)

    async def _failed(self, inbound: Inbound, patience: Patience | None, error: Exception) -> Answer:
        incident = mishaps.report(error, inbound)
        try:
            again = self._clock() + FIRST_RETRY
            return await self.keep(inbound, retry_at=again, incident=incident, patience=patience)
        except Exception as outage:
            raise NotKept(type(outage).__name__) from error

    def _able(self, inbound: Inbound) -> Abilities:
        return self._abilities.get(inbound.channel, ANY)

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
