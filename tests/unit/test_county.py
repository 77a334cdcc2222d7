"""The invented county: whole or not at all, the same each time, and with the cases that break things."""

import asyncio
import re
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import SQLModel, col, func, select

from handlers.common import consent
from storage import county, employers, gigs, mornings, people, stations
from storage.db import Database, Session
from storage.models import (
    Address,
    Application,
    Area,
    Case,
    Employer,
    Gig,
    Outbox,
    Person,
    Staff,
    Station,
    WorkerTrade,
)
from storage.rules import uscc
from storage.rules.calendar import SHANGHAI, local_day

NOON = datetime(2026, 11, 21, 12, tzinfo=SHANGHAI)


async def found(db: Database, now: datetime = NOON) -> None:
    async with db.unit() as session:
        assert await county.is_empty(session)
        await county.found_county(session, now)


async def count(session: Session, model: type[SQLModel]) -> int:
    return (await session.exec(select(func.count()).select_from(model))).one()


async def test_it_is_all_there_and_quickly(db: Database) -> None:
    began = time.monotonic()
    await found(db)
    assert time.monotonic() - began < 5
    async with db.reading() as session:
        assert not await county.is_empty(session)
        kinds = [one.kind for one in await stations.everything(session)]
        assert sorted(kinds) == ["market", "station", "station"]
        assert len(await stations.areas(session, "town")) == 8
        assert len(await stations.areas(session, "village")) >= 16
        assert await count(session, Employer) == 10
        workers = (await session.exec(select(Person).where(Person.is_worker))).all()
        assert len(workers) == 40
        for station in await stations.everything(session):
            assert await stations.team(session, station.id, on_duty=True), station.name


async def test_nobody_in_it_exists(db: Database) -> None:
    await found(db)
    async with db.reading() as session:
        everybody = (await session.exec(select(Person))).all()
        phones = [person.phone for person in everybody]
        places = (await session.exec(select(Station))).all()
        codes = (await session.exec(select(Area.code))).all()
    assert all(re.fullmatch("1300000[0-9]{4}", phone) for phone in phones + [one.phone for one in places])
    assert len(set(phones)) == len(phones)
    assert all(code.startswith("990101") for code in codes), "no such county is in any list"


async def test_the_phones_page_can_play_everybody(db: Database) -> None:
    await found(db)
    async with db.reading() as session:
        everybody = await people.on_channel(session, "web", "phones")
        assert [one.external for one in everybody] == [f"seed:{n}" for n in range(1, len(everybody) + 1)]
        assert len(everybody) == await count(session, Person)
        assert {one.role for one in everybody} == {"staff", "employer", "worker", "left"}
        assert [one.name for one in everybody if one.role == "left"] == ["刘伟"], "who left is nobody new"
        assert all(one.name for one in everybody)


async def test_the_nasty_cases_are_there(db: Database) -> None:
    await found(db)
    async with db.reading() as session:
        everybody = (await session.exec(select(Person).where(Person.is_worker))).all()
        names = {person.name for person in everybody}
        assert any(re.search("[\U0001f300-\U0001faff]", name) for name in names), "an emoji in a name"
        assert any("·" in name for name in names)
        assert not all(person.alerts for person in everybody)
        skilled = set((await session.exec(select(WorkerTrade.person_id))).all())
        assert [person for person in everybody if person.id not in skilled], "somebody without a trade"
        states = (await session.exec(select(Gig.status).distinct())).all()
        assert {"open", "full", "cancelled", "review"} <= set(states)
        soon = [
            gig for gig in await gigs.open_to(session, 0, NOON) if gig.starts_at <= NOON + timedelta(hours=1)
        ]
        assert len(soon) == 1
        left = (await session.exec(select(Staff).where(col(Staff.enabled).is_(False)))).all()
        assert len(left) == 1
        cases = (await session.exec(select(Case))).all()
        assert [case for case in cases if case.status == "claimed" and case.due_at < NOON], "one over due"
        assert {case.status for case in cases} == {"open", "claimed", "closed"}


