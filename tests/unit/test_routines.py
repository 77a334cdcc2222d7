"""The routines: morning alerts, expiry, the clocks of cases, housekeeping."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from scheduler import case_deadlines, gig_expiry, housekeeping, morning_alerts
from storage import applications, cases, dialogues, inbox, outbox, retention
from storage.db import Database
from storage.dialogues import Talk
from storage.ids import new_id
from storage.models import Address, Case, Dialogue, Gig, Inbox, Outbox, Staff, Tick
from tests.sending import Post, Town


@pytest.fixture
async def town(db: Database) -> Town:
    town = Town(Post(db))
    await town.build()
    town.post.now.to("06:30")
    return town


async def run(town: Town, routine: object) -> None:
    """All its parts, as the clock would."""
    rest: str | None = ""
    while rest is not None:
        async with town.post.db.unit() as session:
            rest = await routine.run(session, town.post.now(), rest)  # type: ignore[attr-defined]  # a module of a routine


async def told(town: Town, *kinds: str) -> Counter[tuple[str, str]]:
    """Who was told what kind, how often."""
    async with town.post.db.reading() as session:
        query = select(Address.external, Outbox.kind).join(Outbox, col(Outbox.address_id) == col(Address.id))
        return Counter(
            (who, kind) for who, kind in (await session.exec(query)).all() if not kinds or kind in kinds
        )


async def test_each_worker_hears_once_of_the_best_gig(town: Town) -> None:
    await town.gig("瓷砖工", pay_fen=20000)
    best = await town.gig("瓷砖工", pay_fen=30000, at="08:00")
    await town.gig("保洁员", at="05:00")
    for name, trade in (("zhang", "瓷砖工"), ("li", "瓷砖工"), ("wang", "厨师"), ("zhao", "保洁员")):
        await town.worker(name, trade)
    await run(town, morning_alerts)
    await run(town, morning_alerts)
    assert await told(town) == {("zhang", "gig_alert"): 1, ("li", "gig_alert"): 1}
    async with town.post.db.reading() as session:
        row = (await session.exec(select(Outbox))).first()
    assert row and row.sort == "alert"
    assert outbox.open_body(row.id, row.body).params["gigs"][0] == best.id
    await town.post.sender().drain()
    [text] = town.post.network.texts("zhang")
    assert "300元一天" in text and "早上8点" in text and "停" in text
    assert all(len(line) <= 24 for line in text.splitlines())


async def test_who_works_then_or_whose_gig_is_full_is_left_alone(town: Town) -> None:
    first, second = await town.gig("瓷砖工", heads=1), await town.gig("瓷砖工", heads=5)
    zhang, li = await town.worker("zhang", "瓷砖工"), await town.worker("li", "瓷砖工")
    async with town.post.db.unit() as session:
        await applications.apply(session, first.id, zhang.person_id, town.post.now())
    await run(town, morning_alerts)
    assert await told(town) == {("li", "gig_alert"): 1}
    async with town.post.db.reading() as session:
        row = (await session.exec(select(Outbox).where(Outbox.address_id == li.id))).one()
    assert outbox.open_body(row.id, row.body).params["gigs"] == [second.id]


async def test_a_person_with_two_addresses_hears_on_the_last_one(town: Town) -> None:
    await town.gig("瓷砖工")
    zhang = await town.worker("zhang", "瓷砖工")
    now = town.post.now()
    async with town.post.db.unit() as session:
        newer = Address(
            person_id=zhang.person_id, channel="fake", account="one", external="z2", created_at=now
        )
        session.add(newer)
        await session.flush()
        await dialogues.save(session, Talk(zhang.id, zhang.person_id), now - timedelta(days=1))
        await dialogues.save(session, Talk(newer.id, zhang.person_id), now)
    await run(town, morning_alerts)
    assert await told(town) == {("z2", "gig_alert"): 1}


async def test_gigs_that_ended_are_done(town: Town) -> None:
    ended, running = await town.gig("瓷砖工", at="08:00"), await town.gig("瓷砖工", at="09:00", status="full")
    town.post.now.to("16:00")
    await run(town, gig_expiry)
    async with town.post.db.reading() as session:
        found = {gig.id: gig.status for gig in (await session.exec(select(Gig))).all()}
    assert found == {ended.id: "done", running.id: "full"}


async def case(town: Town, urgency: str = "P2", kind: str = "wages") -> Case:
    person = await town.post.person(f"worker{new_id()}")
    async with town.post.db.unit() as session:
        return await cases.open_case(
            session, kind=kind, person_id=person.person_id, address_id=person.id, station_id=town.station,
            now=town.post.now(), urgency=urgency, text="三个月没发工资",
        )  # fmt: skip


async def staff_of(town: Town, address: Address) -> Staff:
    async with town.post.db.reading() as session:
        return (await session.exec(select(Staff).where(Staff.person_id == address.person_id))).one()


async def test_danger_is_alarmed_until_somebody_takes_it(town: Town) -> None:
    town.post.now.to("02:00")
    duty = await town.staff("duty", on_duty=True)
    await town.staff("asleep")
    await town.staff("lead", "lead")
    await town.staff("looks_only", "auditor")
    danger = await case(town, "P0", "danger")
    for _ in range(5):
        await run(town, case_deadlines)
        town.post.now.on(minutes=1)
    assert await told(town) == {("duty", "danger_alarm"): 3}
    town.post.now.on(minutes=1)
    await run(town, case_deadlines)
    assert await told(town) == {
        ("duty", "danger_alarm"): 4,
        ("lead", "danger_alarm"): 1,
        ("asleep", "danger_alarm"): 1,
    }
    await town.post.sender().drain()
    assert len(town.post.network.texts("duty")) == 4
    async with town.post.db.unit() as session:
        again = await session.get_one(Case, danger.id)
        await cases.claim(session, again, await staff_of(town, duty), town.post.now())
    town.post.now.on(minutes=10)
    await run(town, case_deadlines)
    assert (await told(town))["duty", "danger_alarm"] == 4


async def test_a_case_not_taken_in_time_is_told_once(town: Town) -> None:
    town.post.now.to("10:00")
    await town.staff("duty", on_duty=True)
    await town.staff("lead", "lead")
    await case(town)
    town.post.now.on(minutes=29)
    await run(town, case_deadlines)
    assert await told(town) == {}
    for _ in range(3):
        town.post.now.on(minutes=1)
        await run(town, case_deadlines)
    assert await told(town) == {("duty", "case_not_taken"): 1, ("lead", "case_not_taken"): 1}


async def test_nobody_is_woken_for_a_deadline(town: Town) -> None:
    town.post.now.to("23:00")
    await town.staff("lead", "lead", on_duty=True)
    await case(town)
    town.post.now.on(minutes=31)
    await run(town, case_deadlines)
    await town.post.sender().drain()
    assert town.post.network.texts("lead") == []
    town.post.now.to("05:30", days=1)
    await town.post.sender().drain()
    assert len(town.post.network.texts("lead")) == 1


async def test_the_owner_hears_at_half_at_four_fifths_and_the_lead_at_the_end(town: Town) -> None:
    clerk = await town.staff("clerk")
    await town.staff("lead", "lead")
    wages = await case(town)
    began, whole = town.post.now(), wages.due_at - wages.created_at
    async with town.post.db.unit() as session:
        again = await session.get_one(Case, wages.id)
        await cases.claim(session, again, await staff_of(town, clerk), town.post.now())
    heard = []
    for share in (0.1, 0.49, 0.5, 0.6, 0.8, 0.9, 1.0, 1.5):
        town.post.now.at = began + share * whole
        await run(town, case_deadlines)
        heard.append(dict(await told(town)))
    soon, over = ("clerk", "case_due_soon"), "case_overdue"
    ended = {soon: 2, ("clerk", over): 1, ("lead", over): 1}
    assert heard == [{}, {}, {soon: 1}, {soon: 1}, {soon: 2}, {soon: 2}, ended, ended]


async def test_danger_that_somebody_took_has_a_clock_of_minutes(town: Town) -> None:
    """No warning by halves and no waiting for the morning; a written word of a call gives a day."""
    clerk = await town.staff("clerk", on_duty=True)
    await town.staff("lead", "lead")
    town.post.now.to("02:00")
    child = await case(town, "P0", "danger")
    town.post.now.on(minutes=20)
    async with town.post.db.unit() as session:
        taken = await session.get_one(Case, child.id)
        await cases.claim(session, taken, await staff_of(town, clerk), town.post.now())
    heard = []
    for minutes in (9, 2, 5):
        town.post.now.on(minutes=minutes)
        await run(town, case_deadlines)
        heard.append(dict(await told(town)))
    late = {("clerk", "danger_overdue"): 1, ("lead", "danger_overdue"): 1}
    assert heard == [{}, late, late]
    await town.post.sender().drain()
    assert len(town.post.network.texts("clerk")) == 1, "also at night"
    async with town.post.db.unit() as session:
        taken = await session.get_one(Case, child.id)
        await cases.spoken_with(session, taken, town.post.now())
    for hours, times in ((23, 1), (2, 2)):
        town.post.now.on(minutes=60 * hours)
        await run(town, case_deadlines)
        assert (await told(town))["clerk", "danger_overdue"] == times


async def test_after_a_long_silence_only_the_last_warning_is_given(town: Town) -> None:
    clerk = await town.staff("clerk")
    wages = await case(town)
    async with town.post.db.unit() as session:
        again = await session.get_one(Case, wages.id)
        await cases.claim(session, again, await staff_of(town, clerk), town.post.now())
    town.post.now.at = wages.created_at + 0.9 * (wages.due_at - wages.created_at)
    await run(town, case_deadlines)
    assert await told(town) == {("clerk", "case_due_soon"): 1}


async def test_many_late_cases_are_told_part_by_part_each_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_deadlines, "PAGE", 2)
    clerk = await town.staff("clerk")
    late = [await case(town) for _ in range(5)]
    async with town.post.db.unit() as session:
        for one in late:
            again = await session.get_one(Case, one.id)
            await cases.claim(session, again, await staff_of(town, clerk), town.post.now())
    town.post.now.at = late[-1].created_at + 0.8 * (late[-1].due_at - late[-1].created_at)
    for _ in range(2):
        await run(town, case_deadlines)
    assert await told(town) == {("clerk", "case_due_soon"): 5}


@pytest.mark.parametrize("page", [1, 2, 2000])
async def test_what_has_served_its_time_is_erased(
    town: Town, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(retention, "PAGE", page)
    now = town.post.now()
    person = await town.post.person("zhang")
    other = await town.post.person("li")

    async def heard(name: str, at: datetime, status: str = "done") -> None:
        async with town.post.db.unit() as session:
            await inbox.put(
                session, row=new_id(), channel="fake", account="one", message_id=name, address_id=person.id,
                raw=name.encode(), now=at, status=status,
            )  # fmt: skip

    async with town.post.db.unit() as session:
        for address, age in ((person, 8), (other, 6)):
            talk = Talk(address.id, address.person_id, state="Post:pay", data={"phone": "1"})
            await dialogues.save(session, talk, now - timedelta(days=age))
        session.add(Tick(routine="r", slot=now - timedelta(days=31), node="a", at=now))
        session.add(Tick(routine="r", slot=now - timedelta(days=29), node="a", at=now))
    await heard("old", now - timedelta(days=181))
    await heard("old but kept", now - timedelta(days=181), "kept")
    await heard("new", now - timedelta(days=179))
    long_ago = town.post.now.at
    town.post.now.on(days=-181)
    rows = [await town.post.lay(person, text) for text in ("旧一", "旧二")]
    await town.post.sender().drain()
    town.post.now.at = long_ago
    rows.append(await town.post.lay(person, "新"))
    await run(town, housekeeping)
    async with town.post.db.reading() as session:
        raws = {row.message_id: row.raw for row in (await session.exec(select(Inbox))).all()}
        talks = {row.address_id: row for row in (await session.exec(select(Dialogue))).all()}
        assert len((await session.exec(select(Tick))).all()) == 1
    assert [name for name, raw in raws.items() if not raw] == ["old"]
    assert (talks[person.id].state, talks[person.id].data) == (None, None)
    assert talks[person.id].updated_at == now - timedelta(days=8)
    assert talks[other.id].state == "Post:pay" and talks[other.id].data
    assert [bool((await town.post.row(row)).body) for row in rows] == [False, False, True]
