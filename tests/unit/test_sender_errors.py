"""What each send error leads to: repeat, hold, mark, give up, pause, or leave it unknown."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.base import (
    Abilities,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    TryAgain,
    Unreachable,
    WindowClosed,
)
from storage import allowances, dialogues, outbox_held, people
from storage.allowances import Left
from storage.db import Database
from storage.models import Address
from tests.sending import ACCOUNT, Network, Post

HOUR = timedelta(hours=1)


@pytest.fixture
def post(db: Database) -> Post:
    return Post(db)


async def test_a_failing_person_holds_back_only_themselves(post: Post) -> None:
    zhang, li = await post.person("zhang"), await post.person("li")
    post.network.script["zhang"] = [TryAgain("busy"), TryAgain("busy")]
    rows = [await post.lay(zhang, "一"), await post.lay(zhang, "二"), await post.lay(li, "三")]
    sender = post.sender()
    await sender.drain()
    assert post.network.texts() == ["三"]
    first = await post.row(rows[0])
    assert first.status == "due" and 1.5 <= (first.due_at - post.now()).total_seconds() <= 2.5
    post.now.on(seconds=3)
    await sender.drain()
    assert 6 <= ((await post.row(rows[0])).due_at - post.now()).total_seconds() <= 10
    post.now.on(seconds=11)
    await sender.drain()
    assert post.network.texts("zhang") == ["一", "二"]


async def test_the_time_a_network_names_is_kept_and_slows_the_account(post: Post) -> None:
    zhang, li = await post.person("zhang"), await post.person("li")
    post.network.script["zhang"] = [TryAgain("slow down", after=45)]
    row = await post.lay(zhang, "一")
    sender = post.sender()
    await sender.drain()
    assert (await post.row(row)).due_at == post.now() + timedelta(seconds=45)
    await post.lay(li, "二")
    assert await sender.drain() == 0
    post.now.on(seconds=46)
    assert await sender.drain() == 2


@pytest.mark.parametrize(("sort", "limit"), [("alert", timedelta(hours=1)), ("reply", timedelta(hours=24))])
async def test_it_gives_up_loudly(
    post: Post, monkeypatch: pytest.MonkeyPatch, sort: str, limit: timedelta
) -> None:
    zhang = await post.person()
    monkeypatch.setattr("bot.sending.flight.random.random", lambda: 0.5)
    post.network.script["zhang"] = [TryAgain("away")] * 500
    row = await post.lay(zhang, "一", sort)
    sender, began = post.sender(), post.now()
    while (found := await post.row(row)).status == "due":
        # Ten times its length keeps these hours inside the day; only the number of tries counts here.
        post.now.at = max(post.now.at, found.due_at)
        await sender.drain()
        if sort == "alert":
            assert post.now() < began + 2 * limit
    assert found.status == "failed" and "TryAgain" in (found.reason or "")
    assert 0.8 * limit < post.now() - began < 1.2 * limit
    assert post.network.delivered == [] and post.counted("failed") == 1


async def test_an_alert_is_not_repeated_past_its_time(post: Post) -> None:
    zhang = await post.person()
    post.network.script["zhang"] = [TryAgain("away", after=300)]
    row = await post.lay(zhang, "一", "alert", not_after=post.now() + timedelta(minutes=4))
    await post.sender().drain()
    assert (await post.row(row)).status == "failed"


async def test_who_cannot_be_reached_hears_it_when_they_come_back(post: Post) -> None:
    """Blocked: nothing is tried. Alerts are dropped, what belongs to them is there on their return."""
    zhang = await post.person()
    post.network.script["zhang"] = [Unreachable("blocked")]
    rows = [await post.lay(zhang, text) for text in "一二"]
    alert = await post.lay(zhang, "有活", "alert")
    await post.sender().drain()
    assert [(await post.row(row)).status for row in (*rows, alert)] == ["held", "held", "dropped"]
    assert (await post.row(alert)).reason == "unreachable"
    async with post.db.reading() as session:
        assert not (await session.get_one(Address, zhang.id)).reachable
    late = [await post.lay(zhang, "三"), await post.lay(zhang, "又有活", "alert")]
    await post.sender().drain()
    assert [(await post.row(row)).status for row in late] == ["held", "dropped"]
    assert post.network.delivered == []
    async with post.db.unit() as session:
        await people.reached(session, zhang.id)
        await outbox_held.release_held(session, zhang.id, post.now())
    await post.sender().drain()
    assert post.network.texts() == ["一", "二", "三"]


async def test_a_closed_window_holds_until_the_person_writes(post: Post) -> None:
    zhang = await post.person()
    post.network.script["zhang"] = [WindowClosed("48 h"), WindowClosed("48 h")]
    rows = [await post.lay(zhang, text) for text in "一二"]
    old = await post.lay(zhang, "三", not_after=post.now() + timedelta(days=1))
    post.network.script["zhang"].append(WindowClosed("48 h"))
    sender = post.sender()
    await sender.drain()
    assert [(await post.row(row)).status for row in (*rows, old)] == ["held"] * 3
    post.now.on(days=3)
    assert await sender.drain() == 0
    assert (await post.row(old)).reason == "expired"
    async with post.db.unit() as session:
        assert await outbox_held.release_held(session, zhang.id, post.now()) == 2
        assert session.info["spoke"]
    await sender.drain()
    assert post.network.texts() == ["一", "二"]


async def test_what_was_refused_is_never_sent_nor_repeated(post: Post) -> None:
    zhang = await post.person()
    post.network.script["zhang"] = [Refused("too long")]
    rows = [await post.lay(zhang, text) for text in "一二"]
    sender = post.sender()
    await sender.drain()
    refused = await post.row(rows[0])
    assert (refused.status, refused.sent_at, refused.reason) == ("failed", None, "Refused: too long")
    assert post.network.texts() == ["二"]


async def test_a_wrong_setting_pauses_the_account_and_loses_nothing(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    network = Network()
    rows = []
    for number in range(5):
        rows.append(await post.lay(await post.person(f"p{number}"), "一"))
        network.script[f"p{number}"] = [Misconfigured("bad token")]
    sender = post.sender(network=network)
    await sender.drain()
    assert network.delivered == [] and await sender.drain() == 0
    assert [((await post.row(row)).status, (await post.row(row)).tries) for row in rows] == [("due", 0)] * 5
    assert capsys.readouterr().err.count("sender.account_paused") == 1
    assert await post.sender("after restart").drain() == 5


async def test_numbers_of_what_nobody_was_told_do_not_count(post: Post) -> None:
    zhang = await post.person()
    async with post.db.unit() as session:
        talk = await dialogues.of_address(session, zhang.id)
        assert talk
        talk.menu = [("报名", "gig.apply:1")]
        await dialogues.save(session, talk, post.now())
    post.network.script["zhang"] = [WindowClosed("not now")]
    row = await post.lay(zhang, "一")
    await post.sender().drain()
    assert (await post.row(row)).status == "held"
    async with post.db.reading() as session:
        talk = await dialogues.of_address(session, zhang.id)
    assert talk and talk.menu == [("报名", "gig.apply:1")]


async def test_what_stays_because_the_account_stopped_costs_nothing(post: Post) -> None:
    post.network.abilities = Abilities(per_second=10_000, ways=("service",))
    zhang = await post.person()
    async with post.db.unit() as session:
        await allowances.put(session, zhang.id, Left("message", 5, post.now() + HOUR))
    row = await post.lay(zhang, "一")
    sender = post.sender()
    flights = asyncio.create_task(sender.drain())
    await asyncio.sleep(0)
    account = sender._accounts[ACCOUNT]

    async def stops() -> None:
        account.paused = post.now()

    account.bucket.take = stops  # type: ignore[method-assign]  # another row's answer comes just then
    await flights
    assert post.network.delivered == [] and (await post.row(row)).status == "due"
    async with post.db.reading() as session:
        assert [one.left for one in await allowances.of(session, zhang.id)] == [5]


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (
            TryAgain("-1 WeChat is busy, rid 65f0a1b2-3c4d5e6f"),
            "again",
            "TryAgain: -1 WeChat is busy, rid 65f0a1b2-3c4d5e6f",
        ),
        (WindowClosed("45015 no contact"), "held", "WindowClosed: 45015 no contact"),
        (Refused("40007 the file"), "failed", "Refused: 40007 the file"),
        (ValueError("王小二 13000001234"), "again", "ValueError"),
    ],
)
async def test_the_log_says_why_it_has_not_left(
    post: Post, capsys: pytest.CaptureFixture[str], error: Exception, outcome: str, reason: str
) -> None:
    """But not what a fault quotes."""
    zhang = await post.person()
    post.network.script["zhang"] = [error]
    row = await post.lay(zhang, "一")
    await post.sender().drain()
    log = capsys.readouterr().err
    (line,) = [one for one in log.splitlines() if f"outcome={outcome}" in one]
    assert f"row={row}" in line and reason in line and "王小二" not in line
    assert "王小二" not in ((await post.row(row)).reason or "")


async def test_cut_off_alerts_are_not_repeated_and_everything_else_is(post: Post) -> None:
    zhang, li = await post.person("zhang"), await post.person("li")
    post.network.script = {name: [OutcomeUnknown("cut")] for name in ("zhang", "li")}
    alert, reply = await post.lay(zhang, "推送", "alert"), await post.lay(li, "答")
    sender = post.sender()
    await sender.drain()
    assert ((await post.row(alert)).status, (await post.row(reply)).status) == ("unknown", "due")
    post.now.on(minutes=5)
    await sender.drain()
    assert post.network.texts() == ["答"]


async def test_a_fault_in_a_channel_counts_as_unknown(post: Post) -> None:
    zhang = await post.person()
    post.network.script["zhang"] = [KeyError("text")]
    row = await post.lay(zhang, "一")
    await post.sender().drain()
    assert (await post.row(row)).status == "due"
    post.now.on(seconds=3)
    await post.sender().drain()
    assert post.network.texts() == ["一"]
