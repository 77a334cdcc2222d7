"""The ledger on PostgreSQL when its server goes away, comes back or must choose between two units."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from storage.db import Database, LedgerDown, Session, is_outage, worth_repeating
from storage.models import Counter
from tests.ledger import names
from tests.postgres import Cluster, Server

pytestmark = pytest.mark.postgres


@pytest.fixture
async def db(postgres_url: str, ring: None) -> AsyncIterator[Database]:
    database = Database(postgres_url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def cluster(postgres: Server) -> Cluster:
    """A server of our own that may be stopped."""
    if postgres.cluster is None:
        pytest.skip("a server that is not ours is not to be stopped")
    return postgres.cluster


async def add(session: Session, name: str) -> None:
    session.add(Counter(name=name, value=0))
    await session.flush()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL])
async def test_restart_in_the_middle_of_a_unit(db: Database, cluster: Cluster, how: signal.Signals) -> None:
    async def interrupted() -> None:
        async with db.unit() as session:
            await add(session, "half")
            await asyncio.to_thread(cluster.restart, how)
            await add(session, "other half")

    with pytest.raises(DBAPIError) as caught:
        await interrupted()
    assert is_outage(caught.value) and worth_repeating(caught.value)
    async with db.unit() as session:
        await add(session, "whole")
    assert await names(db) == {"whole"}


async def test_gone_and_back(db: Database, cluster: Cluster) -> None:
    async with db.unit() as session:
        await add(session, "before")
    await asyncio.to_thread(cluster.stop)
    for _ in range(2):
        with pytest.raises(LedgerDown):
            async with db.unit() as session:
                await add(session, "lost")
        with pytest.raises(LedgerDown):
            await names(db)
    await asyncio.to_thread(cluster.start)
    async with db.unit() as session:
        await add(session, "after")
    assert await names(db) == {"before", "after"}


async def test_idle_connections_that_were_ended_are_replaced(db: Database, postgres: Server) -> None:
    async with db.unit() as session:
        await add(session, "before")
        backend = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    await asyncio.to_thread(postgres.sql, f"SELECT pg_terminate_backend({backend})")
    async with db.unit() as session:
        await add(session, "after")
    assert await names(db) == {"before", "after"}


async def test_of_two_crossing_units_one_is_worth_repeating(db: Database) -> None:
    async with db.unit() as session:
        await add(session, "a")
        await add(session, "b")
    met = asyncio.Barrier(2)

    async def lock(*order: str) -> None:
        async with db.unit() as session:
            for name in order:
                await session.exec(select(Counter).where(Counter.name == name).with_for_update())
                if name == order[0]:
                    await met.wait()

    done = await asyncio.gather(lock("a", "b"), lock("b", "a"), return_exceptions=True)
    failed = [outcome for outcome in done if outcome is not None]
    assert len(failed) == 1 and worth_repeating(failed[0])


async def test_a_server_that_only_reads_is_an_outage(db: Database) -> None:
    async def refused() -> None:
        async with db.unit() as session:
            await session.execute(text("SET TRANSACTION READ ONLY"))
            await add(session, "refused")

    with pytest.raises(DBAPIError, match="read-only") as caught:
        await refused()
    assert is_outage(caught.value)


async def test_more_units_than_connections_wait_their_turn(db: Database) -> None:
    async def one(n: int) -> None:
        async with db.unit() as session:
            await add(session, str(n))

    await asyncio.gather(*(one(n) for n in range(100)))
    assert len(await names(db)) == 100
