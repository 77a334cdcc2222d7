"""One claimed row in the air: it leaves by its way, and what became of it is written down."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.channels.base import (
    Channel,
    Choice,
    OutcomeUnknown,
    Refused,
    TooLong,
    WayClosed,
    WindowClosed,
    Words,
    pairs,
)
from bot.channels.bridge import SAYS
from bot.faults import point
from bot.metrics import Metrics
from bot.sending import planning, setbacks, unheard
from bot.sending.account import Account
from bot.sending.budget import FORMS, Plan
from bot.sending.bundle import bundle
from bot.sending.manners import UNREACHABLE
from bot.sending.ready import Ready
from bot.sending.render import notice
from handlers.phrases import say
from storage import dialogues, media, outbox, outbox_held, outbox_queue, people
from storage.db import Database, Session, is_outage
from storage.outbox import Body
from storage.outbox_queue import Claimed, Finish

log = logs.get("sender")

_PASSES = ("reply", "alert")
"""Sorts whose rest nobody needs any more once they say something else."""
_WHY_TOLD = ("due", "held", "failed", "unknown")
PATIENCE = 30.0
"""Seconds for one send, well inside the lease."""


@dataclass(slots=True)
class Flight:
    row: Claimed
    ready: Ready
    plan: Plan
    task: asyncio.Task[None] | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of a flight: the error that says why, the words that left, what found no room in them."""

    finish: Finish
    error: Exception | None = None
    words: Words | None = None
    rest: Words | None = None


