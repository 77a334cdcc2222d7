"""The house while it lives: everything that build_app put together, begun and ended in order."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot import travel
from bot.channels.base import Channel
from bot.clock import Clock
from bot.fetching import Fetcher
from bot.kept import KeptWorker
from bot.metrics import Metrics
from bot.sending.sender import Sender
from bot.settings import Settings
from bot.turn import Turns
from bot.workers import Workers
from scheduler.clock import Ticker
from storage.db import Database

PATIENCE = 6.0
"""Seconds; with what closes before and after it, a stop is over within ten."""


@dataclass(slots=True)
class App:
    """Everything that lives as long as the process."""

    settings: Settings
    db: Database
    clock: Clock
    metrics: Metrics
    channels: dict[tuple[str, str], Channel]
    turns: Turns
    sender: Sender
    kept: KeptWorker
    fetcher: Fetcher
    ticker: Ticker
    web: web.Application
    workers: Workers
    stopping: bool = False

    async def start(self) -> None:
        """Let everything run that no request asks for."""
        self.workers.start()
        self.ticker.start()

    async def settle(self) -> None:
        """Take in nothing more and finish what is in hand; the rest stays in the ledger."""
        self.stopping = True
        await self.workers.stop(1.0, *map(listener, self.channels.values()))
        ends = asyncio.gather(self.ticker.stop(), self.workers.stop(PATIENCE), return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ends, PATIENCE)

    async def stop(self) -> None:
        if not self.stopping:
            await self.settle()
        for channel in self.channels.values():
            await channel.close()
        await self.db.close()

    async def move_clock(self, to: datetime | None) -> None:
        """For the phones page, the terminal and the chats."""
        await travel.live_until(to, self.clock, self.ticker, self.sender, self.db)


def listener(channel: Channel) -> str:
    return f"{channel.name}:{channel.account}"
