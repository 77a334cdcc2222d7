"""The unit of work on SQLite: one commit for many, and a file that is locked, full or read-only."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import writer as ledger
from storage.db import Database, LedgerDown, is_outage
from storage.models import Counter
from tests.ledger import child, names, put

HOLDS_THE_LOCK = """
import sqlite3, sys, time
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


@asynccontextmanager
async def pulse() -> AsyncIterator[list[float]]:
    """How long the event loop was away, at worst."""
    gaps = [0.0]

    async def beat() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.01)
            gaps.append(time.monotonic() - began - 0.01)

    task = asyncio.create_task(beat())
    yield gaps
    task.cancel()


@pytest.mark.parametrize("steps", range(6))
async def test_whoever_gives_up_waiting_leaves_nobody_hanging(sqlite: Database, steps: int) -> None:
    """A unit may count on the next in line to commit for it; that one may be cancelled at any step."""
    may_leave = asyncio.Event()

    async def first() -> None:
        async with sqlite.unit() as session:
            session.add(Counter(name="first", value=0))
            await may_leave.wait()

    one, two = asyncio.create_task(first()), asyncio.create_task(put(sqlite, "second"))
    await asyncio.sleep(0)
    may_leave.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    two.cancel()
    await asyncio.wait_for(one, 5)
    with contextlib.suppress(asyncio.CancelledError):
        await two
    await put(sqlite, "third")
    assert {"first", "third"} <= await names(sqlite)


async def test_cancelled_while_committing(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """COMMIT runs on in its thread, so nobody may begin before it is through."""
    real = asyncio.to_thread

    async def slowly(*call: object) -> object:
        await asyncio.sleep(0.05)
        return await real(*call)  # type: ignore[arg-type]  # whatever the ledger calls

    monkeypatch.setattr(asyncio, "to_thread", slowly)
    tasks = []
    for n in range(20):
        tasks.append(asyncio.create_task(put(sqlite, f"{n}")))
        await asyncio.sleep(0.01)
        if n % 2:
            tasks[-1].cancel()
    done = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
    assert {f"{n}" for n, outcome in enumerate(done) if outcome is None} <= await names(sqlite)
    assert all(outcome is None or isinstance(outcome, asyncio.CancelledError) for outcome in done)
    await put(sqlite, "after")


async def test_a_failed_commit_fails_the_whole_group_and_later_units_work(sqlite: Database) -> None:
    together = asyncio.Event()

    async def breaks_a_promise() -> None:
        async with sqlite.unit() as session:
            await together.wait()  # until the others stand in line: they share this unit's commit
            await session.execute(text("PRAGMA defer_foreign_keys=ON"))
            await session.execute(
                text("INSERT INTO area (code, name, parent, level) VALUES (1, 'x', 2, 'town')")
            )

    units = [asyncio.create_task(one) for one in (breaks_a_promise(), put(sqlite, "a"), put(sqlite, "b"))]
    await asyncio.sleep(0)
    together.set()
    done = await asyncio.gather(*units, return_exceptions=True)
    assert [type(outcome) for outcome in done] == [LedgerDown] * 3
    assert await names(sqlite) == set()
    await put(sqlite, "after")
    assert await names(sqlite) == {"after"}


async def test_durable_settings(sqlite: Database) -> None:
    async with sqlite.unit() as session:
        found = [
            (await session.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]


async def test_reading_is_never_in_the_way_and_cannot_write(sqlite: Database) -> None:
    await put(sqlite, "before")
    async with sqlite.unit() as session:
        session.add(Counter(name="open", value=0))
        await session.flush()
        assert await asyncio.wait_for(names(sqlite), 1) == {"before"}
    async with sqlite.reading() as session:
        with pytest.raises(DBAPIError, match="readonly"):
            await session.execute(text("DELETE FROM counter"))


async def test_locked_by_another_process(
    sqlite: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sqlite_url.removeprefix("sqlite+aiosqlite:///")
    monkeypatch.setattr(ledger, "BUSY_PATIENCE", 0.4)
    with child(HOLDS_THE_LOCK, path) as holder:
        assert holder.stdout and holder.stdin
        await asyncio.to_thread(holder.stdout.readline)
        async with pulse() as gaps:
            with pytest.raises(LedgerDown):
                await put(sqlite, "refused")
            assert max(gaps) < 0.2
            waiting = asyncio.create_task(put(sqlite, "patient"))
            await asyncio.sleep(0.1)
            holder.stdin.write("\n")
            holder.stdin.flush()
            await waiting
    assert await names(sqlite) == {"patient"}


async def test_disk_full_leaves_nothing_half_written_and_heals(sqlite: Database) -> None:
    await put(sqlite, "before")

    async def limit(pages: int) -> None:
        async with sqlite.unit() as session:
            await session.execute(text(f"PRAGMA max_page_count={pages}"))

    async def fill(name: str) -> None:
        async with sqlite.unit() as session:
            session.add(Counter(name=name, value=1))
            await session.flush()
            session.add_all([Counter(name=f"{name}{n:01000}", value=n) for n in range(2000)])

    await limit(1)
    done = await asyncio.gather(*(fill(f"big{n}") for n in range(3)), return_exceptions=True)
    assert all(isinstance(outcome, Exception) and is_outage(outcome) for outcome in done), done
    assert await names(sqlite) == {"before"}
    await limit(1_000_000)
    await put(sqlite, "after")
    assert await names(sqlite) == {"before", "after"}


async def test_read_only_ledger_is_an_outage(sqlite: Database) -> None:
    async with sqlite.unit() as session:
        await session.execute(text("PRAGMA query_only=ON"))
    with pytest.raises(LedgerDown):
        await put(sqlite, "refused")
