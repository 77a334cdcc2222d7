"""What a sender that died held: freed when it can be known, in doubt only where nobody can know."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot.channels.base import Abilities
from bot.sending.sender import Sender
from storage import outbox_queue, presence
from storage.db import Database
from tests.sending import ACCOUNT, Network, Post


@pytest.fixture
def post(db: Database) -> Post:
    return Post(db)


LOST = [
    ("alert", True, "unknown"),
    ("alert", False, "sent"),
    ("reply", True, "sent"),
    ("safety", True, "sent"),
]


async def die_sending(post: Post, *, left: bool) -> None:
    """A sender claims what is due and ends: `left`, with the network already asked."""
    async with post.db.unit() as session:
        rows = await outbox_queue.claim(session, *ACCOUNT, worker="dead/1", most=5, now=post.now())
        assert rows
        for row in rows:
            assert not left or await outbox_queue.leaving(session, row, post.now())


@pytest.mark.parametrize(("sort", "left", "then"), LOST)
async def test_a_dead_senders_row_is_freed_when_its_lease_ends(
    post: Post, sort: str, left: bool, then: str
) -> None:
    zhang = await post.person()
    row = await post.lay(zhang, "一", sort)
    await die_sending(post, left=left)
    sender = post.sender()
    post.now.on(seconds=59)
    assert await sender.drain() == 0
    post.now.on(seconds=2)
    await sender.drain()
    freed = await post.row(row)
    assert (freed.status, freed.tries) == (then, 1 if sort == "alert" else 2)


@pytest.mark.parametrize(("sort", "left", "then"), LOST)
async def test_a_lone_sender_waits_for_no_lease_of_the_dead(
    post: Post, sort: str, left: bool, then: str
) -> None:
    zhang = await post.person()
    row = await post.lay(zhang, "一", sort)
    await die_sending(post, left=left)
    channels = {ACCOUNT: post.network}
    lone = Sender(post.db, channels, post.now, post.metrics, "a", alone=True)
    await lone.drain()
    assert (await post.row(row)).status == then
    await post.lay(zhang, "二")
    async with post.db.unit() as session:
        assert await outbox_queue.claim(session, *ACCOUNT, worker="a/1", most=5, now=post.now())
    assert await lone.drain() == 0, "only what lay there before it began"


async def test_a_push_that_hangs_leaves_few_in_doubt_and_places_for_answers(post: Post) -> None:
    post.network.slow = lambda to: 30.0
    for number in range(16):
        await post.lay(await post.person(f"p{number}"), "早", "alert")
    sender = post.sender()
    await sender._round()
    for _ in range(3):
        await asyncio.sleep(0.05)
        await sender._round()
    assert len(post.network.writing) == 8
    for number in range(4):
        await post.lay(await post.person(f"q{number}"), "好", "reply")
    await sender._round()
    await asyncio.sleep(0.05)
    assert sorted(post.network.writing[8:]) == ["q0", "q1", "q2", "q3"]
    for flight in sender._flights.values():
        assert flight.task
        flight.task.cancel()
    await asyncio.sleep(0)


class Killed(BaseException):
    """As far as a test can die."""


@pytest.mark.parametrize(("where", "unknown"), [("sender.claimed", 0), ("sender.before_send", 2)])
async def test_a_kill_leaves_in_doubt_only_what_was_leaving(
    post: Post, monkeypatch: pytest.MonkeyPatch, where: str, unknown: int
) -> None:
    """Eight alerts are claimed, the pace lets two of them go: the others never left, and that is known."""
    post.network.abilities = Abilities(per_second=2)
    rows = [await post.lay(await post.person(f"p{number}"), "早", "alert") for number in range(16)]
    reached = asyncio.Event()

    def die(name: str) -> None:
        if name == where:
            reached.set()
            raise Killed

    for module in ("sender", "flight"):
        monkeypatch.setattr(f"bot.sending.{module}.point", die)
    dying = asyncio.create_task(post.sender()._round())
    await asyncio.wait({dying})
    await asyncio.wait_for(reached.wait(), 5)
    await asyncio.sleep(0.1)
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    monkeypatch.undo()
    post.now.on(seconds=61)
    post.network.abilities = Abilities(per_second=1000)
    await post.sender("next").drain()
    ended = Counter([(await post.row(row)).status for row in rows])
    assert ended == Counter(sent=16 - unknown) + Counter(unknown=unknown)
    assert len(set(post.network.delivered)) == len(post.network.delivered) == 16 - unknown


@pytest.fixture
async def pg_post(postgres_url: str, ring: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Post]:
    """On PostgreSQL, where senders look at each other every moment and wait two seconds only."""
    monkeypatch.setattr("bot.sending.sender.SWEEP", 0.05)
    monkeypatch.setattr(presence, "BEAT", 0.05)
    monkeypatch.setattr(presence, "GRACE", 2.0)
    db = Database(postgres_url)
    await db.open()
    yield Post(db)
    await db.close()


@asynccontextmanager
async def running(sender: Sender) -> AsyncIterator[None]:
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


@asynccontextmanager
async def alive(db: Database, run: str) -> AsyncIterator[None]:
    """Another sender that holds its lock."""
    other = presence.Presence(db, run)
    here = asyncio.create_task(other.keep())
    try:
        while other._connection is None:  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0.05)
        yield
    finally:
        here.cancel()
        await asyncio.wait({here})


@pytest.mark.postgres
async def test_who_has_lost_its_connection_for_good_is_dead_before_its_lease_ends(pg_post: Post) -> None:
    zhang, li = await pg_post.person("zhang"), await pg_post.person("li")
    rows = [await pg_post.lay(zhang, "一"), await pg_post.lay(li, "二", "alert")]
    async with pg_post.db.unit() as session:
        taken = await outbox_queue.claim(session, *ACCOUNT, worker="b/0000aa/1", most=5, now=pg_post.now())
    assert len(taken) == 2
    async with running(pg_post.sender()):
        async with alive(pg_post.db, "0000aa"):
            await asyncio.sleep(3)
            assert pg_post.network.texts() == [], "it lives"
        for _ in range(100):
            if len(pg_post.network.delivered) == 2:
                break
            await asyncio.sleep(0.1)
    assert sorted(pg_post.network.texts()) == ["一", "二"]
    assert [(await pg_post.row(row)).status for row in rows] == ["sent", "sent"]


@pytest.mark.postgres
async def test_a_broken_connection_alone_is_no_death(pg_post: Post) -> None:
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2")
    zhang = await pg_post.person()
    await pg_post.lay(zhang, "一")
    async with pg_post.db.unit() as session:
        assert await outbox_queue.claim(session, *ACCOUNT, worker="b/0000aa/1", most=5, now=pg_post.now())
    async with alive(pg_post.db, "0000aa"), running(pg_post.sender()):
        for _ in range(8):
            await asyncio.sleep(0.5)
            async with pg_post.db.reading() as session:
                await session.execute(cut)
    assert pg_post.network.texts() == []


@pytest.mark.postgres
async def test_who_cannot_hold_its_lock_is_not_taken_for_dead_while_it_sends(pg_post: Post) -> None:
    """PostgreSQL may have a connection for the work and none more for the lock."""
    await pg_post.lay(await pg_post.person(), "一")
    pg_post.network.slow = lambda to: 5.0
    elsewhere = Network()
    sending = asyncio.create_task(pg_post.sender("x").drain())  # without run(), which holds the lock
    await pg_post.network.began.wait()
    async with running(pg_post.sender("y", elsewhere)):
        await asyncio.wait({sending}, timeout=20)
    assert (pg_post.network.texts(), elsewhere.texts()) == (["一"], [])