async def test_everybody_agreed_to_what_is_asked_today(db: Database) -> None:
    await found(db)
    async with db.reading() as session:
        for person in (await session.exec(select(Person))).all():
            assert await people.consented(session, person.id, consent.NOTICE, consent.VERSION)


async def test_its_units_have_codes_that_count(sqlite: Database) -> None:
    await found(sqlite)
    async with sqlite.reading() as session:
        for employer in (await session.exec(select(Employer))).all():
            assert (employer.code is not None) is (employer.kind in employers.UNITS)
            assert employer.code is None or (uscc.valid(employer.code) and "990101" in employer.code)
            assert not employer.trusted or employers.may_be_trusted(employer)


async def test_founding_tells_nobody(db: Database) -> None:
    await found(db)
    async with db.reading() as session:
        assert await count(session, Outbox) == 0


async def test_staff_find_people_by_name_and_phone(db: Database) -> None:
    await found(db)
    async with db.reading() as session:
        for kind, said in (("name", "张三"), ("initials", "zs"), ("phone", "130 0000 0018")):
            assert "张三" in [one.name for one in await people.find(session, kind, said)], kind


@pytest.mark.parametrize("hour", [0, 5, 12, 22, 23])
async def test_any_time_of_day_will_do(sqlite: Database, hour: int) -> None:
    now = datetime(2026, 12, 31, hour, 59, 30, tzinfo=SHANGHAI).astimezone(UTC)
    await found(sqlite, now)
    async with sqlite.reading() as session:
        offered = (await session.exec(select(Gig))).all()
        assert all(gig.day == local_day(gig.starts_at) for gig in offered)
        assert len(await gigs.open_on(session, local_day(now) + timedelta(days=1), now)) >= 6
        assert await count(session, Application) >= 10


@pytest.mark.parametrize("hour", [0, 12, 23])
async def test_tomorrow_morning_brings_work_to_some(sqlite: Database, hour: int) -> None:
    """Whoever tries the county moves the clock to the next morning, and 张三 hears of something."""
    now = datetime(2026, 11, 20, hour, 39, tzinfo=SHANGHAI).astimezone(UTC)
    morning = datetime(2026, 11, 21, 6, 30, tzinfo=SHANGHAI).astimezone(UTC)
    await found(sqlite, now)
    async with sqlite.reading() as session:
        suited, _ = await mornings.page(session, local_day(morning), morning, 0, 100, 5)
        names = {(await people.get(session, one.person_id)).name for one in suited}
    assert {"张三", "苏彩凤", "欧阳建平", "阿卜杜拉·买买提", "黄桂香"} <= names, names


@pytest.mark.parametrize("hour", [0, 4, 5, 19, 22])
async def test_nobody_is_wanted_in_the_dead_of_night(sqlite: Database, hour: int) -> None:
    await found(sqlite, datetime(2026, 11, 20, hour, 39, tzinfo=SHANGHAI).astimezone(UTC))
    async with sqlite.reading() as session:
        for gig in (await session.exec(select(Gig))).all():
            assert gig.starts_at.astimezone(SHANGHAI).hour >= 6
            assert local_day(gig.ends_at) == gig.day


async def test_the_same_county_each_time(sqlite: Database, sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "second.db")
    second = Database(f"sqlite+aiosqlite:///{tmp_path}/second.db")
    await second.open()
    seen = []
    for one in (sqlite, second):
        await found(one)
        async with one.reading() as session:
            folk = (await session.exec(select(Person).order_by(col(Person.id)))).all()
            trades = await session.exec(select(WorkerTrade.trade).order_by(col(WorkerTrade.person_id)))
            work = (
                await session.exec(select(Gig.number, Gig.trade, Gig.status).order_by(col(Gig.number)))
            ).all()
            seen.append(([(one.name, one.phone, one.area_code) for one in folk], list(trades.all()), work))
    assert seen[0] == seen[1]
    await second.close()


async def test_an_interrupted_founding_leaves_nothing(db: Database) -> None:
    async def interrupted() -> None:
        async with db.unit() as session:
            await county.found_county(session, NOON)
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await interrupted()
    async with db.reading() as session:
        assert await county.is_empty(session)
        assert await count(session, Address) == 0
    await found(db)