class Crew:
    """Sends what was claimed and marks what came of it."""

    def __init__(self, db: Database, now: Callable[[], datetime], metrics: Metrics, media: Path) -> None:
        self._db = db
        self._media = media
        self._now = now
        self._metrics = metrics

    async def fly(self, account: Account, flight: Flight) -> None:
        row = flight.row
        if flight.plan.way is None:
            # Not held by the claim itself: it cannot know of a Turn of theirs that runs just now.
            await self._mark(account, flight, Landed(Finish("held", flight.plan.reason), _Stayed()))
            return
        await account.bucket.take()
        if account.paused or self._now() >= row.lease_until:
            # We slept through our lease, or the account stopped meanwhile: nothing has left.
            landed = Landed(Finish("due", due_at=self._now(), tries=row.tries - 1), _Stayed())
        elif row.sort == "alert" and not await self._leaving(row):
            return
        else:
            point("sender.before_send")
            landed = await self._send(account, flight)
            point("sender.after_send")
        await self._mark(account, flight, landed)
        point("sender.after_mark")

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

    async def _send(self, account: Account, flight: Flight) -> Landed:
        row, now, way = flight.row, self._now, flight.plan.way
        channel = account.channel
        try:
            async with asyncio.timeout(PATIENCE):
                if way in FORMS:
                    told = notice(row.kind, flight.ready.facts)
                    network_id = await channel.notify(row.external, told, way, str(row.id))
                    # It waits on: the form only told that it is here.
                    return Landed(Finish("held", f"told by {way}", sent_at=now(), network_id=network_id))
                network_id, words, rest = await self._pieces(channel, flight)
        except Exception as problem:
            error = OutcomeUnknown("no answer in time") if isinstance(problem, TimeoutError) else problem
            account.trouble(error, row.id, now())
            if planning.counts(channel) and isinstance(error, WindowClosed | WayClosed) and error.way == way:
                # Planned anew with what we know now: by another way, or held.
                return Landed(Finish("due", setbacks.why(error), due_at=now(), tries=row.tries - 1), error)
            return Landed(setbacks.finish(row, error, now(), random.random()), error)
        said = Body(flight.ready.params, words.text, pairs(words)).pack(row.id)
        return Landed(Finish("sent", sent_at=now(), body=said, network_id=network_id), None, words, rest)

    async def _pieces(self, channel: Channel, flight: Flight) -> tuple[str, Words, Words | None]:
        """As much as the network takes at once, and the rest; it may find less enough than we know."""
        most = channel.abilities.one_answer
        words, rest = _fitting(flight.ready.words, most)
        try:
            return await self._say(channel, flight, words), words, rest
        except TooLong:
            if not most:
                raise
        words, rest = _fitting(flight.ready.words, most // 2)
        return await self._say(channel, flight, words), words, rest

    async def _say(self, channel: Channel, flight: Flight, words: Words) -> str:
        """A file that this network does not take after all is told of in words."""
        row = flight.row
        if file := await self._file(channel, flight):
            try:
                return await channel.send_file(row.external, *file, str(row.id))
            except Refused as error:
                log.warning("send.file_refused", row=row.id, reason=str(error))
        return await channel.send(row.external, words, str(row.id))

    async def _file(self, channel: Channel, flight: Flight) -> tuple[bytes, str] | None:
        """The file that goes in the place of its words, and its ending; None where it cannot."""
        name = flight.ready.words.media
        ending = name.rpartition(".")[2]
        if ending not in channel.abilities.files:
            return None
        try:
            return await asyncio.to_thread(media.load, self._media, name), ending
        except media.NoSuchMedia:
            log.warning("send.no_file", row=flight.row.id)
            return None

    async def _mark(self, account: Account, flight: Flight, landed: Landed) -> None:
        """Write the outcome down, again and again while the ledger is away: it has happened."""
        pause = 0.5
        choices = _offered(flight, landed)
        while True:
            try:
                async with self._db.unit() as session:
                    finish = await self._settle(session, account, flight, landed, choices)
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
            if finish:
                self.tell(account, flight.row, finish)
            else:
                self._metrics.sends.labels(account.channel.name, "late").inc()
                log.warning("sender.too_late", row=flight.row.id, status=landed.finish.status)
            return

    async def _settle(
        self,
        session: Session,
        account: Account,
        flight: Flight,
        landed: Landed,
        choices: Sequence[Choice],
    ) -> Finish | None:
        """The mark, and what follows from it: a menu of the choices, an address nobody reads, a budget.

        What became of the row in the end; None when it is not ours any more.
        """
        row, finish = flight.row, landed.finish
        # First the address, then the row: the order in which a Turn takes them.
        asked = choices or finish.status == "held"
        talk = await dialogues.of_address(session, row.address_id) if asked else None
        spoke = talk is not None and talk.version != row.version
        if spoke and finish.status == "held" and landed.error:
            # Their message has not seen this row as waiting: it may leave now.
            finish = Finish("due", finish.reason, due_at=self._now(), tries=row.tries - 1)
        if not await outbox_queue.finish(session, row, finish):
            return None
        if talk and not spoke and choices:
            talk.menu = list(pairs(Words("", tuple(choices))))
            await dialogues.save(session, talk, talk.updated_at or self._now())
        if landed.rest:
            body = Body({}, landed.rest.text, pairs(landed.rest))
            await outbox.put_rest(
                session, row.address_id, f"rest:{row.id}", body, self._now(), passes=row.sort in _PASSES
            )
        if finish.reason == UNREACHABLE:
            await people.reached(session, row.address_id, reachable=False)
            await outbox_held.drop_waiting(session, row.address_id, UNREACHABLE, sort="alert")
        if finish.status == "held":
            await unheard.told(session, row, self._now())
        if landed.error and not isinstance(landed.error, OutcomeUnknown):
            await planning.learn(session, account.channel, row, flight.plan, landed.error, self._now())
        return finish

    def tell(self, account: Account, row: Claimed, finish: Finish) -> None:
        """Count it, and log it as loudly as it deserves."""
        outcome = finish.status
        if finish.status == "dropped":
            outcome = f"dropped: {finish.reason}"
        elif finish.status == "due":
            outcome = "again" if finish.reason else "later"
        self._metrics.sends.labels(account.channel.name, outcome).inc()
        level = {"failed": log.error, "unknown": log.warning}.get(finish.status, log.info)
        # What was dropped has it in its outcome; what was sent has none.
        why = {"reason": finish.reason} if finish.reason and finish.status in _WHY_TOLD else {}
        level("send", row=row.id, kind=row.kind, sort=row.sort, outcome=outcome, tries=row.tries, **why)


class _Stayed(Exception):
    """It has not left: what it would have cost is given back."""


def _fitting(words: Words, most: int) -> tuple[Words, Words | None]:
    """As much as one message of this network takes, and the rest."""
    told = bundle([words], most) if most else None
    return (told.words, told.rest) if told else (words, None)


def _offered(flight: Flight, landed: Landed) -> Sequence[Choice]:
    """The choices whose numbers count from now on."""
    finish = landed.finish
    if finish.status == "held" and finish.sent_at:
        return (Choice(say("bundle.see"), SAYS + say("bundle.word")),)
    if finish.status != "sent" or not landed.words:
        return ()
    return landed.words.choices if flight.row.sort != "reply" or landed.rest else ()
