"""Where a database's schema stands. Without Alembic: most starts only need to see that all is well."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

FOLDER = Path(__file__).with_name("migrations")


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


def numbers() -> list[str]:
    """The migrations of this release, 0001 and up; each file's name begins with its number."""
    return sorted(file.name[:4] for file in (FOLDER / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def head() -> str:
    return numbers()[-1]


async def schema(url: str) -> Schema:
    """Where the database stands; never changes it, and makes no file. Raises SchemaNewer."""
    path = sqlite_path(url)
    if path and not path.exists():
        return Schema(None, head())
    async with transaction(url, write=False) as connection:
        return Schema(await connection.run_sync(_current), head())


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite database; None on PostgreSQL."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found not in numbers():
        raise SchemaNewer(found)
    return found


@asynccontextmanager
async def transaction(url: str, *, write: bool) -> AsyncIterator[AsyncConnection]:
    """One transaction on a connection of its own, ended before this returns.

    Foreign keys stay unchecked on SQLite meanwhile: a table changes by being copied and the old one dropped.
    """
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _no_implicit_transactions)
        event.listen(engine.sync_engine, "begin", _begins("BEGIN IMMEDIATE" if write else "BEGIN"))
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
