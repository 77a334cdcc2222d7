"""Somebody left, is somewhere, did not get a notice, allows one: what follows, and that it follows once."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.base import News, NotKept
from bot.news import NewsDesk
from storage import allowances, cases, outbox, people, stations, workers
from storage.allowances import Left
from storage.db import Database, LedgerDown
from storage.models import Address, Area, Case, Outbox
from tests.sending import ACCOUNT, Post, Town

LIKES, ONCE = "kT9f", "0PWm"


@pytest.fixture
async def post(db: Database) -> Post:
    post = Post(db)
    town = Town(post)
    await town.build()
    await town.staff("chen", on_duty=True)
    return post


async def hears(post: Post, what: Any, sender: str = "zhang", **more: Any) -> None:
    desk = NewsDesk(post.db, post.now, {LIKES: "subscribe", ONCE: "once"})
    await desk.hear(News(*ACCOUNT, sender, what, post.now(), **more))


async def complains(post: Post, who: Address, **told: Any) -> Case:
    async with post.db.unit() as session:
        return await cases.open_case(
            session, kind="wages", person_id=who.person_id, address_id=who.id, now=post.now(),
            station_id=await station(post), text="老板不给钱", **told,
        )  # fmt: skip


async def station(post: Post) -> int:
    async with post.db.reading() as session:
        return (await stations.everything(session))[0].id


async def address(post: Post, external: str) -> Address | None:
    async with post.db.reading() as session:
        return await people.address(session, *ACCOUNT, external)


async def test_whoever_left_is_forgotten_and_comes_back_as_somebody_new(post: Post) -> None:
    zhang = await post.person(is_worker=True, area_code="east")
    async with post.db.unit() as session:
        person = await people.get(session, zhang.person_id)
        await people.remember(session, person, name="张三", phone="13900000001")
        await allowances.credit(session, zhang.id, "subscribe")
    row = await post.lay(zhang, "早")
    await hears(post, "left")
    await hears(post, "left")
    async with post.db.reading() as session:
        person = await people.get(session, zhang.person_id)
        assert (person.name, person.phone, person.is_worker, person.area_code) == ("", "", False, None)
        assert await people.find(session, "phone", "13900000001") == []
        assert await allowances.of(session, zhang.id) == []
        kept = await session.get_one(Address, zhang.id)
        assert "zhang" not in kept.external and not kept.reachable
    assert ((await post.row(row)).status, (await post.row(row)).reason) == ("dropped", "erased")
    assert await address(post, "zhang") is None
    assert (await post.person()).person_id != zhang.person_id


async def test_whoever_came_back_is_not_forgotten_by_the_old_news(post: Post) -> None:
    """Its answer was lost and it is delivered again, seconds later; they were back by then."""
    await post.person()
    await hears(post, "left", message_id="event:1")
    back = await post.person(is_worker=True)
    await hears(post, "left", message_id="event:1")
    assert await address(post, "zhang")
    async with post.db.reading() as session:
        assert (await people.get(session, back.person_id)).is_worker
    await hears(post, "left", message_id="event:2")
    assert await address(post, "zhang") is None


async def test_a_running_case_keeps_how_to_call_them_and_its_owner_hears(post: Post) -> None:
    zhang = await post.person()
    async with post.db.unit() as session:
        person = await people.get(session, zhang.person_id)
        await people.remember(session, person, name="张三", phone="13900000001")
    case = await complains(post, zhang)
    chen = await address(post, "chen")
    assert chen
    async with post.db.unit() as session:
        staff = await stations.staff_of(session, chen.person_id)
        assert staff and await cases.claim(
            session, await cases.get(session, case.id) or case, staff, post.now()
        )
    await hears(post, "left")
    async with post.db.reading() as session:
        kept = await cases.get(session, case.id)
        assert kept and kept.status == "claimed" and kept.contact == "13900000001 张三"
        assert kept.text == "老板不给钱"
    await post.sender().drain()
    assert any("取消关注" in text and "打电话" in text for text in post.network.texts("chen"))


async def test_whoever_left_with_a_case_finds_it_again_until_it_is_over(post: Post) -> None:
    zhang = await post.person()
    case = await complains(post, zhang)
    await hears(post, "left")
    async with post.db.unit() as session:
        assert await people.forget_left(session, cases.LIVE) == 0
    back = await post.person()
    assert (back.id, back.person_id) == (zhang.id, zhang.person_id)
    await hears(post, "left", message_id="event:again")
    async with post.db.unit() as session:
        mine = await cases.get(session, case.id)
        assert mine
        await cases.move(session, mine, "withdrawn", post.now())
        assert await people.forget_left(session, cases.LIVE) == 1
    assert (await post.person()).person_id != zhang.person_id


async def test_whoever_has_another_way_here_stays_who_they_are(post: Post) -> None:
    zhang = await post.person(is_worker=True)
    async with post.db.unit() as session:
        other = Address(
            person_id=zhang.person_id, channel="telegram", account="1", external="7", created_at=post.now()
        )
        session.add(other)
    row, case = await post.lay(zhang, "早"), await complains(post, other)
    await hears(post, "left")
    async with post.db.reading() as session:
        assert (await people.get(session, zhang.person_id)).is_worker
        kept = await cases.get(session, case.id)
        assert kept and await cases.last_move(session, kept, "left") is None
        assert [one.id for one in await people.addresses(session, zhang.person_id)] == [other.id]
    assert (await post.row(row)).status == "dropped"


async def test_a_place_stands_until_they_tell_one(post: Post) -> None:
    zhang = await post.person()
    async with post.db.unit() as session:
        area = await session.get_one(Area, "west")
        area.lat, area.lon = 24.5, 113.5
        session.add(area)
    await hears(post, "place", lat=24.51, lon=113.49)
    await hears(post, "place", "nobody", lat=24.51, lon=113.49)
    async with post.db.unit() as session:
        person = await people.get(session, zhang.person_id)
        assert person.area_code == "west"
        await workers.settle(session, person, "east", "")
    await hears(post, "place", lat=24.51, lon=113.49)
    async with post.db.reading() as session:
        assert (await people.get(session, zhang.person_id)).area_code == "east"


@pytest.mark.parametrize(
    ("outcome", "told", "template"),
    [("success", True, None), ("user block", False, 0), ("system failed", False, None)],
)
async def test_a_notice_that_did_not_arrive_told_nobody(
    post: Post, outcome: str, told: bool, template: int | None
) -> None:
    zhang = await post.person()
    async with post.db.unit() as session:
        row = Outbox(
            address_id=zhang.id, once="x", kind="gig_alert", sort="alert", status="held", due_at=post.now(),
            created_at=post.now(), sent_at=post.now(), network_id="355",
        )  # fmt: skip
        row.body = outbox.Body({}, "有新活").pack(row.id)
        session.add(row)
    await hears(post, "told", network_id="355", outcome=outcome)
    await hears(post, "told", network_id="356", outcome="system failed")
    kept = await post.row(row.id)
    assert kept.status == "held" and bool(kept.sent_at) is told
    async with post.db.reading() as session:
        left = {one.name: one.left for one in await allowances.of(session, zhang.id)}
    assert left == ({} if template is None else {"template": template})


async def test_one_acceptance_is_one_notice(post: Post) -> None:
    zhang = await post.person()
    for message in ("event:1", "event:1", "event:2"):
        await hears(post, "consent", outcome="accept", template=LIKES, message_id=message)
    await hears(post, "consent", outcome="accept", template="of somebody else", message_id="event:3")
    async with post.db.reading() as session:
        assert [(one.name, one.left) for one in await allowances.of(session, zhang.id)] == [("subscribe", 2)]
    await hears(post, "consent", outcome="reject", template=LIKES, message_id="event:4")
    async with post.db.reading() as session:
        assert [one.left for one in await allowances.of(session, zhang.id)] == [0]


async def test_a_one_time_subscription_does_not_add_up(post: Post) -> None:
    zhang = await post.person()
    spent = Left("once", 1)

    async def accepts(message: str) -> list[Left]:
        await hears(post, "consent", outcome="accept", template=ONCE, message_id=message)
        async with post.db.reading() as session:
            return await allowances.of(session, zhang.id)

    for message in ("once:1", "once:1", "once:2"):
        assert await accepts(message) == [spent]
    async with post.db.unit() as session:
        await allowances.spend(session, zhang.id, ["once"])
        assert await allowances.of(session, zhang.id) == [Left("once", 0)]
    assert await accepts("once:2") == [Left("once", 0)]
    assert await accepts("once:3") == [spent]
    async with post.db.unit() as session:  # what was on its way meanwhile has not left
        await allowances.give_back(session, zhang.id, [spent])
        assert await allowances.of(session, zhang.id) == [spent]


async def test_a_refusal_told_again_takes_nothing_back(post: Post) -> None:
    zhang = await post.person()
    for outcome, message in (("reject", "event:1"), ("accept", "event:2"), ("reject", "event:1")):
        await hears(post, "consent", outcome=outcome, template=LIKES, message_id=message)
    async with post.db.reading() as session:
        assert await allowances.of(session, zhang.id) == [Left("subscribe", 1)]


async def test_news_that_cannot_be_kept_comes_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    zhang = await post.person()
    told = {"outcome": "accept", "template": LIKES, "message_id": "event:1"}

    async def away(*_: Any, **__: Any) -> None:
        raise LedgerDown("the disk is full")

    monkeypatch.setattr("bot.news.dialogues.of_sender", away)
    with pytest.raises(NotKept):
        await hears(post, "consent", **told)
    monkeypatch.undo()
    await hears(post, "consent", **told)
    async with post.db.reading() as session:
        assert [one.left for one in await allowances.of(session, zhang.id)] == [1]
