"""What the channel promises to the planner, and that it speaks only through the account's API."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels.base import Notice, Refused, Way, WayClosed, Window, Words
from bot.channels.wechat.channel import WechatChannel
from tests.channels.wechat.people import OPENS
from tests.channels.wechat.their_side import APP, NOW, ZHANG, Ledger, account

NOTICE = Notice("瓷砖工", "有新的零工")


class Api:
    """Keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    async def send(self, to: str, words: Words, key: str) -> str:
        self.asked.append((to, words, key))
        return "7"

    async def notify(self, to: str, notice: Notice, way: Way, key: str) -> str:
        self.asked.append((to, notice, way, key))
        return "8"

    async def send_file(self, to: str, data: bytes, ending: str, key: str) -> str:
        self.asked.append((to, data, ending, key))
        return "9"

    async def fetch(self, media: str) -> tuple[bytes, str]:
        self.asked.append((media,))
        return b"#!AMR", "amr"

    async def close(self) -> None:
        self.asked.append(("closed",))


def channel(folder: Path, api: Api | None = None, **more: Any) -> WechatChannel:
    ledger = Ledger()
    return WechatChannel(
        account(**more), ledger.take, ledger.hear, folder, now=lambda: NOW, count=print, api=api
    )


def test_it_promises_what_wechat_counts(tmp_path: Path) -> None:
    one = channel(tmp_path, Api(), secret="s", alert_template_id="T")
    able = one.abilities
    assert (one.name, one.account) == ("wechat", APP)
    assert able.windows == {contact: Window(*opens) for contact, opens in OPENS.items()}
    assert able.windows["message"] == Window(5, timedelta(hours=48))
    assert (able.one_answer, able.text_limit, able.answers_in_response) == (2048, 2048, True)
    assert able.ways == ("service", "template") and not able.buttons
    assert {"amr", "jpg"} <= set(able.files) and not channel(tmp_path).abilities.files


def test_without_a_secret_there_is_no_way_out(tmp_path: Path) -> None:
    assert channel(tmp_path, alert_template_id="T").abilities.ways == ()


async def test_without_an_api_each_way_is_closed(tmp_path: Path) -> None:
    one = channel(tmp_path)
    with pytest.raises(WayClosed) as closed:
        await one.send(ZHANG, Words("好"), "row:1")
    assert (closed.value.way, closed.value.until) == ("service", None)
    with pytest.raises(WayClosed) as closed:
        await one.notify(ZHANG, NOTICE, "template", "row:1")
    assert closed.value.way == "template"
    with pytest.raises(Refused):
        await one.fetch("wechat:m1")
    await one.close()


async def test_the_api_does_what_it_is_asked_and_is_closed(tmp_path: Path) -> None:
    api = Api()
    one = channel(tmp_path, api, secret="s")
    assert await one.send(ZHANG, Words("好"), "row:1") == "7"
    assert await one.notify(ZHANG, NOTICE, "once", "row:2") == "8"
    assert await one.send_file(ZHANG, b"#!AMR", "amr", "row:3") == "9"
    assert await one.fetch("wechat:m1") == (b"#!AMR", "amr")
    await one.close()
    assert api.asked == [
        (ZHANG, Words("好"), "row:1"),
        (ZHANG, NOTICE, "once", "row:2"),
        (ZHANG, b"#!AMR", "amr", "row:3"),
        ("wechat:m1",),
        ("closed",),
    ]


def test_it_has_one_address_and_no_other(tmp_path: Path) -> None:
    app = web.Application()
    channel(tmp_path).mount(app)
    assert {(route.method, route.resource.canonical) for route in app.router.routes() if route.resource} == {
        ("GET", "/wechat"),
        ("POST", "/wechat"),
    }
