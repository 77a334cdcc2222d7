"""The unit of work: all or nothing, durable when left, and what happens when the database is in trouble."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from storage import writer as ledger
from storage.db import Database, LedgerDown, is_outage, worth_repeating
from storage.models import Counter
from storage.prepared import Prepared

ROOT = Path(__file__).parent.parent.parent
KEEPS_ON_WRITING = """
import asyncio, sys
from storage.db import Database
from storage.models import Counter
from storage.prepared import Prepared

async def main():
    db = Database(sys.argv[1])
    await db.open()
    async def put(n):
        async with db.unit() as session:
            session.add(Counter(name=str(n), value=n))
        print(n, flush=True)
    for tens in range(10_000):
        await asyncio.gather(*(put(tens * 10 + n) for n in range(10)))

asyncio.run(main())
"""
HOLDS_THE_LOCK = """
import sqlite3, sys, time
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


async def put(db: Database, name: str, value: int = 0) -> None:
    async with db.unit() as session:
        session.add(Counter(name=name, value=value))


async def names(db: Database) -> set[str]:
    async with db.reading() as session:
        return set((await session.exec(select(Counter.name))).all())


async def increment(db: Database, name: str = "n") -> None:
    async with db.unit() as session:
        query = select(Counter).where(Counter.name == name).with_for_update()
        counter = (await session.exec(query)).one()
        await asyncio.sleep(0.002)
        counter.value += 1


@contextmanager
def child(program: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


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


async def test_a_failed_unit_takes_back_itself_and_not_its_neighbours(db: Database) -> None:
    async def one(n: int) -> None:
        async with db.unit() as session:
            session.add(Counter(name=f"{n}", value=n))
            await session.flush()
            if n % 3 == 0:
                raise ValueError(n)

    done = await asyncio.gather(*(one(n) for n in range(30)), return_exceptions=True)
    assert [type(outcome) for outcome in done[:4]] == [ValueError, type(None), type(None), ValueError]
    assert await names(db) == {f"{n}" for n in range(30) if n % 3}


async def test_a_hundred_increments_at_once_lose_none(db: Database) -> None:
    await put(db, "n")
    await asyncio.gather(*(increment(db) for _ in range(100)))
    async with db.reading() as session:
        assert (await session.get_one(Counter, "n")).value == 100


async def test_a_refused_row_fails_alone_and_is_no_outage(db: Database) -> None:
    await put(db, "taken")
    done = await asyncio.gather(put(db, "taken"), put(db, "free"), return_exceptions=True)
    assert isinstance(done[0], IntegrityError) and done[1] is None
    assert not is_outage(done[0]) and not worth_repeating(done[0])
    assert await names(db) == {"taken", "free"}


async def test_prepared_statements_fail_like_any_other(db: Database) -> None:
    again = Prepared(insert(Counter).values(name=bindparam("called"), value=1))
    await put(db, "taken")
    with pytest.raises(IntegrityError) as caught:
        async with db.unit() as session:
            await again.rows(session, called="taken")
    assert not is_outage(caught.value)


async def test_a_cancelled_unit_is_taken_back_and_the_next_works(db: Database) -> None:
    inside = asyncio.Event()

    async def slow() -> None:
        async with db.unit() as session:
            session.add(Counter(name="never", value=0))
            await session.flush()
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await put(db, "after")
    assert await names(db) == {"after"}


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


async def test_a_closed_ledger_says_so(db: Database) -> None:
    await db.close()
    with pytest.raises((LedgerDown, RuntimeError)):
        await put(db, "late")
    await db.open()
    await put(db, "again")
    assert await names(db) == {"again"}


async def test_what_failed_without_the_ledger_is_no_outage(db: Database) -> None:
    """TimeoutError is an OSError: a handler that hangs must not look like a broken disk."""
    for error in (TimeoutError(), FileNotFoundError("a picture"), ValueError("a mistake")):
        with pytest.raises(type(error)) as caught:
            async with db.unit():
                raise error
        assert not is_outage(caught.value)
    with pytest.raises(DBAPIError) as wrong:
        async with db.unit() as session:
            await session.execute(text("SELECT no_such_column FROM counter"))
    assert not is_outage(wrong.value)


@pytest.mark.kill
def test_kill_loses_nothing_that_was_promised(url: str) -> None:
    promised: set[int] = set()
    for _ in range(3):
        with child(
            KEEPS_ON_WRITING.replace("range(10_000)", f"range({len(promised)}, 10_000)"), url
        ) as writer:
            assert writer.stdout
            for line in writer.stdout:
                promised.add(int(line))
                if len(promised) % 200 == 150:
                    writer.send_signal(signal.SIGKILL)
                    break
            promised |= {int(line) for line in writer.stdout if line.endswith("\n")}
    assert {str(n) for n in promised} <= asyncio.run(_found(url))


async def _found(url: str) -> set[str]:
    db = Database(url)
    await db.open()
    try:
        return await names(db)
    finally:
        await db.close()
