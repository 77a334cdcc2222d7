"""A one-time subscription from the tap in the menu to the message it lets through, over HTTP on both ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from yarl import URL

from bot.channels.base import NotKept
from bot.channels.wechat import setup
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.menu import once_name
from bot.channels.wechat.once import ONCE, answer
from bot.channels.wechat.outbound import FORMS
from bot.channels.wx_crypto import BadCallback
from handlers.phrases import say
from storage import allowances, people
from storage.models import Address, Inbox
from tests.channels.wechat.ledger import Shared, client_of
from tests.channels.wechat.office import Office
from tests.channels.wechat.open_house import Town, open_house
from tests.channels.wechat.people import Person
from tests.channels.wechat.test_streets import lay, seen
from tests.channels.wechat.their_pages import PUBLIC, Phone
from tests.channels.wechat.their_side import NOW


def page(key: str) -> str:
    return say(f"wechat.once_{key}", name=once_name())


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def town(stack: AsyncExitStack, sqlite_url: str, ring: None, tmp_path: Path) -> Town:
    """An account that has no other notice, and the menu that was pushed."""
    more = {"wechat_public_url": PUBLIC, "wechat_alert_once_id": Office().once_template}
    town = await open_house(stack, sqlite_url, tmp_path, "verified_subscription", **more)
    account = WechatAccount.of(town.app.settings)
    assert account
    api = client_of(town.api, Shared(), account=account)
    stack.push_async_callback(api.close)
    await setup.push_menu(api, account)
    assert await setup.menu_is_ours(api, account)
    return town


@pytest.fixture
async def phone(stack: AsyncExitStack, town: Town) -> Phone:
    http = await stack.enter_async_context(ClientSession())
    return Phone(town.zhang, town.api, URL(town.wechat.url), http)


async def registered(town: Town) -> None:
    """They want alerts, and have not written for more than 48 hours."""
    await town.says("我会贴瓷砖，在城东")
    await town.says("1")
    await town.passes(hours=49)


async def left(town: Town, who: Person | None = None) -> int:
    """How many messages we think they let through."""
    openid = (who or town.zhang).openid
    async with town.app.db.reading() as session:
        address = await people.address(session, "wechat", town.api.app_id, openid)
        found = await allowances.of(session, address.id) if address else []
    return sum(one.left for one in found if one.name == "once")


async def test_from_the_tap_to_the_notice_and_what_it_told_of(town: Town, phone: Phone) -> None:
    await registered(town)
    shown = await phone.taps(await phone.entry(once_name()), "confirm")
    assert shown.status == 200 and page("accept") in shown.text and not shown.kept
    await lay(town, town.zhang, "【今日零工】瓷砖工 240元/天", "alert")
    await lay(town, town.zhang, "【今日零工】瓷砖工 260元/天", "alert")
    await town.drain()
    (told,) = town.zhang.bubbles
    assert told.way == "once" and "回1查看" in told.text
    assert seen(await town.says("1")) == "【今日零工】瓷砖工 260元/天\n\n【今日零工】瓷砖工 240元/天"


async def test_used_up_it_is_asked_for_again_by_the_menu(town: Town, phone: Phone) -> None:
    await registered(town)
    first = await phone.entry(once_name())
    await phone.taps(first, "confirm")
    address = phone.last
    await lay(town, town.zhang, "第一条", "alert")
    await town.drain()
    assert len(town.zhang.bubbles) == 1 and await left(town) == 0
    await town.says("1")
    for again in (address, address.replace(ONCE + "?", ONCE + "/?")):
        assert page("accept") in (await phone.opens(again)).text
    assert await left(town) == 0, "the page opened again is no consent"
    await town.passes(hours=49)
    await lay(town, town.zhang, "第二条", "alert")
    await town.drain()
    assert len(town.api.received(FORMS["once"])) == 1
    second = await phone.entry(once_name())
    assert second != first
    await phone.taps(second, "confirm")
    await town.says("1")
    await town.passes(hours=49)
    await lay(town, town.zhang, "第三条", "alert")
    await town.drain()
    assert [one.way for one in town.zhang.bubbles] == ["once", "once"]


async def test_tapped_often_it_is_one_message(town: Town, phone: Phone) -> None:
    await town.says("你好")
    for _ in range(3):
        await phone.taps(await phone.entry(once_name()), "confirm")
    assert await left(town) == 1
    asked = await phone.entry(once_name())
    both = [phone.answered(asked, "confirm")] * 2
    assert {one.status for one in await asyncio.gather(*map(phone.opens, both))} == {200}
    assert await left(town) == 1


async def test_who_says_no_is_not_told(town: Town, phone: Phone) -> None:
    await town.says("你好")
    shown = await phone.taps(await phone.entry(once_name()), "cancel")
    assert shown.status == 200 and page("reject") in shown.text and await left(town) == 0
    asked = await phone.entry(once_name())
    await phone.taps(asked, "confirm")
    yes = phone.last
    no = yes.replace("action=confirm", "action=cancel")
    await phone.opens(no)
    assert await left(town) == 0, "WeChat named them with their no"
    await phone.opens(yes)
    assert await left(town) == 0
    await phone.taps(await phone.entry(once_name()), "confirm")
    await phone.opens(no)
    assert await left(town) == 1, "an old no takes nothing back"


async def test_somebody_we_do_not_know_is_no_news(town: Town, phone: Phone) -> None:
    phone.person = town.api.person("路人", follows=False)
    shown = await phone.taps(await phone.entry(once_name()), "confirm")
    assert shown.status == 200 and page("accept") in shown.text
    async with town.app.db.reading() as session:
        openids = [one.external for one in (await session.exec(select(Address))).all()]
        assert phone.person.openid not in openids
        assert (await session.exec(select(Inbox))).all() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reserved", ""),
        ("reserved", "0" * 80),
        ("reserved", "甲" * 80),
        ("template_id", "another"),
        ("scene", "2"),
        ("scene", ""),
        ("action", "confirmed"),
        ("action", ""),
        ("openid", ""),
        ("openid", "o' or 1=1"),
        ("openid", "o" * 65),
    ],
)
async def test_a_link_of_their_own_making(town: Town, phone: Phone, name: str, value: str) -> None:
    await town.says("你好")
    address = URL(phone.answered(await phone.entry(once_name()), "confirm"))
    shown = await phone.opens(str(address.update_query({name: value})))
    assert (shown.status, shown.kept) == (403, False) and page("again") in shown.text
    shown = await phone.opens(str(address.without_query_params(name).update_query({"action": value or "x"})))
    assert shown.status == 403 and await left(town) == 0
    counted = town.app.metrics.registry.get_sample_value
    assert counted("yizhan_refusals_total", {"channel": "wechat", "reason": "once"}) == 2
    await phone.opens(str(address))
    assert await left(town) == 1


async def test_every_letter_of_reserved_counts(town: Town, phone: Phone) -> None:
    await town.says("你好")
    address = URL(phone.answered(await phone.entry(once_name()), "confirm"))
    reserved = address.query["reserved"]
    for place, letter in enumerate(reserved):
        other = reserved[:place] + ("0" if letter != "0" else "1") + reserved[place + 1 :]
        for forged in (other, reserved[:place]):
            assert (await phone.opens(str(address.update_query(reserved=forged)))).status == 403
    assert await left(town) == 0


async def test_while_the_ledger_is_away_they_are_asked_to_tap_again(
    town: Town, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.says("你好")
    asked = await phone.entry(once_name())

    async def away(*_: Any) -> None:
        raise NotKept("LedgerDown")

    monkeypatch.setattr(town.channel._once, "_news", away)
    shown = await phone.taps(asked, "confirm")
    assert shown.status == 503 and page("again") in shown.text
    monkeypatch.undo()
    await phone.opens(phone.last)
    assert await left(town) == 1


async def test_nothing_about_a_person_is_logged(
    town: Town, phone: Phone, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    await town.says("你好")
    asked = await phone.entry(once_name())
    await phone.taps(asked, "confirm")
    await phone.opens(phone.last.replace("scene=1", "scene=9"))
    written = caplog.text + "".join(capsys.readouterr())
    assert "refused" in written and "consent" in written
    assert town.zhang.openid not in written and URL(phone.last).query["reserved"] not in written


@given(st.text(), st.text(), st.text(), st.sampled_from(["confirm", "cancel"]))
def test_whatever_stands_in_a_link_it_is_a_no(reserved: str, openid: str, token: str, action: str) -> None:
    account = WechatAccount("wx7c2e91b05d4fa386", token, alert_once_id="once-1")
    link = {"template_id": "once-1", "scene": "1", "reserved": reserved, "openid": openid, "action": action}
    with pytest.raises(BadCallback):
        answer(account, link, NOW)


@pytest.mark.parametrize("lacks", ["wechat_public_url", "wechat_alert_once_id", "wechat_secret"])
async def test_an_account_that_cannot_ask_has_no_such_page(
    stack: AsyncExitStack, sqlite_url: str, ring: None, tmp_path: Path, lacks: str
) -> None:
    more = {"wechat_public_url": PUBLIC, "wechat_alert_once_id": "once-1", lacks: None}
    town = await open_house(stack, sqlite_url, tmp_path, "verified_subscription", **more)
    http = await stack.enter_async_context(ClientSession())
    assert (await Phone(town.zhang, town.api, URL(town.wechat.url), http).opens(PUBLIC + ONCE)).status == 404
    account = WechatAccount.of(town.app.settings)
    assert account and once_name() not in str(setup.menu_of(account))
