"""A Bot API on loopback, a recorder in the place of the Turn, and channels between them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.channels.base import Answer, Inbound, NotKept
from bot.channels.telegram import Pace, TelegramChannel
from bot.settings import Settings
from tests.channels.telegram.people import Person
from tests.channels.telegram.server import BotApi

NOW = datetime(2026, 1, 1, 7, tzinfo=UTC)
QUICK = Pace(first=0.01, longest=0.04, poll=1, slow=0.05, grace=1.0)


@dataclass
class Ledger:
    """Keeps what a Turn would keep: every message once. It can be away, and slow for some people."""

    kept: list[Inbound] = field(default_factory=list)
    asked: list[Inbound] = field(default_factory=list)
    away: bool = False
    away_for: set[str] = field(default_factory=set)
    slow_for: dict[str, asyncio.Event] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        return [inbound.text for inbound in self.kept]

    async def take(self, inbound: Inbound) -> Answer:
        self.asked.append(inbound)
        if inbound.sender in self.slow_for:
            await self.slow_for[inbound.sender].wait()
        if self.away or inbound.sender in self.away_for:
            raise NotKept("LedgerDown")
        repeated = inbound.message_id in {one.message_id for one in self.kept}
        if not repeated:
            self.kept.append(inbound)
        return Answer((), repeated)


class Make(Protocol):
    def __call__(self, **settings: Any) -> TelegramChannel: ...


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def zhang(api: BotApi) -> Person:
    return Person(api, 1001, "张三")


@pytest.fixture
def zhou(api: BotApi) -> Person:
    return Person(api, 1002, "老周")


@pytest.fixture
async def make(
    api: BotApi, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Make]:
    monkeypatch.chdir(tmp_path)
    made: list[TelegramChannel] = []

    def channel(**settings: Any) -> TelegramChannel:
        given = {"env": "test", "telegram_token": api.token, "telegram_api_base": api.base, **settings}
        made.append(TelegramChannel(Settings(**given), ledger.take, now=lambda: NOW, pace=QUICK, timeout=2))
        return made[-1]

    yield channel
    await asyncio.gather(*(one.close() for one in made))


@pytest.fixture
def channel(make: Make) -> TelegramChannel:
    return make()


Listening = Callable[[TelegramChannel], Awaitable["asyncio.Task[None]"]]


@pytest.fixture
async def listening(api: BotApi) -> AsyncIterator[Listening]:
    """Starts a channel's listen() and ends it after the test."""
    tasks: list[asyncio.Task[None]] = []

    async def start(channel: TelegramChannel) -> asyncio.Task[None]:
        tasks.append(asyncio.create_task(channel.listen()))
        await api.until(lambda: api.received("getUpdates") or tasks[-1].done())
        if tasks[-1].done():
            tasks[-1].result()
        return tasks[-1]

    yield start
    for task in tasks:
        await end(task)


async def end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await task
