"""A sqlite3 connection that runs in the event loop and answers to aiosqlite's method names.

A statement takes SQLite 10-30 us; handing it to a thread and back costs more than that. Only COMMIT, which
waits for the disk, goes to a thread. SQLAlchemy's aiosqlite dialect takes this through `async_creator_fn`,
so handlers keep an ordinary AsyncSession.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any


SYNCHRONOUS = "FULL"
"""What was acknowledged survives a power cut. Only the bench turns it off, to tell what that costs."""


class LoopCursor:
    """The part of aiosqlite's cursor that the dialect uses."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.arraysize = 1

    async def __aenter__(self) -> LoopCursor:
        return self

    async def __aexit__(
        self,
        kind: type | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cursor.close()

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> LoopCursor:
        self._cursor.execute(sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> LoopCursor:
        self._cursor.executemany(sql, parameters)
        return self

    async def fetchone(self) -> Any:
        return self._cursor.fetchone()

    async def fetchmany(self, size: int = 1) -> list[Any]:
        return self._cursor.fetchmany(size)

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()


class LoopConnection:
    """The part of aiosqlite's connection that the dialect uses. `raw` is for prepared statements."""

    isolation_level: str | None = None

    def __init__(self, raw: sqlite3.Connection) -> None:
        self.raw = raw
        self._connection: sqlite3.Connection | None = raw  # the dialect asks this whether it is still open

    def cursor(self) -> LoopCursor:
        return LoopCursor(self.raw.cursor())

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> LoopCursor:
        return LoopCursor(self.raw.execute(sql, parameters))

    async def create_function(
        self,
        name: str,
        narg: int,
        func: Callable[..., Any],
        deterministic: bool = False,
    ) -> None:
        self.raw.create_function(name, narg, func, deterministic=deterministic)

    async def commit(self) -> None:
        """Nothing: units, not SQLAlchemy, begin and end transactions on the writing connection."""

    async def rollback(self) -> None:
        """Nothing, for the same reason."""

    async def close(self) -> None:
        self._connection = None
        self.raw.close()

    def stop(self) -> None:
        self._connection = None
        self.raw.close()


def connect(path: str) -> sqlite3.Connection:
    """The one writing connection: no implicit transactions, durable commits, never waiting in the loop."""
    raw = sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=False,
        timeout=0,
        cached_statements=512,
    )
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA cache_size=-32000")
    return raw
