"""The sender: order, what each send error leads to, and two senders on one ledger."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot import ready
from bot.channels.base import (
    Abilities,
    Choice,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    TryAgain,
    Unreachable,
    WindowClosed,
    Words,
)
from bot.sender import Sender
from storage import dialogues, outbox, outbox_queue
from storage.db import Database, LedgerDown
from storage.dialogues import Talk
from storage.models import Address
from storage.outbox_queue import Finish
from tests.sending import ACCOUNT, Network, Post, Town


@pytest.fixture
def post(db: Database) -> Post:
    return Post(db)


async def test_what_is_due_is_sent_and_marked(post: Post) -> None:
    zhang = await post.person()
    row = await post.lay(zhang, "您好")
    later = await post.lay(zhang, "以后", due_at=post.now() + timedelta(hours=1))
    assert await post.sender().drain() == 1
    assert post.network.texts() == ["您好"]
    sent = await post.row(row)
    assert (sent.status, sent.network_id, sent.sent_at, sent.tries) == ("sent", "n1", post.now(), 1)
    assert (await post.row(later)).status == "due"
    assert await post.sender().drain() == 0


async def test_one_person_hears_in_order_and_replies_before_alerts(post: Post) -> None:
    zhang = await post.person()
    for text, sort in (
        ("推送", "alert"),
        ("一", "reply"),
        ("二", "notice"),
        ("警报", "safety"),
        ("三", "reply"),
    ):
        await post.lay(zhang, text, sort)
    await post.sender().drain()
    assert post.network.texts() == ["警报", "一", "二", "三", "推送"]


async def test_different_people_are_served_at_once_but_not_all(post: Post) -> None:
    post.network.slow = lambda to: 0.02
    for number in range(40):
        await post.lay(await post.person(f"p{number}"), "早")
    assert await post.sender().drain() == 40
    assert 2 <= post.network.most_at_once <= 16
    assert len(set(post.network.delivered)) == 40


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
async def test_it_gives_up_loudly(post: Post, sort: str, limit: timedelta) -> None:
    zhang = await post.person()
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


async def test_who_cannot_be_reached_is_marked_and_waited_for_no_more(post: Post) -> None:
    zhang = await post.person()
    post.network.script["zhang"] = [Unreachable("blocked")]
    rows = [await post.lay(zhang, text) for text in "一二三"]
    await post.sender().drain()
    assert [(await post.row(row)).status for row in rows] == ["dropped"] * 3
    assert (await post.row(rows[2])).reason == "unreachable"
    async with post.db.reading() as session:
        assert not (await session.get_one(Address, zhang.id)).reachable
    again = await post.lay(zhang, "四")
    await post.sender().drain()
    assert (await post.row(again)).reason == "unreachable" and post.network.delivered == []


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
        assert await outbox_queue.release_held(session, zhang.id, post.now()) == 2
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


@pytest.mark.parametrize(("sort", "then"), [("alert", "unknown"), ("reply", "sent"), ("safety", "sent")])
async def test_a_dead_senders_row_is_freed_when_its_lease_ends(post: Post, sort: str, then: str) -> None:
    zhang = await post.person()
    row = await post.lay(zhang, "一", sort)
    async with post.db.unit() as session:
        assert await outbox_queue.claim(session, *ACCOUNT, worker="dead/1", most=5, now=post.now())
    sender = post.sender()
    post.now.on(seconds=59)
    assert await sender.drain() == 0
    post.now.on(seconds=2)
    await sender.drain()
    assert (await post.row(row)).status == then


@pytest.mark.parametrize(("sort", "then"), [("alert", "unknown"), ("reply", "sent")])
async def test_a_lone_sender_waits_for_no_lease_of_the_dead(post: Post, sort: str, then: str) -> None:
    zhang = await post.person()
    row = await post.lay(zhang, "一", sort)
    async with post.db.unit() as session:
        assert await outbox_queue.claim(session, *ACCOUNT, worker="dead/1", most=5, now=post.now())
    channels = {ACCOUNT: post.network}
    lone = Sender(post.db, channels, post.now, post.metrics, "a", alone=True)
    await lone.drain()
    assert (await post.row(row)).status == then
    await post.lay(zhang, "二")
    async with post.db.unit() as session:
        assert await outbox_queue.claim(session, *ACCOUNT, worker="a/1", most=5, now=post.now())
    assert await lone.drain() == 0, "only what lay there before it began"


async def test_whoever_wakes_after_the_lease_overwrites_nothing(post: Post) -> None:
    zhang = await post.person()
    row = await post.lay(zhang, "一")
    async with post.db.unit() as session:
        [late] = await outbox_queue.claim(session, *ACCOUNT, worker="asleep/1", most=5, now=post.now())
    post.now.on(seconds=61)
    await post.sender("awake").drain()
    async with post.db.unit() as session:
        assert not await outbox_queue.finish(session, late, Finish("failed", "late"))
    assert (await post.row(row)).status == "sent"
    assert post.network.texts() == ["一"]


async def test_a_sender_that_slept_before_sending_does_not_send(post: Post) -> None:
    zhang, li = await post.person("zhang"), await post.person("li")
    rows = [await post.lay(zhang, "一", "alert"), await post.lay(li, "二", "alert")]
    sender = post.sender()
    flights = asyncio.create_task(sender.drain())
    await asyncio.sleep(0)
    real_take = sender._accounts[ACCOUNT].bucket.take

    async def sleepy() -> None:
        await real_take()
        post.now.on(seconds=61)
        sender._accounts[ACCOUNT].bucket.take = real_take  # type: ignore[method-assign]  # once only

    sender._accounts[ACCOUNT].bucket.take = sleepy  # type: ignore[method-assign]
    await flights
    assert sorted(post.network.texts()) == ["一", "二"]
    assert [(await post.row(row)).status for row in rows] == ["sent", "sent"]


async def test_two_senders_never_send_twice(post: Post) -> None:
    other = Database(post.db.url.render_as_string(hide_password=False))
    await other.open()
    try:
        for number in range(30):
            person = await post.person(f"p{number}")
            for text in "一二三":
                await post.lay(person, text)
        senders = [post.sender("a"), post.sender("b", db=other), post.sender("c", db=other)]
        post.network.slow = lambda to: 0.003
        while sum(await asyncio.gather(*(sender.drain() for sender in senders))):
            pass
    finally:
        await other.close()
    assert len(post.network.delivered) == 90
    assert len({one.key for one in post.network.delivered}) == 90
    assert all(post.network.texts(f"p{number}") == ["一", "二", "三"] for number in range(30))


async def test_it_runs_until_cancelled_and_lands_what_flies(post: Post) -> None:
    post.network.slow = lambda to: 0.2
    zhang = await post.person()
    sender = post.sender()
    running = asyncio.create_task(sender.run())
    row = await post.lay(zhang, "一")
    sender.poke()
    await post.network.began.wait()
    running.cancel()
    await asyncio.wait({running})
    assert (await post.row(row)).status == "sent"


async def test_the_ledger_away_while_marking_is_waited_for(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhang = await post.person()
    row = await post.lay(zhang, "一")
    real, failures = outbox_queue.finish, [LedgerDown("disk"), LedgerDown("disk")]

    async def flaky(*args: object) -> bool:
        if failures:
            raise failures.pop()
        return await real(*args)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(outbox_queue, "finish", flaky)
    await post.sender().drain()
    assert (await post.row(row)).status == "sent" and len(post.network.delivered) == 1


async def test_a_row_without_a_phrase_fails_alone(post: Post) -> None:
    zhang, li = await post.person("zhang"), await post.person("li")
    async with post.db.unit() as session:
        await outbox.put(session, zhang.id, "no_such_kind", once="x", now=post.now())
    await post.lay(li, "一")
    await post.sender().drain()
    assert post.network.texts() == ["一"] and post.counted("failed") == 1


async def test_numbers_of_a_push_become_the_menu_unless_the_person_spoke(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(post)
    await town.build()
    gig = await town.gig("瓷砖工", at="15:00")
    zhang, li = await town.worker("zhang"), await town.worker("li")
    talks = {"zhang": zhang, "li": li}
    for address in talks.values():
        async with post.db.unit() as session:
            await dialogues.save(session, Talk(address.id, address.person_id, state="Some:where"), post.now())
            await outbox.put(
                session,
                address.id,
                "gig_alert",
                once="x",
                now=post.now(),
                gigs=[gig.id],
                person=address.person_id,
            )

    async def speak(to: str) -> None:
        async with post.db.unit() as session:
            talk = await dialogues.of_address(session, talks[to].id)
            assert talk
            talk.menu = [("好", "yes")]
            await dialogues.save(session, talk, post.now())

    real = post.network.send

    async def send(to: str, words: Words, key: str) -> str:
        if to == "li":
            await speak(to)
        return await real(to, words, key)

    monkeypatch.setattr(post.network, "send", send)
    asked = post.now()
    post.now.on(minutes=20)
    await post.sender().drain()
    assert len(post.network.delivered) == 2
    menus = {}
    async with post.db.unit() as session:
        for name, address in talks.items():
            talk = await dialogues.of_address(session, address.id)
            assert talk and talk.state == "Some:where"
            menus[name] = [data for _, data in talk.menu]
            assert talk.updated_at == (asked if name == "zhang" else post.now())
    assert menus == {"zhang": [f"gig.{verb}:{gig.id}" for verb in ("apply", "more", "pass")], "li": ["yes"]}


async def test_a_broken_dialogue_does_not_repeat_the_message(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhang = await post.person()
    async with post.db.unit() as session:
        await outbox.put(session, zhang.id, "case_ask", once="x", now=post.now())
    monkeypatch.setattr(ready, "render", lambda kind, params: Words("问", (Choice("好", "yes"),)))

    async def broken(session: object, address_id: int) -> None:
        raise ValueError("cannot be opened")

    monkeypatch.setattr(dialogues, "of_address", broken)
    sender = post.sender()
    await sender.drain()
    post.now.on(hours=1)
    await sender.drain()
    assert post.network.texts() == ["问"]


async def test_the_account_keeps_its_pace(post: Post) -> None:
    post.network.abilities = Abilities(per_second=20)
    for number in range(30):
        await post.lay(await post.person(f"p{number}"), "早")
    loop = asyncio.get_running_loop()
    began = loop.time()
    await post.sender().drain()
    assert 0.4 <= loop.time() - began < 3
