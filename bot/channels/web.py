"""The browser as a channel: the phones page. What is sent lies in the ledger; pages read it from there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.channels.base import Abilities, Channel, Words
from storage.ids import new_id


class WebChannel(Channel):
    """A bubble is delivered the moment its outbox row is marked sent; open pages are only nudged."""

    name = "web"
    account = "phones"
    abilities = Abilities(buttons=True, answers_in_response=True, text_limit=20_000, per_second=1000)

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Future[None], frozenset[str]] = {}
        self._news: set[str] = set()

    async def send(self, to: str, words: Words, key: str) -> str:
        del words, key
        # The row is marked just after this returns; pages look again after a breath, and poll besides.
        asyncio.get_running_loop().call_later(0.05, self.nudge, to)
        return str(new_id())

    def nudge(self, who: str) -> None:
        """Wake the pages that show this person."""
        self._news.add(who)
        for future, wanted in list(self._waiting.items()):
            if who in wanted and not future.done():
                future.set_result(None)

    async def wait(self, who: Iterable[str], timeout: float) -> set[str]:
        """Who of these had news while we waited; empty after the timeout."""
        wanted = frozenset(who)
        self._news -= wanted
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[future] = wanted
        try:
            await asyncio.wait({future}, timeout=timeout)
        finally:
            del self._waiting[future]
        return set(wanted & self._news)
