"""What may leave when: night, the day's measure, open questions, and whether it is still true."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.sending.manners import Drop, Later, Wait, look
from storage import applications, dialogues, outbox, people
from storage.db import Database
from storage.dialogues import Talk
from storage.models import Address, Outbox
from storage.outbox_queue import Claimed
from storage.rules.calendar import SHANGHAI
from storage.rules.quiet import awake_from
from tests.sending import NOON, Post, Town


@pytest.fixture
def post(db: Database) -> Post:
    return Post(db)


TALKING = "in a conversation"


def row(**facts: object) -> Claimed:
    usual = {
        "id": 1, "address_id": 1, "person_id": 1, "external": "zhang", "reachable": True, "alerts": True,
        "kind": "gig_alert", "sort": "alert", "body": None, "not_after": None, "tries": 1, "state": None,
        "talked_at": None, "version": 0, "worker": "a", "lease_until": NOON,
    }  # fmt: skip
    return Claimed(**{**usual, **facts})  # type: ignore[arg-type]  # a table of test values


def at(clock: str, day: int = 23) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day} {clock}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at("05:29:59"), at("05:30")),
        (at("05:30"), at("05:30")),
        (at("20:59:59"), at("20:59:59")),
        (at("21:00"), at("05:30", 24)),
        (at("23:59:59"), at("05:30", 24)),
        (at("00:00", 24), at("05:30", 24)),
    ],
)
def test_the_night_lasts_from_nine_to_half_past_five(now: datetime, then: datetime) -> None:
    assert awake_from(now) == then


@pytest.mark.parametrize(
    ("facts", "now", "expected"),
    [
        ({}, at("12:00"), None),
        ({}, at("22:00"), Later(at("05:30", 24))),
        ({"not_after": at("05:00", 24)}, at("22:00"), Drop("quiet hours")),
        ({"not_after": at("11:00")}, at("12:00"), Drop("expired")),
        ({"alerts": False}, at("12:00"), Drop("unsubscribed")),
        ({"reachable": False, "sort": "reply"}, at("12:00"), Wait("unreachable")),
        ({"reachable": False}, at("12:00"), Drop("unreachable")),
        ({"sort": "reply"}, at("22:00"), None),
        ({"sort": "notice"}, at("03:00"), None),
        ({"sort": "safety", "alerts": False}, at("03:00"), None),
        ({"state": "Post:pay", "talked_at": at("11:46")}, at("12:00"), Later(at("12:05"))),
        ({"state": "Post:pay", "talked_at": at("11:45")}, at("12:00"), None),
        ({"state": None, "talked_at": at("11:59")}, at("12:00"), None),
        ({"state": "Post:pay", "talked_at": at("11:59"), "sort": "notice"}, at("12:00"), None),
        ({"state": "A:b", "talked_at": at("11:59"), "not_after": at("12:04")}, at("12:00"), Drop(TALKING)),
    ],
)  # fmt: skip
def test_manners(facts: dict[str, object], now: datetime, expected: object) -> None:
    assert look(row(**facts), now, offers=True) == expected


def test_an_alert_without_choices_disturbs_no_answer() -> None:
    asked = row(state="Post:pay", talked_at=at("11:59"))
    assert look(asked, at("12:00"), offers=False) is None


async def test_a_night_alert_leaves_in_the_morning(post: Post) -> None:
    post.now.to("23:30")
    zhang = await post.person()
    row = await post.lay(zhang, "推送", "alert")
    sender = post.sender()
    assert await sender.drain() == 1
    waiting = await post.row(row)
    assert (waiting.status, waiting.tries, post.network.delivered) == ("due", 0, [])
    post.now.to("05:29", days=1)
    assert await sender.drain() == 0
    post.now.to("05:30")
    await sender.drain()
    assert post.network.texts() == ["推送"]


async def test_two_alerts_a_day_whatever_the_address(post: Post) -> None:
    zhang = await post.person()
    async with post.db.unit() as session:
        other = Address(
            person_id=zhang.person_id, channel="fake", account="one", external="z2", created_at=NOON
        )
        session.add(other)
    rows = []
    town = Town(post)
    await town.build()
    today = [
        await town.gig("瓷砖工", at=f"{hour}:00", day=NOON.date() + timedelta(days=1))
        for hour in (14, 15, 16)
    ]
    sender = post.sender()
    for number, (gig, address) in enumerate(zip(today, (zhang, other, zhang), strict=True)):
        rows.append(await alert(post, address, gig.id, f"a{number}"))
    await sender.drain()
    sent = sorted([(await post.row(one)).status for one in rows])
    assert sent == ["dropped", "sent", "sent"] and len(post.network.delivered) == 2
    assert post.counted("dropped: enough for today") == 1
    post.now.to("06:00", days=1)
    rows.append(await alert(post, zhang, today[0].id, "next day"))
    await sender.drain()
    assert (await post.row(rows[-1])).status == "sent"


async def alert(post: Post, address: Address, gig: int, once: str) -> int:
    async with post.db.unit() as session:
        await outbox.put(
            session, address.id, "gig_alert", once=once, now=post.now(), sort="alert",
            gigs=[gig], person=address.person_id,
        )  # fmt: skip
    async with post.db.reading() as session:
        query = select(Outbox.id).where(Outbox.once == f"{address.id}:{once}")
        return (await session.exec(query)).one()


async def test_an_alert_for_a_gig_that_filled_is_dropped_or_takes_the_next(post: Post) -> None:
    town = Town(post)
    await town.build()
    first, second = await town.gig("瓷砖工", heads=1, at="14:00"), await town.gig("瓷砖工", at="16:00")
    zhang, li = await town.worker("zhang", "瓷砖工"), await town.worker("li", "瓷砖工")
    winner = (await post.person("winner")).person_id
    async with post.db.unit() as session:
        for address, listed in ((zhang, [first.id, second.id]), (li, [first.id])):
            await outbox.put(
                session, address.id, "gig_alert", once="m", now=post.now(), sort="alert",
                gigs=listed, person=address.person_id,
            )  # fmt: skip
        await applications.apply(session, first.id, winner, post.now())
    await post.sender().drain()
    assert post.network.texts("li") == []
    assert post.counted("dropped: no gig left") == 1
    [told] = post.network.texts("zhang")
    assert "下午4点" in told and "还要3人" in told


async def test_who_unsubscribed_meanwhile_hears_nothing(post: Post) -> None:
    zhang = await post.person()
    row = await post.lay(zhang, "推送", "alert")
    async with post.db.unit() as session:
        person = await people.get(session, zhang.person_id)
        person.alerts = False
        session.add(person)
    await post.sender().drain()
    assert (await post.row(row)).reason == "unsubscribed"


async def test_an_open_question_is_answered_first(post: Post) -> None:
    town = Town(post)
    await town.build()
    gig = await town.gig("瓷砖工", at="16:00")
    zhang = await town.worker("zhang", "瓷砖工")
    async with post.db.unit() as session:
        await dialogues.save(session, Talk(zhang.id, zhang.person_id, state="Post:pay"), post.now())
    row = await alert(post, zhang, gig.id, "x")
    sender = post.sender()
    await sender.drain()
    assert (await post.row(row)).due_at == post.now() + timedelta(minutes=5)
    post.now.on(minutes=16)
    await sender.drain()
    assert (await post.row(row)).status == "sent"


async def test_words_and_choices_stay_with_the_row(post: Post) -> None:
    town = Town(post)
    await town.build()
    gig = await town.gig("瓷砖工", at="16:00")
    zhang = await town.worker("zhang", "瓷砖工")
    row = await alert(post, zhang, gig.id, "x")
    await post.sender().drain()
    body = outbox.open_body(row, (await post.row(row)).body)
    assert body.text == post.network.texts()[0] and body.text.splitlines()[-3:] == [
        "1 报名",
        "2 看更多",
        "3 不去",
    ]
    assert body.choices[0] == ("报名", f"gig.apply:{gig.id}")


@pytest.mark.parametrize(("wish", "reached"), [("here", 1), ("here:3", 3), ("elsewhere", 4), ("", 4)])
def test_a_fault_point_ends_the_process_there(wish: str, reached: int) -> None:
    code = "from bot.faults import point\nfor n in range(4):\n    print(n, flush=True)\n    point('here')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, env={**os.environ, "YIZHAN_TEST_FAULT": wish}, check=False,
    )  # fmt: skip
    assert len(done.stdout.split()) == reached
    assert done.returncode == (0 if reached == 4 else -signal.SIGKILL)
