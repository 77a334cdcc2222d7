"""The database: one idiom for both kinds.

    async with db.unit() as session:      # one transaction; on disk when the block is left
        ...
    async with db.reading() as session:   # reads that may take long, beside the writer

On PostgreSQL a unit is a transaction of its own. On SQLite units run one after another on one writing
connection, each between SAVEPOINT and RELEASE; when nobody waits (or 256 have gathered) one COMMIT makes them
all durable, and only then do their blocks return. Inside a unit nothing is awaited but the database.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.writer import LedgerDown, Session, Writer, family

__all__ = ["Database", "LedgerDown", "Session", "is_outage", "worth_repeating"]

RETRY_STATES = {"40001", "40P01", "57P01", "57P02", "57P03", "08000", "08003", "08006"}
# PostgreSQL: connection, resources, operator, system; and a server that only reads.
OUTAGE_CLASSES, READ_ONLY = {"08", "53", "57", "58"}, "25006"
OUTAGE_CODES = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}


class Database:
    """The ledger's connection. `open()` before use, `close()` at the end."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._writer: Writer | None = None
        self._reader: AsyncEngine | None = None

    async def open(self) -> None:
        if self.sqlite:
            path = self.url.database or ""
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._writer = Writer(path)
            await self._writer.open()
            self._reader = create_async_engine(self.url, poolclass=NullPool, hide_parameters=True)
            event.listen(self._reader.sync_engine, "connect", _reader_pragmas)
        else:
            self._reader = create_async_engine(
                self.url,
                pool_size=16,
                max_overflow=16,
                pool_pre_ping=True,
                pool_timeout=5,
                hide_parameters=True,
            )

    async def close(self) -> None:
        if self._writer:
            await self._writer.close()
        if self._reader:
            await self._reader.dispose()
        self._writer = self._reader = None

    @property
    def engine(self) -> AsyncEngine:
        if self._reader is None:
            raise RuntimeError("Database.open() was not awaited.")
        return self._reader

    def unit(self) -> AbstractAsyncContextManager[Session]:
        """One transaction: all of it is durable when the block is left, or none of it happened."""
        return self._writer.unit() if self._writer else self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Session]:
        async with Session(self.engine, expire_on_commit=False) as session, session.begin():
            await _reach(session)
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A session that only reads, never in the writer's way. What it loads is detached at the end."""
        async with Session(self.engine, expire_on_commit=False) as session:
            await _reach(session)
            yield session


async def _reach(session: Session) -> None:
    """Connect now: what fails here is the ledger, what fails later may be anything."""
    try:
        await session.connection()
    except Exception as error:
        cause = getattr(error, "orig", None) or error
        # PostgreSQL's words may name host and user; SQLite's tell what is wrong with the file.
        raise LedgerDown(str(cause) if isinstance(cause, sqlite3.Error) else type(cause).__name__) from error


def worth_repeating(error: BaseException) -> bool:
    """Whether a whole unit may simply be done again: a deadlock, a lost race, a restarted server."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in RETRY_STATES


def is_outage(error: BaseException) -> bool:
    """Whether the ledger itself failed (gone, full, locked, read-only), not what was asked of it."""
    if isinstance(error, LedgerDown) or worth_repeating(error):
        return True
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return family(cause) in OUTAGE_CODES
    state = getattr(cause, "sqlstate", None) or ""
    return state[:2] in OUTAGE_CLASSES or state == READ_ONLY


def _reader_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()
