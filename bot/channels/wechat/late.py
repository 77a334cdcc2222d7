"""Five seconds: WeChat waits no longer for an answer, and calls again when none came.

    the Turn ends in time        its words are the answer
    it does not                  the message goes to disk, WeChat hears `success`, the words take another way
    it is just being committed   we stay: the words are ours already
    it could not be kept         NotKept, and WeChat delivers again

What lies on disk is gone when its Turn has ended. What a crash or an outage left there is taken up by `run`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot import logs
from bot.channels import bridge
from bot.channels.base import Answer, Inbound, NotKept, Patience, Words
from bot.faults import point
from storage import spool
from storage.vault import SealBroken

log = logs.get("wechat")

T = TypeVar("T")
Take = Callable[[Inbound, Patience], Coroutine[Any, Any, Answer]]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: how long WeChat is kept waiting, pauses of what is tried again, how long a stop waits."""

    answer: float = 4.0
    first: float = 1.0
    longest: float = 30.0
    grace: float = 2.0


class Late:
    def __init__(self, take: Take, folder: Path, pace: Pace) -> None:
        self._take = take
        self._folder = folder
        self._pace = pace
        self._running: set[asyncio.Task[Any]] = set()
        self._in_hand: set[Path] = set()
        self._wake = asyncio.Event()

    async def answer(self, inbound: Inbound, since: float) -> Words | None:
        """The words for the response, if there are any by then; `since` by the clock of the loop.

        Raises NotKept: the message is not on disk, do not acknowledge it.
        """
        patience = Patience()
        turn = self._begin(self._take(inbound, patience))
        left = since + self._pace.answer - asyncio.get_running_loop().time()
        await asyncio.wait({turn}, timeout=max(left, 0))
        if not turn.done() and patience.ends() and (path := await self._put(inbound)):
            self._begin(self._finish(turn, path))
            return None
        if not turn.done():  # to wait for what has ended is a round of the loop all the same
            await asyncio.wait({turn})
        answer = turn.result()
        return answer.words[0] if answer.words and answer.here else None

    async def run(self) -> None:
        """Take up what was left, again and again until it is kept; until cancelled."""
        await asyncio.to_thread(spool.sweep, self._folder)
        pause = self._pace.first
        while True:
            self._wake.clear()
            if await self._catch_up():
                pause = self._pace.first
                await self._wake.wait()
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._pace.longest)

    async def close(self) -> None:
        """Turns that have begun may end; what is cut off lies on disk, or was never acknowledged."""
        if self._running:
            await asyncio.wait(self._running, timeout=self._pace.grace)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """It goes on also when whoever asked for it hangs up."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waits for it hears of it; when nobody does, WeChat delivers again

    async def _put(self, inbound: Inbound) -> Path | None:
        """None when the disk takes nothing: then WeChat has to wait for the Turn after all."""
        name = f"{int(inbound.at.timestamp()):011d}-{inbound.message_id.replace(':', '-')}"
        try:
            path = await asyncio.to_thread(spool.put, self._folder, name, bridge.pack(inbound))
        except OSError as error:
            log.error("wechat.not_spooled", error=type(error).__name__)
            return None
        point("wechat.spooled")
        return path

    async def _finish(self, turn: asyncio.Task[Answer], path: Path) -> None:
        self._in_hand.add(path)
        await asyncio.wait({turn})
        self._in_hand.discard(path)
        error = asyncio.CancelledError() if turn.cancelled() else turn.exception()
        if error is None:
            spool.drop(path)
            return
        log.warning("wechat.late_not_kept", error=type(error).__name__)
        self._wake.set()

    async def _catch_up(self) -> bool:
        """Take everything that was left, in the order it was written in; whether nothing has to wait."""
        well = True
        for path in spool.left(self._folder):
            inbound = None if path in self._in_hand else _read(path)
            if inbound is None:
                continue
            try:
                await self._take(inbound, Patience(left=True))
            except NotKept:
                return False  # the ledger is away, for all of them
            except Exception as error:
                log.error("wechat.late_failed", exc_info=error)
                well = False
                continue
            spool.drop(path)
        return well


def _read(path: Path) -> Inbound | None:
    try:
        return bridge.unpack(spool.load(path))
    except FileNotFoundError:
        return None  # its Turn has ended meanwhile
    except (SealBroken, ValueError, TypeError, KeyError) as error:
        log.error("wechat.unreadable_late", file=path.name, error=type(error).__name__)
        spool.set_aside(path)
        return None
