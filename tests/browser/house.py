"""The whole house behind the phones page: the real app on a ledger of its own, workers and clock running."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app import App, build_app
from bot.clock import Clock
from storage.county import found_county
from storage.db import Database
from tests.browser.serving import Served
from tests.town import FIVE, TownSettings

EVENING = FIVE + timedelta(hours=14, minutes=30)


class House(Served):
    """`with House(url, folder) as house:` then `house.url` is the page; `house.app` lives in its loop.

    The big invented county, founded on a Saturday evening; from then on its clock runs like a real one.
    """

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(self._open)
        self._ledger = url
        self._folder = folder
        self.app: App

    async def _open(self) -> web.Application:
        asked: dict[str, Any] = {"env": "test", "data_dir": self._folder, "database_url": self._ledger}
        db = Database(self._ledger)
        await db.open()
        async with db.unit() as session:
            await found_county(session, EVENING)
        clock = Clock(EVENING - datetime.now(UTC), movable=True)
        self.app = await build_app(TownSettings(**asked), db=db, clock=clock)
        await self.app.start()
        self.app.web.on_cleanup.append(self._close)
        return self.app.web

    async def _close(self, _web: web.Application) -> None:
        await self.app.stop()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Somebody else holds the ledger: nothing can be written to it meanwhile."""
        other = sqlite3.connect(self._ledger.partition("///")[2], isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            yield
        finally:
            other.close()
