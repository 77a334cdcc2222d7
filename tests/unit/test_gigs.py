"""Gigs as their employers change them: published or held back, enough, more, fewer; who is told, and once."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from storage import applications, employers, gig_news, gigs, people
from storage.applications import Outcome
from storage.db import Database
from storage.gigs import NewGig
from storage.models import Employer, Gig, Outbox
from tests.sending import NOON, Post, Town

DAY = NOON.date()


@pytest.fixture
async def town(db: Database) -> Town:
    town = Town(Post(db))
    await town.build()
    return town


async def sign_up(town: Town, gig: Gig, person_id: int) -> Outcome:
    async with town.post.db.unit() as session:
        return await applications.apply(session, gig.id, person_id, NOON)


async def now_is(town: Town, gig: Gig) -> Gig:
    async with town.post.db.reading() as session:
        return await session.get_one(Gig, gig.id)


async def hands(town: Town, *names: str) -> list[int]:
    return [(await town.worker(name, "瓷砖工")).person_id for name in names]


@pytest.mark.parametrize(
    ("trusted", "doubt", "status"),
    [(True, "", "open"), (True, "35岁以下", "review"), (False, "", "review")],
)
async def test_what_is_published_at_once(town: Town, trusted: bool, doubt: str, status: str) -> None:
    gig = await town.gig("瓷砖工")
    async with town.post.db.unit() as session:
        employer = await session.get_one(Employer, gig.employer_id)
        employer.trusted = trusted
        new = NewGig(
            "瓷砖工", "桥头", DAY, NOON, NOON + timedelta(hours=4), 10_000, "day", "day", 2,
            contact="13000000001", doubt=doubt,
        )  # fmt: skip
        posted = await gigs.publish(session, employer, town.station, new, NOON)
        assert (posted.status, posted.opened_at is not None) == (status, status == "open")
        assert (posted.contact, posted.private().get("doubt", "")) == ("13000000001", doubt)
        assert [one.id for one in await gigs.waiting_review(session)] == [posted.id] * (status == "review")


async def test_enough_is_enough_until_somebody_leaves(town: Town) -> None:
    gig = await town.gig("瓷砖工", at="15:00", heads=5)
    one, two, three = await hands(town, "a", "b", "c")
    assert await sign_up(town, gig, one) is await sign_up(town, gig, two) is Outcome.CONFIRMED
    async with town.post.db.unit() as session:
        held = await gigs.lock(session, gig.id)
        assert held
        await gigs.fill(session, held, NOON)
    assert ((await now_is(town, gig)).status, (await now_is(town, gig)).heads) == ("full", 2)
    assert await sign_up(town, gig, three) is Outcome.FULL
    async with town.post.db.unit() as session:
        assert await applications.cancel(session, gig.id, one, NOON)
    assert await sign_up(town, gig, three) is Outcome.CONFIRMED
    assert (await now_is(town, gig)).status == "full"


async def test_enough_without_anybody_lets_nobody_in(town: Town) -> None:
    gig = await town.gig("瓷砖工", at="15:00")
    (one,) = await hands(town, "a")
    async with town.post.db.unit() as session:
        await gigs.fill(session, await session.get_one(Gig, gig.id), NOON)
    assert await sign_up(town, gig, one) is Outcome.FULL


@pytest.mark.parametrize(
    ("wanted", "heads", "status"), [(0, 2, "full"), (1, 2, "full"), (2, 2, "full"), (3, 3, "open")]
)
async def test_never_fewer_than_have_signed_up(town: Town, wanted: int, heads: int, status: str) -> None:
    gig = await town.gig("瓷砖工", at="15:00", heads=5)
    for person_id in await hands(town, "a", "b"):
        await sign_up(town, gig, person_id)
    async with town.post.db.unit() as session:
        held = await gigs.lock(session, gig.id)
        assert held and await gigs.resize(session, held, wanted, NOON) == heads
    assert (await now_is(town, gig)).status == status


async def test_enough_while_others_sign_up(town: Town) -> None:
    """In whatever order they come through: as many as signed up are wanted, and nobody comes after."""
    gig = await town.gig("瓷砖工", at="15:00", heads=5)

    async def enough() -> None:
        async with town.post.db.unit() as session:
            held = await gigs.lock(session, gig.id)
            assert held
            if held.status == "open":
                await gigs.fill(session, held, NOON)

    people_ = await hands(town, *"abcdefg")
    coming = [sign_up(town, gig, person_id) for person_id in people_]
    outcomes = await asyncio.gather(*coming[:3], enough(), *coming[3:])
    came = outcomes.count(Outcome.CONFIRMED)
    left = await now_is(town, gig)
    assert left.status == "full"
    assert left.heads == (came or 5)
    assert came + outcomes.count(Outcome.FULL) == len(people_)


async def test_everybody_it_suits_is_told_once(town: Town) -> None:
    """But who has promised to work elsewhere at that time."""
    gig = await town.gig("瓷砖工", at="15:00")
    other = await town.gig("瓷砖工", at="16:00")
    free, busy = await hands(town, "free", "busy")
    await sign_up(town, other, busy)
    for _ in range(2):
        async with town.post.db.unit() as session:
            assert await gig_news.spread(session, await session.get_one(Gig, gig.id), NOON) == 1
    async with town.post.db.reading() as session:
        rows = (await session.exec(select(Outbox).where(Outbox.kind == "gig_alert"))).all()
        address = await people.address_of(session, free)
    assert address and [row.address_id for row in rows] == [address.id]
    assert rows[0].not_after == gig.starts_at


@pytest.mark.parametrize(
    ("at", "days", "late"), [("15:00", 0, True), ("15:00", 1, False), ("06:30", 1, True), ("06:45", 1, False)]
)
async def test_whom_the_morning_reaches_too_late(town: Town, at: str, days: int, late: bool) -> None:
    gig = await town.gig("瓷砖工", at=at, day=DAY + timedelta(days=days))
    assert gig_news.too_late_for_morning(gig, NOON) is late


@pytest.mark.parametrize(
    ("kind", "code", "may"),
    [
        ("household", None, True),
        ("farm", None, True),
        ("shop", None, False),
        ("company", "91441400MAD00T0189", True),
        ("agency", "91441400MAD00T0189", False),
    ],
)
def test_who_may_be_trusted(kind: str, code: str | None, may: bool) -> None:
    employer = Employer(person_id=1, name="周记", kind=kind, code=code, created_at=NOON)
    assert employers.may_be_trusted(employer) is may
