"""What must be right before anything runs: schema, key ring, database. And in plain words, why it is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.alone import InUse
from bot.operator import tell
from bot.settings import Settings
from storage.db import Database, LedgerDown, is_outage
from storage.keyring import KeyRingError, load_ring
from storage.models import Dialogue, Inbox, Person, use_vault
from storage.schema import Schema, SchemaBroken, SchemaNewer, schema, sqlite_path
from storage.vault import Vault

if TYPE_CHECKING:
    from storage.migrate import Migrated

_SMALL = 64 * 1024 * 1024  # a file this big is read through in a fraction of a second


class SchemaBehind(Exception):
    """The database waits for `python -m bot migrate`; production never migrates by itself."""

    def __init__(self, found: Schema) -> None:
        super().__init__(f"{found.current} -> {found.head}")
        self.found = found


def database_file(settings: Settings) -> Path | None:
    """The SQLite file; None on PostgreSQL."""
    return sqlite_path(settings.database_url)


def copies(settings: Settings) -> Path:
    """Where the copies made before a migration lie."""
    return settings.data_dir / "backups"


async def make_current(settings: Settings, now: datetime) -> Migrated | None:
    """Migrate, if there is need; in production refuse instead. Raises SchemaBehind, SchemaNewer."""
    check_file(settings)
    found = await schema(settings.database_url)
    if found.whole:
        return None
    if settings.env == "production":
        raise SchemaBehind(found)
    from storage.migrate import migrate  # late: Alembic takes a third of a second, few starts need it

    return await migrate(settings.database_url, copies(settings), now)


def check_file(settings: Settings) -> None:
    """A damaged file is refused before anything is written into it."""
    path = database_file(settings)
    if path is None or not path.exists() or path.stat().st_size > _SMALL:
        return
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
        found = file.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(f"malformed: {found}")


async def open_ledger(settings: Settings) -> Database:
    """The database, opened, and the vault that opens its sealed rows."""
    db = Database(settings.database_url)
    await db.open()
    try:
        async with db.reading() as session:
            needed = await holds_sealed(session)
        use_vault(Vault(load_ring(settings.data_dir, must_exist=needed)))
    except BaseException:
        await db.close()
        raise
    return db


async def holds_sealed(session: AsyncSession) -> bool:
    """Whether there is anything that a new key ring could not open."""
    for row in (Inbox.id, Person.id, Dialogue.address_id):
        if (await session.exec(select(row).limit(1))).first() is not None:
            return True
    return False


def why_not(error: BaseException, settings: Settings) -> str | None:
    """One line for the operator: what is wrong, what to do. None for a mistake of ours: it needs a trace."""
    path = database_file(settings)
    if isinstance(error, InUse):
        return tell("start.alone", path=error.path, pid=error.pid)
    if isinstance(error, SchemaBehind):
        return tell("start.behind", found=error.found.current or "-", head=error.found.head)
    if isinstance(error, (KeyRingError, SchemaBroken, SchemaNewer)):
        return str(error)
    reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    if path and _is_damage(reason):
        return tell("start.damaged", path=path, copies=copies(settings))
    if path and (isinstance(error, (sqlite3.Error, LedgerDown, OSError)) or is_outage(error)):
        return tell("start.unwritable", path=path, reason=reason)
    if not path and isinstance(error, LedgerDown):
        return tell("start.postgres", reason=error)
    if not path and (
        isinstance(error, OSError) or is_outage(error) or type(error).__module__.startswith("asyncpg")
    ):
        return tell("start.postgres", reason=type(getattr(error, "orig", None) or error).__name__)
    return None


def _is_damage(reason: str) -> bool:
    return any(sign in reason for sign in ("malformed", "not a database", "disk image"))
