"""Slots: which are due, whatever was missed, wherever the clock jumps, in whatever zone the host lives."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from sqlmodel import select

from scheduler.clock import Ticker
from scheduler.routine import Daily, Every, Routine, slots
from scheduler.timetable import TIMETABLE
from storage import tunables
from storage.db import Database, Session
from storage.models import Counter, Tick
from storage.rules.calendar import SHANGHAI
from tests.sending import Hands

Missed = Literal["latest", "all", "skip"]


async def nothing(session: Session, now: datetime, after: str) -> None:
    del session, now, after


def at(clock: str, day: int = 23) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day} {clock}").replace(tzinfo=SHANGHAI)


def daily(if_missed: Missed, hours: float = 3.5) -> Routine:
    return Routine("r", Daily("06:30"), nothing, if_missed, timedelta(hours=hours))


def hourly(if_missed: Missed, hours: float = 24) -> Routine:
    return Routine("r", Every(minutes=60), nothing, if_missed, timedelta(hours=hours))


def clocks(found: Sequence[datetime]) -> list[str]:
    return [f"{one.astimezone(SHANGHAI):%d %H:%M}" for one in found]


@pytest.mark.parametrize(
    ("routine", "last", "now", "due"),
    [
        (daily("latest"), at("06:30", 22), at("06:29:59"), []),
        (daily("latest"), at("06:30", 22), at("06:30"), ["23 06:30"]),
        (daily("latest"), at("06:30"), at("06:31"), []),
        (daily("latest"), at("06:30", 22), at("10:00"), ["23 06:30"]),
        (daily("latest"), at("06:30", 22), at("10:00:01"), []),
        (daily("latest", 999), at("06:30", 20), at("12:00"), ["23 06:30"]),
        (daily("all", 999), at("06:30", 20), at("12:00"), ["21 06:30", "22 06:30", "23 06:30"]),
        (daily("all", 30), at("06:30", 20), at("12:00"), ["22 06:30", "23 06:30"]),
        (daily("skip"), at("06:30", 22), at("06:30:40"), ["23 06:30"]),
        (daily("skip"), at("06:30", 22), at("06:31:01"), []),
        (daily("latest"), None, at("06:31"), []),
        (hourly("latest"), at("01:00"), at("05:10"), ["23 05:00"]),
        (hourly("all"), at("01:00"), at("04:10"), ["23 02:00", "23 03:00", "23 04:00"]),
        (hourly("all", 1.5), at("01:00"), at("04:10"), ["23 03:00", "23 04:00"]),
    ],
)
def test_which_slots_are_due(routine: Routine, last: datetime | None, now: datetime, due: list[str]) -> None:
    assert clocks(slots(routine, last, now)) == due


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_the_hosts_zone_moves_no_slot(zone: str) -> None:
    code = (
        "from datetime import datetime, UTC; from scheduler.routine import Daily, Every\n"
        "now = datetime(2026, 11, 23, 3, tzinfo=UTC)\n"
        "print(Daily('06:30').latest(now).isoformat(), Every(minutes=10).latest(now).isoformat())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "TZ": zone},
        check=True,
    )
    assert done.stdout.split() == ["2026-11-22T22:30:00+00:00", "2026-11-23T03:00:00+00:00"]


def test_the_timetable_reads_like_one() -> None:
    told = {routine.name: (str(routine.when), routine.if_missed) for routine in TIMETABLE}
    assert told["morning_alerts"] == ("daily 06:30", "latest")
    assert told["case_deadlines"] == ("every 1 min", "latest")
    assert len(told) == len(TIMETABLE)


async def count(session: Session, name: str) -> None:
    session.add(Counter(name=name, value=1))
    await session.flush()


def counting(name: str, when: Daily | Every, if_missed: Missed = "all", hours: float = 999) -> Routine:
    """A routine that fails when it runs twice for one moment: the counter's name is a key."""

    async def run(session: Session, now: datetime, after: str) -> None:
        del now, after
        runs = await tunables.get(session, name, 0)
        await tunables.put(session, name, runs + 1)

    return Routine(name, when, run, if_missed, timedelta(hours=hours))


async def runs_of(db: Database, name: str) -> int:
    async with db.reading() as session:
        found: int = await tunables.get(session, name, 0)
        return found


async def test_a_new_installation_replays_no_history(db: Database) -> None:
    now = Hands(at("07:00").astimezone(UTC))
    table = [counting("r", Daily("06:30"))]
    assert await Ticker(db, now, "a", table=table).tick() == 0
    now.on(hours=23)
    assert await Ticker(db, now, "a", table=table).tick() == 0
    now.on(hours=1)
    assert await Ticker(db, now, "b", table=table).tick() == 1
    assert await Ticker(db, now, "a", table=table).tick() == 0


