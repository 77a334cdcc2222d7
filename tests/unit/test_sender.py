"""The sender: order, leases, menus, and two senders on one ledger."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.base import (
    Abilities,
    Choice,
    Words,
)
from bot.sending import ready
from storage import dialogues, outbox, outbox_queue
from storage.db import Database, LedgerDown
from storage.dialogues import Talk
from storage.outbox_queue import Finish
from tests.sending import ACCOUNT, Post, Town


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

    sender._accounts[ACCOUNT].bucket.take = sleepy  # type: ignore[method-assign]  # a clock that jumps
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
