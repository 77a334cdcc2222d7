"""One at a time, first come first served, for each key; the silent leave nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class InOrder:
    """A queue for each key, as long as somebody stands in it."""

    def __init__(self) -> None:
        self._queues: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    def __len__(self) -> int:
        return len(self._queues)

    @asynccontextmanager
    async def __call__(self, key: Hashable) -> AsyncIterator[None]:
        queue, standing = self._queues.get(key) or (asyncio.Lock(), 0)
        self._queues[key] = (queue, standing + 1)
        try:
            async with queue:
                yield
        finally:
            standing = self._queues[key][1] - 1
            if standing:
                self._queues[key] = (queue, standing)
            else:
                del self._queues[key]
