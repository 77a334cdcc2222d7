"""One run at a time of what many want at once: they all get what it brings, or its failure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """Waiting in line instead, each would meet the same dead network after the other."""

    def __init__(self) -> None:
        self._run: asyncio.Task[T] | None = None

    async def do(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Who waits may be cancelled without ending it for the others."""
        if self._run is None:
            self._run = asyncio.create_task(work())
            self._run.add_done_callback(self._over)
        return await asyncio.shield(self._run)

    def _over(self, run: asyncio.Task[T]) -> None:
        self._run = None
        if not run.cancelled():
            run.exception()  # looked at, so that nobody warns when all who waited have gone
