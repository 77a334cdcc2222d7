"""The schema's way forward: numbered migrations, all in one transaction, after a copy of what was there.

There is no way back but the copy. To make one: change the models, then `python -m bot migrate --draft "why"`
and read what it wrote.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

FOLDER = Path(__file__).with_name("migrations")
_ONE_AT_A_TIME = 7_905_114  # PostgreSQL's advisory lock: any number that only we take


class SchemaNewer(Exception):
    """The database was written by a newer release than this one. Start that release again, or put back
    the copy of the database that was made before it first ran."""

    def __init__(self, found: str) -> None:
        says = " ".join((type(self).__doc__ or "").split())
        super().__init__(f"{says} (database: {found}, this release: {head()})")


class SchemaBroken(Exception):
    """After migrating, rows would point at nothing, so nothing was changed. Keep the copy and report this."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Where a database stands; `current` is None when it is empty."""

    current: str | None
    head: str

    @property
    def whole(self) -> bool:
        return self.current == self.head


@dataclass(frozen=True, slots=True)
class Migrated:
    """What `migrate` did: from where to where, and the copy it made before."""

    before: str | None
    after: str
    copy: Path | None = None


def head() -> str:
    """The newest migration of this release."""
    found = ScriptDirectory(str(FOLDER)).get_current_head()
    assert found is not None, "storage/migrations/versions is empty"
    return found


async def schema(url: str) -> Schema:
    """Where the database stands; never changes it, and makes no file. Raises SchemaNewer."""
    path = _sqlite_path(url)
    if path and not path.exists():
        return Schema(None, head())
    async with _transaction(url, write=False) as connection:
        return Schema(await connection.run_sync(_current), head())


async def migrate(url: str, copies: Path, now: datetime) -> Migrated:
    """Bring the database to this release's schema, all or nothing. Raises SchemaNewer."""
    before = await schema(url)
    if before.whole:
        return Migrated(before.current, before.head)
    path = _sqlite_path(url)
    copy = None
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    if path and before.current:
        stamp = f"{path.stem}-{before.current}-{now:%Y%m%dT%H%M%SZ}{path.suffix}"
        copy = await asyncio.to_thread(_copy, path, copies / stamp)
    async with _transaction(url, write=True) as connection:
        await connection.run_sync(_upgrade)
    return Migrated(before.current, before.head, copy)


async def draft(why: str) -> Path:
    """Write the next migration: what the models have and the migrations have not."""

    def write(connection: Connection) -> Any:
        _upgrade(connection)
        number = f"{int(head()) + 1:04}"
        return command.revision(_config(connection), why, autogenerate=True, rev_id=number)

    with tempfile.TemporaryDirectory() as folder:
        async with _transaction(f"sqlite+aiosqlite:///{folder}/draft.db", write=True) as connection:
            script = await connection.run_sync(write)
    return Path(script.path)


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _current(connection: Connection) -> str | None:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaNewer(found)
    return found


def _upgrade(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
    command.upgrade(_config(connection), "head")
    if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise SchemaBroken(SchemaBroken.__doc__)


@asynccontextmanager
async def _transaction(url: str, *, write: bool) -> AsyncIterator[AsyncConnection]:
    """One transaction on a connection of its own, ended before this returns.

    Foreign keys stay unchecked on SQLite meanwhile: a table changes by being copied and the old one dropped.
    """
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        begin = "BEGIN IMMEDIATE" if write else "BEGIN"
        event.listen(engine.sync_engine, "connect", _no_implicit_transactions)
        event.listen(engine.sync_engine, "begin", _begins(begin))
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


def _no_implicit_transactions(connection: Any, _record: Any) -> None:
    connection.isolation_level = None


def _begins(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin


def _sqlite_path(url: str) -> Path | None:
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def _copy(path: Path, target: Path) -> Path:
    """An online copy: whole even while others write. It gets its name only when it is whole."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    os.replace(part, target)
    return target
