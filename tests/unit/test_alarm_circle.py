"""Who hears of danger nobody takes, and how often: one silent person must not be all who know."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from scheduler import case_deadlines
from storage import cases
from storage.db import Database
from storage.models import Address, Case, Outbox, Staff, Station
from storage.rules import case_life
from tests.sending import Post, Town


@pytest.fixture
async def town(db: Database) -> Town:
    town = Town(Post(db))
    await town.build()
    return town


async def look(town: Town) -> None:
    async with town.post.db.unit() as session:
        await case_deadlines.run(session, town.post.now())


async def told(town: Town) -> Counter[tuple[str, str]]:
    async with town.post.db.reading() as session:
        query = select(Address.external, Outbox.kind).join(Outbox, col(Outbox.address_id) == col(Address.id))
        return Counter((await session.exec(query)).all())


async def county_staff(town: Town) -> None:
    """Works for the county, at another station."""
    address = await town.staff("county", "county")
    async with town.post.db.unit() as session:
        here = await session.get_one(Station, town.station)
        other = Station.model_validate(here.model_dump(exclude={"id"}) | {"name": "县里"})
        session.add(other)
        await session.flush()
        staff = (await session.exec(select(Staff).where(Staff.person_id == address.person_id))).one()
        staff.station_id = other.id


async def case(town: Town, urgency: str, kind: str) -> Case:
    person = await town.post.person(f"somebody in {kind}")
    async with town.post.db.unit() as session:
        return await cases.open_case(
            session, kind=kind, person_id=person.person_id, address_id=person.id, station_id=town.station,
            now=town.post.now(), urgency=urgency, text="没人管",
        )  # fmt: skip


async def test_a_silent_lead_on_duty_is_not_all_who_hear_of_danger(town: Town) -> None:
    """The circle grows: the station after 5 minutes, the county after 15; the pauses grow with it."""
    town.post.now.to("08:32")
    await town.staff("lead", "lead", on_duty=True)
    await town.staff("clerk")
    await county_staff(town)
    await case(town, "P0", "danger")
    heard = {}
    for minute in range(22 * 60):
        await look(town)
        heard[minute] = {who: count for (who, _), count in (await told(town)).items()}
        town.post.now.on(minutes=1)
    assert set(heard[4]) == {"lead"} and set(heard[5]) == {"lead", "clerk"}
    assert set(heard[14]) == {"lead", "clerk"} and set(heard[15]) == {"lead", "clerk", "county"}
    assert heard[60]["county"] >= 4, "again and again"
    assert heard[22 * 60 - 1]["lead"] < 45, "but not so often that nobody hears it any more"
    assert heard[22 * 60 - 1]["county"] > heard[20 * 60]["county"], "until somebody takes it"


async def test_what_a_lead_leaves_lying_the_county_hears(town: Town) -> None:
    town.post.now.to("10:00")
    lead = await town.staff("lead", "lead", on_duty=True)
    await county_staff(town)
    await case(town, "P2", "wages")
    danger = await case(town, "P0", "danger")
    async with town.post.db.unit() as session:
        taken = await session.get_one(Case, danger.id)
        owner = (await session.exec(select(Staff).where(Staff.person_id == lead.person_id))).one()
        await cases.claim(session, taken, owner, town.post.now())
    town.post.now.on(minutes=31)
    await look(town)
    assert {kind for who, kind in await told(town) if who == "county"} == {"danger_overdue", "case_not_taken"}


def test_what_waits_for_days_and_is_opened_again_begins_anew() -> None:
    """Its clock is the time it has to be taken by, not the day it was first told."""
    now = datetime.fromisoformat("2026-11-21T10:00+08:00")
    claim_by = case_life.claim_by("P0", now)
    assert not case_life.alarm_again(claim_by, now, now + timedelta(minutes=1))
    assert case_life.alarm_again(claim_by, now, now + timedelta(minutes=2))