async def test_six_tickers_run_each_slot_once(db: Database) -> None:
    now = Hands(at("07:00").astimezone(UTC))
    table = [counting("minute", Every(minutes=1)), counting("five", Every(minutes=5))]
    others = [Database(db.url.render_as_string(hide_password=False)) for _ in range(2)]
    try:
        for other in others:
            await other.open()
        tickers = [Ticker((db, *others)[n % 3], now, f"n{n}", table=table) for n in range(6)]
        await tickers[0].tick()
        ran = 0
        for step in (1, 1, 7, 30, 1):
            now.on(minutes=step)
            ran += sum(await asyncio.gather(*(ticker.tick() for ticker in tickers)))
    finally:
        for other in others:
            await other.close()
    assert ran == 40 + 8
    assert (await runs_of(db, "minute"), await runs_of(db, "five")) == (40, 8)


async def test_a_clock_set_back_repeats_nothing_and_stops_nothing(db: Database) -> None:
    now = Hands(at("07:00:30").astimezone(UTC))
    ticker = Ticker(db, now, "a", table=[counting("r", Every(minutes=10))])
    await ticker.tick()
    now.on(minutes=60)
    assert await ticker.tick() == 6
    now.on(minutes=-60)
    for _ in range(7):
        assert await ticker.tick() == 0
        now.on(minutes=10)
    assert await ticker.tick() == 1
    now.on(days=30)
    await ticker.tick()
    now.on(days=-30, minutes=10)
    assert await ticker.tick() == 1


async def test_a_routine_that_fails_takes_back_its_slot_and_is_tried_again(db: Database) -> None:
    troubles = [ValueError("broken"), ValueError("still")]

    async def run(session: Session, now: datetime, after: str) -> None:
        del now, after
        await count(session, "half")
        if troubles:
            raise troubles.pop()

    now, outcomes = Hands(at("06:29").astimezone(UTC)), []
    table = [
        Routine("r", Daily("06:30"), run, "latest", timedelta(minutes=2)),
        counting("other", Every(minutes=1)),
    ]
    ticker = Ticker(db, now, "a", table=table, ran=lambda name, outcome: outcomes.append((name, outcome)))
    await ticker.tick()
    now.on(minutes=1)
    assert await ticker.tick() == 1
    async with db.reading() as session:
        assert (await session.exec(select(Counter.name))).all() == []
        taken = (await session.exec(select(Tick.outcome).where(Tick.routine == "r"))).all()
    assert list(taken) == ["skipped"]
    assert outcomes == [("r", "failed"), ("other", "done")]
    now.on(seconds=20)
    await ticker.tick()
    now.on(seconds=20)
    assert await ticker.tick() == 1
    async with db.reading() as session:
        assert (await session.exec(select(Counter.name))).all() == ["half"]


async def test_after_its_deadline_a_failing_routine_is_left(db: Database) -> None:
    tried = []

    async def run(session: Session, now: datetime, after: str) -> None:
        del session, after
        tried.append(now)
        raise ValueError("broken")

    now = Hands(at("06:29").astimezone(UTC))
    ticker = Ticker(db, now, "a", table=[Routine("r", Daily("06:30"), run, "latest", timedelta(minutes=2))])
    for _ in range(6):
        await ticker.tick()
        now.on(minutes=1)
    assert len(tried) == 3


async def test_it_beats_by_itself_and_stops_after_the_running_routine(db: Database) -> None:
    began, finished = asyncio.Event(), []

    async def run(session: Session, now: datetime, after: str) -> None:
        del session, now, after
        began.set()
        await asyncio.sleep(0.1)
        finished.append(True)

    now = Hands(at("06:29").astimezone(UTC))
    table = [Routine("r", Daily("06:30"), run, "latest", timedelta(hours=1))]
    spoken: list[bool] = []
    ticker = Ticker(db, now, "a", table=table)
    ticker.spoke = lambda: spoken.append(True)
    await ticker.tick()
    now.on(minutes=2)
    ticker.start()
    await asyncio.wait_for(began.wait(), 5)
    await ticker.stop()
    assert finished == [True] and spoken == []
    assert await ticker.tick() == 0


async def test_fault_points_lie_inside_and_after_the_commit(db: Database) -> None:
    now = Hands(at("06:29").astimezone(UTC))
    passed: list[str] = []
    ticker = Ticker(db, now, "a", table=[counting("r", Daily("06:30"))], point=passed.append)
    await ticker.tick()
    now.on(minutes=1)
    await ticker.tick()
    assert passed == ["tick.inside", "tick.after_commit"]
