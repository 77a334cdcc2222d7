"""A token bucket: how fast one account may send."""

import asyncio
import time


class Bucket:
    """`rate` messages a second, and one second's worth at once after a silence."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._most = max(1.0, rate)
        self._tokens = self._most
        self._at = time.monotonic()

    async def take(self) -> None:
        """Wait for a place; first come, first served."""
        now = time.monotonic()
        self._tokens = min(self._most, self._tokens + (now - self._at) * self.rate)
        self._at = now
        self._tokens -= 1
        if self._tokens < 0:
            await asyncio.sleep(-self._tokens / self.rate)
