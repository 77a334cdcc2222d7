"""The one writing connection of a SQLite file: units in turn, one COMMIT for all who wait (storage/db.py)."""

from __future__ import annotations

import asyncio
import sqlite3
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.ext.asyncio import AsyncSession as PlainSession
from sqlalchemy.pool import StaticPool
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import sqlite_loop

GROUP_LIMIT = 256
BUSY_PATIENCE = 5.0


class Session(AsyncSession):
    """What handlers and routines are given; the name they import."""

    execute = PlainSession.execute  # SQLModel's own warns at every call, and updates need it


class UnitSession(Session):
    """A unit's session on SQLite. Most Turns run prepared statements alone, so the ORM waits to be asked."""

    def __init__(self, raw: sqlite3.Connection, connection: Connection | None) -> None:
        self.raw = raw
        self._info: dict[Any, Any] = {"raw": raw}
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        if "sync_session" in self.__dict__:
            raise AttributeError(name)
        super().__init__(expire_on_commit=False)
        self.sync_session.bind = self._connection
        return getattr(self, name)

    @property
    def info(self) -> dict[Any, Any]:
        return self._info

    def in_transaction(self) -> bool:
        return "sync_session" in self.__dict__ and super().in_transaction()


class LedgerDown(Exception):
    """The ledger could not keep this. Look at disk space, file permissions or the PostgreSQL server.

    It resumes by itself.
    """


def family(error: sqlite3.Error) -> int:
    """SQLITE_IOERR_WRITE and its like belong to SQLITE_IOERR: the low byte tells."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


class Writer:
    """The one writing connection of a SQLite file, and the units that its next COMMIT makes durable."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._group: list[asyncio.Future[None]] = []
        self._committing: asyncio.Task[None] | None = None
        self._raw: sqlite3.Connection | None = None
        self._engine: Engine | None = None
        self._connection: Connection | None = None

    async def open(self) -> None:
        raw = self._raw = sqlite_loop.connect(self._path)
        # A synchronous engine: the async session runs it in a greenlet, and nothing in it ever waits.
        self._engine = create_engine(
            "sqlite://", creator=lambda: raw, poolclass=StaticPool, hide_parameters=True
        )
        self._connection = self._engine.connect()

    async def close(self) -> None:
        async with self._lock:
            if self._connection:
                self._connection.close()
            if self._engine:
                self._engine.dispose()
            if self._raw:
                self._raw.close()
            self._raw = None

    def unit(self) -> Unit:
        return Unit(self)

    async def enter(self) -> None:
        self._waiting += 1
        try:
            await self._lock.acquire()
        except BaseException:
            # The unit before counted on this one to commit for both; somebody has to.
            if self._waiting == 1 and not self._lock.locked():
                self._committing = asyncio.create_task(self._commit_for_others())
            raise
        finally:
            self._waiting -= 1

    def leave(self) -> None:
        """Let the next in, or commit first. Also after a failed unit: its neighbours still wait for it."""
        if self._group and (self._waiting == 0 or len(self._group) >= GROUP_LIMIT):
            # A task of its own holds the lock on: whoever left may be cancelled, COMMIT may not.
            self._committing = asyncio.create_task(self._commit())
        else:
            self._lock.release()

    async def _commit_for_others(self) -> None:
        await self._lock.acquire()
        self.leave()

    async def begin(self, deadline: float) -> UnitSession:
        raw = self._raw
        if raw is None:
            raise LedgerDown("the database is closed")
        while not raw.in_transaction:
            try:
                raw.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.Error as error:
                locked = family(error) == sqlite3.SQLITE_BUSY
                if not locked or asyncio.get_running_loop().time() > deadline:
                    raise LedgerDown(str(error)) from error
            # Another process writes. Waiting here, not in SQLite's busy handler, keeps the loop alive.
            await asyncio.sleep(0.02)
        raw.execute("SAVEPOINT unit")
        return UnitSession(raw, self._connection)

    async def keep(self, session: UnitSession) -> asyncio.Future[None]:
        """This unit belongs to the next COMMIT; the future tells when that is on disk."""
        try:
            if session.in_transaction() and (session.new or session.dirty or session.deleted):
                await session.flush()
            session.raw.execute("RELEASE unit")
        except BaseException as error:
            self.undo(session.raw, error)
            raise
        durable: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._group.append(durable)
        return durable

    def undo(self, raw: sqlite3.Connection, error: BaseException) -> None:
        """Take back this unit alone; where SQLite gave up the transaction (disk full), fail the group."""
        try:
            raw.execute("ROLLBACK TO unit")
            raw.execute("RELEASE unit")
        except sqlite3.Error:
            self._fail_group(raw, error)
        if self._group and not raw.in_transaction:
            self._fail_group(raw, error)
        if not self._group and raw.in_transaction:
            raw.execute("ROLLBACK")

    async def _commit(self) -> None:
        """Make the group durable and tell its units; the lock was handed over by the last of them."""
        raw, group = self._raw, self._group
        try:
            if raw is None:
                raise LedgerDown("the database is closed")
            await asyncio.to_thread(raw.execute, "COMMIT")
            self._group = []
            for durable in group:
                if not durable.done():
                    durable.set_result(None)
        except Exception as error:
            if raw:
                self._fail_group(raw, error)
        finally:
            self._lock.release()

    def _fail_group(self, raw: sqlite3.Connection, error: BaseException) -> None:
        group, self._group = self._group, []
        for durable in group:
            if not durable.done():
                durable.set_exception(LedgerDown(f"{type(error).__name__}: {error}"))
        if raw.in_transaction:
            raw.execute("ROLLBACK")


class Unit:
    """`async with`: from its place among the writer's units until it is on disk."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def __aenter__(self) -> Session:
        deadline = asyncio.get_running_loop().time() + BUSY_PATIENCE
        await self._writer.enter()
        try:
            self._session = await self._writer.begin(deadline)
        except BaseException:
            self._writer.leave()
            raise
        return self._session

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                self._writer.undo(self._session.raw, error)
                return
            durable = await self._writer.keep(self._session)
        finally:
            try:
                if self._session.in_transaction():
                    await self._session.close()
            finally:
                self._writer.leave()
        await durable
