"""One run of a kill test: people talk, the process dies again and again, at the end books are compared."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

from tests.kill.books import Books, Figures
from tests.kill.child import Serve
from tests.kill.people import Patience
from tests.kill.stories import Stage

ANYWHERE = "anywhere"
"""No named point: SIGKILL from outside, at a random moment."""
POINTS = (
    "sender.after_send",
    ANYWHERE,
    "turn.before_commit",
    "turn.after_commit",
    "sender.claimed",
    "turn.before_answer",
    "sender.before_send",
    "sender.after_mark",
)
SETTLES = 60.0


def kills_wanted(usual: int) -> int:
    """YIZHAN_TEST_KILLS asks for another number, for a night."""
    return int(os.environ.get("YIZHAN_TEST_KILLS", usual))


@dataclass
class Killer:
    """Ends the process at the points in turn, and starts it again."""

    serve: Serve
    stage: Stage
    patience: Patience
    figures: Figures
    points: Sequence[str] = POINTS
    leases: Books | None = None
    """PostgreSQL may have several senders: what a dead one held is free when its lease has ended, so each
    life begins two minutes later by the clock of these books."""
    ahead: timedelta = timedelta()
    chance: random.Random = field(default_factory=lambda: random.Random(9))

    async def run(self) -> None:
        for number, point in zip(range(self.stage.kills), cycle(self.points), strict=False):
            await self._life(point, (number + 1) / (self.stage.kills + 1))
        await self._begin()
        assert await self.serve.up(), self.serve.said()
        self.patience.renew()
        self.stage.opened = 1.0

    async def _life(self, point: str, opened: float) -> None:
        named = point != ANYWHERE
        await self._begin(f"{point}:{self.chance.randint(2, 8)}" if named else "")
        if self.chance.random() < 0.5:
            self.stage.opened = opened  # people write although nobody is there
        if await self.serve.up():
            self.stage.opened = opened
            self.patience.renew()
            if named and not await self.serve.dies(within=6.0):
                point = ANYWHERE
            if self.serve.alive:
                await asyncio.sleep(self.chance.random() if not named else 0)
                await self.serve.kill()
        self.figures.kills[point] += 1
        self.patience.renew()

    async def _begin(self, fault: str = "") -> None:
        if self.leases:
            self.ahead += timedelta(minutes=2)
            await self.leases.set_clock(datetime.now(UTC) + self.ahead)
        await self.serve.begin(fault)


async def play(killer: Killer, *people: asyncio.Task[None]) -> None:
    """The whole run. Whoever hears nothing, or hears something wrong, ends it."""
    killing = asyncio.create_task(killer.run())
    everything = {killing, *people}
    try:
        done, _ = await asyncio.wait(everything, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    except BaseException:
        print(killer.serve.said())
        raise
    finally:
        for task in everything:
            task.cancel()
        for task in everything:
            with suppress(BaseException):
                await task


async def settle(books: Books, ahead: timedelta = timedelta()) -> None:
    """Wait until nothing is on its way any more; the clock of the process may be ahead of ours."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + SETTLES
    while left := await books.unsettled(datetime.now(UTC) + ahead):
        assert loop.time() < ends, f"it does not settle: {left}"
        await asyncio.sleep(0.2)
    await asyncio.sleep(1.5)  # for a poll that confirms the last messages


def database_url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/data/yizhan.db"
