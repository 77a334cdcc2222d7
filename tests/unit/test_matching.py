"""Who hears of a gig and what a worker is shown: trade, area, age, wish; best first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import applications, matching, people
from storage.db import Database
from storage.models import Employer, Gig
from tests.sending import NOON, Post, Town

PARENTS = {"c": None, "east": "c", "west": "c", "east.1": "east", "east.2": "east", "d": None}


@pytest.fixture
async def town(db: Database) -> Town:
    town = Town(Post(db))
    await town.build()
    return town


async def audience(town: Town, gig: Gig, **who: int) -> set[str]:
    async with town.post.db.reading() as session:
        found = await matching.audience(session, gig)
    return {name for name, person_id in who.items() if person_id in found}


async def test_the_audience_knows_the_trade_and_lives_near(town: Town) -> None:
    gig = await town.gig("瓷砖工", "east")
    who = {
        "here": (await town.worker("here", "瓷砖工", "木工")).person_id,
        "village": (await town.worker("village", "瓷砖工", area="east.1")).person_id,
        "county": (await town.worker("county", "瓷砖工", area="c")).person_id,
        "anywhere": (await town.worker("anywhere", "瓷砖工", area=None)).person_id,
        "far": (await town.worker("far", "瓷砖工", area="west")).person_id,
        "cook": (await town.worker("cook", "厨师")).person_id,
        "silent": (await town.worker("silent", "瓷砖工", alerts=False)).person_id,
        "no_worker": (await town.post.person("boss", area_code="east")).person_id,
    }
    assert await audience(town, gig, **who) == {"here", "village", "county", "anywhere"}
    assert await audience(town, await town.gig("瓷砖工", None), **who) >= {"far", "here"}


async def test_who_offers_a_gig_is_not_offered_it(town: Town) -> None:
    gig = await town.gig("瓷砖工")
    async with town.post.db.unit() as session:
        boss = (await session.get_one(Employer, gig.employer_id)).person_id
        person = await people.get(session, boss)
        person.is_worker = True
        session.add(person)
        await people.set_trades(session, boss, {"瓷砖工": ""})
    assert await audience(town, gig, boss=boss) == set()


@pytest.mark.parametrize(
    ("born", "trade", "may"),
    [
        (None, "瓷砖工", True),
        (1960, "瓷砖工", True),
        (2007, "瓷砖工", True),
        (2008, "瓷砖工", False),
        (2009, "保洁员", True),
        (2010, "保洁员", False),
        (2010, "没有这个工种", False),
        (2008, "没有这个工种", False),
    ],
)
async def test_age_closes_only_what_the_law_closes(
    town: Town, born: int | None, trade: str, may: bool
) -> None:
    assert matching.may_do(born, trade, date(2026, 11, 23)) is may
    worker = await town.worker("w", trade, birth_year=born)
    gig = await town.gig(trade)
    assert (await audience(town, gig, w=worker.person_id) == {"w"}) is may


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("east", "east", 3),
        ("east", "east.1", 2),
        ("east.1", "c", 2),
        (None, "west", 2),
        ("east.1", "east.2", 1),
        ("east", "west", 1),
        ("east", "d", 0),
    ],
)
def test_nearness_goes_both_ways(one: str | None, other: str | None, near: int) -> None:
    assert matching.nearness(one, other, PARENTS) == near == matching.nearness(other, one, PARENTS)


def test_a_circle_of_areas_ends() -> None:
    assert matching.line("a", {"a": "b", "b": "a"}) == ["a", "b"]


async def test_choices_are_best_first_and_still_to_be_had(town: Town) -> None:
    me = await town.worker("me", "瓷砖工", "保洁员", area="east")
    best = await town.gig("瓷砖工", "east", pay_fen=30000)
    hourly = await town.gig("瓷砖工", "east", pay_fen=3000, pay_unit="hour", at="13:00")
    far = await town.gig("保洁员", "west", pay_fen=90000)
    await town.gig("厨师", "east")
    await town.gig("瓷砖工", "east", status="cancelled")
    await town.gig("瓷砖工", "east", day=NOON.date() + timedelta(days=1))
    full = await town.gig("瓷砖工", "east", heads=1)
    mine = await town.gig("保洁员", "east", at="20:00")
    other = await town.worker("other", "瓷砖工")
    early = datetime(2026, 11, 22, tzinfo=UTC)
    async with town.post.db.unit() as session:
        await applications.apply(session, full.id, other.person_id, early)
        await applications.apply(session, mine.id, me.person_id, early)
    async with town.post.db.reading() as session:
        found = await matching.choices(session, me.person_id, NOON.date())
        later = await matching.choices(session, me.person_id, NOON.date(), NOON)
    assert [gig.id for gig in found] == [best.id, hourly.id, far.id]
    assert [gig.id for gig in later] == [hourly.id]


async def test_who_told_no_trade_sees_every_gig(town: Town) -> None:
    person = await town.post.person("new")
    gigs = [await town.gig(trade) for trade in ("瓷砖工", "厨师")]
    async with town.post.db.reading() as session:
        found = await matching.choices(session, person.person_id, NOON.date())
    assert {gig.id for gig in found} == {gig.id for gig in gigs}
