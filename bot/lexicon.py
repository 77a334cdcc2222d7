"""What staff taught, laid over the lexicon in every process: at its start, behind a Turn that taught."""

from __future__ import annotations

import asyncio

from bot import logs
from handlers.reading import plain
from storage import teaching
from storage.db import Database
from storage.lexicon import trades

log = logs.get("lexicon")

PAUSE = 20.0
"""Seconds until a name counts that another process, or an operator, taught."""


class Lexicon:
    """Knows which version of the taught names this process reads with."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._version: int | None = None

    async def refresh(self) -> None:
        async with self._db.reading() as session:
            version = await teaching.version(session)
            if version == self._version:
                return
            names = await teaching.names(session)
        trades.lay_over(names)
        plain.forget()
        self._version = version
        log.info("lexicon.taught", names=len(names), version=version)

    async def run(self) -> None:
        while True:
            await self.refresh()
            await asyncio.sleep(PAUSE)
