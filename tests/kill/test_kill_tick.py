"""kill -9 during a routine: the morning alert reaches everybody, and nobody twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from scheduler.timetable import TIMETABLE
from storage import people
from storage.models import Gig, Outbox, Person, Tick, WorkerTrade
from storage.rules.calendar import SHANGHAI
from tests.channels.telegram.people import Person as OnTelegram
from tests.kill.books import Books, Figures, compare_telegram, open_books
from tests.kill.child import PATIENCE, Serve
from tests.kill.conftest import County, Report
from tests.kill.killing import database_url, settle
from tests.kill.outside import Outside

pytestmark = [pytest.mark.kill, pytest.mark.slow]

TRADE = "瓷砖工"
WORKERS = range(6001, 6061)
HEADLINE = "今日零工"


@pytest.fixture
def serve(county: County, outside: Outside) -> Serve:
    serve = Serve(county.folder, {})
    serve.add(outside.settings(serve.port, webhook=False))
    return serve


async def gather_workers(books: Books, outside: Outside) -> datetime:
    """Workers on Telegram for a gig of tomorrow; the moment at which they will be told of it."""
    now = datetime.now(UTC)
    async with books.writing() as session:
        gig = (await session.exec(select(Gig).where(Gig.trade == TRADE, Gig.status == "open"))).one()
        for number in WORKERS:
            OnTelegram(outside, number, f"瓷砖工{number}")
            address = await people.welcome(session, "telegram", outside.token.split(":")[0], f"{number}", now)
            person = await session.get_one(Person, address.person_id)
            person.is_worker = True
            session.add(person)
            session.add(WorkerTrade(person_id=person.id, trade=TRADE))
        gig.heads = 100
        session.add(gig)
        return datetime.combine(gig.day, time(6, 30), SHANGHAI)


async def begin_before(serve: Serve, books: Books, morning: datetime) -> None:
    """The timetable begins the night before; then it is half past six."""
    await books.set_clock(morning - timedelta(minutes=20))
    await serve.start()
    # Stopped before the first look of its clock, the timetable would begin after the slot.
    while not await begun(books):  # noqa: ASYNC110  # another process tells nobody
        await asyncio.sleep(0.1)
    assert (await serve.stop())[0] == 0
    await books.set_clock(morning + timedelta(seconds=5))


async def begun(books: Books) -> bool:
    async with books.reading() as session:
        return {tick.routine for tick in await session.exec(select(Tick))} >= {one.name for one in TIMETABLE}


async def alerts(books: Books) -> Counter[str]:
    async with books.reading() as session:
        rows = (await session.exec(select(Outbox).where(Outbox.kind == "gig_alert"))).all()
    return Counter(row.status for row in rows)


def heard(outside: Outside) -> Counter[int]:
    return Counter(bubble.chat for bubble in outside.delivered if HEADLINE in bubble.text)


async def test_a_routine_killed_inside_and_between_its_parts_is_done_once(
    serve: Serve, outside: Outside, report: Report
) -> None:
    """Each life adds the parts it ended; the last one does what is left, and nothing again."""
    laid = []
    async with open_books(database_url(serve.folder), serve.folder / "data") as books:
        morning = await gather_workers(books, outside)
        try:
            await begin_before(serve, books, morning)
            figures = Figures()
            for point in ("tick.inside", "tick.inside:3", "tick.after_commit"):
                await serve.begin(point)
                assert await serve.dies(within=PATIENCE), serve.said()
                figures.kills[point.partition(":")[0]] += 1
                laid.append((await alerts(books)).total())
            await serve.start()
            await settle(books, morning - datetime.now(UTC))
            assert (await serve.stop())[0] == 0
        finally:
            await serve.close()
        ended = await alerts(books)
        # A part and its place are one commit.
        assert 0 == laid[0] < laid[1] < laid[2] < ended.total(), f"{laid}, {ended}\n{serve.said(40_000)}"
        await compare_telegram(books, outside, serve.died, figures)
        # Alerts leave while others are still made, so a kill may meet them too.
        check(heard(outside), ended, figures)
    report(figures.table("The morning alert, killed while it was prepared"))


def check(got: Counter[int], ended: Counter[str], figures: Figures) -> None:
    """Nobody twice, and nobody left out but where an alert ended in doubt."""
    assert set(got.values()) == {1}, "somebody was told twice"
    assert ended["sent"] + ended["unknown"] >= len(WORKERS) and len(got) >= len(WORKERS) - figures.unknown


async def test_an_alert_killed_while_it_is_sent_reaches_nobody_twice(
    serve: Serve, outside: Outside, report: Report
) -> None:
    """An alert that may or may not have left is not sent again: it ends as `unknown`, and is counted."""
    async with open_books(database_url(serve.folder), serve.folder / "data") as books:
        morning = await gather_workers(books, outside)
        try:
            await begin_before(serve, books, morning)
            figures = Figures()
            for point in ("sender.after_send:4", "sender.after_mark:3", "sender.before_send:2"):
                await serve.begin(point)
                assert await serve.dies(within=PATIENCE), serve.said()
                figures.kills[point.partition(":")[0]] += 1
            await serve.start()
            await settle(books, morning - datetime.now(UTC))
            assert (await serve.stop())[0] == 0
        finally:
            await serve.close()
        await compare_telegram(books, outside, serve.died, figures)
        check(heard(outside), await alerts(books), figures)
        assert figures.unknown, "the kills met no alert"
    report(figures.table("The morning alert, killed while it was sent"))
