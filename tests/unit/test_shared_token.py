"""The access token of an account is one for all processes, and lies sealed in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.shared_token import SharedToken
from storage.db import Database
from storage.models import AccountFact

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
TOKEN = "99_" + "k" * 130


async def test_what_one_process_keeps_another_finds(db: Database) -> None:
    ours, theirs = SharedToken(db, "wechat", "wx1"), SharedToken(db, "wechat", "wx1")
    assert await ours.load() is None
    await ours.save(TOKEN, NOW)
    await ours.save(TOKEN + "2", NOW + timedelta(hours=2))
    assert await theirs.load() == (TOKEN + "2", NOW + timedelta(hours=2))
    assert await SharedToken(db, "wechat", "wx2").load() is None
    assert await SharedToken(db, "wecom", "wx1").load() is None


async def test_it_lies_sealed(db: Database) -> None:
    await SharedToken(db, "wechat", "wx1").save(TOKEN, NOW)
    async with db.reading() as session:
        (sealed,) = (await session.execute(select(AccountFact.sealed))).scalars().all()  # type: ignore[call-overload]  # SQLModel's columns look like values
    assert sealed and TOKEN.encode() not in sealed
