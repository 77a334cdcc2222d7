"""The writing connection of a SQLite file, run straight in the event loop.

A statement takes SQLite 10-30 us; handing it to a thread and back costs more than that, so an ordinary
synchronous connection serves the async session. Only COMMIT, which waits for the disk, goes to a thread.
"""

from __future__ import annotations

import sqlite3
from typing import Any

SYNCHRONOUS = "FULL"
"""What was acknowledged survives a power cut. Only the bench turns it off, to tell what that costs."""


class Rows(sqlite3.Cursor):
    """A cursor that the async session may ask to be done with."""

    async def _async_soft_close(self) -> None:
        """Nothing: its rows are read at once, in the same breath."""


class Ours(sqlite3.Connection):
    """Units (storage/writer.py), not SQLAlchemy, begin and end transactions on this connection."""

    def cursor(self, factory: Any = Rows) -> Any:
        return super().cursor(factory)

    def commit(self) -> None:
        """Nothing."""

    def rollback(self) -> None:
        """Nothing."""


def connect(path: str) -> sqlite3.Connection:
    """No implicit transactions, durable commits, never waiting in the loop."""
    raw = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=0, cached_statements=512, factory=Ours
    )
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA cache_size=-32000")
    return raw
