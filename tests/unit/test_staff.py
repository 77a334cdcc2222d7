"""One-time codes: good once, for a week, for one person; guessing is slow."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from storage import people, staff, stations
from storage.db import Database, Session
from storage.models import Staff, StaffInvite, Station

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)


async def somebody(db: Database, name: str) -> int:
    async with db.unit() as session:
        return (await people.welcome(session, "web", "phones", name, NOW)).person_id


async def invited(db: Database, role: str = "lead", *, on_duty: bool = True) -> str:
    async with db.unit() as session:
        station = await stations.named(session, "城东就业驿站")
        if station is None:
            station = Station(name="城东就业驿站")
            await stations.add(session, station, [])
        return await staff.invite(session, station, role, "李敏", NOW, on_duty=on_duty)


async def enrol(db: Database, code: str, person: int, now: datetime = NOW) -> Staff | None:
    async with db.unit() as session:
        return await staff.enrol(session, code, person, now)


async def test_a_code_makes_staff_once(db: Database) -> None:
    code, first, second = await invited(db), await somebody(db, "a"), await somebody(db, "b")
    one = await enrol(db, code, first)
    assert one and (one.role, one.name, one.on_duty, one.enabled) == ("lead", "李敏", True, True)
    assert await enrol(db, code, second) is None
    async with db.reading() as session:
        known = await stations.staff_of(session, first)
        assert known and known.id == one.id
        assert await stations.staff_of(session, second) is None


async def test_of_two_who_type_it_at_once_one_has_it(db: Database) -> None:
    code, both = await invited(db), [await somebody(db, name) for name in "ab"]
    found = await asyncio.gather(*(enrol(db, code, person) for person in both))
    assert len([one for one in found if one]) == 1


@pytest.mark.parametrize("dress", ["{0}", "{0} ", "{1}", "{1}\n", "ｋ{2}", "{3}"])
async def test_it_is_read_as_people_type_it(sqlite: Database, dress: str) -> None:
    code = await invited(sqlite)
    plain = code.replace("-", "")
    typed = dress.format(code, plain.lower(), plain[1:], " ".join(plain))
    if "ｋ" in typed and plain[0] != "K":
        typed = chr(ord(plain[0]) + 0xFEE0) + plain[1:]  # a full-width first character
    assert await enrol(sqlite, typed, await somebody(sqlite, "a"))


@pytest.mark.parametrize(
    "text", ["", "你好", "K7MD3XQ", "K7MD3XQP9", "O0I1L234", "K7MD" * 200, "13000000001"]
)
def test_other_texts_are_no_codes(text: str) -> None:
    assert staff.plain_code(text) is None


async def test_it_counts_for_a_week(sqlite: Database) -> None:
    code, person = await invited(sqlite), await somebody(sqlite, "a")
    async with sqlite.reading() as session:
        assert len(await staff.open_invites(session, NOW)) == 1
        assert await staff.open_invites(session, NOW + staff.VALID) == []
    assert await enrol(sqlite, code, person, NOW + staff.VALID) is None
    assert await enrol(sqlite, code, person, NOW + staff.VALID - timedelta(seconds=1))


async def test_guessing_is_slow_and_hurts_only_who_guesses(sqlite: Database) -> None:
    code, guesser, honest = await invited(sqlite), await somebody(sqlite, "a"), await somebody(sqlite, "b")
    for number in range(staff.TRIES):
        async with sqlite.reading() as session:
            assert await staff.may_try(session, guesser, NOW)
        assert await enrol(sqlite, f"2222222{number + 2}", guesser) is None
    async with sqlite.reading() as session:
        assert not await staff.may_try(session, guesser, NOW)
    assert await enrol(sqlite, code, guesser) is None, "even the right one, for an hour"
    assert await enrol(sqlite, code, honest)
    fresh = await invited(sqlite)
    assert await enrol(sqlite, fresh, guesser, NOW + timedelta(hours=1, seconds=1))


async def test_only_a_keyed_hash_is_kept(sqlite: Database) -> None:
    code = (await invited(sqlite)).replace("-", "")
    async with sqlite.reading() as session:
        row = (await session.exec(select(StaffInvite))).one()
    assert code not in repr(row) and code.encode() not in row.digest and len(row.digest) == 16


async def test_who_left_is_like_anyone_and_may_come_back(sqlite: Database) -> None:
    person = await somebody(sqlite, "a")
    one = await enrol(sqlite, await invited(sqlite), person)
    assert one

    async def known(session: Session) -> Staff | None:
        return await stations.staff_of(session, person)

    async with sqlite.unit() as session:
        await staff.disable(session, await session.get_one(Staff, one.id))
    async with sqlite.reading() as session:
        assert await known(session) is None
        assert [row.enabled for row, _ in await staff.everybody(session)] == [False]
    again = await enrol(sqlite, await invited(sqlite, "clerk", on_duty=False), person)
    assert again and (again.id, again.role, again.on_duty) == (one.id, "clerk", False)
