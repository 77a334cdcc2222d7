"""Views hold what the rows hold, on both databases, and see what the same unit has changed."""

from datetime import timedelta

import pytest

from storage import applications, gigs, matching, people, stations
from storage.db import Database
from storage.models import Area, Gig, Person, WorkerTrade
from storage.views import GigView, PersonView
from tests.sending import NOON, Post, Town


@pytest.fixture
async def town(db: Database) -> Town:
    town = Town(Post(db))
    await town.build()
    return town


def view_of(gig: Gig) -> GigView:
    return GigView(*(getattr(gig, name) for name in GigView._fields))


async def test_a_gig_and_a_person_read_both_ways(town: Town) -> None:
    gig = await town.gig("瓷砖工", at="15:00", heads=2)
    worker = (await town.worker("张三", "瓷砖工")).person_id
    async with town.post.db.unit() as session:
        (seen,) = await gigs.open_to(session, worker, NOON)
        assert seen == view_of(await session.get_one(Gig, gig.id))
        person = await people.get(session, worker)
        fields = (getattr(person, name) for name in PersonView._fields)
        assert await people.glance(session, worker) == PersonView(*fields)


async def test_a_gig_is_open_to_whoever_can_still_take_it(town: Town) -> None:
    gig = await town.gig("瓷砖工", at="15:00", heads=2)
    one, two, three = [(await town.worker(name, "瓷砖工")).person_id for name in "abc"]

    async def open_to(person: int, minutes: int = 0) -> list[int]:
        async with town.post.db.reading() as session:
            found = await gigs.open_to(session, person, NOON + timedelta(minutes=minutes))
            return [one.id for one in found]

    assert await open_to(one) == [gig.id] and await open_to(one, minutes=180) == []
    async with town.post.db.unit() as session:
        await applications.apply(session, gig.id, one, NOON)
        assert [held.id for held in await applications.of_person(session, one, NOON)] == [gig.id]
        assert await gigs.places_left(session, gig) == 1
    assert await open_to(one) == [] and await open_to(three) == [gig.id]
    async with town.post.db.unit() as session:
        await applications.apply(session, gig.id, two, NOON)
    assert await open_to(three) == []


async def test_what_the_unit_changed_through_rows_is_seen(town: Town) -> None:
    worker = (await town.worker("张三", "瓷砖工")).person_id
    async with town.post.db.unit() as session:
        person = await session.get_one(Person, worker)
        person.birth_year = 1980
        assert (await people.glance(session, worker)).birth_year == 1980
        session.add(WorkerTrade(person_id=worker, trade="木工"))
        assert await people.trades_of(session, worker) == ["木工", "瓷砖工"]
        session.add(Area(code="999999", name="新区", level="county", lat=24.5))
        assert (await matching.areas(session))["999999"] is None
        new = [area for area in await stations.areas(session, "county") if area.code == "999999"]
        assert [(area.name, area.lat, area.lon) for area in new] == [("新区", 24.5, None)]


async def test_a_person_got_is_the_one_the_orm_knows(town: Town) -> None:
    worker = (await town.worker("张三", "瓷砖工")).person_id
    async with town.post.db.unit() as session:
        person = await people.get(session, worker)
        assert person.is_worker and not session.dirty
        assert await session.get_one(Person, worker) is person and await people.get(session, worker) is person
        person.birth_year, person.name = 1980, "张三"
    async with town.post.db.unit() as session:
        kept = await session.get_one(Person, worker)
        assert kept.name == "张三" and kept.model_dump() == person.model_dump()
        session.add(new := Person(created_at=NOON))
        assert await people.get(session, new.id) is new
        with pytest.raises(LookupError):
            await people.get(session, 1)
