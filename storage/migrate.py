"""The schema's way forward: numbered migrations, all in one transaction, after a copy of what was there.

There is no way back but the copy. To make one: change the models, then `python -m bot migrate --draft "why"`
and read what it wrote.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.schema import FOLDER, SchemaBroken, head, schema, sqlite_path, transaction

_ONE_AT_A_TIME = 7_905_114  # PostgreSQL's advisory lock: any number that only we take


@dataclass(frozen=True, slots=True)
class Migrated:
    """What `migrate` did: from where to where, and the copy it made before."""

    before: str | None
    after: str
    copy: Path | None = None


async def migrate(url: str, copies: Path, now: datetime) -> Migrated:
    """Bring the database to this release's schema, all or nothing. Raises SchemaNewer."""
    before = await schema(url)
    if before.whole:
        return Migrated(before.current, before.head)
    path = sqlite_path(url)
    copy = None
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    if path and before.current:
        stamp = f"{path.stem}-{before.current}-{now:%Y%m%dT%H%M%SZ}{path.suffix}"
        copy = await asyncio.to_thread(_copy, path, copies / stamp)
    async with transaction(url, write=True) as connection:
        await connection.run_sync(_upgrade)
    return Migrated(before.current, before.head, copy)


async def draft(why: str) -> Path:
    """Write the next migration: what the models have and the migrations have not."""

    def write(connection: Connection) -> Any:
        _upgrade(connection)
        number = f"{int(head()) + 1:04}"
        return command.revision(_config(connection), why, autogenerate=True, rev_id=number)

    with tempfile.TemporaryDirectory() as folder:
        async with transaction(f"sqlite+aiosqlite:///{folder}/draft.db", write=True) as connection:
            script = await connection.run_sync(write)
    return Path(script.path)


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _upgrade(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
    command.upgrade(_config(connection), "head")
    if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise SchemaBroken(SchemaBroken.__doc__)


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
