"""The ledger: its schema, that it is whole, keeps what it is given, and opens with this key ring."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import start
from bot.doctor.finding import Finding, finding
from bot.settings import Settings
from storage import backlog
from storage.db import Database
from storage.keyring import FILE, KeyRingError, load_ring
from storage.models import Inbox, Person, use_vault
from storage.schema import schema
from storage.vault import SealBroken, Vault


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """What can be seen without opening it for use."""
    start.check_file(settings)
    path = start.database_file(settings)
    if path and path.exists():
        yield finding("intact", "ok")
    found = await schema(settings.database_url)
    if found.current is None:
        yield finding("schema", "warn")
    elif found.whole:
        yield finding("schema", "ok", head=found.head)
    else:
        yield finding("schema", "fail", found=found.current, head=found.head)


async def examine_open(settings: Settings, db: Database, now: datetime) -> AsyncIterator[Finding]:
    """What only an open ledger shows."""
    async with db.unit() as session:
        await backlog.touch(session, now)
        yield await _durable(session, sqlite=db.sqlite)
    yield finding("ledger", "ok", kind="SQLite" if db.sqlite else "PostgreSQL")
    async with db.reading() as session:
        yield await _key_ring(session, settings)


async def _durable(session: AsyncSession, *, sqlite: bool) -> Finding:
    async def value(statement: str) -> str:
        return str((await session.execute(text(statement))).scalar_one()).lower()

    if sqlite:
        mode, level = await value("PRAGMA journal_mode"), await value("PRAGMA synchronous")
        good, how, kind = mode == "wal" and level >= "2", f"journal_mode={mode} synchronous={level}", "sqlite"
    else:
        commit, disk = await value("SHOW synchronous_commit"), await value("SHOW fsync")
        good, how, kind = (
            commit != "off" and disk == "on",
            f"synchronous_commit={commit} fsync={disk}",
            "postgres",
        )
    return finding("durable", "ok", how=how) if good else finding("durable", "fail", kind, how=how)


async def _key_ring(session: AsyncSession, settings: Settings) -> Finding:
    """Open the newest sealed row there is."""
    if not await start.holds_sealed(session) and not (settings.data_dir / FILE).exists():
        return finding("keyring", "note")
    try:
        vault = Vault(load_ring(settings.data_dir, must_exist=True))
        use_vault(vault)
        person = (await session.exec(select(Person).order_by(col(Person.id).desc()).limit(1))).first()
        heard = select(Inbox.id, Inbox.raw).where(Inbox.raw != b"")  # what was erased is empty
        raw = (await session.exec(heard.order_by(col(Inbox.id).desc()).limit(1))).first()
        if person:
            person.private()
        if raw:
            vault.open(f"inbox.raw:{raw[0]}", raw[1])
    except (KeyRingError, SealBroken) as error:
        return finding("keyring", "fail", reason=error)
    return finding("keyring", "ok" if person or raw else "note")
