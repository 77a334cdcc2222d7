"""The whole house behind the callback: real Turns, ledger and sender, WeChat's servers on both sides."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.selftest import probe
from storage import people, spool
from storage.models import Inbox
from tests.channels.wechat.open_house import Town, content, open_house
from tests.channels.wechat.their_side import (
    QUICK,
    message,
    until,
)

LINK = re.compile(r"msgmenucontent=([^&]+)&msgmenuid=([^\"]+)")


@pytest.fixture
async def town(sqlite_url: str, ring: None, tmp_path: Path) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        yield await open_house(stack, sqlite_url, tmp_path)


async def test_somebody_follows_looks_around_and_taps(town: Town) -> None:
    welcome = content(await town.does("subscribe"))
    links = dict(LINK.findall(welcome))
    assert "找活" in links and "1 <a href=" in welcome
    tapped = await town.says("找活", bizmsgmenuid=links["找活"])
    async with town.app.db.reading() as session:
        assert len((await session.exec(select(Inbox))).all()) == 2
    assert tapped not in ("success", welcome)
    assert await town.says("菜单") != "success"


async def test_delivered_three_times_it_has_effect_once_and_one_answer(town: Town) -> None:
    said = message(sender=town.zhang.openid, Content="找活")
    answers = {content(await town.wechat.sealed(said)) for _ in range(3)}
    assert len(answers) == 1 and answers != {"success"}
    other = message(sender=town.zhang.openid, Content="菜单")
    both = await asyncio.gather(*(town.wechat.sealed(other) for _ in range(3)))
    assert len(set(map(content, both))) == 1 and content(both[0]) != "success"
    async with town.app.db.reading() as session:
        assert len((await session.exec(select(Inbox))).all()) == 2


async def test_an_answer_that_is_late_comes_as_a_message_of_its_own(town: Town) -> None:
    town.channel._late._pace = QUICK
    town.zhang.contact("message")
    async with town.app.turns._in_order(("wechat", town.api.app_id, town.zhang.openid)):
        assert await town.says("找活") == "success"
        assert len(spool.left(town.late)) == 1
        assert await town.app.sender.drain() == 0
    await until(lambda: not spool.left(town.late))
    await town.app.sender.drain()
    assert len(town.zhang.hears) == 1


async def test_who_leaves_is_gone_and_new_when_they_come_back(town: Town) -> None:
    welcome = content(await town.does("subscribe"))
    who = ("wechat", town.api.app_id, town.zhang.openid)
    async with town.app.db.reading() as session:
        assert await people.address(session, *who)
    assert content(await town.does("unsubscribe")) == "success"
    async with town.app.db.reading() as session:
        assert await people.address(session, *who) is None
    assert content(await town.does("subscribe", "qrscene_1")) == welcome


async def test_a_stranger_is_counted_and_nothing_else(town: Town) -> None:
    assert (await town.wechat.sealed(message(Content="找活"), key="C" * 43)).refused
    assert (await town.wechat.plain(message(Content="找活"))).refused
    value = town.app.metrics.registry.get_sample_value
    assert value("yizhan_refusals_total", {"channel": "wechat", "reason": "plain"}) == 1
    async with town.app.db.reading() as session:
        assert (await session.exec(select(Inbox))).all() == []


async def test_the_clock_of_the_house_is_the_clock_of_the_gate(town: Town) -> None:
    town.app.clock.move(timedelta(minutes=11))
    assert (await town.wechat.sealed(message(Content="找活"))).refused
    town.wechat.at += 11 * 60
    assert (await town.wechat.sealed(message(Content="找活"))).status == 200


@pytest.mark.parametrize("mode", ["plain", "compat", "safe"])
async def test_our_own_probe_finds_nothing_wrong(
    sqlite_url: str, ring: None, tmp_path: Path, mode: str
) -> None:
    async with AsyncExitStack() as stack:
        town = await open_house(stack, sqlite_url, tmp_path, wechat_mode=mode)
        account = WechatAccount.of(town.app.settings)
        assert account is not None
        asked = await probe(account, town.wechat.url, town.app.clock.now)
    assert len(asked) == (3 if mode == "plain" else 4)
    assert [one for one in asked if one.trouble] == []


async def test_without_a_secret_the_account_still_answers(
    sqlite_url: str, ring: None, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        town = await open_house(stack, sqlite_url, tmp_path, wechat_secret=None)
        assert await town.says("找活") != "success"
        assert town.channel.abilities.ways == () and town.api.calls == []
