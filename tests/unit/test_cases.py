"""Cases on both databases: one owner, a clock that pauses, walls between stations, who hears what."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from storage import case_news, cases, evidence, handovers, people, stations
from storage.db import Database, Session
from storage.models import Address, Area, Case, Outbox, Person, Staff, Station
from storage.rules import case_life

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)  # a Monday, ten in the morning there
HOUR = timedelta(hours=1)


@dataclass
class Place:
    """Two stations, their people and somebody with a complaint."""

    db: Database
    staff: dict[str, Staff]
    person: int
    address: int
    stations: dict[str, int]

    async def case(self, kind: str = "wages", station: str = "东站", urgency: str = "P2") -> int:
        async with self.db.unit() as session:
            case = await cases.open_case(
                session, kind=kind, person_id=self.person, address_id=self.address,
                station_id=self.stations[station], now=NOW, urgency=urgency, text="老板欠我3000",
            )  # fmt: skip
        return case.id


async def get(session: Session, case_id: int) -> Case:
    return await session.get_one(Case, case_id)


@pytest.fixture
async def place(db: Database) -> Place:
    async with db.unit() as session:
        found: dict[str, int] = {}
        for code, area, name in (("e", "东头镇", "东站"), ("w", "西头镇", "西站")):
            session.add(Area(code=code, name=area))
            await session.flush()
            station = Station(name=name)
            await stations.add(session, station, [await session.get_one(Area, code)])
            found[name] = station.id
        team = {}
        for name, station_name, role in (
            ("甲", "东站", "clerk"), ("乙", "东站", "clerk"), ("丙", "西站", "clerk"),
            ("县", "西站", "county"), ("审", "东站", "auditor"),
        ):  # fmt: skip
            address = await people.welcome(session, "web", "phones", name, NOW)
            one = Staff(
                person_id=address.person_id,
                station_id=found[station_name],
                role=role,
                name=name,
                created_at=NOW,
            )
            session.add(one)
            team[name] = one
        mine = await people.welcome(session, "web", "phones", "工人", NOW)
    return Place(db, team, mine.person_id, mine.id, found)


async def told(db: Database, kind: str) -> set[int]:
    """The people for whom such a message lies in the outbox."""
    async with db.reading() as session:
        rows = (await session.exec(select(Outbox.address_id).where(Outbox.kind == kind))).all()
        found = [await session.get_one(Address, row) for row in rows]
    return {one.person_id for one in found}


async def test_of_many_who_take_a_case_one_has_it(place: Place) -> None:
    case_id = await place.case()

    async def take(name: str) -> bool:
        async with place.db.unit() as session:
            return await cases.claim(session, await get(session, case_id), place.staff[name], NOW)

    won = await asyncio.gather(*(take(name) for name in ("甲", "乙", "县", "甲", "乙")))
    assert sum(won) == 1
    async with place.db.reading() as session:
        case = await get(session, case_id)
        steps = [step.verb for step in await cases.history(session, case)]
    assert case.owner_id is not None and steps == ["opened", "claimed"]


async def test_the_clock_stands_still_while_papers_are_asked_for(place: Place) -> None:
    case_id = await place.case()
    async with place.db.unit() as session:
        case = await get(session, case_id)
        due = case.due_at
        await cases.claim(session, case, place.staff["甲"], NOW)
        await cases.move(session, case, "waiting", NOW + HOUR, staff=place.staff["甲"])
        await cases.move(session, case, "claimed", NOW + 25 * HOUR)
        assert case.due_at == due + 24 * HOUR
        with pytest.raises(case_life.NoSuchMove):
            await cases.move(session, case, "claimed", NOW)


async def test_a_case_opened_again_has_new_clocks_and_no_owner(place: Place) -> None:
    case_id = await place.case()
    later = NOW + timedelta(days=10)
    async with place.db.unit() as session:
        case = await get(session, case_id)
        await cases.claim(session, case, place.staff["甲"], NOW)
        await cases.move(session, case, "closed", NOW)
        assert cases.may_reopen(case, NOW + timedelta(days=15))
        assert not cases.may_reopen(case, NOW + timedelta(days=15, seconds=1))
        await cases.move(session, case, "open", later)
        assert (case.owner_id, case.closed_at, case.alarmed_at) == (None, None, None)
        assert case.claim_by > later and case.due_at > later


@pytest.mark.parametrize(
    ("steps", "ask_at", "heard"),
    [
        ([], 0, False),
        ([("noted", 0)], 1, False),
        ([("replied", 0)], 1, True),
        ([("replied", 0)], 24 * 60, False),
        ([("replied", 0), ("said", 5)], 14, True),
        ([("replied", 0), ("said", 5)], 16, False),
        ([("replied", 0), ("said", 5), ("replied", 60)], 90, True),
    ],
)
async def test_whose_words_staff_wait_for(
    place: Place, steps: list[tuple[str, int]], ask_at: int, heard: bool
) -> None:
    case_id = await place.case()
    async with place.db.unit() as session:
        case = await get(session, case_id)
        await cases.claim(session, case, place.staff["甲"], NOW)
        for verb, minute in steps:
            await cases.note(session, case, verb, NOW + timedelta(minutes=minute), words="…")
    async with place.db.unit() as session:
        found = await cases.listening(session, place.person, NOW + timedelta(minutes=ask_at))
    assert (found is not None) is heard


async def test_whoever_was_in_danger_is_heard_for_a_day(place: Place) -> None:
    case_id = await place.case("danger", urgency="P0")
    async with place.db.unit() as session:
        assert await cases.listening(session, place.person, NOW + 23 * HOUR)
        assert not await cases.listening(session, place.person, NOW + 24 * HOUR)
        await cases.claim(session, await get(session, case_id), place.staff["甲"], NOW)
        await cases.move(session, await get(session, case_id), "closed", NOW)
        assert not await cases.listening(session, place.person, NOW + HOUR)


async def test_walls_between_stations(place: Place) -> None:
    case_id = await place.case(station="东站")
    async with place.db.unit() as session:
        case = await get(session, case_id)
        seen = {name for name, one in place.staff.items() if cases.within(one, case)}
    assert seen == {"甲", "乙", "县", "审"}


@pytest.mark.parametrize(
    ("area", "words", "station"),
    [
        (None, "在东头镇砖厂", "东站"),
        ("e", "在西头的工地欠我钱", "西站"),  # the place of work counts, not where the worker lives
        ("w", "老板欠我钱", "西站"),
        (None, "老板欠我钱", "东站"),  # nothing is known: somebody answers all the same
    ],
)
async def test_who_is_responsible(place: Place, area: str | None, words: str, station: str) -> None:
    async with place.db.unit() as session:
        person = await session.get_one(Person, place.person)
        person.area_code = area
        found = await cases.station_for(session, person, words)
    assert found is not None and found.name == station


async def test_a_handed_over_case_always_has_an_owner(place: Place) -> None:
    first, second, third = (place.staff[name] for name in ("甲", "乙", "丙"))
    case_id = await place.case()
    async with place.db.unit() as session:
        case = await get(session, case_id)
        await cases.claim(session, case, first, NOW)
        await handovers.offer(session, case, first, second, NOW)
        assert case.owner_id == first.id
        assert await handovers.accept(session, case, third, NOW) is None
        assert await handovers.decline(session, case, second, NOW)
        assert await handovers.accept(session, case, second, NOW) is None
        assert case.owner_id == first.id
        await handovers.offer(session, case, first, second, NOW)
        before = await handovers.accept(session, case, second, NOW)
        assert before is not None and before.id == first.id and case.owner_id == second.id


async def test_colleagues_are_found_by_name_within_the_station(place: Place) -> None:
    async with place.db.reading() as session:
        first = place.staff["甲"]
        found = [await handovers.colleague(session, first, name) for name in ("乙", "甲", "丙", "审", "")]
    assert [one.name if one else None for one in found] == ["乙", None, None, None, None]


async def test_an_alarm_reaches_whoever_is_on_duty_else_everybody(place: Place) -> None:
    case_id = await place.case("danger", urgency="P0")
    async with place.db.unit() as session:
        await case_news.alarm(session, await get(session, case_id), NOW)
    assert await told(place.db, "danger_alarm") == {
        place.staff[name].person_id for name in ("甲", "乙", "审")
    }
    async with place.db.unit() as session:
        await stations.put_on_duty(session, await session.get_one(Staff, place.staff["乙"].id), True)
        assert [one.name for one in await case_news.guards(session, await get(session, case_id))] == ["乙"]


async def test_an_alarm_goes_every_way_a_person_is_reached(place: Place) -> None:
    case_id = await place.case("danger", urgency="P0")
    async with place.db.unit() as session:
        more = await people.welcome(session, "telegram", "bot", "甲", NOW)
        more.person_id = place.staff["甲"].person_id
        session.add(more)
        await session.flush()
        await case_news.alarm(session, await get(session, case_id), NOW, to=[place.staff["甲"]])
        # The same alarm twice is one; the next round is another.
        await case_news.alarm(session, await get(session, case_id), NOW, to=[place.staff["甲"]])
    async with place.db.reading() as session:
        rows = (await session.exec(select(Outbox).where(Outbox.kind == "danger_alarm"))).all()
    assert len(rows) == 2 and {row.sort for row in rows} == {"safety"}


async def test_a_new_case_is_announced_to_who_can_take_it_and_again_when_opened_again(place: Place) -> None:
    case_id = await place.case()
    async with place.db.unit() as session:
        case = await get(session, case_id)
        await case_news.announce(session, case, NOW)
        await case_news.announce(session, case, NOW)
        await cases.claim(session, case, place.staff["甲"], NOW)
        await cases.move(session, case, "closed", NOW)
        await cases.move(session, case, "open", NOW)
        await case_news.announce(session, case, NOW)
    assert await told(place.db, "case_new") == {place.staff[name].person_id for name in ("甲", "乙")}
    async with place.db.reading() as session:
        rows = (await session.exec(select(Outbox).where(Outbox.kind == "case_new"))).all()
    assert len(rows) == 4


async def test_evidence_that_is_here_already_waits_for_nothing(place: Place) -> None:
    case_id, at = await place.case(), place.address
    stored = f"{'ab' * 32}.jpg"
    async with place.db.unit() as session:
        case = await get(session, case_id)
        assert await evidence.add(session, case, "photo", stored, NOW, at) == 1
        assert await evidence.add(session, case, "voice", "network-id", NOW, at) == 1
        assert await evidence.add(session, case, "photo", stored, NOW, at) == 2
        assert await evidence.counts(session, case) == {"photo": 2, "voice": 1}
        rows = await evidence.of_case(session, case_id)
    assert sorted(row.sha256 for row in rows) == ["", "ab" * 32, "ab" * 32]
    assert not [row for row in rows if row.retry_at]


async def test_what_was_told_is_sealed(place: Place) -> None:
    case_id = await place.case()
    async with place.db.reading() as session:
        sealed = (await get(session, case_id)).sealed
    assert sealed is not None and "老板".encode() not in sealed
