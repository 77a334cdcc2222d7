"""What goes wrong on the street and in the network, and what people have of it in the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.sending import setbacks
from storage import cases, outbox, people
from storage.models import Address, Case, Outbox
from tests.channels.wechat.conftest import ALERT
from tests.channels.wechat.open_house import Town, open_house
from tests.channels.wechat.people import Person
from tests.channels.wechat.wire_format import Fault

SEND, TOKEN = "/cgi-bin/message/custom/send", "/cgi-bin/stable_token"
HOUR = timedelta(hours=1)
Open = Callable[..., Coroutine[Any, Any, Town]]


@pytest.fixture
async def house(sqlite_url: str, ring: None, tmp_path: Path) -> AsyncIterator[Open]:
    async with AsyncExitStack() as stack:

        async def opened(kind: str = "verified_service", **more: Any) -> Town:
            return await open_house(stack, sqlite_url, tmp_path, kind, **more)  # type: ignore[arg-type]  # a kind by its name

        yield opened


async def lay(town: Town, who: Person, text: str, sort: str = "notice", **more: Any) -> int:
    """News for somebody, already worded."""
    now = town.app.clock.now()
    async with town.app.db.unit() as session:
        address = await people.address(session, "wechat", town.api.app_id, who.openid)
        if address is None and "address_id" not in more:
            address = await people.welcome(session, "wechat", town.api.app_id, who.openid, now)
        where = {"address_id": address.id if address else 0, "due_at": now, "created_at": now}
        row = Outbox(
            once=f"{who.name}:{text}", kind="case_reply", sort=sort, status="due", **{**where, **more}
        )
        row.body = outbox.Body({}, text).pack(row.id)
        session.add(row)
    return row.id


async def row(town: Town, number: int) -> Outbox:
    async with town.app.db.reading() as session:
        return await session.get_one(Outbox, number)


def seen(said: str) -> str:
    """As it stands on the screen."""
    return re.sub(r"<[^>]+>", "", said)


async def test_a_token_that_dies_in_the_middle(house: Open) -> None:
    town = await house()
    crowd = [town.api.person(f"工人{number}") for number in range(30)]
    for one in crowd:
        await town.says("你好", one)
    rows = [await lay(town, one, f"给{one.name}的消息") for one in crowd]
    await town.app.sender._round()
    await town.api.until(lambda: len(town.api.delivered) >= 5)
    asked = len(town.api.received(TOKEN))
    town.api.tokens["stable_token"].kill()
    await town.drain()
    assert Counter(one.to for one in town.api.delivered) == Counter(one.openid for one in crowd)
    assert len(town.api.received(TOKEN)) == asked + 1
    assert {(await row(town, one)).status for one in rows} == {"sent"}


async def test_an_hour_without_the_api(house: Open) -> None:
    town = await house()
    await town.says("你好")
    answer = await lay(town, town.zhang, "【1001号】小陈：老板答应了。")
    alert = await lay(town, town.zhang, "今天有活", "alert", not_after=town.app.clock.now() + HOUR / 2)
    town.api.fail(SEND, *[Fault(status=503)] * 60)
    for _ in range(6):
        await town.passes(minutes=10)
        assert await town.says("帮助") != "success", "the passive side keeps answering"
    assert (await row(town, alert)).reason == "expired"
    assert (await row(town, answer)).status == "due"
    town.api._faults[SEND].clear()
    await town.passes(seconds=setbacks.PAUSES[-1] * (1 + setbacks.JITTER))
    assert town.zhang.hears == ["【1001号】小陈：老板答应了。"]


async def test_an_account_that_may_only_answer(house: Open) -> None:
    """Unverified: 48001 once, then nothing is tried any more; all of it comes with their next word."""
    town = await house("unverified_subscription")
    await town.says("你好")
    alert = await lay(town, town.zhang, "今天有活", "alert", not_after=town.app.clock.now() + HOUR)
    first = await lay(town, town.zhang, "您的单有人接了")
    second = await lay(town, town.zhang, "老板答应了")
    await town.drain()
    assert len(town.api.received(SEND)) == 1 and not town.zhang.hears
    await town.passes(hours=2)
    heard = seen(await town.says("帮助"))
    assert heard.startswith("您的单有人接了\n\n老板答应了\n\n")
    assert [(await row(town, one)).status for one in (alert, first, second)] == [
        "dropped", "answered", "answered",
    ]  # fmt: skip
    assert len(town.api.received(SEND)) == 1
    assert "老板答应了" not in await town.says("帮助")


async def test_without_a_secret_all_of_it_waits_too(house: Open) -> None:
    town = await house("unverified_subscription", wechat_secret=None)
    await town.says("你好")
    await lay(town, town.zhang, "老板答应了")
    await town.drain()
    assert town.api.calls == []
    assert (await town.says("帮助")).startswith("老板答应了\n\n")


async def test_only_a_template_is_left(house: Open) -> None:
    """She registered two days ago and wrote nothing since: WeChat carries four fields, 1 brings the rest."""
    town = await house(wechat_alert_template_id=ALERT.id)
    await town.says("我会贴瓷砖，在城东")
    await town.says("1")
    await town.passes(hours=49)
    async with town.app.db.unit() as session:
        (trade,) = await people.trades_of(session, (await who(session, town, town.zhang)).person_id)
    assert trade == "瓷砖工"
    await lay(town, town.zhang, "【今日零工】瓷砖工 240元/天", "alert")
    await lay(town, town.zhang, "【今日零工】瓷砖工 260元/天", "alert")
    await town.passes(hours=0)
    (told,) = town.zhang.bubbles
    assert told.way == "template" and "回1查看" in told.fields.values()
    brought = seen(await town.says("1"))
    assert brought == "【今日零工】瓷砖工 260元/天\n\n【今日零工】瓷砖工 240元/天"
    assert len(town.zhang.bubbles) == 1


async def who(session: Any, town: Town, person: Person) -> Any:
    return await people.address(session, "wechat", town.api.app_id, person.openid)


async def test_a_tap_leaves_a_minute(house: Open) -> None:
    town = await house()
    await town.says("say:找活", bizmsgmenuid="say:找活")
    await lay(town, town.zhang, "一")
    await town.drain()
    assert town.zhang.hears == ["一"]
    await town.passes(minutes=2)
    row_id = await lay(town, town.zhang, "二")
    await town.drain()
    held = await row(town, row_id)
    assert (held.status, held.reason) == ("held", "not in touch")
    assert len(town.api.received(SEND)) == 1, "our own count spares the network a refusal"


async def test_who_leaves_in_the_middle_of_a_complaint(house: Open) -> None:
    town = await house()
    assert "编号1001" in seen(await town.says("城东工地王老板欠我3000元，我电话１３９００００００１２"))
    await town.drain()
    await town.does("unsubscribe")
    town.zhang.leave()
    await town.drain()
    async with town.app.db.reading() as session:
        case = (await session.exec(select(Case))).one()
        assert case.status in cases.LIVE and "13900000012" in case.contact
        assert "王老板" in case.employer or "王老板" in case.text
        kept = await session.get_one(Address, case.address_id)
        assert town.zhang.openid not in kept.external and not kept.reachable
    await lay(town, town.zhang, "老板答应了", address_id=case.address_id)
    await town.drain()
    town.zhang.follow()
    back = seen(await town.says("查进度"))
    assert back.startswith("老板答应了") and "1001" in back


@pytest.mark.parametrize(
    "name",
    ["张]]>三", "张😀三", "张\u202e三", "张\u200b三", '<a href="http://x">张三</a>', "&lt;张&三"],
)
async def test_names_of_every_kind(house: Open, name: str) -> None:
    town = await house()
    await town.says("人工")
    await lay(town, town.zhang, f"{name}来找您")
    heard = await town.says("帮助")
    assert '<a href="http' not in heard
    await lay(town, town.zhang, f"{name}又来找您")
    await town.drain()
    assert any("又来找您" in text and "<a" not in text for text in [*town.zhang.hears, heard])


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault(errcode=45015), "held"),
        (Fault(errcode=45047), "held"),
        (Fault(errcode=48001), "held"),
        (Fault(errcode=45009), "due"),
        (Fault(errcode=45011), "due"),
        (Fault(errcode=-1), "due"),
        (Fault(status=500), "due"),
        (Fault(errcode=43004), "held"),
        (Fault(errcode=40003), "held"),
        (Fault(errcode=50005), "held"),
        (Fault(errcode=44002), "failed"),
        (Fault(errcode=47001), "failed"),
    ],
    ids=lambda one: str(getattr(one, "errcode", one) or one),
)
async def test_nothing_that_was_refused_counts_as_sent(house: Open, fault: Fault, status: str) -> None:
    town = await house()
    await town.says("你好")
    number = await lay(town, town.zhang, "一")
    town.api.fail(SEND, fault)
    await town.drain()
    found = await row(town, number)
    assert found.status == status and found.sent_at is None and not town.zhang.hears
    if status in ("held", "due"):
        await town.app.move_clock(town.app.clock.now() + timedelta(days=1))
        await town.says("你好")
        await town.drain()
        assert (await row(town, number)).status in ("sent", "answered", "held", "due")
