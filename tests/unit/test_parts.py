"""Routines that work in parts: other people's Turns between them, nothing twice, nothing lost by a kill."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from scheduler import morning_alerts
from scheduler.clock import Ticker
from scheduler.routine import Daily, Every, Routine
from storage.db import Database, Session
from storage.models import Address, Outbox, Tick
from storage.models import Counter as Number
from tests.sending import Hands, Post, Town
from tests.unit.test_timetable import at, count

PARTS = 5


class Work:
    """A routine of five parts; a part that is done twice fails, for its number is a key."""

    def __init__(self) -> None:
        self.fails_at = 0
        self.ran: list[int] = []

    async def run(self, session: Session, now: datetime, after: str) -> str | None:
        del now
        part = int(after or 0) + 1
        self.ran.append(part)
        if part == self.fails_at:
            raise ValueError("broken")
        await count(session, f"part {part}")
        return str(part) if part < PARTS else None

    def table(self, when: Daily | Every | None = None, hours: float = 3.5) -> list[Routine]:
        return [Routine("r", when or Daily("06:30"), self.run, "latest", timedelta(hours=hours))]


class Killed(BaseException):
    """As far as a test can die."""


@pytest.fixture
async def morning(db: Database) -> Hands:
    """Just after half past six; the timetable has begun the night before."""
    now = Hands(at("06:29").astimezone(UTC))
    await Ticker(db, now, "before", table=Work().table()).tick()
    now.on(minutes=2)
    return now


async def done(db: Database) -> list[str]:
    async with db.reading() as session:
        return sorted((await session.exec(select(Number.name))).all())


async def stands(db: Database) -> tuple[str, str | None]:
    """What the last tick says."""
    async with db.reading() as session:
        tick = (await session.exec(select(Tick).order_by(col(Tick.slot).desc()))).first()
    assert tick
    return tick.outcome, tick.cursor


ALL = [f"part {number}" for number in range(1, PARTS + 1)]


@pytest.mark.parametrize(("point", "kept"), [("tick.inside", 2), ("tick.after_commit", 3)])
async def test_after_a_kill_the_next_look_goes_on_where_it_stood(
    db: Database, morning: Hands, point: str, kept: int
) -> None:
    passed: list[str] = []

    def die(name: str) -> None:
        passed.append(name)
        if passed.count(point) == 3:
            raise Killed

    with pytest.raises(Killed):
        await Ticker(db, morning, "dies", table=Work().table(), point=die).tick()
    assert (await done(db), await stands(db)) == (ALL[:kept], ("running", f"{kept}"))
    assert await Ticker(db, morning, "next", table=Work().table()).tick() == 1
    assert (await done(db), await stands(db)) == (ALL, ("done", None))
    assert await Ticker(db, morning, "next", table=Work().table()).tick() == 0


async def test_several_who_look_share_the_parts_and_do_none_twice(db: Database, morning: Hands) -> None:
    other = Database(db.url.render_as_string(hide_password=False))
    await other.open()
    try:
        tickers = [Ticker((db, other)[n % 2], morning, f"n{n}", table=Work().table()) for n in range(4)]
        ended = 0
        for _ in range(PARTS):
            ended += sum(await asyncio.gather(*(ticker.tick() for ticker in tickers)))
    finally:
        await other.close()
    assert (await done(db), ended) == (ALL, 1)


async def test_a_part_that_fails_is_tried_again_alone_and_only_until_the_deadline(
    db: Database, morning: Hands
) -> None:
    work, outcomes = Work(), list[str]()
    work.fails_at = 3
    ticker = Ticker(db, morning, "a", table=work.table(), ran=lambda name, outcome: outcomes.append(outcome))
    assert [await ticker.tick() for _ in range(2)] == [0, 0]
    assert (await done(db), outcomes) == (ALL[:2], ["failed", "failed"])
    morning.on(hours=4)
    work.fails_at = 0
    assert await ticker.tick() == 0 and await done(db) == ALL[:2]
    morning.on(hours=-1)
    assert await ticker.tick() == 1 and await done(db) == ALL


async def test_the_next_slot_makes_up_for_one_that_was_only_begun(db: Database) -> None:
    now, work = Hands(at("07:00:30").astimezone(UTC)), Work()
    ticker = Ticker(db, now, "a", table=work.table(Every(minutes=10)))
    await ticker.tick()
    now.on(minutes=10)
    work.fails_at = 2
    assert await ticker.tick() == 0
    async with db.unit() as session:
        await session.delete(await session.get_one(Number, "part 1"))
    now.on(minutes=10)
    work.fails_at = 0
    assert await ticker.tick() == 1
    now.on(minutes=1)
    assert await ticker.tick() == 0 and await done(db) == ALL
    assert work.ran == [1, 2, *range(1, PARTS + 1)], "what was only begun is not gone on with"


async def test_others_write_between_the_parts(db: Database, morning: Hands) -> None:
    seen = list[int]()

    async def others() -> None:
        while len(await done(db)) < PARTS:
            async with db.unit() as session:
                seen.append(len((await session.exec(select(Number.name))).all()))
            await asyncio.sleep(0)

    writing = asyncio.create_task(others())
    await Ticker(db, morning, "a", table=Work().table()).tick()
    await writing
    assert len(set(seen) - {0, PARTS}) >= 2


async def test_a_stop_waits_for_the_part_and_leaves_the_rest(db: Database, morning: Hands) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    work = Work()

    async def run(session: Session, now: datetime, after: str) -> str | None:
        begun.set()
        await go_on.wait()
        return await work.run(session, now, after)

    ticker = Ticker(db, morning, "a", table=[Routine("r", Daily("06:30"), run, "latest", timedelta(hours=1))])
    ticker.start()
    await asyncio.wait_for(begun.wait(), 5)
    stopping = asyncio.create_task(ticker.stop())
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    assert (await done(db), await stands(db)) == (ALL[:1], ("running", "1"))


async def test_the_morning_is_told_page_by_page_and_nobody_twice(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(morning_alerts, "PAGE", 3)
    town = Town(Post(db))
    await town.build()
    now = town.post.now
    now.to("06:20")
    await town.gig("瓷砖工")
    names = [f"w{number}" for number in range(8)]
    for name in names:
        await town.worker(name, "瓷砖工")
    table = [Routine("morning_alerts", Daily("06:30"), morning_alerts.run, "latest", timedelta(hours=3.5))]
    await Ticker(db, now, "a", table=table).tick()
    now.to("06:30")
    passed = list[str]()

    def die(name: str) -> None:
        passed.append(name)
        if passed.count("tick.inside") == 3:
            raise Killed

    with pytest.raises(Killed):
        await Ticker(db, now, "a", table=table, point=die).tick()
    assert (await told(db)).total() == 6
    assert await Ticker(db, now, "b", table=table).tick() == 1
    assert await told(db) == dict.fromkeys(names, 1)


async def told(db: Database) -> Counter[str]:
    async with db.reading() as session:
        query = select(Address.external).join(Outbox, col(Outbox.address_id) == col(Address.id))
        return Counter((await session.exec(query)).all())
