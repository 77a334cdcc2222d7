"""The unit of work on both databases: all or nothing, and durable when it is left."""

from __future__ import annotations

import asyncio
import signal

import pytest
from sqlalchemy import bindparam, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from storage.db import Database, LedgerDown, is_outage, worth_repeating
from storage.models import Counter
from storage.prepared import Prepared
from tests.ledger import child, names, put

KEEPS_ON_WRITING = """
import asyncio, sys
from storage.db import Database
from storage.models import Counter

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


async def increment(db: Database, name: str = "n") -> None:
    async with db.unit() as session:
        query = select(Counter).where(Counter.name == name).with_for_update()
        counter = (await session.exec(query)).one()
        await asyncio.sleep(0.002)
        counter.value += 1


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
