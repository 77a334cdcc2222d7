"""The sender where the network counts: no more than is allowed leaves, the rest waits, nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.base import (
    Abilities,
    Misconfigured,
    OutcomeUnknown,
    TooLong,
    TryAgain,
    Unreachable,
    Way,
    WayClosed,
    WindowClosed,
)
from storage import account_facts, allowances, dialogues, outbox, outbox_held
from storage.account_facts import SENT
from storage.allowances import Left
from storage.db import Database
from storage.models import Address
from tests.sending import ACCOUNT, Post

ALL: tuple[Way, ...] = ("service", "subscribe", "template", "once")
HOUR = timedelta(hours=1)


@pytest.fixture
async def post(db: Database) -> Post:
    return at(Post(db), "service")


def at(post: Post, *ways: Way) -> Post:
    post.network.abilities = Abilities(per_second=10_000, ways=ways)
    return post


async def in_touch(post: Post, address: Address, most: int = 5, until: timedelta = 48 * HOUR) -> None:
    async with post.db.unit() as session:
        await allowances.put(session, address.id, Left("message", most, post.now() + until))


async def credit(post: Post, address: Address, name: str) -> None:
    async with post.db.unit() as session:
        await allowances.credit(session, address.id, name)


async def left(post: Post, address: Address) -> dict[str, int]:
    async with post.db.reading() as session:
        return {one.name: one.left for one in await allowances.of(session, address.id)}


async def statuses(post: Post, rows: list[int]) -> list[str]:
    return [(await post.row(row)).status for row in rows]


async def test_what_is_over_the_count_waits(post: Post) -> None:
    zhang = await post.person()
    await in_touch(post, zhang, 2)
    rows = [await post.lay(zhang, text) for text in "一二三"]
    await post.sender().drain()
    assert post.network.texts() == ["一", "二"]
    assert await statuses(post, rows) == ["sent", "sent", "held"]
    assert (await post.row(rows[2])).reason == "all said that may be"
    assert await left(post, zhang) == {"message": 0}


async def test_whoever_was_never_in_touch_hears_it_when_they_write(post: Post) -> None:
    zhang = await post.person()
    row = await post.lay(zhang, "一")
    await post.sender().drain()
    assert (await post.row(row)).reason == "not in touch" and not post.network.delivered
    await in_touch(post, zhang)
    async with post.db.unit() as session:
        assert await outbox_held.release_held(session, zhang.id, post.now()) == 1
    await post.sender().drain()
    assert post.network.texts() == ["一"]


async def test_two_senders_together_keep_to_one_count(post: Post) -> None:
    zhang = await post.person()
    await in_touch(post, zhang, 3)
    rows = [await post.lay(zhang, text) for text in "一二三四五六"]
    await asyncio.gather(post.sender("a").drain(), post.sender("b").drain())
    assert post.network.texts() == ["一", "二", "三"]
    assert await statuses(post, rows) == ["sent"] * 3 + ["held"] * 3


@pytest.mark.parametrize("refusal", [WindowClosed("45015"), WindowClosed("45047")])
async def test_the_network_knows_better(post: Post, refusal: WindowClosed) -> None:
    zhang = await post.person()
    await in_touch(post, zhang, 5)
    post.network.script["zhang"] = [refusal]
    row = await post.lay(zhang, "一")
    await post.sender().drain()
    assert await statuses(post, [row]) == ["held"] and not post.network.delivered
    assert await left(post, zhang) == {"message": 0}


@pytest.mark.parametrize(("error", "after"), [(TryAgain("500"), 5), (OutcomeUnknown("cut"), 4)])
async def test_what_surely_did_not_leave_costs_nothing(post: Post, error: Exception, after: int) -> None:
    zhang = await post.person()
    await in_touch(post, zhang, 5)
    post.network.script["zhang"] = [error]
    row = await post.lay(zhang, "一")
    await post.sender().drain()
    assert await statuses(post, [row]) == ["due"] and await left(post, zhang) == {"message": after}


async def test_a_form_tells_once_that_something_waits(post: Post) -> None:
    zhang = await post.person()
    rows = [await post.lay(zhang, text, "alert") for text in "一二"]
    at(post, *ALL)
    await post.sender().drain()
    assert [(to, notice.title, notice.note, way) for to, notice, way in post.network.told] == [
        ("zhang", "您有新消息", "回1查看", "template")
    ]
    assert await statuses(post, rows) == ["held", "held"]
    first = await post.row(rows[0])
    assert first.sent_at == post.now() and first.network_id == "n1"
    async with post.db.reading() as session:
        talk = await dialogues.of_address(session, zhang.id)
    assert talk and talk.menu == [("查看", "say:更多")], "the 1 of 回1查看"


async def test_consent_is_used_up_before_the_template(post: Post) -> None:
    zhang = await post.person()
    await credit(post, zhang, "subscribe")
    at(post, *ALL)
    await post.lay(zhang, "一", "alert")
    await post.sender().drain()
    assert [way for _, _, way in post.network.told] == ["subscribe"]
    assert await left(post, zhang) == {"subscribe": 0}


async def test_a_refused_form_is_not_tried_again(post: Post) -> None:
    zhang = await post.person()
    at(post, *ALL)
    post.network.script["zhang"] = [WindowClosed("43101", "template")]
    row = await post.lay(zhang, "一", "alert")
    await post.sender().drain()
    assert [way for _, _, way in post.network.told] == ["template"]
    assert await statuses(post, [row]) == ["held"] and not (await post.row(row)).sent_at
    assert await left(post, zhang) == {"template": 0}


async def test_a_refusal_that_names_another_way_is_no_reason_to_go_on(post: Post) -> None:
    """45015 for a form: the window is closed, the form is not, and once more would be refused once more."""
    zhang = await post.person()
    at(post, *ALL)
    post.network.script["zhang"] = [WindowClosed("45015", "service") for _ in range(50)]
    row = await post.lay(zhang, "一", "alert")
    await post.sender().drain()
    assert len(post.network.told) == 1 and await statuses(post, [row]) == ["held"]


async def test_a_way_the_account_may_not_go_is_closed_for_all(post: Post) -> None:
    people = [await post.person(name) for name in ("zhang", "li", "wang")]
    for one in people:
        await in_touch(post, one)
    at(post, *ALL)
    post.network.script["zhang"] = [WayClosed("48001", "service")]
    sender = post.sender()
    row = await post.lay(people[0], "一")
    await sender.drain()
    assert (await post.row(row)).reason == "told by template"
    await post.lay(people[1], "二")
    await sender.drain()
    assert [way for _, _, way in post.network.told] == ["template"] * 2
    async with post.db.unit() as session:
        standing = await account_facts.standing(session, *ACCOUNT, post.now())
        assert [(one.way, one.reason, one.until) for one in standing.closed] == [("service", "48001", None)]
        assert await account_facts.reopen(session, *ACCOUNT) == ["service"]
    await post.lay(people[2], "三")
    await sender.drain()
    assert post.network.texts("wang") == ["三"]
    assert await left(post, people[0]) == {"message": 5}, "nothing of it left"


async def test_a_spent_day_is_waited_out(post: Post) -> None:
    zhang = await post.person()
    await in_touch(post, zhang)
    midnight = post.now() + 12 * HOUR
    post.network.script["zhang"] = [WayClosed("45009", "service", midnight)]
    row = await post.lay(zhang, "一")
    sender = post.sender()
    await sender.drain()
    waiting = await post.row(row)
    assert (waiting.status, waiting.due_at) == ("due", midnight)
    post.now.on(hours=12, seconds=1)
    await sender.drain()
    assert post.network.texts() == ["一"]


async def test_what_leaves_in_a_day_is_counted(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sending.budget.PER_DAY", {"service": 2})
    people = [await post.person(name) for name in ("zhang", "li", "wang")]
    sender = post.sender()
    for one in people:
        await in_touch(post, one)
        await post.lay(one, "早")
        await sender.drain()
    assert len(post.network.delivered) == 2
    post.now.to("00:01", days=1)
    await sender.drain()
    assert len(post.network.delivered) == 3
    async with post.db.reading() as session:
        standing = await account_facts.standing(session, *ACCOUNT, post.now())
    assert standing.sent == {"service": 1} and SENT


async def test_a_kill_never_leaves_more_than_was_allowed(post: Post) -> None:
    """Spent when claimed: what a dead sender had in its hands counts as said."""
    zhang = await post.person()
    await in_touch(post, zhang, 2)
    await post.lay(zhang, "一")
    post.network.slow = lambda to: 30.0
    dying = asyncio.create_task(post.sender().drain())
    await post.network.began.wait()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert await left(post, zhang) == {"message": 1}


async def test_who_is_gone_is_gone_on_every_way(post: Post) -> None:
    zhang = await post.person()
    at(post, *ALL)
    post.network.script["zhang"] = [Unreachable("43004")]
    rows = [await post.lay(zhang, text, "alert") for text in "一二"]
    answer = await post.lay(zhang, "三")
    await post.sender().drain()
    assert await statuses(post, [*rows, answer]) == ["dropped", "dropped", "held"]


async def test_a_long_message_leaves_in_pieces(post: Post) -> None:
    post.network.abilities = Abilities(per_second=10_000, ways=("service",), one_answer=2048)
    zhang = await post.person()
    await in_touch(post, zhang)
    text = "今天有活。" * 200
    row = await post.lay(zhang, text)
    await post.sender().drain()
    (said,) = post.network.texts()
    assert len(said.encode()) <= 2048 and said.endswith("1 更多")
    assert (await post.row(row)).status == "sent"
    async with post.db.reading() as session:
        talk = await dialogues.of_address(session, zhang.id)
        (rest,) = await outbox_held.held(session, zhang.id, post.now())
        left_over = outbox.open_body(rest.id, rest.body).text or ""
    assert talk and talk.awaited and talk.menu == [("更多", "say:更多")]
    assert said.count("今天有活。") + left_over.count("今天有活。") == 200
    assert rest.sort == "notice", "news of their own: whoever says something else hears it all the same"


async def test_a_stopped_account_goes_on_once_it_is_mended(post: Post) -> None:
    zhang = await post.person()
    await in_touch(post, zhang)
    post.network.script["zhang"] = [Misconfigured("40164: 203.0.113.7 is not on the list")]
    await post.lay(zhang, "一")
    sender = post.sender()
    await sender.drain()
    post.now.on(minutes=5)
    await sender.drain()
    assert not post.network.delivered
    async with post.db.unit() as session:
        await account_facts.mend(session, *ACCOUNT, post.now())
    await sender.drain()
    assert post.network.texts() == ["一"]
    assert await left(post, zhang) == {"message": 4}


async def test_a_network_that_takes_less_than_we_know(post: Post) -> None:
    post.network.abilities = Abilities(per_second=10_000, ways=("service",), one_answer=2048)
    zhang = await post.person()
    await in_touch(post, zhang)
    post.network.script["zhang"] = [TooLong("45002")]
    row = await post.lay(zhang, "今天有活。" * 100)
    await post.sender().drain()
    (said,) = post.network.texts()
    assert len(said.encode()) <= 1024 and said.endswith("1 更多")
    async with post.db.reading() as session:
        (rest,) = await outbox_held.held(session, zhang.id, post.now())
        left_over = outbox.open_body(rest.id, rest.body).text or ""
    assert said.count("今天有活。") + left_over.count("今天有活。") == 100
    post.network.script["zhang"] = [TooLong("45002")] * 2
    row = await post.lay(zhang, "短。")
    await post.sender().drain()
    assert await statuses(post, [row]) == ["failed"]
