"""What runs beside the Turns: sender, kept messages, receive loops. What fails is logged and begun again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot import logs

log = logs.get("workers")

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_WELL_AGAIN = 30.0


@dataclass(slots=True)
class _Worker:
    run: Callable[[], Awaitable[None]]
    may_end: bool
    task: asyncio.Task[None] | None = None
    failed_at: float | None = None


class Workers:
    """Named loops that live as long as the app."""

    def __init__(self, runs: Mapping[str, Callable[[], Awaitable[None]]]) -> None:
        self._workers = {name: _Worker(run, may_end=False) for name, run in runs.items()}

    def add(self, name: str, run: Callable[[], Awaitable[None]], *, may_end: bool = False) -> None:
        """`may_end` for loops that have nothing to do and return, like channels that are called."""
        self._workers[name] = _Worker(run, may_end)

    def start(self) -> None:
        for name, worker in self._workers.items():
            worker.task = asyncio.create_task(self._keep_going(name, worker), name=name)

    async def stop(self, patience: float, *names: str) -> None:
        """Cancel these (all when none is named) and wait for them, but not for ever."""
        chosen = [self._workers[name] for name in names] if names else self._workers.values()
        tasks = [worker.task for worker in chosen if worker.task]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=patience)

    def ailing(self) -> list[str]:
        """Names of those that do not run, or failed a moment ago."""
        now = time.monotonic()
        return [
            name
            for name, worker in self._workers.items()
            if (worker.failed_at is not None and now - worker.failed_at < _WELL_AGAIN)
            or ((worker.task is None or worker.task.done()) and not worker.may_end)
        ]

    async def _keep_going(self, name: str, worker: _Worker) -> None:
        pause = _FIRST_PAUSE
        while True:
            began = time.monotonic()
            try:
                await worker.run()
            except Exception as error:
                log.error("worker.failed", worker=name, exc_info=error)
            else:
                if worker.may_end:
                    return
                log.error("worker.ended", worker=name)
            worker.failed_at = time.monotonic()
            pause = _FIRST_PAUSE if worker.failed_at - began > _WELL_AGAIN else min(pause * 2, _LONGEST_PAUSE)
            await asyncio.sleep(pause)
